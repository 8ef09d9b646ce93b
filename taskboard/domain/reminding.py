"""When to remind and whom: rules are data, and a task's facts with the rules give its moments.

Marks are counted in working days and fall on working days, so a weekend or the Tết week never uses up a step (peers
T13). A moment is identified by its mark and its occurrence, which do not depend on the calendar: planning again after
the calendar was corrected finds the moments that exist and doubles none (decision 20). What a mark stands on (the
deadline, the last report, the naming of an officer) is a fact; a mark is still owed if planning now would give it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from taskboard.domain.calendar import DAY, WorkingCalendar, at, end_of_day
from taskboard.domain.deadline import Recurrence
from taskboard.domain.lifecycle import REMINDED, State
from taskboard.domain.text import fold

ANSWER_HOLDS = timedelta(days=30)
"""An answer with a far forecast keeps the ladder still for so long at most: then the unit speaks again."""
_WEEK = timedelta(days=7)


class Topic(StrEnum):
    """What a mail, or a part of the day's mail, is about: the unit of switching off."""

    ASSIGNMENT = "assignment"
    WITHDRAWAL = "withdrawal"
    SENT_BACK = "sent_back"
    URGING = "urging"
    EXTENSION_DECIDED = "extension_decided"
    """What was decided of a unit's request: more time, a return, a transfer, a correction."""
    DEADLINE = "deadline"
    ESCALATION = "escalation"
    PROGRESS = "progress"
    NAMING = "naming"
    DECISION = "decision"
    BRIEFING = "briefing"
    BULLETIN = "bulletin"
    CALENDAR_FILE = "calendar_file"
    NEWS = "news"
    """What happened to a task and asks nothing of its reader: a rest, its end, a cause confirmed, an answer given."""


MANDATORY = frozenset(
    {
        Topic.ASSIGNMENT,
        Topic.WITHDRAWAL,
        Topic.SENT_BACK,
        Topic.URGING,
        Topic.DEADLINE,
        Topic.ESCALATION,
    }
)
"""What a unit or a leader may not switch off: without it nobody could be held to a date (rule 28)."""


class Subject(StrEnum):
    """What owes the day a rule stands around."""

    TASK = "task"
    PART = "part"
    """What a partner was asked for, by a date of its own (decision 16)."""
    EXPLANATION = "explanation"
    """The answer to a request for an explanation, of a task or of a unit's work (rule 20)."""


class Trigger(StrEnum):
    """What a rule counts from; beside each, what its offsets are."""

    BEFORE = "before"
    """Working days before the last day in time."""
    ON_DAY = "on_day"
    AFTER = "after"
    """Working days late."""
    WEEKLY = "weekly"
    """Every week once so many working days late."""
    ESCALATE = "escalate"
    """Working days late at which a level above is told."""
    SILENCE = "silence"
    """Calendar days without a word on a task that has no deadline."""
    PROGRESS = "progress"
    """Working days before the rule's day of the month, for tasks of which nothing was reported in the month."""
    UNNAMED = "unnamed"
    """Working days since the unit got the task and named no officer, where it has officers."""
    CONFIRM = "confirm"
    """Working days since the unit reported it done and nobody confirmed."""
    REQUEST = "request"
    """Working days since the unit asked for more time, or for a return, and nobody decided."""
    BRIEFING = "briefing"
    """Working days before the day of a briefing."""
    BULLETIN = "bulletin"
    """The rule's weekday; no offset."""


TOPICS = {
    Trigger.BEFORE: Topic.DEADLINE,
    Trigger.ON_DAY: Topic.DEADLINE,
    Trigger.AFTER: Topic.DEADLINE,
    Trigger.WEEKLY: Topic.DEADLINE,
    Trigger.ESCALATE: Topic.ESCALATION,
    Trigger.SILENCE: Topic.PROGRESS,
    Trigger.PROGRESS: Topic.PROGRESS,
    Trigger.UNNAMED: Topic.NAMING,
    Trigger.CONFIRM: Topic.DECISION,
    Trigger.REQUEST: Topic.DECISION,
    Trigger.BRIEFING: Topic.BRIEFING,
    Trigger.BULLETIN: Topic.BULLETIN,
}
OF_DEADLINE = frozenset({Trigger.BEFORE, Trigger.ON_DAY, Trigger.AFTER, Trigger.WEEKLY, Trigger.ESCALATE})
"""Triggers whose marks die with the deadline they stand around."""
UNNUMBERED = frozenset({Trigger.ON_DAY, Trigger.WEEKLY, Trigger.BULLETIN})
"""Triggers of one mark, named without a number."""
OF_NO_TASK = frozenset({Trigger.BRIEFING, Trigger.BULLETIN})


class Reader(StrEnum):
    """Who reads a reminder, by what they are to the task; the names come when the mail is made."""

    HEAD = "head"
    OFFICER = "officer"
    MONITOR = "monitor"
    CHIEF_OF_OFFICE = "chief_of_office"
    LEADER = "leader"
    """The leader who gave the task; the chair where none is recorded."""
    CHAIR = "chair"
    VICE_CHAIRS = "vice_chairs"


OF_UNIT = frozenset({Reader.HEAD, Reader.OFFICER})
"""Readers who owe the task: their mail opens it without a sign-in."""
_ABOVE_OFFICE = frozenset({Reader.LEADER, Reader.CHAIR, Reader.VICE_CHAIRS})


class Stop(StrEnum):
    """What ends a rule's marks before they are used up. A task that is done, paused or closed always does."""

    DONE = "done"
    ANSWER = "answer"
    """Also "not done", said with a plan not heard before and the day it will be done (rule 15)."""


class Importance(StrEnum):
    ANY = "any"
    STARRED = "starred"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it holds from `since` to the day before `until`."""

    key: str
    trigger: Trigger
    offsets: tuple[int, ...] = ()
    readers: tuple[Reader, ...] = (Reader.HEAD,)
    stop: Stop = Stop.DONE
    importance: Importance = Importance.ANY
    unit_kinds: frozenset[str] = frozenset()
    """Empty: every kind."""
    recurrence: Recurrence | None = None
    """Occurrences of such a duty only; None: everything else."""
    day: int | None = None
    is_on: bool = True
    subject: Subject = Subject.TASK
    since: date = date.min
    until: date | None = None

    @property
    def prefix(self) -> str:
        """What its marks are called: variants of one rule (`escalate_chair.starred`) share it and double no mark."""
        return self.key.partition(".")[0]

    def mark(self, offset: int) -> str:
        return self.prefix if self.trigger in UNNUMBERED else f"{self.prefix}_{offset}"

    def marks(self) -> tuple[str, ...]:
        """Every mark it may plan."""
        return (self.prefix,) if self.trigger in UNNUMBERED else tuple(map(self.mark, self.offsets))

    def holds_on(self, day: date) -> bool:
        return self.is_on and self.since <= day and (self.until is None or day < self.until)

    def applies_to(self, facts: TaskFacts) -> bool:
        return (
            self.subject is facts.subject
            and (
                self.importance is Importance.ANY
                or (self.importance is Importance.STARRED) == facts.is_starred
            )
            and (not self.unit_kinds or facts.unit_kind in self.unit_kinds)
            and self.recurrence is _short(facts.recurrence)
        )


NEWS = Rule("briefing_news", Trigger.BRIEFING, readers=())
"""No rule of a page: that a briefing is held on another day, or not at all. It is read by those who were told its day."""


def is_news(mark: str) -> bool:
    """Whether a mark tells what became of a briefing, instead of counting down to it."""
    return mark.startswith(f"{NEWS.prefix}_")


def _short(recurrence: Recurrence | None) -> Recurrence | None:
    """Marks scale with the period (decision 3); a quarter or a year is long enough for those of any task."""
    return None if recurrence in (Recurrence.QUARTERLY, Recurrence.YEARLY) else recurrence


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What planning needs to know of a task; or of a part or an explanation, of which the first few fields say it."""

    state: State
    assigned_on: date
    last_day: date | None = None
    """The last day in time, which a day off has moved already."""
    reported_on: date | None = None
    heard_on: date | None = None
    """Reported or received, whichever was later known."""
    is_starred: bool = False
    unit_kind: str = ""
    recurrence: Recurrence | None = None
    is_named: bool = True
    """An officer is named, or the unit has none to name."""
    requested_on: date | None = None
    answered_until: date | None = None
    urged_on: tuple[date, ...] = ()
    subject: Subject = Subject.TASK


@dataclass(frozen=True, slots=True)
class Said:
    """A report that it is not done, with the plan and the day it will be."""

    on: date
    plan: str
    forecast_on: date


def answered_until(said: Iterable[Said], last_day: date) -> date | None:
    """Until when the unit's answers speak for it; None while it owes one.

    The same plan again is no answer, whatever new day it names; nor is a forecast inside the deadline.
    """
    plans: set[str] = set()
    until: date | None = None
    for answer in said:
        plan = fold(answer.plan)
        if plan and plan not in plans and answer.forecast_on > last_day:
            holds = min(answer.forecast_on, answer.on + ANSWER_HOLDS)
            until = max(until or holds, holds)
        plans.add(plan)
    return until


@dataclass(frozen=True, slots=True)
class Moment:
    """One planned reminder."""

    rule: str
    """The mark: before_7, on_day, after_1, weekly, escalate_chair_5, silence_30, …"""
    occurrence: date
    """With the mark, its identity: the day it counts from before the calendar moves anything."""
    on: date
    at: datetime
    """UTC."""
    is_of_deadline: bool = True


_Mark = tuple[int, date, date]
"""Offset, occurrence, day."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a pass plans with: the calendar, the hour, the days it looks at."""

    calendar: WorkingCalendar
    zone: tzinfo
    send_at: time
    planned_on: date
    until_on: date
    """For marks without an end of their own; the others are planned whole."""
    _cache: dict[tuple[date, int], date] = field(default_factory=dict, compare=False, repr=False)
    _instants: dict[date, datetime] = field(default_factory=dict, compare=False, repr=False)
    _chosen: dict[tuple[Any, ...], tuple[Sequence[Rule], tuple[Rule, ...]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def worked(self, day: date, count: int = 0) -> date:
        """`add_working_days`, asked once for each pair: thousands of tasks fall due on the same few days."""
        key = (day, count)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self.calendar.add_working_days(day, count)
        return found

    def instant(self, day: date) -> datetime:
        """When a day's mails leave, as UTC."""
        found = self._instants.get(day)
        if found is None:
            found = self._instants[day] = at(day, self.send_at, self.zone)
        return found

    def chosen(self, rules: Sequence[Rule], facts: TaskFacts) -> tuple[Rule, ...]:
        """The rules that apply to a task: asked once for all tasks alike."""
        key = (id(rules), facts.subject, facts.is_starred, facts.unit_kind, facts.recurrence)
        found = self._chosen.get(key)
        if found is None:  # the rules are kept beside, so that their id stays theirs
            apply = (rule for rule in rules if rule.trigger not in OF_NO_TASK and rule.applies_to(facts))
            found = self._chosen[key] = (rules, tuple(apply))
        return found[1]


def plan_task(facts: TaskFacts, rules: Sequence[Rule], frame: Frame) -> tuple[Moment, ...]:
    """The moments a task owes in order of time, none before `planned_on`."""
    drawn = [
        (rule, mark)
        for rule in frame.chosen(rules, facts)
        for mark in _MARKS[rule.trigger](rule, facts, frame)
        if rule.holds_on(mark[2])
    ]
    moments = (
        _moment(rule, mark, frame)
        for rule, mark in _less_urged(drawn, facts.urged_on)
        if mark[2] >= frame.planned_on
    )
    return _in_order(moments, frame)


def plan_briefing(held_on: date, rules: Sequence[Rule], frame: Frame) -> tuple[Moment, ...]:
    """The countdown to a briefing (rule 26)."""
    return _in_order(
        (
            _moment(rule, (count, held_on, on), frame)
            for rule in rules
            if rule.trigger is Trigger.BRIEFING
            for count in rule.offsets
            if rule.holds_on(on := frame.worked(held_on, -count))
        ),
        frame,
    )


def plan_bulletin(rules: Sequence[Rule], frame: Frame) -> tuple[Moment, ...]:
    """The weekly bulletin: on its weekday, else on the first day worked after it in that week; no week has two."""
    monday = frame.planned_on - timedelta(days=frame.planned_on.weekday())
    moments = []
    while monday <= frame.until_on:
        for rule in rules:
            if rule.trigger is Trigger.BULLETIN:
                on = frame.worked(monday + timedelta(days=(rule.day or 1) - 1))
                if on < monday + _WEEK and rule.holds_on(on):
                    moments.append(_moment(rule, (0, monday, on), frame))
        monday += _WEEK
    return _in_order(moments, frame)


def _moment(rule: Rule, mark: _Mark, frame: Frame) -> Moment:
    offset, occurrence, on = mark
    return Moment(rule.mark(offset), occurrence, on, frame.instant(on), rule.trigger in OF_DEADLINE)


def _in_order(moments: Iterable[Moment], frame: Frame) -> tuple[Moment, ...]:
    """Each once: two rules of one prefix never give a mark twice."""
    kept = {(moment.rule, moment.occurrence): moment for moment in moments if moment.on >= frame.planned_on}
    return tuple(sorted(kept.values(), key=lambda moment: (moment.at, moment.rule)))


def _less_urged(drawn: list[tuple[Rule, _Mark]], urged_on: tuple[date, ...]) -> Iterator[tuple[Rule, _Mark]]:
    """An urging letter counts as a step: it takes the place of the next one below the leaders (rule 25)."""
    if not urged_on:
        return iter(drawn)
    steps = sorted(
        (mark[2], index)
        for index, (rule, mark) in enumerate(drawn)
        if rule.trigger is Trigger.ESCALATE and not _ABOVE_OFFICE & set(rule.readers)
    )
    taken: set[int] = set()
    for day in urged_on:
        step = next((index for on, index in steps if on >= day and index not in taken), None)
        if step is not None and drawn[step][1][1] < day:
            taken.add(step)
    return (pair for index, pair in enumerate(drawn) if index not in taken)


# ------------------------------------------------------------------------------------------------------- the triggers


def _owed_from(rule: Rule, facts: TaskFacts) -> date | None:
    """The day a rule's lateness counts from: the last day in time, or the day until which an answer speaks."""
    if facts.state not in REMINDED or facts.last_day is None:
        return None
    if rule.stop is Stop.ANSWER and facts.answered_until is not None:
        return max(facts.last_day, facts.answered_until)
    return facts.last_day


def _before(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    if facts.last_day is not None and facts.state in REMINDED:
        due_day = frame.worked(facts.last_day)
        for count in rule.offsets:
            yield count, facts.last_day, frame.worked(due_day, -count)


def _on_day(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    if facts.last_day is not None and facts.state in REMINDED:
        yield 0, facts.last_day, frame.worked(facts.last_day)


def _after(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    since = _owed_from(rule, facts)
    if since is not None:
        due_day = frame.worked(since)
        for count in rule.offsets:
            yield count, since, frame.worked(due_day, count)


def _weekly(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    """The due day's weekday, week after week beyond the last mark; weeks a holiday pushes to one day are one moment."""
    since = _owed_from(rule, facts)
    if since is None:
        return
    last_mark = frame.worked(frame.worked(since), max(rule.offsets, default=0))
    kept: _Mark | None = None
    occurrence = max(since + _WEEK, since + _WEEK * ((frame.planned_on - since).days // 7 - 3))
    while (on := frame.worked(occurrence)) <= frame.until_on:
        if kept is not None and on > kept[2]:
            yield kept
        if on > last_mark:
            kept = (0, occurrence, on)
        occurrence += _WEEK
    if kept is not None:
        yield kept


def _silence(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    if facts.last_day is None and facts.state in REMINDED:
        heard = facts.heard_on or facts.assigned_on
        for count in rule.offsets:
            yield count, heard, frame.worked(heard + DAY * count)


def _progress(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    """Not of a month in which the task was given or reported on, nor once it is late: then the ladder speaks."""
    if facts.state not in REMINDED or facts.recurrence is not None:
        return
    first = frame.planned_on.replace(day=1)
    while first <= frame.until_on:
        if max(facts.assigned_on, facts.reported_on or date.min) < first:
            target = first.replace(day=min(rule.day or 25, 28))
            for count in rule.offsets:
                on = frame.worked(target, -count)
                if first <= on <= frame.until_on and (facts.last_day is None or on <= facts.last_day):
                    yield count, first, on
        first = (first + timedelta(days=31)).replace(day=1)


def _unnamed(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    if not facts.is_named and facts.state in REMINDED:
        for count in rule.offsets:
            yield count, facts.assigned_on, frame.worked(facts.assigned_on, count)


def _confirm(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    if facts.state is State.WAITING:
        since = facts.reported_on or facts.assigned_on
        for count in rule.offsets:
            yield count, since, frame.worked(since, count)


def _request(rule: Rule, facts: TaskFacts, frame: Frame) -> Iterator[_Mark]:
    if facts.requested_on is not None:
        for count in rule.offsets:
            yield count, facts.requested_on, frame.worked(facts.requested_on, count)


_MARKS: dict[Trigger, Callable[[Rule, TaskFacts, Frame], Iterator[_Mark]]] = {
    Trigger.BEFORE: _before,
    Trigger.ON_DAY: _on_day,
    Trigger.AFTER: _after,
    Trigger.WEEKLY: _weekly,
    Trigger.ESCALATE: _after,
    Trigger.SILENCE: _silence,
    Trigger.PROGRESS: _progress,
    Trigger.UNNAMED: _unnamed,
    Trigger.CONFIRM: _confirm,
    Trigger.REQUEST: _request,
}


# ------------------------------------------------------------------------------------------------- what became of them


def expires_at(moment: Moment, frame: Frame) -> datetime:
    """The UTC instant after which this reminder says nothing true any more: the end of the next working day."""
    return end_of_day(frame.worked(moment.on, 1), frame.zone)


def rule_of(mark: str, rules: Iterable[Rule], facts: TaskFacts | None, day: date) -> Rule | None:
    """The rule behind a mark on a day, or None where none in force would give it."""
    return next(
        (
            rule
            for rule in rules
            if rule.holds_on(day) and mark in rule.marks() and (facts is None or rule.applies_to(facts))
        ),
        None,
    )


class Gone(StrEnum):
    """Why a mark that was planned is not owed any more."""

    DEADLINE_MOVED = "deadline_moved"
    NO_DEADLINE = "no_deadline"
    RULE_CHANGED = "rule_changed"
    ANSWERED = "answered"
    URGED = "urged"
    REPORTED = "reported"
    NAMED = "named"
    DECIDED = "decided"
    PART_DONE = "part_done"
    EXPLAINED = "explained"
    BRIEFING_MOVED = "briefing_moved"
    """Its briefing is held on another day, or not at all."""


_GONE = {
    Trigger.SILENCE: Gone.REPORTED,
    Trigger.PROGRESS: Gone.REPORTED,
    Trigger.UNNAMED: Gone.NAMED,
    Trigger.CONFIRM: Gone.DECIDED,
    Trigger.REQUEST: Gone.DECIDED,
}
_DONE = {Subject.PART: Gone.PART_DONE, Subject.EXPLANATION: Gone.EXPLAINED}


def why_gone(
    mark: str, day: date, facts: TaskFacts, rules: Sequence[Rule], *, has_older_deadline: bool = False
) -> str:
    """A word for why planning now does not give this mark: a `State` or a `Gone`."""
    rule = rule_of(mark, rules, facts, day)
    trigger = rule.trigger if rule else None
    if trigger in (Trigger.CONFIRM, Trigger.REQUEST):
        return Gone.DECIDED
    if facts.state is State.COMPLETED and facts.subject in _DONE:
        return _DONE[facts.subject]
    if facts.state not in REMINDED:
        return facts.state.value
    if has_older_deadline:
        return Gone.NO_DEADLINE if facts.last_day is None else Gone.DEADLINE_MOVED
    if rule is None:
        return Gone.RULE_CHANGED
    if rule.trigger is Trigger.ESCALATE and facts.answered_until is not None:
        return Gone.ANSWERED
    if rule.trigger is Trigger.ESCALATE and facts.urged_on:
        return Gone.URGED
    return _GONE.get(rule.trigger, Gone.RULE_CHANGED)
