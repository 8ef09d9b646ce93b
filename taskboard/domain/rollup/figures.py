"""Counts, shares and all else that is said of a set of rows.

Shares are pairs of whole numbers, never floats: a frozen roll-up reads back bit for bit, and a share of nothing is
nothing, not 0 % (rules 33 to 35). Figures of disjoint sets add up, so that one grouped pass makes every breakdown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from taskboard.domain.deadline import LateBand, late_band
from taskboard.domain.rollup.facts import TaskClass
from taskboard.domain.rollup.rows import Row
from taskboard.domain.silence import is_silent


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


NUMBER_NAMES = ("waiting", "paused", "silent", "extended", "sent_back", "reopened", "objective_causes")
"""The figures that are plain numbers."""


# Of rows


def counts_of(rows: Iterable[Row]) -> Counts:
    counted = Counter(row.task_class.value for row in rows if not row.is_excluded)
    return Counts(**counted)


def figures_of(rows: list[Row], *, silence_days: int) -> Figures:
    owing = [row for row in rows if row.unfinished_codes]
    overdue = Counter(late_band(row.days_late) for row in rows if row.task_class is TaskClass.OPEN_OVERDUE)
    return Figures(
        counts=counts_of(rows),
        late_bands={band: overdue[band] for band in LateBand},
        carried=dict(sorted(Counter(row.quarters_carried for row in owing).items())),
        waiting=sum(row.is_waiting for row in owing),
        paused=sum(row.is_paused for row in owing),
        silent=sum(is_silent(row.silent_days, silence_days) and not row.is_waiting for row in owing),
        updated=Ratio(sum(is_updated(row, silence_days) for row in owing), len(owing)),
        extended=sum(row.extension_count > 0 for row in rows),
        sent_back=sum(row.send_back_count > 0 for row in rows),
        reopened=sum(row.reopen_count > 0 for row in rows),
        objective_causes=sum(row.has_objective_cause for row in rows),
        reports=Ratio(
            sum(row.reports.given for row in rows if row.reports),
            sum(row.reports.owed for row in rows if row.reports),
        ),
    )


def is_updated(row: Row, silence_days: int) -> bool:
    return row.last_report_on is not None and not is_silent(row.silent_days, silence_days)


# Of figures


def counts_total(many: Iterable[Counts]) -> Counts:
    """The classes of the union of disjoint sets of rows, from those of each."""
    return reduce(_plus_counts, many, Counts())


def without(whole: Figures, part: Figures) -> Figures:
    """What is left of a set when a subset is taken out."""
    return _plus(whole, part, sign=-1)


def _plus(one: Figures, other: Figures, sign: int = 1) -> Figures:
    return Figures(
        counts=_plus_counts(one.counts, other.counts, sign),
        late_bands={band: n + sign * other.late_bands[band] for band, n in one.late_bands.items()},
        carried=_plus_carried(one.carried, other.carried, sign),
        updated=_plus_ratio(one.updated, other.updated, sign),
        reports=_plus_ratio(one.reports, other.reports, sign),
        **{name: getattr(one, name) + sign * getattr(other, name) for name in NUMBER_NAMES},
    )


def _plus_counts(one: Counts, other: Counts, sign: int = 1) -> Counts:
    return Counts(
        **{name: getattr(one, name) + sign * getattr(other, name) for name in Counts.__dataclass_fields__}
    )


def _plus_ratio(one: Ratio, other: Ratio, sign: int) -> Ratio:
    return Ratio(one.numerator + sign * other.numerator, one.denominator + sign * other.denominator)


def _plus_carried(one: Mapping[int, int], other: Mapping[int, int], sign: int) -> dict[int, int]:
    sums = ((times, one.get(times, 0) + sign * other.get(times, 0)) for times in sorted({*one, *other}))
    return {times: count for times, count in sums if count}
