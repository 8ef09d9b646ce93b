"""What a name in the text is: one mention, or a list of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named at clean offsets; `is_sure` when its name is one the field knows."""

    start: int
    end: int
    is_sure: bool
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class MentionList:
    """Mentions joined by commas or `và`, and where the text goes on after them and their glosses."""

    mentions: tuple[Mention, ...]
    end: int
