"""When to remind: the marks around a deadline, which of them are stale, silence, and the ladder of escalation.

Marks are counted in working days and fall on working days, so a weekend or the Tết week never uses up a step (peers
T13). A moment is identified by its rule and its occurrence, which do not depend on the calendar: planning again after
the calendar was corrected finds the moments that exist and doubles none (decision 20).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from taskboard.domain.calendar import WorkingCalendar, at, end_of_day
from taskboard.domain.deadline import Recurrence

SEND_AT = time(8, 0)
NUDGE_DAYS = 30
"""A task without a deadline on which nothing was reported for so long (domain section 6)."""
NAME_DAYS = 90
"""The same, after which it is listed by name (domain 1.7)."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """Marks in working days before and after the last day in time. Which exist, not who reads them."""

    before: tuple[int, ...] = (7, 3, 1)
    on_day: bool = True
    after: tuple[int, ...] = (1, 3, 7)
    weekly_after: bool = True
    send_at: time = SEND_AT


STANDARD = ReminderPolicy()
_OF_DUTIES = {
    Recurrence.DAILY: ReminderPolicy(before=(), after=(), weekly_after=False),
    Recurrence.WEEKLY: ReminderPolicy(before=(), after=(1,), weekly_after=False),
    Recurrence.MONTHLY: ReminderPolicy(before=(3,), after=(1,), weekly_after=False),
}


def policy_for(recurrence: Recurrence | str | None) -> ReminderPolicy:
    """Marks that scale with the period (decision 3): weekly 0, +1; monthly -3, 0, +1; longer or none, all."""
    return STANDARD if recurrence is None else _OF_DUTIES.get(Recurrence(recurrence), STANDARD)


ON_DAY = "on_day"
WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Moment:
    """One planned reminder."""

    rule: str
    """before_7, before_3, before_1, on_day, after_1, after_3, after_7, weekly (and as the policy says)."""
    occurrence: date
    """With the rule, its identity under one version of a deadline: the day before the calendar moves it."""
    on: date
    at: datetime
    """UTC."""


def plan(
    due_on: date,
    *,
    policy: ReminderPolicy,
    calendar: WorkingCalendar,
    zone: tzinfo,
    planned_on: date,
    until_on: date,
) -> tuple[Moment, ...]:
    """The moments of one deadline in order of time, none before `planned_on`, the weekly ones up to `until_on`.

    `due_on` is the last day in time. The weekly ones have no end of their own: the caller plans on as time passes.
    """
    days = [*_marks(due_on, policy, calendar), *_weekly(due_on, policy, calendar, until_on)]
    moments = (Moment(rule, occurrence, on, at(on, policy.send_at, zone)) for rule, occurrence, on in days)
    return tuple(
        sorted((moment for moment in moments if moment.on >= planned_on), key=lambda moment: moment.at)
    )


_Mark = tuple[str, date, date]


def _marks(due_on: date, policy: ReminderPolicy, calendar: WorkingCalendar) -> Iterator[_Mark]:
    due_day = calendar.next_working_day(due_on)
    for count in policy.before:
        yield f"before_{count}", due_on, calendar.add_working_days(due_day, -count)
    if policy.on_day:
        yield ON_DAY, due_on, due_day
    for count in policy.after:
        yield f"after_{count}", due_on, calendar.add_working_days(due_day, count)


def _weekly(
    due_on: date, policy: ReminderPolicy, calendar: WorkingCalendar, until_on: date
) -> Iterator[_Mark]:
    """The due day's weekday, week after week beyond the last mark; weeks a holiday pushes to one day are one moment."""
    if not policy.weekly_after:
        return
    last_mark = calendar.add_working_days(calendar.next_working_day(due_on), max(policy.after, default=0))
    kept: _Mark | None = None
    occurrence = due_on + _WEEK
    while (on := calendar.next_working_day(occurrence)) <= until_on:
        if kept is not None and on > kept[2]:
            yield kept
        if on > last_mark:
            kept = (WEEKLY, occurrence, on)
        occurrence += _WEEK
    if kept is not None:
        yield kept


def expires_at(moment: Moment, *, calendar: WorkingCalendar, zone: tzinfo) -> datetime:
    """The UTC instant after which this reminder says nothing true any more: the end of the next working day."""
    return end_of_day(calendar.add_working_days(moment.on, 1), zone)


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a pass at one instant does with the moments of one task."""

    send: Moment | None = None
    superseded: tuple[Moment, ...] = ()
    """Due and not expired, but a newer one speaks for the task."""
    expired: tuple[Moment, ...] = ()
    waiting: tuple[Moment, ...] = ()


def sift(moments: Iterable[Moment], *, now: datetime, calendar: WorkingCalendar, zone: tzinfo) -> Sifted:
    """Of one task's moments: the newest that is due is sent; after an outage the older ones are not (decision 20)."""
    ordered = sorted(moments, key=lambda moment: moment.at)
    waiting = tuple(moment for moment in ordered if moment.at > now)
    due = [moment for moment in ordered if moment.at <= now]
    expired = tuple(moment for moment in due if expires_at(moment, calendar=calendar, zone=zone) <= now)
    fresh = due[len(expired) :]
    return Sifted(fresh[-1] if fresh else None, tuple(fresh[:-1]), expired, waiting)


def superseded_days(days: Iterable[date]) -> frozenset[date]:
    """Days of one person's unsent digests that must not go any more: all but the newest (decision 20)."""
    owed = set(days)
    return frozenset(owed - {max(owed)}) if owed else frozenset()


def nudge_on(last_report_on: date, *, calendar: WorkingCalendar, days: int = NUDGE_DAYS) -> date:
    """The working day on which a unit silent since `last_report_on` is asked how a task without a deadline stands."""
    return calendar.next_working_day(last_report_on + timedelta(days=days))


class EscalationLevel(StrEnum):
    HEAD = "head"
    CHIEF_OF_OFFICE = "chief_of_office"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Working days late at which each level is told (domain section 6)."""

    head: int = 1
    chief_of_office: int = 2
    chair: int = 5


STANDARD_LADDER = Ladder()


def escalation_level(working_days_late: int, ladder: Ladder = STANDARD_LADDER) -> EscalationLevel | None:
    """The highest level that must know by now; None while nobody above the unit needs to."""
    steps = (
        (ladder.chair, EscalationLevel.CHAIR),
        (ladder.chief_of_office, EscalationLevel.CHIEF_OF_OFFICE),
        (ladder.head, EscalationLevel.HEAD),
    )
    return next((level for days, level in steps if working_days_late >= days), None)
