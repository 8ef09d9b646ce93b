"""A slip in what was issued: proposed by one person, decided by a second, logged from what to what (decision 14)."""

from __future__ import annotations

from datetime import date

from taskboard.domain import requests
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.creating import overdue_from
from taskboard.tasks.actions.partners import move_parts, tell_partners_of_lead
from taskboard.tasks.actions.requesting import decide, file_request, has_pending, need_pending
from taskboard.tasks.actions.returning import WORKING, need_free
from taskboard.tasks.actions.settling import settle
from taskboard.tasks.actions.transferring import need_unit, pass_lead
from taskboard.tasks.models import RequestKind, RequestState, Task, TaskRequest
from taskboard.units.models import Unit


def propose_date_correction(task: Task, *, new_due_on: date, reason: str, on: Occasion) -> TaskRequest:
    """The date that was issued is a slip. Raises RuleBroken as `requests.may_correct_date`; nothing_owed."""
    if not task.is_open:
        raise RuleBroken("nothing_owed")
    requests.may_correct_date(
        original_due_on=task.original_due_on,
        new_due_on=new_due_on,
        assigned_on=task.assigned_on,
        reason=reason,
        has_pending=has_pending(task, task.unit_id),
    )
    row = file_request(
        task,
        RequestKind.CORRECT_DEADLINE,
        unit_id=task.unit_id,
        new_due_on=new_due_on,
        reason=reason,
        on=on,
    )
    settle(task, Event.CORRECTION_PROPOSED, on=on, from_=task.original_due_on, to=new_due_on, reason=reason)
    return row


def propose_lead_correction(task: Task, *, new_unit: Unit, reason: str, on: Occasion) -> TaskRequest:
    """The wrong unit was named. Raises RuleBroken as `requests.may_ask_transfer`; nothing_owed, unit_has_it."""
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
        task, RequestKind.CORRECT_LEAD, unit_id=task.unit_id, new_unit=new_unit, reason=reason, on=on
    )
    settle(task, Event.CORRECTION_PROPOSED, on=on, from_=task.unit.name, to=new_unit.name, reason=reason)
    return row


def accept_correction(row: TaskRequest, *, note: str = "", on: Occasion) -> None:
    """By a second person. Before the first mail left it is put right in that mail; after it, one mail says so.

    Raises AlreadyDone('request_not_pending'), RuleBroken: second_person, nothing_owed, unit_unknown, unit_has_it.
    """
    need_pending(row)
    requests.needs_second_person(row.asked_by_id, on.acting.person_id)
    if row.kind is RequestKind.CORRECT_DEADLINE:
        _correct_date(row, note, on=on)
    else:
        _correct_lead(row, note, on=on)


def _correct_date(row: TaskRequest, note: str, *, on: Occasion) -> None:
    task, right = row.task, row.new_due_on
    if not task.is_open or task.original_due_on is None or task.due_on is None or right is None:
        raise RuleBroken("nothing_owed")
    decide(row, RequestState.ACCEPTED, note, on=on)
    wrong, was = task.original_due_on, task.due_on
    current = requests.corrected_due(wrong, task.due_on, right)
    task.original_due_on, task.original_overdue_from = right, overdue_from(right, on=on)
    task.due_on, task.overdue_from = current, overdue_from(current, on=on)
    task.deadline_version += 1
    settle(task, Event.TASK_CORRECTED, on=on, from_=wrong, to=right, reason=row.reason, note=note)
    move_parts(task, was, current, on=on)
    if was != wrong:
        move_parts(task, wrong, right, on=on)
    if not reminders.retell_issue(task, task.unit, key=_key(row), on=on):
        told = news.date_corrected(was=wrong, now=right, reason=row.reason)
        reminders.tell_unit(task, reminders.NewsKind.TASK_CORRECTED, told, key=str(row.id), on=on)


def _correct_lead(row: TaskRequest, note: str, *, on: Occasion) -> None:
    task, new_unit = row.task, need_unit(row, on=on)
    decide(row, RequestState.ACCEPTED, note, on=on)
    old_unit = pass_lead(task, new_unit, event=Event.TASK_CORRECTED, reason=row.reason, besides=row, on=on)
    if not reminders.retell_issue(task, old_unit, key=_key(row), on=on):
        told = news.lead_corrected(
            code=task.code, title=task.title, unit_name=new_unit.name_on(on.today), reason=row.reason
        )
        kind = reminders.NewsKind.TASK_CORRECTED
        reminders.tell_other_unit(old_unit, None, kind, told, key=str(row.id), path="/tasks", on=on)
    title = task.directive.briefing.title if task.directive.briefing else task.title
    reminders.owe_issue_mails([task], source_title=title, key=f"issue:corrected:{row.id}", on=on)
    tell_partners_of_lead(task, old_unit, key=str(row.id), on=on)


def _key(row: TaskRequest) -> str:
    return f"issue:retold:{row.id}"
