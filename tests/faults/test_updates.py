"""Two hundred updates of one task at once: none lost, none doubled, the history one chain."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.db import begin_writing, db
from taskboard.domain.errors import AlreadyDone
from taskboard.journal.models import JournalEntry
from taskboard.journal.queries import verify
from taskboard.tasks import actions
from taskboard.tasks.models import Report, Task, TaskVersion
from tests import build
from tests.cast import gather

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

pytestmark = pytest.mark.slow
UPDATES, WRITERS = 200, 8


@pytest.fixture
def numbers(own_app: Flask, now: datetime) -> tuple[int, int]:
    """A task, and the head of its unit."""
    with own_app.app_context():
        cast = gather()
        on = build.occasion(now, cast.monitor)
        task = build.task("Hộ đê", lead=cast.economy, due_on=date(2021, 6, 30), on=on)
        build.saved()
        return task.id, cast.head.id


def write(app: Flask, numbers: tuple[int, int], number: int, now: datetime) -> bool:
    """One report in a transaction of its own, as a request has it; whether it was taken."""
    with app.app_context():
        begin_writing()
        head = db.session.get_one(Person, numbers[1])
        task = db.session.get_one(Task, numbers[0], with_for_update=True)
        try:
            account = build.account(f"Lần {number}", form_key=f"key-{number}")
            storage = build.storage(app.extensions["taskboard"].settings.instance_dir)
            actions.report_progress(
                task, account, unit=task.unit, storage=storage, on=build.occasion(now, head)
            )
        except AlreadyDone:
            db.session.rollback()
            return False
        db.session.commit()
        return True


def test_two_hundred_updates_of_one_task_are_all_there_once(
    own_app: Flask, numbers: tuple[int, int], now: datetime
) -> None:
    with ThreadPoolExecutor(WRITERS) as crowd:
        taken = list(crowd.map(lambda number: write(own_app, numbers, number, now), range(UPDATES)))
    assert all(taken)
    with own_app.app_context():
        said = Counter(db.session.scalars(sa.select(Report.done_text)))
        assert said == {f"Lần {number}": 1 for number in range(UPDATES)}
        task = db.session.get_one(Task, numbers[0])
        assert task.recorded_seq == UPDATES + 1
        versions = list(db.session.scalars(sa.select(TaskVersion.seq).order_by(TaskVersion.seq)))
        assert versions == list(range(1, UPDATES + 2))
        open_ones = sa.select(sa.func.count()).where(TaskVersion.recorded_to.is_(None))
        assert db.session.scalar(open_ones) == 1
        chain = sa.select(JournalEntry.seq).where(
            JournalEntry.subject_kind == "task", JournalEntry.subject_id == numbers[0]
        )
        assert sorted(db.session.scalars(chain)) == list(range(1, UPDATES + 2))
        assert verify(None).is_whole


def test_the_same_form_sent_by_many_at_once_is_taken_once(
    own_app: Flask, numbers: tuple[int, int], now: datetime
) -> None:
    with ThreadPoolExecutor(WRITERS) as crowd:
        taken = list(crowd.map(lambda _: write(own_app, numbers, 7, now), range(24)))
    assert Counter(taken) == {True: 1, False: 23}
    with own_app.app_context():
        assert list(db.session.scalars(sa.select(Report.done_text))) == ["Lần 7"]
