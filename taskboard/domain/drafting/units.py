"""Finds who is named: one mention at a place, and a list of mentions with its end.

A mention starts at a head noun (Sở, Phòng, UBND, các…) or at a person's title and goes on through the known name, its
level and its place. Where the name is not known it ends before the first verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.names import NEVER_NAME, ends_name, name_end
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.words import ADVERB, MODAL, UPPER, VERB


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named at clean offsets; `is_sure` when its name is one the field knows."""

    start: int
    end: int
    is_sure: bool
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class MentionList:
    """Mentions joined by commas or `và`, and where the text goes on after them and their glosses."""

    mentions: tuple[Mention, ...]
    end: int


def _head(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)")


_HONORIFIC = _head(bodies.HONORIFICS)
_TITLE = _head("|".join(sorted(bodies.TITLES.split("|"), key=len, reverse=True)))
_GROUP_NOUN = _head("|".join(sorted(bodies.GROUP_NOUNS.split("|"), key=len, reverse=True)))
_DETERMINER = _head(
    r"(?:toàn thể |tất cả )?(?:các|những)|mỗi|từng|toàn thể|tất cả|\d{1,3}|hai|ba|bốn|năm|liên"
)
_COMMITTEE = _head(bodies.COMMITTEE)
_LEVEL = _head(bodies.LEVEL)
_LEVELS_LIST = r"(?:thành phố|thị xã|thị trấn|huyện(?! ủy)|quận(?! ủy)|tỉnh(?! ủy)|phường|xã|tp\.?|tx\.?|đặc khu|thôn|bản|khu phố|tổ dân phố)"
_LEVEL_GROUP = re.compile(
    rf"(?<!\w)(?:các|\d{{1,3}}|hai|ba|bốn|năm) {_LEVELS_LIST}(?!\w)(?:(?:, ?| và | ?- ?|/){_LEVELS_LIST}(?!\w))*"
)
_CAP_LEVEL = _head(
    r"cấp (?:tỉnh|huyện|xã|cơ sở)(?:, (?:tỉnh|huyện|xã))*|các cấp|các địa phương|địa phương|cơ sở|nơi có [^,;.]{3,40}?"
)
_WHOLE = _head(bodies.WHOLE)
_FIELD = _head(rf"(?:{bodies.FIELD_HEADS})(?: ?: ?| )(?:{bodies.FIELD})")
_FIELD_ONLY = _head(bodies.FIELD)
_FREE_HEAD = _head(bodies.FREE_HEADS)
_STATE_BODY = _head(
    r"bộ|sở|phòng|cục|vụ|ban|ngành|huyện|thành phố|thị xã|tỉnh|phường|xã|quận|địa phương|đơn vị|nhà trường|chủ đầu tư|nhà thầu|thôn|văn phòng|tổng cục"
)
_PRONOUN = _head(
    r"(?:hai|ba|bốn|các|những|\d) (?:địa phương|đơn vị|cơ quan|sở|bộ|phòng|huyện|xã|phường|ngành|ban) (?:này|trên|nói trên|nêu trên)|(?:sở|bộ|cục|phòng|ban|chi cục|trung tâm|công ty|vụ|tổng cục|đơn vị|cơ quan|huyện|xã|phường|địa phương|các đơn vị|các cơ quan|các sở|các bộ|hai đơn vị|hai sở|hai bộ|"
    r"hai cơ quan|ba đơn vị|các địa phương|ủy ban) (?:này|trên|nói trên|nêu trên)"
)
_BARE_GROUP = _head(
    r"già làng|người có uy tín|toàn (?:phòng|ngành|trường|đơn vị|cơ quan|bệnh viện|sở|khối)|địa phương|chính quyền địa phương|chính quyền cơ sở|chính quyền các cấp|cấp ủy các cấp|trưởng thôn|chủ đầu tư|nhà đầu tư|nhà thầu|đơn vị thi công|đơn vị tư vấn|đơn vị chức năng|cơ quan chức năng|"
    r"lực lượng chức năng|ngành chức năng|lực lượng (?:chức năng|dân phòng|dân quân tự vệ|dân quân|công an|quân sự|quân đội|vũ trang|kiểm lâm|biên phòng|y tế|quản lý thị trường|thanh niên|xung kích)(?:(?:,| và) (?:dân phòng|dân quân tự vệ|dân quân|công an|quân sự|quân đội|kiểm lâm|biên phòng|y tế|quản lý thị trường|xung kích))*|cán bộ, công chức(?:, viên chức)?(?:, người lao động)?|cán bộ, đảng viên|hệ thống chính trị|cả hệ thống chính trị|toàn ngành|toàn hệ thống|đảng viên|hệ thống (?:đài |loa )?truyền thanh(?: cơ sở| các xã| xã)?"
)
_TAIL = re.compile(
    r" (?:công chức|cán bộ|thành viên|cấp ủy viên|ủy viên|lãnh đạo|đảng viên|(?:có |khác )?liên quan(?: khác)?|chức năng|chuyên môn|trực thuộc|đoàn thể|chủ trì soạn thảo|soạn thảo|"
    rf"(?:thuộc|của|trên địa bàn|trong|ở|tại)(?: (?:ubnd|sở|bộ|địa bàn|khối|ngành|các))?(?: (?:{bodies.LEVEL}|sở|bộ|ngành|toàn tỉnh|toàn thành phố|toàn huyện|toàn xã|nhà nước|quận|đảng|trung ương|khối))|trên địa bàn|"
    rf"{bodies.LEVEL}|khu vực|ngành|sở|cấp (?:tỉnh|huyện|xã|thành phố|cơ sở)|các cấp|địa phương|cơ sở|tương đương|nói trên|nêu trên|chủ quản|nhà nước|thành viên|được phân công|được giao)(?!\w)"
)
_PLACE_WORD = re.compile(
    rf"(?:TP|Tp)\. ?(?:HCM|Hồ Chí Minh)(?!\w)|[{UPPER}][^\s,;:.()\"/]*|[IVX]+(?!\w)|\d{{1,2}}(?![\w/.]|,\d)"
)
_GLOSS = re.compile(r" ?\([^()]{1,160}\)")
_JOIN = re.compile(r" ?(?:,|;|/) ?(?:và |hoặc )?| và | & | hoặc | - ")


_TITLE_NOUNS = {
    "thủ trưởng",
    "bí thư",
    "chủ tịch",
    "giám đốc",
    "trưởng ban",
    "trưởng phòng",
    "tổ trưởng",
    "trưởng thôn",
}
_RUN_ON_NOUNS = {"ban", "ngành", "đoàn thể", "xã", "hội", "đơn vị", "phường", "ban ngành", "phòng"}
_POST = _head(bodies.POSTS)
_UNITS_AND_PLACES = re.compile(r" các (?:đơn vị(?:, địa phương)?|địa phương)(?!\w)")
_SEAT = re.compile(rf" (?:sở|bộ|{bodies.LEVEL})(?!\w)")
_SHARED_HEAD = re.compile(r"(?<!\w)(?:sở|phòng|bộ|ban|vụ|cục|ngành|chi cục) ?:? ")
_NUMBERED_PLACE = _head(
    r"(?:tổ dân phố|khu phố|thôn|tổ|khu|ấp|xóm|bản|đội|chi bộ) (?:số )?\d{1,2}(?:(?: đến|,| và| ?-)(?: số| tổ dân phố| khu phố| thôn)? ?\d{1,2})*(?! ?%)"
)
_INITIALS = re.compile(r"(?:kh|đt|mt|ptnt|tb(?: ?& ?|-)?xh|xh|ht|tt|kt|nt|đtxd|dl)(?!\w)")
_NUMBERED = re.compile(
    r"(?: (?:vùng|khu vực|số) (?:[ivx]+|\d+)| miền (?:bắc|trung|nam)| (?:các )?công trình (?:giao thông|dân dụng|nông nghiệp|xây dựng|công nghiệp|thủy lợi)(?: và [^,;.:]{3,24}?(?= (?:tỉnh|huyện|thành phố|hoàn|khẩn|rà|phối|lập|báo|tập)))?| hiện đại| các cấp| (?:các )?(?:huyện|thành|thị|quận|tỉnh|đảng) ủy(?:, (?:huyện|thành|thị|quận|đảng) ủy)+(?: trực thuộc)?| các (?:huyện|thành|thị|quận|đảng) ủy(?: trực thuộc)?)(?!\w)"
)
_COMPANY = _head(
    r"cdc|vnpt|viettel|mobifone|evn|pvn|tkv|acv|vec|fpt|evnnpt|agribank|vietcombank|vtv|vov|ttxvn|petrolimex|vicem|vinachem"
)
_BEFORE_NAME = re.compile(r" (?:- )?")
_IN_CHARGE = re.compile(r" (?:(?:được (?:phân công|giao)|theo dõi,) )?phụ trách (?!công tác)")
_PLACE_JOIN = re.compile(r", ?(?:và )?| và | - ")
_PLACE_LEVEL = re.compile(rf"(?:(?:các|và) )?{_LEVELS_LIST} ")
_DASH = re.compile(r" - ")
_TWO_WORDS = re.compile(r" ([^\s,;.:()\"]+ [^\s,;.:()\"]+)")
_OPEN_HEAD = _head(r"ban|cục|vụ|viện|trung tâm|tổng cục|chi cục|đội|trạm|quỹ|tổng công ty|công ty")
_ACTING = re.compile(
    rf" (?:{bodies.LEVEL}|chủ trì|phối hợp|và|khẩn trương|chủ động|kịp thời|tiếp tục|sớm|nghiêm túc|tích cực)(?!\w)"
)
_POST_OR_FIELDS = re.compile(r"[^\W\d]+ [^\W\d]+, [^\W\d]+ [^\W\d]+(?<!thống kê)")
_STATE = _head(r"chính phủ|quốc hội|nhà nước")
_SEVERAL = re.compile(r" (?:các|\d{1,3}) ")
_OF_BODY = re.compile(rf" (?:của|thuộc) (?:(?:ubnd|hđnd) )?(?:sở|bộ|{bodies.LEVEL})(?!\w)")
_OWN_LEVEL = re.compile(
    rf" (?:(?:thị|thành|huyện|tỉnh|quận|đảng) ủy|{bodies.LEVEL}|hđnd(?: (?:{bodies.LEVEL}))?|quốc gia|nhà nước|chi nhánh (?:{bodies.LEVEL}|khu vực)|khu vực|cấp (?:tỉnh|huyện|xã)|bộ|sở|liên xã|liên phường|địa phương|các địa phương)(?!\w)"
)
_LEVEL_AFTER = re.compile(rf" (?:{bodies.LEVEL})(?!\w)")
_NAME_JOIN = re.compile(r" - | |-")
_NOUN_JOIN = re.compile(r",? ?và |, ?| ?- ?|; ?| ?/ ?| ")
_COMMITTEE_TAIL = re.compile(
    r" (?:có liên quan|liên quan|nói trên|nêu trên|trên địa bàn(?: (?:tỉnh|huyện|thành phố|thị xã|quận))?|trực thuộc(?: trung ương)?|ven biển|có [^,;.:]{3,40}?(?= (?:chủ động|khẩn trương|tổ chức|rà soát|tiếp tục|tập trung|chịu trách nhiệm|phải|cần)(?!\w)))(?!\w)"
)
_RELATIVE = re.compile(r" (?:có|chưa|còn|đang|thuộc diện) ")
_PLAIN_WORD = re.compile(r" ([^\s,;.:()\"]+)")
_RELATIVE_TO_MODAL = re.compile(
    r" (?:chưa|còn|đang|thuộc diện) [^,;.:]{3,70}?(?= (?:phải|cần|có trách nhiệm|khẩn trương)(?!\w))"
)
_WORD_BEFORE_STOP = re.compile(r"[^\s,;.:()\"]+(?=([ ,;.:()\"]|$))")
_POLICE = re.compile(r" (?:thuộc )?công an ")
_WORD = re.compile(r"[^\s,;:.()\"]+")
_LONG_NAME_JOIN = re.compile(r" - | & | (?:và )?|-")
_PLACE_HEAD = re.compile(rf"(?<!\w){_LEVELS_LIST} ")
_SHARED_JOIN = re.compile(r", | và ")


class UnitReader:
    """Reads mentions off one page. Holds only the page: every answer depends on the place asked about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.flat = page.flat
        self.cased = page.cased

    def mentions_at(self, at: int, limit: int) -> MentionList | None:
        """The list of mentions that begins exactly at `at`; None when nobody is named there."""
        first = self.mention_at(at, limit)
        if first is None:
            return None
        mentions = [first]
        end = self._past_gloss(first.end, limit)
        while len(mentions) < 40:
            join = _JOIN.match(self.flat, end, limit)
            following = self.mention_at(join.end(), limit) if join else None
            if join is None or following is None or not self._may_join(mentions[-1], join, following, limit):
                break
            if self._is_apposition(mentions[-1], join, following):
                end = following.end
                continue
            mentions.append(following)
            end = self._past_gloss(following.end, limit)
        return MentionList(tuple(mentions), end)

    def mention_at(self, at: int, limit: int) -> Mention | None:
        """The one mention that begins exactly at `at`."""
        for read in (
            self._pronoun,
            self._person,
            self._officer,
            self._committee,
            self._known,
            self._group,
            self._free,
            self._place_alone,
            self._post,
            self._company,
        ):
            mention = read(at, limit)
            if mention is not None:
                return mention
        return None

    def _is_apposition(self, before: Mention, join: re.Match[str], after: Mention) -> bool:
        """`đồng chí Nguyễn Văn A, Phó Chủ tịch UBND huyện` is one person."""
        named = _HONORIFIC.match(self.flat, before.start, before.end) and _TITLE.match(
            self.flat, after.start, after.end
        )
        return bool(named) and "và" not in join.group() and not self.flat.startswith("các", before.start)

    def _may_join(self, before: Mention, join: re.Match[str], after: Mention, limit: int) -> bool:
        if " - " in join.group() and not before.is_person:
            return after.is_sure
        return True

    def _past_gloss(self, at: int, limit: int) -> int:
        gloss = _GLOSS.match(self.flat, at, limit)
        return gloss.end() if gloss and not re.search(r"chủ trì|phối hợp", gloss.group()) else at

    def _pronoun(self, at: int, limit: int) -> Mention | None:
        found = _PRONOUN.match(self.flat, at, limit)
        return Mention(at, found.end(), True) if found else None

    def _person(self, at: int, limit: int) -> Mention | None:
        honorific = _HONORIFIC.match(self.flat, at, limit)
        if honorific is None or not self.flat.startswith(" ", honorific.end()):
            return None
        end = honorific.end() + 1
        officer = self._officer(end, limit)
        if officer is not None:
            return Mention(at, officer.end, True, True)
        name = self._proper(end, limit)
        if name == end:
            return None
        return Mention(at, self._with_title(name, limit), True, True)

    def _with_title(self, at: int, limit: int) -> int:
        """`Đ/c Páo - Phó Chủ tịch UBND xã`: a title behind a dash belongs to the person."""
        if not self.flat.startswith(" - ", at):
            return at
        officer = self._officer(at + 3, limit) or self._post(at + 3, limit)
        return officer.end if officer else at

    def _officer(self, at: int, limit: int) -> Mention | None:
        title = _TITLE.match(self.flat, at, limit)
        if title is None:
            return None
        end = max(self._officer_seat(title.end(), limit), self._head_of_body(at, title.group(), limit))
        if end == title.end() and title.group() in {
            "trưởng",
            "lãnh đạo",
            "thường trực",
            "công chức",
            "ct",
            "bt",
            "chủ đầu tư",
            "ủy viên",
        }:
            return None
        end = self._in_charge(end, limit)
        named = _BEFORE_NAME.match(self.flat, end, limit)
        if named and end < limit:
            name = self._proper(named.end(), limit)
            if name > named.end() and self.mention_head(named.end(), limit) is False:
                end = name
        return Mention(at, end, True, True)

    def _head_of_body(self, at: int, title: str, limit: int) -> int:
        """`Trưởng Ban Chỉ đạo`: the second word of the title may open the body's own name."""
        first = re.match(r"(?:phó )?trưởng (?=ban |phòng )", title + " ")
        body = (
            (self._known(at + first.end(), limit) or self._free(at + first.end(), limit)) if first else None
        )
        return body.end if body else at

    def _officer_seat(self, at: int, limit: int) -> int:
        """Past what the title is of: the unit, places or a group."""
        if not self.flat.startswith(" ", at) or at + 1 >= limit:
            return at
        for read in (self._committee, self._known, self._group, self._free, self._place_alone):
            mention = read(at + 1, limit)
            if mention is not None:
                return self._second_title(mention.end, limit)
        field = _FIELD_ONLY.match(self.flat, at + 1, limit) or _STATE.match(self.flat, at + 1, limit)
        if field and self.cased[at + 1].isupper():
            return self._tail(field.end(), limit)
        if self.cased[at + 1].isupper():
            return self._proper(at + 1, limit)
        level = _LEVEL.match(self.flat, at + 1, limit)
        return level.end() if level else at

    def _second_title(self, at: int, limit: int) -> int:
        return at

    def _in_charge(self, at: int, limit: int) -> int:
        """Past `phụ trách …`, up to the verb."""
        found = _IN_CHARGE.match(self.flat, at, limit)
        if found is None:
            return at
        return self._until_verb(found.end(), limit, 60)

    def _committee(self, at: int, limit: int) -> Mention | None:
        found = _COMMITTEE.match(self.flat, at, limit)
        if found is None:
            return None
        end = found.end()
        if found.group() == "đảng ủy":
            seat = (
                self._known(end + 1, limit)
                if self.flat.startswith(
                    (" công an", " quân sự", " khối", " sở", " bộ", " các cơ quan", " quân khu"), end
                )
                else None
            )
            if seat:
                return Mention(at, seat.end, True)
        if not self.flat.startswith(" ", end):
            return (
                Mention(at, end, True)
                if found.group().startswith(("ubnd", "ủy ban", "huyện ủy", "thành ủy", "đảng ủy"))
                else None
            )
        places = self._places(end + 1, limit)
        if _LEVEL_GROUP.match(self.flat, end + 1, limit):
            places = self._group_tail(places, limit)
        if places == end + 1 and found.group() in {"chính quyền", "cấp ủy", "cấp ủy, chính quyền"}:
            return None
        return Mention(at, places if places > end + 1 else end, True)

    def _places(self, at: int, limit: int) -> int:
        """Past `các huyện A, B và C`, `xã A`, `18 phường, xã`, `cấp huyện`, `các cấp`."""
        group = _LEVEL_GROUP.match(self.flat, at, limit)
        if group:
            return self._place_list(self._plain_tail(group.end(), limit), limit)
        several = _CAP_LEVEL.match(self.flat, at, limit)
        if several:
            return self._plain_tail(several.end(), limit)
        level = _LEVEL.match(self.flat, at, limit)
        end = level.end() if level else at
        space = 1 if level and self.flat.startswith(" ", end) else 0
        name = self._proper(end + space, limit)
        if name > end + space and not self._is_head_noun(end + space, limit):
            return self._place_more(name, limit)
        return end

    def _place_more(self, at: int, limit: int) -> int:
        """`UBND quận A, B` shares its head; `UBND xã A, xã B` and `UBND xã A, Sở B` do not."""
        return self._shared_places(at, limit)

    def _place_list(self, at: int, limit: int) -> int:
        """Past a list of proper names behind a shared head."""
        end = at
        if self.flat.startswith(":", end):
            end += 1
        step = end + 1 if self.flat.startswith(" ", end) else end
        if end > at and VERB.match(self.flat, step, limit):
            return at
        name = self._proper(step, limit)
        if name == step or self._is_head_noun(step, limit):
            return at
        end = name
        for _ in range(60):
            join = _PLACE_JOIN.match(self.flat, end, limit)
            if join is None:
                break
            start = join.end()
            level = _PLACE_LEVEL.match(self.flat, start, limit)
            name_at = level.end() if level else start
            name = self._proper(name_at, limit)
            if name == name_at or self._is_head_noun(start, limit) or self._is_head_noun(name_at, limit):
                break
            end = name
        return end

    def _is_head_noun(self, at: int, limit: int) -> bool:
        found = (
            _WHOLE.match(self.flat, at, limit)
            or _FIELD.match(self.flat, at, limit)
            or _COMMITTEE.match(self.flat, at, limit)
        )
        return (
            found is not None
            or self._named_free_head(at, limit) is not None
            or _TITLE.match(self.flat, at, limit) is not None
        )

    def mention_head(self, at: int, limit: int) -> bool:
        """Whether a new unit starts here rather than a name going on."""
        return self._is_head_noun(at, limit)

    def _named_free_head(self, at: int, limit: int) -> re.Match[str] | None:
        head = _FREE_HEAD.match(self.flat, at, limit)
        if (
            head
            and head.end() + 1 < limit
            and self.flat[head.end()] == " "
            and self.cased[head.end() + 1].isupper()
        ):
            return head
        return None

    def _known(self, at: int, limit: int) -> Mention | None:
        found = _FIELD.match(self.flat, at, limit)
        whole_name = _WHOLE.match(self.flat, at, limit)
        if whole_name and (found is None or whole_name.end() >= found.end()):
            found = whole_name
        if found is None or not self._is_written_as_name(found, whole_name is found):
            return None
        if _POST_OR_FIELDS.fullmatch(found.group()):
            return None
        end = found.end()
        end = self._longer_name(at, end, limit)
        if found is not whole_name:
            again = _DASH.match(self.flat, end, limit)
            second = (
                (
                    _FIELD_ONLY.match(self.flat, again.end(), limit)
                    or _INITIALS.match(self.flat, again.end(), limit)
                )
                if again
                else None
            )
            if second and self.cased[second.start()].isupper():
                end = second.end()
        if (
            found is whole_name
            and found.group()
            in {
                "văn phòng",
                "thanh tra",
                "ban chỉ đạo",
                "bcđ",
                "ban chỉ huy",
                "bệnh viện",
                "bộ phận",
                "cảng vụ",
                "đội",
                "tổ công tác",
                "bưu điện",
            }
            and not _SEAT.match(self.flat, end, limit)
        ):
            end = self._free_name(end, limit)
        if (
            found.group() in {"điện lực", "viễn thông", "thống kê", "tt", "ca"}
            and not self.cased[at].isupper()
        ):
            return None
        return Mention(at, self._standing_office(self._tail(end, limit), found.group(), limit), True)

    def _longer_name(self, start: int, at: int, limit: int) -> int:
        """`Cục Y tế dự phòng`: a known name may be the start of a longer one that ends before a verb."""
        word = _TWO_WORDS.match(self.flat, at, limit)
        if word is None or VERB.match(self.flat, word.start(1), limit):
            return at
        field = _FIELD_ONLY.match(self.flat, word.start(1), limit)
        if field:
            return field.end()
        head = _OPEN_HEAD.match(self.flat, start, limit)
        if head is None or not self.cased[word.start(1)].islower():
            return at
        end = self._free_name(head.end(), limit)
        words = self.flat[at:end].count(" ")
        return end if 2 <= words <= 8 and self._acts_next(end, limit) else at

    def _acts_next(self, at: int, limit: int) -> bool:
        """Whether a verb, modal or adverb, a level or the end of the list follows a name."""
        if self.flat[at : at + 1] in ",;:.(" or at >= limit:
            return True
        return bool(_ACTING.match(self.flat, at, limit)) or self._verb_follows(at, limit)

    def _standing_office(self, end: int, name: str, limit: int) -> int:
        """`Văn phòng thường trực Ban Chỉ huy …`: the office of another body carries that body's name."""
        if not name.endswith(
            ("thường trực", "tổ giúp việc", "ban cán sự đảng", "đảng đoàn")
        ) or not self.flat.startswith(" ", end):
            return end
        seat = self._committee(end + 1, limit) or self._known(end + 1, limit)
        return seat.end if seat else end

    def _is_written_as_name(self, found: re.Match[str], is_whole: bool) -> bool:
        """`Phòng Kinh tế` and `phòng Kinh tế` are names; `phòng kinh tế` is accepted, `ban tổ chức` is not."""
        words = self.cased[found.start() : found.end()]
        if any(char.isupper() for char in words):
            return True
        if is_whole and len(found.group().split()) >= 3:
            return True
        return (
            found.group().startswith(
                ("phòng ", "sở ", "ngành ", "công an", "trạm y tế", "văn phòng hđnd", "mặt trận")
            )
            and not is_whole
        ) or found.group() in {"công an", "trạm y tế"}

    def _tail(self, at: int, limit: int) -> int:
        """Past level, place and `của Sở`: what still belongs to a known name."""
        more = _NUMBERED.match(self.flat, at, limit)
        end = at = more.end() if more else at
        kin = _SEVERAL.match(self.flat, end, limit)
        if kin:
            group = _LEVEL_GROUP.match(self.flat, end + 1, limit)
            if group:
                return self._place_list(group.end(), limit)
            several = _UNITS_AND_PLACES.match(self.flat, end, limit)
            if several:
                return several.end()
        of = _OF_BODY.match(self.flat, end, limit)
        if of:
            end = of.end()
        else:
            level = _OWN_LEVEL.match(self.flat, end, limit)
            end = level.end() if level else end
        field = (
            _FIELD_ONLY.match(self.flat, end + 1, limit)
            if self.flat.endswith((" sở", " bộ"), 0, end)
            else None
        )
        if field and self.cased[field.start()].isupper():
            return field.end()
        if self.flat.startswith(" ", end) and end + 1 < limit and not self._is_head_noun(end + 1, limit):
            named = self._proper(end + 1, limit)
            level = _LEVEL_AFTER.match(self.flat, named, limit) if named > end + 1 else None
            end = level.end() if level else (named if named > end + 1 else end)
        return end

    def _proper(self, at: int, limit: int) -> int:
        """Past up to seven capitalised words; returns `at` where there is none."""
        end = at
        step = at
        for _ in range(7):
            word = _PLACE_WORD.match(self.cased, step, limit)
            if word is None or (step > at and self._is_head_noun(step, limit)):
                break
            end = word.end()
            join = _NAME_JOIN.match(self.flat, end, limit)
            if join is None or (
                " - " in join.group() and not self.cased[join.end() : join.end() + 1].isupper()
            ):
                break
            step = join.end()
        return end

    def _group(self, at: int, limit: int) -> Mention | None:
        determiner = _DETERMINER.match(self.flat, at, limit)
        start = at
        if determiner:
            if not self.flat.startswith(" ", determiner.end()):
                return None
            start = determiner.end() + 1
            committee = _COMMITTEE.match(self.flat, start, limit)
            if committee:
                return Mention(at, max(committee.end(), self._places(committee.end() + 1, limit)), True)
            if determiner.group().isdigit() and not _LEVEL_GROUP.match(self.flat, at, limit):
                return None
            shared = self._shared_fields(start, limit)
            if shared:
                return Mention(at, shared, True)
            kind = self._named_kind(start, limit)
            if kind:
                return Mention(at, self._tail(kind, limit), True)
            noun = _GROUP_NOUN.match(self.flat, start, limit)
            end = self._nouns(noun, limit) if noun else start
            if noun is None:
                return None
        else:
            bare = _BARE_GROUP.match(self.flat, at, limit)
            if bare is None:
                return None
            end = bare.end()
        return Mention(at, self._group_tail(end, limit), determiner is not None)

    def _named_kind(self, at: int, limit: int) -> int:
        """`các Sở Giao dịch Chứng khoán`, `các Viện Vệ sinh dịch tễ`: bodies of one long name; 0 for anything else."""
        head = self._named_free_head(at, limit)
        if head is None or not self.cased[at].isupper() or self._place_list(head.end(), limit) == head.end():
            return 0
        end = self._free_name(head.end(), limit)
        rest = self.cased[head.end() : end].split()
        return end if len(rest) > 1 and any(word[0].islower() for word in rest) else 0

    def _shared_fields(self, at: int, limit: int) -> int:
        """`các Sở: Xây dựng, Công Thương`, `các phòng Nội vụ, Tư pháp`: names behind one head; 0 where there are none."""
        head = _SHARED_HEAD.match(self.flat, at, limit)
        if head is None or not self.cased[head.end() : head.end() + 1].isupper():
            return 0
        field = _FIELD_ONLY.match(self.flat, head.end(), limit)
        end = field.end() if field else 0
        while end and (join := _SHARED_JOIN.match(self.flat, end, limit)):
            field = _FIELD_ONLY.match(self.flat, join.end(), limit)
            if field is None or not self.cased[join.end()].isupper():
                break
            end = field.end()
        return end

    def _nouns(self, first: re.Match[str], limit: int) -> int:
        end = first.end()
        while True:
            join = _NOUN_JOIN.match(self.flat, end, limit)
            noun = _GROUP_NOUN.match(self.flat, join.end(), limit) if join else None
            if join is None or noun is None:
                return end
            if noun.group() in _TITLE_NOUNS or (join.group() == " " and noun.group() not in _RUN_ON_NOUNS):
                return end
            if self._is_proper_noun_start(join, noun, limit):
                return end
            end = noun.end()

    def _is_proper_noun_start(self, join: re.Match[str], noun: re.Match[str], limit: int) -> bool:
        """`các phường, xã` goes on; `các sở, Công an tỉnh` and `các xã, thị trấn Đồi` do not swallow a named unit."""
        after = noun.end()
        named = self.flat.startswith(" ", after) and after + 1 < limit and self.cased[after + 1].isupper()
        return named and (self._is_head_noun(noun.start(), limit) or noun.group() in bodies.LEVELS)

    def _plain_tail(self, at: int, limit: int) -> int:
        end = at
        for _ in range(3):
            tail = _COMMITTEE_TAIL.match(self.flat, end, limit)
            if tail is None:
                return end
            end = tail.end()
        return end

    def _group_tail(self, at: int, limit: int) -> int:
        end = at
        for _ in range(4):
            relative = _RELATIVE.match(self.flat, end, limit)
            tail = _TAIL.match(self.flat, end, limit)
            charged = self._in_charge(end, limit)
            if charged > end:
                return charged
            if tail:
                end = tail.end()
                step = end + 1
                name = self._proper(step, limit) if self.flat.startswith(" ", end) else end
                end = name if name > step and not self._is_head_noun(step, limit) else end
                continue
            if self.flat.startswith((" ", ": "), end) and end + 2 < limit:
                step = end + (2 if self.flat[end] == ":" else 1)
                place = (
                    self._place_list(end, limit)
                    if self.cased[step].isupper() and not VERB.match(self.flat, step, limit)
                    else end
                )
                if place > end:
                    end = place
                    continue
            if relative and relative.group() != " có ":
                return self._relative_end(end, limit)
            if relative:
                stop = self._until_verb(relative.end(), limit, 60)
                if self._verb_follows(stop, limit) or self.flat[stop : stop + 1] in ".;":
                    end = stop
            break
        return self._qualified(end, limit)

    def _qualified(self, at: int, limit: int) -> int:
        """`các ban quản lý rừng phòng hộ`, `các xã về đích năm 2022`: a few more plain words up to a verb or comma."""
        end = at
        for word in _PLAIN_WORD.finditer(self.flat, at, min(limit, at + 60)):
            if word.start() != end:
                break
            if self._stops_group(word.start(1), limit):
                return (
                    end
                    if end == at
                    or VERB.match(self.flat, word.start(1), limit)
                    or MODAL.match(self.flat, word.start(1), limit)
                    or ADVERB.match(self.flat, word.start(1), limit)
                    or self.flat.startswith(("chủ trì", "phối hợp"), word.start(1))
                    else at
                )
            end = word.end(1)
        return end if self.flat[end : end + 1] in {",", ";"} else at

    def _stops_group(self, at: int, limit: int) -> bool:
        plain = (
            NEVER_NAME.match(self.flat, at, limit)
            and not self.flat.startswith(("về đích", "trong vùng", "có "), at)
            and not self.flat.endswith("nông thôn ", 0, at)
        )
        return bool(
            plain
            or VERB.match(self.flat, at, limit)
            or MODAL.match(self.flat, at, limit)
            or ADVERB.match(self.flat, at, limit)
            or self.cased[at].isupper()
        )

    def _relative_end(self, at: int, limit: int) -> int:
        """`các thôn chưa nộp đủ quỹ … phải`: a relative clause belongs to the name only when a modal follows it."""
        found = _RELATIVE_TO_MODAL.match(self.flat, at, limit)
        return found.end() if found else at

    def _verb_follows(self, at: int, limit: int) -> bool:
        return self.flat.startswith(" ", at) and bool(
            VERB.match(self.flat, at + 1, limit) or MODAL.match(self.flat, at + 1, limit)
        )

    def _until_verb(self, at: int, limit: int, reach: int) -> int:
        """The end of the last word before a verb, modal or stop."""
        end = at
        for word in _WORD_BEFORE_STOP.finditer(self.flat, at, min(limit, at + reach)):
            if word.start() > at and ends_name(self.page, word.start(), limit):
                return end
            end = word.end()
            if self.flat[end : end + 1] in ',;.:()"':
                comma_list = self.flat[end : end + 2] == ", " and _LEVEL.match(self.flat, end + 2, limit)
                if not comma_list:
                    return end
        return end

    def _free(self, at: int, limit: int) -> Mention | None:
        head = self._named_free_head(at, limit)
        if head is None or (head.group() in {"báo", "vùng", "nhóm"} and not self.cased[at].isupper()):
            return None
        end = self._free_name(head.end(), limit)
        return (
            Mention(at, self._police_seat(at, self._tail(end, limit), limit), True)
            if end > head.end()
            else None
        )

    def _police_seat(self, start: int, end: int, limit: int) -> int:
        """`Đội Cảnh sát giao thông Công an huyện` is one unit."""
        if not re.search(r"cảnh sát|csgt|pccc|an ninh|điều tra", self.flat[start:end]):
            return end
        seat = _POLICE.match(self.flat, end, limit)
        station = self._known(seat.start() + 1, limit) if seat else None
        return station.end if station else end

    def _free_name(self, at: int, limit: int) -> int:
        """Past a name that begins with a capital and goes on in lower case until a verb."""
        return name_end(self.page, at, limit, self._is_head_noun)

    def _place_alone(self, at: int, limit: int) -> Mention | None:
        numbered = _NUMBERED_PLACE.match(self.flat, at, limit)
        if numbered:
            return Mention(at, numbered.end(), True)
        level = _PLACE_HEAD.match(self.flat, at, limit)
        if level:
            name = self._proper(level.end(), limit)
            if name == level.end():
                return None
            return Mention(at, self._shared_places(name, limit), True)
        return None

    def _shared_places(self, at: int, limit: int) -> int:
        """`Quận Hoàn Kiếm, Ba Đình`: further names without a level share it."""
        end = at
        while (join := _SHARED_JOIN.match(self.flat, end, limit)) is not None:
            name = self._proper(join.end(), limit)
            if (
                name == join.end()
                or self._is_head_noun(join.end(), limit)
                or _LEVEL.match(self.flat, join.end(), limit)
            ):
                return end
            if _GROUP_NOUN.match(self.flat, join.end(), limit) or _TITLE.match(self.flat, join.end(), limit):
                return end
            end = name
        return end

    def _post(self, at: int, limit: int) -> Mention | None:
        """A commune's post holder without a name (`kế toán`, `công chức địa chính`)."""
        found = _POST.match(self.flat, at, limit)
        return Mention(at, found.end(), False, True) if found else None

    def _company(self, at: int, limit: int) -> Mention | None:
        """State companies go by their initials."""
        found = _COMPANY.match(self.flat, at, limit)
        if found is None or not self.cased[at].isupper():
            return None
        named = (
            self._proper(found.end() + 1, limit) if self.flat.startswith(" ", found.end()) else found.end()
        )
        return Mention(at, named if named > found.end() + 1 else found.end(), True)

    def short_form_at(self, at: int, limit: int) -> Mention | None:
        """`Bộ`, `Sở`, `huyện`, `thành phố` alone: only where the caller has seen that a verb follows."""
        found = _STATE_BODY.match(self.flat, at, limit)
        return Mention(at, found.end(), False) if found else None
