"""Where a name ends: its level, its place, the body it belongs to, or the first verb."""

from __future__ import annotations

import re

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.names import ends_name, name_end
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.places import LEVEL, LEVEL_GROUP, Places, head
from taskboard.domain.drafting.words import ADVERB, LOWER, MODAL, UPPER, VERB

FIELD_ONLY = head(bodies.FIELD)

_UNITS_AND_PLACES = re.compile(
    r" các (?:(?:ngành|cấp)(?:,? (?:và )?(?:ngành|đơn vị|địa phương|cơ quan))+|cơ quan(?:, (?:đơn vị|ban, ngành))?|trường(?: học)?(?! hợp)|cơ sở giáo dục|bệnh viện|(?:bộ|sở)(?:, ban)?(?:, ngành)?(?:,| và) địa phương|(?:bộ|sở)(?:, ban)?, ngành|đơn vị(?:, địa phương)?|địa phương)(?!\w)"
)

_CENTRAL = re.compile(r" trực thuộc trung ương(?!\w)")

_NUMBERED = re.compile(
    r"(?: (?:vùng|khu vực|số) (?:[ivx]+|\d+)| cửa khẩu(?: quốc tế| cảng)?(?= [^\W\d])| miền (?:bắc|trung|nam)| (?:các )?công trình (?:giao thông|dân dụng|nông nghiệp|xây dựng|công nghiệp|thủy lợi)(?: và [^,;.:]{3,24}?(?= (?:tỉnh|huyện|thành phố|hoàn|khẩn|rà|phối|lập|báo|tập)))?| hiện đại| các cấp| (?:các )?(?:huyện|thành|thị|quận|tỉnh|đảng) ủy(?:, (?:huyện|thành|thị|quận|đảng) ủy)+(?: trực thuộc)?| các (?:huyện|thành|thị|quận|đảng) ủy(?: trực thuộc)?)(?!\w)"
)

_IN_CHARGE = re.compile(r" (?:(?:được (?:phân công|giao)|theo dõi,) )?phụ trách (?!công tác)")

_GROUND = re.compile(r"(?:trên cơ sở|căn cứ) ")

_SEVERAL = re.compile(r" (?:các|\d{1,3}) ")

_OF_BODY = re.compile(
    rf" (?:(?:của|thuộc) (?:(?:ubnd|hđnd) )?(?:sở|bộ|{bodies.LEVEL})|của (?:thủ tướng chính phủ|chính phủ|(?:tỉnh|thành|huyện|quận|thị) ủy))(?!\w)"
)

_OWN_LEVEL = re.compile(
    rf" (?:(?:thị|thành|huyện|tỉnh|quận|xã|phường) đoàn|(?:thị|thành|huyện|tỉnh|quận|đảng) ủy(?: (?:{bodies.LEVEL})(?! ủy))?|{bodies.LEVEL}|hđnd(?: (?:{bodies.LEVEL}))?|quốc gia|nhà nước|chi nhánh (?:{bodies.LEVEL}|khu vực)|khu vực|cấp (?:tỉnh|huyện|xã)|bộ|sở|cùng cấp|liên xã|liên phường|liên huyện|liên quận|địa phương|các địa phương)(?!\w)"
)

_NEXT_WORD = re.compile(r" ([^\s,;.:()]+)")
_AS_A_NOUN = ("việc", "công tác", "phòng,", "và", "phân")

_TASK_FORCE = re.compile(
    r"(?:tổ|đội|đoàn|chốt|trạm|nhóm|hội đồng) (?P<task>đánh giá|xét duyệt|tư vấn|kiểm soát|kiểm tra|giám sát|tuyên truyền|hỗ trợ|tuần tra|xung kích|phản ứng nhanh|phòng,? chống|công tác|thanh tra|tiêm chủng|rà soát|truy vết|thẩm định|giúp việc)"
    r"(?: (?!(?:phải|cần|có|đã|đang|khi|nếu|để|được|tiếp|tăng|khẩn|chủ động|tập trung|phối hợp|thực hiện|tổ chức|báo cáo|chốt|nghiêm)(?!\w))[^\s,;.:()]+|,(?= (?:chống|phân hạng|xếp loại|giám sát|rà soát|xử lý) )){1,14}?(?:,? (?:ở|tại|trong|của|trên) (?:các )?[^\s,;.:]+(?: (?!(?:phải|cần|có|tiếp|tăng|khẩn)(?!\w))[^\s,;.:]+){0,4}(?:, (?:tổ dân phố|khu phố|thôn|xã|phường|khu|ấp|bản))*)?"
    r"(?= (?:phải|cần|có trách nhiệm|chịu trách nhiệm|tăng cường|tiếp tục|khẩn trương|chủ động|tập trung|phối hợp với|thực hiện|thường xuyên|tổ chức|báo cáo|chốt số liệu|nghiêm túc|kịp thời|hoàn thành|chấm điểm|kiểm tra (?:các|việc|toàn|đột)|rà soát (?:các|việc|toàn)|hướng dẫn|thẩm định (?:xong|các))(?!\w)|:| \((?:thành lập|theo|được))"
)

_LEVELS_ON = re.compile(rf"(?:(?:, ?| và | ?- ?|/)(?:{bodies.LEVEL})(?!\w)(?! ?ủy))+(?! (?:ủy|đoàn)(?!\w))")

_LEVEL_AFTER = re.compile(rf" (?:{bodies.LEVEL})(?!\w)")

_ENDS_IN_LEVEL = re.compile(rf"(?<!\w)(?:{bodies.LEVEL})$")

_PLACE_KIND = re.compile(r"(?<!\w)(?:xã|phường|huyện|thôn|khu phố|địa bàn|cơ sở|lĩnh vực)$")

_WORD_BEFORE_STOP = re.compile(r"[^\s,;.:()\"]+(?=([ ,;.:()\"]|$))")

_LOWER_PART = re.compile(rf"[{UPPER}][{LOWER}]+ ([{LOWER}]+)")


class Tails:
    """Goes on behind a head noun or a known name to where the name stops."""

    def __init__(self, page: Page, places: Places) -> None:
        self.page = page
        self.flat = page.flat
        self.cased = page.cased
        self.places = places

    def tail(self, at: int, limit: int) -> int:
        """Past level, place and `của Sở`: what still belongs to a known name."""
        more = _NUMBERED.match(self.flat, at, limit)
        end = at = more.end() if more else at
        several = self.of_several(end, limit)
        if several > end:
            return several
        of = _OF_BODY.match(self.flat, end, limit)
        if of:
            end = of.end()
        else:
            level = _OWN_LEVEL.match(self.flat, end, limit)
            end = self._levels_on(level, limit) if level else end
        field = (
            FIELD_ONLY.match(self.flat, end + 1, limit)
            if self.flat.endswith((" sở", " bộ"), 0, end)
            else None
        )
        if field and self.cased[field.start()].isupper():
            return field.end()
        if (
            self.flat.startswith(" ", end)
            and end + 1 < limit
            and not self.places.is_head_noun(end + 1, limit)
        ):
            return self._named(end, limit)
        return end

    def _levels_on(self, level: re.Match[str], limit: int) -> int:
        """`Đài Truyền thanh huyện, thị xã, thành phố`: levels behind a body's name belong to it, if no place is named."""
        more = (
            _LEVELS_ON.match(self.flat, level.end(), limit) if _ENDS_IN_LEVEL.search(level.group()) else None
        )
        if more is None or self.cased[more.end() + 1 : more.end() + 2].isupper():
            return level.end()
        behind = self.flat[more.end() : more.end() + 1]
        return more.end() if behind != " " or self.acts(more.end(), limit) else level.end()

    def task_force(self, at: int, limit: int) -> int:
        """`Tổ kiểm tra việc thực thi công vụ trong phòng, chống dịch tăng cường …`: past what a team is for; 0 where none is told."""
        named = _TASK_FORCE.match(self.flat, at, limit)
        if named is None:
            return 0
        behind_task = named.end("task")
        acts = any(
            ends_name(self.page, word.start(1), limit)
            and VERB.match(self.flat, word.start(1), limit)
            and not self.flat.endswith(_AS_A_NOUN, 0, word.start())
            for word in _NEXT_WORD.finditer(self.flat, behind_task, named.end())
        )
        return 0 if acts else named.end()

    def of_several(self, at: int, limit: int) -> int:
        """Past `các tỉnh, thành phố trực thuộc Trung ương`, `các cơ quan, đơn vị` behind a name; `at` where none stand."""
        if _SEVERAL.match(self.flat, at, limit) is None:
            return at
        if group := LEVEL_GROUP.match(self.flat, at + 1, limit):
            central = _CENTRAL.match(self.flat, group.end(), limit)
            return central.end() if central else self.places.place_list(group.end(), limit)
        several = _UNITS_AND_PLACES.match(self.flat, at, limit)
        return several.end() if several else at

    def _named(self, end: int, limit: int) -> int:
        """Past a proper name, and on where its last part goes on in lower case (`Cửa khẩu quốc tế Lao Bảo`)."""
        named = self.places.proper(end + 1, limit)
        if named == end + 1:
            return end
        level = _LEVEL_AFTER.match(self.flat, named, limit)
        if level:
            return level.end()
        part = _LOWER_PART.match(self.cased, end + 1, limit)
        if part and not (
            ends_name(self.page, part.start(1), limit)
            or VERB.match(self.flat, part.start(1), limit)
            or ADVERB.match(self.flat, part.start(1), limit)
        ):
            return self.free_name(end, limit)
        return named

    def free_name(self, at: int, limit: int) -> int:
        """Past a name that begins with a capital and goes on in lower case until a verb."""
        return name_end(self.page, at, limit, self.places.is_head_noun)

    def verb_follows(self, at: int, limit: int) -> bool:
        """Whether a verb or modal stands right behind."""
        return self.flat.startswith(" ", at) and bool(
            VERB.match(self.flat, at + 1, limit) or MODAL.match(self.flat, at + 1, limit)
        )

    def acts(self, at: int, limit: int) -> bool:
        """Whether a verb, modal or adverb stands right behind."""
        return self.verb_follows(at, limit) or (
            self.flat.startswith(" ", at) and ADVERB.match(self.flat, at + 1, limit) is not None
        )

    def until_verb(self, at: int, limit: int, reach: int) -> int:
        """The end of the last word before a verb, modal or stop."""
        end = at
        for word in _WORD_BEFORE_STOP.finditer(self.flat, at, min(limit, at + reach)):
            if word.start() > at and (
                ends_name(self.page, word.start(), limit) or self._acts_behind_level(end, word.start(), limit)
            ):
                return end
            end = word.end()
            if self.flat[end : end + 1] in ',;.:()"':
                comma_list = self.flat[end : end + 2] == ", " and LEVEL.match(self.flat, end + 2, limit)
                if not comma_list:
                    return end
        return end

    def _acts_behind_level(self, end: int, at: int, limit: int) -> bool:
        """`phụ trách xã kiểm tra …`: behind `xã`, `địa bàn` and the like a verb acts."""
        return (
            _PLACE_KIND.search(self.flat, 0, end) is not None and VERB.match(self.flat, at, limit) is not None
        )

    def in_charge(self, at: int, limit: int) -> int:
        """Past `phụ trách …`, up to the verb."""
        found = _IN_CHARGE.match(self.flat, at, limit)
        if found is None:
            return at
        if ends_name(self.page, found.end(), limit) or _GROUND.match(self.flat, found.end(), limit):
            return found.end() - 1
        return self.until_verb(found.end(), limit, 60)
