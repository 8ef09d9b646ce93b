"""The verbs of reminders: plan, cancel, digest; and the mails a fact owes its unit at once.

Planned moments are written in the transaction of the fact that moved the deadline; recipients are asked for when a mail
is made (decision 20). Nothing here sends: every mail becomes a row of the outbox.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from taskboard.accounts.models import Post
from taskboard.db import db
from taskboard.domain.calendar import DAY, WorkingCalendar, end_of_day, local_date
from taskboard.domain.deadline import due_state
from taskboard.domain.errors import AlreadyDone
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import REMINDED
from taskboard.domain.reminding import Moment, ReminderPolicy
from taskboard.domain.reminding import expires_at as moment_expires_at
from taskboard.domain.text import fold
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import message as messages
from taskboard.outbox import queries as outbox_queries
from taskboard.outbox.models import OutboxMessage
from taskboard.outbox.render import Mail
from taskboard.reminders import queries
from taskboard.reminders.models import Digest, DigestReminder, MailLink, MailLinkTask, Reminder, ReminderState
from taskboard.reminders.queries import DueReminder, Recipient
from taskboard.settings import queries as settings
from taskboard.tasks.models import Extension, ExtensionState, Task

AHEAD = timedelta(days=7)
"""Weekly marks have no end of their own: so far ahead they are written, the daily pass writes the next."""
BATCH = 500


class Kind(StrEnum):
    """Kinds of mail this room owes; also the names of the template folders."""

    TASKS_ISSUED = "tasks_issued"
    REMINDER_DIGEST = "reminder_digest"
    REPORT_SENT_BACK = "report_sent_back"
    TASK_WITHDRAWN = "task_withdrawn"
    EXTENSION_DECIDED = "extension_decided"
    TASK_URGED = "task_urged"


class Why(StrEnum):
    """Why a planned reminder came to nothing, besides the task's own state."""

    DEADLINE_MOVED = "deadline_moved"
    NO_DEADLINE = "no_deadline"
    TOO_LATE = "too_late"
    NO_ADDRESS = "no_address"


# ---------------------------------------------------------------------------------------------------------- planning


def replan(
    task: Task,
    *,
    now: datetime,
    zone: tzinfo,
    calendar: WorkingCalendar,
    policy: ReminderPolicy | None = None,
) -> None:
    """Make the planned reminders agree with the task as it now stands; call it in the transaction of every fact.

    Marks of an older deadline are cancelled and say so. Harmless to repeat: one row a task, rule, deadline version and
    occurrence; a mark that was cancelled while the task waited for confirmation comes back when it is sent back.
    """
    if task.state not in REMINDED:
        cancel(task, now=now, why=task.state.value)
        return
    if task.due_on is None:
        cancel(task, now=now, why=Why.NO_DEADLINE)
        return
    _cancel(task, now=now, why=Why.DEADLINE_MOVED, besides_version=task.deadline_version)
    today = local_date(now, zone)
    policy = policy or queries.policy_of(task, queries.standard_policy(today))
    moments = queries.moments_of(
        task, policy, zone=zone, calendar=calendar, planned_on=today, until_on=today + AHEAD
    )
    _write([_row(task, moment, zone=zone, calendar=calendar) for moment in moments])


def cancel(task: Task, *, now: datetime, why: str) -> None:
    """Planned reminders of a task come to nothing; `why` is kept on each."""
    _cancel(task, now=now, why=why)


def _cancel(task: Task, *, now: datetime, why: str, besides_version: int | None = None) -> None:
    chosen = [Reminder.task_id == task.id, Reminder.state == ReminderState.PLANNED]
    if besides_version is not None:
        chosen.append(Reminder.deadline_version != besides_version)
    _settle(chosen, ReminderState.CANCELLED, now=now, why=why)


def _settle(chosen: Iterable[Any], state: ReminderState, *, now: datetime, why: str = "") -> int:
    done = db.session.execute(
        sa.update(Reminder)
        .where(*chosen)
        .values(state=state, outcome=str(why), settled_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _row(task: Task, moment: Moment, *, zone: tzinfo, calendar: WorkingCalendar) -> dict[str, Any]:
    return {
        "task_id": task.id,
        "rule": moment.rule,
        "deadline_version": task.deadline_version,
        "occurrence": moment.occurrence,
        "due_at": moment.at,
        "expires_at": moment_expires_at(moment, calendar=calendar, zone=zone),
        "state": ReminderState.PLANNED,
        "outcome": "",
    }


def _write(rows: Sequence[dict[str, Any]]) -> None:
    """Insert what is missing; move or revive what is planned or was cancelled; leave alone what went out or ran out."""
    if not rows:
        return
    statement = _insert(Reminder).values(rows)
    given = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["task_id", "rule", "deadline_version", "occurrence"],
        set_={
            "due_at": given.due_at,
            "expires_at": given.expires_at,
            "state": ReminderState.PLANNED,
            "outcome": "",
            "settled_at": None,
        },
        where=Reminder.state.in_([ReminderState.PLANNED, ReminderState.CANCELLED]),
    )
    db.session.execute(statement)


def _insert(table: type[Any]) -> Any:
    is_postgres = db.session.connection().dialect.name == "postgresql"
    return (postgresql if is_postgres else sqlite).insert(table)


def plan_all(*, on: Occasion) -> int:
    """The daily pass: the next weekly mark of what is late, and whatever a fact failed to plan. Returns tasks planned.

    Walks in batches, so its memory does not grow with the number of tasks.
    """
    planned, last_id = 0, 0
    while batch := queries.unplanned_tasks(BATCH, after_id=last_id):
        for task in batch:
            replan(task, now=on.now, zone=on.zone, calendar=on.calendar)
        planned += len(batch)
        last_id = batch[-1].id
        db.session.flush()
    return planned


# ------------------------------------------------------------------------------------------------------------- links


def make_link(
    *, unit_id: int, person_id: int | None, task_ids: Iterable[int], real_now: datetime, days: int = 14
) -> str:
    """A token that opens the update page of these tasks (decision 21). Only its hash is stored."""
    token = secrets.token_urlsafe(24)
    link = MailLink(
        token_hash=queries.token_hash(token),
        person_id=person_id,
        unit_id=unit_id,
        created_at=real_now,
        expires_at=real_now + timedelta(days=days),
    )
    db.session.add(link)
    db.session.flush()
    rows = [{"link_id": link.id, "task_id": task_id} for task_id in sorted(set(task_ids))]
    db.session.execute(sa.insert(MailLinkTask), rows)
    return token


def note_use(link: MailLink, *, real_now: datetime) -> None:
    """Remember that something was sent through a link; opening it leaves no trace, for mail scanners open it too."""
    link.last_used_at = real_now


def revoke_links(*, person_id: int, real_now: datetime) -> int:
    """End every live link of a person. Returns how many."""
    done = db.session.execute(
        sa.update(MailLink)
        .where(MailLink.person_id == person_id, MailLink.revoked_at.is_(None), MailLink.expires_at > real_now)
        .values(revoked_at=real_now)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------------------- what a letter says


@dataclass(frozen=True, slots=True)
class Terms:
    """Numbers of the city that letters of one act go by, read once for all of them."""

    link_days: int
    soon_working_days: int


def _terms(on: Occasion) -> Terms:
    values = settings.values_on(("mail_link_days", "due_soon_working_days"), on.today)
    return Terms(values["mail_link_days"], values["due_soon_working_days"])


def _lines(
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
        lines += [_line(task, f"{way_in}/{task.code}", terms, on=on, with_words=with_words) for task in owned]
    return lines


def _line(task: Task, url: str, terms: Terms, *, on: Occasion, with_words: bool) -> messages.TaskLine:
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
        original_due_on=task.original_due_on,
        due_basis=task.due_basis,
        days_late=due.days_late,
        days_left=due.days_left,
        working_days_left=due.working_days_left,
        unit_name=task.unit.name_on(on.today),
        wording=_words_of(task) if with_words else "",
    )


def _words_of(task: Task) -> str:
    """The directive as it was spoken, unless the title says the same."""
    wording = " ".join(task.directive.wording.split())
    return "" if fold(wording) == fold(task.title) else wording


def _letter(tasks: Sequence[Task], recipient: Recipient, terms: Terms, *, on: Occasion) -> messages.Letter:
    units = {task.unit_id: task.unit.name_on(on.today) for task in tasks}
    return messages.Letter(
        body_name=on.body_name,
        salutation=recipient.salutation,
        unit_name=", ".join(units.values()),
        today=on.today,
        links_end_on=on.today + timedelta(days=terms.link_days),
        contact=_contact(tasks, on.today),
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


def _owe(
    kind: Kind,
    recipient: Recipient,
    mail: Mail,
    *,
    key: str,
    on: Occasion,
    expires_at: datetime | None = None,
) -> OutboxMessage | None:
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
        skipped_reason=None if recipient.address else outbox.Skipped.NO_ADDRESS,
    )


# --------------------------------------------------------------------------------------- mails a fact owes at once


def owe_issue_mails(tasks: Sequence[Task], *, source_title: str, key: str, on: Occasion) -> int:
    """One mail a unit for all tasks this act gave it (peers T3: never one a task). Returns the number of units told.

    `key` names the act, so that owing it twice is harmless. A unit nobody can write to gets a skipped row that
    says so.
    """
    by_unit: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_unit[task.unit_id].append(task)
    terms = _terms(on)
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
    letter = _letter(tasks, recipient, terms, on=on)
    lines = _lines(tasks, recipient, terms, on=on, with_words=True)
    mail = messages.tasks_issued(letter, lines=lines, source_title=source_title)
    _owe(Kind.TASKS_ISSUED, recipient, mail, key=key, on=on)


def owe_sent_back_mail(task: Task, reason: str, *, on: Occasion) -> int:
    """Tell the unit what its report lacks. Returns the number of mails owed."""
    terms, owed = _terms(on), 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        letter, (line,) = _letter([task], recipient, terms, on=on), _lines([task], recipient, terms, on=on)
        mail = messages.report_sent_back(letter, line=line, reason=reason)
        key = f"sent-back:{task.id}:{task.send_back_count}:{recipient.key}"
        owed += _owe(Kind.REPORT_SENT_BACK, recipient, mail, key=key, on=on) is not None
    return owed


def owe_withdrawn_mail(task: Task, reason: str, *, on: Occasion) -> int:
    """Tell the unit that the task was taken back, and why. Returns the number of mails owed."""
    terms, owed = _terms(on), 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        letter, (line,) = _letter([task], recipient, terms, on=on), _lines([task], recipient, terms, on=on)
        mail = messages.task_withdrawn(letter, line=line, reason=reason)
        owed += _owe(Kind.TASK_WITHDRAWN, recipient, mail, key=f"withdrawn:{task.id}:{recipient.key}", on=on) is not None
    return owed


def owe_extension_decided_mail(task: Task, extension: Extension, *, on: Occasion) -> int:
    """Tell the unit whether it has more time, and why not. Returns the number of mails owed."""
    terms, owed = _terms(on), 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        letter, (line,) = _letter([task], recipient, terms, on=on), _lines([task], recipient, terms, on=on)
        mail = messages.extension_decided(
            letter,
            line=line,
            is_granted=extension.state is ExtensionState.GRANTED,
            asked_for=extension.new_due_on,
            old_due_on=extension.from_due_on,
            note=extension.decision_note,
        )
        key = f"extension:{extension.id}:{recipient.key}"
        owed += _owe(Kind.EXTENSION_DECIDED, recipient, mail, key=key, on=on) is not None
    return owed


def owe_urge_mail(task: Task, *, on: Occasion, words: str = "") -> int:
    """Press for a task now. Returns the number of mails owed; raises AlreadyDone('already_urged_today')."""
    urged_by = _urged_by(on)
    terms, owed = _terms(on), 0
    for recipient in queries.readers_of([task], on.today)[task.id]:
        letter, (line,) = _letter([task], recipient, terms, on=on), _lines([task], recipient, terms, on=on)
        mail = messages.task_urged(letter, line=line, urged_by=urged_by, words_said=words)
        key = f"urge:{task.id}:{on.today.isoformat()}:{recipient.key}"
        owed += _owe(Kind.TASK_URGED, recipient, mail, key=key, on=on) is not None
    if not owed:
        raise AlreadyDone("already_urged_today")
    return owed


def _urged_by(on: Occasion) -> str:
    """The Office presses as a body; a leader by title."""
    post = db.session.get(Post, on.acting.post_id) if on.acting.post_id else None
    if post is None:
        return on.body_name
    return post.unit.name_on(on.today) if post.unit else f"Đồng chí {post.title}"


# ----------------------------------------------------------------------------------------------------------- digests


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
    terms, made = _terms(on), 0
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
    return _settle(chosen, ReminderState.EXPIRED, now=now, why=Why.TOO_LATE)


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
        _insert(Digest)
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
        _letter(tasks, recipient, terms, on=on),
        lines=_lines(tasks, recipient, terms, on=on),
        others_late=others,
    )
    business_end = end_of_day(on.calendar.next_working_day(on.today + DAY), on.zone)
    return _owe(
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
