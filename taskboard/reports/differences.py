"""What is known now of a frozen quarter, row by row: then → now, why, and which figures it moves (decision 8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.domain.rollup import (
    CALCULATION_VERSION,
    Basis,
    RollUp,
    RowDifference,
    differences,
    figures_told,
    total_of_moves,
)
from taskboard.journal import queries as journal
from taskboard.journal.queries import Line
from taskboard.reports import queries
from taskboard.reports.models import Snapshot
from taskboard.reports.queries import BothBases
from taskboard.tasks.models import Task

SILENT_EVENTS = frozenset({Event.REMINDER_SENT, Event.TASK_CARRIED_OVER, Event.TASK_URGED, Event.REMARK_MADE})
"""They move no figure, so they explain none."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A row that is not what was frozen, with what the journal says happened since."""

    difference: RowDifference
    why: list[Line]


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure as it was frozen and as it is known now."""

    name: str
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class Since:
    """All that became known of a snapshot's quarter since it was frozen."""

    rows: list[Explained]
    figures: list[MovedFigure]
    is_same_calculation: bool
    """False for figures frozen by an earlier version of the rules: then some rows differ without an event."""


def since(
    briefing: Briefing, snapshot: Snapshot, basis: Basis, *, known_at: datetime, zone: ZoneInfo
) -> Since:
    """The same period at the same cutoff, by what is known at `known_at`, beside the frozen figures."""
    figures = queries.compute(
        period_start=briefing.period_start,
        cutoff=snapshot.cutoff,
        known_at=known_at,
        zone=zone,
        carried=queries.left_before(briefing),
    )
    then, now = (_on(basis, both) for both in (queries.read(snapshot), figures))
    found = differences(then, now)
    events = _events({code for one in found for code in one.codes}, snapshot.last_entry_id)
    return Since(
        rows=[Explained(one, _why(one, events)) for one in found],
        figures=_moved(then, found),
        is_same_calculation=snapshot.calculation_version == CALCULATION_VERSION,
    )


def _on(basis: Basis, both: BothBases) -> RollUp:
    return both.original if basis is Basis.ORIGINAL else both.current


def _moved(then: RollUp, found: list[RowDifference]) -> list[MovedFigure]:
    before = figures_told(then.total, sum(then.excluded.values()))
    moves = total_of_moves(found)
    names = [name for name in before if name in moves] + sorted(moves.keys() - before.keys())
    return [MovedFigure(name, before.get(name, 0), before.get(name, 0) + moves[name]) for name in names]


def _events(codes: Collection[str], entry_id: int) -> dict[str, list[Line]]:
    """By task code, what was written after the freeze and can have moved a figure."""
    tasks = db.session.execute(sa.select(Task.id, Task.code).where(Task.code.in_(codes))).all()
    lines = journal.after("task", [row.id for row in tasks], entry_id)
    return {
        row.code: [line for line in lines.get(row.id, []) if line.event not in SILENT_EVENTS] for row in tasks
    }


def _why(one: RowDifference, events: dict[str, list[Line]]) -> list[Line]:
    lines = [line for code in one.codes for line in events.get(code, [])]
    return sorted(lines, key=lambda line: line.id)
