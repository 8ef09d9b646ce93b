"""A person leaves, a task gets another lead, a deadline moves, between planning a mail and sending it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.accounts.actions import set_lock
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from taskboard.accounts.models import Person
    from tests.conftest import HandClock
    from tests.smtp import SmtpServer

__all__ = ["cast"]

MORNING = ("plan_reminders", "make_digests", "deliver_outbox")
WEDNESDAY, THURSDAY, FRIDAY = date(2021, 6, 16), date(2021, 6, 17), date(2021, 6, 18)


@pytest.fixture
def sending(app: Flask, smtp_server: SmtpServer) -> Flask:
    core = app.extensions["taskboard"]
    app.extensions["taskboard"] = replace(core, settings=replace(core.settings, smtp_url=smtp_server.url))
    return app


@pytest.fixture
def dyke(sending: Flask, cast: Cast, clock: HandClock) -> Task:
    """A task of Kinh tế due on Friday; told of on Wednesday, its first reminder planned for Thursday 08:00."""
    cast.economy.email = "hopthu.kinhte@namdinh.example"
    task = build.task(
        "Hộ đê", lead=cast.economy, on=build.occasion(clock.now(), fresh(cast.monitor)), due_on=FRIDAY
    )
    build.saved()
    live(sending, clock, build.at(WEDNESDAY))
    return task


def live(app: Flask, clock: HandClock, moment: datetime, jobs: tuple[str, ...] = MORNING) -> None:
    clock.set_to(moment)
    for name in jobs:
        assert run_job(app, job(name), holder="test")


def fresh(row: Any) -> Any:
    """The row in the session of now: each job ends the session it ran in."""
    (number,) = sa.inspect(row).identity or ()
    return db.session.get_one(type(row), number)


def lock(person: Person, clock: HandClock) -> None:
    on = build.occasion(clock.now())
    set_lock(fresh(person), is_locked=True, acting=on.acting, now=on.now, real_now=on.real_now)
    build.saved()


def reminded(server: SmtpServer) -> list[str]:
    """Addresses that got a digest, in order."""
    return [
        mail.recipients[0]
        for mail in server.received
        if mail.message["Subject"].startswith("[Theo dõi chỉ đạo] ")
        and "Giao nhiệm vụ" not in mail.message["Subject"]
    ]


def test_who_left_before_the_digest_was_made_gets_none_and_the_units_mailbox_does(
    sending: Flask, cast: Cast, dyke: Task, clock: HandClock, smtp_server: SmtpServer
) -> None:
    lock(cast.head, clock)
    live(sending, clock, build.at(THURSDAY))
    assert "kinhte@namdinh.example" not in reminded(smtp_server)
    assert "hopthu.kinhte@namdinh.example" in reminded(smtp_server)


def test_who_left_after_the_digest_was_made_gets_none_and_the_outbox_says_why(
    sending: Flask, cast: Cast, dyke: Task, clock: HandClock, smtp_server: SmtpServer
) -> None:
    live(sending, clock, build.at(THURSDAY), MORNING[:2])
    lock(cast.head, clock)
    live(sending, clock, build.at(THURSDAY, 10))
    assert "kinhte@namdinh.example" not in reminded(smtp_server)
    row = db.session.scalars(
        sa.select(OutboxMessage).where(
            OutboxMessage.person_id == fresh(cast.head).id, OutboxMessage.kind == "reminder_digest"
        )
    ).one()
    assert (row.state, row.outcome) == (MailState.SKIPPED, "recipient_left")


def test_what_was_skipped_for_who_left_goes_to_who_comes(
    sending: Flask, cast: Cast, dyke: Task, clock: HandClock, smtp_server: SmtpServer
) -> None:
    """Once, and not to the unit's mailbox as well."""
    live(sending, clock, build.at(THURSDAY), MORNING[:2])
    lock(cast.head, clock)
    build.person("Phạm Văn Nối", Role.UNIT_HEAD, fresh(cast.economy), handle="noi")
    build.saved()
    for hour in (9, 10, 11):
        live(sending, clock, build.at(THURSDAY, hour))
    assert reminded(smtp_server).count("noi@namdinh.example") == 1
    assert not {"kinhte@namdinh.example", "hopthu.kinhte@namdinh.example"} & set(reminded(smtp_server))


def test_what_was_skipped_for_who_left_goes_to_the_units_mailbox_while_nobody_sits_there(
    sending: Flask, cast: Cast, dyke: Task, clock: HandClock, smtp_server: SmtpServer
) -> None:
    live(sending, clock, build.at(THURSDAY), MORNING[:2])
    lock(cast.head, clock)
    for hour in (9, 10, 11):
        live(sending, clock, build.at(THURSDAY, hour))
    assert reminded(smtp_server).count("hopthu.kinhte@namdinh.example") == 1
    assert "kinhte@namdinh.example" not in reminded(smtp_server)


def test_who_holds_no_post_any_more_gets_nothing_either(
    sending: Flask, cast: Cast, dyke: Task, clock: HandClock, smtp_server: SmtpServer
) -> None:
    live(sending, clock, build.at(THURSDAY), MORNING[:2])
    for post in fresh(cast.head).posts:
        post.valid_to = THURSDAY
    build.saved()
    live(sending, clock, build.at(THURSDAY, 10))
    assert "kinhte@namdinh.example" not in reminded(smtp_server)


def test_a_task_that_got_another_lead_is_reminded_of_there(
    sending: Flask, cast: Cast, dyke: Task, clock: HandClock, smtp_server: SmtpServer
) -> None:
    request = tasks.propose_lead_correction(
        fresh(dyke),
        new_unit=fresh(cast.urban),
        reason="Ghi nhầm đơn vị chủ trì.",
        on=build.occasion(clock.now(), fresh(cast.monitor)),
    )
    tasks.accept_request(request, on=build.occasion(clock.now(), fresh(cast.chief)))
    build.saved()
    live(sending, clock, build.at(WEDNESDAY, 10))
    before = len(smtp_server.received)
    live(sending, clock, build.at(THURSDAY))
    told = {mail.recipients[0] for mail in smtp_server.received[before:]}
    assert "qldt@namdinh.example" in told
    assert "kinhte@namdinh.example" not in told


def test_a_deadline_that_moved_is_reminded_of_anew_and_never_on_its_old_day(
    sending: Flask, cast: Cast, dyke: Task, clock: HandClock, smtp_server: SmtpServer
) -> None:
    row = build.extension(fresh(dyke), date(2021, 6, 25), on=build.occasion(clock.now(), fresh(cast.head)))
    tasks.grant_extension(row, on=build.occasion(clock.now(), fresh(cast.chief)))
    build.saved()
    subjects: dict[date, list[str]] = {}
    for days in range(1, 14):
        day, before = WEDNESDAY + timedelta(days=days), len(smtp_server.received)
        live(sending, clock, build.at(day))
        subjects[day] = [
            mail.message["Subject"]
            for mail in smtp_server.received[before:]
            if "kinhte@namdinh.example" in mail.recipients
        ]
    assert not any("Đến hạn hôm nay" in subject for subject in subjects[FRIDAY])
    assert any("Đến hạn hôm nay" in subject for subject in subjects[date(2021, 6, 25)])
    moved = fresh(dyke)
    stale = sa.select(Reminder.state).where(
        Reminder.task_id == moved.id, Reminder.deadline_version < moved.deadline_version
    )
    assert set(db.session.scalars(stale)) <= {ReminderState.CANCELLED, ReminderState.CONSUMED}
