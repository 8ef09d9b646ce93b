"""Planned moments follow the facts: written, moved, revived, cancelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from taskboard.db import db, insert
from taskboard.domain.calendar import WorkingCalendar, local_date
from taskboard.domain.lifecycle import OPEN
from taskboard.domain.reminding import (
    Frame,
    Gone,
    Moment,
    Rule,
    Subject,
    expires_at,
    is_news,
    plan_briefing,
    plan_bulletin,
    plan_task,
    why_gone,
)
from taskboard.occasion import Occasion
from taskboard.reminders import queries
from taskboard.reminders.actions.rows import settle
from taskboard.reminders.models import PlanBasis, Reminder, ReminderState, TaskPlan
from taskboard.reminders.queries import Known, Mark, Written
from taskboard.tasks.models import Task

AHEAD = timedelta(days=7)
"""Weekly and monthly marks have no end of their own: so far ahead they are written, the daily pass writes the next."""
BACK = timedelta(days=21)
"""Marks older than this have run out whatever became of the facts; the longest holiday is shorter."""
BATCH = 500
NEVER = date(2000, 1, 1)

_Mark = tuple[int, str, int, date]
"""Of one subject: its id, the mark, the deadline's version, the day it counts from."""


def replan(task: Task, *, now: datetime, zone: tzinfo, calendar: WorkingCalendar) -> None:
    """Make the planned reminders agree with the task as it now stands; call it in the transaction of every fact.

    Marks of an older deadline are cancelled and say so. Harmless to repeat: one row a task, mark, deadline version and
    occurrence; a mark that was cancelled while the task waited for confirmation comes back when it is sent back.
    """
    db.session.flush()
    today = local_date(now, zone)
    _plan([task.id], queries.rules(), frame_of(today, zone=zone, calendar=calendar), now=now)


def replan_many(task_ids: Sequence[int], *, on: Occasion) -> None:
    """The same for many at once, after a fact they share."""
    db.session.flush()
    frame = frame_of(on.today, zone=on.zone, calendar=on.calendar)
    for start in range(0, len(task_ids), BATCH):
        _plan(task_ids[start : start + BATCH], queries.rules(), frame, now=on.now)


def frame_of(today: date, *, zone: tzinfo, calendar: WorkingCalendar) -> Frame:
    """What a pass of that day looks at."""
    return queries.frame(calendar=calendar, zone=zone, today=today, back=BACK, ahead=AHEAD)


def cancel(task: Task, *, now: datetime, why: str) -> None:
    """Planned reminders of a task come to nothing; `why` is kept on each."""
    settle(
        [Reminder.task_id == task.id, Reminder.state == ReminderState.PLANNED],
        ReminderState.CANCELLED,
        now=now,
        why=why,
    )


def plan_all(*, on: Occasion) -> int:
    """All that is to be planned, in the caller's one transaction. Returns tasks planned."""
    start_pass(on=on)
    planned = 0
    while count := plan_some(on=on):
        planned += count
    return planned


def start_pass(*, on: Occasion) -> None:
    """Marks of no single task; tasks no fact ever planned; and all tasks, when rules, calendar or hour have changed.

    Parts and explanations are planned here only: their verbs need not know of reminders, and a mark that a fact has
    overtaken is dropped when the digest looks again.
    """
    frame = frame_of(on.today, zone=on.zone, calendar=on.calendar)
    _plan_general(queries.rules(), frame, now=on.now)
    _plan_beside(queries.rules(), frame, now=on.now)
    basis = queries.fingerprint(on.calendar, on.today)
    if basis != queries.plan_basis():
        db.session.execute(sa.update(TaskPlan).values(planned_until=NEVER))
        upsert = insert(PlanBasis).values(id=1, fingerprint=basis)
        db.session.execute(
            upsert.on_conflict_do_update(
                index_elements=["id"], set_={"fingerprint": upsert.excluded.fingerprint}
            )
        )
    _remember_plans(dict.fromkeys(queries.forgotten_task_ids(), NEVER))


def plan_some(*, on: Occasion, limit: int = BATCH) -> int:
    """The next tasks whose plan ends today. Returns how many: none when all are planned.

    A job commits between two of these, so that nobody waits for a whole city's plans; what is held in memory is one
    batch.
    """
    ids = queries.task_ids_to_plan(on.today, limit)
    if ids:
        frame = frame_of(on.today, zone=on.zone, calendar=on.calendar)
        _plan(ids, queries.rules(), frame, now=on.now)
    return len(ids)


# ------------------------------------------------------------------------------------------------------- one batch


@dataclass(frozen=True, slots=True)
class _Pass:
    """One batch at one instant."""

    rules: Sequence[Rule]
    frame: Frame
    now: datetime
    today: date


def _plan(ids: Collection[int], rules: Sequence[Rule], frame: Frame, *, now: datetime) -> None:
    at = _Pass(rules, frame, now, frame.planned_on + BACK)
    known = queries.known_of(ids, today=at.today, zone=frame.zone)
    _bring_in_line(Subject.TASK, list(known.values()), at)
    _note_plans(known, until=frame.until_on)


def _plan_beside(rules: Sequence[Rule], frame: Frame, *, now: datetime) -> None:
    """Parts and explanations whose day is near enough for a rule, and those with a mark that may be overtaken."""
    at = _Pass(rules, frame, now, frame.planned_on + BACK)
    offsets = [max(rule.offsets, default=0) for rule in rules if rule.subject is not Subject.TASK]
    furthest = max(offsets, default=0)
    first, last = (frame.calendar.add_working_days(at.today, count) for count in (-furthest, furthest))
    for known in queries.owed_beside(first - AHEAD, last + AHEAD, frame.zone):
        _bring_in_line(known[0].key[0], known, at)


def _bring_in_line(subject: Subject, known: Sequence[Known], at: _Pass) -> None:
    """The rows of these are what planning now would write."""
    existing: dict[int, list[Written]] = defaultdict(list)
    for mark in queries.written_since(subject, [one.key[1] for one in known], at.now - BACK - AHEAD):
        existing[mark.subject_id].append(mark)
    missing: list[dict[str, Any]] = []
    gone: dict[str, list[int]] = defaultdict(list)
    for one in known:
        rows, lost = _compare(one, existing[one.key[1]], at)
        missing += rows
        for why, mark_id in lost:
            gone[why].append(mark_id)
    _write(subject, missing)
    _cancel_marks(gone, now=at.now)


def _compare(
    known: Known, marks: Sequence[Written], at: _Pass
) -> tuple[list[dict[str, Any]], list[tuple[str, int]]]:
    """What of a task's plan is missing or stands at another instant, and which planned marks it does not hold."""
    owed = {_mark(known, moment): moment for moment in plan_task(known.facts, at.rules, at.frame)}
    there = {(mark.subject_id, mark.rule, mark.deadline_version, mark.occurrence): mark for mark in marks}
    rows = [
        _row(known.key[0], key, moment, at.frame)
        for key, moment in owed.items()
        if moment.on >= at.today and _is_missing(there.get(key), moment)
    ]
    lost = [
        (_why(mark, known, at), mark.id)
        for key, mark in there.items()
        if mark.state is ReminderState.PLANNED and key not in owed and mark.due_at >= _oldest(at)
    ]
    return rows, lost


def _mark(known: Known, moment: Moment) -> _Mark:
    version = known.deadline_version if moment.is_of_deadline else 0
    return (known.key[1], moment.rule, version, moment.occurrence)


def _is_missing(mark: Mark | Written | None, moment: Moment) -> bool:
    """What went out or ran out is left alone."""
    if mark is None:
        return True
    if mark.state is ReminderState.PLANNED:
        return mark.due_at != moment.at
    return mark.state is ReminderState.CANCELLED


def _oldest(at: _Pass) -> datetime:
    return at.now - BACK


def _why(mark: Written, known: Known, at: _Pass) -> str:
    return why_gone(
        mark.rule,
        local_date(mark.due_at, at.frame.zone),
        known.facts,
        at.rules,
        has_older_deadline=mark.deadline_version not in (0, known.deadline_version),
    )


def _row(subject: Subject, mark: _Mark, moment: Moment, frame: Frame) -> dict[str, Any]:
    subject_id, rule, version, occurrence = mark
    return {
        queries.COLUMNS[subject].key: subject_id,
        "rule": rule,
        "deadline_version": version,
        "occurrence": occurrence,
        "due_at": moment.at,
        "expires_at": expires_at(moment, frame),
        "state": ReminderState.PLANNED,
        "outcome": "",
    }


_UNIQUE: dict[Subject, dict[str, Any]] = {
    Subject.TASK: {"index_elements": ["task_id", "rule", "deadline_version", "occurrence"]},
    Subject.PART: {
        "index_elements": ["assignment_id", "rule", "occurrence"],
        "index_where": sa.text("assignment_id IS NOT NULL"),
    },
    Subject.EXPLANATION: {
        "index_elements": ["explanation_id", "rule", "occurrence"],
        "index_where": sa.text("explanation_id IS NOT NULL"),
    },
}
"""The unique key that makes writing a mark again harmless."""


def _write(subject: Subject, rows: Sequence[dict[str, Any]]) -> None:
    """Insert what is missing; move or revive what is planned or was cancelled; leave alone what went out or ran out."""
    if not rows:
        return
    statement = insert(Reminder)
    given = statement.excluded
    statement = statement.on_conflict_do_update(
        **_UNIQUE[subject],
        set_={
            "due_at": given.due_at,
            "expires_at": given.expires_at,
            "state": ReminderState.PLANNED,
            "outcome": "",
            "settled_at": None,
        },
        where=sa.or_(
            Reminder.state == ReminderState.PLANNED, Reminder.state == ReminderState.CANCELLED
        ),  # no IN: its parameters expand, which a statement for many rows cannot
    )
    db.session.execute(statement, list(rows))


def _cancel_marks(gone: dict[str, list[int]], *, now: datetime) -> None:
    for why, ids in sorted(gone.items()):
        chosen = [Reminder.id.in_(ids), Reminder.state == ReminderState.PLANNED]
        settle(chosen, ReminderState.CANCELLED, now=now, why=why)


def _note_plans(known: Mapping[int, Known], *, until: date) -> None:
    """How far each task is planned; what is closed needs no plan."""
    closed = [task_id for task_id, one in known.items() if one.facts.state not in OPEN]
    _remember_plans({task_id: until for task_id, one in known.items() if one.facts.state in OPEN})
    if closed:
        db.session.execute(sa.delete(TaskPlan).where(TaskPlan.task_id.in_(closed)))


def _remember_plans(until: dict[int, date]) -> None:
    if until:
        statement = insert(TaskPlan)
        statement = statement.on_conflict_do_update(
            index_elements=["task_id"], set_={"planned_until": statement.excluded.planned_until}
        )
        rows = [{"task_id": task_id, "planned_until": day} for task_id, day in until.items()]
        db.session.execute(statement, rows)


# --------------------------------------------------------------------------------------------- marks of no single task


def _plan_general(rules: Sequence[Rule], frame: Frame, *, now: datetime) -> None:
    """The bulletin, and the countdown to each coming briefing; one that was moved or held cancels its own.

    What tells that a briefing was moved is planned by that act alone.
    """
    today = frame.planned_on + BACK
    owed: dict[tuple[int | None, str, date], Moment] = {
        (None, moment.rule, moment.occurrence): moment for moment in plan_bulletin(rules, frame)
    }
    for briefing in queries.coming_briefings(today):
        for moment in plan_briefing(briefing.held_on, rules, frame):
            owed[briefing.id, moment.rule, moment.occurrence] = moment
    there = {
        (mark.briefing_id, mark.rule, mark.occurrence): mark for mark in queries.general_marks(now - BACK)
    }
    for (briefing_id, _rule, _occurrence), moment in owed.items():
        mark = there.get((briefing_id, moment.rule, moment.occurrence))
        if moment.on >= today and _is_missing(mark, moment):
            _put_general(mark, briefing_id, moment, frame)
    lost = [
        mark.id
        for key, mark in there.items()
        if key not in owed and mark.state is ReminderState.PLANNED and not is_news(mark.rule)
    ]
    if lost:
        _cancel_marks({Gone.RULE_CHANGED: lost}, now=now)


def _put_general(mark: Mark | None, briefing_id: int | None, moment: Moment, frame: Frame) -> None:
    values = {
        "due_at": moment.at,
        "expires_at": expires_at(moment, frame),
        "state": ReminderState.PLANNED,
        "outcome": "",
    }
    if mark is not None:
        db.session.execute(
            sa.update(Reminder).where(Reminder.id == mark.id).values(settled_at=None, **values)
        )
        return
    row = {
        "briefing_id": briefing_id,
        "rule": moment.rule,
        "deadline_version": 0,
        "occurrence": moment.occurrence,
    }
    db.session.execute(insert(Reminder).values(**row, **values).on_conflict_do_nothing())
