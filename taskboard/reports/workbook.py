"""A roll-up as a workbook: the classes on both bases, the units, and every row behind them, from the report's own figures."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from taskboard.domain.rollup import Basis, Counts, Ratio, RollUp, Row, TaskClass
from taskboard.reports.wording import OFFICIAL, percent_text, ratio_text
from taskboard.spreadsheet import Value, append_row, table_sheet, write_heading
from taskboard.wording import cutoff_text

TOTAL = "TỔNG CỘNG"
CLASSES = (
    TaskClass.DONE_ON_TIME,
    TaskClass.DONE_LATE,
    TaskClass.DONE_NO_DEADLINE,
    TaskClass.OPEN_IN_TIME,
    TaskClass.OPEN_OVERDUE,
    TaskClass.OPEN_NO_DEADLINE,
)
_CLASS_COLUMNS = (
    ("STT", 7),
    ("Phân loại", 60),
    ("Theo thời hạn ban đầu", 22),
    ("Theo thời hạn hiện hành", 22),
)
_UNIT_COLUMNS = (
    ("STT", 7),
    ("Đơn vị chủ trì", 44),
    ("Tổng số", 10),
    *((OFFICIAL.classes[each], 14) for each in CLASSES),
    ("Hoàn thành (tử số/mẫu số)", 16),
    ("Tỷ lệ hoàn thành", 12),
)
_TASK_COLUMNS = (
    ("STT", 7),
    ("Mã", 15),
    ("Nội dung nhiệm vụ", 60),
    ("Đơn vị chủ trì", 34),
    ("Hạn ban đầu", 12),
    ("Hạn hiện hành", 12),
    ("Hoàn thành ngày", 12),
    ("Phân loại", 30),
    ("Số ngày quá hạn", 12),
    ("Số quý chuyển tiếp", 12),
)


def report_workbook(original: RollUp, current: RollUp, basis: Basis, unit_order: Mapping[int, int]) -> bytes:
    """Classes on both bases; units and rows on the chosen one."""
    chosen = original if basis is Basis.ORIGINAL else current
    stamp = (
        f"số liệu tính đến {cutoff_text(chosen.cutoff, ZoneInfo(chosen.zone))}, theo {OFFICIAL.bases[basis]}"
    )
    book = Workbook(write_only=True)
    _classes(book, original, current, stamp)
    _units(book, chosen, unit_order, stamp)
    _tasks(book, chosen, unit_order, stamp)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _classes(book: Any, original: RollUp, current: RollUp, stamp: str) -> None:
    sheet = table_sheet(book, "Phân loại", _CLASS_COLUMNS)
    write_heading(sheet, f"Kết quả thực hiện nhiệm vụ, {stamp}", _CLASS_COLUMNS)
    both = (original.counts, current.counts)
    for number, each in enumerate(CLASSES, start=1):
        append_row(sheet, [number, OFFICIAL.classes[each], *(getattr(one, each.value) for one in both)])
    append_row(sheet, ["", TOTAL, *(one.total for one in both)], is_bold=True)
    for name, text in OFFICIAL.ratios.items():
        append_row(sheet, ["", text, *(_share(getattr(one, name)) for one in both)])


def _share(ratio: Ratio) -> str:
    """Both its numbers beside every percentage (rule 33)."""
    return f"{ratio_text(ratio)} ({percent_text(ratio.permille)})" if ratio.denominator else "—"


def _units(book: Any, chosen: RollUp, order: Mapping[int, int], stamp: str) -> None:
    sheet = table_sheet(book, "Theo đơn vị", _UNIT_COLUMNS)
    write_heading(sheet, f"Kết quả theo đơn vị chủ trì, {stamp}", _UNIT_COLUMNS)
    lines = sorted(chosen.by_unit, key=lambda line: (order.get(line.unit_id, len(order)), line.name))
    for number, line in enumerate(lines, start=1):
        append_row(sheet, [number, line.name, *_counted(line.figures.counts)])
    append_row(sheet, ["", TOTAL, *_counted(chosen.counts)], is_bold=True)


def _counted(counts: Counts) -> list[Value]:
    done = counts.done_of_all
    classes = (getattr(counts, each.value) for each in CLASSES)
    return [counts.total, *classes, ratio_text(done), percent_text(done.permille)]


def _tasks(book: Any, chosen: RollUp, order: Mapping[int, int], stamp: str) -> None:
    sheet = table_sheet(book, "Danh mục", _TASK_COLUMNS)
    write_heading(sheet, f"Danh mục nhiệm vụ theo dõi trong kỳ, {stamp}", _TASK_COLUMNS)
    counted = [row for row in chosen.rows if not row.is_excluded]
    rows = sorted(counted, key=lambda row: (order.get(row.unit_id, len(order)), row.code))
    for number, row in enumerate(rows, start=1):
        append_row(sheet, [number, *_task(row)])
    append_row(sheet, ["", TOTAL, len(rows)], is_bold=True)


def _task(row: Row) -> list[Value]:
    return [
        row.code,
        row.title,
        row.unit_name,
        row.original_due_on,
        row.due_on,
        row.claimed_on,
        OFFICIAL.classes[row.task_class],
        row.days_late,
        row.quarters_carried,
    ]
