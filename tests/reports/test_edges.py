"""What a quarter's report meets at its edges: nothing at all, units that end, long names, two at once, a racing write."""

from __future__ import annotations

import re
import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings import actions as briefings
from taskboard.briefings import queries as briefing_queries
from taskboard.db import begin_writing, db, hold_all_writers
from taskboard.domain.errors import RuleBroken
from taskboard.domain.rollup import canonical_json
from taskboard.reports import actions, queries
from taskboard.reports.models import Snapshot
from taskboard.tasks.models import Task
from taskboard.units import actions as units
from taskboard.units.models import SuccessionKind, UnitKind
from tests import build
from tests.cast import Cast, cast, gather, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.briefings.models import Briefing
    from tests.conftest import HandClock

__all__ = ["cast"]

GIVEN, REFORM, FROZEN = date(2021, 4, 6), date(2021, 6, 1), date(2021, 6, 16)
LONG = "Ủy ban nhân dân phường " + "rất dài " * 23 + "hết"


def second_quarter(cast: Cast) -> Briefing:
    on = build.occasion(build.at(FROZEN), cast.chief)
    return briefings.record_briefing(title="Giao ban quý II", held_on=date(2021, 7, 5), on=on)


def freeze(briefing: Briefing, cast: Cast, *, reason: str = "") -> Snapshot:
    on = build.occasion(build.at(FROZEN), cast.chief)
    return actions.freeze(briefing, cutoff=on.now, reason=reason, on=on)


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_quarter_with_nothing_in_it_has_a_page_a_list_and_no_percentage(
    is_frozen: bool, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    briefing = second_quarter(cast)
    if is_frozen:
        freeze(briefing, cast)
    code = briefing.code
    build.saved()
    sign_in(client, cast.chair, clock.real_now())
    page = client.get(f"/briefings/{code}/report")
    assert page.status_code == 200 and "chưa có nhiệm vụ nào" in page.text
    assert "0,0%" not in page.text and "∞" not in page.text
    assert "Không có việc nào" in client.get(f"/briefings/{code}/report/tasks").text
    differences = client.get(f"/briefings/{code}/report/differences")
    assert (differences.status_code, "Không có gì thay đổi" in differences.text) == (
        (200, True) if is_frozen else (404, False)
    )


def test_a_unit_abolished_in_mid_quarter_keeps_what_it_finished_and_hands_on_the_rest(
    cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    given = build.occasion(build.at(GIVEN), cast.chief)
    done, owed = (
        build.task(title, lead=cast.loc_vuong, on=given, due_on=date(2021, 6, 10))
        for title in ("Xong", "Còn")
    )
    build.confirmed(done, told=build.occasion(build.at(date(2021, 5, 3)), cast.ward_head), by=given)
    plan = units.Plan(
        SuccessionKind.MERGE,
        (cast.loc_vuong, cast.cua_nam),
        REFORM,
        "Nghị quyết số 1",
        new=(units.NewUnit("Phường Mới", UnitKind.WARD),),
    )
    units.reorganise(plan, units.Replies(), on=build.occasion(build.at(REFORM), cast.administrator))
    briefing = second_quarter(cast)
    code, old, heir = briefing.code, cast.loc_vuong.id, owed.unit_id
    frozen = queries.read(freeze(briefing, cast)).original
    assert {line.unit_id: line.figures.counts.total for line in frozen.by_unit} == {old: 1, heir: 1}
    build.saved()
    sign_in(client, cast.chair, clock.real_now())
    page = client.get(f"/briefings/{code}/report").text
    assert "Phường Lộc Vượng" in page and "Phường Mới" in page
    for unit in (old, heir):
        listed = client.get(f"/briefings/{code}/report/tasks?unit={unit}").text
        assert re.search(r"<h1[^>]*>\s*1 việc", listed)


def test_a_cutoff_before_the_reform_knows_the_old_unit_however_late_it_is_asked(cast: Cast) -> None:
    row = build.task("Còn", lead=cast.loc_vuong, on=build.occasion(build.at(GIVEN), cast.chief))
    plan = units.Plan(
        SuccessionKind.MERGE,
        (cast.loc_vuong, cast.cua_nam),
        REFORM,
        "Nghị quyết số 1",
        new=(units.NewUnit("Phường Mới", UnitKind.WARD),),
    )
    units.reorganise(plan, units.Replies(), on=build.occasion(build.at(REFORM), cast.administrator))
    cutoff = build.at(REFORM - timedelta(days=1))
    (fact,) = queries.facts(cutoff=cutoff, known_at=build.at(FROZEN), zone=build.CITY)
    assert (fact.unit_id, row.unit_id == fact.unit_id) == (cast.loc_vuong.id, False)


def test_names_of_two_hundred_characters_and_markup_stay_words(
    cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    assert len(LONG) > 200
    ward = build.unit(LONG[:199] + "<", UnitKind.DEPARTMENT)
    title = "<script>alert(1)</script> =HYPERLINK(“x”) \u202egnourt " + "dài " * 40
    build.task(title, lead=ward, on=build.occasion(build.at(GIVEN), cast.chief), due_on=date(2021, 5, 3))
    briefing = second_quarter(cast)
    code = briefing.code
    build.saved()
    sign_in(client, cast.chair, clock.real_now())
    for address in (f"/briefings/{code}/report", f"/briefings/{code}/report/tasks?task_class=open_overdue"):
        page = client.get(address)
        assert page.status_code == 200 and "<script>alert" not in page.text
        assert LONG[:199] + "&lt;" in page.text


# Two at once


def _story(app: Flask) -> tuple[int, str]:
    """A committed city with one task owed; its id, and the code of the briefing to close."""
    with app.app_context():
        begin_writing()
        cast = gather()
        given = build.occasion(build.at(GIVEN), cast.chief)
        row = build.task("Giải phóng mặt bằng", lead=cast.economy, on=given, due_on=date(2021, 5, 14))
        briefing = second_quarter(cast)
        db.session.commit()
        found = row.id, briefing.code
        db.session.remove()
    return found


def _close(app: Flask, code: str, clock: HandClock, said: list[str]) -> None:
    with app.app_context():
        hold_all_writers()
        briefing = briefing_queries.briefing_by_code(code)
        assert briefing is not None
        on = build.occasion(clock.now())
        try:
            actions.freeze(briefing, cutoff=on.now, on=on)
            db.session.commit()
            said.append("frozen")
        except RuleBroken as broken:
            db.session.rollback()
            said.append(broken.key)
        db.session.remove()


def test_two_close_a_briefing_at_once_and_one_of_them_does(own_app: Flask, clock: HandClock) -> None:
    _task, code = _story(own_app)
    said: list[str] = []
    both = [threading.Thread(target=_close, args=(own_app, code, clock, said)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert sorted(said) == ["frozen", "reason_missing"]
    with own_app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Snapshot.id))) == 1


def test_a_write_that_races_the_freeze_is_in_it_whole_or_comes_after(
    own_app: Flask, clock: HandClock
) -> None:
    task_id, code = _story(own_app)
    has_begun, said = threading.Event(), list[str]()

    def write() -> None:
        with own_app.app_context():
            begin_writing()
            on = build.occasion(clock.now())
            has_begun.set()
            row = db.session.get_one(Task, task_id)
            build.completion(row, on=on, claimed_on=date(2021, 5, 13))
            db.session.commit()
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    assert has_begun.wait(30)
    clock.advance(seconds=1)
    _close(own_app, code, clock, said)
    writer.join(60)
    assert said == ["frozen"]
    with own_app.app_context():
        snapshot = db.session.scalars(sa.select(Snapshot)).one()
        frozen = queries.read(snapshot).original
        assert frozen.total.waiting == 1, "the writer was first, so the freeze waited for it"
        again = queries.compute(
            period_start=frozen.period_start,
            cutoff=snapshot.cutoff,
            known_at=snapshot.known_at,
            zone=build.CITY,
        )
        assert canonical_json(again.original) == snapshot.roll_up_original
