from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.calendar import WorkingCalendar, end_of_day, start_of_day
from taskboard.domain.deadline import (
    Deadline,
    DueClass,
    LateBand,
    Recurrence,
    days_late,
    due_state,
    duty_periods,
    last_day_in_time,
    late_band,
    overdue_from,
)
from tests.domain.calendars import CITY, YEAR_2021, calendars, days

PLAIN = WorkingCalendar()
WEDNESDAY = date(2021, 6, 16)


def state_at(now: datetime, due_on: date = WEDNESDAY, due_time: time | None = None):
    return due_state(
        due_on,
        overdue_from(due_on, due_time, PLAIN, CITY),
        now=now.astimezone(UTC),
        zone=CITY,
        calendar=PLAIN,
    )


def test_the_due_day_itself_is_in_time_to_its_last_moment():
    """Peers T17: due today was shown red."""
    assert state_at(datetime(2021, 6, 16, 23, 59, 59, tzinfo=CITY)).kind is DueClass.DUE_SOON
    assert state_at(datetime(2021, 6, 17, 0, 0, tzinfo=CITY)).kind is DueClass.OVERDUE


def test_at_five_in_the_morning_both_todays_agree():
    """00:00 in the city is 17:00 UTC of the day before: at 05:00 the date in UTC is still the due day."""
    state = state_at(datetime(2021, 6, 17, 5, 0, tzinfo=CITY))
    assert (state.kind, state.days_late) == (DueClass.OVERDUE, 1)
    state = state_at(datetime(2021, 6, 16, 5, 0, tzinfo=CITY))
    assert (state.kind, state.days_left, state.working_days_left) == (DueClass.DUE_SOON, 0, 0)


def test_an_hour_named_in_the_order_counts():
    assert state_at(datetime(2021, 6, 16, 9, 59, tzinfo=CITY), due_time=time(10)).kind is DueClass.DUE_SOON
    late = state_at(datetime(2021, 6, 16, 10, 0, tzinfo=CITY), due_time=time(10))
    assert (late.kind, late.days_late) == (DueClass.OVERDUE, 1)


def test_a_saturday_deadline_ends_with_monday():
    saturday = date(2021, 6, 19)
    assert overdue_from(saturday, None, PLAIN, CITY) == end_of_day(date(2021, 6, 21), CITY)
    assert overdue_from(saturday, time(10), PLAIN, CITY) == end_of_day(date(2021, 6, 21), CITY)
    assert overdue_from(saturday, None, PLAIN, CITY, roll=False) == end_of_day(saturday, CITY)


def test_a_deadline_in_tet_week_ends_with_the_first_day_back():
    assert last_day_in_time(overdue_from(date(2021, 2, 12), None, YEAR_2021, CITY), CITY) == date(2021, 2, 17)


def test_due_soon_counts_working_days_and_lateness_calendar_days():
    monday = date(2021, 6, 21)
    assert state_at(start_of_day(date(2021, 6, 15), CITY), monday).kind is DueClass.IN_TIME
    assert state_at(start_of_day(date(2021, 6, 16), CITY), monday).kind is DueClass.DUE_SOON
    assert state_at(start_of_day(date(2021, 6, 28), CITY), monday).days_late == 7


def test_no_date_is_no_deadline_and_half_a_deadline_is_an_error():
    assert due_state(None, None, now=datetime(2021, 6, 16, tzinfo=UTC), zone=CITY, calendar=PLAIN).kind is (
        DueClass.NO_DEADLINE
    )
    with pytest.raises(ValueError, match="no instant"):
        due_state(WEDNESDAY, None, now=datetime(2021, 6, 16, tzinfo=UTC), zone=CITY, calendar=PLAIN)


@given(days, calendars, st.none() | st.times(), st.datetimes(timezones=st.just(UTC)))
def test_overdue_begins_at_the_stored_instant_and_at_no_other(due_on, calendar, due_time, now):
    instant = overdue_from(due_on, due_time, calendar, CITY)
    state = due_state(due_on, instant, now=now, zone=CITY, calendar=calendar)
    assert (state.kind is DueClass.OVERDUE) == (now >= instant)
    assert (state.days_late > 0) == (state.kind is DueClass.OVERDUE)
    assert (state.days_left is None) == (state.kind is DueClass.OVERDUE)
    assert instant > start_of_day(due_on, CITY) or due_time == time()


@given(days, calendars, calendars)
def test_a_new_calendar_moves_no_deadline_that_was_given(due_on, then, now_valid):
    instant = overdue_from(due_on, None, then, CITY)
    just_before = due_state(
        due_on, instant, now=instant - timedelta(seconds=1), zone=CITY, calendar=now_valid
    )
    assert just_before.kind is not DueClass.OVERDUE
    assert just_before.days_left == 0


def test_a_day_claimed_is_late_only_when_all_of_it_is():
    instant = overdue_from(WEDNESDAY, time(10), PLAIN, CITY)
    assert days_late(WEDNESDAY, instant, CITY) == 0
    assert days_late(date(2021, 6, 18), instant, CITY) == 2


def test_the_first_date_a_task_gets_is_its_original_for_ever():
    first, second = (
        overdue_from(WEDNESDAY, None, PLAIN, CITY),
        overdue_from(date(2021, 7, 1), None, PLAIN, CITY),
    )
    dated = Deadline().moved_to(WEDNESDAY, first)
    assert dated == Deadline(WEDNESDAY, first, WEDNESDAY, first)
    assert dated.moved_to(date(2021, 7, 1), second) == Deadline(WEDNESDAY, first, date(2021, 7, 1), second)


@pytest.mark.parametrize(
    ("days_", "band"),
    [
        (-1, None),
        (0, None),
        (1, LateBand.WEEK),
        (7, LateBand.WEEK),
        (8, LateBand.MONTH),
        (30, LateBand.MONTH),
        (31, LateBand.QUARTER),
        (90, LateBand.QUARTER),
        (91, LateBand.LONGER),
    ],
)
def test_bands_touch_and_do_not_overlap(days_, band):
    assert late_band(days_) is band


def test_weeks_keep_their_names_over_the_year_end():
    keys = [period.key for period in duty_periods("weekly", date(2020, 12, 28), date(2021, 1, 11))]
    assert keys == ["2020-W53", "2021-W01", "2021-W02"]


def test_months_quarters_and_years_are_the_calendars():
    months = duty_periods(Recurrence.MONTHLY, date(2021, 1, 31), date(2021, 3, 1), due_day=30)
    assert [(period.key, period.due_on) for period in months] == [
        ("2021-02", date(2021, 2, 28)),
        ("2021-03", date(2021, 3, 30)),
    ]
    assert [period.key for period in duty_periods("quarterly", date(2021, 4, 5), date(2021, 7, 1))] == [
        "2021-Q2",
        "2021-Q3",
    ]
    (year,) = duty_periods("yearly", date(2021, 4, 5), date(2021, 12, 31))
    assert (year.key, year.first, year.due_on) == ("2021", date(2021, 1, 1), date(2021, 12, 31))


def test_a_daily_duty_rests_when_the_city_does():
    periods = duty_periods("daily", date(2021, 2, 8), date(2021, 2, 18), calendar=YEAR_2021)
    assert [period.key for period in periods] == ["2021-02-08", "2021-02-09", "2021-02-17", "2021-02-18"]


def test_a_weekly_duty_may_fall_due_on_fridays():
    (week,) = duty_periods("weekly", date(2021, 6, 14), date(2021, 6, 14), due_day=5)
    assert (week.key, week.first, week.last, week.due_on) == (
        "2021-W24",
        date(2021, 6, 14),
        date(2021, 6, 20),
        date(2021, 6, 18),
    )


@given(st.sampled_from(Recurrence), days, st.integers(0, 500), st.none() | st.integers(1, 7))
def test_periods_follow_each_other_without_gap_and_none_is_born_late(recurrence, start_on, length, due_day):
    until_on = start_on + timedelta(days=length)
    periods = duty_periods(recurrence, start_on, until_on, due_day=due_day)
    assert len({period.key for period in periods}) == len(periods)
    for one, other in pairwise(periods):
        assert one.last + timedelta(days=1) == other.first
    for period in periods:
        assert period.first <= period.due_on <= period.last
        assert period.due_on >= start_on
        assert period.first <= until_on


@given(st.sampled_from(Recurrence), days, st.integers(0, 200), st.integers(0, 200))
def test_asking_again_later_gives_the_same_periods_and_more(recurrence, start_on, length, more):
    """A scheduler that slept asks for a longer stretch: nothing it opened before changes its name or date."""
    until_on = start_on + timedelta(days=length)
    before = duty_periods(recurrence, start_on, until_on)
    assert duty_periods(recurrence, start_on, until_on + timedelta(days=more))[: len(before)] == before
