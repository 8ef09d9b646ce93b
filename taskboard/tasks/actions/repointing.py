"""A task goes on under another order: a supplement replaced the one it was given by (rule 1, decision 14).

It keeps its code, its history and its reports; title, lead, deadline and what else the new order says change with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from taskboard.briefings.models import Directive, UnitRole
from taskboard.db import db
from taskboard.domain.deadline import DueKind, DutyPeriod
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import OPEN, Verb
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.creating import Order, overdue_from
from taskboard.tasks.actions.lapsing import lapse_pending
from taskboard.tasks.actions.monitoring import UsualMonitors
from taskboard.tasks.actions.settling import make_move, settle
from taskboard.tasks.actions.sub_tasks import free_sub_tasks
from taskboard.tasks.models import Assignment, Duty, PartState, Task
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Adoption:
    """An open task that a new order takes over, and who leads it from now on."""

    task: Task
    unit: Unit


def repoint(adoption: Adoption, directive: Directive, order: Order, *, on: Occasion) -> list[Assignment]:
    """Put an ordinary task under a new order. Returns the places of partners that it lets go.

    Raises RuleBroken: nothing_owed, verb_not_possible, due_before_assignment.
    """
    task, old_unit = adoption.task, adoption.task.unit
    _expect_open(task)
    before, was = _facts_of(task), task.due_on
    _change_lead(task, adoption.unit, directive.field, on=on)
    _set_deadline(task, order.due_kind, order.due_on, order.due_basis, on=on)
    let_go = _settle_repointed(task, directive, order, before, was, on=on)
    if old_unit.id != task.unit_id:
        _tell_old_lead(task, old_unit, directive, on=on)
    return let_go


def repoint_occurrence(
    task: Task, directive: Directive, order: Order, duty: Duty, period: DutyPeriod | None, *, on: Occasion
) -> list[Assignment]:
    """Put an occurrence of a duty under the duty of a new order; its period stays, its day moves with the new order's.

    Returns the places of partners that it lets go.
    """
    _expect_open(task)
    before, was = _facts_of(task), task.due_on
    task.duty = duty
    due_on = period.due_on if period is not None else task.original_due_on
    _set_deadline(task, DueKind.DUTY, due_on, order.due_basis, on=on)
    return _settle_repointed(task, directive, order, before, was, on=on)


def tell_let_go(rows: Sequence[Assignment], directive: Directive, *, on: Occasion) -> None:
    """Partners that the new order does not name and that were still asked: one mail a unit."""
    asked = [row for row in rows if row.part is PartState.OPEN]
    reason = f"Thay đổi theo {directive.code}."
    reminders.owe_parts_ended_mails(asked, reason=reason, key=f"repointed:{directive.id}", on=on)


def end_duties(duties: Sequence[Duty], *, on: Occasion) -> None:
    """Nothing more comes due of these duties: a supplement ended their order."""
    for duty in duties:
        duty.ends_on = on.today if duty.ends_on is None else min(duty.ends_on, on.today)


def _expect_open(task: Task) -> None:
    if task.state not in OPEN:
        raise RuleBroken("nothing_owed")


def _facts_of(task: Task) -> dict[str, Any]:
    return {
        "directive": task.directive.code,
        "title": task.title,
        "unit": task.unit.name,
        "due_on": task.due_on,
        "partners": ", ".join(row.unit.name for row in _active(task) if row.role is UnitRole.PARTNER),
    }


def _tell_old_lead(task: Task, old_unit: Unit, directive: Directive, *, on: Occasion) -> None:
    """Once, that another unit leads: in the mail that gave it the task where that has not left, else in one of its own."""
    key = f"repointed:{directive.id}:{task.id}"
    if reminders.retell_issue(task, old_unit, key=f"issue:{key}", on=on):
        return
    told = news.passed_on(
        code=task.code,
        title=task.title,
        unit_name=task.unit.name_on(on.today),
        reason=f"Thay đổi theo {directive.code}.",
    )
    kind = reminders.NewsKind.LEAD_CHANGED
    reminders.tell_other_unit(old_unit, None, kind, told, key=key, path="/tasks", on=on)


def _change_lead(task: Task, unit: Unit, field: str, *, on: Occasion) -> None:
    """For another unit the task is newly given."""
    if unit.id == task.unit_id:
        return
    make_move(task, Verb.TRANSFER)
    task.claimed_on = task.received_at = None
    task.officer_id, task.monitor_id = None, UsualMonitors(on).of(unit, field)
    free_sub_tasks(task, unit, on=on)
    for row in _active(task):
        if row.role is UnitRole.LEAD or row.unit_id == unit.id:
            row.ended_at = on.now
    lapse_pending(task, on=on)
    db.session.flush()  # the old lead ends before the new one begins
    task.unit = unit
    db.session.add(Assignment(task=task, unit=unit, role=UnitRole.LEAD, assigned_at=on.now))


def _set_deadline(task: Task, kind: DueKind, due_on: date | None, basis: str, *, on: Occasion) -> None:
    """A day the new order repeats stays as it is, with the time that was granted; another one is its original day."""
    is_same_day = task.original_due_on == due_on or (kind is DueKind.EVENT and task.due_basis == basis)
    task.due_basis = basis
    if task.due_kind is kind and is_same_day:
        return
    task.due_kind = kind
    task.original_due_on = task.due_on = due_on
    late_from = overdue_from(due_on, on=on) if due_on else None
    task.original_overdue_from = task.overdue_from = late_from
    task.deadline_version += 1
    lapse_pending(task, on=on)  # what was asked speaks of a day that is no longer the one


def _settle_repointed(
    task: Task,
    directive: Directive,
    order: Order,
    before: dict[str, Any],
    was: date | None,
    *,
    on: Occasion,
) -> list[Assignment]:
    task.directive, task.title = directive, order.title
    task.field, task.leader_id = directive.field, directive.leader_id
    task.is_starred = order.is_starred
    let_go = _change_beside(task, order, on=on)
    _set_own_dates(task, was)
    after = _facts_of(task)
    changed = [name for name in before if before[name] != after[name]]
    settle(
        task,
        Event.TASK_REPOINTED,
        on=on,
        from_={name: before[name] for name in changed},
        to={name: after[name] for name in changed},
    )
    return let_go


def _change_beside(task: Task, order: Order, *, on: Occasion) -> list[Assignment]:
    """Partners as the new order names them, readers besides those there are. Returns the partners' places that ended."""
    partners = {unit.id: unit for unit in order.partners if unit.id != task.unit.id}
    let_go: list[Assignment] = []
    for row in _active(task):
        is_named = row.unit_id in partners
        if row.role is UnitRole.PARTNER and not is_named:
            let_go.append(row)
            row.ended_at = on.now
        elif row.role is UnitRole.INFORMED and is_named:
            row.ended_at = on.now
    _add_missing(task, partners.values(), UnitRole.PARTNER, on=on)
    _add_missing(task, order.informed, UnitRole.INFORMED, on=on)
    return let_go


def _add_missing(task: Task, units: Iterable[Unit], role: UnitRole, *, on: Occasion) -> None:
    there = {row.unit_id for row in _active(task)}
    for unit in units:
        if unit.id not in there:
            db.session.add(Assignment(task=task, unit=unit, role=role, assigned_at=on.now))
    db.session.flush()


def _set_own_dates(task: Task, was: date | None) -> None:
    """The lead and partners without another day of their own are due with the task; readers owe nothing."""
    for row in _active(task):
        if row.role is UnitRole.LEAD or (row.role is UnitRole.PARTNER and _is_due_with_lead(row, was)):
            row.due_on = task.due_on


def _is_due_with_lead(row: Assignment, was: date | None) -> bool:
    return row.part is PartState.OPEN and row.due_on in (None, was)


def _active(task: Task) -> list[Assignment]:
    return [row for row in task.assignments if row.ended_at is None]


__all__ = ["Adoption", "end_duties", "repoint", "repoint_occurrence", "tell_let_go"]
