"""Questions built once and asked many times.

Writing down what a page of tasks asks takes longer than the database needs to answer it: the reading has a part in
twenty conditions. So they are written over a reading of names, kept by what else they are made of, and each request gives
its moment and its units.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from taskboard.db import UtcDateTime
from taskboard.domain.authority import Actor, sees_all_tasks
from taskboard.tasks.queries.conditions import Filter, Reading, shared_with

KEPT = 128
"""Questions of a kind a process keeps: people open the same lists."""


def _named(name: str, kind: Any) -> Any:
    return sa.bindparam(name, type_=kind)


ASKED = Reading(
    now=_named("now", UtcDateTime()),
    today=_named("today", sa.Date()),
    soon_working_days=0,
    soon_until=_named("soon_until", UtcDateTime()),
    silence_days=0,
    recent_on=_named("recent_on", sa.Date()),
    recent_from=_named("recent_from", UtcDateTime()),
)
"""A reading whose instants come with each request."""


def visible(*, sees_all: bool) -> sa.ColumnElement[bool]:
    """As `visible_to`, of whom only this is known; their units come with each request."""
    return sa.true() if sees_all else shared_with(sa.bindparam("units", expanding=True))


def is_kept(filters: Filter) -> bool:
    """Words are searched for once, and a band is reckoned from the moment itself."""
    return not filters.text and filters.band is None


def moments(reading: Reading) -> dict[str, Any]:
    """What ASKED leaves open."""
    return {
        "now": reading.now,
        "today": reading.today,
        "soon_until": reading.soon_until,
        "recent_on": reading.recent_on,
        "recent_from": reading.recent_from,
    }


def given(reading: Reading, actor: Actor) -> dict[str, Any]:
    """What a request gives to a question of this kind."""
    return {**moments(reading), "units": [] if sees_all_tasks(actor) else list(actor.unit_ids)}
