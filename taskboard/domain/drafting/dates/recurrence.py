"""How often a duty comes back (PATTERNS section 7)."""

from __future__ import annotations

import re

from taskboard.domain.drafting.values import Recurrence
from taskboard.domain.drafting.words import whole

_TIMES = r"(?:\d{1,2}|một|hai|ba|bốn|năm)"

_RECURRENCES: tuple[tuple[Recurrence, re.Pattern[str]], ...] = (
    (
        Recurrence.DAILY,
        whole(
            r"(?:hằng|hàng) ngày|mỗi ngày|hằng đêm|hàng đêm|mỗi đêm|ngày (?:ít nhất |tối thiểu )?(?:\d{1,2}|một|hai|ba|bốn) lần"
        ),
    ),
    (
        Recurrence.WEEKLY,
        whole(
            rf"vào (?:các |mỗi |mọi )(?:ngày |buổi |sáng |chiều |tối )*(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)|(?:hằng|hàng|mỗi) tuần|định kỳ (?:vào )?(?:sáng |chiều )?thứ \w+|{_TIMES} lần(?:/| mỗi | một | trong một )tuần|(?<!\d )(?<!hai )(?<!ba )tuần {_TIMES} lần|định kỳ (?:1|một) tuần(?: một lần)?|tuần nào cũng"
        ),
    ),
    (
        Recurrence.MONTHLY,
        whole(
            rf"(?:hằng|hàng|mỗi) tháng|{_TIMES} lần/tháng|(?<!\d )(?<!hai )(?<!ba )(?<!sáu )tháng {_TIMES} lần|định kỳ (?:vào |trước )?(?:ngày )?\d{{1,2}}(?![/.\d]| tháng| tuần| quý)(?: (?:hằng|hàng) tháng)?|(?:ngày \d{{1,2}}|cuối) của (?:mỗi|các) tháng|định kỳ tháng|tháng nào cũng|định kỳ (?:1|một) tháng"
        ),
    ),
    (
        Recurrence.QUARTERLY,
        whole(
            r"(?:hằng|hàng|mỗi) quý|định kỳ (?:3|03|ba) tháng(?: một lần)?|(?:3|03|ba) tháng (?:một|1) lần|mỗi năm (?:bốn|4|04) lần|định kỳ quý|cuối mỗi quý|hàng tháng quý"
        ),
    ),
    (
        Recurrence.YEARLY,
        whole(
            r"(?:hằng|hàng|mỗi) năm(?! (?:bốn|4|04) lần)|(?:một|1) lần mỗi năm|(?:6|06|sáu) tháng(?: đầu năm)? và (?:cả |một |1 )?năm|định kỳ (?:6|06|sáu) tháng,? (?:và )?(?:cả |1 |một )?năm"
        ),
    ),
)

_RECURRING_NAME = re.compile(
    r"(?:giao ban|họp|hội nghị|phiên họp|báo cáo giao ban|chào cờ|kế hoạch|dự toán|kỳ họp|lịch công tác|công tác|nhiệm vụ|đánh giá kết quả thực hiện nhiệm vụ|xếp loại|đánh giá, xếp loại)(?: \w+){0,1}$|kế hoạch (?:\d+ năm|trung hạn|dài hạn)(?: và|,)$"
)


_AMOUNT = re.compile(r"(?:(?:tỷ|triệu|nghìn|ngàn)(?: đồng)?|đồng|%|tấn|lượt(?: khách)?|m3|kwh|ca) $")
"""`hàng trăm tỷ đồng mỗi năm`, `tăng 5% mỗi năm`: how much, not how often."""


def recurrence_in(flat: str, start: int, end: int) -> tuple[Recurrence, int, int] | None:
    """The shortest period a stretch names, with its place. Names of meetings (`giao ban hằng tuần`) do not count."""
    for recurrence, pattern in _RECURRENCES:
        for found in pattern.finditer(flat, start, end):
            if _AMOUNT.search(flat[max(start, found.start() - 30) : found.start()]):
                continue
            if not _RECURRING_NAME.search(flat[max(start, found.start() - 24) : found.start()].rstrip()) or (
                "hằng" not in found.group() and "hàng" not in found.group()
            ):
                return recurrence, found.start(), found.end()
    return None


_DUTY_DAY = whole(
    r"(?:(?:chốt số liệu |báo cáo )?(?:trước|vào|chậm nhất)?,? ?(?:\d{1,2} ?(?:giờ|h)(?: ?\d{1,2})?(?: và \d{1,2} ?(?:giờ|h)(?: ?\d{1,2})?)? |ngày \d{1,2}(?: và(?: ngày)? \d{1,2})? )(?:hằng|hàng|của mỗi|mỗi) (?:ngày|tháng|tuần|quý))"
)


def duty_time_in(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """`trước ngày 25 hằng tháng`: the words that say when a recurring duty falls due."""
    found = _DUTY_DAY.search(flat, start, end)
    return (found.start(), found.end()) if found else None
