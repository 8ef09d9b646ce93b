"""Blocks that belong to no part of the conclusions: receivers, what surrounds a text, its end."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.walk.findings import PAGE_NUMBER, Mode
from taskboard.domain.drafting.walk.furniture import AROUND, FURNITURE, OTHER_TEXTS
from taskboard.domain.drafting.walk.progress import Progress

_SENT_TO = re.compile(r"kính gửi|(?:[^.;:]{0,90} )?(?:điện|gửi|kính mời) ?:$")

_PAGE_NUMBER = re.compile(r"-? ?(?:trang )?\d{1,3}(?:/\d{1,3})? ?-?")

_LONGEST_LINE = 260
_LONGEST_RECEIVER = 160
_LONGEST_TITLE = 140
_FEWEST_TITLES = 3
_LONGEST_TITLES = 320
_PLACED = re.compile(r"(?:quận|huyện|thành phố|tp\.?|tỉnh|thị xã|phường|xã) [^,;.:]{2,30}: ?[^\W\d][^:]*$")
_SHORTEST_REPEATED = 60
_SHORTEST_TITLE = 30
_TITLES_REACH = 12


class Passing:
    """Says of a block why it is passed over."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.address = progress.address
        self.titles_from = self._other_titles()
        self.last_of = {
            self.flat[one.start : one.end]: one.start
            for one in progress.blocks
            if one.end - one.start > _SHORTEST_REPEATED and not one.is_entry
        }

    def why(self, block: Block) -> str:
        """What a block is that belongs to no part of the conclusions; empty for one to read."""
        state = self.progress.state
        if signs.ENDMATTER.match(self.flat, block.start, block.end):
            state.mode = Mode.OVER if state.has_begun else state.mode
            return "Phần cuối văn bản."
        if self._names_receivers(block):
            return "Nơi nhận văn bản."
        if block.start >= self.titles_from or self._is_around(block) or self._is_placed_title(block):
            return AROUND
        if self._comes_again(block):
            return "Nhắc lại nguyên văn ở dưới."
        return PAGE_NUMBER if _PAGE_NUMBER.fullmatch(self.flat, block.start, block.end) else ""

    def _comes_again(self, block: Block) -> bool:
        """The line under a picture, a lead in front of its article: a paragraph that stands there once more, word for word."""
        last = self.last_of.get(self.flat[block.start : block.end], block.start)
        if last == block.start and self._is_title_again(block):
            return True
        return last > block.start

    def _is_placed_title(self, block: Block) -> bool:
        """`Quận A: Gỡ bỏ chốt kiểm dịch Tiếp nối truyền thống …`: titles of other articles between paragraphs that have stops."""
        if block.is_entry or not block.starts_line or self._has_stop(block):
            return False
        if block.end - block.start > _LONGEST_TITLES or not _PLACED.match(self.flat, block.start, block.end):
            return False
        long = [one for one in self.progress.blocks[:_TITLES_REACH] if one.end - one.start > _LONGEST_TITLE]
        others = [one for one in long if one.start != block.start]
        return len(others) > 1 and 2 * sum(map(self._has_stop, others)) >= len(others)

    def _is_title_again(self, block: Block) -> bool:
        """The title of an article, once more under its picture: a line without a stop that stood further up."""
        if block.is_entry or not block.starts_line or self._has_stop(block):
            return False
        words = self.flat[block.start : block.end]
        return _SHORTEST_TITLE < len(words) < _LONGEST_TITLE and any(
            self.flat[one.start : one.end] == words
            for one in self.progress.blocks[:_TITLES_REACH]
            if one.start < block.start
        )

    def _other_titles(self) -> int:
        """Where a run of lines without stops begins that ends a text in sentences: titles of other articles."""
        blocks = self.progress.blocks
        first = len(blocks)
        while first and self._may_be_title(blocks[first - 1]):
            first -= 1
        body = [one for one in blocks[:first] if one.end - one.start > _LONGEST_TITLE or one.is_entry]
        stopped = sum(self._has_stop(one) for one in body)
        if len(blocks) - first < _FEWEST_TITLES or not body or 2 * stopped <= len(body):
            return len(self.flat)
        return blocks[first].start

    def _may_be_title(self, block: Block) -> bool:
        if block.is_entry or not block.starts_line or block.end - block.start > _LONGEST_TITLE:
            return False
        written = self.progress.page.source_text(block.start, block.end)
        if "|" in written or "\t" in written:
            return False
        return written.rstrip().endswith(("..", "…")) or not self._has_stop(block)

    def _has_stop(self, block: Block) -> bool:
        return self.flat[block.start : block.end].rstrip(" \"')").endswith((".", ";", ":", "!", "?", "/"))

    def _is_around(self, block: Block) -> bool:
        """Page furniture and letterhead; behind `Tin liên quan` the text is over."""
        if block.end - block.start > _LONGEST_LINE:
            return False
        if OTHER_TEXTS.fullmatch(self.flat, block.start, block.end):
            if self.progress.state.has_begun and self.progress.found:
                self.progress.state.mode = Mode.OVER
            return True
        return FURNITURE.fullmatch(self.flat, block.start, block.end) is not None

    def _names_receivers(self, block: Block) -> bool:
        """`Kính gửi:` in the head of a dispatch and the units listed under it, one a line."""
        opens = _SENT_TO.match(self.flat, block.start, block.end) is not None
        if opens and not self.progress.state.has_begun:
            self.progress.among_receivers = True
        elif self.progress.among_receivers:
            self.progress.among_receivers = self._is_receiver(block)
        return self.progress.among_receivers

    def _names_only(self, block: Block) -> bool:
        """A dash in the head of a dispatch with units, who of them, and no cue."""
        return (
            block.mark in set("-+*•")
            and block.end - block.start < _LONGEST_RECEIVER
            and signs.CUE.search(self.flat, block.start, block.end) is None
            and not self.flat[block.start : block.end].rstrip().endswith(":")
        )

    def _is_receiver(self, block: Block) -> bool:
        """A unit and next to nothing else, or a short line of a list in which nobody does anything."""
        listed = self.address.units.mentions_at(block.start, block.end)
        if listed is not None:
            rest = self.flat[listed.end : block.end].strip(" .,;")
            return not rest or (block.is_entry and (len(rest) < 40 or self._names_only(block)))
        text = self.flat[block.start : block.end].rstrip()
        listed_so = block.is_entry or text.endswith((";", ","))
        return (
            listed_so
            and len(text) < _LONGEST_RECEIVER
            and not self.address.goings.acts(block.start, block.end)
        )
