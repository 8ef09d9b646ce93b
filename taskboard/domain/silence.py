"""Silence: for how many days nobody has reported on what is still owed (domain 1.5, rules 12 and 19).

Counted in civil days of the city from the last report, or from the day the task was given where there is none: reading
and receiving are no word on how it stands (rule 13). A report waiting for the Office is no silence of the unit's; a
pause changes nothing here, as it changes no class (decision 4). Silent is what is owed for MORE than the days allowed.
"""

from __future__ import annotations

from datetime import date, timedelta

from taskboard.domain.lifecycle import OPEN, State

AWAITED = OPEN - {State.WAITING}
"""States in which the unit's word is awaited."""


def silent_days(last_report_on: date | None, assigned_on: date, day: date) -> int:
    """Civil days on `day` since the unit last said anything; never below 0."""
    return max(0, (day - (last_report_on or assigned_on)).days)


def is_silent(days: int, silence_days: int) -> bool:
    """Whether so many days without a word are more than the city allows."""
    return days > silence_days


def first_recent_day(day: date, silence_days: int) -> date:
    """The earliest day whose word is still recent on `day`: what was last heard before it is silent.

    The same as `is_silent`, for a database that compares days with an index and does not count them.
    """
    return day - timedelta(days=silence_days)
