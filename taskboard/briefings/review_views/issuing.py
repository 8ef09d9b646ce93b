"""Issuing, and the page of what was issued."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.briefings import actions, queries
from taskboard.briefings.blueprint import bp
from taskboard.briefings.models import ConclusionText, DraftState
from taskboard.briefings.review_views.asking import load_text, occasion, whole
from taskboard.briefings.review_views.reviewing import issue_preview
from taskboard.briefings.sheet import Mark, lines_of
from taskboard.domain.authority import Permission
from taskboard.domain.errors import AlreadyDone, Stale
from taskboard.files import queries as files
from taskboard.web.context import now
from taskboard.web.guard import Attempt, attempt, guard
from taskboard.web.language import counted as _n


@bp.post("/briefings/<code>/conclusions/issue")
@guard(Permission.ISSUE_CONCLUSIONS)
def issue(code: str) -> ResponseReturnValue:
    """Freeze the text, make the tasks. A second press, or a second person, is led to the result of the first."""
    text = load_text(code)
    there = url_for("briefings.conclusions", code=code)
    if text.frozen_at is None and queries.ended_orders(text):
        return redirect(url_for("briefings.settle", code=code))
    if text.frozen_at is None and not _is_as_shown(text):
        flash(
            _("Các dự thảo đã thay đổi từ khi trang được mở. Đề nghị xem lại số nhiệm vụ rồi ban hành."),
            "warn",
        )
        return redirect(f"{there}#finish")
    with attempt() as outcome:
        made = actions.issue(text, on=occasion(Permission.ISSUE_CONCLUSIONS))
        told = len({task.unit_id for task in made})
    if outcome.succeeded:
        flash(
            _n("Đã ban hành %(count)s nhiệm vụ. %(told)s đơn vị nhận thư.", count=len(made), told=told),
            "done",
        )
    return redirect(there if outcome.succeeded else _to_the_fault(there, outcome))


def _is_as_shown(text: ConclusionText) -> bool:
    """What the person confirmed is what would happen now. A text that is not ready is left for the rule to refuse."""
    preview = issue_preview(text)
    shown = (whole("tasks"), whole("units"))
    return not queries.review_count(text).is_finished or shown == (preview.tasks, preview.units)


def _to_the_fault(there: str, outcome: Attempt) -> str:
    error = outcome.error
    draft_id = (
        error.details.get("draft_id")
        if error is not None and not isinstance(error, AlreadyDone | Stale)
        else None
    )
    return f"{there}?draft={draft_id}#draft-{draft_id}" if draft_id else there


def issued_page(text: ConclusionText) -> str:
    """The frozen text, each directive beside its words, and what was dropped."""
    directives = queries.directives_of_text(text)
    progress = {row.directive.id: row for row in queries.directives_of(text.briefing, now=now())}
    rows = [progress[row.id] for row in directives]
    report, body = lines_of(
        text.text, [_issued_mark(n, row) for n, row in enumerate(rows, 1)], starts_at=text.starts_at
    )
    return render_template(
        "briefings/issued.html",
        briefing=text.briefing,
        text=text,
        original=files.original_of(text.id) if text.source_name else None,
        report=report,
        body=body,
        rows=rows,
        unit_names=queries.unit_names({row.unit_id for row in rows if row.unit_id is not None}),
        withdrawals=[
            draft for draft in text.drafts if draft.state is DraftState.ACCEPTED and draft.is_withdrawal
        ],
        later=next((one for one in queries.texts_of(text.briefing) if one.supersedes_id == text.id), None),
        dropped=[draft for draft in text.drafts if draft.state is DraftState.DROPPED],
    )


def _issued_mark(number: int, row: queries.DirectiveProgress) -> Mark:
    directive = row.directive
    return Mark(
        start=directive.start or 0,
        end=directive.end or 0,
        key=f"d{directive.id}",
        number=number,
        tone="done",
        url=url_for("briefings.directive", code=directive.code),
        label=row.title,
    )
