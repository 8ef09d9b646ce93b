"""What is counted: one row a task, and one a duty and unit with all its occurrences (decision 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby

from taskboard.domain.calendar import local_date
from taskboard.domain.lifecycle import TAKEN_AWAY, TERMINAL, State
from taskboard.domain.rollup.facts import OPEN_CLASSES, Basis, TaskClass, TaskFact, classify, lateness
from taskboard.domain.silence import silent_days


@dataclass(frozen=True, slots=True)
class Reported:
    """Of the reports a duty owed by the cutoff, or gave early, how many were given (decision 3)."""

    given: int
    owed: int


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is counted: a task, or a duty of one unit with all its occurrences."""

    code: str
    """The task's, or the duty's key."""
    title: str
    directive_code: str
    unit_id: int
    unit_name: str
    unit_group: str
    field: str
    leader: str
    source_level: str
    is_starred: bool
    assigned_on: date
    state: State
    """Of a duty: its newest occurrence's."""
    task_class: TaskClass
    days_late: int
    original_due_on: date | None
    due_on: date | None
    claimed_on: date | None
    quarters_carried: int
    last_report_on: date | None
    silent_days: int
    extension_count: int
    send_back_count: int
    reopen_count: int
    has_objective_cause: bool
    is_waiting: bool
    reports: Reported | None
    """None for an ordinary task."""
    codes: tuple[str, ...]
    """The tasks behind it, oldest first."""
    unfinished_codes: tuple[str, ...]
    """Those that are still open: what the next briefing carries over."""

    @property
    def is_open(self) -> bool:
        return self.task_class in OPEN_CLASSES

    @property
    def is_paused(self) -> bool:
        return self.state is State.PAUSED

    @property
    def is_excluded(self) -> bool:
        return self.task_class is TaskClass.EXCLUDED


MakeRow = Callable[[list[TaskFact]], Row]


def rows_of(counted: list[TaskFact], make_row: MakeRow) -> tuple[Row, ...]:
    """One row a task, and one a duty and unit (decision 3)."""
    rows = [make_row([fact]) for fact in counted if fact.duty_key is None]
    occurrences = sorted((fact for fact in counted if fact.duty_key is not None), key=_duty_order)
    rows += [
        make_row(list(group))
        for _, group in groupby(occurrences, key=lambda fact: (fact.duty_key, fact.unit_id))
    ]
    return tuple(sorted(rows, key=lambda row: (row.code, row.unit_id)))


def _duty_order(fact: TaskFact) -> tuple[str, int, date, str]:
    return fact.duty_key or "", fact.unit_id, fact.due_on or fact.assigned_on, fact.code


def row_of(facts: list[TaskFact], *, cutoff: datetime, basis: Basis, zone: tzinfo) -> Row:
    """The row of a task, or of all occurrences of a duty, oldest first. Excluded occurrences count for nothing."""
    live = [fact for fact in facts if fact.state not in TERMINAL] or facts
    classes = [classify(fact, cutoff, basis, zone) for fact in live]
    late = [lateness(fact, cutoff, basis, zone) for fact in live]
    task_class = _duty_class(classes, facts[-1]) if facts[-1].duty_key is not None else classes[0]
    shown = _shown(live, classes, task_class)
    last_report_on = max((fact.last_report_on for fact in live if fact.last_report_on), default=None)
    return Row(
        code=shown.duty_key or shown.code,
        title=shown.title,
        directive_code=shown.directive_code,
        unit_id=shown.unit_id,
        unit_name=shown.unit_name,
        unit_group=shown.unit_group,
        field=shown.field,
        leader=shown.leader,
        source_level=shown.source_level,
        is_starred=shown.is_starred,
        assigned_on=live[0].assigned_on,
        state=shown.state,
        task_class=task_class,
        days_late=_days_late(late, classes, task_class),
        original_due_on=shown.original_due_on,
        due_on=shown.due_on,
        claimed_on=shown.claimed_on,
        quarters_carried=max((fact.quarters_carried for fact in _unfinished(live)), default=0),
        last_report_on=last_report_on,
        silent_days=silent_days(last_report_on, live[0].assigned_on, local_date(cutoff, zone)),
        extension_count=sum(fact.extension_count for fact in live),
        send_back_count=sum(fact.send_back_count for fact in live),
        reopen_count=sum(fact.reopen_count for fact in live),
        has_objective_cause=_has_objective_cause(live, late),
        is_waiting=shown.state is State.WAITING,
        reports=_reported(live, classes) if shown.duty_key is not None else None,
        codes=tuple(fact.code for fact in live),
        unfinished_codes=tuple(fact.code for fact in _unfinished(live)),
    )


def _unfinished(facts: list[TaskFact]) -> list[TaskFact]:
    return [fact for fact in facts if not fact.is_done and fact.state not in TERMINAL]


def _duty_class(classes: list[TaskClass], newest: TaskFact) -> TaskClass:
    """A duty is overdue if any occurrence is, else in time while it runs; judged as done only when it has ended."""
    if TaskClass.EXCLUDED in classes:
        return TaskClass.EXCLUDED
    if TaskClass.OPEN_OVERDUE in classes:
        return TaskClass.OPEN_OVERDUE
    if _runs(newest) or OPEN_CLASSES.intersection(classes):
        return TaskClass.OPEN_IN_TIME
    return TaskClass.DONE_LATE if TaskClass.DONE_LATE in classes else TaskClass.DONE_ON_TIME


def _runs(newest: TaskFact) -> bool:
    """Whether the unit goes on owing the duty: one occurrence given up ends only itself, one taken away the rest too."""
    return newest.duty_is_running and newest.state not in TAKEN_AWAY


def _shown(facts: list[TaskFact], classes: list[TaskClass], task_class: TaskClass) -> TaskFact:
    """The occurrence whose dates and state a row shows: the oldest that makes its class, else the newest."""
    return next((fact for fact, each in zip(facts, classes, strict=True) if each is task_class), facts[-1])


def _days_late(late: list[int], classes: list[TaskClass], task_class: TaskClass) -> int:
    return max((days for days, each in zip(late, classes, strict=True) if each is task_class), default=0)


def _has_objective_cause(facts: list[TaskFact], late: list[int]) -> bool:
    """Whether all that was late was so by a confirmed objective cause."""
    causes = [fact.has_objective_cause for fact, days in zip(facts, late, strict=True) if days]
    return bool(causes) and all(causes)


def _reported(facts: list[TaskFact], classes: list[TaskClass]) -> Reported:
    """A report that is not yet due and not given is not missing."""
    given = [fact.is_done or fact.state is State.WAITING for fact in facts]
    owed = [each or of is TaskClass.OPEN_OVERDUE for each, of in zip(given, classes, strict=True)]
    return Reported(sum(given), sum(owed)) if TaskClass.EXCLUDED not in classes else Reported(0, 0)
