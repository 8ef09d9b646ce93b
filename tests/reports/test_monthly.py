"""The monthly sheet: the columns people know, numbers that add up, and nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from taskboard.domain.rollup import Basis, roll_up
from taskboard.reports.monthly import COLUMNS, SUMMARY, TOTAL, month_start, monthly_workbook
from taskboard.wording import roman
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor
from tests.reports.quarter import CITY, CUTOFF, START, UNITS, fact, quarter

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

LAST = date(2021, 6, 30)
ORDER = {unit_id: place for place, unit_id in enumerate(UNITS)}


def book_of(rollup: Any) -> Any:
    return load_workbook(BytesIO(monthly_workbook(rollup, ORDER, until=LAST)))


@pytest.fixture(scope="module")
def rollup() -> Any:
    return quarter(Basis.CURRENT)


@pytest.fixture(scope="module")
def book(rollup: Any) -> Any:
    return book_of(rollup)


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=4, values_only=True))


def test_the_summary_has_the_columns_of_the_sheet_in_their_order(book: Any) -> None:
    sheet = book[SUMMARY]
    assert [cell.value for cell in sheet[3]] == [name for name, _width in COLUMNS]
    assert (
        sheet["B1"].value == "TỔNG HỢP TÌNH HÌNH THỰC HIỆN NHIỆM VỤ UBND GIAO ĐẾN NGÀY 30 THÁNG 06 NĂM 2021"
    )
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_units_stand_in_the_citys_order_under_roman_numbers_and_add_up(book: Any, rollup: Any) -> None:
    *lines, total, _blank, _note = rows_of(book[SUMMARY])
    assert [line[0] for line in lines] == [roman(number) for number in range(1, len(lines) + 1)]
    assert [line[1] for line in lines] == [
        name for name, _group in UNITS.values() if name in {each.name for each in rollup.by_unit}
    ]
    for line in lines:
        assert line[2] == line[3] + line[4] + line[5]
    assert total[1] == TOTAL
    assert list(total[2:6]) == [sum(line[column] for line in lines) for column in range(2, 6)]
    counts = rollup.counts
    assert list(total[2:6]) == [
        counts.total,
        counts.open - counts.open_overdue,
        counts.done,
        counts.open_overdue,
    ]


def test_each_unit_has_its_three_lists_and_room_to_write(book: Any, rollup: Any) -> None:
    for sheet, line in zip(
        book.worksheets[1:], sorted(rollup.by_unit, key=lambda each: ORDER[each.unit_id]), strict=True
    ):
        assert [cell.value for cell in sheet[3]][-3:] == [
            "Đề xuất, kiến nghị",
            "Xin ý kiến lãnh đạo tuần đến",
            "Ghi chú",
        ]
        *tasks, total = rows_of(sheet)
        assert total[0] == TOTAL
        counted = [sum(1 for row in tasks if row[column]) for column in (1, 3, 5)]
        assert [total[column] for column in (1, 3, 5)] == counted
        assert sum(counted) == line.figures.counts.total


def test_days_are_days_and_numbers_are_numbers(book: Any) -> None:
    days = [
        row[column]
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows(min_row=4)
        for column in (2, 4, 6)
        if row[column].value
    ]
    assert days
    assert all(isinstance(cell.value, datetime) and cell.number_format == "dd/mm/yyyy" for cell in days)
    assert all(type(cell.value) is int for cell in book[SUMMARY]["C"][3:5])


@pytest.mark.parametrize(
    "title",
    ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "a\x00b\x0b", "\u202edaolnwod"],
)
def test_what_was_typed_is_never_a_formula(title: str) -> None:
    hostile = replace(fact(1), title=title, unit_name=title or "x")
    rollup = roll_up([hostile], period_start=START, cutoff=CUTOFF, basis=Basis.CURRENT, zone=CITY)
    for sheet in book_of(rollup).worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_names_no_workbook_takes_become_names_of_their_own() -> None:
    long = "Trung tâm " + "Phát triển quỹ đất " * 10
    facts = [
        replace(fact(number), unit_id=number, unit_name=name)
        for number, name in enumerate((long, long, "A/B: [1]*?", "a b   1"), start=1)
    ]
    rollup = roll_up(facts, period_start=START, cutoff=CUTOFF, basis=Basis.CURRENT, zone=CITY)
    names = book_of(rollup).sheetnames
    assert len({name.casefold() for name in names}) == 5
    assert all(0 < len(name) <= 31 for name in names)


def test_a_month_with_nothing_says_noughts() -> None:
    rollup = roll_up([], period_start=START, cutoff=CUTOFF, basis=Basis.CURRENT, zone=CITY)
    book = book_of(rollup)
    assert book.sheetnames == [SUMMARY]
    assert rows_of(book[SUMMARY])[0][1:6] == (TOTAL, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("until", "is_15_14", "first"),
    [
        (date(2021, 6, 30), False, date(2021, 6, 1)),
        (date(2021, 6, 15), True, date(2021, 6, 15)),
        (date(2021, 6, 14), True, date(2021, 5, 15)),
        (date(2021, 1, 3), True, date(2020, 12, 15)),
    ],
)
def test_the_month_begins_where_the_city_cuts_it(until: date, is_15_14: bool, first: date) -> None:
    assert month_start(until, is_15_14=is_15_14) == first


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "I"), (4, "IV"), (9, "IX"), (38, "XXXVIII"), (40, "XL"), (99, "XCIX")]
)
def test_roman(number: int, letters: str) -> None:
    assert roman(number) == letters


def test_the_page_and_its_file_say_the_same(cast: Cast, client: FlaskClient, clock: HandClock) -> None:
    on = build.occasion(build.at(date(2021, 6, 3)), cast.chief)
    build.task("Giải phóng mặt bằng", lead=cast.urban, on=on, due_on=date(2021, 6, 10))
    build.task("Lập phương án hộ đê", lead=cast.economy, on=on, due_on=date(2021, 7, 10))
    build.saved()
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open("/reports/monthly")
    shown = [
        [cell.text_content().strip() for cell in row.xpath("./*")] for row in visitor.tree.xpath("//tbody/tr")
    ]
    content = visitor.client.get("/reports/monthly.xlsx").data
    lines = [row[1:6] for row in rows_of(load_workbook(BytesIO(content))[SUMMARY])][:3]
    assert [[str(value) for value in line][1:] for line in lines] == [row[1:] for row in shown]
    assert [row[0] for row in shown] == ["Phòng Kinh tế", "Phòng Quản lý đô thị", "Tổng cộng"]
    visitor.open("/reports/monthly?until=2021-06-02")
    assert "Tháng này chưa có nhiệm vụ nào." in visitor.words
