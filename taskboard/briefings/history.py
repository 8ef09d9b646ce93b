"""What came of one sentence of the chair: values for the page, and the same as a document to be filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from taskboard.reports.body import Body
from taskboard.reports.content import (
    Alignment,
    Column,
    HeadCell,
    Issuer,
    Line,
    Numbering,
    OfficialDocument,
    Signature,
    missing,
)
from taskboard.reports.decree30 import APPENDIX_TABLE_SIZE
from taskboard.reports.wording import NOTHING, count_text
from taskboard.wording import day_text, roman

MIDDLE = Alignment.CENTER
_QUARTER_COLUMNS = (Column(50), Column(24, MIDDLE), Column(36), Column(36), Column(18, MIDDLE))
_QUARTER_HEADS = (
    (
        HeadCell("Kỳ giao ban"),
        HeadCell("Số liệu đến"),
        HeadCell("Theo thời hạn ban đầu"),
        HeadCell("Theo thời hạn hiện hành"),
        HeadCell("Số ngày quá hạn"),
    ),
)
_EVENT_COLUMNS = (Column(24, MIDDLE), Column(56), Column(84))
_EVENT_HEADS = ((HeadCell("Ngày"), HeadCell("Diễn biến"), HeadCell("Nội dung")),)


@dataclass(frozen=True, slots=True)
class Quarter:
    """How a quarter's frozen figures counted a task."""

    briefing: str
    url: str
    cutoff: str
    original: str
    current: str
    days_late: int


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of a task's history, the oldest first on the page and in the document."""

    title: str
    when: str
    at: str
    icon: str
    tone: str = ""
    text: str = ""
    notes: Sequence[str] = ()
    files: Sequence[dict[str, str]] = ()

    @property
    def day(self) -> date:
        return datetime.fromisoformat(self.at).date()


@dataclass(frozen=True, slots=True)
class Story:
    """A task from its order to what came of it."""

    code: str
    title: str
    unit: str
    state: str
    """A key of the state components."""
    state_text: str | None
    original_due_on: date | None
    due_on: date | None
    claimed_on: date | None
    is_done: bool
    is_late: bool
    """Overdue now, or done after the current deadline."""
    result: str
    quarters: Sequence[Quarter] = ()
    happenings: Sequence[Happening] = ()


@dataclass(frozen=True, slots=True)
class DutyLine:
    """What one unit gave of an order that comes again and again."""

    unit: str
    title: str
    given: int
    owed: int


@dataclass(frozen=True, slots=True)
class Order:
    """A directive under the conclusion."""

    code: str
    wording: str
    ended: str
    """Why it no longer holds; empty while it does."""
    stories: Sequence[Story]
    duty: Sequence[DutyLine] = ()


@dataclass(frozen=True, slots=True)
class History:
    number: int
    wording: str
    meeting: str
    held_on: date
    speaker: str
    source: str
    """`Thông báo số 58/TB-UBND ngày 08/04/2021`; empty before it went out."""
    no_task_reason: str
    orders: Sequence[Order]
    is_whole: bool
    """Whether the reader may see all that came of it, or the tasks of their own unit alone."""
    stories: Sequence[Story] = field(default=())

    @property
    def total(self) -> int:
        return len(self.stories)

    @property
    def done(self) -> int:
        return sum(story.is_done for story in self.stories)

    @property
    def late(self) -> int:
        return sum(story.is_late and not story.is_done for story in self.stories)

    @property
    def done_late(self) -> int:
        return sum(story.is_late and story.is_done for story in self.stories)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who files the document; the Office in its own name."""

    body: Body
    signature: Signature | None


def history_document(history: History, sender: Sender, *, as_of: date, made_at: datetime) -> OfficialDocument:
    """From the words to what came of them, as known on a day."""
    subject = f"Quá trình thực hiện kết luận số {history.number}\ntại {history.meeting}"
    body = sender.body
    page = OfficialDocument(title=subject.replace("\n", " "), author=body.name, made_at=made_at)
    page.head(Issuer(("VĂN PHÒNG",), body.issuer.name_lines), Numbering("BC-VP", body.place))
    page.entitled("BÁO CÁO", subject)
    _write_words(page, history)
    page.heading(f"I. KẾT QUẢ ĐẾN NGÀY {day_text(as_of)}", 1)
    for sentence in _outcome(history):
        page.paragraph(sentence)
    orders = [order for order in history.orders if order.stories or order.duty or order.ended]
    for place, order in enumerate(orders, start=2):
        _write_order(page, order, roman(place), is_one_of_several=len(orders) > 1)
    page.closing(
        f"Văn phòng báo cáo quá trình thực hiện kết luận số {history.number} để theo dõi",
        (f"Chủ tịch, các Phó Chủ tịch UBND {body.level}".strip(),),
        "VT",
        sender.signature or Signature((missing("quyền hạn, chức vụ người ký"),)),
    )
    return page


def _write_words(page: OfficialDocument, history: History) -> None:
    who = history.speaker or missing("người kết luận")
    source = f" ({history.source})" if history.source else ""
    page.paragraph(f"Tại {history.meeting} ngày {day_text(history.held_on)}, {who} kết luận{source}:")
    for line in history.wording.split("\n"):
        if line.strip():
            page.paragraph(f"“{line.strip()}”")


def _outcome(history: History) -> list[str]:
    if history.no_task_reason:
        return [f"Nội dung này không phát sinh nhiệm vụ: {history.no_task_reason.rstrip('.')}."]
    if not history.total:
        return ["Chưa có nhiệm vụ nào được giao theo nội dung này."]
    said = (
        f"Đã giao {count_text(history.total)} nhiệm vụ; hoàn thành {count_text(history.done)}"
        f"{f', trong đó quá hạn {count_text(history.done_late)}' if history.done_late else ''}; "
        f"chưa hoàn thành {count_text(history.total - history.done)}"
        f"{f', trong đó quá hạn {count_text(history.late)}' if history.late else ''}."
    )
    limits = [] if history.is_whole else ["Chỉ gồm các nhiệm vụ người lập báo cáo được xem."]
    return [said, *limits]


def _write_order(page: OfficialDocument, order: Order, numeral: str, *, is_one_of_several: bool) -> None:
    heading = f"Quá trình thực hiện chỉ đạo {order.code}" if is_one_of_several else "Quá trình thực hiện"
    page.heading(f"{numeral}. {heading.upper()}", 1)
    if is_one_of_several:
        page.paragraph(f"“{order.wording.strip()}”")
    if order.ended:
        page.paragraph(order.ended)
    for line in order.duty:
        page.paragraph(
            f"- {line.unit}: đã gửi {line.given}/{line.owed} báo cáo định kỳ về việc “{line.title}”."
        )
    for number, story in enumerate(order.stories, start=1):
        _write_story(page, number, story)


def _write_story(page: OfficialDocument, number: int, story: Story) -> None:
    page.heading(f"{number}. {story.unit}: {story.title} ({story.code})", 2)
    page.paragraph(_dates(story))
    if story.result:
        page.paragraph(f"Kết quả: {story.result}")
    if story.quarters:
        lines = [
            Line(
                (
                    row.briefing,
                    row.cutoff,
                    row.original,
                    row.current,
                    str(row.days_late) if row.days_late else NOTHING,
                )
            )
            for row in story.quarters
        ]
        page.table(
            _QUARTER_COLUMNS,
            _QUARTER_HEADS,
            lines,
            size=APPENDIX_TABLE_SIZE,
            caption=f"{story.code} qua các kỳ giao ban",
        )
    if story.happenings:
        page.table(
            _EVENT_COLUMNS,
            _EVENT_HEADS,
            [_event_line(row) for row in story.happenings],
            size=APPENDIX_TABLE_SIZE,
            caption=f"Diễn biến của {story.code}",
        )


def _dates(story: Story) -> str:
    first = day_text(story.original_due_on) or "không thời hạn"
    said = [f"Thời hạn ban đầu: {first}"]
    if story.due_on != story.original_due_on:
        said.append(f"thời hạn hiện hành: {day_text(story.due_on) or 'không thời hạn'}")
    if story.claimed_on:
        said.append(f"hoàn thành ngày {day_text(story.claimed_on)}")
    return "; ".join(said) + "."


def _event_line(row: Happening) -> Line:
    said = "\n".join(part for part in (row.text, *row.notes) if part)
    return Line((day_text(row.day), row.title, said))
