"""The rules in force, as values for `domain.reminding`, and what a pass plans with."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta, tzinfo

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.reminding import Frame, Reader, Rule
from taskboard.kept import forget_when_written, kept
from taskboard.reminders.models import ReminderRule
from taskboard.settings import queries as settings

_RULES = "reminder rules"
forget_when_written(ReminderRule, _RULES)


def rule_versions() -> list[ReminderRule]:
    """Every rule as it ever stood, in the order of the page, then of time."""
    statement = sa.select(ReminderRule).order_by(ReminderRule.position, ReminderRule.valid_from)
    return list(db.session.scalars(statement))


def rules() -> tuple[Rule, ...]:
    """The rules as values, each with the days it holds; read once a transaction."""
    return kept(_RULES, lambda: values_of(rule_versions()))


def values_of(versions: Iterable[ReminderRule]) -> tuple[Rule, ...]:
    """Rows as values: a version holds until the next one of its key begins."""
    by_key: dict[str, list[ReminderRule]] = defaultdict(list)
    for row in versions:
        by_key[row.key].append(row)
    return tuple(
        rule
        for rows in by_key.values()
        for row, following in zip(rows, [*rows[1:], None], strict=True)
        if (rule := value_of(row, until=following.valid_from if following else None))
    )


def value_of(row: ReminderRule, *, until: date | None = None) -> Rule:
    return Rule(
        key=row.key,
        trigger=row.trigger,
        offsets=tuple(int(number) for number in row.offsets.split()),
        readers=tuple(Reader(reader) for reader in row.readers.split()),
        stop=row.stop,
        importance=row.importance,
        unit_kinds=frozenset(row.unit_kinds.split()),
        recurrence=row.recurrence,
        day=row.day,
        is_on=row.is_on,
        subject=row.subject,
        since=row.valid_from,
        until=until,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule as the page of rules shows it."""

    current: ReminderRule
    coming: ReminderRule | None
    """The change that begins later, if one is set."""


def standing_on(day: date) -> list[Standing]:
    """Each rule with what holds on a day, and the next change."""
    by_key: dict[str, list[ReminderRule]] = defaultdict(list)
    for row in rule_versions():
        by_key[row.key].append(row)
    return [_standing(rows, day) for rows in by_key.values()]


def _standing(rows: Sequence[ReminderRule], day: date) -> Standing:
    begun = [row for row in rows if row.valid_from <= day]
    coming = [row for row in rows if row.valid_from > day]
    return Standing(begun[-1] if begun else rows[0], coming[0] if begun and coming else None)


def history_of(key: str) -> list[ReminderRule]:
    """One rule's versions, oldest first; empty for a key nobody knows."""
    statement = sa.select(ReminderRule).where(ReminderRule.key == key).order_by(ReminderRule.valid_from)
    return list(db.session.scalars(statement))


def frame(
    *, calendar: WorkingCalendar, zone: tzinfo, today: date, back: timedelta, ahead: timedelta
) -> Frame:
    """A pass at `today` that looks so far back and ahead, at the city's hour of mails."""
    hour = settings.value_on("mail_hour", today)
    return Frame(calendar, zone, time(hour), today - back, today + ahead)


def fingerprint(calendar: WorkingCalendar, today: date) -> str:
    """What all plans rest on, in a few characters: another one means that plans must be made anew."""
    basis = [
        sorted(calendar.days_off),
        sorted(calendar.working_swaps),
        settings.value_on("mail_hour", today),
        *((replace(rule, unit_kinds=frozenset(), until=None), sorted(rule.unit_kinds)) for rule in rules()),
    ]
    return hashlib.sha256(repr(basis).encode()).hexdigest()
