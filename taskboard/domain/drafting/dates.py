"""Deadlines and recurrence in a stretch of clean text, resolved against the meeting day.

Ranges and rules: PATTERNS section 6 and 7. A date without a year takes the nearest day not before the meeting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from taskboard.domain.drafting.values import Recurrence
from taskboard.domain.drafting.words import whole


@dataclass(frozen=True, slots=True)
class Due:
    """A phrase that says when: a day, or an event without one (`on` is None). `rank` orders what binds."""

    start: int
    end: int
    on: date | None
    basis: str
    is_sure: bool = True
    is_event: bool = False
    is_period_of_duty: bool = False


def last_day(year: int, month: int) -> date:
    """Last day of a month; month 13 is January of the next year."""
    following = date(year + (month // 12), month % 12 + 1, 1)
    return following - timedelta(days=1)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(held_on: date, month: int, day: int) -> date | None:
    """The next such day, the meeting day included; 29 February waits for its year."""
    for year in range(held_on.year, held_on.year + 5):
        found = _valid(year, month, day)
        if found and found >= held_on:
            return found
    return None


def _month_end(held_on: date, month: int, year: int | None) -> date | None:
    if not 1 <= month <= 12:
        return None
    if year is None:
        year = held_on.year if last_day(held_on.year, month) >= held_on else held_on.year + 1
    return last_day(year, month)


_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "01": 1,
    "02": 2,
    "03": 3,
    "04": 4,
    "l": 1,
    "ll": 2,
    "lll": 3,
}
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
_NUMBER = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mươi": 10,
}

_YEAR = r"(?P<year>20\d\d|\d\d(?!\d))"
_YEAR4 = r"(?: ?(?:/|-|\.|,? năm ) ?(?P<year>20\d\d))?"
_HOUR = r"(?:(?:\d{1,2} ?(?:giờ|h)(?: ?\d{1,2}(?: phút)?)?|(?:sáng|chiều|trưa|tối)|giờ hành chính)(?: và [^,;.]{1,12})? ?(?:các )?,? ?)?"
_DM = rf"(?P<day>\d{{1,2}}) ?[/.\-] ?(?P<month>\d{{1,2}})(?!\d)(?: ?[/.\-] ?{_YEAR}| năm (?P<year2>20\d\d))?(?![\d/%])(?!,\d)"
_DMW = r"(?P<dayw>\d{1,2}) ?tháng ?(?P<monthw>\d{1,2})(?!\d)(?: ?(?:năm |/|-) ?(?P<yearw>20\d\d))?"
_DATE = rf"(?:{_DMW}|{_DM})"
_NAMED = r"(?:(?:khai giảng|tổng kết|bầu cử|khai mạc|lễ|kỷ niệm|quốc khánh|hội nghị|tết|tựu trường)[^,;.\d]{0,30} )?"
_BEFORE = r"trước|trước thời điểm|trước thời hạn|trước mốc"
_UNTIL = (
    r"(?<!tính )(?:đến|tới)(?: hết| trước)?|(?:chậm|muộn|trễ) nhất(?: là| vào| đến| trong| trước|: trước)*|hạn cuối(?: cùng)?(?: là| vào| đến)?:?|hạn chót(?: là| vào| đến)?:?|"
    r"xong(?: trước| trong)?|không quá|không muộn hơn|thời hạn(?: hoàn thành| thực hiện| gửi)?(?: là| trước| đến)?:?|(?<!hết )hạn(?: hoàn thành| xong| nộp)?(?: là| trước| đến)?:?|thời gian (?:hoàn thành|thực hiện|xong)(?: trước| trong| đến)?:?|hoàn thành(?: trước| trong| vào)?:?|hết"
)
_DAY_DUE = re.compile(
    rf"(?<!\w)(?P<how>{_BEFORE}|{_UNTIL}|trong|vào|ngay trong|(?:thực hiện|vận hành|áp dụng|hoạt động)[^,;.]{{0,25}}? (?:kể )?từ) {_HOUR}{_NAMED}(?:(?:hết )?ngày )?(?P<named2>(?:khai giảng|tổng kết|bầu cử|tựu trường|quốc khánh)[^,;.\d]{{0,20}} )?(?:ngày )?{_DATE}"
)
_SENT = re.compile(
    rf"(?<!\w)(?:gửi|nộp|trình|bàn giao|báo cáo)(?P<between>(?: [^\s,;.:]+){{0,6}}?) (?P<at>ngày {_DATE})"
)
_DOCUMENT_NOUN = whole(
    r"công văn|quyết định|thông báo|nghị quyết|chỉ thị|kế hoạch|văn bản|tờ trình|báo cáo|số|hợp đồng|đơn|kỳ họp|họp|hội nghị|đến|từ|tính|lễ|vào|trước|trong|của"
)
_DAY_ALONE = re.compile(
    rf"(?<!\w)(?:{_BEFORE}|(?<!tính )đến(?: hết)?|(?:chậm|muộn|trễ) nhất(?: là| vào| đến| trước)*) {_HOUR}ngày (?P<day>\d{{1,2}})(?! ?[/.\-] ?\d| ?tháng|\d| (?:và|-|hằng|hàng|của|mỗi|định kỳ)|,? (?:hằng|hàng|mỗi)|h| giờ)(?!\w)"
)
_MONTH = r"(?P<month>\d{1,2}|giêng|chạp|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
_MONTH_NAME = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "chạp": 12,
}
_MONTH_DUE = re.compile(
    rf"(?<!\w)(?P<how>{_BEFORE}|{_UNTIL}|không để sang|ngay trong|(?:ngay )?từ|trong|vào|ngay)? ?(?P<part>nửa đầu|nửa cuối|đầu|giữa|cuối|hết|nửa)? ?tháng {_MONTH}(?![\d.]|/\d(?!\d)){_YEAR4}(?!\w)(?: (?:tới|này))?(?:(?:,| và| -|-) ?tháng (?P<until>\d{{1,2}})(?![\d/]))?"
)
_THIS_MONTH = whole(
    r"(?:ngay )?(?:trong|cuối|hết|đến hết|đến cuối|trước cuối) tháng(?P<which> này| sau| tới| đây|(?= ?[,;.]|$| mà | phải ))"
)
_QUARTER_DUE = re.compile(
    rf"(?<!\w)(?P<how>{_BEFORE}|{_UNTIL}|không để sang|ngay trong|trong|vào|ngay từ|ngay)? ?(?P<part>nửa đầu|đầu|giữa|cuối|hết)? ?quý ?(?P<q>iv|i{{1,3}}|0?[1-4]|l{{1,3}}){_YEAR4}(?!\w)(?: (?:tới|này))?"
)
_THIS_QUARTER = whole(r"(?:ngay )?(?:trong|cuối|hết|đến hết) quý(?P<which> này| sau| tới)")
_HALF_YEAR = whole(
    r"(?:ngay )?trong (?:6|sáu|06) tháng (?P<half>đầu|cuối) năm(?: (?P<year>20\d\d))?|(?:ngay )?trong nửa (?P<half2>đầu|cuối) năm(?: (?P<year2>20\d\d))?"
)
_YEAR_DUE = re.compile(
    rf"(?<!\w)(?P<how>{_BEFORE}|{_UNTIL}|ngay trong|ngay từ|từ|trong|vào)? ?(?P<part>đầu|giữa|cuối|hết)? ?năm ?(?P<year>20\d\d|nay|sau|tới|học (?P<school>20\d\d) ?- ?20\d\d)?(?!\w)(?! (?:20|nhiệm kỳ))"
)
_REST_OF_YEAR = whole(
    r"trong (?:các|những|\d{1,2}|hai|ba|bốn|năm) tháng (?:còn lại(?: của năm)?|cuối năm)(?: (?P<year>20\d\d))?"
)
_WEEK = whole(
    r"(?<!ngày )(?:ngay )?(?:trong|đầu|cuối|hết|đến hết) tuần(?P<which> này| sau| tới| đến| kế tiếp|(?= ?[,;.)]|$))|(?:ngay )?tuần (?P<bare>này|sau|tới) (?=phải|xong)"
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
_COUNT = re.compile(
    r"(?<!\w)(?P<how>(?:chậm nhất |tối đa )?(?:trong|sau)(?: thời gian| thời hạn| khoảng)?(?: vòng)?(?: tối đa| không quá)?|chậm nhất(?: là| sau| trong)*|không quá|tối đa|thời hạn|thời gian)? ?(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|mười)(?: \((?:\d{1,3}|[^\W\d]+)\))? ?(?P<unit>ngày làm việc|ngày|tuần|tháng)(?P<tail>(?:,? ?(?:kể )?từ (?:ngày|thời điểm|khi)? ?)(?P<from>[^,;.]{0,40})| (?:tới|nữa))?(?!\w)"
)
_BARE_DM = re.compile(_DATE)
_RANGE = re.compile(
    rf"(?<!\w)từ (?:ngày )?\d{{1,2}} ?[/.-] ?\d{{1,2}}(?: ?[/.-] ?(?P<y1>20\d\d))? ?(?:đến|-|tới)(?: hết)? (?:ngày )?{_DATE}"
)
_EVENT = whole(
    r"(?:hoàn thành |xong |ngay )?(?:trước|trong|sau|ngay sau|trước và trong|trước, trong và sau)(?: khi| thời điểm| ngày| đêm| dịp| mùa| kỳ)* "
    r"(?:tết(?: nguyên đán| trung thu| dương lịch)?[^,;.]{0,20}|mùa (?:mưa|bão|lũ|khô|cạn|hè|đông)[^,;.]{0,14}|mưa bão|mưa lũ|khai giảng[^,;.]{0,20}|năm học mới|kỳ họp[^,;.]{0,40}|đại hội[^,;.]{0,40}|hội nghị[^,;.]{0,30}|bầu cử[^,;.]{0,20}|"
    r"quốc hội[^,;.]{0,40}|vụ (?:đông|xuân|mùa|hè)[^,;.]{0,12}|học kỳ [^,;.]{1,6}|kỳ nghỉ[^,;.]{0,24}|nước rút[^,;.]{0,12}|bão[^,;.]{0,20}|lễ [^,;.]{2,24}|tựu trường|khởi công[^,;.]{0,30}|cuộc họp[^,;.]{0,30}|phiên họp[^,;.]{0,30}|kỳ thi[^,;.]{0,30}|nghỉ tết|nghỉ lễ|khai mạc[^,;.]{0,30}|giáp hạt)"
    r"|khi nước rút|sau khi nước rút \d{1,2} ngày|tại (?:phiên|cuộc|kỳ|hội nghị) [^,;.]{2,40}(?:tới|gần nhất|tiếp theo)"
)
_BEFORE_EVENT = re.compile(
    r"(?<!\w)trước (?:(?P<what>hội nghị|cuộc họp|kỳ họp|đại hội|ngày họp|phiên họp|buổi lễ|khai mạc)[^,;.\d]{0,20}? )?(?:ít nhất |tối thiểu )?(?P<n>\d{1,2}) ngày(?! làm việc)(?P<after> (?:khai mạc|diễn ra|họp|tổ chức)[^,;.]{0,20})?"
)
_MARK_DATE = re.compile(rf"(?:họp|khai mạc|diễn ra|tổ chức|vào|dự kiến)[^,;.]{{0,20}}? ngày {_DATE}")

_EVERY_WEEK = re.compile(r"[^.;]{0,18}(?:hằng|hàng|mỗi) tuần")
_HABIT = re.compile(
    r"(?:nhất là|các|cả|những|mỗi|vào các|giờ cao điểm|định kỳ|định kỳ vào) ?(?:sáng|chiều|tối)?$"
)
_EVENT_NOUN = re.compile(
    r"(?:kỳ họp|khai mạc|ngày hội|lễ|hội nghị|diễn ra|tính|hết hạn|hết hiệu lực|có hiệu lực|phát sinh|tồn|tồn đọng|hợp đồng|giao ban|cuộc họp|mời họp|mời)(?: [^,;.]{0,30})?$"
)
_PLAN_LABEL = re.compile(
    r"(?:nhiệm vụ|nhiệm vụ trọng tâm|công tác|phương hướng|kế hoạch|giai đoạn|nhiệm kỳ|chỉ tiêu|dự toán|quy hoạch|tầm nhìn|định hướng|chương trình|kết quả|đề án|tổng kết|chiến lược|mục tiêu quốc gia|vốn|năm học|nghị quyết|lịch|tình hình|phát triển)(?: [^,;.]{0,40}?)?$"
)
_PER_CASE = re.compile(
    r" ?(?:làm việc )?(?:đối với (?:mỗi|các|từng|hồ sơ|trường hợp)|/ ?hồ sơ|mỗi hồ sơ|cho mỗi|kể từ (?:ngày|khi) (?:nhận|tiếp nhận|có|phát sinh))"
)
_LABELLED = re.compile(rf"(?<!\w)(?:thời hạn|hạn|thời gian)[^,;.:\d]{{0,24}}: ?(?:ngày )?{_DATE}")
_SCHOOL_YEAR = re.compile(r" (?:học|2\d{3})(?: mới)?")


class DateReader:
    """Finds what binds in `flat[start:end]`. Needs only the text and the meeting day."""

    def __init__(self, flat: str, held_on: date) -> None:
        self.flat = flat
        self.held_on = held_on

    def dues(self, start: int, end: int) -> list[Due]:
        """Every due phrase of a stretch in reading order, longest first where two overlap."""
        found: list[Due] = []
        for read in self._readers():
            found += read(start, end)
        found.sort(key=lambda due: (due.start, due.start - due.end))
        kept: list[Due] = []
        for due in found:
            if not kept or due.start >= kept[-1].end:
                kept.append(due)
            elif kept[-1].on is None and due.on is not None and due.end > kept[-1].end - 3:
                kept[-1] = due
        return kept

    def _readers(self) -> tuple[Callable[[int, int], Iterator[Due]], ...]:
        return (
            self._ranges, self._days, self._bare_days, self._sent_on, self._months, self._this_month, self._quarters, self._halves, self._rest, self._years,
            self._weeks, self._weekdays, self._today, self._tomorrow, self._counts, self._before_event, self._events, self._labelled,
        )  # fmt: skip

    def binding(self, start: int, end: int) -> Due | None:
        """The due phrase that binds: the last with a date, else the last event."""
        dues = self.dues(start, end)
        dated = [due for due in dues if due.on is not None]
        if dated:
            return dated[-1]
        return dues[-1] if dues else None

    def in_cell(self, start: int, end: int) -> Due | None:
        """The day a table's deadline cell names: `31/3/2024` or `Quý II/2024` alone, without the words around it."""
        for label in ("thời hạn: ", "trong "):
            due = DateReader(label + self.flat[start:end], self.held_on).binding(0, len(label) + end - start)
            if due is not None:
                shift = start - len(label)
                return replace(due, start=max(start, due.start + shift), end=due.end + shift)
        return None

    def _before(self, start: int, at: int) -> str:
        return self.flat[max(start, at - 90) : at].rstrip(" ")

    def _date_of(self, found: re.Match[str]) -> date | None:
        part = found.groupdict()
        day, month = part.get("dayw") or part.get("day"), part.get("monthw") or part.get("month")
        year = part.get("yearw") or part.get("year") or part.get("year2")
        if day is None or month is None:
            return None
        if year is None:
            return _nearest(self.held_on, int(month), int(day)) if 1 <= int(month) <= 12 else None
        return _valid(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))

    def _days(self, start: int, end: int) -> Iterator[Due]:
        for found in _DAY_DUE.finditer(self.flat, start, end):
            on = self._date_of(found)
            how = found.group("how")
            before = self._before(start, found.start())
            if on is None or self._is_foreign(how, before, found):
                continue
            yield Due(found.start(), found.end(), on, "Ngày ghi trong văn bản.")

    def _bare_days(self, start: int, end: int) -> Iterator[Due]:
        """`trước ngày 20`: the next such day of a month."""
        for found in _DAY_ALONE.finditer(self.flat, start, end):
            on = self._next_day(int(found.group("day")))
            if on:
                yield Due(
                    found.start(),
                    found.end(),
                    on,
                    "Chỉ nêu ngày: lấy ngày đó gần nhất.",
                    False,
                    is_period_of_duty=True,
                )

    def _sent_on(self, start: int, end: int) -> Iterator[Due]:
        """`gửi Sở ngày 10/12`: a day right behind a sending verb, unless it dates a document."""
        for found in _SENT.finditer(self.flat, start, end):
            on = self._date_of(found)
            if on and not _DOCUMENT_NOUN.search(found.group("between")):
                yield Due(found.start("at"), found.end(), on, "Ngày ghi trong văn bản.")

    def _next_day(self, day: int) -> date | None:
        for ahead in range(3):
            month = self.held_on.month - 1 + ahead
            found = _valid(self.held_on.year + month // 12, month % 12 + 1, day)
            if found and found >= self.held_on:
                return found
        return None

    def _is_foreign(self, how: str, before: str, found: re.Match[str]) -> bool:
        """Dates of documents, events and counts so far are nobody's deadline."""
        if (
            how in {"trong", "vào"}
            and not re.search(r"ngày|sáng|chiều|tối", found.group())
            and found.group("monthw") is None
        ):
            return True
        if how == "vào" and _EVENT_NOUN.search(before):
            return True
        if before.endswith(("tính", "hết hạn", "nghỉ", "nghỉ phép", "kể", "hạn nộp hồ sơ từ")):
            return True
        return how in {"đến", "đến hết"} and bool(
            re.search(r"(?:nghỉ phép|hết hạn|phát sinh|tính)[^,;.]{0,12}$", before)
        )

    def _labelled(self, start: int, end: int) -> Iterator[Due]:
        for found in _LABELLED.finditer(self.flat, start, end):
            on = self._date_of(found)
            at = found.start("dayw") if found.group("dayw") else found.start("day")
            if on:
                yield Due(at, found.end(), on, "Thời hạn ghi trong văn bản.")

    def _ranges(self, start: int, end: int) -> Iterator[Due]:
        for found in _RANGE.finditer(self.flat, start, end):
            on = self._date_of(found)
            if on and not re.search(
                r"(?:kế hoạch|giai đoạn|nhiệm kỳ)[^,;.]{0,12}$", self._before(start, found.start())
            ):
                yield Due(found.start(), found.end(), on, "Ngày cuối của khoảng thời gian.")

    def _months(self, start: int, end: int) -> Iterator[Due]:
        for found in _MONTH_DUE.finditer(self.flat, start, end):
            how, part = found.group("how") or "", found.group("part") or ""
            named = found.group("until") or found.group("month")
            month = int(named) if named.isdigit() else _MONTH_NAME[named]
            if not (how or part) or not 1 <= month <= 12 or self._is_month_label(how, part, start, found):
                continue
            yield self._month_due(found, how, part, month)

    def _is_month_label(self, how: str, part: str, start: int, found: re.Match[str]) -> bool:
        before = self._before(start, found.start())
        if re.search(r"\d ?(?:ngày )?$", before[-6:]) and not how:
            return True
        if how == "từ" or (how == "ngay từ" and part != "đầu"):
            return True
        if how in {"", "trong", "vào"} and re.search(
            r"(?:nhiệm vụ(?: trọng tâm)?|kế hoạch|kết quả|phát sinh|diễn ra|giao ban|trợ cấp|lương|họp|kỳ họp|số liệu|đã \w+ \w+)$",
            before,
        ):
            return True
        return how == "vào" and bool(_EVENT_NOUN.search(before))

    def _month_due(self, found: re.Match[str], how: str, part: str, month: int) -> Due:
        year = int(found.group("year")) if found.group("year") else None
        on = _month_end(self.held_on, month, year)
        basis = "Ngày cuối tháng."
        if part in {"đầu", "giữa", "nửa"} and on:
            return Due(found.start(), found.end(), None, "Đầu hoặc giữa tháng: chưa rõ ngày.", False, True)
        if part == "nửa đầu" and on:
            on, basis = on.replace(day=15), "Nửa đầu tháng: ngày 15."
        elif how.endswith(("trước", "không để sang")) and part not in {"cuối", "hết"} and on:
            on, basis = self._month_before(month, year), "Trước tháng: ngày cuối của tháng liền trước."
        return Due(found.start(), found.end(), on, basis)

    def _month_before(self, month: int, year: int | None) -> date:
        if year is None:
            year = (
                self.held_on.year
                if date(self.held_on.year, month, 1) > self.held_on
                else self.held_on.year + 1
            )
        return date(year, month, 1) - timedelta(days=1)

    def _this_month(self, start: int, end: int) -> Iterator[Due]:
        for found in _THIS_MONTH.finditer(self.flat, start, end):
            later = found.group("which").strip() in {"sau", "tới"}
            month = self.held_on.month + later
            yield Due(
                found.start(),
                found.end(),
                last_day(self.held_on.year + (month - 1) // 12, (month - 1) % 12 + 1),
                "Ngày cuối tháng họp.",
            )

    def _quarters(self, start: int, end: int) -> Iterator[Due]:
        for found in _QUARTER_DUE.finditer(self.flat, start, end):
            how, part = found.group("how") or "", found.group("part") or ""
            quarter = _ROMAN.get(found.group("q"))
            before = self._before(start, found.start())
            if (
                quarter is None
                or not (how or part in {"cuối", "hết"})
                or (how in {"trong", "vào", ""} and re.search(r"(?:nhiệm vụ|trọng tâm|kế hoạch)$", before))
            ):
                continue
            year = int(found.group("year")) if found.group("year") else None
            on = _month_end(self.held_on, quarter * 3, year)
            if part in {"đầu", "giữa"} or how == "ngay từ":
                yield Due(found.start(), found.end(), None, "Đầu hoặc giữa quý: chưa rõ ngày.", False, True)
            elif how.endswith(("trước", "không để sang")) and part not in {"cuối", "hết"} and on:
                yield Due(
                    found.start(),
                    found.end(),
                    self._month_before(quarter * 3 - 2, year),
                    "Trước quý: ngày cuối của quý liền trước.",
                )
            else:
                yield Due(found.start(), found.end(), on, "Ngày cuối quý.")
        for found in _THIS_QUARTER.finditer(self.flat, start, end):
            ends = (self.held_on.month + 2) // 3 * 3 + (0 if "này" in found.group("which") else 3)
            yield Due(
                found.start(),
                found.end(),
                last_day(self.held_on.year + (ends - 1) // 12, (ends - 1) % 12 + 1),
                "Ngày cuối quý.",
            )

    def _halves(self, start: int, end: int) -> Iterator[Due]:
        for found in _HALF_YEAR.finditer(self.flat, start, end):
            year = found.group("year") or found.group("year2")
            first = (found.group("half") or found.group("half2")) == "đầu"
            on = _month_end(self.held_on, 6 if first else 12, int(year) if year else None)
            yield Due(found.start(), found.end(), on, "Ngày cuối nửa năm.")

    def _rest(self, start: int, end: int) -> Iterator[Due]:
        for found in _REST_OF_YEAR.finditer(self.flat, start, end):
            year = int(found.group("year") or self.held_on.year)
            yield Due(found.start(), found.end(), date(year, 12, 31), "Các tháng còn lại: cuối năm.")

    def _years(self, start: int, end: int) -> Iterator[Due]:
        for found in _YEAR_DUE.finditer(self.flat, start, end):
            how, part, named = found.group("how") or "", found.group("part") or "", found.group("year")
            before = self._before(start, found.start())
            if found.group("school") or self._is_year_label(how, part, named, before, found.end()):
                continue
            if part in {"đầu", "giữa"} or how in {"ngay từ"}:
                if how.startswith("ngay từ") or how in {"trong", "vào", "từ"}:
                    yield Due(
                        found.start(),
                        self._past_words(found.end(), end),
                        None,
                        "Đầu hoặc giữa năm: chưa rõ ngày.",
                        False,
                        True,
                    )
                continue
            year = self._year(named)
            if how == "trước" and part not in {"cuối", "hết"}:
                year -= 1
            yield Due(found.start(), found.end(), date(year, 12, 31), "Ngày cuối năm.")

    def _past_words(self, at: int, limit: int) -> int:
        more = _SCHOOL_YEAR.match(self.flat, at, limit)
        return more.end() if more else at

    def _year(self, named: str | None) -> int:
        if named and named.isdigit():
            return int(named)
        return self.held_on.year + (1 if named in {"sau", "tới"} else 0)

    def _is_year_label(self, how: str, part: str, named: str | None, before: str, at: int) -> bool:
        if not (how or part) or (how == "từ"):
            return True
        if re.match(r" ?- ?20\d\d| học| tài chính", self.flat[at : at + 12]):
            return part not in {"đầu"} or not self.flat.startswith(" học", at)
        if named is None and not (
            part in {"cuối", "hết"}
            or ((how == "trong" and self.flat[at : at + 1] in ",;. ") and False)
            or part == "đầu"
        ):
            return not (
                how in {"ngay trong", "trong"} and (self.flat[at : at + 1] in ",;." or at >= len(self.flat))
            )
        if (
            not how
            and part in {"cuối", "hết"}
            and not re.search(r"(?:^|[,;.:(]|xong|hoàn thành|vào|báo cáo|trình)$", before)
        ):
            return True
        if (
            how in {"đến", "tới"}
            and not part
            and re.search(
                r"(?:giai đoạn|tầm nhìn|định hướng|chiến lược|quy hoạch|đề án|kế hoạch|chương trình|nghị quyết|lộ trình|mục tiêu)[^,;.]{0,60}$",
                before,
            )
        ):
            return True
        if (
            how in {"trong", "vào", ""}
            and not part
            and _PLAN_LABEL.search(before[-24:])
            and re.search(r"(?:chỉ tiêu|dự toán|kế hoạch|nhiệm vụ|kết quả|vốn|công tác)$", before)
        ):
            return True
        return how == "hết" and False

    def _weeks(self, start: int, end: int) -> Iterator[Due]:
        for found in _WEEK.finditer(self.flat, start, end):
            which = (found.group("which") or found.group("bare") or "").strip()
            if found.group().startswith("đầu"):
                continue
            sunday = self.held_on + timedelta(days=6 - self.held_on.weekday())
            later = which in {"sau", "tới", "đến", "kế tiếp"}
            yield Due(found.start(), found.end(), sunday + timedelta(days=7 * later), "Chủ nhật của tuần.")

    def _weekdays(self, start: int, end: int) -> Iterator[Due]:
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
        before = self._before(start, found.start())
        return not which and ("định kỳ" in found.group() or _HABIT.search(before) is not None)

    def _today(self, start: int, end: int) -> Iterator[Due]:
        for found in _TODAY.finditer(self.flat, start, end):
            if not re.search(r"(?:tính đến|đến|cho đến)$", self._before(start, found.start())):
                yield Due(found.start(), found.end(), self.held_on, "Ngay trong ngày họp.")

    def _tomorrow(self, start: int, end: int) -> Iterator[Due]:
        for found in _TOMORROW.finditer(self.flat, start, end):
            if "ngày mai" in found.group() or re.search(r"(?:sáng|chiều|trưa|tối) mai", found.group()):
                yield Due(found.start(), found.end(), self.held_on + timedelta(days=1), "Ngày hôm sau.")

    def _counts(self, start: int, end: int) -> Iterator[Due]:
        for found in _COUNT.finditer(self.flat, start, end):
            how, number = found.group("how") or "", found.group("n")
            count = int(number) if number.isdigit() else _NUMBER[number]
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
                _later(base, count, unit),
                f"Cộng {count} {unit} kể từ ngày {base:%d/%m/%Y}.",
                unit != "ngày làm việc",
            )

    def _anchor(self, words: str | None) -> date | None:
        if words is None:
            return None
        found = _BARE_DM.match(words.strip())
        if found:
            return self._date_of(found)
        return (
            self.held_on
            if re.match(r"(?:nay|hôm nay|ngày (?:họp|ban hành|ký|hôm nay)|ban hành|ký|họp)", words.strip())
            else None
        )

    def _is_standard(self, found: re.Match[str], anchor: date | None) -> bool:
        """`không quá 02 ngày làm việc đối với mỗi hồ sơ` is a service standard, not a date."""
        after = self.flat[found.end() : found.end() + 40]
        return bool(_PER_CASE.match(after)) or (
            found.group("unit") == "tháng" and anchor is None and not found.group("how")
        )

    def _before_event(self, start: int, end: int) -> Iterator[Due]:
        for found in _BEFORE_EVENT.finditer(self.flat, start, end):
            mark = list(_MARK_DATE.finditer(self.flat, start, found.start()))
            on = self._date_of(mark[-1]) if mark else None
            if on:
                yield Due(
                    found.start(),
                    found.end(),
                    on - timedelta(days=int(found.group("n"))),
                    "Tính lùi từ ngày của sự kiện.",
                )
            elif found.group("what") or found.group("after"):
                yield Due(found.start(), found.end(), None, "Sự kiện chưa rõ ngày.", False, True)

    def _events(self, start: int, end: int) -> Iterator[Due]:
        for found in _EVENT.finditer(self.flat, start, end):
            cut = re.search(r" (?:phải|cần|và|để|nhằm|theo|của các|cho các)(?!\w)", found.group()[12:])
            stop = found.end() if cut is None else found.start() + 12 + cut.start()
            yield Due(found.start(), stop, None, "Sự kiện chưa rõ ngày.", False, True)


def _later(base: date, count: int, unit: str) -> date:
    if unit == "ngày":
        return base + timedelta(days=count)
    if unit == "tuần":
        return base + timedelta(days=7 * count)
    if unit == "tháng":
        month = base.month - 1 + count
        year, month = base.year + month // 12, month % 12 + 1
        return min(date(year, month, min(base.day, last_day(year, month).day)), last_day(year, month))
    on = base
    while count:
        on += timedelta(days=1)
        count -= on.weekday() < 5
    return on


_EVERY = r"(?:hằng|hàng|mỗi|từng)"
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
            rf"(?:hằng|hàng|mỗi) tuần|định kỳ (?:vào )?(?:sáng |chiều )?thứ \w+|{_TIMES} lần(?:/| mỗi | một | trong một )tuần|(?<!\d )(?<!hai )(?<!ba )tuần {_TIMES} lần|định kỳ (?:1|một) tuần(?: một lần)?"
        ),
    ),
    (
        Recurrence.MONTHLY,
        whole(
            rf"(?:hằng|hàng|mỗi) tháng|{_TIMES} lần/tháng|(?<!\d )(?<!hai )(?<!ba )(?<!sáu )tháng {_TIMES} lần|định kỳ (?:vào |trước )?(?:ngày )?\d{{1,2}}(?![/.\d]| tháng| tuần| quý)(?: (?:hằng|hàng) tháng)?|(?:ngày \d{{1,2}}|cuối) của (?:mỗi|các) tháng|định kỳ tháng|định kỳ (?:1|một) tháng"
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
    r"(?:giao ban|họp|hội nghị|phiên họp|báo cáo giao ban|chào cờ|kế hoạch|dự toán|kỳ họp|lịch công tác|công tác)(?: \w+){0,1}$"
)


def recurrence_in(flat: str, start: int, end: int) -> tuple[Recurrence, int, int] | None:
    """The shortest period a stretch names, with its place. Names of meetings (`giao ban hằng tuần`) do not count."""
    for recurrence, pattern in _RECURRENCES:
        for found in pattern.finditer(flat, start, end):
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
