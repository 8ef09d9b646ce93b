"""Walks a page from top to bottom and says which clauses are orders, to whom, and what holds none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from itertools import pairwise

from taskboard.domain.drafting import bodies, signs, tables
from taskboard.domain.drafting.address import (
    _BRACKET_ROLES,
    _LABEL_ROLES,
    Address,
    AddressReader,
    Going,
    Voice,
)
from taskboard.domain.drafting.dates import DateReader, Due
from taskboard.domain.drafting.layout import Block, blocks_of, clauses_of, sentences_of
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import Mention
from taskboard.domain.drafting.words import VERB


class Mode(Enum):
    """What the text is doing: not yet known, reporting, giving orders, or closing."""

    OPEN = "open"
    REPORT = "report"
    ORDERS = "orders"
    OVER = "over"


@dataclass(slots=True)
class Found:
    """An order at clean offsets. `inherited` leads were told at another place."""

    start: int
    end: int
    leads: tuple[Mention, ...]
    partners: tuple[Mention, ...]
    is_inherited: bool
    cue: str
    field_span: tuple[int, int] | None
    due: Due | None
    block: int
    sentence: int
    own_due: Due | None = None
    action: int = 0


@dataclass(slots=True)
class Skipped:
    """A stretch without an order, and why (a message in Vietnamese)."""

    start: int
    end: int
    why: str


@dataclass(slots=True)
class _Level:
    depth: int
    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    due: Due | None = None
    field_span: tuple[int, int] | None = None
    mode: Mode | None = None


@dataclass(slots=True)
class _State:
    mode: Mode = Mode.OPEN
    levels: list[_Level] = field(default_factory=list)
    leads: tuple[Mention, ...] = ()
    field_span: tuple[int, int] | None = None
    is_lower_voice: bool = False
    has_begun: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the walk found; `starts_at` is a clean offset."""

    starts_at: int
    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    skipped_anywhere: tuple[Skipped, ...] = ()


TITLE = "Tiêu đề."
HEADING = "Đề mục."
_PAST = re.compile(r" (?:cũng )?(?:đã|đang|vừa|từng|chưa|vẫn|còn)(?!\w)")
_COLON = re.compile(r": ")
_QUOTE_ENDS = re.compile(r"\"(?=,? (?:ông|bà|đồng chí|chủ tịch|bí thư|phó|giám đốc|bộ trưởng|thủ tướng))")
_NEXT_CUE = re.compile(
    r"(?:,|\"|(?<=\w)) (?:và |đồng thời |đồng thời,? )?(?:cũng )?(?=(?:giao|yêu cầu|đề nghị|phân công)(?: cho| luôn)? )| và (?=(?:giao|yêu cầu|đề nghị) )"
)
_THEN = re.compile(r" thì |, ")


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
    rf" (?:với )?(?:(?:ubnd|chủ tịch ubnd|lãnh đạo) )?{_LEVEL_WORD} (?![^,;.]{{0,20}}ủy)"
)
_SPEAKER_LEVEL = re.compile(
    rf"(?:bí thư|chủ tịch|lãnh đạo|đại diện|trưởng|đảng ủy|ubnd|hđnd)(?: đảng ủy| ubnd| chi bộ)? {_LEVEL_WORD}(?!\w)"
)
MOSTLY_ORDERS = 0.6


def read_page(page: Page, held_on: date) -> Reading:
    """Reads a page; an excerpt (no title, no cue) is read as orders if most of its sentences then are."""
    reading = Reader(page, held_on).read()
    if reading.found:
        return reading
    bare = Reader(page, held_on, Mode.ORDERS).read()
    if any(skip.why == TITLE for skip in reading.skipped_anywhere):
        return reading
    told = {one.sentence for one in bare.found}
    silent = [skip for skip in bare.skipped if skip.why != HEADING]
    return bare if len(told) >= MOSTLY_ORDERS * (len(told) + len(silent)) else reading


class Reader:
    """One pass over one page."""

    def __init__(self, page: Page, held_on: date, mode: Mode = Mode.OPEN) -> None:
        self.page = page
        self.flat = page.flat
        self.cased = page.cased
        self.dates = DateReader(page.flat, held_on)
        self.address = AddressReader(page, self.dates)
        self.blocks = blocks_of(page)
        self.state = _State(mode)
        self.found: list[Found] = []
        self.skipped: list[Skipped] = []
        self.starts_at: int | None = None
        self.sentence = 0
        self.sentence_at = 0
        self.past_sentence = -1
        self.index = 0
        self.told_block = -1
        self.columns: tables.Columns | None = None
        self.sentence_due: tuple[int, Due | None] = (-1, None)
        self.level_words = self._own_level()
        self.conclude_at = self._conclusions_at()

    def read(self) -> Reading:
        """Reads every block in order."""
        for index, block in enumerate(self.blocks):
            if self.state.mode is Mode.OVER and not self.flat.startswith("phụ lục", block.start):
                self._skip(block.start, block.end, "Phần cuối văn bản.")
                continue
            if self.state.mode is Mode.OVER:
                self.state = _State()
            self._block(index, block)
        starts = self._with_headings(self.starts_at) if self.starts_at is not None else len(self.flat)
        skipped = tuple(skip for skip in self.skipped if skip.start >= starts)
        return Reading(starts, tuple(self.found), skipped, tuple(self.skipped))

    def _with_headings(self, at: int) -> int:
        """Headings right above the first order (`II. KẾT LUẬN`, `1. Về kinh tế`) belong to the conclusions, marks included."""
        headings = {skip.start for skip in self.skipped if skip.why == HEADING}
        first = next((nth for nth, block in enumerate(self.blocks) if block.end > at), 0)
        if not self.blocks or at - self.blocks[first].start > 3:
            return at
        above = first
        while above and self._may_open(self.blocks[above - 1], headings):
            above -= 1
        return at if above == first else self.flat.rfind("\n", 0, self.blocks[above].start) + 1

    def _may_open(self, block: Block, headings: set[int]) -> bool:
        words = self.flat[block.start : block.end]
        reports = signs.REPORT_HEADING.search(words) and not signs.ORDERS_HEADING.search(words)
        return block.start in headings and not reports

    def _own_level(self) -> str:
        """The level of the body whose chair speaks, as the text names it first."""
        found = re.search(
            r"(?:chủ tịch|phó chủ tịch|ủy ban nhân dân|ubnd)(?: ubnd| ủy ban nhân dân)? (thành phố|huyện|tỉnh|thị xã|quận|phường|xã)(?!\w)",
            self.flat,
        )
        return found.group(1) if found else ""

    # -- where the conclusions begin --------------------------------------------------------------------------

    def _conclusions_at(self) -> int | None:
        """Offset of the first sentence that says that the chair concludes, else None."""
        for index, block in enumerate(self.blocks):
            if index == 0 and len(self.blocks) > 3 and not block.is_entry:
                continue
            for start, end in sentences_of(self.page, block):
                if signs.CONCLUDE.search(self.flat, start, end) and self._is_about_conclusions(start, end):
                    return start
        return None

    def _is_about_conclusions(self, start: int, end: int) -> bool:
        """Not the list of who came, nor the closing formula; a colon (`… dự họp, Chủ tịch kết luận:`) settles it."""
        if self.flat[start:end].endswith(":"):
            return True
        return not signs.ATTENDANCE.search(
            self.flat, start, min(end, start + 200)
        ) and not signs.CLOSING.match(self.flat, start, end)

    # -- blocks -----------------------------------------------------------------------------------------------

    def _block(self, index: int, block: Block) -> None:
        self.index = index
        if signs.ENDMATTER.match(self.flat, block.start, block.end):
            self.state.mode = Mode.OVER if self.state.has_begun else self.state.mode
            self._skip(block.start, block.end, "Phần cuối văn bản.")
            return
        if self._table(index, block):
            return
        if block.depth == 0 and block.starts_line:
            self._new_paragraph(block)
        else:
            self._drop_levels(block.depth)
        if self._is_title(index, block):
            self._skip(block.start, block.end, TITLE)
            return
        if self._heading(index, block):
            return
        for start, end in sentences_of(self.page, block):
            self.sentence += 1
            self._sentence(index, block, start, end)

    def _table(self, index: int, block: Block) -> bool:
        """The heading row of a task table, or a row under it."""
        columns = tables.columns_of(self.page, block.start, block.end)
        if columns:
            self.columns = columns
            self._begin(block.start)
            self._skip(block.start, block.end, HEADING)
            return True
        cells = (
            tables.cells_of(self.page, block.start, block.end, self.columns)
            if self.columns and block.starts_line
            else None
        )
        if cells is None:
            self.columns = None
            return False
        self.sentence += 1
        self._take_row(index, block, cells)
        return True

    def _take_row(self, index: int, block: Block, cells: tables.Cells) -> None:
        """One row is one order: its task, who leads and helps, until when."""
        leads, partners = (self._named_in(cells.get(role)) for role in ("lead", "partner"))
        start, due = cells["task"][0], cells.get("due")
        self._add(
            Found(
                start, max(block.end, cells["task"][1]), leads, partners, False, "", self.state.field_span, None,
                index, self.sentence, self.dates.in_cell(*due) if due else None, start,
            )
        )  # fmt: skip

    def _named_in(self, cell: tuple[int, int] | None) -> tuple[Mention, ...]:
        if cell is None or cell[0] >= cell[1]:
            return ()
        listed = self.address.units.mentions_at(*cell)
        return listed.mentions if listed else (Mention(cell[0], cell[1], False),)

    def _new_paragraph(self, block: Block) -> None:
        keep = [level for level in self.state.levels if level.depth == 0 and level.leads]
        self.state.levels = keep if not keep or self._previous_is_entry(block) is False else []
        self.state.leads = ()
        self.state.field_span = None
        self.state.is_lower_voice = False

    def _previous_is_entry(self, block: Block) -> bool:
        at = self.blocks.index(block)
        return at > 0 and self.blocks[at - 1].is_entry

    def _drop_levels(self, depth: int) -> None:
        self.state.levels = [level for level in self.state.levels if level.depth < depth]
        self.state.leads = ()
        inherited = [level.field_span for level in self.state.levels if level.field_span]
        self.state.field_span = inherited[-1] if inherited else None
        modes = [level.mode for level in self.state.levels if level.mode]
        if modes:
            self.state.mode = modes[-1]

    def _is_title(self, index: int, block: Block) -> bool:
        text = self.cased[block.start : block.end]
        if block.is_entry:
            return False
        if text.isupper():
            return True
        ends = text.rstrip("\"')").endswith((".", ":", ";", "/"))
        return (
            not ends
            and (index == 0 or (len(text) < 160 and not self.state.has_begun))
            and len(self.blocks) > 1
            and not signs.CUE.match(self.flat, block.start, block.end)
        )

    def _heading(self, index: int, block: Block) -> bool:
        """Section headings set field and mode; headings with a colon hand their unit and date down."""
        text = self.flat[block.start : block.end]
        if text.rstrip().endswith(":"):
            return self._governing(index, block)
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if (
            block.is_entry
            and following is not None
            and following.depth > block.depth
            and self._unit_heading(block)
        ):
            return True
        if (
            not block.is_entry
            or len(text) > 200
            or (text.rstrip().endswith((".", ";")) and not self._is_short_heading(text))
        ):
            return False
        upper = self.cased[block.start : block.end].isupper()
        if (
            upper
            or self._names_its_parts(block, following)
            or (
                self._is_short_heading(text)
                and following is not None
                and (following.is_entry or following.depth > 0 or following.depth == 0)
            )
        ):
            self._open_section(block, text)
            return True
        return False

    def _names_its_parts(self, block: Block, following: Block | None) -> bool:
        """`1. Xây dựng, giải phóng mặt bằng` without a stop over deeper entries or a paragraph: a name for what follows."""
        if following is None or self.flat[block.start : block.end].rstrip().endswith((".", ";", ",")):
            return False
        about = self.flat.startswith("về ", block.start)
        under = following.depth > block.depth or (about and following.depth == 0)
        if not under or (block.end - block.start > 100 and not about):
            return False
        address = self.address.read(block.start, block.end)
        return not address.cue and not address.leads and self.dates.binding(block.start, block.end) is None

    def _unit_heading(self, block: Block) -> bool:
        """`1. Văn phòng HĐND và UBND phường` over deeper entries: the unit leads them all."""
        listed = self.address.units.mentions_at(block.start, block.end)
        if listed is None or self.flat[listed.end : block.end].strip(" .:;"):
            return False
        self.state.levels.append(_Level(block.depth, listed.mentions, mode=Mode.ORDERS))
        self.state.leads = listed.mentions
        self._begin(block.start)
        self._skip(block.start, block.end, "Đề mục nêu đơn vị.")
        return True

    def _is_short_heading(self, text: str) -> bool:
        if re.match(
            r"(?:về|đối với|công tác|lĩnh vực|trong lĩnh vực|trên lĩnh vực|nhiệm vụ|đánh giá|kết quả|tình hình|tồn tại|một số|phương hướng|những|các nhiệm vụ|kết luận|nội dung)(?!\w)",
            text,
        ):
            return len(text) < 140 and not re.search(r"[,:;.] ", text.rstrip(" .:"))
        return False

    def _open_section(self, block: Block, text: str) -> None:
        mode: Mode | None = None
        answers = self.state.has_begun and "kiến nghị" in text
        if signs.REPORT_HEADING.search(text) and not signs.ORDERS_HEADING.search(text) and not answers:
            mode = Mode.REPORT
        elif signs.ORDERS_HEADING.search(text):
            mode = Mode.ORDERS
        named = signs.FIELD.match(self.flat, block.start, block.end)
        span = self._field_of(named) if named else None
        self.state.levels.append(_Level(block.depth, field_span=span, mode=mode))
        if mode:
            self.state.mode = mode
        self.state.field_span = span or self.state.field_span
        self._skip(block.start, block.end, HEADING)

    def _field_of(self, named: re.Match[str]) -> tuple[int, int] | None:
        for group in ("name", "name2", "name3", "name4"):
            if named.group(group):
                end = named.end(group)
                while end > named.start(group) and self.flat[end - 1] in " .:":
                    end -= 1
                return named.start(group), end
        return None

    def _governing(self, index: int, block: Block) -> bool:
        """A block that ends in a colon: who, until when, for all entries under it."""
        end = block.end
        while end > block.start and self.flat[end - 1] in " :":
            end -= 1
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if following is None:
            return False
        sentences = sentences_of(self.page, Block(block.start, end, block.mark, block.depth))
        for start, stop in sentences[:-1]:
            self.sentence += 1
            self._sentence(index, block, start, stop)
        if not sentences:
            return False
        start, stop = self._last_clause(index, block, *sentences[-1])
        address = self.address.read(start, stop)
        if address.voice is Voice.LOWER or self._reports_heading(start, stop, address):
            self.state.is_lower_voice = address.voice is Voice.LOWER
            self.state.mode = Mode.REPORT
            self._skip(start, block.end, "Phần báo cáo hoặc ý kiến của cấp dưới.")
            return True
        self._open_level(block, start, stop, address)
        return True

    def _open_level(self, block: Block, start: int, stop: int, address: Address) -> None:
        """What a heading hands down: unit, date and field."""
        if address.leads and not address.cue and self._only_speaks(address.leads[-1].end, stop):
            address = replace(address, leads=(), partners=())
        if not address.leads and not address.cue and block.is_entry:
            address = replace(address, leads=self._label_unit(block, start, stop))
        level = _Level(
            block.depth, address.leads, address.partners, self.dates.binding(start, stop), mode=Mode.ORDERS
        )
        named = signs.FIELD.match(self.flat, start, stop)
        if named:
            level.field_span = self._field_of(named)
            self.state.field_span = level.field_span
        inherited = [one for one in self.state.levels if one.leads]
        if not level.leads and inherited and block.depth > 0:
            level.leads = inherited[-1].leads
        self.state.levels.append(level)
        self.state.leads = level.leads
        self._begin(start)
        self._skip(start, block.end, "Câu dẫn.")

    def _only_speaks(self, at: int, end: int) -> bool:
        """`Chủ tịch UBND huyện kết luận như sau:` names the speaker, not who is told."""
        return bool(
            re.match(
                r"[ ,]*(?:đã |cũng )?(?:kết luận|có ý kiến|chỉ đạo|yêu cầu|phát biểu|thống nhất|giao (?:nhiệm vụ|việc)|điện|nhấn mạnh|đề nghị|quyết định|chủ trì)(?!\w)",
                self.flat[at:end],
            )
        )

    def _last_clause(self, index: int, block: Block, start: int, end: int) -> tuple[int, int]:
        """Of a heading sentence with semicolons only the last clause governs; those before are read as they stand."""
        *before, last = clauses_of(self.page, start, end) or [(start, end)]
        if before:
            self.sentence += 1
            self._sentence(index, block, before[0][0], before[-1][1])
        return last

    def _label_unit(self, block: Block, start: int, end: int) -> tuple[Mention, ...]:
        """`HTX nông nghiệp:` over its entries: an unknown name that starts like a body's."""
        if end - start > 70 or not re.match(
            rf"(?:{bodies.FREE_HEADS}|{bodies.TITLES}|{bodies.HONORIFICS})(?!\w)", self.flat[start:end]
        ):
            return ()
        return (Mention(start, end, False),)

    def _reports_heading(self, start: int, end: int, address: Address) -> bool:
        text = self.flat[start:end]
        if address.cue or address.leads:
            return False
        return bool(
            re.search(
                r"(?:tồn tại|hạn chế|kết quả|như|gồm|bao gồm|thành phần|tham dự|có các đồng chí|nguyên nhân|cụ thể như)$",
                text.rstrip(" :"),
            )
        ) or bool(signs.REPORT_HEADING.search(text[:60]) and not signs.ORDERS_HEADING.search(text))

    # -- sentences --------------------------------------------------------------------------------------------

    def _sentence(self, index: int, block: Block, start: int, end: int) -> None:
        start, end = self._trim(start, end)
        if end <= start:
            return
        if self._is_roles_label(start, end):
            self._take_roles(start, end)
            return
        if self._is_collective_done(start, end) or self._is_completion_sentence(start, end):
            self._complete(start, end, block)
            return
        why = self._why_not(index, block, start, end)
        if why:
            self._skip(start, end, why)
            return
        produced = len(self.found)
        self.sentence_at = start
        start = self._past_governing(start, end)
        clauses = self._split(start, end)
        for nth, (first, last) in enumerate(clauses):
            self._clause(index, block, first, last, nth, produced)
        if self.conclude_at is not None and start <= self.conclude_at < end:
            self._begin(start)
        if len(self.found) == produced:
            self._skip(start, end, "Không thấy việc được giao.")
            if self.state.mode is Mode.ORDERS and signs.DONE.search(self.flat, start, end):
                self.state.leads = ()

    def _past_governing(self, start: int, end: int) -> int:
        """`… yêu cầu các xã tập trung các nhiệm vụ sau: rà soát…; đẩy mạnh…`: the phrase before the colon hands its unit on."""
        for colon in _COLON.finditer(self.flat, start + 12, min(end, start + 600)):
            if not signs.GOVERNS.search(self.flat, start, colon.start()):
                continue
            address = self.address.read(start, colon.start())
            if (
                address.voice is Voice.LOWER
                or address.was_told_before
                or (not address.cue and not address.leads)
            ):
                return start
            if not (address.cue or self.state.mode is Mode.ORDERS):
                return start
            self._begin(start)
            self.told_block = self.index
            self.state.leads = address.leads or self._handed_down()
            self.sentence_due = (self.sentence, self.dates.binding(start, colon.start()))
            return colon.end()
        return start

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.flat[start] in " \"'\n":
            start += 1
        while end > start and self.flat[end - 1] in " .;,/!?\"'\n":
            end -= 1
        return start, end

    def _is_roles_label(self, start: int, end: int) -> bool:
        return (
            bool(
                _LABEL_ROLES.match(self.flat, start, end)
                or re.match(r"(?:thời hạn|thời gian|hạn)[^:]{0,24}:", self.flat[start:end])
            )
            and bool(self.found)
            and self.found[-1].sentence <= self.sentence
        )

    def _take_roles(self, start: int, end: int) -> None:
        """`Chủ trì: …` `Phối hợp: …` `Thời hạn: …` behind a task belong to it."""
        last = self.found[-1]
        last.end = end
        for role in _LABEL_ROLES.finditer(self.flat, start, end):
            listed = self.address.units.mentions_at(role.end(), end)
            if listed is None:
                continue
            if role.group("lead"):
                last.leads, last.is_inherited = listed.mentions, False
            else:
                last.partners = listed.mentions
        due = self.dates.binding(start, end)
        last.own_due = due or last.own_due
        last.sentence = self.sentence

    def _is_completion_sentence(self, start: int, end: int) -> bool:
        text = self.flat[start:end]
        if not self.found or self.found[-1].sentence < self.sentence - 1 or len(text) > 110:
            return False
        found = signs.COMPLETION.match(text)
        return (
            found is not None
            and self._is_only_time(start + found.end(), end)
            and not signs.REPORTS.search(text)
        )

    def _is_only_time(self, start: int, end: int) -> bool:
        rest = self.flat[start:end].strip(" ,.:")
        if not rest:
            return True
        due = self.dates.binding(max(start - 18, 0), end)
        if due is None:
            return False
        left = (self.flat[start : max(start, due.start)] + self.flat[due.end : end]).strip(" ,.")
        return len(left) <= 14

    def _is_collective_done(self, start: int, end: int) -> bool:
        return bool(self.found and signs.COLLECTIVE_DONE.match(self.flat, start, end))

    def _complete(self, start: int, end: int, block: Block) -> None:
        due = self.dates.binding(start, end)
        if signs.COLLECTIVE_DONE.match(self.flat, start, end):
            self._complete_all(start, end, due, block)
            return
        self.found[-1].end = end
        self.found[-1].own_due = due or self.found[-1].own_due
        self.found[-1].sentence = self.sentence

    def _complete_all(self, start: int, end: int, due: Due | None, block: Block) -> None:
        counted = re.match(r"(?:(hai|ba|bốn)|(\d+)) ", self.flat[start:end])
        number = (
            {"hai": 2, "ba": 3, "bốn": 4}.get(counted.group(1) or "", int(counted.group(2) or 0))
            if counted
            else 0
        )
        for one in self.found[-(number or 6) :]:
            if number or one.block >= self.found[-1].block - 1:
                one.own_due = due
        if signs.REPORTS.search(self.flat, start, end):
            last = self.found[-1]
            self._add(
                Found(
                    start,
                    end,
                    last.leads,
                    (),
                    True,
                    "",
                    last.field_span,
                    None,
                    last.block,
                    self.sentence,
                    action=start,
                )
            )
        else:
            self._skip(start, end, "Câu nêu thời hạn chung, đã gắn vào các việc trên.")

    def _why_not(self, index: int, block: Block, start: int, end: int) -> str:
        """Reasons that hold for the whole sentence; empty when it may hold an order."""
        flat = self.flat
        before = self.conclude_at is not None and end <= self.conclude_at
        text = flat[start:end]
        if signs.CLOSING.match(text) and not self._asks_office(text):
            return "Câu kết, không giao việc cụ thể."
        if signs.CONSEQUENCE.match(text) and not re.search(
            r"(?:yêu cầu|giao|đề nghị) (?:các|sở|phòng|ubnd)", text
        ):
            return "Nêu hậu quả, không giao việc."
        if self._is_background(start, end):
            return "Việc đã giao hoặc đã xong trước cuộc họp."
        if before and signs.ATTENDANCE.search(text[:260]):
            return "Thành phần dự họp."
        return ""

    def _is_background(self, start: int, end: int) -> bool:
        """Told or done before; `quyết toán các công trình đã hoàn thành` behind a unit among orders is not."""
        found = signs.BACKGROUND.search(self.flat, start, end)
        if found is None or re.match(r"(?:giao|yêu cầu|đề nghị)", self.flat[start:end]):
            return False
        if self.state.mode is not Mode.ORDERS or not signs.OF_THINGS.search(self.flat, start, found.start()):
            return True
        address = self.address.read(start, end)
        return not (address.leads and address.going is Going.ACTION and address.action < found.start())

    def _asks_office(self, text: str) -> bool:
        return bool(
            re.match(r"(?:giao )?(?:văn phòng|vp)[^;.]{0,80}(?:theo dõi|đôn đốc|tổng hợp|kiểm tra)", text)
        )

    # -- clauses ----------------------------------------------------------------------------------------------

    def _split(self, start: int, end: int) -> list[tuple[int, int]]:
        parts: list[tuple[int, int]] = []
        for first, last in self._with_whole_lists(clauses_of(self.page, start, end)):
            parts += self._split_at_speech(first, last)
        pieces = [piece for part in parts for piece in self._split_at_cues(*part)]
        return [piece for part in pieces for piece in self._split_at_units(*part)]

    def _split_at_units(self, start: int, end: int) -> list[tuple[int, int]]:
        """A clause parts where another unit takes over."""
        pieces: list[tuple[int, int]] = []
        for _ in range(12):
            address = self.address.read(start, end)
            if not address.leads or address.going is not Going.ACTION:
                break
            at = self.address.changes_hands(address.action + 6, end)
            if at is None or not (address.cue or self.address.acts(address.action, at)):
                break
            pieces.append(self._trim_clause(start, at))
            start, end = self._trim_clause(at + (3 if self.flat.startswith(" và", at) else 0), end)
        return [*pieces, (start, end)]

    def _with_whole_lists(self, clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A semicolon between units (`Các sở, ngành; UBND các huyện tổ chức …`) does not part clauses."""
        whole: list[tuple[int, int]] = []
        opened: int | None = None
        for first, last in clauses:
            if last != clauses[-1][1] and self._only_units(first, last):
                opened = first if opened is None else opened
                continue
            whole.append((first if opened is None else opened, last))
            opened = None
        return whole if opened is None else [*whole, (opened, clauses[-1][1])]

    def _only_units(self, start: int, end: int) -> bool:
        """Whether a clause names units, or who leads and with whom, and stops there."""
        listed = self.address.units.mentions_at(start, end)
        if listed is not None and listed.end >= end:
            return True
        address = self.address.read(start, end)
        return bool(address.partners) and not self.flat[address.action : end].strip(" ,")

    def _split_at_speech(self, start: int, end: int) -> list[tuple[int, int]]:
        """A closing quote and who said it part the order from what follows."""
        for found in _QUOTE_ENDS.finditer(self.flat, start + 1, end):
            return [
                piece
                for piece in (self._trim(start, found.start()), self._trim(found.end(), end))
                if piece[1] > piece[0]
            ]
        return [(start, end)]

    def _split_at_cues(self, start: int, end: int) -> list[tuple[int, int]]:
        """`giao Sở A lập đề án và giao Sở B thẩm định`: a second cue with its own unit starts a new clause."""
        cuts: list[int] = []
        pattern = _NEXT_CUE
        for found in pattern.finditer(self.flat, start + 12, end):
            if not found.group().strip(" "):
                continue
            cue = signs.CUE.match(self.flat, found.end(), end)
            if cue is None or not cue.group().startswith(("giao", "yêu cầu", "đề nghị", "phân công")):
                continue
            after = signs.AFTER_CUE.match(self.flat, cue.end(), end)
            listed = self.address.units.mentions_at(after.end() if after else cue.end(), end)
            if listed is not None and self._worth_cutting(cuts[-1] if cuts else start, found.start()):
                before = self.address.read(cuts[-1] if cuts else start, found.start())
                if not before.cue and before.going is not Going.ACTION:
                    continue
                cuts.append(found.start())
        edges = [start, *cuts, end]
        return [
            piece
            for first, last in pairwise(edges)
            if (piece := self._trim_clause(first, last))[1] > piece[0]
        ]

    def _trim_clause(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.flat[start] in ' ,;"':
            start += 1
        while end > start and self.flat[end - 1] in ' ,;"':
            end -= 1
        return start, end

    def _worth_cutting(self, start: int, at: int) -> bool:
        return at - start > 25

    def _clause(self, index: int, block: Block, start: int, end: int, nth: int, produced: int) -> None:
        address = self.address.read(start, end, self.state.mode is Mode.ORDERS and block.is_entry)
        if nth and len(self.found) > produced and self._joins_previous(address, start, end):
            self._join(end)
            return
        verdict = self._verdict(
            address, block, start, end, nth, len(self.found) > produced
        ) and not self._is_empty_talk(block, address, start, end)
        if verdict:
            self._take(index, block, address, start, end, nth)
        elif nth == 0 or len(self.found) == produced:
            self._note_voice(address, start, end)

    def _is_empty_talk(self, block: Block, address: Address, start: int, end: int) -> bool:
        """Consequences, and sayings inside quotes that name nobody."""
        text = self.flat[start:end]
        if signs.CONSEQUENCE.match(text) and not address.cue:
            return True
        if signs.APPEAL.match(self.flat, address.action, end) and end - address.action < 110:
            return True
        quoted = self.flat.count('"', block.start, start) % 2 == 1
        return quoted and not address.leads and not (self.found and self.found[-1].sentence == self.sentence)

    def _join(self, end: int) -> None:
        last = self.found[-1]
        last.end = end

    def _joins_previous(self, address: Address, start: int, end: int) -> bool:
        """Completion phrases, manner and enumerated nouns belong to the clause before."""
        text = self.flat[start:end]
        if address.cue or (address.leads and address.going is Going.ACTION):
            return False
        done = signs.COMPLETION.match(text)
        if done and self._is_only_time(start + done.end(), end):
            return True
        if signs.NO_ACTION.match(text) and not signs.REPORTS.match(text):
            return True
        return not self._has_action(address, start, end)

    def _has_action(self, address: Address, start: int, end: int) -> bool:
        if address.going is Going.ACTION:
            return True
        text = self.flat[start:end]
        if self.address.partners_anywhere(start, min(end, start + 24)):
            return True
        if re.match(
            r"(?:nếu|trường hợp|khi|trong trường hợp|quá (?:thời )?hạn|riêng|đối với|không|tuyệt đối|nghiêm cấm)",
            text,
        ):
            return True
        return bool(
            re.search(r"(?<!\w)(?:phải|cần|không được|trình|báo cáo)(?!\w)", text)
        ) and not text.startswith(("kết quả", "trong đó"))

    def _note_voice(self, address: Address, start: int, end: int) -> None:
        early = self.conclude_at is not None and start < self.conclude_at
        if (
            address.voice is Voice.AUTHORITY
            and signs.STRONG_CUE.match(address.cue)
            and not early
            and not address.was_told_before
        ):
            self._begin(start)
        if address.voice is Voice.LOWER or self._asks_upward(address):
            self.state.is_lower_voice = True
            self.state.leads = ()

    # -- verdicts ---------------------------------------------------------------------------------------------

    def _verdict(self, address: Address, block: Block, start: int, end: int, nth: int, goes_on: bool) -> bool:
        if address.voice is Voice.LOWER or self._asks_upward(address):
            return False
        if address.cue:
            return self._cued_verdict(address, start, end, nth)
        if goes_on:
            return self._has_action(address, start, end)
        if self.state.is_lower_voice and self.state.mode is not Mode.ORDERS:
            return False
        if self.conclude_at is not None and start < self.conclude_at and self.told_block != self.index:
            return False
        return self._uncued_verdict(address, block, start, end)

    def _asks_upward(self, address: Address) -> bool:
        """`đề nghị huyện …` in a district's own report: the speaker stands below, whoever it is."""
        if not signs.REQUEST_CUE.match(address.cue):
            return False
        told = _TOLD_LEVEL.match(self.flat, address.cue_end)
        if told is None:
            return False
        spoken = list(_SPEAKER_LEVEL.finditer(self.flat, max(0, address.cue_at - 120), address.cue_at))
        if spoken and _RANK[spoken[-1].group(1)] < _RANK[told.group(1)]:
            return True
        return told.group(1) == self.level_words and not self._speaks_for(address)

    def _speaks_for(self, address: Address) -> bool:
        before = self.flat[max(0, address.cue_at - 160) : address.cue_at]
        return bool(re.search(r"(?:thường trực|ban thường vụ|bí thư|kết luận|chủ tịch hđnd)", before))

    def _cued_verdict(self, address: Address, start: int, end: int, nth: int) -> bool:
        text = self.flat[start:end]
        strong = bool(signs.STRONG_CUE.match(address.cue))
        early = self.conclude_at is not None and start < self.conclude_at
        if address.was_told_before and not self._concludes(start, address.cue_at):
            self.past_sentence = self.sentence
            return False
        if address.voice is Voice.NONE and self.past_sentence == self.sentence:
            return False
        if early and (self._is_lead_in(start) or self._is_opinion(address, strong)):
            return False
        if (
            address.voice is Voice.NONE
            and self.state.mode is not Mode.ORDERS
            and nth
            and not self._chair_spoke_before(start)
        ):
            return False
        if (
            address.voice is Voice.NONE
            and self.state.is_lower_voice
            and (nth or signs.REQUEST_CUE.match(address.cue))
        ):
            return False
        if self._is_announcement(address, end):
            self._begin_orders(start)
            return False
        if not strong:
            return self._weak_cue(address, text)
        if address.leads:
            return address.going is not Going.REPORT or not _PAST.match(self.flat, address.leads[-1].end, end)
        if address.cue == "lưu ý" and self.state.mode is Mode.ORDERS:
            return True
        return (
            self._has_action(replace(address, cue=""), address.action, end) or address.going is Going.ACTION
        )

    def _is_opinion(self, address: Address, is_strong: bool) -> bool:
        """Before the conclusions: said by nobody in charge, by those below, or not as an order."""
        return address.voice is Voice.NONE or self.state.is_lower_voice or not is_strong

    def _is_lead_in(self, start: int) -> bool:
        """The first lines of an article tell beforehand what its body says again, once a conclusion is told below."""
        return len(self.blocks) > 3 and not self.blocks[1].is_entry and start < self.blocks[2].start

    def _chair_spoke_before(self, start: int) -> bool:
        """Whether the sentence this clause ends began with a leader who speaks."""
        return bool(
            re.search(
                r"(?<!\w)(?:chủ tịch|bí thư|bộ trưởng|thứ trưởng|thủ tướng|giám đốc|đồng chí|ông|bà|thường trực|ban thường vụ)(?!\w)",
                self.flat[self.sentence_at : start],
            )
        )

    def _concludes(self, start: int, cue_at: int) -> bool:
        """`đã yêu cầu` said in reporting the conclusion itself, not an order of the past."""
        return bool(
            re.search(
                r"kết luận|phát biểu|kết thúc|tại (?:hội nghị|cuộc họp|buổi|phiên)|bế mạc|sau khi nghe",
                self.flat[start:cue_at],
            )
        ) and not re.search(r"trước đó|tháng trước", self.flat[start:cue_at])

    def _is_announcement(self, address: Address, end: int) -> bool:
        rest = self.flat[address.cue_end : end].strip(" :,.")
        return len(rest) < 12 or bool(
            re.match(r"(?:một số|các|những) (?:nội dung|vấn đề|nhiệm vụ|việc)[^,;.]{0,60}$", rest)
        )

    def _weak_cue(self, address: Address, text: str) -> bool:
        if address.leads and address.going is Going.ACTION:
            return True
        rest = self.flat[address.cue_end : address.end]
        return (
            bool(re.match(r"[ :,\"]*(?:\w+ ){0,8}?(?:cần|phải|không được)(?!\w)", rest))
            and self.state.mode is Mode.ORDERS
        )

    def _uncued_verdict(self, address: Address, block: Block, start: int, end: int) -> bool:
        text = self.flat[start:end]
        ordering = self.state.mode is Mode.ORDERS
        if signs.REPORT_START.match(text) or address.going is Going.REPORT:
            return False
        if (
            address.leads
            and signs.PRAISE.match(self.flat, min(address.action + 1, end), end)
            and not self.flat.startswith("chủ trì", address.action + 1)
        ):
            return False
        if self._is_own_body(address) and not re.match(
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
        if address.leads and address.going is Going.ACTION:
            spoken = self.flat.count('"', block.start, start) % 2 == 1
            return (
                ordering
                or passive
                or (
                    spoken
                    and self.state.mode is not Mode.REPORT
                    and (modal or signs.SPOKEN_BY.search(self.flat, start, block.end) is not None)
                )
                or (self.state.mode is Mode.OPEN and block.is_entry)
            )
        if not ordering and not (self.state.mode is Mode.OPEN and block.is_entry):
            return False
        if (
            address.leads
            and address.going is Going.OTHER
            and (block.is_entry or self._goes_on_lower(address))
        ):
            return True
        return self._bare_verdict(address, text, start, end)

    def _is_condition(self, start: int, end: int) -> bool:
        """`Trường hợp không đủ điều kiện thì trả lại hồ sơ`: a duty that a condition opens."""
        if not re.match(r"(?:nếu|trường hợp|trong trường hợp|khi)(?!\w)", self.flat[start:end]):
            return False
        then = _THEN.search(self.flat, start, end)
        return then is not None and self.address.acts(then.end(), end)

    def _chair_only_talks(self, text: str) -> bool:
        """`Tiếp thu ý kiến, Chủ tịch UBND huyện khẳng định …`: a leader says something, nobody is told anything."""
        return bool(
            re.search(
                r", (?:chủ tịch|phó chủ tịch|bí thư|đồng chí|ông|bà|bộ trưởng|thứ trưởng|giám đốc|thường trực)[^,;]{0,80} (?:khẳng định|cho biết|đánh giá|ghi nhận|biểu dương|cảm ơn|bày tỏ|thống nhất|nhất trí|đồng ý|cho rằng|tin tưởng)(?!\w)",
                text,
            )
        )

    def _is_own_body(self, address: Address) -> bool:
        """`UBND huyện phấn đấu …`, `tỉnh đặt mục tiêu …`: the body whose report it is speaks of its own plans."""
        if len(address.leads) != 1 or not self.level_words:
            return False
        words = self.flat[address.leads[0].start : address.leads[0].end]
        rest = self.flat[address.leads[0].end : address.leads[0].end + 30]
        return words == self.level_words or (
            words == f"ubnd {self.level_words}"
            and bool(re.match(r" (?:phấn đấu|đặt mục tiêu|tiếp tục|ban hành|tổ chức hội nghị)", rest))
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

    def _bare_verdict(self, address: Address, text: str, start: int, end: int) -> bool:
        if re.match(r"kết quả (?:[^\W\d]+ ){0,3}?(?:gửi|báo cáo|trình)", text):
            return True
        if (
            signs.PRAISE.match(text)
            or signs.PRAISE.match(self.flat, self.address.opening(address.action, end), end)
            or self._reads_as_report(text)
        ):
            return False
        if self._chair_only_talks(text) or (not address.leads and signs.AGREES.match(text)):
            return False
        if address.going is Going.ACTION or self._is_condition(start, end):
            return True
        return bool(
            re.search(r"(?<!\w)(?:phải|cần|không được|tuyệt đối không|nghiêm cấm)(?!\w)", text)
        ) and not re.search(r"(?<!\w)(?:đã|cho biết|ông nói|tôi)(?!\w)", text[:80])

    def _reads_as_report(self, text: str) -> bool:
        if (
            re.match(
                r"(?:tổng )?(?:thu|chi|xuất khẩu|nhập khẩu|giải ngân)[^,;]{0,50}? (?:đạt|ước|tăng|giảm|bằng) (?:\d|trên|khoảng|hơn|gần)",
                text,
            )
            and "phấn đấu" not in text
        ):
            return True
        if VERB.match(text) and not re.search(r"(?<!\w)(?:đã|ước|so với cùng kỳ)(?!\w)", text):
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

    # -- taking -----------------------------------------------------------------------------------------------

    def _begin(self, at: int) -> None:
        self.state.has_begun = True
        self.state.mode = Mode.ORDERS
        self.state.is_lower_voice = False
        if self.starts_at is None:
            self.starts_at = at

    def _begin_orders(self, at: int) -> None:
        self._begin(at)

    def _take(self, index: int, block: Block, address: Address, start: int, end: int, nth: int) -> None:
        self._begin(start)
        if address.cue and address.voice is Voice.AUTHORITY:
            self.told_block = index
        leads, inherited, partners = self._leads_for(address, start, end, nth)
        first = self._left_edge(address, start, nth)
        last = self._right_edge(first, end)
        self._note_field(address, first, end)
        roles = _BRACKET_ROLES.search(self.flat, first, end)
        if roles and not address.leads:
            leads, partners, inherited = self._bracket_roles(roles, leads, partners)
        governing = [level.due for level in self.state.levels if level.due]
        if self.sentence_due[0] == self.sentence and self.sentence_due[1]:
            governing.append(self.sentence_due[1])
        self._add(
            Found(
                first,
                last,
                leads,
                partners,
                inherited,
                address.cue,
                self.state.field_span,
                governing[-1] if governing else None,
                index,
                self.sentence,
                action=max(first, address.action),
            )
        )
        self.state.leads = leads

    def _bracket_roles(
        self, roles: re.Match[str], leads: tuple[Mention, ...], partners: tuple[Mention, ...]
    ) -> tuple[tuple[Mention, ...], tuple[Mention, ...], bool]:
        group = next(name for name in ("lead", "label", "does") if roles.group(name))
        listed = self.address.units.mentions_at(roles.start(group), roles.end(group) + 1)
        helpers = next((name for name in ("with", "with2") if roles.group(name)), None)
        joined = self.address.units.mentions_at(roles.start(helpers), roles.end(helpers)) if helpers else None
        return listed.mentions if listed else leads, joined.mentions if joined else partners, listed is None

    def _leads_for(
        self, address: Address, start: int, end: int, nth: int
    ) -> tuple[tuple[Mention, ...], bool, tuple[Mention, ...]]:
        if address.leads:
            partners = address.partners or self.address.partners_anywhere(address.action, end)
            return self._resolve_pronoun(address.leads), False, partners
        partners = self._bare_partners(start, end)
        if address.cue and nth == 0:
            return self._handed_down(), True, partners
        if nth == 0 and signs.FIELD_CHANGE.match(self.flat, start, end) and not self._handed_down():
            return (), True, partners
        return self.state.leads or self._handed_down(), True, partners

    def _handed_down(self) -> tuple[Mention, ...]:
        levels = [level.leads for level in self.state.levels if level.leads]
        return levels[-1] if levels else ()

    def _bare_partners(self, start: int, end: int) -> tuple[Mention, ...]:
        return self.address.partners_anywhere(start, end)

    def _resolve_pronoun(self, leads: tuple[Mention, ...]) -> tuple[Mention, ...]:
        words = self.flat[leads[0].start : leads[0].end]
        if (
            not leads[0].is_sure
            or not re.search(r" (?:này|trên|nói trên|nêu trên)$", words)
            or not re.match(
                r"(?:sở|bộ|cục|phòng|ban|chi cục|trung tâm|công ty|vụ|tổng cục|đơn vị|cơ quan|các đơn vị|các cơ quan|hai|ba|các sở|các bộ|huyện|xã|phường|địa phương|các địa phương)",
                words,
            )
        ):
            return leads
        before = self.state.leads or (self.found[-1].leads if self.found else ())
        plural = re.match(r"(?:hai|ba|bốn|các|những|\d)", words)
        if (
            plural
            and len(before) < 2
            and not any(re.search(r"(?<!\w)các(?!\w)", self.flat[one.start : one.end]) for one in before)
        ):
            return leads
        return before or leads

    def _left_edge(self, address: Address, start: int, nth: int) -> int:
        if address.has_topic or address.leads or address.cue:
            return address.start
        return self.address.opening(start, address.end) if nth == 0 else start

    def _right_edge(self, start: int, end: int) -> int:
        tail = signs.REASON_TAIL.search(self.flat, start + 20, end) if end - start > 20 else None
        if tail:
            end = tail.start()
        while end > start and self.flat[end - 1] in " .;,:/\"'":
            end -= 1
        return end

    def _note_field(self, address: Address, start: int, end: int) -> None:
        if not address.has_topic:
            return
        named = signs.FIELD.match(self.flat, start, end)
        if named and re.match(
            r"(?:ở|trong|trên|về|đối với)? ?(?:các )?lĩnh vực|về (?!việc|đề nghị)|trong công tác|đối với công tác",
            named.group(),
        ):
            self.state.field_span = self._field_of(named)

    def _add(self, found: Found) -> None:
        if found.end > found.start and (not self.found or found.start >= self.found[-1].end):
            self.found.append(found)

    def _skip(self, start: int, end: int, why: str) -> None:
        if end > start:
            self.skipped.append(Skipped(start, end, why))
