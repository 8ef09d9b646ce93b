"""The quarter's figures: what share of the plan, how they stand against the same period and the quarter before.

Exact decimals throughout; a comparison that would say nothing (no plan, nothing or a negative figure to compare with)
is None and prints as a dash, never 0 % or ∞ (domain rule 35).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from taskboard.domain.errors import RuleBroken

_TENTH = Decimal("0.1")
_HUNDRED = Decimal(100)
LARGEST = Decimal(10) ** 15
_NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]{1,4}))?")
"""Vietnamese writing: dots group thousands, a comma opens the decimals (domain rule 43)."""

QuarterKey = tuple[int, int]
"""Year and quarter."""


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Trend(StrEnum):
    """What a change means, not which way it points."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEITHER = "neither"


def read_number(text: str) -> Decimal:
    """`2.755,6` → 2755.6. Raises RuleBroken('number_unreadable') for what is no number or could be read in two ways.

    `2,755.6` is refused, and so is `1.5`: a dot that does not group thousands would be guessed at.
    """
    bare = text.strip().replace("\u00a0", "").replace(" ", "").replace("\u2212", "-")
    found = _NUMBER.fullmatch(bare)
    if found is None:
        raise RuleBroken("number_unreadable", field="value")
    sign, whole, part = found.groups()
    value = Decimal(f"{sign}{whole.replace('.', '')}.{part or '0'}")
    if abs(value) >= LARGEST:
        raise RuleBroken("number_too_large", field="value")
    return value.normalize() if value else Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator at the end of one quarter. Shares and changes in percent with one decimal."""

    value: Decimal | None
    """Of the quarter."""
    in_year: Decimal | None
    """Of the year so far, where quarters add up; else the quarter's."""
    plan: Decimal | None
    share_of_plan: Decimal | None
    same_period: Decimal | None
    change_on_same_period: Decimal | None
    previous: Decimal | None
    change_on_previous: Decimal | None
    trend: Trend

    @property
    def is_known(self) -> bool:
        return self.value is not None


def standing(
    values: Mapping[QuarterKey, Decimal],
    quarter: QuarterKey,
    *,
    plan: Decimal | None,
    adds_up: bool,
    direction: Direction,
) -> Standing:
    """How the indicator stands at the end of `quarter`.

    The share of the plan is of the year so far where quarters add up (budget revenue), of the quarter's own figure
    where they do not (outstanding credit). It is left out while an earlier quarter of the year is missing.
    """
    year, number = quarter
    value = values.get(quarter)
    in_year = _in_year(values, quarter) if adds_up else value
    same = values.get((year - 1, number))
    before = values.get((year, number - 1) if number > 1 else (year - 1, 4))
    change = percent_change(value, same)
    return Standing(
        value=value,
        in_year=in_year,
        plan=plan,
        share_of_plan=percent_of(in_year, plan),
        same_period=same,
        change_on_same_period=change,
        previous=before,
        change_on_previous=percent_change(value, before),
        trend=_trend(change, direction),
    )


def _in_year(values: Mapping[QuarterKey, Decimal], quarter: QuarterKey) -> Decimal | None:
    year, number = quarter
    parts = [values.get((year, each)) for each in range(1, number + 1)]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == number else None


def percent_of(value: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """`value` in percent of `whole`, one decimal; None without a positive whole."""
    if value is None or whole is None or whole <= 0:
        return None
    return (value * _HUNDRED / whole).quantize(_TENTH, ROUND_HALF_UP)


def percent_change(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """The change from `base` to `value` in percent, one decimal; None without a positive base."""
    if value is None or base is None or base <= 0:
        return None
    return ((value - base) * _HUNDRED / base).quantize(_TENTH, ROUND_HALF_UP)


def _trend(change: Decimal | None, direction: Direction) -> Trend:
    if change is None or direction is Direction.NEITHER:
        return Trend.NEITHER
    if change == 0:
        return Trend.SAME
    return Trend.BETTER if (change > 0) is (direction is Direction.UP) else Trend.WORSE
