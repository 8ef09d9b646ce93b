"""Reads one clause: topic, speaker, cue, who is told, with whom, and where the action starts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.dates import DateReader
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import Mention, UnitReader
from taskboard.domain.drafting.words import ADVERB, MODAL, VERB


class Voice(Enum):
    """Who speaks in a clause that holds a cue."""

    NONE = "none"
    AUTHORITY = "authority"
    LOWER = "lower"


class Going(Enum):
    """How the text goes on behind a unit: with an action, as a report, or neither."""

    ACTION = "action"
    REPORT = "report"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Address:
    """What a clause says about who does it. Offsets are clean; `start` is the left edge of the item."""

    start: int
    action: int
    end: int
    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    cue: str = ""
    cue_at: int = -1
    cue_end: int = -1
    voice: Voice = Voice.NONE
    going: Going = Going.OTHER
    has_topic: bool = False
    is_heading: bool = False
    was_told_before: bool = False


_LEADING = re.compile(r"[ \"'(\[]+")
_SOLE_ADVERBS = re.compile(
    r"(?:(?:cũng|đã|vừa|tiếp tục|luôn|đồng thời|còn|trực tiếp|nhất trí|thống nhất|chính thức|lại|rất|đặc biệt|và|thêm|kết luận,?|chỉ đạo,?|yêu cầu,?|phát biểu,?|nhấn mạnh,?|ngay|chỉ|thì|mới|liên tục|thường xuyên)[ ,]*)+$"
)
_INSERT = re.compile(
    r", ?(?:căn cứ|trên cơ sở|theo|với|trong|bằng|từ|trước|sau|ngoài|cùng với|ngay|đến|chậm nhất|nhất là|đặc biệt là|khi|tùy|thông qua|qua|đồng thời|trên tinh thần|vào|hằng|hàng|ngoài việc|bên cạnh)(?!\w)[^,;.]{0,120},"
)
_LEAD_ROLE = re.compile(
    r"(?: (?:là|làm) (?:cơ quan|đơn vị|đầu mối)(?: đầu mối)?)?(?: (?:chủ trì|làm đầu mối|đầu mối|chịu trách nhiệm chính))(?: và|, ?| thực hiện,?)?"
)
_PARTNER = re.compile(
    r"[ ,]*(?:và |đồng thời |chủ động |tích cực |tăng cường |thường xuyên )*(?:(?:phối hợp|phối kết hợp|kết hợp|hiệp đồng)(?: (?:chặt chẽ|chặt|tốt|đồng bộ|thường xuyên|hiệu quả|kịp thời|nhịp nhàng))*(?:,? ?cùng với| với| cùng)?|cùng với|cùng|có sự tham gia của|có sự phối hợp của)(?: ?:)? (?=\S)"
)
_PASSIVE = re.compile(
    r" (?:(?:theo chức năng|cũng|tiếp tục|còn) )?(?:được (?:giao|yêu cầu|phân công|đề nghị|chỉ đạo|lưu ý|ủy quyền)(?: (?:nhiệm vụ|trách nhiệm|chủ trì|làm đầu mối))?)(?!\w)"
)
_NEGATIVE = re.compile(
    r" (?:cũng |hiện |cơ bản |bước đầu )?(?:đã|đang|vừa|sẽ|từng|chưa|còn|vẫn|có (?!trách|nhiệm|phương|giải|biện|kế hoạch|văn bản|thư|báo cáo|hướng dẫn|thủ tục|liên quan|hình thức|ý kiến)|là (?!đơn vị|cơ quan|đầu mối)|đạt|ước|được (?!giao|yêu cầu|phân công|đề nghị|chỉ đạo|lưu ý)|bị|cho biết|cho hay|nói|hỏi|nêu (?!cao|gương)|phát biểu|dự kiến|đề nghị|kiến nghị|cam kết|phấn đấu (?!hoàn thành|giải ngân)|báo cáo (?:tại|thu (?:ngân|nội)|về kết)|ghi nhận|biểu dương|đánh giá cao|cảm ơn|gửi lời|trao |chúc |cho chủ trương|cho ý kiến|không đồng ý|tặng (?!quà)|tin tưởng|khẳng định|thống nhất (?:với|đánh)|nhất trí|giải trình(?=:| một số| thêm| các| về)|nằm|gặp|do |tại |trên |ở |của |thuộc |vắng|trình bày|bày tỏ|đồng ý|mong|bắt (?!tay|buộc|đầu)|cơ bản)"
)
_BY_DUTY = re.compile(
    r",? (?:theo|căn cứ|trên cơ sở|tùy theo|với|bằng) (?:chức năng|lĩnh vực|nhiệm vụ|thẩm quyền|địa bàn|trách nhiệm|phạm vi|tình hình|các)(?!\w)"
)
_BARE_SAYING = re.compile(
    r"(?:đồng thời,? )?(?:cũng |cơ bản )?(?:nhấn mạnh|đánh giá|ghi nhận|biểu dương|thống nhất|phê bình|đồng ý|nhất trí|khẳng định|chỉ rõ)(?!\w)"
)
_NEXT_CUE = re.compile(r"(?: và|,) (?:giao|yêu cầu|đề nghị|chỉ đạo|phân công)(?! của)(?!\w)")
_COUNTED_TOPIC = re.compile(
    r"(?:hai|ba|các|\d+|những) (?:nhiệm vụ|việc|nội dung|dự án|công trình)[^.;]{3,120}, $"
)
_BRACKET_ROLES = re.compile(
    r"\((?P<lead>[^();]{3,120}?) chủ trì(?:[;,] ?(?:phối hợp (?:với )?)?(?P<with>[^()]{3,200}?)(?: phối hợp)?)?\)|\((?:đơn vị thực hiện|đơn vị chủ trì|cơ quan chủ trì|chủ trì|giao|thực hiện): ?(?P<label>[^();]{3,120}?)(?:; ?(?:đơn vị |cơ quan )?phối hợp: ?(?P<with2>[^()]{3,200}?))?\)|\((?P<does>(?:đ/c|đồng chí|ubnd|phòng|sở|ban|công an|các|trung tâm|đội|trạm|hội|văn phòng|chi cục)[^();,]{2,80}(?:, [^();,]{2,30}){0,3}?) (?:thực hiện|phụ trách|làm)(?: [^()]{0,120})?\)"
)
_LABEL_ROLES = re.compile(
    r"(?<!\w)(?:(?P<lead>(?:đơn vị|cơ quan)? ?(?:chủ trì|thực hiện|đầu mối)(?: thực hiện)?|phân công|giao) ?:|(?P<with>(?:đơn vị|cơ quan)? ?phối hợp(?: thực hiện)? ?:)) ?"
)
_COMMA = re.compile(", ")
_TOPIC_END = re.compile(r"[,:] ")
_AS_FOR = re.compile(r"(?:đối với|riêng đối với|riêng|về phía|phía) ")
_ONLY = re.compile(r"(?:riêng đối với|đối với|riêng|về phía|phía) ")
_DONE_BY = re.compile(r" do (?!đó|vậy|đây)")
_LATER_START = re.compile(r"[,:] | thì ")
_HANDOVER = re.compile(r",? và (?:giao )?|, (?:còn |riêng |giao )?")
_WORD_START = re.compile(r"(?<!\w)\w")
_GAP = re.compile(r"[ ,]*")
_HELPS = re.compile(r" (?:phối hợp|tham gia)(?: thực hiện| tổ chức)?(?!\w)")
_AND_ALSO_WITH = re.compile(r",? (?:và )?cùng (?:với )?")
_WITH_WHOM = re.compile(
    r"(?<!\w)(?:chủ trì cùng(?: với)?|phối hợp(?: chặt chẽ| chặt)?(?: với| cùng(?: với)?)?|cùng với|họp với|có sự tham gia của) "
)
_EVERY_TIME = re.compile(
    r"(?:vào |trước |cứ |sáng |chiều |tối )*(?:(?:thứ \w+|chủ nhật|ngày \d{1,2}|tuần thứ \w+(?: của tháng \d{1,2})?|\d{1,2} (?:giờ|h)(?: \d{1,2})?) ?)*(?:(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm)(?: (?:một|\d|ít nhất) ?\d? ?lần)?)|(?:mỗi|ít nhất) [^,;.]{1,20} lần|từ nay(?: đến [^,;.]{2,24}?(?=,| phải| cần))?|từ (?:ngày|tháng) [\d/]+"
)


class AddressReader:
    """Parses clauses of one page."""

    def __init__(self, page: Page, dates: DateReader) -> None:
        self.page = page
        self.flat = page.flat
        self.cased = page.cased
        self.units = UnitReader(page)
        self.dates = dates

    # -- the left edge ------------------------------------------------------------------------------------------

    def opening(self, start: int, end: int) -> int:
        """Past quotes, brackets and connectors."""
        at = start
        for _ in range(4):
            lead = _LEADING.match(self.flat, at, end)
            at = lead.end() if lead else at
            connector = signs.CONNECTOR.match(self.flat, at, end)
            if connector is None or connector.end() >= end:
                return at
            at = connector.end()
        return at

    def read(self, start: int, end: int, in_list: bool = False) -> Address:
        """Parses a clause. In a list of orders (`in_list`) a person who `chỉ đạo` something is told to, not telling."""
        at = self.opening(start, end)
        direct = self._assignee(at, end, False)
        if direct is not None and not self._is_speaker(direct, end, in_list):
            return direct
        cued = self._cued(at, end)
        if cued is not None:
            return self._told_under_topic(at, cued) or cued
        if direct is not None:
            return direct
        topical = self._alone(at, end) or self._after_topic(at, end) or self._later_unit(at, end)
        return topical or Address(at, at, end, going=self._bare_going(at, end))

    def _told_under_topic(self, at: int, cued: Address) -> Address | None:
        """`Về kinh tế: Phòng Kinh tế chỉ đạo các thôn …`: behind a topic, too, a unit that `chỉ đạo` is told to."""
        if not cued.cue.startswith("chỉ đạo"):
            return None
        topical = self._after_topic(at, cued.end)
        if topical is None or not topical.leads or not all(one.is_sure for one in topical.leads):
            return None
        stands_before = topical.leads[-1].end <= cued.cue_at
        return topical if stands_before and not self._is_speaker(topical, cued.end, False) else None

    # -- cues -----------------------------------------------------------------------------------------------------

    def _cued(self, at: int, end: int) -> Address | None:
        weak: tuple[re.Match[str], Voice] | None = None
        for found in signs.CUE.finditer(self.flat, at, end):
            before = self.flat[at : found.start()]
            if len(before) > 420:
                break
            if re.search(r"(?:để|nhằm|phải|sẽ|cần|không|tiếp tục) $", before) and before.strip() not in {
                "tiếp tục"
            }:
                continue
            voice = None if self._names_meeting(found) else self._voice(before, found)
            if voice is None:
                continue
            if _NEXT_CUE.match(self.flat, found.end(), end):
                continue
            if signs.STRONG_CUE.match(found.group()):
                return self._body(at, found, voice, end)
            weak = weak or (found, voice)
        return self._body(at, weak[0], weak[1], end) if weak else None

    def _voice(self, before: str, found: re.Match[str]) -> Voice | None:
        """Who says the cue; None when it is no cue at all (a noun, or the verb of an assignee)."""
        subject = _SOLE_ADVERBS.sub("", before).strip(' ,:"')
        if _COUNTED_TOPIC.match(before):
            return Voice.NONE
        if _BARE_SAYING.match(before):
            return Voice.NONE
        if before[:1].islower() and self._is_own_action(found.start() - len(before), before):
            return None
        if not subject:
            return Voice.NONE if self._opens_order(found) else None
        if signs.TOPIC.match(subject) and re.search(r"[,:]", before):
            subject = re.split(r"[,:] ?", _SOLE_ADVERBS.sub("", before).rstrip(' "'))[-1].strip()
            if not subject:
                return Voice.NONE
        last = list(signs.AUTHORITY.finditer(subject))
        low = list(signs.LOWER_VOICE.finditer(subject))
        if last and (
            not low
            or last[-1].end() >= low[-1].start()
            or (last[0].start() < low[0].start() and self._is_titled(subject))
        ):
            return Voice.AUTHORITY
        if low:
            return (
                Voice.LOWER
                if signs.REQUEST_CUE.match(found.group())
                or found.group().startswith(("giao", "yêu", "chỉ", "nhắc", "lưu"))
                else None
            )
        if signs.TOPIC.match(subject) or self._hands_over(subject, found):
            return Voice.AUTHORITY
        return None

    def _opens_order(self, found: re.Match[str]) -> bool:
        """A cue without a speaker: `Phân công đồng chí Mai …` is one, `Chỉ đạo các bệnh viện …` is the task itself."""
        if found.group().startswith("chỉ đạo"):
            return False
        return (
            not found.group().startswith(("phân công", "nhắc"))
            or self.units.mentions_at(found.end() + 1, len(self.flat)) is not None
        )

    def _hands_over(self, subject: str, found: re.Match[str]) -> bool:
        """`Nội dung này giao Sở Tư pháp nghiên cứu`: a thing, `giao`, and a unit right behind it."""
        if (
            not found.group().startswith("giao")
            or len(subject) > 120
            or re.search(r"(?<!\w)(?:đã|được|sẽ)(?!\w)", subject)
        ):
            return False
        return self.units.mentions_at(found.end() + 1, len(self.flat)) is not None

    def _names_meeting(self, found: re.Match[str]) -> bool:
        """`giao ban` is a meeting, `giao Ban Quản lý dự án` an order: the capital tells."""
        return found.group() == "giao" and self.cased.startswith(" ban", found.end())

    def _is_own_action(self, at: int, before: str) -> bool:
        """`…; thông báo bằng văn bản yêu cầu nộp` : the cue is part of an action already begun in lower case."""
        if self.cased[at : at + 1].isupper() or ", " in before:
            return False
        verb = VERB.match(before)
        return verb is not None and not verb.group().startswith(
            ("chỉ đạo", "yêu cầu", "đề nghị", "nhấn mạnh", "lưu ý", "kết luận")
        )

    def _is_titled(self, subject: str) -> bool:
        return bool(re.search(r"chủ tịch|bí thư|thủ tướng|bộ trưởng|giám đốc", subject))

    def _body(self, at: int, found: re.Match[str], voice: Voice, end: int) -> Address:
        after = signs.AFTER_CUE.match(self.flat, found.end(), end)
        body = after.end() if after else found.end()
        topic = self._topic_before(at, found.start())
        addressed = self._addressee(body, end)
        cue = found.group()
        told_before = bool(
            re.search(r"(?:đã|từng)(?: \w+)? $", self.flat[max(at, found.start() - 16) : found.start()])
        )
        start = topic if topic is not None else (addressed.start if addressed else self.opening(body, end))
        if addressed is None:
            return Address(
                start,
                body,
                end,
                (),
                (),
                cue,
                found.start(),
                found.end(),
                voice,
                self._bare_going(body, end),
                topic is not None,
                body >= end,
                told_before,
            )
        return Address(
            start, addressed.action, end, addressed.leads, addressed.partners, cue, found.start(), found.end(), voice,
            addressed.going, topic is not None or addressed.has_topic, addressed.is_heading, told_before,
        )  # fmt: skip

    def _topic_before(self, at: int, cue_at: int) -> int | None:
        """Where the topic phrase starts when the speaker follows it (`Về bến xe, Chủ tịch yêu cầu …`)."""
        text = self.flat[at:cue_at]
        if _COUNTED_TOPIC.match(text):
            return at
        if (
            signs.TOPIC.match(text)
            and re.search("[,:]", text)
            and re.match(
                r"(?:đối với|với|về|riêng|việc|liên quan|ở lĩnh vực|trong lĩnh vực|trên lĩnh vực|lĩnh vực|công tác|trong quá trình|trong khi|trường hợp|nếu)",
                text,
            )
        ):
            return (
                None if re.match(r"về (?:nhiệm vụ|phía)|với (?:tinh thần|phương châm|vai trò)", text) else at
            )
        return None

    # -- assignees ------------------------------------------------------------------------------------------------

    def _addressee(self, at: int, end: int) -> Address | None:
        """Behind a cue: the unit right there, or the first one behind a comma that an action follows."""
        direct = self._assignee(self.opening(at, end), end, True)
        if direct is not None:
            return direct
        for comma in _COMMA.finditer(self.flat, at, min(end, at + 400)):
            later = self._assignee(self.opening(comma.end(), end), end, False)
            if later is not None and later.going is Going.ACTION:
                keep = (
                    at
                    if signs.TOPIC.match(self.flat, at, end) and not self._is_preamble(at, comma.start())
                    else later.start
                )
                return Address(
                    keep,
                    later.action,
                    end,
                    later.leads,
                    later.partners,
                    going=later.going,
                    has_topic=keep == at,
                    is_heading=later.is_heading,
                )
        return None

    def _is_preamble(self, start: int, end: int) -> bool:
        return bool(
            re.match(
                r"(?:từ nay|đến nay|trên cơ sở|căn cứ|để |nhằm |với |trong bối cảnh|trong thời gian|thời gian)",
                self.flat[start:end],
            )
        )

    def _after_topic(self, at: int, end: int) -> Address | None:
        """`Về X, Phòng A làm …`, `Việc sửa cầu, UBND xã làm ngay`: the topic belongs to the item."""
        if not signs.TOPIC.match(self.flat, at, end):
            return None
        for comma in self._separators(at, min(end, at + 300)):
            follows = self._assignee(self.opening(comma.end(), end), end, False)
            if follows is not None and follows.going is Going.ACTION:
                return Address(
                    at,
                    follows.action,
                    end,
                    follows.leads,
                    follows.partners,
                    going=Going.ACTION,
                    has_topic=True,
                )
            if follows is not None and follows.going is Going.REPORT:
                return Address(at, comma.end(), end, going=Going.REPORT, has_topic=True)
            bare = self._bare_going(self.opening(comma.end(), end), end)
            if bare is not Going.OTHER:
                told, partners = self._topic_units(at, comma.start())
                return Address(at, comma.end(), end, told, partners, going=bare, has_topic=True)
        return None

    def _separators(self, at: int, end: int) -> list[re.Match[str]]:
        """Where a topic may end: its colon first, then commas as they come."""
        found = list(_TOPIC_END.finditer(self.flat, at, end))
        return sorted(found, key=lambda one: self.flat[one.start()] != ":")

    def _topic_units(self, at: int, end: int) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """`Đối với UBND các xã, cần …`: a topic that is nothing but units tells them."""
        opens = _AS_FOR.match(self.flat, at, end)
        listed = self.units.mentions_at(opens.end(), end) if opens else None
        if listed is None or listed.end < end or not all(one.is_sure for one in listed.mentions):
            return (), ()
        if re.search(r"(?<!\w)(?:cố tình|vi phạm|chậm|không|chưa|còn|để xảy ra)(?!\w)", self.flat[at:end]):
            return (), ()
        return listed.mentions, ()

    def _alone(self, at: int, end: int) -> Address | None:
        """`Riêng phường X thì …`: an exception names its own unit."""
        alone = _ONLY.match(self.flat, at, end)
        after = alone.end() if alone else self._past_time(at, end)
        follows = self._assignee(self.opening(after, end), end, False) if after > at else None
        if (
            follows is None
            or follows.going is not Going.ACTION
            or self.flat.startswith(",", follows.leads[-1].end)
        ):
            return None
        if len(follows.leads) > 1 and self.flat.startswith("đối với", at):
            return None
        return replace(follows, start=at, has_topic=True)

    def _later_unit(self, at: int, end: int) -> Address | None:
        """A unit with an action behind the first commas of a clause that opens with neither."""
        if self.acts(at, end):
            return None
        by = _DONE_BY.search(self.flat, at, min(end, at + 200))
        doer = self._assignee(by.end(), end, False) if by else None
        if by and doer is not None and doer.going is Going.ACTION:
            return Address(
                at, doer.action, end, doer.leads, doer.partners, going=Going.ACTION, has_topic=True
            )
        for comma in _LATER_START.finditer(self.flat, at, min(end, at + 240)):
            follows = self._assignee(self.opening(comma.end(), end), end, False)
            if follows is not None and comma.group() == " thì ":
                return Address(at, follows.action, end, follows.leads, follows.partners, going=follows.going)
            if (
                follows is not None
                and follows.going is Going.ACTION
                and all(one.is_sure for one in follows.leads)
            ):
                return follows
        return None

    def changes_hands(self, at: int, end: int) -> int | None:
        """Where another unit takes over (`Sở A lập đề án và Sở B thẩm định`), else None."""
        for join in _HANDOVER.finditer(self.flat, at, end):
            after = join.end()
            if self.flat.startswith(("phối hợp", "với"), after) or not self._may_start_unit(after):
                continue
            follows = self._assignee(after, end, False)
            if (
                follows is None
                or follows.going is not Going.ACTION
                or not all(one.is_sure for one in follows.leads)
            ):
                continue
            if re.match(
                r"(?: cùng)? (?:phối hợp|tham gia|thực hiện|hỗ trợ)(?!\w)", self.flat[follows.leads[-1].end :]
            ) or self._ends_list(at, join.start()):
                continue
            return join.start()
        return None

    def _may_start_unit(self, at: int) -> bool:
        return self.cased[at : at + 1].isupper() or self.flat.startswith(
            (
                "các ",
                "phòng ",
                "sở ",
                "ban ",
                "bộ ",
                "đồng chí ",
                "chủ tịch ",
                "công an ",
                "tổ ",
                "đội ",
                "trạm ",
                "trung tâm ",
                "hội ",
                "đoàn ",
                "chi cục ",
                "hạt ",
                "ubnd ",
                "văn phòng ",
                "thanh tra ",
            ),
            at,
        )

    def _ends_list(self, start: int, at: int) -> bool:
        """Whether the words right before `at` are themselves a unit, so that a list goes on."""
        for word in _WORD_START.finditer(self.flat, max(start - 60, at - 130, 0), at):
            mention = self.units.mention_at(word.start(), at)
            if mention is not None and mention.end == at and not self.flat[mention.start].isdigit():
                return True
        return False

    def _assignee(self, at: int, end: int, is_told: bool) -> Address | None:
        """A list of units at `at` with what follows. `is_told`: a cue stands before, so any continuation will do."""
        listed = self.units.mentions_at(at, end)
        if listed is None:
            short = self.units.short_form_at(at, end)
            if short is None:
                return None
            going, _ = self._going(short.end, end)
            if going is not Going.ACTION:
                return None
            return self._with_partners((short,), short.end, end, at, going)
        going, _ = self._going(listed.end, end)
        if going is Going.OTHER and not is_told and not all(m.is_sure for m in listed.mentions):
            return None
        return self._with_partners(listed.mentions, listed.end, end, at, going)

    def _with_partners(
        self, leads: tuple[Mention, ...], at: int, end: int, start: int, going: Going
    ) -> Address:
        role = self._past_lead_role(at, end)
        partners, action = self._partners(role, end)
        if not partners:
            partners, action = self._helpers(at, role, end)
        heading = self.flat[action:end].strip(" :.") == ""
        if partners:
            going = Going.ACTION
        return Address(start, action, end, leads, partners, going=going, is_heading=heading)

    def _helpers(self, at: int, role: int, end: int) -> tuple[tuple[Mention, ...], int]:
        """`Sở A chủ trì, Sở B phối hợp …`: the second unit helps."""
        if "chủ trì" not in self.flat[at:role]:
            return (), role
        start = _GAP.match(self.flat, role, end)
        listed = self.units.mentions_at(start.end() if start else role, end)
        helping = _HELPS.match(self.flat, listed.end, end) if listed else None
        if listed is None or helping is None:
            return (), role
        return listed.mentions, helping.end()

    def _past_lead_role(self, at: int, end: int) -> int:
        insert = _INSERT.match(self.flat, at, end)
        at = insert.end() - 1 if insert else at
        told = _PASSIVE.match(self.flat, at, end)
        at = told.end() if told else at
        role = _LEAD_ROLE.match(self.flat, at, end)
        return role.end() if role else at

    def _partners(self, at: int, end: int) -> tuple[tuple[Mention, ...], int]:
        found = _PARTNER.match(self.flat, at, end)
        if found is None:
            return (), at
        listed = self.units.mentions_at(found.end(), end)
        if listed is None:
            short = self.units.short_form_at(found.end(), end)
            if short is None:
                return (), at
            return (short,), short.end
        return self._more_partners(listed.mentions, listed.end, end)

    def _more_partners(
        self, mentions: tuple[Mention, ...], at: int, end: int
    ) -> tuple[tuple[Mention, ...], int]:
        """`… UBND các xã cùng các đơn vị liên quan`: the list goes on behind `cùng`."""
        again = _AND_ALSO_WITH.match(self.flat, at, end)
        listed = self.units.mentions_at(again.end(), end) if again else None
        return (mentions, at) if listed is None else ((*mentions, *listed.mentions), listed.end)

    def partners_anywhere(self, at: int, end: int) -> tuple[Mention, ...]:
        """Partners named behind the first verb of an action (`rà soát, phối hợp với Sở B …`)."""
        for found in _WITH_WHOM.finditer(self.flat, at, end):
            listed = self.units.mentions_at(found.end(), end)
            if listed is not None:
                return listed.mentions
        return ()

    def _going(self, at: int, end: int) -> tuple[Going, int]:
        """How the text goes on behind a unit."""
        if at >= end:
            return Going.OTHER, at
        if self.flat[at] == ":" or self.flat.startswith(" :", at):
            return Going.ACTION, at
        if _BY_DUTY.match(self.flat, at, end):
            return Going.ACTION, at
        for _ in range(3):
            insert = _INSERT.match(self.flat, at, end)
            if insert is None:
                break
            at = insert.end() - 1
        if self.flat.startswith((",", ";"), at):
            at += 1
        if _PASSIVE.match(self.flat, at, end):
            return Going.ACTION, at
        if _NEGATIVE.match(self.flat, at, end):
            return Going.REPORT, at
        if _LEAD_ROLE.match(self.flat, at, end) or _PARTNER.match(self.flat, at, end):
            return Going.ACTION, at
        return (Going.ACTION, at) if self.acts(at, end) else (Going.OTHER, at)

    def acts(self, at: int, end: int) -> bool:
        """Whether an action starts here, adverbs and a time phrase allowed before it."""
        for _ in range(6):
            while at < end and self.flat[at] in ' ,"':
                at += 1
            if MODAL.match(self.flat, at, end) or VERB.match(self.flat, at, end):
                return True
            adverb = ADVERB.match(self.flat, at, end)
            if adverb:
                at = adverb.end()
                continue
            moved = self._past_time(at, end)
            if moved == at:
                return False
            at = moved
        return False

    def _past_time(self, at: int, end: int) -> int:
        dues = self.dates.dues(at, min(end, at + 60))
        if dues and dues[0].start <= at + 1:
            return dues[0].end
        every = _EVERY_TIME.match(self.flat, at, end)
        return every.end() if every else at

    def _bare_going(self, at: int, end: int) -> Going:
        return Going.ACTION if self.acts(self.opening(at, end), end) else Going.OTHER

    def _is_speaker(self, address: Address, end: int, in_list: bool) -> bool:
        """Whether what looks like an assignee is the one who speaks: a chair before a cue."""
        first = address.leads[0]
        if len(address.leads) > 1:
            return False
        words = self.flat[first.start : first.end]
        after = self.flat[address.leads[-1].end : end]
        cue = signs.CUE.search(after)
        if cue is None:
            return False
        gap = after[: cue.start()]
        if in_list and cue.group().startswith("chỉ đạo") and VERB.match(after, cue.end() + 1):
            return False
        if len(gap) > 240 or gap.lstrip().startswith(":"):
            return False
        if re.match(
            r"(?:chủ tịch|phó chủ tịch|bí thư|bộ trưởng|phó thủ tướng|thủ tướng|người đứng đầu (?:chính phủ|ngành|thành phố|tỉnh|huyện)|giám đốc|thường trực|ban thường vụ|ban cán sự|ban chỉ đạo|hđnd|thứ trưởng|trưởng ban|lãnh đạo|đồng chí|đ/c|ông|bà|ubnd (?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường)|ủy ban nhân dân|huyện ủy|thành ủy|tỉnh ủy|thị ủy|đảng ủy|chính phủ|văn phòng|bộ|sở|phường|xã|phòng|hạt|hiệu trưởng|trưởng phòng|đại diện|các|thủ trưởng|huyện|thành phố)",
            words,
        ):
            return self._speaks(words, gap, after[cue.start() :])
        return False

    def _speaks(self, words: str, gap: str, rest: str) -> bool:
        if _SOLE_ADVERBS.sub("", gap).strip(' ,:"') == "":
            if words.startswith("bộ trưởng bộ") and "thủ tướng" in self.flat[:2000]:
                return False
            if rest.startswith(("chỉ đạo", "phân công", "giao", "quán triệt", "nhắc", "yêu cầu")):
                return bool(
                    re.match(
                        r"(?:chủ tịch|phó chủ tịch|bí thư|bộ trưởng|phó thủ tướng|thủ tướng|người đứng đầu (?:chính phủ|ngành|thành phố|tỉnh|huyện)|thường trực|ban thường vụ|thứ trưởng|ông|bà|đồng chí|đ/c|giám đốc sở [\w ]+|lãnh đạo ubnd|ubnd (?:tỉnh|thành phố|huyện)$|huyện ủy|thành ủy|tỉnh ủy|thị ủy|đảng ủy|chính phủ|hạt)",
                        words,
                    )
                ) and not re.match(r"(?:chủ tịch|bí thư|giám đốc|đồng chí) (?:ubnd )?(?:các|\d)", words)
            return True
        return (
            bool(
                re.match(
                    r" ?[,-]| (?:đã|cũng|nói|hỏi|bày tỏ|chia sẻ|phân tích|chỉ ra|yêu cầu|nêu|khẳng định|lưu ý|kết luận|phát biểu|ghi nhận|biểu dương|đánh giá|thống nhất|phê bình|cho|hoan|nhấn|chủ trì|đồng ý)",
                    gap,
                )
            )
            and bool(
                re.match(
                    r"(?:chủ tịch|phó chủ tịch|bí thư|bộ trưởng|phó thủ tướng|thủ tướng|thường trực|ông|bà|đồng chí|đ/c|giám đốc)",
                    words,
                )
            )
            and not re.search(r"(?<!\w)(?:các|phải|cần|khẩn trương)(?!\w)", gap[:60])
        )
