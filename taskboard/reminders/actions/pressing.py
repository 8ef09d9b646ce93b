"""Pressing for many tasks at once: one mail a unit, never one a task (peers T3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from taskboard.occasion import Occasion
from taskboard.outbox import message as messages
from taskboard.reminders import queries
from taskboard.reminders.actions.letters import Kind, letter_to, lines_for, owe, terms_of
from taskboard.reminders.actions.owing import speaker_of
from taskboard.reminders.actions.planning import replan
from taskboard.tasks.models import Task


def owe_urge_mails(tasks: Sequence[Task], *, key: str, on: Occasion, occasion_words: str = "") -> int:
    """Press for these tasks now; `occasion_words` say for what ("trước giao ban ngày 05/07/2021").

    `key` names the act, so that owing it twice is harmless. Returns the number of mails owed; the latest task first.
    """
    by_unit: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_unit[task.unit_id].append(task)
    readers = queries.recipients_of([owned[0].unit for owned in by_unit.values()], on.today)
    terms, who, owed = terms_of(on), speaker_of(on), 0
    for unit_id, owned in by_unit.items():
        for recipient in readers[unit_id]:
            lines = lines_for(owned, recipient, terms, on=on)
            lines.sort(
                key=lambda line: (-line.days_late, line.due_on is None, line.due_on or on.today, line.code)
            )
            mail = messages.tasks_urged(
                letter_to(owned, recipient, terms, on=on),
                lines=lines,
                urged_by=who,
                occasion_words=occasion_words,
            )
            own_key = f"urge:{key}:{unit_id}:{recipient.key}"
            owed += owe(Kind.TASKS_URGED, recipient, mail, key=own_key, on=on) is not None
    for task in tasks:
        replan(task, now=on.now, zone=on.zone, calendar=on.calendar)
    return owed
