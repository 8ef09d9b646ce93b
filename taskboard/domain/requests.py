"""What is asked about a task and decided by somebody else: return, transfer of the lead, correction of a slip.

Who may ask and who may decide at all stands in `authority`; here stands when, and that nobody decides on their own word
(domain 1.6, rules 14 and 17, decisions 4 and 14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.domain.authority import Role
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.errors import RuleBroken
from taskboard.domain.text import is_blank

RETURN_WORKING_DAYS = 2


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """What is known of a unit's part when it says: this is not ours."""

    received_on: date | None
    """None while the unit has not received it: the days to return it have not begun."""
    has_reported: bool
    has_pending: bool = False


def return_until(
    received_on: date | None, calendar: WorkingCalendar, within: int = RETURN_WORKING_DAYS
) -> date | None:
    """The last day on which a wrong assignment may be returned; None while it was not received."""
    return None if received_on is None else calendar.add_working_days(received_on, within)


def may_ask_return(
    facts: ReturnFacts,
    *,
    reason: str,
    today: date,
    calendar: WorkingCalendar,
    within: int = RETURN_WORKING_DAYS,
) -> None:
    """Raises RuleBroken: reason_missing, request_pending, return_after_report, return_too_late (days, until)."""
    _needs_reason(reason)
    _needs_no_other(facts.has_pending)
    if facts.has_reported:
        raise RuleBroken("return_after_report")
    until = return_until(facts.received_on, calendar, within)
    if until is not None and today > until:
        raise RuleBroken("return_too_late", days=within, until=until)


def may_ask_transfer(
    *, lead_unit_id: int, new_unit_id: int, new_unit_exists: bool, reason: str, has_pending: bool
) -> None:
    """Raises RuleBroken: reason_missing, request_pending, unit_same, unit_unknown."""
    _needs_reason(reason)
    _needs_no_other(has_pending)
    if new_unit_id == lead_unit_id:
        raise RuleBroken("unit_same", field="new_unit_id")
    if not new_unit_exists:
        raise RuleBroken("unit_unknown", field="new_unit_id")


def may_correct_date(
    *, original_due_on: date | None, new_due_on: date, assigned_on: date, reason: str, has_pending: bool
) -> None:
    """A slip in the date that was issued. A slip may lie in the past, never before the day it was given.

    Raises RuleBroken: reason_missing, request_pending, date_undated, date_same, due_before_assignment.
    """
    _needs_reason(reason)
    _needs_no_other(has_pending)
    if original_due_on is None:
        raise RuleBroken("date_undated")
    if new_due_on == original_due_on:
        raise RuleBroken("date_same", field="new_due_on", due_on=original_due_on)
    if new_due_on < assigned_on:
        raise RuleBroken("due_before_assignment", field="new_due_on", assigned_on=assigned_on)


def corrected_due(original_due_on: date, due_on: date, corrected_on: date) -> date:
    """The current date once the original is corrected.

    It follows the original, unless more time was granted: what was granted stays while it is the later one.
    """
    was_extended = due_on != original_due_on
    return max(due_on, corrected_on) if was_extended else corrected_on


def needs_second_person(asked_by_id: int | None, decider_id: int | None) -> None:
    """Whoever proposed does not decide (decision 14). Raises RuleBroken('second_person')."""
    if decider_id is None or asked_by_id == decider_id:
        raise RuleBroken("second_person")


@dataclass(frozen=True, slots=True)
class Delegation:
    """On whose word a request is decided: the leader's who assigned the task, or also the Office's (rule 17)."""

    office_decides: bool = True
    leader_id: int | None = None
    """None where nobody is recorded as assigning, or the one recorded holds no post any more."""


def may_decide(
    delegation: Delegation, *, decider_id: int | None, role: Role | None, beyond_limit: bool = False
) -> bool:
    """Whether this person's word counts, among those whom `authority` lets decide at all.

    Without delegation only the leader recorded as assigning decides; the chair in place of a leader who is not there,
    and wherever the limit of extensions is passed.
    """
    if delegation.office_decides:
        return True
    if delegation.leader_id is not None and decider_id == delegation.leader_id:
        return True
    return role is Role.CHAIR and (delegation.leader_id is None or beyond_limit)


def needs_authority(
    delegation: Delegation, *, decider_id: int | None, role: Role | None, beyond_limit: bool = False
) -> None:
    """Raises RuleBroken('leader_decides') where `may_decide` says no."""
    if not may_decide(delegation, decider_id=decider_id, role=role, beyond_limit=beyond_limit):
        raise RuleBroken("leader_decides")


def _needs_reason(reason: str) -> None:
    if is_blank(reason):
        raise RuleBroken("reason_missing", field="reason")


def _needs_no_other(has_pending: bool) -> None:
    if has_pending:
        raise RuleBroken("request_pending")
