"""What a draft still lacks before it can be issued (rules 3, 4 and 6). Pure."""

from __future__ import annotations

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
