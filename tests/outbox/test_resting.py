"""Reminders leave in working hours only, however late the mail server comes back; what somebody asked for at once (rule 24)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders.actions import kinds_at_rest
from tests import build
from tests.outbox.owed import again, deliver, owe

if TYPE_CHECKING:
    from config import Settings
    from tests.smtp import SmtpServer

pytestmark = pytest.mark.usefixtures("db_session")

FRIDAY, SATURDAY, MONDAY = (date(2021, 6, day) for day in (18, 19, 21))
WRITTEN = build.at(FRIDAY, 8)


def owe_both(**more: datetime) -> tuple[OutboxMessage, OutboxMessage]:
    """Of Friday morning, while the server was away: the mail of the day, and one that somebody pressed for."""
    urged, digest = owe("don-doc@namdinh.example", real_now=WRITTEN), owe(real_now=WRITTEN, **more)
    db.session.execute(
        sa.update(OutboxMessage).where(OutboxMessage.id == digest.id).values(kind="reminder_digest")
    )
    db.session.commit()
    return digest, urged


def passes(settings: Settings, server: SmtpServer, at: datetime) -> str:
    resting = kinds_at_rest(on=build.occasion(at))
    db.session.rollback()
    return str(deliver(settings, server.url, at=at, resting=lambda: resting))


@pytest.mark.parametrize(
    "mended",
    [build.at(FRIDAY, 22, 51), build.at(SATURDAY, 9), build.at(MONDAY, 7, 59)],
    ids=["at night", "on a Saturday", "before the mail hour"],
)
def test_a_server_mended_out_of_hours_gets_no_reminders_before_the_next_working_hours(
    mended: datetime, settings: Settings, smtp_server: SmtpServer
) -> None:
    digest, urged = owe_both()
    assert passes(settings, smtp_server, mended) == "sent 1, resting 1"
    assert (again(urged).state, again(digest).state) == (MailState.SENT, MailState.OWED)
    assert passes(settings, smtp_server, build.at(MONDAY, 8)) == "sent 1"
    assert again(digest).state is MailState.SENT


def test_a_reminder_at_rest_still_runs_out(settings: Settings, smtp_server: SmtpServer) -> None:
    digest, _urged = owe_both(expires_at=build.at(FRIDAY, 20))
    assert passes(settings, smtp_server, build.at(FRIDAY, 22, 51)) == "sent 1, expired 1"
    assert again(digest).state is MailState.EXPIRED


def test_a_night_of_nothing_but_reminders_opens_no_connection(
    settings: Settings, smtp_server: SmtpServer
) -> None:
    digest, urged = owe_both()
    passes(settings, smtp_server, build.at(FRIDAY, 20))
    smtp_server.stop()
    assert passes(settings, smtp_server, build.at(FRIDAY, 20, 1)) == "resting 1"
    assert (again(digest).attempts, again(urged).attempts) == (0, 1)
