"""The page of what was found, the box that offers, and the list narrowed by the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from taskboard.operation import doctor
from taskboard.operation.doctor import Verdict
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, counted
from tests.search.city import LAND, SHORT, City, settle

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

MOST_QUERIES = 12


@pytest.fixture
def city(cast: Cast, tmp_path: Path) -> City:
    made = settle(cast, tmp_path)
    build.saved()
    return made


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock, city: City) -> Visitor:
    return Visitor(client, clock)


def links(browser: Visitor) -> list[str]:
    return browser.tree.xpath("//li[@class='answer']//a[@class='title']/@href")


def test_what_was_found_stands_by_kind_with_counts(browser: Visitor, city: City, cast: Cast) -> None:
    browser.be(cast.chair).open("/search?q=giai+phong+mat+bang")
    assert links(browser)[:2] == [f"/tasks/{city.short.code}", f"/tasks/{city.land.code}"]
    tabs = [
        " ".join(tab.text_content().split())
        for tab in browser.tree.xpath("//nav[contains(@class, 'views')]/a")
    ]
    assert tabs == ["Tất cả 4", "Nhiệm vụ 2", "Chỉ đạo 2"]
    marked = [mark.text for mark in browser.tree.xpath("//main//mark")]
    assert "giải phóng mặt bằng" in marked and "GPMB" in marked


def test_a_kind_alone_goes_on_page_by_page(browser: Visitor, city: City, cast: Cast) -> None:
    on = build.occasion(browser.clock.now(), cast.chief)
    for number in range(22):
        build.task(f"Nạo vét mương số {number}", lead=cast.urban, on=on)
    browser.be(cast.chair).open("/search?q=muong")
    assert len(links(browser)) == 10, "five of each kind"
    browser.open("/search?q=muong&kind=task")
    first = links(browser)
    browser.open(browser.tree.xpath("//a[@rel='next']/@href")[0])
    assert (len(first), len(links(browser))) == (20, 2) and not set(first) & set(links(browser))
    browser.open("/search?q=muong&kind=task&page=9")
    assert browser.status == 200 and "Không có kết quả nào ở đây" in browser.words


def test_a_unit_finds_its_own_and_hears_of_no_other(browser: Visitor, city: City, cast: Cast) -> None:
    browser.be(cast.ward_head).open("/search?q=gpmb")
    assert links(browser) == [f"/tasks/{city.land.code}", f"/directives/{city.land.directive.code}"]
    assert SHORT not in browser.page
    for page in ("/search/suggestions?q=bo+song", "/search?q=bo+song", "/tasks?q=bo+song"):
        browser.be(cast.ward_head).open(page)
        assert city.short.code not in browser.page and browser.status == 200


def test_words_of_a_text_are_words_on_the_page(browser: Visitor, city: City, cast: Cast) -> None:
    on = build.occasion(browser.clock.now(), cast.chief)
    build.task("<script>alert(1)</script> & Đào mương", lead=cast.urban, on=on)
    for page in ("/search?q=script", "/search/suggestions?q=script"):
        browser.be(cast.chair).open(page)
        assert "<script>alert" not in browser.page
        assert (
            '&lt;<mark class="found">script</mark>&gt;alert(1)&lt;/<mark class="found">script</mark>'
            in browser.page
        )
    browser.open("/search?q=" + quote('<b>"x'))
    assert "<b>" not in browser.page.partition("<main")[2]


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00", "q=a&page=0", "q=a&page=x", "q=a&kind=nonsense", "kind=report"]
)
def test_an_address_typed_wrong_gives_a_page(query: str, browser: Visitor, cast: Cast) -> None:
    for who in (cast.chair, cast.head):
        browser.be(who).open(f"/search?{query}")
        assert browser.status == 200
        assert len(browser.tree.xpath("//h1")) == 1


def test_nothing_found_says_what_else_to_try(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.chair).open("/search?q=khongcogi")
    assert "Không tìm thấy “khongcogi”" in browser.words and "GPMB" in browser.words


def test_the_box_of_every_page_leads_here_and_offers_the_best(
    browser: Visitor, city: City, cast: Cast
) -> None:
    browser.be(cast.head).open("/tasks")
    form = browser.tree.xpath("//form[contains(@class, 'bar-find')]")[0]
    assert form.get("action") == "/search"
    browser.open(form.xpath(".//input/@data-offers")[0] + "?q=tai+dinh")
    offers = browser.tree.xpath("//a[@role='option']")
    assert offers[0].get("href") == f"/tasks/{city.land.code}" and LAND in offers[0].text_content()
    assert len({offer.get("id") for offer in offers}) == len(offers)


def test_the_list_combines_the_words_with_its_conditions(browser: Visitor, city: City, cast: Cast) -> None:
    browser.be(cast.chair).open(f"/tasks?q=GPMB&unit={cast.urban.code}")
    assert browser.tree.xpath("//tbody//a[@class='title']/@href") == [f"/tasks/{city.short.code}"]


@pytest.mark.parametrize("path", ["/search?q=viec", "/search?q=viec&kind=task", "/search/suggestions?q=viec"])
def test_the_page_asks_as_much_for_forty_rows_as_for_two(path: str, browser: Visitor, cast: Cast) -> None:
    spent = []
    for batch in (2, 38):
        on = build.occasion(browser.clock.now(), cast.monitor)
        for number in range(batch):
            build.task(f"Việc {number}", lead=(cast.economy, cast.urban)[number % 2], on=on)
        browser.be(cast.monitor)
        with counted() as asked:
            browser.open(path)
        spent.append(len(asked))
    assert spent[0] == spent[1] <= MOST_QUERIES


def test_the_doctor_misses_what_the_index_lacks(app: Flask, city: City) -> None:
    from taskboard.db import db
    from taskboard.search import actions
    from taskboard.search.models import SearchEntry

    core = app.extensions["taskboard"]
    assert doctor._search(core).verdict is Verdict.FINE
    db.session.delete(db.session.query(SearchEntry).first())
    db.session.flush()
    finding = doctor._search(core)
    assert finding.verdict is Verdict.FAULT and "flask search rebuild" in finding.mend
    actions.rebuild()
    assert doctor._search(core).verdict is Verdict.FINE


def test_the_command_writes_the_index_anew(own_app: Flask, tmp_path: Path) -> None:
    from taskboard.db import begin_writing, db
    from taskboard.search import queries
    from tests.cast import gather

    with own_app.app_context():
        begin_writing()
        settle(gather(), tmp_path)
        db.session.commit()
        begin_writing()
        db.session.execute(db.text("DELETE FROM search_entry"))
        db.session.commit()
        assert queries.gap().missing == 8
        db.session.rollback()
    answer = own_app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert answer.exit_code == 0 and "8 mục" in answer.output
    with own_app.app_context():
        assert queries.gap().is_none
        db.session.rollback()
