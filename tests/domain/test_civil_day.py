"""Days and moments as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.civil_day import YEARS, parse_day, parse_moment

CITY = ZoneInfo("Asia/Ho_Chi_Minh")
HALF_PAST_TWO = datetime(2021, 6, 6, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "06/06/2021 14:30",
        "6/6/2021, 14:30",
        "14:30 06/06/2021",
        "14h30 ngày 6/6/2021",
        "14 giờ 30 ngày 6/6/2021",
        "2021-06-06 14:30",
        "2021-06-06T14:30",
        "2021-06-06T14:30:00+07:00",
        "2021-06-06T14:30:00 07:00",
        "2021-06-06T07:30:00Z",
    ],
)
def test_one_moment_in_many_hands(text: str) -> None:
    assert parse_moment(text, CITY) == HALF_PAST_TWO


def test_a_day_stays_a_day() -> None:
    assert parse_moment(" 6.6.2021 ", CITY) == date(2021, 6, 6)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T",
        "24:00 06/06/2021",
        "06/06/2021 14:60",
        "31/02/2021 08:00",
        "2021-02-31T08:00",
        "0001-01-01T00:00Z",
    ],
)
def test_what_is_none(text: str) -> None:
    assert parse_moment(text, CITY) is None


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = parse_moment(text, CITY)
    assert found is None or (found.year in YEARS or isinstance(found, datetime))
    assert parse_day(text) is None or found == parse_day(text)


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)), st.times())
def test_what_the_product_prints_is_read_back(day: date, clock: time) -> None:
    minute = datetime.combine(day, clock.replace(second=0, microsecond=0), CITY)
    assert parse_moment(f"{minute:%d/%m/%Y %H:%M}", CITY) == minute
