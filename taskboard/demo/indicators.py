"""The sample's figures of a quarter, defined and entered by the verbs the pages use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from taskboard.demo.cast import Cast
from taskboard.demo.data.indicators import INDICATORS, WORDS, SampleIndicator
from taskboard.domain.authority import Permission
from taskboard.domain.indicators import read_number
from taskboard.indicators import actions, queries
from taskboard.indicators.models import Indicator
from taskboard.occasion import Occasion

Occasions = Callable[[str, Permission], Occasion]
"""The moment being replayed, for a person who may do this."""
OFFICE = "vanphong"


def enter_quarter(cast: Cast, year: int, quarter: int, occasions: Occasions) -> None:
    """Before a briefing opens: what its quarter and the ones before brought. The first time defines the indicators."""
    known = {row.name: row for row in queries.all_indicators()}
    for position, sample in enumerate(INDICATORS, start=1):
        row = known.get(sample.name) or _define(cast, sample, position, year, occasions)
        for key, typed in sample.values.items():
            if _key(key) <= (year, quarter):
                _enter(row, sample, key, typed, cast, occasions)
    for word in WORDS:
        if _key(word.quarter) == (year, quarter):
            on = occasions(OFFICE, Permission.ENTER_INDICATORS)
            actions.write_note(
                word.field,
                year,
                quarter,
                results=word.results,
                shortcomings=word.shortcomings,
                unit=None,
                on=on,
            )


def _key(text: str) -> tuple[int, int]:
    year, _dash, number = text.partition("-")
    return int(year), int(number)


def _define(cast: Cast, sample: SampleIndicator, position: int, year: int, occasions: Occasions) -> Indicator:
    on = occasions(OFFICE, Permission.DEFINE_INDICATORS)
    row = actions.define_indicator(
        actions.Definition(
            name=sample.name,
            measure=sample.measure,
            direction=sample.direction,
            adds_up=sample.adds_up,
            unit=cast.units[sample.unit],
            field=sample.field,
            position=position,
        ),
        valid_from=date(year, 1, 1),
        on=on,
    )
    for plan_year, typed in sample.plans.items():
        actions.set_plan(row, plan_year, read_number(typed), on=on)
    return row


def _enter(
    row: Indicator, sample: SampleIndicator, key: str, typed: str, cast: Cast, occasions: Occasions
) -> None:
    """The unit's head enters; for a unit whose head has no account of that name the Office does."""
    year, number = _key(key)
    if queries.latest_value(row, year, number) is not None:
        return
    by = sample.unit if sample.unit in cast.people else OFFICE
    on = occasions(by, Permission.ENTER_INDICATORS)
    actions.enter_value(
        row, year, number, read_number(typed), is_on_behalf=by == OFFICE != sample.unit, on=on
    )
