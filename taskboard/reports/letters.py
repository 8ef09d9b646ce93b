"""Letters the Office writes about tasks: công văn đôn đốc, phiếu giao việc (rule 21, domain 1.5 and 2.1).

Pure: facts in, an `OfficialDocument` out, written by the same two writers as the quarter's report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from taskboard.reports.body import Body
from taskboard.reports.content import (
    Alignment,
    Band,
    Column,
    HeadCell,
    Line,
    Numbering,
    OfficialDocument,
    Signature,
    missing,
)
from taskboard.reports.decree30 import APPENDIX_TABLE_SIZE
from taskboard.reports.wording import NOTHING, count_text
from taskboard.wording import day_text, number_text

MIDDLE = Alignment.CENTER
_NUMBER_AND_DAY = re.compile(r"(\S+/\S+), (\d\d/\d\d/\d{4})")
IN_THE_LETTER = 6
"""So many tasks of one unit stand in the letter itself; more of them, or of more units, in its appendix."""


@dataclass(frozen=True, slots=True)
class LetterTask:
    code: str
    title: str
    unit: str
    source: str
    """`58/TB-UBND, 08/04/2021`"""
    original_due_on: date | None
    due_on: date | None
    days_late: int = 0
    result: str = ""
    """What the unit said last; empty where it said nothing."""
    partners: tuple[str, ...] = ()
    words: str = ""
    """The order in its original wording."""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What every letter says of its sender. Empty is unknown, and prints as a gap."""

    body: Body
    symbol: str
    """`UBND-VP`"""
    number: str = ""
    dated_on: date | None = None
    place: str = ""
    signature: Signature | None = None
    archive: str = "VT"

    @property
    def numbering(self) -> Numbering:
        number, _, symbol = self.number.partition("/")
        return Numbering(symbol or self.symbol, self.place or self.body.place, number.strip(), self.dated_on)

    @property
    def signed(self) -> Signature:
        return self.signature or Signature((missing("quyền hạn, chức vụ người ký"),))


def _begun(facts: LetterFacts, title: str, abstract: str, made_at: datetime) -> OfficialDocument:
    page = OfficialDocument(title=title, author=facts.body.name, made_at=made_at)
    page.head(facts.body.issuer, facts.numbering, abstract)
    return page


# Công văn đôn đốc

_LATE = (HeadCell("TT"), HeadCell("Mã"), HeadCell("Nhiệm vụ"))
_WIDE = (
    Column(10, MIDDLE),
    Column(27, MIDDLE),
    Column(83),
    Column(37),
    Column(21, MIDDLE),
    Column(18, MIDDLE),
    Column(55),
)
_NARROW = (Column(10, MIDDLE), Column(28, MIDDLE), Column(64), Column(23, MIDDLE), Column(39))
URGING = "V/v đôn đốc thực hiện\nnhiệm vụ quá hạn"


def urging_letter(
    facts: LetterFacts,
    tasks: Sequence[LetterTask],
    *,
    as_of: date,
    answer_by: date | None,
    made_at: datetime,
) -> OfficialDocument:
    """To the units that lead these overdue tasks, in their order; each is told which, how late, and by when to answer."""
    units = tuple(dict.fromkeys(task.unit for task in tasks))
    page = _begun(facts, "Công văn đôn đốc thực hiện nhiệm vụ quá hạn", URGING, made_at)
    page.addressees(units)
    is_short = len(units) == 1 and len(tasks) <= IN_THE_LETTER
    page.paragraph(_found(facts, units, tasks, as_of, is_short=is_short))
    if is_short:
        page.table(
            _NARROW,
            ((*_LATE, HeadCell("Thời hạn"), HeadCell("Quá hạn, báo cáo gần nhất")),),
            [_short_line(number, task) for number, task in enumerate(tasks, start=1)],
            size=APPENDIX_TABLE_SIZE,
        )
    _ask(page, facts, units, answer_by)
    recipients = ("Như trên", f"Chủ tịch, các Phó Chủ tịch UBND {facts.body.level}".strip())
    page.closing(_demand(facts, units), recipients, facts.archive, facts.signed)
    if not is_short and tasks:
        _late_appendix(page, facts, units, tasks, as_of)
    return page


def _found(
    facts: LetterFacts, units: Sequence[str], tasks: Sequence[LetterTask], as_of: date, *, is_short: bool
) -> str:
    where = units[0] if len(units) == 1 else f"{count_text(len(units))} đơn vị"
    listed = "như sau:" if is_short else "(danh mục tại Phụ lục kèm theo)."
    still = f"{where} còn {count_text(len(tasks))} nhiệm vụ quá hạn chưa hoàn thành"
    return (
        "Qua theo dõi việc thực hiện các nhiệm vụ được giao tại kết luận, ý kiến chỉ đạo của lãnh đạo "
        f"{facts.body.name}, đến ngày {day_text(as_of)}, {still} {listed}"
    )


def _ask(page: OfficialDocument, facts: LetterFacts, units: Sequence[str], answer_by: date | None) -> None:
    """What the unit owes once a deadline has passed: the work, or why not, how and until when (domain 1.5)."""
    who = f"đề nghị {units[0]}" if len(units) == 1 else "đề nghị Thủ trưởng các đơn vị"
    day = day_text(answer_by) or missing("ngày")
    page.paragraph(f"{facts.body.name} {who}:")
    page.paragraph("1. Tập trung chỉ đạo, thực hiện, hoàn thành dứt điểm các nhiệm vụ quá hạn nêu trên.")
    page.paragraph(
        "2. Báo cáo kết quả thực hiện từng nhiệm vụ; đối với nhiệm vụ chưa hoàn thành, nêu rõ nguyên nhân, trách nhiệm, "
        f"phương án xử lý và thời gian hoàn thành, gửi về Văn phòng trước ngày {day} để tổng hợp, báo cáo."
    )


def _demand(facts: LetterFacts, units: Sequence[str]) -> str:
    who = units[0] if len(units) == 1 else "các đơn vị"
    return f"{facts.body.name} đề nghị {who} khẩn trương thực hiện"


def _short_line(number: int, task: LetterTask) -> Line:
    said = f"{number_text(task.days_late)} ngày\n{task.result or 'Chưa có báo cáo'}"
    return Line((str(number), task.code, task.title, day_text(task.due_on), said))


def _late_appendix(
    page: OfficialDocument,
    facts: LetterFacts,
    units: Sequence[str],
    tasks: Sequence[LetterTask],
    as_of: date,
) -> None:
    day = day_text(facts.dated_on) or missing("ngày")
    attached = f"(Kèm theo Công văn số {facts.numbering.text} ngày {day} của {facts.body.name})"
    page.appendix("", "DANH MỤC NHIỆM VỤ QUÁ HẠN CHƯA HOÀN THÀNH", attached)
    page.note(f"Tính đến ngày {day_text(as_of)}, theo thời hạn hiện hành.")
    heads = (*_LATE, *(HeadCell(text) for text in ("Văn bản giao", "Thời hạn", "Số ngày quá hạn")))
    page.table(
        _WIDE,
        ((*heads, HeadCell("Báo cáo gần nhất")),),
        _late_lines(units, tasks),
        size=APPENDIX_TABLE_SIZE,
    )


def _late_lines(units: Sequence[str], tasks: Sequence[LetterTask]) -> list[Line | Band]:
    """Under each unit its tasks, the latest first."""
    lines: list[Line | Band] = []
    number = 0
    for unit in units:
        own = sorted(
            (task for task in tasks if task.unit == unit), key=lambda task: (-task.days_late, task.code)
        )
        lines.append(Band(f"{unit}: {number_text(len(own))} nhiệm vụ"))
        for task in own:
            number += 1
            lines.append(_wide_line(number, task))
    return [*lines, Band(f"TỔNG CỘNG: {number_text(len(tasks))} nhiệm vụ", is_last=True)]


def _wide_line(number: int, task: LetterTask) -> Line:
    return Line(
        (
            str(number),
            task.code,
            task.title,
            task.source,
            day_text(task.due_on),
            number_text(task.days_late),
            task.result or "Chưa có báo cáo",
        )
    )


# Phiếu giao việc

_ORDERS = (
    Column(10, MIDDLE),
    Column(28, MIDDLE),
    Column(70),
    Column(31),
    Column(25, MIDDLE),
)
_ORDER_HEADS = (tuple(HeadCell(text) for text in ("TT", "Mã", "Nội dung nhiệm vụ", "Phối hợp", "Thời hạn")),)


def assignment_sheet(
    facts: LetterFacts, tasks: Sequence[LetterTask], *, made_at: datetime
) -> OfficialDocument:
    """What one unit was given: the words of the order, who helps, until when, where it was given."""
    unit = tasks[0].unit if tasks else missing("đơn vị")
    page = _begun(facts, f"Phiếu giao việc {unit}", "", made_at)
    page.entitled("PHIẾU GIAO VIỆC", f"Nhiệm vụ giao {unit}")
    sources = tuple(dict.fromkeys(task.source for task in tasks if task.source))
    if sources:
        page.bases([_basis(source) for source in sources])
    page.paragraph(f"{facts.body.name} giao {unit} chủ trì thực hiện {count_text(len(tasks))} nhiệm vụ sau:")
    lines = [_order_line(number, task) for number, task in enumerate(tasks, start=1)]
    page.table(_ORDERS, _ORDER_HEADS, lines, size=APPENDIX_TABLE_SIZE)
    page.paragraph(
        f"Đề nghị {unit} tiếp nhận, tổ chức thực hiện đúng thời hạn; báo cáo kết quả kèm số, ngày văn bản hoặc tài liệu "
        "chứng minh; khi có vướng mắc, báo cáo trước khi đến hạn."
    )
    page.closing(
        f"{facts.body.name} giao Văn phòng theo dõi, đôn đốc việc thực hiện",
        (unit, "Các đơn vị phối hợp") if any(task.partners for task in tasks) else (unit,),
        facts.archive,
        facts.signed,
    )
    return page


def _basis(source: str) -> str:
    """`58/TB-UBND, 08/04/2021` as a căn cứ names it; what has no number is named as it is."""
    known = _NUMBER_AND_DAY.fullmatch(source)
    return f"Căn cứ văn bản số {known[1]} ngày {known[2]}" if known else f"Căn cứ chỉ đạo tại {source}"


def _order_line(number: int, task: LetterTask) -> Line:
    words = f"{task.title}\n“{task.words}”" if task.words and task.words != task.title else task.title
    due = day_text(task.due_on) or "Không thời hạn"
    if task.original_due_on and task.original_due_on != task.due_on:
        due += f"\n(ban đầu {day_text(task.original_due_on)})"
    return Line((str(number), task.code, words, ", ".join(task.partners) or NOTHING, due))
