"""Tasks of a register that was kept before: they come in as what they are today, many at once.

Open ones are in progress from the start: their units have had them for long, so nobody is told and nothing is to be
received. What was finished before comes in finished, on the day the register says: it belongs to the period of that day
and to no later one. That it is known only since now is in the versions, so no frozen figure moves (decision 8).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive, UnitRole
from taskboard.counters import next_task_codes
from taskboard.db import Base, db
from taskboard.domain.calendar import start_of_day
from taskboard.domain.deadline import DueKind
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import State, Verb
from taskboard.journal.actions import record_all, record_first
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.creating import overdue_from
from taskboard.tasks.actions.monitoring import UsualMonitors
from taskboard.tasks.actions.settling import make_move, need_reason, next_version, version_values
from taskboard.tasks.models import (
    Assignment,
    PartState,
    Report,
    ReportKind,
    SubTask,
    Task,
    TaskVersion,
    ToldVia,
)
from taskboard.units.models import Unit

CHUNK = 500
REGISTER = "sổ theo dõi cũ"
NO_WORDS = "Nhập từ sổ cũ; sổ không ghi kết quả."


@dataclass(frozen=True, slots=True)
class Registered:
    """What a register knows of one open task."""

    row: int
    directive: Directive
    title: str
    lead: Unit
    partners: Sequence[Unit] = ()
    informed: Sequence[Unit] = ()
    original_due_on: date | None = None
    due_on: date | None = None
    """The current deadline; both may be long past."""
    monitor: Person | None = None
    officer: Person | None = None
    is_starred: bool = False
    note: str = ""
    """How far it is, in the register's words."""
    state: State = State.IN_PROGRESS
    """In progress, paused or completed: nothing else is known of a register's row."""
    completed_on: date | None = None
    """The day it was done, of what is completed."""
    result: str = ""
    result_number: str = ""
    result_on: date | None = None
    shares: Sequence[RegisteredShare] = ()


@dataclass(frozen=True, slots=True)
class RegisteredShare:
    """How the unit had divided a task."""

    title: str
    officer_id: int | None = None
    due_on: date | None = None
    done_on: date | None = None


def import_tasks(rows: Sequence[Registered], *, on: Occasion) -> list[Task]:
    """One task a row, with its version, its entry and its planned reminders. The directives stand in the database."""
    late_from = functools.cache(functools.partial(overdue_from, on=on))
    usual = UsualMonitors(on)
    codes = next_task_codes(on.today.year, len(rows))
    tasks = []
    for code, row in zip(codes, rows, strict=True):
        task = _task(code, row, late_from, on=on)
        monitor_id = row.monitor.id if row.monitor else None
        task.monitor_id = monitor_id or usual.of(row.lead, row.directive.field)
        tasks.append(task)
    db.session.add_all(tasks)
    db.session.flush()
    reports: dict[int, Report] = {}
    for task, row in zip(tasks, rows, strict=True):
        if row.completed_on:
            reports[task.id] = _report(task, row, on=on)
    db.session.add_all(reports.values())
    db.session.flush()
    both = list(zip(tasks, rows, strict=True))
    _insert(Assignment, [place for task, row in both for place in _places(task, row, on=on)])
    _insert(SubTask, [share for task, row in both for share in _shares(task, row, on=on)])
    _insert(TaskVersion, [version_values(task, on=on) for task in tasks])
    for event, is_past in ((Event.TASK_IMPORTED, False), (Event.PAST_TASK_IMPORTED, True)):
        entries = {
            task.id: _entry(task, row, reports.get(task.id))
            for task, row in zip(tasks, rows, strict=True)
            if is_past == (row.completed_on is not None)
        }
        record_first(event, "task", entries, acting=on.acting, at=on.now)
    reminders.plan_all(on=on)
    return tasks


def _insert(kind: type[Base], rows: list[dict[str, Any]]) -> None:
    """Rows nobody asks for as objects: written as they are, which takes a tenth of the time."""
    if rows:
        db.session.execute(sa.insert(kind.__table__), rows)  # type: ignore[arg-type]


def take_back_imported(tasks: Sequence[Task], *, reason: str, on: Occasion) -> None:
    """All of an import leave every denominator at once, each with its version and entry; nobody was told of them, so
    nobody is now. The caller has made sure that nobody touched them since. Raises RuleBroken('reason_missing').
    """
    need_reason(reason)
    before = {}
    for task in tasks:
        before[task.id] = task.state
        if task.state is State.COMPLETED:
            make_move(task, Verb.REOPEN)
        make_move(task, Verb.WITHDRAW)
        task.closing_reason, task.claimed_on = reason, None
    db.session.flush()
    for start in range(0, len(tasks), CHUNK):
        some = [task.id for task in tasks[start : start + CHUNK]]
        db.session.execute(
            sa.update(TaskVersion)
            .where(TaskVersion.task_id.in_(some), TaskVersion.recorded_to.is_(None))
            .values(recorded_to=on.now)
        )
    db.session.add_all([next_version(task, on=on) for task in tasks])
    facts = [(task.id, {"from": before[task.id], "to": task.state, "reason": reason}) for task in tasks]
    for start in range(0, len(facts), CHUNK):
        record_all(Event.TASK_WITHDRAWN, "task", facts[start : start + CHUNK], acting=on.acting, at=on.now)
    reminders.replan_many([task.id for task in tasks], on=on)


def _task(code: str, row: Registered, late_from: Callable[[date], datetime], *, on: Occasion) -> Task:
    directive = row.directive
    return Task(
        code=code,
        directive_id=directive.id,
        unit_id=row.lead.id,
        title=row.title,
        state=row.state,
        received_at=on.now,
        claimed_on=row.completed_on,
        completed_on=row.completed_on,
        confirmed_at=_done_at(row, on=on),
        last_report_at=on.now if row.completed_on else None,
        due_kind=DueKind.DATED if row.original_due_on else DueKind.NONE,
        original_due_on=row.original_due_on,
        due_on=row.due_on,
        original_overdue_from=late_from(row.original_due_on) if row.original_due_on else None,
        overdue_from=late_from(row.due_on) if row.due_on else None,
        field=directive.field,
        source_level=directive.source_level,
        is_starred=row.is_starred,
        leader_id=directive.leader_id,
        officer_id=row.officer.id if row.officer else None,
        assigned_on=directive.assigned_on,
        recorded_seq=1,
    )


def _places(task: Task, row: Registered, *, on: Occasion) -> list[dict[str, Any]]:
    """Each unit once, in its highest part."""
    roles = {row.lead.id: UnitRole.LEAD}
    for unit in row.partners:
        roles.setdefault(unit.id, UnitRole.PARTNER)
    for unit in row.informed:
        roles.setdefault(unit.id, UnitRole.INFORMED)
    return [_place(task, unit_id, role, on=on) for unit_id, role in roles.items()]


def _place(task: Task, unit_id: int, role: UnitRole, *, on: Occasion) -> dict[str, Any]:
    """Parts of what is finished are closed along with it."""
    is_closed = role is UnitRole.PARTNER and task.confirmed_at is not None
    return {
        "task_id": task.id,
        "unit_id": unit_id,
        "role": role,
        "due_on": None if role is UnitRole.INFORMED else task.due_on,
        "assigned_at": on.now,
        "part": PartState.CLOSED if is_closed else PartState.OPEN,
        "part_settled_at": on.now if is_closed else None,
    }


def _done_at(row: Registered, *, on: Occasion) -> datetime | None:
    """The beginning of its day: which hour it was no register says, and its figures belong to that day's period."""
    return start_of_day(row.completed_on, on.zone) if row.completed_on else None


def _shares(task: Task, row: Registered, *, on: Occasion) -> list[dict[str, Any]]:
    return [
        {
            "task_id": task.id,
            "title": share.title,
            "officer_id": share.officer_id,
            "due_on": share.due_on,
            "done_on": share.done_on,
            "created_by_id": on.acting.person_id,
            "created_at": on.now,
        }
        for share in row.shares
    ]


def _report(task: Task, row: Registered, *, on: Occasion) -> Report:
    """What the register says of the result, as written down by whoever brought it in."""
    return Report(
        task_id=task.id,
        kind=ReportKind.COMPLETION,
        person_id=on.acting.person_id,
        post_id=on.acting.post_id,
        unit_id=row.lead.id,
        channel=Channel.ON_PAPER,
        done_text="\n".join(words for words in (row.result, row.note) if words) or NO_WORDS,
        claimed_on=row.completed_on,
        document_number=row.result_number,
        document_on=row.result_on,
        told_via=ToldVia.PAPER,
        told_by=REGISTER,
        told_on=row.completed_on,
        reported_at=on.now,
        form_key=f"import:{task.code}",
    )


def _entry(task: Task, row: Registered, report: Report | None) -> dict[str, object]:
    said: dict[str, object] = {
        "row": row.row,
        "unit": row.lead.name,
        "title": task.title,
        "original_due_on": task.original_due_on,
        "due_on": task.due_on,
        "note": row.note,
    }
    if report is not None:
        said |= {"completed_on": row.completed_on, "report": report.id}
    if row.shares:
        said["shares"] = len(row.shares)
    return said
