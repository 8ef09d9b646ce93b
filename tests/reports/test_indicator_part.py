"""What the report says of the quarter's figures: each share beside the amount it is of, as its table has it."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest

from taskboard.domain.indicators import Direction, QuarterKey, standing
from taskboard.indicators.section import ReportLine, ReportSection
from taskboard.reports.content import Line, OfficialDocument, Paragraph, Table
from taskboard.reports.quarter import quarter_report
from tests.reports.quarter import DETAILS, FACTS, quarter

REVENUE: dict[QuarterKey, Decimal] = {
    (2020, 1): Decimal(611904),
    (2020, 2): Decimal(498310),
    (2021, 1): Decimal(564000),
    (2021, 2): Decimal(512000),
}
NAMES = ["Thu ngân sách", "Dư nợ"]


def printed(number: int, values: dict[QuarterKey, Decimal] = REVENUE) -> OfficialDocument:
    """A report with what adds up over the year, and the same figures as a stock."""
    lines = tuple(
        ReportLine(
            code=name,
            name=name,
            measure="triệu đồng",
            unit_name="Phòng Tài chính - Kế hoạch",
            field="",
            standing=standing(
                values, (2021, number), plan=Decimal(3311482), adds_up=adds_up, direction=Direction.UP
            ),
        )
        for name, adds_up in zip(NAMES, (True, False), strict=True)
    )
    facts = dataclasses.replace(
        FACTS, period=f"quý {'I' * number} năm 2021", section=ReportSection(2021, number, lines)
    )
    return quarter_report(quarter(), DETAILS, facts)


def sentence(page: OfficialDocument, name: str) -> str:
    (found,) = (
        block.text
        for block in page.blocks
        if isinstance(block, Paragraph) and block.text.startswith(f"- {name}")
    )
    return found.removeprefix("- ")


def row(page: OfficialDocument, name: str) -> dict[str, str]:
    """A line of the appendix by the names of its columns."""
    table = [block for block in page.blocks if isinstance(block, Table)][-1]
    names = [cell.text for cell in table.heads[0]]
    (found,) = (line.cells for line in table.lines if isinstance(line, Line) and line.cells[1] == name)
    return dict(zip(names, found, strict=True))


def test_the_share_of_the_plan_stands_beside_the_sum_it_is_of() -> None:
    assert sentence(printed(2), "Thu ngân sách") == (
        "Thu ngân sách quý II năm 2021 đạt 512.000 triệu đồng, tăng 2,7% so với cùng kỳ; "
        "lũy kế từ đầu năm 1.076.000 triệu đồng, đạt 32,5% kế hoạch năm."
    )


def test_a_stock_and_a_first_quarter_have_one_amount() -> None:
    assert sentence(printed(2), "Dư nợ") == (
        "Dư nợ 512.000 triệu đồng, đạt 15,5% kế hoạch năm, tăng 2,7% so với cùng kỳ."
    )
    assert sentence(printed(1), "Thu ngân sách") == (
        "Thu ngân sách 564.000 triệu đồng, đạt 17,0% kế hoạch năm, giảm 7,8% so với cùng kỳ."
    )


def test_no_share_while_an_earlier_quarter_is_missing() -> None:
    late = {key: value for key, value in REVENUE.items() if key != (2021, 1)}
    said = sentence(printed(2, late), "Thu ngân sách")
    assert said == "Thu ngân sách 512.000 triệu đồng, tăng 2,7% so với cùng kỳ."


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_the_text_says_the_figures_of_the_table(number: int, name: str) -> None:
    page = printed(number)
    said, cells = sentence(page, name), row(page, name)
    amounts = re.findall(r"([0-9.]+) triệu đồng", said)
    shown = dict.fromkeys([cells["Thực hiện trong quý"], cells["Từ đầu năm"]])
    assert amounts == list(shown)
    assert f"đạt {cells['Từ đầu năm so kế hoạch']} kế hoạch năm" in said
    assert said.index(f"{cells['Từ đầu năm']} triệu") < said.index("kế hoạch năm")
    found = re.search(r"(tăng|giảm) ([0-9]+),([0-9])% so với cùng kỳ", said)
    assert found is not None
    step = int(found[2] + found[3]) * (1 if found[1] == "tăng" else -1)
    assert cells["Quý này so cùng kỳ"] == f"{(1000 + step) // 10},{(1000 + step) % 10}%"
