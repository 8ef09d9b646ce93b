"""Silence: more than the days allowed, in civil days, from the last word or from the day the task was given."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.lifecycle import State
from taskboard.domain.silence import AWAITED, first_recent_day, is_silent, silent_days

TODAY = date(2021, 6, 16)
GIVEN = date(2021, 4, 1)


def test_thirty_days_are_allowed_and_the_next_is_silence() -> None:
    assert silent_days(date(2021, 5, 17), GIVEN, TODAY) == 30
    assert not is_silent(30, 30)
    assert silent_days(date(2021, 5, 16), GIVEN, TODAY) == 31
    assert is_silent(31, 30)


def test_what_nobody_reported_on_is_silent_since_it_was_given() -> None:
    assert silent_days(None, GIVEN, TODAY) == 76
    assert silent_days(None, TODAY + timedelta(days=3), TODAY) == 0


def test_a_paused_task_is_spoken_of_and_a_waiting_one_has_spoken() -> None:
    assert State.PAUSED in AWAITED
    assert not AWAITED & {State.WAITING, State.COMPLETED, State.WITHDRAWN}


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.integers(1, 200))
def test_comparing_days_is_counting_them(day: date, ago: int, silence_days: int) -> None:
    heard = day - timedelta(days=ago)
    assert (heard < first_recent_day(day, silence_days)) == is_silent(
        silent_days(heard, heard, day), silence_days
    )
