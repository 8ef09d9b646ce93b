"""Rules and facts give moments: none twice, none lost, all on working days; the ladder and what stills it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from taskboard.domain.calendar import WorkingCalendar, local_date
from taskboard.domain.deadline import Recurrence
from taskboard.domain.lifecycle import OPEN, REMINDED, State
from taskboard.domain.reminding import (
    MANDATORY,
    OF_NO_TASK,
    TOPICS,
    UNNUMBERED,
    Frame,
    Gone,
    Importance,
    Reader,
    Rule,
    Said,
    Stop,
    TaskFacts,
    Topic,
    Trigger,
    answered_until,
    expires_at,
    plan_briefing,
    plan_bulletin,
    plan_task,
    rule_of,
    why_gone,
)
from tests.domain.calendars import CITY, YEAR_2021, calendars, days

PLAIN = WorkingCalendar()
WEDNESDAY = date(2021, 6, 16)
JUNE_1 = date(2021, 6, 1)


def rule(key, trigger, *offsets, **more):
    return Rule(key, trigger, offsets, **more)


BEFORE = rule("before", Trigger.BEFORE, 7, 3, 1)
ON_DAY = rule("on_day", Trigger.ON_DAY)
AFTER = rule("after", Trigger.AFTER, 1, 3, 7)
WEEKLY = rule("weekly", Trigger.WEEKLY, 7)
UNIT = (BEFORE, ON_DAY, AFTER, WEEKLY)
HEAD = rule("escalate_head", Trigger.ESCALATE, 1, readers=(Reader.HEAD,), stop=Stop.ANSWER)
CHIEF = rule("escalate_chief", Trigger.ESCALATE, 2, readers=(Reader.CHIEF_OF_OFFICE,), stop=Stop.ANSWER)
CHAIR = rule("escalate_chair", Trigger.ESCALATE, 5, readers=(Reader.CHAIR,), stop=Stop.ANSWER)
LADDER = (HEAD, CHIEF, CHAIR)
SILENCE = rule("silence", Trigger.SILENCE, 30)
PROGRESS = rule("progress", Trigger.PROGRESS, 3, day=25)
UNNAMED = rule("unnamed", Trigger.UNNAMED, 3)
CONFIRM = rule("confirm", Trigger.CONFIRM, 2)
REQUEST = rule("request", Trigger.REQUEST, 1, 3)
BULLETIN = rule("bulletin", Trigger.BULLETIN, day=1)
COUNTDOWN = rule("briefing", Trigger.BRIEFING, 5, 3, 1)
EVERY = (*UNIT, *LADDER, SILENCE, PROGRESS, UNNAMED, CONFIRM, REQUEST)


def frame(*, calendar=PLAIN, planned_on=date(2021, 1, 1), until_on=date(2021, 8, 1)):
    return Frame(calendar, CITY, time(8), planned_on, until_on)


def facts(last_day=WEDNESDAY, **more):
    more.setdefault("state", State.IN_PROGRESS)
    more.setdefault("assigned_on", JUNE_1)
    return TaskFacts(last_day=last_day, **more)


def marks(known, rules=EVERY, **window):
    return [(moment.rule, moment.on) for moment in plan_task(known, rules, frame(**window))]


def names(known, rules=EVERY, **window):
    return [name for name, _ in marks(known, rules, **window)]


# ------------------------------------------------------------------------------------------------ around the deadline


def test_the_marks_of_an_ordinary_deadline():
    assert marks(facts(), UNIT, until_on=date(2021, 7, 8)) == [
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


def test_mails_leave_at_the_hour_of_the_city():
    moments = plan_task(facts(), UNIT, frame())
    assert {moment.at.astimezone(CITY).time() for moment in moments} == {time(8)}
    assert {moment.at.tzinfo for moment in moments} == {UTC}
    assert all(local_date(moment.at, CITY) == moment.on for moment in moments)


def test_a_friday_deadline_uses_no_step_over_the_weekend():
    """Peers T13: reminders on Saturday, Sunday and Monday had spent the ladder before anyone worked."""
    friday = facts(date(2021, 6, 18))
    assert marks(friday, (AFTER, *LADDER))[:4] == [
        ("after_1", date(2021, 6, 21)),
        ("escalate_head_1", date(2021, 6, 21)),
        ("escalate_chief_2", date(2021, 6, 22)),
        ("after_3", date(2021, 6, 23)),
    ]


def test_the_weekly_reminders_begin_after_the_last_mark():
    """Five working days are a week: the mark speaks for that day, the first weekly one comes a week later."""
    rules = (ON_DAY, rule("after", Trigger.AFTER, 5), rule("weekly", Trigger.WEEKLY, 5))
    found = marks(facts(), rules, until_on=date(2021, 6, 30))
    assert found[1:] == [("after_5", date(2021, 6, 23)), ("weekly", date(2021, 6, 30))]


def test_tet_is_silent_and_its_weekly_reminders_do_not_pile_up():
    moments = plan_task(facts(date(2021, 1, 27)), UNIT, frame(calendar=YEAR_2021, until_on=date(2021, 2, 28)))
    weekly = [(moment.occurrence, moment.on) for moment in moments if moment.rule == "weekly"]
    assert weekly == [(date(2021, 2, 17), date(2021, 2, 17)), (date(2021, 2, 24), date(2021, 2, 24))]
    assert not [moment for moment in moments if date(2021, 2, 10) <= moment.on <= date(2021, 2, 16)]


def test_nothing_is_planned_for_days_gone_by():
    assert names(facts(), UNIT, planned_on=date(2021, 6, 15), until_on=WEDNESDAY)[:2] == [
        "before_1",
        "on_day",
    ]


def test_what_is_late_for_years_is_planned_as_fast_as_what_is_late_for_a_week():
    """The weekly marks are not walked from the deadline on."""
    old = facts(date(2001, 6, 13), assigned_on=date(2001, 1, 1))
    assert marks(old, (WEEKLY,), planned_on=date(2021, 6, 14), until_on=date(2021, 6, 20)) == [
        ("weekly", date(2021, 6, 16))
    ]


def test_a_task_that_rests_is_reminded_of_by_nobody():
    for state in set(State) - REMINDED - {State.WAITING}:
        assert names(facts(state=state, is_named=False)) == [], state


# --------------------------------------------------------------------------------------------------- which rule applies


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        (None, ["before_7", "on_day"]),
        (Recurrence.QUARTERLY, ["before_7", "on_day"]),
        (Recurrence.MONTHLY, ["before_3", "on_day"]),
        (Recurrence.WEEKLY, []),
    ],
)
def test_marks_scale_with_the_period_of_a_duty(recurrence, expected):
    """Decision 3."""
    rules = (
        rule("before", Trigger.BEFORE, 7),
        ON_DAY,
        rule("before.monthly", Trigger.BEFORE, 3, recurrence=Recurrence.MONTHLY),
        rule("on_day.monthly", Trigger.ON_DAY, recurrence=Recurrence.MONTHLY),
    )
    assert names(facts(recurrence=recurrence), rules) == expected


def test_importance_and_kind_of_unit_choose_the_rule():
    ordinary = rule("escalate_chair", Trigger.ESCALATE, 5, importance=Importance.ORDINARY)
    starred = rule("escalate_chair.starred", Trigger.ESCALATE, 3, importance=Importance.STARRED)
    wards = rule("before", Trigger.BEFORE, 2, unit_kinds=frozenset({"ward"}))
    rules = (ordinary, starred, wards)
    assert names(facts(), rules) == ["escalate_chair_5"]
    assert names(facts(is_starred=True, unit_kind="ward"), rules) == ["before_2", "escalate_chair_3"]


def test_a_rule_speaks_only_on_the_days_it_holds():
    """Changing a rule moves nothing of before: each version gives the marks of its own days."""
    old = rule("after", Trigger.AFTER, 1, 5, until=date(2021, 6, 21))
    new = rule("after", Trigger.AFTER, 2, 6, since=date(2021, 6, 21))
    assert marks(facts(), (old, new)) == [("after_1", date(2021, 6, 17)), ("after_6", date(2021, 6, 24))]


def test_a_rule_that_is_off_gives_nothing():
    assert names(facts(), (rule("on_day", Trigger.ON_DAY, is_on=False),)) == []


def test_the_rule_behind_a_mark_is_found_again():
    starred = rule("escalate_chair.starred", Trigger.ESCALATE, 3, importance=Importance.STARRED)
    rules = (rule("escalate_chair", Trigger.ESCALATE, 5, importance=Importance.ORDINARY), starred)
    assert rule_of("escalate_chair_3", rules, facts(is_starred=True), WEDNESDAY) is starred
    assert rule_of("escalate_chair_3", rules, facts(), WEDNESDAY) is None


# ----------------------------------------------------------------------------------------------------------- the ladder


def test_the_ladder_rises_with_working_days_late():
    assert marks(facts(), LADDER) == [
        ("escalate_head_1", date(2021, 6, 17)),
        ("escalate_chief_2", date(2021, 6, 18)),
        ("escalate_chair_5", date(2021, 6, 23)),
    ]


def test_a_plan_with_a_day_stills_the_ladder_until_that_day():
    """Rule 15: done, or not done with a plan. If the day passes without result, the ladder begins anew from it."""
    answered = facts(answered_until=date(2021, 6, 30))
    assert marks(answered, LADDER) == [
        ("escalate_head_1", date(2021, 7, 1)),
        ("escalate_chief_2", date(2021, 7, 2)),
        ("escalate_chair_5", date(2021, 7, 7)),
    ]
    assert names(answered, (AFTER,)) == ["after_1", "after_3", "after_7"], "the unit itself is still reminded"


def test_the_same_text_again_is_no_answer():
    first = Said(date(2021, 6, 17), "Tiếp tục đôn đốc các xã", date(2021, 6, 25))
    again = Said(date(2021, 6, 25), "  tiếp tục ĐÔN ĐỐC các xã ", date(2021, 7, 30))
    other = Said(date(2021, 6, 28), "Thuê tư vấn lập hồ sơ, nộp Sở ngày 12/7", date(2021, 7, 12))
    assert answered_until([first], WEDNESDAY) == date(2021, 6, 25)
    assert answered_until([first, again], WEDNESDAY) == date(2021, 6, 25)
    assert answered_until([first, again, other], WEDNESDAY) == date(2021, 7, 12)


@pytest.mark.parametrize(
    "said",
    [
        Said(date(2021, 6, 17), "", date(2021, 6, 25)),
        Said(date(2021, 6, 17), "   ", date(2021, 6, 25)),
        Said(date(2021, 6, 10), "Sẽ xong trước hạn", date(2021, 6, 15)),
    ],
)
def test_no_plan_or_a_forecast_inside_the_deadline_is_no_answer(said):
    assert answered_until([said], WEDNESDAY) is None


def test_a_far_forecast_stills_the_ladder_for_a_month_only():
    far = Said(date(2021, 6, 17), "Chờ tỉnh phê duyệt", date(2022, 12, 31))
    assert answered_until([far], WEDNESDAY) == date(2021, 7, 17)


def test_an_urging_letter_takes_the_place_of_the_next_step():
    """Rule 25. One letter, one step; none for what was urged before it was late."""
    assert names(facts(urged_on=(date(2021, 6, 17),)), LADDER) == ["escalate_chief_2", "escalate_chair_5"]
    assert names(facts(urged_on=(date(2021, 6, 18),)), LADDER) == ["escalate_head_1", "escalate_chair_5"]
    assert names(facts(urged_on=(date(2021, 6, 17), date(2021, 6, 18))), LADDER) == ["escalate_chair_5"]
    assert len(names(facts(urged_on=(date(2021, 6, 14),)), LADDER)) == 3


def test_letters_never_keep_a_task_from_the_chair():
    urged = facts(urged_on=tuple(WEDNESDAY + timedelta(days=count) for count in range(1, 9)))
    assert names(urged, LADDER) == ["escalate_chair_5"]


# -------------------------------------------------------------------------------------------- what has no deadline


def test_silence_without_a_deadline_ends_on_a_working_day():
    assert marks(facts(None, heard_on=date(2021, 5, 20)), (SILENCE,)) == [("silence_30", date(2021, 6, 21))]
    tet = facts(None, assigned_on=date(2021, 1, 12))
    assert marks(tet, (SILENCE,), calendar=YEAR_2021) == [("silence_30", date(2021, 2, 17))]
    assert names(facts(heard_on=date(2021, 5, 20)), (SILENCE,)) == [], "a dated task has its own marks"


def test_progress_is_asked_for_before_the_25th_of_a_month_without_a_report():
    window = {"planned_on": date(2021, 7, 1), "until_on": date(2021, 7, 31)}
    open_ended = facts(None, assigned_on=date(2021, 5, 3), reported_on=date(2021, 6, 28))
    assert marks(open_ended, (PROGRESS,), **window) == [("progress_3", date(2021, 7, 21))]
    reported = facts(None, assigned_on=date(2021, 5, 3), reported_on=date(2021, 7, 2))
    assert names(reported, (PROGRESS,), **window) == []
    fresh = facts(None, assigned_on=date(2021, 7, 2))
    assert names(fresh, (PROGRESS,), **window) == []
    late = facts(date(2021, 7, 1), assigned_on=date(2021, 5, 3))
    assert names(late, (PROGRESS,), **window) == [], "the ladder asks already"


def test_an_officer_is_asked_for_where_there_are_some():
    assert marks(facts(is_named=False), (UNNAMED,)) == [("unnamed_3", date(2021, 6, 4))]
    assert names(facts(is_named=True), (UNNAMED,)) == []


def test_confirmations_and_requests_have_a_date_too():
    waiting = facts(state=State.WAITING, reported_on=date(2021, 6, 18))
    assert marks(waiting) == [("confirm_2", date(2021, 6, 22))]
    asked = facts(requested_on=date(2021, 6, 10))
    assert marks(asked, (REQUEST,)) == [("request_1", date(2021, 6, 11)), ("request_3", date(2021, 6, 15))]


# --------------------------------------------------------------------------------------------- marks of no single task


def test_the_countdown_to_a_briefing_is_in_working_days():
    moments = plan_briefing(date(2021, 7, 5), (COUNTDOWN,), frame())
    assert [(moment.rule, moment.on) for moment in moments] == [
        ("briefing_5", date(2021, 6, 28)),
        ("briefing_3", date(2021, 6, 30)),
        ("briefing_1", date(2021, 7, 2)),
    ]


def test_the_bulletin_comes_on_monday_or_the_first_day_worked_of_its_week():
    window = frame(calendar=YEAR_2021, planned_on=date(2021, 1, 25), until_on=date(2021, 2, 28))
    moments = plan_bulletin((BULLETIN,), window)
    assert [(moment.occurrence, moment.on) for moment in moments] == [
        (date(2021, 1, 25), date(2021, 1, 25)),
        (date(2021, 2, 1), date(2021, 2, 1)),
        (date(2021, 2, 8), date(2021, 2, 8)),
        (date(2021, 2, 15), date(2021, 2, 17)),
        (date(2021, 2, 22), date(2021, 2, 22)),
    ]


# -------------------------------------------------------------------------------------------------------- for all cases

offsets = st.lists(st.integers(1, 20), min_size=1, max_size=4, unique=True).map(tuple)
stops = st.sampled_from(Stop)
rule_sets = st.tuples(
    st.builds(Rule, st.just("before"), st.just(Trigger.BEFORE), offsets),
    st.builds(Rule, st.just("on_day"), st.just(Trigger.ON_DAY), is_on=st.booleans()),
    st.builds(Rule, st.just("after"), st.just(Trigger.AFTER), offsets, stop=stops),
    st.builds(
        Rule, st.just("weekly"), st.just(Trigger.WEEKLY), st.integers(1, 12).map(lambda n: (n,)), stop=stops
    ),
    st.builds(
        Rule,
        st.just("escalate_chair"),
        st.just(Trigger.ESCALATE),
        offsets,
        readers=st.just((Reader.CHAIR,)),
        stop=stops,
    ),
    st.builds(Rule, st.just("silence"), st.just(Trigger.SILENCE), offsets),
    st.builds(Rule, st.just("progress"), st.just(Trigger.PROGRESS), offsets, day=st.integers(1, 28)),
    st.builds(Rule, st.just("unnamed"), st.just(Trigger.UNNAMED), offsets),
    st.builds(Rule, st.just("confirm"), st.just(Trigger.CONFIRM), offsets),
    st.builds(Rule, st.just("request"), st.just(Trigger.REQUEST), offsets),
)
some_days = st.one_of(st.none(), days)
known_facts = st.builds(
    TaskFacts,
    state=st.sampled_from(sorted(OPEN)),
    assigned_on=days,
    last_day=some_days,
    reported_on=some_days,
    heard_on=some_days,
    is_named=st.booleans(),
    requested_on=some_days,
    answered_until=some_days,
    urged_on=st.lists(days, max_size=3).map(tuple),
)


@given(known_facts, rule_sets, calendars, days, st.integers(0, 90))
def test_every_moment_is_a_working_day_once_and_in_order(known, rules, calendar, planned_on, ahead):
    until_on = planned_on + timedelta(days=ahead)
    moments = plan_task(known, rules, Frame(calendar, CITY, time(8), planned_on, until_on))
    assert all(calendar.is_working_day(moment.on) for moment in moments)
    assert all(moment.on >= planned_on for moment in moments)
    assert len({(moment.rule, moment.occurrence) for moment in moments}) == len(moments)
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)
    for endless in ("weekly", "progress"):
        of_rule = [moment for moment in moments if moment.rule.startswith(endless)]
        assert all(moment.on <= until_on for moment in of_rule)
    weekly = [moment.on for moment in moments if moment.rule == "weekly"]
    assert len(set(weekly)) == len(weekly)


@given(known_facts, rule_sets, calendars, days, st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_no_mark_is_lost_over_any_outage_nor_planned_twice(known, rules, calendar, first, gaps):
    """Passes on days with any gaps in between, each looking 7 days ahead and 21 back, find what daily passes find."""

    def passes(days_of_passes):
        found = {}
        for day in days_of_passes:
            window = Frame(calendar, CITY, time(8), day - timedelta(days=21), day + timedelta(days=7))
            for moment in plan_task(known, rules, window):
                if moment.on >= first:
                    found[moment.rule, moment.occurrence] = moment.on
        return found

    stops_on = [first]
    for gap in gaps:
        stops_on.append(stops_on[-1] + timedelta(days=gap))
    daily = [first + timedelta(days=count) for count in range((stops_on[-1] - first).days + 1)]
    assert passes(stops_on) == passes(daily)


@given(known_facts, rule_sets, calendars, calendars)
def test_a_corrected_calendar_keeps_the_identity_of_marks(known, rules, old, new):
    assume(
        not known.urged_on
    )  # a letter takes the next step, and which comes next is a matter of days worked

    def identities(calendar):
        window = Frame(calendar, CITY, time(8), date(2018, 1, 1), date(2018, 1, 1))
        endless = ("weekly", "progress")
        return {
            (moment.rule, moment.occurrence)
            for moment in plan_task(known, rules, window)
            if not moment.rule.startswith(endless)
        }

    assert identities(old) == identities(new)


@given(known_facts, rule_sets, calendars, days)
def test_a_mark_that_is_gone_says_why(known, rules, calendar, day):
    words = {gone.value for gone in Gone} | {state.value for state in State}
    for one in rules:
        for mark in one.marks():
            assert why_gone(mark, day, known, rules) in words


def test_a_reminder_speaks_until_the_end_of_the_next_working_day():
    window = frame()
    friday = next(moment for moment in plan_task(facts(date(2021, 6, 18)), (ON_DAY,), window))
    assert expires_at(friday, window).astimezone(CITY) == datetime(2021, 6, 22, tzinfo=CITY)


def test_every_trigger_has_a_topic_and_what_holds_a_unit_to_its_date_cannot_be_switched_off():
    assert set(TOPICS) == set(Trigger)
    assert {TOPICS[trigger] for trigger in (Trigger.BEFORE, Trigger.AFTER, Trigger.ESCALATE)} <= MANDATORY
    assert Topic.BULLETIN not in MANDATORY
    assert set(Trigger) > OF_NO_TASK
    assert set(Trigger) > UNNUMBERED
