"""The picture of a period: what pages and documents take, and what a snapshot keeps.

A `Picture` is all that is said of a period; a `RollUp` is a picture with the rows it was counted from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from taskboard.domain import canonical
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup.facts import Basis
from taskboard.domain.rollup.figures import (
    COUNT_NAMES,
    RATIO_NAMES,
    Counts,
    Figures,
    Line,
    Ratio,
    UnitLine,
    without,
)
from taskboard.domain.rollup.rows import Row

CALCULATION_VERSION = "3"
"""Raised with every change that can alter a figure; a snapshot names the one it was made by (decision 9).

2: what was heard of a task after the cutoff is no longer taken for a word given by the cutoff.
3: a duty runs for a unit only while that unit exists and the duty was not taken away from it.
"""
STARRED, ORDINARY = "starred", "ordinary"


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
class Picture:
    """All that is said of a period at its cutoff."""

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
    previous: PreviousFigures | None

    @property
    def counts(self) -> Counts:
        return self.total.counts

    @property
    def by_importance(self) -> tuple[Line, ...]:
        """What the chair watches, and the rest; computed, so that no frozen figure changes for it."""
        lines = Line(STARRED, self.starred), Line(ORDINARY, without(self.total, self.starred))
        return tuple(line for line in lines if line.figures.counts.total)

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


@dataclass(frozen=True, slots=True)
class RollUp(Picture):
    """A picture with all it was counted from."""

    rows: tuple[Row, ...]
    """All that was counted and, among them, all that was excluded, by code."""

    @property
    def unfinished_codes(self) -> frozenset[str]:
        """The tasks the next briefing carries over; give them to the next roll-up as `carried`."""
        return frozenset(code for row in self.rows for code in row.unfinished_codes)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; the ratios are written out for readers, and computed again when read back."""
        ratios = {name: canonical.to_plain(getattr(self.counts, name)) for name in RATIO_NAMES}
        return {**canonical.to_plain(self), "ratios": ratios}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> RollUp:
        return canonical.from_plain(cls, plain)


def remembered(picture: Picture) -> PreviousFigures:
    """What the period after this one is set beside."""
    return PreviousFigures(
        picture.calculation_version, picture.period_start, picture.cutoff, picture.original, picture.current
    )


def canonical_json(rollup: RollUp) -> str:
    """The one text of a roll-up: what a snapshot stores and its hash is taken of."""
    return canonical.canonical_json(rollup.to_dict())
