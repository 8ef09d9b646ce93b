"""Briefings, and whether their notices and tasks came out in time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.briefings.models import Briefing, BriefingState, Conclusion, ConclusionText, Directive
from taskboard.db import db
from taskboard.domain.calendar import Quarter, WorkingCalendar, local_date
from taskboard.reports.models import Snapshot
from taskboard.settings import queries as settings
from taskboard.tasks.models import TaskVersion

NOT_CANCELLED = Briefing.state != BriefingState.CANCELLED
"""What every list and every look for a neighbour goes by: a briefing that was cancelled is found by its number alone."""


def briefings() -> list[Briefing]:
    """All briefings that were not cancelled, the latest first."""
    statement = sa.select(Briefing).where(NOT_CANCELLED)
    return list(db.session.scalars(statement.order_by(Briefing.held_on.desc(), Briefing.id.desc())))


def cancelled_briefings() -> list[Briefing]:
    """Those that were planned and cancelled, the last one first."""
    statement = sa.select(Briefing).where(sa.not_(NOT_CANCELLED))
    return list(db.session.scalars(statement.order_by(Briefing.cancelled_at.desc(), Briefing.id.desc())))


def has_nothing_yet(briefing: Briefing) -> bool:
    """No text, no order, no figures frozen into it."""
    rows = (
        sa.exists().where(ConclusionText.briefing_id == briefing.id),
        sa.exists().where(Directive.briefing_id == briefing.id),
        sa.exists().where(Snapshot.briefing_id == briefing.id),
    )
    return not db.session.scalar(sa.select(sa.or_(*rows)))


def briefing_by_code(code: str) -> Briefing | None:
    """Also one that was cancelled: its number leads to its history for ever."""
    """With who chaired it and the one before."""
    beside = (joinedload(Briefing.chair), joinedload(Briefing.previous))
    return db.session.scalar(sa.select(Briefing).where(Briefing.code == code).options(*beside))


def latest_briefing() -> Briefing | None:
    return db.session.scalar(
        sa.select(Briefing)
        .where(NOT_CANCELLED)
        .order_by(Briefing.held_on.desc(), Briefing.id.desc())
        .limit(1)
    )


def briefings_on(day: date) -> list[Briefing]:
    return list(db.session.scalars(sa.select(Briefing).where(Briefing.held_on == day, NOT_CANCELLED)))


def briefing_of(quarter: Quarter) -> Briefing | None:
    """The newest briefing that reports a quarter."""
    return db.session.scalar(
        sa.select(Briefing)
        .where(Briefing.year == quarter.year, Briefing.quarter == quarter.number, NOT_CANCELLED)
        .order_by(Briefing.held_on.desc(), Briefing.id.desc())
        .limit(1)
    )


def planned_of(quarter: Quarter) -> Briefing | None:
    """The nearest one that is planned to report a quarter, and not frozen yet."""
    ahead = (BriefingState.PLANNED, BriefingState.COLLECTING)
    return db.session.scalar(
        sa.select(Briefing)
        .where(Briefing.year == quarter.year, Briefing.quarter == quarter.number, Briefing.state.in_(ahead))
        .order_by(Briefing.held_on, Briefing.id)
        .limit(1)
    )


def last_issued_before(day: date) -> Briefing | None:
    return db.session.scalar(
        sa.select(Briefing)
        .where(Briefing.held_on < day, Briefing.state.in_([BriefingState.ISSUED, BriefingState.CLOSED]))
        .order_by(Briefing.held_on.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Whether the notice and the tasks came out in time (rule 5). Limits are the last day in time."""

    notice_limit: date
    notice_on: date | None
    entry_limit: date | None
    """None while there is no notice to count from."""
    entered_on: date | None
    entered_in_time: int
    """How many tasks were entered within the limit, of `entered`."""
    entered: int

    @property
    def is_notice_late(self) -> bool | None:
        """None while there is no notice."""
        return None if self.notice_on is None else self.notice_on > self.notice_limit

    @property
    def is_entry_late(self) -> bool | None:
        """None while nothing was entered or there is no notice to count from."""
        if self.entered_on is None or self.entry_limit is None:
            return None
        return self.entered_on > self.entry_limit


def timeliness(briefing: Briefing, *, calendar: WorkingCalendar, zone: ZoneInfo) -> Timeliness:
    """The two limits of a briefing, in working days of the city's settings on its day, and how many tasks kept theirs.

    What a supplement adds later is no late entry of the notice.
    """
    held_on = briefing.held_on
    entry_days = settings.value_on("entry_working_days", held_on)
    entry_limit = calendar.add_working_days(briefing.notice_on, entry_days) if briefing.notice_on else None
    entered = _tasks_entered(briefing, zone)
    return Timeliness(
        notice_limit=calendar.add_working_days(held_on, settings.value_on("notice_working_days", held_on)),
        notice_on=briefing.notice_on,
        entry_limit=entry_limit,
        entered_on=max(entered, default=None),
        entered_in_time=sum(count for day, count in entered.items() if entry_limit and day <= entry_limit),
        entered=sum(entered.values()),
    )


def _tasks_entered(briefing: Briefing, zone: ZoneInfo) -> dict[date, int]:
    """How many tasks of its notice were entered on which day: those of each order as it was issued.

    Later occurrences of a duty were entered with it and are not counted again.
    """
    first = sa.select(sa.func.min(ConclusionText.id)).where(ConclusionText.briefing_id == briefing.id)
    unit_count = sa.func.count(sa.distinct(TaskVersion.unit_id))
    statement = (
        sa.select(Directive.issued_at, unit_count)
        .join(Conclusion, Conclusion.id == Directive.conclusion_id)
        .outerjoin(TaskVersion, sa.and_(TaskVersion.directive_id == Directive.id, TaskVersion.seq == 1))
        .where(Conclusion.text_id == first.scalar_subquery())
        .group_by(Directive.id, Directive.issued_at)
    )
    found: Counter[date] = Counter()
    for issued_at, count in db.session.execute(statement):
        found[local_date(issued_at, zone)] += count
    return dict(found)
