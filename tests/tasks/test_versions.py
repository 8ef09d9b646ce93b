"""Every verb writes what was known from when to when: any past instant can be asked again (decision 8)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from taskboard.db import db
from taskboard.domain.lifecycle import State
from taskboard.journal.models import JournalHead
from taskboard.journal.queries import verify
from taskboard.tasks import actions
from taskboard.tasks.models import Task, TaskVersion
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.occasion import Occasion

__all__ = ["cast"]


def later(now: datetime, hours: int, by: object) -> Occasion:
    return build.occasion(now + timedelta(hours=hours), by)  # type: ignore[arg-type]


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    return build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        on=build.occasion(now, cast.monitor),
        due_on=date(2021, 6, 30),
    )


def versions(task: Task) -> list[TaskVersion]:
    statement = sa.select(TaskVersion).where(TaskVersion.task_id == task.id).order_by(TaskVersion.seq)
    return list(db.session.scalars(statement))


def test_each_verb_closes_one_version_and_opens_the_next(task: Task, cast: Cast, now: datetime) -> None:
    actions.receive(task, on=later(now, 1, cast.head))
    build.completion(task, on=later(now, 2, cast.head))
    actions.send_back(task, reason="Thiếu.", on=later(now, 3, cast.monitor))
    build.completion(task, on=later(now, 4, cast.head))
    actions.confirm(task, on=later(now, 5, cast.monitor))
    known = versions(task)
    assert [row.seq for row in known] == [1, 2, 3, 4, 5, 6]
    assert [row.state for row in known] == [
        State.NEW,
        State.RECEIVED,
        State.WAITING,
        State.IN_PROGRESS,
        State.WAITING,
        State.COMPLETED,
    ]
    assert [row.recorded_to for row in known[:-1]] == [row.recorded_from for row in known[1:]]
    assert known[-1].recorded_to is None


def test_a_version_keeps_both_dates_and_the_claim(task: Task, cast: Cast, now: datetime) -> None:
    asked = build.extension(task, date(2021, 7, 15), on=later(now, 1, cast.head))
    actions.grant_extension(asked, on=later(now, 2, cast.chief))
    build.completion(task, on=later(now, 3, cast.head), claimed_on=date(2021, 6, 16))
    last = versions(task)[-1]
    assert (last.original_due_on, last.due_on) == (date(2021, 6, 30), date(2021, 7, 15))
    assert (last.claimed_on, last.extension_count) == (date(2021, 6, 16), 1)


def test_the_database_refuses_a_second_open_version(task: Task, now: datetime) -> None:
    (first,) = versions(task)
    twin = TaskVersion(
        **{
            column.key: getattr(first, column.key)
            for column in TaskVersion.__table__.columns
            if column.key not in ("id", "seq")
        },
        seq=99,
    )
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_journal_of_a_task_is_one_unbroken_chain(task: Task, cast: Cast, now: datetime) -> None:
    actions.receive(task, on=later(now, 1, cast.head))
    build.progress(task, on=later(now, 2, cast.officer))
    db.session.flush()
    head = db.session.scalar(
        sa.select(JournalHead).where(JournalHead.subject_kind == "task", JournalHead.subject_id == task.id)
    )
    assert head is not None
    assert head.seq == 3
    assert verify(None).is_whole
