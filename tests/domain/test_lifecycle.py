"""The table of a task's life: whole, closed, drawn as it is, and the same in the docs, the labels and the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import (
    OPEN,
    REMINDED,
    TERMINAL,
    TRANSITIONS,
    State,
    Verb,
    is_possible,
    move,
    verbs_from,
)
from taskboard.tasks.lifecycle_page import STATES, VERBS, page

DOCS = Path(__file__).resolve().parents[2] / "docs" / "lifecycle.md"


def test_the_page_of_docs_is_what_the_table_says() -> None:
    assert DOCS.read_text("utf-8") == page(), "python -m taskboard.tasks.lifecycle_page > docs/lifecycle.md"


def test_every_transition_stands_in_the_diagram() -> None:
    drawn = page()
    for (origin, verb), transition in TRANSITIONS.items():
        arrows = [line for line in drawn.splitlines() if f"{origin.value} --> {transition.to.value}:" in line]
        assert len(arrows) == 1
        assert VERBS[verb][0] in arrows[0]


def test_every_state_and_verb_has_its_words() -> None:
    assert set(STATES) == set(State)
    assert set(VERBS) == set(Verb)


def test_states_are_said_as_the_screens_say_them() -> None:
    from taskboard.web import labels

    assert {state: str(words).lower() for state, words in labels.STATES.items()} == STATES


def test_nothing_leads_out_of_the_end_and_everything_leads_to_one() -> None:
    assert all(not verbs_from(state) for state in TERMINAL)
    assert all(verbs_from(state) & {Verb.WITHDRAW, Verb.STOP_PURSUING} for state in OPEN)
    assert {State.COMPLETED} == set(State) - OPEN - TERMINAL
    assert REMINDED < OPEN


def test_every_state_is_reached_from_the_first() -> None:
    reached = {State.NEW}
    while more := {to.to for (origin, _), to in TRANSITIONS.items() if origin in reached} - reached:
        reached |= more
    assert reached == set(State)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_what_the_table_lacks_is_refused(state: State, verb: Verb) -> None:
    if is_possible(state, verb):
        assert move(state, verb) is TRANSITIONS[state, verb].to
        return
    with pytest.raises(RuleBroken) as broken:
        move(state, verb)
    assert broken.value.details == {"state": state.value, "verb": verb.value}


def test_what_goes_against_a_unit_carries_its_reason() -> None:
    against = {
        Verb.SEND_BACK,
        Verb.REOPEN,
        Verb.PAUSE,
        Verb.ACCEPT_RETURN,
        Verb.TRANSFER,
        Verb.WITHDRAW,
        Verb.STOP_PURSUING,
    }
    for (_state, verb), transition in TRANSITIONS.items():
        assert ("reason" in transition.needs) == (verb in against)
