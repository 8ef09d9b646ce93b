"""Links from a count to exactly the list it counts."""

from __future__ import annotations

from flask import request, url_for

from taskboard.domain.deadline import LateBand
from taskboard.tasks.queries import View


def listed(view: View, *, unit: str | None = None, band: LateBand | None = None, mine: bool = False) -> str:
    """The list of tasks under these conditions, in the words of its own query string."""
    return url_for(
        "tasks.task_list",
        view=view.value,
        unit=unit,
        band=band.value if band else None,
        mine="1" if mine else None,
    )


def here() -> str:
    """This page, to come back to after an act."""
    return request.full_path.rstrip("?")
