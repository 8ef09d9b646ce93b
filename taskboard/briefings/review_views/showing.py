"""The one address of the conclusions, showing whatever the text has come to."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskboard.briefings import queries
from taskboard.briefings.blueprint import bp
from taskboard.briefings.forms import TextForm
from taskboard.briefings.review_views.issuing import issued_page
from taskboard.briefings.review_views.reviewing import chosen, review_page
from taskboard.briefings.review_views.taking_in import paste_page
from taskboard.briefings.sheet import starts_of
from taskboard.domain.authority import Permission, may
from taskboard.web.context import actor
from taskboard.web.guard import guard


@bp.get("/briefings/<code>/conclusions")
@guard(Permission.VIEW_BRIEFING)
def conclusions(code: str) -> ResponseReturnValue:
    """To be pasted, under review, or issued."""
    briefing = queries.briefing_by_code(code) or abort(404)
    if briefing.is_cancelled:
        return redirect(url_for("briefings.briefing", code=code))
    text = queries.conclusion_text(briefing)
    if text is None:
        return paste_page(briefing, None, TextForm())
    if text.frozen_at is not None:
        return issued_page(text)
    if text.is_supplement and may(actor(), Permission.RECORD_BRIEFING) is None:
        earlier = queries.last_issued_text(briefing)
        return issued_page(earlier) if earlier else abort(404)
    if "paste" in request.args:
        return paste_page(briefing, text, TextForm(data={"text": text.text, "seen_version": text.version}))
    if "start" in request.args:
        places = starts_of(text.text)
        return render_template("briefings/start.html", briefing=briefing, text=text, places=places)
    return review_page(text, chosen(text))
