"""A letter that went out is a fact: written into the history of every task it names, and a step of the ladder (rule 25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import record_all
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.reports import letter_queries
from taskboard.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Released:
    """As the registry gave it."""

    number: str
    symbol: str
    dated_on: date
    answer_by: date | None = None

    @property
    def cited(self) -> str:
        """`118/UBND-VP`"""
        return f"{self.number}/{self.symbol}"


def record_urging_letter(tasks: Sequence[Task], letter: Released, *, on: Occasion) -> int:
    """Công văn đôn đốc đã phát hành: an entry on each task, and the next rung of its ladder is taken by it.

    Returns how many tasks. Raises RuleBroken: letter_number_missing, letter_in_future, letter_without_tasks;
    AlreadyDone('letter_recorded') with the codes that have this letter in their history.
    """
    _check(tasks, letter, on=on)
    facts = [
        (
            task.id,
            {
                "to": task.unit.name_on(on.today),
                "letter": letter.cited,
                "dated_on": letter.dated_on,
                "answer_by": letter.answer_by,
            },
        )
        for task in tasks
    ]
    record_all(Event.TASK_URGED, "task", facts, acting=on.acting, at=on.now)
    for task in tasks:
        reminders.replan(task, now=on.now, zone=on.zone, calendar=on.calendar)
    return len(tasks)


def _check(tasks: Sequence[Task], letter: Released, *, on: Occasion) -> None:
    if not letter.number:
        raise RuleBroken("letter_number_missing", field="number")
    if letter.dated_on > on.today:
        raise RuleBroken("letter_in_future", field="dated_on", today=on.today)
    if not tasks:
        raise RuleBroken("letter_without_tasks", field="unit")
    known = letter_queries.urged_by_letter([task.id for task in tasks], letter.cited, letter.dated_on)
    if known:
        codes = sorted(task.code for task in tasks if task.id in known)
        raise AlreadyDone("letter_recorded", field="number", codes=", ".join(codes))
