"""A quarter's figures as typed on one page: many small inputs, read together, nothing lost when one is wrong.

Only what was changed counts. Each input is compared with the entry it was shown with; where somebody else wrote another
one meanwhile, both are looked at before either is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from taskboard.db import row_number
from taskboard.domain.errors import RuleBroken
from taskboard.domain.indicators import read_number
from taskboard.domain.text import clean_line
from taskboard.indicators.models import FieldNote, Indicator, IndicatorValue
from taskboard.web import labels
from taskboard.wording import decimal_text

LONGEST_NOTE = 500
LONGEST_WORDS = 4000
Entry = TypeVar("Entry", IndicatorValue, FieldNote)


@dataclass(slots=True)
class Typed:
    """What stands in the inputs of one indicator."""

    value: str = ""
    note: str = ""
    shown: int = 0
    """The entry it was shown with; 0 for none."""
    is_changed: bool = False
    number: Decimal | None = None
    """None for a changed one: the figure is withdrawn."""
    error: Any = ""
    theirs: IndicatorValue | None = None
    """What somebody else entered meanwhile."""

    @classmethod
    def of(cls, entry: IndicatorValue | None) -> Typed:
        """The inputs as they are shown."""
        if entry is None:
            return cls()
        return cls("" if entry.value is None else decimal_text(entry.value), entry.note, entry.id)


@dataclass(slots=True)
class TypedWords:
    """What stands in the inputs of one field of work."""

    results: str = ""
    shortcomings: str = ""
    shown: int = 0
    is_changed: bool = False
    error: Any = ""
    theirs: FieldNote | None = None

    @classmethod
    def of(cls, note: FieldNote | None) -> TypedWords:
        """The inputs as they are shown."""
        return cls(note.results, note.shortcomings, note.id) if note else cls()


@dataclass(slots=True)
class Sheet:
    figures: dict[int, Typed] = field(default_factory=dict)
    words: dict[str, TypedWords] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        return any(one.error for one in self._all())

    @property
    def has_clashes(self) -> bool:
        return any(one.theirs for one in self._all())

    def _all(self) -> list[Typed | TypedWords]:
        return [*self.figures.values(), *self.words.values()]


def read_sheet(
    given: Mapping[str, str],
    indicators: Sequence[Indicator],
    entries: Mapping[int, Sequence[IndicatorValue]],
    fields: Iterable[str],
    notes: Mapping[str, Sequence[FieldNote]],
) -> Sheet:
    """What was sent for these indicators and fields, and nothing that was sent beside.

    `entries` and `notes` are all there are of the quarter, the newest first.
    """
    return Sheet(
        {row.id: _figure(given, row, entries.get(row.id, ())) for row in indicators},
        {code: _words(given, code, notes.get(code, ())) for code in fields},
    )


def _figure(given: Mapping[str, str], row: Indicator, entries: Sequence[IndicatorValue]) -> Typed:
    value, note = (clean_line(given.get(f"{name}-{row.id}", "")) for name in ("value", "note"))
    typed = Typed(value, note, _shown(given, f"shown-{row.id}"))
    base = _by_id(entries, typed.shown)
    _judge(typed, row, base)
    if typed.is_changed and not typed.error:
        typed.theirs = _meanwhile(entries, typed.shown)
    if typed.theirs and (typed.number, note) == (typed.theirs.value, clean_line(typed.theirs.note)):
        typed.is_changed, typed.theirs = False, None  # both say the same
    if typed.theirs:
        typed.error = labels.broken_rule(RuleBroken("others_entered"))
    return typed


def _judge(typed: Typed, row: Indicator, base: IndicatorValue | None) -> None:
    """Whether it was changed, and if so whether it can be read."""
    before = Typed.of(base)
    if (typed.value, typed.note) == (before.value, clean_line(before.note)):
        return
    typed.is_changed = True
    try:
        if len(typed.note) > LONGEST_NOTE:
            raise RuleBroken("too_long", limit=LONGEST_NOTE)
        if typed.value:
            typed.number = _number(typed.value, row)
            same = base is not None and typed.number == base.value
            typed.is_changed = not (same and typed.note == clean_line(before.note))
        elif not before.value:
            typed.is_changed = bool(typed.note)
            if typed.note:
                raise RuleBroken("number_missing")
    except RuleBroken as broken:
        typed.error = labels.broken_rule(broken)


def _number(text: str, row: Indicator) -> Decimal:
    number = read_number(text)
    if number < 0 and not row.may_be_negative:
        raise RuleBroken("number_negative")
    return number


def _words(given: Mapping[str, str], code: str, notes: Sequence[FieldNote]) -> TypedWords:
    results, shortcomings = (_lines(given.get(f"{name}-{code}", "")) for name in ("results", "shortcomings"))
    words = TypedWords(results, shortcomings, _shown(given, f"shown-{code}"))
    words.is_changed = not _says(_by_id(notes, words.shown), words)
    if not words.is_changed:
        return words
    newest = _meanwhile(notes, words.shown)
    if max(len(results), len(shortcomings)) > LONGEST_WORDS:
        words.error = labels.broken_rule(RuleBroken("too_long", limit=LONGEST_WORDS))
    elif newest is not None and _says(newest, words):
        words.is_changed = False
    elif newest is not None:
        words.theirs, words.error = newest, labels.broken_rule(RuleBroken("others_entered"))
    return words


def _says(note: FieldNote | None, words: TypedWords) -> bool:
    """Whether it is these very words; none at all is what a field without a note says."""
    kept = (_lines(note.results), _lines(note.shortcomings)) if note else ("", "")
    return kept == (words.results, words.shortcomings)


def _shown(given: Mapping[str, str], name: str) -> int:
    try:
        return row_number(given.get(name, ""))
    except ValueError:
        return 0


def _by_id(entries: Sequence[Entry], number: int) -> Entry | None:
    return next((entry for entry in entries if entry.id == number), None)


def _meanwhile(entries: Sequence[Entry], shown: int) -> Entry | None:
    """The entry that counts, where it is not the one that was shown."""
    return entries[0] if entries and entries[0].id != shown else None


def _lines(text: str) -> str:
    """Cleaned line by line; empty lines at the ends go."""
    return "\n".join(clean_line(line) for line in text.splitlines()).strip()
