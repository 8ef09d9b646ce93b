"""The conclusion text cut up for the screen: lines and, in them, the marks of drafts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from taskboard.domain.review import is_heading
from taskboard.domain.text import Offsets


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to show: `tone` names how (done, open, stop, none, on)."""

    start: int
    end: int
    key: str
    number: int
    tone: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one line; together the pieces of a line are that line, to the last blank."""

    text: str
    mark: Mark | None = None
    is_first: bool = False
    """The first run of its mark: it carries the anchor."""
    is_last: bool = False
    """The last run: it carries the number."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. Offsets count from the start of the text: `start` in code points, `start16` in UTF-16 for the browser."""

    start: int
    start16: int
    pieces: tuple[Piece, ...]
    is_heading: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def lines_of(text: str, marks: Sequence[Mark], *, starts_at: int = 0) -> tuple[list[Line], list[Line]]:
    """The report before `starts_at` and the conclusions from it on, each as lines; a line cut by it counts in both."""
    offsets = Offsets.of(text)
    ordered = _disjoint(sorted(marks, key=lambda mark: (mark.start, mark.end)))
    made = [
        Line(
            start,
            offsets.to_utf16(start),
            tuple(_pieces(text, start, end, ordered)),
            is_heading(text[start:end]),
        )
        for start, end in _spans(text, starts_at)
    ]
    return [line for line in made if line.start < starts_at], [
        line for line in made if line.start >= starts_at
    ]


def _spans(text: str, starts_at: int) -> Iterator[tuple[int, int]]:
    at = 0
    for row in text.split("\n"):
        end = at + len(row)
        if at < starts_at < end:
            yield at, starts_at
            at = starts_at
        yield at, end
        at = end + 1


def _disjoint(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that do not overlap an earlier one: a page must show something whatever was stored."""
    kept: list[Mark] = []
    for mark in marks:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    at = start
    for mark in marks:
        if mark.end <= start or mark.start >= end:
            continue
        first, last = max(mark.start, start), min(mark.end, end)
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], mark, is_first=first == mark.start, is_last=last == mark.end)
        at = last
    if at < end:
        yield Piece(text[at:end])


_CUT = re.compile(r"[;,.:]\s+|\s+(?=và\s)|\s+(?=đồng thời\s)|\n+")


def cuts_of(text: str, start: int, end: int) -> list[tuple[int, str, str]]:
    """Places where a draft may be split: (code point, the words before, the words after), at stops and at "và"."""
    found = []
    for match in _CUT.finditer(text, start, end):
        at = match.end()
        if text[start:at].strip(" ;,.:\n") and text[at:end].strip(" ;,.:\n"):
            found.append((at, _tail(text[start:at]), head_of(text[at:end])))
    return found


def starts_of(text: str) -> list[tuple[int, str]]:
    """Places where the conclusions may begin: each paragraph and each sentence in it, with its first words."""
    found = []
    for start, end in _spans(text, 0):
        places = [
            start,
            *(match.end() for match in re.finditer(r"[.;:]\s+(?=\S)", text[start:end]) if match.end()),
        ]
        places[1:] = [start + place for place in places[1:]]
        found += [(place, head_of(text[place:end])) for place in places if text[place:end].strip()]
    return found


def head_of(words: str, limit: int = 70) -> str:
    """The first words, blanks counted once."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + "…"


def _tail(words: str, limit: int = 36) -> str:
    line = " ".join(words.split())
    return line if len(line) <= limit else "…" + line[-limit:].split(" ", 1)[-1]
