"""The score sheet on the screen and as a file: off until a city wants it, own lines only, nothing invented, nothing kept."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from taskboard.accounts.models import Person
from taskboard.domain.authority import Role
from taskboard.domain.rollup import Basis
from taskboard.domain.scoring import Aside, Criterion, ScorePeriod
from taskboard.scoring import queries
from taskboard.settings import actions as settings
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.build import CITY, at, occasion
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

QUARTER = "period=2021-q2"


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def switch_on(cast: Cast, key: str = "score_sheet", value: object = True) -> None:
    on = occasion(at(date(2021, 4, 1)), cast.administrator)
    settings.set_value(key, value, legal_basis="", valid_from=on.today, acting=on.acting, now=on.now)


def given(title: str, cast: Cast, *, due: date | None, officer: Person | None = None) -> Task:
    made = build.task(title, lead=cast.economy, due_on=due, on=occasion(at(date(2021, 4, 5)), cast.monitor))
    if officer:
        tasks.name_officer(made, officer, on=occasion(at(date(2021, 4, 5)), cast.head))
    return made


def finished(task: Task, on_day: date, cast: Cast, *, sent_back: int = 0) -> Task:
    head, office = occasion(at(on_day), cast.head), occasion(at(on_day), cast.monitor)
    for _ in range(sent_back):
        build.completion(task, on=head)
        tasks.send_back(task, reason="Thiếu số liệu.", on=office)
    build.completion(task, on=head)
    tasks.confirm(task, on=office)
    return task


@pytest.fixture
def scene(cast: Cast) -> dict[str, Task]:
    switch_on(cast)
    made = {
        "good": finished(
            given("Việc tốt", cast, due=date(2021, 5, 31), officer=cast.officer), date(2021, 5, 20), cast
        ),
        "late": finished(
            given("Việc chậm", cast, due=date(2021, 4, 30)), date(2021, 5, 5), cast, sent_back=1
        ),
        "owed": given("Việc nợ", cast, due=date(2021, 5, 10), officer=cast.officer),
        "later": given("Việc sau", cast, due=date(2021, 6, 30)),
        "undated": given("Việc không hạn", cast, due=None),
    }
    build.saved()
    return made


def asked(day: date = date(2021, 6, 16), basis: Basis = Basis.ORIGINAL) -> queries.Asked:
    return queries.asked(ScorePeriod(2021, 2, True), basis, now=at(day), zone=CITY)


def test_a_units_sheet_counts_what_was_asked_and_names_the_rest(cast: Cast, scene: dict[str, Task]) -> None:
    found, people = queries.sheet_of_unit(asked(), cast.economy.id)
    assert [product.works[0].fact.code for product in found.products] == [
        scene[name].code for name in ("owed", "late", "good")
    ]
    assert [round(float(found.percent(each) or 0), 2) for each in Criterion] == [66.67, 58.33, 58.33]
    assert {(why, fact.code) for why, fact in found.asides} == {
        (Aside.NOT_YET_DUE, scene["later"].code),
        (Aside.UNDATED, scene["undated"].code),
    }
    assert [(row.person, len(row.sheet.products)) for row in people] == [(cast.officer, 2), (None, 1)]


def test_a_past_period_is_told_as_known_now_and_a_running_one_says_so(
    cast: Cast, scene: dict[str, Task]
) -> None:
    assert asked().is_running and not asked(date(2021, 7, 2)).is_running
    (line,) = queries.unit_sheets(asked(date(2021, 7, 2)))
    assert len(line.sheet.products) == 4, "what fell due later in the quarter is asked by its end"


def test_an_objective_cause_that_was_confirmed_is_not_held_against_a_unit(
    cast: Cast, scene: dict[str, Task]
) -> None:
    before = queries.sheet_of_unit(asked(), cast.economy.id)[0].percent(Criterion.PROGRESS)
    tasks.confirm_cause(scene["late"], note="Bão số 2.", on=occasion(at(date(2021, 6, 1)), cast.chief))
    after = queries.sheet_of_unit(asked(), cast.economy.id)[0].percent(Criterion.PROGRESS)
    assert (after or 0) - (before or 0) == pytest.approx(25 / 3)


# --------------------------------------------------------------------------------------------------------------- pages


def test_there_is_no_sheet_until_the_city_wants_one(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.chair).open("/score-sheet")
    assert browser.status == 404
    switch_on(cast)
    browser.open(f"/score-sheet?{QUARTER}")
    assert browser.status == 200 and "Kỳ này chưa có nhiệm vụ nào" in browser.words


def test_every_point_is_explained_and_leads_to_its_task(
    browser: Visitor, cast: Cast, scene: dict[str, Task]
) -> None:
    browser.be(cast.chief).open(f"/score-sheet?{QUARTER}")
    assert "Phòng Kinh tế" in browser.words and "Điều bảng này không biết" in browser.words
    browser.open(f"/score-sheet/units/{cast.economy.code}?{QUARTER}")
    assert "chậm hạn ban đầu 30/04/2021 (−25%)" in browser.words and "gửi lại 1 lần (−25%)" in browser.words
    assert "chưa hoàn thành" in browser.words and "Chưa đến hạn" in browser.words
    for name in ("good", "late", "owed"):
        assert f"/tasks/{scene[name].code}" in browser.links


def test_the_general_points_are_an_empty_box_and_a_sum_that_nobody_keeps(
    browser: Visitor, cast: Cast, scene: dict[str, Task]
) -> None:
    page = f"/score-sheet/units/{cast.economy.code}?{QUARTER}"
    browser.be(cast.chief).open(page)
    assert browser.tree.get_element_by_id("general").get("value") == "" and "Tổng" not in browser.words
    browser.open(f"{page}&general=27,5")
    assert "Tổng 70,28 điểm · Hoàn thành tốt nhiệm vụ" in browser.words
    browser.open(f"{page}&general=31")
    assert "Điểm từ 0 đến 30" in browser.words and "Tổng" not in browser.words
    browser.open(page)
    assert browser.tree.get_element_by_id("general").get("value") == ""


def test_who_is_of_a_unit_sees_its_own_sheet_and_an_officer_their_own_line(
    browser: Visitor, cast: Cast, scene: dict[str, Task]
) -> None:
    other = build.person("Phạm Thị Hoa", Role.OFFICER, cast.economy)
    tasks.name_officer(scene["later"], other, on=occasion(at(date(2021, 6, 1)), cast.head))
    build.saved()
    home = f"/score-sheet/units/{cast.economy.code}"
    browser.be(cast.head).open(f"/score-sheet?{QUARTER}")
    assert browser.url.startswith(home) and "Phạm Thị Hoa" in browser.words
    browser.be(cast.officer).open(f"{home}?{QUARTER}")
    assert "Đỗ Thị Lan" in browser.words and "Phạm Thị Hoa" not in browser.words
    browser.open(f"{home}/people/{cast.officer.id}?{QUARTER}")
    assert browser.status == 200 and "Việc tốt" in browser.words and "Việc chậm" not in browser.words
    browser.open(f"{home}/people/{other.id}?{QUARTER}")
    assert browser.status == 404
    browser.be(cast.other_head).open(f"{home}?{QUARTER}")
    assert browser.status == 404


@pytest.mark.parametrize(
    "asked_for", ["period=2021-q9", "period=2031-q1", "period=", "basis=x", "period=2021-06&basis=current"]
)
def test_a_period_that_is_none_is_not_found(asked_for: str, browser: Visitor, cast: Cast) -> None:
    switch_on(cast)
    browser.be(cast.chair).open(f"/score-sheet?{asked_for}")
    assert browser.status == (200 if asked_for in ("period=", "period=2021-06&basis=current") else 404)


def test_the_file_has_the_same_figures_empty_boxes_and_sums_that_wait_for_them(
    browser: Visitor, cast: Cast, scene: dict[str, Task]
) -> None:
    browser.be(cast.chief).open(f"/score-sheet.xlsx?{QUARTER}")
    assert browser.answer is not None
    book = load_workbook(io.BytesIO(browser.answer.data))
    assert book.sheetnames == ["Bảng điểm", "Từng nhiệm vụ", "Không tính điểm", "Giới hạn"]
    line = [cell.value for cell in book["Bảng điểm"][4]]
    assert line[1:8] == ["Phòng Kinh tế", 3, 66.67, 58.33, 58.33, 42.78, None]
    assert line[8] == '=IF(OR(G4="",H4=""),"",G4+H4)' and "Hoàn thành xuất sắc nhiệm vụ" in line[9]
    reasons = [row[7].value for row in book["Từng nhiệm vụ"].iter_rows(min_row=4)]
    assert any("gửi lại 1 lần (−25%)" in words for words in reasons)
    assert book["Không tính điểm"].max_row == 5
    browser.be(cast.officer).open(f"/score-sheet/units/{cast.economy.code}/sheet.xlsx?{QUARTER}")
    assert browser.answer is not None
    own = load_workbook(io.BytesIO(browser.answer.data))["Bảng điểm"]
    assert [own.cell(row, 2).value for row in (4, 5)] == ["Phòng Kinh tế", "Đỗ Thị Lan"]


def test_the_questions_of_a_page_do_not_grow_with_the_tasks(
    browser: Visitor, cast: Cast, scene: dict[str, Task]
) -> None:
    browser.be(cast.chief).open(f"/score-sheet?{QUARTER}")
    with counted() as few:
        browser.open(f"/score-sheet?{QUARTER}")
    for number in range(5):
        given(f"Việc thêm {number}", cast, due=date(2021, 5, 1))
    build.saved()
    with counted() as more:
        browser.open(f"/score-sheet?{QUARTER}")
    assert len(more) == len(few) <= 14
