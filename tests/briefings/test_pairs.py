"""What the suggestions rest on can be read: one line a confirmed directive, and what a person corrected."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from taskboard.briefings import actions, queries
from taskboard.briefings.actions import Target
from taskboard.briefings.models import DraftDue
from taskboard.db import db
from taskboard.domain.deadline import Recurrence
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests.briefings.table import HELD_ON, Table, laid
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

__all__ = ["cast"]


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    table = laid(cast, now)
    table.record()
    return table


def lines() -> list[dict[str, Any]]:
    return [json.loads(one.as_line()) for one in queries.confirmed_pairs()]


def line_with(words: str) -> dict[str, Any]:
    return next(line for line in lines() if words in line["text"])


def issued(table: Table) -> list[Task]:
    table.accept_all()
    made = actions.issue(table.text, on=table.on)
    db.session.commit()
    return made


def test_a_line_says_words_units_day_and_that_the_machine_was_right(table: Table) -> None:
    issued(table)
    line = line_with("hộ đê")
    assert line["text"] == table.draft("hộ đê").wording
    assert (line["briefing"], line["held_on"]) == (table.code, HELD_ON.isoformat())
    assert line["units"] == [{"code": table.cast.economy.code, "name": "Phòng Kinh tế"}]
    assert (line["deadline"], line["recurrence"]) == ("2021-06-30", None)
    assert (line["suggested"], line["corrected"], line["learned"]) == (True, [], True)


def test_the_members_of_a_group_are_what_the_machine_meant(table: Table) -> None:
    issued(table)
    line = line_with("tổng vệ sinh")
    assert {unit["name"] for unit in line["units"]} == {"Phường Cửa Nam", "Phường Lộc Vượng"}
    assert [unit["code"] for unit in line["units"]] == sorted(unit["code"] for unit in line["units"])
    assert line["corrected"] == []


def test_what_a_person_changed_is_named(table: Table) -> None:
    table.accept(
        table.draft("hộ đê"),
        leads=[Target(unit_id=table.cast.urban.id)],
        due=DraftDue.DUTY,
        recurrence=Recurrence.MONTHLY,
        due_on=None,
        field="nong-nghiep",
    )
    issued(table)
    line = line_with("hộ đê")
    assert (line["deadline"], line["recurrence"], line["field"]) == (None, "monthly", "nong-nghiep")
    assert {"units", "deadline", "recurrence"} <= set(line["corrected"])


def test_an_order_the_machine_passed_over_was_suggested_by_nobody(table: Table) -> None:
    start = table.text.text.index("nêu cao")
    added = actions.add_draft(table.text, start, start + 7, version=table.text.version, on=table.on)
    table.accept(added, leads=[Target(unit_id=table.cast.economy.id)], due=DraftDue.NONE)
    issued(table)
    line = line_with("nêu cao")
    assert (line["suggested"], line["corrected"]) == (False, ["units"])


def test_a_unit_whose_task_was_taken_back_teaches_nothing(table: Table) -> None:
    task = next(one for one in issued(table) if "hộ đê" in one.directive.wording)
    before = queries.learned_count()
    tasks.withdraw(task, reason="Giao nhầm đơn vị", on=table.on)
    assert queries.learned_count() == before - 1
    assert not [line for line in lines() if "hộ đê" in line["text"]]
    assert "hộ đê" not in "".join(pair.phrase for pair in queries.learned_pairs())


def test_the_command_writes_the_same_bytes_each_time(table: Table, app: Flask, tmp_path: Path) -> None:
    issued(table)
    first, second = tmp_path / "một.jsonl", tmp_path / "hai.jsonl"
    for file in (first, second):
        result = app.test_cli_runner().invoke(args=["conclusions", "export", "-o", str(file)])
        assert result.exit_code == 0, result.output
        assert "cặp làm gợi ý" in result.output
    assert first.read_bytes() == second.read_bytes()
    assert b"\\u" not in first.read_bytes(), "Vietnamese as it is written"
    printed = app.test_cli_runner().invoke(args=["conclusions", "export"])
    assert printed.output.encode() == first.read_bytes()
    days = [json.loads(line)["deadline"] for line in first.read_text("utf-8").splitlines()]
    assert date(2021, 6, 30).isoformat() in days


def test_a_file_that_cannot_be_written_is_said_in_one_line(table: Table, app: Flask, tmp_path: Path) -> None:
    issued(table)
    there = str(tmp_path / "no" / "such" / "folder.jsonl")
    result = app.test_cli_runner().invoke(args=["conclusions", "export", "-o", there])
    assert result.exit_code == 1
    assert "No such file" in result.output
