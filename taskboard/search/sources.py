"""Which words each kind of row is found by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import object_session

from taskboard.briefings.models import Conclusion, Directive
from taskboard.files.models import Attachment
from taskboard.search.models import Kind
from taskboard.tasks.models import Report, Task


@dataclass(frozen=True, slots=True)
class Source:
    """One kind: its rows, the columns its words stand in, and those of a row at hand."""

    kind: Kind
    model: type[Any]
    watched: tuple[str, ...]
    """Attributes whose change changes the words."""
    rows: Any
    """A SELECT of the number of each row, then its texts."""
    texts: Callable[[Any], Iterable[str]]


def _of_task(task: Task) -> Iterable[str]:
    """By the number of its order: where that has just been changed, the object beside it is still the old one."""
    session = object_session(task)
    assert session is not None, "only rows being written are asked"
    return task.code, task.title, session.get_one(Directive, task.directive_id).wording


SOURCES = (
    Source(
        Kind.TASK,
        Task,
        ("code", "title", "directive_id", "directive"),
        sa.select(Task.id, Task.code, Task.title, Directive.wording).join(
            Directive, Directive.id == Task.directive_id
        ),
        _of_task,
    ),
    Source(
        Kind.DIRECTIVE,
        Directive,
        ("code", "wording", "source_number", "source_body"),
        sa.select(
            Directive.id, Directive.code, Directive.wording, Directive.source_number, Directive.source_body
        ),
        lambda row: (row.code, row.wording, row.source_number or "", row.source_body or ""),
    ),
    Source(
        Kind.CONCLUSION,
        Conclusion,
        ("wording",),
        sa.select(Conclusion.id, Conclusion.wording),
        lambda row: (row.wording,),
    ),
    Source(
        Kind.REPORT,
        Report,
        ("done_text", "obstacle_text", "next_step", "document_number"),
        sa.select(
            Report.id, Report.done_text, Report.obstacle_text, Report.next_step, Report.document_number
        ),
        lambda row: (
            row.done_text,
            row.obstacle_text or "",
            row.next_step or "",
            row.document_number or "",
        ),
    ),
    Source(
        Kind.ATTACHMENT,
        Attachment,
        ("name",),
        sa.select(Attachment.id, Attachment.name),
        lambda row: (row.name,),
    ),
)
BY_MODEL = {source.model: source for source in SOURCES}
