"""Saved views as the pages of a list show them: chips over it, and the way to save what stands in the address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from taskboard.domain.authority import Actor
from taskboard.tasks.address import Address
from taskboard.watch import queries
from taskboard.watch.actions import may_change
from taskboard.watch.models import SavedView, Sharing


def query_of(address: Address) -> str:
    """The list in one way of writing: what is the same list reads the same."""
    return urlencode(sorted(address.wanted.items()))


def address_of(view: SavedView) -> Address:
    return Address.read(MultiDict(parse_qsl(view.query)))


def context(address: Address, who: Actor) -> dict[str, Any]:
    """What `tasks/_saved.html` reads; each chip stays on the page one is on.

    A list that no view shows may become a new one, or what one of the person's views shows from now on.
    """
    here = query_of(address)
    wanted: dict[str, Any] = address.wanted
    offered = queries.views_for(who)
    chips = [
        {
            "label": one.view.name,
            "url": replace(address_of(one.view), page=address.page, kept=address.kept).url(),
            "is_current": one.view.query == here,
            "is_default": one.is_default,
            "icon": "people" if one.view.sharing is not Sharing.OWN else "bookmark",
            "is_shared": one.view.sharing is not Sharing.OWN,
        }
        for one in offered
    ]
    return {
        "saved": chips,
        "save_url": url_for("watch.new_view", **wanted),
        "is_saved": any(chip["is_current"] for chip in chips),
        "renewable": [
            {"label": one.view.name, "url": url_for("watch.view", view_id=one.view.id, **wanted)}
            for one in offered
            if may_change(one.view, who)
        ],
    }
