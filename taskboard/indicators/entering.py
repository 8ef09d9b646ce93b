"""A quarter's figures as typed on one page: many small inputs, read together, nothing lost when one is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from taskboard.domain.errors import RuleBroken
from taskboard.domain.indicators import read_number
from taskboard.domain.text import clean_line
from taskboard.indicators.models import Indicator
from taskboard.web import labels

LONGEST_NOTE = 500
LONGEST_WORDS = 4000


@dataclass(slots=True)
class Typed:
    """What stands in the inputs of one indicator."""

    value: str = ""
    note: str = ""
    number: Decimal | None = None
    error: Any = ""


@dataclass(slots=True)
class TypedWords:
    """What stands in the inputs of one field of work."""

    results: str = ""
    shortcomings: str = ""
    error: Any = ""


@dataclass(slots=True)
class Sheet:
    figures: dict[int, Typed] = field(default_factory=dict)
    words: dict[str, TypedWords] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        figures, words = self.figures.values(), self.words.values()
        return any(one.error for one in figures) or any(one.error for one in words)


def read_sheet(given: Mapping[str, str], indicators: Sequence[Indicator], fields: Iterable[str]) -> Sheet:
    """What was sent for these indicators and fields, and nothing that was sent beside."""
    sheet = Sheet()
    for row in indicators:
        typed = Typed(
            clean_line(given.get(f"value-{row.id}", "")), clean_line(given.get(f"note-{row.id}", ""))
        )
        _judge(typed)
        sheet.figures[row.id] = typed
    for code in fields:
        words = TypedWords(
            _lines(given.get(f"results-{code}", "")), _lines(given.get(f"shortcomings-{code}", ""))
        )
        if max(len(words.results), len(words.shortcomings)) > LONGEST_WORDS:
            words.error = labels.broken_rule(RuleBroken("too_long", limit=LONGEST_WORDS))
        sheet.words[code] = words
    return sheet


def _judge(typed: Typed) -> None:
    try:
        if len(typed.note) > LONGEST_NOTE:
            raise RuleBroken("too_long", limit=LONGEST_NOTE)
        if typed.value:
            typed.number = read_number(typed.value)
        elif typed.note:
            raise RuleBroken("number_missing")
    except RuleBroken as broken:
        typed.error = labels.broken_rule(broken)


def _lines(text: str) -> str:
    """Cleaned line by line; empty lines at the ends go."""
    return "\n".join(clean_line(line) for line in text.splitlines()).strip()
