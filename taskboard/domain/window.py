"""The days before a briefing: when its list is fixed, until when units answer, when the Office checks (domain section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.domain.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class WindowPolicy:
    """Working days before the day of the briefing; the first is the largest."""

    opens: int = 5
    answers: int = 3
    checks: int = 1


@dataclass(frozen=True, slots=True)
class Window:
    opens_on: date
    """From this day units are asked; what is unfinished then is the list."""
    answers_until: date
    """The last day for units."""
    checks_on: date
    held_on: date

    def is_open(self, today: date) -> bool:
        return self.opens_on <= today < self.held_on


def window_of(held_on: date, policy: WindowPolicy, calendar: WorkingCalendar) -> Window:
    """Counted back in working days; a later step never comes before an earlier one, whatever the settings say."""
    opens_on = calendar.add_working_days(held_on, -policy.opens)
    answers_until = max(opens_on, calendar.add_working_days(held_on, -policy.answers))
    checks_on = max(answers_until, calendar.add_working_days(held_on, -policy.checks))
    return Window(opens_on, answers_until, checks_on, held_on)
