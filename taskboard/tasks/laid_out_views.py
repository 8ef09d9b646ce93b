"""Pages that show the list of an address otherwise than in rows: the board, the calendar."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from taskboard.domain.authority import Permission
from taskboard.tasks import board as boards
from taskboard.tasks import calendar_page
from taskboard.tasks.blueprint import bp
from taskboard.web.guard import guard


@bp.get("/board")
@guard(Permission.VIEW_TASK)
def board() -> ResponseReturnValue:
    return render_template("tasks/board.html", **boards.context(request.args))


@bp.get("/calendar")
@guard(Permission.VIEW_TASK)
def calendar() -> ResponseReturnValue:
    return render_template("tasks/calendar.html", **calendar_page.context(request.args))
