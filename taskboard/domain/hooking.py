"""Telling other systems: which events may be told, what of each leaves the house, and when a deaf address is left alone.

What is told is thin: which thing, which event, states and dates. Names of people and what somebody wrote stay here; who
may read them asks for the thing itself, with a right of its own (Nghị định 13/2023: no more than the purpose needs).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from taskboard.domain.events import Event


class Pause(StrEnum):
    BY_HAND = "by_hand"
    FAILING = "failing"
    """No answer that would do for days."""
    GONE = "gone"
    """The address itself said that it is no more (410)."""


def site_of(url: str) -> str:
    """Scheme and host of an address. What stands behind them often is the secret that lets one in: it is shown to whoever
    may change it, and stands in no journal."""
    parts = urlsplit(url)
    rest = f"{parts.path}?{parts.query}".strip("/?")
    return f"{parts.scheme}://{parts.netloc}{'/…' if rest else ''}"


class Topic(StrEnum):
    """How the choice is grouped on the page."""

    TASKS = "tasks"
    REPORTS = "reports"
    DEADLINES = "deadlines"
    PARTS = "parts"
    BRIEFINGS = "briefings"


OFFERED: dict[Topic, tuple[Event, ...]] = {
    Topic.TASKS: (
        Event.TASK_ASSIGNED,
        Event.TASK_IMPORTED,
        Event.TASK_RECEIVED,
        Event.TASK_TRANSFERRED,
        Event.TASK_HANDED_ON,
        Event.TASK_RETURNED,
        Event.TASK_REPLACED,
        Event.TASK_CORRECTED,
        Event.TASK_PAUSED,
        Event.TASK_RESUMED,
        Event.TASK_WITHDRAWN,
        Event.TASK_NOT_PURSUED,
        Event.TASK_REOPENED,
        Event.TASK_CARRIED_OVER,
    ),
    Topic.REPORTS: (
        Event.PROGRESS_REPORTED,
        Event.COMPLETION_REPORTED,
        Event.TASK_SENT_BACK,
        Event.TASK_CONFIRMED,
        Event.TASK_URGED,
    ),
    Topic.DEADLINES: (
        Event.EXTENSION_ASKED,
        Event.EXTENSION_GRANTED,
        Event.EXTENSION_REFUSED,
        Event.DEADLINE_MOVED,
        Event.EVENT_DATE_SET,
    ),
    Topic.PARTS: (
        Event.UNIT_JOINED,
        Event.UNIT_LEFT,
        Event.PART_REPORTED,
        Event.PART_DUE_SET,
        Event.PARTS_CLOSED,
    ),
    Topic.BRIEFINGS: (
        Event.BRIEFING_RECORDED,
        Event.BRIEFING_OPENED,
        Event.BRIEFING_MOVED,
        Event.BRIEFING_CANCELLED,
        Event.CONCLUSIONS_ISSUED,
        Event.DIRECTIVE_ISSUED,
        Event.DIRECTIVE_ENDED,
        Event.ROLL_UP_FROZEN,
    ),
}
"""Nothing of accounts, sign-ins and rights: those concern people."""
CHOOSABLE = frozenset(event for events in OFFERED.values() for event in events)

_TOLD = frozenset(
    "due_on new_due_on original_due_on claimed_on resume_on cutoff held_on unit units role kind number sha256 code "
    "directives tasks carried times task briefing report".split()
)
_MOVES = CHOOSABLE - {Event.TASK_URGED, Event.TASK_CORRECTED}
"""Events whose from and to are states, days or units. Whom a unit is urged through is a person's name; what a slip was
may be anything."""

PAUSE_AFTER = timedelta(days=3)
"""An address that has answered nothing right for so long is left alone until somebody looks."""


def told_of(event: Event, details: Mapping[str, Any]) -> dict[str, Any]:
    """Those facts of an entry that another system is told."""
    keys = _TOLD | ({"from", "to"} if event in _MOVES else set())
    return {key: value for key, value in details.items() if key in keys}


def pause_due(failing_since: datetime | None, now: datetime, *, is_gone: bool = False) -> Pause | None:
    """Whether an address is left alone after one more failure."""
    if is_gone:
        return Pause.GONE
    return Pause.FAILING if failing_since is not None and now - failing_since >= PAUSE_AFTER else None
