"""Weeks, weekdays, today and tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from taskboard.domain.drafting.dates.days import Days
from taskboard.domain.drafting.dates.due import Due
from taskboard.domain.drafting.words import whole

_WEEKDAY = {
    "hai": 0,
    "2": 0,
    "ba": 1,
    "3": 1,
    "tư": 2,
    "4": 2,
    "năm": 3,
    "5": 3,
    "sáu": 4,
    "6": 4,
    "bảy": 5,
    "7": 5,
}

_WEEK = whole(
    r"(?<!ngày )(?:ngay )?(?:trong|đầu|cuối|hết|đến hết) tuần(?P<which> này| sau| tới| đến| kế tiếp|(?= ?[,;.)]|$))|(?:ngay )?tuần (?P<bare>này|sau|tới)(?= phải| xong| hoàn|(?: [^\s,;.]+)? xong)"
)

_WEEKDAY_DUE = whole(
    r"(?:(?:trước|trong|vào|xong|đến|hạn(?: cuối)?|chậm nhất)(?: là| vào| hết)? )?(?:ngay )?(?:sáng |chiều |tối )?thứ (?P<wd>hai|ba|tư|năm|sáu|bảy|[2-7])(?P<which> tuần này| này| tuần sau| tuần tới| tới|(?= ?[,;.)]|$))|(?:(?:trước|trong|đến|hết) )?chủ nhật(?P<sun> tuần này| này| tuần sau| tuần tới| tới|(?= ?[,;.)]|$))"
)

_TODAY = whole(
    r"(?:trước [^,;.]{2,14} )?(?:ngay )?(?:trong )?(?:hôm nay|ngày hôm nay|đêm nay|chiều nay|tối nay|sáng nay|trưa nay|ngay trong ngày|trong ngày(?! (?:\d|làm việc|khai|đầu|hội|lễ|nghỉ|tới|mai|hôm|nắng|mưa)))"
)

_TOMORROW = whole(
    r"(?:ngay )?(?:trước |trong )?(?:\d{1,2} ?(?:h|giờ)(?: ?\d{1,2})? )?(?:ngay )?(?:trong )?(?:(?:sáng|chiều|trưa|tối) )?(?:ngày mai|mai)(?= ?[,;.]| phải| \w|$)"
)

_EVERY_WEEK = re.compile(r"[^.;]{0,18}(?:hằng|hàng|mỗi) tuần")

_ORDINAL_OF = (
    "kỳ họp",
    "phiên",
    "phiên họp",
    "lần",
    "khóa",
    "hạng",
    "đợt",
    "năm",
    "tuần",
    "bậc",
    "cấp",
    "đội",
    "hội nghị",
    "đại hội",
)
_HABIT = re.compile(
    r"(?:nhất là|các|cả|những|mỗi|vào các|giờ cao điểm|định kỳ|định kỳ vào) ?(?:sáng|chiều|tối)?$"
)


class Weeks:
    """Finds days told by their place in the week."""

    def __init__(self, flat: str, held_on: date, days: Days) -> None:
        self.flat = flat
        self.held_on = held_on
        self.days = days

    def weeks(self, start: int, end: int) -> Iterator[Due]:
        """`trong tuần này`: its Sunday."""
        for found in _WEEK.finditer(self.flat, start, end):
            which = (found.group("which") or found.group("bare") or "").strip()
            if found.group().startswith("đầu"):
                continue
            sunday = self.held_on + timedelta(days=6 - self.held_on.weekday())
            later = which in {"sau", "tới", "đến", "kế tiếp"}
            yield Due(found.start(), found.end(), sunday + timedelta(days=7 * later), "Chủ nhật của tuần.")

    def weekdays(self, start: int, end: int) -> Iterator[Due]:
        """`thứ Sáu tuần này`."""
        for found in _WEEKDAY_DUE.finditer(self.flat, start, end):
            which = (found.group("which") or found.group("sun") or "").strip()
            if self._is_habit(found, which, start):
                continue
            day = 6 if found.group("wd") is None else _WEEKDAY[found.group("wd")]
            monday = self.held_on - timedelta(days=self.held_on.weekday())
            on = monday + timedelta(
                days=day
                + 7
                * (
                    which in {"tuần sau", "tuần tới", "tới"}
                    and not (which == "tới" and day > self.held_on.weekday())
                )
            )
            if not which and on < self.held_on:
                on += timedelta(days=7)
            yield Due(
                found.start(), found.end(), on, "Ngày trong tuần.", bool(which), is_period_of_duty=not which
            )

    def _is_habit(self, found: re.Match[str], which: str, start: int) -> bool:
        """`thứ Bảy hằng tuần`, `nhất là sáng thứ Hai`: a day that comes back, not one that is due."""
        if _EVERY_WEEK.match(self.flat, found.end(), found.end() + 30):
            return True
        before = self.days.before(start, found.start())
        if before.endswith(_ORDINAL_OF):
            return True
        return not which and ("định kỳ" in found.group() or _HABIT.search(before) is not None)

    def today(self, start: int, end: int) -> Iterator[Due]:
        """`ngay chiều nay`."""
        for found in _TODAY.finditer(self.flat, start, end):
            if not re.search(r"(?:tính đến|đến|cho đến)$", self.days.before(start, found.start())):
                yield Due(found.start(), found.end(), self.held_on, "Ngay trong ngày họp.")

    def tomorrow(self, start: int, end: int) -> Iterator[Due]:
        """`sáng mai`."""
        for found in _TOMORROW.finditer(self.flat, start, end):
            if "ngày mai" in found.group() or re.search(r"(?:sáng|chiều|trưa|tối) mai", found.group()):
                yield Due(found.start(), found.end(), self.held_on + timedelta(days=1), "Ngày hôm sau.")
