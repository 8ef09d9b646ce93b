"""The reminders of a day, in one mail a recipient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import DAY, end_of_day
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import REMINDED
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import message as messages
from taskboard.outbox import queries as outbox_queries
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders import queries
from taskboard.reminders.actions.letters import Kind, Terms, letter_to, lines_for, owe, terms_of
from taskboard.reminders.actions.rows import Why, insert, settle
from taskboard.reminders.models import Digest, DigestReminder, Reminder, ReminderState
from taskboard.reminders.queries import DueReminder, Recipient
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task


def make_digests(*, on: Occasion) -> int:
    """One mail a recipient and business day out of all reminders that are due (decision 20). Returns how many.

    Run it as often as you like: outside working hours and on days off reminders wait; what waited beyond the end of the
    next working day runs out and says so; what is due in several marks is said once; a digest that never left is
    swallowed by the new one.
    """
    _expire_stale(now=on.now)
    if not is_mail_time(on=on):
        return 0
    due = _still_needed(queries.due_reminders(on.now), now=on.now)
    if not due:
        return 0
    readers = queries.readers_of(_tasks(due), on.today)
    said = queries.carried_pairs([item.reminder.id for item in due])
    terms, made = terms_of(on), 0
    waiting: set[int] = set()
    for recipient, items in _by_recipient(due, readers, said):
        if _make_digest(recipient, items, terms, on=on):
            made += 1
        else:
            waiting.update(item.reminder.id for item in items)
    _consume(due, readers, waiting, now=on.now)
    return made


def is_mail_time(*, on: Occasion) -> bool:
    """Whether reminders may go out now: a working day, between the mail hour and the quiet hours."""
    local = on.now.astimezone(on.zone)
    hours = settings.values_on(("mail_hour", "quiet_from_hour"), on.today)
    return (
        on.calendar.is_working_day(local.date())
        and hours["mail_hour"] <= local.hour < hours["quiet_from_hour"]
    )


def _expire_stale(*, now: datetime) -> int:
    chosen = (Reminder.state == ReminderState.PLANNED, Reminder.expires_at <= now)
    return settle(chosen, ReminderState.EXPIRED, now=now, why=Why.TOO_LATE)


def _still_needed(due: Sequence[DueReminder], *, now: datetime) -> list[DueReminder]:
    """Facts replan in their own transaction; this is the second look, at the moment of sending."""
    kept = []
    for item in due:
        if item.task.state not in REMINDED:
            _drop(item.reminder, item.task.state.value, now=now)
        elif item.task.deadline_version != item.reminder.deadline_version:
            _drop(item.reminder, Why.DEADLINE_MOVED, now=now)
        else:
            kept.append(item)
    return kept


def _drop(reminder: Reminder, why: str, *, now: datetime) -> None:
    reminder.state, reminder.outcome, reminder.settled_at = ReminderState.CANCELLED, str(why), now


def _by_recipient(
    due: Sequence[DueReminder], readers: dict[int, list[Recipient]], said: set[tuple[str, int]]
) -> list[tuple[Recipient, list[DueReminder]]]:
    """In one order for every process, so that two of them queue for the same digest instead of blocking each other."""
    people: dict[str, Recipient] = {}
    items: dict[str, list[DueReminder]] = defaultdict(list)
    for item in due:
        for recipient in readers[item.task.id]:
            if (recipient.key, item.reminder.id) not in said:
                people.setdefault(recipient.key, recipient)
                items[recipient.key].append(item)
    return [(people[key], items[key]) for key in sorted(items)]


def _make_digest(recipient: Recipient, items: Sequence[DueReminder], terms: Terms, *, on: Occasion) -> bool:
    """False when this recipient has had the mail of the day."""
    digest_id = db.session.scalar(
        insert(Digest)
        .values(recipient=recipient.key, day=on.today, made_at=on.now)
        .on_conflict_do_nothing(index_elements=["recipient", "day"])
        .returning(Digest.id)
    )
    if digest_id is None:
        return False
    items = [*items, *_swallow_unsent(recipient, items, on=on)]
    message = _owe_digest(recipient, _tasks(items), terms, on=on)
    db.session.execute(
        sa.update(Digest)
        .where(Digest.id == digest_id)
        .values(message_id=message.id if message else None)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        sa.insert(DigestReminder),
        [{"digest_id": digest_id, "reminder_id": item.reminder.id} for item in items],
    )
    if recipient.address:
        _journal(recipient, items, on=on)
    return True


def _owe_digest(
    recipient: Recipient, tasks: Sequence[Task], terms: Terms, *, on: Occasion
) -> OutboxMessage | None:
    ids = [task.id for task in tasks]
    others = sum(
        queries.overdue_count(unit_id, now=on.now, besides=ids)
        for unit_id in {task.unit_id for task in tasks}
    )
    mail = messages.reminder_digest(
        letter_to(tasks, recipient, terms, on=on),
        lines=lines_for(tasks, recipient, terms, on=on),
        others_late=others,
    )
    business_end = end_of_day(on.calendar.next_working_day(on.today + DAY), on.zone)
    return owe(
        Kind.REMINDER_DIGEST,
        recipient,
        mail,
        key=f"digest:{recipient.key}:{on.today.isoformat()}",
        on=on,
        expires_at=on.real_now + (business_end - on.now),
    )


def _swallow_unsent(recipient: Recipient, items: Sequence[DueReminder], *, on: Occasion) -> list[DueReminder]:
    """Older digests that never left go no more; what they said and still holds is said in the new one."""
    unsent = outbox_queries.unsent_to(
        Kind.REMINDER_DIGEST, person_id=recipient.person_id, unit_id=recipient.unit_id
    )
    for message in unsent:
        outbox.expire(message, outbox.Expired.SUPERSEDED)
    digests = queries.digests_of(unsent)
    have = {item.reminder.id for item in items}
    return [
        item
        for item in queries.carried_by([digest.id for digest in digests])
        if item.reminder.id not in have
        and item.reminder.expires_at > on.now
        and item.task.state in REMINDED
        and item.task.deadline_version == item.reminder.deadline_version
    ]


def _journal(recipient: Recipient, items: Sequence[DueReminder], *, on: Occasion) -> None:
    rules: dict[int, list[str]] = defaultdict(list)
    for item in items:
        rules[item.task.id].append(item.reminder.rule)
    for task_id, names in sorted(rules.items()):
        record(
            Event.REMINDER_SENT,
            "task",
            task_id,
            acting=on.acting,
            at=on.now,
            to=recipient.name,
            rules=sorted(names),
        )


def _consume(
    due: Sequence[DueReminder], readers: dict[int, list[Recipient]], waiting: set[int], *, now: datetime
) -> None:
    """A reminder is used up once everybody it is for has it; who had today's mail already gets it tomorrow."""
    for item in due:
        if item.reminder.id in waiting:
            continue
        item.reminder.state, item.reminder.settled_at = ReminderState.CONSUMED, now
        if not any(recipient.address for recipient in readers[item.task.id]):
            item.reminder.outcome = Why.NO_ADDRESS


def _tasks(items: Sequence[DueReminder]) -> list[Task]:
    """Each task once, however many marks fell together."""
    return list({item.task.id: item.task for item in items}.values())
