"""A database brought back from an archive: what was owed then is sent, what had left is not, and a repeat is known as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from taskboard import create_app
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.operation import backup
from taskboard.operation.restore import restore
from taskboard.outbox import actions, queries
from taskboard.outbox.models import MailState
from tests.cast import gather
from tests.outbox.owed import NOON, deliver, later, owe

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from config import Settings
    from tests.conftest import HandClock
    from tests.databases import Databases
    from tests.smtp import SmtpServer

pytestmark = pytest.mark.slow
FROM = "nhac@namdinh.example"


@pytest.fixture
def elsewhere(databases: Databases, settings: Settings, clock: HandClock, tmp_path: Path) -> Iterator[Flask]:
    """An empty installation on another database of the same kind."""
    own = replace(settings, database_url=databases.copy(), instance_dir=tmp_path / "elsewhere")
    own.instance_dir.mkdir()
    app = create_app(own)
    app.extensions["taskboard"] = Core(own, clock)  # type: ignore[arg-type]
    yield app
    with app.app_context():
        db.engine.dispose()


def test_mails_owed_when_the_archive_was_made_are_sent_from_the_restored_database(
    own_app: Flask, elsewhere: Flask, settings: Settings, smtp_server: SmtpServer, tmp_path: Path
) -> None:
    archive = tmp_path / "taskboard.zip"
    with own_app.app_context():
        gather()
        db.session.commit()
        owe(key="left before")
        assert deliver(settings, smtp_server.url).sent == 1
        under_way = owe(key="under way").id
        begin_writing()
        assert actions.claim([under_way], holder="dead", real_now=NOON, database_now=queries.database_now())
        db.session.commit()
        owe("xem@namdinh.example", key="owed")
        backup.create(own_app.extensions["taskboard"], archive)
        assert deliver(settings, smtp_server.url).sent == 1, "it leaves after the archive was made"
        db.session.remove()
    with elsewhere.app_context():
        restore(elsewhere.extensions["taskboard"], archive)
        assert deliver(settings, smtp_server.url, at=later(minutes=1)).sent == 1, "the one owed, once more"
        begin_writing()
        actions.take_back_abandoned(queries.database_now() + 2 * actions.LEASE)
        db.session.commit()
        assert deliver(settings, smtp_server.url, at=later(minutes=9)).sent == 1, "the one under way"
        assert queries.counts() == {MailState.SENT: 3}
        db.session.remove()
    names = {actions.message_id(key, FROM): key for key in ("left before", "under way", "owed")}
    arrived = Counter(names[str(mail.message["Message-ID"])] for mail in smtp_server.received)
    assert arrived == {"left before": 1, "under way": 1, "owed": 2}
