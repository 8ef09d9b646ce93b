"""Orders that stand in brackets behind something else: `08 giờ: dự lễ khai giảng (giao Phòng Văn hóa chuẩn bị bài phát biểu)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address, Going
from taskboard.domain.drafting.walk.progress import Progress

_BRACKET = re.compile(r"\(([^()]{12,600})\)")

_CALENDAR_TITLE = re.compile(
    r"(?:(?:thông báo|chương trình|dự kiến) )?lịch (?:làm việc|công tác|họp|tuần|hoạt động|tiếp dân|tiếp công dân|trực)(?!\w)"
)

_DAY_OF_WEEK = re.compile(
    r"(?:^|\n)[ *+\-\d.)]*(?:sáng |chiều |tối )?(?:ngày )?(?:thứ (?:[2-7]|hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?!\w)"
)

_HOUR = re.compile(r"(?<!\d)\d{1,2} ?(?:giờ|h)(?: ?\d\d)?(?!\w)")

_LEADER_AT = re.compile(
    r"(?:^|\n)[ *+-]*(?:chủ tịch|bí thư|pct|pbt|ct|phó (?:chủ tịch|bí thư)|đ/c|đồng chí)[^:\n]{0,40}: ?(?:sáng|chiều|tối)?,? ?\d{1,2} ?(?:giờ|h|:\d\d)"
)
_WHO_AND_WHERE = re.compile(r"(?:^|\n)(?:thành phần(?: [^:\n]{2,20})?|thời gian(?:, địa điểm)?|địa điểm) ?:")
_LOOKS_AT = 20_000

OF_A_CALENDAR = "Lịch làm việc, không giao việc."


class Brackets:
    """Finds them on one page, and says whether the page is a calendar, where they are all that is told."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.address = progress.address
        self.is_calendar = self._is_calendar()

    def _is_calendar(self) -> bool:
        """Hours, and a title that says so, several days of the week that open lines, or leaders with their hours."""
        hours = sum(1 for _ in _HOUR.finditer(self.flat, 0, _LOOKS_AT))
        days = sum(1 for _ in _DAY_OF_WEEK.finditer(self.flat, 0, _LOOKS_AT))
        if any(_CALENDAR_TITLE.match(self.flat, one.start) for one in self.progress.blocks[:6]):
            return days > 0 and hours > 1
        leaders = sum(1 for _ in _LEADER_AT.finditer(self.flat, 0, _LOOKS_AT))
        places = _WHO_AND_WHERE.search(self.flat, 0, _LOOKS_AT) is not None
        return hours > 2 and (days > 1 or leaders > 1 or (days > 0 and places))

    def orders_in(self, start: int, end: int) -> Iterator[tuple[Address, int, int]]:
        """Each bracket that tells a unit to do something: `(Giao A …)`, `(A chuẩn bị …)`."""
        for found in _BRACKET.finditer(self.flat, start, end):
            first, last = found.span(1)
            cue = signs.CUE.match(self.flat, first, last)
            address = self.address.read(first, last, True)
            if address.leads and address.going is Going.ACTION and self._asks(address, cue is not None, last):
                yield address, first, last

    def _asks(self, address: Address, is_cued: bool, end: int) -> bool:
        """Told by a cue, or a unit that opens the bracket with an action behind it; `(Sở A chủ trì)` only names roles."""
        if is_cued:
            return True
        behind = self.flat[address.leads[-1].end : end].strip(" ,")
        return (
            all(one.is_sure for one in address.leads)
            and not self.progress.flat.startswith(":", address.leads[-1].end)
            and re.fullmatch(r"(?:chủ trì|phối hợp|thực hiện|phụ trách|làm|cùng dự|dự|tham dự)", behind)
            is None
            and self.address.goings.acts(address.leads[-1].end, end)
        )
