"""What the pages of the conclusions read from a request."""

from __future__ import annotations

from flask import abort, request

from taskboard.briefings import queries
from taskboard.briefings.models import ConclusionText
from taskboard.domain.authority import Permission
from taskboard.domain.text import Offsets
from taskboard.occasion import Occasion, occasion_of
from taskboard.web.context import core, now
from taskboard.web.guard import acting_under


def pressed(name: str) -> bool:
    """Which button of a form was pressed, where they are told apart by their name."""
    return name in request.form


def load_text(code: str) -> ConclusionText:
    """The newest text of the briefing of an address; 404 without one."""
    briefing = queries.briefing_by_code(code) or abort(404)
    return queries.conclusion_text(briefing) or abort(404)


def occasion(permission: Permission = Permission.RECORD_BRIEFING) -> Occasion:
    """Who acts, under the post that gives the permission, and when."""
    return occasion_of(core(), acting_under(permission), now=now())


def whole(name: str) -> int:
    """A whole number of the form; -1, which no text has, for anything else."""
    value = request.form.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1


def code_point(text: ConclusionText, name: str) -> int:
    """An offset of the form in code points; `…16` is one the browser counted in UTF-16. -1 for one outside the text."""
    if f"{name}16" not in request.form:
        return whole(name)
    try:
        return Offsets.of(text.text).from_utf16(whole(f"{name}16"))
    except ValueError:
        return -1
