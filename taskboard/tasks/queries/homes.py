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
from taskboard.outbox.models import HISTORY, MailState, OutboxMessage
from taskboard.reminders.models import Digest, DigestReminder, Reminder
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
class Reminded:
    """The mails that reminded of a task, by what became of them; None where none of them ended so."""

    made_at: datetime | None
    """When the newest that left was written, as business knows the hour; the next two are real time."""
    created_at: datetime | None
    sent_at: datetime | None
    times: int | None
    unsent_made_at: datetime | None
    """When the newest that did not leave was written."""
    waiting_made_at: datetime | None
    """The same, of those that still may."""

    @property
    def left_at(self) -> datetime | None:
        """The business instant at which a mail server took the newest."""
        if self.made_at is None or self.sent_at is None or self.created_at is None:
            return None
        return self.made_at + (self.sent_at - self.created_at)


@dataclass(frozen=True, slots=True)
class Detailed:
    """A task with what was last said of it, asked for it, and done about it."""

    task: Task
    report: Report | None
    asked: Extension | None
    urged_at: datetime | None
    urged_times: int
    reminded: Reminded


def picked(picks: Sequence[Pick], reading: Reading, actor: Actor) -> list[list[Detailed]]:
    """Several heads of lists in one query, each in the order of its list."""
    statement = _picked(tuple(picks), sees_all_tasks(actor))
    found: list[list[Detailed]] = [[] for _ in picks]
    rows = db.session.execute(statement, built.given(reading, actor)).unique()
    for place, task, report, wish, urged_at, times, *mails in rows:
        found[place].append(Detailed(task, report, wish, urged_at, times, Reminded(*mails)))
    return found


@lru_cache(maxsize=built.KEPT)
def _picked(picks: tuple[Pick, ...], sees_all: bool) -> sa.Select[Any]:
    heads = sa.union_all(*(_head_of(place, pick, sees_all) for place, pick in enumerate(picks))).cte()
    latest = (
        sa.select(sa.func.max(Report.id))
        .where(Report.task_id == Task.id, Report.kind != ReportKind.PART)
        .correlate(Task)
        .scalar_subquery()
    )
    mails = _reminding(heads).subquery()
    return (
        sa.select(
            heads.c.place,
            Task,
            Report,
            Extension,
            _journalled(Event.TASK_URGED, sa.func.max(JournalEntry.at)),
            _journalled(Event.TASK_URGED, sa.func.count(sa.distinct(JournalEntry.at))),
            *[column for column in mails.c if column.name != "task_id"],
        )
        .join(Task, Task.id == heads.c.id)
        .outerjoin(mails, mails.c.task_id == Task.id)
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


def _reminding(heads: sa.CTE) -> sa.Select[*tuple[Any, ...]]:
    """`Reminded` of each of these tasks: an entry says that a mail was written, only the outbox that it left.

    The mails of the sample's past are told as having left when they were written.
    """
    state, made_at = OutboxMessage.state, Digest.made_at
    is_told = OutboxMessage.outcome == HISTORY
    has_left = sa.or_(state == MailState.SENT, is_told)
    return (
        sa.select(
            Reminder.task_id,
            sa.func.max(sa.case((has_left, made_at))).label("made_at"),
            sa.func.max(sa.case((has_left, OutboxMessage.created_at))).label("created_at"),
            sa.func.max(sa.case((is_told, OutboxMessage.created_at), else_=OutboxMessage.sent_at)).label(
                "sent_at"
            ),
            sa.func.count(sa.distinct(sa.case((has_left, made_at)))).label("times"),
            sa.func.max(sa.case((~has_left, made_at))).label("unsent_made_at"),
            sa.func.max(sa.case((state.in_((MailState.OWED, MailState.SENDING)), made_at))).label(
                "waiting_made_at"
            ),
        )
        .join(DigestReminder, DigestReminder.reminder_id == Reminder.id)
        .join(Digest, Digest.id == DigestReminder.digest_id)
        .join(OutboxMessage, OutboxMessage.id == Digest.message_id)
        .where(Reminder.task_id.in_(sa.select(heads.c.id)))
        .group_by(Reminder.task_id)
    )


def _journalled(event: Event, what: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    return (
        sa.select(what)
        .where(
            JournalEntry.subject_kind == "task",
            JournalEntry.subject_id == Task.id,
            JournalEntry.event == event.value,
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
