"""Who may do what: the doer of a task decides nothing about it, whatever else they are (domain rules 39 and 40)."""

from __future__ import annotations

import pytest

from taskboard.domain.authority import DECIDING, TABLE, Actor, Permission, PostFact, Role, Subject, may

OFFICE, ECONOMY, URBAN = 1, 2, 3
OF_ECONOMY = Subject(
    lead_unit_id=ECONOMY, unit_ids=frozenset({ECONOMY, URBAN}), partner_unit_ids=frozenset({URBAN})
)
OF_THE_OFFICE = Subject(lead_unit_id=OFFICE, unit_ids=frozenset({OFFICE}))
DECISIONS = (
    "confirm_task decide_extension decide_request correct_task confirm_cause pause_task set_date withdraw_task "
    "stop_pursuing_task"
).split()


def who(*posts: tuple[Role, int | None]) -> Actor:
    return Actor(1, tuple(PostFact(number, role, unit) for number, (role, unit) in enumerate(posts, start=1)))


def test_the_decisions_are_these() -> None:
    assert {permission.value for permission in DECIDING} == set(DECISIONS)


@pytest.mark.parametrize("permission", DECISIONS)
def test_a_monitor_who_is_also_deputy_head_of_the_lead_decides_nothing_there(permission: str) -> None:
    both = who((Role.MONITOR, OFFICE), (Role.CHIEF_OF_OFFICE, OFFICE), (Role.UNIT_HEAD, ECONOMY))
    assert may(both, Permission(permission), OF_ECONOMY) is None
    elsewhere = Subject(lead_unit_id=URBAN, unit_ids=frozenset({URBAN}))
    assert may(both, Permission(permission), elsewhere) is not None


@pytest.mark.parametrize("permission", DECISIONS)
@pytest.mark.parametrize("role", [Role.CHIEF_OF_OFFICE, Role.MONITOR])
def test_of_what_the_office_itself_leads_a_leader_decides(permission: str, role: Role) -> None:
    assert may(who((role, OFFICE)), Permission(permission), OF_THE_OFFICE) is None
    assert may(who((Role.CHAIR, None)), Permission(permission), OF_THE_OFFICE) is not None


def test_who_follows_it_and_who_helps_the_office_says_of_its_own_tasks_too() -> None:
    assert may(who((Role.MONITOR, OFFICE)), Permission.EDIT_TASK, OF_THE_OFFICE) is not None


def test_every_permission_but_the_public_one_has_its_row() -> None:
    assert set(Permission) - set(TABLE) == {Permission.PUBLIC}


@pytest.mark.parametrize("permission", list(TABLE))
def test_whoever_holds_no_post_may_nothing(permission: Permission) -> None:
    assert may(who(), permission) is None
    assert may(who(), permission, OF_ECONOMY) is None
