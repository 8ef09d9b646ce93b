"""What a letter says, and how it becomes a mail owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from taskboard.domain.calendar import end_of_day
from taskboard.domain.deadline import due_state, last_day_in_time
from taskboard.domain.reminding import Topic
from taskboard.domain.text import fold
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import message as messages
from taskboard.outbox.models import OutboxMessage
from taskboard.outbox.render import Mail
from taskboard.reminders import queries
from taskboard.reminders.actions.links import invite_replies, make_link
from taskboard.reminders.actions.rows import Why
from taskboard.reminders.queries import Recipient
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task


class Kind(StrEnum):
    """Kinds of mail this room owes; also the names of the template folders."""

    TASKS_ISSUED = "tasks_issued"
    REMINDER_DIGEST = "reminder_digest"
    REPORT_SENT_BACK = "report_sent_back"
    TASK_WITHDRAWN = "task_withdrawn"
    EXTENSION_DECIDED = "extension_decided"
    TASK_URGED = "task_urged"
    TASKS_URGED = "tasks_urged"


TOPIC_OF = {
    "extension_decided": Topic.EXTENSION_DECIDED,
    "request_decided": Topic.EXTENSION_DECIDED,
    "task_paused": Topic.NEWS,
    "task_resumed": Topic.NEWS,
    "cause_settled": Topic.NEWS,
    "explanation_given": Topic.NEWS,
}
"""Kinds of mail that may be switched off, and under which name. Every other one gives, changes or ends what is owed."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Numbers of the city that letters of one act go by, read once for all of them."""

    link_days: int
    soon_working_days: int


def terms_of(on: Occasion) -> Terms:
    """The numbers in force today."""
    values = settings.values_on(("mail_link_days", "due_soon_working_days"), on.today)
    return Terms(values["mail_link_days"], values["due_soon_working_days"])


def lines_for(
    tasks: Sequence[Task], recipient: Recipient, terms: Terms, *, on: Occasion, with_words: bool = False
) -> list[messages.TaskLine]:
    """The tasks as the mail names them, each with its own way in; one link a unit."""
    by_unit: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_unit[task.unit_id].append(task)
    lines = []
    for unit_id, owned in by_unit.items():
        ids = [task.id for task in owned]
        token = make_link(
            unit_id=unit_id,
            person_id=recipient.person_id,
            task_ids=ids,
            real_now=on.real_now,
            days=terms.link_days,
        )
        way_in = f"{on.base_url}/u/{token}"
        lines += [
            line_of(task, f"{way_in}/{task.code}", terms, on=on, with_words=with_words) for task in owned
        ]
    return lines


def line_of(
    task: Task, url: str, terms: Terms, *, on: Occasion, with_words: bool = False
) -> messages.TaskLine:
    """One task as a mail names it, led to by `url`."""
    due = due_state(
        task.due_on,
        task.overdue_from,
        now=on.now,
        zone=on.zone,
        calendar=on.calendar,
        soon_working_days=terms.soon_working_days,
    )
    return messages.TaskLine(
        code=task.code,
        title=task.title,
        url=url,
        due=due.kind,
        due_on=task.due_on,
        last_on=last_day_in_time(task.overdue_from, on.zone) if task.overdue_from else None,
        original_due_on=task.original_due_on,
        due_basis=task.due_basis,
        days_late=due.days_late,
        days_left=due.days_left,
        working_days_left=due.working_days_left,
        unit_name=task.unit.name_on(on.today),
        wording=_words_of(task) if with_words else "",
    )


def with_own_date(line: messages.TaskLine, due_on: date | None, *, on: Occasion) -> messages.TaskLine:
    """Who does not lead reads the own date, and is not told how late the lead is."""
    late_from = end_of_day(due_on, on.zone) if due_on else None
    due = due_state(due_on, late_from, now=on.now, zone=on.zone, calendar=on.calendar)
    return replace(
        line,
        due=due.kind,
        due_on=due_on,
        last_on=due_on,
        original_due_on=None,
        days_late=due.days_late,
        days_left=due.days_left,
        working_days_left=due.working_days_left,
    )


def _words_of(task: Task) -> str:
    """The directive as it was spoken, unless the title says the same."""
    wording = " ".join(task.directive.wording.split())
    return "" if fold(wording) == fold(task.title) else wording


def letter_to(tasks: Sequence[Task], recipient: Recipient, terms: Terms, *, on: Occasion) -> messages.Letter:
    """What every mail says besides its tasks: to whom, from whom, until when its links open."""
    units = {task.unit_id: task.unit.name_on(on.today) for task in tasks}
    return messages.Letter(
        body_name=on.body_name,
        salutation=recipient.salutation,
        unit_name=", ".join(units.values()),
        today=on.today,
        links_end_on=on.today + timedelta(days=terms.link_days),
        contact=_contact(tasks, on.today),
        takes_replies=bool(on.reply_pattern),
    )


def _contact(tasks: Sequence[Task], today: date) -> str:
    """The officer of the Office who follows all of these tasks; nothing when several do."""
    monitors = {task.monitor.id: task.monitor for task in tasks if task.monitor is not None}
    if len(monitors) != 1:
        return ""
    (monitor,) = monitors.values()
    post = queries.monitors_post(monitor, today)
    office = post.unit.name_on(today) if post and post.unit else ""
    phone = (monitor.phone or "").replace(" ", "\u00a0")
    return ", ".join(part for part in (monitor.full_name, office, phone) if part)


def owe(
    kind: StrEnum,
    recipient: Recipient,
    mail: Mail,
    *,
    key: str,
    on: Occasion,
    expires_at: datetime | None = None,
) -> OutboxMessage | None:
    """Write the mail down as owed; None when a mail of this key is owed already.

    Without an address, or of a kind that the reader or the city has switched off, it is kept and says so.
    """
    return outbox.enqueue(
        mail,
        key=key,
        kind=kind,
        to_name=recipient.name,
        to_address=recipient.address,
        person_id=recipient.person_id,
        unit_id=recipient.unit_id,
        now=on.now,
        real_now=on.real_now,
        expires_at=expires_at,
        skipped_reason=_why_skipped(recipient, TOPIC_OF.get(kind)),
        reply_to=invite_replies(mail.text, on=on) if recipient.address else "",
    )


def _why_skipped(recipient: Recipient, topic: Topic | None) -> str | None:
    if not recipient.address:
        return outbox.Skipped.NO_ADDRESS
    if topic is not None and not queries.switches_of(recipient).wants(recipient, topic):
        return Why.SWITCHED_OFF
    return None
