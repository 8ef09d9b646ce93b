"""Sentences without an order: marked at once as such, or made a draft by hand."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.briefings import actions, queries
from taskboard.briefings.blueprint import bp
from taskboard.briefings.models import ConclusionText
from taskboard.briefings.review_views.asking import code_point, load_text, occasion, whole
from taskboard.domain.authority import Permission
from taskboard.domain.text import clean_line
from taskboard.web.guard import attempt, guard
from taskboard.web.language import counted as _n


@bp.post("/briefings/<code>/conclusions/passages")
@guard(Permission.RECORD_BRIEFING)
def drop_passages(code: str) -> ResponseReturnValue:
    """Mark at once every sentence in which no order was found."""
    text = load_text(code)
    with attempt() as outcome:
        count = actions.drop_passages(
            text, reason=clean_line(request.form.get("reason", ""))[:300], on=occasion()
        )
    if outcome.succeeded:
        flash(_n("Đã đánh dấu %(count)s câu không phát sinh nhiệm vụ.", count=count), "done")
    return redirect(url_for("briefings.conclusions", code=code))


@bp.post("/briefings/<code>/conclusions/add")
@guard(Permission.RECORD_BRIEFING)
def add_draft(code: str) -> ResponseReturnValue:
    """A draft from words the machine passed over: dragged over with the mouse, or pasted exactly as they stand."""
    text = load_text(code)
    with attempt() as outcome:
        start, end = _selected(text)
        draft = actions.add_draft(text, start, end, version=whole("version"), on=occasion())
    if outcome.succeeded:
        flash(_("Đã thêm dự thảo. Đề nghị chọn đơn vị và thời hạn."), "done")
        return redirect(
            url_for("briefings.conclusions", code=code, draft=draft.id, _anchor=f"draft-{draft.id}")
        )
    return redirect(
        url_for("briefings.conclusions", code=code, words=request.form.get("words", "")[:2000] or None)
    )


def _selected(text: ConclusionText) -> tuple[int, int]:
    """Raises RuleBroken('words_not_found') for pasted words that stand nowhere in the text."""
    if "start16" in request.form:
        return code_point(text, "start"), code_point(text, "end")
    return queries.place_of(text, request.form.get("words", ""))
