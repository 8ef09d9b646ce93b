"""What a person finds: each kind under the very condition of its own page, the best answers first (rule 40).

One question to the database for all kinds: their counts, and a page of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.briefings.models import Briefing, Conclusion, ConclusionText, Directive
from taskboard.db import UtcDateTime, db
from taskboard.domain.authority import Actor, Permission, may
from taskboard.domain.search import Question
from taskboard.files.models import Attachment
from taskboard.search.finding import found_in, rank
from taskboard.search.models import KIND_BITS, Kind, SearchEntry
from taskboard.search.sources import SOURCES
from taskboard.tasks.models import Report, Task
from taskboard.tasks.queries import visible_to
from taskboard.units.models import UnitName


@dataclass(frozen=True, slots=True)
class Hit:
    """One row found. What stands in the fields depends on the kind: see `_SHOWN`."""

    kind: Kind
    id: int
    title: str
    text: str
    code: str
    """Of the task, the directive or the briefing it belongs to."""
    place: str
    """The unit or the source."""
    parent_id: int | None
    day: date | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """How many of each kind, and the rows asked for."""

    counts: dict[Kind, int] = field(default_factory=dict)
    hits: dict[Kind, list[Hit]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def find(asked: Question, actor: Actor, *, limit: int, only: Kind | None = None, page: int = 1) -> Found:
    """The best of every kind the person may open; of `only` that page, and of the others just how many there are."""
    kinds = [kind for kind in Kind if _may_find(kind, actor)]
    if not asked or not kinds:
        return Found()
    parts = [
        _ranked(kind, asked, actor)
        .limit(limit if only in (None, kind) else 1)
        .offset((page - 1) * limit if kind is only else 0)
        .subquery()
        for kind in kinds
    ]
    shown = [_SHOWN[kind](part) for kind, part in zip(kinds, parts, strict=True)]
    found = Found(dict.fromkeys(kinds, 0), {kind: [] for kind in kinds})
    for row in sorted(
        db.session.execute(sa.union_all(*shown)), key=lambda row: (row.kind, row.rank, -row.id)
    ):
        kind = Kind(row.kind)
        found.counts[kind] = row.total
        if only in (None, kind):
            found.hits[kind].append(
                Hit(kind, row.id, row.title, row.text, row.code, row.place, row.parent_id, row.day, row.at)
            )
    return found


def _may_find(kind: Kind, actor: Actor) -> bool:
    return (
        may(actor, Permission.VIEW_BRIEFING if kind is Kind.CONCLUSION else Permission.VIEW_TASK) is not None
    )


def _ranked(kind: Kind, asked: Question, actor: Actor) -> sa.Select[Any]:
    """The rows of a kind that hold the words and that the person may see, with how many there are."""
    key = _MODELS[kind].id
    order = rank(key, kind, asked).label("rank")
    return (
        sa.select(key.label("id"), order, sa.func.count().over().label("total"))
        .where(found_in(key, kind, asked), _visible(kind, actor))
        .order_by(order, key.desc())
    )


_MODELS: dict[Kind, Any] = {source.kind: source.model for source in SOURCES}


def _visible(kind: Kind, actor: Actor) -> sa.ColumnElement[bool]:
    """As the page of each says: a task by its units, a directive by its tasks, a report and its files by their task,
    a notice and its file by the right to read briefings."""
    sees_briefings = may(actor, Permission.VIEW_BRIEFING) is not None
    of_tasks = sa.select(Report.id).join(Task, Task.id == Report.task_id).where(visible_to(actor))
    match kind:
        case Kind.TASK:
            return visible_to(actor)
        case Kind.DIRECTIVE:
            own = Directive.id.in_(sa.select(Task.directive_id).where(visible_to(actor)))
            return sa.true() if sees_briefings else own
        case Kind.CONCLUSION:
            return sa.true() if sees_briefings else sa.false()
        case Kind.REPORT:
            return Report.id.in_(of_tasks)
        case Kind.ATTACHMENT:
            of_notice = Attachment.report_id.is_(None) if sees_briefings else sa.false()
            return sa.or_(Attachment.report_id.in_(of_tasks), of_notice)


def _unit_name(unit_id: Any) -> sa.ScalarSelect[str]:
    return (
        sa.select(UnitName.name)
        .where(UnitName.unit_id == unit_id, UnitName.valid_to.is_(None))
        .limit(1)
        .scalar_subquery()
    )


def _row(kind: Kind, part: sa.Subquery, **columns: Any) -> sa.Select[Any]:
    """The same columns in the same order for every kind."""
    nothing = sa.cast(sa.null(), sa.Text)
    shown = {
        "title": nothing,
        "text": nothing,
        "code": nothing,
        "place": nothing,
        "parent_id": sa.cast(sa.null(), sa.Integer),
        "day": sa.cast(sa.null(), sa.Date),
        "at": sa.cast(sa.null(), UtcDateTime()),
        **columns,
    }
    labelled = [column.label(name) for name, column in shown.items()]
    return sa.select(sa.literal(int(kind)).label("kind"), part.c.id, part.c.rank, part.c.total, *labelled)


def _task(part: sa.Subquery) -> sa.Select[Any]:
    return (
        _row(
            Kind.TASK,
            part,
            title=Task.title,
            text=Directive.wording,
            code=Task.code,
            place=_unit_name(Task.unit_id),
            day=Task.due_on,
        )
        .join(Task, Task.id == part.c.id)
        .join(Directive, Directive.id == Task.directive_id)
    )


def _directive(part: sa.Subquery) -> sa.Select[Any]:
    return (
        _row(
            Kind.DIRECTIVE,
            part,
            title=Directive.wording,
            code=Directive.code,
            place=sa.func.coalesce(
                Briefing.title, sa.func.nullif(Directive.source_number, ""), Directive.source_body
            ),
            day=Directive.assigned_on,
        )
        .join(Directive, Directive.id == part.c.id)
        .outerjoin(Briefing, Briefing.id == Directive.briefing_id)
    )


def _conclusion(part: sa.Subquery) -> sa.Select[Any]:
    return (
        _row(
            Kind.CONCLUSION,
            part,
            title=Conclusion.wording,
            code=Briefing.code,
            place=Briefing.title,
            parent_id=Conclusion.text_id,
            day=Briefing.held_on,
        )
        .join(Conclusion, Conclusion.id == part.c.id)
        .join(ConclusionText, ConclusionText.id == Conclusion.text_id)
        .join(Briefing, Briefing.id == ConclusionText.briefing_id)
    )


def _report(part: sa.Subquery) -> sa.Select[Any]:
    said = sa.func.trim(
        Report.done_text + " " + Report.obstacle_text + " " + Report.next_step + " " + Report.document_number
    )
    return (
        _row(
            Kind.REPORT,
            part,
            title=Task.title,
            text=said,
            code=Task.code,
            place=_unit_name(Report.unit_id),
            at=Report.reported_at,
        )
        .join(Report, Report.id == part.c.id)
        .join(Task, Task.id == Report.task_id)
    )


def _attachment(part: sa.Subquery) -> sa.Select[Any]:
    return (
        _row(
            Kind.ATTACHMENT,
            part,
            title=Attachment.name,
            code=sa.func.coalesce(Task.code, Briefing.code),
            place=sa.func.coalesce(Task.title, Briefing.title),
            parent_id=Attachment.report_id,
            at=Attachment.attached_at,
        )
        .join(Attachment, Attachment.id == part.c.id)
        .outerjoin(Report, Report.id == Attachment.report_id)
        .outerjoin(Task, Task.id == Report.task_id)
        .outerjoin(ConclusionText, ConclusionText.id == Attachment.conclusion_text_id)
        .outerjoin(Briefing, Briefing.id == ConclusionText.briefing_id)
    )


_SHOWN = {
    Kind.TASK: _task,
    Kind.DIRECTIVE: _directive,
    Kind.CONCLUSION: _conclusion,
    Kind.REPORT: _report,
    Kind.ATTACHMENT: _attachment,
}


def tasks_by_id(ids: Iterable[int]) -> dict[int, Task]:
    """What a chip needs to know of the tasks found."""
    statement = sa.select(Task).where(Task.id.in_(list(ids))).options(joinedload(Task.unit))
    return {task.id: task for task in db.session.scalars(statement).unique()}


@dataclass(frozen=True, slots=True)
class Gap:
    """What the index lacks, and what it holds of rows that are gone."""

    missing: int
    left_over: int

    @property
    def is_none(self) -> bool:
        return not self.missing and not self.left_over


def gap() -> Gap:
    """Every row of every kind held against its entry."""
    missing = sum(db.session.scalar(_missing(source.model, source.kind)) or 0 for source in SOURCES)
    left = sum(db.session.scalar(_left_over(source.model, source.kind)) or 0 for source in SOURCES)
    return Gap(missing, left)


def _missing(model: Any, kind: Kind) -> sa.Select[int]:
    entry = sa.exists().where(SearchEntry.id == model.id.bitwise_lshift(KIND_BITS) + int(kind))
    return sa.select(sa.func.count()).select_from(model).where(~entry)


def _left_over(model: Any, kind: Kind) -> sa.Select[int]:
    own = SearchEntry.id.bitwise_and((1 << KIND_BITS) - 1) == int(kind)
    row = sa.exists().where(model.id == SearchEntry.id.bitwise_rshift(KIND_BITS))
    return sa.select(sa.func.count()).select_from(SearchEntry).where(own, ~row)
