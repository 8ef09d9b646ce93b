"""Groups told at once (`các phường, xã`, `các Sở: Xây dựng, Công Thương`) and pronouns for units named before."""

from __future__ import annotations

import re

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.mentions import Mention
from taskboard.domain.drafting.units.narrowing import Narrowing
from taskboard.domain.drafting.units.places import (
    COMMITTEE,
    FIELD,
    GROUP_NOUN,
    LEVEL_GROUP,
    SHARED_JOIN,
    WHOLE,
    Places,
    head,
)
from taskboard.domain.drafting.units.tails import FIELD_ONLY, Tails
from taskboard.domain.drafting.words import ADVERB

_DETERMINER = head(
    r"(?:toàn thể |tất cả )?(?:các|những)|mỗi|từng|toàn thể|tất cả|\d{1,3}|hai|ba|bốn|năm|liên"
)

_PRONOUN = head(
    r"(?:hai|ba|bốn|các|những|\d) (?:địa phương|đơn vị|cơ quan|sở|bộ|phòng|huyện|xã|phường|ngành|ban) (?:này|trên|nói trên|nêu trên)|(?:sở|bộ|cục|phòng|ban|chi cục|trung tâm|công ty|vụ|tổng cục|đơn vị|cơ quan|huyện|xã|phường|địa phương|các đơn vị|các cơ quan|các sở|các bộ|hai đơn vị|hai sở|hai bộ|"
    r"hai cơ quan|ba đơn vị|các địa phương|ủy ban) (?:này|trên|nói trên|nêu trên)"
)

_BARE_GROUP = head(
    r"(?:các )?ban ngành, đoàn thể|(?:tầng lớp |bà con )?nhân dân|quý (?:cơ quan|đơn vị|sở|ban|phòng|cấp|vị đại biểu|công ty)|ngư dân|nông dân|lái xe|chính quyền (?:hai|2) cấp|toàn (?:tỉnh|thành phố|huyện|xã|phường)|chi đoàn|chi hội|chi ủy|ban chi ủy|đảng bộ bộ phận trực thuộc|chi bộ(?: trực thuộc(?: đảng (?:bộ|ủy)(?: bộ phận)?)?)?|(?:đơn vị|cơ quan|địa phương|trường|cơ sở) (?:đã|chưa) (?!được|có|tổ chức|triển khai|thực hiện|chủ động|hoàn thành|ban hành|báo cáo|tiến hành)[^\s,;.:]+(?: [^\s,;.:]+){0,4}?(?= (?:phải|cần|tiến hành|khẩn trương|tiếp tục|nộp gấp|gửi bổ sung)(?!\w))|thường trực(?= và các (?:ban|tổ|phó))|bà con|(?:gia đình|phụ huynh|cha mẹ)(?: học sinh)?|người dân|dân quân(?: tự vệ)?|dân phòng|tổ chức, cá nhân(?: có)? liên quan|(?:cơ quan|đơn vị) được (?:giao|phân công) (?:nhiệm vụ )?(?:chủ trì|quản lý|làm chủ đầu tư|đầu mối|soạn thảo|thẩm định)(?: [^\s,;.:]+){0,6}?(?= (?:phải|cần|có trách nhiệm|khẩn trương|chủ động|tập trung|tiếp tục))|chủ (?:các )?(?:đập|hồ|công trình|phương tiện|tàu|bè|lồng bè|vựa)(?: (?:cá|chứa|thủy lợi|thủy điện|nuôi))*(?:(?:,| và) (?:hồ chứa nước|hồ chứa|hồ đập|đập|thuyền|tàu thuyền|bè|phương tiện))*(?: (?:thủy lợi|thủy điện)(?:(?:,| và) (?:thủy lợi|thủy điện))*)?(?= (?:phải|cần|có trách nhiệm|khẩn trương|chủ động|thực hiện|tổ chức|thường xuyên|theo dõi|vận hành|kiểm tra|rà soát))|(?:cơ quan|đơn vị) (?:chuyên môn|tham mưu|có thẩm quyền|quản lý nhà nước|báo chí|chủ quản|chủ trì|trực thuộc|liên quan|chủ quản lý|soạn thảo|thẩm định|thẩm tra|điều tra|kiểm tra|thanh tra|quản lý dự án)|đội ngũ [^,;.]{3,40}?(?:viên|bộ|chức|giáo)(?:(?:,| và) [^,;.]{3,20}?viên)*(?: của (?:tỉnh|huyện|thành phố|thị xã|phường|xã))?|già làng|người có uy tín|toàn (?:phòng|ngành|trường|đơn vị|cơ quan|bệnh viện|sở|khối)|địa phương|chính quyền địa phương|chính quyền cơ sở|chính quyền các cấp|cấp ủy các cấp|trưởng thôn|chủ đầu tư|nhà đầu tư|nhà thầu thi công(?! tăng| liên tục| ngày| \d| đúng)|liên danh nhà thầu|nhà thầu|đơn vị thi công|đơn vị tư vấn giám sát|đơn vị tư vấn thiết kế|đơn vị tư vấn|tư vấn giám sát|đơn vị chức năng|cơ quan chức năng|"
    r"lực lượng chức năng|ngành chức năng|lực lượng (?:chức năng|dân phòng|dân quân tự vệ|dân quân|công an|quân sự|quân đội|vũ trang|kiểm lâm|biên phòng|y tế|quản lý thị trường|thanh niên|xung kích)(?:(?:,| và) (?:dân phòng|dân quân tự vệ|dân quân|công an|quân sự|quân đội|kiểm lâm|biên phòng|y tế|quản lý thị trường|xung kích))*|lực lượng bảo vệ an ninh,? trật tự ở cơ sở|(?:lãnh đạo, )?(?:cán bộ, )?công chức(?:, viên chức)?(?:(?:,| và) người lao động)?(?= (?:văn phòng|sở|cơ quan|các|toàn|ngành|đơn vị|phòng|ubnd))|cán bộ(?:(?:,| và) (?:đảng viên|công chức|viên chức|người lao động|đoàn viên|hội viên))+|hệ thống chính trị|cả hệ thống chính trị|toàn ngành|toàn hệ thống|đảng viên|hệ thống (?:đài |loa )?truyền thanh(?: cơ sở| các xã| xã)?"
)

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

_MEMBERS = ("thành viên", "ủy viên", "lãnh đạo", "cán bộ", "tiểu ban", "các cấp")

_PLAIN_NOUNS = (
    "đơn vị",
    "cơ quan",
    "địa phương",
    "tổ chức",
    "đoàn thể",
    "ban, ngành",
    "ngành",
    "doanh nghiệp",
    "hội",
    "công chức",
    "viên chức",
    "người lao động",
    "đảng viên",
)

_APART = {"nhân dân"}
"""Never under the `các` of what stands before: `các cơ quan báo chí và nhân dân` are two."""

_RUN_ON_NOUNS = {"ban", "ngành", "đoàn thể", "xã", "hội", "đơn vị", "phường", "ban ngành", "phòng"}

_SHARED_HEAD = re.compile(r"(?<!\w)(?:lực lượng(?= ?:)|sở|phòng|bộ|ban|vụ|cục|ngành|chi cục) ?:? ")

_MINISTRIES = re.compile(
    rf"(?:công an|quốc phòng|tài chính|quân sự|biên phòng|kiểm lâm|dân quân|{FIELD_ONLY.pattern})(?!\w)"
)

_HEAD_COLON = re.compile(r"(?<!\w)(?:sở|phòng|bộ|ban|vụ|cục|chi cục) ?: (?=[^\W\d])")

_KIND = r"(?:huyện|thị xã|thành phố|quận|xã|phường|thị trấn|thôn|bản|ấp|sở|ban|bộ|ngành|phòng|cơ quan|đơn vị|địa phương|đoàn thể|hội|tổ chức)"

_KINDS = re.compile(
    rf"(?<!\w)(?:phòng ban|sở ngành|sở ban ngành|ban ngành|{_KIND}(?:(?:, ?(?:và )?| và |/){_KIND})+)(?!\w)(?<!tổ chức)(?<!hội)"
)

_NOUN_JOIN = re.compile(r",? ?và |, ?| ?- ?|; ?| ?/ ?| ")

_MANAGES = re.compile(r" (?:quản lý|thanh tra|điều tra|giám sát)(?: chuyên ngành)?")

_COUNTED = re.compile(r"(?:htx|hợp tác xã|công ty|doanh nghiệp|trạm y tế|trường)(?!\w)")
"""`02 HTX Tam Giang và Thống Nhất`: so many of a kind are a group; `3 đơn vị` and the like tell how many there are."""

_OF_PROJECT = re.compile(r" (?:các )?(?:dự án|công trình|tiểu dự án|gói thầu)(?!\w)")

_BELOW = re.compile(r" trực thuộc(?: (?:tỉnh|thành|huyện|thị|quận|đảng) ủy)?(?!\w)")

_LETTERS = re.compile(
    r"(?!(?:UBND|HĐND|UBMT|MTTQ|BCH|BCĐ|BQL|CA|VP|TTYT|KBNN|BHXH|LĐLĐ|NHNN|TAND|VKSND|CT|PCT|BT|TP|TX|TT)(?![A-ZĐ]))[A-ZĐ][A-ZĐ&-]{1,9}(?![\w&])"
)

_STAFF = re.compile(r"(?:lãnh đạo, )?(?:cán bộ, )?công chức")


def _length(found: re.Match[str]) -> int:
    return found.end() - found.start()


class Groups:
    """Reads groups and pronouns off one page."""

    def __init__(self, page: Page, places: Places, tails: Tails) -> None:
        self.flat = page.flat
        self.cased = page.cased
        self.places = places
        self.tails = tails
        self.narrowing = Narrowing(page, places, tails)

    def pronoun(self, at: int, limit: int) -> Mention | None:
        """`Sở này`, `hai đơn vị trên`."""
        found = _PRONOUN.match(self.flat, at, limit)
        return Mention(at, found.end(), True) if found else None

    def group(self, at: int, limit: int) -> Mention | None:
        """`các phường, xã`, `thủ trưởng các cơ quan` without a title, `địa phương`."""
        determiner = _DETERMINER.match(self.flat, at, limit)
        if determiner is None:
            return self._undetermined(at, limit)
        if not self.flat.startswith(" ", determiner.end()):
            return None
        start = determiner.end() + 1
        committee = COMMITTEE.match(self.flat, start, limit)
        if committee:
            spaced = self.flat.startswith(" ", committee.end())
            seat = self.places.places(committee.end() + 1, limit) if spaced else 0
            end = max(committee.end(), seat)
            below = _BELOW.match(self.flat, end, limit)
            return Mention(at, below.end() if below else end, True)
        if determiner.group().isdigit() and not (
            LEVEL_GROUP.match(self.flat, at, limit) or _COUNTED.match(self.flat, start, limit)
        ):
            return None
        return self._determined(at, start, limit)

    def _determined(self, at: int, start: int, limit: int) -> Mention | None:
        """What stands behind `các`: fields of one head, bodies of one kind, or common nouns."""
        if shared := self.shared_fields(start, limit):
            return Mention(at, self.tails.of_several(shared, limit), True)
        if kind := self._named_kind(start, limit):
            return Mention(at, self.tails.tail(kind, limit), True)
        if force := self.tails.task_force(start, limit):
            return Mention(at, force, True)
        noun = GROUP_NOUN.match(self.flat, start, limit)
        if noun is None:
            return None
        end = self._managing(self._nouns(noun, limit), limit)
        return Mention(at, self._more_nouns(self._narrowed(end, limit), limit), True)

    def _undetermined(self, at: int, limit: int) -> Mention | None:
        """`Sở: Tài chính, Nội vụ`, `sở, ban, ngành`, `địa phương`: groups without `các`."""
        shared = self.shared_fields(at, limit) if _HEAD_COLON.match(self.flat, at, limit) else 0
        if shared:
            return Mention(at, shared, True)
        kinds = _KINDS.match(self.flat, at, limit)
        bare = _BARE_GROUP.match(self.flat, at, limit)
        if kinds and (bare is None or kinds.end() > bare.end()):
            end = self.narrowing.past(kinds.end(), limit)
            return Mention(at, end, True) if self._stands_alone(end, limit) else None
        if bare is None:
            return None
        staff = _STAFF.match(self.flat, at, limit)
        end = self._office_of(bare.end(), limit) if staff else bare.end()
        if _OF_PROJECT.match(self.flat, end, limit) and bare.group() in {
            "chủ đầu tư",
            "nhà đầu tư",
            "nhà thầu",
        }:
            named = self.tails.until_verb(end, limit, 80)
            return Mention(at, named if self.tails.acts(named, limit) else end, False)
        return Mention(at, self._narrowed(end, limit), False)

    def _narrowed(self, at: int, limit: int) -> int:
        end = self._members_of(at, limit) if self.flat.endswith(_MEMBERS, 0, at) else at
        end = self.narrowing.past(end, limit)
        return self._named_one_by_one(end, limit) if self.flat.startswith(": ", end) else end

    def _named_one_by_one(self, at: int, limit: int) -> int:
        """`các đơn vị: Y tế, Công an huyện, Tài chính`: fields and bodies told behind a colon, two at least; else `at`."""
        end, count, step = at, 0, at + len(": ")
        while self.cased[step : step + 1].isupper():
            whole = WHOLE.match(self.flat, step, limit)
            named = max(
                (one for one in (whole, FIELD_ONLY.match(self.flat, step, limit)) if one),
                key=_length,
                default=None,
            )
            if named is None:
                break
            end, count = self.tails.tail(named.end(), limit), count + 1
            join = SHARED_JOIN.match(self.flat, end, limit)
            if join is None:
                break
            step = join.end()
        return end if count > 1 else at

    def _stands_alone(self, at: int, limit: int) -> bool:
        """Whether an action, a comma or the stop of a list stands behind a group."""
        return (
            self.tails.acts(at, limit)
            or self.flat[at : at + 2] in {", ", "; ", ": "}
            or self.flat.startswith(" và ", at)
        )

    def _more_nouns(self, at: int, limit: int) -> int:
        """`các phòng ban chuyên môn, đơn vị sự nghiệp`: nouns go on behind what narrows the first of them."""
        join = _NOUN_JOIN.match(self.flat, at, limit)
        noun = GROUP_NOUN.match(self.flat, join.end(), limit) if join and join.group().strip() else None
        if (
            join is None
            or noun is None
            or noun.group() in _TITLE_NOUNS | _APART
            or not noun.group().startswith(_PLAIN_NOUNS)
            or self._is_proper_noun_start(join, noun, limit)
        ):
            return at
        end = self.narrowing.past(self._nouns(noun, limit), limit)
        stands = self.flat[end : end + 1] != " " or self.tails.acts(end, limit)
        return (
            end if stands or self.flat.startswith((" trên cơ sở", " căn cứ", " theo ", " và "), end) else at
        )

    def _members_of(self, at: int, limit: int) -> int:
        """`các thành viên Ban Chỉ huy Phòng thủ dân sự huyện`: the body they sit in."""
        whole = WHOLE.match(self.flat, at + 1, limit) if self.flat.startswith(" ", at) else None
        if whole is None or (" " not in whole.group() and whole.group() != "bcđ"):
            return at
        return self.tails.tail(self.tails.free_name(whole.end(), limit), limit)

    def plain_nouns(self, at: int, limit: int) -> int:
        """Past `cơ quan ngang bộ`, `đơn vị, địa phương` without a determiner; `at - 1` where none stands there."""
        noun = GROUP_NOUN.match(self.flat, at, limit)
        if noun is None or not noun.group().startswith(
            ("cơ quan", "đơn vị", "địa phương", "ban", "ngành", "sở", "phòng", "nhà trường")
        ):
            return at - 1
        return self.narrowing.past(self._nouns(noun, limit), limit)

    def _managing(self, end: int, limit: int) -> int:
        """`các cơ quan quản lý bảo đảm …`: a verb behind that makes the first one part of the name."""
        kind = _MANAGES.match(self.flat, end, limit) if self.flat.endswith("cơ quan", 0, end) else None
        return kind.end() if kind and self.tails.verb_follows(kind.end(), limit) else end

    def _office_of(self, end: int, limit: int) -> int:
        """`công chức, viên chức Văn phòng UBND tỉnh`: whose staff it is."""
        seat = WHOLE.match(self.flat, end + 1, limit) or FIELD.match(self.flat, end + 1, limit)
        return self.tails.tail(seat.end(), limit) if seat else end

    def _named_kind(self, at: int, limit: int) -> int:
        """`các Sở Giao dịch Chứng khoán`, `các Viện Vệ sinh dịch tễ`: bodies of one long name; 0 for anything else."""
        head = self.places.named_free_head(at, limit)
        if (
            head is None
            or not self.cased[at].isupper()
            or self.places.place_list(head.end(), limit) == head.end()
        ):
            return 0
        end = self.tails.free_name(head.end(), limit)
        rest = self.cased[head.end() : end].split()
        return end if len(rest) > 1 and any(word[0].islower() for word in rest) else 0

    def shared_fields(self, at: int, limit: int) -> int:
        """`các Sở: Xây dựng, Công Thương`, `các phòng Nội vụ, Tư pháp`: names behind one head; 0 where there are none."""
        head = _SHARED_HEAD.match(self.flat, at, limit)
        if head is None:
            return 0
        if not self.cased[head.end() : head.end() + 1].isupper():
            return self._lower_field(head.end(), limit)
        fields = _MINISTRIES if head.group().startswith(("bộ", "ngành", "lực lượng")) else FIELD_ONLY
        field = fields.match(self.flat, head.end(), limit)
        end = field.end() if field else 0
        while end and (join := SHARED_JOIN.match(self.flat, end, limit)):
            field = fields.match(self.flat, join.end(), limit) or self._letters(join.end(), limit)
            if field is None or not self.cased[join.end()].isupper():
                break
            end = field.end()
        return end

    def _letters(self, at: int, limit: int) -> re.Match[str] | None:
        """`các sở Xây dựng, QHKT, TNMT`: the letters of an office nobody listed, among offices of that kind."""
        letters = _LETTERS.match(self.cased, at, limit)
        return None if letters is None or WHOLE.match(self.flat, at, limit) else letters

    def _lower_field(self, at: int, limit: int) -> int:
        """`các sở giáo dục và đào tạo chủ động …`: a field in lower case, when an action follows; else 0."""
        field = FIELD_ONLY.match(self.flat, at, limit)
        if field is None or " " not in field.group():
            return 0
        if self.flat[field.end() : field.end() + 2] in {", ", "; "}:
            return field.end()
        if not self.flat.startswith(" ", field.end()):
            return 0
        follows = ADVERB.match(self.flat, field.end() + 1, limit) or self.tails.verb_follows(
            field.end(), limit
        )
        return field.end() if follows else 0

    def _nouns(self, first: re.Match[str], limit: int) -> int:
        end = first.end()
        while True:
            join = _NOUN_JOIN.match(self.flat, end, limit)
            noun = GROUP_NOUN.match(self.flat, join.end(), limit) if join else None
            if join is None or noun is None:
                return end
            if (
                noun.group() in _APART
                or noun.group() in _TITLE_NOUNS
                or (join.group() == " " and noun.group() not in _RUN_ON_NOUNS)
            ):
                return end
            if self._is_proper_noun_start(join, noun, limit):
                return end
            whole = WHOLE.match(self.flat, noun.start(), limit) if join.group() == " " else None
            if whole and whole.end() > noun.end():
                return end
            end = noun.end()

    def _is_proper_noun_start(self, join: re.Match[str], noun: re.Match[str], limit: int) -> bool:
        """`các phường, xã` goes on; `các sở, Công an tỉnh` and `các xã, thị trấn Đồi` do not swallow a named unit."""
        after = noun.end()
        whole = WHOLE.match(self.flat, noun.start(), limit)
        if whole and whole.end() >= after and " " in whole.group() and self.cased[noun.start()].isupper():
            return True
        named = self.flat.startswith(" ", after) and after + 1 < limit and self.cased[after + 1].isupper()
        return named and (self.places.is_head_noun(noun.start(), limit) or noun.group() in bodies.LEVELS)
