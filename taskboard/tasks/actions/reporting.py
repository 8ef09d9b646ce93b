"""The unit receives its task and says what it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from pathlib import Path

import sqlalchemy as sa

from taskboard.db import db, wait_turn
from taskboard.domain.calendar import local_date
from taskboard.domain.deadline import days_told_late, last_day_in_time
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import State, Verb
from taskboard.domain.text import is_blank
from taskboard.files.actions import Upload, attach
from taskboard.occasion import Occasion
from taskboard.settings import queries as settings
from taskboard.tasks.actions.lapsing import lapse_by_claim, lapse_return
from taskboard.tasks.actions.settling import make_move, settle
from taskboard.tasks.models import Cause, Report, ReportKind, Task, TaskVersion, ToldVia
from taskboard.units.models import Unit

LONGEST = {"done_text": 5000, "obstacle_text": 5000, "next_step": 2000, "document_number": 120}
"""Characters of each part of what a unit says, whichever way it comes: the forms and the API ask no more than this."""
LONGEST_NAME = 200
"""Of whoever told the Office."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How a unit's word reached the Office, which writes it down for the unit."""

    via: ToldVia
    by: str = ""
    on: date | None = None


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
    told: Telling | None = None
    """Where the Office speaks for the unit: its source."""


@dataclass(frozen=True, slots=True)
class Storage:
    """Where attachments go and how large they may be."""

    root: Path
    max_bytes: int
    max_files: int


def receive(task: Task, *, on: Occasion) -> None:
    """The explicit "Tiếp nhận": reading is never taken for it (rule 13)."""
    before = make_move(task, Verb.RECEIVE)
    task.received_at = on.now
    settle(task, Event.TASK_RECEIVED, on=on, from_=before, to=task.state)


def report_progress(task: Task, account: Account, *, unit: Unit, storage: Storage, on: Occasion) -> Report:
    """What was done, what hinders, what comes next.

    From the day it is due on, what is not done needs a plan (rule 15). Raises RuleBroken: done_text_missing,
    …_too_long, cause_missing, forecast_in_past, plan_missing; from the Office told_…_missing.
    """
    check_account(account, on=on)
    if needs_plan(task, on.today, on.zone):
        _check_plan(account)
    before = make_move(task, Verb.REPORT_PROGRESS)
    lapse_return(task, on=on)
    report = write_report(task, account, ReportKind.PROGRESS, unit=unit, storage=storage, on=on)
    _settle_report(report, Event.PROGRESS_REPORTED, before, on=on)
    return report


def report_completion(
    task: Task, account: Account, *, claimed_on: date | None, unit: Unit, storage: Storage, on: Occasion
) -> Report:
    """The unit says it is done; the Office will confirm. Evidence is a result text and a document or a file (rule 16).

    Raises RuleBroken: claimed_missing, claimed_in_future, claimed_before_assignment, claimed_before_return,
    document_after_claim, evidence_missing, late_claim_without_document.
    """
    check_account(account, on=on)
    claimed_on = _check_claim(task, claimed_on, on=on)
    if account.document_on is not None and account.document_on > claimed_on:
        raise RuleBroken("document_after_claim", field="claimed_on", document_on=account.document_on)
    if settings.value_on("evidence_required", on.today) and not (account.document_number or account.uploads):
        raise RuleBroken("evidence_missing", field="document_number")
    if days_told_late(claimed_on, on.today, task.overdue_from, on.zone):
        _check_late_claim(account)
    before = make_move(task, Verb.REPORT_COMPLETION)
    task.claimed_on = claimed_on
    task.confirm_by = confirm_by(on=on)
    lapse_by_claim(task, on=on)
    report = write_report(task, account, ReportKind.COMPLETION, unit=unit, storage=storage, on=on)
    _settle_report(report, Event.COMPLETION_REPORTED, before, on=on, claimed_on=claimed_on)
    return report


def needs_plan(task: Task, today: date, zone: tzinfo) -> bool:
    """Whether the day has come on which the unit says done, or not done and how it goes on (rule 15)."""
    return task.overdue_from is not None and today >= last_day_in_time(task.overdue_from, zone)


def _check_plan(account: Account) -> None:
    if is_blank(account.next_step):
        raise RuleBroken("plan_missing", field="next_step")
    if account.forecast_on is None:
        raise RuleBroken("plan_missing", field="forecast_on")


def confirm_by(*, on: Occasion) -> date:
    """The confirmer has a date too: so many working days from the day the claim was made."""
    return on.calendar.add_working_days(on.today, settings.value_on("confirm_working_days", on.today))


def check_account(account: Account, *, on: Occasion) -> None:
    """Once, whole, and from the Office with its source. Raises AlreadyDone('already_sent') and RuleBroken."""
    _refuse_second_sending(account)
    check_lengths(account)
    _check_words(account, today=on.today)
    if on.acting.channel is Channel.ON_PAPER:
        _check_telling(account, today=on.today)


def _refuse_second_sending(account: Account) -> None:
    if not account.form_key:
        raise RuleBroken("form_key_missing")
    wait_turn(f"form {account.form_key}")
    if db.session.scalar(sa.select(Report.id).where(Report.form_key == account.form_key)):
        raise AlreadyDone("already_sent")


def check_lengths(account: Account) -> None:
    """Raises RuleBroken, by the part: done_text_too_long, obstacle_text_too_long, next_step_too_long,
    document_number_too_long, told_by_too_long, each with `limit` and `length`."""
    told_by = account.told.by if account.told else ""
    said = [(name, getattr(account, name), limit) for name, limit in LONGEST.items()]
    for name, words, limit in (*said, ("told_by", told_by, LONGEST_NAME)):
        if len(words) > limit:
            raise RuleBroken(f"{name}_too_long", field=name, limit=limit, length=len(words))


def _check_telling(account: Account, *, today: date) -> None:
    """The scanned paper speaks for itself; of a call or a meeting somebody says who spoke, and when."""
    told = account.told
    if told is None:
        raise RuleBroken("told_via_missing", field="told_via")
    if told.on is not None and told.on > today:
        raise RuleBroken("told_in_future", field="told_on", today=today)
    if told.via is ToldVia.PAPER and account.uploads:
        return
    if not told.by:
        raise RuleBroken("told_by_missing", field="told_by")
    if told.on is None:
        raise RuleBroken("told_on_missing", field="told_on")


def _check_words(account: Account, *, today: date) -> None:
    if is_blank(account.done_text):
        raise RuleBroken("done_text_missing", field="done_text")
    if account.obstacle_text and account.cause is Cause.NONE:
        raise RuleBroken("cause_missing", field="cause")
    if account.forecast_on is not None and account.forecast_on < today:
        raise RuleBroken("forecast_in_past", field="forecast_on", today=today)
    if account.document_on is not None and account.document_on > today:
        raise RuleBroken("document_in_future", field="document_on", today=today)


def _check_claim(task: Task, claimed_on: date | None, *, on: Occasion) -> date:
    if claimed_on is None:
        raise RuleBroken("claimed_missing", field="claimed_on")
    if claimed_on > on.today:
        raise RuleBroken("claimed_in_future", field="claimed_on", today=on.today)
    if claimed_on < task.assigned_on:
        raise RuleBroken("claimed_before_assignment", field="claimed_on", assigned_on=task.assigned_on)
    since = _undone_on(task, zone=on.zone)
    if since is not None and claimed_on < since:
        raise RuleBroken("claimed_before_return", field="claimed_on", since=since)
    return claimed_on


def _undone_on(task: Task, *, zone: tzinfo) -> date | None:
    """The day of the latest sending back or re-opening: what was claimed before counts as never claimed (rule 16)."""
    if not (task.send_back_count or task.reopen_count):
        return None
    since = db.session.scalar(
        sa.select(sa.func.min(TaskVersion.recorded_from)).where(
            TaskVersion.task_id == task.id,
            TaskVersion.send_back_count == task.send_back_count,
            TaskVersion.reopen_count == task.reopen_count,
        )
    )
    return local_date(since, zone) if since is not None else None


def _check_late_claim(account: Account) -> None:
    """In time, but said after the deadline: with something that whoever confirms can look at, whatever the settings."""
    if not (account.uploads or account.document_number):
        raise RuleBroken("late_claim_without_document", field="document_number")


def write_report(
    task: Task, account: Account, kind: ReportKind, *, unit: Unit, storage: Storage, on: Occasion
) -> Report:
    """What was said, with its files; what it means for the task is the verb's affair."""
    told = account.told if on.acting.channel is Channel.ON_PAPER else None
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
        claimed_on=task.claimed_on if kind is ReportKind.COMPLETION else None,
        document_number=account.document_number,
        document_on=account.document_on,
        told_via=told.via if told else None,
        told_by=told.by if told else "",
        told_on=told.on if told else None,
        reported_at=on.now,
        form_key=account.form_key,
    )
    db.session.add(report)
    db.session.flush()
    _attach_all(report, account.uploads, storage=storage, on=on)
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


def _settle_report(
    report: Report, event: Event, before: State, *, on: Occasion, **claim: date | None
) -> None:
    task = report.task
    task.last_report_at = on.now
    task.received_at = task.received_at or on.now
    task.cause = report.cause
    words = report.done_text[:200]
    settle(task, event, on=on, **claim, from_=before, to=task.state, report=report.id, text=words)
