"""The lead passes to another unit: asked by the unit that has it, decided by another. What was late stays visible."""

from __future__ import annotations

from datetime import date

from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain import extension, requests
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import Verb
from taskboard.domain.text import is_blank
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.creating import overdue_from
from taskboard.tasks.actions.lapsing import lapse_pending
from taskboard.tasks.actions.monitoring import UsualMonitors
from taskboard.tasks.actions.partners import move_parts, tell_partners_of_lead
from taskboard.tasks.actions.requesting import decide, file_request, has_pending, need_pending, need_word
from taskboard.tasks.actions.returning import WORKING, need_free
from taskboard.tasks.actions.settling import make_move, settle
from taskboard.tasks.actions.sub_tasks import free_sub_tasks
from taskboard.tasks.models import Assignment, RequestKind, RequestState, Task, TaskRequest
from taskboard.units.models import Unit


def ask_transfer(task: Task, *, new_unit: Unit, reason: str, on: Occasion) -> TaskRequest:
    """The head of the lead unit names the unit that should lead.

    Raises RuleBroken as `requests.may_ask_transfer`; nothing_owed, unit_has_it.
    """
    if task.state not in WORKING:
        raise RuleBroken("nothing_owed")
    requests.may_ask_transfer(
        lead_unit_id=task.unit_id,
        new_unit_id=new_unit.id,
        new_unit_exists=new_unit.exists_on(on.today),
        reason=reason,
        has_pending=has_pending(task, task.unit_id),
    )
    need_free(task, new_unit)
    row = file_request(
        task, RequestKind.TRANSFER, unit_id=task.unit_id, new_unit=new_unit, reason=reason, on=on
    )
    task.last_report_at = on.now  # a unit that asks this is not silent
    settle(task, Event.TRANSFER_ASKED, on=on, unit=new_unit.name, reason=reason)
    return row


def accept_transfer(
    row: TaskRequest,
    *,
    note: str = "",
    new_due_on: date | None = None,
    role: Role | None = None,
    on: Occasion,
) -> None:
    """For the new unit the task is newly given; the date stays unless a later one is set with a reason.

    Raises AlreadyDone('request_not_pending'), RuleBroken: second_person, leader_decides, verb_not_possible, unit_unknown,
    unit_has_it, reason_missing, transfer_undated, and of the date as `extension.needs_later_date`.
    """
    need_pending(row)
    requests.needs_second_person(row.asked_by_id, on.acting.person_id)
    need_word(row.task, role, on=on)
    new_unit = need_unit(row, on=on)
    decide(row, RequestState.ACCEPTED, note, on=on)
    old_unit = pass_lead(
        row.task, new_unit, event=Event.TASK_TRANSFERRED, reason=row.reason, besides=row, on=on
    )
    if new_due_on is not None and new_due_on != row.task.due_on:
        _move_date(row.task, new_due_on, note, on=on)
    _tell_both(row.task, old_unit, row, on=on)


def need_unit(row: TaskRequest, *, on: Occasion) -> Unit:
    """The unit that shall lead, still there and still without this task. Raises RuleBroken."""
    unit = row.new_unit
    if unit is None or not unit.exists_on(on.today):
        raise RuleBroken("unit_unknown", field="new_unit_id")
    need_free(row.task, unit)
    return unit


def pass_lead(
    task: Task, new_unit: Unit, *, event: Event, reason: str, besides: TaskRequest, on: Occasion
) -> Unit:
    """Make `new_unit` the lead, as newly given. Returns the unit that led until now."""
    old_unit = task.unit
    before = make_move(task, Verb.TRANSFER)
    task.received_at = task.officer_id = None
    free_sub_tasks(task, new_unit, on=on)
    _pass_assignments(task, new_unit, on=on)
    if task.monitor_id in (None, old_unit.monitor_id):
        task.monitor_id = UsualMonitors(on).of(new_unit, task.field) or task.monitor_id
    task.unit = new_unit
    lapse_pending(task, besides=besides, on=on)
    settle(
        task,
        event,
        on=on,
        from_=old_unit.name,
        to=new_unit.name,
        reason=reason,
        state_before=before,
    )
    return old_unit


def _pass_assignments(task: Task, new_unit: Unit, *, on: Occasion) -> None:
    for row in task.assignments:
        is_lead = row.role is UnitRole.LEAD
        if row.ended_at is None and (is_lead or row.unit_id == new_unit.id):
            row.ended_at = on.now
    db.session.flush()  # the old lead ends before the new one begins: one live lead a task
    db.session.add(
        Assignment(task=task, unit=new_unit, role=UnitRole.LEAD, due_on=task.due_on, assigned_at=on.now)
    )


def _move_date(task: Task, new_due_on: date, reason: str, *, on: Occasion) -> None:
    """More time for the new unit. The original stays: both bases are reported (decision 6)."""
    if task.due_on is None:
        raise RuleBroken("transfer_undated", field="new_due_on")
    extension.needs_later_date(task.due_on, new_due_on, today=on.today)
    if is_blank(reason):
        raise RuleBroken("reason_missing", field="note")
    before = task.due_on
    task.due_on, task.overdue_from = new_due_on, overdue_from(new_due_on, on=on)
    task.deadline_version += 1
    settle(task, Event.DEADLINE_MOVED, on=on, from_=before, to=new_due_on, reason=reason)
    move_parts(task, before, new_due_on, on=on)


def _tell_both(task: Task, old_unit: Unit, row: TaskRequest, *, on: Occasion) -> None:
    kind, key = reminders.NewsKind.LEAD_CHANGED, str(row.id)
    passed_to = news.passed_to(from_unit_name=old_unit.name_on(on.today), reason=row.reason)
    reminders.tell_unit(task, kind, passed_to, key=key, on=on)
    passed_on = news.passed_on(
        code=task.code, title=task.title, unit_name=task.unit.name_on(on.today), reason=row.reason
    )
    reminders.tell_other_unit(old_unit, None, kind, passed_on, key=key, path="/tasks", on=on)
    tell_partners_of_lead(task, old_unit, key=key, on=on)
