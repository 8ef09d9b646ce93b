"""What the first pages of each role add up and pick from the lists."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.db import UtcDateTime, db
from taskboard.domain.authority import Actor, sees_all_tasks
from taskboard.domain.deadline import LateBand, late_band
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.models import JournalEntry
from taskboard.tasks.models import (
    Extension,
    ExtensionState,
    Report,
    ReportKind,
    Task,
)
from taskboard.tasks.queries import built
from taskboard.tasks.queries.conditions import (
    IS_OPEN,
    IS_OWED,
    Filter,
    Reading,
    View,
    asked,
    condition,
)
from taskboard.tasks.queries.loading import SOURCE
from taskboard.tasks.queries.ordering import order_of
from taskboard.units.models import Unit, UnitName


@dataclass(frozen=True, slots=True)
class Mark:
    """A task that is overdue, silent, or both: what the board of lateness and the list of silence are added up from."""

    unit_id: int
    unit_code: str
    unit_name: str
    unit_rank: str
    monitor_id: int | None
    overdue_from: datetime | None
    last_report_at: datetime | None
    assigned_on: date
    is_overdue: bool
    is_silent: bool

    def band(self, reading: Reading) -> LateBand | None:
        """The same days as the list's band condition counts; None for what is silent but not late."""
        if not self.is_overdue or self.overdue_from is None:
            return None
        return late_band((reading.now - self.overdue_from).days + 1)


def marks(reading: Reading, actor: Actor) -> list[Mark]:
    """Every overdue or silent task the reader may see, by the conditions of the two lists."""
    statement = _marks(sees_all_tasks(actor))
    return [Mark(*row) for row in db.session.execute(statement, built.given(reading, actor))]


@cache
def _marks(sees_all: bool) -> sa.Select[Any]:
    late, silent = condition(View.OVERDUE, built.ASKED), condition(View.SILENT, built.ASKED)
    return (
        sa.select(
            Task.unit_id,
            Unit.code,
            UnitName.name,
            UnitName.sort_key,
            Task.monitor_id,
            Task.overdue_from,
            Task.last_report_at,
            Task.assigned_on,
            sa.case((late, sa.true()), else_=sa.false()),
            sa.case((silent, sa.true()), else_=sa.false()),
        )
        .join(Unit, Unit.id == Task.unit_id)
        .join(UnitName, sa.and_(UnitName.unit_id == Unit.id, UnitName.valid_to.is_(None)))
        .where(built.visible(sees_all=sees_all), IS_OPEN, sa.or_(late, silent))
    )


def overdue_tasks(*, sees_all: bool) -> sa.Select[int]:
    """For the menu, as a question with `now` and `units`: what is overdue in the whole city, or what these units lead."""
    mine = sa.true() if sees_all else Task.unit_id.in_(sa.bindparam("units", expanding=True))
    late = sa.and_(IS_OWED, Task.overdue_from <= sa.bindparam("now", type_=UtcDateTime()))
    return sa.select(sa.func.count(Task.id)).where(mine, late)


@dataclass(frozen=True, slots=True)
class Pick:
    """The head of a list: so many tasks of it, the most pressing first."""

    filters: Filter
    limit: int


@dataclass(frozen=True, slots=True)
class Detailed:
    """A task with what was last said of it, asked for it, and done about it."""

    task: Task
    report: Report | None
    asked: Extension | None
    pressed_at: datetime | None
    """The last reminder or urging."""
    pressed_times: int
    urged_at: datetime | None


def picked(picks: Sequence[Pick], reading: Reading, actor: Actor) -> list[list[Detailed]]:
    """Several heads of lists in one query, each in the order of its list."""
    statement = _picked(tuple(picks), sees_all_tasks(actor))
    found: list[list[Detailed]] = [[] for _ in picks]
    for place, *row in db.session.execute(statement, built.given(reading, actor)).unique():
        found[place].append(Detailed(*row))
    return found


@lru_cache(maxsize=built.KEPT)
def _picked(picks: tuple[Pick, ...], sees_all: bool) -> sa.Select[Any]:
    heads = sa.union_all(*(_head_of(place, pick, sees_all) for place, pick in enumerate(picks))).subquery()
    latest = (
        sa.select(sa.func.max(Report.id))
        .where(Report.task_id == Task.id, Report.kind != ReportKind.PART)
        .correlate(Task)
        .scalar_subquery()
    )
    pressed = (Event.REMINDER_SENT, Event.TASK_URGED)
    return (
        sa.select(
            heads.c.place,
            Task,
            Report,
            Extension,
            _journalled(pressed, sa.func.max(JournalEntry.at)),
            _journalled(pressed, sa.func.count(sa.distinct(JournalEntry.at))),
            _journalled((Event.TASK_URGED,), sa.func.max(JournalEntry.at)),
        )
        .join(Task, Task.id == heads.c.id)
        .outerjoin(Report, Report.id == latest)
        .outerjoin(
            Extension, sa.and_(Extension.task_id == Task.id, Extension.state == ExtensionState.PENDING)
        )
        .options(joinedload(Task.unit).joinedload(Unit.names), *SOURCE)
        .order_by(heads.c.place, heads.c.rank)
    )


def _head_of(place: int, pick: Pick, sees_all: bool) -> sa.Select[Any]:
    """The numbers first, their places after: a window over the whole list would have to be made first."""
    order = order_of(pick.filters.view)
    clauses = (built.visible(sees_all=sees_all), *asked(pick.filters, built.ASKED))
    head = sa.select(Task.id).where(*clauses).order_by(*order).limit(pick.limit)
    rank = sa.func.row_number().over(order_by=order).label("rank")
    return sa.select(sa.literal(place).label("place"), Task.id.label("id"), rank).where(Task.id.in_(head))


def _journalled(events: Sequence[Event], what: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    return (
        sa.select(what)
        .where(
            JournalEntry.subject_kind == "task",
            JournalEntry.subject_id == Task.id,
            JournalEntry.event.in_([event.value for event in events]),
        )
        .correlate(Task)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """An open task of a unit and the lists it stands in, by their own conditions."""

    task: Task
    views: frozenset[View]


PLACES = (
    View.OVERDUE,
    View.DUE_SOON,
    View.WAITING,
    View.NEW,
    View.NO_DEADLINE,
    View.SILENT,
    View.EXTENSION,
    View.UNNAMED,
)


def tasks_of_units(unit_ids: Collection[int], reading: Reading) -> list[Placed]:
    """All that these units have open, led or shared, the most pressing first; the caller holds posts in them."""
    given = built.moments(reading) | {"units": list(unit_ids)}
    return [
        Placed(task, frozenset(view for view, flag in zip(PLACES, flags, strict=True) if flag))
        for task, *flags in db.session.execute(_of_units(), given).unique()
    ]


@cache
def _of_units() -> sa.Select[Any]:
    flags = [sa.case((condition(view, built.ASKED), 1), else_=0) for view in PLACES]
    return (
        sa.select(Task, *flags)
        .where(condition(View.OPEN, built.ASKED), built.visible(sees_all=False))
        .options(joinedload(Task.unit).joinedload(Unit.names), *SOURCE)
        .order_by(*order_of(View.OPEN))
    )


def completed_since(unit_ids: Collection[int], day: date) -> list[tuple[int, date, datetime | None]]:
    """Unit, day of completion and the instant it would have been late: of what was completed from `day` on."""
    statement = sa.select(Task.unit_id, Task.completed_on, Task.overdue_from).where(
        Task.unit_id.in_(unit_ids), Task.state == State.COMPLETED, Task.completed_on >= day
    )
    return [(unit_id, done_on, late) for unit_id, done_on, late in db.session.execute(statement) if done_on]
