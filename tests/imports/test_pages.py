"""Upload, look, write: the same three steps for every kind, each under its own right."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from taskboard.db import db
from taskboard.imports.models import ImportBatch, ImportKind
from taskboard.units import queries as units
from tests.cast import Cast, cast
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
    (row,) = browser.tree.xpath("//tbody/tr")
    assert [" ".join(cell.itertext()).strip() for cell in row][:2] == ["3", "Thành lập từ ngày"]
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
