"""The second opinion: likelihoods are those of all ways through the chain, and it changes what is read only where it may."""

from __future__ import annotations

import math
from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from taskboard.domain.drafting.walk.weighing import Clause, Weights, is_order, likelihoods, shipped

numbers = st.floats(-6, 6).map(lambda one: round(one, 2))


def clause(nth: int, *, stands: bool | None = False) -> Clause:
    return Clause(nth * 10, nth * 10, nth * 10 + 9, True, stands, (f"w {nth}",))


@given(st.lists(numbers, min_size=1, max_size=7), st.tuples(numbers, numbers, numbers, numbers))
@settings(max_examples=120, deadline=None)
def test_a_likelihood_is_the_share_of_all_ways_that_read_the_clause_as_an_order(
    scores: list[float], chain: tuple[float, float, float, float]
) -> None:
    clauses = [clause(nth) for nth in range(len(scores))]
    weights = Weights({f"w {nth}": score for nth, score in enumerate(scores)}, chain)
    ways = {
        states: math.exp(
            sum(score for score, state in zip(scores, states, strict=True) if state)
            + sum(chain[2 * one + two] for one, two in pairwise(states))
        )
        for states in product((0, 1), repeat=len(scores))
    }
    for nth, likely in enumerate(likelihoods(clauses, weights)):
        share = sum(way for states, way in ways.items() if states[nth]) / sum(ways.values())
        assert math.isclose(likely, share, abs_tol=1e-6)


def test_thousands_of_clauses_and_weights_beyond_all_measure_stay_numbers() -> None:
    clauses = [clause(nth % 2) for nth in range(20_000)]
    likely = likelihoods(clauses, Weights({"w 0": 500.0, "w 1": -500.0}, (40.0, -40.0, -40.0, 40.0)))
    assert all(0.0 <= one <= 1.0 for one in likely)
    assert likelihoods([], shipped()) == []


def test_where_the_rules_read_an_order_too_less_is_asked() -> None:
    assert is_order(clause(0, stands=True), 0.4)
    assert not is_order(clause(0, stands=False), 0.4)
    assert not is_order(clause(0, stands=None), 0.4)


def test_what_is_shipped_is_small_and_holds_no_text() -> None:
    weights = shipped()
    assert 200 < len(weights.sights) < 5_000
    assert max(len(name.split()) for name in weights.sights) <= 6
