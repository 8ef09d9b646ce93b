"""Partners' work beside the roll-up: counted apart, never added to what a unit leads (rule 34, decision 16)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import local_date, start_of_day
from taskboard.domain.canonical import canonical_json, from_plain, to_plain
from taskboard.reports.bodies import bodies_on
from taskboard.reports.models import Snapshot
from taskboard.reports.source import Frozen, Source
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Task
from taskboard.tasks.queries import PartFigures

NAMES = tuple(field.name for field in fields(PartFigures))


@dataclass(frozen=True, slots=True)
class PartRow:
    """One unit's part of another's task, and which figures it adds to."""

    code: str
    title: str
    unit_id: int
    unit_name: str
    counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """What one unit did as a partner."""

    unit_id: int
    name: str
    figures: PartFigures


def rows(period_start: date, cutoff: datetime, *, zone: ZoneInfo) -> list[PartRow]:
    """Every part that was open at some time of the period, as it stood at the cutoff."""
    since = start_of_day(period_start, zone)
    parts = tasks.counted_parts(since=since, until=cutoff, zone=zone)
    bodies, named = bodies_on(local_date(cutoff, zone)), _named({part.task_id for part in parts})
    return [
        PartRow(*named[part.task_id], part.unit_id, bodies[part.unit_id].name, part.figures) for part in parts
    ]


def _named(task_ids: set[int]) -> dict[int, tuple[str, str]]:
    found = db.session.execute(sa.select(Task.id, Task.code, Task.title).where(Task.id.in_(task_ids)))
    return {row.id: (row.code, row.title) for row in found}


def kept(found: list[PartRow]) -> str:
    """As a snapshot keeps them; empty where no unit had a part."""
    return canonical_json(to_plain(found)) if found else ""


def of_snapshot(snapshot: Snapshot) -> list[PartRow]:
    """As they were frozen."""
    plain = json.loads(snapshot.parts) if snapshot.parts else []
    return [from_plain(PartRow, row) for row in plain]


def rows_of(source: Source, period_start: date, *, zone: ZoneInfo) -> list[PartRow]:
    """The parts beside a report's figures, frozen with them or as they stand."""
    if isinstance(source, Frozen):
        return of_snapshot(source.snapshot)
    return rows(period_start, source.cutoff, zone=zone)


def lines(found: Iterable[PartRow]) -> list[PartLine]:
    """By unit, most parts first."""
    by_unit: dict[int, list[PartRow]] = {}
    for row in found:
        by_unit.setdefault(row.unit_id, []).append(row)
    made = [PartLine(unit_id, some[0].unit_name, _figures(some)) for unit_id, some in by_unit.items()]
    return sorted(made, key=lambda line: (-line.figures.asked, line.unit_id))


def _figures(found: list[PartRow]) -> PartFigures:
    return PartFigures(**{name: sum(name in row.counted for row in found) for name in NAMES})
