"""The tracking register as a file: exactly the list that is shown, with the columns registers have (domain 2.4).

Documents are Vietnamese whatever the screen speaks (ADR 0005). What people typed is text, never a formula.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import force_locale
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from sqlalchemy.orm import joinedload, selectinload

from taskboard.briefings.models import UnitRole
from taskboard.domain.authority import Actor
from taskboard.spreadsheet import Value, cell_of
from taskboard.tasks import columns, queries
from taskboard.tasks.models import Assignment, Report, ReportKind, Task
from taskboard.tasks.queries import Filter, Grouping, Order
from taskboard.tasks.queries.loading import WHOLE
from taskboard.tasks.showing import Lens, chip, source_of, source_rest
from taskboard.units.models import Unit
from taskboard.web import labels
from taskboard.wording import day_text

BATCH = 500
COLUMNS = (
    ("Mã", 15),
    ("Nội dung / trích yếu", 60),
    ("Cơ quan chủ trì", 28),
    ("Chuyên viên VP theo dõi", 22),
    ("Đơn vị thực hiện", 30),
    ("Văn bản giao (số, ngày)", 32),
    ("Văn bản sản phẩm", 24),
    ("Hạn xử lý", 12),
    ("Tóm tắt kết quả", 50),
    ("Ghi chú", 34),
)
TOTAL = "TỔNG CỘNG"
_OPTIONS = (
    joinedload(Task.unit).joinedload(Unit.names),
    selectinload(Task.assignments).joinedload(Assignment.unit).joinedload(Unit.names),
    selectinload(Task.reports),
)
Line = list[Value]


Head = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list: its rows, their order and groups, the columns somebody chose (none: those a register has)."""

    filters: Filter
    order: Order
    grouping: Grouping | None = None
    columns: Sequence[str] = ()
    fields: dict[str, str] = dataclasses.field(default_factory=dict)
    """Names of the fields of work by their codes."""

    @property
    def heads(self) -> Sequence[Head]:
        """The columns of the file and how wide each stands."""
        if not self.columns:
            return COLUMNS
        with force_locale("vi"):
            return (*COLUMNS[:2], *((str(column.label), 22) for column in columns.shown(self.columns)))


def lines_of(asked: Asked, who: Actor, seen: Lens) -> Iterator[Line]:
    """A line a task in the order of the list, read in batches so that a long register is never held whole."""
    place = ""
    while True:
        page = queries.task_page(
            asked.filters,
            seen.reading,
            who,
            order=asked.order,
            after=place,
            limit=BATCH,
            options=(*WHOLE, *_OPTIONS, *columns.options(asked.columns)),
            grouping=asked.grouping,
        )
        with force_locale("vi"):
            lines = [_line_of(task, asked, seen) for task in page.tasks]
        yield from lines
        place = page.next
        if not place:
            return


def _line_of(task: Task, asked: Asked, seen: Lens) -> Line:
    """With the columns of the screen where somebody chose them, each as its own kind of value."""
    if not asked.columns:
        return _line(task, seen)
    cells = columns.cells(task, columns.shown(asked.columns), seen, asked.fields)
    said = [cell.column.kept(task) if cell.column and cell.column.kept else cell.text for cell in cells]
    return [task.code, task.title, *said]


def _line(task: Task, seen: Lens) -> Line:
    last = task.lead_reports[-1] if task.lead_reports else None
    return [
        task.code,
        task.title,
        task.unit.name_on(seen.today),
        task.monitor.full_name if task.monitor else "",
        _doers(task, seen.today),
        _given_by(task),
        _result_document(task.lead_reports),
        task.due_on,
        last.done_text if last else "",
        _note(task, seen),
    ]


def _given_by(task: Task) -> str:
    """The paper and its day, as registers ask: "Giao ban quý I/2021, mục 12, Thông báo 03/TB-UBND ngày 08/01/2021"."""
    said, rest = source_of(task), source_rest(task.directive)
    return f"{said} {rest}" if rest.startswith("ngày ") else ", ".join(part for part in (said, rest) if part)


def _doers(task: Task, today: date) -> str:
    """The officer named, and who takes part beside the lead."""
    partners = [
        row.unit.name_on(today)
        for row in task.assignments
        if row.role is UnitRole.PARTNER and row.ended_at is None
    ]
    return "; ".join([*([task.officer.full_name] if task.officer else []), *partners])


def _result_document(reports: Iterable[Report]) -> str:
    found = [row for row in reports if row.kind is ReportKind.COMPLETION and row.document_number]
    if not found:
        return ""
    last = found[-1]
    return ", ".join(part for part in (last.document_number, day_text(last.document_on)) if part)


def _note(task: Task, seen: Lens) -> str:
    """How it stands, and that its date was moved."""
    shown = chip(task, seen)
    said = [str(shown.text or labels.STATES.get(task.state, ""))]
    if task.original_due_on != task.due_on:
        said.append(f"hạn ban đầu {day_text(task.original_due_on)}")
    return "; ".join(part for part in said if part)


def xlsx_of(lines: Iterable[Line], heads: Sequence[Head] = COLUMNS) -> bytes:
    """The register as a workbook: frozen head, dates as dates, its sum below."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ theo dõi")
    for place, (_name, width) in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([cell_of(sheet, name, is_bold=True) for name, _width in heads])
    count = 0
    for line in lines:
        sheet.append([cell_of(sheet, value) for value in line])
        count += 1
    sheet.append([cell_of(sheet, TOTAL, is_bold=True), cell_of(sheet, count, is_bold=True)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv_of(lines: Iterable[Line], heads: Sequence[Head] = COLUMNS) -> bytes:
    """The same for other programs: UTF-8 with the mark by which spreadsheets know it, one row a task and no sum."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([name for name, _width in heads])
    for line in lines:
        writer.writerow([_plain(value) for value in line])
    return written.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> str:
    """A spreadsheet that opens the file takes what begins so for a formula: an apostrophe says that it is text."""
    if isinstance(value, date):
        return day_text(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
