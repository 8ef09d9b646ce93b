"""Reading tasks. Every list is filtered here by what the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import QueryableAttribute, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Briefing, Directive
from taskboard.db import db
from taskboard.domain.authority import Actor, Subject, sees_all_tasks
from taskboard.domain.deadline import LateBand, late_band
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import OPEN, REMINDED, State
from taskboard.domain.text import fold
from taskboard.journal.models import JournalEntry
from taskboard.tasks.models import Assignment, Extension, ExtensionState, Report, Task, TaskVersion
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


_OWED = (*REMINDED, State.PAUSED)
"""States in which the unit itself still has something to do."""


def condition(view: View, reading: Reading) -> sa.ColumnElement[bool]:
    """The one definition of each list. A waiting task is judged at its claimed date, so it is not overdue here."""
    return _conditions(reading)[view]


def _conditions(reading: Reading) -> dict[View, sa.ColumnElement[bool]]:
    owed = Task.state.in_(_OWED)
    is_open = Task.state.in_(list(OPEN))
    heard = sa.func.coalesce(Task.last_report_at, Task.received_at)
    never_heard = sa.and_(heard.is_(None), Task.assigned_on <= reading.silent_since.date())
    asked = sa.exists().where(Extension.task_id == Task.id, Extension.state == ExtensionState.PENDING)
    return {
        View.OPEN: is_open,
        View.OVERDUE: sa.and_(owed, Task.overdue_from <= reading.now),
        View.DUE_SOON: sa.and_(
            owed, Task.overdue_from > reading.now, Task.overdue_from <= reading.soon_until
        ),
        View.WAITING: Task.state == State.WAITING,
        View.NEW: Task.state == State.NEW,
        View.NO_DEADLINE: sa.and_(owed, Task.due_on.is_(None)),
        View.SILENT: sa.and_(owed, sa.or_(heard <= reading.silent_since, never_heard)),
        View.EXTENSION: asked,
        View.STARRED: sa.and_(Task.is_starred, is_open),
        View.DONE: Task.state == State.COMPLETED,
        View.CLOSED: Task.state.in_([State.RETURNED, State.WITHDRAWN, State.NOT_PURSUED]),
        View.ALL: sa.true(),
    }


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
    clauses.extend(_holds(word) for word in fold(filters.text).split())
    return clauses


def _holds(word: str) -> sa.ColumnElement[bool]:
    """A word of the task begins so: "ho de" finds "hộ đê" and not "phố, đề án"."""
    return (sa.literal(" ") + Task.search_text).contains(f" {word}", autoescape=True)


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


def _name_only(person: QueryableAttribute[Person | None]) -> ORMOption:
    """A person beside a task, without the posts that a person otherwise brings along."""
    return joinedload(person).lazyload(Person.posts)


def _order(view: View) -> tuple[sa.ColumnElement[Any] | QueryableAttribute[Any], ...]:
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


# ------------------------------------------------------------------------------------------------------- first pages


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
    received_at: datetime | None
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
    late, silent = condition(View.OVERDUE, reading), condition(View.SILENT, reading)
    statement = (
        sa.select(
            Task.unit_id,
            Unit.code,
            UnitName.name,
            UnitName.sort_key,
            Task.monitor_id,
            Task.overdue_from,
            Task.last_report_at,
            Task.received_at,
            Task.assigned_on,
            sa.case((late, sa.true()), else_=sa.false()),
            sa.case((silent, sa.true()), else_=sa.false()),
        )
        .join(Unit, Unit.id == Task.unit_id)
        .join(UnitName, sa.and_(UnitName.unit_id == Unit.id, UnitName.valid_to.is_(None)))
        .where(visible_to(actor), sa.or_(late, silent))
    )
    return [Mark(*row) for row in db.session.execute(statement)]


def overdue_count(actor: Actor, now: datetime) -> int:
    """For the menu: what is overdue in the whole city, or for a unit what it leads itself."""
    mine = sa.true() if sees_all_tasks(actor) else Task.unit_id.in_(list(actor.unit_ids))
    late = sa.and_(Task.state.in_(_OWED), Task.overdue_from <= now)
    return db.session.scalar(sa.select(sa.func.count(Task.id)).where(mine, late)) or 0


def overdue_then(instant: datetime, actor: Actor, *, monitor_id: int | None = None) -> dict[int, int] | None:
    """Overdue tasks of each unit at a past instant, as the database knew them then (decision 8).

    None when it knew of no task yet: there is nothing to compare with, which is not a zero (rule 35).
    """
    late = sa.and_(TaskVersion.state.in_(_OWED), TaskVersion.overdue_from <= instant)
    statement = (
        sa.select(TaskVersion.unit_id, sa.func.sum(sa.case((late, 1), else_=0)))
        .join(Task, Task.id == TaskVersion.task_id)
        .where(
            visible_to(actor),
            TaskVersion.recorded_from <= instant,
            sa.or_(TaskVersion.recorded_to.is_(None), TaskVersion.recorded_to > instant),
        )
        .group_by(TaskVersion.unit_id)
    )
    if monitor_id is not None:
        statement = statement.where(Task.monitor_id == monitor_id)
    return {unit_id: int(count) for unit_id, count in db.session.execute(statement)} or None


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
    heads = sa.union_all(
        *(_head_of(place, pick, reading, actor) for place, pick in enumerate(picks))
    ).subquery()
    latest = (
        sa.select(sa.func.max(Report.id)).where(Report.task_id == Task.id).correlate(Task).scalar_subquery()
    )
    pressed = (Event.REMINDER_SENT, Event.TASK_URGED)
    statement = (
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
        .options(joinedload(Task.unit).joinedload(Unit.names), *_SOURCE)
        .order_by(heads.c.place, heads.c.rank)
    )
    found: list[list[Detailed]] = [[] for _ in picks]
    for place, *row in db.session.execute(statement).unique():
        found[place].append(Detailed(*row))
    return found


def _head_of(place: int, pick: Pick, reading: Reading, actor: Actor) -> sa.Select[Any]:
    order = _order(pick.filters.view)
    rank = sa.func.row_number().over(order_by=order).label("rank")
    head = (
        sa.select(Task.id, rank)
        .where(*_matching(pick.filters, reading, actor))
        .order_by(*order)
        .limit(pick.limit)
        .subquery()
    )
    return sa.select(sa.literal(place).label("place"), head.c.id, head.c.rank)


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


PLACES = (View.OVERDUE, View.DUE_SOON, View.WAITING, View.NEW, View.NO_DEADLINE, View.SILENT, View.EXTENSION)


def tasks_of_units(unit_ids: Collection[int], reading: Reading) -> list[Placed]:
    """All that these units have open, led or shared, the most pressing first; the caller holds posts in them."""
    shared = sa.select(Assignment.task_id).where(
        Assignment.unit_id.in_(unit_ids), Assignment.ended_at.is_(None)
    )
    flags = [sa.case((condition(view, reading), 1), else_=0) for view in PLACES]
    statement = (
        sa.select(Task, *flags)
        .where(condition(View.OPEN, reading), sa.or_(Task.unit_id.in_(unit_ids), Task.id.in_(shared)))
        .options(joinedload(Task.unit).joinedload(Unit.names), *_SOURCE)
        .order_by(*_order(View.OPEN))
    )
    return [
        Placed(task, frozenset(view for view, flag in zip(PLACES, flags, strict=True) if flag))
        for task, *flags in db.session.execute(statement).unique()
    ]


def completed_since(unit_ids: Collection[int], day: date) -> list[tuple[int, date, datetime | None]]:
    """Unit, day of completion and the instant it would have been late: of what was completed from `day` on."""
    statement = sa.select(Task.unit_id, Task.completed_on, Task.overdue_from).where(
        Task.unit_id.in_(unit_ids), Task.state == State.COMPLETED, Task.completed_on >= day
    )
    return [(unit_id, done_on, late) for unit_id, done_on, late in db.session.execute(statement) if done_on]


def field_name(code: str) -> str:
    """The field of work in words; the code itself where the city dropped the field."""
    if not code:
        return ""
    return db.session.scalar(sa.select(WorkField.name).where(WorkField.code == code)) or code
