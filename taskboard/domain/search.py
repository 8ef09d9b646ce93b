"""Search as people type: the words of a text, what a question asks of them, where a text answers it.

Pure: strings in, plain values out. A word is kept twice, bare and with its marks, so that "giai phong" finds "giải
phóng" and whoever types the marks gets those with the same marks first (domain rules 43 and 44).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from taskboard.domain.text import clean_line, fold, fold_keeping_accents, to_nfc

MOST_WORDS = 12
"""Of a question; what comes after is not asked."""
LONGEST_WORD = 40
"""Characters, in text and question alike: PostgreSQL drops lexemes above 2,046 bytes, and no word is that long."""
LONGEST_TEXT = 100_000
"""Characters of one text that are searched."""
_Y_FOR_I = frozenset("ky ly my ty hy quy".split())
"""Words that are written with either letter (domain/text.py); kept with y."""
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_\u0300-\u036f]*)*")


@dataclass(frozen=True, slots=True)
class Word:
    bare: str
    """Lower case, without accents, `kĩ` as `ky`."""
    marked: str
    """Lower case with its accents, `hoà` as `hòa`."""
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text in NFC with where they stand in it."""
    return [Word(*_forms(found.group()), *found.span()) for found in _WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, str]:
    """Vietnamese has a few thousand syllables: each is folded once."""
    marked = fold_keeping_accents(word).replace(" ", "")[:LONGEST_WORD] or word[:LONGEST_WORD]
    bare = fold_keeping_accents(fold(marked)).replace(" ", "")  # a bare "ki" is "ky", whatever stood on its i
    return bare[:LONGEST_WORD] or marked, marked


def indexed(texts: Iterable[str]) -> str:
    """What is stored for search: the bare words in order, then the marked ones where they differ."""
    forms = [_forms(word) for word in _WORD.findall(to_nfc(" \n ".join(texts))[:LONGEST_TEXT])]
    bare, marked = " ".join(bare for bare, _ in forms), " ".join(marked for _, marked in forms)
    return bare if bare == marked else f"{bare} {marked}"


@dataclass(frozen=True, slots=True)
class Either:
    """One way to say a part of the question."""

    words: tuple[str, ...]
    is_phrase: bool = False
    """The words stand side by side, in this order."""
    is_open: bool = False
    """The last word may go on: somebody is still typing it."""


Group = tuple[Either, ...]
"""Any of these ways will do."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, in the words of the index. Every group has to be met."""

    groups: tuple[Group, ...] = ()
    marked: tuple[Group, ...] = ()
    """The same with the marks as typed; empty where none were."""

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def phrase(self) -> tuple[Group, ...]:
        """All the words as typed, side by side; empty for a single word."""
        return _side_by_side(self.groups)

    @property
    def marked_phrase(self) -> tuple[Group, ...]:
        return _side_by_side(self.marked)


def _side_by_side(groups: Sequence[Group]) -> tuple[Group, ...]:
    typed = tuple(word for group in groups for word in group[0].words)
    if len(typed) < 2:
        return ()
    whole = Either(typed, is_phrase=True, is_open=groups[-1][0].is_open)
    return ((whole, *groups[0][1:]),) if len(groups) == 1 else ((whole,),)


class Abbreviations:
    """Short and full forms, found by either: a few dozen pairs, as the tenant keeps them."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._others: dict[tuple[str, ...], list[list[Word]]] = {}
        for short, long in pairs:
            one, other = words_of(to_nfc(short)), words_of(to_nfc(long))
            if one and other:
                self._others.setdefault(_bare(one), []).append(other)
                self._others.setdefault(_bare(other), []).append(one)
        self._longest = max(map(len, self._others), default=0)

    def at(self, words: Sequence[Word]) -> tuple[int, list[list[Word]]]:
        """How many of the first words are one form, and the other forms; one word and none where they are not."""
        for length in range(min(self._longest, len(words)), 0, -1):
            if found := self._others.get(_bare(words[:length])):
                return length, found
        return 1, []


def _bare(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.bare for word in words)


NONE = Abbreviations()


def ask(text: str, abbreviations: Abbreviations = NONE) -> Question:
    """Whatever somebody typed: any string is a question, one without a word asks nothing."""
    words = words_of(clean_line(text[: MOST_WORDS * (LONGEST_WORD + 1)]))[:MOST_WORDS]
    parts = list(_parts(words, abbreviations))
    groups = tuple(_group(said, others, said[-1] is words[-1]) for said, others in parts)
    if all(word.bare == word.marked for word in words):
        return Question(groups)
    return Question(
        groups, tuple(_marked_group(said, others, said[-1] is words[-1]) for said, others in parts)
    )


def _parts(words: list[Word], abbreviations: Abbreviations) -> Iterator[tuple[list[Word], list[list[Word]]]]:
    at = 0
    while at < len(words):
        length, others = abbreviations.at(words[at:])
        yield words[at : at + length], others
        at += length


def _group(said: list[Word], others: list[list[Word]], is_last: bool) -> Group:
    typed = Either(_bare(said), is_open=is_last)
    also = [Either(_bare(other), is_phrase=True) for other in others]
    if is_last and len(said) == 1:
        also += _unfinished(said[0])
    return (typed, *also)


def _unfinished(word: Word) -> list[Either]:
    """ "ki" is "ky" as a word, and the beginning of "kiểm"."""
    return [Either((f"{word.bare[:-1]}i",), is_open=True)] if word.bare in _Y_FOR_I else []


def _marked_group(said: list[Word], others: list[list[Word]], is_last: bool) -> Group:
    typed = Either(tuple(word.marked for word in said), is_open=is_last)
    return (typed, *(Either(tuple(word.marked for word in other), is_phrase=True) for other in others))


# ------------------------------------------------------------------------------------------------------- in the text


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text that answers the question, or one that does not."""

    text: str
    is_hit: bool = False


def pieces(text: str, question: Question, *, length: int = 0) -> list[Piece]:
    """The text cut at what was found. Of a text longer than `length` characters only the part around the first find."""
    whole = to_nfc(text)
    hits = _hits(words_of(whole[:LONGEST_TEXT]), question)
    start, end = _window(whole, hits, length)
    cut = [(max(a, start), min(b, end)) for a, b in hits if b > start and a < end]
    found = [Piece("…")] if start else []
    at = start
    for a, b in cut:
        if a > at:
            found.append(Piece(whole[at:a]))
        found.append(Piece(whole[a:b], is_hit=True))
        at = b
    if at < end:
        found.append(Piece(whole[at:end]))
    return found + ([Piece("…")] if end < len(whole) else [])


def holds(text: str, question: Question) -> bool:
    """Whether some word of the question stands in the text."""
    return bool(_hits(words_of(to_nfc(text)[:LONGEST_TEXT]), question))


def _hits(words: list[Word], question: Question) -> list[tuple[int, int]]:
    """Spans of the words found; words side by side are one span."""
    ways = [way for group in question.groups for way in group]
    loose = {word for way in ways if not way.is_phrase for word in way.words}
    begun = tuple(way.words[-1] for way in ways if way.is_open)
    phrases = [way.words for way in ways if way.is_phrase]
    bare = _bare(words)
    found = [word in loose or word.startswith(begun or ("\0",)) for word in bare]
    for phrase in phrases:
        for at in range(len(bare) - len(phrase) + 1):
            if bare[at : at + len(phrase)] == phrase:
                found[at : at + len(phrase)] = [True] * len(phrase)
    spans: list[tuple[int, int]] = []
    for place, (word, is_hit) in enumerate(zip(words, found, strict=True)):
        if not is_hit:
            continue
        if spans and place and found[place - 1] and word.start - spans[-1][1] <= 1:
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return spans


def _window(text: str, hits: list[tuple[int, int]], length: int) -> tuple[int, int]:
    if not length or len(text) <= length:
        return 0, len(text)
    first = hits[0][0] if hits else 0
    start = max(0, min(first - length // 4, len(text) - length))
    end = start + length
    if start:
        blank = text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", start + 1, end)
        end = blank if blank > first else end
    return start, end
