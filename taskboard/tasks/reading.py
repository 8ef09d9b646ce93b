"""The moment a page of tasks reads at, built once from the clock, the calendar and the settings."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from taskboard.domain.calendar import WorkingCalendar, end_of_day, start_of_day
from taskboard.domain.deadline import DueState, due_state
from taskboard.domain.lifecycle import State
from taskboard.domain.silence import first_recent_day
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task
from taskboard.tasks.queries import Reading

_KEYS = (
    "due_soon_working_days",
    "silent_days",
    "office_decides",
    "return_working_days",
    "extensions_per_task",
)


def reading_at(now: datetime, zone: ZoneInfo, calendar: WorkingCalendar) -> Reading:
    """The conditions "due soon" and "silent" as instants, so that the database can compare them; the city's limits."""
    today = now.astimezone(zone).date()
    values = settings.values_on(_KEYS, today)
    soon_days, silence_days = values["due_soon_working_days"], values["silent_days"]
    recent_on = first_recent_day(today, silence_days)
    return Reading(
        now=now,
        today=today,
        soon_working_days=soon_days,
        soon_until=end_of_day(calendar.add_working_days(today, soon_days), zone),
        silence_days=silence_days,
        recent_on=recent_on,
        recent_from=start_of_day(recent_on, zone),
        office_decides=values["office_decides"],
        return_working_days=values["return_working_days"],
        extensions_per_task=values["extensions_per_task"],
    )


def state_of_deadline(task: Task, reading: Reading, zone: ZoneInfo, calendar: WorkingCalendar) -> DueState:
    """How a task's current deadline stands; a waiting one is judged at the end of its claimed day (decision 4)."""
    now = reading.now
    if task.state is State.WAITING and task.claimed_on is not None:
        now = min(now, end_of_day(task.claimed_on, zone) - timedelta(microseconds=1))
    return due_state(
        task.due_on,
        task.overdue_from,
        now=now,
        zone=zone,
        calendar=calendar,
        soon_working_days=reading.soon_working_days,
    )
