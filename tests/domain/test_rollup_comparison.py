"""A period stands beside an equally long part of the one before, whole quarters beside whole quarters (rule 35)."""

from __future__ import annotations

from datetime import date, time

import pytest

from taskboard.domain.calendar import Period, Quarter, at, end_of_day
from taskboard.domain.rollup import comparable_cutoff
from tests.domain.calendars import CITY

FIRST, SECOND = Quarter(2021, 1).period(), Quarter(2021, 2).period()


@pytest.mark.parametrize(
    ("cutoff", "expected"),
    [
        (at(date(2021, 4, 1), time(9), CITY), at(date(2021, 1, 1), time(9), CITY)),
        (at(date(2021, 6, 16), time(15, 46), CITY), at(date(2021, 3, 18), time(15, 46), CITY)),
        (end_of_day(date(2021, 6, 30), CITY), end_of_day(date(2021, 3, 31), CITY)),
        (at(date(2021, 7, 20), time(9), CITY), end_of_day(date(2021, 3, 31), CITY)),
    ],
)
def test_as_far_into_the_quarter_before(cutoff, expected):
    assert comparable_cutoff(cutoff, period=SECOND, previous=FIRST, zone=CITY) == expected


def test_a_day_the_shorter_period_does_not_have_is_its_end():
    third = Quarter(2021, 3).period()
    cutoff = at(date(2021, 9, 30), time(9), CITY)
    assert comparable_cutoff(cutoff, period=third, previous=SECOND, zone=CITY) == end_of_day(
        date(2021, 6, 30), CITY
    )


def test_a_cutoff_before_the_period_is_its_first_day():
    early = at(date(2021, 3, 20), time(9), CITY)
    week = Period(date(2021, 1, 1), date(2021, 1, 7))
    assert comparable_cutoff(early, period=SECOND, previous=week, zone=CITY) == at(
        date(2021, 1, 1), time(9), CITY
    )
