"""A program reads, reports and decides by the rules of the pages, and its words are journalled under its token."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from taskboard.api.doors import DOORS
from taskboard.api.openapi import address_of
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.events import Channel
from taskboard.domain.scopes import Scope
from taskboard.journal import queries as journal
from taskboard.tasks.models import Report, Task
from tests import build
from tests.api.program import Program
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

PROGRESS = {"kind": "progress", "done_text": "Đã khảo sát 4 tuyến đê."}


@pytest.fixture
def dike(cast: Cast, clock: HandClock) -> Task:
    """Of phòng Kinh tế with Quản lý đô thị beside it, due in nine days."""
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


def test_a_unit_receives_and_reports_and_the_office_confirms(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    code = dike.code
    unit = Program.of(client, cast.head, clock, Scope.REPORT)
    office = Program.of(client, cast.monitor, clock, Scope.OFFICE)
    assert unit.act(code, "receive").json["state"] == "received"
    done = {**PROGRESS, "kind": "completion", "claimed_on": "2021-06-16", "document_number": "12/BC-KT"}
    told = unit.act(code, "reports", done)
    assert (told.status_code, told.json["channel"]) == (201, "api")
    assert unit.get(told.headers["Location"].removeprefix("/api/v1")).json == told.json
    confirmed = office.act(code, "confirm")
    assert (confirmed.json["state"], confirmed.json["completed_on"]) == ("completed", "2021-06-16")


def test_the_journal_says_by_which_token(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    program = Program.of(client, cast.head, clock, Scope.REPORT)
    name = program.get("/me").json["token"]
    program.act(dike.code, "receive")
    line = journal.timeline("task", dike.id)[0]
    assert (line.channel, line.details["token"]) == (Channel.API, name)
    assert (line.actor_name, line.post_title) == (cast.head.full_name, "Trưởng phòng")
    assert not journal.verify(None).faults
    assert f"qua API: {name}" in Visitor(client, clock).be(cast.chief).open(f"/tasks/{dike.code}")
    assert f"qua API: {name}" in Visitor(client, clock).be(cast.chief).open("/journal")


def test_the_office_writes_down_for_a_unit_and_says_from_where(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    office = Program.of(client, cast.monitor, clock, Scope.OFFICE)
    silent = office.act(dike.code, "reports", PROGRESS)
    assert (silent.status_code, silent.json["rule"]) == (409, "told_via_missing")
    said = {**PROGRESS, "told": {"via": "phone", "by": "Đỗ Thị Lan", "on": "2021-06-16"}}
    assert office.act(dike.code, "reports", said).json["channel"] == "on_paper"


def test_more_time_is_asked_for_by_one_and_granted_by_another(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    unit = Program.of(client, cast.head, clock, Scope.REPORT)
    asked = unit.act(dike.code, "extensions", {"new_due_on": "2021-07-15", "reason": "Chờ tỉnh."})
    assert asked.status_code == 201
    leader = Program.of(client, cast.vice, clock, Scope.OFFICE)
    number = asked.json["id"]
    assert unit.post(f"/extensions/{number}/grant", If_Match="*").status_code == 403
    granted = leader.post(f"/extensions/{number}/grant", If_Match="*")
    assert granted.json["state"] == "granted"
    assert leader.get(f"/tasks/{dike.code}").json["due_on"] == "2021-07-15"


def test_a_head_names_who_does_it_and_takes_the_name_away(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    program = Program.of(client, cast.head, clock, Scope.REPORT)
    path = f"/tasks/{dike.code}/officer"
    named = program.send("PUT", path, body={"person_id": cast.officer.id}, If_Match="*")
    assert named.json["officer"]["full_name"] == cast.officer.full_name
    assert program.send("PUT", path, body={"person_id": None}, If_Match="*").json["officer"] is None
    stranger = program.send("PUT", path, body={"person_id": cast.ward_head.id}, If_Match="*")
    assert stranger.json["rule"] == "officer_not_of_unit"


def test_an_order_between_briefings_makes_its_tasks(
    client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    office = Program.of(client, cast.monitor, clock, Scope.OFFICE)
    order = {
        "source_kind": "letter",
        "source_number": "412/UBND-VP",
        "wording": "Các phường rà soát nhà ở xuống cấp.",
        "title": "Rà soát nhà ở xuống cấp",
        "leads": [cast.loc_vuong.code, cast.cua_nam.code],
        "fans_out": True,
        "due": "dated",
        "due_on": "2021-07-01",
        "leader_id": cast.vice.id,
    }
    made = office.post("/directives", order)
    assert made.status_code == 201
    assert len(made.json["tasks"]) == 2
    assert office.get(made.headers["Location"].removeprefix("/api/v1")).json == made.json
    ward = Program.of(client, cast.ward_head, clock)
    assert len(ward.get(f"/directives/{made.json['code']}").json["tasks"]) == 1
    unknown = office.post("/directives", {**order, "leads": ["khong-co"]})
    assert (unknown.status_code, unknown.json["rule"], unknown.json["field"]) == (
        409,
        "target_unknown",
        "leads",
    )


def test_lists_hold_what_the_page_would_show(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    on = build.occasion(clock.now(), cast.monitor)
    late = build.task("Trạm bơm", lead=cast.urban, due_on=date(2021, 6, 20), on=on)
    build.saved()
    office, ward = Program.of(client, cast.monitor, clock), Program.of(client, cast.ward_head, clock)

    def codes(program: Program, conditions: str = "") -> list[str]:
        return [row["code"] for row in program.get(f"/tasks{conditions}").json["items"]]

    assert codes(office) == [late.code, dike.code]
    assert codes(office, "?sort=-code") == [dike.code, late.code] or dike.code < late.code
    assert codes(office, f"?unit={cast.economy.code}") == [dike.code]
    assert codes(office, "?q=ho+de") == [dike.code]
    assert codes(office, "?due_to=2021-06-20") == [late.code]
    assert codes(office, "?unit=khong-co") == []
    assert codes(ward) == []


def test_a_list_is_read_page_by_page_and_nothing_is_shifted(
    client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    on = build.occasion(clock.now(), cast.monitor)
    made = [build.task(f"Việc {n}", lead=cast.economy, on=on).code for n in range(5)]
    build.saved()
    office = Program.of(client, cast.monitor, clock)
    found, path = [], "/tasks?view=all&sort=code&limit=2"
    while path:
        page = office.get(path)
        found += [row["code"] for row in page.json["items"]]
        following = page.json["next"]
        assert (f'<{following}>; rel="next"' == page.headers.get("Link")) is bool(following)
        path = following.removeprefix("/api/v1") if following else ""
        if len(found) == 2:
            build.task("Việc mới", lead=cast.economy, on=on)
            build.saved()
    assert found[:5] == made
    assert office.get("/tasks?cursor=bịa").status_code == 404


def test_reports_of_a_task_are_read_page_by_page(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    on = build.occasion(clock.now(), cast.head)
    told = [build.progress(dike, on=on).id for _time in range(3)]
    build.saved()
    program = Program.of(client, cast.head, clock)
    first = program.get(f"/tasks/{dike.code}/reports?limit=2").json
    rest = program.get(first["next"].removeprefix("/api/v1")).json
    assert [row["id"] for row in first["items"] + rest["items"]] == told
    assert rest["next"] is None


def test_the_figures_are_those_of_the_report(client: FlaskClient, cast: Cast, clock: HandClock) -> None:
    from taskboard.briefings import actions as briefings

    on = build.occasion(clock.now(), cast.monitor)
    briefing = briefings.record_briefing(title="Giao ban quý II", held_on=date(2021, 6, 16), on=on)
    build.task("Trạm bơm", lead=cast.urban, due_on=date(2021, 6, 20), on=on)
    build.saved()
    office = Program.of(client, cast.monitor, clock)
    assert [row["code"] for row in office.get("/briefings").json["items"]] == [briefing.code]
    figures = office.get(f"/briefings/{briefing.code}/roll-up?basis=current").json
    assert (figures["counts"]["total"], figures["is_frozen"]) == (1, False)
    assert [(line["unit"], line["counts"]["open"]) for line in figures["units"]] == [(cast.urban.code, 1)]
    assert figures["shares"]["done_of_done_and_overdue"]["permille"] is None


def test_units_people_and_mails_open_to_those_who_look_after_them(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    office, unit = Program.of(client, cast.monitor, clock), Program.of(client, cast.head, clock)
    assert cast.economy.code in [row["code"] for row in office.get("/units?on=2021-06-16").json["items"]]
    assert office.get(f"/units/{cast.economy.code}").json["name"] == "Phòng Kinh tế"
    people = office.get("/people").json["items"]
    assert cast.head.id in [row["id"] for row in people]
    assert office.get(f"/people/{cast.head.id}").json["posts"][0]["role"] == Role.UNIT_HEAD
    mails = [row for row in office.get("/outbox?state=owed").json["items"] if dike.code in row["subject"]]
    assert mails and "text_body" not in mails[0]
    assert office.get(f"/outbox/{mails[0]['id']}").json == mails[0]
    assert dike.title in mails[0]["subject"]
    installation = Program.of(client, cast.administrator, clock).get("/outbox?state=owed").json["items"]
    assert {row["subject"] for row in installation if dike.code in row["subject"]} == {
        f"Giao nhiệm vụ {dike.code}",
        f"Giao phối hợp {dike.code}",
    }
    assert not [row for row in installation if dike.title in row["subject"]], "not what the task says"
    for path in ("/units", "/people", "/outbox", "/briefings"):
        assert unit.get(path).status_code == 403


def test_reports_are_read_by_those_who_see_the_task(
    client: FlaskClient, cast: Cast, clock: HandClock, dike: Task
) -> None:
    told = build.progress(dike, on=build.occasion(clock.now(), cast.head))
    build.saved()
    path = f"/reports/{told.id}"
    for person, status in ((cast.other_head, 200), (cast.monitor, 200), (cast.ward_head, 404)):
        program = Program.of(client, person, clock)
        assert program.get(path).status_code == status
        listed = [row["id"] for row in program.get("/reports?since=2021-06-16").json["items"]]
        assert listed == ([told.id] if status == 200 else [])
    assert db.session.get(Report, told.id) is not None


def test_the_guide_names_every_door() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
    missing = [
        one.name for one in DOORS if f"`{one.method} {address_of(one).removeprefix('/api/v1')}`" not in guide
    ]
    assert not missing


def test_every_link_of_the_documentation_leads_somewhere(client: FlaskClient) -> None:
    page = html.document_fromstring(client.get("/api/docs").text)
    places = set(page.xpath("//@id"))
    assert {link[1:] for link in page.xpath("//main//a/@href") if link.startswith("#")} - places == set()
    assert {one.name for one in DOORS} <= places
