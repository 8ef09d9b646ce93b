"""What a duty owes on the day it is given is never nothing, and never due before that day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.deadline import Recurrence, duty_periods, first_periods

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(st.sampled_from(Recurrence), DAYS, st.none() | st.integers(1, 7))
def test_it_begins_with_the_first_period_whose_day_is_still_ahead(
    recurrence: Recurrence, day: date, due_day: int | None
) -> None:
    (first, *others) = first_periods(recurrence, day, due_day=due_day, calendar=WorkingCalendar())
    assert not others
    assert first.due_on >= day
    later = duty_periods(recurrence, day, first.last, due_day=due_day, calendar=WorkingCalendar())
    assert later[0] == first


@pytest.mark.parametrize(
    ("recurrence", "day", "due_day", "key"),
    [
        (Recurrence.WEEKLY, date(2021, 6, 16), 5, "2021-W24"),
        (Recurrence.WEEKLY, date(2021, 6, 16), 3, "2021-W24"),
        (Recurrence.WEEKLY, date(2021, 6, 16), 1, "2021-W25"),
        (Recurrence.MONTHLY, date(2021, 6, 16), 10, "2021-07"),
        (Recurrence.QUARTERLY, date(2021, 6, 16), None, "2021-Q2"),
        (Recurrence.YEARLY, date(2021, 12, 20), 15, "2022"),
        (Recurrence.DAILY, date(2021, 6, 19), None, "2021-06-21"),
    ],
)
def test_by_example(recurrence: Recurrence, day: date, due_day: int | None, key: str) -> None:
    found = first_periods(recurrence, day, due_day=due_day, calendar=WorkingCalendar())
    assert [period.key for period in found] == [key]
