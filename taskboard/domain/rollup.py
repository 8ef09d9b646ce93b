"""The roll-up: facts and a cutoff in, the figures of a quarter's report out. The one calculation (rule 33).

Every screen, chart and document takes the `RollUp` below, so no two of them can disagree. The classes are those of the
Prime Minister's working group (2017), done or not × on time or late, and the two for tasks without a deadline that
Hải Phòng reports apart (domain 1.4). Shares are pairs of whole numbers, never floats: a frozen roll-up reads back bit
for bit, and a share of nothing is nothing, not 0 % (rules 33 to 35).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from functools import partial
from itertools import groupby, pairwise
from typing import Any

from taskboard.domain import canonical
from taskboard.domain.calendar import local_date, start_of_day
from taskboard.domain.deadline import LateBand, days_late, late_band
from taskboard.domain.lifecycle import TERMINAL, State

CALCULATION_VERSION = "1"
"""Raised with every change that can alter a figure; a snapshot names the one it was made by (decision 9)."""
SILENCE_DAYS = 30


class Basis(StrEnum):
    """Which of a task's two deadlines judges it (decision 6)."""

    ORIGINAL = "original"
    CURRENT = "current"


class TaskClass(StrEnum):
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    DONE_NO_DEADLINE = "done_no_deadline"
    OPEN_NO_DEADLINE = "open_no_deadline"
    EXCLUDED = "excluded"
    """Withdrawn, not pursued or returned: in no denominator, each on a line of its own (decision 4)."""


OPEN_CLASSES = frozenset({TaskClass.OPEN_IN_TIME, TaskClass.OPEN_OVERDUE, TaskClass.OPEN_NO_DEADLINE})


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task as it was at the cutoff. Days are civil days of the city, instants UTC."""

    code: str
    title: str
    directive_code: str
    unit_id: int
    unit_name: str
    unit_group: str
    """The comparable group of its lead unit: departments, wards, mass bodies (rule 34)."""
    state: State
    assigned_on: date
    field: str = ""
    leader: str = ""
    source_level: str = "own"
    is_starred: bool = False
    original_due_on: date | None = None
    original_overdue_from: datetime | None = None
    due_on: date | None = None
    overdue_from: datetime | None = None
    claimed_on: date | None = None
    """When the unit says it was done: what counts once confirmed."""
    confirmed_on: date | None = None
    closed_on: date | None = None
    """When it was withdrawn, given up or returned."""
    quarters_carried: int = 0
    duty_key: str | None = None
    """Names the duty of which this is one occurrence."""
    duty_period: str | None = None
    duty_is_running: bool = True
    """Further occurrences will come."""
    last_report_on: date | None = None
    extension_count: int = 0
    send_back_count: int = 0
    reopen_count: int = 0
    has_objective_cause: bool = False

    @property
    def is_done(self) -> bool:
        return self.state is State.COMPLETED

    @property
    def ended_on(self) -> date | None:
        """The day nothing was owed any more: confirmed, or left every denominator. None while open or unknown."""
        if self.is_done:
            return self.confirmed_on
        return self.closed_on if self.state in TERMINAL else None

    def overdue_by(self, basis: Basis) -> datetime | None:
        return self.original_overdue_from if basis is Basis.ORIGINAL else self.overdue_from


# One task


def classify(fact: TaskFact, cutoff: datetime, basis: Basis, zone: tzinfo) -> TaskClass:
    """The official class of one task at `cutoff` (decisions 4 and 6).

    What is done, and what waits for confirmation, is judged by the day the unit claims; a task that was sent back is
    judged by the cutoff again. Pausing changes nothing. Raises ValueError for a finished task without a claimed day.
    """
    if fact.state in TERMINAL:
        return TaskClass.EXCLUDED
    if fact.overdue_by(basis) is None:
        return TaskClass.DONE_NO_DEADLINE if fact.is_done else TaskClass.OPEN_NO_DEADLINE
    is_late = lateness(fact, cutoff, basis, zone) > 0
    if fact.is_done:
        return TaskClass.DONE_LATE if is_late else TaskClass.DONE_ON_TIME
    return TaskClass.OPEN_OVERDUE if is_late else TaskClass.OPEN_IN_TIME


def lateness(fact: TaskFact, cutoff: datetime, basis: Basis, zone: tzinfo) -> int:
    """Calendar days late at `cutoff`, or when it was claimed; 0 in time, undated or excluded. Raises as `classify`."""
    overdue_from = fact.overdue_by(basis)
    if overdue_from is None or fact.state in TERMINAL:
        return 0
    if fact.state in (State.COMPLETED, State.WAITING):
        if fact.claimed_on is None:
            raise ValueError(f"{fact.code} is {fact.state.value} and names no day on which it was done")
        return days_late(fact.claimed_on, overdue_from, zone)
    if cutoff < overdue_from:
        return 0
    return max(1, days_late(local_date(cutoff, zone), overdue_from, zone))


def is_in_population(
    fact: TaskFact, *, period_start: date, cutoff: datetime, zone: tzinfo, carried: Collection[str] = ()
) -> bool:
    """Whether a task belongs to the period (decision 5): open when it began, or assigned from then to `cutoff`.

    `carried` names what the previous snapshot left unfinished: it belongs even if it ended in the days between that
    freeze and `period_start`, which no report would tell otherwise.
    """
    if start_of_day(fact.assigned_on, zone) >= cutoff:
        return False
    if fact.assigned_on >= period_start or fact.code in carried:
        return True
    return fact.ended_on is None or fact.ended_on >= period_start


# Counting


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share with both its numbers (rule 33)."""

    numerator: int
    denominator: int

    @property
    def permille(self) -> int | None:
        """Tenths of a percent, half up; None where there is nothing to rate (rule 34)."""
        if self.denominator == 0:
            return None
        return (2000 * self.numerator + self.denominator) // (2 * self.denominator)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks stand in each official class."""

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    done_no_deadline: int = 0
    open_no_deadline: int = 0

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late + self.done_no_deadline

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_overdue + self.open_no_deadline

    @property
    def total(self) -> int:
        return self.done + self.open

    @property
    def done_with_deadline(self) -> int:
        return self.done_on_time + self.done_late

    @property
    def with_deadline(self) -> int:
        return self.done_with_deadline + self.open_in_time + self.open_overdue

    @property
    def done_of_all(self) -> Ratio:
        return Ratio(self.done, self.total)

    @property
    def done_of_with_deadline(self) -> Ratio:
        return Ratio(self.done_with_deadline, self.with_deadline)

    @property
    def on_time_of_done_with_deadline(self) -> Ratio:
        return Ratio(self.done_on_time, self.done_with_deadline)

    @property
    def late_of_done_with_deadline(self) -> Ratio:
        return Ratio(self.done_late, self.done_with_deadline)

    @property
    def overdue_of_all(self) -> Ratio:
        return Ratio(self.open_overdue, self.total)

    @property
    def overdue_of_with_deadline(self) -> Ratio:
        return Ratio(self.open_overdue, self.with_deadline)

    @property
    def done_of_done_and_overdue(self) -> Ratio:
        """The working group's headline of 2017 ("98,62 %"): what is still in time is left out of the denominator."""
        return Ratio(self.done, self.done + self.open_overdue)


COUNT_NAMES = (
    "total",
    "done",
    "done_on_time",
    "done_late",
    "done_no_deadline",
    "open",
    "open_in_time",
    "open_overdue",
    "open_no_deadline",
)
RATIO_NAMES = (
    "done_of_all",
    "done_of_with_deadline",
    "on_time_of_done_with_deadline",
    "late_of_done_with_deadline",
    "overdue_of_all",
    "overdue_of_with_deadline",
    "done_of_done_and_overdue",
)


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


@dataclass(frozen=True, slots=True)
class Figures:
    """What is said of any set of rows. Excluded rows are in none of it."""

    counts: Counts
    late_bands: dict[LateBand, int]
    """Unfinished and overdue, by calendar days."""
    carried: dict[int, int]
    """Owing something, by the number of quarters it was carried over. A duty between two reports owes nothing."""
    waiting: int
    paused: int
    silent: int
    """Owing something, not waiting, and nothing heard for longer than `silence_days`."""
    updated: Ratio
    """Reported on within `silence_days`, of all that owe something (domain 1.5)."""
    extended: int
    sent_back: int
    reopened: int
    objective_causes: int
    """Late, done or not, by a confirmed objective cause (domain 1.8)."""
    reports: Ratio
    """Reports given, of those the duties owed."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    unit_id: int
    name: str
    group: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Line:
    key: str
    """A unit group, field, leader or level; empty for none."""
    figures: Figures


@dataclass(frozen=True, slots=True)
class PreviousFigures:
    """What a roll-up remembers of the one before it."""

    calculation_version: str
    period_start: date
    cutoff: datetime
    original: Counts
    current: Counts

    def counts(self, basis: Basis) -> Counts:
        return self.original if basis is Basis.ORIGINAL else self.current


@dataclass(frozen=True, slots=True)
class Change:
    """A count beside that of the previous period."""

    name: str
    before: int
    now: int

    @property
    def difference(self) -> int:
        return self.now - self.before

    @property
    def is_new(self) -> bool:
        """There was none: said as "new", never as an infinite rise (rule 35)."""
        return self.before == 0 < self.now


@dataclass(frozen=True, slots=True)
class RollUp:
    calculation_version: str
    basis: Basis
    zone: str
    period_start: date
    cutoff: datetime
    silence_days: int
    original: Counts
    current: Counts
    """The classes on both bases: a report prints both, whichever it follows (decision 6)."""
    total: Figures
    starred: Figures
    by_unit: tuple[UnitLine, ...]
    by_group: tuple[Line, ...]
    by_field: tuple[Line, ...]
    by_leader: tuple[Line, ...]
    by_source_level: tuple[Line, ...]
    excluded: dict[State, int]
    rows: tuple[Row, ...]
    """All that was counted and, among them, all that was excluded, by code."""
    previous: PreviousFigures | None

    @property
    def counts(self) -> Counts:
        return self.total.counts

    @property
    def unfinished_codes(self) -> frozenset[str]:
        """The tasks the next briefing carries over; give them to the next roll-up as `carried`."""
        return frozenset(code for row in self.rows for code in row.unfinished_codes)

    def counts_on(self, basis: Basis) -> Counts:
        return self.original if basis is Basis.ORIGINAL else self.current

    def changes(self) -> tuple[Change, ...] | None:
        """Every count beside the previous period's; None without one, never a comparison with zero (rule 35)."""
        if self.previous is None:
            return None
        before = self.previous.counts(self.basis)
        return tuple(Change(name, getattr(before, name), getattr(self.counts, name)) for name in COUNT_NAMES)

    def permille_change(self, ratio: str) -> int | None:
        """By how many tenths of a percentage point a ratio moved; None where either period has nothing to rate."""
        if self.previous is None:
            return None
        before: Ratio = getattr(self.previous.counts(self.basis), ratio)
        now: Ratio = getattr(self.counts, ratio)
        if before.permille is None or now.permille is None:
            return None
        return now.permille - before.permille

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; the ratios are written out for readers, and computed again when read back."""
        ratios = {name: canonical.to_plain(getattr(self.counts, name)) for name in RATIO_NAMES}
        return {**canonical.to_plain(self), "ratios": ratios}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> RollUp:
        return canonical.from_plain(cls, plain)


def canonical_json(rollup: RollUp) -> str:
    """The one text of a roll-up: what a snapshot stores and its hash is taken of."""
    return canonical.canonical_json(rollup.to_dict())


def roll_up(
    facts: Iterable[TaskFact],
    *,
    period_start: date,
    cutoff: datetime,
    basis: Basis,
    zone: tzinfo,
    previous: RollUp | None = None,
    carried: Collection[str] = (),
    silence_days: int = SILENCE_DAYS,
) -> RollUp:
    """The picture of a period at `cutoff` (UTC). `facts` are the tasks as they were then, in any order.

    `carried`: the codes the previous snapshot left unfinished (`RollUp.unfinished_codes`), see `is_in_population`.
    Raises ValueError when a code comes twice, or from `classify`.
    """
    if cutoff.tzinfo is None:
        raise ValueError("the cutoff is an instant and needs a zone")
    counted = _population(facts, period_start, cutoff, zone, carried)
    rows = {each: _rows(counted, partial(_row, cutoff=cutoff, basis=each, zone=zone)) for each in Basis}
    figures = partial(_figures, silence_days=silence_days)
    live = [row for row in rows[basis] if not row.is_excluded]
    return RollUp(
        calculation_version=CALCULATION_VERSION,
        basis=basis,
        zone=str(zone),
        period_start=period_start,
        cutoff=cutoff.astimezone(UTC),
        silence_days=silence_days,
        original=_counts(rows[Basis.ORIGINAL]),
        current=_counts(rows[Basis.CURRENT]),
        total=figures(live),
        starred=figures([row for row in live if row.is_starred]),
        by_unit=_unit_lines(live, figures),
        by_group=_lines(live, lambda row: row.unit_group, figures),
        by_field=_lines(live, lambda row: row.field, figures),
        by_leader=_lines(live, lambda row: row.leader, figures),
        by_source_level=_lines(live, lambda row: row.source_level, figures),
        excluded=dict(sorted(Counter(row.state for row in rows[basis] if row.is_excluded).items())),
        rows=rows[basis],
        previous=None if previous is None else _remembered(previous),
    )


def _population(
    facts: Iterable[TaskFact], period_start: date, cutoff: datetime, zone: tzinfo, carried: Collection[str]
) -> list[TaskFact]:
    ordered = sorted(facts, key=lambda fact: fact.code)
    for one, other in pairwise(ordered):
        if one.code == other.code:
            raise ValueError(f"{one.code} comes twice")
    belongs = partial(
        is_in_population, period_start=period_start, cutoff=cutoff, zone=zone, carried=frozenset(carried)
    )
    return [fact for fact in ordered if belongs(fact)]


_MakeRow = Callable[[list[TaskFact]], Row]


def _rows(counted: list[TaskFact], make_row: _MakeRow) -> tuple[Row, ...]:
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


def _row(facts: list[TaskFact], *, cutoff: datetime, basis: Basis, zone: tzinfo) -> Row:
    """The row of a task, or of all occurrences of a duty, oldest first. Excluded occurrences count for nothing."""
    live = [fact for fact in facts if fact.state not in TERMINAL] or facts
    classes = [classify(fact, cutoff, basis, zone) for fact in live]
    late = [lateness(fact, cutoff, basis, zone) for fact in live]
    task_class = _duty_class(classes, live) if live[-1].duty_key is not None else classes[0]
    shown = _shown(live, classes, task_class)
    last_report_on = max((fact.last_report_on for fact in live if fact.last_report_on), default=None)
    heard_on = last_report_on or live[0].assigned_on
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
        silent_days=max(0, (local_date(cutoff, zone) - heard_on).days),
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


def _duty_class(classes: list[TaskClass], facts: list[TaskFact]) -> TaskClass:
    """A duty is overdue if any occurrence is, else in time while it runs; judged as done only when it has ended."""
    if TaskClass.EXCLUDED in classes:
        return TaskClass.EXCLUDED
    if TaskClass.OPEN_OVERDUE in classes:
        return TaskClass.OPEN_OVERDUE
    if facts[-1].duty_is_running or OPEN_CLASSES.intersection(classes):
        return TaskClass.OPEN_IN_TIME
    return TaskClass.DONE_LATE if TaskClass.DONE_LATE in classes else TaskClass.DONE_ON_TIME


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


def _counts(rows: Iterable[Row]) -> Counts:
    counted = Counter(row.task_class.value for row in rows if not row.is_excluded)
    return Counts(**counted)


def _figures(rows: list[Row], *, silence_days: int) -> Figures:
    owing = [row for row in rows if row.unfinished_codes]
    overdue = Counter(late_band(row.days_late) for row in rows if row.task_class is TaskClass.OPEN_OVERDUE)
    return Figures(
        counts=_counts(rows),
        late_bands={band: overdue[band] for band in LateBand},
        carried=dict(sorted(Counter(row.quarters_carried for row in owing).items())),
        waiting=sum(row.is_waiting for row in owing),
        paused=sum(row.is_paused for row in owing),
        silent=sum(row.silent_days > silence_days and not row.is_waiting for row in owing),
        updated=Ratio(sum(_is_updated(row, silence_days) for row in owing), len(owing)),
        extended=sum(row.extension_count > 0 for row in rows),
        sent_back=sum(row.send_back_count > 0 for row in rows),
        reopened=sum(row.reopen_count > 0 for row in rows),
        objective_causes=sum(row.has_objective_cause for row in rows),
        reports=Ratio(
            sum(row.reports.given for row in rows if row.reports),
            sum(row.reports.owed for row in rows if row.reports),
        ),
    )


def _is_updated(row: Row, silence_days: int) -> bool:
    return row.last_report_on is not None and row.silent_days <= silence_days


_MakeFigures = Callable[[list[Row]], Figures]


def _lines(rows: list[Row], key: Callable[[Row], str], figures: _MakeFigures) -> tuple[Line, ...]:
    ordered = sorted(rows, key=key)
    return tuple(Line(name, figures(list(group))) for name, group in groupby(ordered, key=key))


def _unit_lines(rows: list[Row], figures: _MakeFigures) -> tuple[UnitLine, ...]:
    """By unit id; the order of names in Vietnamese is the reader's business (decision 26)."""
    ordered = sorted(rows, key=lambda row: row.unit_id)
    return tuple(
        _unit_line(list(group), figures) for _, group in groupby(ordered, key=lambda row: row.unit_id)
    )


def _unit_line(rows: list[Row], figures: _MakeFigures) -> UnitLine:
    """A unit renamed within the period goes by the name of its newest task."""
    newest = max(rows, key=lambda row: (row.assigned_on, row.code))
    return UnitLine(newest.unit_id, newest.unit_name, newest.unit_group, figures(rows))


def _remembered(rollup: RollUp) -> PreviousFigures:
    return PreviousFigures(
        rollup.calculation_version, rollup.period_start, rollup.cutoff, rollup.original, rollup.current
    )
