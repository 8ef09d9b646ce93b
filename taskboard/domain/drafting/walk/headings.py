"""Titles, section headings, and headings that hand down a unit, a date or a field."""

from __future__ import annotations

import re
from dataclasses import replace

from taskboard.domain.drafting import bodies, signs
from taskboard.domain.drafting.address import Address, Going
from taskboard.domain.drafting.address.assignees import BRACKET_ROLES
from taskboard.domain.drafting.dates import Due
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.units import Mention, MentionList
from taskboard.domain.drafting.walk.findings import HEADING, UNIT_HEADING, Level, Mode
from taskboard.domain.drafting.walk.progress import Progress
from taskboard.domain.drafting.walk.taking import field_of
from taskboard.domain.drafting.words import VERB

_PERIOD_TOLD = re.compile(
    r" (?:trong )?((?:tháng \d{1,2}|quý (?:iv|i{1,3}|[1-4]))(?:/20\d\d| năm 20\d\d)?),? (?!năm|/)"
)

_SAYS_LAST = re.compile(
    r"(?:^|[ ,])(?:có ý kiến|ý kiến|kết luận|(?:có )?chỉ đạo|yêu cầu|đề nghị|quán triệt|lưu ý|nhấn mạnh|giao nhiệm vụ|trả lời|thông báo)(?: (?:chỉ đạo|kết luận|cụ thể|thêm|một số|các|nội dung|nhiệm vụ|vấn đề|trọng tâm|việc))* (?:như sau|sau|sau đây) ?$"
)

_CALLS_UPON = re.compile(
    r" (?:thông báo|khuyến cáo|kêu gọi|nhắc nhở|gửi thông báo)(?: (?:cho|đến|tới))? (?:toàn thể )?(?=[^\W\d])"
)

COMING_MONTH = re.compile(
    r"(?:nhiệm vụ|công việc|công tác|giải pháp|nội dung)(?: [^\s,;:]+){0,6} trong (?:tháng|quý|năm|tuần|thời gian) tới(?: (?:gồm|sau|như sau|là|như))*$"
)
"""`một số nhiệm vụ cần thực hiện trong tháng tới gồm:` names the list, not a day for each of it."""

_LONGEST_TITLE = 160
_GIVEN = re.compile(r"(?:giao|phân công|yêu cầu|đề nghị)(?: cho)? ")
_LONGEST_TOLD = 90

_NAMES_FIELD = re.compile(r"[^\d;:.\"()]{4,70}")

_DIRECTS = re.compile(r",? (?:chỉ đạo|giao|yêu cầu) (?!nhiệm vụ|việc|như sau|một số|thực hiện)[^\s:]")

_TO_DIRECT = re.compile(r",? (?:chỉ đạo|tập trung chỉ đạo|tổ chức chỉ đạo|phân công|đôn đốc)[ :]*")
"""`2. Chủ tịch UBND các huyện chỉ đạo:` in a list of orders: those who are to see to what follows."""

_FIELDS_LISTED = re.compile(
    r"(?<!\w)(?:đề ra|xác định|đặt ra|gồm|nêu)(?: [^\s;:.]+){0,30},? (?:trên|ở|trong) (?:các |\d+ )lĩnh vực(?: sau| chính| cụ thể)*[ :]*$"
)
"""`Bộ trưởng đề ra 9 nhiệm vụ, trên các lĩnh vực:` over the names of fields."""

_NAMES_RESULTS = re.compile(
    r"(?:những |các |một số )?(?:kết quả|thành tựu|thành tích|tồn tại|hạn chế|khó khăn|ưu điểm|mục tiêu)[^,;:.]{0,50}"
)

_NAMES_REPORT = re.compile(
    r"(?:về )?(?:những )?(?:kết quả|đánh giá|tình hình|ưu điểm|tồn tại|hạn chế)[^,;:.\d]{0,60}"
)


class Headings:
    """Reads the blocks that only say what holds for those under them."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.cased = progress.cased
        self.address = progress.address
        self.dates = progress.dates

    def is_title(self, index: int, block: Block) -> bool:
        """A line in capitals, or a short one without a stop before anything has begun."""
        text = self.cased[block.start : block.end]
        if block.is_entry:
            return False
        if text.isupper():
            return True
        ends = text.rstrip("\"')").endswith((".", ":", ";", "/"))
        return (
            not ends
            and (
                (index == 0 and not self._tells_at_length(block))
                or (len(text) < 160 and not self.progress.state.has_begun)
            )
            and len(self.progress.blocks) > 1
            and not signs.CUE.match(self.flat, block.start, block.end)
        )

    def _tells_at_length(self, block: Block) -> bool:
        """A first paragraph that lost its stop, with a cue and who is told, is no title."""
        if block.end - block.start < _LONGEST_TITLE or "." not in self.flat[block.start : block.end]:
            return False
        first = self.flat.find(". ", block.start, block.end)
        address = self.address.read(block.start, first if first > 0 else block.end)
        return bool(address.cue and address.leads)

    def opens(self, block: Block, following: Block | None) -> bool:
        """Reads a block without a colon as a heading, if it is one: a unit's, a list of results, a part, a field."""
        text = self.flat[block.start : block.end]
        if (
            block.is_entry
            and following is not None
            and (
                following.depth > block.depth
                or (following.depth == 0 and not following.is_entry and block.mark not in "-+*•")
            )
            and self.unit_heading(block, following)
        ):
            return True
        if following is not None and (
            self.is_unit_line(block, following) or self.lists_results(block, following)
        ):
            return True
        if following is not None and self.is_part_title(block):
            self.open_section(block, text)
            return True
        if (
            not block.is_entry
            or len(text) > 200
            or (text.rstrip().endswith((".", ";")) and not self.is_short_heading(text))
        ):
            return False
        upper = self.cased[block.start : block.end].isupper()
        if (
            upper
            or self.names_its_parts(block, following)
            or (
                self.is_short_heading(text)
                and following is not None
                and (following.is_entry or following.depth > 0 or following.depth == 0)
            )
        ):
            self.open_section(block, text)
            return True
        return False

    def names_its_parts(self, block: Block, following: Block | None) -> bool:
        """`1. Xây dựng, giải phóng mặt bằng` without a stop over deeper entries or a paragraph: a name for what follows."""
        if following is None or self.flat[block.start : block.end].rstrip().endswith((".", ";", ",")):
            return False
        about = self.flat.startswith("về ", block.start)
        margin = (
            following.depth == 0
            and not following.is_entry
            and block.mark not in "-+*•"
            and _NAMES_FIELD.fullmatch(self.flat, block.start, block.end) is not None
        )
        under = following.depth > block.depth or (about and following.depth == 0) or margin
        longest = 240 if self._opens_with_unit(following) else 100
        if not under or (block.end - block.start > longest and not about):
            return False
        address = self.address.read(block.start, block.end)
        if margin and address.going is Going.ACTION:
            return False
        return not address.cue and not address.leads and self.dates.binding(block.start, block.end) is None

    def is_part_title(self, block: Block) -> bool:
        """`III. Tổ chức thực hiện`: behind a Roman number, without a stop, a unit, a cue or a day."""
        if block.mark not in {"roman", "part"} or block.end - block.start > 160:
            return False
        if self.flat[block.start : block.end].rstrip().endswith((".", ";", ",")):
            return False
        address = self.address.read(block.start, block.end)
        return not address.cue and not address.leads and self.dates.binding(block.start, block.end) is None

    def _opens_with_unit(self, block: Block) -> bool:
        """`a) Sở Tài chính:` under a long heading: what stands above it can only be a heading."""
        listed = self.address.units.mentions_at(block.start, block.end) if block.is_entry else None
        return listed is not None and all(one.is_sure for one in listed.mentions)

    def unit_heading(self, block: Block, following: Block) -> bool:
        """`1. Văn phòng HĐND và UBND phường` over deeper entries: the unit leads them all."""
        listed = self._told_alone(block)
        if listed is None or self.flat[listed.end : block.end].strip(" .:;"):
            return False
        self.progress.state.levels = [one for one in self.progress.state.levels if one.depth < block.depth]
        self.progress.state.levels.append(
            Level(block.depth, listed.mentions, mode=Mode.ORDERS, has_paragraphs=following.depth == 0)
        )
        self.progress.state.leads = listed.mentions
        self.progress.begin(block.start)
        self.progress.skip(block.start, block.end, UNIT_HEADING)
        return True

    def _told_alone(self, block: Block) -> MentionList | None:
        """The units of `1. Văn phòng HĐND và UBND`, `1. Giao Hội Nông dân xã`: of an entry with a cue, any name without an action."""
        cue = _GIVEN.match(self.flat, block.start, block.end)
        start = cue.end() if cue and block.is_entry else block.start
        listed = self.address.units.mentions_at(start, block.end)
        end = start + len(self.flat[start : block.end].rstrip(" .:;"))
        if start == block.start or (listed and listed.end >= end):
            return listed
        if end - start > _LONGEST_TOLD or VERB.search(self.flat, start, end) or "," in self.flat[start:end]:
            return listed
        return MentionList((Mention(start, end, False),), end)

    def lists_results(self, block: Block, following: Block) -> bool:
        """`Những thành tựu đã đạt được`, `Mục tiêu chung` on a line of its own: the entries under it ask for nothing."""
        if (
            block.is_entry
            or not following.is_entry
            or not block.starts_line
            or _NAMES_RESULTS.fullmatch(self.flat, block.start, block.end) is None
        ):
            return False
        self.progress.state.levels.append(Level(block.depth, mode=Mode.REPORT))
        self.progress.state.mode = Mode.REPORT
        self.progress.reports_until_margin = True
        self.progress.skip(block.start, block.end, HEADING)
        return True

    def is_unit_line(self, block: Block, following: Block) -> bool:
        """`Trung tâm Xúc tiến Du lịch` on a line of its own among orders, over what it is told."""
        if (
            block.is_entry
            or not self.progress.state.has_begun
            or not block.starts_line
            or block.end - block.start > 120
        ):
            return False
        opens = self.cased[following.start].isupper() or following.is_entry
        return opens and self.cased[block.start].isupper() and self.unit_heading(block, following)

    def is_short_heading(self, text: str) -> bool:
        """`Về công tác thu ngân sách:`: opens like a heading and holds no comma."""
        if re.match(
            r"(?:về|đối với|công tác|lĩnh vực|trong lĩnh vực|trên lĩnh vực|nhiệm vụ|đánh giá|kết quả|tình hình|tồn tại|một số|phương hướng|những|các nhiệm vụ|kết luận|nội dung|mục tiêu)(?!\w)",
            text,
        ):
            return len(text) < 140 and not re.search(r"[,:;.] ", text.rstrip(" .:"))
        return False

    def open_section(self, block: Block, text: str) -> None:
        """A section heading: its field, and whether it reports or orders."""
        mode: Mode | None = None
        answers = self.progress.state.has_begun and "kiến nghị" in text
        if signs.REPORT_HEADING.search(text) and not signs.ORDERS_HEADING.search(text) and not answers:
            mode = Mode.REPORT
        elif signs.ORDERS_HEADING.search(text):
            mode = Mode.ORDERS
        named = signs.FIELD.match(self.flat, block.start, block.end)
        span = field_of(named) if named else None
        self.progress.state.levels.append(
            Level(block.depth, self._in_brackets(block), field_span=span, mode=mode)
        )
        self.progress.state.carried = ()
        if mode:
            self.progress.state.mode = mode
        self.progress.state.field_span = span or self.progress.state.field_span
        self.progress.skip(block.start, block.end, HEADING)

    def _in_brackets(self, block: Block) -> tuple[Mention, ...]:
        """`1. Lĩnh vực kinh tế (Phòng Kinh tế chủ trì)`: who leads all that follows."""
        roles = BRACKET_ROLES.search(self.flat, block.start, block.end)
        group = next((name for name in ("lead", "label", "does") if roles and roles.group(name)), None)
        if roles is None or group is None:
            return ()
        listed = self.address.units.mentions_at(roles.start(group), roles.end(group) + 1)
        return listed.mentions if listed else ()

    def open_level(self, block: Block, start: int, stop: int, address: Address) -> None:
        """What a heading hands down: unit, date and field."""
        if not address.cue and (those := self.address.topics.over_entries(start, stop)):
            address = replace(address, leads=those, partners=())
        behind = address.leads[-1].end if address.leads else start
        told = (
            block.is_entry
            and self.progress.state.mode is Mode.ORDERS
            and (
                _DIRECTS.match(self.flat, behind) is not None
                or (block.depth > 0 and _TO_DIRECT.fullmatch(self.flat, behind, stop) is not None)
            )
        )
        if (
            address.leads
            and not signs.STRONG_CUE.match(address.cue)
            and not told
            and self._only_speaks(address.leads[-1].end, stop)
        ):
            address = replace(address, leads=(), partners=())
        if not address.leads and not address.cue:
            topics = self.address.topics
            address = replace(
                address, leads=topics.about_units(start, stop) or topics.told_in_topic(start, stop)
            )
        if not address.leads and not address.cue and block.is_entry:
            address = replace(address, leads=self._label_unit(block, start, stop))
        if not address.cue:
            address = replace(address, leads=self._called_upon(address, start, stop))
        due = self.dates.binding(start, stop) or self._period_told(address)
        if due and COMING_MONTH.search(self.flat, start, stop):
            due = None
        level = Level(block.depth, address.leads, address.partners, due, mode=Mode.ORDERS)
        self.progress.spoken_by = (block.start, stop) if block.depth == 0 else self.progress.spoken_by
        named = signs.FIELD.match(self.flat, start, stop)
        if named:
            level.field_span = field_of(named)
            self.progress.state.field_span = level.field_span
        inherited = [one for one in self.progress.state.levels if one.leads]
        if not level.leads and inherited and block.depth > 0:
            level.leads = inherited[-1].leads
        self.progress.state.levels.append(level)
        self.progress.state.leads = level.leads
        self.progress.begin(start)
        self.progress.skip(start, block.end, "Câu dẫn.")

    def _called_upon(self, address: Address, start: int, stop: int) -> tuple[Mention, ...]:
        """`Ban Chỉ huy xã thông báo cho các cơ quan, hộ dân thực hiện một số việc sau:`: those it calls upon are told."""
        behind = address.leads[-1].end if address.leads else start
        called = _CALLS_UPON.search(self.flat, behind, min(stop, behind + 60))
        told = self.address.assignees.assignee(called.end(), stop, True) if called else None
        return told.leads if told is not None and told.going is Going.ACTION else address.leads

    def _period_told(self, address: Address) -> Due | None:
        """`đề nghị tháng 12/2018 các phòng …:`: the month right behind the cue holds for what follows."""
        told = _PERIOD_TOLD.match(self.flat, address.cue_end) if address.cue else None
        return self.dates.in_cell(told.start(1), told.end(1)) if told else None

    def opens_report(self, block: Block, start: int, end: int) -> bool:
        """`Thứ nhất, về kết quả. Năm 2018 …`: a first sentence that names a report, so that its block is one."""
        if (
            start > block.start + 4
            or end >= block.end - 2
            or not _NAMES_REPORT.fullmatch(self.flat, start, end)
        ):
            return False
        self.progress.state.levels.append(Level(block.depth, mode=Mode.REPORT))
        self.progress.state.mode = Mode.REPORT
        return True

    def _only_speaks(self, at: int, end: int) -> bool:
        """`Chủ tịch UBND huyện kết luận như sau:` names the speaker, not who is told."""
        return _SAYS_LAST.search(self.flat, at, end) is not None or bool(
            re.match(
                r"[ ,]*(?:đã |cũng )?(?:kết luận|có ý kiến|chỉ đạo|yêu cầu|phát biểu|thống nhất|giao (?:nhiệm vụ|việc)|điện|nhấn mạnh|đề nghị|quyết định|chủ trì)(?!\w)",
                self.flat[at:end],
            )
        )

    def _label_unit(self, block: Block, start: int, end: int) -> tuple[Mention, ...]:
        """`HTX nông nghiệp:` over its entries: an unknown name that starts like a body's."""
        if end - start > 70 or not re.match(
            rf"(?:{bodies.FREE_HEADS}|{bodies.TITLES}|{bodies.HONORIFICS})(?!\w)", self.flat[start:end]
        ):
            return ()
        return (Mention(start, end, False),)

    def reports_heading(self, start: int, end: int, address: Address) -> bool:
        """`Tồn tại, hạn chế:`, `Thành phần gồm:`."""
        text = self.flat[start:end]
        if not address.cue and _FIELDS_LISTED.search(text):
            return True
        if address.cue or address.leads:
            return False
        return bool(
            re.search(
                r"(?:tồn tại|hạn chế|kết quả|như|gồm|bao gồm|thành phần|tham dự|có các đồng chí|nguyên nhân|cụ thể như|cho thấy|kết quả (?:nhất định )?như sau)$",
                text.rstrip(" :"),
            )
        ) or bool(signs.REPORT_HEADING.search(text[:60]) and not signs.ORDERS_HEADING.search(text))

    def with_headings(self, at: int) -> int:
        """Headings right above the first order (`II. KẾT LUẬN`, `1. Về kinh tế`) belong to the conclusions, marks included."""
        headings = {skip.start for skip in self.progress.skipped if skip.why == HEADING}
        first = next((nth for nth, block in enumerate(self.progress.blocks) if block.end > at), 0)
        if not self.progress.blocks or at - self.progress.blocks[first].start > 3:
            return at
        above = first
        while above and self._may_open(self.progress.blocks[above - 1], headings):
            above -= 1
        return at if above == first else self.flat.rfind("\n", 0, self.progress.blocks[above].start) + 1

    def _may_open(self, block: Block, headings: set[int]) -> bool:
        words = self.flat[block.start : block.end]
        reports = signs.REPORT_HEADING.search(words) and not signs.ORDERS_HEADING.search(words)
        return block.start in headings and not reports
