"""What was issued: conclusions, directives, and the tasks of one."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.briefings.models import Conclusion, ConclusionText, Directive
from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Task
from taskboard.units.models import Unit, UnitName, WorkField


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
    """With where it comes from and who gave it."""
    beside = (joinedload(Directive.briefing), joinedload(Directive.leader))
    return db.session.scalar(sa.select(Directive).where(Directive.code == code).options(*beside))


def visible_tasks_of(directive: Directive, actor: Actor) -> list[Task]:
    """The tasks of a directive that a person may see, in the order they were given."""
    statement = (
        sa.select(Task)
        .where(Task.directive_id == directive.id, tasks.visible_to(actor))
        .options(joinedload(Task.unit).joinedload(Unit.names))
        .order_by(Task.id)
    )
    return list(db.session.scalars(statement).unique())


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """The names they bear now, or bore last."""
    borne = sa.select(UnitName.unit_id, UnitName.name).where(UnitName.unit_id.in_(list(unit_ids)))
    return {row.unit_id: row.name for row in db.session.execute(borne.order_by(UnitName.valid_from))}


def field_name(code: str) -> str:
    """The name of a field of work; the code itself when it is not listed."""
    return db.session.scalar(sa.select(WorkField.name).where(WorkField.code == code)) or code
