"""A task goes on under another order: a supplement replaced the one it was given by (rule 1, decision 14).

It keeps its code, its history and its reports; title, lead, deadline and what else the new order says change with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from taskboard.briefings.models import Directive, UnitRole
from taskboard.db import db
from taskboard.domain.deadline import DueKind, DutyPeriod
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import OPEN, Verb
from taskboard.domain.text import fold
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.creating import Order, overdue_from
from taskboard.tasks.actions.lapsing import lapse_pending
from taskboard.tasks.actions.settling import make_move, settle
from taskboard.tasks.models import Assignment, Duty, Task
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Adoption:
    """An open task that a new order takes over, and who leads it from now on."""

    task: Task
    unit: Unit


def repoint(adoption: Adoption, directive: Directive, order: Order, *, on: Occasion) -> None:
    """Put an ordinary task under a new order. Raises RuleBroken: nothing_owed, verb_not_possible, due_before_assignment."""
    task = adoption.task
    _expect_open(task)
    before = _facts_of(task)
    _change_lead(task, adoption.unit, directive, on=on)
    _set_deadline(task, order.due_kind, order.due_on, order.due_basis, on=on)
    _settle_repointed(task, directive, order, before, on=on)


def repoint_occurrence(
    task: Task, directive: Directive, order: Order, duty: Duty, period: DutyPeriod | None, *, on: Occasion
) -> None:
    """Put an occurrence of a duty under the duty of a new order; its period stays, its day moves with the new order's."""
    _expect_open(task)
    before = _facts_of(task)
    task.duty = duty
    due_on = period.due_on if period is not None else task.original_due_on
    _set_deadline(task, DueKind.DUTY, due_on, order.due_basis, on=on)
    _settle_repointed(task, directive, order, before, on=on)


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
    }


def _change_lead(task: Task, unit: Unit, directive: Directive, *, on: Occasion) -> None:
    """For another unit the task is newly given; the one that led it is told that it no longer does."""
    if unit.id == task.unit_id:
        return
    reminders.owe_withdrawn_mail(task, f"Chuyển {unit.name} chủ trì theo {directive.code}.", on=on)
    make_move(task, Verb.TRANSFER)
    task.claimed_on = task.received_at = None
    task.officer_id, task.monitor_id = None, unit.monitor_id
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
    task.due_time = None
    late_from = overdue_from(due_on, on=on) if due_on else None
    task.original_overdue_from = task.overdue_from = late_from
    task.deadline_version += 1
    lapse_pending(task, on=on)  # what was asked speaks of a day that is no longer the one


def _settle_repointed(
    task: Task, directive: Directive, order: Order, before: dict[str, Any], *, on: Occasion
) -> None:
    task.directive, task.title = directive, order.title
    task.search_text = fold(f"{task.code} {order.title} {directive.wording}")
    task.field, task.leader_id = directive.field, directive.leader_id
    task.is_starred = order.is_starred
    _change_partners(task, order.partners, on=on)
    for row in _active(task):
        row.due_on = task.due_on
    after = _facts_of(task)
    changed = [name for name in before if before[name] != after[name]]
    settle(
        task,
        Event.TASK_REPOINTED,
        on=on,
        from_={name: before[name] for name in changed},
        to={name: after[name] for name in changed},
    )


def _change_partners(task: Task, partners: Sequence[Unit], *, on: Occasion) -> None:
    wanted = {unit.id: unit for unit in partners if unit.id != task.unit.id}
    helping = [row for row in _active(task) if row.role is UnitRole.PARTNER]
    for row in helping:
        if row.unit_id not in wanted:
            row.ended_at = on.now
    for unit_id, unit in wanted.items():
        if unit_id not in {row.unit_id for row in helping}:
            db.session.add(Assignment(task=task, unit=unit, role=UnitRole.PARTNER, assigned_at=on.now))
    db.session.flush()


def _active(task: Task) -> list[Assignment]:
    return [row for row in task.assignments if row.ended_at is None]


__all__ = ["Adoption", "end_duties", "repoint", "repoint_occurrence"]
