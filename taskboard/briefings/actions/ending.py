"""A supplement ends an issued order: each of its open tasks is withdrawn, or goes on under the order that replaces it.

Nothing is decided for the person: while one such task has no answer, nothing of the supplement is issued (rule 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import sqlalchemy as sa

from taskboard.briefings import queries
from taskboard.briefings.models import ConclusionText, Directive, Draft
from taskboard.briefings.queries import EndedOrder, TaskQuestion
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.text import is_blank
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Duty, Task
from taskboard.units.models import Unit


class Fate(StrEnum):
    """What becomes of an open task of an order that a supplement ends."""

    WITHDRAW = "withdraw"
    GO_ON = "go_on"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of one task, having seen it in this version."""

    fate: Fate
    version: int
    reason: str = ""
    unit_id: int | None = None
    """Who leads it from now on; None where the new order leaves no choice."""


Answers = Mapping[int, Answer]
"""By the number of the task."""
NO_ANSWERS: Answers = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ending:
    """One order that ends, and what becomes of its open tasks."""

    draft: Draft
    directive: Directive
    adopted: Sequence[tasks.Adoption]
    withdrawn: Sequence[tuple[Task, str]]


def plan_endings(text: ConclusionText, answers: Answers) -> dict[int, Ending]:
    """What the accepted orders of a supplement end, by the number of the draft; nothing of it is done yet.

    Raises RuleBroken: tasks_unanswered (left), reason_missing, task_target_unknown, task_target_taken, replaced_already;
    Stale when a task changed since the person was asked.
    """
    ended = queries.ended_orders(text)
    for order in ended:
        queries.expect_replaceable(text, order.directive.id, besides=order.draft)
    left = [asked for order in ended for asked in order.questions if asked.task.id not in answers]
    if left:
        raise RuleBroken("tasks_unanswered", left=len(left), task_id=left[0].task.id)
    return {order.draft.id: _ending_of(order, answers) for order in ended}


def _ending_of(order: EndedOrder, answers: Answers) -> Ending:
    adopted: list[tasks.Adoption] = []
    withdrawn: list[tuple[Task, str]] = []
    for asked in order.questions:
        answer = answers[asked.task.id]
        tasks.expect_version(asked.task, answer.version)
        if answer.fate is Fate.GO_ON:
            adopted.append(tasks.Adoption(asked.task, _target_of(asked, answer, adopted)))
        elif not is_blank(answer.reason):
            withdrawn.append((asked.task, answer.reason.strip()))
        else:
            raise RuleBroken("reason_missing", field=f"reason_{asked.task.id}", task_id=asked.task.id)
    return Ending(order.draft, order.directive, adopted, withdrawn)


def _target_of(asked: TaskQuestion, answer: Answer, adopted: Sequence[tasks.Adoption]) -> Unit:
    """Who leads the task from now on: one of those the new order names, and of ordinary tasks each has one."""
    task = asked.task
    offered = {unit.id: unit for unit in asked.targets}
    chosen = answer.unit_id if answer.unit_id is not None else next(iter(offered), None)
    unit = offered.get(chosen or 0)
    if unit is None or (answer.unit_id is None and len(offered) > 1):
        raise RuleBroken("task_target_unknown", code=task.code, task_id=task.id)
    if task.duty_id is None and unit.id in {adoption.unit.id for adoption in adopted}:
        raise RuleBroken("task_target_taken", unit=unit.name, code=task.code, task_id=task.id)
    return unit


def end_directive(ending: Ending | None, successor: Directive | None, *, on: Occasion) -> None:
    """The order stands no longer: its words stay, its open tasks are withdrawn or have gone on, its duties end."""
    if ending is None:
        return
    directive, draft = ending.directive, ending.draft
    _withdraw_all(ending, on=on)
    duties = db.session.scalars(sa.select(Duty).where(Duty.directive_id == directive.id)).all()
    tasks.end_duties(duties, on=on)
    directive.ended_at, directive.ended_by_id = on.now, draft.text_id
    directive.end_reason = draft.withdraw_reason
    db.session.flush()
    db.session.expire(directive, ["superseded_by"])
    record(
        Event.DIRECTIVE_ENDED,
        "directive",
        directive.id,
        acting=on.acting,
        at=on.now,
        by=successor.code if successor else "—",
        reason=draft.withdraw_reason,
        adopted=len(ending.adopted),
        withdrawn=len(ending.withdrawn),
    )


def _withdraw_all(ending: Ending, *, on: Occasion) -> None:
    """Each unit is told of its task; a partner of several of them once for each reason given."""
    by_reason: dict[str, list[Task]] = {}
    for task, reason in ending.withdrawn:
        tasks.take_back(task, reason=reason, on=on)
        by_reason.setdefault(reason, []).append(task)
    for number, (reason, taken) in enumerate(by_reason.items()):
        key = f"ended:{ending.directive.id}:{number}"
        tasks.tell_partners_of_end(taken, reason=reason, key=key, on=on)
