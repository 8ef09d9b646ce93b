"""What a monitor, a log reader and a stranger's host name get to see."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.operation import backup, logs
from taskboard.scheduler.lease import LEADER, release, take
from tests.cast import Cast, cast, gather, sign_in
from tests.conftest import HandClock

__all__ = ["cast"]
REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = (REPOSITORY / "docs/operations.md").read_text("utf-8")


def test_figures_tell_mails_jobs_and_request_times(client: FlaskClient, cast: Cast) -> None:
    names = [person.sign_in_name for person in cast.everyone.values()]
    client.get("/healthz")
    page = client.get("/metrics").get_data(as_text=True)
    assert 'taskboard_mails{state="failed"} 0.0' in page
    assert 'taskboard_request_seconds_count{endpoint="web.healthz",method="GET"}' in page
    assert "taskboard_scheduler_heartbeat_age_seconds" in page
    assert not [name for name in names if name in page]


def _alarms(client: FlaskClient) -> tuple[bool, bool]:
    """Whether the guide's own two alarms on ages go off: of the heartbeat, of the backup."""
    page = client.get("/metrics").get_data(as_text=True)
    found = [
        (re.search(rf"^{name} (\S+)$", page, re.MULTILINE), re.search(rf"`{name} > (\d+)`", GUIDE))
        for name in ("taskboard_scheduler_heartbeat_age_seconds", "taskboard_backup_age_seconds")
    ]
    heart, backup_ = (float(told[1]) > float(limit[1]) for told, limit in found if told and limit)
    return heart, backup_


def test_the_alarms_go_off_when_nothing_ever_ran_and_not_when_all_is_well(
    own_app: Flask, clock: HandClock
) -> None:
    client, core = own_app.test_client(), own_app.extensions["taskboard"]
    with own_app.app_context():
        assert _alarms(client) == (True, False), "nothing to lose yet"
        begin_writing()
        gather()
        db.session.commit()
        clock.advance(days=2)
        assert _alarms(client) == (True, True)
        backup.create_nightly(core, keep=3)
        begin_writing()
        take(LEADER, "may-chu:1")
        db.session.commit()
        assert _alarms(client) == (False, False)
        clock.advance(days=2)
        begin_writing()
        release(LEADER, "may-chu:1")  # stopped in good order
        db.session.commit()
        assert _alarms(client) == (True, True)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("10.0.0.7", {"Authorization": "Bearer open-sesame"}, 200),
        ("10.0.0.7", {"Authorization": "Bearer wrong"}, 404),
        ("10.0.0.7", {"Authorization": "Bearer "}, 404),
    ],
)
def test_figures_are_for_this_machine_or_the_token(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    headers: dict[str, str],
    status: int,
) -> None:
    core: Core = app.extensions["taskboard"]
    with_token = Core(replace(core.settings, metrics_token="open-sesame"), core.clock)
    monkeypatch.setitem(app.extensions, "taskboard", with_token)
    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers)
    assert answer.status_code == status


def test_without_a_token_an_empty_one_opens_nothing(client: FlaskClient) -> None:
    refused = client.get(
        "/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"}, headers={"Authorization": "Bearer "}
    )
    assert refused.status_code == 404


@pytest.mark.parametrize(
    ("host", "status"), [("localhost", 200), ("127.0.0.1:8000", 200), ("evil.example", 400)]
)
def test_a_strangers_host_name_is_refused(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == status


def test_each_answer_carries_an_id_and_a_given_one_is_not_believed(client: FlaskClient) -> None:
    first = client.get("/healthz", headers={"X-Request-ID": "chosen-by-a-stranger"}).headers["X-Request-ID"]
    second = client.get("/healthz").headers["X-Request-ID"]
    assert first != second
    assert "stranger" not in first


def test_a_log_line_has_the_id_and_no_person(client: FlaskClient, cast: Cast, clock: HandClock) -> None:
    name = cast.head.sign_in_name
    said = io.StringIO()
    logger = logging.getLogger("taskboard.web")
    handler = logging.StreamHandler(said)
    handler.setFormatter(logs.JsonLines())
    handler.addFilter(logs.RequestId(lambda: "none"))
    logger.addHandler(handler)
    level, logger.level = logger.level, logging.INFO
    try:
        sign_in(client, cast.head, clock.real_now())
        client.get("/tasks?q=Trần+Văn+Bình")
    finally:
        logger.removeHandler(handler)
        logger.level = level
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    listed = next(line for line in lines if line.get("endpoint") == "tasks.task_list")
    assert listed["status"] == 200
    assert listed["milliseconds"] > 0
    assert "Bình" not in said.getvalue()
    assert name not in said.getvalue()


def test_a_fault_is_logged_with_its_traceback_on_one_line() -> None:
    record = logging.LogRecord("taskboard", logging.ERROR, __file__, 1, "broke\nhere", (), None)
    try:
        raise ValueError("of a kind")
    except ValueError:
        record.exc_info = sys.exc_info()
    line = logs.JsonLines().format(record)
    assert "\n" not in line
    assert "ValueError: of a kind" in json.loads(line)["fault"]


_TALK = """
import logging, os, sys, threading, time
from apscheduler.schedulers.background import BackgroundScheduler
from taskboard import create_app
from taskboard.scheduler import cli

class Busy:
    def __init__(self, app): pass
    def stop_on_signals(self): pass
    def run(self):
        logging.getLogger("taskboard.scheduler").info("ticks")
        logging.getLogger("apscheduler.executors").warning("something else")
        ticks, end = BackgroundScheduler(), threading.Event()
        ticks.add_job(end.wait, "interval", seconds=0.1)
        ticks.start(); time.sleep(0.6); end.set(); ticks.shutdown()

cli.Runner = Busy
create_app().test_cli_runner(catch_exceptions=False).invoke(args=["scheduler", "run"])
"""


def test_the_schedulers_every_line_is_json_and_a_tick_left_out_is_none(tmp_path: Path) -> None:
    talk = tmp_path / "talk.py"
    talk.write_text(_TALK, "utf-8")
    ran = subprocess.run(
        [sys.executable, talk],
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(REPOSITORY),
            "TASKBOARD_INSTANCE_DIR": str(tmp_path),
            "TASKBOARD_SECRET_KEY": "k" * 40,
            "TASKBOARD_LOG_FORMAT": "json",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    said = {(line["logger"], line["message"]) for line in lines}
    assert ("taskboard.scheduler", "ticks") in said
    assert ("apscheduler.executors", "something else") in said
    assert "running instances" not in ran.stderr


@pytest.mark.parametrize("command", [["journal", "verify"], ["outbox", "deliver"], ["demo", "load"]])
def test_a_command_without_a_schema_says_one_sentence(tmp_path: Path, command: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "flask", *command],
        cwd=REPOSITORY,
        env={
            "PATH": "/usr/bin:/bin",
            "TASKBOARD_INSTANCE_DIR": str(tmp_path),
            "TASKBOARD_SECRET_KEY": "k" * 40,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert "flask doctor" in ran.stderr
    assert "Traceback" not in ran.stderr
