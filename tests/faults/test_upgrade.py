"""kill -9 in the middle of an upgrade: what was owed before is owed after, and the upgrade goes through the next time."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import flask_migrate
import pytest
import sqlalchemy as sa

from taskboard import create_app
from taskboard.db import db
from tests.faults.dying import PROCESS, Countdown

if TYPE_CHECKING:
    from pathlib import Path

    from config import Settings

pytestmark = pytest.mark.slow

BEFORE = "0009"
INSTANT = "2021-06-16 02:00:00.000000"
OWED = (
    "INSERT INTO outbox_message (key, kind, to_name, to_address, subject, text_body, html_body, calendar, state,"
    " outcome, attempts, business_at, created_at, next_attempt_at) VALUES ('k1', 'task_urged', 'Trần Văn Bình',"
    f" 'kinhte@namdinh.example', 'Đôn đốc', 'Đề nghị.', '<p>', '', 'owed', '', 0, '{INSTANT}', '{INSTANT}', '{INSTANT}')"
)
PLANNED = (
    "INSERT INTO reminder (rule, deadline_version, occurrence, due_at, expires_at, state, outcome)"
    f" VALUES ('bulletin', 0, '2021-06-14', '{INSTANT}', '{INSTANT}', 'planned', '')"
)


def _upgrade(settings: Settings, step: int) -> None:
    """Bring the database to the newest schema; die at this step, a statement or a commit."""
    app = create_app(settings)
    countdown = Countdown(("upgrade", step))
    with app.app_context():
        countdown.watch()
        countdown.begin("upgrade")
        flask_migrate.upgrade()


def _upgraded(settings: Settings, step: int = 0) -> int | None:
    process = PROCESS.Process(target=_upgrade, args=(settings, step))
    process.start()
    process.join(180)
    return process.exitcode


def _tables(settings: Settings) -> tuple[str, list[str], list[str]]:
    """Where the schema stands, and what is owed and planned."""
    engine = sa.create_engine(settings.resolved_database_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        owed = connection.scalars(sa.text("SELECT subject FROM outbox_message WHERE state = 'owed'")).all()
        planned = connection.scalars(sa.text("SELECT rule FROM reminder WHERE state = 'planned'")).all()
    return str(revision), list(owed), list(planned)


@pytest.fixture
def old(tmp_path: Path, settings: Settings) -> Settings:
    """An installation of an earlier release, with a mail owed and a reminder planned."""
    own = replace(settings, database_url=f"sqlite:///{tmp_path / 'old.db'}", instance_dir=tmp_path)
    app = create_app(own)
    with app.app_context():
        flask_migrate.upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            connection.execute(sa.text(OWED))
            connection.execute(sa.text(PLANNED))
        db.engine.dispose()
    return own


def test_an_upgrade_killed_at_any_step_loses_nothing_and_is_done_again(old: Settings) -> None:
    """Steps spread over the whole way: each death leaves the old schema whole or the new one, never one between."""
    for step in (3, 30, 90, 160, 240):
        code = _upgraded(old, step)
        assert code in (0, -signal.SIGKILL)
        revision, owed, planned = _tables(old)
        assert (owed, planned) == (["Đôn đốc"], ["bulletin"])
        assert (revision == BEFORE) == (code == -signal.SIGKILL)
        if code == 0:
            break
    assert step > 30, "it was killed in the middle at least twice"
    assert _upgraded(old) == 0
    revision, owed, planned = _tables(old)
    assert revision != BEFORE and (owed, planned) == (["Đôn đốc"], ["bulletin"])
