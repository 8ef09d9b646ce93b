"""The verbs of rules and switches: changed from a day on, never backwards, and always journaled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from taskboard.accounts.models import Person
from taskboard.db import db, insert
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.reminding import MANDATORY, UNNUMBERED, Importance, Reader, Rule, Stop, Topic, Trigger
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import queries
from taskboard.reminders.models import MailChoice, MailSwitch, ReminderRule
from taskboard.settings import queries as settings
from taskboard.settings.actions import set_value
from taskboard.settings.registry import DEFINITIONS

MOST_MARKS = 8
LARGEST = {Trigger.SILENCE: 730}
LARGEST_MARK = 120
LAST_DAY = {Trigger.PROGRESS: 28, Trigger.BULLETIN: 5}


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What a person asks a rule to be, from a day on."""

    offsets: tuple[int, ...]
    readers: tuple[Reader, ...]
    stop: Stop
    importance: Importance
    unit_kinds: tuple[str, ...]
    day: int | None
    is_on: bool
    legal_basis: str
    valid_from: date


def change_rule(key: str, draft: RuleDraft, *, on: Occasion) -> ReminderRule:
    """The rule is this from `valid_from` on. Marks of before stay as they were judged; no deadline moves.

    Raises RuleBroken as `check_draft`.
    """
    history = check_draft(key, draft, today=on.today)
    before = _newest(history, draft.valid_from)
    had = _joined(queries.numbers_on(before, draft.valid_from))
    row = next((one for one in history if one.valid_from == draft.valid_from), None)
    facts_before = facts_of_rule(before) | {"offsets": had}
    _set_numbers(key, draft, on=on)
    if row is None:
        row = drafted(before, draft)
        db.session.add(row)
    else:
        _fill(row, draft)
    row.set_by_id, row.set_at = on.acting.person_id, on.now
    db.session.flush()
    record(
        Event.REMINDER_RULE_CHANGED,
        "reminder_rule",
        row.id,
        acting=on.acting,
        at=on.now,
        key=key,
        valid_from=draft.valid_from,
        **_changes(facts_before, facts_of_rule(row)),
    )
    return row


def check_draft(key: str, draft: RuleDraft, *, today: date) -> list[ReminderRule]:
    """The rule's versions, when the draft may become one.

    Raises RuleBroken: rule_unknown, rule_in_past, offsets_outside, offsets_not_as_many, readers_missing,
    rule_day_outside.
    """
    history = queries.history_of(key)
    if not history:
        raise RuleBroken("rule_unknown")
    trigger = history[0].trigger
    if draft.valid_from < today:
        raise RuleBroken("rule_in_past", field="valid_from", today=today)
    largest = LARGEST.get(trigger, LARGEST_MARK)
    if key in queries.SET_BY:
        _check_numbers(queries.SET_BY[key], draft)
    elif trigger not in UNNUMBERED or trigger is Trigger.WEEKLY:
        is_counted = 1 <= len(set(draft.offsets)) <= (1 if trigger is Trigger.WEEKLY else MOST_MARKS)
        if not is_counted or not all(1 <= offset <= largest for offset in draft.offsets):
            raise RuleBroken("offsets_outside", field="offsets", low=1, high=largest, most=MOST_MARKS)
    if not draft.readers:
        raise RuleBroken("readers_missing", field="readers")
    last = LAST_DAY.get(trigger)
    if last is not None and not 1 <= (draft.day or 0) <= last:
        raise RuleBroken("rule_day_outside", field="day", last=last)
    return history


def _check_numbers(settings_of_rule: Collection[str], draft: RuleDraft) -> None:
    """As many numbers as there are settings, each within the limits these have."""
    known = [DEFINITIONS[name] for name in settings_of_rule]
    low, high = min(one.minimum or 0 for one in known), max(one.maximum or 0 for one in known)
    if len(set(draft.offsets)) != len(known) or not all(low <= offset <= high for offset in draft.offsets):
        raise RuleBroken("offsets_not_as_many", field="offsets", count=len(known), low=low, high=high)


def _set_numbers(key: str, draft: RuleDraft, *, on: Occasion) -> None:
    """The numbers of such a rule are the settings'; the one that grows goes first, so that none ever stands on its head.

    Raises RuleBroken where they do not fit a third setting: setting_not_below, setting_not_above.
    """
    wanted = dict(zip(queries.SET_BY.get(key, ()), sorted(set(draft.offsets), reverse=True), strict=False))
    is_growing = any(number > settings.value_on(name, draft.valid_from) for name, number in wanted.items())
    for name in wanted if is_growing else reversed(wanted):
        if settings.value_on(name, draft.valid_from) == wanted[name]:
            continue
        try:
            set_value(
                name,
                wanted[name],
                legal_basis=draft.legal_basis,
                valid_from=draft.valid_from,
                acting=on.acting,
                now=on.now,
            )
        except RuleBroken as broken:
            raise RuleBroken(broken.key, field="offsets", **broken.details) from broken


def _newest(history: list[ReminderRule], day: date) -> ReminderRule:
    """The version in force on a day; the first one for days before it."""
    begun = [row for row in history if row.valid_from <= day]
    return begun[-1] if begun else history[0]


def drafted(before: ReminderRule, draft: RuleDraft) -> ReminderRule:
    """A version that nobody has saved: what it is about stays, the rest is as asked."""
    row = ReminderRule(
        key=before.key,
        trigger=before.trigger,
        recurrence=before.recurrence,
        subject=before.subject,
        position=before.position,
        valid_from=draft.valid_from,
    )
    _fill(row, draft)
    return row


def _fill(row: ReminderRule, draft: RuleDraft) -> None:
    row.offsets = "" if row.trigger in UNNUMBERED - {Trigger.WEEKLY} else _joined(sorted(set(draft.offsets)))
    row.readers = _joined(draft.readers)
    row.stop, row.importance = draft.stop, draft.importance
    row.unit_kinds = _joined(draft.unit_kinds)
    row.day = draft.day if row.trigger in LAST_DAY else None
    row.is_on, row.legal_basis = draft.is_on, draft.legal_basis


def _joined(values: Collection[Any]) -> str:
    return " ".join(str(value) for value in values)


def facts_of_rule(row: ReminderRule) -> dict[str, Any]:
    """What of a rule a person may change, as the journal keeps it."""
    names = ("offsets", "readers", "stop", "importance", "unit_kinds", "day", "is_on", "legal_basis")
    return {name: getattr(row, name) for name in names}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    changed = [name for name in before if before[name] != after[name]]
    return {"from_": {name: before[name] for name in changed}, "to": {name: after[name] for name in changed}}


def rules_with(key: str, draft: RuleDraft) -> tuple[Rule, ...]:
    """All rules as they would be, were the draft saved. Nothing is written."""
    versions = queries.rule_versions()
    of_key = [row for row in versions if row.key == key]
    asked = drafted(_newest(of_key, draft.valid_from), draft)
    others = [row for row in versions if row.key != key or row.valid_from != draft.valid_from]
    ordered = sorted([*others, asked], key=lambda row: (row.position, row.valid_from))
    return queries.values_of(ordered, drafted=asked)


# ------------------------------------------------------------------------------------------------------------ switches


def switch_topics(on_topics: Collection[Topic], *, on: Occasion) -> list[Topic]:
    """What the installation sends from now on; mandatory topics stay on. Returns what changed."""
    off = queries.switches().off
    changed = [topic for topic in Topic if topic not in MANDATORY and (topic in on_topics) == (topic in off)]
    for topic in changed:
        _put(MailSwitch, {"topic": topic}, is_on=topic in on_topics)
        record(
            Event.MAIL_SWITCHED,
            "mail_switch",
            list(Topic).index(topic) + 1,
            acting=on.acting,
            at=on.now,
            topic=topic,
            is_on=topic in on_topics,
        )
    return changed


def choose_topics(person: Person, on_topics: Collection[Topic], *, on: Occasion) -> list[Topic]:
    """What one person gets from now on; mandatory topics stay on. Returns what changed."""
    chosen_off = {topic for _person, topic in queries.switches([person.id]).chosen_off}
    changed = [
        topic for topic in Topic if topic not in MANDATORY and (topic in on_topics) == (topic in chosen_off)
    ]
    for topic in changed:
        _put(MailChoice, {"person_id": person.id, "topic": topic}, is_on=topic in on_topics)
        record(
            Event.MAIL_CHOSEN,
            "person",
            person.id,
            acting=on.acting,
            at=on.now,
            topic=topic,
            is_on=topic in on_topics,
        )
    return changed


def _put(table: type[Any], key: dict[str, Any], *, is_on: bool) -> None:
    statement = insert(table).values(**key, is_on=is_on)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_={"is_on": statement.excluded.is_on})
    )
