"""Tell whom it concerns what became of a task: one mail a reader, in the transaction of the fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox.message import Letter
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.outbox.news import News, task_news
from taskboard.reminders import queries
from taskboard.reminders.actions.letters import Kind, letter_to, line_of, lines_for, owe, terms_of
from taskboard.reminders.actions.owing import owe_issue_mails
from taskboard.reminders.queries import Recipient
from taskboard.tasks.models import Task
from taskboard.units.models import Unit

CODE = re.compile(r"\bNV-\d{4}-\d+\b")


class NewsKind(StrEnum):
    """Kinds of mail told here, as the outbox names them."""

    TASK_PAUSED = "task_paused"
    TASK_RESUMED = "task_resumed"
    TASK_NOT_PURSUED = "task_not_pursued"
    TASK_REOPENED = "task_reopened"
    REQUEST_DECIDED = "request_decided"
    LEAD_CHANGED = "lead_changed"
    TASK_CORRECTED = "task_corrected"
    EXPLANATION_ASKED = "explanation_asked"
    EXPLANATION_GIVEN = "explanation_given"
    CAUSE_SETTLED = "cause_settled"
    REMARK_MADE = "remark_made"
    PARTS_ISSUED = "parts_issued"
    PART_GIVEN = "part_given"
    PART_URGED = "part_urged"
    PARTS_ENDED = "parts_ended"
    OFFICER_NAMED = "officer_named"
    EVENT_DATE_SET = "event_date_set"


def tell_unit(task: Task, kind: NewsKind, news: News, *, key: str, on: Occasion) -> int:
    """To the heads of the lead unit and the officer it named; the link in it opens without signing in.

    `key` names the fact, so that telling it twice is harmless. Returns the number of mails owed.
    """
    owed = 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        terms = terms_of(on)
        (line,) = lines_for([task], recipient, terms, on=on)
        letter = letter_to([task], recipient, terms, on=on)
        mail = task_news(news, letter, line=line, url=line.url, signs_in=False)
        owed += owe(kind, recipient, mail, key=f"{kind}:{key}:{recipient.key}", on=on) is not None
    return owed


def tell_other_unit(
    unit: Unit, task: Task | None, kind: NewsKind, news: News, *, key: str, path: str = "", on: Occasion
) -> int:
    """To the heads of a unit that leads no task here, or no longer: the link asks them to sign in."""
    recipients = queries.recipients_of([unit], on.today)[unit.id]
    return sum(
        _owe_signed(recipient, task, kind, news, key=key, path=path, on=on) for recipient in recipients
    )


def tell_person(
    person: Person | None,
    task: Task | None,
    kind: NewsKind,
    news: News,
    *,
    key: str,
    path: str = "",
    on: Occasion,
) -> int:
    """To one person of the Office or the leaders; nobody, when they left or have no address."""
    held = person.posts_on(on.today) if person is not None else []
    post = next((one for one in held if one.unit_id is not None), next(iter(held), None))
    if person is None or post is None or person.is_locked or not person.email:
        return 0
    unit_id = post.unit_id or (task.unit_id if task else 0)
    recipient = Recipient(unit_id, person.full_name, person.email, f"đồng chí {person.full_name}", person.id)
    return _owe_signed(recipient, task, kind, news, key=key, path=path, on=on)


def _owe_signed(
    recipient: Recipient, task: Task | None, kind: NewsKind, news: News, *, key: str, path: str, on: Occasion
) -> int:
    letter, line = _letter(recipient, task, on=on), None
    url = f"{on.base_url}{path}" if path else f"{on.base_url}/tasks/{task.code}" if task else on.base_url
    if task is not None:
        line = line_of(task, url, terms_of(on), on=on)
    mail = task_news(news, letter, line=line, url=url, signs_in=True)
    return int(owe(kind, recipient, mail, key=f"{kind}:{key}:{recipient.key}", on=on) is not None)


def _letter(recipient: Recipient, task: Task | None, *, on: Occasion) -> Letter:
    letter = letter_to([task] if task else [], recipient, terms_of(on), on=on)
    return letter if task else replace(letter, unit_name=recipient.name)


# ------------------------------------------------------------------------------------------- before the first mail left


def retell_issue(task: Task, unit: Unit, *, key: str, on: Occasion) -> bool:
    """Replace the mail that first told `unit` of this task, while it has not left (decision 14).

    False when some mail told the unit already, or none ever will: then the correction has to be told as such.
    """
    told = mails_telling(task, unit)
    unsent = [mail for mail in told if mail.state is MailState.OWED]
    if not take_back_unsent(told):
        return False
    tasks = _tasks_named_in(unsent, unit)
    if tasks:
        owe_issue_mails(tasks, source_title=source_title_of(task), key=key, on=on)
    return True


def take_back_unsent(mails: Sequence[OutboxMessage]) -> bool:
    """Mails that have not left are superseded. False when one of them left already, or there are none."""
    unsent = [mail for mail in mails if mail.state is MailState.OWED]
    if not unsent or any(mail.state in (MailState.SENT, MailState.SENDING) for mail in mails):
        return False
    for mail in unsent:
        outbox.expire(mail, outbox.Expired.SUPERSEDED)
    return True


def mails_telling(
    task: Task, unit: Unit, kinds: Sequence[StrEnum] = (Kind.TASKS_ISSUED,)
) -> list[OutboxMessage]:
    """Those of the unit's own mails that tell of this task: found by the key of their act, read by its code."""
    statement = sa.select(OutboxMessage).where(
        OutboxMessage.kind.in_(kinds),
        OutboxMessage.key.contains(f":{unit.id}:"),
        OutboxMessage.text_body.contains(task.code),
        OutboxMessage.state != MailState.EXPIRED,
    )
    return [mail for mail in db.session.scalars(statement) if mail.unit_id in (None, unit.id)]


def _tasks_named_in(mails: Sequence[OutboxMessage], unit: Unit) -> list[Task]:
    """What the new mail tells: the tasks of the old one that the unit still leads."""
    codes = codes_named_in(mails)
    statement = sa.select(Task).where(Task.code.in_(codes), Task.unit_id == unit.id).order_by(Task.id)
    return list(db.session.scalars(statement))


def codes_named_in(mails: Sequence[OutboxMessage]) -> set[str]:
    return {code for mail in mails for code in CODE.findall(mail.text_body)}


def source_title_of(task: Task) -> str:
    """How a mail names what the task comes from."""
    briefing = task.directive.briefing
    return briefing.title if briefing is not None else task.title
