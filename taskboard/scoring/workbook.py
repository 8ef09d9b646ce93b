"""Score sheets as a workbook: a line a unit or person, then every product with the reason for each missing point.

The general points are empty boxes to fill in; the sums beside them are formulas that stay empty until they are.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from taskboard.domain.scoring import Aside, Criterion, Grade, Sheet
from taskboard.scoring import wording
from taskboard.scoring.queries import Asked
from taskboard.spreadsheet import append_row, cell_of, table_sheet, write_heading
from taskboard.wording import cutoff_text, day_text

_LINES = (
    ("STT", 7),
    ("Đơn vị, cá nhân", 44),
    ("Nhiệm vụ", 30),
    ("Mã", 16),
    ("Số lượng (%)", 12),
    ("Chất lượng (%)", 12),
    ("Tiến độ (%)", 12),
    ("Căn cứ", 60),
)
_FIRST = 4
"""Below the title, a blank line and the headings."""


def score_workbook(what: Asked, rows: Sequence[tuple[str, Sheet]]) -> bytes:
    """Sheets by name; the first may be a unit's and the others its people's."""
    stamp = (
        f"{wording.period_words(what.period)}, số liệu đến {cutoff_text(what.cutoff, what.zone)}, "
        f"theo {wording.BASES[what.basis]}"
    )
    book = Workbook(write_only=True)
    _totals(book, what, rows, stamp)
    _products(book, rows, stamp)
    _asides(book, rows, stamp)
    _limits(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _totals(book: Any, what: Asked, rows: Sequence[tuple[str, Sheet]], stamp: str) -> None:
    scale = what.scale
    columns = (
        ("STT", 7),
        ("Đơn vị, cá nhân", 44),
        ("Sản phẩm", 11),
        ("Số lượng (%)", 12),
        ("Chất lượng (%)", 12),
        ("Tiến độ (%)", 12),
        (f"Kết quả (tối đa {scale.result_points})", 16),
        (f"Tiêu chí chung (tối đa {scale.general_points})", 18),
        ("Tổng điểm", 12),
        ("Mức theo điểm", 32),
    )
    sheet = table_sheet(book, "Bảng điểm", columns)
    write_heading(sheet, f"Bảng điểm kết quả theo Nghị định 335/2025/NĐ-CP, {stamp}", columns)
    for number, (name, found) in enumerate(rows, start=1):
        row = _FIRST - 1 + number
        cells = [cell_of(sheet, value) for value in (number, name, len(found.products))]
        cells += [_figure(sheet, found.percent(each)) for each in Criterion]
        cells += [_figure(sheet, found.result), cell_of(sheet, None)]
        cells += [f'=IF(OR(G{row}="",H{row}=""),"",G{row}+H{row})', _grade_formula(row, found)]
        sheet.append(cells)


def _figure(sheet: Any, value: Any) -> Any:
    """A number to count on with; nothing where there is nothing to compare."""
    cell = cell_of(sheet, None if value is None else 0)
    if value is not None:
        cell.value, cell.number_format = round(float(value), 2), "0.##"
    return cell


def _grade_formula(row: int, found: Sheet) -> str:
    scale, total = found.scale, f"I{row}"
    steps = (
        (Grade.EXCELLENT, scale.excellent_points),
        (Grade.GOOD, scale.good_points),
        (Grade.DONE, scale.done_points),
    )
    formula = f'"{wording.GRADES[Grade.NOT_DONE]}"'
    for grade, points in reversed(steps):
        formula = f'IF({total}>={points},"{wording.GRADES[grade]}",{formula})'
    return f'=IF({total}="","",{formula})'


def _products(book: Any, rows: Sequence[tuple[str, Sheet]], stamp: str) -> None:
    sheet = table_sheet(book, "Từng nhiệm vụ", _LINES)
    write_heading(sheet, f"Căn cứ của từng điểm, {stamp}", _LINES)
    number = 0
    for name, found in rows:
        for product in found.products:
            for work in product.works:
                number += 1
                texts = (number, name, work.fact.title, work.fact.code)
                cells = [cell_of(sheet, value) for value in texts]
                cells += [_figure(sheet, work.points(each)) for each in Criterion]
                said = wording.work_text(work, found.scale.step_percent)
                if len(product.works) > 1:
                    said = f"một trong {len(product.works)} kỳ của nhiệm vụ định kỳ; {said}"
                sheet.append([*cells, cell_of(sheet, said)])


def _asides(book: Any, rows: Sequence[tuple[str, Sheet]], stamp: str) -> None:
    columns = (("STT", 7), ("Đơn vị, cá nhân", 44), ("Nhiệm vụ", 60), ("Mã", 16), ("Hạn", 12), ("Vì sao", 44))
    sheet = table_sheet(book, "Không tính điểm", columns)
    write_heading(sheet, f"Nhiệm vụ không tính điểm, {stamp}", columns)
    listed = [(name, why, fact) for name, found in rows for why, fact in _in_order(found)]
    for number, (name, why, fact) in enumerate(listed, start=1):
        due = day_text(fact.due_on)
        append_row(sheet, [number, name, fact.title, fact.code, due, str(wording.ASIDES[why])])


def _in_order(found: Sheet) -> list[tuple[Aside, Any]]:
    order = list(wording.ASIDES)
    return sorted(found.asides, key=lambda one: order.index(one[0]))


def _limits(book: Any) -> None:
    columns = (("STT", 7), ("Giới hạn của bảng điểm", 120))
    sheet = table_sheet(book, "Giới hạn", columns)
    write_heading(sheet, "Điều bảng này không biết", columns)
    for number, words in enumerate(wording.LIMITS, start=1):
        append_row(sheet, [number, str(words)])
