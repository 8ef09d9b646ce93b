"""Dates and numbers as officials write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from taskboard.wording import (
    cutoff_text,
    day_text,
    number_text,
    official_day_text,
    quarter_text,
    weekday_text,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2755.6, "2.755,6"),
        (1452, "1.452"),
        (562_952, "562.952"),
        (8.26, "8,26"),
        (0, "0"),
        (17.0, "17"),
        (101944.4, "101.944,4"),
    ],
)
def test_numbers_have_a_decimal_comma_and_dotted_thousands(value: float, words: str) -> None:
    assert number_text(value) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 4, 5), "ngày 05 tháng 4 năm 2021"),
        (date(2021, 2, 10), "ngày 10 tháng 02 năm 2021"),
        (date(2021, 12, 31), "ngày 31 tháng 12 năm 2021"),
    ],
)
def test_a_zero_stands_before_days_under_ten_and_months_one_and_two(day: date, words: str) -> None:
    assert official_day_text(day) == words


def test_the_year_drops_inside_the_current_one() -> None:
    assert day_text(date(2021, 4, 5), current_year=2021) == "05/04"
    assert day_text(date(2020, 4, 5), current_year=2021) == "05/04/2020"
    assert day_text(None) == ""


def test_midnight_closes_the_day_before() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert cutoff_text(datetime(2021, 6, 30, 17, 0, tzinfo=UTC), zone) == "24:00 30/06/2021"
    assert cutoff_text(datetime(2021, 6, 30, 10, 0, tzinfo=UTC), zone) == "17:00 30/06/2021"


def test_weekdays_and_quarters() -> None:
    assert weekday_text(date(2021, 6, 16)) == "thứ Tư"
    assert quarter_text(4, 2020) == "quý IV/2020"
