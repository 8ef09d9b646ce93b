"""A supplement: the text it corrects, the orders it may replace, and the tasks of which somebody must be asked."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.briefings.models import (
    Briefing,
    Conclusion,
    ConclusionText,
    Directive,
    Draft,
    DraftDue,
    DraftState,
)
from taskboard.briefings.queries.issuing import units_of
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import OPEN, State, Verb, is_possible
from taskboard.domain.review import next_leads
from taskboard.tasks.models import Task
from taskboard.units.models import Unit


def text_of(briefing: Briefing, text_id: int) -> ConclusionText | None:
    """One of the texts of a briefing, by its number."""
    return db.session.scalar(
        sa.select(ConclusionText)
        .where(ConclusionText.id == text_id, ConclusionText.briefing_id == briefing.id)
        .options(selectinload(ConclusionText.drafts).selectinload(Draft.units))
    )


def holds_words() -> sa.ColumnElement[bool]:
    """All but a supplement that was thrown away, as `ConclusionText.is_thrown_away`."""
    return sa.or_(
        ConclusionText.supersedes_id.is_(None),
        ConclusionText.frozen_at.is_not(None),
        ConclusionText.text != "",
    )


def texts_of(briefing: Briefing) -> list[ConclusionText]:
    """The notice and its supplements, in the order they came."""
    return list(
        db.session.scalars(
            sa.select(ConclusionText)
            .where(ConclusionText.briefing_id == briefing.id, holds_words())
            .order_by(ConclusionText.id)
        )
    )


def last_issued_text(briefing: Briefing) -> ConclusionText | None:
    """What a new supplement would follow."""
    return db.session.scalar(
        sa.select(ConclusionText)
        .where(ConclusionText.briefing_id == briefing.id, ConclusionText.frozen_at.is_not(None))
        .order_by(ConclusionText.id.desc())
        .limit(1)
    )


def standing_directives(briefing: Briefing, *, before: ConclusionText | None = None) -> list[Directive]:
    """Orders of a briefing that no supplement has ended, in the order of their notices."""
    statement = (
        sa.select(Directive)
        .join(Conclusion, Conclusion.id == Directive.conclusion_id)
        .where(Directive.briefing_id == briefing.id, Directive.ended_at.is_(None))
        .order_by(Directive.id)
    )
    if before is not None:
        statement = statement.where(Conclusion.text_id != before.id)
    return list(db.session.scalars(statement))


def expect_replaceable(text: ConclusionText, directive_id: int, *, besides: Draft) -> Directive:
    """The issued order an order of the supplement names.

    Raises RuleBroken: replaced_unknown; replaced_already (code); replaced_twice, by another order of the same text.
    """
    directive = db.session.get(Directive, directive_id)
    is_of_briefing = directive is not None and directive.briefing_id == text.briefing_id
    if directive is None or not is_of_briefing or directive.conclusion is None:
        raise RuleBroken("replaced_unknown", field="replaces")
    if directive.ended_at is not None:
        raise RuleBroken("replaced_already", field="replaces", code=directive.code)
    rivals = [row for row in text.drafts if row is not besides and row.state is not DraftState.DROPPED]
    if any(row.replaces_id == directive_id for row in rivals):
        raise RuleBroken("replaced_twice", field="replaces", code=directive.code)
    return directive


@dataclass(frozen=True, slots=True)
class TaskQuestion:
    """An open task of an order that a supplement ends: withdrawn, or handed on to the new order?"""

    task: Task
    targets: tuple[Unit, ...]
    """Who may lead it under the new order, its own unit alone where that is named again; empty: only withdrawal is left."""


@dataclass(frozen=True, slots=True)
class EndedOrder:
    """What an order of a supplement ends, and what has to be asked for it."""

    draft: Draft
    directive: Directive
    questions: tuple[TaskQuestion, ...]
    completed: int
    """Tasks that were completed under the old words and stay so."""


def ended_orders(text: ConclusionText) -> list[EndedOrder]:
    """What the accepted orders of a supplement end, each with its open tasks."""
    drafts = [
        row
        for row in sorted(text.drafts, key=lambda row: row.start)
        if row.state is DraftState.ACCEPTED and row.replaces_id is not None
    ]
    return [_ended_order(draft, _tasks_of(draft)) for draft in drafts]


def _tasks_of(draft: Draft) -> list[Task]:
    return list(
        db.session.scalars(
            sa.select(Task)
            .where(Task.directive_id == draft.replaces_id)
            .options(selectinload(Task.unit), selectinload(Task.duty))
            .order_by(Task.id)
        )
    )


def _ended_order(draft: Draft, tasks: list[Task]) -> EndedOrder:
    assert draft.replaces is not None
    leads = [] if draft.is_withdrawal else units_of(draft).leads
    open_tasks = [task for task in tasks if task.state in OPEN]
    return EndedOrder(
        draft,
        draft.replaces,
        tuple(TaskQuestion(task, _targets_of(task, open_tasks, draft, leads)) for task in open_tasks),
        sum(task.state is State.COMPLETED for task in tasks),
    )


def _targets_of(task: Task, beside: list[Task], draft: Draft, leads: list[Unit]) -> tuple[Unit, ...]:
    """The units that may lead a task under the order that replaces its own; who has one of its own takes no second."""
    is_duty = draft.due is DraftDue.DUTY
    if is_duty != (task.duty is not None) or (task.duty and task.duty.recurrence is not draft.recurrence):
        return ()
    may_change = task.duty is None and is_possible(task.state, Verb.TRANSFER)
    served = {other.unit_id for other in beside if other is not task}
    named = [unit.id for unit in leads if unit.id == task.unit_id or unit.id not in served]
    ids = next_leads(task.unit_id, named, may_change=may_change)
    return tuple(unit for unit in leads if unit.id in ids)
