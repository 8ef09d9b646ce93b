"""Every task as it was at a cutoff, by what the database knew at an instant: one statement for both forms (decision 8).

The facts that `domain/rollup` counts and the grouped statement of `sql.py` are read from the same columns, so what "as
of" means is said once. What is known later of a day after the cutoff is not yet so at the cutoff: still open there.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from taskboard.accounts.models import Person
from taskboard.briefings.models import Briefing, Directive
from taskboard.db import db
from taskboard.domain.calendar import DAY, last_day_before, local_date, start_of_day
from taskboard.domain.lifecycle import TERMINAL, State
from taskboard.reports.models import CarriedTask
from taskboard.tasks.models import Duty, Task, TaskHandOver, TaskVersion
from taskboard.units.models import Unit

CLAIMED = (State.COMPLETED, State.WAITING)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class AsOf:
    """At which instant tasks are looked at, and by what was known when. Instants are UTC."""

    cutoff: datetime
    known_at: datetime
    zone: ZoneInfo
    period_start: date | None = None
    """With it only the period's population is read (decision 5), without it every task."""
    carried: frozenset[str] = field(default=frozenset(), repr=False)
    """Codes the previous snapshot left unfinished: they belong whenever they ended."""

    @property
    def day(self) -> date:
        """The cutoff's civil day."""
        return local_date(self.cutoff, self.zone)

    @property
    def last_day(self) -> date:
        """The last day on which a task can have been given: a cutoff at 24:00 takes nothing of the new day."""
        return last_day_before(self.cutoff, self.zone)


def known(as_of: AsOf) -> sa.Select[Any]:
    """The tasks with their facts, one row a task, in no order."""
    row = _columns(as_of)
    bore = _bore(as_of)
    unit_id = sa.func.coalesce(bore.c.unit_id, TaskVersion.unit_id)
    tasks = (
        sa.select(*(column.label(name) for name, column in row.items()))
        .select_from(TaskVersion)
        .join(Task, Task.id == TaskVersion.task_id)
        .join(Directive, Directive.id == TaskVersion.directive_id)
        .outerjoin(Person, Person.id == TaskVersion.leader_id)
        .outerjoin(Duty, Duty.id == Task.duty_id)
        .outerjoin(carried := _times_carried(as_of), carried.c.task_id == Task.id)
        .outerjoin(bore, bore.c.task_id == Task.id)
        .outerjoin(Unit, Unit.id == unit_id)  # an outer one: versions are found by their index first
        .where(_held(as_of))
        .add_columns(
            sa.func.coalesce(carried.c.times, 0).label("times"),
            unit_id.label("unit_id"),
            _is_running(as_of).label("is_running"),
        )
    )
    return tasks if as_of.period_start is None else tasks.where(*_belongs(as_of, row))


def _held(as_of: AsOf) -> sa.ColumnElement[bool]:
    """The version of each task that the database held at `known_at`: one range of `ix_task_version_held` a term.

    Of a period, what was confirmed before it began is not read at all, though most of a city's tasks are such.
    """
    version = TaskVersion
    is_last = version.recorded_to.is_(None)
    terms: list[sa.ColumnElement[bool]] = [is_last]
    if as_of.period_start is not None:
        began = start_of_day(as_of.period_start, as_of.zone)
        terms = [
            sa.and_(is_last, version.confirmed_at.is_(None)),
            sa.and_(is_last, version.confirmed_at >= began),
        ]
        if as_of.carried:
            carried = sa.select(Task.id).where(Task.code.in_(_listed(as_of.carried)))
            terms.append(sa.and_(is_last, version.task_id.in_(carried)))
    return sa.and_(
        sa.or_(*terms, version.recorded_to > as_of.known_at), version.recorded_from <= as_of.known_at
    )


def _columns(as_of: AsOf) -> dict[str, sa.ColumnElement[Any]]:
    version = TaskVersion
    ended_later = _happened_later(as_of)
    state = sa.case((ended_later, State.IN_PROGRESS.value), else_=sa.cast(version.state, sa.String))
    kept = (
        "title",
        "field",
        "is_starred",
        "original_due_on",
        "original_overdue_from",
        "due_on",
        "overdue_from",
        "extension_count",
        "send_back_count",
        "reopen_count",
        "has_objective_cause",
    )
    return {
        "task_id": Task.id,
        "code": Task.code,
        "directive_code": Directive.code,
        "state": state,
        "assigned_on": Task.assigned_on,
        "leader": sa.func.coalesce(Person.full_name, ""),
        "source_level": sa.cast(Task.source_level, sa.String),
        "claimed_on": sa.case((ended_later, None), else_=version.claimed_on),
        "confirmed_at": sa.case(
            (sa.and_(sa.not_(ended_later), version.state == State.COMPLETED), version.confirmed_at)
        ),
        "closed_at": sa.case(
            (sa.and_(sa.not_(ended_later), version.state.in_(TERMINAL)), version.recorded_from)
        ),
        "is_duty": Task.duty_id.is_not(None),
        "period_key": Task.period_key,
        "last_report_at": _heard_at(as_of),
        **{name: getattr(version, name) for name in kept},
    }


def _is_running(as_of: AsOf) -> sa.ColumnElement[bool]:
    """Whether the duty goes on after the cutoff, and the unit that leads the occurrence with it."""
    return sa.and_(
        sa.or_(Duty.ends_on.is_(None), Duty.ends_on > as_of.day),
        sa.or_(Unit.valid_to.is_(None), Unit.valid_to > as_of.day),
    )


def _happened_later(as_of: AsOf) -> sa.ColumnElement[bool]:
    """Claimed for a day after the cutoff, or closed after it."""
    version = TaskVersion
    return sa.or_(
        sa.and_(version.state.in_(CLAIMED), sa.func.coalesce(version.claimed_on > as_of.day, sa.false())),
        sa.and_(version.state.in_(TERMINAL), version.recorded_from > as_of.cutoff),
    )


def _heard_at(as_of: AsOf) -> sa.ColumnElement[datetime | None]:
    """When the unit last spoke by the cutoff; what it said since is no word given by then."""
    earlier = aliased(TaskVersion)
    before = (
        sa.select(sa.func.max(earlier.last_report_at))
        .where(
            earlier.task_id == TaskVersion.task_id,
            earlier.seq < TaskVersion.seq,
            earlier.last_report_at <= as_of.cutoff,
        )
        .scalar_subquery()
    )
    later = TaskVersion.last_report_at > as_of.cutoff
    return sa.case((later, before), else_=TaskVersion.last_report_at)


def _times_carried(as_of: AsOf) -> sa.Subquery:
    """How often each task had been carried into a briefing held before the cutoff, as known.

    A freeze carries over at the very instant it knows of: what it carries itself was not yet so.
    """
    return (
        sa.select(CarriedTask.task_id, sa.func.max(CarriedTask.times).label("times"))
        .join(Briefing, Briefing.id == CarriedTask.briefing_id)
        .where(Briefing.held_on < as_of.day, CarriedTask.recorded_at < as_of.known_at)
        .group_by(CarriedTask.task_id)
        .subquery("carried")
    )


def _bore(as_of: AsOf) -> sa.Subquery:
    """The unit that led a task at the cutoff where another has followed that unit since (decision 15).

    A cutoff on the day itself is the successor's: at 00:00 the old body no longer exists.
    """
    place = sa.func.row_number().over(
        partition_by=TaskHandOver.task_id, order_by=(TaskHandOver.effective_on, TaskHandOver.id)
    )
    since = (
        sa.select(TaskHandOver.task_id, TaskHandOver.from_unit_id.label("unit_id"), place.label("place"))
        .where(TaskHandOver.recorded_at <= as_of.known_at, TaskHandOver.effective_on > as_of.day)
        .subquery()
    )
    return sa.select(since.c.task_id, since.c.unit_id).where(since.c.place == 1).subquery("bore")


def _belongs(
    as_of: AsOf, row: dict[str, sa.ColumnElement[Any]]
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """`is_in_population` over columns."""
    assert as_of.period_start is not None
    began = start_of_day(as_of.period_start, as_of.zone)
    ended_at = sa.func.coalesce(row["confirmed_at"], row["closed_at"], type_=TaskVersion.recorded_from.type)
    inside = [Task.assigned_on >= as_of.period_start, ended_at.is_(None), ended_at >= began]
    if as_of.carried:
        inside.append(Task.code.in_(_listed(as_of.carried)))
    return Task.assigned_on <= as_of.last_day, sa.or_(*inside)


def _listed(codes: Collection[str]) -> sa.Select[str]:
    """Any number of codes as one parameter."""
    given = sa.literal(json.dumps(sorted(codes)), sa.Text)
    each = (
        sa.func.json_each(given)
        if _is_sqlite()
        else sa.func.json_array_elements_text(sa.cast(given, sa.JSON))
    )
    return sa.select(each.table_valued(sa.column("value", sa.Text)).c.value)


# Days, in the words of either database


def civil_day(instant: sa.ColumnElement[Any], zone: ZoneInfo) -> sa.ColumnElement[date]:
    """`local_date` over a column."""
    if not _is_sqlite():
        return sa.cast(sa.func.timezone(zone.key, instant), sa.Date)
    *earlier, (_until, newest) = _offsets(zone)
    shifts = [(instant < until, shift) for until, shift in earlier]
    return sa.type_coerce(
        sa.func.date(instant, sa.case(*shifts, else_=newest) if shifts else newest), sa.Date
    )


def day_before(instant: sa.ColumnElement[Any], zone: ZoneInfo) -> sa.ColumnElement[date]:
    """`last_day_before` over a column of instants that are whole milliseconds, which is all SQLite can tell apart."""
    if _is_sqlite():
        moment = sa.func.strftime("%Y-%m-%d %H:%M:%f", instant, "-0.001 seconds")
        return civil_day(sa.type_coerce(moment, instant.type), zone)
    return civil_day(instant - sa.literal(TICK, sa.Interval), zone)


def days_from(first: sa.ColumnElement[date], last: sa.ColumnElement[date]) -> sa.ColumnElement[int]:
    """Whole days from one date to another."""
    if _is_sqlite():
        return sa.cast(sa.func.julianday(last) - sa.func.julianday(first), sa.Integer)
    return sa.type_coerce(sa.cast(last, sa.Date).op("-")(sa.cast(first, sa.Date)), sa.Integer)


@cache
def _offsets(zone: ZoneInfo) -> tuple[tuple[datetime, str], ...]:
    """SQLite knows no zones: until when (UTC) which shift holds, the last one for ever. Viet Nam has one shift."""
    first, steps = datetime(1990, 1, 1, tzinfo=UTC), []
    for day in (first + timedelta(days=number) for number in range(60 * 365)):
        if _shift(day, zone) != _shift(day + DAY, zone):
            quarters = (day + timedelta(minutes=15 * number) for number in range(1, 97))
            until = next(moment for moment in quarters if _shift(moment, zone) != _shift(day, zone))
            steps.append((until, _shift(day, zone)))
    return (*steps, (datetime.max.replace(tzinfo=UTC), _shift(first + timedelta(days=60 * 365), zone)))


def _shift(moment: datetime, zone: ZoneInfo) -> str:
    """As SQLite's date functions take it."""
    return f"{(moment.astimezone(zone).utcoffset() or timedelta()).total_seconds():+.0f} seconds"


def _is_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"
