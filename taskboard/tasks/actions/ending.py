"""A task is given up, or opened again after it was confirmed."""

from __future__ import annotations

from taskboard.domain.events import Event
from taskboard.domain.lifecycle import Verb
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.lapsing import lapse_pending
from taskboard.tasks.actions.partners import tell_partners_of_end
from taskboard.tasks.actions.settling import make_move, need_reason, settle
from taskboard.tasks.models import Task


def stop_pursuing(task: Task, *, reason: str, on: Occasion) -> None:
    """Not pursued: leaves every denominator, with its reason on a line of its own (decision 4)."""
    need_reason(reason)
    before = make_move(task, Verb.STOP_PURSUING)
    task.closing_reason = reason
    task.claimed_on = None
    lapse_pending(task, on=on)
    settle(task, Event.TASK_NOT_PURSUED, on=on, from_=before, to=task.state, reason=reason)
    told = news.not_pursued(reason=reason)
    reminders.tell_unit(task, reminders.NewsKind.TASK_NOT_PURSUED, told, key=str(task.id), on=on)
    tell_partners_of_end([task], reason=reason, key=f"not-pursued:{task.id}:{task.recorded_seq}", on=on)


def reopen(task: Task, *, reason: str, on: Occasion) -> None:
    """A confirmed task is owed again; how often is counted and shown (rule 16). Raises RuleBroken('reason_missing')."""
    need_reason(reason)
    before = make_move(task, Verb.REOPEN)
    task.claimed_on = None
    task.reopen_count += 1
    settle(task, Event.TASK_REOPENED, on=on, from_=before, to=task.state, reason=reason)
    told, key = news.reopened(reason=reason), f"{task.id}:{task.reopen_count}"
    reminders.tell_unit(task, reminders.NewsKind.TASK_REOPENED, told, key=key, on=on)
