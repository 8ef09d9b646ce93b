"""A reorganisation written down before its day: changed or called off until then, carried out by itself when it comes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.domain.succession import WITHDRAW, Answer
from taskboard.journal.models import JournalEntry
from taskboard.journal.queries import timeline
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from taskboard.units import actions as units
from taskboard.units import queries
from taskboard.units.actions import NewUnit, Plan, Replies
from taskboard.units.models import PreparedState, Reorganisation, SuccessionKind, Unit, UnitKind
from tests.build import at, occasion, saved, task
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY, DAY = date(2021, 6, 16), date(2021, 7, 1)
BASIS = "Nghị quyết số 1674/NQ-UBTVQH15"
WARD = NewUnit("Phường Nam Định", UnitKind.WARD, email="namdinh@ninhbinh.example")


@pytest.fixture
def today(cast: Cast) -> Occasion:
    return occasion(at(TODAY), cast.administrator)


def merge(*ended: Unit, on: date = DAY) -> Plan:
    return Plan(SuccessionKind.MERGE, ended, on, BASIS, new=(WARD,))


def split(ended: Unit) -> Plan:
    new = tuple(NewUnit(name, UnitKind.DEPARTMENT) for name in ("Phòng Hạ tầng", "Phòng Đô thị"))
    return Plan(SuccessionKind.SPLIT, (ended,), DAY, BASIS, new=new)


def pass_over(day: date) -> tuple[int, int]:
    return units.carry_out_due(on=occasion(at(day, 0, 10)))


def test_until_its_day_nothing_changes_and_on_it_everything_does(cast: Cast, today: Occasion) -> None:
    owed = task("Rà soát hộ nghèo", lead=cast.loc_vuong, on=today)
    row = units.prepare(merge(cast.loc_vuong, cast.cua_nam), Replies(), on=today)
    later = task("Giao sau khi ghi trước", lead=cast.cua_nam, on=today)
    assert pass_over(date(2021, 6, 30)) == (0, 0)
    assert cast.loc_vuong.valid_to is None and owed.unit is cast.loc_vuong
    assert pass_over(DAY) == (1, 0)
    assert pass_over(DAY) == (0, 0), "once"
    (heir,) = [unit for unit in queries.units_on(DAY) if unit.name == WARD.name]
    assert owed.unit is heir and later.unit is heir and heir.valid_from == DAY
    assert cast.loc_vuong.valid_to == DAY
    assert (row.state, row.problem) == (PreparedState.DONE, "")


def test_after_a_stop_of_the_scheduler_its_day_is_still_its_day(cast: Cast, today: Occasion) -> None:
    units.prepare(merge(cast.loc_vuong, cast.cua_nam), Replies(), on=today)
    assert pass_over(date(2021, 7, 5)) == (1, 0)
    assert cast.loc_vuong.valid_to == DAY


def test_the_journal_says_who_wrote_it_down_and_for_whom_it_was_done(cast: Cast, today: Occasion) -> None:
    units.prepare(merge(cast.loc_vuong, cast.cua_nam), Replies(), on=today)
    pass_over(DAY)
    ended = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == Event.UNIT_ENDED)).first()
    assert ended is not None
    assert (ended.actor_id, ended.on_behalf_of_id) == (None, cast.administrator.id)
    told = [line.event for line in timeline("unit", cast.loc_vuong.id)]
    assert Event.REORGANISATION_PREPARED in told


def test_what_a_person_has_to_say_waits_for_the_person_with_its_reason(cast: Cast, today: Occasion) -> None:
    """A task came after the plan was written: of two followers somebody has to choose."""
    first = task("Cấp phép", lead=cast.urban, on=today)
    row = units.prepare(split(cast.urban), Replies({first.code: Answer("new:0")}), on=today)
    new = task("Chỉnh trang", lead=cast.urban, on=today)
    assert pass_over(DAY) == (0, 1)
    assert row.state is PreparedState.PLANNED and "handing_unanswered" in row.problem
    assert cast.urban.valid_to is None and first.unit is cast.urban, "all of it or nothing"
    assert not db.session.scalars(sa.select(Unit).where(Unit.valid_from == DAY)).all()
    done = units.reorganise(
        units.plan_of(row),
        Replies({first.code: Answer("new:0"), new.code: Answer("new:1")}),
        on=occasion(at(date(2021, 7, 2)), cast.administrator),
    )
    assert done.handed_on == 2 and cast.urban.valid_to == DAY


def test_withdrawing_keeps_its_reason_until_the_day(cast: Cast, today: Occasion) -> None:
    row = task("Thu quỹ", lead=cast.loc_vuong, on=today)
    plan = Plan(SuccessionKind.ABOLISH, (cast.loc_vuong,), DAY, BASIS)
    with pytest.raises(RuleBroken, match="withdraw_reason_missing"):
        units.prepare(plan, Replies({row.code: Answer(WITHDRAW)}), on=today)
    units.prepare(plan, Replies({row.code: Answer(WITHDRAW, "Hết nhiệm vụ.")}), on=today)
    pass_over(DAY)
    assert (row.state, row.closing_reason) == (State.WITHDRAWN, "Hết nhiệm vụ.")


def test_it_is_changed_in_place_and_called_off(cast: Cast, today: Occasion) -> None:
    row = units.prepare(merge(cast.loc_vuong, cast.cua_nam), Replies(), on=today)
    moved = units.prepare(
        merge(cast.loc_vuong, cast.cua_nam, on=date(2021, 8, 1)), Replies(), instead=row, on=today
    )
    assert moved is row and pass_over(DAY) == (0, 0)
    units.call_off(row, on=today)
    assert pass_over(date(2021, 8, 1)) == (0, 0) and row.state is PreparedState.CALLED_OFF
    with pytest.raises(RuleBroken, match="not_prepared"):
        units.call_off(row, on=today)
    with pytest.raises(RuleBroken, match="not_prepared"):
        units.prepare(merge(cast.loc_vuong, cast.cua_nam), Replies(), instead=row, on=today)


@pytest.mark.parametrize(
    ("on", "key"), [(TODAY, "prepared_for_past"), (date(2021, 6, 1), "prepared_for_past")]
)
def test_for_a_day_that_came_it_is_done_not_prepared(on: date, key: str, cast: Cast, today: Occasion) -> None:
    with pytest.raises(RuleBroken, match=key):
        units.prepare(merge(cast.loc_vuong, on=on), Replies(), on=today)


def test_a_body_ends_once(cast: Cast, today: Occasion) -> None:
    units.prepare(merge(cast.loc_vuong, cast.cua_nam), Replies(), on=today)
    with pytest.raises(RuleBroken, match="already_prepared"):
        units.prepare(merge(cast.cua_nam, cast.urban), Replies(), on=today)


def test_answers_that_name_nobody_of_the_plan_are_refused(cast: Cast, today: Occasion) -> None:
    row = task("Cấp phép", lead=cast.urban, on=today)
    with pytest.raises(RuleBroken, match="target_unknown"):
        units.prepare(split(cast.urban), Replies({row.code: Answer("unit:1")}), on=today)
    with pytest.raises(RuleBroken, match="target_unknown"):
        units.prepare(split(cast.urban), Replies(posts={1: "new:7"}), on=today)


# ----------------------------------------------------------------------------------------------------------- its pages


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def written(browser: Visitor, cast: Cast, **more: object) -> Visitor:
    browser.be(cast.administrator).open("/units/reorganise")
    given = {
        "kind": "merge",
        "basis": BASIS,
        "on": "01/07/2021",
        "new_names": "Phường Nam Định; Nam Định",
        "new_kind": "ward",
        "predecessors": [str(cast.loc_vuong.id), str(cast.cua_nam.id)],
    }
    browser.send(browser.form(holding="basis"), **{**given, **more})
    return browser


def test_the_page_keeps_it_shows_it_and_the_day_carries_it_out(
    browser: Visitor, app: Flask, cast: Cast, clock: HandClock
) -> None:
    written(browser, cast)
    assert "Đến ngày 01/07/2021 hệ thống tự thực hiện." in browser.words
    browser.press("Ghi trước việc sắp xếp")
    assert "Đã ghi trước việc sắp xếp Phường Lộc Vượng, Phường Cửa Nam" in browser.words
    assert "Sắp xếp ghi trước" in browser.words and "từ ngày 01/07/2021" in browser.words
    browser.open(next(iter(browser.tree.xpath("//a[contains(@href, 'prepared=')]/@href"))))
    form = browser.form(holding="basis")
    assert form.values["new_names"] == ["Phường Nam Định;Nam Định"]
    assert set(form.values["predecessors"]) == {str(cast.loc_vuong.id), str(cast.cua_nam.id)}
    browser.send(form, "Xem trước", basis="Nghị quyết số 2")
    browser.press("Lưu thay đổi")
    assert [row.basis for row in queries.prepared()] == ["Nghị quyết số 2"]
    who = cast.administrator.id
    clock.set_to(at(DAY, 0, 20))
    run_job(app, job("carry_out_reorganisations"), holder="test")
    browser.be(db.session.get_one(Person, who)).open("/units")
    assert "Sắp xếp ghi trước" not in browser.words and "Phường Nam Định" in browser.words


def test_it_is_called_off_from_the_list(browser: Visitor, cast: Cast) -> None:
    written(browser, cast).press("Ghi trước việc sắp xếp")
    browser.press("Hủy việc sắp xếp")
    assert "Đã hủy việc sắp xếp ghi trước." in browser.words
    assert db.session.scalars(sa.select(Reorganisation.state)).all() == [PreparedState.CALLED_OFF]


def test_what_could_not_be_done_says_why_and_is_finished_by_hand(
    browser: Visitor, app: Flask, cast: Cast, clock: HandClock
) -> None:
    given = occasion(at(TODAY), cast.chief)
    names = {"kind": "split", "new_names": "Phòng Hạ tầng\nPhòng Đô thị", "new_kind": "department"}
    written(browser, cast, predecessors=[str(cast.urban.id)], **names).press("Ghi trước việc sắp xếp")
    code = task("Chỉnh trang", lead=cast.urban, on=given).code
    saved()
    who = cast.chief.id
    clock.set_to(at(DAY, 0, 20))
    run_job(app, job("carry_out_reorganisations"), holder="test")
    browser.be(db.session.get_one(Person, who)).open("/units")
    assert "Chưa thực hiện được: Còn 1 nhiệm vụ" in browser.words
    browser.open(next(iter(browser.tree.xpath("//a[contains(@href, 'prepared=')]/@href"))))
    browser.send(browser.form(holding="basis"), "Ghi việc sắp xếp", **{f"task-{code}": "new:1"})
    assert "Đã ghi việc sắp xếp" in browser.words
    assert not queries.prepared()


@pytest.mark.parametrize("number", ["999", "x", "9" * 30, "-1", ""])
def test_a_number_nobody_wrote_down_finds_nothing(number: str, browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open(f"/units/reorganise?prepared={number}")
    assert browser.status == 404
