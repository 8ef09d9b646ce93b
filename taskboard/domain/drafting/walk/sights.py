"""What can be seen of a clause, as short names: its words, the words around it, and what the grammar made of it.

`weighing.py` knows how often each such sight stood on an order in labelled texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.walk.progress import Progress

_WORD = re.compile(r"\w+|[^\w\s]")
_STRONG_CUE = re.compile(r"(?<!\w)(?:yêu cầu|giao|đề nghị|chỉ đạo)(?= )")
_LONGEST_CLAUSE = 400
_MOST_WORDS = 40
_BEFORE = 70
_HEADING_REACH = 12
_LONGEST_HEADING = 90


def words_of(text: str) -> list[str]:
    """Words and marks in order; every number is `#`, so that no year and no count is learned."""
    return ["#" if word[0].isdigit() else word for word in _WORD.findall(text)]


class Sights:
    """Names what is seen of the clauses of one page. The cost of a clause is bounded whatever its length."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        blocks = progress.blocks
        cues = len(_STRONG_CUE.findall(self.flat))
        self._of_page = (
            f"cues {min(4, cues * 2000 // max(1, len(self.flat)))}",
            f"entries {min(4, sum(block.is_entry for block in blocks) * 5 // max(1, len(blocks)))}",
        )

    def of(
        self, block: Block, address: Address, start: int, end: int, nth: int, goes_on: bool
    ) -> tuple[str, ...]:
        """All sights of the clause `start:end`; `nth` of its sentence, `goes_on` when one before it was an order."""
        return (
            *self._of_page,
            *self._words(address, start, end),
            *self._around(start, end),
            *self._address(block, address, end),
            *self._place(block, address, start, end, nth, goes_on),
            *self._above(),
        )

    def _words(self, address: Address, start: int, end: int) -> Iterator[str]:
        words = words_of(self.flat[start : min(end, start + _LONGEST_CLAUSE)])[:_MOST_WORDS]
        yield from {f"w {word}" for word in words}
        yield from {f"b {one} {two}" for one, two in pairwise(words)}
        yield from (f"p{at} {word}" for at, word in enumerate(words[:4]))
        yield f"p {' '.join(words[:2])}"
        acting = words_of(self.flat[address.action : min(end, address.action + 60)])[:2]
        yield f"act {' '.join(acting[:1])}"
        yield f"act2 {' '.join(acting)}"

    def _around(self, start: int, end: int) -> Iterator[str]:
        before = words_of(self.flat[max(0, start - _BEFORE) : start])[-6:]
        yield from {f"r {word}" for word in before}
        yield f"r1 {' '.join(before[-1:])}"
        yield f"r2 {' '.join(before[-2:])}"
        after = words_of(self.flat[end : end + 24])[:2]
        yield f"a {' '.join(after[:1])}"
        yield f"a2 {' '.join(after)}"
        said = words_of(self.flat[self.progress.sentence_at : min(start, self.progress.sentence_at + 80)])
        yield from {f"s {word}" for word in said[:8]}
        gap = self.flat[max(0, start - 8) : start]
        yield f"gap {min(2, gap.count(chr(10)))}"

    def _address(self, block: Block, address: Address, end: int) -> Iterator[str]:
        yield f"cue {address.cue}"
        yield f"voice {address.voice.value} {bool(address.cue)}"
        yield f"going {address.going.value} {bool(address.leads)} {bool(address.cue)}"
        yield f"leads {min(len(address.leads), 2)} {block.is_entry}"
        yield f"partners {bool(address.partners)}"
        yield f"topic {address.has_topic}"
        yield f"told before {address.was_told_before}"
        if not address.leads:
            return
        first, last = address.leads[0], address.leads[-1]
        lead = words_of(self.flat[first.start : min(first.end, first.start + 60)])
        yield f"l1 {' '.join(lead[:1])}"
        yield f"l2 {' '.join(lead[:2])}"
        yield f"sure {first.is_sure}"
        behind = words_of(self.flat[last.end : min(end, last.end + 40)])[:2]
        yield f"bl {' '.join(behind[:1])}"
        yield f"bl2 {' '.join(behind)}"

    def _place(
        self, block: Block, address: Address, start: int, end: int, nth: int, goes_on: bool
    ) -> Iterator[str]:
        progress = self.progress
        yield f"depth {min(block.depth, 3)} {block.is_entry}"
        yield f"nth {min(nth, 2)} {goes_on}"
        yield f"handed {bool(progress.handed_down())} {block.is_entry}"
        yield f"carried {bool(progress.state.leads)}"
        yield f"size {min(8, (end - start) // 30)}"
        yield f"due {progress.dates.binding(start, min(end, start + _LONGEST_CLAUSE)) is not None}"
        yield f"done {signs.DONE.search(self.flat, start, min(end, start + _LONGEST_CLAUSE)) is not None}"
        yield f"report {signs.REPORT_START.match(self.flat, start, end) is not None}"
        yield f"praise {signs.PRAISE.match(self.flat, start, end) is not None}"
        yield f"upper {progress.cased[start : start + 1].isupper()} {nth > 0}"
        yield f"quoted {self.flat.count(chr(34), max(block.start, start - _LONGEST_CLAUSE), start) % 2}"
        yield f"line {min(4, (start - block.start) // 120)} {block.is_entry}"

    def _above(self) -> Iterator[str]:
        """The line above, and the heading above it."""
        progress = self.progress
        if progress.index:
            above = progress.blocks[progress.index - 1]
            words = words_of(self.flat[above.start : min(above.end, above.start + 40)])
            yield from {f"pb {word}" for word in words[:4]}
        yield from {f"h {word}" for word in self._heading_words()}

    def _heading_words(self) -> list[str]:
        """The last words of the nearest short line above, or of the nearest that ends in a colon."""
        for at in range(self.progress.index - 1, max(-1, self.progress.index - _HEADING_REACH), -1):
            block = self.progress.blocks[at]
            last_words = self.flat[max(block.start, block.end - 2) : block.end]
            if block.end - block.start < _LONGEST_HEADING or last_words.rstrip().endswith(":"):
                return words_of(self.flat[block.start : min(block.end, block.start + 120)])[-12:]
        return []
