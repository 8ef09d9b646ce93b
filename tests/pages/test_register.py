"""The list as a file: the same rows in the same order, and what people typed stays text."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from taskboard.tasks import register
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def given(cast: Cast, title: str, **more: Any) -> Task:
    more.setdefault("lead", cast.economy)
    return build.task(title, on=build.occasion(build.at(date(2021, 6, 1)), cast.monitor), **more)


def shown(browser: Visitor) -> list[str]:
    return [str(code) for code in browser.tree.xpath("//tbody//span[@class='code']/text()")]


def sheet_rows(browser: Visitor) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(browser.answer.get_data()))
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def test_the_file_holds_the_rows_of_the_list_in_its_order(
    browser: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "BATCH", 2)
    for number in range(5):
        given(cast, f"Việc {number}", due_on=date(2021, 6, 11 + number), partners=[cast.loc_vuong])
    given(cast, "Việc của đơn vị khác", lead=cast.urban, due_on=date(2021, 6, 12))
    address = f"view=open&unit={cast.economy.code}&sort=-due"
    browser.be(cast.chief).open(f"/tasks?{address}")
    codes = shown(browser)
    assert len(codes) == 5
    browser.open(f"/tasks/register.xlsx?{address}")
    head, *lines, total = sheet_rows(browser)
    assert head == tuple(name for name, _width in register.COLUMNS)
    assert [line[0] for line in lines] == codes
    assert lines[0][7].date() == date(2021, 6, 15)
    assert lines[0][4] == "Phường Lộc Vượng"
    assert total[:2] == ("TỔNG CỘNG", 5)
    browser.open(f"/tasks/register.csv?{address}")
    rows = list(csv.reader(io.StringIO(browser.answer.get_data().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == codes
    assert rows[1][7] == "15/06/2021"


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x","y")', "+84 gọi lại", "@SUM(A1)", "-1+1"])
def test_what_was_typed_is_never_a_formula(title: str, browser: Visitor, cast: Cast) -> None:
    given(cast, title, due_on=date(2021, 6, 30))
    browser.be(cast.chief).open("/tasks/register.xlsx")
    cell = load_workbook(io.BytesIO(browser.answer.get_data())).active["B2"]
    assert (cell.value, cell.data_type) == (title, "s")
    browser.open("/tasks/register.csv")
    rows = list(csv.reader(io.StringIO(browser.answer.get_data().decode("utf-8-sig"))))
    assert rows[1][1] == f"'{title}"


def test_a_unit_takes_away_only_what_it_may_see(browser: Visitor, cast: Cast) -> None:
    own = given(cast, "Việc của phòng", due_on=date(2021, 6, 30))
    given(cast, "Việc của đơn vị khác", lead=cast.urban, due_on=date(2021, 6, 30))
    browser.be(cast.head).open("/tasks/register.xlsx?view=all")
    assert [row[0] for row in sheet_rows(browser)[1:-1]] == [own.code]


def test_the_list_is_sorted_and_grouped_from_its_heads(browser: Visitor, cast: Cast) -> None:
    late = given(cast, "Việc một", due_on=date(2021, 6, 11))
    later = given(cast, "Việc hai", due_on=date(2021, 6, 29), lead=cast.urban)
    undated = given(cast, "Việc ba", due_on=None)
    browser.be(cast.chief).open("/tasks")
    assert shown(browser) == [late.code, later.code, undated.code]
    browser.open(str(browser.tree.xpath("//th[@aria-sort='ascending']/a/@href")[0]))
    assert shown(browser) == [later.code, late.code, undated.code]
    browser.open("/tasks?sort=unit")
    assert browser.tree.xpath("//tr[@class='by-unit']/th/text()") == [
        "Phòng Kinh tế",
        "Phòng Quản lý đô thị",
    ]
    assert shown(browser) == [late.code, undated.code, later.code]


def test_conditions_of_the_sheet_stand_in_the_address_and_can_be_taken_away(
    browser: Visitor, cast: Cast
) -> None:
    near = given(cast, "Việc tháng sáu", due_on=date(2021, 6, 30), is_starred=True)
    given(cast, "Việc tháng bảy", due_on=date(2021, 7, 30), is_starred=True)
    given(cast, "Việc không sao", due_on=date(2021, 6, 30))
    browser.be(cast.chief).open(
        "/tasks?due_to=30/06/2021&starred=1&state=new&level=&leader=&due_from=31/02/2021"
    )
    assert shown(browser) == [near.code]
    chips = [
        " ".join(chip.split())
        for chip in browser.tree.xpath("//a[contains(@class, 'chip-on')]/span[1]/text()")
    ]
    assert chips == ["Trạng thái: Mới giao", "Hạn đến ngày: 30/06/2021", "Gắn sao"]
