from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from taskboard.domain.calendar import (
    CutOff,
    Period,
    Quarter,
    WorkingCalendar,
    end_of_day,
    last_day_before,
    local_date,
    start_of_day,
)
from tests.domain.calendars import CITY, YEAR_2021, YEAR_2026, calendars, days, zones

counts = st.integers(-40, 40)


def test_tet_week_is_one_long_night():
    assert YEAR_2021.add_working_days(date(2021, 2, 9), 1) == date(2021, 2, 17)
    assert YEAR_2021.next_working_day(date(2021, 2, 12)) == date(2021, 2, 17)
    assert YEAR_2021.working_days_between(date(2021, 2, 5), date(2021, 2, 19)) == 5


def test_a_swap_day_is_worked_and_the_day_it_pays_for_is_not():
    assert YEAR_2026.is_working_day(date(2026, 1, 10))
    assert not YEAR_2026.is_working_day(date(2026, 1, 2))
    assert YEAR_2026.add_working_days(date(2026, 1, 9), 1) == date(2026, 1, 10)
    assert YEAR_2026.working_days_between(date(2026, 1, 5), date(2026, 1, 12)) == 6


def test_the_year_end_is_crossed_over_new_years_day():
    assert YEAR_2021.add_working_days(date(2020, 12, 31), 1) == date(2021, 1, 4)
    assert YEAR_2021.add_working_days(date(2021, 1, 4), -1) == date(2020, 12, 31)


def test_zero_days_on_is_the_day_itself_or_the_next_worked_one():
    assert YEAR_2021.add_working_days(date(2021, 6, 16), 0) == date(2021, 6, 16)
    assert YEAR_2021.add_working_days(date(2021, 6, 19), 0) == date(2021, 6, 21)


@given(calendars, days, counts.filter(bool))
def test_counting_back_what_was_added_gives_the_same_number(calendar: WorkingCalendar, day: date, count: int):
    there = calendar.add_working_days(day, count)
    assert calendar.is_working_day(there)
    assert calendar.working_days_between(day, there) == count


@given(calendars, days, counts)
def test_from_a_working_day_there_and_back_is_home(calendar: WorkingCalendar, day: date, count: int):
    assume(calendar.is_working_day(day))
    assert calendar.add_working_days(calendar.add_working_days(day, count), -count) == day


@given(calendars, days, days)
def test_the_quick_count_is_the_count_by_hand(calendar: WorkingCalendar, start: date, end: date):
    assume(start <= end)
    walked = [start + timedelta(days=offset) for offset in range(1, (end - start).days + 1)]
    assert calendar.working_days_between(start, end) == sum(map(calendar.is_working_day, walked))


@given(calendars, days)
def test_a_working_day_is_its_own_neighbour(calendar: WorkingCalendar, day: date):
    assert (calendar.next_working_day(day) == day) == calendar.is_working_day(day)


@given(days)
def test_every_day_is_in_exactly_the_quarter_it_belongs_to(day: date):
    for cut_off in CutOff:
        quarter = Quarter.of(day, cut_off)
        assert day in quarter.period(cut_off)
        assert quarter.next.previous == quarter
        assert quarter.period(cut_off).last + timedelta(days=1) == quarter.next.period(cut_off).first


def test_the_fifteenth_to_the_fourteenth():
    assert Quarter(2021, 1).period(CutOff.FIFTEENTH) == Period(date(2020, 12, 15), date(2021, 3, 14))
    assert Quarter.of(date(2020, 12, 15), CutOff.FIFTEENTH) == Quarter(2021, 1)
    assert Quarter.of(date(2020, 12, 14), CutOff.FIFTEENTH) == Quarter(2020, 4)


def test_a_quarter_names_itself():
    assert [Quarter(2021, number).roman for number in (1, 2, 3, 4)] == ["I", "II", "III", "IV"]
    assert Quarter(2021, 2).key == "2021-q2"
    assert (Quarter(2020, 1).first_day, Quarter(2020, 1).last_day) == (date(2020, 1, 1), date(2020, 3, 31))
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter(2021, 5)


def test_five_in_the_morning_in_the_city_is_already_that_day():
    """Peers T16: at 05:00 one screen said overdue and another, counting in UTC, did not."""
    five = datetime(2021, 6, 16, 5, 0, tzinfo=CITY)
    assert five.astimezone(UTC).date() == date(2021, 6, 15)
    assert local_date(five.astimezone(UTC), CITY) == date(2021, 6, 16)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        local_date(datetime(2021, 6, 16, 5, 0), CITY)  # noqa: DTZ001 (the mistake itself)


@given(days, zones)
def test_a_day_ends_where_the_next_begins_whatever_the_clocks_do(day, zone):
    assert end_of_day(day, zone) == start_of_day(day + timedelta(days=1), zone)
    assert local_date(start_of_day(day, zone), zone) == day
    assert last_day_before(end_of_day(day, zone), zone) == day
