"""What one clause says about who does it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from taskboard.domain.drafting.units import Mention


class Voice(Enum):
    """Who speaks in a clause that holds a cue."""

    NONE = "none"
    AUTHORITY = "authority"
    LOWER = "lower"


class Going(Enum):
    """How the text goes on behind a unit: with an action, as a report, or neither."""

    ACTION = "action"
    REPORT = "report"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Address:
    """What a clause says about who does it. Offsets are clean; `start` is the left edge of the item."""

    start: int
    action: int
    end: int
    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    cue: str = ""
    cue_at: int = -1
    cue_end: int = -1
    voice: Voice = Voice.NONE
    going: Going = Going.OTHER
    has_topic: bool = False
    is_heading: bool = False
    was_told_before: bool = False
    is_told_of: bool = False
    """`đã yêu cầu`: reported, at the meeting of the text or before it."""
