"""More time: asked for by the doer, granted or refused by somebody else."""

from __future__ import annotations

from datetime import date

from taskboard.db import db
from taskboard.domain import extension
from taskboard.domain.authority import Role
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.creating import overdue_from
from taskboard.tasks.actions.partners import move_parts
from taskboard.tasks.actions.requesting import need_word
from taskboard.tasks.actions.settling import need_reason, settle
from taskboard.tasks.models import Extension, ExtensionState, Task
from taskboard.tasks.policy import extension_policy


def ask_extension(task: Task, *, new_due_on: date, reason: str, on: Occasion) -> Extension:
    """The doer asks for more time; somebody else decides. Raises RuleBroken as `domain.extension.may_ask`."""
    if not task.is_open or task.state is State.WAITING:
        raise RuleBroken("nothing_owed")
    facts = _extension_facts(task)
    extension.may_ask(
        facts,
        reason=reason,
        new_due_on=new_due_on,
        now=on.now,
        today=on.today,
        policy=extension_policy(on.today),
    )
    row = Extension(
        task=task,
        from_due_on=task.due_on,
        new_due_on=new_due_on,
        reason=reason,
        asked_by_id=on.acting.person_id,
        asked_at=on.now,
        was_asked_late=extension.was_asked_late(facts, on.now),
    )
    db.session.add(row)
    task.last_report_at = on.now
    settle(task, Event.EXTENSION_ASKED, on=on, new_due_on=new_due_on, reason=reason)
    return row


def grant_extension(row: Extension, *, note: str = "", role: Role | None = None, on: Occasion) -> None:
    """The current date moves, the original stays, reminders are planned anew; parts due that day move along.

    Raises RuleBroken as `may_grant`, and leader_decides where the Office has no delegation.
    """
    task, facts, policy = row.task, _extension_facts(row.task), extension_policy(on.today)
    _need_pending(row)
    need_word(task, role, beyond_limit=extension.is_beyond_limit(facts, policy), on=on)
    extension.may_grant(
        facts,
        new_due_on=row.new_due_on,
        today=on.today,
        is_chair=role is Role.CHAIR,
        policy=policy,
    )
    _decide(row, ExtensionState.GRANTED, note, on=on)
    before = task.due_on
    task.due_on = row.new_due_on
    task.overdue_from = overdue_from(row.new_due_on, on=on)
    task.deadline_version += 1
    task.extension_count += 1
    settle(task, Event.EXTENSION_GRANTED, on=on, from_=before, to=task.due_on, note=note)
    move_parts(task, before, task.due_on, on=on)
    reminders.owe_extension_decided_mail(task, row, on=on)


def refuse_extension(row: Extension, *, reason: str, role: Role | None = None, on: Occasion) -> None:
    """The date stays, the unit is told why; nobody is reminded of the request any more.

    Raises RuleBroken: reason_missing, leader_decides.
    """
    need_reason(reason)
    _need_pending(row)
    beyond = extension.is_beyond_limit(_extension_facts(row.task), extension_policy(on.today))
    need_word(row.task, role, beyond_limit=beyond, on=on)
    _decide(row, ExtensionState.REFUSED, reason, on=on)
    record(
        Event.EXTENSION_REFUSED,
        "task",
        row.task_id,
        acting=on.acting,
        at=on.now,
        reason=reason,
        new_due_on=row.new_due_on,
    )
    reminders.replan(row.task, now=on.now, zone=on.zone, calendar=on.calendar)
    reminders.owe_extension_decided_mail(row.task, row, on=on)


def _need_pending(row: Extension) -> None:
    if row.state is not ExtensionState.PENDING:
        raise AlreadyDone("extension_not_pending")


def _decide(row: Extension, state: ExtensionState, note: str, *, on: Occasion) -> None:
    row.state, row.decision_note = state, note
    row.decided_by_id, row.decided_at = on.acting.person_id, on.now


def _extension_facts(task: Task) -> extension.ExtensionFacts:
    return extension.ExtensionFacts(
        due_on=task.due_on,
        overdue_from=task.overdue_from,
        has_pending=task.pending_extension is not None,
        granted_count=task.extension_count,
    )
