"""Requests are answered: each kind knows what its yes does; a no always carries its reason."""

from __future__ import annotations

from datetime import date

from taskboard.domain import requests
from taskboard.domain.authority import Role
from taskboard.domain.events import Event
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.correcting import accept_correction
from taskboard.tasks.actions.requesting import decide, need_pending, need_word
from taskboard.tasks.actions.returning import accept_return
from taskboard.tasks.actions.settling import need_reason, settle
from taskboard.tasks.actions.transferring import accept_transfer
from taskboard.tasks.models import RequestKind, RequestState, TaskRequest

CORRECTIONS = (RequestKind.CORRECT_DEADLINE, RequestKind.CORRECT_LEAD)
_REFUSED = {
    RequestKind.RETURN: Event.RETURN_REFUSED,
    RequestKind.TRANSFER: Event.TRANSFER_REFUSED,
    RequestKind.CORRECT_DEADLINE: Event.CORRECTION_REFUSED,
    RequestKind.CORRECT_LEAD: Event.CORRECTION_REFUSED,
}
_WHAT = {RequestKind.RETURN: "trả lại", RequestKind.TRANSFER: "chuyển đơn vị chủ trì"}
"""In the mail that says no."""


def accept_request(
    row: TaskRequest,
    *,
    note: str = "",
    new_due_on: date | None = None,
    role: Role | None = None,
    on: Occasion,
) -> None:
    """`new_due_on` only with a transfer, and then `note` says why. Raises RuleBroken as each kind's own verb."""
    if row.kind is RequestKind.RETURN:
        accept_return(row, note=note, role=role, on=on)
    elif row.kind is RequestKind.TRANSFER:
        accept_transfer(row, note=note, new_due_on=new_due_on, role=role, on=on)
    else:
        accept_correction(row, note=note, on=on)


def refuse_request(row: TaskRequest, *, reason: str, role: Role | None = None, on: Occasion) -> None:
    """Everything stays as it is; who asked is told why.

    Raises AlreadyDone('request_not_pending'), RuleBroken: reason_missing, second_person, leader_decides.
    """
    need_reason(reason)
    need_pending(row)
    requests.needs_second_person(row.asked_by_id, on.acting.person_id)
    if row.kind not in CORRECTIONS:
        need_word(row.task, role, on=on)
    decide(row, RequestState.REFUSED, reason, on=on)
    settle(row.task, _REFUSED[row.kind], on=on, reason=reason)
    _tell_no(row, reason, on=on)


def _tell_no(row: TaskRequest, reason: str, *, on: Occasion) -> None:
    kind, key, task = reminders.NewsKind.REQUEST_DECIDED, str(row.id), row.task
    if row.kind in CORRECTIONS:
        told = news.correction_refused(reason=reason)
        reminders.tell_person(row.asked_by, task, kind, told, key=key, on=on)
    elif row.unit_id == task.unit_id:
        told = news.request_refused(what=_WHAT[row.kind], reason=reason)
        reminders.tell_unit(task, kind, told, key=key, on=on)
    else:
        told = news.request_refused(what=_WHAT[row.kind], reason=reason)
        reminders.tell_other_unit(row.unit, task, kind, told, key=key, on=on)
