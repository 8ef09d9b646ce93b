"""The pages of units: what they show, the reorganisation step by step, who may."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from taskboard.db import db
from taskboard.domain.lifecycle import State
from taskboard.units import queries
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def plan(browser: Visitor, *predecessors: int, **more: object) -> str:
    """Fill in what is meant and look at the preview."""
    browser.open("/units/reorganise")
    given = {
        "kind": "merge",
        "basis": "Nghị quyết số 1",
        "new_names": "Phường Nam Định; Nam Định",
        "new_kind": "ward",
    }
    return browser.send(
        browser.form(holding="basis"),
        predecessors=[str(unit_id) for unit_id in predecessors],
        **{**given, **more},
    )


def test_the_list_names_heads_and_says_on_a_phone_what_each_cell_is(browser: Visitor, cast: Cast) -> None:
    build.unit("UBND thành phố Nam Định", kind=build.UnitKind.LEADERSHIP)
    browser.be(cast.administrator).open("/units")
    rows = {row.xpath("string(th/a)"): row for row in browser.tree.xpath("//tbody/tr")}
    assert "Phạm Duy Hưng" in rows["UBND thành phố Nam Định"].xpath("string(.)")
    assert "Nguyễn Hữu Thuyên" in rows["Văn phòng HĐND và UBND"].xpath("string(.)")
    assert rows["Phường Cửa Nam"].xpath(".//*[@class='over-text']")
    labels = rows["Phường Cửa Nam"].xpath("td/@data-label")
    assert labels == ["Thủ trưởng", "Hộp thư chung"]


def test_a_committee_without_a_chair_is_not_red(browser: Visitor, cast: Cast) -> None:
    build.unit("UBND thành phố Nam Định", kind=build.UnitKind.LEADERSHIP)
    cast.chair.posts[0].valid_to = TODAY
    browser.be(cast.administrator).open("/units")
    (row,) = browser.tree.xpath("//tbody/tr[contains(., 'UBND thành phố Nam Định')]")
    assert not row.xpath(".//*[@class='over-text']")


def test_a_merger_is_looked_at_first_and_then_written_whole(browser: Visitor, cast: Cast) -> None:
    row = build.task("Rà soát hộ nghèo", lead=cast.loc_vuong, on=build.occasion(build.at(TODAY), cast.chief))
    browser.be(cast.chief)
    plan(browser, cast.loc_vuong.id, cast.cua_nam.id)
    assert browser.status == 200 and "Phường Lộc Vượng thôi hoạt động từ ngày 16/06/2021." in browser.words
    assert row.code in browser.words and "Phạm Thị Ngọc" in browser.words
    assert cast.loc_vuong.valid_to is None, "looking writes nothing"
    said = browser.press("Ghi việc sắp xếp")
    assert "1 nhiệm vụ chuyển cho đơn vị kế thừa." in said and "Tài khoản đã khóa: Phạm Thị Ngọc." in said
    assert "Phường Lộc Vượng" in browser.words and "→ Phường Nam Định" in browser.words
    assert row.unit.name == "Phường Nam Định" and cast.loc_vuong.valid_to == TODAY


def test_a_split_is_not_written_before_every_task_has_its_answer(browser: Visitor, cast: Cast) -> None:
    on = build.occasion(build.at(TODAY), cast.chief)
    roads, trees = (build.task(title, lead=cast.urban, on=on) for title in ("Vá đường", "Tỉa cây"))
    browser.be(cast.chief)
    plan(
        browser, cast.urban.id, kind="split", new_names="Phòng Hạ tầng\nPhòng Cây xanh", new_kind="department"
    )
    form = browser.form(button="Ghi việc sắp xếp")
    browser.send(form, "Ghi việc sắp xếp", **{f"task-{roads.code}": "new:0"})
    assert browser.status == 422 and "Còn 1 nhiệm vụ chưa chọn đơn vị nhận." in browser.words
    again = browser.form(button="Ghi việc sắp xếp")
    assert again.values[f"task-{roads.code}"] == ["new:0"], "what was answered is still there"
    browser.send(
        again,
        "Ghi việc sắp xếp",
        **{f"task-{trees.code}": "withdraw", f"reason-{trees.code}": "Hết nhiệm vụ."},
    )
    assert roads.unit.name == "Phòng Hạ tầng" and trees.state is State.WITHDRAWN


def test_an_administrator_hands_on_but_takes_nothing_back(browser: Visitor, cast: Cast) -> None:
    row = build.task("Vá đường", lead=cast.urban, on=build.occasion(build.at(TODAY), cast.chief))
    browser.be(cast.administrator)
    plan(browser, cast.urban.id, kind="abolish", new_names="")
    form = browser.form(button="Ghi việc sắp xếp")
    assert "withdraw" not in form.choices[f"task-{row.code}"].values()
    browser.send(
        form, "Ghi việc sắp xếp", **{f"task-{row.code}": "withdraw", f"reason-{row.code}": "Không cần."}
    )
    assert browser.status == 422 and "Chánh Văn phòng thu hồi" in browser.words
    assert row.state is State.NEW and cast.urban.valid_to is None


def test_what_changed_after_the_preview_is_shown_again(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.chief)
    plan(browser, cast.loc_vuong.id, cast.cua_nam.id)
    form = browser.form(button="Ghi việc sắp xếp")
    row = build.task("Việc vừa giao", lead=cast.loc_vuong, on=build.occasion(build.at(TODAY), cast.chief))
    browser.send(form, "Ghi việc sắp xếp")
    assert browser.status == 422 and "đã thay đổi sau khi xem trước" in browser.words
    assert row.code in browser.words and cast.loc_vuong.valid_to is None
    browser.press("Ghi việc sắp xếp")
    assert row.unit.name == "Phường Nam Định"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"on": "31/02/2021"}, "Không có ngày 31/02/2021 trong lịch."),
        ({"basis": ""}, "Đề nghị nhập mục này."),
        ({"new_names": ""}, "Đề nghị chọn hoặc nhập đơn vị kế thừa."),
        ({"predecessors": []}, "Đề nghị chọn đơn vị được sắp xếp."),
        ({"predecessors": ["999999"]}, ""),
        ({"kind": "forged"}, ""),
    ],
)
def test_a_plan_that_cannot_be_comes_back_with_its_words(
    more: dict[str, object], words: str, browser: Visitor, cast: Cast
) -> None:
    browser.be(cast.chief)
    browser.open("/units/reorganise")
    given: dict[str, object] = {
        "predecessors": [str(cast.loc_vuong.id)],
        "kind": "merge",
        "basis": "Nghị quyết số 1",
    }
    browser.send(
        browser.form(holding="basis"), **{**given, "new_names": "Phường Nam Định", "new_kind": "ward", **more}
    )
    assert browser.status == 422 and words in browser.words
    assert "Ghi việc sắp xếp" not in browser.words


def test_a_new_name_is_entered_on_its_own_page(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open(f"/units/{cast.urban.code}/rename")
    browser.press("Ghi tên mới", name="Phòng Hạ tầng đô thị", basis="Quyết định số 5")
    assert "Đã ghi tên mới: Phòng Hạ tầng đô thị." in browser.page
    assert cast.urban.name_on(date(2021, 6, 15)) == "Phòng Quản lý đô thị"
    browser.open(f"/units/{cast.urban.code}/rename")
    browser.press("Ghi tên mới", name="Tên nữa", on="17/06/2021")
    assert browser.status == 422 and "không ghi trước" in browser.words


def test_a_body_that_ended_shows_who_follows_it(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator)
    plan(browser, cast.loc_vuong.id, cast.cua_nam.id)
    browser.press("Ghi việc sắp xếp")
    browser.open(f"/units/{cast.loc_vuong.code}")
    assert "Đã thôi hoạt động từ ngày 16/06/2021." in browser.words
    assert "Phường Nam Định kế thừa từ ngày 16/06/2021 (Sáp nhập, hợp nhất, Nghị quyết số 1)" in browser.words
    heir = queries.unit_by_code("phuong-nam-dinh")
    assert heir is not None
    browser.open(f"/units/{heir.code}")
    assert "Kế thừa Phường Cửa Nam từ ngày 16/06/2021" in browser.words
    db.session.commit()
