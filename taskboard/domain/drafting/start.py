"""Where a person says the conclusions begin: the reading of the rest, moved to its place in the whole text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from taskboard.domain.drafting.values import Draft, Drafting, Passage, UnitMention

BEFORE_FIRST = "Đứng trước câu giao việc đầu tiên."


def from_later(starts_at: int, text: str, whole: Drafting) -> Drafting:
    """What the reading of the whole text found from there on: who speaks and who is meant was told before it."""
    drafts = tuple(one for one in whole.drafts if one.start >= starts_at)
    kept = [one for one in whole.passages if one.start >= starts_at]
    cut: list[Draft | Passage] = [*whole.drafts, *whole.passages]
    torn = max((one.end for one in cut if one.start < starts_at < one.end), default=starts_at)
    return Drafting(starts_at, drafts, (*_lines(text, starts_at, torn), *kept))


def from_earlier(starts_at: int, rest: str, reading: Drafting) -> Drafting:
    """The reading of `rest`, which stands at `starts_at`, with offsets of the whole text.

    The reader looks for a start of its own; what it passed over before that one is to be marked by the officer too.
    """
    passed = [*_lines(rest, 0, reading.starts_at), *reading.passages]
    return Drafting(
        starts_at,
        tuple(_moved(one, starts_at) for one in reading.drafts),
        tuple(replace(one, start=one.start + starts_at, end=one.end + starts_at) for one in passed),
    )


def _lines(text: str, start: int, end: int) -> Iterator[Passage]:
    at = start
    for line in text[start:end].split("\n"):
        words = line.strip()
        if words:
            first = at + len(line) - len(line.lstrip())
            yield Passage(first, first + len(words), words, BEFORE_FIRST)
        at += len(line) + 1


def _moved(one: Draft, by: int) -> Draft:
    return replace(
        one,
        start=one.start + by,
        end=one.end + by,
        leads=tuple(_mention(each, by) for each in one.leads),
        partners=tuple(_mention(each, by) for each in one.partners),
        deadline_start=_later(one.deadline_start, by),
        deadline_end=_later(one.deadline_end, by),
    )


def _mention(one: UnitMention, by: int) -> UnitMention:
    return replace(
        one,
        start=_later(one.start, by),
        end=_later(one.end, by),
        inherited_from=_later(one.inherited_from, by),
    )


def _later(offset: int | None, by: int) -> int | None:
    return None if offset is None else offset + by
