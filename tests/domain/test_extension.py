from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from taskboard.domain.calendar import WorkingCalendar, start_of_day
from taskboard.domain.deadline import overdue_from
from taskboard.domain.errors import RuleBroken
from taskboard.domain.extension import (
    STANDARD,
    ExtensionFacts,
    ExtensionPolicy,
    may_ask,
    may_grant,
    was_asked_late,
)
from tests.domain.calendars import CITY, days

DUE = date(2021, 6, 16)
LATER = date(2021, 7, 1)
TODAY = date(2021, 6, 14)
TASK = ExtensionFacts(DUE, overdue_from(DUE, None, WorkingCalendar(), CITY))
PENDING = replace(TASK, has_pending=True)


def ask(task=TASK, *, reason="Chờ kết quả thẩm định", new_due_on=LATER, today=TODAY, policy=STANDARD):
    may_ask(
        task, reason=reason, new_due_on=new_due_on, now=start_of_day(today, CITY), today=today, policy=policy
    )


def grant(task=PENDING, *, new_due_on=LATER, today=TODAY, is_chair=False, policy=STANDARD):
    may_grant(task, new_due_on=new_due_on, today=today, is_chair=is_chair, policy=policy)


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as broken:
        act(*args, **kwargs)
    return broken.value.key


def test_a_reason_and_a_later_date_in_time_are_enough():
    ask()
    grant()


def test_what_a_request_needs():
    assert refusal(ask, reason=" \n") == "extension_reason_missing"
    assert refusal(ask, new_due_on=DUE) == "extension_not_later"
    assert refusal(ask, ExtensionFacts(None, None)) == "extension_undated"
    assert refusal(ask, PENDING) == "extension_pending"


def test_the_form_is_told_which_field_is_wrong():
    with pytest.raises(RuleBroken) as broken:
        ask(new_due_on=DUE - timedelta(days=1))
    assert (broken.value.field, broken.value.details) == ("new_due_on", {"due_on": DUE})


def test_a_request_after_the_deadline_is_refused_unless_the_city_allows_it():
    late = date(2021, 6, 17)
    assert refusal(ask, today=late) == "extension_too_late"
    ask(today=late, policy=ExtensionPolicy(only_before_due=False))
    assert was_asked_late(TASK, start_of_day(late, CITY))
    assert not was_asked_late(TASK, start_of_day(DUE, CITY))


def test_a_new_date_that_has_passed_helps_nobody():
    allowed_late = ExtensionPolicy(only_before_due=False)
    assert refusal(ask, today=date(2021, 7, 2), policy=allowed_late) == "extension_not_future"
    assert refusal(grant, today=date(2021, 7, 2)) == "extension_not_future"


def test_a_new_date_in_another_age_is_a_slip():
    assert refusal(ask, new_due_on=date(2027, 1, 1)) == "extension_too_far"
    ask(new_due_on=date(2026, 12, 31))


def test_beyond_the_limit_only_the_chair_grants():
    once = replace(PENDING, granted_count=1)
    assert refusal(grant, once) == "extension_limit_chair"
    grant(once, is_chair=True)
    ask(replace(TASK, granted_count=1))


def test_a_city_may_let_nobody_beyond_the_limit():
    strict = ExtensionPolicy(chair_may_exceed=False)
    assert refusal(ask, replace(TASK, granted_count=1), policy=strict) == "extension_limit"
    assert (
        refusal(grant, replace(PENDING, granted_count=1), is_chair=True, policy=strict) == "extension_limit"
    )


def test_nothing_is_granted_that_was_not_asked():
    assert refusal(grant, TASK) == "extension_not_pending"


@given(days, days)
def test_no_extension_ever_brings_a_date_forward(due_on, new_due_on):
    task = ExtensionFacts(due_on, overdue_from(due_on, None, WorkingCalendar(), CITY))
    if new_due_on > due_on:
        ask(task, new_due_on=new_due_on, today=due_on)
    else:
        assert refusal(ask, task, new_due_on=new_due_on, today=due_on) == "extension_not_later"
