"""Units beside the lead: partners with a part, a date and a word of their own, and those who only read (decision 16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import OPEN
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.settings import queries as settings
from taskboard.tasks.actions.reporting import Account, Storage, check_account, write_report
from taskboard.tasks.actions.settling import need_reason
from taskboard.tasks.models import Assignment, PartState, Report, ReportKind, Task
from taskboard.units.models import Unit, UnitKind

NOBODY = "—"
"""In the journal, where somebody or some day was or became nothing."""


def report_part(task: Task, account: Account, *, unit: Unit, storage: Storage, on: Occasion) -> Report:
    """A partner says what it did; said again, the last word stands. The lead's task does not move by it.

    Raises RuleBroken: not_a_partner, part_not_open, done_text_missing, told_…_missing; AlreadyDone('already_sent').
    """
    check_account(account, on=on)
    row = _open_part(task, unit)
    report = write_report(task, account, ReportKind.PART, unit=unit, storage=storage, on=on)
    if row.part is not PartState.REPORTED:
        row.part, row.part_settled_at = PartState.REPORTED, on.now
    words = account.done_text[:200]
    _record(Event.PART_REPORTED, task, on=on, unit=unit.name, report=report.id, text=words)
    return report


def part_of(task: Task, unit: Unit) -> Assignment:
    """The unit's live part. Raises RuleBroken('not_a_partner') for the lead, an informed unit and a stranger."""
    row = live_row(task, unit)
    if row is None or row.role is not UnitRole.PARTNER:
        raise RuleBroken("not_a_partner", unit=unit.name)
    return row


def live_row(task: Task, unit: Unit) -> Assignment | None:
    """The unit's place on the task now, in whatever role."""
    return next((row for row in task.assignments if row.unit_id == unit.id and row.ended_at is None), None)


def _open_part(task: Task, unit: Unit) -> Assignment:
    row = part_of(task, unit)
    if not task.is_open or row.part is PartState.CLOSED:
        raise RuleBroken("part_not_open", unit=unit.name)
    return row


def set_part_due(task: Task, unit: Unit, *, due_on: date | None, on: Occasion) -> None:
    """The Office gives a partner a date of its own; the lead's date is not moved by it, nor moves it any more.

    Raises RuleBroken: not_a_partner, part_not_open, part_settled, due_before_assignment, due_in_past.
    """
    row = _open_part(task, unit)
    if row.part is not PartState.OPEN:
        raise RuleBroken("part_settled", unit=unit.name)
    check_new_date(task, due_on, on=on)
    before = row.due_on
    if before == due_on:
        return
    row.due_on = due_on
    _record(Event.PART_DUE_SET, task, on=on, unit=unit.name, from_=before or NOBODY, to=due_on or NOBODY)


def check_new_date(task: Task, due_on: date | None, *, on: Occasion) -> None:
    """A date set today lies ahead, and never before the task was given."""
    if due_on is None:
        return
    if due_on < task.assigned_on:
        raise RuleBroken("due_before_assignment", field="due_on", assigned_on=task.assigned_on)
    if due_on < on.today:
        raise RuleBroken("due_in_past", field="due_on", today=on.today)


def move_parts(task: Task, was: date | None, now: date | None, *, on: Occasion) -> None:
    """The lead's day moved: partners still asked that were due that very day are due with it, the others stay."""
    if was is None or now is None or was == now:
        return
    moved = [row for row in task.assignments if row.due_on == was and _goes_with_lead(row)]
    for row in moved:
        row.due_on = now
    if names := ", ".join(row.unit.name for row in moved if row.role is UnitRole.PARTNER):
        _record(Event.PARTS_MOVED, task, on=on, units=names, from_=was, to=now)


def _goes_with_lead(row: Assignment) -> bool:
    return _is_waiting(row) or (row.role is UnitRole.LEAD and row.ended_at is None)


def join_unit(
    task: Task, unit: Unit, role: UnitRole, *, due_on: date | None = None, on: Occasion
) -> Assignment:
    """The Office brings a partner in, or lets a unit read along; a partner is told by mail.

    A partner's date is the lead's unless one is given. A reader may become a partner and a partner a reader.
    Raises RuleBroken: task_not_open, partner_is_lead, already_on_task, unit_gone, due_before_assignment, due_in_past.
    """
    if role is UnitRole.LEAD:
        raise ValueError("the lead changes by transfer or correction")
    _check_joining(task, unit, role, on=on)
    check_new_date(task, due_on, on=on)
    if (old := live_row(task, unit)) is not None:
        old.ended_at = on.now
    is_partner = role is UnitRole.PARTNER
    row = Assignment(
        task=task,
        unit=unit,
        role=role,
        due_on=(due_on or task.due_on) if is_partner else None,
        assigned_at=on.now,
    )
    db.session.add(row)
    db.session.flush()
    _record(Event.UNIT_JOINED, task, on=on, unit=unit.name, role=role)
    if is_partner:
        reminders.owe_part_given_mail(row, on=on)
    return row


def _check_joining(task: Task, unit: Unit, role: UnitRole, *, on: Occasion) -> None:
    need_open(task)
    if unit.id == task.unit_id:
        raise RuleBroken("partner_is_lead", field="unit", unit=unit.name)
    row = live_row(task, unit)
    if row is not None and row.role is role:
        raise RuleBroken("already_on_task", field="unit", unit=unit.name)
    if unit.kind is UnitKind.LEADERSHIP or not unit.exists_on(on.today):
        raise RuleBroken("unit_gone", field="unit", unit=unit.name)


def need_open(task: Task) -> None:
    """Raises RuleBroken('task_not_open'): what is finished or closed is history."""
    if not task.is_open:
        raise RuleBroken("task_not_open")


def leave_unit(task: Task, unit: Unit, *, reason: str, on: Occasion) -> None:
    """A partner or reader is let go; what it reported stays, and a partner that was still asked is told.

    Raises RuleBroken: reason_missing, not_on_task.
    """
    need_reason(reason)
    row = live_row(task, unit)
    if row is None or row.role is UnitRole.LEAD:
        raise RuleBroken("not_on_task", unit=unit.name)
    row.ended_at = on.now
    _record(Event.UNIT_LEFT, task, on=on, unit=unit.name, reason=reason)
    if _was_asked(row):
        reminders.owe_parts_ended_mails([row], reason=reason, key=f"left:{row.id}", on=on)


def urge_partner(task: Task, unit: Unit, *, on: Occasion) -> None:
    """One mail at once to a partner that has not answered, from the lead or the Office.

    Raises RuleBroken: not_a_partner, part_not_open, part_settled; AlreadyDone('already_urged_today').
    """
    row = _open_part(task, unit)
    if row.part is not PartState.OPEN:
        raise RuleBroken("part_settled", unit=unit.name)
    _record(Event.PART_URGED, task, on=on, unit=unit.name)
    reminders.owe_part_urged_mail(row, on=on)


def close_parts(task: Task, *, on: Occasion) -> int:
    """With the lead's confirmed completion: "đóng theo chủ trì". Returns how many parts that was.

    What was reported or agreed stays so. Re-opening the task opens no part again: its partners were let go once, and
    the Office brings back those it still needs.
    """
    rows = _settle_parts([row for row in task.assignments if _is_waiting(row)], PartState.CLOSED, on=on)
    if rows:
        names = ", ".join(row.unit.name for row in rows)
        _record(Event.PARTS_CLOSED, task, on=on, units=names)
    return len(rows)


def _is_waiting(row: Assignment) -> bool:
    return row.ended_at is None and _was_asked(row)


def _was_asked(row: Assignment) -> bool:
    return row.role is UnitRole.PARTNER and row.part is PartState.OPEN


def tell_partners_of_end(tasks: Sequence[Task], *, reason: str, key: str, on: Occasion) -> None:
    """Partners still asked on tasks that are owed no more: one mail a unit, whatever their number."""
    rows = [row for task in tasks for row in task.assignments if _is_waiting(row)]
    reminders.owe_parts_ended_mails(rows, reason=reason, key=key, on=on)


def tell_partners_of_lead(task: Task, old_unit: Unit, *, key: str, on: Occasion) -> None:
    """Partners still asked learn with whom they work from now on; their part and its date stay."""
    names = {"old_name": old_unit.name_on(on.today), "lead_name": task.unit.name_on(on.today)}
    for row in task.assignments:
        if _is_waiting(row):
            reminders.owe_part_lead_mail(row, **names, key=key, on=on)


def agree_by_silence(*, on: Occasion) -> int:
    """By the city's rule a partner silent so many working days past its date agrees (0: it does not). Returns how many.

    Never a report of the unit: the part is shown as what it is. Harmless to repeat.
    """
    days = settings.value_on("partner_silence_working_days", on.today)
    if not days:
        return 0
    silent = [
        row
        for row in _overdue_parts(on.today)
        if row.due_on is not None and on.calendar.add_working_days(row.due_on, days) < on.today
    ]
    for row in _settle_parts(silent, PartState.AGREED, on=on):
        _record(Event.PART_AGREED_BY_SILENCE, row.task, on=on, unit=row.unit.name, due_on=row.due_on)
    return len(silent)


def _overdue_parts(today: date) -> list[Assignment]:
    statement = (
        sa.select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Assignment.role == UnitRole.PARTNER,
            Assignment.part == PartState.OPEN,
            Assignment.ended_at.is_(None),
            Assignment.due_on < today,
            Task.state.in_(list(OPEN)),
        )
        .order_by(Assignment.id)
    )
    return list(db.session.scalars(statement))


def _settle_parts(rows: list[Assignment], state: PartState, *, on: Occasion) -> list[Assignment]:
    """Those of the rows that were still open in the database: a word that came in meanwhile stands."""
    if not rows:
        return []
    changed = db.session.scalars(
        sa.update(Assignment)
        .where(Assignment.id.in_([row.id for row in rows]), Assignment.part == PartState.OPEN)
        .values(part=state, part_settled_at=on.now)
        .returning(Assignment.id)
        .execution_options(synchronize_session=False)
    )
    ids = set(changed)
    settled = [row for row in rows if row.id in ids]
    for row in settled:
        db.session.refresh(row, ["part", "part_settled_at"])
    return settled


def _record(event: Event, task: Task, *, on: Occasion, **details: object) -> None:
    """What happens beside the lead's obligation makes an entry and no version of it."""
    db.session.flush()
    record(event, "task", task.id, acting=on.acting, at=on.now, **details)
