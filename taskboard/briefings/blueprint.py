"""The blueprint that the pages of briefings and of the review share."""

from __future__ import annotations

from flask import Blueprint
from flask_login import current_user

from taskboard.domain.authority import Permission, may
from taskboard.web.context import actor

bp = Blueprint("briefings", __name__, template_folder="templates")


@bp.context_processor
def _rights() -> dict[str, bool]:
    """What the templates of this room may offer; the guard decides again when it is pressed."""
    if not current_user.is_authenticated:
        return {}
    who = actor()
    return {
        "may_edit": may(who, Permission.RECORD_BRIEFING) is not None,
        "may_report": may(who, Permission.VIEW_REPORT) is not None,
    }
