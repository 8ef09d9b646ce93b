"""Mails a fact owes its unit at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from taskboard.accounts.models import Post
from taskboard.db import db
from taskboard.domain.errors import AlreadyDone
from taskboard.domain.reminding import Topic
from taskboard.occasion import Occasion
from taskboard.outbox import message as messages
from taskboard.outbox import queries as outbox_queries
from taskboard.outbox.render import Mail
from taskboard.reminders import queries
from taskboard.reminders.actions.letters import Kind, Terms, letter_to, lines_for, owe, terms_of
from taskboard.reminders.actions.planning import replan
from taskboard.reminders.ics import calendar_text
from taskboard.reminders.queries import Recipient
from taskboard.tasks.models import Extension, ExtensionState, Task


def owe_issue_mails(tasks: Sequence[Task], *, source_title: str, key: str, on: Occasion) -> int:
    """One mail a unit for all tasks this act gave it (peers T3: never one a task). Returns the number of units told.

    `key` names the act, so that owing it twice is harmless. A unit nobody can write to gets a skipped row that
    says so.
    """
    by_unit: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_unit[task.unit_id].append(task)
    terms = terms_of(on)
    readers = queries.recipients_of([owned[0].unit for owned in by_unit.values()], on.today)
    for unit_id, owned in by_unit.items():
        for recipient in readers[unit_id]:
            own_key = f"{key}:{unit_id}:{recipient.key}"
            _owe_issue_mail(owned, recipient, terms, source_title=source_title, key=own_key, on=on)
    return len(by_unit)


def _owe_issue_mail(
    tasks: Sequence[Task], recipient: Recipient, terms: Terms, *, source_title: str, key: str, on: Occasion
) -> None:
    if outbox_queries.by_key(key) is not None:
        return
    letter = letter_to(tasks, recipient, terms, on=on)
    lines = lines_for(tasks, recipient, terms, on=on, with_words=True)
    mail = messages.tasks_issued(letter, lines=lines, source_title=source_title)
    owe(Kind.TASKS_ISSUED, recipient, _with_calendar(mail, tasks, recipient, on=on), key=key, on=on)


def _with_calendar(mail: Mail, tasks: Sequence[Task], recipient: Recipient, *, on: Occasion) -> Mail:
    """The dated tasks as a file that a calendar takes in; the same entries as in the reader's own feed."""
    dated = [task for task in tasks if task.overdue_from is not None]
    if not dated or not queries.switches_of(recipient).wants(recipient, Topic.CALENDAR_FILE):
        return mail
    entries = [queries.entry_of(task, zone=on.zone, base_url=on.base_url, today=on.today) for task in dated]
    name = f"Thời hạn: {on.body_name}"
    text = calendar_text(entries, name=name, base_url=on.base_url, made_at=on.real_now)
    return replace(mail, calendar=text)


def owe_sent_back_mail(task: Task, reason: str, *, on: Occasion) -> int:
    """Tell the unit what its report lacks. Returns the number of mails owed."""
    terms, owed = terms_of(on), 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        letter, (line,) = (
            letter_to([task], recipient, terms, on=on),
            lines_for([task], recipient, terms, on=on),
        )
        mail = messages.report_sent_back(letter, line=line, reason=reason)
        key = f"sent-back:{task.id}:{task.send_back_count}:{recipient.key}"
        owed += owe(Kind.REPORT_SENT_BACK, recipient, mail, key=key, on=on) is not None
    return owed


def owe_withdrawn_mail(task: Task, reason: str, *, on: Occasion) -> int:
    """Tell the unit that the task was taken back, and why. Returns the number of mails owed."""
    terms, owed = terms_of(on), 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        letter, (line,) = (
            letter_to([task], recipient, terms, on=on),
            lines_for([task], recipient, terms, on=on),
        )
        mail = messages.task_withdrawn(letter, line=line, reason=reason)
        owed += (
            owe(Kind.TASK_WITHDRAWN, recipient, mail, key=f"withdrawn:{task.id}:{recipient.key}", on=on)
            is not None
        )
    return owed


def owe_extension_decided_mail(task: Task, extension: Extension, *, on: Occasion) -> int:
    """Tell the unit whether it has more time, and why not. Returns the number of mails owed."""
    terms, owed = terms_of(on), 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        letter, (line,) = (
            letter_to([task], recipient, terms, on=on),
            lines_for([task], recipient, terms, on=on),
        )
        mail = messages.extension_decided(
            letter,
            line=line,
            is_granted=extension.state is ExtensionState.GRANTED,
            asked_for=extension.new_due_on,
            old_due_on=extension.from_due_on,
            note=extension.decision_note,
        )
        key = f"extension:{extension.id}:{recipient.key}"
        owed += owe(Kind.EXTENSION_DECIDED, recipient, mail, key=key, on=on) is not None
    return owed


def owe_urge_mail(task: Task, *, on: Occasion, words: str = "") -> int:
    """Press for a task now; a letter after the deadline counts as a step of the ladder (rule 25).

    Returns the number of mails owed; raises AlreadyDone('already_urged_today').
    """
    presses = speaker_of(on)
    terms, owed = terms_of(on), 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        letter, (line,) = (
            letter_to([task], recipient, terms, on=on),
            lines_for([task], recipient, terms, on=on),
        )
        mail = messages.task_urged(letter, line=line, urged_by=presses, words_said=words)
        key = f"urge:{task.id}:{on.today.isoformat()}:{recipient.key}"
        owed += owe(Kind.TASK_URGED, recipient, mail, key=key, on=on) is not None
    if not owed:
        raise AlreadyDone("already_urged_today")
    replan(task, now=on.now, zone=on.zone, calendar=on.calendar)
    return owed


def speaker_of(on: Occasion) -> str:
    """How a letter names who acts: the Office as a body, a leader by the title they sign with, and for whom."""
    post = db.session.get(Post, on.acting.post_id) if on.acting.post_id else None
    if post is None:
        return on.body_name
    if post.unit is not None:
        return post.unit.name_on(on.today)
    other = post.on_behalf_of
    behalf = f" thay mặt đồng chí {other.person.full_name}, {other.signed_title}" if other else ""
    return f"Đồng chí {post.signed_title}{behalf}"
