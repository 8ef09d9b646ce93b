"""Mails to those beside the head of the lead unit: partners, the officer who was named; and of a date set late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from taskboard.briefings.models import UnitRole
from taskboard.domain.errors import AlreadyDone
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.outbox import queries as outbox_queries
from taskboard.outbox.message import TaskLine
from taskboard.outbox.news import News
from taskboard.reminders import queries
from taskboard.reminders.actions.letters import letter_to, line_of, owe, terms_of, with_own_date
from taskboard.reminders.actions.links import make_link
from taskboard.reminders.actions.owing import speaker_of
from taskboard.reminders.actions.telling import (
    NewsKind,
    codes_named_in,
    mails_telling,
    source_title_of,
    take_back_unsent,
    tell_other_unit,
    tell_unit,
)
from taskboard.reminders.queries import Recipient
from taskboard.settings import queries as settings
from taskboard.tasks.models import Assignment, Task


def owe_parts_mails(tasks: Sequence[Task], *, source_title: str, key: str, on: Occasion) -> int:
    """One mail a partner for all it was given to help with by this act. Returns the number of units told.

    `key` names the act, so that owing it twice is harmless.
    """
    rows = [row for task in tasks for row in task.assignments]
    asked = [row for row in rows if row.role is UnitRole.PARTNER and row.ended_at is None]
    return owe_parts_given_mails(asked, source_title=source_title, key=key, on=on)


def owe_parts_given_mails(rows: Sequence[Assignment], *, source_title: str, key: str, on: Occasion) -> int:
    """One mail a unit for these parts, as `owe_parts_mails`."""
    by_unit = _by_unit(rows)
    readers = queries.recipients_of([rows[0].unit for rows in by_unit.values()], on.today)
    for unit_id, own in by_unit.items():
        for recipient in readers[unit_id]:
            _owe_parts(own, recipient, source_title=source_title, key=f"{key}:{unit_id}", on=on)
    return len(by_unit)


def _by_unit(rows: Sequence[Assignment]) -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found


def _owe_parts(
    rows: Sequence[Assignment], recipient: Recipient, *, source_title: str, key: str, on: Occasion
) -> None:
    own_key = f"{NewsKind.PARTS_ISSUED}:{key}:{recipient.key}"
    if outbox_queries.by_key(own_key) is not None:
        return
    tasks, terms = [row.task for row in rows], terms_of(on)
    way_in = _link(tasks, rows[0].unit_id, recipient, on=on)
    lines = [
        with_own_date(
            line_of(row.task, f"{way_in}/part/{row.task.code}", terms, on=on, with_words=True),
            row.due_on,
            on=on,
        )
        for row in rows
    ]
    letter = replace(letter_to(tasks, recipient, terms, on=on), unit_name=rows[0].unit.name_on(on.today))
    silence = settings.value_on("partner_silence_working_days", on.today)
    mail = news.parts_issued(letter, lines=lines, source_title=source_title, silence_days=silence)
    owe(NewsKind.PARTS_ISSUED, recipient, mail, key=own_key, on=on)


def owe_parts_ended_mails(rows: Sequence[Assignment], *, reason: str, key: str, on: Occasion) -> int:
    """Tell partners that nothing is asked of them any more: one mail a unit. Returns the mails owed.

    Whom no mail told yet of a part is not told that it ended: the mail that would have is made anew without it
    (decision 14). `key` names the act.
    """
    owed = 0
    for unit_id, own in _by_unit(rows).items():
        told = [row for row in own if not _retell_parts(row, key=key, on=on)]
        if told:
            said = news.parts_ended(tasks=[(row.task.code, row.task.title) for row in told], reason=reason)
            own_key = f"{key}:{unit_id}"
            kind = NewsKind.PARTS_ENDED
            owed += tell_other_unit(told[0].unit, None, kind, said, key=own_key, path="/tasks", on=on)
    return owed


def _retell_parts(row: Assignment, *, key: str, on: Occasion) -> bool:
    """Replace the mail that first told the unit of this part, while it has not left; False when one did, or none will."""
    told = mails_telling(row.task, row.unit, (NewsKind.PARTS_ISSUED, NewsKind.PART_GIVEN))
    codes = codes_named_in(told) - {row.task.code}
    if not take_back_unsent(told):
        return False
    left = queries.parts_asked(row.unit_id, codes)
    own_key = f"{key}:retold:{row.id}"
    owe_parts_given_mails(left, source_title=source_title_of(row.task), key=own_key, on=on)
    return True


def owe_part_given_mail(row: Assignment, *, on: Occasion) -> int:
    """Tell a partner what it was brought in for; the link opens the page of its own part."""
    said = news.part_given(lead_name=row.task.unit.name_on(on.today))
    return _tell_partner(row, NewsKind.PART_GIVEN, said, key=f"{row.unit_id}:{row.id}", on=on)


def owe_part_lead_mail(row: Assignment, *, old_name: str, lead_name: str, key: str, on: Occasion) -> int:
    """Tell a partner that another unit leads what it helps with; the link still opens its own part."""
    said = news.lead_of_part_changed(old_name=old_name, lead_name=lead_name)
    return _tell_partner(row, NewsKind.LEAD_CHANGED, said, key=f"{key}:{row.id}", on=on)


def owe_part_urged_mail(row: Assignment, *, on: Occasion) -> int:
    """Press a partner for its part. Raises AlreadyDone('already_urged_today')."""
    said = news.part_urged(urged_by=speaker_of(on), lead_name=row.task.unit.name_on(on.today))
    owed = _tell_partner(row, NewsKind.PART_URGED, said, key=f"{row.id}:{on.today.isoformat()}", on=on)
    if not owed:
        raise AlreadyDone("already_urged_today")
    return owed


def _tell_partner(row: Assignment, kind: NewsKind, said: News, *, key: str, on: Occasion) -> int:
    def line(recipient: Recipient) -> TaskLine:
        link = _link([row.task], row.unit_id, recipient, on=on)
        return with_own_date(
            line_of(row.task, f"{link}/part/{row.task.code}", terms_of(on), on=on), row.due_on, on=on
        )

    recipients = queries.recipients_of([row.unit], on.today)[row.unit_id]
    unit_name = row.unit.name_on(on.today)
    return sum(_owe(row.task, one, unit_name, kind, said, line, key=key, on=on) for one in recipients)


def _link(tasks: Sequence[Task], unit_id: int, recipient: Recipient, *, on: Occasion) -> str:
    token = make_link(
        unit_id=unit_id,
        person_id=recipient.person_id,
        task_ids=[task.id for task in tasks],
        real_now=on.real_now,
        days=terms_of(on).link_days,
    )
    return f"{on.base_url}/u/{token}"


def _owe(
    task: Task,
    recipient: Recipient,
    unit_name: str,
    kind: NewsKind,
    said: News,
    line_for: Callable[[Recipient], TaskLine],
    *,
    key: str,
    on: Occasion,
) -> int:
    letter = replace(letter_to([task], recipient, terms_of(on), on=on), unit_name=unit_name)
    line = line_for(recipient)
    mail = news.task_news(said, letter, line=line, url=line.url, signs_in=False)
    return int(owe(kind, recipient, mail, key=f"{kind}:{key}:{recipient.key}", on=on) is not None)


def owe_officer_named_mail(task: Task, *, on: Occasion) -> int:
    """Tell the officer that this task is theirs to do; nobody, where the account has no address."""
    recipient = queries.officer_of(task, on.today)
    if recipient is None:
        return 0

    def line(to: Recipient) -> TaskLine:
        return line_of(task, f"{_link([task], task.unit_id, to, on=on)}/{task.code}", terms_of(on), on=on)

    said = news.officer_named(unit_name=task.unit.name_on(on.today))
    key = f"{task.id}:{task.recorded_seq}"
    return _owe(
        task, recipient, task.unit.name_on(on.today), NewsKind.OFFICER_NAMED, said, line, key=key, on=on
    )


def owe_event_date_mail(task: Task, *, on: Occasion) -> int:
    """Tell the unit that a task without a date has one now."""
    if task.due_on is None:
        return 0
    said = news.event_date_set(due_on=task.due_on, basis=task.due_basis)
    return tell_unit(task, NewsKind.EVENT_DATE_SET, said, key=f"{task.id}:{task.deadline_version}", on=on)
