"""Reading what is planned, for whom, and what a mail's link may open."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.accounts.models import Person, Post
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.calendar import WorkingCalendar, at, end_of_day, start_of_day
from taskboard.domain.deadline import Recurrence, last_day_in_time
from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import REMINDED
from taskboard.domain.reminding import Moment, ReminderPolicy, plan, policy_for
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import Digest, DigestReminder, MailLink, MailLinkTask, Reminder, ReminderState
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task
from taskboard.units.models import Unit

HEADS = (Role.UNIT_HEAD, Role.CHIEF_OF_OFFICE)
"""Who answers for a unit; the Office is one too."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a unit's mail goes to on one day: a person, else the shared mailbox, else nobody (an empty address)."""

    unit_id: int
    name: str
    address: str
    salutation: str
    person_id: int | None = None

    @property
    def key(self) -> str:
        """One a day and recipient: `person:12`, or `unit:5` for a shared mailbox."""
        return f"unit:{self.unit_id}" if self.person_id is None else f"person:{self.person_id}"


def recipients_of(units: Collection[Unit], day: date) -> dict[int, list[Recipient]]:
    """For each unit its heads of that day with an address; else its shared mailbox; else one without an address.

    Asked at sending, never stored: who left or was locked in the meantime gets nothing (peers T11).
    """
    heads = _heads_on([unit.id for unit in units], day)
    return {unit.id: heads.get(unit.id) or [_mailbox_of(unit, day)] for unit in units}


def _heads_on(unit_ids: Collection[int], day: date) -> dict[int, list[Recipient]]:
    statement = (
        sa.select(Post)
        .join(Person)
        .where(
            Post.role.in_(HEADS),
            Post.unit_id.in_(unit_ids),
            Post.valid_from <= day,
            sa.or_(Post.valid_to.is_(None), Post.valid_to > day),
            Person.locked_at.is_(None),
            Person.email.is_not(None),
            Person.email != "",
        )
        .order_by(Post.id)
        .options(selectinload(Post.person))
    )
    found: dict[int, dict[int, Recipient]] = defaultdict(dict)
    for post in db.session.scalars(statement):
        assert post.unit is not None
        found[post.unit.id].setdefault(post.person_id, _head(post, post.unit, day))
    return {unit_id: list(people.values()) for unit_id, people in found.items()}


def _head(post: Post, unit: Unit, day: date) -> Recipient:
    person = post.person
    salutation = f"đồng chí {title_of(post.title, unit.name_on(day))}"
    return Recipient(unit.id, person.full_name, person.email or "", salutation, person.id)


def _mailbox_of(unit: Unit, day: date) -> Recipient:
    name = unit.name_on(day)
    return Recipient(unit.id, name, unit.email or "", name)


def title_of(post_title: str, unit_name: str) -> str:
    """`Trưởng phòng` of `Phòng Kinh tế` is `Trưởng phòng Kinh tế`: words the two share are said once."""
    title, unit = post_title.split(), unit_name.split()
    folded_title, folded_unit = [word.lower() for word in title], [word.lower() for word in unit]
    if " ".join(folded_unit) in " ".join(folded_title):
        return post_title
    shared = next(
        (
            count
            for count in range(min(len(title), len(unit)), 0, -1)
            if folded_title[-count:] == folded_unit[:count]
        ),
        0,
    )
    return " ".join([*title, *unit[shared:]])


def officer_of(task: Task, day: date) -> Recipient | None:
    """The officer the unit named for the task, while they are there and can be written to."""
    officer = task.officer
    if officer is None or officer.is_locked or not officer.email:
        return None
    if not any(post.unit_id == task.unit_id for post in officer.posts_on(day)):
        return None
    return Recipient(
        task.unit_id, officer.full_name, officer.email, f"đồng chí {officer.full_name}", officer.id
    )


def readers_of(tasks: Sequence[Task], day: date) -> dict[int, list[Recipient]]:
    """For each task who is reminded of it on that day: the lead unit's heads and the officer it named."""
    heads = recipients_of(list({task.unit_id: task.unit for task in tasks}.values()), day)
    readers = {}
    for task in tasks:
        people = {recipient.key: recipient for recipient in heads[task.unit_id]}
        if officer := officer_of(task, day):
            people.setdefault(officer.key, officer)
        readers[task.id] = list(people.values())
    return readers


def monitors_post(person: Person, day: date) -> Post | None:
    return next((post for post in person.posts_on(day) if post.unit is not None), None)


# ------------------------------------------------------------------------------------------------------ the marks


def standard_policy(day: date) -> ReminderPolicy:
    """The marks of a dated task, as the city set them."""
    keys = ("remind_before_working_days", "remind_after_working_days", "mail_hour")
    values = settings.values_on(keys, day)
    before, after, hour = (values[key] for key in keys)
    return ReminderPolicy(
        before=tuple(sorted(before, reverse=True)), after=tuple(sorted(after)), send_at=time(hour)
    )


def policy_of(task: Task, standard: ReminderPolicy) -> ReminderPolicy:
    """A duty's occurrences are reminded of by the length of its period (decision 3), at the hour of all others."""
    if task.duty is None:
        return standard
    policy = policy_for(task.duty.recurrence)
    if Recurrence(task.duty.recurrence) in (Recurrence.QUARTERLY, Recurrence.YEARLY):
        return standard
    return replace(policy, send_at=standard.send_at)


def moments_of(
    task: Task,
    policy: ReminderPolicy,
    *,
    zone: tzinfo,
    calendar: WorkingCalendar,
    planned_on: date,
    until_on: date,
) -> tuple[Moment, ...]:
    """Marks of the current deadline; they stand around the last day in time, which a day off moves (decision 7)."""
    if task.overdue_from is None:
        return ()
    last_day = last_day_in_time(task.overdue_from, zone)
    return plan(
        last_day, policy=policy, calendar=calendar, zone=zone, planned_on=planned_on, until_on=until_on
    )


def unplanned_tasks(limit: int, after_id: int = 0) -> list[Task]:
    """Tasks that are reminded of and have no mark ahead: new ones, and those whose weekly mark was used up."""
    planned = sa.exists().where(
        Reminder.task_id == Task.id,
        Reminder.deadline_version == Task.deadline_version,
        Reminder.state == ReminderState.PLANNED,
    )
    statement = (
        sa.select(Task)
        .where(Task.state.in_(REMINDED), Task.due_on.is_not(None), Task.id > after_id, ~planned)
        .order_by(Task.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class DueReminder:
    reminder: Reminder
    task: Task


def due_reminders(now: datetime) -> list[DueReminder]:
    """Planned reminders whose moment has come and not run out, oldest first: time ≤ now, never "this minute"."""
    statement = (
        sa.select(Reminder, Task)
        .join(Task, Task.id == Reminder.task_id)
        .where(Reminder.state == ReminderState.PLANNED, Reminder.due_at <= now, Reminder.expires_at > now)
        .order_by(Reminder.due_at, Reminder.id)
        .options(selectinload(Task.unit), selectinload(Task.monitor), selectinload(Task.officer))
        .execution_options(populate_existing=True)
    )
    return [DueReminder(reminder, task) for reminder, task in db.session.execute(statement)]


def carried_by(digest_ids: Collection[int]) -> list[DueReminder]:
    """What these digests said."""
    statement = (
        sa.select(Reminder, Task)
        .join(Task, Task.id == Reminder.task_id)
        .join(DigestReminder, DigestReminder.reminder_id == Reminder.id)
        .where(DigestReminder.digest_id.in_(digest_ids))
        .execution_options(populate_existing=True)
    )
    return [DueReminder(reminder, task) for reminder, task in db.session.execute(statement)]


def carried_pairs(reminder_ids: Collection[int]) -> set[tuple[str, int]]:
    """(recipient, reminder) that stand in a digest already."""
    statement = (
        sa.select(Digest.recipient, DigestReminder.reminder_id)
        .join(DigestReminder, DigestReminder.digest_id == Digest.id)
        .where(DigestReminder.reminder_id.in_(reminder_ids))
    )
    return {(recipient, reminder_id) for recipient, reminder_id in db.session.execute(statement)}


def digests_of(messages: Iterable[OutboxMessage]) -> list[Digest]:
    ids = [message.id for message in messages]
    return list(db.session.scalars(sa.select(Digest).where(Digest.message_id.in_(ids)))) if ids else []


def overdue_count(unit_id: int, *, now: datetime, besides: Collection[int]) -> int:
    """How many other tasks of a unit are late and still owed."""
    statement = sa.select(sa.func.count(Task.id)).where(
        Task.unit_id == unit_id, Task.state.in_(REMINDED), Task.overdue_from <= now, Task.id.not_in(besides)
    )
    return db.session.scalar(statement) or 0


def reminders_of(task: Task) -> list[tuple[Reminder, OutboxMessage | None]]:
    """Every mark of a task, newest first, with the mail that carried it: the answer to "why did this mail (not) go"."""
    statement = (
        sa.select(Reminder, OutboxMessage)
        .outerjoin(DigestReminder, DigestReminder.reminder_id == Reminder.id)
        .outerjoin(Digest, Digest.id == DigestReminder.digest_id)
        .outerjoin(OutboxMessage, OutboxMessage.id == Digest.message_id)
        .where(Reminder.task_id == task.id)
        .order_by(Reminder.due_at.desc(), Reminder.id, OutboxMessage.id)
    )
    return [(reminder, message) for reminder, message in db.session.execute(statement)]


# ---------------------------------------------------------------------------------------------------------- preview


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One task in one recipient's mail of a day, or why it is not in one."""

    to_name: str
    to_address: str
    code: str
    title: str
    rule: str
    will_go: bool
    why: str
    """planned, computed, consumed, a `ReminderState` with its outcome, no_address or day_off."""


def preview(on_date: date, *, zone: tzinfo, calendar: WorkingCalendar) -> list[PreviewLine]:
    """Who would get what on a day, and why: rows that exist and marks the daily pass will still write.

    Recipients are those who hold the posts on that day.
    """
    tasks = _reminded_tasks()
    standard = standard_policy(on_date)
    rows = _rows_of_day(on_date, zone=zone, send_at=standard.send_at)
    known = {(row.reminder.task_id, row.reminder.rule, row.reminder.occurrence) for row in rows}
    computed = [
        (task, moment.rule)
        for task in tasks
        for moment in moments_of(
            task,
            policy_of(task, standard),
            zone=zone,
            calendar=calendar,
            planned_on=on_date,
            until_on=on_date,
        )
        if moment.on == on_date and (task.id, moment.rule, moment.occurrence) not in known
    ]
    readers = readers_of(
        [*{row.task.id: row.task for row in rows}.values(), *(task for task, _ in computed)], on_date
    )
    works = calendar.is_working_day(on_date)
    planned = [(row.task, row.reminder.rule, _why(row.reminder)) for row in rows]
    planned += [(task, rule, "computed") for task, rule in computed]
    lines = [
        _line(task, rule, reader, why, works) for task, rule, why in planned for reader in readers[task.id]
    ]
    return sorted(lines, key=lambda line: (line.to_name, not line.will_go, line.code, line.rule))


def _reminded_tasks() -> list[Task]:
    statement = sa.select(Task).where(Task.state.in_(REMINDED), Task.due_on.is_not(None)).order_by(Task.id)
    return list(db.session.scalars(statement.options(selectinload(Task.unit), selectinload(Task.officer))))


def _rows_of_day(day: date, *, zone: tzinfo, send_at: time) -> list[DueReminder]:
    """Marks of that day whatever became of them, and earlier ones that still wait and have not run out by then."""
    of_day = sa.and_(Reminder.due_at >= start_of_day(day, zone), Reminder.due_at < end_of_day(day, zone))
    waiting = sa.and_(
        Reminder.state == ReminderState.PLANNED,
        Reminder.due_at < start_of_day(day, zone),
        Reminder.expires_at > at(day, send_at, zone),
    )
    statement = (
        sa.select(Reminder, Task)
        .join(Task, Task.id == Reminder.task_id)
        .where(sa.or_(of_day, waiting))
        .order_by(Reminder.id)
        .options(selectinload(Task.unit), selectinload(Task.officer))
    )
    return [DueReminder(reminder, task) for reminder, task in db.session.execute(statement)]


def _why(reminder: Reminder) -> str:
    return f"{reminder.state.value}: {reminder.outcome}" if reminder.outcome else reminder.state.value


def _line(task: Task, rule: str, reader: Recipient, why: str, works: bool) -> PreviewLine:
    will_go = why in (ReminderState.PLANNED.value, "computed", ReminderState.CONSUMED.value)
    if will_go and not works:
        will_go, why = False, "day_off"
    elif will_go and not reader.address:
        will_go, why = False, "no_address"
    return PreviewLine(reader.name, reader.address, task.code, task.title, rule, will_go, why)


# --------------------------------------------------------------------------------------------------------- mail links


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What a link may show and do: these tasks, as this person or as the unit's shared mailbox."""

    link: MailLink
    unit: Unit
    tasks: tuple[Task, ...]
    person: Person | None
    post: Post | None

    def task(self, code: str) -> Task | None:
        return next((task for task in self.tasks if task.code == code), None)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token: str, *, real_now: datetime, today: date) -> OpenedLink:
    """The link behind a token; tasks that went to another unit are left out.

    Raises RuleBroken: link_unknown; link_ended (ended_at) when it ran out, was revoked, or its person is locked or
    no longer holds a post in the unit.
    """
    link = db.session.scalar(sa.select(MailLink).where(MailLink.token_hash == token_hash(token)))
    if link is None:
        raise RuleBroken("link_unknown")
    if link.revoked_at is not None or link.expires_at <= real_now:
        raise RuleBroken("link_ended", ended_at=link.revoked_at or link.expires_at)
    person = db.session.get(Person, link.person_id) if link.person_id else None
    post = _post_in_unit(person, link.unit_id, today) if person else None
    if person is not None and (person.is_locked or post is None):
        raise RuleBroken("link_ended", ended_at=real_now)
    return OpenedLink(link, db.session.get_one(Unit, link.unit_id), _tasks_of(link), person, post)


def _post_in_unit(person: Person, unit_id: int, today: date) -> Post | None:
    return next((post for post in person.posts_on(today) if post.unit_id == unit_id), None)


def _tasks_of(link: MailLink) -> tuple[Task, ...]:
    statement = (
        sa.select(Task)
        .join(MailLinkTask, MailLinkTask.task_id == Task.id)
        .where(MailLinkTask.link_id == link.id, Task.unit_id == link.unit_id)
        .order_by(sa.func.coalesce(Task.due_on, date.max), Task.code)
    )
    return tuple(db.session.scalars(statement))
