"""More time: when it may be asked and granted (domain 1.6, rule 14). Who decides stands in `authority`.

What it does to the deadline is `deadline.Deadline.moved_to`: the current date moves, the original never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from taskboard.domain.errors import RuleBroken
from taskboard.domain.text import is_blank


@dataclass(frozen=True, slots=True)
class ExtensionPolicy:
    limit: int = 1
    """Extensions a task may have (Đồng Tháp's regulation: one)."""
    chair_may_exceed: bool = True
    """Beyond the limit only the chair grants; False: nobody does."""
    only_before_due: bool = True


STANDARD = ExtensionPolicy()
YEARS_AHEAD = 5
"""A year further ahead is a slip of the pen: a term of the committee is five years."""


@dataclass(frozen=True, slots=True)
class ExtensionFacts:
    """What is known of the task when more time is asked or granted."""

    due_on: date | None
    overdue_from: datetime | None
    has_pending: bool = False
    granted_count: int = 0


def may_ask(
    task: ExtensionFacts,
    *,
    reason: str,
    new_due_on: date,
    now: datetime,
    today: date,
    policy: ExtensionPolicy = STANDARD,
) -> None:
    """Raises RuleBroken: extension_undated, extension_reason_missing, extension_not_later, extension_not_future,
    extension_too_far, extension_pending, extension_too_late, extension_limit.
    """
    if is_blank(reason):
        raise RuleBroken("extension_reason_missing", field="reason")
    needs_later_date(task.due_on, new_due_on, today=today)
    if task.has_pending:
        raise RuleBroken("extension_pending")
    if policy.only_before_due and was_asked_late(task, now):
        raise RuleBroken("extension_too_late", due_on=task.due_on)
    if is_beyond_limit(task, policy) and not policy.chair_may_exceed:
        raise RuleBroken("extension_limit", limit=policy.limit)


def may_grant(
    task: ExtensionFacts,
    *,
    new_due_on: date,
    today: date,
    is_chair: bool = False,
    policy: ExtensionPolicy = STANDARD,
) -> None:
    """For a request on file. Raises RuleBroken: extension_undated, extension_not_later, extension_not_future,
    extension_too_far, extension_not_pending, extension_limit (nobody may), extension_limit_chair (only the chair may).
    """
    if not task.has_pending:
        raise RuleBroken("extension_not_pending")
    needs_later_date(task.due_on, new_due_on, today=today)
    if not is_beyond_limit(task, policy):
        return
    if not policy.chair_may_exceed:
        raise RuleBroken("extension_limit", limit=policy.limit)
    if not is_chair:
        raise RuleBroken("extension_limit_chair", limit=policy.limit)


def was_asked_late(task: ExtensionFacts, now: datetime) -> bool:
    """Whether the current deadline had passed when the request came: said beside the request even where allowed."""
    return task.overdue_from is not None and now >= task.overdue_from


def is_beyond_limit(task: ExtensionFacts, policy: ExtensionPolicy = STANDARD) -> bool:
    return task.granted_count >= policy.limit


def needs_later_date(due_on: date | None, new_due_on: date, *, today: date) -> None:
    """More time is a later day, still to come, of a year somebody can have meant; whoever gives it.

    Raises RuleBroken: extension_undated, extension_not_later, extension_not_future, extension_too_far.
    """
    if due_on is None:
        raise RuleBroken("extension_undated", field="new_due_on")
    if new_due_on <= due_on:
        raise RuleBroken("extension_not_later", field="new_due_on", due_on=due_on)
    if new_due_on < today:
        raise RuleBroken("extension_not_future", field="new_due_on", today=today)
    if new_due_on.year - today.year > YEARS_AHEAD:
        raise RuleBroken("extension_too_far", field="new_due_on", years=YEARS_AHEAD)
