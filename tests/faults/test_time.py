"""Clocks that leap three days ahead and back, weekends, and Tết: nothing is lost, nobody is told twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.journal.actions import COMMAND
from taskboard.outbox import actions, queries
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders.models import Digest, DigestReminder, Reminder, ReminderState
from taskboard.scheduler import lease
from taskboard.scheduler import queries as scheduler
from taskboard.scheduler.jobs import JOBS, job
from taskboard.scheduler.lease import LEADER, TTL
from taskboard.scheduler.models import Lease
from taskboard.scheduler.run import Runner, run_job
from taskboard.settings.actions import set_calendar_day
from taskboard.settings.models import DayKind
from tests import build
from tests.cast import Cast, cast
from tests.outbox.owed import again, deliver, later, owe

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings
    from tests.conftest import HandClock
    from tests.smtp import SmtpServer

__all__ = ["cast"]

MORNING = ("plan_reminders", "make_digests", "deliver_outbox")
TET = [date(2021, 2, day) for day in range(10, 17)]


@pytest.mark.usefixtures("db_session")
def test_a_retry_set_while_the_clock_was_ahead_comes_when_it_is_back(
    settings: Settings, smtp_server: SmtpServer
) -> None:
    smtp_server.refuse("kinhte@namdinh.example", "451 4.7.1 later")
    row = owe()
    deliver(settings, smtp_server.url, at=later(days=3))
    assert again(row).next_attempt_at > later(days=3)
    smtp_server.accept("kinhte@namdinh.example")
    assert deliver(settings, smtp_server.url, at=later(minutes=1)).sent == 1, "not in three days"


@pytest.mark.usefixtures("db_session")
def test_a_claim_made_while_the_clock_was_ahead_ends_when_it_is_back(
    settings: Settings, smtp_server: SmtpServer
) -> None:
    row = owe()
    ahead = queries.database_now() + timedelta(days=3)
    assert actions.claim([row.id], holder="dead", real_now=later(days=3), database_now=ahead)
    db.session.commit()
    done = deliver(settings, smtp_server.url)
    assert (done.taken_back, done.sent) == (1, 1)


@pytest.mark.usefixtures("db_session")
def test_a_mail_given_up_by_a_clock_ahead_is_owed_again_when_it_is_back(
    settings: Settings, smtp_server: SmtpServer
) -> None:
    row = owe(expires_at=later(days=1))
    assert deliver(settings, smtp_server.url, at=later(days=3)).expired == 1
    assert again(row).state is MailState.EXPIRED
    assert deliver(settings, smtp_server.url, at=later(minutes=1)).sent == 1
    stale = owe(expires_at=later(days=1))
    deliver(settings, smtp_server.url, at=later(days=2))
    deliver(settings, smtp_server.url, at=later(days=2, minutes=1))
    assert again(stale).state is MailState.EXPIRED, "what is too late stays so while time goes on"


@pytest.mark.usefixtures("db_session")
def test_limits_do_not_count_what_left_in_a_time_to_come(settings: Settings, smtp_server: SmtpServer) -> None:
    limited = replace(settings, mails_per_minute=1)
    owe()
    assert deliver(limited, smtp_server.url, at=later(days=3)).sent == 1
    owe("xem@namdinh.example")
    assert deliver(limited, smtp_server.url).sent == 1


@pytest.mark.usefixtures("db_session")
def test_a_lease_taken_while_the_clock_was_ahead_does_not_keep_others_out_for_days() -> None:
    lease.take(LEADER, "dead")
    ahead = queries.database_now() + timedelta(days=3)
    db.session.execute(sa.update(Lease).values(expires_at=ahead + TTL, renewed_at=ahead))
    assert not scheduler.is_alive(), "a heartbeat of a time to come proves nothing"
    assert not lease.take(LEADER, "heir"), "its holder may live, and gets the time it would have"
    row = db.session.get_one(Lease, LEADER, populate_existing=True)
    assert row.expires_at <= queries.database_now() + TTL
    db.session.execute(sa.update(Lease).values(expires_at=queries.database_now() - timedelta(seconds=1)))
    assert lease.take(LEADER, "heir")


def test_ticks_left_days_away_by_a_clock_put_back_come_at_once(app: Flask) -> None:
    runner = Runner(app, jobs=JOBS)
    runner._add_jobs()
    runner._ticks.start(paused=True)
    far = datetime.now(UTC) + timedelta(days=3)
    for one in JOBS:
        runner._ticks.modify_job(one.name, next_run_time=far)
    runner._mend_ticks()
    soon = datetime.now(UTC) + timedelta(seconds=1)
    assert all(tick.next_run_time <= soon for tick in runner._ticks.get_jobs())
    runner._ticks.shutdown(wait=False)


@pytest.fixture
def sending(app: Flask, smtp_server: SmtpServer) -> Flask:
    core = app.extensions["taskboard"]
    app.extensions["taskboard"] = replace(core, settings=replace(core.settings, smtp_url=smtp_server.url))
    return app


def live(app: Flask, clock: HandClock, moment: datetime) -> None:
    clock.set_to(moment)
    for name in MORNING:
        assert run_job(app, job(name), holder="test")


def digests_a_day() -> Counter[tuple[str, date]]:
    return Counter((digest.recipient, digest.day) for digest in db.session.scalars(sa.select(Digest)))


def told() -> Counter[tuple[str, int]]:
    """How often each recipient was told of each mark."""
    statement = sa.select(Digest.recipient, DigestReminder.reminder_id).join(
        DigestReminder, DigestReminder.digest_id == Digest.id
    )
    return Counter((recipient, reminder) for recipient, reminder in db.session.execute(statement))


def unsaid(now: datetime) -> int:
    statement = sa.select(sa.func.count(Reminder.id)).where(
        Reminder.state == ReminderState.PLANNED, Reminder.due_at <= now
    )
    return db.session.scalar(statement) or 0


def test_the_business_clock_leaps_three_days_and_back(
    sending: Flask, cast: Cast, clock: HandClock, smtp_server: SmtpServer
) -> None:
    """Marks told of early are not told of again when their day really comes; later ones are told on their day."""
    monday = date(2021, 6, 14)
    on = build.occasion(build.at(monday), cast.monitor)
    build.task("Hộ đê", lead=cast.economy, on=on, due_on=date(2021, 6, 18))
    build.saved()
    live(sending, clock, build.at(monday))
    live(sending, clock, build.at(monday + timedelta(days=3)))
    for days in range(10):
        live(sending, clock, build.at(monday + timedelta(days=days)))
    assert told() and max(told().values()) == 1, "no mark twice to anybody"
    assert max(digests_a_day().values()) == 1
    assert unsaid(clock.now()) == 0
    assert set(db.session.scalars(sa.select(OutboxMessage.state))) == {MailState.SENT}
    assert any("quá hạn" in str(mail.message["Subject"]).lower() for mail in smtp_server.received)


def test_a_reminder_that_ran_out_by_a_clock_ahead_goes_out_on_its_day(
    sending: Flask, cast: Cast, clock: HandClock, smtp_server: SmtpServer
) -> None:
    """Early on Monday the clock shows Thursday for a while: Monday's mark must not be the one that nobody reads."""
    monday = date(2021, 6, 14)
    on = build.occasion(build.at(monday - timedelta(days=7)), cast.monitor)
    task_id = build.task("Hộ đê", lead=cast.economy, on=on, due_on=monday).id
    build.saved()
    live(sending, clock, build.at(monday, 6))
    live(sending, clock, build.at(monday + timedelta(days=3), 6))
    mark = sa.select(Reminder.state).where(Reminder.task_id == task_id, Reminder.rule == "on_day")
    assert db.session.scalar(mark) is ReminderState.EXPIRED
    live(sending, clock, build.at(monday, 8))
    assert db.session.scalar(mark) is ReminderState.CONSUMED
    assert any("Đến hạn hôm nay" in mail.message["Subject"] for mail in smtp_server.received)


def test_over_tet_nobody_gets_a_mail_and_the_first_morning_after_everybody_one(
    sending: Flask, cast: Cast, clock: HandClock, smtp_server: SmtpServer
) -> None:
    for day in TET:
        set_calendar_day(
            day,
            DayKind.HOLIDAY,
            name="Tết Nguyên đán",
            source="Thông báo nghỉ Tết 2021",
            acting=COMMAND,
            now=build.at(date(2021, 1, 4)),
        )
    first = date(2021, 2, 1)
    on = build.occasion(build.at(first), cast.monitor)
    for number in range(9):
        build.task(f"Việc {number}", lead=cast.economy, on=on, due_on=date(2021, 2, 8 + number))
    build.saved()
    arrived: Counter[date] = Counter()
    for days in range(20):
        day, before = first + timedelta(days=days), len(smtp_server.received)
        live(sending, clock, build.at(day))
        arrived[day] = sum(
            "Giao nhiệm vụ" not in mail.message["Subject"] for mail in smtp_server.received[before:]
        )
    weekends = [day for day in arrived if day.weekday() >= 5]
    assert [arrived[day] for day in (*TET, *weekends)] == [0] * len((*TET, *weekends))
    assert arrived[date(2021, 2, 17)] >= 1, "the first morning after"
    assert max(digests_a_day().values()) == 1, "one mail, not nine"
    assert unsaid(clock.now()) == 0
