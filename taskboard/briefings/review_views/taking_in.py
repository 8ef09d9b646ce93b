"""The chair's words are pasted or uploaded, and begin where a person says."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.briefings import actions, queries
from taskboard.briefings.blueprint import bp
from taskboard.briefings.forms import TextForm
from taskboard.briefings.models import Briefing, ConclusionText, DraftKind
from taskboard.briefings.reading import read_text
from taskboard.briefings.review_views.asking import load_text, occasion, whole
from taskboard.domain.authority import Permission
from taskboard.domain.errors import RuleBroken
from taskboard.web import labels
from taskboard.web.context import settings as installation
from taskboard.web.guard import Attempt, attempt, guard
from taskboard.web.language import counted as _n
from taskboard.web.limits import takes_files
from taskboard.web.uploads import upload_of


@bp.post("/briefings/<code>/conclusions")
@takes_files
@guard(Permission.RECORD_BRIEFING)
def record_text(code: str) -> ResponseReturnValue:
    briefing = queries.briefing_by_code(code) or abort(404)
    form = TextForm()
    with attempt(form) as outcome:
        original, words = _words_of(form)
        row = actions.record_conclusions(
            briefing,
            words,
            max_chars=installation().max_text_chars,
            original=original,
            accept_none=bool(form.accept_none.data),
            seen_version=form.seen_version.data,
            supplements=_supplemented(briefing),
            on=occasion(),
        )
        count = sum(draft.kind is not DraftKind.PASSAGE for draft in row.drafts)
    if outcome.succeeded:
        flash(
            _n("Đã ghi văn bản và đề xuất %(count)s dự thảo. Chưa có gì được ban hành.", count=count), "done"
        )
        return redirect(url_for("briefings.conclusions", code=code))
    return _text_refused(code, form, outcome)


def _supplemented(briefing: Briefing) -> ConclusionText | None:
    """The issued text that the words sent are said to supplement; the form names it."""
    number = whole("supplements")
    text = queries.text_of(briefing, number) if number > 0 else None
    last = queries.last_issued_text(briefing)
    if number > 0 and (text is None or last is None or text.id != last.id):
        raise RuleBroken("supplement_of_unissued" if text is None or last is None else "stale")
    return text


def _words_of(form: TextForm) -> tuple[actions.Original | None, str]:
    """The chosen file and its text, else what was pasted. What was read stays in the box if the text is refused.

    Raises ReadingError.
    """
    upload = form.file.data
    if not upload or not upload.filename:
        return None, form.words
    with upload.stream as stream:
        content = stream.read()
    form.text.data = read_text(content, upload.filename).text
    there = installation()
    original = actions.Original(upload_of(upload.filename, content), there.files_dir, there.max_file_bytes)
    return original, form.words


def _text_refused(code: str, form: TextForm, outcome: Attempt) -> ResponseReturnValue:
    """The page again with what was typed; where somebody else was first, beside what they recorded."""
    briefing = queries.briefing_by_code(code) or abort(404)
    text = queries.conclusion_text(briefing)
    if text is not None and text.frozen_at is not None:
        if whole("supplements") == text.id:
            return paste_page(briefing, None, form, supplements=text), 422
        flash(labels.broken_rule(outcome.error or RuleBroken("conclusions_frozen")), "warn")
        return redirect(url_for("briefings.conclusions", code=code))
    form.seen_version.data = text.version if text else None
    return paste_page(briefing, text, form), 422


def paste_page(
    briefing: Briefing,
    text: ConclusionText | None,
    form: TextForm,
    *,
    supplements: ConclusionText | None = None,
) -> str:
    """The box for the chair's words; `text` is what stands recorded and would be replaced.

    `supplements` is the issued text that new words would supplement; one under review says itself which it is.
    """
    return render_template(
        "briefings/paste.html",
        briefing=briefing,
        text=text,
        form=form,
        supplements=supplements or (text.supersedes if text else None),
    )


@bp.post("/briefings/<code>/conclusions/start")
@guard(Permission.RECORD_BRIEFING)
def move_start(code: str) -> ResponseReturnValue:
    text = load_text(code)
    with attempt() as outcome:
        actions.move_start(text, whole("starts_at"), version=whole("version"), on=occasion())
    if outcome.succeeded:
        flash(_("Đã đổi chỗ bắt đầu kết luận và đề xuất lại các dự thảo từ đó."), "done")
    return redirect(url_for("briefings.conclusions", code=code))
