"""The board: one column a state, and for each card the moves this person may make with it.

A move is a verb of the task's life and nothing else: the same permission, the same form, the same words as on the
task's own page. What needs a reason or a report opens that form; what needs nothing is a button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from taskboard.domain.authority import Actor, Permission, Subject, may
from taskboard.domain.lifecycle import TERMINAL, State, Verb, is_possible, move
from taskboard.tasks import listing, queries
from taskboard.tasks.address import LIST, Address, filter_of
from taskboard.tasks.models import Task
from taskboard.tasks.queries import By, View
from taskboard.tasks.showing import Chip, Lens, chip, lens, short_day
from taskboard.web import labels
from taskboard.web.context import actor

PAGE = "tasks.board"
CARDS = 20
"""In a column; what is beyond stands in the list."""
COLUMNS = (State.NEW, State.RECEIVED, State.IN_PROGRESS, State.WAITING, State.PAUSED, State.COMPLETED)
ENDED = (State.RETURNED, State.WITHDRAWN, State.NOT_PURSUED)


@dataclass(frozen=True, slots=True)
class Kind:
    """A verb as the board offers it."""

    verb: Verb
    permissions: tuple[Permission, ...]
    """Any of them will do: a report comes from the unit, or the Office writes it down for it."""
    endpoint: str
    label: Any
    icon: str
    is_form: bool = True
    """It asks for something first: its page opens."""
    anchor: str = ""


_REPORTS = (Permission.REPORT_TASK, Permission.REPORT_ON_BEHALF)
KINDS = (
    Kind(
        Verb.RECEIVE, (Permission.RECEIVE_TASK,), "tasks.receive", _l("Tiếp nhận"), "check-lg", is_form=False
    ),
    Kind(Verb.REPORT_PROGRESS, _REPORTS, "tasks.report", _l("Báo cáo tiến độ"), "chat-left-text"),
    Kind(Verb.REPORT_COMPLETION, _REPORTS, "tasks.report", _l("Báo cáo hoàn thành"), "send-check"),
    Kind(
        Verb.CONFIRM,
        (Permission.CONFIRM_TASK,),
        "tasks.confirm",
        _l("Xác nhận hoàn thành"),
        "check-circle",
        is_form=False,
    ),
    Kind(Verb.SEND_BACK, (Permission.CONFIRM_TASK,), "tasks.task", _l("Gửi lại"), "arrow-return-left"),
    Kind(Verb.PAUSE, (Permission.PAUSE_TASK,), "tasks.pause", _lp("act", "Tạm dừng"), "pause-circle"),
    Kind(Verb.RESUME, (Permission.PAUSE_TASK,), "tasks.resume", _l("Tiếp tục"), "play-circle", is_form=False),
    Kind(Verb.REOPEN, (Permission.REOPEN_TASK,), "tasks.reopen", _l("Mở lại"), "arrow-counterclockwise"),
    Kind(Verb.WITHDRAW, (Permission.WITHDRAW_TASK,), "tasks.task", _l("Thu hồi nhiệm vụ"), "slash-circle"),
    Kind(
        Verb.STOP_PURSUING,
        (Permission.STOP_PURSUING_TASK,),
        "tasks.give_up",
        _lp("act", "Không tiếp tục thực hiện"),
        "x-circle",
    ),
)
"""Returns and transfers are asked by one and decided by another: no card is dragged there."""


@dataclass(frozen=True, slots=True)
class Move:
    """One legal move of one card."""

    to: State
    label: str
    icon: str
    url: str
    is_form: bool


def moves_of(task: Task, who: Actor, subject: Subject) -> list[Move]:
    """What this person may do with the task that takes it to another column."""
    return [
        Move(move(task.state, kind.verb), str(kind.label), kind.icon, _url(kind, task), kind.is_form)
        for kind in KINDS
        if _is_legal(kind, task, who, subject)
    ]


def _is_legal(kind: Kind, task: Task, who: Actor, subject: Subject) -> bool:
    if not is_possible(task.state, kind.verb) or move(task.state, kind.verb) is task.state:
        return False
    return any(may(who, permission, subject) is not None for permission in kind.permissions)


def _url(kind: Kind, task: Task) -> str:
    return url_for(
        kind.endpoint, code=task.code, act=kind.verb.value if kind.endpoint == "tasks.task" else None
    )


@dataclass(frozen=True, slots=True)
class Card:
    task: Task
    chip: Chip
    due: str
    moves: list[Move]

    @property
    def targets(self) -> str:
        """Where it may go, for the script."""
        return " ".join(dict.fromkeys(one.to.value for one in self.moves))


@dataclass(frozen=True, slots=True)
class Column:
    state: State
    label: str
    cards: list[Card]
    count: int
    url: str
    """The list of exactly this column."""

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def context(args: Mapping[str, str]) -> dict[str, Any]:
    """Everything `tasks/board.html` reads: the list of this address, by states."""
    who, seen = actor(), lens()
    address = Address.read(args, PAGE, View.ALL)
    choices = queries.filter_choices(who)
    filters = filter_of(address, choices, who)
    counts = {
        State(group.value): group.count for group in queries.groups(By.STATE, filters, seen.reading, who)
    }
    cards = queries.first_of_states(counts, filters, seen.reading, who, limit=CARDS)
    states = (*COLUMNS, *ENDED) if _shows_ended(address) else COLUMNS
    left_out = sum(count for state, count in counts.items() if state not in states)
    return {
        **listing.narrowing(address, choices, who),
        "seen": seen,
        "columns": [
            _column(state, cards.get(state, []), counts.get(state, 0), address, who, seen) for state in states
        ],
        "total": sum(counts.get(state, 0) for state in states),
        "left_out": left_out,
        "left_out_url": replace(address, page=LIST).url(view=View.CLOSED.value),
        "title": labels.of(address.view),
    }


def _shows_ended(address: Address) -> bool:
    """What was withdrawn or returned stands aside unless somebody asks for it."""
    return address.view is View.CLOSED or address.given.get("state") in TERMINAL


def _column(state: State, tasks: list[Task], count: int, address: Address, who: Actor, seen: Lens) -> Column:
    cards = [_card(task, who, seen) for task in tasks]
    url = Address(address.view, {**address.given, "state": state.value}).url()
    return Column(state, str(labels.STATES[state]), cards, count, url)


def _card(task: Task, who: Actor, seen: Lens) -> Card:
    moves = moves_of(task, who, queries.subject_of(task))
    due = short_day(task.due_on, seen) if task.due_on else _("Không thời hạn")
    return Card(task, chip(task, seen), due, moves)
