"""The reminders of a day, in one mail a recipient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

import sqlalchemy as sa

from taskboard.db import db, insert
from taskboard.domain.calendar import DAY, end_of_day, local_date
from taskboard.domain.events import Event
from taskboard.domain.reminding import (
    NEWS,
    OF_UNIT,
    TOPICS,
    Frame,
    Gone,
    Reader,
    Rule,
    Trigger,
    is_news,
    plan_task,
    rule_of,
    why_gone,
)
from taskboard.journal.actions import record_all
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import queries as outbox_queries
from taskboard.reminders import queries
from taskboard.reminders.actions.composing import Background, Item, compose, shown_ids
from taskboard.reminders.actions.handing_back import hand_back_unread
from taskboard.reminders.actions.letters import Kind, owe, terms_of
from taskboard.reminders.actions.planning import BATCH, frame_of
from taskboard.reminders.actions.rows import Why, settle
from taskboard.reminders.models import Digest, DigestReminder, Reminder, ReminderState
from taskboard.reminders.queries import Key, Known, Mark, Recipient, Staff, Switches
from taskboard.settings import queries as settings


def make_digests(*, on: Occasion) -> int:
    """One mail a recipient and business day out of all reminders that are due (decision 20). Returns how many.

    Run it as often as you like: outside working hours and on days off reminders wait; what waited beyond the end of the
    next working day runs out and says so; what is due in several marks is said once; a digest that never left is
    swallowed by the new one.
    """
    _call_back(now=on.now)
    _expire_stale(now=on.now)
    if not is_mail_time(on=on):
        return 0
    hand_back_unread(now=on.now)
    due = queries.due_marks(on.now)
    if not due:
        return 0
    desk = desk_on(on)
    owed = _drop_what_is_not_owed(due, desk, on=on)
    readings = {mark.id: desk.readings(mark) for mark in owed}
    said = queries.carried_pairs(list(readings))
    made = 0
    waiting: set[int] = set()
    for items in _with_tasks(_by_recipient(owed, readings, said), desk):
        recipient = items[0].recipient
        if _make_digest(recipient, items, desk, on=on):
            made += 1
        else:
            waiting.update(item.mark.id for item in items)
    _keep(desk.made)
    _consume(owed, readings, waiting, desk, now=on.now)
    record_all(Event.REMINDER_SENT, "task", desk.sent, acting=on.acting, at=on.now)
    return made


def readings_of(key: str, items: Iterable[Item]) -> list[Item]:
    """Those of one recipient."""
    return [item for item in items if item.recipient.key == key]


def is_mail_time(*, on: Occasion) -> bool:
    """Whether reminders may go out now: a working day, between the mail hour and the quiet hours."""
    local = on.now.astimezone(on.zone)
    hours = settings.values_on(("mail_hour", "quiet_from_hour"), on.today)
    return (
        on.calendar.is_working_day(local.date())
        and hours["mail_hour"] <= local.hour < hours["quiet_from_hour"]
    )


def kinds_at_rest(*, on: Occasion) -> tuple[Kind, ...]:
    """Mails that wait for working hours, however long ago they were written; what somebody asked for never does."""
    return () if is_mail_time(on=on) else (Kind.REMINDER_DIGEST,)


def _call_back(*, now: datetime) -> int:
    """What ran out by a clock since put back has not run out: it waits again, as if nothing had been."""
    chosen = (
        Reminder.state == ReminderState.EXPIRED,
        Reminder.outcome == Why.TOO_LATE.value,
        Reminder.expires_at > now,
    )
    return settle(chosen, ReminderState.PLANNED, now=None)


def _expire_stale(*, now: datetime) -> int:
    chosen = (Reminder.state == ReminderState.PLANNED, Reminder.expires_at <= now)
    return settle(chosen, ReminderState.EXPIRED, now=now, why=Why.TOO_LATE)


# ------------------------------------------------------------------------------------------------------- who gets what


Sent = tuple[int, dict[str, Any]]
"""A task, and what its history says of a mail."""


@dataclass(frozen=True, slots=True)
class Made:
    """One digest that has just been written."""

    digest_id: int
    message_id: int | None
    mark_ids: Sequence[int]


@dataclass
class Desk:
    """What one making of digests knows: rules, people, choices, and the tasks asked for so far."""

    rules: tuple[Rule, ...]
    frame: Frame
    staff: Staff
    switches: Switches
    background: Background
    on: Occasion
    unsent: set[tuple[int | None, int | None]]
    """Whose earlier digest has not left yet, as `outbox.queries.readers_of_unsent`."""
    made: list[Made] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    """What the mails made so far leave in the histories of their tasks."""
    known: dict[Key, Known] = field(default_factory=dict)
    _owed: dict[Key, frozenset[tuple[str, int, object]]] = field(default_factory=dict)
    _news: dict[int, queries.BriefingNews] = field(default_factory=dict)

    def learn(self, marks: Iterable[Mark]) -> None:
        """Read the facts of what these remind of, a batch at a time."""
        missing = sorted({mark.key for mark in marks if mark.key is not None} - self.known.keys())
        for start in range(0, len(missing), BATCH):
            keys = missing[start : start + BATCH]
            self.known |= queries.known_by_key(keys, today=self.on.today, zone=self.on.zone)

    def known_of(self, mark: Mark) -> Known | None:
        """None for what reminds of a briefing, or is the bulletin."""
        return self.known[mark.key] if mark.key else None

    def rule(self, mark: Mark) -> Rule | None:
        day = local_date(mark.due_at, self.on.zone)
        known = self.known_of(mark)
        return rule_of(mark.rule, self.rules, known.facts if known else None, day)

    def is_owed(self, mark: Mark) -> bool:
        """The second look, at the moment of sending: would planning now give this mark again?"""
        if mark.briefing_id is not None:
            return self._is_of_briefing(mark)
        known = self.known_of(mark)
        if known is None:
            return self.rule(mark) is not None
        owed = self._owed.get(known.key)
        if owed is None:
            moments = plan_task(known.facts, self.rules, self.frame)
            owed = self._owed[known.key] = frozenset(
                (one.rule, known.deadline_version if one.is_of_deadline else 0, one.occurrence)
                for one in moments
            )
        return (mark.rule, mark.deadline_version, mark.occurrence) in owed

    def _is_of_briefing(self, mark: Mark) -> bool:
        """It counts down to the day that still holds, or there is somebody who knows another one."""
        if is_news(mark.rule):
            return bool(self.news_of(mark).was)
        return self.rule(mark) is not None and self._days.get(mark.briefing_id) == mark.occurrence

    @cached_property
    def _days(self) -> dict[int | None, date]:
        """The days of the briefings to come."""
        return {briefing.id: briefing.held_on for briefing in queries.coming_briefings(self.on.today)}

    def news_of(self, mark: Mark) -> queries.BriefingNews:
        """Of a briefing, read once."""
        assert mark.briefing_id is not None
        if mark.briefing_id not in self._news:
            self._news[mark.briefing_id] = queries.briefing_news(mark.briefing_id)
        return self._news[mark.briefing_id]

    def _told_otherwise(self, mark: Mark) -> list[Item]:
        """Those who know another day than the one that holds, each with the day they know."""
        found = ((self.staff.by_key(key), day) for key, day in self.news_of(mark).was.items())
        return [
            Item(mark, NEWS, reader, None, self.staff.answers_for_unit(reader), was=day)
            for reader, day in found
            if reader is not None
        ]

    def readings(self, mark: Mark) -> list[Item]:
        """Who reads this mark, each once; those who owe the task before those who look on."""
        if is_news(mark.rule):
            return self._told_otherwise(mark)
        rule = self.rule(mark)
        if rule is None:
            return []
        found: dict[tuple[str, int | None], Item] = {}
        for reader in rule.readers:
            for recipient in self._people(reader, mark, rule):
                item = Item(mark, rule, recipient, self.known_of(mark), reader in OF_UNIT)
                seat = recipient.unit_id if mark.key is None else None
                found.setdefault((recipient.key, seat), item)
        return list(found.values())

    def _people(self, reader: Reader, mark: Mark, rule: Rule) -> list[Recipient]:
        known = self.known_of(mark)
        if known is not None:
            return self.staff.of_task(reader, known)
        if rule.trigger is Trigger.BRIEFING and reader in OF_UNIT:
            units = queries.units_that_owe()
            return [recipient for unit_id in units for recipient in self.staff.of_unit(unit_id)]
        return self.staff.in_office(reader)

    def wants(self, item: Item) -> bool:
        return self.switches.wants(item.recipient, TOPICS[item.rule.trigger])


def desk_on(on: Occasion) -> Desk:
    """Read what every digest of the day goes by."""
    return Desk(
        rules=queries.rules(),
        frame=frame_of(on.today, zone=on.zone, calendar=on.calendar),
        staff=queries.staff_on(on.today),
        switches=queries.switches(),
        background=Background(terms_of(on), on),
        on=on,
        unsent=outbox_queries.readers_of_unsent(Kind.REMINDER_DIGEST),
    )


def _drop_what_is_not_owed(due: Sequence[Mark], desk: Desk, *, on: Occasion) -> list[Mark]:
    """Facts replan in their own transaction; here what they missed is cancelled, with the reason."""
    desk.learn(due)
    owed, gone = [], defaultdict(list)
    for mark in due:
        if desk.is_owed(mark):
            owed.append(mark)
        else:
            gone[_why_gone(mark, desk)].append(mark.id)
    for why, ids in sorted(gone.items()):
        settle([Reminder.id.in_(ids)], ReminderState.CANCELLED, now=on.now, why=why)
    return owed


def _why_gone(mark: Mark, desk: Desk) -> str:
    known = desk.known_of(mark)
    if mark.briefing_id is not None and (is_news(mark.rule) or desk.rule(mark) is not None):
        return Gone.BRIEFING_MOVED
    if known is None:
        return Gone.RULE_CHANGED
    return why_gone(
        mark.rule,
        local_date(mark.due_at, desk.on.zone),
        known.facts,
        desk.rules,
        has_older_deadline=mark.deadline_version not in (0, known.deadline_version),
    )


def _by_recipient(
    owed: Sequence[Mark], readings: dict[int, list[Item]], said: set[tuple[str, int]]
) -> list[list[Item]]:
    """In one order for every process, so that two of them queue for the same digest instead of blocking each other."""
    items: dict[str, list[Item]] = defaultdict(list)
    for mark in owed:
        for item in readings[mark.id]:
            if (item.recipient.key, mark.id) not in said:
                items[item.recipient.key].append(item)
    return [items[key] for key in sorted(items)]


def _with_tasks(digests: Iterable[list[Item]], desk: Desk) -> Iterator[list[Item]]:
    """The same, with the tasks they name read a batch at a time."""
    batch: list[list[Item]] = []
    ids: set[int] = set()
    for items in digests:
        batch.append(items)
        ids |= shown_ids(items)
        if len(ids) >= BATCH:
            yield from _brought(batch, ids, desk)
            batch, ids = [], set()
    yield from _brought(batch, ids, desk)


def _brought(batch: list[list[Item]], ids: set[int], desk: Desk) -> Iterator[list[Item]]:
    desk.background.bring(ids)
    yield from batch


# ------------------------------------------------------------------------------------------------------- one recipient


def _make_digest(recipient: Recipient, items: Sequence[Item], desk: Desk, *, on: Occasion) -> bool:
    """False when this recipient has had the mail of the day; what they switched off makes no mail."""
    wanted = [item for item in items if desk.wants(item)]
    if not wanted:
        return True
    digest_id = db.session.scalar(
        insert(Digest)
        .values(recipient=recipient.key, day=on.today, made_at=on.now)
        .on_conflict_do_nothing(index_elements=["recipient", "day"])
        .returning(Digest.id)
    )
    if digest_id is None:
        return False
    wanted += _swallow_unsent(recipient, wanted, desk, on=on)
    business_end = end_of_day(on.calendar.next_working_day(on.today + DAY), on.zone)
    message = owe(
        Kind.REMINDER_DIGEST,
        recipient,
        compose(recipient, wanted, desk.background),
        key=f"digest:{recipient.key}:{on.today.isoformat()}",
        on=on,
        expires_at=on.real_now + (business_end - on.now),
    )
    desk.made.append(
        Made(digest_id, message.id if message else None, sorted({item.mark.id for item in wanted}))
    )
    if recipient.address:
        desk.sent += _entries(recipient, wanted)
    return True


def _keep(made: Sequence[Made]) -> None:
    """What the digests of one making carried, and their mails."""
    if not made:
        return
    digests = cast(sa.Table, Digest.__table__)
    sent_by = (
        sa.update(digests)
        .where(digests.c.id == sa.bindparam("digest_id"))
        .values(message_id=sa.bindparam("mail_id"))
    )
    db.session.execute(sent_by, [{"digest_id": one.digest_id, "mail_id": one.message_id} for one in made])
    rows = [{"digest_id": one.digest_id, "reminder_id": mark} for one in made for mark in one.mark_ids]
    db.session.execute(sa.insert(DigestReminder), rows)


def _swallow_unsent(recipient: Recipient, items: Sequence[Item], desk: Desk, *, on: Occasion) -> list[Item]:
    """Older digests that never left go no more; what they said and still holds is said in the new one."""
    seat = None if recipient.person_id else recipient.unit_id
    if (recipient.person_id, seat) not in desk.unsent:
        return []
    unsent = outbox_queries.unsent_to(
        Kind.REMINDER_DIGEST, person_id=recipient.person_id, unit_id=recipient.unit_id
    )
    for message in unsent:
        outbox.expire(message, outbox.Expired.SUPERSEDED)
    have = {item.mark.id for item in items}
    marks = queries.carried_by([digest.id for digest in queries.digests_of(unsent)])
    still = [mark for mark in marks if mark.id not in have and mark.expires_at > on.now]
    desk.learn(still)
    return [
        item
        for mark in still
        if desk.is_owed(mark)
        for item in readings_of(recipient.key, desk.readings(mark))
    ]


def _entries(recipient: Recipient, items: Sequence[Item]) -> list[Sent]:
    """What the histories of these tasks say of the mail."""
    rules: dict[int, set[str]] = defaultdict(set)
    for item in items:
        if item.known is not None and item.known.task_id is not None:
            rules[item.known.task_id].add(item.mark.rule)
    return [
        (task_id, {"to": recipient.name, "rules": sorted(names)}) for task_id, names in sorted(rules.items())
    ]


def _consume(
    owed: Sequence[Mark], readings: dict[int, list[Item]], waiting: set[int], desk: Desk, *, now: datetime
) -> None:
    """A reminder is used up once everybody it is for has it; who had today's mail already gets it tomorrow."""
    ends: dict[str, list[int]] = defaultdict(list)
    for mark in owed:
        if mark.id not in waiting:
            ends[_outcome(readings[mark.id], desk)].append(mark.id)
    for outcome, ids in sorted(ends.items()):
        settle([Reminder.id.in_(ids)], ReminderState.CONSUMED, now=now, why=outcome)


def _outcome(items: Sequence[Item], desk: Desk) -> str:
    if not any(item.recipient.address for item in items):
        return Why.NO_ADDRESS
    return "" if any(desk.wants(item) for item in items) else Why.SWITCHED_OFF
