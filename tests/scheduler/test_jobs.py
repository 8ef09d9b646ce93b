"""The list of jobs: each runs, says what it did, and fails alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.scheduler import actions, queries
from taskboard.scheduler.cli import scheduler_cli
from taskboard.scheduler.jobs import JOBS, Job, job
from taskboard.scheduler.models import JobRun
from taskboard.scheduler.run import run_job
from taskboard.units.models import Unit
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from tests.conftest import HandClock
    from tests.smtp import SmtpServer


def runs() -> list[JobRun]:
    return list(
        db.session.scalars(sa.select(JobRun).order_by(JobRun.id).execution_options(populate_existing=True))
    )


def test_names_are_unique_and_periods_sensible() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert all(10 <= job.every_seconds <= 86_400 and job.does for job in JOBS)


@pytest.mark.parametrize("name", [job.name for job in JOBS])
def test_each_job_runs_on_an_empty_installation_and_is_written_down(app: Flask, name: str) -> None:
    assert run_job(app, job(name), holder="test")
    (run,) = runs()
    assert (run.job, run.has_succeeded) == (name, True)
    assert run.finished_at is not None
    assert run.outcome


def test_a_job_that_fails_says_so_and_leaves_nothing_half_done(app: Flask, cast: Cast) -> None:
    unit_id = cast.economy.id

    def fail(_core: object, _stop: object) -> str:
        db.session.get_one(Unit, unit_id).email = "sai@namdinh.example"
        db.session.flush()
        raise RuntimeError("đĩa đầy")

    assert not run_job(app, Job("broken", 60, "Hỏng", fail), holder="test")
    (run,) = runs()
    assert (run.has_succeeded, run.outcome) == (False, "RuntimeError: đĩa đầy")
    assert db.session.get_one(Unit, unit_id).email == "kinhte@namdinh.example"


def test_running_all_jobs_by_hand_takes_a_due_reminder_to_the_server(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, smtp_server: SmtpServer
) -> None:
    core = app.extensions["taskboard"]
    app.extensions["taskboard"] = replace(core, settings=replace(core.settings, smtp_url=smtp_server.url))
    build.task(
        "Việc đến hạn hôm sau",
        lead=cast.economy,
        on=build.occasion(now, cast.monitor),
        due_on=date(2021, 6, 17),
    )
    build.saved()
    clock.advance(days=1)
    result = app.test_cli_runner().invoke(scheduler_cli, ["run-once"])
    assert result.exit_code == 0, result.output
    subjects = [received.message["Subject"] for received in smtp_server.received]
    assert any("Giao nhiệm vụ" in subject for subject in subjects)
    assert any("Đến hạn hôm nay" in subject for subject in subjects)
    app.test_cli_runner().invoke(scheduler_cli, ["run-once"])
    assert len(smtp_server.received) == 2, "running again repeats nothing"


def test_a_server_that_is_away_makes_the_delivery_run_fail_visibly(
    app: Flask, smtp_server: SmtpServer, now: datetime
) -> None:
    from tests.outbox.owed import owe

    core = app.extensions["taskboard"]
    app.extensions["taskboard"] = replace(core, settings=replace(core.settings, smtp_url=smtp_server.url))
    smtp_server.stop()
    owe(real_now=now)
    assert not run_job(app, job("deliver_outbox"), holder="test")
    assert "Connection refused" in runs()[0].outcome
    assert db.session.scalars(sa.select(OutboxMessage.state)).all() == [MailState.OWED]


def test_one_job_can_be_run_by_name(app: Flask) -> None:
    result = app.test_cli_runner().invoke(scheduler_cli, ["run-once", "--job", "prune"])
    assert (result.exit_code, result.output) == (0, "prune: ok\n")


def test_old_runs_are_dropped_failures_later_the_last_of_each_never(app: Flask, now: datetime) -> None:
    ages = [("a", 40, True), ("b", 40, False), ("b", 5, False), ("b", 2, True), ("b", 0, True)]
    for name, days, succeeded in ages:
        run_id = actions.start_run(name, holder="test", real_now=now - timedelta(days=days))
        actions.finish_run(run_id, has_succeeded=succeeded, outcome="", real_now=now)
    assert actions.prune_runs(real_now=now) == 2
    assert [(run.job, run.has_succeeded) for run in runs()] == [("a", True), ("b", False), ("b", True)]
    assert set(queries.last_runs()) == {"a", "b"}
