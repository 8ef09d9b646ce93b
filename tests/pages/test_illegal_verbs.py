"""Every verb of the table sent by form in every state that does not know it, and with what no form would say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.lifecycle import State, Verb, is_possible
from taskboard.tasks import actions
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.journeys.test_bad_input import rows
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

WHY = {"reason": "Vì thế."}
SENT: dict[Verb, tuple[str, str, dict[str, Any]]] = {
    Verb.RECEIVE: ("head", "receive", {}),
    Verb.REPORT_PROGRESS: (
        "head",
        "report",
        {"kind": "progress", "done_text": "Xong nửa.", "form_key": "k1"},
    ),
    Verb.REPORT_COMPLETION: (
        "head",
        "report",
        {
            "kind": "completion",
            "done_text": "Xong.",
            "claimed_on": "16/06/2021",
            "document_number": "1/BC",
            "form_key": "k2",
        },
    ),
    Verb.CONFIRM: ("chief", "confirm", {}),
    Verb.SEND_BACK: ("chief", "send-back", WHY),
    Verb.REOPEN: ("chief", "reopen", WHY),
    Verb.PAUSE: ("chief", "pause", {**WHY, "resume_on": "30/07/2021"}),
    Verb.RESUME: ("chief", "resume", {}),
    Verb.TRANSFER: ("head", "transfer", WHY),
    Verb.WITHDRAW: ("chief", "withdraw", WHY),
    Verb.STOP_PURSUING: ("chief", "give-up", WHY),
}
CASES = [(state, verb) for state in State for verb in SENT if not is_possible(state, verb)]


def put(cast: Cast, state: State, clock: HandClock) -> Task:
    """A task that came to this state as tasks do."""
    office, head = build.occasion(clock.now(), cast.chief), build.occasion(clock.now(), cast.head)
    task = build.task("Hộ đê", lead=cast.economy, due_on=date(2021, 6, 30), on=office)
    if state is State.RETURNED:
        actions.accept_request(
            actions.ask_return(task, unit_id=cast.economy.id, reason="Nhầm.", on=head), on=office
        )
    elif state is State.WITHDRAWN:
        actions.withdraw(task, reason="Thôi.", on=office)
    elif state is State.NOT_PURSUED:
        actions.stop_pursuing(task, reason="Thôi.", on=office)
    elif state is not State.NEW:
        actions.receive(task, on=head)
        if state is State.IN_PROGRESS:
            build.progress(task, on=head)
        elif state is State.PAUSED:
            actions.pause(task, reason="Chờ.", resume_on=date(2021, 7, 15), on=office)
        elif state in (State.WAITING, State.COMPLETED):
            build.completion(task, on=head)
        if state is State.COMPLETED:
            actions.confirm(task, on=office)
    assert task.state is state
    build.saved()
    return task


@pytest.fixture
def visitor(app: Flask, client: FlaskClient, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return Visitor(client, clock)


@pytest.mark.parametrize("state", list(State))
def test_no_form_makes_a_move_that_the_table_does_not_know(
    state: State, visitor: Visitor, cast: Cast, clock: HandClock
) -> None:
    task = put(cast, state, clock)
    code = task.code
    for verb in [verb for of, verb in CASES if of is state]:
        who, place, data = SENT[verb]
        more = {"new_unit_id": str(cast.urban.id)} if verb is Verb.TRANSFER else {}
        visitor.be(getattr(cast, who))
        build.saved()
        before = rows()
        answer = visitor.client.post(f"/tasks/{code}/{place}", data={**data, **more})
        assert answer.status_code in (302, 422), verb
        assert rows() == before, f"{verb} wrote something in {state}"
        assert db.session.scalar(sa.select(Task.state).where(Task.code == code)) is state, verb


LONG = "đ" * 10_000
WRONG = [
    ("chief", "pause", {"reason": "Chờ.", "resume_on": "31/02/2021"}),
    ("chief", "pause", {"reason": "Chờ.", "resume_on": "15/06/2021"}),
    ("chief", "pause", {"reason": LONG, "resume_on": "30/07/2021"}),
    ("head", "extension", {"reason": "Chờ.", "new_due_on": "31/02/2021"}),
    ("head", "extension", {"reason": "Chờ.", "new_due_on": "01/06/2021"}),
    ("head", "extension", {"reason": LONG, "new_due_on": "15/07/2021"}),
    ("head", "transfer", {"reason": "Nhầm.", "new_unit_id": "999999"}),
    ("head", "transfer", {"reason": "Nhầm.", "new_unit_id": "1; DROP TABLE task"}),
    ("head", "transfer", {"reason": "Nhầm."}),
    ("head", "return", {"reason": LONG}),
    ("head", "return", {"reason": " \x00 "}),
    ("chief", "correct-date", {"reason": "Nhầm.", "new_due_on": "31/02/2021"}),
    ("chief", "correct-date", {"reason": "Nhầm.", "new_due_on": "01/01/2021"}),
    ("chief", "withdraw", {"reason": LONG}),
    ("chief", "give-up", {"reason": ""}),
    ("chief", "ask-explanation", {"question": "Vì sao?", "due_on": "31/02/2021"}),
    ("chief", "ask-explanation", {"question": "Vì sao?", "due_on": "01/06/2021"}),
    ("chief", "ask-explanation", {"question": LONG, "due_on": "30/06/2021"}),
    ("head", "sub-tasks", {"new-title": LONG}),
    ("head", "sub-tasks", {"new-title": "Khảo sát", "new-due_on": "31/02/2021"}),
    ("head", "sub-tasks", {"new-title": "Khảo sát", "new-officer": "999999"}),
    ("head", "report", {"kind": "xyz", "done_text": "Xong.", "form_key": "k"}),
    ("head", "report", {"kind": "progress", "done_text": LONG, "form_key": "k"}),
    (
        "head",
        "report",
        {"kind": "completion", "done_text": "Xong.", "claimed_on": "01/01/2099", "form_key": "k"},
    ),
]


@pytest.mark.parametrize(
    ("who", "place", "data"), WRONG, ids=[f"{row[1]}-{n}" for n, row in enumerate(WRONG)]
)
def test_what_no_form_would_say_is_refused_in_words_and_writes_nothing(
    who: str, place: str, data: dict[str, str], visitor: Visitor, cast: Cast, clock: HandClock
) -> None:
    task = put(cast, State.RECEIVED, clock)
    code = task.code
    visitor.be(getattr(cast, who))
    build.saved()
    before = rows()
    answer = visitor.client.post(f"/tasks/{code}/{place}", data=data)
    assert answer.status_code == 422
    assert 'class="error' in answer.text or "aria-invalid" in answer.text or 'role="alert"' in answer.text
    assert rows() == before
