"""Every verb of a task's life that a page has, a program has too: by the same rules, in the same words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from taskboard.api.doors import DOORS
from taskboard.domain.lifecycle import Verb
from taskboard.domain.scopes import Scope
from taskboard.journal import queries as journal
from taskboard.tasks.models import Task
from taskboard.web import labels
from tests import build
from tests.api.program import Program
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

WHY = {"reason": "Không thuộc chức năng của phòng."}
DOOR_OF: dict[Verb, tuple[str, ...]] = {
    Verb.RECEIVE: ("receive",),
    Verb.REPORT_PROGRESS: ("report_task",),
    Verb.REPORT_COMPLETION: ("report_task",),
    Verb.CONFIRM: ("confirm",),
    Verb.SEND_BACK: ("send_back",),
    Verb.REOPEN: ("reopen",),
    Verb.PAUSE: ("pause",),
    Verb.RESUME: ("resume",),
    Verb.ACCEPT_RETURN: ("ask_return", "accept_request", "refuse_request"),
    Verb.TRANSFER: ("ask_transfer", "ask_correct_lead", "accept_request", "refuse_request"),
    Verb.WITHDRAW: ("withdraw",),
    Verb.STOP_PURSUING: ("stop_pursuing",),
}


@pytest.fixture
def dike(cast: Cast, clock: HandClock) -> Task:
    row = build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        partners=[cast.urban],
        leader=cast.vice,
        field="nong-nghiep",
        due_on=clock.today() + timedelta(days=9),
        on=build.occasion(clock.now(), cast.monitor),
    )
    build.saved()
    return row


@pytest.fixture
def head(client: FlaskClient, cast: Cast, clock: HandClock) -> Program:
    return Program.of(client, cast.head, clock, Scope.REPORT)


@pytest.fixture
def office(client: FlaskClient, cast: Cast, clock: HandClock) -> Program:
    return Program.of(client, cast.monitor, clock, Scope.OFFICE)


@pytest.fixture
def chief(client: FlaskClient, cast: Cast, clock: HandClock) -> Program:
    return Program.of(client, cast.chief, clock, Scope.OFFICE)


def test_no_verb_of_the_lifecycle_lacks_its_door(app: Flask) -> None:
    names = {one.name for one in DOORS}
    assert set(DOOR_OF) == set(Verb)
    assert not [door for doors in DOOR_OF.values() for door in doors if door not in names]


def test_a_task_rests_and_goes_on(head: Program, office: Program, dike: Task) -> None:
    head.act(dike.code, "receive")
    said = {"reason": "Chờ tỉnh.", "resume_on": "2021-07-01"}
    paused = office.act(dike.code, "pause", said)
    assert (paused.json["state"], paused.json["resume_on"]) == ("paused", "2021-07-01")
    assert head.act(dike.code, "resume").status_code == 403, "not by the unit itself"
    assert office.act(dike.code, "resume").json["state"] == "in_progress"
    past = office.act(dike.code, "pause", {**said, "resume_on": "2021-06-16"})
    assert (past.status_code, past.json["rule"], past.json["field"]) == (
        409,
        "resume_not_future",
        "resume_on",
    )


def test_a_confirmed_task_is_opened_again_and_given_up(
    head: Program, office: Program, chief: Program, dike: Task
) -> None:
    done = {"kind": "completion", "claimed_on": "2021-06-16", "document_number": "1/BC", "done_text": "Xong."}
    head.act(dike.code, "reports", done)
    office.act(dike.code, "confirm")
    assert office.act(dike.code, "reopen", WHY).status_code == 403, "above the Office's officer"
    opened = chief.act(dike.code, "reopen", WHY)
    assert (opened.json["state"], opened.json["reopen_count"]) == ("in_progress", 1)
    ended = chief.act(dike.code, "stop-pursuing", WHY)
    assert (ended.json["state"], ended.json["closing_reason"]) == ("not_pursued", WHY["reason"])
    again = chief.act(dike.code, "reopen", WHY)
    assert (again.status_code, again.json["rule"]) == (409, "verb_not_possible")


def test_a_wrong_assignment_is_returned_and_given_anew(
    head: Program, office: Program, chief: Program, dike: Task, cast: Cast
) -> None:
    asked = head.act(dike.code, "return", WHY)
    assert (asked.status_code, asked.json["kind"], asked.json["state"]) == (201, "return", "pending")
    number = asked.json["id"]
    assert [row["id"] for row in office.get("/requests?state=pending").json["items"]] == [number]
    assert head.get(f"/tasks/{dike.code}").json["requests"] == [asked.json]
    twice = head.act(dike.code, "return", WHY)
    assert (twice.status_code, twice.json["rule"]) == (409, "request_pending")
    stale = office.post(f"/requests/{number}/accept", If_Match='"cu"')
    assert (stale.status_code, stale.json["type"]) == (412, "/api/docs#changed-meanwhile")
    moved = office.post(
        f"/requests/{number}/accept", {"new_due_on": "2021-08-01"}, If_Match=stale.headers["ETag"]
    )
    assert (moved.json["rule"], moved.json["field"]) == ("date_not_of_request", "new_due_on")
    accepted = office.post(f"/requests/{number}/accept", {"note": "Đúng."}, If_Match=stale.headers["ETag"])
    assert (accepted.json["state"], accepted.json["decision_note"]) == ("accepted", "Đúng.")
    assert head.get(f"/tasks/{dike.code}").json["state"] == "returned"
    to = {"new_unit": cast.cua_nam.code, "new_due_on": "2021-07-15"}
    given = chief.act(dike.code, "give-again", to)
    assert (given.status_code, given.json["replaces"]) == (201, dike.code)
    assert given.json["unit"]["code"] == cast.cua_nam.code
    assert (
        chief.get(given.headers["Location"].removeprefix("/api/v1")).headers["ETag"] == given.headers["ETag"]
    )


def test_a_partner_returns_only_its_own_part(
    client: FlaskClient, clock: HandClock, office: Program, dike: Task, cast: Cast
) -> None:
    partner = Program.of(client, cast.other_head, clock, Scope.REPORT)
    asked = partner.act(dike.code, "return", WHY)
    assert asked.json["unit"]["code"] == cast.urban.code
    office.post(f"/requests/{asked.json['id']}/accept", If_Match="*")
    task = office.get(f"/tasks/{dike.code}").json
    assert (task["state"], [row["unit"]["code"] for row in task["assignments"]]) == (
        "new",
        [cast.economy.code],
    )


def test_the_lead_is_passed_on_by_two_people(
    head: Program, office: Program, dike: Task, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    head.act(dike.code, "receive")
    for unit, rule in (("khong-co", "unit_unknown"), (cast.economy.code, "unit_same")):
        refused = head.act(dike.code, "transfer", {**WHY, "new_unit": unit})
        assert (refused.status_code, refused.json["rule"], refused.json["field"]) == (409, rule, "new_unit")
    asked = head.act(dike.code, "transfer", {**WHY, "new_unit": cast.cua_nam.code})
    assert (asked.status_code, asked.json["new_unit"]["code"]) == (201, cast.cua_nam.code)
    path = f"/requests/{asked.json['id']}"
    assert head.post(f"{path}/accept", If_Match="*").status_code == 403
    assert office.post(f"{path}/refuse", {"reason": " "}, If_Match="*").json["rule"] == "reason_missing"
    said = {"new_due_on": "2021-07-20", "note": "Thêm thời gian cho đơn vị mới."}
    assert office.post(f"{path}/accept", said, If_Match="*").json["state"] == "accepted"
    task = office.get(f"/tasks/{dike.code}").json
    assert (task["unit"]["code"], task["state"], task["due_on"]) == (cast.cua_nam.code, "new", "2021-07-20")
    assert head.get(f"/tasks/{dike.code}").status_code == 404, "no longer the unit's"
    late = office.post(f"{path}/refuse", WHY, If_Match="*")
    assert (late.status_code, late.json["rule"]) == (409, "request_not_pending")


def test_a_slip_is_corrected_by_another_than_who_found_it(
    office: Program, chief: Program, dike: Task, cast: Cast
) -> None:
    asked = office.act(dike.code, "correct-date", {"reason": "Ghi nhầm tháng.", "new_due_on": "2021-07-25"})
    assert asked.status_code == 201
    own = office.post(f"/requests/{asked.json['id']}/accept", If_Match="*")
    assert (own.status_code, own.json["rule"]) == (409, "second_person")
    assert chief.post(f"/requests/{asked.json['id']}/accept", If_Match="*").status_code == 200
    assert office.get(f"/tasks/{dike.code}").json["original_due_on"] == "2021-07-25"
    lead = office.act(dike.code, "correct-lead", {"reason": "Ghi nhầm.", "new_unit": cast.cua_nam.code})
    refused = chief.post(f"/requests/{lead.json['id']}/refuse", {"reason": "Đúng rồi."}, If_Match="*")
    assert (refused.json["state"], refused.json["kind"]) == ("refused", "correct_lead")


def test_the_first_date_is_set_once(office: Program, cast: Cast, clock: HandClock) -> None:
    on = build.occasion(clock.now(), cast.monitor)
    row = build.task("Sau khi tỉnh duyệt", lead=cast.economy, on=on)
    build.saved()
    dated = office.act(row.code, "event-date", {"due_on": "2021-08-01"})
    assert (dated.status_code, dated.json["original_due_on"]) == (200, "2021-08-01")
    again = office.act(row.code, "event-date", {"due_on": "2021-08-02"})
    assert (again.status_code, again.json["rule"]) == (409, "due_is_set")


def test_a_cause_is_confirmed_and_taken_back(
    office: Program, cast: Cast, clock: HandClock, dike: Task
) -> None:
    early = office.act(dike.code, "objective-cause", {"note": "Bão số 3."})
    assert (early.status_code, early.json["rule"]) == (409, "cause_not_late")
    clock.advance(days=30)
    confirmed = office.act(dike.code, "objective-cause", {"note": "Bão số 3."})
    assert confirmed.json["objective_cause_note"] == "Bão số 3."
    assert confirmed.json["objective_cause_confirmed_at"]
    revoked = office.act(dike.code, "objective-cause/revoke", {"reason": "Nhầm việc."})
    assert revoked.json["objective_cause_confirmed_at"] is None


def test_a_question_is_between_the_unit_that_was_asked_and_those_above(
    client: FlaskClient, clock: HandClock, head: Program, office: Program, dike: Task, cast: Cast
) -> None:
    asked = office.act(dike.code, "explanations", {"question": "Vì sao chậm?", "due_on": "2021-06-30"})
    assert asked.status_code == 201
    path = asked.headers["Location"].removeprefix("/api/v1")
    partner = Program.of(client, cast.other_head, clock, Scope.REPORT)
    assert (head.get(path).json, partner.get(path).status_code) == (asked.json, 404)
    assert [row["id"] for row in head.get("/explanations?open=1").json["items"]] == [asked.json["id"]]
    assert partner.get("/explanations").json["items"] == []
    assert partner.post(f"{path}/answer", {"answer": "Không phải của tôi."}).status_code == 404
    blank = head.post(f"{path}/answer", {"answer": " "})
    assert (blank.json["rule"], blank.json["field"]) == ("answer_missing", "answer")
    assert head.post(f"{path}/answer", {"answer": "Chờ mưa tạnh."}).json["answer"] == "Chờ mưa tạnh."
    assert office.post(f"{path}/answer", {"answer": "Khác."}).json["rule"] == "already_answered"
    assert office.get("/explanations?open=1").json["items"] == []


def test_a_partner_is_pressed_from_either_side_and_speaks_for_itself(
    client: FlaskClient, clock: HandClock, head: Program, office: Program, dike: Task, cast: Cast
) -> None:
    part = f"parts/{cast.urban.code}"
    assert head.act(dike.code, f"{part}/urge").status_code == 200
    assert office.act(dike.code, f"{part}/urge").json["rule"] == "already_urged_today"
    partner = Program.of(client, cast.other_head, clock, Scope.REPORT)
    told = partner.act(dike.code, f"{part}/reports", {"done_text": "Đã góp ý."})
    assert (told.status_code, told.json["unit"]["code"]) == (201, cast.urban.code)
    assert office.act(dike.code, f"{part}/urge").json["rule"] == "part_settled"
    assert head.act(dike.code, f"{part}/reports", {"done_text": "Thay."}).status_code == 404
    assert partner.act(dike.code, f"parts/{cast.economy.code}/reports", {"done_text": "x"}).status_code == 404
    silent = office.act(dike.code, f"{part}/reports", {"done_text": "Báo qua điện thoại."})
    assert (silent.json["rule"], silent.json["field"]) == ("told_via_missing", "told.via")


def test_what_a_page_refuses_is_refused_in_the_same_words_and_nothing_is_written(
    head: Program, office: Program, dike: Task
) -> None:
    before = len(journal.timeline("task", dike.id))
    sent: list[tuple[Program, str, Any]] = [
        (office, "resume", {}),
        (office, "pause", {"reason": "Chờ.", "resume_on": "2021-07-01"}),
        (office, "give-again", {"new_unit": dike.unit.code}),
        (office, "objective-cause/revoke", WHY),
    ]
    for program, verb, body in sent:
        refused = program.act(dike.code, verb, body)
        assert refused.status_code == 409, verb
        assert refused.json["detail"] and refused.json["rule"] in labels.REFUSALS, verb
    assert len(journal.timeline("task", dike.id)) == before
