"""How far directives and briefings have come: x of y tasks done."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from taskboard.briefings.models import Briefing, Conclusion, Directive, FanOutRule
from taskboard.briefings.queries.held import NOT_CANCELLED
from taskboard.db import db
from taskboard.domain.lifecycle import State
from taskboard.reports.models import CarriedTask
from taskboard.tasks.models import Task, TaskVersion
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class DirectiveProgress:
    """A directive with x of y tasks done (rule 2)."""

    directive: Directive
    title: str
    done: int
    late: int
    """Unfinished and past the current deadline."""
    total: int
    units: int
    unit_id: int | None
    """The unit, where one alone owes it."""

    @property
    def is_done(self) -> bool:
        """By the directive's own rule: all, any, or so many of its tasks (decision 1)."""
        needed = {FanOutRule.ALL: self.total, FanOutRule.ANY: 1}.get(
            self.directive.rule, self.directive.rule_count or 1
        )
        return self.total > 0 and self.done >= needed

    @property
    def is_standing(self) -> bool:
        """No supplement has replaced or withdrawn it."""
        return self.directive.ended_at is None


@dataclass(frozen=True, slots=True)
class ConclusionProgress:
    """A passage of the notice with x of y tasks done, of all orders in it (rule 2)."""

    conclusion: Conclusion | None
    rows: tuple[DirectiveProgress, ...]

    @property
    def done(self) -> int:
        return sum(row.done for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


def by_conclusion(rows: Iterable[DirectiveProgress]) -> list[ConclusionProgress]:
    """Directives gathered under the passage they were issued from; rows come in the order of the notices."""
    groups = itertools.groupby(rows, key=lambda row: row.directive.conclusion_id)
    gathered = [tuple(group) for _id, group in groups]
    return [ConclusionProgress(group[0].directive.conclusion, group) for group in gathered]


_DONE = sa.func.coalesce(sa.func.sum(sa.case((Task.state == State.COMPLETED, 1), else_=0)), 0)


_CLOSED = [State.WITHDRAWN, State.RETURNED, State.NOT_PURSUED]


def _late(now: datetime) -> sa.ColumnElement[int]:
    owed = Task.state.in_([State.NEW, State.RECEIVED, State.IN_PROGRESS, State.PAUSED])
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(owed, Task.overdue_from <= now), 1), else_=0)), 0)


def directives_of(briefing: Briefing, *, now: datetime) -> list[DirectiveProgress]:
    """Directives of a briefing in the order of its notice and supplements, each with how many of its tasks are done and late.

    What was withdrawn, returned or not pursued leaves the count (decision 4).
    """
    return _progress(Directive.briefing_id == briefing.id, now)


_Next = aliased(Directive)
"""What replaced a directive."""


def _progress(which: sa.ColumnElement[bool], now: datetime) -> list[DirectiveProgress]:
    # of a duty whoever owes it now: a unit that ended is counted in the one that follows it
    owes = sa.case((sa.or_(Task.duty_id.is_(None), Unit.valid_to.is_(None)), Task.unit_id))
    units_count = sa.func.count(sa.distinct(owes))
    once = sa.select(sa.func.min(TaskVersion.title)).where(TaskVersion.directive_id == Directive.id)
    title_of = sa.func.coalesce(sa.func.min(Task.title), once.scalar_subquery())
    single = sa.case((units_count == 1, sa.func.min(owes)))
    statement = (
        sa.select(Directive, title_of, _DONE, _late(now), sa.func.count(Task.id), units_count, single)
        .outerjoin(Task, sa.and_(Task.directive_id == Directive.id, Task.state.not_in(_CLOSED)))
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .outerjoin(Directive.conclusion)
        .outerjoin(Directive.superseded_by.of_type(_Next))
        .where(which)
        .group_by(Directive.id, Conclusion.id, _Next.id)
        .order_by(Directive.id)
        .options(contains_eager(Directive.conclusion), contains_eager(Directive.superseded_by.of_type(_Next)))
    )
    return [
        DirectiveProgress(directive, title or directive.wording, *counts)
        for directive, title, *counts in db.session.execute(statement)
    ]


def progress_of(directive: Directive, *, now: datetime) -> DirectiveProgress:
    """The count of one directive, whoever may see which of its tasks."""
    return next(
        row for row in _progress(Directive.id == directive.id, now) if row.directive.id == directive.id
    )


@dataclass(frozen=True, slots=True)
class BriefingProgress:
    """A line of the list of briefings."""

    briefing: Briefing
    directives: int
    done: int
    late: int
    total: int
    carried: int


def briefing_progress(*, now: datetime) -> list[BriefingProgress]:
    """All briefings that were not cancelled, the latest first, with the tasks that came of each and the tasks each took over."""
    carried = (
        sa.select(sa.func.count())
        .select_from(CarriedTask)
        .where(CarriedTask.briefing_id == Briefing.id)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            Briefing,
            sa.func.count(sa.distinct(sa.case((Directive.ended_at.is_(None), Directive.id)))),
            _DONE,
            _late(now),
            sa.func.count(Task.id),
            carried,
        )
        .outerjoin(Directive, Directive.briefing_id == Briefing.id)
        .outerjoin(Task, sa.and_(Task.directive_id == Directive.id, Task.state.not_in(_CLOSED)))
        .where(NOT_CANCELLED)
        .group_by(Briefing.id)
        .order_by(Briefing.held_on.desc(), Briefing.id.desc())
    )
    return [BriefingProgress(*row) for row in db.session.execute(statement)]
