"""A task rests for a time, and goes on. Its date stands: pausing keeps the class a task has (decision 4)."""

from __future__ import annotations

from datetime import date

from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import Verb
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.settling import make_move, need_reason, settle
from taskboard.tasks.models import Task


def pause(task: Task, *, reason: str, resume_on: date | None, on: Occasion) -> None:
    """Reminders rest until the task goes on; on `resume_on` it is looked at again.

    Raises RuleBroken: reason_missing, resume_missing, resume_not_future, verb_not_possible.
    """
    need_reason(reason)
    if resume_on is None:
        raise RuleBroken("resume_missing", field="resume_on")
    if resume_on <= on.today:
        raise RuleBroken("resume_not_future", field="resume_on", today=on.today)
    before = make_move(task, Verb.PAUSE)
    task.resume_on = resume_on
    settle(task, Event.TASK_PAUSED, on=on, from_=before, to=task.state, reason=reason, resume_on=resume_on)
    told = news.paused(reason=reason, resume_on=resume_on)
    reminders.tell_unit(task, reminders.NewsKind.TASK_PAUSED, told, key=_key(task), on=on)


def resume(task: Task, *, on: Occasion) -> None:
    """The task goes on where it rested; its reminders are planned anew."""
    before = make_move(task, Verb.RESUME)
    settle(task, Event.TASK_RESUMED, on=on, from_=before, to=task.state)
    reminders.tell_unit(task, reminders.NewsKind.TASK_RESUMED, news.resumed(), key=_key(task), on=on)


def _key(task: Task) -> str:
    return f"{task.id}:{task.recorded_seq}"
