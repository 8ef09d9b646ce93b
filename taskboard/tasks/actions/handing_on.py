"""What somebody leaves behind goes to others: of a unit to its successor, of a person to a colleague.

Open tasks only: what is finished stays with whoever finished it. Each task keeps its code, its dates and the state it is
in; a report that waits for a decision goes on waiting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import OPEN
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.lapsing import lapse_requests
from taskboard.tasks.actions.monitoring import set_monitor
from taskboard.tasks.actions.officers import is_of, need_colleague
from taskboard.tasks.actions.partners import NOBODY, live_row
from taskboard.tasks.actions.settling import settle
from taskboard.tasks.actions.sub_tasks import free_sub_tasks
from taskboard.tasks.models import Assignment, Explanation, PartState, SubTask, Task, TaskHandOver
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Passing:
    """Why and from when units follow each other."""

    kind: str
    """merge, split or abolish, as the journal names it."""
    effective_on: date
    basis: str


def hand_on(task: Task, heir: Unit, passing: Passing, *, on: Occasion) -> None:
    """The successor leads from now on. Until the day it became so, the task's figures stay the old unit's."""
    old = task.unit
    _end_places(task, (old, heir), on=on)
    db.session.add(
        Assignment(task=task, unit=heir, role=UnitRole.LEAD, due_on=task.due_on, assigned_at=on.now)
    )
    db.session.add(
        TaskHandOver(
            task_id=task.id,
            from_unit_id=old.id,
            to_unit_id=heir.id,
            effective_on=passing.effective_on,
            recorded_at=on.now,
        )
    )
    lapse_requests(task, old.id, on=on)
    _pass_explanations(task, old, heir)
    task.unit = heir
    if task.monitor_id is None or task.monitor_id == old.monitor_id:
        task.monitor_id = heir.monitor_id or task.monitor_id
    if task.officer is not None and not is_of(task.officer, heir, on.today):
        task.officer = None
    free_sub_tasks(task, heir, on=on)
    settle(
        task,
        Event.TASK_HANDED_ON,
        on=on,
        from_=old.name,
        to=heir.name,
        kind=passing.kind,
        effective_on=passing.effective_on,
        reason=passing.basis,
    )


def _end_places(task: Task, units: Sequence[Unit], *, on: Occasion) -> None:
    """A unit has one place on a task: whoever comes to lead it is no partner of it any more."""
    for unit in units:
        if (row := live_row(task, unit)) is not None:
            row.ended_at = on.now
    db.session.flush()


def _pass_explanations(task: Task, old: Unit, heir: Unit) -> None:
    for row in task.explanations:
        if row.answered_at is None and row.unit_id == old.id:
            row.unit = heir


def hand_on_part(
    row: Assignment, heirs: Sequence[Unit], passing: Passing, *, on: Occasion
) -> list[Assignment]:
    """A partner's open part, or a reader's place: to every successor that has no place on the task yet.

    Returns the places that came of it.
    """
    task, old = row.task, row.unit
    row.ended_at = on.now
    db.session.flush()
    taking = [
        Assignment(task=task, unit=heir, role=row.role, due_on=row.due_on, assigned_at=on.now)
        for heir in heirs
        if live_row(task, heir) is None
    ]
    db.session.add_all(taking)
    db.session.flush()
    record(
        Event.PART_HANDED_ON,
        "task",
        task.id,
        acting=on.acting,
        at=on.now,
        from_=old.name,
        to=", ".join(heir.name for heir in heirs) or NOBODY,
        role=row.role,
        kind=passing.kind,
        reason=passing.basis,
    )
    return taking


def tell_heirs_of_parts(rows: Sequence[Assignment], passing: Passing, *, on: Occasion) -> int:
    """One mail a successor about all it helps with from now on. Returns the number of units told."""
    asked = [row for row in rows if row.role is UnitRole.PARTNER]
    if not asked:
        return 0
    title, key = f"sắp xếp đơn vị ({passing.basis})", f"inherited:{asked[0].id}"
    return reminders.owe_parts_given_mails(asked, source_title=title, key=key, on=on)


def tell_ending_unit(
    unit: Unit, tasks: Sequence[Task], parts: int, heirs: Sequence[Unit], passing: Passing, *, on: Occasion
) -> int:
    """What it owed and others take over from now on; before its posts end, while somebody there reads mail."""
    if not heirs or not (tasks or parts):
        return 0
    said = news.tasks_passed_on(
        on=passing.effective_on,
        basis=passing.basis,
        heirs=", ".join(heir.name_on(passing.effective_on) for heir in heirs),
        tasks=[(task.code, task.title) for task in tasks],
        parts=parts,
    )
    kind, key = reminders.NewsKind.LEAD_CHANGED, f"ended:{unit.id}"
    return reminders.tell_other_unit(unit, None, kind, said, key=key, path="/tasks", on=on)


def pass_unit_explanations(old: Unit, heir: Unit) -> None:
    """What was asked of a unit's work as a whole and is not answered yet."""
    statement = sa.select(Explanation).where(
        Explanation.unit_id == old.id, Explanation.task_id.is_(None), Explanation.answered_at.is_(None)
    )
    for row in db.session.scalars(statement):
        row.unit = heir


def tell_heir(heir: Unit, tasks: Sequence[Task], passing: Passing, *, on: Occasion) -> int:
    """One mail to the successor about all it took over, whatever their number. Returns the mails owed."""
    if not tasks:
        return 0
    said = news.tasks_inherited(
        on=passing.effective_on, basis=passing.basis, tasks=[(task.code, task.title) for task in tasks]
    )
    key = f"inherited:{heir.id}:{tasks[0].id}:{tasks[0].recorded_seq}"
    kind = reminders.NewsKind.LEAD_CHANGED
    return reminders.tell_other_unit(heir, None, kind, said, key=key, path="/tasks", on=on)


# ------------------------------------------------------------------------------------------------- what a person leaves


@dataclass(frozen=True, slots=True)
class Takers:
    """Who takes over: by unit for what the person did there as officer, and for what they followed at the Office.

    A unit that is not named keeps its tasks as they are; None takes the name away, so that the head names another.
    """

    officers: Mapping[int, Person | None] = field(default_factory=dict)
    monitor: Person | None = None
    passes_monitoring: bool = False


def hand_over_work(person: Person, takers: Takers, *, on: Occasion) -> int:
    """Every open task of a person in one step. Returns how many changed hands.

    Raises RuleBroken: officer_not_of_unit, not_a_monitor.
    """
    passed = 0
    for unit_id, taker in takers.officers.items():
        passed += _pass_officer(person, unit_id, taker, on=on)
    if takers.passes_monitoring:
        passed += _pass_monitoring(person, takers.monitor, on=on)
    return passed


def _pass_officer(person: Person, unit_id: int, taker: Person | None, *, on: Occasion) -> int:
    tasks = _open(Task.officer_id == person.id, Task.unit_id == unit_id)
    for task in tasks:
        if taker is not None:
            need_colleague(task, taker, on=on)
        task.officer = taker
        settle(task, Event.OFFICER_NAMED, on=on, from_=person.full_name, to=_name(taker))
    _pass_sub_tasks(person, unit_id, taker, on=on)
    _tell_officer(taker, tasks, on=on)
    return len(tasks)


def _pass_sub_tasks(person: Person, unit_id: int, taker: Person | None, *, on: Occasion) -> None:
    statement = (
        sa.select(SubTask)
        .join(Task, Task.id == SubTask.task_id)
        .where(
            SubTask.officer_id == person.id,
            SubTask.done_on.is_(None),
            Task.unit_id == unit_id,
            Task.state.in_(OPEN),
        )
    )
    for row in db.session.scalars(statement):
        row.officer = taker
        record(
            Event.SUB_TASK_CHANGED,
            "task",
            row.task_id,
            acting=on.acting,
            at=on.now,
            title=row.title,
            change="changed",
            sub_task=row.id,
            officer=_name(taker),
        )


def _tell_officer(taker: Person | None, tasks: Sequence[Task], *, on: Occasion) -> None:
    """One task is told as always; several in one mail."""
    if taker is None or not tasks:
        return
    if len(tasks) == 1:
        reminders.owe_officer_named_mail(tasks[0], on=on)
        return
    said = news.tasks_taken_over(
        unit_name=tasks[0].unit.name_on(on.today), tasks=[(task.code, task.title) for task in tasks]
    )
    key = f"taken:{taker.id}:{tasks[0].id}:{tasks[0].recorded_seq}"
    reminders.tell_person(taker, None, reminders.NewsKind.OFFICER_NAMED, said, key=key, path="/tasks", on=on)


def _pass_monitoring(person: Person, taker: Person | None, *, on: Occasion) -> int:
    tasks = _open(Task.monitor_id == person.id)
    for task in tasks:
        set_monitor(task, taker, on=on)
    return len(tasks)


def _open(*clauses: sa.ColumnElement[bool]) -> list[Task]:
    statement = sa.select(Task).where(Task.state.in_(OPEN), *clauses).order_by(Task.id)
    return list(db.session.scalars(statement).unique())


def _name(person: Person | None) -> str:
    return person.full_name if person else NOBODY


def open_parts_of(unit: Unit) -> list[Assignment]:
    """A unit's live places beside another lead on open tasks; parts it already answered stay its own."""
    statement = (
        sa.select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Assignment.unit_id == unit.id,
            Assignment.ended_at.is_(None),
            Assignment.role != UnitRole.LEAD,
            Assignment.part == PartState.OPEN,
            Task.state.in_(OPEN),
        )
        .order_by(Assignment.id)
    )
    return list(db.session.scalars(statement))
