"""Everything that came of one conclusion, read in a fixed number of questions."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.briefings.models import Briefing, Conclusion, ConclusionText, Directive
from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.domain.rollup import TaskClass
from taskboard.reports.models import Snapshot
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Assignment, Task
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Mark:
    """How a task stood in a quarter's frozen figures."""

    briefing: Briefing
    cutoff: datetime
    original: TaskClass
    current: TaskClass
    days_late: int
    """Of a task that was overdue or done late by the original deadline."""


def conclusion_of(text: ConclusionText, number: int) -> Conclusion | None:
    return db.session.scalar(
        sa.select(Conclusion).where(Conclusion.text_id == text.id, Conclusion.number == number)
    )


def directives_under(conclusion: Conclusion) -> list[Directive]:
    """The orders in it and, in their place, those of supplements that replaced them, however often."""
    found: list[Directive] = []
    ids = list(
        db.session.scalars(
            sa.select(Directive.id).where(Directive.conclusion_id == conclusion.id).order_by(Directive.id)
        )
    )
    while ids:
        statement = sa.select(Directive).where(Directive.id.in_(ids)).order_by(Directive.id)
        rows = list(db.session.scalars(statement.options(joinedload(Directive.leader))))
        found += [row for row in rows if row not in found]
        known = {row.id for row in found}
        after = sa.select(Directive.id).where(Directive.supersedes_id.in_(ids)).order_by(Directive.id)
        ids = [directive_id for directive_id in db.session.scalars(after) if directive_id not in known]
    return found


def tasks_under(directives: Collection[Directive], actor: Actor) -> list[Task]:
    """Their tasks that the person may see, in the order they were given."""
    statement = (
        sa.select(Task)
        .where(Task.directive_id.in_([row.id for row in directives]), tasks.visible_to(actor))
        .options(
            joinedload(Task.unit).joinedload(Unit.names),
            selectinload(Task.reports),
            selectinload(Task.assignments).joinedload(Assignment.unit),
        )
        .order_by(Task.id)
    )
    return list(db.session.scalars(statement).unique())


def marks_of(codes: Collection[str], since: datetime) -> dict[str, list[Mark]]:
    """By task, how each quarter frozen since then counted it, the oldest first; of a briefing its last freeze speaks."""
    last = sa.select(sa.func.max(Snapshot.id)).group_by(Snapshot.briefing_id)
    statement = (
        sa.select(Snapshot)
        .where(Snapshot.id.in_(last), Snapshot.cutoff >= since)
        .options(joinedload(Snapshot.briefing))
        .order_by(Snapshot.cutoff, Snapshot.id)
    )
    found: dict[str, list[Mark]] = {code: [] for code in codes}
    for snapshot in db.session.scalars(statement):
        original = _rows_by_code(snapshot.roll_up_original, found)
        current = _rows_by_code(snapshot.roll_up_current, found)
        for code, row in original.items():
            now = current.get(code, row)
            found[code].append(
                Mark(
                    snapshot.briefing,
                    snapshot.cutoff,
                    TaskClass(row["task_class"]),
                    TaskClass(now["task_class"]),
                    row["days_late"],
                )
            )
    return found


def _rows_by_code(frozen: str, codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """The frozen rows of these tasks; a duty's row speaks for each of its occurrences."""
    return {code: row for row in json.loads(frozen)["rows"] for code in row["codes"] if code in codes}
