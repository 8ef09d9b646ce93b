"""What no person would send: schemathesis with all its checks, from the description that is served, finds nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from taskboard.accounts import actions as accounts
from taskboard.api import actions
from taskboard.briefings import actions as briefings
from taskboard.db import begin_writing, db
from taskboard.domain.authority import Role
from taskboard.domain.scopes import Scope
from taskboard.files.queries import of_reports
from taskboard.journal.actions import COMMAND
from taskboard.tasks import actions as tasks
from tests import build
from tests.cast import gather

if TYPE_CHECKING:
    from tests.browser import LiveServer
    from tests.conftest import HandClock

HERE = Path(__file__).parent


@pytest.fixture
def known(live_server: LiveServer, clock: HandClock) -> dict[str, str]:
    """A city with something of everything, and a token that opens every door of it."""
    core = live_server.app.extensions["taskboard"]
    object.__setattr__(core.settings, "api_requests_per_minute", 0)
    with live_server.app.app_context():
        begin_writing()
        cast = gather()
        on, root = build.occasion(clock.now(), cast.monitor), core.settings.files_dir.parent
        for role, unit in ((Role.CHAIR, None), (Role.UNIT_HEAD, cast.economy)):
            accounts.give_post(
                cast.monitor,
                role=role,
                unit=unit,
                title="Mọi việc",
                valid_from=build.BEGAN_ON,
                acting=COMMAND,
                now=on.now,
            )
        briefing = briefings.record_briefing(title="Giao ban quý II", held_on=date(2021, 6, 16), on=on)
        due_on = clock.today() + timedelta(days=9)
        mine = [build.task(f"Việc {n}", lead=cast.economy, due_on=due_on, on=on) for n in range(6)]
        theirs = [
            build.task(f"Phần {n}", lead=cast.urban, partners=[cast.economy], due_on=due_on, on=on)
            for n in range(6)
        ]
        told = build.occasion(clock.now(), cast.other_head)
        reports = [build.progress(row, uploads=[build.pdf()], on=told, root=root) for row in theirs[:2]]
        build.completion(theirs[2], on=told)
        asked = [build.extension(row, due_on + timedelta(days=9), on=told) for row in theirs[3:5]]
        waiting = [
            tasks.ask_return(row, unit_id=row.unit_id, reason="Giao nhầm.", on=told) for row in theirs[5:]
        ]
        other = cast.cua_nam
        waiting += [tasks.ask_transfer(row, new_unit=other, reason="Nhầm.", on=told) for row in theirs[3:5]]
        question = tasks.ask_explanation(cast.urban, task=theirs[0], question="Vì sao?", due_on=due_on, on=on)
        _row, words = actions.make_token(cast.monitor, name="Thử", scopes=list(Scope), days=30, on=on)
        db.session.commit()
        files = of_reports([row.id for row in reports])
        codes = {
            "tasks": [row.code for row in (*mine, *theirs)],
            "directives": [row.directive.code for row in mine],
            "units": [cast.economy.code, cast.urban.code],
            "briefings": [briefing.code],
        }
        found = {
            "code": codes,
            "report_id": [row.id for row in reports],
            "extension_id": [row.id for row in asked],
            "request_id": [row.id for row in waiting],
            "explanation_id": [question.id],
            "attachment_id": [one.id for row in reports for one in files[row.id]],
            "unit_code": [cast.economy.code, cast.urban.code],
            "person_id": [cast.head.id, cast.officer.id],
            "message_id": [1, 2],
        }
    return {"words": words, "known": json.dumps(found), "url": live_server.url}


def run(known: dict[str, str], tmp_path: Path, *options: str) -> tuple[int, str]:
    """How many requests it made, and all it said. Fails on anything it found."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"),
        f"{known['url']}/api/v1/openapi.json",
        *("--checks", "all", "--report", "json", "--report-json-path", str(tmp_path / "report.json")),
        *("--header", f"Authorization: Bearer {known['words']}", "--generation-database", "none"),
        *("--request-timeout", "60", *options),  # on a machine that does other things, slow is no fault
    ]
    environment = {
        **os.environ,
        "TASKBOARD_KNOWN": known["known"],
        "SCHEMATHESIS_HOOKS": "tests.api.hooks",
        "PYTHONPATH": str(HERE.parents[1]),
        "PYTHONWARNINGS": "default",
    }
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=3000
    )
    said = done.stdout + done.stderr
    (tmp_path / "said.txt").write_text(said, "utf-8")
    assert done.returncode == 0, said[-20_000:]
    return sum(int(count) for count in re.findall(r"(\d+) generated", said)), said


@pytest.mark.sqlite_only
def test_a_few_generated_requests_find_nothing(known: dict[str, str], tmp_path: Path) -> None:
    made, said = run(known, tmp_path, "--phases", "fuzzing", "--max-examples", "4", "--seed", "16")
    assert made >= 100, said


@pytest.mark.slow
@pytest.mark.long
def test_thousands_of_generated_requests_find_nothing(known: dict[str, str], tmp_path: Path) -> None:
    """Every phase, the stateful one too, on both databases."""
    made, said = run(known, tmp_path, "--max-examples", "70")
    assert made >= 5000, said
