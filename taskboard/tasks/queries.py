"""Reading tasks. Every list is filtered here by what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import QueryableAttribute, joinedload, selectinload
from sqlalchemy.orm.strategy_options import Load

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Briefing, Directive
from taskboard.db import db
from taskboard.domain.authority import Actor, Subject, sees_all_tasks
from taskboard.domain.deadline import LateBand, late_band
from taskboard.domain.lifecycle import OPEN, REMINDED, State
from taskboard.domain.text import fold
from taskboard.tasks.models import Assignment, Extension, ExtensionState, Report, Task
from taskboard.units.models import Unit, UnitName, WorkField

PAGE = 50


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


@dataclass(frozen=True, slots=True)
class Reading:
    """The frozen moment a page reads at: nothing on it disagrees about what is late."""

    now: datetime
    today: date
    soon_working_days: int
    soon_until: datetime
    """Deadlines before this instant are near: end of the last of the next N working days."""
    silent_since: datetime


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Rows the person may see: all for leaders, Office and inspector; own and shared ones for a unit (rule 40)."""
    if sees_all_tasks(actor):
        return sa.true()
    units = list(actor.unit_ids)
    shared = sa.select(Assignment.task_id).where(Assignment.unit_id.in_(units), Assignment.ended_at.is_(None))
    return sa.or_(Task.unit_id.in_(units), Task.id.in_(shared))


def condition(view: View, reading: Reading) -> sa.ColumnElement[bool]:
    """The one definition of each list. A waiting task is judged at its claimed date, so it is not overdue here."""
    owed = Task.state.in_([state.value for state in REMINDED] + [State.PAUSED.value])
    match view:
        case View.OPEN:
            return Task.state.in_(list(OPEN))
        case View.OVERDUE:
            return sa.and_(owed, Task.overdue_from <= reading.now)
        case View.DUE_SOON:
            return sa.and_(owed, Task.overdue_from > reading.now, Task.overdue_from <= reading.soon_until)
        case View.WAITING:
            return Task.state == State.WAITING
        case View.NEW:
            return Task.state == State.NEW
        case View.NO_DEADLINE:
            return sa.and_(owed, Task.due_on.is_(None))
        case View.SILENT:
            last = sa.func.coalesce(Task.last_report_at, Task.received_at)
            old = sa.or_(
                last <= reading.silent_since,
                sa.and_(last.is_(None), Task.assigned_on <= reading.silent_since.date()),
            )
            return sa.and_(owed, old)
        case View.EXTENSION:
            return sa.exists().where(Extension.task_id == Task.id, Extension.state == ExtensionState.PENDING)
        case View.STARRED:
            return sa.and_(Task.is_starred, Task.state.in_(list(OPEN)))
        case View.DONE:
            return Task.state == State.COMPLETED
        case View.CLOSED:
            return Task.state.in_([State.RETURNED, State.WITHDRAWN, State.NOT_PURSUED])
        case View.ALL:
            return sa.true()


def _matching(filters: Filter, reading: Reading, actor: Actor) -> list[sa.ColumnElement[bool]]:
    clauses = [visible_to(actor), condition(filters.view, reading)]
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
    clauses.extend(Task.search_text.contains(word, autoescape=True) for word in fold(filters.text).split())
    return clauses


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


_SOURCE = (
    joinedload(Task.directive).joinedload(Directive.briefing),
    joinedload(Task.directive).joinedload(Directive.conclusion),
)


def task_list(
    filters: Filter, reading: Reading, actor: Actor, *, limit: int = PAGE, offset: int = 0
) -> list[Task]:
    """A list in the order people need it: the latest deadline passed first, then the nearest, undated last.

    What is done stands the other way round, the newest first.
    """
    statement = (
        sa.select(Task)
        .where(*_matching(filters, reading, actor))
        .options(joinedload(Task.unit), *_SOURCE, _name_only(Task.officer), _name_only(Task.monitor))
        .order_by(*_order(filters.view))
        .limit(limit)
        .offset(offset)
    )
    return list(db.session.scalars(statement).unique())


def _name_only(person: QueryableAttribute[Person | None]) -> Load:
    """A person beside a task, without the posts that a person otherwise brings along."""
    return joinedload(person).lazyload(Person.posts)


def _order(view: View) -> tuple[sa.ColumnElement[Any], ...]:
    if view in (View.DONE, View.CLOSED):
        return (sa.func.coalesce(Task.completed_on, Task.assigned_on).desc(), Task.id.desc())
    return (Task.overdue_from.is_(None), Task.overdue_from, Task.id)


def task_count(filters: Filter, reading: Reading, actor: Actor) -> int:
    return (
        db.session.scalar(sa.select(sa.func.count(Task.id)).where(*_matching(filters, reading, actor))) or 0
    )


def view_counts(views: Sequence[View], filters: Filter, reading: Reading, actor: Actor) -> dict[View, int]:
    """Counts of several lists in one query, all under the same other conditions."""
    base = Filter(
        View.ALL,
        filters.unit_id,
        filters.briefing_id,
        filters.directive_id,
        filters.monitor_id,
        filters.field,
        None,
        filters.text,
    )
    columns = [sa.func.sum(sa.case((condition(view, reading), 1), else_=0)) for view in views]
    row = db.session.execute(sa.select(*columns).where(*_matching(base, reading, actor))).one()
    return {view: int(count or 0) for view, count in zip(views, row, strict=True)}


def task_by_code(code: str) -> Task | None:
    """A task with what its page shows; the caller authorises with `subject_of` before using it."""
    assignments = selectinload(Task.assignments)
    statement = (
        sa.select(Task)
        .where(Task.code == code)
        .options(
            joinedload(Task.unit).joinedload(Unit.names),
            *_SOURCE,
            joinedload(Task.leader).joinedload(Person.posts).lazyload(Post.unit),
            _name_only(Task.monitor),
            _name_only(Task.officer),
            assignments.joinedload(Assignment.unit).joinedload(Unit.names),
            selectinload(Task.reports).joinedload(Report.unit).joinedload(Unit.names),
            joinedload(Task.extensions).joinedload(Extension.asked_by).lazyload(Person.posts),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def subject_of(task: Task) -> Subject:
    units = frozenset(row.unit_id for row in task.assignments if row.ended_at is None)
    return Subject(
        lead_unit_id=task.unit_id, unit_ids=units, leader_id=task.leader_id, field=task.field or None
    )


def extension_by_id(extension_id: int) -> Extension | None:
    return db.session.get(Extension, extension_id)


def report_by_id(report_id: int) -> Report | None:
    return db.session.get(Report, report_id)


def pending_extensions(actor: Actor) -> list[Extension]:
    """Requests waiting for a decision, the oldest first."""
    statement = (
        sa.select(Extension)
        .join(Task)
        .where(Extension.state == ExtensionState.PENDING, visible_to(actor))
        .options(joinedload(Extension.task).joinedload(Task.unit))
        .order_by(Extension.id)
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another task of the same directive."""

    code: str
    unit_id: int
    unit_name: str
    state: State
    overdue_from: datetime | None
    due_on: date | None
    period_key: str | None


def siblings(task: Task, actor: Actor) -> list[Sibling]:
    """What the directive asks of others, the latest first; of a duty, what it asked of this unit in other periods.

    Only what the reader may see: a unit is not told how its peers stand (rule 40).
    """
    alike = Task.duty_id.is_(None) if task.duty_id is None else Task.unit_id == task.unit_id
    statement = (
        sa.select(
            Task.code,
            Task.unit_id,
            UnitName.name,
            Task.state,
            Task.overdue_from,
            Task.due_on,
            Task.period_key,
        )
        .join(UnitName, sa.and_(UnitName.unit_id == Task.unit_id, UnitName.valid_to.is_(None)))
        .where(Task.directive_id == task.directive_id, alike, visible_to(actor))
        .order_by(Task.overdue_from.is_(None), Task.overdue_from, UnitName.sort_key)
    )
    return [Sibling(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list may be narrowed to: (code, name) in the order people look for them, and the ids behind the codes."""

    units: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    briefings: list[tuple[str, str]]
    ids: dict[tuple[str, str], int]

    def id_of(self, kind: str, code: str) -> int | None:
        return self.ids.get((kind, code))


def filter_choices(actor: Actor) -> Choices:
    """Units with a task the reader may see, fields of work, briefings that gave tasks: one query for three menus."""
    seen = sa.select(Task.unit_id).where(visible_to(actor))
    given = sa.select(Directive.briefing_id).where(Directive.briefing_id.is_not(None))
    rows = db.session.execute(
        sa.union_all(
            sa.select(
                sa.literal("unit").label("kind"),
                Unit.id,
                Unit.code,
                UnitName.name,
                UnitName.sort_key.label("rank"),
            )
            .join(UnitName, sa.and_(UnitName.unit_id == Unit.id, UnitName.valid_to.is_(None)))
            .where(Unit.id.in_(seen)),
            sa.select(
                sa.literal("field"),
                WorkField.id,
                WorkField.code,
                WorkField.name,
                sa.cast(WorkField.position + 1000, sa.Text),
            ),
            sa.select(
                sa.literal("briefing"), Briefing.id, Briefing.code, Briefing.title, Briefing.code
            ).where(Briefing.id.in_(given)),
        )
    ).all()
    named = {kind: [row for row in rows if row.kind == kind] for kind in ("unit", "field", "briefing")}
    pairs = {
        kind: [(row.code, row.name) for row in sorted(found, key=lambda row: row.rank)]
        for kind, found in named.items()
    }
    ids = {(row.kind, row.code): row.id for row in rows}
    return Choices(pairs["unit"], pairs["field"], pairs["briefing"][::-1], ids)


@dataclass(frozen=True, slots=True)
class LateRow:
    """One unit on the overdue board."""

    unit_id: int
    unit_name: str
    by_band: dict[LateBand, int]
    total: int
    last_report_at: datetime | None


def overdue_by_unit(reading: Reading, actor: Actor) -> list[LateRow]:
    """The overdue list grouped by unit and band; its sums equal the list's count."""
    statement = (
        sa.select(Task.unit_id, UnitName.name, Task.overdue_from, Task.last_report_at)
        .join(Unit, Unit.id == Task.unit_id)
        .join(UnitName, sa.and_(UnitName.unit_id == Unit.id, UnitName.valid_to.is_(None)))
        .where(visible_to(actor), condition(View.OVERDUE, reading))
    )
    rows: dict[int, LateRow] = {}
    for unit_id, name, late_from, reported_at in db.session.execute(statement):
        days = (reading.now - late_from).days + 1
        band = late_band(days)
        row = rows.get(unit_id) or LateRow(unit_id, name, dict.fromkeys(LateBand, 0), 0, None)
        by_band = {**row.by_band, band: row.by_band.get(band, 0) + 1} if band else row.by_band
        latest = max((at for at in (row.last_report_at, reported_at) if at), default=None)
        rows[unit_id] = LateRow(unit_id, name, by_band, row.total + 1, latest)
    return sorted(rows.values(), key=lambda row: (-row.total, row.unit_name))


def field_name(code: str) -> str:
    """The field of work in words; the code itself where the city dropped the field."""
    if not code:
        return ""
    return db.session.scalar(sa.select(WorkField.name).where(WorkField.code == code)) or code
