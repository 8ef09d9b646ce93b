"""Days counted from the meeting or from another day, and events that stand for a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from taskboard.domain.drafting.dates.days import DATE, Days
from taskboard.domain.drafting.dates.due import NUMBER, Due, later, valid
from taskboard.domain.drafting.words import whole

_COUNT = re.compile(
    r"(?<!\w)(?P<how>(?:chậm nhất |tối đa )?(?:trong|sau)(?: thời gian| thời hạn| khoảng)?(?: vòng)?(?: tối đa| không quá)?|chậm nhất(?: là| sau| trong)*|không quá|tối đa|thời hạn|thời gian)? ?(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|mười)(?: \((?:\d{1,3}|[^\W\d]+)\))? ?(?P<unit>ngày làm việc|ngày(?! \d)|tuần|tháng(?! (?:đầu|cuối|qua|vừa qua)(?!\w)))(?P<tail>(?:,? ?(?:kể )?từ (?:ngày|thời điểm|khi)? ?)(?P<from>[^,;.]{0,40})| (?:tới|nữa))?(?!\w)"
)

_BARE_DM = re.compile(DATE)

_EVENT = whole(
    r"(?:hoàn thành |xong |ngay )?(?:trước|trong|sau|ngay sau|trước và trong|trước, trong và sau)(?: khi| thời điểm| ngày| đêm| dịp| mùa| kỳ)* "
    r"(?:tết(?: nguyên đán| trung thu| dương lịch)?[^,;.]{0,20}|mùa (?:mưa|bão|lũ|khô|cạn|hè|đông)[^,;.]{0,14}|mưa bão|mưa lũ|khai giảng[^,;.]{0,20}|năm học mới|kỳ họp[^,;.]{0,40}|đại hội[^,;.]{0,40}|hội nghị[^,;.]{0,30}|bầu cử[^,;.]{0,20}|"
    r"quốc hội[^,;.]{0,40}|vụ (?:đông|xuân|mùa|hè)[^,;.]{0,12}|học kỳ [^,;.]{1,6}|kỳ nghỉ[^,;.]{0,24}|nước rút[^,;.]{0,12}|bão[^,;.]{0,20}|lễ [^,;.]{2,24}|tựu trường|khởi công[^,;.]{0,30}|cuộc họp[^,;.]{0,30}|phiên họp[^,;.]{0,30}|kỳ thi[^,;.]{0,30}|nghỉ tết|nghỉ lễ|khai mạc[^,;.]{0,30}|giáp hạt)"
    r"|khi nước rút|sau khi nước rút \d{1,2} ngày|tại (?:phiên|cuộc|kỳ|hội nghị) [^,;.]{2,40}(?:tới|gần nhất|tiếp theo)"
)

_BEFORE_EVENT = re.compile(
    r"(?<!\w)trước (?:(?P<what>hội nghị|cuộc họp|kỳ họp|đại hội|ngày họp|phiên họp|buổi lễ|khai mạc)[^,;.\d]{0,20}? )?(?:ít nhất |tối thiểu )?(?P<n>\d{1,2}) ngày(?! làm việc)(?P<after> (?:khai mạc|diễn ra|họp|tổ chức)[^,;.]{0,20})?"
)

_MARK_DATE = re.compile(rf"(?:họp|khai mạc|diễn ra|tổ chức|vào|dự kiến)[^,;.]{{0,20}}? ngày {DATE}")

_PER_CASE = re.compile(
    r" ?(?:làm việc )?(?:đối với (?:mỗi|các|từng|hồ sơ|trường hợp)|/ ?hồ sơ|mỗi hồ sơ|cho mỗi|kể từ (?:ngày|khi) (?:nhận|tiếp nhận|có|phát sinh))"
)


_ISSUED = re.compile(
    r"(?:ngày )?(?:ban hành|ký|ra) (?:ban hành )?(?:thông báo|văn bản|kết luận|công văn|quyết định|chỉ thị)"
)
_HEAD_DATE = re.compile(r", ngày ?(\d{1,2}) ?tháng ?(\d{1,2}) ?năm ?(20\d\d)")


class Counts:
    """Finds counted days and events."""

    def __init__(self, flat: str, held_on: date, days: Days) -> None:
        self.flat = flat
        self.held_on = held_on
        self.days = days

    def counts(self, start: int, end: int) -> Iterator[Due]:
        """`trong vòng 10 ngày`, `3 ngày kể từ ngày 20/10`."""
        for found in _COUNT.finditer(self.flat, start, end):
            how, number = found.group("how") or "", found.group("n")
            count = int(number) if number.isdigit() else NUMBER[number]
            anchor = self._anchor(found.group("from"))
            soon = (found.group("tail") or "").strip() == "nữa"
            if (not how and anchor is None and not soon) or self._is_standard(found, anchor):
                continue
            if (found.group("from") is not None and anchor is None) or (
                how in {"thời gian", "tối đa", "không quá"} and not found.group("tail")
            ):
                continue
            if how == "sau" and not found.group("tail"):
                continue
            unit, base = found.group("unit"), anchor or self.held_on
            if unit == "ngày làm việc" and how.startswith("không quá"):
                continue
            yield Due(
                found.start(),
                found.end(),
                later(base, count, unit),
                f"Cộng {count} {unit} kể từ ngày {base:%d/%m/%Y}.",
                unit != "ngày làm việc",
            )

    def _anchor(self, words: str | None) -> date | None:
        if words is None:
            return None
        found = _BARE_DM.match(words.strip())
        if found:
            return self.days.date_of(found)
        if _ISSUED.match(words.strip()):
            return self._issued_on() or self.held_on
        return (
            self.held_on
            if re.match(r"(?:nay|hôm nay|ngày (?:họp|ban hành|ký|hôm nay)|ban hành|ký|họp)", words.strip())
            else None
        )

    def _issued_on(self) -> date | None:
        """The day in the head of the notice (`An Thành, ngày 16 tháng 01 năm 2025`), soon after the meeting."""
        head = _HEAD_DATE.search(self.flat, 0, 900)
        on = valid(int(head.group(3)), int(head.group(2)), int(head.group(1))) if head else None
        return on if on and 0 <= (on - self.held_on).days <= 60 else None

    def _is_standard(self, found: re.Match[str], anchor: date | None) -> bool:
        """`không quá 02 ngày làm việc đối với mỗi hồ sơ` is a service standard, not a date."""
        after = self.flat[found.end() : found.end() + 40]
        return bool(_PER_CASE.match(after)) or (
            found.group("unit") == "tháng" and anchor is None and not found.group("how")
        )

    def before_event(self, start: int, end: int) -> Iterator[Due]:
        """`trước hội nghị 3 ngày`: counted back from the event's day where the text gives it."""
        for found in _BEFORE_EVENT.finditer(self.flat, start, end):
            mark = list(_MARK_DATE.finditer(self.flat, start, found.start()))
            on = self.days.date_of(mark[-1]) if mark else None
            if on:
                yield Due(
                    found.start(),
                    found.end(),
                    on - timedelta(days=int(found.group("n"))),
                    "Tính lùi từ ngày của sự kiện.",
                )
            elif found.group("what") or found.group("after"):
                yield Due(found.start(), found.end(), None, "Sự kiện chưa rõ ngày.", False)

    def events(self, start: int, end: int) -> Iterator[Due]:
        """`trước mùa mưa bão`: words without a day."""
        for found in _EVENT.finditer(self.flat, start, end):
            cut = re.search(r" (?:phải|cần|và|để|nhằm|theo|của các|cho các)(?!\w)", found.group()[12:])
            stop = found.end() if cut is None else found.start() + 12 + cut.start()
            yield Due(found.start(), stop, None, "Sự kiện chưa rõ ngày.", False)
