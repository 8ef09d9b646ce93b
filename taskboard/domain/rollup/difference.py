"""Two roll-ups of the same period row by row: what changed, and which figures each row moved (decision 8).

A row's share in the figures is the figures of that row alone, so the moves of all rows add up to the difference of the
figures, whatever the calculation counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from taskboard.domain.rollup.figures import COUNT_NAMES, NUMBER_NAMES, Figures, figures_of
from taskboard.domain.rollup.picture import RollUp
from taskboard.domain.rollup.rows import Row


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A task, or a duty of one unit, then and now; None where it was not counted or is no more."""

    then: Row | None
    now: Row | None
    moves: Mapping[str, int]
    """By figure, by how much; a row can change and move none."""

    @property
    def row(self) -> Row:
        """What it is called by."""
        found = self.now or self.then
        assert found is not None
        return found

    @property
    def codes(self) -> frozenset[str]:
        """The tasks behind it, then or now."""
        return frozenset(code for row in (self.then, self.now) if row for code in row.codes)


def differences(then: RollUp, now: RollUp) -> list[RowDifference]:
    """The rows that are not what they were, those that move most figures first."""
    before, after = _by_key(then.rows), _by_key(now.rows)
    found = [
        _difference(before.get(key), after.get(key), then.silence_days, now.silence_days)
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]
    return sorted(found, key=lambda one: -len(one.moves))


def figures_told(figures: Figures, excluded: int) -> dict[str, int]:
    """Every whole number of some figures under one name: what a move is told by."""
    return {
        **{name: getattr(figures.counts, name) for name in COUNT_NAMES},
        **{name: getattr(figures, name) for name in NUMBER_NAMES},
        **{f"late_{band.value}": count for band, count in figures.late_bands.items()},
        **{f"carried_{times}": count for times, count in figures.carried.items()},
        "updated": figures.updated.numerator,
        "owing": figures.updated.denominator,
        "reports_given": figures.reports.numerator,
        "reports_owed": figures.reports.denominator,
        "excluded": excluded,
    }


def moved(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """What is not the same, by how much."""
    steps = {name: after.get(name, 0) - before.get(name, 0) for name in {**before, **after}}
    return {name: step for name, step in steps.items() if step}


def total_of_moves(found: Iterable[RowDifference]) -> dict[str, int]:
    """The difference of the figures, from that of the rows."""
    sums: dict[str, int] = {}
    for one in found:
        for name, step in one.moves.items():
            sums[name] = sums.get(name, 0) + step
    return {name: step for name, step in sums.items() if step}


def _by_key(rows: Iterable[Row]) -> dict[tuple[str, int], Row]:
    """A task is the same one whoever leads it; a duty is one a unit."""
    return {(row.code, row.unit_id if row.reports is not None else 0): row for row in rows}


def _difference(then: Row | None, now: Row | None, silence_then: int, silence_now: int) -> RowDifference:
    return RowDifference(then, now, moved(_share(then, silence_then), _share(now, silence_now)))


def _share(row: Row | None, silence_days: int) -> dict[str, int]:
    """What one row is in the figures; nothing where there is no row."""
    live = [row] if row and not row.is_excluded else []
    return figures_told(figures_of(live, silence_days=silence_days), int(bool(row and row.is_excluded)))
