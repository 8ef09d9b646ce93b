"""Reading briefings, their texts, drafts and directives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.briefings.models import (
    Briefing,
    BriefingState,
    Conclusion,
    ConclusionText,
    Directive,
    Draft,
    DraftDue,
    DraftKind,
    DraftRole,
    DraftState,
    DraftUnit,
)
from taskboard.db import db
from taskboard.domain.drafting import LearnedPair
from taskboard.domain.lifecycle import State
from taskboard.domain.review import Lead, Missing, missing
from taskboard.tasks.models import Task
from taskboard.units.models import UnitGroup


def briefings() -> list[Briefing]:
    """All briefings, the latest first."""
    return list(db.session.scalars(sa.select(Briefing).order_by(Briefing.held_on.desc(), Briefing.id.desc())))


def briefing_by_code(code: str) -> Briefing | None:
    return db.session.scalar(sa.select(Briefing).where(Briefing.code == code))


def latest_briefing() -> Briefing | None:
    return db.session.scalar(sa.select(Briefing).order_by(Briefing.held_on.desc(), Briefing.id.desc()).limit(1))


def last_issued_before(day: date) -> Briefing | None:
    return db.session.scalar(
        sa.select(Briefing)
        .where(Briefing.held_on < day, Briefing.state.in_([BriefingState.ISSUED, BriefingState.CLOSED]))
        .order_by(Briefing.held_on.desc())
        .limit(1)
    )


def group_by_id(group_id: int | None) -> UnitGroup | None:
    return db.session.get(UnitGroup, group_id) if group_id else None


def conclusion_text(briefing: Briefing) -> ConclusionText | None:
    """The newest text of a briefing with its drafts."""
    return db.session.scalar(
        sa.select(ConclusionText)
        .where(ConclusionText.briefing_id == briefing.id)
        .options(selectinload(ConclusionText.drafts).selectinload(Draft.units))
        .order_by(ConclusionText.id.desc())
        .limit(1)
    )


def draft_of(text: ConclusionText, draft_id: int) -> Draft | None:
    return next((row for row in text.drafts if row.id == draft_id), None)


def missing_of(draft: Draft) -> tuple[Missing, ...]:
    return missing(
        is_passage=draft.kind is DraftKind.PASSAGE,
        leads=[Lead(is_resolved=row.is_resolved, is_group=row.group_id is not None) for row in draft.leads],
        is_due_decided=draft.due is not DraftDue.UNDECIDED,
        fans_out=draft.fans_out,
    )


@dataclass(frozen=True, slots=True)
class ReviewCount:
    """What the counter on top of the review says."""

    total: int
    accepted: int
    dropped: int
    left: int
    blocked: int
    """Left and lacking a unit or a date."""

    @property
    def is_finished(self) -> bool:
        return self.left == 0 and self.accepted > 0


def review_count(text: ConclusionText) -> ReviewCount:
    states = Counter(row.state for row in text.drafts)
    blocked = sum(
        1 for row in text.drafts if row.state is DraftState.OPEN and row.kind is not DraftKind.PASSAGE and missing_of(row)
    )
    return ReviewCount(
        len(text.drafts), states[DraftState.ACCEPTED], states[DraftState.DROPPED], states[DraftState.OPEN], blocked
    )


def learned_pairs(limit: int = 400) -> list[LearnedPair]:
    """What this city confirmed before: the words of issued directives and the unit that leads them."""
    statement = (
        sa.select(Directive.wording, Task.unit_id, sa.func.count(Task.id))
        .join(Task, Task.directive_id == Directive.id)
        .where(Task.state != State.RETURNED, Task.duty_id.is_(None))
        .group_by(Directive.id, Directive.wording, Task.unit_id)
        .order_by(Directive.id.desc())
        .limit(limit)
    )
    return [LearnedPair(words, str(unit_id), count) for words, unit_id, count in db.session.execute(statement)]


def conclusions_of(text: ConclusionText) -> list[Conclusion]:
    return list(db.session.scalars(sa.select(Conclusion).where(Conclusion.text_id == text.id).order_by(Conclusion.number)))


@dataclass(frozen=True, slots=True)
class DirectiveProgress:
    """A directive with x of y tasks done (rule 2)."""

    directive: Directive
    done: int
    total: int


def directives_of(briefing: Briefing) -> list[DirectiveProgress]:
    """Directives of a briefing in the order of the text, each with how many of its tasks are done."""
    done = sa.func.sum(sa.case((Task.state == State.COMPLETED, 1), else_=0))
    statement = (
        sa.select(Directive, sa.func.coalesce(done, 0), sa.func.count(Task.id))
        .outerjoin(Task, Task.directive_id == Directive.id)
        .where(Directive.briefing_id == briefing.id)
        .group_by(Directive.id)
        .order_by(Directive.start)
    )
    return [DirectiveProgress(*row) for row in db.session.execute(statement)]


def directive_by_code(code: str) -> Directive | None:
    return db.session.scalar(sa.select(Directive).where(Directive.code == code))


def tasks_of_directive(directive: Directive) -> list[Task]:
    statement = sa.select(Task).where(Task.directive_id == directive.id).options(selectinload(Task.unit)).order_by(Task.id)
    return list(db.session.scalars(statement))


def unresolved_units(text: ConclusionText) -> list[DraftUnit]:
    return [row for draft in text.drafts for row in draft.units if row.role is DraftRole.LEAD and not row.is_resolved]
