"""One line through the quarters: the official classes as each briefing froze them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.domain.canonical import from_plain
from taskboard.domain.rollup import Basis, Counts
from taskboard.reports.models import Snapshot

QUARTERS = 8


@dataclass(frozen=True, slots=True)
class Quarterly:
    """One briefing's quarter as it was presented there."""

    code: str
    year: int
    quarter: int
    counts: Counts


def before(briefing: Briefing, basis: Basis) -> list[Quarterly]:
    """The briefings of the same series before this one that froze something, oldest first; of each its newest snapshot."""
    again = aliased(Snapshot)
    newest = sa.select(sa.func.max(again.number)).where(again.briefing_id == Briefing.id).scalar_subquery()
    statement = (
        sa.select(Briefing.code, Briefing.year, Briefing.quarter, Snapshot.headline)
        .join(Snapshot, sa.and_(Snapshot.briefing_id == Briefing.id, Snapshot.number == newest))
        .where(Briefing.series_id == briefing.series_id, Briefing.period_end < briefing.period_start)
        .order_by(Briefing.period_end.desc(), Briefing.id.desc())
        .limit(QUARTERS - 1)
    )
    rows = list(db.session.execute(statement))
    return [
        Quarterly(row.code, row.year, row.quarter, _counts(row.headline, basis)) for row in reversed(rows)
    ]


def _counts(headline: str, basis: Basis) -> Counts:
    return from_plain(Counts, json.loads(headline)[basis.value])
