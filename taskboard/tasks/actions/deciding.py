"""The Office confirms, sends back, withdraws, urges."""

from __future__ import annotations

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State, Verb
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.lapsing import lapse_pending
from taskboard.tasks.actions.partners import close_parts, tell_partners_of_end
from taskboard.tasks.actions.settling import make_move, need_reason, settle
from taskboard.tasks.models import Report, ReportKind, Task


def confirm(task: Task, *, on: Occasion) -> None:
    """The Office confirms; the claimed date now counts (decision 4)."""
    before = make_move(task, Verb.CONFIRM)
    task.completed_on = task.claimed_on
    task.confirmed_at = on.now
    close_parts(task, on=on)
    lapse_pending(task, on=on)
    settle(task, Event.TASK_CONFIRMED, on=on, from_=before, to=task.state, claimed_on=task.claimed_on)


def send_back(task: Task, *, reason: str, on: Occasion) -> None:
    """Not enough: counts as never claimed, and the unit is told why (rule 16). Raises RuleBroken('reason_missing')."""
    need_reason(reason)
    before = make_move(task, Verb.SEND_BACK)
    task.claimed_on = None
    task.send_back_count += 1
    latest = db.session.scalar(
        sa.select(Report)
        .where(Report.task_id == task.id, Report.kind == ReportKind.COMPLETION)
        .order_by(Report.id.desc())
        .limit(1)
    )
    if latest is not None:
        latest.send_back_reason = reason
    settle(task, Event.TASK_SENT_BACK, on=on, from_=before, to=task.state, reason=reason)
    reminders.owe_sent_back_mail(task, reason, on=on)


def withdraw(task: Task, *, reason: str, on: Occasion) -> None:
    """Taken back by the one who gave it; leaves every denominator (decision 4). Its unit and partners are told."""
    take_back(task, reason=reason, on=on)
    tell_partners_of_end([task], reason=reason, key=f"withdrawn:{task.id}:{task.recorded_seq}", on=on)


def take_back(task: Task, *, reason: str, on: Occasion) -> None:
    """Withdrawn, and its unit told; whoever takes several back tells their partners once. Raises as `withdraw`."""
    need_reason(reason)
    before = make_move(task, Verb.WITHDRAW)
    task.closing_reason = reason
    task.claimed_on = None
    lapse_pending(task, on=on)
    settle(task, Event.TASK_WITHDRAWN, on=on, from_=before, to=task.state, reason=reason)
    reminders.owe_withdrawn_mail(task, reason, on=on)


def urge(task: Task, *, on: Occasion) -> None:
    """One mail at once to the unit that owes it. Raises RuleBroken('nothing_owed') when the unit owes nothing."""
    if task.state not in (State.NEW, State.RECEIVED, State.IN_PROGRESS):
        raise RuleBroken("nothing_owed")
    record(Event.TASK_URGED, "task", task.id, acting=on.acting, at=on.now, to=task.unit.name)
    reminders.owe_urge_mail(task, on=on)
