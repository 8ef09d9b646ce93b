"""Rows of a table whose borders were lost: `1 Lập đề án sắp xếp thôn Phòng Nội vụ 30/6`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.units import Mention
from taskboard.domain.drafting.walk.progress import Progress

_NUMBER = re.compile(r"\d{1,3}[.)]? ")
_HEAD = re.compile(
    r"(?:stt|tt|số tt) [^.;:]{0,20}?(?:nội dung|nhiệm vụ|công việc|tên việc|việc)(?!\w)[^.;:]{0,60}?(?:chủ trì|thực hiện|phụ trách|đơn vị|ai làm|người làm)(?!\w)[^.;:]{0,60}$"
)
_DUE_LAST = re.compile(
    r" (?:(?:trước|trong|hết|xong|xong trước|chậm nhất)(?: ngày)? )?(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]20\d\d)?|tháng \d{1,2}(?:/20\d\d)?|quý (?:iv|i{1,3}|[1-4])(?:/20\d\d)?|(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm))$"
)
_GOVERNED = re.compile(
    r"(?<!\w)(?:của|với|cho|tại|về|do|qua|gửi|trình|cáo|đến|và|tới|theo|cùng|nghị|hợp|từ|ở|là|bởi|giao|các|những|mời|trên|cấp)$"
)
_WORD = re.compile(r"(?<= )[^\s]")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class BareRow:
    """A row at clean offsets: its task from `start` to `end`, who leads, and the words of its deadline."""

    start: int
    end: int
    leads: tuple[Mention, ...]
    due: tuple[int, int] | None


class BareRows:
    """Tells the cells of such a row by what stands in them: a unit's name last, or just before a day."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.cased = progress.cased
        self.units = progress.address.units

    def is_head(self, block: Block) -> bool:
        """`STT Nội dung Đơn vị thực hiện Thời hạn`."""
        return _HEAD.match(self.flat, block.start, block.end) is not None

    def row(self, index: int, is_under_head: bool) -> BareRow | None:
        """The row of this block, if its neighbour is one too or a heading row stands above them."""
        row = self._row(self.progress.blocks[index], is_under_head)
        if row is None or is_under_head:
            return row
        blocks = self.progress.blocks
        beside = blocks[max(0, index - 1) : index] + blocks[index + 1 : index + 2]
        return row if any(self._row(block, False) for block in beside) else None

    def _row(self, block: Block, is_under_head: bool) -> BareRow | None:
        number = _NUMBER.match(self.flat, block.start, block.end)
        if not block.starts_line or block.end - block.start > LONGEST:
            return None
        if number is None and not block.mark.startswith("number"):
            return None
        start = number.end() if number else block.start
        day = _DUE_LAST.search(self.flat, start, block.end)
        if day is None and not is_under_head:
            return None
        stop = day.start() if day else block.end
        leads = self._led_by(start, stop)
        return (
            BareRow(start, block.end, leads, (day.start() + 1, day.end()) if day else None) if leads else None
        )

    def _led_by(self, start: int, stop: int) -> tuple[Mention, ...]:
        """The units the row's words end in; none where a preposition shows that they belong to the sentence."""
        for word in _WORD.finditer(self.cased, start + 10, stop):
            at = word.start()
            if not (self.cased[at].isupper() or self.flat.startswith("các ", at)):
                continue
            listed = self.units.mentions_at(at, stop)
            if listed is None or self.flat[listed.end : stop].strip(" -,;") or not listed.mentions[0].is_sure:
                continue
            governed = _GOVERNED.search(self.flat, max(start, at - 12), at - 1)
            return () if governed or self.flat[at - 2] in ",;:" else listed.mentions
        return ()
