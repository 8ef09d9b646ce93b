"""Who follows a field of work: seen by the Office, set by the administrator, in force for what is given next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.journal.models import JournalEntry
from taskboard.units.models import WorkField
from tests import build
from tests.cast import Cast, cast
from tests.journeys.plain_browser import Form
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def field() -> WorkField:
    db.session.expire_all()
    return db.session.scalars(sa.select(WorkField).where(WorkField.code == "do-thi")).one()


def test_a_field_gets_its_officer_and_its_next_task_follows(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/fields")
    form = browser.form("/fields/do-thi")
    browser.send(form, **{"do-thi-monitor": str(cast.monitor.id)})
    assert "Đã lưu người theo dõi lĩnh vực Đô thị." in browser.words
    assert field().monitor_id == cast.monitor.id
    on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
    assert build.task("Việc", lead=cast.urban, on=on, field="do-thi").monitor_id == cast.monitor.id
    browser.send(browser.form("/fields/do-thi"), **{"do-thi-monitor": ""})
    assert field().monitor_id is None
    entries = sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.event == Event.FIELD_CHANGED)
    assert db.session.scalar(entries) == 2


def test_nobody_else_can_be_chosen(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/fields")
    browser.send(browser.form("/fields/do-thi"), **{"do-thi-monitor": str(cast.head.id)})
    assert browser.status == 422
    assert field().monitor_id is None


def test_the_office_looks_and_does_not_edit(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.monitor).open("/fields")
    assert "Đô thị thường do Phòng Quản lý đô thị chủ trì" in browser.words
    token = browser.tree.xpath("//input[@name='csrf_token']/@value")[0]
    browser.send(Form("/fields/do-thi", "post"), csrf_token=token)
    assert browser.status == 403


def test_an_unknown_field_is_not_there(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/fields")
    token = browser.tree.xpath("//input[@name='csrf_token']/@value")[0]
    browser.send(Form("/fields/khong-co", "post"), csrf_token=token)
    assert browser.status == 404
