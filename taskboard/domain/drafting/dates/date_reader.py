"""Deadlines in a stretch of clean text, resolved against the meeting day.

Ranges and rules: PATTERNS section 6. A date without a year takes the nearest day not before the meeting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from taskboard.domain.drafting.dates.counts import Counts
from taskboard.domain.drafting.dates.days import DATE, Days
from taskboard.domain.drafting.dates.due import Due, valid
from taskboard.domain.drafting.dates.periods import Periods
from taskboard.domain.drafting.dates.weeks import Weeks

_AND_ON = re.compile(
    r" (?:và|cùng|cũng như) (?:(?:trong |cả )?(?:những|các) (?:ngày|tuần|tháng|quý|năm|thời gian|kỳ)|(?:trong )?thời gian) (?:tiếp theo|tiếp sau|tới|sau|sau đó|sắp tới|kế tiếp)(?!\w)"
)

_JUST_PAST = re.compile(r" (?:vừa qua|vừa rồi|đã qua|năm ngoái)(?!\w)")

_FOR_ANOTHER = re.compile(
    r" để (?:(?:các )?(?:sở|phòng|văn phòng|ubnd|ban|hội đồng|bộ|cục|chi cục|cơ quan)(?: [^,;.]{1,60})?) (?:tổng hợp|thẩm định|tổ chức thẩm định|trình|báo cáo|tham mưu|xem xét)(?!\w)"
)
"""`gửi Sở trước ngày 28-10 để Sở thẩm định, trình UBND tỉnh trước ngày 10-11`: the second day binds whom it is sent to."""

_WHAT_FOR = re.compile(
    r",? (?:để|nhằm|làm cơ sở(?: để)?|phục vụ(?: cho)?)(?!\w)(?:(?!, (?:phải |cần |phấn đấu |và )*(?:hoàn thành|xong|kết thúc))[^;])*"
)
"""`trình trước ngày 1-3 để ban hành trước ngày 15-4`: what the duty is for has a day of its own."""

_SINCE = re.compile(r"(?:(?:kể|tính|bắt đầu) )?từ(?: lúc| khoảng| sáng| trưa| chiều| tối)?$")
"""`kể từ 10h00 ngày 24/12`: a start."""


_RUNS_FROM = re.compile(
    r"(?:vận hành|áp dụng|(?<!các )(?<!mọi )(?<!những )hoạt động|(?<!dừng )thực hiện)[^,;.]{0,60}$"
)
"""`vận hành chính thức từ ngày 01/7`: by then it must run."""

_TOLD_OF = re.compile(
    r"(?<!\w)(?:tuyên truyền|phổ biến|thông báo|thông tin|đưa tin|quán triệt)(?: [^\s,;.]+){0,6}? (?:thời điểm|thời gian|lịch|việc|lộ trình|sự kiện|kế hoạch|mốc)(?: [^\s,;.]+){1,14}$"
)
"""What the public is told of happens on that day; the telling is due when it likes."""

_PUT_OFF = re.compile(
    r"(?<!\w)(?:tránh|hạn chế|khắc phục|chấm dứt)(?: tình trạng| việc)?(?: [^\s,;.]+){0,4}? (?:dồn|để dồn|kéo dài|ùn ứ|để)(?: [^\s,;.]+){0,8}$"
)
"""`tránh dồn thanh toán đến cuối năm`: the day nobody is to wait for."""

_RESULTS_OF = re.compile(
    r"(?<!\w)(?:báo cáo|đánh giá|tổng hợp|thống kê)(?: [^\s,;.]+){0,4}? (?:kết quả|tình hình|số liệu)(?:(?! (?:về (?:sở|ubnd|phòng|văn phòng)|gửi|hằng ngày)) [^\s;.]+){1,24}? từ (?:ngày )?\d{1,2} ?(?:[/.-]|tháng) ?\d{1,2}(?: ?(?:[/.-]|năm) ?20\d\d)? (?:đến|tới) (?:hết )?(?:ngày )?\d[^,;]*$"
)
"""`báo cáo kết quả phòng, chống dịch từ ngày 30/01 đến ngày 24/4`: the time the report is about."""

_BEHIND_DAY = re.compile(r"\d ?\($")
_WEEKDAY = re.compile(r"(?:sáng |chiều )?(?:thứ|chủ nhật)(?!\w)")
"""`kể từ ngày 17-11-2008 (thứ hai)`: which day of the week a written day is."""

_TOLD_REACH = 160

_WRITTEN = re.compile(rf"(?<!\w)(?:(?:sáng|chiều|tối|trưa|khuya) )?(?:ngày )?\(?{DATE}")
_WITH_YEAR = re.compile(
    r"(?<!\w)(?:ngày )?(?P<day>\d{1,2}) ?(?:tháng|[/.-]) ?(?P<month>\d{1,2}) ?(?:năm|[/.-]) ?(?P<year>20\d\d)"
)
_DAYS_OF_NOW = 3
_LONG_PAST = 7


class DateReader:
    """Finds what binds in `flat[start:end]`. Needs only the text and the meeting day."""

    def __init__(self, flat: str, held_on: date) -> None:
        self.flat = flat
        self.held_on = held_on
        self.days = Days(flat, held_on)
        self.periods = Periods(flat, held_on, self.days)
        self.weeks = Weeks(flat, held_on, self.days)
        self.counts = Counts(flat, held_on, self.days)
        self._known: dict[tuple[int, int], tuple[Due, ...]] = {}

    def dues(self, start: int, end: int) -> tuple[Due, ...]:
        """Every due phrase of a stretch in reading order, longest first where two overlap."""
        if (start, end) not in self._known:
            self._known[start, end] = tuple(self._dues(start, end))
        return self._known[start, end]

    def _dues(self, start: int, end: int) -> list[Due]:
        found: list[Due] = []
        for read in self._readers():
            found += (self._left_open(due) for due in read(start, end) if not self._is_no_end(due))
        found.sort(key=lambda due: (due.start, due.start - due.end))
        kept: list[Due] = []
        for due in found:
            if not kept or due.start >= kept[-1].end:
                kept.append(due)
            elif kept[-1].on is None and due.on is not None and due.end > kept[-1].end - 3:
                kept[-1] = due
        return kept

    def _is_no_end(self, due: Due) -> bool:
        """`trong tháng vừa qua`, `kể từ 10h00 ngày 24/12`, `tuyên truyền việc ngừng phát sóng trước ngày 1/7`."""
        before = self.flat[max(0, due.start - _TOLD_REACH) : due.start].rstrip(" ")
        return bool(
            _JUST_PAST.match(self.flat, due.end)
            or (_SINCE.search(before) and not _RUNS_FROM.search(before))
            or _TOLD_OF.search(before)
            or _PUT_OFF.search(before)
            or (_BEHIND_DAY.search(before) and _WEEKDAY.match(self.flat, due.start))
            or (_RESULTS_OF.search(before + " " + self.flat[due.start : due.end]))
        )

    def _left_open(self, due: Due) -> Due:
        """`trong tháng 3 và những tháng tiếp theo`: a beginning without an end."""
        if due.on is None or not _AND_ON.match(self.flat, due.end):
            return due
        return replace(due, on=None, basis="Kéo dài sang thời gian sau: chưa rõ ngày cuối.")

    def _readers(self) -> tuple[Callable[[int, int], Iterator[Due]], ...]:
        return (
            self.days.ranges, self.days.days, self.days.bare_days, self.days.sent_on, self.days.on_occasion, self.days.of_week, self.days.by_the_moon, self.days.of_month, self.periods.months, self.periods.this_month, self.periods.quarters, self.periods.halves, self.periods.rest, self.periods.years,
            self.weeks.weeks, self.weeks.weekdays, self.weeks.today, self.weeks.tomorrow, self.counts.counts, self.counts.before_event, self.counts.events, self.days.labelled,
        )  # fmt: skip

    def binding(self, start: int, end: int) -> Due | None:
        """The due phrase that binds: the last with a date, else the last event."""
        dues = self.dues(start, end)
        dated = [due for due in dues if due.on is not None]
        if not dated:
            return dues[-1] if dues else None
        for one, following in pairwise(dated):
            ends = self.flat.startswith(("hoàn thành", "xong"), following.start)
            if not ends and _WHAT_FOR.fullmatch(self.flat, one.end, following.start):
                return one
        for_others = _FOR_ANOTHER.search(self.flat, dated[0].end, dated[-1].start)
        return next(due for due in reversed(dated) if for_others is None or due.end <= for_others.start())

    def without_days_of_now(self, start: int, end: int) -> str:
        """The words of a stretch but for the days right before the meeting: what was said then is said now."""
        text = self.flat[start:end]
        for found in reversed(list(_WRITTEN.finditer(text))):
            on = self._day_told(found)
            if on is not None and 0 <= (self.held_on - on).days <= _DAYS_OF_NOW:
                text = text[: found.start()] + text[found.end() :]
        return text

    def names_past_day(self, start: int, end: int) -> bool:
        """Whether a stretch names a day with its year, well before the meeting."""
        days = (self.days.date_of(one) for one in _WITH_YEAR.finditer(self.flat, start, end))
        return any(on is not None and (self.held_on - on).days > _LONG_PAST for on in days)

    def _day_told(self, found: re.Match[str]) -> date | None:
        """A written day; without its year, of the meeting's year."""
        part = found.groupdict()
        if part["yearw"] or part["year"] or part["year2"]:
            return self.days.date_of(found)
        return valid(
            self.held_on.year,
            int(part["monthw"] or part["month"] or 0),
            int(part["dayw"] or part["day"] or 0),
        )

    def in_cell(self, start: int, end: int) -> Due | None:
        """The day a table's deadline cell names: `31/3/2024` or `Quý II/2024` alone, without the words around it."""
        for label in ("thời hạn: ", "trong "):
            due = DateReader(label + self.flat[start:end], self.held_on).binding(0, len(label) + end - start)
            if due is not None:
                shift = start - len(label)
                return replace(due, start=max(start, due.start + shift), end=due.end + shift)
        return None
