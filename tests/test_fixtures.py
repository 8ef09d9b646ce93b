"""What the other tests lean on does what it says."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from taskboard.counters import Counter
from taskboard.db import begin_writing, db, hold_all_writers
from tests.conftest import HandClock
from tests.smtp import SmtpServer

Scoped = scoped_session[Session]


def _mail(recipient: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "vanphong@namdinh.example", recipient, "Đôn đốc nhiệm vụ"
    mail.set_content("Việc đã quá hạn 5 ngày.")
    mail.add_alternative("<p>Việc đã quá hạn <b>5 ngày</b>.</p>", subtype="html")
    return mail


def _send(server: SmtpServer, mail: EmailMessage) -> None:
    host, _, port = server.url.removeprefix("smtp://").partition(":")
    with smtplib.SMTP(host, int(port), timeout=5) as connection:
        connection.send_message(mail)


def test_the_smtp_server_keeps_what_it_took(smtp_server: SmtpServer) -> None:
    _send(smtp_server, _mail("kinhte@namdinh.example"))
    (received,) = smtp_server.received
    assert received.recipients == ("kinhte@namdinh.example",)
    assert received.message["Subject"] == "Đôn đốc nhiệm vụ"
    assert "quá hạn 5 ngày" in received.body("plain")
    assert "<b>5 ngày</b>" in received.body("html")


def test_the_smtp_server_refuses_one_address_and_takes_the_next(smtp_server: SmtpServer) -> None:
    smtp_server.refuse("kinhte@namdinh.example")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(smtp_server, _mail("kinhte@namdinh.example"))
    _send(smtp_server, _mail("xem@namdinh.example"))
    assert [mail.recipients for mail in smtp_server.received] == [("xem@namdinh.example",)]


def test_the_smtp_server_fails_after_the_body(smtp_server: SmtpServer) -> None:
    smtp_server.fail_data()
    with pytest.raises(smtplib.SMTPDataError):
        _send(smtp_server, _mail("xem@namdinh.example"))
    assert not smtp_server.received


def test_a_stopped_smtp_server_is_not_reached(smtp_server: SmtpServer) -> None:
    smtp_server.stop()
    with pytest.raises(ConnectionRefusedError):
        _send(smtp_server, _mail("xem@namdinh.example"))


# --- databases ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(db_session: Scoped, turn: str) -> None:
    """Whichever of the two runs second would find what the first has committed."""
    assert db_session.get(Counter, "fixtures") is None, f"{turn}: left over"
    db_session.add(Counter(name="fixtures", value=1))
    db_session.commit()
    db_session.rollback()
    assert db_session.get(Counter, "fixtures") is not None, (
        "a commit must survive a later rollback of the same test"
    )


def test_a_refused_row_leaves_what_was_committed_before_it(db_session: Scoped) -> None:
    db_session.add(Counter(name="fixtures", value=1))
    db_session.commit()
    db_session.expunge_all()
    db_session.add(Counter(name="fixtures", value=2))
    with pytest.raises(sa.exc.IntegrityError):
        db_session.commit()
    db_session.rollback()
    assert db_session.get_one(Counter, "fixtures").value == 1


def test_a_writing_transaction_begins_within_the_fixture(db_session: Scoped) -> None:
    begin_writing()
    db_session.add(Counter(name="fixtures", value=1))
    db_session.commit()
    hold_all_writers()
    assert db_session.get_one(Counter, "fixtures").value == 1


def test_an_app_of_its_own_is_migrated_and_commits_for_other_connections(own_app: Flask) -> None:
    with own_app.app_context():
        db.session.add(Counter(name="fixtures", value=1))
        db.session.commit()
        with db.engine.connect() as another:
            assert another.scalar(sa.select(Counter.value).where(Counter.name == "fixtures")) == 1


def test_the_database_is_of_the_kind_the_test_is_told(own_app: Flask, database_kind: str) -> None:
    with own_app.app_context():
        assert db.engine.dialect.name == {"sqlite": "sqlite", "postgres": "postgresql"}[database_kind]


@pytest.mark.sqlite_only
def test_a_test_about_sqlite_runs_on_sqlite_only(database_kind: str) -> None:
    assert database_kind == "sqlite"


def test_the_application_lives_by_the_clock_of_the_test(app: Flask, clock: HandClock) -> None:
    assert str(clock.today()) == "2021-06-16"
    clock.advance(hours=15)
    assert str(app.extensions["taskboard"].clock.today()) == "2021-06-17"


def test_each_test_has_an_instance_folder_of_its_own(app: Flask, tmp_path: Path) -> None:
    assert app.extensions["taskboard"].settings.instance_dir.parent == tmp_path
