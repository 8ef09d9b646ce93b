"""Evidence goes with the report it proves and comes back to whoever may see the task, under the rules of the pages."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.scopes import Scope
from taskboard.files.models import Attachment
from taskboard.files.scanning import Outcome, Scanner, Verdict
from taskboard.tasks.models import Report, Task
from tests import build
from tests.api.program import Program
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

DONE = {"kind": "completion", "claimed_on": "2021-06-16", "done_text": "Đã nghiệm thu."}
PDF = b"%PDF-1.4\n1 0 obj\n"


@pytest.fixture
def dike(cast: Cast, clock: HandClock) -> Task:
    row = build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        partners=[cast.urban],
        due_on=clock.today() + timedelta(days=9),
        on=build.occasion(clock.now(), cast.monitor),
    )
    build.saved()
    return row


@pytest.fixture
def unit(client: FlaskClient, cast: Cast, clock: HandClock) -> Program:
    return Program.of(client, cast.head, clock, Scope.REPORT)


def file(name: str = "Biên bản nghiệm thu.pdf", content: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def sent(words: Any = DONE, *files: tuple[io.BytesIO, str], **more: Any) -> dict[str, Any]:
    return {"report": json.dumps(words), "files": list(files), **more}


def counted() -> tuple[int, int]:
    return tuple(db.session.scalar(sa.select(sa.func.count(kind.id))) or 0 for kind in (Report, Attachment))  # type: ignore[return-value]


def test_a_completion_comes_with_its_evidence_and_the_office_reads_it(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task, unit: Program
) -> None:
    path = f"/tasks/{dike.code}/reports"
    made = unit.send_parts(path, sent(DONE, file(), file("so-lieu.txt", b"1;2\n")), If_Match="*")
    assert made.status_code == 201, made.json
    first, second = made.json["files"]
    assert (first["name"], first["media_type"]) == ("Biên bản nghiệm thu.pdf", "application/pdf")
    assert (first["size_bytes"], second["name"]) == (len(PDF), "so-lieu.txt")
    office = Program.of(client, cast.monitor, clock)
    (listed,) = office.get(path).json["items"]
    assert listed["files"] == made.json["files"]
    got = office.get(f"/files/{first['id']}")
    assert (got.data, got.mimetype) == (PDF, "application/pdf")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert int(got.headers["RateLimit-Remaining"]) > 0


def test_a_file_opens_to_whoever_sees_its_task_and_is_unknown_to_others(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task, unit: Program
) -> None:
    made = unit.send_parts(f"/tasks/{dike.code}/reports", sent(DONE, file()), If_Match="*")
    number = made.json["files"][0]["id"]
    for person, status in ((cast.other_head, 200), (cast.inspector, 200), (cast.ward_head, 404)):
        program = Program.of(client, person, clock)
        answer = program.get(f"/files/{number}")
        assert answer.status_code == status
    assert answer.json == program.get("/files/999999").json, "word for word as where nothing is"
    assert Program.of(client, cast.administrator, clock).get(f"/files/{number}").status_code == 403


def test_the_same_request_with_its_files_is_carried_out_once(dike: Task, unit: Program) -> None:
    path, given = f"/tasks/{dike.code}/reports", {"If_Match": "*", "Idempotency_Key": "kem-tep-0001"}
    first = unit.send_parts(path, sent(DONE, file()), **given)
    again = unit.send_parts(path, sent(DONE, file()), **given)
    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert counted() == (1, 1)
    for other in (file(content=PDF + b"%"), file("khac.pdf")):
        reused = unit.send_parts(path, sent(DONE, other), **given)
        assert (reused.status_code, reused.json["type"]) == (422, "/api/docs#key-reused")
    assert unit.post(path, DONE, **given).status_code == 422, "nor without them"


def test_a_partners_word_has_its_evidence_too(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    partner = Program.of(client, cast.other_head, clock, Scope.REPORT)
    path = f"/tasks/{dike.code}/parts/{cast.urban.code}/reports"
    told = partner.send_parts(path, sent({"done_text": "Đã góp ý."}, file()), If_Match="*")
    assert (told.status_code, told.json["kind"], len(told.json["files"])) == (201, "part", 1)
    assert partner.get(f"/tasks/{dike.code}").json["assignments"][1]["part"] == "reported"


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"files": [file()]}, "report"),
        ({"report": [json.dumps(DONE)] * 2}, "report"),
        ({"report": json.dumps(DONE), "note": "x"}, "note"),
        ({"report": json.dumps(DONE), "files": "không phải tệp"}, "files"),
        ({"report": json.dumps({**DONE, "kind": "part"}), "files": [file()]}, "kind"),
    ],
)
def test_parts_say_where_they_are_wrong(dike: Task, unit: Program, parts: Any, place: str) -> None:
    answer = unit.send_parts(f"/tasks/{dike.code}/reports", parts, If_Match="*")
    assert (answer.status_code, list(answer.json["errors"])) == (422, [place])
    assert all(answer.json["errors"][place]) and counted() == (0, 0)


@pytest.mark.sqlite_only
def test_words_that_are_no_json_are_not_readable(dike: Task, unit: Program) -> None:
    path = f"/tasks/{dike.code}/reports"
    for words in ("{", '{"kind": NaN}', ""):
        answer = unit.send_parts(path, {"report": words, "files": [file()]}, If_Match="*")
        assert (answer.status_code, answer.json["type"]) == (400, "/api/docs#not-readable")
    as_a_file = {"report": (io.BytesIO(json.dumps(DONE).encode()), "report.json"), "files": [file()]}
    assert unit.send_parts(path, as_a_file, If_Match="*").status_code == 201


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("chay.exe", b"MZ\x90", "file_type_refused"),
        ("anh.png", PDF, "file_type_refused"),
        ("rong.pdf", b"", "file_empty"),
    ],
)
def test_what_the_pages_refuse_is_refused_here(
    dike: Task, unit: Program, name: str, content: bytes, rule: str
) -> None:
    answer = unit.send_parts(
        f"/tasks/{dike.code}/reports", sent(DONE, file(), file(name, content)), If_Match="*"
    )
    assert (answer.status_code, answer.json["rule"], answer.json["field"]) == (409, rule, "files")
    assert name in answer.json["detail"] and counted() == (0, 0)


@pytest.mark.sqlite_only
def test_no_more_files_than_the_city_takes(dike: Task, unit: Program) -> None:
    many = [file(f"{number}.pdf") for number in range(11)]
    answer = unit.send_parts(f"/tasks/{dike.code}/reports", sent(DONE, *many), If_Match="*")
    assert (answer.status_code, answer.json["rule"]) == (409, "too_many_files")
    assert counted() == (0, 0)


@pytest.mark.sqlite_only
def test_doors_that_take_no_files_say_so(dike: Task, unit: Program) -> None:
    answer = unit.send_parts(f"/tasks/{dike.code}/receive", {"report": "{}"}, If_Match="*")
    assert (answer.status_code, answer.json["type"]) == (415, "/api/docs#not-json")


@pytest.mark.sqlite_only
def test_the_scanner_looks_at_files_of_those_only_who_may_send_them(
    client: FlaskClient,
    cast: Cast,
    clock: HandClock,
    dike: Task,
    unit: Program,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[bytes] = []

    def look_at(_scanner: Scanner, content: bytes) -> Verdict:
        looked.append(content)
        return Verdict(Outcome.INFECTED, "Eicar") if content == PDF else Verdict(Outcome.CLEAN)

    monkeypatch.setattr(Scanner, "look_at", look_at)
    monkeypatch.setattr("taskboard.web.uploads.scanner", lambda: Scanner("/run/clamd"))
    path = f"/tasks/{dike.code}/reports"
    reader = Program.of(client, cast.head, clock)
    assert reader.send_parts(path, sent(DONE, file()), If_Match="*").status_code == 403
    assert looked == []
    infected = unit.send_parts(path, sent(DONE, file()), If_Match="*")
    assert (infected.status_code, infected.json["rule"]) == (409, "file_infected")
    assert unit.send_parts(path, sent(DONE, file(content=PDF + b"1")), If_Match="*").status_code == 201
    assert looked == [PDF, PDF + b"1"]
