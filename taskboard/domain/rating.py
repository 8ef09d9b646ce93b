"""Which units are to be praised or criticised, by the thresholds a city sets, inside comparable groups (rules 21 and 34).

Đà Nẵng's practice (domain 1.8): praise from 90 % done with under 10 % of it late, criticism under 50 % done. A unit whose
unfinished tasks are all still in time has done nothing wrong, so criticism asks for an overdue task besides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import groupby

from taskboard.domain.rollup import Counts, UnitLine


class Verdict(StrEnum):
    PRAISE = "praise"
    CRITICISE = "criticise"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Percents of whole numbers; `bands` are the last counts of each volume band but the open one."""

    praise_done_percent: int = 90
    praise_late_percent: int = 10
    criticise_done_percent: int = 50
    bands: tuple[int, ...] = (20, 100)

    def band_of(self, total: int) -> int:
        """0 for the smallest volume: 1-20 tasks by default, 1 for 21-100, 2 above."""
        return bisect_left(self.bands, total)

    def band_limits(self, band: int) -> tuple[int, int | None]:
        """First and last count of a band; the last one is open."""
        first = self.bands[band - 1] + 1 if band else 1
        return first, self.bands[band] if band < len(self.bands) else None


def verdict(counts: Counts, thresholds: Thresholds) -> Verdict | None:
    """None for a unit between the thresholds, and for one without a task: there is nothing to rate."""
    if not counts.total:
        return None
    is_mostly_done = counts.done * 100 >= counts.total * thresholds.praise_done_percent
    is_rarely_late = counts.done_late * 100 < counts.done * thresholds.praise_late_percent
    if is_mostly_done and is_rarely_late:
        return Verdict.PRAISE
    if counts.open_overdue and counts.done * 100 < counts.total * thresholds.criticise_done_percent:
        return Verdict.CRITICISE
    return None


@dataclass(frozen=True, slots=True)
class Rated:
    line: UnitLine
    band: int
    verdict: Verdict


def rate(lines: Iterable[UnitLine], thresholds: Thresholds) -> list[Rated]:
    """Units with a verdict, the clearest first within their group and volume band; groups are never mixed."""
    found = [
        Rated(line, thresholds.band_of(line.figures.counts.total), what)
        for line in lines
        if (what := verdict(line.figures.counts, thresholds)) is not None
    ]
    return sorted(found, key=_clearest)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit's place among those it may be compared with."""

    place: int
    """Equal shares have equal places."""
    line: UnitLine


@dataclass(frozen=True, slots=True)
class Table:
    """Units of one comparable group and one volume band, the best first."""

    group: str
    band: int
    ranked: tuple[Ranked, ...]


def rank(lines: Iterable[UnitLine], thresholds: Thresholds) -> list[Table]:
    """By share done, then by share of it on time, only inside a group and a volume band (rule 34).

    A unit with nothing to rate has no place, and one that has nobody to be compared with is in no table.
    """
    having = (line for line in lines if line.figures.counts.total)
    ordered = sorted(having, key=lambda line: (*_kind(line, thresholds), *_worst_last(line), line.name))
    tables = (
        Table(*kind, tuple(_placed(list(some))))
        for kind, some in groupby(ordered, partial(_kind, thresholds=thresholds))
    )
    return [table for table in tables if len(table.ranked) > 1]


def _kind(line: UnitLine, thresholds: Thresholds) -> tuple[str, int]:
    return line.group, thresholds.band_of(line.figures.counts.total)


def _worst_last(line: UnitLine) -> tuple[Fraction, Fraction]:
    counts = line.figures.counts
    on_time = counts.on_time_of_done_with_deadline
    timely = Fraction(on_time.numerator, on_time.denominator) if on_time.denominator else Fraction(0)
    return -Fraction(counts.done, counts.total), -timely


def _placed(lines: list[UnitLine]) -> Iterator[Ranked]:
    place = 1
    for number, line in enumerate(lines, start=1):
        if number > 1 and _worst_last(line) != _worst_last(lines[number - 2]):
            place = number
        yield Ranked(place, line)


def _clearest(rated: Rated) -> tuple[str, int, float, str]:
    counts = rated.line.figures.counts
    share = counts.done / counts.total
    return rated.line.group, rated.band, -share if rated.verdict is Verdict.PRAISE else share, rated.line.name
