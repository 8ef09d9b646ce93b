"""What a draft still lacks before it can be issued (rules 3, 4 and 6). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Missing(StrEnum):
    LEAD = "lead_missing"
    LEAD_UNRESOLVED = "lead_unresolved"
    LEAD_SEVERAL = "lead_several"
    DUE = "due_undecided"
    DECISION = "not_marked"


@dataclass(frozen=True, slots=True)
class Lead:
    is_resolved: bool
    is_group: bool


def missing(
    *, is_passage: bool, leads: Sequence[Lead], is_due_decided: bool, fans_out: bool
) -> tuple[Missing, ...]:
    """What blocks acceptance, in the order a person would mend it."""
    if is_passage:
        return (Missing.DECISION,)
    lacks = []
    if not leads:
        lacks.append(Missing.LEAD)
    elif not all(lead.is_resolved for lead in leads):
        lacks.append(Missing.LEAD_UNRESOLVED)
    elif len(leads) > 1 and not fans_out and not any(lead.is_group for lead in leads):
        lacks.append(Missing.LEAD_SEVERAL)
    if not is_due_decided:
        lacks.append(Missing.DUE)
    return tuple(lacks)


_MARK_ONLY = re.compile(r"\s*(?:[-+*•–]|\(?(?:[a-zđ]|\d{1,3})[.)])?\s*", re.IGNORECASE)
_HEADING = re.compile(r"\s*(?:[IVXLC]+|\d+(?:\.\d+)*|[A-ZĐ])[.)]\s+\S")
_LONGEST_HEADING = 140


def is_heading(line: str) -> bool:
    """A line that names what follows: in capitals, or numbered and without a full stop."""
    words = line.strip()
    if not words or len(words) > _LONGEST_HEADING or words.endswith((".", ";", ",")):
        return False
    return words.isupper() or _HEADING.match(words) is not None


def start_with_headings(text: str, starts_at: int) -> int:
    """Where the conclusions are shown to begin: with the list mark and the headings right above their first words."""
    line_start = text.rfind("\n", 0, starts_at) + 1
    if not _MARK_ONLY.fullmatch(text[line_start:starts_at]):
        return starts_at
    start = end = line_start
    while end > 0:
        above = text.rfind("\n", 0, end - 1) + 1
        line = text[above : end - 1]
        if line.strip() and not is_heading(line):
            break
        if line.strip():
            start = above
        end = above
    return start
