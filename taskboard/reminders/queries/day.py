"""What a day may bring, in three questions however much there is: what holds, what may be reminded of, what was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from taskboard.briefings.models import Briefing
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.reminding import Rule
from taskboard.reminders.models import PlanBasis, Reminder, ReminderState, TaskPlan
from taskboard.reminders.queries import beside, facts
from taskboard.reminders.queries.due import MARK, Mark
from taskboard.reminders.queries.facts import Known
from taskboard.reminders.queries.readers import (
    Staff,
    Switches,
    posts_held,
    seats_of,
    staff_from,
    switch_rows,
    switches_from,
)
from taskboard.reminders.queries.rules import fingerprint, rule_rows, values_of
from taskboard.tasks.models import Assignment, Explanation, Task
from taskboard.together import Question, ask_together, stack

NEAR = timedelta(days=190)
"""Before and after a day: dates of parts and explanations that a rule may count from; rules count 120 working days."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What the day goes by."""

    rules: tuple[Rule, ...]
    staff: Staff
    switches: Switches
    briefings: tuple[tuple[int, date], ...]
    """Those still to be held: number and day."""
    plans_hold: bool
    """Whether what is planned was planned by these rules, this calendar and this hour."""


def holding_on(day: date, *, today: date, calendar: WorkingCalendar) -> Holding:
    """Rules, people, switches and briefings as they are on a day, in one question."""
    found = ask_together(
        rule=rule_rows(),
        seat=seats_of(),
        post=posts_held(day),
        briefing=sa.select(Briefing.id, Briefing.held_on).where(*facts.is_coming(day)),
        basis=sa.select(PlanBasis.fingerprint).where(PlanBasis.id == 1),
        **switch_rows(),
    )
    in_force = values_of(sorted(found["rule"], key=lambda row: (row.position, row.valid_from)))
    basis = {row.fingerprint for row in found["basis"]}
    return Holding(
        rules=in_force,
        staff=staff_from(day, found["seat"], found["post"]),
        switches=switches_from(found["off"], found["chosen_off"]),
        briefings=tuple(sorted((row.id, row.held_on) for row in found["briefing"])),
        plans_hold=fingerprint(calendar, today, in_force) in basis,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One mark of the day, or what no pass has planned that far; with what it is about."""

    known: Known | None
    code: str = ""
    title: str = ""
    mark: Mark | None = None
    """None for what was not planned."""


def told_on(
    day: date, first: datetime, last: datetime, *, waiting_past: datetime, beyond_plans: bool, zone: tzinfo
) -> list[Told]:
    """Marks due in a span whatever became of them, earlier ones that still wait and outlive `waiting_past`; and all
    else that may owe a mark of the day: dated parts, explanations, and tasks that are not planned so far.

    `beyond_plans`: what is planned says nothing of that day, so all open tasks are looked at.
    """
    due = _is_due(first, last, waiting_past)
    unplanned = sa.select(TaskPlan.task_id)
    if not beyond_plans:
        unplanned = unplanned.where(TaskPlan.planned_until <= day)
    found = stack(
        {
            "task_mark": _with_mark(_tasks(), Reminder.task_id == Task.id, due),
            "part_mark": _with_mark(_parts(), Reminder.assignment_id == Assignment.id, due),
            "asked_mark": _with_mark(_asked(), Reminder.explanation_id == Explanation.id, due),
            "general_mark": sa.select(*_MARK).where(*_OF_NO_SUBJECT, due),
            "task": _tasks().where(Task.id.in_(unplanned)),
            "part": _parts().where(
                sa.or_(
                    beside.is_part_owed(day - NEAR, day + NEAR),
                    Assignment.id.in_(beside.waiting(Reminder.assignment_id)),
                )
            ),
            "asked": _asked().where(
                sa.or_(
                    beside.is_asked(day - NEAR, day + NEAR),
                    Explanation.id.in_(beside.waiting(Reminder.explanation_id)),
                )
            ),
        }
    ).ask({"today": day})
    return [*_marked(found, day, zone), *_unmarked(found, unplanned, day, zone)]


_MARK = tuple(column.label(f"mark_{column.key}") for column in MARK)


def _mark(row: Any) -> Mark:
    return Mark(*(getattr(row, column.name) for column in _MARK))


_OF_NO_SUBJECT = (
    Reminder.task_id.is_(None),
    Reminder.assignment_id.is_(None),
    Reminder.explanation_id.is_(None),
)


def _is_due(first: datetime, last: datetime, waiting_past: datetime) -> sa.ColumnElement[bool]:
    of_day = sa.and_(Reminder.due_at >= first, Reminder.due_at < last)
    waits = sa.and_(
        Reminder.state == ReminderState.PLANNED, Reminder.due_at < first, Reminder.expires_at > waiting_past
    )
    return sa.or_(of_day, waits)


def _tasks() -> Question:
    return facts.of_tasks().add_columns(Task.code, Task.title)


def _parts() -> Question:
    return beside.of_parts().add_columns(Task.code, Task.title)


def _asked() -> Question:
    return beside.of_explanations().add_columns(Task.code, Task.title)


def _with_mark(subject: Question, on: sa.ColumnElement[bool], due: sa.ColumnElement[bool]) -> Question:
    return subject.join(Reminder, on).add_columns(*_MARK).where(due)


def _marked(found: Mapping[str, list[Any]], day: date, zone: tzinfo) -> list[Told]:
    """In the order they were written."""
    told = [Told(None, mark=_mark(row)) for row in found["general_mark"]]
    for name, known in _KNOWN.items():
        told += [
            Told(known(row, day, zone), row.code or "", row.title or "", _mark(row))
            for row in found[f"{name}_mark"]
        ]
    return sorted(told, key=lambda one: one.mark.id if one.mark else 0)


def _unmarked(found: Mapping[str, list[Any]], unplanned: Question, day: date, zone: tzinfo) -> Iterator[Told]:
    for name, known in _KNOWN.items():
        rows = sorted(found[name], key=lambda row: int(row.id))
        told = [Told(known(row, day, zone), row.code or "", row.title or "") for row in rows]
        yield from _with_words(told, unplanned, day, zone) if name == "task" else told


_KNOWN: dict[str, Callable[[Any, date, tzinfo], Known]] = {
    "task": facts.known_task,
    "part": lambda row, _day, zone: beside.known_part(row, zone),
    "asked": lambda row, _day, zone: beside.known_explanation(row, zone),
}


def _with_words(told: list[Told], unplanned: Question, day: date, zone: tzinfo) -> Iterator[Told]:
    """What was answered and pressed for, where it matters."""
    if not any(one.known and facts.is_near_or_late(one.known.facts, day) for one in told):
        yield from told
        return
    found = ask_together(said=facts.said_of(unplanned), urged=facts.urged_of(unplanned))
    said, urged = facts.said_by_task(found["said"], zone), facts.urged_by_task(found["urged"], zone)
    for one in told:
        if one.known is None or not facts.is_near_or_late(one.known.facts, day):
            yield one
        else:
            answers = said if one.known.facts.reported_on else {}
            yield replace(one, known=facts.with_words(one.known, answers, urged))
