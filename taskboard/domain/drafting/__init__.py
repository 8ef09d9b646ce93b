"""From conclusion text to proposed directives. Pure: text, a day and the city's names in, frozen values out."""

from taskboard.domain.drafting.assemble import draft
from taskboard.domain.drafting.gazetteer import EMPTY, Gazetteer
from taskboard.domain.drafting.values import (
    Draft,
    Drafting,
    GroupEntry,
    Kind,
    LearnedPair,
    Passage,
    Recurrence,
    Resolution,
    Suggestion,
    TargetKind,
    UnitEntry,
    UnitMention,
)

__all__ = [
    "EMPTY",
    "Draft",
    "Drafting",
    "Gazetteer",
    "GroupEntry",
    "Kind",
    "LearnedPair",
    "Passage",
    "Recurrence",
    "Resolution",
    "Suggestion",
    "TargetKind",
    "UnitEntry",
    "UnitMention",
    "draft",
]
