"""Links from a count to exactly the list it counts."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request

from taskboard.domain.deadline import LateBand
from taskboard.tasks.address import LIST, page_url
from taskboard.tasks.queries import View


def listed(view: View, *, unit: str | None = None, band: LateBand | None = None, mine: bool = False) -> str:
    """The list of tasks under these conditions, in the words of its own query string."""
    given = {
        "view": view.value,
        "unit": unit,
        "band": band.value if band else None,
        "mine": "1" if mine else None,
    }
    return f"{page_url(LIST)}?{urlencode({name: value for name, value in given.items() if value})}"


def here() -> str:
    """This page, to come back to after an act."""
    return request.full_path.rstrip("?")
