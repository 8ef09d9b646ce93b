"""Places: proper names, levels with a name, lists of places behind one shared head."""

from __future__ import annotations

import re

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.mentions import Mention
from taskboard.domain.drafting.words import ADVERB, MODAL, UPPER, VERB


def head(source: str) -> re.Pattern[str]:
    """Compiles alternatives that stand as whole words."""
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)")


TITLE = head("|".join(sorted(bodies.TITLES.split("|"), key=len, reverse=True)))

_CONDITIONS = re.compile(r"\(\?[^)]*\)")


def _written_length(source: str) -> int:
    """How long what a pattern matches is; what it looks at beside that does not count."""
    return len(_CONDITIONS.sub("", source))


GROUP_NOUN = head("|".join(sorted(bodies.GROUP_NOUNS.split("|"), key=_written_length, reverse=True)))

COMMITTEE = head(bodies.COMMITTEE)

LEVEL = head(bodies.LEVEL)

_LEVELS_LIST = r"(?:huyện đảo|thành phố|thị xã|thị trấn|huyện(?! ủy)|quận(?! ủy)|tỉnh(?! ủy)|phường|xã|tp\.?|tx\.?|đặc khu|thôn|bản|khu phố|tổ dân phố)"

LEVEL_GROUP = re.compile(
    rf"(?<!\w)(?:các|\d{{1,3}}|hai|ba|bốn|năm) {_LEVELS_LIST}(?!\w)(?:(?:, ?| và | ?- ?|/)(?:{_LEVELS_LIST}|(?:thành|thị)(?! [^\W\d]*ủy))(?!\w))*"
)

_LEVELS_ALONE = re.compile(
    rf"(?<!\w){_LEVELS_LIST}(?!\w)(?:(?:, ?| và | ?- ?|/){_LEVELS_LIST}(?!\w)(?! [{UPPER.lower()}]*ủy))+"
)

CAP_LEVEL = head(
    r"cấp (?:trên|dưới|mình)(?: trực tiếp)?|cấp (?:tỉnh|huyện|xã|cơ sở|trung ương)(?:(?:,| và) (?:cấp )?(?:tỉnh|huyện|xã|cơ sở))*|các cấp|các địa phương|địa phương|cơ sở|nơi có [^,;.]{3,40}?"
)

WHOLE = head(bodies.WHOLE)

FIELD = head(rf"(?:(?:{bodies.FIELD_HEADS})(?: ?: ?| )|p\. ?)(?:{bodies.FIELD})")

_FREE_HEAD = head(bodies.FREE_HEADS)

_PLACE_WORD = re.compile(
    rf"(?:TP|Tp)\. ?(?:HCM|Hồ Chí Minh)(?!\w)|(?:Quốc gia|Chi bộ|Đảng bộ)(?!\w)|[{UPPER}][^\s,;:.()\"/]*|[IVX]+(?!\w)|\d{{1,2}}(?![\w/.]|,\d)"
)

_PROVINCE = (
    r"(?:(?:Thủ đô )?Hà Nội|TP\. ?HCM|(?:TP\. ?)?Hồ Chí Minh|Hải Phòng|Đà Nẵng|Cần Thơ|Huế|Thừa Thiên Huế|An Giang|Bà Rịa - Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|"
    r"Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Tĩnh|"
    r"Hải Dương|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|"
    r"Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Tiền Giang|Trà Vinh|Tuyên Quang|"
    r"Vĩnh Long|Vĩnh Phúc|Yên Bái)(?!\w)(?! [A-ZĐ])"
)
"""Cities and provinces, the former ones too: known by name alone."""

_PROVINCE_TOLD = re.compile(
    rf"{_PROVINCE}(?=(?:(?:,| và) {_PROVINCE}){{0,6}} (?:cũng |tiếp tục |còn )?(?:cần|phải|có trách nhiệm|được giao|được yêu cầu|khẩn trương|chủ động|sớm|với (?:vai trò|vị trí|vị thế))(?!\w))"
)
"""`Hà Nội và Đà Nẵng cần …`: a province by its bare name, where something is asked of it."""

_NUMBERED_PLACE = head(
    r"(?:tổ dân phố|khu phố|thôn|tổ|khu|ấp|xóm|bản|đội|chi bộ) (?:số )?\d{1,2}(?:(?: đến|,| và| ?-)(?: số| tổ dân phố| khu phố| thôn)? ?\d{1,2})*(?! ?%)"
)

_ONE_CAPITAL = re.compile(rf"[{UPPER}][^\s,;:.()\"/{UPPER}]* [^\W\d{UPPER}]")

_TWO_CAPITALS = re.compile(rf"[{UPPER}][^\s,;:.()\"/{UPPER}]+ [{UPPER}][^\s,;:.()\"/{UPPER}]*(?!\w)")
"""`Hải Hậu - Giao Thủy`: a name of two syllables, whatever its first one means alone."""

_PLACE_JOIN = re.compile(r", ?(?:và )?| và | - ")

_PLACE_LEVEL = re.compile(rf"(?:(?:các|và) )?{_LEVELS_LIST} ")

_NAME_JOIN = re.compile(r" - |(?<=quốc gia) (?:hồ|núi|vịnh|đảo|sông|khu) | |-")

_COMMITTEE_TAIL = re.compile(
    r" (?:có liên quan|liên quan|nói trên|nêu trên|trên địa bàn(?: (?:tỉnh|huyện|thành phố|thị xã|quận))?|trực thuộc(?: trung ương| (?:tỉnh|thành|huyện|thị|quận|đảng) ủy)?|ven biển(?: từ [^,;.:]{3,40}? (?:đến|trở ra|trở vào)(?: [^\s,;.:]+){0,4}?(?= (?:khẩn|chủ|tổ|rà|tiếp|tập|tăng|theo|phải|cần|thông|kiểm|ban|duy)(?!\w)))?|có [^,;.:]{3,40}?(?= (?:chủ động|khẩn trương|tổ chức|rà soát|tiếp tục|tập trung|chịu trách nhiệm|phải|cần)(?!\w)))(?!\w)"
)

_ONE_REGION = r"(?:(?:khu vực|vùng|miền) )?(?:(?:đông|tây) (?:bắc|nguyên)(?: bộ)?|tây nguyên|(?:bắc|nam|đông nam|tây nam|đông|tây|duyên hải nam|duyên hải bắc)(?: trung)? bộ|trung bộ|miền (?:bắc|trung|nam|núi|tây|đông|xuôi)(?: (?:bắc|trung|nam) bộ| phía (?:bắc|nam))?|đồng bằng (?:sông hồng|sông cửu long|bắc bộ|ven biển)|duyên hải(?: miền trung| phía bắc)?|trung du(?: và)?(?: miền núi)?(?: phía bắc| bắc bộ)?|ven biển|ven sông|vùng (?:cao|sâu, vùng xa|biên|ven|dân tộc thiểu số|đồng bào dân tộc thiểu số)|biên giới|hải đảo|phía (?:bắc|nam|đông|tây))"

_REGION = re.compile(
    rf" (?:thuộc |ở |thuộc khu vực )?{_ONE_REGION}(?:(?:,| và| -) (?:các tỉnh )?{_ONE_REGION})*(?!\w)"
)

_FROM = re.compile(r" từ (?:tỉnh |thành phố )?")

_UP_TO = re.compile(r" (?:đến|tới|trở ra|trở vào)(?: tỉnh| thành phố)? ?")

_PLACE_HEAD = re.compile(rf"(?<!\w){_LEVELS_LIST} ")

SHARED_JOIN = re.compile(r", | và ")


_SEASON = re.compile(r"[Vv]ụ (?:Bản|Đông|Xuân|Hè|Mùa|Thu|Lúa|Chiêm)(?!\w)")


class Places:
    """Reads places off one page."""

    def __init__(self, page: Page) -> None:
        self.flat = page.flat
        self.cased = page.cased

    def places(self, at: int, limit: int) -> int:
        """Past `các huyện A, B và C`, `xã A`, `18 phường, xã`, `cấp huyện`, `các cấp`."""
        group = LEVEL_GROUP.match(self.flat, at, limit)
        if group:
            return self.place_list(self._plain_tail(group.end(), limit), limit)
        several = CAP_LEVEL.match(self.flat, at, limit)
        if several:
            return self._plain_tail(several.end(), limit)
        alone = _LEVELS_ALONE.match(self.flat, at, limit)
        if alone and not self.cased[alone.end() + 1 : alone.end() + 2].isupper():
            return self._plain_tail(alone.end(), limit)
        level = alone or LEVEL.match(self.flat, at, limit)
        if level and self.flat.startswith(" ủy", level.end()):
            return level.end() + len(" ủy")
        end = level.end() if level else at
        space = 1 if level and self.flat.startswith(" ", end) else 0
        name = self.proper(end + space, limit)
        if name > end + space and not self.is_head_noun(end + space, limit):
            return self._shared_places(name, limit)
        return end

    def place_list(self, at: int, limit: int) -> int:
        """Past a list of proper names behind a shared head."""
        end = at
        if self.flat.startswith(":", end):
            end += 1
        step = end + 1 if self.flat.startswith(" ", end) else end
        if end > at and (VERB.match(self.flat, step, limit) or _ONE_CAPITAL.match(self.cased, step, limit)):
            return at
        name = self.proper(step, limit)
        if name == step or self.is_head_noun(step, limit):
            return at
        end = name
        for _ in range(60):
            join = _PLACE_JOIN.match(self.flat, end, limit)
            if join is None:
                break
            start = join.end()
            level = _PLACE_LEVEL.match(self.flat, start, limit)
            name_at = level.end() if level else start
            name = self.proper(name_at, limit)
            if name == name_at or self.is_head_noun(start, limit) or self.is_head_noun(name_at, limit):
                break
            end = name
        return end

    def is_head_noun(self, at: int, limit: int) -> bool:
        """Whether a new body or title starts here rather than a name going on."""
        found = (
            WHOLE.match(self.flat, at, limit)
            or FIELD.match(self.flat, at, limit)
            or COMMITTEE.match(self.flat, at, limit)
        )
        return (
            found is not None
            or self.named_free_head(at, limit) is not None
            or TITLE.match(self.flat, at, limit) is not None
        )

    def named_free_head(self, at: int, limit: int) -> re.Match[str] | None:
        """A head noun with a capital right behind it."""
        head = _FREE_HEAD.match(self.flat, at, limit)
        if (
            head
            and head.end() + 1 < limit
            and self.flat[head.end()] == " "
            and self.cased[head.end() + 1].isupper()
            and not _SEASON.match(self.cased, at, limit)
        ):
            return head
        return None

    def proper(self, at: int, limit: int) -> int:
        """Past up to seven capitalised words; returns `at` where there is none."""
        end = at
        step = at
        for _ in range(7):
            word = _PLACE_WORD.match(self.cased, step, limit)
            if word is None or (step > at and self.is_head_noun(step, limit)):
                break
            end = word.end()
            join = _NAME_JOIN.match(self.flat, end, limit)
            if join is None or (" - " in join.group() and self._is_apart(join.end(), limit)):
                break
            step = join.end()
        return end

    def _is_apart(self, at: int, limit: int) -> bool:
        """Whether what stands behind a dash is no part of a name: a word in lower case, or an action."""
        if _TWO_CAPITALS.match(self.cased, at, limit):
            return self.is_head_noun(at, limit)
        return not self.cased[at : at + 1].isupper() or bool(
            VERB.match(self.flat, at, limit)
            or ADVERB.match(self.flat, at, limit)
            or MODAL.match(self.flat, at, limit)
        )

    def place_alone(self, at: int, limit: int) -> Mention | None:
        """`xã Tân Lập`, `tổ dân phố số 5`: a place told as a body."""
        numbered = _NUMBERED_PLACE.match(self.flat, at, limit)
        if numbered:
            return Mention(at, numbered.end(), True)
        province = _PROVINCE_TOLD.match(self.cased, at, limit)
        if province:
            return Mention(at, province.end(), True)
        level = _PLACE_HEAD.match(self.flat, at, limit)
        if level:
            name = self.proper(level.end(), limit)
            if name == level.end():
                return None
            return Mention(at, self._shared_places(name, limit), True)
        return None

    def _shared_places(self, at: int, limit: int) -> int:
        """`Quận Hoàn Kiếm, Ba Đình`: further names without a level share it."""
        end = at
        while (join := SHARED_JOIN.match(self.flat, end, limit)) is not None:
            name = self.proper(join.end(), limit)
            if (
                name == join.end()
                or self.is_head_noun(join.end(), limit)
                or LEVEL.match(self.flat, join.end(), limit)
            ):
                return end
            if GROUP_NOUN.match(self.flat, join.end(), limit) or TITLE.match(self.flat, join.end(), limit):
                return end
            end = name
        return end

    def _plain_tail(self, at: int, limit: int) -> int:
        end = at
        for _ in range(4):
            tail = _COMMITTEE_TAIL.match(self.flat, end, limit)
            onward = tail.end() if tail else self.region(end, limit)
            if onward == end:
                return end
            end = onward
        return end

    def region(self, at: int, limit: int) -> int:
        """Past `miền núi phía Bắc`, `từ Quảng Ninh đến Cà Mau`: which part of the country; `at` where none is told."""
        region = _REGION.match(self.flat, at, limit)
        if region:
            return region.end()
        opens = _FROM.match(self.flat, at, limit)
        first = self.proper(opens.end(), limit) if opens else at
        onward = _UP_TO.match(self.flat, first, limit) if opens and first > opens.end() else None
        return max(self.proper(onward.end(), limit), onward.end()) if onward else at
