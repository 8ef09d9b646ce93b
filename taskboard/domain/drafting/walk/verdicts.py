"""Whether a clause is an order."""

from __future__ import annotations

import re
from dataclasses import replace

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address, Going, Voice
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.walk.actions import Actions
from taskboard.domain.drafting.walk.findings import Mode
from taskboard.domain.drafting.walk.progress import Progress
from taskboard.domain.drafting.walk.speakers import Speakers
from taskboard.domain.drafting.words import VERB

_PAST = re.compile(r" (?:cũng )?(?:đã|đang|vừa|từng|chưa|vẫn|còn)(?!\w)")

_BLAMED = re.compile(
    r",? (?:đã |đang |còn |vẫn )?(?:để (?:hồ sơ|xảy ra|chậm|tồn|trễ|quá)|vì|chậm|còn|chưa|về việc (?:chậm|để|chưa))(?!\w)"
)


_HANDS_OUT = re.compile(
    r"giao (?:cụ thể |rõ |trực tiếp )?(?:các |những |nhiều |một số |một loạt )(?:mốc|chỉ tiêu|nhiệm vụ|công việc|việc|đầu việc)(?!\w)"
)

_DONE_TOPIC = re.compile(r"đối với [^,;.]{3,90} đã [^,;.]{3,60}, (?=[^;.]{0,40}(?:phải|cần) )")

_MATTER = re.compile(r"(?:việc|công tác) [^;.]{5,240}? (?:bảo đảm|đảm bảo|không (?:được|để|làm))(?!\w)")


_TO_PEOPLE = re.compile(
    r"[ :,]*(?:rằng )?(?:(?:toàn thể|tất cả|các|những|mỗi|đội ngũ|tập thể) )*(?:cán bộ|công nhân|người lao động|công chức|nhân dân|bà con|đồng bào|người dân|học sinh|sinh viên|thầy|cô|chiến sĩ|y bác sĩ|thanh niên|hội viên|đoàn viên|gia đình|nhà giáo|giáo viên|kỹ sư|cử tri|đại biểu|doanh nghiệp|nhà đầu tư|bạn)(?!\w)"
)


_BY_PAPER = re.compile(
    r"(?:theo|tại|trong) (?:nội dung )?(?:kế hoạch|công văn|văn bản|công điện|chỉ thị|thông báo|kết luận|chương trình|phương án)(?: (?:này|trên|số \S+))?, "
)
_OBLIGES = re.compile(
    r"(?:,? [^,;.]{0,40}?)? (?:chủ trì|phối hợp|làm đầu mối|có trách nhiệm|chịu trách nhiệm|phải|cần|được giao|rà soát|tham mưu|hướng dẫn|đôn đốc|kiểm tra)(?!\w)"
)
_OTHERS_SAY = re.compile(
    r"(?:,| và|;) (?:ông|bà|đồng chí|bộ|sở|cục|ubnd|ủy ban|đại diện|lãnh đạo|chủ đầu tư|tập đoàn|công ty)(?: [^\s,;.]+){0,6} (?:cho biết|cho hay|cho rằng|nhận định|thừa nhận)(?!\w)"
)
"""`EVN đề xuất cơ chế thí điểm, Bộ Tài chính cho biết …`: opinions told one behind the other."""

_LEAST_TOLD = 20


class Verdicts:
    """Says of a parsed clause whether something was told, given what the walk has seen."""

    def __init__(self, progress: Progress, speakers: Speakers, actions: Actions) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.cased = progress.cased
        self.address = progress.address
        self.speakers = speakers
        self.actions = actions

    def verdict(self, address: Address, block: Block, start: int, end: int, nth: int, goes_on: bool) -> bool:
        """True when the clause is an order. `nth` counts clauses of the sentence; `goes_on`: one before it was an order."""
        if address.voice is Voice.LOWER or self.speakers.asks_upward(address):
            return False
        if address.cue:
            return self._cued_verdict(address, start, end, nth)
        if nth and not address.leads and not goes_on and self._lists_agreed(start, end):
            return False
        if goes_on:
            return self.actions.has_action(address, start, end)
        if self.progress.state.is_lower_voice and self.progress.state.mode is not Mode.ORDERS:
            return False
        if (
            self.progress.conclude_at is not None
            and start < self.progress.conclude_at
            and self.progress.told_block != self.progress.index
        ):
            return False
        return self._uncued_verdict(address, block, start, end)

    def _cued_verdict(self, address: Address, start: int, end: int, nth: int) -> bool:
        text = self.flat[start:end]
        strong = bool(signs.STRONG_CUE.match(address.cue))
        early = self.progress.conclude_at is not None and start < self.progress.conclude_at
        if address.was_told_before and not self.speakers.concludes(start, address.cue_at):
            self.progress.past_sentence = self.progress.sentence
            return False
        if address.voice is Voice.NONE and self.progress.past_sentence == self.progress.sentence:
            return False
        if self._said_elsewhere(address, start, early, strong):
            return False
        if (
            address.voice is Voice.NONE
            and self.progress.state.mode is not Mode.ORDERS
            and nth
            and not self.speakers.chair_spoke_before(start)
        ):
            return False
        if (
            address.voice is Voice.NONE
            and self.progress.state.is_lower_voice
            and (nth or signs.REQUEST_CUE.match(address.cue))
        ):
            return False
        if self._is_announcement(address, end):
            self.progress.begin(start)
            return False
        if not strong:
            return self._weak_cue(address, text) and not self._wishes(address)
        if address.leads:
            return self._is_told(address, end)
        return self._tells_nobody_named(address, start, end)

    def _tells_nobody_named(self, address: Address, start: int, end: int) -> bool:
        """A cue without a unit we know: an order where an action follows, or where it opens a clause among orders."""
        ordering = self.progress.state.mode is Mode.ORDERS
        if address.cue == "lưu ý" and ordering:
            return VERB.search(self.flat, address.cue_end, end) is not None
        if address.cue_at <= start and ordering and end - address.action > _LEAST_TOLD:
            return True
        return (
            self.actions.has_action(replace(address, cue=""), address.action, end)
            or address.going is Going.ACTION
            or _MATTER.match(self.flat, address.action, end) is not None
        )

    def _lists_agreed(self, start: int, end: int) -> bool:
        """`Đồng ý chủ trương lập đề án A; quản lý B; …`: what is agreed to goes on behind the semicolon."""
        return (
            signs.AGREES.match(self.flat, self.progress.sentence_at) is not None
            and ". " not in self.flat[self.progress.sentence_at : start]
            and self.flat[self.progress.sentence_at : start].rstrip(" ,").endswith(";")
            and self.progress.dates.binding(start, end) is None
        )

    def _said_elsewhere(self, address: Address, start: int, early: bool, strong: bool) -> bool:
        """The lead of an article and opinions before the conclusions: told properly further down, or not an order."""
        if self.speakers.is_told_again(start, address.cue_at):
            return True
        if self.progress.told_past_in == self.progress.index and self._repeats(start):
            return True
        if early and address.is_told_of:
            return not self.speakers.concludes(start, address.cue_at)
        return early and (self.speakers.is_lead_in(start) or self.speakers.is_opinion(address, strong))

    def _repeats(self, start: int) -> bool:
        """`Theo đó, …` behind what another paper told before."""
        return self.flat.startswith(("theo đó", "trong đó"), start)

    def _is_told(self, address: Address, end: int) -> bool:
        """Not `nhắc nhở Sở A để hồ sơ quá hạn`, nor `yêu cầu … Sở A đã …`: blame and past behind the unit."""
        behind = address.leads[-1].end
        if address.cue.startswith("nhắc") and _BLAMED.match(self.flat, behind, end):
            return False
        return address.going is not Going.REPORT or not _PAST.match(self.flat, behind, end)

    def _is_announcement(self, address: Address, end: int) -> bool:
        if not address.leads and _HANDS_OUT.match(self.flat, address.cue_at, end):
            return True
        rest = self.flat[address.cue_end : end].strip(" :,.")
        return len(rest) < 12 or bool(
            re.match(r"(?:một số|các|những) (?:nội dung|vấn đề|nhiệm vụ|việc)[^,;.]{0,60}$", rest)
        )

    def _wishes(self, address: Address) -> bool:
        """`mong muốn công nhân, người lao động tiếp tục nỗ lực`: a wish to people, not an order to a body."""
        return address.cue == "mong muốn" and _TO_PEOPLE.match(self.flat, address.cue_end) is not None

    def _weak_cue(self, address: Address, text: str) -> bool:
        if address.leads and address.going is Going.ACTION:
            return True
        rest = self.flat[address.cue_end : address.end]
        return (
            bool(re.match(r"[ :,\"]*(?:\w+ ){0,8}?(?:cần|phải|không được)(?!\w)", rest))
            and self.progress.state.mode is Mode.ORDERS
        )

    def _uncued_verdict(self, address: Address, block: Block, start: int, end: int) -> bool:
        text = self.flat[start:end]
        ordering = self.progress.state.mode is Mode.ORDERS
        if self._told_by_paper(address, start, end):
            return True
        if self._reports(start, end) or address.going is Going.REPORT or _OTHERS_SAY.search(text):
            return False
        if (
            address.leads
            and signs.PRAISE.match(self.flat, min(address.action + 1, end), end)
            and not self.flat.startswith("chủ trì", address.action + 1)
        ):
            return False
        if (
            self.progress.told_past_in == self.progress.index
            or self.speakers.is_the_chair(address)
            or self.speakers.is_caption(address)
            or self.speakers.is_headline(address, start)
        ):
            return False
        if self.speakers.is_own_body(address) and not re.match(
            r"[^,;]{0,40}? (?:phải|cần|chủ trì)(?!\w)", self.flat[address.leads[0].end : end]
        ):
            return False
        passive = bool(address.leads) and bool(
            re.search(
                r"được (?:giao|yêu cầu|phân công|đề nghị)",
                self.flat[address.leads[-1].end : address.action + 30],
            )
        )
        modal = bool(address.leads) and bool(
            re.match(
                r"[^,;.]{0,36}? (?:phải|cần|có trách nhiệm|chịu trách nhiệm|chủ trì)(?!\w)",
                self.flat[address.leads[-1].end : end],
            )
        )
        if ordering and not address.leads and self._opens_told_entry(block, text, start):
            return True
        if address.leads and address.going is Going.ACTION:
            spoken = self.flat.count('"', block.start, start) % 2 == 1
            return (
                ordering
                or passive
                or (
                    spoken
                    and self.progress.state.mode is not Mode.REPORT
                    and (modal or signs.SPOKEN_BY.search(self.flat, start, block.end) is not None)
                )
                or (self.progress.state.mode is Mode.OPEN and block.is_entry)
            )
        if not ordering and not (self.progress.state.mode is Mode.OPEN and block.is_entry):
            return False
        if (
            address.leads
            and address.going is Going.OTHER
            and (block.is_entry or self._goes_on_lower(address))
        ):
            return True
        return self._bare_verdict(address, text, start, end)

    def _told_by_paper(self, address: Address, start: int, end: int) -> bool:
        """`Theo công văn, Sở Y tế rà soát …`, `Theo kế hoạch, Phòng Y tế chủ trì …`: a paper of this very text tells."""
        paper = _BY_PAPER.match(self.flat, start, end)
        if paper is None or not address.leads or address.going is not Going.ACTION:
            return False
        if self.progress.state.mode is Mode.REPORT or signs.DONE.search(self.flat, start, end):
            return False
        if not all(one.is_sure and not one.is_person for one in address.leads) or self.speakers.is_own_body(
            address
        ):
            return False
        behind = address.leads[-1].end
        return _OBLIGES.match(self.flat, behind, end) is not None

    def _reports(self, start: int, end: int) -> bool:
        """Opens as a report or an opinion, behind `vì thế,` and the like too."""
        opening = self.address.goings.opening(start, end)
        return signs.REPORT_START.match(self.flat, start, end) is not None or (
            opening > start and signs.OPINION.match(self.flat, opening, end) is not None
        )

    def _opens_told_entry(self, block: Block, text: str, start: int) -> bool:
        """The first words of an entry right under a unit's heading, even where no verb that we know opens them."""
        levels = self.progress.state.levels
        if (
            not block.is_entry
            or start > block.start + 2
            or not levels
            or not levels[-1].leads
            or len(text) < 30
        ):
            return False
        done = signs.DONE.search(text[:60])
        return (
            levels[-1].depth < block.depth
            and not signs.PRAISE.match(text)
            and not self.actions.reads_as_report(text)
            and (done is None or text.startswith(("chưa ", "không ")))
        )

    def _goes_on_lower(self, address: Address) -> bool:
        """A known unit that opens a sentence among orders, with some word we do not know as a verb behind it."""
        at = address.leads[-1].end
        if re.match(
            r" (?:và|cùng|với|của|là|tại|ở|theo|về|cho|do|trong|mà|thì|có|cũng)(?!\w)",
            self.flat[at : at + 12],
        ) or signs.DONE.search(self.flat, at, at + 60):
            return False
        return (
            all(one.is_sure for one in address.leads)
            and self.flat[at : at + 1] == " "
            and self.cased[at + 1 : at + 2].islower()
        )

    def _behind_done_topic(self, text: str) -> int:
        """`Đối với việc A đã xong, từ nay đến 10/3 phải …`: what was done is the topic; where the rest begins."""
        topic = _DONE_TOPIC.match(text)
        return topic.end() if topic else 0

    def _behind_topic(self, address: Address, text: str, start: int) -> int:
        """Where what is asked begins: behind `Về giải ngân vốn, …`, behind a topic that is done."""
        about = re.match(r"(?:về|đối với|liên quan)(?!\w)", text)
        acts = about is not None and address.has_topic and address.going is Going.ACTION
        return address.action - start if acts else self._behind_done_topic(text)

    def _bare_verdict(self, address: Address, text: str, start: int, end: int) -> bool:
        if re.match(
            r"(?:kết quả|báo cáo|danh sách|hồ sơ|văn bản|ý kiến) (?:[^\W\d]+ ){0,4}?(?:gửi|báo cáo|trình) ",
            text,
        ):
            return True
        if self.actions.is_case_with_duty(start, end) or self.actions.is_above_all(start, end):
            return True
        if re.match(r"chủ trì (?:họp|tổ chức|làm việc|cuộc họp|buổi)", text):
            return True
        if (
            signs.PRAISE.match(text)
            or signs.PRAISE.match(self.flat, self.address.goings.opening(address.action, end), end)
            or self.actions.reads_as_report(text[self._behind_topic(address, text, start) :])
        ):
            return False
        if self.speakers.chair_only_talks(text) or (
            not address.leads and signs.AGREES.match(self.flat, self.address.goings.opening(start, end), end)
        ):
            return False
        if address.going is Going.ACTION or self.actions.is_condition(start, end):
            return True
        return bool(
            re.search(r"(?<!\w)(?:phải|cần|không được|tuyệt đối không|nghiêm cấm)(?!\w)", text)
        ) and not re.search(r"(?<!\w)(?:đã|cho biết|ông nói|tôi)(?!\w)", text[:80])
