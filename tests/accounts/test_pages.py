"""The pages of people: posts past and present, given, for a time, on behalf, ended and handed over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from taskboard.domain.authority import Role
from taskboard.journal import queries as journal
from taskboard.tasks import actions as tasks
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


def test_an_acting_post_is_given_for_a_time_and_shown_with_its_q(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open(f"/people/{cast.officer.id}/posts/new")
    form = browser.form(holding="title")
    given = {"role": "unit_head", "unit_id": str(cast.economy.id), "title": "Trưởng phòng", "is_acting": "y"}
    browser.send(form, **given)
    assert browser.status == 422 and "Giữ quyền chức vụ cần có ngày kết thúc." in browser.words
    browser.send(browser.form(holding="title"), **given, valid_to="31/12/2021")
    assert "Q. Trưởng phòng, Phòng Kinh tế" in browser.words and "đến trước 31/12/2021" in browser.words
    browser.open("/people")
    (row,) = browser.tree.xpath("//tbody/tr[contains(., 'Đỗ Thị Lan')]")
    assert row.xpath("td/@data-label") == ["Chức vụ", "Vai trò", "Thư công vụ", "Tình trạng"]
    assert "Q. Trưởng phòng" in row.xpath("string(.)")


def test_what_a_deputy_writes_is_shown_as_written_for_the_head(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open(f"/people/{cast.officer.id}/posts/new")
    form = browser.form(holding="title")
    browser.send(
        form,
        role="unit_head",
        unit_id=str(cast.economy.id),
        title="Phó Trưởng phòng",
        on_behalf_of_id=form.choice("on_behalf_of_id", "Trần Văn Bình, Trưởng phòng"),
    )
    assert "thay mặt Trần Văn Bình" in browser.words
    row = build.task("Lập phương án", lead=cast.economy, on=build.occasion(build.at(TODAY), cast.chief))
    browser.be(cast.officer).open(f"/tasks/{row.code}")
    colleague = next(iter(browser.form(holding="officer").choices["officer"].items()))
    browser.send(browser.form(holding="officer"), officer=str(cast.head.id))
    named = next(line for line in journal.timeline("task", row.id) if line.event == "officer_named")
    assert (named.post_title, named.on_behalf_of) == ("Phó Trưởng phòng", "Trần Văn Bình"), colleague
    browser.be(cast.chief).open(f"/tasks/{row.code}")
    assert "Đỗ Thị Lan, Phó Trưởng phòng thay mặt Trần Văn Bình" in browser.words


def test_ending_a_post_lists_the_work_and_passes_it_in_one_step(browser: Visitor, cast: Cast) -> None:
    on = build.occasion(build.at(TODAY), cast.chief)
    rows = [build.task(title, lead=cast.economy, on=on) for title in ("Việc một", "Việc hai")]
    for row in rows:
        tasks.name_officer(row, cast.officer, on=build.occasion(build.at(TODAY), cast.head))
    newcomer = build.person("Vũ Thị Mai", Role.INSPECTOR)
    (post,) = cast.officer.posts
    browser.be(cast.administrator).open(f"/people/{cast.officer.id}")
    assert "Việc một" in browser.words and "Nhiệm vụ đang làm" in browser.words
    browser.open(f"/people/{cast.officer.id}/posts/{post.id}/end")
    assert "Việc hai" in browser.words
    said = browser.press("Kết thúc và bàn giao", taker_id=str(newcomer.id))
    assert "Tài khoản đã khóa vì không còn chức vụ nào." in said and "Đã thôi giữ" in browser.words
    assert {row.officer for row in rows} == {newcomer}
    assert newcomer.posts[-1].unit is cast.economy
    browser.open(f"/people/{cast.officer.id}/posts/{post.id}/end")
    assert browser.status == 404, "an ended post is history"


def test_a_date_ahead_keeps_the_key_until_then(browser: Visitor, cast: Cast) -> None:
    (post,) = cast.ward_head.posts
    browser.be(cast.administrator).open(f"/people/{cast.ward_head.id}/posts/{post.id}/end")
    browser.press("Kết thúc và bàn giao", valid_to="01/07/2021")
    assert post.valid_to == date(2021, 7, 1) and not cast.ward_head.is_locked
    assert "đến trước 01/07/2021" in browser.words


def test_the_administrator_cannot_end_the_post_they_act_under(browser: Visitor, cast: Cast) -> None:
    (post,) = cast.administrator.posts
    browser.be(cast.administrator).open(f"/people/{cast.administrator.id}/posts/{post.id}/end")
    browser.press("Kết thúc và bàn giao")
    assert browser.status == 422 and post.valid_to is None


def test_a_post_of_another_person_has_no_address_here(browser: Visitor, cast: Cast) -> None:
    (post,) = cast.head.posts
    browser.be(cast.administrator).open(f"/people/{cast.officer.id}/posts/{post.id}/end")
    assert browser.status == 404
    for who in (cast.chief, cast.head, cast.inspector):
        browser.be(who).open(f"/people/{cast.head.id}/posts/{post.id}/end")
        assert browser.status == 403
