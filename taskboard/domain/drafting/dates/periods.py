"""Months, quarters, half-years and years: mostly their last day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from taskboard.domain.drafting.dates.days import BEFORE, EVENT_NOUN, UNTIL, Days
from taskboard.domain.drafting.dates.due import Due, last_day, month_end
from taskboard.domain.drafting.words import whole

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

_YEAR4 = r"(?: ?(?:/|-|\.|,? năm ) ?(?P<year>20\d\d))?"

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
    rf"(?<!\w)(?P<how>{BEFORE}|{UNTIL}|không để (?:chậm |kéo dài |dây dưa |tồn )?sang|ngay trong|(?:ngay )?từ|trong|vào|ngay)? ?(?P<part>nửa đầu|nửa cuối|đầu|giữa|cuối|hết|nửa)? ?tháng {_MONTH}(?![\d.]|/\d(?!\d)){_YEAR4}(?!\w)(?: (?:tới|này))?(?:(?:,| và| -|-) ?(?:tháng (?P<until2>\d{{1,2}})|(?P<until>\d{{1,2}})(?![\d.]|/(?!20\d\d)\d| ?%| (?:[^\W\d])))(?:/(?P<year2>20\d\d))?)?"
)

_THIS_MONTH = whole(
    r"(?:ngay )?(?:trong|cuối|hết|đến hết|đến cuối|trước cuối) tháng(?P<which> này| sau| tới| đây|(?= ?[,;.]|$| mà | phải ))"
)

_QUARTER_DUE = re.compile(
    rf"(?<!\w)(?P<how>{BEFORE}|{UNTIL}|không để (?:chậm |kéo dài |dây dưa |tồn )?sang|ngay trong|trong|vào|ngay từ|ngay)? ?(?P<part>nửa đầu|đầu|giữa|cuối|hết)? ?quý ?(?P<q>iv|i{{1,3}}|0?[1-4]|l{{1,3}})(?:(?:,| và) ?quý ?(?P<until>iv|i{{1,3}}|0?[1-4]))?{_YEAR4}(?!\w)(?: (?:tới|này))?"
)

_THIS_QUARTER = whole(r"(?:ngay )?(?:trong|cuối|hết|đến hết) quý(?P<which> này| sau| tới)")

_HALF_YEAR = whole(
    r"(?:(?:ngay )?trong |(?<=phấn đấu )|(?<=, )(?=\w+ tháng (?:đầu|cuối) năm,? (?:phải |phấn đấu )?(?:hoàn thành|xong|giải ngân|đạt)))(?:6|sáu|06) tháng (?P<half>đầu|cuối) năm(?: (?P<year>20\d\d))?|(?:ngay )?trong nửa (?P<half2>đầu|cuối) năm(?: (?P<year2>20\d\d))?"
)

_YEAR_DUE = re.compile(
    rf"(?<!\w)(?P<how>{BEFORE}|{UNTIL}|ngay trong|ngay từ|từ|trong|vào)? ?(?P<part>đầu|giữa|cuối|kết thúc|hết)? ?năm ?(?P<year>20\d\d|nay|sau|tới|học (?P<school>20\d\d) ?- ?20\d\d)?(?!\w)(?! (?:20|nhiệm kỳ))"
)

_REST_OF_YEAR = whole(
    r"trong (?:các|những|\d{1,2}|hai|ba|bốn|năm) tháng (?:còn lại(?: của năm)?|cuối năm)(?: (?P<year>20\d\d))?"
)

_AND_LAST_MONTHS = re.compile(r"(?:,| và) (?:các|những) tháng cuối năm(?: (?P<year>20\d\d))?(?!\w)")
"""`trong tháng 5 và những tháng cuối năm 2025`: up to the end of the year."""

_PLAN_LABEL = re.compile(
    r"(?:nhiệm vụ|nhiệm vụ trọng tâm|công tác|phương hướng|kế hoạch|giai đoạn|nhiệm kỳ|chỉ tiêu|dự toán|quy hoạch|tầm nhìn|định hướng|chương trình|kết quả|đề án|tổng kết|chiến lược|mục tiêu quốc gia|vốn|năm học|nghị quyết|lịch|tình hình|phát triển)(?: [^,;.]{0,40}?)?$"
)

_SCHOOL_YEAR = re.compile(r" (?:học|2\d{3})(?: mới)?")


_DAYS_OF_MONTH = re.compile(r"(?:ngày|mùng) \d{1,2}(?:(?:,| và|, và) (?:ngày )?\d{1,2})*$")
"""`vào ngày 10, 20, 30 trong tháng`: which days, not which month."""

_FORECAST = re.compile(r"dự báo [^;.]{0,90}$")

_IN_TITLE = re.compile(
    r"(?<!\w)(?:nghị quyết|quyết định|chỉ thị|kế hoạch|đề án|chương trình|chiến lược|quy hoạch|phương hướng|định hướng|mục tiêu|đồ án|chủ trương)(?: (?!phấn đấu|hoàn thành|bảo đảm|đảm bảo|xong)[^\s;]+){0,40}$"
)
"""`Nghị quyết số 03 về xây dựng đô thị đến năm 2020`: how far a plan or a resolution looks."""

_OF_MONTHS_LEFT = re.compile(r"(?<!\w)(?:của|về) (?:các|những|mấy|\d{1,2}) tháng (?:còn lại|cuối năm)$")
_AIMS = re.compile(r"(?<!\w)nhằm(?: (?!hoàn thành|xong)[^\s;.]+){2,30}$")
_TITLE_REACH = 300

_OF_OBJECT = re.compile(r"(?:,| và)(?: có)? (?:tính đến|tầm nhìn|định hướng)")
_HAPPENS = re.compile(
    r"(?:thiên tai|dịch bệnh|bệnh dịch|mưa bão|bão lũ|tai nạn|sự cố|rủi ro|lụt,? bão|bão,? lụt|mưa lũ|hạn hán|hạn|cháy rừng|sạt lở|tình hình|nhu cầu|thời tiết|nắng nóng|các thời điểm khác|các tháng|đề ra|lần|lượt|thời điểm|suốt|nhất)$"
)


class Periods:
    """Finds periods of a month and longer."""

    def __init__(self, flat: str, held_on: date, days: Days) -> None:
        self.flat = flat
        self.held_on = held_on
        self.days = days

    def months(self, start: int, end: int) -> Iterator[Due]:
        """`trong tháng 5`, `trước tháng 4`, `nửa đầu tháng 9`."""
        for found in _MONTH_DUE.finditer(self.flat, start, end):
            how, part = found.group("how") or "", found.group("part") or ""
            named = found.group("until") or found.group("until2") or found.group("month")
            month = int(named) if named.isdigit() else _MONTH_NAME[named]
            if not (how or part) or not 1 <= month <= 12 or self._is_month_label(how, part, start, found):
                continue
            yield self._month_due(found, how, part, month)

    def _is_month_label(self, how: str, part: str, start: int, found: re.Match[str]) -> bool:
        before = self.days.before(start, found.start())
        if re.search(r"\d ?(?:ngày )?$", before[-6:]) and not how:
            return True
        if how == "từ" or (how == "ngay từ" and part != "đầu"):
            return True
        if how in {"", "trong", "vào"} and re.search(
            r"(?:nhiệm vụ(?: trọng tâm)?|(?<!- )(?<!chính )(?<!và )kế hoạch|kết quả|phát sinh|diễn ra|giao ban|trợ cấp|lương|họp|kỳ họp|số liệu|dự kiến|đã \w+ \w+)$",
            before,
        ):
            return True
        if part == "cuối" and _FORECAST.search(before):
            return True
        return how == "vào" and bool(EVENT_NOUN.search(before))

    def _month_due(self, found: re.Match[str], how: str, part: str, month: int) -> Due:
        named = found.group("year") or found.group("year2")
        year = int(named) if named else None
        if onward := _AND_LAST_MONTHS.match(self.flat, found.end()):
            ends = int(onward.group("year") or year or self.held_on.year)
            return Due(found.start(), onward.end(), date(ends, 12, 31), "Các tháng cuối năm: cuối năm.")
        on = month_end(self.held_on, month, year)
        basis = "Ngày cuối tháng."
        if part == "đầu" and how.endswith("trước") and on:
            on, basis = self._month_before(month, year), "Trước đầu tháng: ngày cuối của tháng liền trước."
        elif part in {"đầu", "giữa", "nửa"} and on:
            return Due(found.start(), found.end(), None, "Đầu hoặc giữa tháng: chưa rõ ngày.", False)
        if part == "nửa đầu" and on:
            on, basis = on.replace(day=15), "Nửa đầu tháng: ngày 15."
        elif how.endswith(("trước", "sang")) and part not in {"cuối", "hết"} and on:
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

    def this_month(self, start: int, end: int) -> Iterator[Due]:
        """`trong tháng này`, `cuối tháng`."""
        for found in _THIS_MONTH.finditer(self.flat, start, end):
            if _DAYS_OF_MONTH.search(self.days.before(start, found.start())):
                continue
            later = found.group("which").strip() in {"sau", "tới"}
            month = self.held_on.month + later
            yield Due(
                found.start(),
                found.end(),
                last_day(self.held_on.year + (month - 1) // 12, (month - 1) % 12 + 1),
                "Ngày cuối tháng họp.",
            )

    def quarters(self, start: int, end: int) -> Iterator[Due]:
        """`trong quý II`, `đến hết quý III/2024`."""
        for found in _QUARTER_DUE.finditer(self.flat, start, end):
            how, part = found.group("how") or "", found.group("part") or ""
            quarter = _ROMAN.get(found.group("until") or found.group("q"))
            before = self.days.before(start, found.start())
            if (
                quarter is None
                or not (how or part in {"cuối", "hết"})
                or (how in {"trong", "vào", ""} and re.search(r"(?:nhiệm vụ|trọng tâm|kế hoạch)$", before))
            ):
                continue
            year = int(found.group("year")) if found.group("year") else None
            on = month_end(self.held_on, quarter * 3, year)
            if part in {"đầu", "giữa"} or how == "ngay từ":
                yield Due(found.start(), found.end(), None, "Đầu hoặc giữa quý: chưa rõ ngày.", False)
            elif how.endswith(("trước", "sang")) and part not in {"cuối", "hết"} and on:
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

    def halves(self, start: int, end: int) -> Iterator[Due]:
        """`trong 6 tháng đầu năm`."""
        for found in _HALF_YEAR.finditer(self.flat, start, end):
            year = found.group("year") or found.group("year2")
            first = (found.group("half") or found.group("half2")) == "đầu"
            on = month_end(self.held_on, 6 if first else 12, int(year) if year else None)
            yield Due(found.start(), found.end(), on, "Ngày cuối nửa năm.")

    def rest(self, start: int, end: int) -> Iterator[Due]:
        """`trong các tháng còn lại của năm`."""
        for found in _REST_OF_YEAR.finditer(self.flat, start, end):
            if _HAPPENS.search(self.days.before(start, found.start())):
                continue
            year = int(found.group("year") or self.held_on.year)
            yield Due(found.start(), found.end(), date(year, 12, 31), "Các tháng còn lại: cuối năm.")

    def years(self, start: int, end: int) -> Iterator[Due]:
        """`trong năm 2024`, `cuối năm`."""
        for found in _YEAR_DUE.finditer(self.flat, start, end):
            how, part, named = found.group("how") or "", found.group("part") or "", found.group("year")
            before = self.days.before(start, found.start())
            if found.group("school") or self._is_year_label(how, part, named, before, found.end()):
                continue
            if self._belongs_to_thing(how, part, named, start, found.start()):
                continue
            if part in {"đầu", "giữa"} or how in {"ngay từ"}:
                if how.startswith("ngay từ") or how in {"trong", "vào", "từ"}:
                    yield Due(
                        found.start(),
                        self._past_words(found.end(), end),
                        None,
                        "Đầu hoặc giữa năm: chưa rõ ngày.",
                        False,
                    )
                continue
            year = self._year(named)
            if how == "trước" and part not in {"cuối", "hết", "kết thúc"}:
                year -= 1
            yield Due(found.start(), found.end(), date(year, 12, 31), "Ngày cuối năm.")

    def _past_words(self, at: int, limit: int) -> int:
        more = _SCHOOL_YEAR.match(self.flat, at, limit)
        return more.end() if more else at

    def _year(self, named: str | None) -> int:
        if named and named.isdigit():
            return int(named)
        return self.held_on.year + (1 if named in {"sau", "tới"} else 0)

    def _belongs_to_thing(self, how: str, part: str, named: str | None, start: int, at: int) -> bool:
        """`Nghị quyết … đến năm 2030`, `công việc của những tháng còn lại trong năm`, `nhằm bảo đảm tỷ lệ giải ngân trong năm`."""
        before = self.flat[max(0, start - _TITLE_REACH, at - _TITLE_REACH) : at].rstrip(" ")
        if how in {"đến", "tới"} and not part:
            return not before.endswith(",") and _IN_TITLE.search(before) is not None
        if how != "trong" or part:
            return False
        return bool(_OF_MONTHS_LEFT.search(before) or (named is None and _AIMS.search(before)))

    def _is_year_label(self, how: str, part: str, named: str | None, before: str, at: int) -> bool:
        if not (how or part) or (how == "từ"):
            return True
        if _OF_OBJECT.match(self.flat, at) or (how in {"trong", "vào"} and _HAPPENS.search(before)):
            return True
        if re.match(r" ?- ?20\d\d| học| tài chính", self.flat[at : at + 12]):
            return part not in {"đầu"} or not self.flat.startswith(" học", at)
        if named is None and not (
            part in {"cuối", "hết", "kết thúc"}
            or ((how == "trong" and self.flat[at : at + 1] in ",;. ") and False)
            or part == "đầu"
        ):
            return not (
                how in {"ngay trong", "trong"} and (self.flat[at : at + 1] in ",;." or at >= len(self.flat))
            )
        if (
            not how
            and part in {"cuối", "hết", "kết thúc"}
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
