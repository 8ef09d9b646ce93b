"""Letters the Office writes about tasks: công văn đôn đốc, phiếu giao việc (rule 21, domain 1.5 and 2.1).

Pure: facts in, an `OfficialDocument` out, written by the same two writers as the quarter's report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

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
from taskboard.reports.phrases import Phrases
from taskboard.reports.wording import NOTHING, count_text
from taskboard.wording import day_text, number_text

MIDDLE = Alignment.CENTER
_NUMBER_AND_DAY = re.compile(r"(\S+/\S+), (\d\d/\d\d/\d{4})")
IN_THE_LETTER = 6
"""So many tasks of one unit stand in the letter itself; more of them, or of more units, in its appendix."""


@dataclass(frozen=True, slots=True)
class LetterWording(Phrases):
    """What the words of every letter may name: the committee, and what kind of place it governs."""

    common: ClassVar[frozenset[str]] = frozenset({"body", "level"})


@dataclass(frozen=True, slots=True)
class UrgingWording(LetterWording):
    abstract: str = "V/v đôn đốc thực hiện\nnhiệm vụ quá hạn"
    found_here: str = (
        "Qua theo dõi việc thực hiện các nhiệm vụ được giao tại kết luận, ý kiến chỉ đạo của lãnh đạo {body}, đến ngày "
        "{day}, {units} còn {count} nhiệm vụ quá hạn chưa hoàn thành như sau:"
    )
    found_listed: str = (
        "Qua theo dõi việc thực hiện các nhiệm vụ được giao tại kết luận, ý kiến chỉ đạo của lãnh đạo {body}, đến ngày "
        "{day}, {units} còn {count} nhiệm vụ quá hạn chưa hoàn thành (danh mục tại Phụ lục kèm theo)."
    )
    asks_one: str = "{body} đề nghị {unit}:"
    asks_many: str = "{body} đề nghị Thủ trưởng các đơn vị:"
    finish: str = "1. Tập trung chỉ đạo, thực hiện, hoàn thành dứt điểm các nhiệm vụ quá hạn nêu trên."
    answer: str = (
        "2. Báo cáo kết quả thực hiện từng nhiệm vụ; đối với nhiệm vụ chưa hoàn thành, nêu rõ nguyên nhân, trách nhiệm, "
        "phương án xử lý và thời gian hoàn thành, gửi về Văn phòng trước ngày {answer_by} để tổng hợp, báo cáo."
    )
    closing_one: str = "{body} đề nghị {unit} khẩn trương thực hiện"
    closing_many: str = "{body} đề nghị các đơn vị khẩn trương thực hiện"
    recipients: str = "Như trên\nChủ tịch, các Phó Chủ tịch UBND {level}"
    """One a line."""
    archive: str = "VT"
    list_name: str = "DANH MỤC NHIỆM VỤ QUÁ HẠN CHƯA HOÀN THÀNH"
    attached: str = "(Kèm theo Công văn số {number} ngày {day} của {body})"
    list_note: str = "Tính đến ngày {day}, theo thời hạn hiện hành."
    total: str = "TỔNG CỘNG: {count} nhiệm vụ"
    silent: str = "Chưa có báo cáo"


@dataclass(frozen=True, slots=True)
class SheetWording(LetterWording):
    kind: str = "PHIẾU GIAO VIỆC"
    subject: str = "Nhiệm vụ giao {unit}"
    based_on_document: str = "Căn cứ văn bản số {number} ngày {day}"
    based_on_words: str = "Căn cứ chỉ đạo tại {source}"
    gives: str = "{body} giao {unit} chủ trì thực hiện {count} nhiệm vụ sau:"
    asks: str = (
        "Đề nghị {unit} tiếp nhận, tổ chức thực hiện đúng thời hạn; báo cáo kết quả kèm số, ngày văn bản hoặc tài liệu "
        "chứng minh; khi có vướng mắc, báo cáo trước khi đến hạn."
    )
    closing: str = "{body} giao Văn phòng theo dõi, đôn đốc việc thực hiện"
    recipients: str = "{unit}"
    """One a line."""
    partners: str = "Các đơn vị phối hợp"
    """Among the recipients where somebody takes part."""
    archive: str = "VT"
    no_deadline: str = "Không thời hạn"


URGING = UrgingWording()
SHEET = SheetWording()


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
    archive: str = ""
    """Where the words of the letter are not to say it."""

    def say(self, phrase: str, **values: str) -> str:
        """A phrase with its braces filled."""
        return phrase.format(body=self.body.name, level=self.body.level, **values)

    def lines(self, phrase: str, **values: str) -> tuple[str, ...]:
        """One a line, without empty ones."""
        said = (line.strip() for line in self.say(phrase, **values).splitlines())
        return tuple(line for line in said if line)

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


def urging_letter(
    facts: LetterFacts,
    tasks: Sequence[LetterTask],
    *,
    as_of: date,
    answer_by: date | None,
    made_at: datetime,
    wording: UrgingWording = URGING,
) -> OfficialDocument:
    """To the units that lead these overdue tasks, in their order; each is told which, how late, and by when to answer."""
    units = tuple(dict.fromkeys(task.unit for task in tasks))
    page = _begun(facts, "Công văn đôn đốc thực hiện nhiệm vụ quá hạn", wording.abstract, made_at)
    page.addressees(units)
    is_short = len(units) == 1 and len(tasks) <= IN_THE_LETTER
    page.paragraph(
        facts.say(
            wording.found_here if is_short else wording.found_listed,
            units=units[0] if len(units) == 1 else f"{count_text(len(units))} đơn vị",
            count=count_text(len(tasks)),
            day=day_text(as_of),
        )
    )
    if is_short:
        page.table(
            _NARROW,
            ((*_LATE, HeadCell("Thời hạn"), HeadCell("Quá hạn, báo cáo gần nhất")),),
            [_short_line(number, task, wording) for number, task in enumerate(tasks, start=1)],
            size=APPENDIX_TABLE_SIZE,
        )
    _ask(page, facts, units, answer_by, wording)
    closing = (
        facts.say(wording.closing_one, unit=units[0]) if len(units) == 1 else facts.say(wording.closing_many)
    )
    page.closing(closing, facts.lines(wording.recipients), facts.archive or wording.archive, facts.signed)
    if not is_short and tasks:
        _late_appendix(page, facts, units, tasks, as_of, wording)
    return page


def _ask(
    page: OfficialDocument,
    facts: LetterFacts,
    units: Sequence[str],
    answer_by: date | None,
    wording: UrgingWording,
) -> None:
    """What the unit owes once a deadline has passed: the work, or why not, how and until when (domain 1.5)."""
    page.paragraph(
        facts.say(wording.asks_one, unit=units[0]) if len(units) == 1 else facts.say(wording.asks_many)
    )
    page.paragraph(facts.say(wording.finish))
    page.paragraph(facts.say(wording.answer, answer_by=day_text(answer_by) or missing("ngày")))


def _short_line(number: int, task: LetterTask, wording: UrgingWording) -> Line:
    said = f"{number_text(task.days_late)} ngày\n{task.result or wording.silent}"
    return Line((str(number), task.code, task.title, day_text(task.due_on), said))


def _late_appendix(
    page: OfficialDocument,
    facts: LetterFacts,
    units: Sequence[str],
    tasks: Sequence[LetterTask],
    as_of: date,
    wording: UrgingWording,
) -> None:
    day = day_text(facts.dated_on) or missing("ngày")
    attached = facts.say(wording.attached, number=facts.numbering.text, day=day)
    page.appendix("", facts.say(wording.list_name), attached)
    page.note(facts.say(wording.list_note, day=day_text(as_of)))
    heads = (*_LATE, *(HeadCell(text) for text in ("Văn bản giao", "Thời hạn", "Số ngày quá hạn")))
    page.table(
        _WIDE,
        ((*heads, HeadCell("Báo cáo gần nhất")),),
        _late_lines(facts, units, tasks, wording),
        size=APPENDIX_TABLE_SIZE,
    )


def _late_lines(
    facts: LetterFacts, units: Sequence[str], tasks: Sequence[LetterTask], wording: UrgingWording
) -> list[Line | Band]:
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
            lines.append(_wide_line(number, task, wording))
    return [*lines, Band(facts.say(wording.total, count=number_text(len(tasks))), is_last=True)]


def _wide_line(number: int, task: LetterTask, wording: UrgingWording) -> Line:
    return Line(
        (
            str(number),
            task.code,
            task.title,
            task.source,
            day_text(task.due_on),
            number_text(task.days_late),
            task.result or wording.silent,
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
    facts: LetterFacts, tasks: Sequence[LetterTask], *, made_at: datetime, wording: SheetWording = SHEET
) -> OfficialDocument:
    """What one unit was given: the words of the order, who helps, until when, where it was given."""
    unit = tasks[0].unit if tasks else missing("đơn vị")
    page = _begun(facts, f"Phiếu giao việc {unit}", "", made_at)
    page.entitled(facts.say(wording.kind), facts.say(wording.subject, unit=unit))
    sources = tuple(dict.fromkeys(task.source for task in tasks if task.source))
    if sources:
        page.bases([_basis(facts, source, wording) for source in sources])
    page.paragraph(facts.say(wording.gives, unit=unit, count=count_text(len(tasks))))
    lines = [_order_line(number, task, wording) for number, task in enumerate(tasks, start=1)]
    page.table(_ORDERS, _ORDER_HEADS, lines, size=APPENDIX_TABLE_SIZE)
    page.paragraph(facts.say(wording.asks, unit=unit))
    recipients = facts.lines(wording.recipients, unit=unit)
    if any(task.partners for task in tasks):
        recipients += facts.lines(wording.partners)
    page.closing(
        facts.say(wording.closing, unit=unit), recipients, facts.archive or wording.archive, facts.signed
    )
    return page


def _basis(facts: LetterFacts, source: str, wording: SheetWording) -> str:
    """`58/TB-UBND, 08/04/2021` as a căn cứ names it; what has no number is named as it is."""
    known = _NUMBER_AND_DAY.fullmatch(source)
    if known:
        return facts.say(wording.based_on_document, number=known[1], day=known[2])
    return facts.say(wording.based_on_words, source=source)


def _order_line(number: int, task: LetterTask, wording: SheetWording) -> Line:
    words = f"{task.title}\n“{task.words}”" if task.words and task.words != task.title else task.title
    due = day_text(task.due_on) or wording.no_deadline
    if task.original_due_on and task.original_due_on != task.due_on:
        due += f"\n(ban đầu {day_text(task.original_due_on)})"
    return Line((str(number), task.code, words, ", ".join(task.partners) or NOTHING, due))
