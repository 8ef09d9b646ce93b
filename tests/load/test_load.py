"""The last minutes of a quarter, short: words come in at seventeen a second while the workers are renewed; none is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.lifecycle import State
from taskboard.journal.queries import verify
from taskboard.tasks.models import Remark, Task
from tests.load.serving import Answer, Browser, open_loop, percentile, populated, served

if TYPE_CHECKING:
    from pathlib import Path

    from config import Settings
    from tests.databases import Databases

SECONDS = {"short": 4, "long": 360}
RATE = 17.0
"""A second: five hundred people and what each of them looks at, in six minutes."""


def _crowd(databases: Databases, settings: Settings, folder: Path, *, seconds: int, tasks: int) -> None:
    from taskboard import create_app

    url = databases.copy()
    held = replace(settings, instance_dir=folder, testing=False)
    environment = populated(held, url, tasks)
    app = create_app(replace(held, database_url=url))
    with app.app_context():
        codes = list(
            db.session.scalars(
                sa.select(Task.code).where(Task.state.in_([State.RECEIVED, State.IN_PROGRESS])).limit(25)
            )
        )
        db.session.remove()
    with served(environment) as server:
        chair = Browser(server.port).sign_in("chutich")
        token = chair.token(f"/tasks/{codes[0]}")

        def say(number: int) -> Answer:
            somebody = Browser(server.port, dict(chair.cookies))
            if number == int(RATE * seconds) // 2:
                server.renew()
            if number % 2:
                return somebody.get(f"/tasks/{codes[number % len(codes)]}")
            path = f"/tasks/{codes[number % len(codes)]}/remark"
            return somebody.post(path, csrf_token=token, text=f"Ý kiến số {number}.")

        answers = open_loop(say, rate=RATE, seconds=seconds)
    statuses = [answer.status for answer in answers]
    assert set(statuses[::2]) == {302} and set(statuses[1::2]) == {200}, sorted(set(statuses))
    with app.app_context():
        kept = list(db.session.scalars(sa.select(Remark.text).where(Remark.text.startswith("Ý kiến số"))))
        assert sorted(kept) == sorted(f"Ý kiến số {number}." for number in range(0, len(answers), 2))
        assert verify(None).is_whole
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)
    print(f"p50 {percentile([one.seconds for one in answers], 0.5):.3f} s")  # noqa: T201 - shown by -s
    print(f"p95 {percentile([one.seconds for one in answers], 0.95):.3f} s")  # noqa: T201 - shown by -s


@pytest.mark.slow
def test_a_rush_while_the_workers_are_renewed_loses_nothing(
    databases: Databases, settings: Settings, tmp_path: Path
) -> None:
    _crowd(databases, settings, tmp_path, seconds=SECONDS["short"], tasks=100)


@pytest.mark.long
def test_the_last_six_minutes_of_a_quarter(databases: Databases, settings: Settings, tmp_path: Path) -> None:
    _crowd(databases, settings, tmp_path, seconds=SECONDS["long"], tasks=10_000)
