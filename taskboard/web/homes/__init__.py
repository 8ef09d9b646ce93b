"""The first page of each role, and the board of what is late.

Somebody with posts of several kinds gets the page of the most general one, and tabs to the others.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from taskboard.domain.authority import Role, sees_all_tasks
from taskboard.web.context import actor
from taskboard.web.homes import administration, board, leaders, unit


class Home(StrEnum):
    """In the order in which they come first."""

    LEADERS = "leaders"
    OFFICE = "office"
    UNIT = "unit"
    INSPECTOR = "inspector"
    ADMINISTRATION = "administration"


ROLES = {
    Home.LEADERS: {Role.CHAIR, Role.VICE_CHAIR},
    Home.OFFICE: {Role.CHIEF_OF_OFFICE, Role.MONITOR},
    Home.UNIT: {Role.UNIT_HEAD, Role.OFFICER},
    Home.INSPECTOR: {Role.INSPECTOR},
    Home.ADMINISTRATION: {Role.ADMINISTRATOR},
}
PAGES: dict[Home, tuple[str, Callable[[], dict[str, Any]]]] = {
    Home.LEADERS: ("homes/leaders.html", leaders.context),
    Home.OFFICE: ("homes/board.html", board.context),
    Home.UNIT: ("homes/unit.html", unit.context),
    Home.INSPECTOR: ("homes/leaders.html", leaders.context),
    Home.ADMINISTRATION: ("homes/administration.html", administration.context),
}
NAMES = {
    Home.LEADERS: _l("Ý kiến chỉ đạo"),
    Home.OFFICE: _l("Văn phòng"),
    Home.UNIT: _l("Việc của đơn vị"),
    Home.INSPECTOR: _l("Theo dõi chung"),
    Home.ADMINISTRATION: _l("Quản trị"),
}


def render() -> ResponseReturnValue:
    """The page of the person's posts; `?home=` chooses among several."""
    mine = [home for home in Home if ROLES[home] & actor().roles]
    asked = request.args.get("home", "")
    chosen = Home(asked) if asked in mine else mine[0]
    template, context = PAGES[chosen]
    return render_template(template, tabs=_tabs(mine, chosen), **context())


def _tabs(mine: list[Home], chosen: Home) -> list[dict[str, Any]]:
    if len(mine) < 2:
        return []
    return [
        {"label": NAMES[home], "url": url_for("web.home", home=home.value), "is_current": home is chosen}
        for home in mine
    ]


def render_overdue() -> ResponseReturnValue:
    """The whole city's board for those who see all tasks; for a unit, what it leads itself and owes."""
    if sees_all_tasks(actor()):
        return render_template("homes/board.html", tabs=[], **board.context())
    return render_template("homes/unit.html", tabs=[], **unit.context(only_overdue=True))
