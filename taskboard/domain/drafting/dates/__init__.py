"""When something is due, and how often it comes back."""

from taskboard.domain.drafting.dates.date_reader import DateReader
from taskboard.domain.drafting.dates.due import Due, last_day
from taskboard.domain.drafting.dates.recurrence import duty_time_in, recurrence_in

__all__ = ["DateReader", "Due", "duty_time_in", "last_day", "recurrence_in"]
