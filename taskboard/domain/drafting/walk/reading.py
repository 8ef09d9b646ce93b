"""Reads a page: two tentative walks, a second opinion on what they saw, and the walk that counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.walk.excerpts import is_excerpt_of_orders
from taskboard.domain.drafting.walk.findings import Mode, Reading
from taskboard.domain.drafting.walk.progress import Ground
from taskboard.domain.drafting.walk.reader import Reader
from taskboard.domain.drafting.walk.weighing import Clause, Weights, is_order, likelihoods, shipped


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules alone make of a page: its clauses, and whether they read it as orders from its first word."""

    ground: Ground
    clauses: list[Clause]
    mode: Mode


def ruled(page: Page, held_on: date) -> Ruled:
    """Every clause as it looks in a text that is orders from its first word, beside what it is as the text stands."""
    ground = Ground(page, held_on)
    among, open_reader = Reader(ground, Mode.ORDERS), Reader(ground)
    bare, reading = among.read(), open_reader.read()
    is_bare = is_excerpt_of_orders(page, bare, reading)
    stands = among if is_bare else open_reader
    clauses = [
        Clause(
            seen.start, seen.edge, seen.end, seen.is_order,
            stands.seen[start].is_order if start in stands.seen else None, seen.sights,
        )
        for start, seen in sorted(among.seen.items())
    ]  # fmt: skip
    return Ruled(ground, clauses, Mode.ORDERS if is_bare else Mode.OPEN)


def read_page(page: Page, held_on: date, weights: Weights | None = None) -> Reading:
    """Reads a page; the clauses' weights decide where they and the rules differ."""
    seen = ruled(page, held_on)
    likely = likelihoods(seen.clauses, weights or shipped())
    decided = {clause.start: is_order(clause, one) for clause, one in zip(seen.clauses, likely, strict=True)}
    return Reader(seen.ground, seen.mode, decided).read()
