"""What every row of a list draws: icons and states, as functions.

Calling a macro costs as much as calling ten functions, and a list of fifty rows draws four hundred of these.
`components/icons.html` and `components/states.html` hand them on under their names.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from flask import g, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from taskboard.domain.lifecycle import State
from taskboard.web import labels

TONES = {
    "new": "new",
    "received": "new",
    "in_time": "time",
    "due_soon": "soon",
    "overdue": "over",
    "waiting": "wait",
    "completed": "done",
    "done_on_time": "done",
    "done_late": "late",
    "starred": "soon",
    "open_in_time": "time",
    "open_overdue": "over",
}
SIGNS = {
    "new": "envelope-plus",
    "received": "envelope-open",
    "in_progress": "play-circle",
    "in_time": "hourglass-split",
    "due_soon": "alarm",
    "overdue": "exclamation-octagon-fill",
    "waiting": "send-check",
    "completed": "check-circle-fill",
    "done_on_time": "check-circle-fill",
    "done_late": "check2-circle",
    "paused": "pause-circle",
    "returned": "arrow-return-left",
    "withdrawn": "slash-circle",
    "not_pursued": "x-circle",
    "silent": "volume-mute",
    "starred": "star-fill",
    "open_in_time": "hourglass-split",
    "open_overdue": "exclamation-octagon-fill",
    "done_no_deadline": "check-circle",
}
WORDS = {
    "in_time": _l("Trong hạn"),
    "due_soon": _l("Sắp đến hạn"),
    "overdue": _l("Quá hạn"),
    "no_deadline": _l("Không thời hạn"),
    "done_on_time": _l("Hoàn thành đúng hạn"),
    "done_late": _l("Hoàn thành quá hạn"),
    "open_in_time": _l("Chưa hoàn thành, trong hạn"),
    "open_overdue": _l("Chưa hoàn thành, quá hạn"),
    "open_no_deadline": _l("Chưa hoàn thành, không thời hạn"),
    "done_no_deadline": _l("Hoàn thành, không thời hạn"),
    "excluded": _l("Ngoài tổng số"),
    "silent": _l("Chưa cập nhật"),
    "starred": _l("Việc gắn sao"),
}
"""Those of a state of life stand in `labels.STATES`."""


def icon(name: str, label: Any = None, extra: str = "") -> Markup:
    """A sign from the sheet; words stand beside it, or hidden in `label` where it stands alone."""
    drawn = _drawn(_sheet(), name, extra)
    return drawn + Markup('<span class="visually-hidden"> {}</span>').format(label) if label else drawn


@lru_cache(maxsize=1024)
def _drawn(sheet: str, name: str, extra: str) -> Markup:
    classes = f"bi {extra}" if extra else "bi"
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(classes, sheet, name)


def _sheet() -> str:
    """Its address, made once a request: a server may stand under another path for another proxy."""
    if "icon_sheet" not in g:
        g.icon_sheet = url_for("bootstrap.static", filename="icons/bootstrap-icons.svg")
    return cast(str, g.icon_sheet)


def state_tone(state: str) -> str:
    return TONES.get(state, "none")


def state_icon(state: str) -> Markup:
    return icon(SIGNS.get(state, "dash-circle"))


def state_words(state: str) -> str:
    return str(WORDS[state] if state in WORDS else labels.state(State(state)))


def state_chip(state: str, text: Any = None, bare: bool = False) -> Markup:
    classes = f"state state-{state_tone(state)}{' state-bare' if bare else ''}"
    said = escape(text or state_words(state))
    return Markup(f'<span class="{classes}">{state_icon(state)}{said}</span>')  # nosec B704: our own keys, said is escaped
