"""What was issued: conclusions, directives, and the tasks of one."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.briefings.models import Conclusion, ConclusionText, Directive
from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Task
from taskboard.units.models import Unit, WorkField


def conclusions_of(text: ConclusionText) -> list[Conclusion]:
    return list(
        db.session.scalars(
            sa.select(Conclusion).where(Conclusion.text_id == text.id).order_by(Conclusion.number)
        )
    )


def directives_of_text(text: ConclusionText) -> list[Directive]:
    """What was issued from a frozen text, in the order of its words."""
    statement = (
        sa.select(Directive)
        .join(Conclusion, Conclusion.id == Directive.conclusion_id)
        .where(Conclusion.text_id == text.id)
        .order_by(Directive.start, Directive.id)
    )
    return list(db.session.scalars(statement))


def directive_by_code(code: str) -> Directive | None:
    return db.session.scalar(sa.select(Directive).where(Directive.code == code))


def visible_tasks_of(directive: Directive, actor: Actor) -> list[Task]:
    """The tasks of a directive that a person may see, in the order they were given."""
    statement = (
        sa.select(Task)
        .where(Task.directive_id == directive.id, tasks.visible_to(actor))
        .options(selectinload(Task.unit))
        .order_by(Task.id)
    )
    return list(db.session.scalars(statement))


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    rows = db.session.scalars(sa.select(Unit).where(Unit.id.in_(list(unit_ids))))
    return {unit.id: unit.name for unit in rows}


def field_name(code: str) -> str:
    """The name of a field of work; the code itself when it is not listed."""
    return db.session.scalar(sa.select(WorkField.name).where(WorkField.code == code)) or code
