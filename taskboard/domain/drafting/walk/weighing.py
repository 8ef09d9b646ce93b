"""A second opinion on which clauses are orders, trained on labelled texts: a chain of two states over the clauses of a page.

The rules know why a clause is an order; this knows how often clauses that look so were one, and that orders stand together. It
decides where the two differ, and the draft or the passage says that it did. `tests/domain/drafting/training.py` makes the
weights; no text they were learned from can be read back out of them but single words and pairs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

RULED, UNRULED = 0.15, 0.65
"""How likely a clause must be where the rules, too, read an order, and where they do not; chosen by leaving folders out."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as two tentative walks saw it. `edge` is where its item would begin; offsets are clean."""

    start: int
    edge: int
    end: int
    is_order_among_orders: bool
    is_order_as_it_stands: bool | None
    sights: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        """Its sights and what the rules made of it."""
        among, stands = self.is_order_among_orders, self.is_order_as_it_stands
        return (*self.sights, f"v {among}", f"vo {stands}", f"vv {among} {stands}")


@dataclass(frozen=True, slots=True)
class Weights:
    """`sights`: how much each speaks for an order. `chain`: log weights other→other, other→order, order→other, order→order."""

    sights: dict[str, float]
    chain: tuple[float, float, float, float]


@cache
def shipped() -> Weights:
    """The weights that come with the product; read once."""
    kept = json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf-8"))
    return Weights(kept["sights"], tuple(kept["chain"]))


def likelihoods(clauses: Sequence[Clause], weights: Weights) -> list[float]:
    """How likely each clause is an order, 0 to 1, the others considered (forward and backward sums; linear in the clauses)."""
    scores = [sum(weights.sights.get(name, 0.0) for name in clause.names()) for clause in clauses]
    forward = _sums(scores, weights.chain)
    other_first, other_then, order_first, order_order = weights.chain
    turned = (other_first, order_first, other_then, order_order)
    backward = _sums(scores[::-1], turned)[::-1]
    result: list[float] = []
    for score, ahead, behind in zip(scores, forward, backward, strict=True):
        other, order = ahead[0] + behind[0], ahead[1] + behind[1] - score
        result.append(1 / (1 + math.exp(min(700.0, max(-700.0, other - order)))))
    return result


def is_order(clause: Clause, likely: float) -> bool:
    """The decision: less is asked where the rules, reading the text as it stands, say so too."""
    return likely > (RULED if clause.is_order_as_it_stands else UNRULED)


def _sums(scores: Sequence[float], chain: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """Log sums over all ways to reach each clause as another sentence, as an order; its own score included."""
    stay, begin, cease, go_on = chain
    other, order = 0.0, 0.0
    sums: list[tuple[float, float]] = []
    for nth, score in enumerate(scores):
        if nth:
            other, order = _log_sum(other + stay, order + cease), _log_sum(other + begin, order + go_on)
        order += score
        sums.append((other, order))
    return sums


def _log_sum(one: float, two: float) -> float:
    high, low = (one, two) if one > two else (two, one)
    return high + math.log1p(math.exp(low - high))
