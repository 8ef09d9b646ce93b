"""The link in a partner's mail: it opens the partner's own part, and nothing of the lead's."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.events import Channel
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks import actions
from taskboard.tasks.models import PartState, Report, Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

LINK = re.compile(r"http://localhost(/u/\S+)")


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


@pytest.fixture
def task(cast: Cast) -> Task:
    """Kinh tế leads; Cửa Nam, which has a mailbox and no head, takes part."""
    on = build.occasion(build.at(date(2021, 6, 16)), cast.monitor)
    row = build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        partners=[cast.cua_nam],
        on=on,
        due_on=date(2021, 6, 30),
    )
    build.saved()
    return row


def link_to(address: str, kind: str = "parts_issued") -> str:
    statement = sa.select(OutboxMessage).where(
        OutboxMessage.to_address == address, OutboxMessage.kind == kind
    )
    found = LINK.search(db.session.scalars(statement).one().text_body)
    assert found is not None
    return found[1]


def test_a_partner_answers_from_its_mail_without_signing_in(browser: Visitor, task: Task, cast: Cast) -> None:
    browser.open(link_to("cuanam@namdinh.example"))
    assert "Phường Cửa Nam phối hợp" in browser.words
    assert "Phòng Kinh tế chủ trì, hạn phối hợp 30/06/2021" in browser.words
    browser.press("Gửi báo cáo", done_text="")
    assert browser.status == 422
    browser.press("Gửi báo cáo", done_text="Nhất trí, bổ sung 3 điểm xung yếu.")
    assert f"Đã nhận báo cáo phần phối hợp {task.code}." in browser.words
    assert "Nhất trí, bổ sung 3 điểm xung yếu." in browser.words
    report = db.session.scalars(sa.select(Report)).one()
    assert (report.channel, report.unit_id, report.person_id) == (Channel.MAIL_LINK, cast.cua_nam.id, None)
    db.session.expire_all()
    (part,) = [row for row in task.assignments if row.unit_id == cast.cua_nam.id]
    assert part.part is PartState.REPORTED


def test_a_form_sent_twice_is_taken_once(browser: Visitor, task: Task) -> None:
    browser.open(link_to("cuanam@namdinh.example"))
    form = browser.form(holding="done_text")
    for _ in range(2):
        browser.send(form, done_text="Nhất trí.")
        assert browser.status == 200
    assert len(db.session.scalars(sa.select(Report)).all()) == 1


@pytest.mark.parametrize("tail", ["", "/receive", "/extension", "/sent"])
def test_the_leads_pages_do_not_open_to_a_partner(browser: Visitor, task: Task, tail: str) -> None:
    where = link_to("cuanam@namdinh.example").replace("/part/", "/")
    browser.open(where + tail)
    assert browser.status in (404, 405)


def test_the_leads_link_does_not_open_a_part(browser: Visitor, task: Task) -> None:
    where = link_to("kinhte@namdinh.example", "tasks_issued").replace(task.code, f"part/{task.code}")
    browser.open(where)
    assert browser.status == 404


def test_who_was_let_go_is_told_so(browser: Visitor, task: Task, cast: Cast) -> None:
    where = link_to("cuanam@namdinh.example")
    actions.leave_unit(
        task,
        cast.cua_nam,
        reason="Không có đê.",
        on=build.occasion(build.at(date(2021, 6, 16), 10), cast.monitor),
    )
    build.saved()
    browser.open(where)
    assert browser.status == 410
    assert "Phường Cửa Nam không còn phối hợp trong việc này." in browser.words


def test_once_the_lead_is_done_nothing_more_is_asked(browser: Visitor, task: Task, cast: Cast) -> None:
    build.confirmed(
        task,
        told=build.occasion(build.at(date(2021, 6, 16)), cast.head),
        by=build.occasion(build.at(date(2021, 6, 16)), cast.monitor),
    )
    build.saved()
    browser.open(link_to("cuanam@namdinh.example"))
    assert "Đóng theo chủ trì Không phải làm gì thêm." in browser.words
    assert not [form for form in browser.forms if "done_text" in form.values]


def test_the_mails_own_page_lists_every_part(browser: Visitor, cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 6, 16)), cast.monitor)
    build.tasks_of_letter("Kiện toàn", leads=[cast.economy, cast.urban], partners=[cast.cua_nam], on=on)
    build.saved()
    browser.open(link_to("cuanam@namdinh.example").partition("/part/")[0])
    assert len(browser.tree.xpath("//article[@class='job']")) == 2
    assert "Không còn việc nào chờ báo cáo" not in browser.words
