"""What the page of the background jobs tells, running one now, and what is told when one fails."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.clock import real_now
from taskboard.db import db
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import OutboxMessage
from taskboard.scheduler import actions, lease, queries
from taskboard.scheduler.jobs import JOBS, Job, job
from taskboard.scheduler.lease import LEADER
from taskboard.scheduler.models import JobRequest, JobRun
from taskboard.scheduler.run import EXIT_STUCK, Runner, run_job
from taskboard.scheduler.wording import outcome_text
from taskboard.web.labels import EVENTS
from tests import build
from tests.cast import Cast, cast, gather, sign_in

__all__ = ["cast"]

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


@pytest.fixture
def administrator(client: FlaskClient, cast: Cast, now: datetime) -> FlaskClient:
    sign_in(client, cast.administrator, now)
    return client


def lead(holder: str = "may-chu:1") -> None:
    lease.take(LEADER, holder)
    build.saved()


def ran(job: str, now: datetime, *, outcome: str, seconds: float = 1.5, succeeded: bool = True) -> None:
    run_id = actions.start_run(job, holder="may-chu:1", real_now=now)
    actions.finish_run(
        run_id, has_succeeded=succeeded, outcome=outcome, real_now=now + timedelta(seconds=seconds)
    )
    build.saved()


def run_now(client: FlaskClient, job: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/scheduler").text)
    assert token
    return client.post(f"/scheduler/{job}/run", data={"csrf_token": token[1]}, follow_redirects=True)


def broken_job(name: str = "deliver_outbox") -> Job:
    def fail(_core: object, _stop: object) -> str:
        raise RuntimeError("đĩa đầy")

    return Job(name, 60, "Gửi các thư đang chờ", fail)


def test_each_job_is_named_in_words_with_its_last_and_next_run(
    administrator: FlaskClient, now: datetime
) -> None:
    lead()
    ran("deliver_outbox", now, outcome="sent 3, postponed 1")
    page = administrator.get("/scheduler").text
    assert all(one.does in page for one in JOBS)
    assert "đã gửi: 3, hoãn gửi: 1" in page
    assert "1,5 giây" in page
    assert "15 giây một lần" in page
    assert "09:00:00 16/06/2021" in page and "09:00:15 16/06/2021" in page
    assert "may-chu:1" in page, "who keeps the clock"
    visible = re.sub(r"<[^>]+>", " ", page)
    assert "deliver_outbox" not in visible, "no raw name"


def test_when_nobody_keeps_the_clock_the_page_says_so_and_offers_no_run(administrator: FlaskClient) -> None:
    page = administrator.get("/scheduler").text
    assert "Bộ lịch không chạy." in page
    assert "khi bộ lịch chạy" in page
    assert "/run" not in page


def test_a_run_without_an_end_is_under_way_only_while_its_process_leads(
    administrator: FlaskClient, now: datetime
) -> None:
    lead("may-chu:2")
    actions.start_run("prune", holder="may-chu:2", real_now=now)
    actions.start_run("seal_journal", holder="may-chu:1", real_now=now)
    build.saved()
    page = administrator.get("/scheduler").text
    assert "Đang chạy" in page and "Dừng giữa chừng" in page


def test_a_job_asked_for_is_written_down_and_run_by_the_scheduler(
    app: Flask, administrator: FlaskClient, cast: Cast
) -> None:
    who = _id(cast.administrator)
    lead()
    page = run_now(administrator, "prune")
    assert "Đã yêu cầu chạy ngay" in page.text
    assert "đang chờ, yêu cầu lúc" in page.text
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "job_asked")).one()
    assert entry.actor_id == who
    assert "job_asked" in {event.value for event in EVENTS}
    again = run_now(administrator, "prune") if "/scheduler/prune/run" in page.text else None
    assert again is None, "not offered twice"
    (prune,) = [one for one in JOBS if one.name == "prune"]
    assert run_job(app, prune, holder="may-chu:1", is_asked_for=True)
    (run,) = db.session.scalars(sa.select(JobRun)).all()
    assert (run.job, run.asked_by_id, run.has_succeeded) == ("prune", who, True)
    assert run_job(app, prune, holder="may-chu:2", is_asked_for=True)
    assert db.session.scalar(sa.select(sa.func.count(JobRun.id))) == 1, "the request is used up"
    assert "theo yêu cầu của Ngô Thanh Sơn" in administrator.get("/scheduler").text


def test_asking_twice_or_with_no_scheduler_is_refused_in_words(
    app: Flask, administrator: FlaskClient
) -> None:
    lead()
    token = re.search(r'name="csrf_token" value="([^"]+)"', administrator.get("/scheduler").text)
    assert token
    for _ in range(2):
        page = administrator.post(
            "/scheduler/prune/run", data={"csrf_token": token[1]}, follow_redirects=True
        )
    assert "Đã có yêu cầu chạy công việc này" in page.text
    lease.release(LEADER, "may-chu:1")
    build.saved()
    page = administrator.post(
        "/scheduler/seal_journal/run", data={"csrf_token": token[1]}, follow_redirects=True
    )
    assert "Bộ lịch không chạy nên chưa chạy được công việc nào." in page.text


def test_the_office_looks_and_cannot_run(client: FlaskClient, cast: Cast, now: datetime) -> None:
    sign_in(client, cast.monitor, now)
    lead()
    page = client.get("/scheduler")
    assert page.status_code == 200
    assert "/scheduler/prune/run" not in page.text


def test_the_runs_of_one_job_are_listed(administrator: FlaskClient, now: datetime) -> None:
    ran("prune", now, outcome="runs 12, attempts 3, bodies 0")
    ran("prune", now, outcome="timed out after 300 s", succeeded=False)
    page = administrator.get("/scheduler/prune").text
    assert "lượt chạy dọn đi: 12" in page
    assert "Quá 300 giây nên bị dừng." in page
    assert administrator.get("/scheduler/khong-co").status_code == 404


def test_a_job_that_fails_tells_the_administrator_once_a_day(
    app: Flask, cast: Cast, clock: object, now: datetime
) -> None:
    for _ in range(3):
        assert not run_job(app, broken_job(), holder="test")
    mails = db.session.scalars(sa.select(OutboxMessage)).all()
    assert [(mail.kind, mail.to_address) for mail in mails] == [("job_failed", "quantri@namdinh.example")]
    assert "Gửi các thư đang chờ" in mails[0].subject
    assert "đĩa đầy" in mails[0].text_body
    assert "/scheduler" in mails[0].text_body and "/u/" not in mails[0].text_body
    assert not run_job(app, broken_job("make_digests"), holder="test")
    clock.advance(days=1)  # type: ignore[attr-defined]
    assert not run_job(app, broken_job(), holder="test")
    assert db.session.scalar(sa.select(sa.func.count(OutboxMessage.id))) == 3


def test_every_page_of_the_office_says_that_a_job_failed(
    app: Flask, client: FlaskClient, cast: Cast, now: datetime
) -> None:
    lead()
    assert not run_job(app, broken_job(), holder="test")
    sign_in(client, db.session.get_one(Person, _id(cast.monitor)), now)
    assert "Công việc nền không chạy trọn: Gửi các thư đang chờ." in client.get("/units").text
    ran("deliver_outbox", now, outcome="nothing owed")
    assert "Công việc nền không chạy trọn" not in client.get("/units").text


def _id(person: Person) -> int:
    (number,) = sa.inspect(person).identity or (0,)
    return int(number)


@pytest.mark.parametrize("one", JOBS, ids=lambda one: one.name)
def test_what_each_job_says_it_did_has_words(app: Flask, client: FlaskClient, one: Job) -> None:
    assert run_job(app, one, holder="test")
    run = db.session.scalars(sa.select(JobRun)).one()
    said = set(re.findall(r"[a-z_]{3,}", run.outcome))
    with app.test_request_context():
        words = outcome_text(run)
    assert not said & set(re.findall(r"[\w]{3,}", words)), words


def test_failing_looks_at_the_last_run_that_ended(app: Flask, db_session: object, now: datetime) -> None:
    ran("prune", now, outcome="RuntimeError: x", succeeded=False)
    actions.start_run("prune", holder="test", real_now=now)
    ran("seal_journal", now, outcome="sealed")
    assert queries.failing(["prune", "seal_journal", "make_digests"]) == ["prune"]


def test_a_statement_that_takes_too_long_is_broken_off(own_app: Flask) -> None:
    """By the database itself: SQLite's interrupt, PostgreSQL's cancel."""
    slow = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "postgresql": "SELECT pg_sleep(60)",
    }

    def work(_core: object, _stop: object) -> str:
        db.session.execute(sa.text(slow[db.engine.dialect.name]))
        return "never"

    began = time.monotonic()
    assert not run_job(own_app, Job("slow", 60, "Chậm", work, timeout_seconds=0.5), holder="test")
    assert time.monotonic() - began < 20
    with own_app.app_context():
        assert db.session.scalars(sa.select(JobRun.outcome)).all() == ["timed out after 0.5 s"]


def test_a_job_that_asks_is_told_that_its_time_is_over(app: Flask) -> None:
    def work(_core: object, should_stop: object) -> str:
        end = time.monotonic() + 20
        while not should_stop() and time.monotonic() < end:  # type: ignore[operator]
            time.sleep(0.01)
        return "stopped" if should_stop() else "never"  # type: ignore[operator]

    assert run_job(app, Job("patient", 60, "Chờ", work, timeout_seconds=0.2), holder="test")
    assert db.session.scalars(sa.select(JobRun.outcome)).all() == ["stopped"]


def test_a_scheduler_whose_job_hangs_lets_go_and_ends(own_app: Flask) -> None:
    ended: list[int] = []
    let_go = threading.Event()

    def hang(_core: object, _stop: object) -> str:
        let_go.wait(30)
        return "late"

    runner = Runner(
        own_app, jobs=(Job("hangs", 60, "Treo", hang, timeout_seconds=0.1),), holder="stuck", end=ended.append
    )
    runner._add_jobs()
    runner._renew()
    tick = threading.Thread(target=runner._tick, args=[runner.jobs["hangs"]])
    tick.start()
    time.sleep(0.5)
    runner._end_if_stuck()
    assert ended == [EXIT_STUCK]
    with own_app.app_context():
        assert not queries.is_alive(), "another may take over at once"
        db.session.rollback()
    let_go.set()
    tick.join(30)


def test_a_running_scheduler_answers_a_request_within_seconds(own_app: Flask) -> None:
    with own_app.app_context():
        administrator = gather().administrator
        lease.take(LEADER, "this")
        actions.ask_for(
            "quick",
            person_id=administrator.id,
            acting=build.acting_of(administrator),
            now=own_app.extensions["taskboard"].clock.now(),
            real_now=own_app.extensions["taskboard"].clock.real_now(),
        )
        build.saved()
    done = threading.Event()

    def work(_core: object, _stop: object) -> str:
        done.set()
        return "made 0"

    runner = Runner(own_app, jobs=(Job("quick", 86_400, "Nhanh", work),), holder="this")
    thread = threading.Thread(target=runner.run)
    thread.start()
    try:
        assert done.wait(20)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with own_app.app_context():
                asked = db.session.scalars(sa.select(JobRun.asked_by_id)).all()
                left = db.session.scalar(sa.select(sa.func.count()).select_from(JobRequest))
                db.session.rollback()
            if any(asked) and not left:
                break
            time.sleep(0.1)
        assert any(asked) and not left
    finally:
        runner.stop()
        thread.join(30)


def test_a_job_that_has_run_wakes_the_one_whose_work_it_prepared(own_app: Flask) -> None:
    """A digest is made and leaves: its mail does not wait for the tick of delivery, a day away here."""
    delivers, goes_on = threading.Semaphore(0), threading.Event()

    def deliver(_core: object, _stop: object) -> str:
        delivers.release()
        goes_on.wait(30)
        return "sent 1"

    def make(_core: object, _stop: object) -> str:
        return "made 1"

    jobs = (
        Job("make", 86_400, "Gộp", make, wakes="deliver"),
        Job("deliver", 86_400, "Gửi", deliver),
    )
    runner = Runner(own_app, jobs=jobs, holder="this")
    runner._add_jobs()
    for one in jobs:
        runner._ticks.modify_job(one.name, next_run_time=real_now() + timedelta(days=1))
    with own_app.app_context():
        assert runner.leadership.renew()
    runner._ticks.start()
    try:
        assert not delivers.acquire(timeout=0.5), "its own tick is a day away"
        runner._tick(runner.jobs["make"])
        assert delivers.acquire(timeout=20)
        runner._tick(runner.jobs["make"])  # another mail, which the delivery under way may have missed
        goes_on.set()
        assert delivers.acquire(timeout=20), "woken while it ran, it runs once more"
        assert not delivers.acquire(timeout=0.5), "and then rests"
    finally:
        goes_on.set()
        runner.stop()
        runner._drain()


def test_reminders_are_planned_then_gathered_then_sent() -> None:
    assert (job("plan_reminders").wakes, job("make_digests").wakes) == ("make_digests", "deliver_outbox")
    assert all(job(one.wakes) for one in JOBS if one.wakes), "what is woken is in the list"


def test_a_wrong_number_of_connections_is_refused_at_the_start() -> None:
    from config import Settings

    with pytest.raises(ValueError, match="TASKBOARD_SMTP_CONNECTIONS"):
        Settings.from_environment({"TASKBOARD_SMTP_CONNECTIONS": "0"})
    assert replace(Settings(), smtp_connections=3).smtp_connections == 3
