"""Upload, look, write: the same three steps for every kind, each under its own right."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from taskboard.db import db
from taskboard.imports import workbook
from taskboard.imports.models import ImportBatch, ImportKind
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.web import guard
from tests.cast import Cast, cast
from tests.imports import test_registers as registers
from tests.imports.test_importing import book, task_row, unit_row
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def upload(browser: Visitor, path: str, content: bytes, name: str = "sổ.xlsx") -> str:
    browser.open(path)
    return browser.send(browser.form(holding="workbook"), files={"workbook": (content, name)})


def test_a_clean_workbook_is_shown_and_then_written_whole(browser: Visitor, cast: Cast) -> None:
    content = book(ImportKind.UNITS, unit_row("Phòng Y tế"), unit_row("Phòng Nội vụ", aliases="P. NV"))
    upload(browser.be(cast.administrator), "/units/import", content)
    assert "sổ.xlsx: 2 dòng, không có chỗ sai." in browser.words and "P. NV" in browser.words
    assert units.unit_by_code("phong-y-te") is None, "looking writes nothing"
    said = browser.press("Ghi 2 dòng")
    assert "Đã nhập 2 dòng." in said and "Phòng Nội vụ" in browser.words
    assert units.unit_by_code("phong-y-te") is not None
    browser.open("/units/import")
    assert "sổ.xlsx, 2 dòng · Ngô Thanh Sơn" in browser.words


def test_a_faulty_workbook_names_every_place_and_keeps_nothing(browser: Visitor, cast: Cast) -> None:
    content = book(
        ImportKind.UNITS, unit_row("Phòng Y tế"), unit_row("Phòng Kinh tế", valid_from="31/02/2021")
    )
    upload(browser.be(cast.administrator), "/units/import", content)
    assert browser.status == 422 and "Chưa ghi gì." in browser.words
    rows = browser.tree.xpath("//tbody/tr")
    assert [[" ".join(cell.itertext()).strip() for cell in row][:2] for row in rows] == [
        ["3", "Thành lập từ ngày"],
        ["3", "Tên đầy đủ"],
    ]
    assert db.session.query(ImportBatch).count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp không có nội dung."),
        (b"not a workbook", "không phải là bảng tính .xlsx"),
        (b"PK\x03\x04" + b"\0" * 100, "không phải là bảng tính .xlsx"),
    ],
)
def test_a_wrong_file_is_one_sentence(content: bytes, words: str, browser: Visitor, cast: Cast) -> None:
    upload(browser.be(cast.administrator), "/units/import", content)
    assert browser.status == 422 and words in browser.words


def test_no_file_is_said_too(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/people/import")
    browser.send(browser.form(holding="workbook"))
    assert browser.status == 422 and "Đề nghị chọn tệp." in browser.words


def test_each_kind_is_taken_in_under_its_own_right(browser: Visitor, cast: Cast) -> None:
    allowed = {
        "/units/import": {"administrator"},
        "/people/import": {"administrator"},
        "/tasks/import": {"administrator", "chief", "monitor"},
    }
    for name, person in cast.everyone.items():
        browser.be(person)
        for path, names in allowed.items():
            for page in (path, f"{path}/template.xlsx"):
                browser.open(page)
                assert browser.status == (200 if name in names else 403), (name, page)


def test_what_one_read_nobody_else_writes(browser: Visitor, cast: Cast) -> None:
    upload(browser.be(cast.monitor), "/tasks/import", book(ImportKind.TASKS, task_row()))
    mine = browser.url
    assert "Ghi 1 dòng" in browser.words
    browser.be(cast.chief).open(mine)
    assert browser.status == 404
    browser.be(cast.administrator).open(mine.replace("/tasks/", "/units/"))
    assert browser.status == 404, "nor under another kind"
    browser.be(cast.monitor).open(mine)
    browser.press("Ghi 1 dòng")
    browser.open(mine)
    assert browser.status == 404, "written once"


def test_a_template_comes_as_a_workbook_with_a_safe_name(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.chief).open("/tasks/import/template.xlsx")
    assert browser.answer is not None
    assert browser.answer.headers["Content-Disposition"] == "attachment; filename=mau-nhap-nhiem-vu.xlsx"
    assert load_workbook(io.BytesIO(browser.answer.data)).sheetnames[0] == "Nhập"


def test_a_name_with_markup_is_words_on_the_page(browser: Visitor, cast: Cast) -> None:
    content = book(ImportKind.UNITS, unit_row("<script>alert(1)</script>"))
    upload(browser.be(cast.administrator), "/units/import", content, "../../<b>x</b>.xlsx")
    assert "<script>alert(1)" not in browser.page and "&lt;script&gt;" in browser.page
    assert "../" not in browser.words and "<b>" not in browser.page.partition("<main")[2].partition("dòng")[0]


# ------------------------------------------------------------------------------------------------- offices' registers


def test_a_register_is_mapped_looked_at_written_and_taken_back(browser: Visitor, cast: Cast) -> None:
    content = registers.book(
        registers.row(state="Lửng lơ"), registers.done(source="120/UBND-VP ngày 06/04/2021")
    )
    upload(browser.be(cast.monitor), "/tasks/import", content)
    assert "Ghép cột của sổ" in browser.words and "sổ.xlsx" in browser.words
    mapping = browser.url
    form = browser.form(holding="day_order")
    assert form.values["column-1"] == ["title"] and form.values["column-2"] == ["lead"]
    browser.send(form)
    assert "Đề nghị cho biết nghĩa của các trạng thái" in browser.page
    browser.send(browser.form(holding="day_order"), **{"column-4": "original_due_on"})
    browser.open(mapping)
    form = browser.form(holding="day_order")
    assert form.values["column-4"] == ["original_due_on"], "what was chosen survives"
    choose_states(browser, form, {"Lửng lơ": "open", "Hoàn thành": "done"})
    assert "Xem trước các dòng" in browser.words and "30/06/2021" in browser.words
    browser.press("Ghi 2 nhiệm vụ")
    assert "Đã nhập 2 dòng." in browser.page and "Nhiệm vụ nhập từ sổ" in browser.words
    done = browser.url
    browser.send(browser.form(holding="reason"))
    assert browser.status == 422 and "Đề nghị nêu lý do" in browser.words
    browser.send(browser.form(holding="reason"), reason="Nhầm sổ.")
    assert "Đã hủy lần nhập, thu hồi 2 nhiệm vụ." in browser.page and "Lý do: Nhầm sổ." in browser.words
    browser.be(cast.chief).open(done)
    assert browser.status == 200 and "Hủy lần nhập" not in browser.words
    titles = [row.title for row in db.session.scalars(sa.select(Task))]
    assert len(titles) == 2 and all(title in browser.words for title in titles)
    browser.be(cast.administrator).open(done)
    assert browser.status == 200 and not any(title in browser.words for title in titles)
    assert not [link for link in browser.links if re.fullmatch(r"/tasks/NV-[\d-]+", link)]


def choose_states(browser: Visitor, form: Any, meanings: dict[str, str]) -> None:
    asked = {name: words[0] for name, words in form.values.items() if name.startswith("state-words-")}
    browser.send(form, **{name.replace("-words", ""): meanings[words] for name, words in asked.items()})


def test_faults_of_a_register_leave_it_there_to_be_mapped_otherwise(browser: Visitor, cast: Cast) -> None:
    upload(browser.be(cast.monitor), "/tasks/import", registers.book(registers.row(lead="Ai đó")))
    browser.send(browser.form(holding="day_order"))
    assert "Chưa ghi gì." in browser.words and "không có đơn vị “Ai đó”" in browser.words
    assert not browser.tree.xpath("//button[contains(., 'Ghi ')]")
    browser.open(f"{browser.url}/columns")
    assert browser.status == 200
    browser.be(cast.chief).open(browser.url)
    assert browser.status == 404, "only whoever read it"


def test_two_columns_of_one_meaning_and_a_missing_one_are_said(browser: Visitor, cast: Cast) -> None:
    upload(browser.be(cast.monitor), "/tasks/import", registers.book(registers.row()))
    browser.send(browser.form(holding="day_order"), **{"column-7": "title"})
    assert browser.status == 422 and "Hai cột cùng là: Nội dung nhiệm vụ." in browser.words
    browser.send(browser.form(holding="day_order"), **{"column-1": "", "column-7": "", "column-2": ""})
    assert browser.status == 422 and "Nội dung nhiệm vụ, Đơn vị chủ trì" in browser.words


@pytest.mark.parametrize(
    ("who", "start", "back"),
    [("monitor", "/tasks", "/tasks"), ("chief", "/tasks", "/tasks"), ("administrator", "/", "/")],
)
def test_whoever_may_bring_tasks_in_finds_the_way_there_and_back(
    who: str, start: str, back: str, browser: Visitor, cast: Cast
) -> None:
    browser.be(cast.everyone[who]).open(start)
    assert browser.tree.xpath("//main//a[@href='/tasks/import'][contains(., 'từ tệp')]")
    browser.open("/tasks/import")
    assert browser.tree.xpath(f"//main//a[@href='{back}']")


@pytest.mark.parametrize("who", ["chair", "head", "inspector"])
def test_nobody_else_is_offered_an_import(who: str, browser: Visitor, cast: Cast) -> None:
    browser.be(cast.everyone[who]).open("/tasks")
    assert browser.status == 200
    assert "/tasks/import" not in browser.page


def test_a_register_of_nothing_that_is_taken_over_goes_back_to_its_columns(
    browser: Visitor, cast: Cast
) -> None:
    lines = [
        "STT,Tên nhiệm vụ,Đơn vị chủ trì,Ngày giao,Hạn hoàn thành,Trạng thái",
        "1,Việc một,Phòng Kinh tế,1/6/2021,30/6/2021,Đã hủy",
        "2,Việc hai,Phòng Kinh tế,1/6/2021,30/6/2021,Đã hủy",
    ]
    upload(browser.be(cast.monitor), "/tasks/import", "\n".join(lines).encode(), "sổ.csv")
    form = browser.form(holding="column-1")
    browser.send(form, **{"state-words-0": "Đã hủy", "state-0": "skip"})
    assert browser.status == 200 and "/columns" in browser.url
    assert "Dưới dòng tiêu đề không có dòng nào." in browser.words
    kept = browser.form(holding="column-1")
    assert [kept.values[f"column-{place}"] for place in (1, 2, 3)] == [["title"], ["lead"], ["assigned_on"]]
    assert kept.values["state-0"] == ["skip"]


def test_a_file_is_parsed_before_anybody_has_to_wait_for_it(
    browser: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ADR 0004; and nothing is parsed for whoever may not bring it in."""
    order: list[str] = []
    begin, load = guard.begin_writing, workbook.openpyxl.load_workbook
    monkeypatch.setattr(guard, "begin_writing", lambda: order.append("lock") or begin())
    monkeypatch.setattr(
        workbook.openpyxl, "load_workbook", lambda *args, **more: order.append("parse") or load(*args, **more)
    )
    content = book(ImportKind.UNITS, unit_row("Phòng Y tế"))
    browser.be(cast.administrator)
    browser.open("/units/import")
    form = browser.form(holding="workbook")
    order.clear()
    page = browser.client.post(  # not followed: the next page reads it once more
        "/units/import",
        data={"csrf_token": form.values["csrf_token"][0], "workbook": (io.BytesIO(content), "sổ.xlsx")},
    )
    assert (page.status_code, order) == (302, ["parse", "lock"])
    browser.be(cast.head)
    order.clear()
    browser.client.post("/units/import", data={"workbook": (io.BytesIO(content), "sổ.xlsx")})
    assert "parse" not in order
