"""Facts and a cutoff in, the picture of the period out. The one calculation (rule 33)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from itertools import groupby, pairwise

from taskboard.domain.rollup.facts import Basis, TaskFact, is_in_population
from taskboard.domain.rollup.figures import Figures, Line, UnitLine, counts_of, figures_of
from taskboard.domain.rollup.picture import (
    CALCULATION_VERSION,
    Picture,
    PreviousFigures,
    RollUp,
    remembered,
)
from taskboard.domain.rollup.rows import Row, row_of, rows_of

SILENCE_DAYS = 30


def roll_up(
    facts: Iterable[TaskFact],
    *,
    period_start: date,
    cutoff: datetime,
    basis: Basis,
    zone: tzinfo,
    previous: Picture | PreviousFigures | None = None,
    carried: Collection[str] = (),
    silence_days: int = SILENCE_DAYS,
) -> RollUp:
    """The picture of a period at `cutoff` (UTC). `facts` are the tasks as they were then, in any order.

    `previous`: the picture it is set beside, or what is remembered of one. `carried`: the codes the previous snapshot left unfinished (`RollUp.unfinished_codes`), see `is_in_population`.
    Raises ValueError when a code comes twice, or from `classify`.
    """
    if cutoff.tzinfo is None:
        raise ValueError("the cutoff is an instant and needs a zone")
    counted = _population(facts, period_start, cutoff, zone, carried)
    rows = {each: rows_of(counted, partial(row_of, cutoff=cutoff, basis=each, zone=zone)) for each in Basis}
    figures = partial(figures_of, silence_days=silence_days)
    live = [row for row in rows[basis] if not row.is_excluded]
    return RollUp(
        calculation_version=CALCULATION_VERSION,
        basis=basis,
        zone=str(zone),
        period_start=period_start,
        cutoff=cutoff.astimezone(UTC),
        silence_days=silence_days,
        original=counts_of(rows[Basis.ORIGINAL]),
        current=counts_of(rows[Basis.CURRENT]),
        total=figures(live),
        starred=figures([row for row in live if row.is_starred]),
        by_unit=_unit_lines(live, figures),
        by_group=_lines(live, lambda row: row.unit_group, figures),
        by_field=_lines(live, lambda row: row.field, figures),
        by_leader=_lines(live, lambda row: row.leader, figures),
        by_source_level=_lines(live, lambda row: row.source_level, figures),
        excluded=dict(sorted(Counter(row.state for row in rows[basis] if row.is_excluded).items())),
        rows=rows[basis],
        previous=remembered(previous) if isinstance(previous, Picture) else previous,
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
