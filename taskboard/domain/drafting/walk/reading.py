"""Reads a page: two tentative walks, a second opinion on what they saw, and the walk that counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taskboard.domain.drafting.address.assignees import LABEL_ROLES
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.walk.excerpts import is_excerpt_of_orders
from taskboard.domain.drafting.walk.findings import Mode, Reading
from taskboard.domain.drafting.walk.progress import Ground
from taskboard.domain.drafting.walk.reader import Reader
from taskboard.domain.drafting.walk.weighing import Clause, Weights, is_order, likelihoods, shipped

FEW = 3
"""So few clauses have no neighbours to be weighed with: a secretary's single line, a notice that only withdraws."""

_GAP = re.compile(r"\W*")


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
    if len(seen.clauses) < FEW:
        are_orders = all(clause.is_order_among_orders for clause in seen.clauses)
        return Reader(seen.ground, Mode.ORDERS if are_orders else seen.mode).read()
    likely = likelihoods(seen.clauses, weights or shipped())
    decided = {
        clause.start: is_order(clause, one)
        or (clause.is_order_among_orders and _names_roles_behind(page, clause))
        for clause, one in zip(seen.clauses, likely, strict=True)
    }
    return Reader(seen.ground, seen.mode, decided).read()


def _names_roles_behind(page: Page, clause: Clause) -> bool:
    """`Lập đề án đặt tên 23 tuyến đường. Chủ trì: Sở Văn hóa.`: what has a unit written under it is an order."""
    gap = _GAP.match(page.flat, clause.end)
    return LABEL_ROLES.match(page.flat, gap.end() if gap else clause.end) is not None
