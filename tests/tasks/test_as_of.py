"""A task at any past instant, by what was known then or since: what a page shows is what was recorded (decision 8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from taskboard.domain.lifecycle import State
from taskboard.tasks import actions
from taskboard.tasks.models import Task
from taskboard.tasks.queries.as_of import task_as_of, tasks_as_of
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

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
