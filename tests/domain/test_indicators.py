"""Figures read as they are written, and compared only where a comparison says something."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.errors import RuleBroken
from taskboard.domain.indicators import (
    Direction,
    QuarterKey,
    Trend,
    percent_change,
    percent_of,
    read_number,
    standing,
)
from taskboard.wording import number_text


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2.755,6", "2755.6"),
        ("2755,6", "2755.6"),
        ("562.952", "562952"),
        ("3", "3"),
        ("0", "0"),
        ("-12,25", "-12.25"),
        ("−3", "-3"),
        (" 101 944,4 ", "101944.4"),
        ("1.000.000", "1000000"),
    ],
)
def test_vietnamese_numbers_are_read(typed: str, value: str) -> None:
    assert read_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        "2,755.6",
        "1.5",
        "12.34",
        "1,234,567",
        "",
        "mười",
        "1e9",
        "--2",
        "2.7556",
        "٣",
        "=1+1",
        "9" * 16,
        "1,23456",
    ],
)
def test_what_could_be_read_in_two_ways_or_in_none_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        read_number(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False))
def test_a_figure_as_printed_is_read_back(value: Decimal) -> None:
    assert read_number(number_text(float(value))) == value


def _stand(
    values: dict[QuarterKey, str], quarter: QuarterKey, plan: str | None = None, *, adds_up: bool = True
):
    exact = {key: Decimal(value) for key, value in values.items()}
    return standing(
        exact, quarter, plan=Decimal(plan) if plan else None, adds_up=adds_up, direction=Direction.UP
    )


def test_the_article_s_figures_come_out() -> None:
    industry = _stand({(2020, 1): "2545.4", (2021, 1): "2755.6"}, (2021, 1))
    revenue = _stand({(2020, 1): "611904", (2021, 1): "562952"}, (2021, 1), "3311482")
    assert industry.change_on_same_period == Decimal("8.3")
    assert (revenue.share_of_plan, revenue.change_on_same_period) == (Decimal("17.0"), Decimal("-8.0"))
    assert (industry.trend, revenue.trend) == (Trend.BETTER, Trend.WORSE)


def test_quarters_that_add_up_are_summed_and_others_stand_alone() -> None:
    values = {(2021, 1): "10", (2021, 2): "20", (2021, 3): "30"}
    assert _stand(values, (2021, 3), "120").share_of_plan == Decimal("50.0")
    assert _stand(values, (2021, 3), "120", adds_up=False).share_of_plan == Decimal("25.0")


def test_a_missing_quarter_leaves_the_year_open() -> None:
    stand = _stand({(2021, 1): "10", (2021, 3): "30"}, (2021, 3), "120")
    assert (stand.in_year, stand.share_of_plan, stand.change_on_previous) == (None, None, None)


@pytest.mark.parametrize("base", [None, "0", "-5"])
def test_nothing_is_compared_with_nothing(base: str | None) -> None:
    whole = None if base is None else Decimal(base)
    assert percent_change(Decimal(7), whole) is None
    assert percent_of(Decimal(7), whole) is None


_figures = st.decimals(min_value=0, max_value=10**9, places=1, allow_nan=False)


@given(st.dictionaries(st.tuples(st.integers(2019, 2022), st.integers(1, 4)), _figures), st.booleans())
def test_every_comparison_is_finite_and_of_the_right_sign(
    values: dict[QuarterKey, Decimal], adds_up: bool
) -> None:
    stand = standing(values, (2021, 2), plan=Decimal(100), adds_up=adds_up, direction=Direction.DOWN)
    for number in (stand.share_of_plan, stand.change_on_same_period, stand.change_on_previous):
        assert number is None or number.is_finite()
    if stand.change_on_same_period is not None and stand.value is not None and stand.same_period is not None:
        rose = stand.change_on_same_period > 0
        assert not rose or stand.value > stand.same_period
        assert stand.trend is (
            Trend.SAME if stand.change_on_same_period == 0 else Trend.WORSE if rose else Trend.BETTER
        )
