"""Groups told at once (`các phường, xã`, `các Sở: Xây dựng, Công Thương`) and pronouns for units named before."""

from __future__ import annotations

import re

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.names import NEVER_NAME
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.mentions import Mention
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
from taskboard.domain.drafting.words import ADVERB, MODAL, VERB

_DETERMINER = head(
    r"(?:toàn thể |tất cả )?(?:các|những)|mỗi|từng|toàn thể|tất cả|\d{1,3}|hai|ba|bốn|năm|liên"
)

_PRONOUN = head(
    r"(?:hai|ba|bốn|các|những|\d) (?:địa phương|đơn vị|cơ quan|sở|bộ|phòng|huyện|xã|phường|ngành|ban) (?:này|trên|nói trên|nêu trên)|(?:sở|bộ|cục|phòng|ban|chi cục|trung tâm|công ty|vụ|tổng cục|đơn vị|cơ quan|huyện|xã|phường|địa phương|các đơn vị|các cơ quan|các sở|các bộ|hai đơn vị|hai sở|hai bộ|"
    r"hai cơ quan|ba đơn vị|các địa phương|ủy ban) (?:này|trên|nói trên|nêu trên)"
)

_BARE_GROUP = head(
    r"(?:các )?ban ngành, đoàn thể|(?:tầng lớp |bà con )?nhân dân|chi ủy|ban chi ủy|chi bộ|thường trực(?= và các (?:ban|tổ|phó))|bà con|người dân|dân quân(?: tự vệ)?|dân phòng|tổ chức, cá nhân(?: có)? liên quan|(?:cơ quan|đơn vị) (?:chuyên môn|tham mưu|có thẩm quyền|quản lý nhà nước|báo chí|chủ quản|chủ trì|trực thuộc|liên quan|chủ quản lý)|đội ngũ [^,;.]{3,40}?(?:viên|bộ|chức|giáo)(?:(?:,| và) [^,;.]{3,20}?viên)*(?: của (?:tỉnh|huyện|thành phố|thị xã|phường|xã))?|già làng|người có uy tín|toàn (?:phòng|ngành|trường|đơn vị|cơ quan|bệnh viện|sở|khối)|địa phương|chính quyền địa phương|chính quyền cơ sở|chính quyền các cấp|cấp ủy các cấp|trưởng thôn|chủ đầu tư|nhà đầu tư|nhà thầu thi công(?! tăng| liên tục| ngày| \d| đúng)|nhà thầu|đơn vị thi công|đơn vị tư vấn|đơn vị chức năng|cơ quan chức năng|"
    r"lực lượng chức năng|ngành chức năng|lực lượng (?:chức năng|dân phòng|dân quân tự vệ|dân quân|công an|quân sự|quân đội|vũ trang|kiểm lâm|biên phòng|y tế|quản lý thị trường|thanh niên|xung kích)(?:(?:,| và) (?:dân phòng|dân quân tự vệ|dân quân|công an|quân sự|quân đội|kiểm lâm|biên phòng|y tế|quản lý thị trường|xung kích))*|lực lượng bảo vệ an ninh,? trật tự ở cơ sở|(?:lãnh đạo, )?(?:cán bộ, )?công chức(?:, viên chức)?(?:(?:,| và) người lao động)?(?= (?:văn phòng|sở|cơ quan|các|toàn|ngành|đơn vị|phòng|ubnd))|cán bộ, công chức(?:, viên chức)?(?:, người lao động)?|cán bộ, đảng viên|hệ thống chính trị|cả hệ thống chính trị|toàn ngành|toàn hệ thống|đảng viên|hệ thống (?:đài |loa )?truyền thanh(?: cơ sở| các xã| xã)?"
)

_TAIL = re.compile(
    rf" (?:(?:của )?hđnd(?: (?:{bodies.LEVEL}|(?:các )?cấp|(?:các )?(?:xã|phường)[^,;.]{{0,20}}))?|công chức|cán bộ|thành viên|cấp ủy viên|ủy viên|(?<=đồng chí )lãnh đạo|đảng viên|(?:có |khác )?liên quan(?: khác)?|chức năng|chuyên môn|trực thuộc(?: (?:ubnd|sở|bộ)(?: (?:{bodies.LEVEL})(?! ủy))?)?|đoàn thể|chủ trì soạn thảo|soạn thảo|"
    rf"(?:thuộc|của|trên địa bàn|trong|ở|tại)(?: (?:ubnd|sở|bộ|địa bàn|khối|ngành|các))?(?: (?:{bodies.LEVEL}|sở|bộ|ngành|trường|nhà trường|cơ quan|đơn vị|thôn|khu phố|toàn tỉnh|toàn thành phố|toàn huyện|toàn xã|nhà nước|quận|đảng|trung ương|khối))|trên địa bàn|"
    rf"{bodies.LEVEL}|khu vực|ngành|sở|cấp (?:tỉnh|huyện|xã|thành phố|cơ sở)|các cấp|địa phương|cơ sở|tương đương|nói trên|nêu trên|chủ quản|nhà nước|thành viên|còn lại|khác|được phân công|được giao(?: làm chủ đầu tư| nhiệm vụ chủ đầu tư| quản lý)?)(?!\w)"
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
)

_APART = {"nhân dân"}
"""Never under the `các` of what stands before: `các cơ quan báo chí và nhân dân` are two."""

_RUN_ON_NOUNS = {"ban", "ngành", "đoàn thể", "xã", "hội", "đơn vị", "phường", "ban ngành", "phòng"}

_SHARED_HEAD = re.compile(r"(?<!\w)(?:lực lượng(?= ?:)|sở|phòng|bộ|ban|vụ|cục|ngành|chi cục) ?:? ")

_MINISTRIES = re.compile(
    rf"(?:công an|quốc phòng|tài chính|quân sự|biên phòng|kiểm lâm|dân quân|{FIELD_ONLY.pattern})(?!\w)"
)

_HEAD_COLON = re.compile(r"(?<!\w)(?:sở|phòng|bộ|ban|vụ|cục|chi cục) ?: (?=[^\W\d])")

_KIND = r"(?:sở|ban|bộ|ngành|phòng|cơ quan|đơn vị|địa phương|đoàn thể|hội|tổ chức)"

_KINDS = re.compile(
    rf"(?<!\w)(?:phòng ban|sở ngành|sở ban ngành|ban ngành|{_KIND}(?:(?:, ?(?:và )?| và |/){_KIND})+)(?!\w)(?<!tổ chức)(?<!hội)"
)

_NOUN_JOIN = re.compile(r",? ?và |, ?| ?- ?|; ?| ?/ ?| ")

_RELATIVE = re.compile(
    r" (?:có (?!trách nhiệm|nhiệm vụ|kế hoạch|phương án|biện pháp|giải pháp|báo cáo|văn bản|hình thức|ý kiến)|(?:chưa|còn|đang|thuộc diện) )"
)

_STRONG_OPENING = re.compile(
    r" (?=(?:phải|cần|có trách nhiệm|chịu trách nhiệm|khẩn trương|tiếp tục|chủ động|tập trung|nghiêm túc|tăng cường|kiểm điểm|không được)(?!\w))"
)

_PLAIN_WORD = re.compile(r" ([^\s,;.:()\"]+)")

_RELATIVE_TO_MODAL = re.compile(
    r" (?:chưa|còn|đang|thuộc diện) [^,;.:]{3,70}?(?= (?:phải|cần|có trách nhiệm|khẩn trương|có (?:giải trình|báo cáo|văn bản|kế hoạch|biện pháp))(?!\w))"
)

_WHERE = re.compile(
    r" (?:ở|tại (?!cuộc|hội nghị|công|văn bản|thông báo|buổi|phiên)|trên (?!cơ sở|tinh thần)|trong (?!tháng|quý|năm|tuần|ngày|thời|quá trình|công tác|việc|khi|dịp|giai đoạn|vòng|các tháng|\d)|thuộc|đã|bị|không thuộc|không có) [^,;.:]{2,70}?(?= (?:phải|cần|có trách nhiệm|chịu trách nhiệm|khẩn trương|chủ động|tiếp tục|tập trung|nghiêm túc|tăng cường|và (?:bà con|nhân dân|các|ubnd))(?!\w))"
)


_MANAGES = re.compile(r" (?:quản lý|thanh tra|điều tra|giám sát)(?: chuyên ngành)?")

_STAFF = re.compile(r"(?:lãnh đạo, )?(?:cán bộ, )?công chức")


class Groups:
    """Reads groups and pronouns off one page."""

    def __init__(self, page: Page, places: Places, tails: Tails) -> None:
        self.flat = page.flat
        self.cased = page.cased
        self.places = places
        self.tails = tails

    def pronoun(self, at: int, limit: int) -> Mention | None:
        """`Sở này`, `hai đơn vị trên`."""
        found = _PRONOUN.match(self.flat, at, limit)
        return Mention(at, found.end(), True) if found else None

    def group(self, at: int, limit: int) -> Mention | None:
        """`các phường, xã`, `thủ trưởng các cơ quan` without a title, `địa phương`."""
        determiner = _DETERMINER.match(self.flat, at, limit)
        start = at
        if determiner:
            if not self.flat.startswith(" ", determiner.end()):
                return None
            start = determiner.end() + 1
            committee = COMMITTEE.match(self.flat, start, limit)
            if committee:
                seat = (
                    self.places.places(committee.end() + 1, limit)
                    if self.flat.startswith(" ", committee.end())
                    else 0
                )
                return Mention(at, max(committee.end(), seat), True)
            if determiner.group().isdigit() and not LEVEL_GROUP.match(self.flat, at, limit):
                return None
            shared = self.shared_fields(start, limit)
            if shared:
                return Mention(at, shared, True)
            kind = self._named_kind(start, limit)
            if kind:
                return Mention(at, self.tails.tail(kind, limit), True)
            noun = GROUP_NOUN.match(self.flat, start, limit)
            end = self._nouns(noun, limit) if noun else start
            if noun is None:
                return None
        else:
            shared = self.shared_fields(at, limit) if _HEAD_COLON.match(self.flat, at, limit) else 0
            kinds = _KINDS.match(self.flat, at, limit)
            bare = _BARE_GROUP.match(self.flat, at, limit)
            if shared:
                return Mention(at, shared, True)
            if kinds and (bare is None or kinds.end() > bare.end()):
                end = self.group_tail(kinds.end(), limit)
                return Mention(at, end, True) if self._stands_alone(end, limit) else None
            if bare is None:
                return None
            end = bare.end()
        end = self._staff_or_managing(at, end, limit, determiner is not None)
        end = self._members_of(end, limit) if self.flat.endswith(_MEMBERS, 0, end) else end
        end = self.group_tail(end, limit)
        return Mention(at, self._more_nouns(end, limit) if determiner else end, determiner is not None)

    def _stands_alone(self, at: int, limit: int) -> bool:
        """Whether an action, a comma or the stop of a list stands behind a group."""
        return (
            self.tails.acts(at, limit)
            or self.flat[at : at + 2] in {", ", "; "}
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
        end = self.group_tail(self._nouns(noun, limit), limit)
        stands = self.flat[end : end + 1] != " " or self.tails.acts(end, limit)
        return (
            end if stands or self.flat.startswith((" trên cơ sở", " căn cứ", " theo ", " và "), end) else at
        )

    def _members_of(self, at: int, limit: int) -> int:
        """`các thành viên Ban Chỉ huy Phòng thủ dân sự huyện`: the body they sit in."""
        whole = WHOLE.match(self.flat, at + 1, limit) if self.flat.startswith(" ", at) else None
        if whole is None or " " not in whole.group():
            return at
        return self.tails.tail(self.tails.free_name(whole.end(), limit), limit)

    def plain_nouns(self, at: int, limit: int) -> int:
        """Past `cơ quan ngang bộ`, `đơn vị, địa phương` without a determiner; `at - 1` where none stands there."""
        noun = GROUP_NOUN.match(self.flat, at, limit)
        if noun is None or not noun.group().startswith(
            ("cơ quan", "đơn vị", "địa phương", "ban", "ngành", "sở", "phòng")
        ):
            return at - 1
        return self.group_tail(self._nouns(noun, limit), limit)

    def _staff_or_managing(self, at: int, end: int, limit: int, is_told_of: bool) -> int:
        if is_told_of:
            return self._managing(end, limit)
        return self._office_of(end, limit) if _STAFF.match(self.flat, at, limit) else end

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
            field = fields.match(self.flat, join.end(), limit)
            if field is None or not self.cased[join.end()].isupper():
                break
            end = field.end()
        return end

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

    def group_tail(self, at: int, limit: int) -> int:
        """Past what narrows a group: `liên quan`, `thuộc Sở`, `trên địa bàn`, places."""
        end = at
        for _ in range(4):
            relative = _RELATIVE.match(self.flat, end, limit)
            tail = _TAIL.match(self.flat, end, limit)
            charged = self.tails.in_charge(end, limit)
            if charged > end:
                return charged
            if tail:
                end = tail.end()
                step = end + 1
                name = self.places.proper(step, limit) if self.flat.startswith(" ", end) else end
                end = name if name > step and not self.places.is_head_noun(step, limit) else end
                continue
            if self.flat.startswith((" ", ": "), end) and end + 2 < limit:
                step = end + (2 if self.flat[end] == ":" else 1)
                place = (
                    self.places.place_list(end, limit)
                    if self.cased[step].isupper() and not VERB.match(self.flat, step, limit)
                    else end
                )
                if place > end:
                    end = place
                    continue
            region = self.places.region(end, limit)
            if region > end:
                end = region
                continue
            where = _WHERE.match(self.flat, end, limit)
            if where:
                return where.end()
            if relative and relative.group() != " có ":
                return self._relative_end(end, limit)
            if relative:
                stop = self._told_apart(relative.end(), limit)
                if self.tails.verb_follows(stop, limit) or self.flat[stop : stop + 1] in ".;":
                    end = stop
            break
        return self._qualified(end, limit)

    def _told_apart(self, at: int, limit: int) -> int:
        """`các xã có tỷ lệ giải ngân thấp phải …`: past what some of a group have, up to where they are told."""
        stop = self.tails.until_verb(at, limit, 60)
        told = _STRONG_OPENING.search(self.flat, stop, min(limit, at + 110))
        plain = told is not None and not any(char in ",;.:()" for char in self.flat[stop : told.start()])
        return told.start() if told and plain else stop

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
            or self.flat.startswith("khi ", at)
            or VERB.match(self.flat, at, limit)
            or MODAL.match(self.flat, at, limit)
            or ADVERB.match(self.flat, at, limit)
            or self.cased[at].isupper()
        )

    def _relative_end(self, at: int, limit: int) -> int:
        """`các thôn chưa nộp đủ quỹ … phải`: a relative clause belongs to the name only when a modal follows it."""
        found = _RELATIVE_TO_MODAL.match(self.flat, at, limit)
        return found.end() if found else at
