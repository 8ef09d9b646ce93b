"""Walks a page from top to bottom and says which clauses are orders, to whom, and what holds none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address, Going, Voice
from taskboard.domain.drafting.layout import Block, sentences_of
from taskboard.domain.drafting.walk.actions import Actions
from taskboard.domain.drafting.walk.afterwards import Afterwards
from taskboard.domain.drafting.walk.brackets import OF_A_CALENDAR, Brackets
from taskboard.domain.drafting.walk.certain import Certain
from taskboard.domain.drafting.walk.clauses import Clauses
from taskboard.domain.drafting.walk.contents import Contents
from taskboard.domain.drafting.walk.findings import (
    HEADING,
    NOTHING_TOLD,
    TITLE,
    UNLIKELY,
    Mode,
    Reading,
    Seen,
    Skipped,
    State,
)
from taskboard.domain.drafting.walk.headings import COMING_MONTH, Headings
from taskboard.domain.drafting.walk.passing import Passing
from taskboard.domain.drafting.walk.progress import Ground, Progress
from taskboard.domain.drafting.walk.rows import Rows
from taskboard.domain.drafting.walk.sights import Sights
from taskboard.domain.drafting.walk.speakers import Speakers
from taskboard.domain.drafting.walk.taking import Taking
from taskboard.domain.drafting.walk.verdicts import Verdicts

_COLON = re.compile(r": ")

_ABOUT_MATTERS = re.compile(
    r"(?<!\w)(?:về|liên quan (?:đến|tới)) (?:các|những|một số) (?:nội dung|vấn đề|việc)$"
)

_DIRECTING = re.compile(
    r"(?P<who>(?:đảng ủy|ubnd|ủy ban nhân dân|huyện ủy|thành ủy|thị ủy|ban thường vụ|thường trực)(?: [^\s,;.:]+){0,5}?) chỉ đạo "
)
"""A council or committee that another body told before in the same paragraph: it is to direct, it does not speak."""

_ONE_LEADER = re.compile(
    r"(?:phó )?(?:chủ tịch|bí thư|thủ tướng|bộ trưởng|giám đốc|thường trực|ban thường vụ|đồng chí|đ/c|ông|bà)(?! (?:ubnd |ủy ban nhân dân )?(?:các|cấp)(?!\w))(?!\w)"
)

_TASKS_OF_PERIOD = re.compile(
    r"(?:nhiệm vụ|công việc|nội dung|công tác|giải pháp)(?: [^\s,;.:]+){0,4} (?:thực hiện|triển khai)(?: tốt)? trong [^;.:]{3,30}$"
)

_CONCLUDES = re.compile(r"(?<!\w)(?:đã |phát biểu |có ý kiến )?kết luận(?!\w)[^:;.]{0,90}: ?$")
"""`…, đồng chí A, trưởng ban chỉ đạo phường đã kết luận như sau:`: the chair, whatever else the sentence names."""

_CONCLUDES_ON = re.compile(
    r"(?:chủ tịch|bí thư|đồng chí|đ/c|ông|bà|thủ tướng|bộ trưởng|giám đốc|hội nghị)(?!\w)[^:;]{0,90} (?:kết luận|chỉ đạo|yêu cầu|có ý kiến),? (?:về|đối với) [^:;.]{3,140}$"
)
"""`…, đồng chí Bí thư kết luận, về tiền sử dụng đất: Rà soát …`."""

_BY_PAPER = re.compile(
    r"(?:theo|trong|tại) (?:nội dung |tinh thần )?(?:đó|công văn|văn bản|kế hoạch|chỉ thị|công điện|thông báo|nghị quyết|kết luận|chương trình|hướng dẫn)(?: (?:này|trên|số \S+|của [^,;:]{3,60}))*, "
)
"""`Theo công văn, HĐND, UBND … thực hiện các nhiệm vụ sau: …`: a paper tells."""

_SETS_TASKS = re.compile(
    r"(?<!\w)(?:(?:phó )?(?:chủ tịch|bí thư|giám đốc|bộ trưởng|thủ tướng)|đồng chí|đ/c|ông|bà|lãnh đạo)(?!\w)[^:;]{0,140} (?:triển khai|quán triệt|phổ biến|nhấn mạnh|lưu ý|nêu|đề ra|đặt ra|chỉ rõ) (?:một số |các |những |\d+ )?(?:nội dung|nhiệm vụ|công việc|giải pháp)(?!\w)[^:;]{0,90}$"
)
"""`Đồng chí Chủ tịch đã triển khai các nhiệm vụ trọng tâm cần thực hiện trong tháng 12, như: …`"""

_HOW = re.compile(
    r"(?:hình thức|thời gian|địa điểm|đối tượng|mức|nội dung|phương thức|kinh phí|thành phần|thời hạn|số lượng)(?: [^\s,;.:]+){0,4}: "
)

_ONLY_TASKS = re.compile(
    r"(?: (?:cần|phải|tiếp tục|chú trọng|quan tâm))*(?: (?:tập trung|thực hiện|triển khai)(?: thực hiện| tốt| vào)*) (?:các|một số|những) (?:nhiệm vụ|nội dung|công việc|giải pháp)(?: (?:trọng tâm|sau|cụ thể|chủ yếu))*(?: (?:trong|từ|của|đến) [^,;.:]{3,40})?"
)

_CONDITION = re.compile(r"(?:trường hợp|nếu|khi)(?!\w)")

_CHAIR_OF = re.compile(
    r"(?:đồng chí )?(?:chủ tịch|bí thư) (?:ubnd|ủy ban nhân dân|hđnd|tỉnh ủy|thành ủy|huyện ủy)?(?: ?(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường))?(?: [^\W\d]+){0,2}"
)


class Reader:
    """One pass over one page. With `decided` (where a clause starts → is it an order) others have weighed the clauses."""

    def __init__(
        self, ground: Ground, mode: Mode = Mode.OPEN, decided: Mapping[int, bool] | None = None
    ) -> None:
        self.decided = decided
        self.seen: dict[int, Seen] = {}
        self.why_silent = NOTHING_TOLD
        self.passed_at = -1
        page = ground.page
        self.page = page
        self.flat = page.flat
        self.cased = page.cased
        self.progress = Progress(ground, mode)
        self.dates = self.progress.dates
        self.address = self.progress.address
        self.headings = Headings(self.progress)
        self.rows = Rows(self.progress)
        self.clauses = Clauses(page, self.address)
        self.speakers = Speakers(self.progress)
        self.actions = Actions(self.progress)
        self.certain = Certain(self.progress)
        self.verdicts = Verdicts(self.progress, self.speakers, self.actions)
        self.taking = Taking(self.progress)
        self.afterwards = Afterwards(self.progress, self.actions)
        self.brackets = Brackets(self.progress)
        self.contents = Contents(self.progress)
        self.passing = Passing(self.progress)
        self.sights = Sights(self.progress)

    def read(self) -> Reading:
        """Reads every block in order."""
        for index, block in enumerate(self.progress.blocks):
            if self.progress.state.mode is Mode.OVER and not self.flat.startswith("phụ lục", block.start):
                self.progress.skip(block.start, block.end, "Phần cuối văn bản.")
                continue
            if self.progress.state.mode is Mode.OVER:
                self.progress.state = State()
            self._block(index, block)
        starts = (
            self.headings.with_headings(self.progress.starts_at)
            if self.progress.starts_at is not None
            else len(self.flat)
        )
        skipped = tuple(
            skip for skip in self.progress.skipped if skip.start >= starts and not self._is_inside_order(skip)
        )
        return Reading(starts, tuple(self.progress.found), skipped, tuple(self.progress.skipped))

    def _is_inside_order(self, skip: Skipped) -> bool:
        """A line that a later one drew into an order (`Chủ trì: …` reaches back over a heading)."""
        found = self.progress.found
        nth = bisect_left(found, skip.end, key=lambda one: one.start)
        return nth > 0 and found[nth - 1].end > skip.start

    def _block(self, index: int, block: Block) -> None:
        self.progress.index = index
        if block.end <= self.progress.taken_until:
            return
        why = self.passing.why(block)
        if why:
            self.progress.skip(block.start, block.end, why)
            return
        if self.brackets.is_calendar:
            self._calendar_line(index, block)
            return
        if self.rows.table(index, block):
            return
        if block.depth == 0 and block.starts_line:
            self.progress.new_paragraph(index)
        else:
            self.progress.drop_levels(block.depth)
        if self.headings.is_title(index, block):
            self.progress.skip(block.start, block.end, TITLE)
            return
        if self._heading(index, block):
            return
        for start, end in sentences_of(self.page, block):
            self.progress.sentence += 1
            self._sentence(index, block, start, end)

    def _calendar_line(self, index: int, block: Block) -> None:
        """Where leaders go is no order; who is told to prepare it stands in brackets or behind a cue of its own."""
        for start, end in sentences_of(self.page, block):
            self.progress.sentence += 1
            start, end = self.clauses.trim(start, end)
            cue = signs.CUE.match(self.flat, start, end)
            if cue is not None and signs.STRONG_CUE.match(cue.group()):
                self._clause(index, block, start, end, 0, len(self.progress.found))
            elif not self._take_brackets(index, block, start, end):
                self.progress.skip(start, end, OF_A_CALENDAR)

    def _take_brackets(self, index: int, block: Block, start: int, end: int) -> bool:
        """Orders in brackets of a sentence that is none itself."""
        produced = len(self.progress.found)
        for address, first, last in self.brackets.orders_in(start, end):
            if address.cue or self.brackets.is_calendar:
                self.taking.take(index, block, address, first, last, 0)
        return len(self.progress.found) > produced

    def _heading(self, index: int, block: Block) -> bool:
        """Section headings set field and mode; headings with a colon hand their unit and date down."""
        if self.flat[block.start : block.end].rstrip().endswith(":"):
            return self._governing(index, block)
        following = self.progress.blocks[index + 1] if index + 1 < len(self.progress.blocks) else None
        return self.headings.opens(block, following)

    def _governing(self, index: int, block: Block) -> bool:
        """A block that ends in a colon: who, until when, for all entries under it."""
        end = block.end
        while end > block.start and self.flat[end - 1] in " :":
            end -= 1
        following = self.progress.blocks[index + 1] if index + 1 < len(self.progress.blocks) else None
        if following is None:
            return False
        sentences = sentences_of(self.page, Block(block.start, end, block.mark, block.depth))
        for start, stop in sentences[:-1]:
            self.progress.sentence += 1
            self._sentence(index, block, start, stop)
        if not sentences:
            return False
        start, stop = self._last_clause(index, block, *sentences[-1])
        address = self.address.read(start, stop, block.is_entry and self.progress.state.mode is Mode.ORDERS)
        if self._take_with_list(index, block, address, (start, stop)):
            return True
        concludes = self.progress.conclude_at == start and _CONCLUDES.search(self.flat, start, block.end)
        if not concludes and (
            address.voice is Voice.LOWER or self.headings.reports_heading(start, stop, address)
        ):
            self.progress.state.is_lower_voice = address.voice is Voice.LOWER
            self.progress.state.mode = Mode.REPORT
            self.progress.skip(start, block.end, "Phần báo cáo hoặc ý kiến của cấp dưới.")
            return True
        self.headings.open_level(block, start, stop, address)
        return True

    def _take_with_list(self, index: int, block: Block, address: Address, span: tuple[int, int]) -> bool:
        """`Thực hiện báo cáo với các nội dung sau:` and the parts of the report under it: one order."""
        start, stop = span
        end = self.contents.end_of_list(index, block, stop)
        if end is None:
            return False
        self.progress.taken_until = end
        produced = len(self.progress.found)
        if address.going is Going.ACTION or (address.cue and address.leads):
            self._clause(index, block, start, stop, 0, produced)
        if len(self.progress.found) > produced:
            self.progress.found[-1].end = end - (self.flat[end - 1] in ".;,")
        else:
            self.progress.skip(start, end, "Nêu nội dung của văn bản phải lập, không giao việc.")
        return True

    def _last_clause(self, index: int, block: Block, start: int, end: int) -> tuple[int, int]:
        """Of a heading sentence with semicolons only the last clause governs; those before are read as they stand."""
        *before, last = self.clauses.whole(start, end) or [(start, end)]
        if before:
            self.progress.sentence += 1
            self._sentence(index, block, before[0][0], before[-1][1])
        return last

    def _sentence(self, index: int, block: Block, start: int, end: int) -> None:
        start, end = self.clauses.trim(start, end)
        if end <= start:
            return
        if self.afterwards.is_roles_label(start, end):
            self.afterwards.take_roles(start, end)
            return
        if self.afterwards.is_collective_done(start, end) or self.afterwards.is_completion_sentence(
            start, end
        ):
            self.afterwards.complete(start, end, block)
            return
        if self.headings.opens_report(block, start, end):
            self.progress.skip(start, end, HEADING)
            return
        why = self.actions.why_not(index, block, start, end)
        if why:
            self.progress.skip(start, end, why)
            return
        produced = len(self.progress.found)
        self.why_silent = NOTHING_TOLD
        self.progress.sentence_at = start
        if (announced := self.clauses.announced_until(start, end)) > start:
            self.progress.begin(announced)
            self.progress.state.leads = ()
            start = announced
        start = self._past_governing(start, end)
        clauses = self.clauses.split(start, end)
        for nth, (first, last) in enumerate(clauses):
            self._clause(index, block, first, last, nth, produced)
        if self.progress.conclude_at is not None and start <= self.progress.conclude_at < end:
            self.progress.begin(start)
        if len(self.progress.found) == produced and not self._take_brackets(index, block, start, end):
            self.progress.skip(start, end, self.why_silent)
            self._forget_who_was_told(start, end)

    def _forget_who_was_told(self, start: int, end: int) -> None:
        """What is told as done ends the list a unit was given: `Sở X: … . Năm 2020 đã hoàn thành … .`"""
        is_told_as_done = signs.DONE.search(self.flat, start, end) and not _CONDITION.match(self.flat, start)
        if self.progress.state.mode is Mode.ORDERS and is_told_as_done:
            self.progress.state.leads = ()

    def _past_governing(self, start: int, end: int) -> int:
        """`… yêu cầu các xã tập trung các nhiệm vụ sau: rà soát…; đẩy mạnh…`: the phrase before the colon hands its unit on."""
        for colon in _COLON.finditer(self.flat, start + 12, min(end, start + 600)):
            if self._sets_a_period(start, colon.start()):
                return colon.end()
            if self._concludes_on(start, colon, end):
                self.progress.begin(start)
                self.progress.told_block = self.progress.index
                return colon.end()
            if not signs.GOVERNS.search(self.flat, start, colon.start()):
                continue
            if self._describes(start, colon, end):
                return start
            if self.flat.startswith('"', colon.end()) or self._only_names_matters(start, colon, end):
                return start
            address = self.address.read(start, colon.start())
            if _SETS_TASKS.search(self.flat, start, colon.start()) and self._begins_tasks(
                address, colon.end(), end
            ):
                self.progress.begin(start)
                self.progress.told_block = self.progress.index
                self.progress.state.leads = self.progress.handed_down()
                self._hold_period(start, colon.start())
                return colon.end()
            if (
                address.voice is Voice.LOWER
                or address.was_told_before
                or (not address.cue and not address.leads)
            ):
                return start
            told_by_paper = address.leads and _BY_PAPER.match(self.flat, start, colon.start())
            if not (address.cue or told_by_paper or self.progress.state.mode is Mode.ORDERS):
                return start
            self.progress.begin(start)
            self.progress.told_block = self.progress.index
            self.progress.governed_sentence = self.progress.sentence
            self.progress.state.leads = address.leads or self.progress.handed_down()
            self.progress.sentence_due = (self.progress.index, self.dates.binding(start, colon.start()))
            return colon.end()
        return start

    def _concludes_on(self, start: int, colon: re.Match[str], end: int) -> bool:
        """A leader concludes on a matter, and behind the colon stands what is to be done."""
        return _CONCLUDES_ON.search(self.flat, start, colon.start()) is not None and self.address.goings.acts(
            colon.end(), end
        )

    def _describes(self, start: int, colon: re.Match[str], end: int) -> bool:
        """`… xây dựng lịch; tuyên truyền việc chi trả như sau: Hình thức chi trả: tại nhà`: how, behind what is asked in full."""
        if ";" not in self.flat[start : colon.start()] or not _HOW.match(self.flat, colon.end(), end):
            return False
        return self.address.units.mentions_at(colon.end(), end) is None

    def _begins_tasks(self, address: Address, at: int, end: int) -> bool:
        """Nobody is told in front of the colon, and what is to be done stands behind it."""
        return not address.cue and address.voice is not Voice.LOWER and self.address.goings.acts(at, end)

    def _sets_a_period(self, start: int, end: int) -> bool:
        """`Chủ tịch kết luận một số nhiệm vụ thực hiện trong tháng 9/2020: …`: the month holds for all that follows."""
        if not signs.CONCLUDE.search(self.flat, start, end) or not self._hold_period(start, end):
            return False
        self.progress.begin(start)
        self.progress.told_block = self.progress.index
        return True

    def _hold_period(self, start: int, end: int) -> bool:
        """Keeps the month of `nhiệm vụ thực hiện trong tháng 12, như:` for all that follows in the paragraph."""
        told = _TASKS_OF_PERIOD.search(self.flat, start, end)
        due = self.dates.binding(told.start(), end) if told else None
        if due is None or due.on is None or COMING_MONTH.search(self.flat, start, end):
            return False
        self.progress.sentence_due = (self.progress.index, due)
        self.progress.due_for_all_in = self.progress.index
        return True

    def _only_names_matters(self, start: int, colon: re.Match[str], end: int) -> bool:
        """`báo cáo về các vấn đề: nguồn cung; giá bán lẻ`: what follows the colon are matters, not orders."""
        return _ABOUT_MATTERS.search(self.flat, start, colon.start()) is not None and not (
            self.address.goings.acts(colon.end(), end)
            or self.address.units.mentions_at(colon.end(), end) is not None
        )

    def _clause(self, index: int, block: Block, start: int, end: int, nth: int, produced: int) -> None:
        listed = self.progress.state.mode is Mode.ORDERS and (
            block.is_entry
            or self.progress.governed_sentence == self.progress.sentence
            or self._is_under_another(start)
        )
        address = self.address.read(start, end, listed)
        if nth and len(self.progress.found) > produced and self.actions.joins_previous(address, start, end):
            if self.passed_at < self.progress.found[-1].start:
                self._join(end)
            return
        if self._governs_the_rest(index, address, end):
            self.progress.skip(start, end, "Câu dẫn.")
            return
        never = self.certain.why_not(index, block, address, start, end)
        self.certain.hear(address)
        verdict = bool(
            not never
            and not self.speakers.is_summary(index)
            and self.verdicts.verdict(address, block, start, end, nth, len(self.progress.found) > produced)
            and not self.actions.is_empty_talk(block, address, start, end)
        )
        if self.decided is None:
            edge = self.taking.left_edge(address, start, nth)
            sights = self.sights.of(block, address, start, end, nth, len(self.progress.found) > produced)
            self.seen[start] = Seen(start, edge, end, verdict, sights)
        ruled, verdict = verdict, self._decision(start, verdict)
        self.why_silent = never or self.why_silent
        if verdict and not never:
            self.taking.take(index, block, address, start, end, nth, is_ruled=ruled)
            return
        self.passed_at = start
        if nth == 0 or len(self.progress.found) == produced:
            self._note_voice(address, start, end)

    def _governs_the_rest(self, index: int, address: Address, end: int) -> bool:
        """`đề nghị các đoàn thể tập trung các nhiệm vụ trong 6 tháng cuối năm; rà soát …; quản lý …`: a lead-in with a semicolon."""
        if not (address.cue and address.leads) or not self.flat.startswith("; ", end):
            return False
        if not _ONLY_TASKS.fullmatch(self.flat, address.leads[-1].end, end):
            return False
        self.progress.begin(address.start)
        self.progress.told_block = index
        self.progress.governed_sentence = self.progress.sentence
        self.progress.state.leads = address.leads
        self.progress.sentence_due = (index, self.dates.binding(address.action, end))
        return True

    def _decision(self, start: int, ruled: bool) -> bool:
        """What counts: the weighed answer where there is one."""
        if self.decided is None:
            return ruled
        decided = self.decided.get(start, ruled)
        self.why_silent = UNLIKELY if ruled and not decided else self.why_silent
        return decided

    def _is_under_another(self, start: int) -> bool:
        """Behind `Phó Thủ tướng có ý kiến chỉ đạo như sau:` a chair of some province is told to, and does not speak."""
        first, last = self.progress.spoken_by
        title = _CHAIR_OF.match(self.flat, start)
        body = _DIRECTING.match(self.flat, start)
        if body and self.progress.told_block == self.progress.index:
            opened = self.progress.blocks[self.progress.index].start
            return body.group("who") not in self.flat[opened:start]
        return last > first and title is not None and title.group() not in self.flat[first:last]

    def _join(self, end: int) -> None:
        last = self.progress.found[-1]
        last.end = end

    def _calls_on(self, address: Address, start: int, end: int) -> bool:
        """`Các xã coi đây là nhiệm vụ trọng tâm.` asks for nothing, but what follows is still told to those it names."""
        return (
            self.progress.state.mode is Mode.ORDERS
            and bool(address.leads)
            and address.going is not Going.REPORT
            and not address.was_told_before
            and not signs.DONE.search(self.flat, start, end)
            and all(one.is_sure and not _ONE_LEADER.match(self.flat, one.start) for one in address.leads)
        )

    def _note_voice(self, address: Address, start: int, end: int) -> None:
        early = self.progress.conclude_at is not None and start < self.progress.conclude_at
        if (
            address.voice is Voice.AUTHORITY
            and signs.STRONG_CUE.match(address.cue)
            and not early
            and not address.was_told_before
        ):
            self.progress.begin(start)
        if address.voice is Voice.LOWER or self.speakers.asks_upward(address):
            self.progress.state.is_lower_voice = True
            self.progress.state.leads = ()
        elif self._calls_on(address, start, end):
            self.progress.state.leads = address.leads
