"""Who gets what on any day, and why; who got what, and why not: the same rules asked again, nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from functools import cache

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar, at, end_of_day, local_date, start_of_day
from taskboard.domain.lifecycle import REMINDED, State
from taskboard.domain.reminding import (
    NEWS,
    OF_DEADLINE,
    OF_NO_TASK,
    OF_UNIT,
    TOPICS,
    Frame,
    Importance,
    Moment,
    Rule,
    Subject,
    Trigger,
    is_news,
    plan_briefing,
    plan_bulletin,
    plan_task,
    rule_of,
)
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import Digest, DigestReminder, Reminder, ReminderState
from taskboard.reminders.queries.beside import beside_of, marks_about, owed_beside
from taskboard.reminders.queries.day import NEAR, Holding, Told, holding_on, told_on
from taskboard.reminders.queries.due import Mark, marks_of
from taskboard.reminders.queries.facts import Key, Known, known_of, open_task_ids
from taskboard.reminders.queries.figures import unit_name, units_that_owe
from taskboard.reminders.queries.readers import Recipient, Staff, staff_on
from taskboard.reminders.queries.rules import frame, rules
from taskboard.reminders.queries.told import briefing_news
from taskboard.tasks.models import Task

BATCH = 500


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One task in one recipient's mail of a day, or why it is not in one."""

    to_key: str
    to_name: str
    to_address: str
    code: str
    """Empty for what concerns no single task."""
    title: str
    """Of the task; of an explanation what is to be explained."""
    unit: str
    """Whose part or whose explanation it is; empty for the task's own marks."""
    rule: str
    rule_key: str
    will_go: bool
    why: str
    """planned, computed, consumed, a `ReminderState` with its outcome, no_address, switched_off or day_off."""


@dataclass(frozen=True, slots=True)
class _Day:
    """What a preview of one day goes by."""

    day: date
    today: date
    """When it is asked."""
    works: bool
    holding: Holding
    frame: Frame
    owing: Callable[[], list[int]]
    """The units that owe something, asked for once where a briefing comes near."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One mark of the day, written or still to be written."""

    mark: str
    why: str
    known: Known | None
    briefing_id: int | None = None
    code: str = ""
    title: str = ""


def preview(
    on_date: date, *, today: date, zone: tzinfo, calendar: WorkingCalendar, to_key: str | None = None
) -> list[PreviewLine]:
    """Who would get what on a day, and why: rows that exist and marks a pass will still write.

    Recipients are those who hold the posts on that day. Of a day to come, what an earlier working day from `today` on will have
    said is left out. With `to_key`, one recipient's lines only.
    """
    day = _day(on_date, today=today, zone=zone, calendar=calendar)
    lines = [
        line
        for drawn in _drawn_on(day, zone)
        for line in _lines(drawn, day)
        if to_key is None or line.to_key == to_key
    ]
    return sorted(lines, key=lambda line: (line.to_name, not line.will_go, line.code, line.rule))


def _day(on_date: date, *, today: date, zone: tzinfo, calendar: WorkingCalendar) -> _Day:
    back, ahead = timedelta(days=21), timedelta()
    return _Day(
        on_date,
        today,
        calendar.is_working_day(on_date),
        holding_on(on_date, today=today, calendar=calendar),
        frame(calendar=calendar, zone=zone, today=on_date, back=back, ahead=ahead),
        cache(units_that_owe),
    )


def _drawn_on(day: _Day, zone: tzinfo) -> Iterator[_Drawn]:
    """Marks that are written, then those that no pass has written yet."""
    told = told_on(
        day.day,
        start_of_day(day.day, zone),
        end_of_day(day.day, zone),
        waiting_past=at(day.day, day.frame.send_at, zone),
        beyond_plans=day.day < day.today or not day.holding.plans_hold,
        zone=zone,
    )
    there: set[tuple[Key | None, int | None, str, date]] = set()
    for one in told:
        if one.mark is None:
            yield from _computed(one, day, there)
        elif not _goes_before(one.mark, day, zone):
            mark = one.mark
            there.add((one.known.key if one.known else None, mark.briefing_id, mark.rule, mark.occurrence))
            yield _Drawn(mark.rule, _why(mark), one.known, mark.briefing_id, one.code, one.title)
    yield from _computed_of_no_task(day, there)


def _goes_before(mark: Mark, day: _Day, zone: tzinfo) -> bool:
    """Whether a working day before the one asked about will have sent what waits now."""
    due_on = local_date(mark.due_at, zone)
    if mark.state is not ReminderState.PLANNED or due_on >= day.day:
        return False
    return day.frame.calendar.next_working_day(max(due_on, day.today)) < day.day


def _computed(
    told: Told, day: _Day, there: Collection[tuple[Key | None, int | None, str, date]]
) -> Iterator[_Drawn]:
    known = told.known
    if known is None:
        return
    for moment in plan_task(known.facts, day.holding.rules, day.frame):
        if moment.on == day.day and (known.key, None, moment.rule, moment.occurrence) not in there:
            yield _Drawn(moment.rule, "computed", known, None, told.code, told.title)


def _computed_of_no_task(
    day: _Day, there: Collection[tuple[Key | None, int | None, str, date]]
) -> Iterator[_Drawn]:
    for moment in plan_bulletin(day.holding.rules, day.frame):
        if moment.on == day.day and (None, None, moment.rule, moment.occurrence) not in there:
            yield _Drawn(moment.rule, "computed", None)
    for briefing_id, held_on in day.holding.briefings:
        for moment in plan_briefing(held_on, day.holding.rules, day.frame):
            if moment.on == day.day and (None, briefing_id, moment.rule, moment.occurrence) not in there:
                yield _Drawn(moment.rule, "computed", None, briefing_id)


def _all_known(day: date, zone: tzinfo, most: int | None = None) -> Iterator[Known]:
    """Open tasks, dated parts, unanswered explanations, a batch at a time; with `most`, so many tasks at most."""
    last_id = looked_at = 0
    while (most is None or looked_at < most) and (ids := open_task_ids(last_id, BATCH)):
        last_id, looked_at = ids[-1], looked_at + len(ids)
        yield from known_of(ids, today=day, zone=zone).values()
    for batch in owed_beside(day - NEAR, day + NEAR, zone):
        yield from batch


def _why(mark: Mark) -> str:
    return f"{mark.state.value}: {mark.outcome}" if mark.outcome else mark.state.value


_GOES = frozenset({ReminderState.PLANNED.value, ReminderState.CONSUMED.value, "computed"})


def _lines(drawn: _Drawn, day: _Day) -> Iterator[PreviewLine]:
    facts = drawn.known.facts if drawn.known else None
    rule = (
        NEWS
        if is_news(drawn.mark)
        else rule_of(drawn.mark, day.holding.rules, facts, day.day)
        or rule_of(drawn.mark, day.holding.rules, None, day.day)
    )
    if rule is None:
        return
    seen: set[str] = set()
    for recipient in _recipients(rule, drawn, day):
        if recipient.key not in seen:
            seen.add(recipient.key)
            will_go, why = _verdict(recipient, rule, drawn, day)
            yield PreviewLine(
                recipient.key,
                recipient.name,
                recipient.address,
                drawn.code,
                drawn.known.question or drawn.title if drawn.known else "",
                _whose(drawn, day),
                drawn.mark,
                rule.key,
                will_go,
                why,
            )


def _whose(drawn: _Drawn, day: _Day) -> str:
    """A task may have several partners, each with a mark of the same name."""
    if drawn.known is None or drawn.known.key[0] is Subject.TASK:
        return ""
    return day.holding.staff.mailboxes[drawn.known.unit_id].name


def _recipients(rule: Rule, drawn: _Drawn, day: _Day) -> Iterator[Recipient]:
    if rule is NEWS and drawn.briefing_id is not None:
        found = (day.holding.staff.by_key(key) for key in briefing_news(drawn.briefing_id).was)
        yield from (reader for reader in found if reader is not None)
    for reader in rule.readers:
        if drawn.known is not None:
            yield from day.holding.staff.of_task(reader, drawn.known)
        elif rule.trigger is Trigger.BRIEFING and reader in OF_UNIT:
            for unit_id in day.owing():
                yield from day.holding.staff.of_unit(unit_id)
        else:
            yield from day.holding.staff.in_office(reader)


def _verdict(recipient: Recipient, rule: Rule, drawn: _Drawn, day: _Day) -> tuple[bool, str]:
    if drawn.why not in _GOES:
        return False, drawn.why
    if not day.works:
        return False, "day_off"
    if not recipient.address:
        return False, "no_address"
    if not day.holding.switches.wants(recipient, TOPICS[rule.trigger]):
        return False, "switched_off"
    return True, drawn.why


@dataclass(frozen=True, slots=True)
class Merged:
    """One task, part or explanation in one recipient's mail, with all the marks that bring it there, or fail to."""

    code: str
    title: str
    unit: str
    rule_key: str
    will_go: bool
    why: str
    marks: tuple[str, ...]


def merged(lines: Iterable[PreviewLine]) -> list[Merged]:
    """What several marks name is one line of the mail."""
    found: dict[tuple[str, ...], Merged] = {}
    for line in lines:
        of_none = "" if line.code or line.title else line.rule_key
        key = (line.code, line.title, line.unit, of_none, str(line.will_go), line.why)
        before = found.get(key)
        marks = dict.fromkeys((*(before.marks if before else ()), line.rule))
        found[key] = Merged(
            line.code, line.title, line.unit, line.rule_key, line.will_go, line.why, tuple(marks)
        )
    return list(found.values())


# --------------------------------------------------------------------------------------------- before a rule is saved


@dataclass(frozen=True, slots=True)
class Planned:
    """One mail a rule would cause for a task: when, to whom."""

    on: date
    mark: str
    rule_key: str
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A task's coming mails under the rules as they are, and as they would be."""

    kept: tuple[Planned, ...]
    lost: tuple[Planned, ...]
    added: tuple[Planned, ...]


def compare(
    task_id: int,
    old: tuple[Rule, ...],
    new: tuple[Rule, ...],
    *,
    today: date,
    zone: tzinfo,
    calendar: WorkingCalendar,
) -> Compared:
    """What changing rules changes for one task from today on; the weekly and monthly marks for two months."""
    known = _known_about(task_id, today, zone)
    window = frame(calendar=calendar, zone=zone, today=today, back=timedelta(), ahead=timedelta(days=62))
    staff = staff_on(today)
    before, after = (
        [planned for one in known for planned in _planned(one, version, window, staff)]
        for version in (old, new)
    )
    return Compared(
        kept=tuple(one for one in before if one in after),
        lost=tuple(one for one in before if one not in after),
        added=tuple(one for one in after if one not in before),
    )


def _known_about(task_id: int, today: date, zone: tzinfo) -> list[Known]:
    """The task, its dated parts, its explanations."""
    return [known_of([task_id], today=today, zone=zone)[task_id], *beside_of(task_id, zone)]


def _planned(known: Known, version: tuple[Rule, ...], window: Frame, staff: Staff) -> list[Planned]:
    return [
        planned
        for moment in plan_task(known.facts, version, window)
        if (planned := _planned_mail(moment, known, version, staff))
    ]


def _planned_mail(moment: Moment, known: Known, version: tuple[Rule, ...], staff: Staff) -> Planned | None:
    rule = rule_of(moment.rule, version, known.facts, moment.on)
    if rule is None:
        return None
    people = [recipient for reader in rule.readers for recipient in staff.of_task(reader, known)]
    return Planned(moment.on, moment.rule, rule.key, tuple(dict.fromkeys(one.name for one in people)))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a change of rules reaches over all open tasks."""

    tasks: int
    lost: int
    added: int
    looked_at: int
    has_more: bool


LOOKED_AT = 2000


def reach_of(
    old: tuple[Rule, ...], new: tuple[Rule, ...], *, today: date, zone: tzinfo, calendar: WorkingCalendar
) -> Reach:
    """Marks that would go and come, from today on, over the first open tasks: enough to be warned by."""
    window = frame(calendar=calendar, zone=zone, today=today, back=timedelta(), ahead=timedelta(days=62))
    looked_at = lost = added = 0
    changed: set[int | None] = set()
    last_id = 0
    for known in _all_known(today, zone, LOOKED_AT):
        if known.key[0] is Subject.TASK:
            looked_at, last_id = looked_at + 1, known.key[1]
        gone, come = _difference(known, old, new, window)
        lost, added = lost + gone, added + come
        if gone or come:
            changed.add(known.task_id)
    return Reach(len(changed), lost, added, looked_at, bool(open_task_ids(last_id, 1)))


def _difference(known: Known, old: tuple[Rule, ...], new: tuple[Rule, ...], window: Frame) -> tuple[int, int]:
    before, after = ({(one.rule, one.on) for one in plan_task(known.facts, r, window)} for r in (old, new))
    return len(before - after), len(after - before)


# --------------------------------------------------------------------------------------------- one task, looking back


@dataclass(frozen=True, slots=True)
class Story:
    """One mark of a task: when, by which rule, what became of it and in whose mail."""

    mark: str
    unit: str
    """Whose part it is, or whose explanation; empty for the task's own marks."""
    on: date
    why: str
    mails: tuple[OutboxMessage, ...]
    readers: tuple[str, ...]
    """For what is still to come: who would read it today."""


def story_of(task: Task, *, today: date, zone: tzinfo) -> list[Story]:
    """Every mark of a task, newest first: the answer to "why did this mail (not) go out"."""
    known = {one.key: one for one in _known_about(task.id, today, zone)}
    staff, versions = staff_on(today), rules()
    mails = _mails_by_mark(task.id)
    return [
        Story(
            mark.rule,
            unit_name(known[mark.key].unit_id, today) if mark.key[0] is not Subject.TASK else "",
            local_date(mark.due_at, zone),
            _why(mark),
            tuple(mails.get(mark.id, ())),
            _readers(mark, known[mark.key], staff, versions, zone),
        )
        for mark in sorted(marks_of([task.id]), key=lambda mark: (mark.due_at, mark.id), reverse=True)
        if mark.key in known
    ]


def _readers(
    mark: Mark, known: Known, staff: Staff, versions: Iterable[Rule], zone: tzinfo
) -> tuple[str, ...]:
    if mark.state is not ReminderState.PLANNED:
        return ()
    rule = rule_of(mark.rule, versions, known.facts, local_date(mark.due_at, zone))
    people = [one for reader in (rule.readers if rule else ()) for one in staff.of_task(reader, known)]
    return tuple(dict.fromkeys(one.name for one in people))


def _mails_by_mark(task_id: int) -> dict[int, list[OutboxMessage]]:
    statement = (
        sa.select(DigestReminder.reminder_id, OutboxMessage)
        .join(Digest, Digest.id == DigestReminder.digest_id)
        .join(OutboxMessage, OutboxMessage.id == Digest.message_id)
        .join(Reminder, Reminder.id == DigestReminder.reminder_id)
        .where(marks_about([task_id]))
        .order_by(OutboxMessage.id)
    )
    found: dict[int, list[OutboxMessage]] = {}
    for reminder_id, message in db.session.execute(statement):
        found.setdefault(reminder_id, []).append(message)
    return found


@dataclass(frozen=True, slots=True)
class Unused:
    """A rule that gives this task no mark, and why."""

    rule_key: str
    why: str
    """off, recurrence, importance, unit_kind, nothing_asked, not_waiting, state, no_deadline, has_deadline, named, passed;
    of rules of parts and explanations: off, no_part, no_explanation, passed."""


def unused_rules(task: Task, *, today: date, zone: tzinfo, calendar: WorkingCalendar) -> list[Unused]:
    """The rules in force that owe this task nothing from today on: why a mail does not come."""
    about = _known_about(task.id, today, zone)
    window = frame(calendar=calendar, zone=zone, today=today, back=timedelta(), ahead=timedelta(days=62))
    in_force = [
        rule
        for rule in rules()
        if rule.since <= today
        and (rule.until is None or today < rule.until)
        and rule.trigger not in OF_NO_TASK
    ]
    unused = [rule for rule in in_force if not any(_gives(rule, known, window) for known in about)]
    return [Unused(rule.key, _why_unused(rule, about)) for rule in unused]


def _gives(rule: Rule, known: Known, window: Frame) -> bool:
    return bool(plan_task(known.facts, (rule,), window))


_NONE_OF = {Subject.PART: "no_part", Subject.EXPLANATION: "no_explanation"}


def _why_unused(rule: Rule, about: Sequence[Known]) -> str:
    if rule.subject is Subject.TASK:
        return _why_unused_of_task(rule, about[0])
    is_owed = any(known.key[0] is rule.subject and known.facts.state in REMINDED for known in about)
    return "off" if not rule.is_on else "passed" if is_owed else _NONE_OF[rule.subject]


def _why_unused_of_task(rule: Rule, known: Known) -> str:
    facts = known.facts
    tests = (
        ("off", not rule.is_on),
        (
            "recurrence",
            not replace(rule, importance=Importance.ANY, unit_kinds=frozenset()).applies_to(facts),
        ),
        ("importance", not replace(rule, unit_kinds=frozenset()).applies_to(facts)),
        ("unit_kind", not rule.applies_to(facts)),
        ("nothing_asked", rule.trigger is Trigger.REQUEST and facts.requested_on is None),
        ("not_waiting", rule.trigger is Trigger.CONFIRM and facts.state is not State.WAITING),
        (
            "state",
            rule.trigger not in (Trigger.REQUEST, Trigger.CONFIRM) and facts.state not in REMINDED,
        ),
        ("no_deadline", rule.trigger in OF_DEADLINE and facts.last_day is None),
        ("has_deadline", rule.trigger is Trigger.SILENCE and facts.last_day is not None),
        ("named", rule.trigger is Trigger.UNNAMED and facts.is_named),
    )
    return next((word for word, holds in tests if holds), "passed")


# ------------------------------------------------------------------------------------------- one person, looking back


def mails_to(person_id: int, limit: int = 30) -> list[OutboxMessage]:
    """What one person was owed, newest first, whatever became of it."""
    statement = (
        sa.select(OutboxMessage)
        .where(OutboxMessage.person_id == person_id)
        .order_by(OutboxMessage.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def example_for(
    prefix: str, versions: tuple[Rule, ...], *, today: date, zone: tzinfo, calendar: WorkingCalendar
) -> str:
    """The code of an open task that a rule reminds of from today on; empty when it reminds of none."""
    window = frame(calendar=calendar, zone=zone, today=today, back=timedelta(), ahead=timedelta(days=62))
    of_rule = tuple(rule for rule in versions if rule.prefix == prefix)
    for known in _all_known(today, zone, LOOKED_AT):
        if known.task_id is not None and plan_task(known.facts, of_rule, window):
            return db.session.scalar(sa.select(Task.code).where(Task.id == known.task_id)) or ""
    return ""
