"""The Office reads the outbox: every mail, why it did not leave, and its live link where no server is set."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.journal.models import JournalEntry
from taskboard.outbox import actions, queries
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.outbox.wording import kind_text
from taskboard.reminders.actions import Kind, NewsKind
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from taskboard.units.models import Unit
from tests import build
from tests.cast import Cast, cast, sign_in
from tests.outbox.owed import deliver

__all__ = ["cast"]

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.smtp import SmtpServer


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


def with_server(app: Flask, url: str = "smtp://127.0.0.1:1") -> None:
    core = app.extensions["taskboard"]
    app.extensions["taskboard"] = replace(core, settings=replace(core.settings, smtp_url=url))


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


def test_who_runs_the_installation_sees_that_a_mail_was_owed_and_not_what_it_says(
    app: Flask, client: FlaskClient, cast: Cast, now: datetime, mail: OutboxMessage
) -> None:
    with_server(app)
    sign_in(client, cast.administrator, now)
    token = re.search(r"/u/([\w-]+)/", mail.text_body)
    assert token and "hộ đê" in mail.subject
    for address in ("/outbox", f"/outbox/{mail.id}"):
        page = client.get(address)
        assert page.status_code == 200
        assert "hộ đê" not in page.text and token[1] not in page.text
        assert "Giao nhiệm vụ NV-2021-0001" in page.text and "Trần Văn Bình" in page.text
    assert "liên kết dùng được ngay" not in client.get("/outbox").text
    assert "quản trị thì không" in client.get(f"/outbox/{mail.id}").text
    assert client.get(f"/outbox/{mail.id}/html").status_code == 403
    assert resend(client, mail.id, "kinhte@namdinh.example").status_code in (302, 422), (
        "it may still be sent again"
    )


def test_without_a_server_who_runs_the_installation_hands_mails_on(
    client: FlaskClient, cast: Cast, now: datetime, mail: OutboxMessage
) -> None:
    sign_in(client, cast.administrator, now)
    token = re.search(r"/u/([\w-]+)/", mail.text_body)
    assert token and "hộ đê" in client.get("/outbox").text
    assert token[1] in client.get(f"/outbox/{mail.id}").text


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


def test_a_failed_mail_is_sent_once_more_to_the_address_mended_on_its_own_page(
    office: FlaskClient, cast: Cast, mail: OutboxMessage
) -> None:
    change(state=MailState.FAILED, outcome="550 no such mailbox", attempts=1)
    db.session.execute(
        sa.update(Person).where(Person.id == mail.person_id).values(email="kinhte.moi@namdinh.example")
    )
    build.saved()
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


@pytest.mark.parametrize("address", ["nguoi.la@gmail.example", "khong-phai-dia-chi", ""])
def test_a_foreign_address_gets_no_live_link(office: FlaskClient, mail: OutboxMessage, address: str) -> None:
    change(state=MailState.FAILED, outcome="550 no such mailbox")
    page = resend(office, mail.id, address)
    assert page.status_code == 422
    assert "Đề nghị chọn" in page.text
    assert kept().state is MailState.FAILED


def test_the_rule_itself_refuses_a_foreign_address(mail: OutboxMessage, cast: Cast, now: datetime) -> None:
    change(state=MailState.FAILED, outcome="550 no such mailbox")
    row = db.session.get_one(OutboxMessage, mail.id)
    on = build.occasion(now, cast.monitor)
    with pytest.raises(RuleBroken, match="mail_address_foreign"):
        actions.resend(
            row, to_address="la@x.example", acting=on.acting, now=now, real_now=now, today=on.today
        )


def test_resending_offers_the_people_and_the_mailbox_of_the_unit_and_nobody_who_left(
    office: FlaskClient, cast: Cast, mail: OutboxMessage, now: datetime
) -> None:
    change(state=MailState.FAILED, outcome="550 no such mailbox")
    db.session.execute(sa.update(Unit).where(Unit.id == mail.unit_id).values(email="hopthu@namdinh.example"))
    build.saved()
    row = db.session.get_one(OutboxMessage, mail.id)
    today = build.occasion(now).today
    assert queries.addresses_for(row, today=today) == ["kinhte@namdinh.example", "hopthu@namdinh.example"]
    db.session.execute(sa.update(Person).where(Person.id == mail.person_id).values(locked_at=now))
    assert queries.addresses_for(row, today=today) == ["hopthu@namdinh.example"]


def test_a_mail_whose_body_was_dropped_says_so_and_is_not_sent_again(
    office: FlaskClient, mail: OutboxMessage, now: datetime
) -> None:
    change(state=MailState.SENT, sent_at=now)
    assert actions.prune_bodies(before=now) == 0, "not before its time"
    assert actions.prune_bodies(before=now + timedelta(days=1)) == 1
    build.saved()
    page = office.get(f"/outbox/{mail.id}")
    assert "đã được dọn sau 400 ngày" in page.text
    assert "/resend" not in page.text and "<iframe" not in page.text
    assert headline(mail) in page.text, "the record stays"


def test_the_list_is_filtered_by_kind_and_by_reader(
    office: FlaskClient, cast: Cast, mail: OutboxMessage
) -> None:
    head, ward_head, unit = (sa.inspect(row).identity[0] for row in (cast.head, cast.ward_head, cast.economy))
    page = office.get("/outbox")
    assert f"/outbox?to=person:{head}" in page.text.replace("%3A", ":")
    assert "/outbox?kind=tasks_issued" in page.text
    for words, is_there in (
        ("kind=tasks_issued", True),
        ("kind=reminder_digest", False),
        (f"to=person:{head}", True),
        (f"to=person:{ward_head}", False),
        (f"to=unit:{unit}", False),
        ("to=person:99999999999999999999", True),
        ("to=ai-do", True),
    ):
        assert (headline(mail) in office.get(f"/outbox?{words}").text) is is_there, words


def test_every_try_is_told_in_words_and_in_the_servers_own(
    app: Flask, office: FlaskClient, mail: OutboxMessage, smtp_server: SmtpServer
) -> None:
    smtp_server.refuse(mail.to_address, "451 4.7.1 greylisted, come back")
    with app.app_context():
        deliver(app.extensions["taskboard"].settings, smtp_server.url, at=mail.next_attempt_at)
    page = office.get(f"/outbox/{mail.id}").text
    assert "Máy chủ đề nghị gửi lại sau." in page
    assert "451 4.7.1 greylisted, come back" in page


@pytest.fixture
def administrator(client: FlaskClient, cast: Cast, now: datetime) -> FlaskClient:
    sign_in(client, cast.administrator, now)
    return client


def send_test(client: FlaskClient) -> TestResponse:
    page = client.get("/outbox")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    return client.post("/outbox/test", data={"csrf_token": token[1]}, follow_redirects=True)


def test_a_test_mail_goes_to_the_administrator_and_shows_what_the_server_said(
    app: Flask, cast: Cast, administrator: FlaskClient, smtp_server: SmtpServer
) -> None:
    with_server(app, smtp_server.url)
    assert "Gửi thư thử tới quantri@namdinh.example" in administrator.get("/outbox").text
    page = send_test(administrator)
    assert "Máy chủ thư đã nhận thư thử" in page.text
    assert "250 OK" in page.text
    (received,) = smtp_server.received
    assert received.recipients == ("quantri@namdinh.example",)
    assert "/u/" not in received.body("plain")
    assert kept().state is MailState.SENT
    assert db.session.scalars(
        sa.select(JournalEntry.event).where(JournalEntry.subject_kind == "outbox_message")
    ).all() == ["mail_tested"]


def test_a_test_mail_that_is_refused_says_so_and_is_not_tried_again(
    app: Flask, administrator: FlaskClient, smtp_server: SmtpServer
) -> None:
    with_server(app, smtp_server.url)
    smtp_server.refuse("quantri@namdinh.example", "451 4.7.1 later")
    page = send_test(administrator)
    assert "Chưa gửi được thư thử." in page.text
    assert "451 4.7.1 later" in page.text
    assert kept().state is MailState.FAILED


def test_a_test_mail_says_when_the_server_is_away(app: Flask, administrator: FlaskClient) -> None:
    with_server(app)
    page = send_test(administrator)
    assert "Không kết nối được tới máy chủ thư." in page.text
    assert kept().state is MailState.FAILED


def test_without_a_server_no_test_mail_is_offered(administrator: FlaskClient) -> None:
    assert "/outbox/test" not in administrator.get("/outbox").text
    assert "Chưa cấu hình máy chủ thư nên chưa gửi được thư thử." in send_test(administrator).text


def test_the_office_cannot_send_test_mails(
    app: Flask, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_server(app)
    assert "/outbox/test" not in office.get("/outbox").text
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    assert office.post("/outbox/test").status_code == 403


def test_the_page_says_when_the_server_could_not_be_used(
    app: Flask, office: FlaskClient, mail: OutboxMessage
) -> None:
    with_server(app)
    assert not run_job(app, job("deliver_outbox"), holder="test")
    page = office.get("/outbox").text
    assert "Máy chủ thư không dùng được ở lượt gửi vừa rồi." in page
    assert "Không kết nối được tới máy chủ thư." in page


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


@pytest.mark.parametrize("kind", [*Kind, *NewsKind], ids=str)
def test_every_kind_of_mail_has_a_name_in_words(kind: Kind | NewsKind, app: Flask) -> None:
    with app.test_request_context("/outbox"):
        assert kind_text(kind) != kind.value
