"""The monthly sheet as a workbook: a summary over all units, and a sheet a unit with its three lists (domain 2.4).

From one `RollUp`, so it counts what the report counts. Every task stands in exactly one of the three columns: under way and
not late, done, late and not done.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from openpyxl import Workbook

from taskboard.domain.rollup import Counts, RollUp, Row, TaskClass, UnitLine
from taskboard.reports.wording import OFFICIAL
from taskboard.spreadsheet import Value, append_row, plain_text, table_sheet, write_heading
from taskboard.wording import roman

COLUMNS = (
    ("STT", 7),
    ("Đơn vị", 44),
    ("Tổng số nhiệm vụ UBND giao", 18),
    ("Đang giao", 12),
    ("Hoàn thành", 12),
    ("Trễ hạn", 12),
    ("Ghi chú", 40),
)
LISTS = ("Đang giao", "Hoàn thành", "Trễ hạn")
BLANKS = ("Đề xuất, kiến nghị", "Xin ý kiến lãnh đạo tuần đến", "Ghi chú")
UNIT_COLUMNS = (
    ("STT", 7),
    *((name, width) for each in LISTS for name, width in ((each, 38), ("Thời hạn", 12))),
    *((name, 24) for name in BLANKS),
)
TOTAL = "TỔNG CỘNG"
SUMMARY = "Tổng hợp"
_DONE = frozenset({TaskClass.DONE_ON_TIME, TaskClass.DONE_LATE, TaskClass.DONE_NO_DEADLINE})
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31


def month_start(until: date, *, is_15_14: bool) -> date:
    """The first day of the month that `until` is in: of the calendar's, or of the one from the 15th to the 14th."""
    if not is_15_14:
        return until.replace(day=1)
    return (until if until.day >= 15 else until.replace(day=1) - timedelta(days=1)).replace(day=15)


def monthly_workbook(rollup: RollUp, unit_order: dict[int, int], *, until: date) -> bytes:
    """The month of `until` up to and with that day; units in the city's order."""
    book = Workbook(write_only=True)
    units = sorted(
        rollup.by_unit, key=lambda line: (unit_order.get(line.unit_id, len(unit_order)), line.name)
    )
    _summary(book, rollup, units, until)
    taken = {SUMMARY}
    for line in units:
        name = _sheet_name(line.name, taken)
        taken.add(name)
        _unit_sheet(book, name, line, [row for row in rollup.rows if row.unit_id == line.unit_id], until)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _summary(book: Any, rollup: RollUp, units: Sequence[UnitLine], until: date) -> None:
    sheet = table_sheet(book, SUMMARY, COLUMNS)
    write_heading(sheet, f"TỔNG HỢP TÌNH HÌNH THỰC HIỆN NHIỆM VỤ UBND GIAO ĐẾN {_day_words(until)}", COLUMNS)
    for number, line in enumerate(units, start=1):
        counts = line.figures.counts
        note = f"{line.figures.waiting} nhiệm vụ chờ xác nhận" if line.figures.waiting else ""
        append_row(sheet, [roman(number), line.name, *_numbers(counts), note])
    excluded = sum(rollup.excluded.values())
    note = (
        f"Ngoài tổng số: {excluded} nhiệm vụ thu hồi, trả lại, không tiếp tục thực hiện" if excluded else ""
    )
    append_row(sheet, ["", TOTAL, *_numbers(rollup.counts), note], is_bold=True)
    append_row(sheet, [])
    append_row(sheet, ["", f"Phân loại theo {OFFICIAL.bases[rollup.basis]}."])


def _numbers(counts: Counts) -> list[Value]:
    return [counts.total, counts.open - counts.open_overdue, counts.done, counts.open_overdue]


def _unit_sheet(book: Any, name: str, line: UnitLine, rows: Sequence[Row], until: date) -> None:
    sheet = table_sheet(book, name, UNIT_COLUMNS)
    write_heading(sheet, f"{line.name}: nhiệm vụ UBND giao đến {_day_words(until).lower()}", UNIT_COLUMNS)
    lists = [[row for row in rows if belongs(row)] for belongs in (_is_under_way, _is_done, _is_late)]
    for number, across in enumerate(zip_longest(*lists), start=1):
        append_row(sheet, [number, *(value for row in across for value in _task_cells(row))])
    sums = [value for each in lists for value in (len(each), None)]
    append_row(sheet, [TOTAL, *sums], is_bold=True)


def _is_under_way(row: Row) -> bool:
    return row.is_open and not _is_late(row)


def _is_done(row: Row) -> bool:
    return row.task_class in _DONE


def _is_late(row: Row) -> bool:
    return row.task_class is TaskClass.OPEN_OVERDUE


def _task_cells(row: Row | None) -> tuple[Value, Value]:
    return (None, None) if row is None else (f"{row.code}: {row.title}", row.due_on)


def _day_words(day: date) -> str:
    return f"NGÀY {day:%d} THÁNG {day:%m} NĂM {day:%Y}"


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name a workbook takes and no other sheet has."""
    bare = _shortened(_FORBIDDEN_IN_NAMES.sub(" ", plain_text(name)).strip()) or "Đơn vị"
    return next(
        found for found in _candidates(bare) if found.casefold() not in {one.casefold() for one in taken}
    )


def _shortened(name: str) -> str:
    """Whole words, as long as there are any."""
    if len(name) <= _LONGEST_NAME:
        return name
    return name[: _LONGEST_NAME + 1].rpartition(" ")[0].strip(" -") or name[:_LONGEST_NAME]


def _candidates(bare: str) -> Iterator[str]:
    yield bare
    for number in range(2, 10_000):
        mark = f" ({number})"
        yield bare[: _LONGEST_NAME - len(mark)].strip() + mark
