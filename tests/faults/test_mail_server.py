"""A mail server that is down, slow, full, choosy or hangs up: nothing lost, nobody held up, the log tells the truth."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.outbox import actions, queries
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage
from tests.faults.moody import MoodyServer, moody
from tests.outbox.owed import NOON, deliver, later, owe

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings

__all__ = ["moody"]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def owing(own_app: Flask) -> list[str]:
    """Twenty addresses, each owed a mail; the test stands in the application's context."""
    addresses = [f"nguoi{number:02d}@namdinh.example" for number in range(20)]
    context = own_app.app_context()
    context.push()
    for address in addresses:
        owe(address)
    yield addresses
    db.session.remove()
    context.pop()


def arrived(server: MoodyServer) -> Counter[str]:
    return Counter(mail.recipients[0] for mail in server.received)


def attempts_to(address: str) -> list[DeliveryAttempt]:
    statement = (
        sa.select(DeliveryAttempt)
        .join(OutboxMessage, OutboxMessage.id == DeliveryAttempt.message_id)
        .where(OutboxMessage.to_address == address)
        .order_by(DeliveryAttempt.id)
    )
    return list(db.session.scalars(statement))


def test_a_server_down_for_an_hour_costs_an_hour_and_no_mail(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    moody.stop()
    for minute in range(0, 60, 5):
        done = deliver(settings, moody.url, at=later(minutes=minute))
        assert done.trouble and not done.sent
    assert db.session.scalar(sa.select(sa.func.count(DeliveryAttempt.id))) == 0, "no mail was tried"
    back = MoodyServer()
    back.start()
    try:
        assert deliver(settings, back.url, at=later(minutes=60)).sent == 20
    finally:
        back.stop()
    assert arrived(back) == Counter(owing)
    assert queries.counts() == {MailState.SENT: 20}


def test_a_slow_server_is_waited_for_and_several_connections_share_the_wait(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    """Ten seconds a command, a hundred times faster: three commands a mail."""
    moody.seconds_a_command = 0.1
    started = time.monotonic()
    done = deliver(replace(settings, smtp_connections=4), moody.url)
    took = time.monotonic() - started
    assert (done.sent, done.postponed) == (20, 0)
    assert took < 20 * 3 * 0.1, "slower than one connection would be"
    assert arrived(moody) == Counter(owing)


def test_a_server_slower_than_the_time_out_takes_the_mail_another_time(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    """The test's time-out is a second. What a silent server does with a mail it never acknowledged, nobody knows."""
    moody.seconds_a_command = 1.5
    done = deliver(settings, moody.url)
    assert done.sent == 0
    assert 3 <= done.postponed <= 4, "patience ends; the rest was not tried"
    assert "timed out" in done.trouble
    moody.seconds_a_command = 0.0
    assert deliver(settings, moody.url, at=later(minutes=6)).sent == 20
    assert set(arrived(moody)) == set(owing)


def test_one_address_in_ten_refused_holds_up_nobody(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    refused = owing[::10]
    for address in refused:
        moody.refuse(address)
    done = deliver(settings, moody.url)
    assert (done.sent, done.failed) == (18, 2)
    assert set(arrived(moody)) == set(owing) - set(refused)
    for address in refused:
        (attempt,) = attempts_to(address)
        assert (attempt.has_succeeded, attempt.answer) == (False, "550 5.1.1 no such mailbox")


def test_hanging_up_in_the_middle_of_a_mail_costs_that_mail_a_wait(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    moody.hang_ups = dict.fromkeys(owing[::7], 1)
    done = deliver(settings, moody.url)
    assert (done.sent, done.postponed) == (17, 3)
    assert deliver(settings, moody.url, at=later(minutes=6)).sent == 3
    assert arrived(moody) == Counter(owing)
    first, second = attempts_to(owing[0])
    assert (first.has_succeeded, second.has_succeeded) == (False, True)
    assert first.answer.startswith("SMTPServerDisconnected")


def test_a_server_that_always_hangs_up_is_left_alone_after_a_few(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    moody.hang_ups = dict.fromkeys(owing, 99)
    done = deliver(settings, moody.url)
    assert done.trouble and not done.sent
    assert done.postponed <= 4
    moody.hang_ups = {}
    assert deliver(settings, moody.url, at=later(minutes=6)).sent == 20


def test_a_connection_closed_after_so_many_mails_is_opened_again_and_costs_nothing(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    moody.most_a_connection = 3
    done = deliver(settings, moody.url)
    assert (done.sent, done.postponed) == (20, 0)
    assert arrived(moody) == Counter(owing)


@pytest.mark.parametrize("answer", ["451 4.7.1 greylisted, come back", "552 5.2.2 mailbox full"])
def test_greylisting_and_a_full_store_pass(
    owing: list[str], settings: Settings, moody: MoodyServer, answer: str
) -> None:
    """The first minutes everybody is asked to come back; then the server knows us, or has room."""
    for address in owing:
        moody.refuse(address, answer)
    done = deliver(settings, moody.url)
    assert (done.sent, done.postponed) == (0, 20)
    assert {row.outcome for row in db.session.scalars(sa.select(OutboxMessage))} == {answer}
    for address in owing:
        moody.accept(address)
    assert deliver(settings, moody.url, at=later(minutes=4)).sent == 0, "not before it was asked to"
    assert deliver(settings, moody.url, at=later(minutes=5)).sent == 20
    assert arrived(moody) == Counter(owing)


def test_a_server_full_at_the_end_of_each_body_takes_them_when_it_has_room(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    moody.fail_data("552 5.3.4 no room for this message")
    assert deliver(settings, moody.url).postponed == 20
    moody.fail_data("")
    assert deliver(settings, moody.url, at=later(minutes=6)).sent == 20


def test_retries_come_spread_over_minutes_not_all_at_once(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    from taskboard.outbox.delivery import deliver_owed

    for address in owing:
        moody.refuse(address, "451 4.7.1 later")
    chances = iter(number / 20 for number in range(20))
    deliver_owed(
        settings=replace(settings, smtp_url=moody.url),
        holder="test",
        real_now=lambda: NOON,
        jitter=lambda: next(chances),
    )
    again = sorted(db.session.scalars(sa.select(OutboxMessage.next_attempt_at)))
    assert len(set(again)) == 20
    assert again[0] == NOON + actions.FIRST_DELAY
    assert again[-1] < NOON + actions.FIRST_DELAY + 1.1 * MINUTE


def test_limits_make_mails_wait_and_say_so(owing: list[str], settings: Settings, moody: MoodyServer) -> None:
    """Five mails a minute in all: the rest stays owed and tells why; a minute later five more leave."""
    limited = replace(settings, mails_per_minute=5)
    done = deliver(limited, moody.url)
    assert (done.sent, done.held) == (5, 15)
    waiting = db.session.scalars(
        sa.select(OutboxMessage.outcome).where(OutboxMessage.state == MailState.OWED)
    ).all()
    assert waiting == ["pace_in_all"] * 15
    assert deliver(limited, moody.url, at=later(seconds=59)).sent == 0
    assert deliver(limited, moody.url, at=later(seconds=60)).sent == 5
    for minute in (2, 3):
        deliver(limited, moody.url, at=later(minutes=minute))
    assert arrived(moody) == Counter(owing)


def test_one_address_gets_no_more_than_its_share_of_a_minute(
    owing: list[str], settings: Settings, moody: MoodyServer
) -> None:
    for _ in range(4):
        owe(owing[0])
    limited = replace(settings, mails_per_recipient=2)
    done = deliver(limited, moody.url)
    assert (done.sent, done.held) == (21, 3)
    assert arrived(moody)[owing[0]] == 2
    held = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.outcome == "pace_recipient")).all()
    assert {row.next_attempt_at for row in held} == {NOON + MINUTE}
    deliver(limited, moody.url, at=later(minutes=1))
    deliver(limited, moody.url, at=later(minutes=2))
    assert arrived(moody)[owing[0]] == 5
