"""When something may be asked, on whose word it is decided: the rules of requests by table."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.authority import Role
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.errors import RuleBroken
from taskboard.domain.requests import (
    Delegation,
    ReturnFacts,
    corrected_due,
    may_ask_return,
    may_decide,
    needs_second_person,
    return_until,
)

PLAIN = WorkingCalendar()
HOLIDAY = WorkingCalendar(days_off=frozenset({date(2021, 4, 30), date(2021, 5, 3)}))
LEADER, OTHER = 7, 8


@pytest.mark.parametrize(
    ("received_on", "calendar", "until"),
    [
        (None, PLAIN, None),
        (date(2021, 6, 16), PLAIN, date(2021, 6, 18)),
        (date(2021, 6, 18), PLAIN, date(2021, 6, 22)),
        (date(2021, 6, 19), PLAIN, date(2021, 6, 22)),
        (date(2021, 4, 29), HOLIDAY, date(2021, 5, 5)),
    ],
)
def test_the_days_to_return_are_working_days_after_receipt(
    received_on: date | None, calendar: WorkingCalendar, until: date | None
) -> None:
    assert return_until(received_on, calendar) == until


@pytest.mark.parametrize(
    ("facts", "reason", "key"),
    [
        (ReturnFacts(None, False), "Nhầm.", None),
        (ReturnFacts(date(2021, 6, 14), False), "Nhầm.", None),
        (ReturnFacts(date(2021, 6, 11), False), "Nhầm.", "return_too_late"),
        (ReturnFacts(None, True), "Nhầm.", "return_after_report"),
        (ReturnFacts(None, False, has_pending=True), "Nhầm.", "request_pending"),
        (ReturnFacts(None, False), " ", "reason_missing"),
    ],
)
def test_a_return_by_its_facts(facts: ReturnFacts, reason: str, key: str | None) -> None:
    today = date(2021, 6, 16)
    if key is None:
        may_ask_return(facts, reason=reason, today=today, calendar=PLAIN)
        return
    with pytest.raises(RuleBroken) as broken:
        may_ask_return(facts, reason=reason, today=today, calendar=PLAIN)
    assert broken.value.key == key


@pytest.mark.parametrize(
    ("original", "current", "corrected", "becomes"),
    [
        (date(2021, 6, 30), date(2021, 6, 30), date(2021, 7, 30), date(2021, 7, 30)),
        (date(2021, 6, 30), date(2021, 6, 30), date(2021, 6, 3), date(2021, 6, 3)),
        (date(2021, 6, 30), date(2021, 7, 15), date(2021, 6, 3), date(2021, 7, 15)),
        (date(2021, 6, 30), date(2021, 7, 15), date(2021, 8, 1), date(2021, 8, 1)),
    ],
)
def test_a_correction_takes_no_granted_time_away(
    original: date, current: date, corrected: date, becomes: date
) -> None:
    assert corrected_due(original, current, corrected) == becomes


@pytest.mark.parametrize(("asker", "decider"), [(1, 1), (1, None), (None, None)])
def test_nobody_decides_on_their_own_word(asker: int | None, decider: int | None) -> None:
    with pytest.raises(RuleBroken, match="second_person"):
        needs_second_person(asker, decider)


def test_a_second_person_decides() -> None:
    needs_second_person(1, 2)
    needs_second_person(None, 2)


@pytest.mark.parametrize(
    ("office_decides", "leader_id", "decider", "role", "beyond_limit", "counts"),
    [
        (True, LEADER, OTHER, Role.MONITOR, False, True),
        (True, None, OTHER, Role.CHIEF_OF_OFFICE, False, True),
        (False, LEADER, LEADER, Role.VICE_CHAIR, False, True),
        (False, LEADER, OTHER, Role.VICE_CHAIR, False, False),
        (False, LEADER, OTHER, Role.CHIEF_OF_OFFICE, False, False),
        (False, LEADER, OTHER, Role.CHAIR, False, False),
        (False, LEADER, OTHER, Role.CHAIR, True, True),
        (False, None, OTHER, Role.CHAIR, False, True),
        (False, None, OTHER, Role.CHIEF_OF_OFFICE, False, False),
        (False, None, None, None, False, False),
    ],
)
def test_whose_word_counts(
    office_decides: bool,
    leader_id: int | None,
    decider: int | None,
    role: Role | None,
    beyond_limit: bool,
    counts: bool,
) -> None:
    delegation = Delegation(office_decides, leader_id)
    assert may_decide(delegation, decider_id=decider, role=role, beyond_limit=beyond_limit) is counts
