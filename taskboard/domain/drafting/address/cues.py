"""Cues (`giao`, `yêu cầu`, `đề nghị` …): which word is one, who says it, whom it tells."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address.going import Goings
from taskboard.domain.drafting.address.ranks import rank_of, stands_above
from taskboard.domain.drafting.address.speakers import SEVERAL, SOLE_ADVERBS, TOLD_GROUP
from taskboard.domain.drafting.address.topics import COUNTED_TOPIC, Topics
from taskboard.domain.drafting.address.values import Address, Voice
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import UnitReader
from taskboard.domain.drafting.words import VERB

_BARE_SAYING = re.compile(
    r"(?:đồng thời,? )?(?:cũng |cơ bản )?(?:nhấn mạnh|đánh giá|ghi nhận|biểu dương|thống nhất|phê bình|đồng ý|nhất trí|khẳng định|chỉ rõ)(?!\w)"
)

_NEXT_CUE = re.compile(r"(?: và|,) (?:giao|yêu cầu|đề nghị|chỉ đạo|phân công)(?! của)(?!\w)")


_CUE_BEHIND = re.compile(r" (?:giao|yêu cầu|đề nghị|phân công)(?: cho)? ")

_LAW = re.compile(r"(?:luật|bộ luật|hiến pháp|nghị định|thông tư)(?!\w)")

_HEARD = re.compile(
    r",? ?(?:trên cơ sở|căn cứ|theo|sau khi (?:lắng nghe|nghe|xem xét|tiếp thu)) (?:các )?(?:báo cáo|đề nghị|ý kiến|đề xuất|kiến nghị|tờ trình|thảo luận)[^,]*,?"
)

_FOR_OTHERS = re.compile(r"(?:các )?(?:đại diện|đại biểu|ý kiến|tham luận)(?!\w)")

_ACTS_FIRST = re.compile(
    r"(?:chủ trì|phối hợp|rà soát|kiểm tra|chủ động|tổ chức|hướng dẫn|đôn đốc|tăng cường|tiếp tục|khẩn trương)(?!\w)"
)

_LEVEL_ALONE = re.compile(
    r"(?:đồng thời,? |bên cạnh đó,? )?(?:thành phố|tỉnh|huyện|thị xã|quận|(?:tổng )?cục [^,;.]{3,40})"
)

_OWN_MEANS = re.compile(
    r" (?:các |những |mọi )?(?:tổ chức|doanh nghiệp|hộ|chủ|cơ sở|nhà đầu tư|nhà thầu|người|công ty|đơn vị thi công|đơn vị tư vấn|cá nhân)(?!\w)"
)


_SAYS = re.compile(
    r"(?:đồng thời,? |tiếp tục |cũng |cơ bản )*(?:(?:chỉ đạo|yêu cầu|đề nghị|nhấn mạnh|lưu ý|kết luận|phát biểu|ghi nhận|biểu dương|đánh giá|thống nhất|quyết định|tiếp thu|thay mặt|ủy quyền|nghe|giao|phân công|đồng ý|nhất trí|trả lời|giải đáp|khẳng định|cho biết|chấp thuận|phê bình|xét|chủ trì)(?!\w)|(?:thông báo|báo cáo|quy định|hướng dẫn|thực hiện|triển khai) (?:số|của|này|kết luận|trên|do|công văn|văn bản|chỉ thị|công điện|nghị quyết|kế hoạch số|ý kiến)(?!\w))"
)
"""Verbs of who concludes, and papers: no action in front of a cue."""

_CASE = re.compile(r"(?:trong )?quá trình |(?:trong )?trường hợp |nếu |khi ")
"""What may come up, in front of `đề nghị`: nobody who speaks."""

_DONE_TO = re.compile(
    r"(?<!\w)bị (?:(?:ubnd|ủy ban nhân dân|chủ tịch|sở|bộ|thủ tướng|công an|thanh tra)(?: [^\s,;.:]+){0,6}? )?$"
)
"""`Nhiều chủ đầu tư bị UBND tỉnh yêu cầu giải trình`: told as news of them."""

_TOLD_AND = re.compile(
    r"(?:[^;:]*, )?(?P<who>[^,;:]{4,80}?) (?:cũng |đã )?(?:cho biết|đánh giá|ghi nhận|nhận định|thống nhất|biểu dương|phê bình|nhắc lại)(?!\w)[^;:]* và "
)
"""`Qua kiểm tra, Sở A cho biết còn tồn tại, hạn chế và yêu cầu …`: one body tells and asks."""

_SEATS = frozenset("sở bộ ubnd tỉnh huyện xã phường phòng ban cục chính".split())

_HENCE = re.compile(r"[,;] (?:vì vậy|vì thế|do đó|do vậy|bởi vậy),? $")
"""`Kho dữ liệu là của địa phương, vì vậy, đề nghị …`: who is named before the reason does not ask."""

_LONG_AGO = re.compile(
    r"(?<!\w)(?:trước đó|trước đây|từng|nhiều lần|(?:tháng|tuần|năm|quý|hôm|kỳ|phiên|cuộc họp|hội nghị) (?:trước|qua|vừa qua|ngoái)|đầu năm|ngày \d|\d{1,2}/\d|tháng \d|thời gian qua|lâu nay|theo đó)(?!\w)"
)

_PASSED_ON = re.compile(
    r"(?<!\w)đã (?:có|ban hành|gửi|ra) (?:công văn|văn bản|thông báo|phiếu)[^;]{0,60} (?:thông báo|truyền đạt)(?: ý kiến| kết luận)"
)
"""`ngày 01/12/2023, Văn phòng đã có văn bản số 9 thông báo ý kiến chỉ đạo của … giao …`"""

_SINCE = re.compile(r"(?<!\w)(?:nhưng|song|đến nay|tuy nhiên|hiện nay|tới nay|vẫn chưa)(?!\w)")
"""Signs that `đã yêu cầu` was said at another time than this text is about."""

_AS_FOR = re.compile(r"(?:đối với|với|về|riêng|liên quan)(?!\w)")

_PERSON = re.compile(
    r"(?<!\w)(?:chủ tịch|bí thư|thủ tướng|bộ trưởng|thứ trưởng|thống đốc|giám đốc|chánh văn phòng|đồng chí|đ/c|ông|bà|lãnh đạo|thường trực)(?!\w)"
)

_COLLECTIVE = re.compile(
    r"(?:phiên họp|hội nghị|cuộc họp|buổi (?:làm việc|họp|kiểm tra)|hội đồng(?: [^\W\d]+){0,8}|tập thể [^,;.:]{3,40}|nhà trường|(?:lãnh đạo|thường trực|ban) [^,;.:]{3,60}|(?:huyện|tỉnh|thành|quận|thị) đoàn|đoàn (?:công tác|kiểm tra|giám sát|thanh tra)[^,;.:]{0,50}|đoàn trường|công đoàn [^,;.:]{2,40}|liên đoàn [^,;.:]{2,40})"
)
"""Bodies that speak, though no city has them in its tree."""


class Cues:
    """Reads a clause by its cue."""

    def __init__(self, page: Page, units: UnitReader, goings: Goings, topics: Topics) -> None:
        self.flat = page.flat
        self.cased = page.cased
        self.units = units
        self.goings = goings
        self.topics = topics

    def cued(self, at: int, end: int) -> Address | None:
        """The clause read from its first strong cue, else from its first weak one; None where no cue tells anybody anything."""
        weak: tuple[re.Match[str], Voice] | None = None
        for found in signs.CUE.finditer(self.flat, at, end):
            before = self.flat[at : found.start()]
            if len(before) > 600:
                break
            if re.search(
                r"(?:để|nhằm|phải|sẽ|cần|không|tiếp tục|trách nhiệm|nhiệm vụ) $", before
            ) and before.strip() not in {"tiếp tục"}:
                continue
            other = self._names_meeting(found) or _DONE_TO.search(before)
            voice = None if other else self._voice(before, found)
            if voice is None:
                continue
            if _NEXT_CUE.match(self.flat, found.end(), end) or self._gives_way(found, end):
                continue
            if signs.STRONG_CUE.match(found.group()):
                return self._body(at, found, voice, end)
            weak = weak or (found, voice)
        return self._body(at, weak[0], weak[1], end) if weak else None

    def _gives_way(self, found: re.Match[str], end: int) -> bool:
        """`chỉ đạo giao thủ trưởng các sở …`: the second of two cues in a row tells whom."""
        following = _CUE_BEHIND.match(self.flat, found.end(), end)
        return following is not None and self.units.mentions_at(following.end(), end) is not None

    def _voice(self, before: str, found: re.Match[str]) -> Voice | None:
        """Who says the cue; None when it is no cue at all (a noun, or the verb of an assignee)."""
        subject = SOLE_ADVERBS.sub("", before).strip(' ,:"')
        subject = "" if subject.isdigit() else subject
        if COUNTED_TOPIC.match(before):
            return Voice.NONE
        if _BARE_SAYING.match(before):
            return Voice.NONE
        if before[:1].islower() and self._is_own_action(found.start() - len(before), before):
            return None
        if not subject:
            return Voice.NONE if self._opens_order(found) else None
        if (_HENCE.search(before) or _CASE.match(subject)) and self._tells(found):
            return Voice.NONE
        between = self._between_bodies(subject, found)
        if between is None and _AS_FOR.match(subject) is None:
            between = self._between_bodies(subject.rpartition(", ")[2], found)
        if between is not None:
            return between
        if signs.TOPIC.match(subject) and re.search(r"[,:]", before):
            subject = re.split(r"[,:] ?", SOLE_ADVERBS.sub("", before).rstrip(' "'))[-1].strip()
            if not subject:
                return Voice.NONE
        told = _TOLD_AND.fullmatch(before)
        said = self._said_by(subject, found)
        return self._said_by(told.group("who"), found) if said is None and told else said

    def _tells(self, found: re.Match[str]) -> bool:
        """Whether a unit or an action stands right behind the cue."""
        end = min(len(self.flat), found.end() + 200)
        return (
            TOLD_GROUP.match(self.flat, found.end()) is not None
            or self.units.mentions_at(found.end() + 1, end) is not None
            or self.goings.acts(found.end(), end)
        )

    def _between_bodies(self, subject: str, found: re.Match[str]) -> Voice | None:
        """`Cục Thuế tỉnh đề nghị các chi cục …`: one body asks another; from below where the other stands above it."""
        if (
            not found.group().startswith(("yêu cầu", "đề nghị", "giao", "phân công", "thống nhất", "nhắc"))
            or SEVERAL.match(subject)
            or (_PERSON.search(subject))
        ):
            return None
        at = self.flat.rfind(subject, max(0, found.start() - len(subject) - 60), found.start())
        named = self.units.mentions_at(at, found.start()) if at >= 0 else None
        collective = _COLLECTIVE.fullmatch(subject) is not None
        if not collective and (named is None or named.end < at + len(subject)):
            return None
        body = found.end()
        told = self.units.mentions_at(body + 1, min(len(self.flat), body + 300))
        several = TOLD_GROUP.match(self.flat, body)
        if told is None and several is None:
            return None
        words = self.flat[body : told.mentions[0].end if told else body + 40]
        if rank_of(words) is None:
            words = self.flat[body : (told.mentions[0].end if told else body) + 40]
        above = stands_above(words, subject)
        if above is None:
            return Voice.AUTHORITY if collective or several or SEVERAL.match(words.strip()) else None
        return Voice.LOWER if above else Voice.AUTHORITY

    def _said_by(self, subject: str, found: re.Match[str]) -> Voice | None:
        """By whom a cue behind this subject is said."""
        if _LAW.match(subject):
            return None
        subject = _HEARD.sub("", subject) or subject
        last = list(signs.AUTHORITY.finditer(subject))
        low = list(signs.LOWER_VOICE.finditer(subject))
        if _FOR_OTHERS.match(subject):
            last = []
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
                or found.group().startswith(("giao", "yêu", "chỉ", "nhắc", "lưu", "phân"))
                else None
            )
        if signs.TOPIC.match(subject) or _LEVEL_ALONE.fullmatch(subject) or self._hands_over(subject, found):
            return Voice.AUTHORITY
        return None

    def _opens_order(self, found: re.Match[str]) -> bool:
        """A cue without a speaker: `Phân công đồng chí Mai …` is one, `Chỉ đạo các bệnh viện …` is the task itself."""
        if found.group().startswith("chỉ đạo"):
            return self._names_one_person(found)
        return (
            not found.group().startswith(("phân công", "nhắc"))
            or self.units.mentions_at(found.end() + 1, len(self.flat)) is not None
        )

    def _names_one_person(self, found: re.Match[str]) -> bool:
        """`đồng thời chỉ đạo Phó Thủ tướng Chính phủ A trực tiếp …`: someone by title and name is told to."""
        one = self.units.mention_at(found.end() + 1, min(len(self.flat), found.end() + 120))
        if one is None or not one.is_person or SEVERAL.match(self.flat, one.start):
            return False
        name = self.cased[one.start : one.end].split()[-2:]
        return len(name) == 2 and all(word[0].isupper() for word in name) and name[0].lower() not in _SEATS

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
        if before.startswith(("tham mưu", "giúp ")):
            return True
        if _OWN_MEANS.match(self.flat, at + len(before) + 7) and _ACTS_FIRST.match(before):
            return True
        if self._opens_with_action(at, before):
            return True
        if self.cased[at : at + 1].isupper() or ", " in before:
            return False
        verb = VERB.match(before)
        return verb is not None and not verb.group().startswith(
            ("chỉ đạo", "yêu cầu", "đề nghị", "nhấn mạnh", "lưu ý", "kết luận")
        )

    def _opens_with_action(self, at: int, before: str) -> bool:
        """`Rà soát các hộ, kịp thời nhắc nhở nơi chậm`: what opens with an action has no speaker before its cue."""
        if before.rstrip(' "').endswith(":"):
            return False
        if not self.goings.acts(at, at + len(before)) or _SAYS.match(before) or _PERSON.search(before):
            return False
        last = SOLE_ADVERBS.sub("", before.rpartition(", ")[2]).strip(' ,:"')
        if before.endswith(" và "):
            return True
        if last and (signs.AUTHORITY.match(last) or self._is_body(at + before.rfind(last), len(last))):
            return False
        return self.units.mentions_at(at, at + len(before)) is None

    def _is_body(self, at: int, length: int) -> bool:
        named = self.units.mentions_at(at, at + length)
        return named is not None and named.end >= at + length

    def _asked_just_now(self, at: int, found: re.Match[str], end: int) -> bool:
        """`Sau khi kiểm tra, đồng chí Chủ tịch đã yêu cầu …`: a leader at the meeting told of, nothing before or since."""
        if found.group().startswith("chỉ đạo") or not _PERSON.search(self.flat, at, found.start()):
            return False
        before = self.goings.dates.without_days_of_now(at, found.start())
        return _LONG_AGO.search(before) is None and _SINCE.search(self.flat, found.end(), end) is None

    def _is_titled(self, subject: str) -> bool:
        return bool(re.search(r"chủ tịch|bí thư|thủ tướng|bộ trưởng|giám đốc", subject))

    def _body(self, at: int, found: re.Match[str], voice: Voice, end: int) -> Address:
        after = signs.AFTER_CUE.match(self.flat, found.end(), end)
        body = after.end() if after else found.end()
        topic = self.topics.topic_before(at, found.start())
        addressed = self.topics.addressee(body, end)
        cue = found.group()
        told_of = bool(
            re.search(
                r"(?:đã|từng)(?: [^\s,]+,?){0,2} $", self.flat[max(at, found.start() - 30) : found.start()]
            )
        )
        passed_on = _PASSED_ON.search(
            self.flat, at, found.start()
        ) is not None and self.goings.dates.names_past_day(at, found.start())
        told_before = passed_on or (told_of and not self._asked_just_now(at, found, end))
        start = (
            topic if topic is not None else (addressed.start if addressed else self.goings.opening(body, end))
        )
        if addressed is None:
            return Address(
                start,
                body,
                end,
                self.topics.told_in_topic(at, found.start()),
                (),
                cue,
                found.start(),
                found.end(),
                voice,
                self.goings.bare_going(body, end),
                topic is not None,
                body >= end,
                told_before,
                told_of,
            )
        return Address(
            start, addressed.action, end, addressed.leads, addressed.partners, cue, found.start(), found.end(), voice,
            addressed.going, topic is not None or addressed.has_topic, addressed.is_heading, told_before, told_of,
        )  # fmt: skip
