"""Claim, send, settle, over a real SMTP server that takes, refuses, stalls or is away; the outbox tells the truth."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from taskboard.db import db
from taskboard.outbox import actions, queries
from taskboard.outbox.models import MailState
from taskboard.outbox.smtp import Sender, Server, ServerAway
from tests.outbox.owed import MAIL, NOON, again, attempts, deliver, later, owe

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings
    from tests.smtp import SmtpServer

pytestmark = pytest.mark.usefixtures("db_session")


def test_an_owed_mail_arrives_with_both_bodies(settings: Settings, smtp_server: SmtpServer) -> None:
    row = owe()
    done = deliver(settings, smtp_server.url)
    assert (done.sent, str(done)) == (1, "sent 1")
    (received,) = smtp_server.received
    assert received.recipients == ("kinhte@namdinh.example",)
    assert received.sender == "nhac@namdinh.example"
    assert received.message["Subject"] == "Đôn đốc nhiệm vụ NV-2021-0142"
    assert received.message["To"] == "Trần Văn Bình <kinhte@namdinh.example>"
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert received.message["Message-ID"] == actions.message_id(row.key, "nhac@namdinh.example")
    assert "quá hạn 5 ngày" in received.body("plain")
    assert "<b>5 ngày</b>" in received.body("html")
    row = again(row)
    assert (row.state, row.sent_at, row.attempts, row.claimed_by) == (MailState.SENT, NOON, 1, None)
    (attempt,) = attempts()
    assert (attempt.has_succeeded, attempt.ended_at) == (True, NOON)


def test_a_second_pass_sends_nothing_again(settings: Settings, smtp_server: SmtpServer) -> None:
    owe()
    deliver(settings, smtp_server.url)
    assert deliver(settings, smtp_server.url, at=later(days=3)).sent == 0
    assert len(smtp_server.received) == 1


def test_without_a_mail_server_nothing_is_tried_and_nothing_is_called_sent(settings: Settings) -> None:
    row = owe()
    done = deliver(settings, None)
    assert (done.kept, done.sent) == (1, 0)
    assert again(row).state is MailState.OWED
    assert not attempts()


def test_one_refused_address_is_final_and_holds_up_nobody(
    settings: Settings, smtp_server: SmtpServer
) -> None:
    smtp_server.refuse("sai@namdinh.example")
    wrong, right = owe("sai@namdinh.example"), owe("xem@namdinh.example")
    done = deliver(settings, smtp_server.url)
    assert (done.failed, done.sent) == (1, 1)
    assert again(right).state is MailState.SENT
    assert (again(wrong).state, again(wrong).outcome) == (MailState.FAILED, "550 5.1.1 no such mailbox")
    deliver(settings, smtp_server.url, at=later(days=1))
    assert again(wrong).attempts == 1, "a final refusal is not asked again"


def test_greylisting_is_waited_out(settings: Settings, smtp_server: SmtpServer) -> None:
    smtp_server.refuse("kinhte@namdinh.example", "451 4.7.1 greylisted, come back")
    row, other = owe(), owe("xem@namdinh.example")
    done = deliver(settings, smtp_server.url)
    assert (done.postponed, done.sent) == (1, 1), "others are not held up"
    assert (again(row).state, again(row).outcome) == (MailState.OWED, "451 4.7.1 greylisted, come back")
    assert again(row).next_attempt_at == later(minutes=5)
    smtp_server.accept("kinhte@namdinh.example")
    assert deliver(settings, smtp_server.url, at=later(minutes=4)).sent == 0
    assert deliver(settings, smtp_server.url, at=later(minutes=5)).sent == 1
    assert again(other).attempts == 1


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("451 4.3.0 try again later", MailState.OWED),
        ("552 5.2.2 mailbox full", MailState.OWED),
        ("554 5.7.1 no", MailState.FAILED),
    ],
)
def test_an_answer_after_the_body_is_taken_by_its_code(
    settings: Settings, smtp_server: SmtpServer, answer: str, state: MailState
) -> None:
    smtp_server.fail_data(answer)
    row = owe()
    deliver(settings, smtp_server.url)
    assert (again(row).state, again(row).outcome) == (state, answer)


def test_patience_ends_after_about_a_day(settings: Settings, smtp_server: SmtpServer) -> None:
    smtp_server.refuse("kinhte@namdinh.example", "451 4.7.1 later")
    row, at = owe(), NOON
    while again(row).state is MailState.OWED:
        at = again(row).next_attempt_at
        deliver(settings, smtp_server.url, at=at)
    assert again(row).state is MailState.FAILED
    assert again(row).attempts == actions.MAX_ATTEMPTS
    assert timedelta(hours=20) < at - NOON < timedelta(hours=30)


def test_retries_grow_and_are_spread(settings: Settings) -> None:
    delays = [actions.retry_delay(attempt, 0.0) for attempt in range(1, 6)]
    assert delays == sorted(delays)
    assert delays[0] == timedelta(minutes=5)
    assert actions.retry_delay(1, 0.99) > delays[0]


def test_a_server_that_is_away_costs_no_mail_a_try(settings: Settings, smtp_server: SmtpServer) -> None:
    url = smtp_server.url
    smtp_server.stop()
    row = owe()
    done = deliver(settings, url)
    assert "Connection refused" in done.trouble
    assert (again(row).state, again(row).attempts) == (MailState.OWED, 0)
    assert not attempts()


def test_what_was_owed_while_the_server_was_down_goes_when_it_is_back(
    settings: Settings, smtp_server: SmtpServer
) -> None:
    rows = [owe(f"nguoi{number}@namdinh.example") for number in range(3)]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        deliver(settings, f"smtp://127.0.0.1:{closed.getsockname()[1]}")
    assert deliver(settings, smtp_server.url, at=later(hours=1)).sent == 3
    assert {again(row).state for row in rows} == {MailState.SENT}


def test_a_mail_whose_matter_has_passed_is_not_sent(settings: Settings, smtp_server: SmtpServer) -> None:
    row = owe(expires_at=later(hours=1))
    done = deliver(settings, smtp_server.url, at=later(hours=2))
    assert done.expired == 1
    assert (again(row).state, again(row).outcome) == (MailState.EXPIRED, "too_late")
    assert not smtp_server.received


def test_one_connection_serves_the_whole_batch(settings: Settings, counting_server: CountingServer) -> None:
    for number in range(5):
        owe(f"nguoi{number}@namdinh.example")
    assert deliver(settings, counting_server.url).sent == 5
    assert counting_server.connections == 1


def test_a_server_that_hangs_is_left_after_the_time_out(settings: Settings, silent_server: str) -> None:
    row = owe()
    done = deliver(settings, silent_server)
    assert "timed out" in done.trouble
    assert again(row).state is MailState.OWED


def test_a_connection_closed_in_the_middle_postpones_the_mail(
    settings: Settings, smtp_server: SmtpServer
) -> None:
    smtp_server.fail_data("421 4.3.2 closing")
    row = owe()
    assert deliver(settings, smtp_server.url).postponed == 1
    smtp_server.fail_data("")
    assert deliver(settings, smtp_server.url, at=later(minutes=6)).sent == 1
    assert again(row).attempts == 2


def test_an_address_that_is_none_fails_by_itself(settings: Settings, smtp_server: SmtpServer) -> None:
    wrong, right = owe("khong-co-a-cong"), owe()
    done = deliver(settings, smtp_server.url)
    assert (done.failed, done.sent) == (1, 1)
    assert "khong-co-a-cong" in again(wrong).outcome
    assert again(right).state is MailState.SENT


def test_owing_the_same_key_twice_is_harmless() -> None:
    row = owe(key="issue:1:unit:5")
    second = actions.enqueue(
        MAIL, key=row.key, kind=row.kind, to_name="", to_address="a@b.vn", now=NOON, real_now=NOON
    )
    assert second is None
    assert queries.owed_count() == 1


def test_a_claim_is_one_process_s_alone() -> None:
    row = owe()
    first = actions.claim([row.id], holder="a", real_now=NOON, database_now=queries.database_now())
    second = actions.claim([row.id], holder="b", real_now=NOON, database_now=queries.database_now())
    assert [claimed.message_id for claimed in first] == [row.id]
    assert second == []


def test_a_mail_whose_holder_died_is_owed_again_under_the_same_message_id(
    settings: Settings, smtp_server: SmtpServer
) -> None:
    row = owe()
    long_ago = queries.database_now() - timedelta(minutes=6)
    actions.claim([row.id], holder="dead", real_now=NOON, database_now=long_ago)
    db.session.commit()
    done = deliver(settings, smtp_server.url)
    assert (done.taken_back, done.sent) == (1, 1)
    died, sent = attempts()
    assert (died.ended_at, died.has_succeeded) == (None, None), "nobody knows whether the server had it"
    assert sent.has_succeeded
    assert smtp_server.received[0].message["Message-ID"] == actions.message_id(
        row.key, "nhac@namdinh.example"
    )


def test_a_live_claim_is_not_taken_over(settings: Settings, smtp_server: SmtpServer) -> None:
    row = owe()
    actions.claim([row.id], holder="alive", real_now=NOON, database_now=queries.database_now())
    db.session.commit()
    assert deliver(settings, smtp_server.url).sent == 0
    assert again(row).state is MailState.SENDING


def test_who_lost_the_lease_cannot_settle(settings: Settings) -> None:
    row = owe()
    (claimed,) = actions.claim(
        [row.id], holder="slow", real_now=NOON, database_now=queries.database_now() - timedelta(hours=1)
    )
    actions.take_back_abandoned(queries.database_now())
    actions.claim([row.id], holder="quick", real_now=NOON, database_now=queries.database_now())
    settled = actions.settle(claimed, actions.Outcome.SENT, "250", holder="slow", real_now=NOON, jitter=0.0)
    assert settled is None
    assert again(row).claimed_by == "quick"


def test_stopping_leaves_the_rest_owed(settings: Settings, smtp_server: SmtpServer) -> None:
    for number in range(3):
        owe(f"nguoi{number}@namdinh.example")
    asked = iter([False, True])
    assert deliver(settings, smtp_server.url, should_stop=lambda: next(asked)).sent == 1
    assert queries.owed_count() == 2


def test_a_password_is_not_said_in_the_clear_to_another_machine(
    monkeypatch: pytest.MonkeyPatch, smtp_server: SmtpServer
) -> None:
    host, port = "127.0.0.1", int(smtp_server.url.rsplit(":", 1)[1])
    server = Server(host, port, is_tls=False, user="nhac", password="bí mật")
    monkeypatch.setattr("taskboard.outbox.smtp.LOOPBACK", ())
    with (
        Sender(server, mail_from="a@b.vn", timeout_seconds=1.0) as sender,
        pytest.raises(ServerAway, match="no TLS"),
    ):
        sender.ensure()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 25, False)),
        ("smtps://u%40x:k%C3%ADn%3A@mail.example", Server("mail.example", 465, True, "u@x", "kín:")),
        (
            "smtp://u:kín@mail.example:587?verify=no",
            Server("mail.example", 587, False, "u", "kín", verifies=False),
        ),
    ],
)
def test_the_url_says_everything_about_the_server(url: str, server: Server) -> None:
    assert Server.from_url(url) == server
    assert server.password not in repr(server) or not server.password


class CountingServer:
    """Passes every connection on to a real server and counts them."""

    def __init__(self, target: str) -> None:
        self.connections = 0
        self._target = ("127.0.0.1", int(target.rsplit(":", 1)[1]))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection(self._target)
            for here, there in ((client, server), (server, client)):
                threading.Thread(target=_pump, args=(here, there), daemon=True).start()

    def close(self) -> None:
        self._listening.close()


def _pump(here: socket.socket, there: socket.socket) -> None:
    try:
        while said := here.recv(65536):
            there.sendall(said)
    except OSError:
        pass
    finally:
        here.close()
        there.close()


@pytest.fixture
def counting_server(smtp_server: SmtpServer) -> Iterator[CountingServer]:
    server = CountingServer(smtp_server.url)
    yield server
    server.close()


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"


def test_the_command_says_what_it_did(app: Flask, now: datetime, smtp_server: SmtpServer) -> None:
    from taskboard.outbox.cli import outbox_cli

    owe(real_now=now)
    core = app.extensions["taskboard"]
    app.extensions["taskboard"] = replace(core, settings=replace(core.settings, smtp_url=smtp_server.url))
    result = app.test_cli_runner().invoke(outbox_cli, ["deliver"])
    assert (result.exit_code, result.output) == (0, "sent 1\n")


def test_the_command_says_when_no_server_is_set(app: Flask) -> None:
    from taskboard.outbox.cli import outbox_cli

    owe()
    result = app.test_cli_runner().invoke(outbox_cli, ["deliver"])
    assert result.exit_code == 0
    assert "kept 1" in result.output
    assert "TASKBOARD_SMTP_URL is not set" in result.output
