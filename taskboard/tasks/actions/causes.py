"""Late for an objective cause: confirmed by whom, when and on what ground, so that evaluation can use it (rule 22)."""

from __future__ import annotations

from datetime import date, tzinfo

from taskboard.domain.deadline import days_late
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import TERMINAL
from taskboard.domain.text import is_blank
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.settling import need_reason, settle
from taskboard.tasks.models import Task


def is_late(task: Task, *, today: date, zone: tzinfo) -> bool:
    """Late by its original date: what is done or claimed by that day, what is owed by today."""
    if task.original_overdue_from is None or task.state in TERMINAL:
        return False
    day = task.completed_on or task.claimed_on or today
    return days_late(day, task.original_overdue_from, zone) > 0


def confirm_cause(task: Task, *, note: str, on: Occasion) -> None:
    """Raises RuleBroken: note_missing, cause_not_late; AlreadyDone('cause_confirmed')."""
    if is_blank(note):
        raise RuleBroken("note_missing", field="note")
    if task.objective_cause_confirmed_at is not None:
        raise AlreadyDone("cause_confirmed")
    if not is_late(task, today=on.today, zone=on.zone):
        raise RuleBroken("cause_not_late")
    task.objective_cause_confirmed_at = on.now
    task.objective_cause_confirmed_by_id = on.acting.person_id
    task.objective_cause_note = note
    settle(task, Event.CAUSE_CONFIRMED, on=on, cause=note)
    _tell(task, news.cause_confirmed(note=note), on=on)


def revoke_cause(task: Task, *, reason: str, on: Occasion) -> None:
    """Raises RuleBroken: reason_missing, cause_not_confirmed."""
    need_reason(reason)
    if task.objective_cause_confirmed_at is None:
        raise RuleBroken("cause_not_confirmed")
    task.objective_cause_confirmed_at = None
    task.objective_cause_confirmed_by_id = None
    task.objective_cause_note = ""
    settle(task, Event.CAUSE_REVOKED, on=on, reason=reason)
    _tell(task, news.cause_revoked(reason=reason), on=on)


def _tell(task: Task, told: news.News, *, on: Occasion) -> None:
    key = f"{task.id}:{task.recorded_seq}"
    reminders.tell_unit(task, reminders.NewsKind.CAUSE_SETTLED, told, key=key, on=on)
