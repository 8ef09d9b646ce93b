"""What somebody did to a task's row past the product is found by `flask journal verify`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.tasks import actions
from taskboard.tasks.models import Task, TaskVersion
from taskboard.tasks.queries import altered_rows
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    given = build.occasion(now - timedelta(days=9), cast.monitor)
    row = build.task("Hộ đê", lead=cast.economy, on=given, due_on=date(2021, 7, 30))
    build.progress(row, on=build.occasion(now - timedelta(days=2), cast.head))
    actions.urge(row, on=build.occasion(now, cast.chief))
    build.saved()
    return row


def test_what_the_verbs_leave_is_what_was_recorded(task: Task) -> None:
    assert list(altered_rows()) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (sa.update(Task).values(due_on=date(2031, 1, 1)), "due_on"),
        (sa.update(Task).values(title="Việc khác", is_starred=True), "title, is_starred"),
        (sa.delete(TaskVersion).where(TaskVersion.seq == 1), "versions missing or added"),
        (sa.update(TaskVersion).where(TaskVersion.recorded_to.is_(None)).values(due_on=None), "due_on"),
    ],
)
def test_a_row_changed_by_hand_is_named(app: Flask, task: Task, harm: sa.Executable, said: str) -> None:
    db.session.execute(harm)
    db.session.expire_all()
    assert list(altered_rows()) == [f"{task.code}: {said}"]
    result = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert result.exit_code == 1
    assert f"FAULT {task.code}: {said}" in result.output
    assert result.output.rstrip().endswith("BROKEN")
