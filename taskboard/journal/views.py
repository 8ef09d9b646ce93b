"""The history of everything, for those who answer for it."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from taskboard.db import row_number
from taskboard.domain.authority import Permission
from taskboard.journal import places, queries
from taskboard.web import labels
from taskboard.web.guard import guard

bp = Blueprint("journal", __name__, template_folder="templates")
PAGE = 50


@bp.get("/journal")
@guard(Permission.VIEW_JOURNAL)
def entry_list() -> ResponseReturnValue:
    lines = queries.latest(before_id=request.args.get("before", type=row_number), limit=PAGE + 1)
    return render_template(
        "journal/entries.html",
        lines=lines[:PAGE],
        places=places.of(lines[:PAGE]),
        next_before=lines[PAGE - 1].id if len(lines) > PAGE else None,
        subjects=labels.SUBJECTS,
        sentence=labels.event_sentence,
        way=labels.way,
    )
