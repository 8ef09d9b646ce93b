"""Versions, keys, counts and problems: what a program can rely on when something goes wrong."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.api.actions import KEEP_ANSWERS, prune
from taskboard.api.models import ApiToken, KeptAnswer
from taskboard.db import begin_writing, db, wait_turn
from taskboard.domain.scopes import Scope
from taskboard.tasks.models import Report, Task
from tests import build
from tests.api.program import Program, token
from tests.cast import Cast, cast, gather
from tests.pages.visitor import counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

TOLD = {"kind": "progress", "done_text": "Đã khảo sát 4 tuyến đê."}


@pytest.fixture
def dike(cast: Cast, clock: HandClock) -> Task:
    row = build.task("Lập phương án hộ đê", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor))
    build.saved()
    return row


@pytest.fixture
def unit(client: FlaskClient, cast: Cast, clock: HandClock) -> Program:
    return Program.of(client, cast.head, clock, Scope.REPORT)


def reports() -> int:
    return db.session.scalar(sa.select(sa.func.count(Report.id))) or 0


# ------------------------------------------------------------------------------------------------------------ versions


def test_who_did_not_see_the_newest_version_is_told_so(unit: Program, dike: Task) -> None:
    seen = unit.get(f"/tasks/{dike.code}")
    assert unit.get(f"/tasks/{dike.code}", If_None_Match=seen.headers["ETag"]).status_code == 304
    path = f"/tasks/{dike.code}/receive"
    received = unit.post(path, If_Match=seen.headers["ETag"])
    assert received.headers["ETag"] != seen.headers["ETag"]
    late = unit.post(f"/tasks/{dike.code}/reports", TOLD, If_Match=seen.headers["ETag"])
    assert (late.status_code, late.json["type"]) == (412, "/api/docs#changed-meanwhile")
    assert late.headers["ETag"] == received.headers["ETag"]
    assert reports() == 0
    assert unit.post(f"/tasks/{dike.code}/reports", TOLD, If_Match=late.headers["ETag"]).status_code == 201


def test_who_says_no_version_is_asked_for_one(unit: Program, dike: Task) -> None:
    assert unit.post(f"/tasks/{dike.code}/receive").status_code == 428
    assert unit.post(f"/tasks/{dike.code}/receive", If_Match="7").status_code == 400
    assert unit.post(f"/tasks/{dike.code}/receive", If_Match="*").status_code == 200


# ---------------------------------------------------------------------------------------------------------------- keys


def test_the_same_request_twice_is_carried_out_once(unit: Program, dike: Task) -> None:
    given: dict[str, Any] = {"If_Match": "*", "Idempotency_Key": "bao-cao-0001"}
    path = f"/tasks/{dike.code}/reports"
    first, second = unit.post(path, TOLD, **given), unit.post(path, TOLD, **given)
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json, first.headers["Location"]) == (second.json, second.headers["Location"])
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert reports() == 1
    other = unit.post(path, {**TOLD, "done_text": "Khác."}, **given)
    assert (other.status_code, other.json["type"]) == (422, "/api/docs#key-reused")
    elsewhere = unit.post(f"/tasks/{dike.code}/receive", **given)
    assert elsewhere.status_code == 422


def test_what_was_refused_may_be_sent_again_under_its_key(unit: Program, dike: Task) -> None:
    given: dict[str, Any] = {"If_Match": "*", "Idempotency_Key": "bao-cao-0002"}
    path = f"/tasks/{dike.code}/reports"
    blank = unit.post(path, {**TOLD, "done_text": " "}, **given)
    assert (blank.status_code, blank.json["rule"], blank.json["field"]) == (
        409,
        "done_text_missing",
        "done_text",
    )
    assert unit.post(path, TOLD, **given).status_code == 201


def test_a_post_without_a_key_is_refused(unit: Program, dike: Task) -> None:
    assert unit.send("POST", f"/tasks/{dike.code}/receive", body={}, If_Match="*").status_code == 400


def test_kept_answers_go_after_some_days(unit: Program, dike: Task, clock: HandClock) -> None:
    unit.post(f"/tasks/{dike.code}/receive", If_Match="*")
    clock.advance(days=2)
    unit.post(f"/tasks/{dike.code}/reports", TOLD, If_Match="*")
    clock.advance(days=2)
    assert prune(before=clock.real_now() - KEEP_ANSWERS) == 1
    assert db.session.scalar(sa.select(sa.func.count(KeptAnswer.id))) == 1


@pytest.mark.postgres_only
def test_a_request_whose_twin_is_being_served_is_told_to_wait(own_app: Flask, clock: HandClock) -> None:
    with own_app.app_context():
        begin_writing()
        people = gather()
        code = build.task("Hộ đê", lead=people.economy, on=build.occasion(clock.now(), people.monitor)).code
        row, words = token(people.head, clock, Scope.REPORT)
        number = row.id
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        with own_app.app_context():
            begin_writing()
            wait_turn(f"api {number} twin-0001")
            begun.set()
            over.wait(20)
            db.session.rollback()

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait(20)
    headers = {"Authorization": f"Bearer {words}", "Idempotency-Key": "twin-0001", "If-Match": "*"}
    path, client = f"/api/v1/tasks/{code}/receive", own_app.test_client()
    refused = client.post(path, json={}, headers=headers)
    over.set()
    holder.join()
    assert (refused.status_code, refused.json["type"]) == (409, "/api/docs#in-flight")
    assert client.post(path, json={}, headers=headers).status_code == 200


# ------------------------------------------------------------------------------------------------------------ counting


def test_a_tokens_minute_is_counted_and_over_when_it_is_used_up(
    client: FlaskClient, cast: Cast, clock: HandClock, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = app.extensions["taskboard"]
    few = replace(core, settings=replace(core.settings, api_requests_per_minute=3))
    monkeypatch.setitem(app.extensions, "taskboard", few)
    mine, other = Program.of(client, cast.head, clock), Program.of(client, cast.officer, clock)
    answers = [mine.get("/me") for _time in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert int(answers[-1].headers["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200
    clock.advance(seconds=int(answers[-1].headers["Retry-After"]))
    assert mine.get("/me").status_code == 200


def test_a_token_says_when_it_was_last_used(unit: Program, clock: HandClock) -> None:
    clock.advance(minutes=5)
    unit.get("/me")
    assert db.session.scalars(sa.select(ApiToken.last_used_at)).all() == [clock.real_now()]


# ------------------------------------------------------------------------------------------------------------ problems


def test_a_problem_speaks_the_readers_language_and_keeps_its_type(unit: Program, dike: Task) -> None:
    vietnamese = unit.get("/tasks/NV-2021-9999")
    english = unit.get("/tasks/NV-2021-9999", Accept_Language="en-GB,en;q=0.8")
    assert vietnamese.mimetype == english.mimetype == "application/problem+json"
    assert vietnamese.json["type"] == english.json["type"] == "/api/docs#not-found"
    assert vietnamese.json["title"] == "Không tìm thấy"
    assert (vietnamese.headers["Content-Language"], english.headers["Content-Language"]) == ("vi", "en")


def test_what_does_not_exist_and_what_may_not_be_seen_are_one(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    ward = Program.of(client, cast.ward_head, clock)
    assert ward.get(f"/tasks/{dike.code}").json == ward.get("/tasks/NV-2021-9999").json


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("?limit=0", "limit"),
        ("?limit=5&limit=6", "limit"),
        ("?limit=%2B5", "limit"),
        ("?view=khong-co", "view"),
        ("?state=overdue", "state"),
        ("?due_from=31/02/2021", "due_from"),
        ("?due_from=2021-02-29", "due_from"),
        ("?page=2", "page"),
    ],
)
def test_a_list_says_which_condition_it_does_not_know(unit: Program, query: str, place: str) -> None:
    answer = unit.get(f"/tasks{query}")
    assert (answer.status_code, list(answer.json["errors"])) == (422, [place])


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "kind"),
        ({**TOLD, "kind": "part"}, "kind"),
        ({**TOLD, "done_text": 5}, "done_text"),
        ({**TOLD, "done_text": "x" * 5001}, "done_text"),
        ({**TOLD, "done_text": "x" + "\x00" * 5000}, "done_text"),
        ({**TOLD, "forecast_on": "2021-06-31"}, "forecast_on"),
        ({**TOLD, "told": {"via": "phone", "who": "x"}}, "told.who"),
        ({**TOLD, "state": "completed"}, "state"),
        ([], "_schema"),
    ],
)
def test_a_body_says_where_it_is_wrong(unit: Program, dike: Task, body: Any, place: str) -> None:
    answer = unit.post(f"/tasks/{dike.code}/reports", body, If_Match="*")
    assert answer.status_code == 422
    assert place in answer.json["errors"]
    assert all(words for words in answer.json["errors"].values())


@pytest.mark.parametrize(
    ("data", "mimetype", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"kind": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 200_000, "application/json", 400),
        (b"kind=progress", "application/x-www-form-urlencoded", 415),
        (b'{"done_text": "' + b"x" * 300_000 + b'"}', "application/json", 413),
    ],
)
def test_what_is_no_json_is_refused(
    unit: Program, dike: Task, data: bytes, mimetype: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer {unit.words}", "If-Match": "*", "Idempotency-Key": "no-json-1"}
    answer = unit.client.post(
        f"/api/v1/tasks/{dike.code}/reports", data=data, content_type=mimetype, headers=headers
    )
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_an_unknown_address_and_a_method_it_does_not_take_are_problems_too(unit: Program) -> None:
    assert unit.get("/nothing").json["type"] == "/api/docs#not-found"
    refused = unit.send("DELETE", "/tasks")
    assert refused.json["type"] == "/api/docs#method-not-allowed"
    assert "GET" in refused.headers["Allow"]


def test_a_fault_of_ours_says_nothing_but_that(
    unit: Program, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskboard.api.queries.reports", lambda *_args, **_more: 1 / 0)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = unit.get("/reports")
    assert (answer.status_code, answer.json["type"]) == (500, "/api/docs#failed")
    assert "ZeroDivision" not in answer.text


# ---------------------------------------------------------------------------------------------------------- what it asks


def test_a_list_asks_no_more_for_more_rows(unit: Program, cast: Cast, clock: HandClock) -> None:
    on = build.occasion(clock.now(), cast.monitor)
    asked = {}
    for count in (1, 8):
        for number in range(count):
            row = build.task(f"Việc {count}.{number}", lead=cast.economy, partners=[cast.urban], on=on)
            build.progress(row, on=build.occasion(clock.now(), cast.head))
        build.saved()
        for path in ("/tasks", "/reports", "/directives"):
            with counted() as questions:
                assert unit.get(path).status_code == 200
            asked.setdefault(path, []).append(len(questions))
    assert all(first == second <= 12 for first, second in asked.values()), asked
