"""Abbreviations: added, edited, removed with their history; what is searched by one form is found by the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.journal.models import JournalEntry
from taskboard.search.abbreviations import all_abbreviations
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock, cast: Cast) -> Visitor:
    return Visitor(client, clock).be(cast.administrator)


def pairs() -> list[tuple[str, str]]:
    return [(row.short, row.long) for row in all_abbreviations()]


def add(browser: Visitor, short: str, long: str) -> None:
    browser.open("/settings/abbreviations/new")
    browser.press("Lưu", short=short, long=long)


def test_one_form_finds_the_other_until_it_is_removed(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    row = build.task(
        "Hoàn thành giải tỏa hành lang", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor)
    )
    build.saved()
    add(browser, "GTHL", "giải tỏa hành lang")
    assert ("GTHL", "giải tỏa hành lang") in pairs()
    browser.be(cast.monitor).open("/tasks?q=GTHL")
    assert row.code in browser.page
    browser.be(cast.administrator).open("/settings/abbreviations")
    (there,) = browser.tree.xpath("//a[text()='GTHL']/@href")
    browser.open(there)
    browser.press("Bỏ")
    assert "Đã bỏ chữ viết tắt GTHL." in browser.words
    browser.be(cast.monitor).open("/tasks?q=GTHL")
    assert row.code not in browser.page
    events = sa.select(JournalEntry.event).where(JournalEntry.subject_kind == "abbreviation")
    assert db.session.scalars(events).all() == [Event.ABBREVIATION_ADDED, Event.ABBREVIATION_REMOVED]


def test_a_known_one_is_edited(browser: Visitor) -> None:
    add(browser, "TDPX", "tổ dân phố")
    (there,) = browser.tree.xpath("//a[text()='TDPX']/@href")
    browser.open(there)
    browser.press("Lưu", short="TDPX", long="tổ dân phố, xóm")
    assert ("TDPX", "tổ dân phố, xóm") in pairs()
    assert ("TDPX", "tổ dân phố") not in pairs()


@pytest.mark.parametrize(
    ("short", "long", "says"),
    [
        ("", "tổ dân phố", "Đề nghị nhập mục này."),
        ("tdp", "TDP", "Hai cách viết phải khác nhau."),
        ("qwx", "quy hoạch", "đã có trong danh sách"),
    ],
)
def test_bad_input_is_said_and_stays(browser: Visitor, short: str, long: str, says: str) -> None:
    add(browser, "QWX", "Quy hoạch")
    add(browser, short, long)
    assert browser.status == 422
    assert says in browser.words
    assert browser.tree.xpath("//input[@name='long']/@value") == [long]


@pytest.mark.parametrize("number", ["999", "9" * 30])
def test_one_that_is_not_there(browser: Visitor, number: str) -> None:
    browser.open(f"/settings/abbreviations/{number}")
    assert browser.status == 404


def test_the_office_reads_and_does_not_edit(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.monitor).open("/settings/abbreviations")
    assert browser.status == 200
    assert "/settings/abbreviations/new" not in browser.page
    browser.open("/settings/abbreviations/new")
    assert browser.status == 403
