"""Whether a clause holds an action of its own, reports, or belongs to the clause before it."""

from __future__ import annotations

import re
from itertools import pairwise

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address, Going
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.walk.findings import Mode
from taskboard.domain.drafting.walk.progress import Progress
from taskboard.domain.drafting.words import VERB

_THEN = re.compile(r" thì |, ")
_SCOPE = re.compile(
    r"(?:địa điểm|phạm vi|đối tượng|trọng tâm|ưu tiên|thành phần): (?:các|những|toàn|từ|tại|\d)(?!\w)"
)
_REST_OF_NAME = re.compile(r", [^\W\d]+ (?:[^\W\d]+ )?")
_ANSWERS_FOR = re.compile(
    r" (?:sẽ |phải |hoàn toàn )*chịu(?: hoàn toàn)? trách nhiệm(?: trước [^,;.]{2,60})?"
)
_LEFT_BESIDE_TIME = 14
_BRACKET = re.compile(r" ?\([^()]*\)")


_CASE_AND_DUTY = re.compile(r"(?:khi|trường hợp) [^;.]{8,160}?(?:,| thì)?(?<!có)(?<!không) phải (?!chịu|bị)")
"""`Khi gia đình có người về, chúc tết phải khai báo …`: the comma inside the case is not where the duty begins."""

_WHICHEVER = re.compile(
    r"(?:hồ sơ|vụ việc|công trình|dự án|văn bản|đơn thư|trường hợp|việc) [^,;.]{2,50}? thì (?!không|sẽ|phải chịu|bị|chịu)|[^,;.]{2,30} nào [^;.]{2,80}? thì (?!không|sẽ|phải chịu|bị|chịu|xem xét|kiểm điểm)"
)


_SAYS_WHOSE = re.compile(
    r"(?:đó|đây|trên đây|dưới đây) (?:chính |cũng )?là (?:ý kiến|nội dung|chỉ đạo|yêu cầu|kết luận|thông tin|một trong|những|các)(?!\w)"
)
"""`Đó là ý kiến chỉ đạo của Thủ tướng về …`: what a text is about."""
_MORE_OBJECTS = re.compile(
    r"(?:các|những) (?:khó khăn|vướng mắc|tồn tại|hạn chế)(?:, (?:khó khăn|vướng mắc|tồn tại|hạn chế))*, "
)
"""`bám sát các nội dung chưa làm; các khó khăn, vướng mắc, …`: the object goes on."""
_FIRST_PAPER = re.compile(
    r"đã (?:gửi|gởi|có|ban hành|ra) (?:công văn|văn bản|thông báo) (?:lần (?:đầu|thứ nhất|một|1)|đầu tiên)(?!\w)"
)
"""`từ ngày 15-10, sở đã gửi công văn lần đầu. Theo đó, …`: an earlier paper, whose content is told behind it."""
_ROUND = re.compile(r"(?:đợt|lần|kỳ|giai đoạn|bước) (?:\d{1,2}|[ivx]{1,4}|một|hai|ba|bốn)(?: ?[:,(]| )")
_ALLOTTED = re.compile(
    r"(?<!\w)(?:kế hoạch|vốn|dự toán|chỉ tiêu|biên chế)(?: vốn)? (?:đã được|đã|được) (?:giao|phân bổ|bố trí|phê duyệt|phân giao)(?!\w)"
)
"""`giải ngân 95% kế hoạch vốn đã giao`: which plan, not what was done."""
_ABOVE_ALL = re.compile(r"(?:đặc biệt|nhất) là (?:các|những|việc|đối với|công tác|với) ")
_OF_SOME = re.compile(r"[^;.]{0,40}?(?:đối với|riêng|với) (?:các|những) [^,;.]{2,60}")
"""`đối với các cục đã hoàn thành …, thì Tổng cục rà soát`: what some have done already is no order's past."""
_PAPER_NEXT = re.compile(
    r"(?:và )?(?:nghị định|quyết định|thông tư|luật|chỉ thị|nghị quyết|công văn|kế hoạch|công điện|văn bản|thông báo|hướng dẫn|bộ luật) (?:số )?\d+[^;]*"
)
_PAPER_BEFORE = re.compile(
    r"(?<!\w)(?:nghị định|quyết định|thông tư|luật|chỉ thị|nghị quyết|công văn|kế hoạch|công điện|văn bản|thông báo|hướng dẫn) (?:số )?\d"
)
"""`thực hiện Nghị định 71/2015 …; Quyết định 56/2010 …`: papers told one behind the other are one object."""
_SAYS_CONTENT = re.compile(
    r"(?:nội dung|bố cục|đề cương) (?:của )?(?:báo cáo|văn bản|tờ trình|hồ sơ|đề án)(?: [^\s,;.:]+){0,4}? (?:phải|cần) (?:thể hiện|nêu|đánh giá|phản ánh|gồm|bao gồm|làm rõ|tập trung)(?!\w)"
)
"""`Nội dung báo cáo phải thể hiện rõ …`: what the paper that was asked for holds."""
_COMMA = re.compile(", ")
_BY_MEANS = re.compile(
    r"(?:bằng|thông qua|qua) [^;.]{5,90}? (?:thường xuyên|tiếp tục|chủ động|kịp thời|khẩn trương|tích cực|phải|cần|tập trung|tăng cường) "
)
"""`bằng các nghiệp vụ của mình thường xuyên theo dõi …`: by what means, and then the action."""


class Actions:
    """Judges clauses by their words alone."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.address = progress.address
        self.dates = progress.dates

    def joins_previous(self, address: Address, start: int, end: int) -> bool:
        """Completion phrases, manner and enumerated nouns belong to the clause before."""
        text = self.flat[start:end]
        if address.cue:
            return False
        if _PAPER_NEXT.fullmatch(text) and self._named_paper_before():
            return True
        if address.leads and address.going is Going.ACTION:
            return False
        done = signs.COMPLETION.match(text)
        if done and self.is_only_time(start + done.end(), end):
            return True
        if signs.NO_ACTION.match(text) and not signs.REPORTS.match(text):
            return True
        if _MORE_OBJECTS.match(text):
            return True
        return not self.has_action(address, start, end)

    def _named_paper_before(self) -> bool:
        last = self.progress.found[-1] if self.progress.found else None
        return last is not None and _PAPER_BEFORE.search(self.flat, last.start, last.end) is not None

    def has_action(self, address: Address, start: int, end: int) -> bool:
        """Whether a clause asks for something by itself."""
        if address.going is Going.ACTION:
            return True
        text = self.flat[start:end]
        if address.leads and address.leads[0].start == start and self._acts_behind_comma(address):
            return True
        if _WHICHEVER.match(text) or _BY_MEANS.match(text) or self._is_round(text, start, end):
            return True
        if self.address.assignees.partners_anywhere(start, min(end, start + 24)):
            return True
        if re.match(
            r"(?:nếu|trường hợp|khi|trong trường hợp|quá (?:thời )?hạn|quá ngày|riêng|đối với|không|tuyệt đối|nghiêm cấm)",
            text,
        ):
            return True
        return bool(
            re.search(
                r"(?<!\w)(?:phải|cần|không được|(?<!chương )(?<!quy )(?<!công )(?<!lộ )(?<!quá )(?<!tờ )(?<!giáo )trình|báo cáo)(?!\w)",
                text,
            )
        ) and not text.startswith(("kết quả", "trong đó"))

    def _is_round(self, text: str, start: int, end: int) -> bool:
        """`đợt 2: hồ sơ quý II gửi trước ngày 15/02`: one of several rounds, with its own day."""
        return _ROUND.match(text) is not None and self.dates.binding(start, end) is not None

    def _acts_behind_comma(self, address: Address) -> bool:
        """`các chi hội nông dân, phụ nữ đăng ký …`: a group, the rest of its name behind a comma, and a verb."""
        rest = _REST_OF_NAME.match(self.flat, address.leads[-1].end)
        return (
            rest is not None and VERB.match(self.flat, rest.end()) is not None and address.leads[-1].is_sure
        )

    def is_only_time(self, start: int, end: int) -> bool:
        """Whether a stretch holds a due phrase and next to nothing else."""
        rest = self.flat[start:end].strip(" ,.:")
        if not rest:
            return True
        dues = self.dates.dues(max(start - 18, 0), end)
        if not dues:
            return False
        left = self.flat[start : max(start, dues[0].start)]
        left += "".join(self.flat[one.end : other.start] for one, other in pairwise(dues))
        left = _BRACKET.sub("", left + self.flat[dues[-1].end : end])
        return len(left.strip(" ,.()")) <= _LEFT_BESIDE_TIME

    def is_empty_talk(self, block: Block, address: Address, start: int, end: int) -> bool:
        """Consequences, and sayings inside quotes that name nobody."""
        text = self.flat[start:end]
        if signs.CONSEQUENCE.match(text) and not address.cue:
            return True
        if self._calls_for_spirit(address, end) or self._threatens(address, end):
            return True
        if signs.APPEAL.match(self.flat, address.action, end) and end - address.action < 110:
            return True
        quoted = self.flat.count('"', block.start, start) % 2 == 1
        if quoted and signs.SAID_IN_PAPER.search(self.flat, start, block.end):
            return False
        return (
            quoted
            and not address.leads
            and not (self.progress.found and self.progress.found[-1].sentence == self.progress.sentence)
        )

    def _calls_for_spirit(self, address: Address, end: int) -> bool:
        """`nâng cao tinh thần trách nhiệm của cán bộ, công chức`, no action behind a comma."""
        if not signs.SPIRIT.match(self.flat, address.action, end):
            return False
        parts = re.finditer(r", (?!chủ quan|lơ là|vì |khẩn trương$)", self.flat[address.action + 2 : end])
        return not any(self.address.goings.acts(address.action + 2 + part.end(), end) for part in parts)

    def _threatens(self, address: Address, end: int) -> bool:
        """`nếu chậm, để ảnh hưởng …, các bộ phải chịu trách nhiệm`: what follows from failing."""
        if not address.leads or not _ANSWERS_FOR.fullmatch(self.flat, address.leads[-1].end, end):
            return False
        return " nếu " in self.flat[self.progress.sentence_at : address.leads[0].start]

    def is_condition(self, start: int, end: int) -> bool:
        """`Trường hợp không đủ điều kiện thì trả lại hồ sơ`: a duty that a condition opens."""
        if not re.match(
            r"(?:nếu|trường hợp|trong trường hợp|khi|những|đối với|(?:[^\W\d]+ ){1,3}nào)(?!\w)",
            self.flat[start:end],
        ):
            return False
        then = _THEN.search(self.flat, start, end)
        return then is not None and self.address.goings.acts(then.end(), end)

    def is_case_with_duty(self, start: int, end: int) -> bool:
        """Whether a case opens the clause and somebody must do something in it."""
        return _CASE_AND_DUTY.match(self.flat, start, end) is not None

    def is_above_all(self, start: int, end: int) -> bool:
        """`Đặc biệt là các dự án kéo dài, báo cáo UBND …` behind an order of the same paragraph: what matters most of it."""
        above = _ABOVE_ALL.match(self.flat, start, end)
        found = self.progress.found
        if above is None or not found or found[-1].block != self.progress.index:
            return False
        return any(
            self.address.goings.acts(comma.end(), end)
            for comma in _COMMA.finditer(self.flat, above.end(), end)
        )

    def reads_as_report(self, text: str) -> bool:
        """`Thu ngân sách đạt 97%`, `… được triển khai`: what is, not what is to be done."""
        text = _ALLOTTED.sub("", text)
        if (
            re.match(
                r"(?:tổng )?(?:thu|chi|xuất khẩu|nhập khẩu|giải ngân)[^,;]{0,50}? (?:đạt|ước|tăng|giảm|bằng) (?:\d|trên|khoảng|hơn|gần)",
                text,
            )
            and "phấn đấu" not in text
        ):
            return True
        if VERB.match(text) and not re.search(
            r"(?<!\w)(?:đã|ước|so với (?:cùng kỳ|tháng|quý|năm|tuần))(?!\w)", text
        ):
            return False
        if (
            re.search(r"(?<!\w)(?:\d[\d.,]* ?%|tỷ đồng|triệu đồng|so với cùng kỳ|ước đạt)", text)
            and re.search(r"(?<!\w)(?:đạt|tăng|giảm|ước|bằng|chiếm|đã|được)(?!\w)", text)
            and not re.search(r"(?<!\w)(?:phải|cần|phấn đấu|trước ngày|bảo đảm|đảm bảo)(?!\w)", text)
        ):
            return True
        return bool(
            re.search(
                r"(?<!\w)(?:đã|(?<!cần )(?<!phải )được) (?:triển khai|hoàn thành|quan tâm|tăng cường|duy trì|giữ vững|thực hiện|đẩy mạnh)(?!\w)",
                text[:120],
            )
        )

    def _is_background(self, start: int, end: int) -> bool:
        """Told or done before; `quyết toán các công trình đã hoàn thành` behind a unit among orders is not."""
        found = signs.BACKGROUND.search(self.flat, start, end)
        if found is None or re.match(r"(?:giao|yêu cầu|đề nghị)", self.flat[start:end]):
            return False
        if self.progress.state.mode is not Mode.ORDERS or not signs.OF_THINGS.search(
            self.flat, start, found.start()
        ):
            return True
        address = self.address.read(start, end)
        if address.leads and _OF_SOME.fullmatch(self.flat, start, found.start()):
            return address.action < found.end()
        return not (address.leads and address.going is Going.ACTION and address.action < found.start())

    def _told_behind(self, start: int, end: int) -> bool:
        """`Theo kết luận của Chủ tịch, Sở Xây dựng được giao …`: a basis, and who is told behind it."""
        address = self.address.read(start, end)
        return bool(address.leads) and address.going is Going.ACTION and address.leads[0].start > start + 12

    def _asks_office(self, text: str) -> bool:
        return bool(
            re.match(r"(?:giao )?(?:văn phòng|vp)[^;.]{0,80}(?:theo dõi|đôn đốc|tổng hợp|kiểm tra)", text)
        )

    def why_not(self, index: int, block: Block, start: int, end: int) -> str:
        """Reasons that hold for the whole sentence; empty when it may hold an order."""
        flat = self.flat
        before = self.progress.conclude_at is not None and end <= self.progress.conclude_at
        text = flat[start:end]
        if signs.CLOSING.match(text) and not self._asks_office(text):
            return "Câu kết, không giao việc cụ thể."
        if signs.CONSEQUENCE.match(text) and not re.search(
            r"(?:yêu cầu|giao|đề nghị) (?:các|sở|phòng|ubnd)", text
        ):
            return "Nêu hậu quả, không giao việc."
        if not block.is_entry and _FIRST_PAPER.search(text):
            self.progress.told_past_in = index
            return "Việc đã giao hoặc đã xong trước cuộc họp."
        if _SAYS_CONTENT.match(text):
            return "Nêu nội dung của văn bản phải lập, không giao việc."
        if not block.is_entry and _SAYS_WHOSE.match(text):
            return "Câu dẫn, nhắc lại ở dưới."
        if self._is_background(start, end):
            self.progress.told_past_in = index if text.startswith("trước đó") else self.progress.told_past_in
            return "Việc đã giao hoặc đã xong trước cuộc họp."
        if not block.is_entry and signs.BASIS.match(text) and not self._told_behind(start, end):
            return "Căn cứ của văn bản."
        if block.is_entry and _SCOPE.match(text):
            return "Nêu phạm vi, không giao việc."
        if before and signs.ATTENDANCE.search(text[:260]):
            return "Thành phần dự họp."
        return ""
