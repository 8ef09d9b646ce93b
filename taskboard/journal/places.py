"""What journal lines are about, by the names people know them by, with an address where the reader may go there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from taskboard.domain.authority import Permission, may
from taskboard.journal import queries
from taskboard.journal.queries import Line
from taskboard.web.context import actor


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    url: str = ""


Subject = tuple[str, int]


def of(lines: Iterable[Line]) -> dict[Subject, Place]:
    """The subjects of some lines; those without a name of their own are left out."""
    names = queries.subject_names({(line.subject_kind, line.subject_id) for line in lines})
    return {subject: Place(name, _url(subject[0], code)) for subject, (name, code) in names.items()}


_PAGES = {
    "task": ("tasks.task", Permission.VIEW_TASK),
    "briefing": ("briefings.briefing", Permission.VIEW_BRIEFING),
    "directive": ("briefings.directive", Permission.VIEW_BRIEFING),
    "unit": ("units.unit", Permission.EDIT_UNITS),
}


def _url(kind: str, code: str) -> str:
    endpoint, permission = _PAGES.get(kind, ("", Permission.PUBLIC))
    return url_for(endpoint, code=code) if endpoint and may(actor(), permission) else ""
