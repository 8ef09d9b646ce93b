"""Lists of tasks, their counts, and what they may be narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.briefings.models import Briefing, Directive
from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.tasks.models import Extension, ExtensionState, Task
from taskboard.tasks.queries.conditions import (
    Filter,
    Reading,
    View,
    condition,
    matching,
    order_of,
    visible_to,
)
from taskboard.tasks.queries.loading import SOURCE, name_only
from taskboard.units.models import Unit, UnitName, WorkField

PAGE = 50


def task_list(
    filters: Filter, reading: Reading, actor: Actor, *, limit: int = PAGE, offset: int = 0
) -> list[Task]:
    """A list in the order people need it: the latest deadline passed first, then the nearest, undated last.

    What is done stands the other way round, the newest first.
    """
    statement = (
        sa.select(Task)
        .where(*matching(filters, reading, actor))
        .options(joinedload(Task.unit), *SOURCE, name_only(Task.officer), name_only(Task.monitor))
        .order_by(*order_of(filters.view))
        .limit(limit)
        .offset(offset)
    )
    return list(db.session.scalars(statement).unique())


def task_count(filters: Filter, reading: Reading, actor: Actor) -> int:
    return db.session.scalar(sa.select(sa.func.count(Task.id)).where(*matching(filters, reading, actor))) or 0


def view_counts(views: Sequence[View], filters: Filter, reading: Reading, actor: Actor) -> dict[View, int]:
    """Counts of several lists in one query, all under the same other conditions."""
    base = Filter(
        View.ALL,
        filters.unit_id,
        filters.briefing_id,
        filters.directive_id,
        filters.monitor_id,
        filters.field,
        None,
        filters.text,
    )
    columns = [sa.func.sum(sa.case((condition(view, reading), 1), else_=0)) for view in views]
    row = db.session.execute(sa.select(*columns).where(*matching(base, reading, actor))).one()
    return {view: int(count or 0) for view, count in zip(views, row, strict=True)}


def pending_extensions(actor: Actor) -> list[Extension]:
    """Requests waiting for a decision, the oldest first."""
    statement = (
        sa.select(Extension)
        .join(Task)
        .where(Extension.state == ExtensionState.PENDING, visible_to(actor))
        .options(joinedload(Extension.task).joinedload(Task.unit))
        .order_by(Extension.id)
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list may be narrowed to: (code, name) in the order people look for them, and the ids behind the codes."""

    units: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    briefings: list[tuple[str, str]]
    ids: dict[tuple[str, str], int]

    def id_of(self, kind: str, code: str) -> int | None:
        return self.ids.get((kind, code))


def filter_choices(actor: Actor) -> Choices:
    """Units with a task the reader may see, fields of work, briefings that gave tasks: one query for three menus."""
    seen = sa.select(Task.unit_id).where(visible_to(actor))
    given = sa.select(Directive.briefing_id).where(Directive.briefing_id.is_not(None))
    rows = db.session.execute(
        sa.union_all(
            sa.select(
                sa.literal("unit").label("kind"),
                Unit.id,
                Unit.code,
                UnitName.name,
                UnitName.sort_key.label("rank"),
            )
            .join(UnitName, sa.and_(UnitName.unit_id == Unit.id, UnitName.valid_to.is_(None)))
            .where(Unit.id.in_(seen)),
            sa.select(
                sa.literal("field"),
                WorkField.id,
                WorkField.code,
                WorkField.name,
                sa.cast(WorkField.position + 1000, sa.Text),
            ),
            sa.select(
                sa.literal("briefing"), Briefing.id, Briefing.code, Briefing.title, Briefing.code
            ).where(Briefing.id.in_(given)),
        )
    ).all()
    named = {kind: [row for row in rows if row.kind == kind] for kind in ("unit", "field", "briefing")}
    pairs = {
        kind: [(row.code, row.name) for row in sorted(found, key=lambda row: row.rank)]
        for kind, found in named.items()
    }
    ids = {(row.kind, row.code): row.id for row in rows}
    return Choices(pairs["unit"], pairs["field"], pairs["briefing"][::-1], ids)
