"""One act on many tasks: all of them or none, an entry for each task, one mail for each reader.

A person looked at the list first; what changed since then is named and nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.authority import Actor, Permission, PostFact, may
from taskboard.domain.errors import NotAllowed, RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import REMINDED, Verb, move
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks import queries
from taskboard.tasks.actions.deciding import confirm
from taskboard.tasks.actions.event_dates import need_dateless, put_event_date
from taskboard.tasks.actions.monitoring import need_follower, set_monitor
from taskboard.tasks.actions.officers import need_colleague, put_officer
from taskboard.tasks.actions.partners import need_open
from taskboard.tasks.models import Task


class Act(StrEnum):
    """What may be done to many tasks at once."""

    URGE = "urge"
    CONFIRM = "confirm"
    DEADLINE = "deadline"
    MONITOR = "monitor"
    OFFICER = "officer"


PERMISSIONS = {
    Act.URGE: Permission.URGE_TASK,
    Act.CONFIRM: Permission.CONFIRM_TASK,
    Act.DEADLINE: Permission.SET_DATE,
    Act.MONITOR: Permission.EDIT_TASK,
    Act.OFFICER: Permission.NAME_OFFICER,
}


@dataclass(frozen=True, slots=True)
class Given:
    """What each of the tasks gets: a person (None takes the name away) or a first date."""

    person: Person | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One task as the list showed it, and the occasion under the post that allows the act on it."""

    task: Task
    version: int
    on: Occasion


def post_for(act: Act, task: Task, actor: Actor) -> PostFact:
    """The post under which the person may do this to this task. Raises NotAllowed('bulk_not_allowed')."""
    post = may(actor, PERMISSIONS[act], queries.subject_of(task))
    if post is None:
        raise NotAllowed("bulk_not_allowed")
    return post


def check_row(act: Act, task: Task, given: Given | None, *, urged: Collection[int], on: Occasion) -> None:
    """Raises RuleBroken with what stands in the way; without `given`, with what would whatever is given.

    `urged`: ids of tasks that were pressed for today.
    """
    if act is Act.URGE:
        _need_owing(task, urged)
    elif act is Act.CONFIRM:
        move(task.state, Verb.CONFIRM)
    elif act is Act.DEADLINE:
        need_dateless(task, given.due_on if given else None, on=on)
    else:
        need_open(task)
        if given is not None:
            _check_person(act, task, given.person, on=on)


def _check_person(act: Act, task: Task, person: Person | None, *, on: Occasion) -> None:
    if act is Act.MONITOR:
        need_follower(person, on=on)
    elif person is not None:
        need_colleague(task, person, on=on)
    _need_change(task.monitor_id if act is Act.MONITOR else task.officer_id, person)


def _need_owing(task: Task, urged: Collection[int]) -> None:
    if task.state not in REMINDED:
        raise RuleBroken("nothing_owed")
    if task.id in urged:
        raise RuleBroken("already_urged_today")


def _need_change(before: int | None, person: Person | None) -> None:
    if before == (person.id if person else None):
        raise RuleBroken("bulk_no_change")


def do_to_all(act: Act, steps: Sequence[Step], given: Given) -> int:
    """Do it to every one of them. Returns the number of mails owed.

    Raises RuleBroken: bulk_nothing, bulk_row_refused; Stale('bulk_rows_changed') with the codes of the tasks that are
    not as they were shown. Nothing is kept then: the caller rolls back.
    """
    if not steps:
        raise RuleBroken("bulk_nothing")
    _need_unchanged(steps)
    urged = queries.urged_today([step.task.id for step in steps], steps[0].on)
    for step in steps:
        try:
            check_row(act, step.task, given, urged=urged, on=step.on)
        except RuleBroken as broken:
            raise RuleBroken("bulk_row_refused", code=step.task.code) from broken
    return _VERBS[act](steps, given)


def _need_unchanged(steps: Sequence[Step]) -> None:
    changed = [step.task.code for step in steps if step.task.version != step.version]
    if changed:
        raise Stale("bulk_rows_changed", codes=", ".join(changed))


def _urge(steps: Sequence[Step], _given: Given) -> int:
    for step in steps:
        unit, on = step.task.unit, step.on
        record(Event.TASK_URGED, "task", step.task.id, acting=on.acting, at=on.now, to=unit.name)
    return reminders.owe_urge_mails(_tasks(steps), key=_key(steps), on=steps[0].on)


def _confirm(steps: Sequence[Step], _given: Given) -> int:
    for step in steps:
        confirm(step.task, on=step.on)
    return 0


def _set_deadline(steps: Sequence[Step], given: Given) -> int:
    if given.due_on is None:
        raise RuleBroken("due_missing", field="due_on")
    for step in steps:
        put_event_date(step.task, given.due_on, on=step.on)
    return reminders.owe_event_date_mails(_tasks(steps), key=_key(steps), on=steps[0].on)


def _set_monitor(steps: Sequence[Step], given: Given) -> int:
    for step in steps:
        set_monitor(step.task, given.person, on=step.on)
    return 0


def _name_officer(steps: Sequence[Step], given: Given) -> int:
    for step in steps:
        put_officer(step.task, given.person, on=step.on)
    if given.person is None:
        return 0
    return reminders.owe_officer_named_mails(_tasks(steps), key=_key(steps), on=steps[0].on)


_VERBS: dict[Act, Callable[[Sequence[Step], Given], int]] = {
    Act.URGE: _urge,
    Act.CONFIRM: _confirm,
    Act.DEADLINE: _set_deadline,
    Act.MONITOR: _set_monitor,
    Act.OFFICER: _name_officer,
}


def _tasks(steps: Sequence[Step]) -> list[Task]:
    return [step.task for step in steps]


def _key(steps: Sequence[Step]) -> str:
    """Names the act: these tasks in the state it left them in, on this day."""
    db.session.flush()
    facts = ",".join(f"{step.task.id}.{step.task.recorded_seq}" for step in steps)
    return f"bulk:{steps[0].on.today.isoformat()}:{hashlib.sha256(facts.encode()).hexdigest()[:20]}"
