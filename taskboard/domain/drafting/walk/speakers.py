"""Who stands above and who below: requests upward, own plans, a chair who only talks."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address, Voice
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.walk.progress import Progress

_RANK = {
    "thôn": 0,
    "xã": 1,
    "phường": 1,
    "thị trấn": 1,
    "huyện": 2,
    "quận": 2,
    "thị xã": 2,
    "thành phố": 3,
    "tỉnh": 3,
}

_LEVEL_WORD = "(thôn|xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh)"

_TOLD_LEVEL = re.compile(
    rf" (?:với )?(?:(?:ubnd|chủ tịch ubnd|lãnh đạo) )?{_LEVEL_WORD} (?!đoàn(?!\w))(?![^,;.]{{0,20}}ủy)"
)

_SPEAKER_LEVEL = re.compile(
    rf"(?:bí thư|chủ tịch|lãnh đạo|đại diện|trưởng|đảng ủy|ubnd|hđnd)(?: đảng ủy| ubnd| chi bộ)? {_LEVEL_WORD}(?!\w)"
)


_LEADER = re.compile(
    r"(?:đồng chí |ông |bà )?(?:phó )?(?:thủ tướng|chủ tịch|bí thư|bộ trưởng|giám đốc)|thứ trưởng|lãnh đạo|(?:đồng chí|ông|bà) "
)
_SEEN_DOING = re.compile(
    r"[^;.]{0,40}? (?:kiểm tra|khảo sát|thăm|tặng|trao|phát biểu|chủ trì|làm việc|dự|động viên|nghe|thị sát)(?!\w)"
)


_LEADER_ALONE = re.compile(
    r"(?:phó )?(?:thủ tướng|chủ tịch|bí thư|bộ trưởng)(?: (?:tỉnh|huyện|xã|phường|thành phố|thường trực))?"
)
_QUOTED_LEADER = re.compile(
    r"(?:phó )?(?:chủ tịch|bí thư|thủ tướng|tổng bí thư|bộ trưởng)(?: [^\s,;.:]+){1,7}: ?\S"
)


class Speakers:
    """Judges who speaks in a clause, from its words and from the text before it."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat

    def asks_upward(self, address: Address) -> bool:
        """`đề nghị huyện …` in a district's own report: the speaker stands below, whoever it is."""
        if not signs.REQUEST_CUE.match(address.cue):
            return False
        told = _TOLD_LEVEL.match(self.flat, address.cue_end)
        if told is None:
            return False
        spoken = list(_SPEAKER_LEVEL.finditer(self.flat, max(0, address.cue_at - 120), address.cue_at))
        if spoken and _RANK[spoken[-1].group(1)] < _RANK[told.group(1)]:
            return True
        return told.group(1) == self.progress.level_words and not self._speaks_for(address)

    def _speaks_for(self, address: Address) -> bool:
        before = self.flat[max(0, address.cue_at - 160) : address.cue_at]
        return bool(re.search(r"(?:thường trực|ban thường vụ|bí thư|kết luận|chủ tịch hđnd)", before))

    def is_opinion(self, address: Address, is_strong: bool) -> bool:
        """Before the conclusions: said by nobody in charge, by those below, or not as an order."""
        return address.voice is Voice.NONE or self.progress.state.is_lower_voice or not is_strong

    def is_lead_in(self, start: int) -> bool:
        """The first lines of an article tell beforehand what its body says again, once a conclusion is told below."""
        return (
            len(self.progress.blocks) > 3
            and not self.progress.blocks[1].is_entry
            and start < self.progress.blocks[2].start
        )

    def is_told_again(self, start: int, cue_at: int) -> bool:
        """The first sentence of an article, when the same leader is said further down to have asked it at a meeting."""
        who = self.flat[start:cue_at].strip()
        if start > 160 or not _LEADER_ALONE.fullmatch(who):
            return False
        again = re.compile(rf"tại (?:cuộc họp|hội nghị|phiên họp|buổi làm việc)[^.;,]{{3,60}}, {who}(?!\w)")
        return again.search(self.flat, cue_at, cue_at + 1200) is not None

    def is_summary(self, index: int) -> bool:
        """`UBND tỉnh vừa có công văn giao các cơ quan …` over a paragraph that opens with `Theo đó`."""
        following = index + 1
        return (
            index <= 1
            and following < len(self.progress.blocks)
            and self.flat.startswith("theo đó", self.progress.blocks[following].start)
            and not self._has_own_day(index)
        )

    def _has_own_day(self, index: int) -> bool:
        """`… yêu cầu Bộ Chỉ huy phổ biến quy định, báo cáo trước ngày 10-4`: a day that the paragraph below does not say again."""
        block, below = self.progress.blocks[index], self.progress.blocks[index + 1]
        due = self.progress.dates.binding(block.start, block.end)
        if due is None or due.on is None or not signs.REPORTS.search(self.flat, block.start, block.end):
            return False
        return self.flat.find(self.flat[due.start : due.end], below.start) < 0

    def chair_spoke_before(self, start: int) -> bool:
        """Whether the sentence this clause ends began with a leader who speaks."""
        return bool(
            re.search(
                r"(?<!\w)(?:chủ tịch|bí thư|bộ trưởng|thứ trưởng|thủ tướng|giám đốc|đồng chí|ông|bà|thường trực|ban thường vụ)(?!\w)",
                self.flat[self.progress.sentence_at : start],
            )
        )

    def concludes(self, start: int, cue_at: int) -> bool:
        """`đã yêu cầu` said in reporting the conclusion itself, not an order of the past."""
        return bool(
            re.search(
                r"kết luận|phát biểu|kết thúc|tại (?:hội nghị|cuộc họp|buổi|phiên)|bế mạc|sau khi (?:lắng )?nghe|(?:trên cơ sở|qua|tiếp thu|sau khi (?:tiếp thu|trao đổi|thảo luận|xem xét))(?: nội dung| các| những)* (?:báo cáo|ý kiến|thảo luận|trao đổi|tham luận|góp ý)",
                self.flat[start:cue_at],
            )
        ) and not re.search(r"trước đó|tháng trước", self.flat[start:cue_at])

    def chair_only_talks(self, text: str) -> bool:
        """`Tiếp thu ý kiến, Chủ tịch UBND huyện khẳng định …`: a leader says something, nobody is told anything."""
        return bool(
            re.search(
                r", (?:chủ tịch|phó chủ tịch|bí thư|đồng chí|ông|bà|bộ trưởng|thứ trưởng|giám đốc|thường trực)[^,;]{0,80} (?:khẳng định|cho biết|đánh giá|ghi nhận|biểu dương|cảm ơn|bày tỏ|thống nhất|nhất trí|đồng ý|cho rằng|tin tưởng)(?!\w)",
                text,
            )
        )

    def is_the_chair(self, address: Address) -> bool:
        """`Thủ tướng Chính phủ phê duyệt Đề án …`: who signs is told nothing."""
        if len(address.leads) != 1:
            return False
        words = self.flat[address.leads[0].start : address.leads[0].end]
        return words in {"thủ tướng chính phủ", "thủ tướng", "chính phủ"}

    def is_caption(self, address: Address) -> bool:
        """`Phó Thủ tướng Bùi Thanh Sơn kiểm tra công trường` without a stop: what a picture shows."""
        block = self.progress.blocks[self.progress.index]
        if block.is_entry or len(address.leads) != 1 or address.leads[0].start != block.start:
            return False
        return (
            not self.flat[block.start : block.end].rstrip(" \"'").endswith((".", ";", ":", "/"))
            and _LEADER.match(self.flat, block.start) is not None
            and _SEEN_DOING.match(self.flat, address.leads[0].end, block.end) is not None
        )

    def is_headline(self, address: Address, start: int) -> bool:
        """A line without a stop among paragraphs that have one: the title of another article, not an order."""
        block = self.progress.blocks[self.progress.index]
        if block.is_entry or address.cue or start > block.start + 1 or not 24 < block.end - block.start < 120:
            return False
        if not block.starts_line or self._has_stop(block) or self.progress.state.levels:
            return False
        if address.leads and not _QUOTED_LEADER.match(self.flat, block.start, block.end):
            return False
        long = [one for one in self.progress.blocks[:40] if one.end - one.start > 120]
        return len(long) >= 3 and all(self._has_stop(one) for one in long[:-1])

    def _has_stop(self, block: Block) -> bool:
        return self.flat[block.start : block.end].rstrip(" \"')/").endswith((".", ";", ":", "!", "?", "…"))

    def is_own_body(self, address: Address) -> bool:
        """`UBND huyện phấn đấu …`, `tỉnh đặt mục tiêu …`: the body whose report it is speaks of its own plans."""
        if len(address.leads) != 1 or not self.progress.level_words:
            return False
        words = self.flat[address.leads[0].start : address.leads[0].end]
        rest = self.flat[address.leads[0].end : address.leads[0].end + 30]
        return words == self.progress.level_words or (
            words == f"ubnd {self.progress.level_words}"
            and bool(
                re.match(
                    r" (?:phấn đấu|đặt mục tiêu|tiếp tục|ban hành|tổ chức hội nghị|phát động|thông báo|trân trọng|xin)",
                    rest,
                )
            )
        )
