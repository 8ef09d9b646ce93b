"""Planned moments follow the facts: written, moved, revived, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar, local_date
from taskboard.domain.lifecycle import REMINDED
from taskboard.domain.reminding import Moment, ReminderPolicy
from taskboard.domain.reminding import expires_at as moment_expires_at
from taskboard.occasion import Occasion
from taskboard.reminders import queries
from taskboard.reminders.actions.rows import Why, insert, settle
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.tasks.models import Task

AHEAD = timedelta(days=7)
"""Weekly marks have no end of their own: so far ahead they are written, the daily pass writes the next."""


BATCH = 500


def replan(
    task: Task,
    *,
    now: datetime,
    zone: tzinfo,
    calendar: WorkingCalendar,
    policy: ReminderPolicy | None = None,
) -> None:
    """Make the planned reminders agree with the task as it now stands; call it in the transaction of every fact.

    Marks of an older deadline are cancelled and say so. Harmless to repeat: one row a task, rule, deadline version and
    occurrence; a mark that was cancelled while the task waited for confirmation comes back when it is sent back.
    """
    if task.state not in REMINDED:
        cancel(task, now=now, why=task.state.value)
        return
    if task.due_on is None:
        cancel(task, now=now, why=Why.NO_DEADLINE)
        return
    _cancel(task, now=now, why=Why.DEADLINE_MOVED, besides_version=task.deadline_version)
    today = local_date(now, zone)
    policy = policy or queries.policy_of(task, queries.standard_policy(today))
    moments = queries.moments_of(
        task, policy, zone=zone, calendar=calendar, planned_on=today, until_on=today + AHEAD
    )
    _write([_row(task, moment, zone=zone, calendar=calendar) for moment in moments])


def cancel(task: Task, *, now: datetime, why: str) -> None:
    """Planned reminders of a task come to nothing; `why` is kept on each."""
    _cancel(task, now=now, why=why)


def _cancel(task: Task, *, now: datetime, why: str, besides_version: int | None = None) -> None:
    chosen = [Reminder.task_id == task.id, Reminder.state == ReminderState.PLANNED]
    if besides_version is not None:
        chosen.append(Reminder.deadline_version != besides_version)
    settle(chosen, ReminderState.CANCELLED, now=now, why=why)


def _row(task: Task, moment: Moment, *, zone: tzinfo, calendar: WorkingCalendar) -> dict[str, Any]:
    return {
        "task_id": task.id,
        "rule": moment.rule,
        "deadline_version": task.deadline_version,
        "occurrence": moment.occurrence,
        "due_at": moment.at,
        "expires_at": moment_expires_at(moment, calendar=calendar, zone=zone),
        "state": ReminderState.PLANNED,
        "outcome": "",
    }


def _write(rows: Sequence[dict[str, Any]]) -> None:
    """Insert what is missing; move or revive what is planned or was cancelled; leave alone what went out or ran out."""
    if not rows:
        return
    statement = insert(Reminder).values(rows)
    given = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["task_id", "rule", "deadline_version", "occurrence"],
        set_={
            "due_at": given.due_at,
            "expires_at": given.expires_at,
            "state": ReminderState.PLANNED,
            "outcome": "",
            "settled_at": None,
        },
        where=Reminder.state.in_([ReminderState.PLANNED, ReminderState.CANCELLED]),
    )
    db.session.execute(statement)


def plan_all(*, on: Occasion) -> int:
    """The daily pass: the next weekly mark of what is late, and whatever a fact failed to plan. Returns tasks planned.

    Walks in batches, so its memory does not grow with the number of tasks.
    """
    planned, last_id = 0, 0
    while batch := queries.unplanned_tasks(BATCH, after_id=last_id):
        for task in batch:
            replan(task, now=on.now, zone=on.zone, calendar=on.calendar)
        planned += len(batch)
        last_id = batch[-1].id
        db.session.flush()
    return planned
