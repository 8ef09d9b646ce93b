"""The Office reads the outbox: every mail, why it did not leave, and its live link where no server is set."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import MailState, OutboxMessage
from tests import build
from tests.cast import Cast, cast, sign_in

__all__ = ["cast"]

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


@pytest.fixture
def mail(cast: Cast, now: datetime) -> OutboxMessage:
    """The mail that told Kinh tế of a task."""
    build.task(
        "Xây dựng phương án hộ đê",
        lead=cast.economy,
        on=build.occasion(now, cast.monitor),
        due_on=date(2021, 6, 18),
    )
    build.saved()
    return kept()


def kept() -> OutboxMessage:
    """The one mail as the database holds it, readable after any request."""
    row = db.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)).first()
    assert row is not None
    db.session.refresh(row)
    db.session.expunge(row)
    return row


def change(**values: object) -> None:
    db.session.execute(sa.update(OutboxMessage).values(**values))
    build.saved()


@pytest.fixture
def office(client: FlaskClient, cast: Cast, now: datetime, mail: OutboxMessage) -> FlaskClient:
    """A browser of the Office, opened once the mail is there."""
    sign_in(client, cast.monitor, now)
    return client


def with_server(app: Flask) -> None:
    core = app.extensions["taskboard"]
    app.extensions["taskboard"] = replace(
        core, settings=replace(core.settings, smtp_url="smtp://127.0.0.1:1")
    )


def headline(mail: OutboxMessage) -> str:
    """The subject without the words that every mail begins with."""
    return mail.subject.removeprefix("[Theo dõi chỉ đạo] ")


def resend(client: FlaskClient, mail_id: int, address: str) -> TestResponse:
    page = client.get(f"/outbox/{mail_id}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    return client.post(f"/outbox/{mail_id}/resend", data={"csrf_token": token[1], "to_address": address})


def test_the_list_names_every_mail_its_state_and_its_reader(mail: OutboxMessage, office: FlaskClient) -> None:
    page = office.get("/outbox")
    assert page.status_code == 200
    assert headline(mail) in page.text
    assert "Chờ gửi" in page.text
    assert "Trần Văn Bình" in page.text
    assert "Chưa cấu hình máy chủ thư" in page.text


def test_the_list_is_filtered_by_state(mail: OutboxMessage, office: FlaskClient) -> None:
    assert headline(mail) not in office.get("/outbox?state=sent").text
    assert headline(mail) in office.get("/outbox?state=owed").text
    assert headline(mail) in office.get("/outbox?state=khong-co").text


def test_long_lists_go_on(mail: OutboxMessage, office: FlaskClient) -> None:
    from tests.outbox.owed import owe

    for number in range(31):
        owe(f"nguoi{number}@namdinh.example")
    first = office.get("/outbox")
    onward = re.search(r'href="(/outbox\?before=\d+)"', first.text)
    assert onward
    assert headline(mail) not in first.text
    assert headline(mail) in office.get(onward[1]).text


def test_without_a_server_the_mail_shows_its_live_link(mail: OutboxMessage, office: FlaskClient) -> None:
    page = office.get(f"/outbox/{mail.id}")
    link = re.search(r'href="(http://localhost/u/[\w-]+/NV-2021-0001)"', page.text)
    assert link
    assert office.get(link[1].removeprefix("http://localhost")).status_code == 200


def test_with_a_server_the_link_is_masked(app: Flask, mail: OutboxMessage, office: FlaskClient) -> None:
    with_server(app)
    token = re.search(r"/u/([\w-]+)/", mail.text_body)
    assert token
    for address in (f"/outbox/{mail.id}", f"/outbox/{mail.id}/html"):
        assert token[1] not in office.get(address).text


def test_the_mails_html_has_a_policy_and_an_origin_of_its_own(
    office: FlaskClient, mail: OutboxMessage
) -> None:
    page = office.get(f"/outbox/{mail.id}/html")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "'unsafe-inline'" not in office.get(f"/outbox/{mail.id}").headers["Content-Security-Policy"]


def test_the_page_says_why_a_mail_was_not_sent(client: FlaskClient, cast: Cast, now: datetime) -> None:
    cast.cua_nam.email = None
    build.task("Tổng vệ sinh", lead=cast.cua_nam, on=build.occasion(now, cast.monitor))
    build.saved()
    sign_in(client, cast.monitor, now)
    page = client.get("/outbox?state=skipped")
    assert "chưa có hộp thư chung" in page.text
    assert "chưa có địa chỉ" in page.text


def test_a_failed_mail_is_sent_once_more_to_a_mended_address(
    office: FlaskClient, mail: OutboxMessage
) -> None:
    change(state=MailState.FAILED, outcome="550 no such mailbox", attempts=1)
    page = resend(office, mail.id, "kinhte.moi@namdinh.example")
    assert page.status_code == 302
    again = kept()
    assert (again.state, again.to_address, again.attempts) == (
        MailState.OWED,
        "kinhte.moi@namdinh.example",
        0,
    )
    assert db.session.scalars(
        sa.select(JournalEntry.event).where(JournalEntry.subject_kind == "outbox_message")
    ).all() == ["mail_resent"]


def test_a_sent_mail_is_repeated_as_a_new_one(
    office: FlaskClient, mail: OutboxMessage, now: datetime
) -> None:
    change(state=MailState.SENT, sent_at=now)
    page = resend(office, mail.id, mail.to_address)
    assert kept().state is MailState.SENT
    second = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.repeats_id == mail.id)).one()
    assert page.location.endswith(f"/outbox/{second.id}")
    assert second.key != mail.key, "another Message-ID, or a mailbox drops it"
    once_more = resend(office, mail.id, mail.to_address)
    assert once_more.status_code == 422
    assert "đang chờ gửi" in once_more.text


def test_an_address_that_is_none_is_refused_in_words(mail: OutboxMessage, office: FlaskClient) -> None:
    change(state=MailState.SKIPPED, outcome="no_address")
    page = resend(office, mail.id, "khong-phai-dia-chi")
    assert page.status_code == 422
    assert "Địa chỉ thư viết dạng" in page.text
    assert kept().state is MailState.SKIPPED


def test_a_mail_that_waits_is_not_offered_again(mail: OutboxMessage, office: FlaskClient) -> None:
    assert "/resend" not in office.get(f"/outbox/{mail.id}").text


@pytest.mark.parametrize("who", ["head", "ward_head", "chair", "inspector"])
def test_others_do_not_read_the_mails_of_the_city(
    mail: OutboxMessage, client: FlaskClient, cast: Cast, now: datetime, who: str
) -> None:
    sign_in(client, cast.everyone[who], now)
    for address in ("/outbox", f"/outbox/{mail.id}", f"/outbox/{mail.id}/html"):
        assert client.get(address).status_code == 403


def test_a_mail_that_is_not_there_is_not_found(office: FlaskClient) -> None:
    assert office.get("/outbox/999").status_code == 404
