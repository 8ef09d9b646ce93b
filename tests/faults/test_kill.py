"""kill -9 at random points of planning, gathering, claiming, sending and settling: every owed mail arrives."""

from __future__ import annotations

import random
import signal
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.clock import FixedClock
from taskboard.core import Core
from taskboard.db import db
from taskboard.outbox import actions, queries
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage
from taskboard.reminders.models import Digest, Reminder, ReminderState
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from taskboard.settings import queries as settings_queries
from tests import build
from tests.cast import gather
from tests.faults import dying

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings
    from tests.smtp import SmtpServer

pytestmark = pytest.mark.slow
FIRST_DAY = date(2021, 6, 16)
FROM = "Theo dõi <nhac@namdinh.example>"


@dataclass
class Tally:
    """What many deaths came to, printed so that a reader can judge it."""

    rounds: int
    killed: int
    mails: int
    arrived: int
    unknown: int
    """Tries nobody knows the end of: the process died between claiming and settling."""

    @property
    def repeats(self) -> int:
        return self.arrived - self.mails

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.killed} killed, {self.mails} mails owed, {self.arrived} arrived: "
            f"{self.repeats} repeated with the same Message-ID, {self.unknown} tries without a known end"
        )


@pytest.fixture
def installation(own_app: Flask, settings: Settings, smtp_server: SmtpServer) -> Settings:
    """The settings of processes that share own_app's database; the fixed cast lives there."""
    with own_app.app_context():
        gather()
        build.saved()
    core: Core = own_app.extensions["taskboard"]
    return replace(
        core.settings,
        database_url=own_app.config["SQLALCHEMY_DATABASE_URI"],
        smtp_url=smtp_server.url,
        mail_from=FROM,
        mails_per_minute=0,
        mails_per_recipient=0,
    )


def let_leases_run_out() -> None:
    db.session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.state == MailState.SENDING)
        .values(claimed_until=queries.database_now() - actions.LEASE)
    )
    db.session.commit()


@pytest.mark.parametrize(
    "rounds", [20, pytest.param(200, marks=pytest.mark.long)], ids=["twenty", "two-hundred"]
)
def test_every_owed_mail_arrives_whenever_the_process_is_killed(
    own_app: Flask,
    installation: Settings,
    smtp_server: SmtpServer,
    rounds: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with own_app.app_context():
        calendar = settings_queries.calendar()
        db.session.rollback()
    days = dying.working_days(FIRST_DAY, rounds + 2, calendar.is_working_day)
    code, steps = dying.run(installation, build.at(days.pop(0)))
    assert code == 0 and all(steps), "a morning nobody disturbs"
    chance, killed = random.Random(20210616), 0
    for day in days[:rounds]:
        code, _ = dying.run(installation, build.at(day), dying.chosen_end(steps, chance))
        assert code in (0, -signal.SIGKILL)
        killed += code == -signal.SIGKILL
        with own_app.app_context():
            let_leases_run_out()
    last = build.at(days[rounds])
    own_app.extensions["taskboard"] = Core(installation, FixedClock(installation.zone, last))  # type: ignore[arg-type]
    for name in (*dying.MORNING, "deliver_outbox"):
        assert run_job(own_app, job(name), holder="heir")
    with own_app.app_context():
        tally = _judge(rounds, killed, smtp_server)
    with capsys.disabled():
        print(f"\n{db_name(installation)}: {tally}")  # noqa: T201


def db_name(settings: Settings) -> str:
    return settings.resolved_database_url.partition(":")[0].partition("+")[0]


def _judge(rounds: int, killed: int, server: SmtpServer) -> Tally:
    """Nothing is lost, nothing is sent twice but in the one window, and the log knows which those were."""
    rows = db.session.scalars(sa.select(OutboxMessage)).all()
    ids = {actions.message_id(row.key, FROM): row for row in rows}
    received = Counter(str(mail.message["Message-ID"]) for mail in server.received)
    owed = {
        number
        for number, row in ids.items()
        if row.state is not MailState.EXPIRED  # a digest nobody could send was said by a newer one
    }
    assert {ids[number].state for number in owed} == {MailState.SENT}
    assert owed <= set(received) <= set(ids), "every owed mail arrived, and nothing else did"
    unknown = Counter(
        db.session.scalars(sa.select(DeliveryAttempt.message_id).where(DeliveryAttempt.ended_at.is_(None)))
    )
    for number, times in received.items():
        assert times - 1 <= unknown[ids[number].id], "repeated only where nobody knew how a try ended"
    _no_reminder_is_left(rows)
    assert killed > rounds * 0.8, "a phase may take a step less than the first time"
    return Tally(rounds, killed, len(set(received)), received.total(), unknown.total())


def _no_reminder_is_left(rows: list[OutboxMessage]) -> None:
    """Each mark due by now was said in a digest, and each digest is a mail that left or was swallowed by a newer one."""
    last = max(row.business_at for row in rows)
    waiting = sa.select(sa.func.count(Reminder.id)).where(
        Reminder.state == ReminderState.PLANNED, Reminder.due_at <= last
    )
    assert db.session.scalar(waiting) == 0
    without_mail = sa.select(sa.func.count(Digest.id)).where(Digest.message_id.is_(None))
    assert db.session.scalar(without_mail) == 0
