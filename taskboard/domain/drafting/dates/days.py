"""Days written with day and month: before, until, on, sent on, the end of a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from taskboard.domain.drafting.dates.due import Due, nearest, valid
from taskboard.domain.drafting.words import whole

_YEAR = r"(?P<year>20\d\d|\d\d(?!\d))"

_HOUR = r"(?:(?:\d{1,2} ?(?:giờ|h)(?: ?\d{1,2}(?: phút|')?)?(?: (?:sáng|chiều|trưa|tối))?|(?:buổi )?(?:sáng|chiều|trưa|tối)|giờ hành chính)(?: và [^,;.]{1,12})? ?(?:các )?,? ?)?"

_DM = rf"(?P<day>\d{{1,2}}) ?[/.\-] ?(?P<month>\d{{1,2}})(?!\d)(?: ?[/.\-] ?(?:{_YEAR}|20\d(?!\d))| năm (?P<year2>20\d\d))?(?![\d/%])(?!,\d)"
"""A year that lost its last figure (`23.8.201`) says nothing."""

_DMW = r"(?P<dayw>\d{1,2}) ?tháng ?(?P<monthw>\d{1,2})(?!\d)(?: ?(?:năm |/|-) ?(?P<yearw>20\d\d))?"

DATE = rf"(?:{_DMW}|{_DM})"

_NAMED = r"(?:(?:khai giảng|tổng kết|bầu cử|khai mạc|lễ|kỷ niệm|quốc khánh|hội nghị|tết|tựu trường)[^,;.\d]{0,30} )?"

BEFORE = r"trước|trước thời điểm|trước thời hạn|trước mốc"

UNTIL = (
    r"(?<!tính )(?:đến|tới)(?: hết| trước)?|(?:chậm|muộn|trễ) nhất(?: là| vào| đến| trong| trước|: trước)*|hạn cuối(?: cùng)?(?: là| vào| đến)?:?|hạn chót(?: là| vào| đến)?:?|"
    r"xong(?: trước| trong)?|không quá|không muộn hơn|thời hạn(?: hoàn thành| thực hiện| gửi)?(?: là| trước| đến)?:?|(?<!hết )hạn(?: hoàn thành| xong| nộp)?(?: là| trước| đến)?:?|thời gian (?:hoàn thành|thực hiện|xong)(?: trước| trong| đến)?:?|hoàn thành(?: trước| trong| vào)?:?|hết"
)

_DAY_DUE = re.compile(
    rf"(?<!\w)(?P<how>{BEFORE}|{UNTIL}|trong|vào|ngay trong|(?:(?<!dừng )thực hiện|vận hành|áp dụng|(?<!các )(?<!mọi )(?<!những )hoạt động)[^,;.]{{0,25}}? (?:kể )?từ) {_HOUR}{_NAMED}(?:(?:hết )?ngày )?(?P<named2>(?:khai giảng|tổng kết|bầu cử|tựu trường|quốc khánh)[^,;.\d]{{0,20}} )?(?:ngày )?(?:(?:các|hai|ba|những) ngày \d{{1,2}}(?:(?:, | và | ?- ?)\d{{1,2}}(?! ?[/.]))*(?:, | và | ?- ?))?{DATE}"
)

_SENT = re.compile(
    rf"(?<!\w)(?:gửi|nộp|trình|bàn giao|báo cáo)(?P<between>(?: [^\s,;.:]+){{0,6}}?) (?P<at>ngày {DATE})"
)

_SENT_BARE = re.compile(
    rf"(?<!\w)(?:gửi|nộp|trình|bàn giao|báo cáo|xong|chốt)(?P<between>(?: [^\s,;.:\d]+){{0,5}}?) (?P<at>{DATE})(?=[;.]|$)"
)

_HELD_ON = re.compile(
    rf"(?<!\w)(?<!dự kiến )(?:tổ chức|ra quân|khởi công|phát động)(?P<between>(?: [^\s,;.:]+){{1,8}}?) (?P<at>(?:vào )?ngày {DATE})"
)

_OCCASION = re.compile(
    rf"(?<!\w)(?:thông xe|khánh thành|khởi công|hoàn thành|đưa vào (?:sử dụng|khai thác|vận hành)|khai trương|gắn biển|xong)[^,;.]{{0,60}}? (?P<at>(?:đúng |nhân |trong )?dịp (?:[^,;.\d]{{0,24}} )?{DATE})"
)

_BY_THE_MOON = re.compile(
    rf"(?<!\w)(?:{BEFORE}|{UNTIL}|trong|vào|từ)? ?(?:sáng |chiều |tối )?(?:ngày )?(?:(?:mùng|mồng) )?\d{{1,2}}(?: tháng (?:giêng|chạp|\d{{1,2}}))?(?: âm lịch)?(?: tết)?(?: [^\s,;.()]+){{0,3}} \((?:tức )?(?:là )?(?:ngày )?{DATE}(?: dương lịch)?\)"
)
"""`vào mùng 2 Tết (8-2)`, `trước ngày 25 tháng Chạp (tức 3/2)`: a day of the moon with its date."""

_MORNING = re.compile(rf"(?<!\w)(?P<at>(?:sáng|chiều|tối) ngày {DATE})(?=[,;.)]|$)")

_EVENT_BEFORE = re.compile(
    r"(?:họp|hội nghị|buổi|phiên|lễ|kỳ|đại hội|hội thi|hội thảo|chương trình|cuộc|diễn ra|làm việc|kiểm tra thực tế)(?: [^,;.]{0,30})?$"
)

_WEEKDAY_DATED = re.compile(
    rf"(?<!\w)(?:(?:trước|trong|vào|xong|đến|đến hết|chậm nhất(?: là| vào)?|hết) )?(?:{_HOUR})?(?:ngày )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?: tuần (?:này|sau|tới))?,? ?\(?(?:ngày )?{DATE}\)?"
)

_DAY_OF_MONTH = re.compile(
    rf"(?<!\w)(?:{BEFORE}|{UNTIL}|vào|trong) (?:hết )?ngày (?P<day>\d{{1,2}}) tháng (?P<which>này|sau|tới)(?!\w)"
)

_EVENT_OF_OTHERS = whole(r"kỳ họp|thứ|tuần|phục vụ|chuẩn bị|số|công văn|thông báo|theo")

_DOCUMENT_NOUN = whole(
    r"công văn|quyết định|thông báo|nghị quyết|chỉ thị|kế hoạch|văn bản|tờ trình|báo cáo|số|hợp đồng|đơn|kỳ họp|họp|hội nghị|đến|từ|tính|lễ|vào|trước|trong|của"
)

_DAY_ALONE = re.compile(
    rf"(?<!\w)(?:{BEFORE}|(?<!tính )đến(?: hết)?|(?:chậm|muộn|trễ) nhất(?: là| vào| đến| trước)*) {_HOUR}ngày (?P<day>\d{{1,2}})(?! ?[/.\-] ?\d| ?tháng|\d| (?:và|-|hằng|hàng|của|mỗi|định kỳ)|,? (?:hằng|hàng|mỗi)|h| giờ)(?!\w)"
)

_RANGE = re.compile(
    rf"(?<!\w)từ (?:ngày )?\d{{1,2}} ?[/.-] ?\d{{1,2}}(?: ?[/.-] ?(?P<y1>20\d\d))? ?(?:đến|đền|đên|-|tới)(?: hết)? (?:ngày )?{DATE}"
)

EVENT_NOUN = re.compile(
    r"(?:kỳ họp|khai mạc|ngày hội|lễ|hội nghị|diễn ra|tính|hết hạn|hết hiệu lực|có hiệu lực|phát sinh|tồn|tồn đọng|hợp đồng|giao ban|cuộc họp|mời họp|mời)(?: [^,;.]{0,30})?$"
)

_LABELLED = re.compile(rf"(?<!\w)(?:thời hạn|hạn|thời gian)[^,;.:\d]{{0,24}}: ?(?:ngày )?{DATE}")


_LASTS = re.compile(
    r"(?:kế hoạch|giai đoạn|nhiệm kỳ|lộ trình|(?:dịp |kỳ |ngày |lịch )?nghỉ(?: lễ| tết)*|dịp (?:lễ|tết)[^,;.]{0,20}|diễn ra|dự kiến|dự báo)[^,;.\w]{0,3}[^,;.]{0,12}$"
)
"""Before a range of days: how long something lasts, not until when anybody works."""

_TAKES_PLACE = re.compile(
    r"(?:dự kiến (?:tổ chức|họp|khai mạc|diễn ra|tiến hành)|sẽ (?:diễn ra|tổ chức|khai mạc))$"
)

_GOES_ON_FOR = re.compile(r"(?:diễn ra|được tổ chức|khai mạc|kéo dài)(?: [^\s,;.]+){0,3}$")

_FROM_DAY = re.compile(r" ?\(?từ (?:ngày )?\d{1,2} ?(?:[/.-] ?\d{1,2}|tháng \d{1,2})(?: ?[/.-] ?20\d\d)?$")

_EVERY_YEAR = re.compile(r" ?(?:hằng|hàng|mỗi) (?:năm|quý|tháng)")


class Days:
    """Finds written days. Other readers ask it what a date means and what stands before a phrase."""

    def __init__(self, flat: str, held_on: date) -> None:
        self.flat = flat
        self.held_on = held_on

    def before(self, start: int, at: int) -> str:
        """The words before a phrase, at most 90 characters."""
        return self.flat[max(start, at - 90) : at].rstrip(" ")

    def date_of(self, found: re.Match[str]) -> date | None:
        """The day a match of a date pattern names; None for 31/2 and the like."""
        part = found.groupdict()
        day, month = part.get("dayw") or part.get("day"), part.get("monthw") or part.get("month")
        year = part.get("yearw") or part.get("year") or part.get("year2")
        if day is None or month is None:
            return None
        if year is None:
            return nearest(self.held_on, int(month), int(day)) if 1 <= int(month) <= 12 else None
        return valid(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))

    def days(self, start: int, end: int) -> Iterator[Due]:
        """`trước ngày 30/6`, `chậm nhất là ngày 15/11`."""
        for found in _DAY_DUE.finditer(self.flat, start, end):
            on = self.date_of(found)
            how = found.group("how")
            before = self.before(start, found.start())
            if on is None or self._is_foreign(how, before, found):
                continue
            yearly = _EVERY_YEAR.match(self.flat, found.end()) is not None
            yield Due(found.start(), found.end(), on, "Ngày ghi trong văn bản.", is_period_of_duty=yearly)

    def bare_days(self, start: int, end: int) -> Iterator[Due]:
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

    def of_month(self, start: int, end: int) -> Iterator[Due]:
        """`trước ngày 05 tháng sau`: a day of this month or the next."""
        for found in _DAY_OF_MONTH.finditer(self.flat, start, end):
            month = self.held_on.month + (found.group("which") != "này")
            on = valid(self.held_on.year + (month - 1) // 12, (month - 1) % 12 + 1, int(found.group("day")))
            if on:
                yield Due(found.start(), found.end(), on, "Ngày của tháng này hoặc tháng sau.")

    def sent_on(self, start: int, end: int) -> Iterator[Due]:
        """`gửi Sở ngày 10/12`: a day right behind a sending verb, unless it dates a document."""
        for found in _SENT.finditer(self.flat, start, end):
            if not _DOCUMENT_NOUN.search(found.group("between")):
                yield from self._written(found)
        for found in _SENT_BARE.finditer(self.flat, start, end):
            if not _EVENT_OF_OTHERS.search(found.group("between")):
                yield from self._written(found)
        for found in _HELD_ON.finditer(self.flat, start, end):
            on = self.date_of(found)
            if on is not None and on < self.held_on:
                continue
            held = _EVENT_BEFORE.search(self.before(start, found.start()))
            if not held and not _EVENT_OF_OTHERS.search(found.group("between")):
                yield from self._written(found)

    def on_occasion(self, start: int, end: int) -> Iterator[Due]:
        """`khánh thành dịp 2/9`, `tổng vệ sinh sáng ngày 15/3`: a day without a preposition behind what is done then."""
        for pattern in (_OCCASION, _MORNING):
            for found in pattern.finditer(self.flat, start, end):
                if not _EVENT_BEFORE.search(self.before(start, found.start("at"))):
                    yield from self._written(found)

    def of_week(self, start: int, end: int) -> Iterator[Due]:
        """`trước thứ Năm (13/3)`, `vào ngày Chủ nhật (16/3/2025)`: the day of the week with its date."""
        for found in _WEEKDAY_DATED.finditer(self.flat, start, end):
            on = self.date_of(found)
            if on and not EVENT_NOUN.search(self.before(start, found.start())):
                yield Due(found.start(), found.end(), on, "Ngày ghi trong văn bản.")

    def by_the_moon(self, start: int, end: int) -> Iterator[Due]:
        """`vào mùng 2 Tết (8-2)`: the day in brackets."""
        for found in _BY_THE_MOON.finditer(self.flat, start, end):
            on = self.date_of(found)
            if (
                on
                and re.search(r"mùng|mồng|tháng|tết|âm lịch", found.group())
                and not found.group().startswith("từ ")
            ):
                yield Due(found.start(), found.end(), on, "Ngày ghi trong văn bản.")

    def _written(self, found: re.Match[str]) -> Iterator[Due]:
        on = self.date_of(found)
        if on:
            yield Due(found.start("at"), found.end(), on, "Ngày ghi trong văn bản.")

    def _next_day(self, day: int) -> date | None:
        for ahead in range(3):
            month = self.held_on.month - 1 + ahead
            found = valid(self.held_on.year + month // 12, month % 12 + 1, day)
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
        if how == "vào" and (EVENT_NOUN.search(before) or _TAKES_PLACE.search(before)):
            return True
        if how == "trong" and _GOES_ON_FOR.search(before):
            return True
        if how in {"đến", "đến hết", "tới"} and (opens := _FROM_DAY.search(before)):
            return _LASTS.search(before, 0, opens.start()) is not None
        if before.endswith(("tính", "hết hạn", "nghỉ", "nghỉ phép", "kể", "hạn nộp hồ sơ từ")):
            return True
        return how in {"đến", "đến hết"} and bool(
            re.search(r"(?:nghỉ phép|hết hạn|phát sinh|tính)[^,;.]{0,12}$", before)
        )

    def labelled(self, start: int, end: int) -> Iterator[Due]:
        """`Thời hạn: 30/6`."""
        for found in _LABELLED.finditer(self.flat, start, end):
            on = self.date_of(found)
            at = found.start("dayw") if found.group("dayw") else found.start("day")
            if on:
                yield Due(at, found.end(), on, "Thời hạn ghi trong văn bản.")

    def ranges(self, start: int, end: int) -> Iterator[Due]:
        """`từ ngày 20/12 đến hết ngày 20/02`: the end."""
        for found in _RANGE.finditer(self.flat, start, end):
            on = self.date_of(found)
            if on and not re.search(_LASTS, self.before(start, found.start())):
                yield Due(found.start(), found.end(), on, "Ngày cuối của khoảng thời gian.")
