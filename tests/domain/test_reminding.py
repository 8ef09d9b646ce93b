from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.calendar import WorkingCalendar, local_date
from taskboard.domain.reminding import (
    STANDARD,
    EscalationLevel,
    ReminderPolicy,
    escalation_level,
    expires_at,
    nudge_on,
    plan,
    policy_for,
    sift,
    superseded_days,
)
from tests.domain.calendars import CITY, YEAR_2021, calendars, days

PLAIN = WorkingCalendar()
WEDNESDAY = date(2021, 6, 16)
policies = st.builds(
    ReminderPolicy,
    before=st.lists(st.integers(1, 20), max_size=4, unique=True).map(tuple),
    on_day=st.booleans(),
    after=st.lists(st.integers(1, 20), max_size=4, unique=True).map(tuple),
    weekly_after=st.booleans(),
)


def planned(
    due_on, *, calendar=PLAIN, policy=STANDARD, planned_on=date(2021, 1, 1), until_on=date(2021, 8, 1)
):
    return plan(due_on, policy=policy, calendar=calendar, zone=CITY, planned_on=planned_on, until_on=until_on)


def days_of(moments):
    return [(moment.rule, moment.on) for moment in moments]


def test_the_marks_of_an_ordinary_deadline():
    assert days_of(planned(WEDNESDAY, until_on=date(2021, 7, 8))) == [
        ("before_7", date(2021, 6, 7)),
        ("before_3", date(2021, 6, 11)),
        ("before_1", date(2021, 6, 15)),
        ("on_day", date(2021, 6, 16)),
        ("after_1", date(2021, 6, 17)),
        ("after_3", date(2021, 6, 21)),
        ("after_7", date(2021, 6, 25)),
        ("weekly", date(2021, 6, 30)),
        ("weekly", date(2021, 7, 7)),
    ]


def test_mails_leave_at_eight_in_the_city():
    assert {moment.at.astimezone(CITY).time() for moment in planned(WEDNESDAY)} == {time(8)}
    assert {moment.at.tzinfo for moment in planned(WEDNESDAY)} == {UTC}


def test_a_friday_deadline_uses_no_step_over_the_weekend():
    """Peers T13: reminders on Saturday, Sunday and Monday had spent the ladder before anyone worked."""
    after = [moment for moment in planned(date(2021, 6, 18)) if moment.rule.startswith("after")]
    assert days_of(after)[:2] == [("after_1", date(2021, 6, 21)), ("after_3", date(2021, 6, 23))]


def test_the_weekly_reminders_begin_after_the_last_mark():
    """Five working days are a week: the mark speaks for that day, the first weekly one comes a week later."""
    moments = planned(WEDNESDAY, policy=ReminderPolicy(before=(), after=(5,)), until_on=date(2021, 6, 30))
    assert days_of(moments)[1:] == [("after_5", date(2021, 6, 23)), ("weekly", date(2021, 6, 30))]


def test_tet_is_silent_and_its_weekly_reminders_do_not_pile_up():
    moments = planned(date(2021, 1, 27), calendar=YEAR_2021, until_on=date(2021, 2, 28))
    weekly = [(moment.occurrence, moment.on) for moment in moments if moment.rule == "weekly"]
    assert weekly == [(date(2021, 2, 17), date(2021, 2, 17)), (date(2021, 2, 24), date(2021, 2, 24))]
    assert not [moment for moment in moments if date(2021, 2, 10) <= moment.on <= date(2021, 2, 16)]


def test_nothing_is_planned_for_days_before_the_task_was_given():
    assert [moment.rule for moment in planned(WEDNESDAY, planned_on=date(2021, 6, 15), until_on=WEDNESDAY)][
        :2
    ] == [
        "before_1",
        "on_day",
    ]


def test_duties_are_reminded_by_the_length_of_their_period():
    weekly = planned(WEDNESDAY, policy=policy_for("weekly"))
    assert [moment.rule for moment in weekly] == ["on_day", "after_1"]
    monthly = planned(WEDNESDAY, policy=policy_for("monthly"))
    assert [moment.rule for moment in monthly] == ["before_3", "on_day", "after_1"]
    assert [moment.rule for moment in planned(WEDNESDAY, policy=policy_for("daily"))] == ["on_day"]
    assert policy_for(None) == policy_for("quarterly") == STANDARD


@given(days, policies, calendars, days, days)
def test_every_moment_is_a_working_day_once_and_in_order(due_on, policy, calendar, planned_on, until_on):
    moments = planned(due_on, policy=policy, calendar=calendar, planned_on=planned_on, until_on=until_on)
    assert all(calendar.is_working_day(moment.on) for moment in moments)
    assert all(moment.on >= planned_on for moment in moments)
    assert all(moment.on <= until_on for moment in moments if moment.rule == "weekly")
    assert len({(moment.rule, moment.occurrence) for moment in moments}) == len(moments)
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)
    weekly = [moment.on for moment in moments if moment.rule == "weekly"]
    assert len(set(weekly)) == len(weekly)


@given(days, policies, calendars, st.integers(0, 60), st.integers(0, 60))
def test_planning_on_from_day_to_day_plans_what_one_pass_would(due_on, policy, calendar, first, more):
    """The identity of a moment depends neither on when it was planned nor on how far."""
    until_on = due_on + timedelta(days=first)
    once = planned(due_on, policy=policy, calendar=calendar, until_on=until_on + timedelta(days=more))
    early = planned(due_on, policy=policy, calendar=calendar, until_on=until_on)
    assert set(early) <= set(once)


@given(days, policies, calendars, calendars)
def test_a_corrected_calendar_keeps_the_identity_of_marks(due_on, policy, old, new):
    def marks(calendar):
        moments = planned(due_on, policy=policy, calendar=calendar, planned_on=date(2018, 1, 1))
        return {(moment.rule, moment.occurrence) for moment in moments if moment.rule != "weekly"}

    assert marks(old) == marks(new)


def test_a_reminder_speaks_until_the_end_of_the_next_working_day():
    friday = next(moment for moment in planned(date(2021, 6, 18)) if moment.rule == "on_day")
    expiry = expires_at(friday, calendar=PLAIN, zone=CITY)
    assert expiry.astimezone(CITY) == datetime(2021, 6, 22, tzinfo=CITY)


def test_after_three_days_without_power_one_reminder_speaks():
    moments = planned(WEDNESDAY)
    now = datetime(2021, 6, 17, 10, 0, tzinfo=CITY).astimezone(UTC)
    sifted = sift(moments, now=now, calendar=PLAIN, zone=CITY)
    assert sifted.send is not None
    assert sifted.send.rule == "after_1"
    assert [moment.rule for moment in sifted.superseded] == ["on_day"]
    assert [moment.rule for moment in sifted.expired] == ["before_7", "before_3", "before_1"]
    assert sifted.waiting[0].rule == "after_3"


@given(days, policies, calendars, st.integers(-40, 80))
def test_sifting_loses_none_and_doubles_none(due_on, policy, calendar, offset):
    moments = planned(due_on, policy=policy, calendar=calendar, planned_on=date(2018, 1, 1))
    now = datetime(due_on.year, due_on.month, due_on.day, 3, tzinfo=UTC) + timedelta(days=offset)
    sifted = sift(moments, now=now, calendar=calendar, zone=CITY)
    kept = [*sifted.expired, *sifted.superseded, *([sifted.send] if sifted.send else []), *sifted.waiting]
    assert kept == list(moments)
    assert sifted.send is None or expires_at(sifted.send, calendar=calendar, zone=CITY) > now


def test_of_unsent_digests_only_the_newest_goes():
    assert superseded_days([date(2021, 6, 14), date(2021, 6, 16), date(2021, 6, 15)]) == {
        date(2021, 6, 14),
        date(2021, 6, 15),
    }
    assert superseded_days([]) == superseded_days([WEDNESDAY]) == frozenset()


def test_thirty_days_of_silence_end_on_a_working_day():
    assert nudge_on(date(2021, 5, 20), calendar=PLAIN) == date(2021, 6, 21)
    assert nudge_on(date(2021, 1, 12), calendar=YEAR_2021) == date(2021, 2, 17)


@pytest.mark.parametrize(
    ("days_late", "level"),
    [
        (0, None),
        (1, EscalationLevel.HEAD),
        (2, EscalationLevel.CHIEF_OF_OFFICE),
        (4, EscalationLevel.CHIEF_OF_OFFICE),
        (5, EscalationLevel.CHAIR),
        (300, EscalationLevel.CHAIR),
    ],
)
def test_the_ladder_rises_with_working_days(days_late, level):
    assert escalation_level(days_late) is level


def test_the_day_of_a_moment_is_the_citys():
    assert all(local_date(moment.at, CITY) == moment.on for moment in planned(WEDNESDAY))
