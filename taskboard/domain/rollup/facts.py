"""A task as it was at the cutoff, its official class, and whether it belongs to the period.

The classes are those of the Prime Minister's working group (2017), done or not × on time or late, and the two for tasks
without a deadline that Hải Phòng reports apart (domain 1.4).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from taskboard.domain.calendar import local_date, start_of_day
from taskboard.domain.deadline import days_late
from taskboard.domain.lifecycle import TERMINAL, State


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
    """Further occurrences will come to this unit: the duty has not ended, nor has the unit."""
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
