"""A task's working states and the verbs that move it.

The deadline class is another axis, computed in `deadline` and `rollup` (domain rules 9 and 10). The table below is the
only place that says which verb is possible in which state; who may do it stands in `authority`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from taskboard.domain.errors import RuleBroken


class State(StrEnum):
    NEW = "new"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    COMPLETED = "completed"
    PAUSED = "paused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    NOT_PURSUED = "not_pursued"


OPEN = frozenset({State.NEW, State.RECEIVED, State.IN_PROGRESS, State.WAITING, State.PAUSED})
"""States in which something is still owed."""
TERMINAL = frozenset({State.RETURNED, State.WITHDRAWN, State.NOT_PURSUED})
"""Left every denominator; nothing leads out of them (decision 4)."""
TAKEN_AWAY = frozenset({State.RETURNED, State.WITHDRAWN})
"""Not the unit's any more: of a duty that unit owes nothing further. One occurrence not pursued ends only itself."""
REMINDED = frozenset({State.NEW, State.RECEIVED, State.IN_PROGRESS})
"""Waiting stops its reminders, pausing suspends them (decision 4)."""


class Verb(StrEnum):
    RECEIVE = "receive"
    REPORT_PROGRESS = "report_progress"
    REPORT_COMPLETION = "report_completion"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    REOPEN = "reopen"
    PAUSE = "pause"
    RESUME = "resume"
    ACCEPT_RETURN = "accept_return"
    TRANSFER = "transfer"
    """The lead passes to another unit: for that unit the task is newly given."""
    WITHDRAW = "withdraw"
    STOP_PURSUING = "stop_pursuing"


@dataclass(frozen=True, slots=True)
class Transition:
    to: State
    needs: frozenset[str] = frozenset()
    """What the verb must be given: reason, result, claimed_on."""


_WORKING = (State.NEW, State.RECEIVED, State.IN_PROGRESS)
_REASON = frozenset({"reason"})

TRANSITIONS: dict[tuple[State, Verb], Transition] = {
    (State.NEW, Verb.RECEIVE): Transition(State.RECEIVED),
    **{
        (state, Verb.REPORT_PROGRESS): Transition(State.IN_PROGRESS, frozenset({"done_text"}))
        for state in _WORKING
    },
    **{
        (state, Verb.REPORT_COMPLETION): Transition(State.WAITING, frozenset({"done_text", "claimed_on"}))
        for state in _WORKING
    },
    (State.WAITING, Verb.CONFIRM): Transition(State.COMPLETED),
    (State.WAITING, Verb.SEND_BACK): Transition(State.IN_PROGRESS, _REASON),
    (State.COMPLETED, Verb.REOPEN): Transition(State.IN_PROGRESS, _REASON),
    (State.RECEIVED, Verb.PAUSE): Transition(State.PAUSED, _REASON),
    (State.IN_PROGRESS, Verb.PAUSE): Transition(State.PAUSED, _REASON),
    (State.PAUSED, Verb.RESUME): Transition(State.IN_PROGRESS),
    (State.NEW, Verb.ACCEPT_RETURN): Transition(State.RETURNED, _REASON),
    (State.RECEIVED, Verb.ACCEPT_RETURN): Transition(State.RETURNED, _REASON),
    **{(state, Verb.TRANSFER): Transition(State.NEW, _REASON) for state in _WORKING},
    **{(state, Verb.WITHDRAW): Transition(State.WITHDRAWN, _REASON) for state in OPEN},
    **{(state, Verb.STOP_PURSUING): Transition(State.NOT_PURSUED, _REASON) for state in OPEN},
}


def is_possible(state: State, verb: Verb) -> bool:
    return (state, verb) in TRANSITIONS


def move(state: State, verb: Verb) -> State:
    """The state after the verb. Raises RuleBroken('verb_not_possible') when the table has no such row."""
    try:
        return TRANSITIONS[state, verb].to
    except KeyError:
        raise RuleBroken("verb_not_possible", state=state.value, verb=verb.value) from None


def verbs_from(state: State) -> frozenset[Verb]:
    return frozenset(verb for origin, verb in TRANSITIONS if origin is state)
