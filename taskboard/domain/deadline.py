"""Deadlines: when a task becomes late, how near or late it is, and the periods of a duty.

The instant of lateness is fixed when a deadline is set and stored beside it (decision 7): a later change of the
calendar, or of these rules, never moves a date that was given to a unit.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from taskboard.domain.calendar import (
    DAY,
    Quarter,
    WorkingCalendar,
    at,
    end_of_day,
    last_day_before,
    local_date,
)

SOON_WORKING_DAYS = 3
"""72 hours, domain section 6."""


class DueKind(StrEnum):
    DATED = "dated"
    NONE = "none"
    DUTY = "duty"
    EVENT = "event"
    """Waits for an event ("trước mùa mưa bão"); its date is set later."""


def overdue_from(
    due_on: date, due_time: time | None, calendar: WorkingCalendar, zone: tzinfo, *, roll: bool = True
) -> datetime:
    """The UTC instant from which an unfinished task is late: 24:00 of the due day, or `due_time` on it.

    With `roll`, a due day that is not worked gives way to the end of the next working day, whatever the hour named
    (Bộ luật Dân sự 2015, điều 148 khoản 5 và 6).
    """
    if roll and not calendar.is_working_day(due_on):
        return end_of_day(calendar.next_working_day(due_on), zone)
    return end_of_day(due_on, zone) if due_time is None else at(due_on, due_time, zone)


def last_day_in_time(overdue_from: datetime, zone: tzinfo) -> date:
    """The last civil day on which a task is still in time, for a whole day or a part of it."""
    return last_day_before(overdue_from, zone)


def days_late(day: date, overdue_from: datetime, zone: tzinfo) -> int:
    """Calendar days by which something done on `day` is late; 0 when it is in time.

    A claim names a day, not an hour: on a day that was still partly in time it is in time.
    """
    return max(0, (day - last_day_in_time(overdue_from, zone)).days)


def days_told_late(claimed_on: date, told_on: date, overdue_from: datetime | None, zone: tzinfo) -> int:
    """Days after the deadline on which a completion in time was told; 0 when told in time, late anyway, or undated.

    The claimed day counts (decision 4), so whoever decides is told how long after the date it was first said.
    """
    if overdue_from is None or days_late(claimed_on, overdue_from, zone):
        return 0
    return days_late(told_on, overdue_from, zone)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Both dates of a task with their instants (decision 6). An undated task has all four None."""

    original_due_on: date | None = None
    original_overdue_from: datetime | None = None
    due_on: date | None = None
    overdue_from: datetime | None = None

    def moved_to(self, due_on: date, overdue_from: datetime) -> Deadline:
        """The deadline once a date is set: the first date a task gets is its original, and no later one replaces it."""
        moved = replace(self, due_on=due_on, overdue_from=overdue_from)
        if self.original_due_on is not None:
            return moved
        return replace(moved, original_due_on=due_on, original_overdue_from=overdue_from)


class DueClass(StrEnum):
    NO_DEADLINE = "no_deadline"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class DueState:
    """How a deadline stands at one instant. Lateness counts calendar days, nearness both kinds (decision 7)."""

    kind: DueClass
    days_late: int = 0
    days_left: int | None = None
    """Calendar days to the last day in time, 0 on that day; None when late or undated."""
    working_days_left: int | None = None


def due_state(
    due_on: date | None,
    overdue_from: datetime | None,
    *,
    now: datetime,
    zone: tzinfo,
    calendar: WorkingCalendar,
    soon_working_days: int = SOON_WORKING_DAYS,
) -> DueState:
    """Where an unfinished task stands at `now`; for a task that waits for confirmation pass the instant of the claim.

    Raises ValueError for a due date without its instant: a guess here would disagree with the stored one.
    """
    if due_on is None:
        return DueState(DueClass.NO_DEADLINE)
    if overdue_from is None:
        raise ValueError(f"deadline {due_on} has no instant of lateness")
    today = local_date(now, zone)
    if now >= overdue_from:
        return DueState(DueClass.OVERDUE, days_late=max(1, days_late(today, overdue_from, zone)))
    last_day = last_day_in_time(overdue_from, zone)
    working_days_left = calendar.working_days_between(today, last_day)
    kind = DueClass.DUE_SOON if working_days_left <= soon_working_days else DueClass.IN_TIME
    return DueState(kind, days_left=(last_day - today).days, working_days_left=working_days_left)


class LateBand(StrEnum):
    """Bands of the overdue board, in calendar days (rule 18)."""

    WEEK = "1-7"
    MONTH = "8-30"
    QUARTER = "31-90"
    LONGER = ">90"


def late_band(days: int) -> LateBand | None:
    """The band of so many days late; None for 0."""
    if days <= 0:
        return None
    limits = ((7, LateBand.WEEK), (30, LateBand.MONTH), (90, LateBand.QUARTER))
    return next((band for limit, band in limits if days <= limit), LateBand.LONGER)


class Recurrence(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class DutyPeriod:
    """One occurrence of a duty. `key` names it for ever: "2021-06-14", "2021-W24", "2021-06", "2021-Q2", "2021"."""

    key: str
    first: date
    last: date
    due_on: date


def duty_periods(
    recurrence: Recurrence | str,
    start_on: date,
    until_on: date,
    *,
    due_day: int | None = None,
    calendar: WorkingCalendar | None = None,
) -> list[DutyPeriod]:
    """The periods of a duty that begin by `until_on` and fall due on or after `start_on`, oldest first.

    Periods follow the calendar and never the day on which an earlier report came in, so a late one cannot make the
    next one late (peers T25); none is due before the duty began. They fall due on their last day, or on `due_day`: the
    ISO weekday of a week, the day of the (last) month of a longer period, cut to that month's length (25 for "before
    the 25th"). With a `calendar`, a daily duty skips the days that are not worked.
    """
    recurrence = Recurrence(recurrence)
    periods = []
    first = _first_day(recurrence, start_on)
    while first <= until_on:
        period = _period(recurrence, first, due_day)
        if period.due_on >= start_on and _is_owed(recurrence, first, calendar):
            periods.append(period)
        first = period.last + DAY
    return periods


def first_periods(
    recurrence: Recurrence | str,
    start_on: date,
    *,
    due_day: int | None = None,
    calendar: WorkingCalendar | None = None,
) -> list[DutyPeriod]:
    """What a duty owes on the day it is given: the period that runs, or the first to come where that one's day is past.

    Never nothing: a duty without a single occurrence would be known to nobody.
    """
    running = duty_periods(recurrence, start_on, start_on, due_day=due_day, calendar=calendar)
    return (
        running
        or duty_periods(recurrence, start_on, start_on + _LONGEST_PERIOD, due_day=due_day, calendar=calendar)[
            :1
        ]
    )


_LONGEST_PERIOD = timedelta(days=366)


def _is_owed(recurrence: Recurrence, first: date, calendar: WorkingCalendar | None) -> bool:
    return recurrence is not Recurrence.DAILY or calendar is None or calendar.is_working_day(first)


def _first_day(recurrence: Recurrence, day: date) -> date:
    """The first day of the period that holds `day`."""
    match recurrence:
        case Recurrence.DAILY:
            return day
        case Recurrence.WEEKLY:
            return day - timedelta(days=day.weekday())
        case Recurrence.MONTHLY:
            return day.replace(day=1)
        case Recurrence.QUARTERLY:
            return Quarter.of(day).first_day
        case Recurrence.YEARLY:
            return date(day.year, 1, 1)


def _period(recurrence: Recurrence, first: date, due_day: int | None) -> DutyPeriod:
    key, last = _key_and_last(recurrence, first)
    if due_day is None or recurrence is Recurrence.DAILY:
        return DutyPeriod(key, first, last, last)
    if recurrence is Recurrence.WEEKLY:
        return DutyPeriod(key, first, last, date.fromisocalendar(*first.isocalendar()[:2], due_day))
    return DutyPeriod(key, first, last, last.replace(day=min(due_day, last.day)))


def _key_and_last(recurrence: Recurrence, first: date) -> tuple[str, date]:
    match recurrence:
        case Recurrence.DAILY:
            return first.isoformat(), first
        case Recurrence.WEEKLY:
            year, week, _ = first.isocalendar()
            return f"{year:04d}-W{week:02d}", first + timedelta(days=6)
        case Recurrence.MONTHLY:
            return f"{first:%Y-%m}", first.replace(day=monthrange(first.year, first.month)[1])
        case Recurrence.QUARTERLY:
            quarter = Quarter.of(first)
            return f"{quarter.year:04d}-Q{quarter.number}", quarter.last_day
        case Recurrence.YEARLY:
            return f"{first.year:04d}", date(first.year, 12, 31)
