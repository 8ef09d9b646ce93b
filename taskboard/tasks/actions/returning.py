"""A wrong assignment goes back: asked by the unit, decided by another, and given to the right unit in one step."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain import requests
from taskboard.domain.authority import Role
from taskboard.domain.deadline import DueKind
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State, Verb
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.settings import queries as settings
from taskboard.tasks.actions.creating import Order, Place, create_tasks
from taskboard.tasks.actions.lapsing import lapse_pending
from taskboard.tasks.actions.partners import tell_partners_of_end
from taskboard.tasks.actions.requesting import decide, file_request, has_pending, need_pending, need_word
from taskboard.tasks.actions.settling import make_move, settle
from taskboard.tasks.models import (
    Assignment,
    PartState,
    RequestKind,
    RequestState,
    Task,
    TaskRequest,
)
from taskboard.units.models import Unit

WORKING = (State.NEW, State.RECEIVED, State.IN_PROGRESS)


def ask_return(task: Task, *, unit_id: int, reason: str, on: Occasion) -> TaskRequest:
    """The head of the lead unit, or of a partner for its own part, says: this is not ours.

    Raises RuleBroken as `requests.may_ask_return`; nothing_owed when the unit owes nothing here.
    """
    requests.may_ask_return(
        _return_facts(task, unit_id, on=on),
        reason=reason,
        today=on.today,
        calendar=on.calendar,
        within=settings.value_on("return_working_days", on.today),
    )
    row = file_request(task, RequestKind.RETURN, unit_id=unit_id, reason=reason, on=on)
    if unit_id == task.unit_id:
        task.last_report_at = on.now  # a unit that asks this is not silent
    settle(task, Event.RETURN_ASKED, on=on, reason=reason, unit=row.unit.name)
    return row


def _return_facts(task: Task, unit_id: int, *, on: Occasion) -> requests.ReturnFacts:
    pending = has_pending(task, unit_id)
    if unit_id == task.unit_id:
        if task.state not in WORKING:
            raise RuleBroken("nothing_owed")
        received = task.received_at.astimezone(on.zone).date() if task.received_at else None
        reported = task.state is State.IN_PROGRESS or any(row.unit_id == unit_id for row in task.reports)
        return requests.ReturnFacts(received, reported, pending)
    part = part_of(task, unit_id)
    given_on = part.assigned_at.astimezone(on.zone).date()
    return requests.ReturnFacts(given_on, part.part is not PartState.OPEN, pending)


def part_of(task: Task, unit_id: int) -> Assignment:
    """The partner's live part. Raises RuleBroken('nothing_owed')."""
    live = (row for row in task.assignments if row.ended_at is None and row.role is UnitRole.PARTNER)
    part = next((row for row in live if row.unit_id == unit_id), None)
    if part is None or not task.is_open:
        raise RuleBroken("nothing_owed")
    return part


def accept_return(row: TaskRequest, *, note: str = "", role: Role | None = None, on: Occasion) -> None:
    """The lead's: the task leaves every denominator. A partner's: only its own part ends.

    Raises AlreadyDone('request_not_pending'), RuleBroken: second_person, leader_decides, verb_not_possible.
    """
    need_pending(row)
    requests.needs_second_person(row.asked_by_id, on.acting.person_id)
    need_word(row.task, role, on=on)
    if row.unit_id == row.task.unit_id:
        _return_task(row, note, on=on)
    else:
        _return_part(row, note, on=on)


def _return_task(row: TaskRequest, note: str, *, on: Occasion) -> None:
    task = row.task
    before = make_move(task, Verb.ACCEPT_RETURN)
    decide(row, RequestState.ACCEPTED, note, on=on)
    task.closing_reason = row.reason
    lapse_pending(task, on=on)
    settle(task, Event.TASK_RETURNED, on=on, from_=before, to=task.state, reason=row.reason, note=note)
    kind, told = reminders.NewsKind.REQUEST_DECIDED, news.return_accepted(note=note)
    reminders.tell_unit(task, kind, told, key=str(row.id), on=on)
    reason = f"{task.unit.name_on(on.today)} trả lại nhiệm vụ: {row.reason}"
    tell_partners_of_end([task], reason=reason, key=f"returned:{task.id}:{task.recorded_seq}", on=on)


def _return_part(row: TaskRequest, note: str, *, on: Occasion) -> None:
    task = row.task
    part = part_of(task, row.unit_id)
    decide(row, RequestState.ACCEPTED, note, on=on)
    part.ended_at = on.now
    settle(task, Event.UNIT_LEFT, on=on, unit=row.unit.name, reason=row.reason, note=note)
    told = news.part_return_accepted(code=task.code, title=task.title, note=note)
    kind = reminders.NewsKind.REQUEST_DECIDED
    reminders.tell_other_unit(row.unit, None, kind, told, key=str(row.id), path="/tasks", on=on)


def give_again(task: Task, *, unit: Unit, due_on: date | None, on: Occasion) -> Task:
    """A new task under the same directive for the right unit, in the stead of the returned one.

    Raises RuleBroken: not_returned, unit_same, unit_unknown, unit_has_it, date_past; AlreadyDone('already_replaced').
    """
    _check_giving(task, unit, due_on, on=on)
    order = Order(
        title=task.title,
        leads=[unit],
        partners=[row.unit for row in task.assignments if _goes_along(row, unit, UnitRole.PARTNER)],
        informed=[row.unit for row in task.assignments if _goes_along(row, unit, UnitRole.INFORMED)],
        due_kind=DueKind.DATED if due_on and task.due_kind is DueKind.NONE else task.due_kind,
        due_on=due_on,
        due_basis=task.due_basis,
        is_starred=task.is_starred,
    )
    place = Place(unit, due_on, on.today, task.duty, task.period_key)
    (made,) = create_tasks(task.directive, order, [place], on=on)
    made.replaces = task
    db.session.flush()
    record(Event.TASK_REPLACED, "task", task.id, acting=on.acting, at=on.now, unit=unit.name, task=made.code)
    title = task.directive.briefing.title if task.directive.briefing else task.title
    reminders.owe_issue_mails([made], source_title=title, key=f"issue:again:{made.id}", on=on)
    reminders.owe_parts_mails([made], source_title=title, key=f"again:{made.id}", on=on)
    return made


def _goes_along(row: Assignment, unit: Unit, role: UnitRole) -> bool:
    return row.ended_at is None and row.role is role and row.unit_id != unit.id


def _check_giving(task: Task, unit: Unit, due_on: date | None, *, on: Occasion) -> None:
    if task.state is not State.RETURNED:
        raise RuleBroken("not_returned")
    if db.session.scalar(sa.select(Task.id).where(Task.replaces_id == task.id)):
        raise AlreadyDone("already_replaced")
    if unit.id == task.unit_id:
        raise RuleBroken("unit_same", field="new_unit_id")
    if not unit.exists_on(on.today):
        raise RuleBroken("unit_unknown", field="new_unit_id")
    if due_on is None and task.due_on is not None:
        raise RuleBroken("due_missing", field="new_due_on")
    if due_on is not None and due_on < on.today:
        raise RuleBroken("date_past", field="new_due_on", today=on.today)
    need_free(task, unit)


def need_free(task: Task, unit: Unit) -> None:
    """One task a unit and directive (decision 1). Raises RuleBroken('unit_has_it')."""
    alike = Task.duty_id.is_(None) if task.duty_id is None else Task.period_key == task.period_key
    gone = (State.RETURNED, State.WITHDRAWN, State.NOT_PURSUED)
    counts = Task.state.not_in(gone) if task.duty_id is None else sa.true()
    statement = sa.select(Task.id).where(
        Task.directive_id == task.directive_id, Task.unit_id == unit.id, Task.id != task.id, alike, counts
    )
    if db.session.scalar(statement.limit(1)):
        raise RuleBroken("unit_has_it", field="new_unit_id", unit=unit.name)
