"""A task at any past instant, by what was known then or since: what a page shows is what was recorded (decision 8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from taskboard.domain.lifecycle import State
from taskboard.tasks import actions
from taskboard.tasks.models import Task
from taskboard.tasks.queries.as_of import task_as_of, tasks_as_of
from taskboard.units import actions as unit_actions
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from taskboard.accounts.models import Person
    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]

GIVEN, REPORTED, CONFIRMED = date(2021, 6, 1), date(2021, 6, 10), date(2021, 6, 14)


@pytest.fixture
def task(cast: Cast) -> Task:
    on = build.occasion(build.at(GIVEN), cast.monitor)
    row = build.task("Hộ đê", lead=cast.economy, due_on=date(2021, 6, 12), on=on)
    asked = build.extension(row, date(2021, 6, 20), on=build.occasion(build.at(date(2021, 6, 5)), cast.head))
    actions.grant_extension(asked, on=build.occasion(build.at(date(2021, 6, 7)), cast.chief))
    build.completion(row, on=build.occasion(build.at(REPORTED), cast.head), claimed_on=date(2021, 6, 8))
    actions.confirm(row, on=build.occasion(build.at(CONFIRMED), cast.monitor))
    build.saved()
    return row


@pytest.mark.parametrize(
    ("day", "state", "due_on"),
    [
        (GIVEN, State.NEW, date(2021, 6, 12)),
        (date(2021, 6, 6), State.NEW, date(2021, 6, 12)),
        (date(2021, 6, 7), State.NEW, date(2021, 6, 20)),
        (REPORTED, State.WAITING, date(2021, 6, 20)),
        (CONFIRMED, State.COMPLETED, date(2021, 6, 20)),
    ],
)
def test_it_stands_as_it_was_recorded(task: Task, day: date, state: State, due_on: date) -> None:
    known = task_as_of(task.id, build.at(day, 12), zone=build.CITY)
    assert known is not None
    assert (known.state, known.due_on) == (state, due_on)


def test_before_it_was_given_nothing_is_known(task: Task) -> None:
    assert task_as_of(task.id, build.at(GIVEN) - timedelta(seconds=1), zone=build.CITY) is None
    assert tasks_as_of(None, build.at(GIVEN, 8), zone=build.CITY) == {}


def test_what_became_known_later_is_told_of_the_day_it_happened(task: Task) -> None:
    """Done on the 8th, said on the 10th, confirmed on the 14th: on the 9th it was done, though nobody knew."""
    ninth = build.at(date(2021, 6, 9))
    then = task_as_of(task.id, ninth, zone=build.CITY)
    since = task_as_of(task.id, ninth, zone=build.CITY, known_at=build.at(CONFIRMED, 12))
    assert then is not None and since is not None
    assert (then.state, then.claimed_on) == (State.NEW, None)
    assert (since.state, since.claimed_on, since.confirmed_at) == (State.WAITING, date(2021, 6, 8), None)
    sixth = task_as_of(task.id, build.at(date(2021, 6, 6)), zone=build.CITY, known_at=build.at(CONFIRMED, 12))
    assert sixth is not None
    assert (sixth.state, sixth.claimed_on) == (State.IN_PROGRESS, None)


def test_the_office_sees_the_page_of_a_past_day(
    task: Task, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.monitor)
    assert "Xem tại thời điểm" in visitor.open(f"/tasks/{task.code}")
    visitor.open(f"/tasks/{task.code}?at=06/06/2021")
    assert "12/06/2021" in visitor.words and "20/06/2021" not in visitor.words.split("Diễn biến")[0]
    assert "Chờ xác nhận" not in visitor.words.split("Diễn biến")[0]
    visitor.open(f"/tasks/{task.code}?at=31/05/2021")
    assert "chưa được ghi nhận" in visitor.words


@pytest.mark.parametrize(
    "at", ["31/02/2021", "hôm qua", "0", "9" * 400, "06/06/2021 25:00", "2021-06-06T", "T"]
)
def test_what_is_no_moment_leads_back_with_a_word_that_says_so(
    at: str, task: Task, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open(f"/tasks/{task.code}?at={quote(at)}")
    assert f"“{at[:40]}" in visitor.words and "không phải là ngày hay thời điểm" in visitor.words
    assert not visitor.tree.xpath("//input[@name='at'][@value!='']"), "the task as it is"


@pytest.mark.parametrize("at", ["17/06/2021", "16/06/2021 09:01", "2021-06-16T03:00:00Z", "2199-01-01"])
def test_what_lies_ahead_is_said_to_lie_ahead(
    at: str, task: Task, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open(f"/tasks/{task.code}?at={quote(at)}")
    assert "Chưa đến" in visitor.words and "một ngày đã qua" in visitor.words


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("10/06/2021 08:59", "Mới giao"),
        ("10/06/2021 09:00", "Chờ xác nhận"),
        ("9h00 ngày 10/6/2021", "Chờ xác nhận"),
        ("2021-06-10T01:59:00Z", "Mới giao"),
        ("2021-06-10T09:00:00+07:00", "Chờ xác nhận"),
        ("2021-06-10T09:00:00 07:00", "Chờ xác nhận"),
        ("2021-06-10T08:59", "Mới giao"),
        ("09/06/2021", "Mới giao"),
        ("10/06/2021", "Chờ xác nhận"),
        ("2021-06-10", "Chờ xác nhận"),
    ],
)
def test_an_hour_may_be_asked_too(
    at: str, state: str, task: Task, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.monitor)
    visitor.open(f"/tasks/{task.code}?at={quote(at)}")
    assert state in visitor.tree.xpath("string(//dl)")


def test_the_page_says_which_moment_it_shows_and_takes_another(
    task: Task, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.monitor)
    visitor.open(f"/tasks/{task.code}?at=06/06/2021")
    assert "Tại thời điểm 23:59 06/06/2021" in visitor.words, (
        "the day's last minute, not the next day's first"
    )
    assert visitor.tree.xpath("//input[@name='at']/@value") == ["06/06/2021 23:59"]


def test_a_unit_sees_its_task_as_it_is(task: Task, cast: Cast, client: FlaskClient, clock: HandClock) -> None:
    visitor = Visitor(client, clock).be(cast.head)
    assert "Xem tại thời điểm" not in visitor.open(f"/tasks/{task.code}?at=06/06/2021")


class Watcher(Visitor):
    """Notes what the page of a task says of its state, its lead and its partners."""

    def __init__(self, client: FlaskClient, clock: HandClock) -> None:
        super().__init__(client, clock)
        self.shown: dict[datetime, list[str]] = {}

    def look(self, task: Task, who: Person) -> None:
        self.be(who).open(f"/tasks/{task.code}")
        self.shown[self.clock.now()] = self._said("//*[contains(@class, 'task-state')]")

    def look_back(self, task: Task, at: datetime) -> list[str]:
        moment = at.astimezone(build.CITY)
        self.open(f"/tasks/{task.code}?at={quote(f'{moment:%d/%m/%Y %H:%M}')}")
        return self._said("//main")

    def _said(self, where: str) -> list[str]:
        chips = self.tree.xpath(f"({where}//*[contains(concat(' ', @class, ' '), ' state ')])[1]")
        lead = self.tree.xpath("string(//main//dt[.='Chủ trì']/following-sibling::dd[1])")
        return [" ".join(words.split()) for words in (*(chip.xpath("string(.)") for chip in chips), lead)]


def test_over_return_transfer_and_opening_again_the_past_page_says_what_the_page_said_then(
    cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    """Looked at after each step, and again from the end of its life: the same chip, the same lead."""
    watcher = Watcher(client, clock)

    def by(person: Person) -> Occasion:
        return build.occasion(clock.now(), person)

    def then(day: int, act: Callable[[], object]) -> None:
        clock.set_to(build.at(date(2021, 6, day), 9))
        act()
        build.saved()
        clock.advance(minutes=1)
        watcher.look(row, cast.monitor)

    clock.set_to(build.at(GIVEN))
    row = build.task(
        "Hộ đê", lead=cast.economy, partners=[cast.loc_vuong], due_on=date(2021, 6, 12), on=by(cast.monitor)
    )
    then(2, lambda: actions.receive(row, on=by(cast.head)))
    then(3, lambda: actions.ask_transfer(row, new_unit=cast.urban, reason="Nhầm.", on=by(cast.head)))
    then(4, lambda: actions.accept_request(row.requests[0], on=by(cast.chief)))
    then(7, lambda: build.completion(row, on=by(cast.other_head)))
    then(8, lambda: actions.send_back(row, reason="Thiếu biểu.", on=by(cast.monitor)))
    then(14, lambda: build.progress(row, on=by(cast.other_head)))
    then(15, lambda: build.completion(row, on=by(cast.other_head)))
    then(16, lambda: actions.confirm(row, on=by(cast.monitor)))
    then(18, lambda: actions.reopen(row, reason="Chưa nghiệm thu.", on=by(cast.chief)))
    then(19, lambda: actions.pause(row, reason="Chờ vốn.", resume_on=date(2021, 7, 30), on=by(cast.chief)))
    then(21, lambda: actions.resume(row, on=by(cast.chief)))
    then(22, lambda: actions.withdraw(row, reason="Tỉnh làm.", on=by(cast.chief)))
    clock.advance(days=30)
    watcher.be(cast.monitor)
    assert {at: watcher.look_back(row, at) for at in watcher.shown} == watcher.shown
    assert len({tuple(said) for said in watcher.shown.values()}) > 8, "its life was seen, not one page"


def test_a_returned_task_is_told_as_it_was_before_and_after(
    cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    clock.set_to(build.at(date(2021, 6, 2)))
    on = build.occasion(clock.now(), cast.head)
    row = build.task(
        "Hộ đê", lead=cast.economy, due_on=date(2021, 6, 12), on=build.occasion(clock.now(), cast.monitor)
    )
    asked = actions.ask_return(row, unit_id=cast.economy.id, reason="Nhầm.", on=on)
    clock.advance(days=1)
    actions.accept_request(asked, on=build.occasion(clock.now(), cast.chief))
    build.saved()
    clock.advance(days=20)
    watcher = Watcher(client, clock).be(cast.monitor)
    assert watcher.look_back(row, build.at(date(2021, 6, 2), 10))[0] == "Mới giao"
    assert watcher.look_back(row, build.at(date(2021, 6, 4), 10))[0] == "Trả lại"


def test_a_unit_is_called_as_it_was_called_then(cast: Cast, client: FlaskClient, clock: HandClock) -> None:
    """The version is of the first of June; on the seventh the unit bore its new name, and the page said it."""
    clock.set_to(build.at(GIVEN))
    row = build.task("Hộ đê", lead=cast.urban, on=build.occasion(clock.now(), cast.monitor))
    clock.set_to(build.at(date(2021, 6, 5)))
    unit_actions.rename_unit(
        cast.urban,
        name="Phòng Hạ tầng",
        short_name="",
        on=date(2021, 6, 5),
        today=clock.today(),
        basis="Quyết định 1",
        acting=build.acting_of(cast.administrator),
        now=clock.now(),
    )
    build.saved()
    clock.advance(days=10)
    watcher = Watcher(client, clock).be(cast.monitor)
    assert watcher.look_back(row, build.at(date(2021, 6, 4)))[1] == "Phòng Quản lý đô thị"
    assert watcher.look_back(row, build.at(date(2021, 6, 7)))[1] == "Phòng Hạ tầng"
