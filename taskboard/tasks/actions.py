"""The verbs of a task's life. Each checks the table, writes the fact, its version, its journal entry, and replans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from taskboard.briefings.models import Directive, UnitRole
from taskboard.counters import next_task_codes
from taskboard.db import db
from taskboard.domain import deadline, extension
from taskboard.domain.authority import Role
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.domain.errors import AlreadyDone, RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import TERMINAL, State, Verb, move
from taskboard.domain.text import fold
from taskboard.files.actions import Upload, attach
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.settings import queries as settings
from taskboard.tasks.models import (
    Assignment,
    Cause,
    Duty,
    Extension,
    ExtensionState,
    Report,
    ReportKind,
    Task,
    TaskVersion,
)
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Order:
    """What one directive asks of its units."""

    title: str
    leads: Sequence[Unit]
    partners: Sequence[Unit] = ()
    due_kind: DueKind = DueKind.NONE
    due_on: date | None = None
    due_basis: str = ""
    recurrence: Recurrence | None = None
    due_day: int | None = None
    is_starred: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What a unit says of its task."""

    done_text: str
    obstacle_text: str = ""
    cause: Cause = Cause.NONE
    forecast_on: date | None = None
    next_step: str = ""
    document_number: str = ""
    document_on: date | None = None
    form_key: str = ""
    uploads: Sequence[Upload] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Storage:
    """Where attachments go and how large they may be."""

    root: Path
    max_bytes: int
    max_files: int


# ------------------------------------------------------------------------------------------------------ assigning


def assign(directive: Directive, order: Order, *, on: Occasion) -> list[Task]:
    """One task a lead unit. A recurring order becomes a duty and its first occurrences.

    Raises RuleBroken: lead_missing, unit_gone, due_missing, due_before_assignment.
    """
    _check_order(directive, order)
    if order.due_kind is DueKind.DUTY:
        return _open_duty(directive, order, on=on)
    places = [_Place(unit, order.due_on, directive.assigned_on) for unit in order.leads]
    return _create_tasks(directive, order, places, on=on)


def _check_order(directive: Directive, order: Order) -> None:
    if not order.leads:
        raise RuleBroken("lead_missing", field="leads")
    for unit in (*order.leads, *order.partners):
        if not unit.exists_on(directive.assigned_on):
            raise RuleBroken("unit_gone", field="leads", unit=unit.name)
    if order.due_kind is DueKind.DATED and order.due_on is None:
        raise RuleBroken("due_missing", field="due_on")
    if order.due_on is not None and order.due_on < directive.assigned_on:
        raise RuleBroken("due_before_assignment", field="due_on", assigned_on=directive.assigned_on)
    if order.due_kind is DueKind.DUTY and order.recurrence is None:
        raise RuleBroken("recurrence_missing", field="recurrence")


@dataclass(frozen=True, slots=True)
class _Place:
    """One task to be: whose, due when, under which duty."""

    unit: Unit
    due_on: date | None
    assigned_on: date
    duty: Duty | None = None
    period_key: str | None = None


def _create_tasks(
    directive: Directive, order: Order, places: Sequence[_Place], *, on: Occasion
) -> list[Task]:
    codes = next_task_codes(on.today.year, len(places))
    tasks = [
        _new_task(code, directive, order, place, on=on) for code, place in zip(codes, places, strict=True)
    ]
    db.session.add_all(tasks)
    db.session.flush()
    for task in tasks:
        _add_assignments(task, order.partners, on=on)
        _remember(task, on=on)
        record(
            Event.TASK_ASSIGNED,
            "task",
            task.id,
            acting=on.acting,
            at=on.now,
            unit=task.unit.name,
            due_on=task.due_on,
            title=task.title,
        )
        reminders.replan(task, now=on.now, zone=on.zone, calendar=on.calendar)
    return tasks


def _new_task(code: str, directive: Directive, order: Order, place: _Place, *, on: Occasion) -> Task:
    due_on = place.due_on
    late_from = _late_from(due_on, on=on) if due_on else None
    return Task(
        code=code,
        directive=directive,
        duty=place.duty,
        period_key=place.period_key,
        unit=place.unit,
        title=order.title,
        search_text=fold(f"{code} {order.title} {directive.wording}"),
        state=State.NEW,
        due_kind=order.due_kind,
        original_due_on=due_on,
        due_on=due_on,
        original_overdue_from=late_from,
        overdue_from=late_from,
        due_basis=order.due_basis,
        field=directive.field,
        source_level=directive.source_level,
        is_starred=order.is_starred,
        leader_id=directive.leader_id,
        monitor_id=place.unit.monitor_id,
        assigned_on=place.assigned_on,
    )


def _late_from(due_on: date, *, on: Occasion) -> Any:
    roll = settings.value_on("roll_due_to_working_day", on.today)
    return deadline.overdue_from(due_on, None, on.calendar, on.zone, roll=roll)


def _add_assignments(task: Task, partners: Iterable[Unit], *, on: Occasion) -> None:
    rows = [Assignment(task=task, unit=task.unit, role=UnitRole.LEAD, due_on=task.due_on, assigned_at=on.now)]
    for unit in partners:
        if unit.id != task.unit.id:
            rows.append(
                Assignment(
                    task=task, unit=unit, role=UnitRole.PARTNER, due_on=task.due_on, assigned_at=on.now
                )
            )
    db.session.add_all(rows)


# ---------------------------------------------------------------------------------------------------------- duties


def _open_duty(directive: Directive, order: Order, *, on: Occasion) -> list[Task]:
    """Nothing is owed for periods that ended before the order was issued, whatever day the briefing was held on."""
    starts_on = max(directive.assigned_on, on.today)
    duty = Duty(
        directive_id=directive.id,
        recurrence=order.recurrence,
        due_day=order.due_day,
        starts_on=starts_on,
        opened_until=on.today,
    )
    db.session.add(duty)
    db.session.flush()
    return _open_periods(duty, directive, order, on=on)


def _open_periods(duty: Duty, directive: Directive, order: Order, *, on: Occasion) -> list[Task]:
    """Occurrences of periods that have begun by today and fall due on or after the duty's first day."""
    until = min(on.today, duty.ends_on) if duty.ends_on else on.today
    periods = deadline.duty_periods(
        duty.recurrence, duty.starts_on, until, due_day=duty.due_day, calendar=on.calendar
    )
    known = {
        (task.unit_id, task.period_key)
        for task in db.session.scalars(sa.select(Task).where(Task.duty_id == duty.id))
    }
    places = [
        _Place(unit, period.due_on, max(period.first, duty.starts_on), duty, period.key)
        for period in periods
        for unit in order.leads
        if (unit.id, period.key) not in known and unit.exists_on(period.first)
    ]
    duty.opened_until = on.today
    return _create_tasks(directive, order, places, on=on)


def open_due_occurrences(*, on: Occasion) -> int:
    """Open what duties owe up to today, however long nobody asked. Returns how many tasks came of it.

    Harmless to repeat: UNIQUE(duty, unit, period).
    """
    opened = 0
    for duty in db.session.scalars(sa.select(Duty).where(Duty.opened_until < on.today)):
        opened += len(_continue_duty(duty, on=on))
    return opened


def _continue_duty(duty: Duty, *, on: Occasion) -> list[Task]:
    directive = db.session.get_one(Directive, duty.directive_id)
    tasks = list(db.session.scalars(sa.select(Task).where(Task.duty_id == duty.id).order_by(Task.id)))
    latest = {task.unit_id: task for task in tasks}
    leads = {unit_id: task.unit for unit_id, task in latest.items() if task.state not in TERMINAL}
    if not leads:
        duty.opened_until = on.today
        return []
    partners = [row.unit for row in tasks[0].assignments if row.role is UnitRole.PARTNER]
    order = Order(
        title=tasks[0].title,
        leads=list(leads.values()),
        partners=partners,
        due_kind=DueKind.DUTY,
        due_basis=tasks[0].due_basis,
        recurrence=duty.recurrence,
        due_day=duty.due_day,
        is_starred=tasks[0].is_starred,
    )
    return _open_periods(duty, directive, order, on=on)


# ------------------------------------------------------------------------------------------------------- reporting


def receive(task: Task, *, on: Occasion) -> None:
    """The explicit "Tiếp nhận": reading is never taken for it (rule 13)."""
    before = _move(task, Verb.RECEIVE)
    task.received_at = on.now
    _settle(task, Event.TASK_RECEIVED, on=on, from_=before, to=task.state)


def report_progress(task: Task, account: Account, *, unit: Unit, storage: Storage, on: Occasion) -> Report:
    """What was done, what hinders, what comes next.

    Raises RuleBroken: done_text_missing, cause_missing, forecast_in_past.
    """
    _refuse_second_sending(account)
    _check_account(account, today=on.today)
    before = _move(task, Verb.REPORT_PROGRESS)
    return _file_report(task, account, ReportKind.PROGRESS, None, before, unit=unit, storage=storage, on=on)


def report_completion(
    task: Task, account: Account, *, claimed_on: date | None, unit: Unit, storage: Storage, on: Occasion
) -> Report:
    """The unit says it is done; the Office will confirm. Evidence is a result text and a document or a file (rule 16).

    Raises RuleBroken: claimed_missing, claimed_in_future, claimed_before_assignment, evidence_missing.
    """
    _refuse_second_sending(account)
    _check_account(account, today=on.today)
    _check_claim(task, claimed_on, today=on.today)
    if settings.value_on("evidence_required", on.today) and not (account.document_number or account.uploads):
        raise RuleBroken("evidence_missing", field="document_number")
    before = _move(task, Verb.REPORT_COMPLETION)
    task.claimed_on = claimed_on
    return _file_report(
        task, account, ReportKind.COMPLETION, claimed_on, before, unit=unit, storage=storage, on=on
    )


def _refuse_second_sending(account: Account) -> None:
    if not account.form_key:
        raise RuleBroken("form_key_missing")
    if db.session.scalar(sa.select(Report.id).where(Report.form_key == account.form_key)):
        raise AlreadyDone("already_sent")


def _check_account(account: Account, *, today: date) -> None:
    if not account.done_text.strip():
        raise RuleBroken("done_text_missing", field="done_text")
    if account.obstacle_text and account.cause is Cause.NONE:
        raise RuleBroken("cause_missing", field="cause")
    if account.forecast_on is not None and account.forecast_on < today:
        raise RuleBroken("forecast_in_past", field="forecast_on", today=today)
    if account.document_on is not None and account.document_on > today:
        raise RuleBroken("document_in_future", field="document_on", today=today)


def _check_claim(task: Task, claimed_on: date | None, *, today: date) -> None:
    if claimed_on is None:
        raise RuleBroken("claimed_missing", field="claimed_on")
    if claimed_on > today:
        raise RuleBroken("claimed_in_future", field="claimed_on", today=today)
    if claimed_on < task.assigned_on:
        raise RuleBroken("claimed_before_assignment", field="claimed_on", assigned_on=task.assigned_on)


def _file_report(
    task: Task,
    account: Account,
    kind: ReportKind,
    claimed_on: date | None,
    before: State,
    *,
    unit: Unit,
    storage: Storage,
    on: Occasion,
) -> Report:
    report = Report(
        task=task,
        kind=kind,
        person_id=on.acting.person_id,
        post_id=on.acting.post_id,
        unit=unit,
        channel=on.acting.channel,
        done_text=account.done_text,
        obstacle_text=account.obstacle_text,
        cause=account.cause,
        forecast_on=account.forecast_on,
        next_step=account.next_step,
        claimed_on=claimed_on,
        document_number=account.document_number,
        document_on=account.document_on,
        reported_at=on.now,
        form_key=account.form_key,
    )
    db.session.add(report)
    db.session.flush()
    _attach_all(report, account.uploads, storage=storage, on=on)
    task.last_report_at = on.now
    task.received_at = task.received_at or on.now
    task.cause = account.cause
    details = {"from_": before, "to": task.state, "report": report.id, "text": account.done_text[:200]}
    if kind is ReportKind.COMPLETION:
        _settle(task, Event.COMPLETION_REPORTED, on=on, claimed_on=claimed_on, **details)
    else:
        _settle(task, Event.PROGRESS_REPORTED, on=on, **details)
    return report


def _attach_all(report: Report, uploads: Sequence[Upload], *, storage: Storage, on: Occasion) -> None:
    if len(uploads) > storage.max_files:
        raise RuleBroken("too_many_files", field="files", limit=storage.max_files)
    for upload in uploads:
        attach(
            upload,
            root=storage.root,
            max_bytes=storage.max_bytes,
            report_id=report.id,
            person_id=on.acting.person_id,
            now=on.now,
        )


# ------------------------------------------------------------------------------------------------------- confirming


def confirm(task: Task, *, on: Occasion) -> None:
    """The Office confirms; the claimed date now counts (decision 4)."""
    before = _move(task, Verb.CONFIRM)
    task.completed_on = task.claimed_on
    task.confirmed_at = on.now
    _settle(task, Event.TASK_CONFIRMED, on=on, from_=before, to=task.state, claimed_on=task.claimed_on)


def send_back(task: Task, *, reason: str, on: Occasion) -> None:
    """Not enough: counts as never claimed, and the unit is told why (rule 16). Raises RuleBroken('reason_missing')."""
    _need_reason(reason)
    before = _move(task, Verb.SEND_BACK)
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
    _settle(task, Event.TASK_SENT_BACK, on=on, from_=before, to=task.state, reason=reason)
    reminders.owe_sent_back_mail(task, reason, on=on)


def withdraw(task: Task, *, reason: str, on: Occasion) -> None:
    """Taken back by the one who gave it; leaves every denominator (decision 4)."""
    _need_reason(reason)
    before = _move(task, Verb.WITHDRAW)
    task.closing_reason = reason
    task.claimed_on = None
    _settle(task, Event.TASK_WITHDRAWN, on=on, from_=before, to=task.state, reason=reason)
    reminders.owe_withdrawn_mail(task, reason, on=on)


def urge(task: Task, *, on: Occasion) -> None:
    """One mail at once to the unit that owes it. Raises RuleBroken('nothing_owed') when the unit owes nothing."""
    if task.state not in (State.NEW, State.RECEIVED, State.IN_PROGRESS):
        raise RuleBroken("nothing_owed")
    record(Event.TASK_URGED, "task", task.id, acting=on.acting, at=on.now, to=task.unit.name)
    reminders.owe_urge_mail(task, on=on)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason_missing", field="reason")


# -------------------------------------------------------------------------------------------------------- extension


def ask_extension(task: Task, *, new_due_on: date, reason: str, on: Occasion) -> Extension:
    """The doer asks for more time; somebody else decides. Raises RuleBroken as `domain.extension.may_ask`."""
    if not task.is_open or task.state is State.WAITING:
        raise RuleBroken("nothing_owed")
    facts = _extension_facts(task)
    extension.may_ask(
        facts, reason=reason, new_due_on=new_due_on, now=on.now, today=on.today, policy=_policy(on)
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
    _settle(task, Event.EXTENSION_ASKED, on=on, new_due_on=new_due_on, reason=reason)
    return row


def grant_extension(row: Extension, *, note: str = "", role: Role | None = None, on: Occasion) -> None:
    """The current date moves, the original stays, reminders are planned anew. Raises RuleBroken as `may_grant`."""
    task = row.task
    _need_pending(row)
    extension.may_grant(
        _extension_facts(task),
        new_due_on=row.new_due_on,
        today=on.today,
        is_chair=role is Role.CHAIR,
        policy=_policy(on),
    )
    _decide(row, ExtensionState.GRANTED, note, on=on)
    before = task.due_on
    task.due_on = row.new_due_on
    task.overdue_from = _late_from(row.new_due_on, on=on)
    task.deadline_version += 1
    task.extension_count += 1
    _settle(task, Event.EXTENSION_GRANTED, on=on, from_=before, to=task.due_on, note=note)
    reminders.owe_extension_decided_mail(task, row, on=on)


def refuse_extension(row: Extension, *, reason: str, on: Occasion) -> None:
    _need_reason(reason)
    _need_pending(row)
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


def _policy(on: Occasion) -> extension.ExtensionPolicy:
    return extension.ExtensionPolicy(limit=settings.value_on("extensions_per_task", on.today))


# ----------------------------------------------------------------------------------------------------------- common


def expect_version(task: Task, version: int) -> None:
    """Raises Stale when somebody saved after the form was opened."""
    if task.version != version:
        raise Stale("stale")


def _move(task: Task, verb: Verb) -> State:
    before = task.state
    task.state = move(before, verb)
    if task.state is not State.COMPLETED:
        task.confirmed_at = None
        task.completed_on = None
    return before


def _settle(task: Task, event: Event, *, on: Occasion, **details: Any) -> None:
    """After a fact: its version, its journal entry, and what it does to the reminders."""
    db.session.flush()
    _remember(task, on=on)
    record(event, "task", task.id, acting=on.acting, at=on.now, **details)
    reminders.replan(task, now=on.now, zone=on.zone, calendar=on.calendar)


def _remember(task: Task, *, on: Occasion) -> None:
    """Close the open version and open the next: what was known, and since when (decision 8)."""
    session = db.session
    session.execute(
        sa.update(TaskVersion)
        .where(TaskVersion.task_id == task.id, TaskVersion.recorded_to.is_(None))
        .values(recorded_to=on.now)
    )
    task.recorded_seq += 1
    session.add(
        TaskVersion(
            task_id=task.id,
            seq=task.recorded_seq,
            recorded_from=on.now,
            state=task.state,
            unit_id=task.unit.id,
            original_due_on=task.original_due_on,
            due_on=task.due_on,
            original_overdue_from=task.original_overdue_from,
            overdue_from=task.overdue_from,
            claimed_on=task.claimed_on,
            confirmed_at=task.confirmed_at,
            cause=task.cause,
            has_objective_cause=task.objective_cause_confirmed_at is not None,
            field=task.field,
            is_starred=task.is_starred,
            leader_id=task.leader_id,
            last_report_at=task.last_report_at,
            send_back_count=task.send_back_count,
            reopen_count=task.reopen_count,
            extension_count=task.extension_count,
        )
    )
    session.flush()
