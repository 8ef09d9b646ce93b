"""The rules in force, as values for `domain.reminding`, and what a pass plans with."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.reminding import Frame, Reader, Rule
from taskboard.kept import forget_when_written, kept
from taskboard.reminders.models import ReminderRule
from taskboard.settings import queries as settings
from taskboard.settings.models import SettingValue

_RULES = "reminder rules"
forget_when_written(ReminderRule, _RULES)
forget_when_written(SettingValue, _RULES)
SET_BY = {
    "silence": ("silent_days",),
    "confirm_late": ("confirm_working_days",),
    "briefing": ("window_opens_working_days", "window_answers_working_days"),
    "briefing_check": ("window_checks_working_days",),
}
"""Rules whose numbers are settings of the city, which other pages go by too: the number stands there and nowhere else."""


def rule_versions() -> list[ReminderRule]:
    """Every rule as it ever stood, in the order of the page, then of time."""
    statement = sa.select(ReminderRule).order_by(ReminderRule.position, ReminderRule.valid_from)
    return list(db.session.scalars(statement))


def rule_rows() -> sa.Select[*tuple[Any, ...]]:
    """Every version's columns, for `values_of`."""
    return sa.select(*sa.inspect(ReminderRule).columns)


def rules() -> tuple[Rule, ...]:
    """The rules as values, each with the days it holds; read once a transaction."""
    return kept(_RULES, lambda: values_of(rule_versions()))


def values_of(versions: Iterable[Any], *, drafted: ReminderRule | None = None) -> tuple[Rule, ...]:
    """Rows, or objects, as values: a version holds until the next one of its key begins.

    One that is only `drafted` has its own numbers, for the settings do not know them yet.
    """
    by_key: dict[str, list[Any]] = defaultdict(list)
    for row in versions:
        by_key[row.key].append(row)
    return tuple(
        value_of(row, offsets, since=since, until=until)
        for rows in by_key.values()
        for row, following in zip(rows, [*rows[1:], None], strict=True)
        for since, until, offsets in _spans(row, following, is_draft=row is drafted)
    )


_Span = tuple[date, date | None, tuple[int, ...]]
"""The first day, the day after the last one, the numbers that hold from one to the other."""


def _spans(row: Any, following: Any | None, *, is_draft: bool = False) -> Iterator[_Span]:
    until = following.valid_from if following else None
    if is_draft or row.key not in SET_BY:
        yield row.valid_from, until, _stored(row)
        return
    changes = (day for day in settings.days_of_change(SET_BY[row.key]) if row.valid_from < day)
    days = [row.valid_from, *(day for day in changes if until is None or day < until)]
    for since, end in zip(days, [*days[1:], until], strict=True):
        yield since, end, numbers_on(row, since)


def numbers_on(row: Any, day: date) -> tuple[int, ...]:
    """What a rule counts, on a day: by its own numbers, or by the city's settings."""
    if row.key not in SET_BY:
        return _stored(row)
    return tuple(sorted(set(settings.values_on(SET_BY[row.key], day).values()), reverse=True))


def _stored(row: Any) -> tuple[int, ...]:
    return tuple(int(number) for number in row.offsets.split())


def value_of(row: Any, offsets: tuple[int, ...], *, since: date, until: date | None = None) -> Rule:
    return Rule(
        key=row.key,
        trigger=row.trigger,
        offsets=offsets,
        readers=tuple(Reader(reader) for reader in row.readers.split()),
        stop=row.stop,
        importance=row.importance,
        unit_kinds=frozenset(row.unit_kinds.split()),
        recurrence=row.recurrence,
        day=row.day,
        is_on=row.is_on,
        subject=row.subject,
        since=since,
        until=until,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule as the page of rules shows it."""

    current: ReminderRule
    coming: ReminderRule | None
    """The change that begins later, if one is set."""
    numbers: tuple[int, ...]
    changes_on: date | None
    """The day of the next change, of the rule or of a setting that gives it its numbers."""


def standing_on(day: date) -> list[Standing]:
    """Each rule with what holds on a day, and the next change."""
    by_key: dict[str, list[ReminderRule]] = defaultdict(list)
    for row in rule_versions():
        by_key[row.key].append(row)
    return [_standing(rows, day) for rows in by_key.values()]


def _standing(rows: Sequence[ReminderRule], day: date) -> Standing:
    begun = [row for row in rows if row.valid_from <= day]
    later = [row for row in rows if row.valid_from > day]
    current, coming = (begun[-1] if begun else rows[0]), (later[0] if begun and later else None)
    changes = [one for one in settings.days_of_change(SET_BY.get(current.key, ())) if one > day]
    changes += [coming.valid_from] if coming else []
    return Standing(current, coming, numbers_on(current, day), min(changes, default=None))


@dataclass(frozen=True, slots=True)
class Lived:
    """A rule as it held from a day on, with the numbers it then had."""

    row: ReminderRule
    since: date
    numbers: tuple[int, ...]
    is_default: bool


def lives_of(history: Sequence[ReminderRule]) -> list[Lived]:
    """Every way one rule ever stood, oldest first: its own versions, and changes of the settings it goes by."""
    return [
        Lived(row, since, numbers, is_default=row.set_at is None and since == row.valid_from)
        for row, following in zip(history, [*history[1:], None], strict=True)
        for since, _until, numbers in _spans(row, following)
    ]


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


def fingerprint(calendar: WorkingCalendar, today: date, in_force: Sequence[Rule] | None = None) -> str:
    """What all plans rest on, in a few characters: another one means that plans must be made anew.

    `in_force` are the rules, where they have been read.
    """
    in_force = rules() if in_force is None else in_force
    basis = [
        sorted(calendar.days_off),
        sorted(calendar.working_swaps),
        settings.value_on("mail_hour", today),
        *((replace(rule, unit_kinds=frozenset(), until=None), sorted(rule.unit_kinds)) for rule in in_force),
    ]
    return hashlib.sha256(repr(basis).encode()).hexdigest()
