"""Where a report's figures come from: a snapshot, or the database as of an instant. A page asks either the same way."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.domain.canonical import from_plain
from taskboard.domain.rollup import Basis, Picture, PreviousFigures, TaskClass
from taskboard.reports import queries, sql
from taskboard.reports.bodies import Body, bodies_on
from taskboard.reports.known import AsOf
from taskboard.reports.models import Snapshot
from taskboard.reports.selection import Selection
from taskboard.reports.sql import Grouped
from taskboard.settings import queries as settings


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A task, or a duty of one unit, in the list behind a number."""

    code: str
    """By which its page is found: a duty's newest occurrence."""
    title: str
    unit_name: str
    task_class: TaskClass
    original_due_on: date | None
    due_on: date | None
    days_late: int
    quarters_carried: int
    given: int | None
    owed: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the rows, the latest first, and how many there are."""

    total: int
    rows: list[ListedRow]


class Source(Protocol):
    """Figures of one period at one instant, and the rows behind them."""

    @property
    def cutoff(self) -> datetime: ...

    def grouped(self, basis: Basis) -> Grouped: ...

    def listed(self, basis: Basis, selection: Selection, *, start: int, count: int) -> Listed: ...


class Frozen:
    """The figures of a snapshot, exactly as they were; its rows are only read into values where they are listed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @property
    def cutoff(self) -> datetime:
        return self.snapshot.cutoff

    @cached_property
    def _original(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.snapshot.roll_up_original)
        return found

    @cached_property
    def _current(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.snapshot.roll_up_current)
        return found

    def _plain(self, basis: Basis) -> dict[str, Any]:
        return self._original if basis is Basis.ORIGINAL else self._current

    def grouped(self, basis: Basis) -> Grouped:
        """The picture, and how many were overdue by unit and field."""
        plain = self._plain(basis)
        late = Counter(
            (row["unit_id"], row["field"])
            for row in plain["rows"]
            if row["task_class"] == TaskClass.OPEN_OVERDUE
        )
        return Grouped(from_plain(Picture, plain), dict(late))

    def listed(self, basis: Basis, selection: Selection, *, start: int, count: int) -> Listed:
        """The rows a number counts."""
        plain = self._plain(basis)
        rows = [SimpleNamespace(**row) for row in plain["rows"]]
        chosen = [row for row in rows if selection.has(row, silence_days=plain["silence_days"])]
        chosen.sort(key=attrgetter("code", "unit_id"))
        chosen.sort(key=attrgetter("days_late"), reverse=True)
        return Listed(len(chosen), [_frozen_row(row) for row in chosen[start : start + count]])


def _frozen_row(row: Any) -> ListedRow:
    reports = row.reports or {}
    return ListedRow(
        code=row.codes[-1],
        title=row.title,
        unit_name=row.unit_name,
        task_class=TaskClass(row.task_class),
        original_due_on=from_plain(date, row.original_due_on) if row.original_due_on else None,
        due_on=from_plain(date, row.due_on) if row.due_on else None,
        days_late=row.days_late,
        quarters_carried=row.quarters_carried,
        given=reports.get("given"),
        owed=reports.get("owed"),
    )


@dataclass(frozen=True)
class Running:
    """The figures of a period as of any instant, counted in the database."""

    as_of: AsOf
    silence_days: int
    previous: PreviousFigures | None = None

    @property
    def cutoff(self) -> datetime:
        return self.as_of.cutoff

    @cached_property
    def bodies(self) -> dict[int, Body]:
        """Every unit under the name it bore at the cutoff."""
        return bodies_on(self.as_of.day)

    def grouped(self, basis: Basis) -> Grouped:
        """The picture, and how many are overdue by unit and field."""
        return sql.picture(
            self.as_of, basis, bodies=self.bodies, silence_days=self.silence_days, previous=self.previous
        )

    def listed(self, basis: Basis, selection: Selection, *, start: int, count: int) -> Listed:
        """The rows a number counts."""
        row = sql.rows(self.as_of, basis)
        where = selection.where(row, bodies=self.bodies, silence_days=self.silence_days)
        total = db.session.scalar(sa.select(sa.func.count()).select_from(row).where(*where)) or 0
        page = sa.select(row).where(*where).order_by(row.c.days_late.desc(), row.c.code, row.c.unit_id)
        found = db.session.execute(page.offset(start).limit(count))
        return Listed(total, [self._row(each) for each in found])

    def _row(self, row: Any) -> ListedRow:
        return ListedRow(
            code=row.newest_code,
            title=row.title,
            unit_name=self.bodies[row.unit_id].name,
            task_class=TaskClass(row.task_class),
            original_due_on=row.original_due_on,
            due_on=row.due_on,
            days_late=row.days_late,
            quarters_carried=row.quarters_carried,
            given=row.given,
            owed=row.owed,
        )


def source_of(briefing: Briefing, *, cutoff: datetime, known_at: datetime, zone: ZoneInfo) -> Source:
    """A briefing's frozen figures when there are some, else those as of `cutoff`."""
    snapshot = queries.latest_snapshot(briefing)
    if snapshot is not None:
        return Frozen(snapshot)
    previous, carried = queries.previous_of(briefing, cutoff=cutoff, known_at=known_at, zone=zone)
    as_of = AsOf(cutoff, known_at, zone, briefing.period_start, carried)
    return Running(as_of, _silence_days(as_of), previous)


def source_before(
    briefing: Briefing, source: Source, picture: Picture, *, known_at: datetime, zone: ZoneInfo
) -> Source | None:
    """Where the figures come from that a picture is set beside; None where it is set beside nothing."""
    earlier, previous = briefing.previous, picture.previous
    if earlier is None or previous is None:
        return None
    snapshot = queries.latest_snapshot(earlier)
    if snapshot is not None and snapshot.cutoff == previous.cutoff:
        return Frozen(snapshot)
    known = source.snapshot.known_at if isinstance(source, Frozen) else known_at
    as_of = AsOf(previous.cutoff, known, zone, earlier.period_start, queries.left_before(earlier))
    return Running(as_of, _silence_days(as_of))


def _silence_days(as_of: AsOf) -> int:
    return int(settings.value_on("silent_days", as_of.day))
