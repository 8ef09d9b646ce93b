"""What a list holds: each list is one condition, and nobody reads past what they may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from taskboard.briefings.models import Directive, SourceKind, SourceLevel
from taskboard.domain.authority import Actor, sees_all_tasks
from taskboard.domain.deadline import DueClass, DueKind, LateBand
from taskboard.domain.lifecycle import OPEN, REMINDED, TERMINAL, State
from taskboard.reports.models import CarriedTask
from taskboard.search import finding
from taskboard.search.models import Kind
from taskboard.tasks.models import (
    Assignment,
    Cause,
    Extension,
    ExtensionState,
    RequestState,
    Task,
    TaskRequest,
    TaskVersion,
)
from taskboard.units.models import UnitGroupMember
from taskboard.watch.models import Follow


class View(StrEnum):
    """Lists people ask for; each is one condition, counted and shown by the same query."""

    OPEN = "open"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    WAITING = "waiting"
    NEW = "new"
    NO_DEADLINE = "no_deadline"
    SILENT = "silent"
    EXTENSION = "extension"
    UNNAMED = "unnamed"
    """Given to a unit and to nobody in it (rule 14)."""
    RESUME = "resume"
    """Paused, and the day has come to look at it again."""
    STARRED = "starred"
    DONE = "done"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address bar says of a list."""

    view: View = View.OPEN
    unit_id: int | None = None
    briefing_id: int | None = None
    directive_id: int | None = None
    monitor_id: int | None = None
    field: str = ""
    band: LateBand | None = None
    text: str = ""
    state: State | None = None
    group_id: int | None = None
    leader_id: int | None = None
    level: SourceLevel | None = None
    is_starred: bool = False
    is_unnamed: bool = False
    """Nobody of the unit is named for it."""
    is_carried: bool = False
    """Presented again at some later briefing."""
    due_from: date | None = None
    due_to: date | None = None
    officer_id: int | None = None
    due_class: DueClass | None = None
    """How what is owed stands by its deadline."""
    due_kind: DueKind | None = None
    source: SourceKind | None = None
    cause: Cause | None = None
    is_silent: bool = False
    is_asked: bool = False
    """Somebody asks for more time, a return, another lead, a correction, and nobody has decided."""
    follower_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The frozen moment a page reads at: nothing on it disagrees about what is late."""

    now: datetime
    today: date
    soon_working_days: int
    soon_until: datetime
    """Deadlines before this instant are near: end of the last of the next N working days."""
    silence_days: int
    recent_on: date
    """What nobody has reported on since before this day is silent (`domain.silence`)."""
    recent_from: datetime
    """The beginning of that day."""
    office_decides: bool = True
    """Whether the Office decides requests by delegation, or only the leader who assigned the task."""
    return_working_days: int = 2
    extensions_per_task: int = 1
    """Beyond so many the chair alone may grant more time, where anybody may."""


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Rows the person may see: all for leaders, Office and inspector; own and shared ones for a unit (rule 40)."""
    return sa.true() if sees_all_tasks(actor) else shared_with(list(actor.unit_ids))


def shared_with(units: list[int] | sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """Tasks these units lead or take part in."""
    shared = sa.select(Assignment.task_id).where(Assignment.unit_id.in_(units), Assignment.ended_at.is_(None))
    return sa.or_(Task.unit_id.in_(units), Task.id.in_(shared))


OWED = (*REMINDED, State.PAUSED)
"""States in which the unit itself still has something to do."""


def _named(states: Collection[State]) -> list[sa.ColumnElement[State]]:
    """Written out, not bound: a partial index serves a question that repeats its words (docs/performance.md)."""
    return [sa.literal(state, Task.state.type, literal_execute=True) for state in sorted(states)]


IS_OPEN = Task.state.in_(_named(OPEN))
"""In the very words of `ix_task_open_due`: what is open is a small part of what there is."""
IS_NOT_WAITING = Task.state.not_in(_named(OPEN - set(OWED)))
IS_OWED = sa.and_(IS_OPEN, IS_NOT_WAITING)


def was_owed() -> sa.ColumnElement[bool]:
    """Of a version, in the words of `ix_task_version_owed`."""
    return TaskVersion.state.in_(_named(OWED))


IS_CLOSED = Task.state.in_(_named(TERMINAL))


def condition(view: View, reading: Reading) -> sa.ColumnElement[bool]:
    """The one definition of each list. A waiting task is judged at its claimed date, so it is not overdue here."""
    return _conditions(reading)[view]


def condition_among_open(view: View, reading: Reading) -> sa.ColumnElement[bool]:
    """As `condition`, of tasks that are known to be open: asked ten times of each of thousands, that again is dear."""
    return _conditions(reading, are_open=True)[view]


@lru_cache(maxsize=8)
def _conditions(reading: Reading, *, are_open: bool = False) -> dict[View, sa.ColumnElement[bool]]:
    """Kept while a page is made: it asks for twenty of them, and building all takes a millisecond."""
    is_open, owed = (sa.true(), IS_NOT_WAITING) if are_open else (IS_OPEN, IS_OWED)
    pending = sa.literal(ExtensionState.PENDING, Extension.state.type, literal_execute=True)
    asked = Task.id.in_(sa.select(Extension.task_id).where(Extension.state == pending))
    return {
        View.OPEN: is_open,
        View.OVERDUE: sa.and_(owed, Task.overdue_from <= reading.now),
        View.DUE_SOON: sa.and_(
            owed, Task.overdue_from > reading.now, Task.overdue_from <= reading.soon_until
        ),
        View.WAITING: sa.and_(is_open, Task.state == State.WAITING),
        View.NEW: sa.and_(is_open, Task.state == State.NEW),
        View.NO_DEADLINE: sa.and_(owed, Task.due_on.is_(None)),
        View.SILENT: sa.and_(owed, _is_silent(reading)),
        View.EXTENSION: asked,
        View.UNNAMED: sa.and_(owed, Task.officer_id.is_(None)),
        View.RESUME: sa.and_(Task.state == State.PAUSED, Task.resume_on <= reading.today),
        View.STARRED: sa.and_(Task.is_starred, is_open),
        View.DONE: Task.state == State.COMPLETED,
        View.CLOSED: IS_CLOSED,
        View.ALL: sa.true(),
    }


def _is_silent(reading: Reading) -> sa.ColumnElement[bool]:
    """`domain.silence` over columns: what the report counts, as of now."""
    never_heard = sa.and_(Task.last_report_at.is_(None), Task.assigned_on < reading.recent_on)
    return sa.or_(Task.last_report_at < reading.recent_from, never_heard)


def matching(filters: Filter, reading: Reading, actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Everything a filter asks, within what the reader may see."""
    return [visible_to(actor), *asked(filters, reading)]


def asked(filters: Filter, reading: Reading) -> list[sa.ColumnElement[bool]]:
    """Everything a filter asks; who may see it is the caller's to say."""
    clauses = [condition(filters.view, reading)]
    if filters.unit_id is not None:
        clauses.append(Task.unit_id == filters.unit_id)
    if filters.briefing_id is not None:
        clauses.append(
            Task.directive_id.in_(sa.select(Directive.id).where(Directive.briefing_id == filters.briefing_id))
        )
    if filters.directive_id is not None:
        clauses.append(Task.directive_id == filters.directive_id)
    if filters.monitor_id is not None:
        clauses.append(Task.monitor_id == filters.monitor_id)
    if filters.field:
        clauses.append(Task.field == filters.field)
    if filters.band is not None:
        clauses.append(_in_band(filters.band, reading))
    clauses += _narrowed(filters, reading)
    if filters.text:
        clauses.append(finding.found_in(Task.id, Kind.TASK, finding.question(filters.text)))
    return clauses


def _narrowed(filters: Filter, reading: Reading) -> list[sa.ColumnElement[bool]]:
    """Conditions that are asked for less often, each alone or with any other."""
    clauses: list[sa.ColumnElement[bool]] = []
    for value, column in (
        (filters.state, Task.state),
        (filters.leader_id, Task.leader_id),
        (filters.level, Task.source_level),
        (filters.officer_id, Task.officer_id),
        (filters.due_kind, Task.due_kind),
        (filters.cause, Task.cause),
    ):
        if value is not None:
            clauses.append(column == value)
    if filters.due_class is not None:
        clauses.append(_stands(filters.due_class, reading))
    if filters.source is not None:
        clauses.append(
            Task.directive_id.in_(sa.select(Directive.id).where(Directive.source_kind == filters.source))
        )
    if filters.follower_id is not None:
        clauses.append(Task.id.in_(sa.select(Follow.task_id).where(Follow.person_id == filters.follower_id)))
    if filters.due_from is not None:
        clauses.append(Task.due_on >= filters.due_from)
    if filters.due_to is not None:
        clauses.append(Task.due_on <= filters.due_to)
    if filters.group_id is not None:
        clauses.append(Task.unit_id.in_(_members(filters.group_id, reading.today)))
    flags = (
        (filters.is_starred, Task.is_starred.is_(True)),
        (filters.is_unnamed, Task.officer_id.is_(None)),
        (filters.is_carried, sa.exists().where(CarriedTask.task_id == Task.id)),
        (filters.is_silent, condition(View.SILENT, reading)),
        (filters.is_asked, _asked_of_somebody(reading)),
    )
    return clauses + [clause for is_asked, clause in flags if is_asked]


def _stands(due_class: DueClass, reading: Reading) -> sa.ColumnElement[bool]:
    """By the conditions of the lists; in time is what is owed, dated, and neither near nor late."""
    if due_class is DueClass.IN_TIME:
        return sa.and_(IS_OWED, Task.overdue_from > reading.soon_until)
    return condition(View(due_class.value), reading)


def _asked_of_somebody(reading: Reading) -> sa.ColumnElement[bool]:
    pending = sa.exists().where(TaskRequest.task_id == Task.id, TaskRequest.state == RequestState.PENDING)
    return sa.or_(condition(View.EXTENSION, reading), pending)


def _members(group_id: int, day: date) -> sa.Select[int]:
    return sa.select(UnitGroupMember.unit_id).where(
        UnitGroupMember.group_id == group_id,
        UnitGroupMember.valid_from <= day,
        sa.or_(UnitGroupMember.valid_to.is_(None), UnitGroupMember.valid_to > day),
    )


_BANDS: dict[LateBand, tuple[int, int | None]] = {
    LateBand.WEEK: (1, 7),
    LateBand.MONTH: (8, 30),
    LateBand.QUARTER: (31, 90),
    LateBand.LONGER: (91, None),
}


def _in_band(band: LateBand, reading: Reading) -> sa.ColumnElement[bool]:
    """Late since N days: overdue_from is the midnight after the last day in time, so day 1 lasts 24 hours from it."""
    low, high = _BANDS[band]
    clause = Task.overdue_from <= reading.now - timedelta(days=low - 1)
    return clause if high is None else sa.and_(clause, Task.overdue_from > reading.now - timedelta(days=high))
