"""Praise and criticism by the thresholds: never for a unit that has nothing to rate, never across groups."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.rating import Thresholds, Verdict, rate, verdict
from taskboard.domain.rollup import Counts
from tests.reports.quarter import quarter

USUAL = Thresholds()
NUMBERS = st.integers(0, 400)
COUNTS = st.builds(
    Counts,
    done_on_time=NUMBERS,
    done_late=NUMBERS,
    open_in_time=NUMBERS,
    open_overdue=NUMBERS,
    done_no_deadline=NUMBERS,
    open_no_deadline=NUMBERS,
)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(), None),
        (Counts(done_on_time=9, open_in_time=1), Verdict.PRAISE),
        (Counts(done_on_time=8, open_in_time=2), None),
        (Counts(done_on_time=9, done_late=1), None),
        (Counts(done_on_time=19, done_late=1), Verdict.PRAISE),
        (Counts(done_on_time=4, open_overdue=1, open_in_time=5), Verdict.CRITICISE),
        (Counts(done_on_time=5, open_overdue=5), None),
        (Counts(done_on_time=1, open_in_time=9), None),
        (Counts(open_overdue=1), Verdict.CRITICISE),
    ],
)
def test_the_thresholds_decide(counts: Counts, expected: Verdict | None) -> None:
    assert verdict(counts, USUAL) is expected


@given(COUNTS)
def test_more_done_on_time_never_makes_it_worse(counts: Counts) -> None:
    better = Counts(
        done_on_time=counts.done_on_time + counts.open_overdue,
        done_late=counts.done_late,
        open_in_time=counts.open_in_time,
        done_no_deadline=counts.done_no_deadline,
        open_no_deadline=counts.open_no_deadline,
    )
    order = [Verdict.CRITICISE, None, Verdict.PRAISE]
    assert order.index(verdict(better, USUAL)) >= order.index(verdict(counts, USUAL)) or not counts.total


@pytest.mark.parametrize(("total", "band"), [(1, 0), (20, 0), (21, 1), (100, 1), (101, 2), (5000, 2)])
def test_each_count_has_one_band(total: int, band: int) -> None:
    assert USUAL.band_of(total) == band
    first, last = USUAL.band_limits(band)
    assert first <= total
    assert last is None or total <= last


def test_units_stand_by_group_then_band_then_share() -> None:
    strict = Thresholds(praise_done_percent=1, praise_late_percent=100, criticise_done_percent=1)
    rated = rate(quarter().by_unit, strict)
    places = [(row.line.group, row.band) for row in rated]
    assert places == sorted(places)
    assert {row.verdict for row in rated} == {Verdict.PRAISE}
    for before, after in pairwise(rated):
        if (before.line.group, before.band) == (after.line.group, after.band):
            one, two = (row.line.figures.counts for row in (before, after))
            assert one.done * two.total >= two.done * one.total
