"""The board and the calendar: the list of an address laid out, and only legal moves on offer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from taskboard.domain.authority import Actor
from taskboard.domain.lifecycle import State, Verb, is_possible, move
from taskboard.settings.models import CalendarDay, DayKind
from taskboard.tasks import actions, board, queries
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

JUNE = date(2021, 6, 1)


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def given(cast: Cast, title: str, **more: Any) -> Task:
    more.setdefault("lead", cast.economy)
    more.setdefault("due_on", date(2021, 6, 30))
    return build.task(title, on=build.occasion(build.at(JUNE), cast.monitor), **more)


def in_state(cast: Cast, state: State, **more: Any) -> Task:
    """One task, brought there by the verbs of its life."""
    row = given(cast, f"Việc {state.value}", field="nong-nghiep", leader=cast.vice, **more)
    head, office = (build.occasion(build.at(date(2021, 6, 8)), who) for who in (cast.head, cast.chief))
    if state in (State.RECEIVED, State.PAUSED, State.IN_PROGRESS):
        actions.receive(row, on=head)
    if state is State.IN_PROGRESS:
        build.progress(row, on=head)
    if state is State.PAUSED:
        actions.pause(row, reason="Chờ tỉnh.", resume_on=date(2021, 9, 1), on=office)
    if state in (State.WAITING, State.COMPLETED):
        build.completion(row, on=head)
    if state is State.COMPLETED:
        actions.confirm(row, on=office)
    if state is State.WITHDRAWN:
        actions.withdraw(row, reason="Tỉnh làm.", on=office)
    if state is State.NOT_PURSUED:
        actions.stop_pursuing(row, reason="Không còn cần.", on=office)
    return row


UNIT, DECIDES, ABOVE = "head officer", "chair vice chief monitor", "chair vice chief"
REPORTS = f"{UNIT} chief monitor"
LEGAL: dict[tuple[State, State], str] = {
    (State.NEW, State.RECEIVED): UNIT,
    (State.NEW, State.IN_PROGRESS): REPORTS,
    (State.NEW, State.WAITING): REPORTS,
    (State.RECEIVED, State.IN_PROGRESS): REPORTS,
    (State.RECEIVED, State.WAITING): REPORTS,
    (State.RECEIVED, State.PAUSED): DECIDES,
    (State.IN_PROGRESS, State.WAITING): REPORTS,
    (State.IN_PROGRESS, State.PAUSED): DECIDES,
    (State.WAITING, State.COMPLETED): DECIDES,
    (State.WAITING, State.IN_PROGRESS): DECIDES,
    (State.COMPLETED, State.IN_PROGRESS): ABOVE,
    (State.PAUSED, State.IN_PROGRESS): DECIDES,
    **{
        (state, end): ABOVE
        for state in (State.NEW, State.RECEIVED, State.IN_PROGRESS, State.WAITING, State.PAUSED)
        for end in (State.WITHDRAWN, State.NOT_PURSUED)
    },
}
"""From column to column: who may carry a card there. Everything else is closed, to everybody."""
REACHED = [state for state in State if state is not State.RETURNED]


@pytest.mark.parametrize("state", REACHED)
def test_a_card_goes_where_the_table_says_and_nowhere_else(state: State, app: Flask, cast: Cast) -> None:
    row = in_state(cast, state)
    subject = queries.subject_of(row)
    with app.test_request_context():
        for name, person in cast.everyone.items():
            offered = {one.to for one in board.moves_of(row, _actor(person), subject)}
            legal = {to for (origin, to), who in LEGAL.items() if origin is state and name in who.split()}
            assert offered == legal, f"{name} from {state}"


def _actor(person: Any) -> Actor:
    from taskboard.accounts.queries import actor_on

    return actor_on(person, date(2021, 6, 16))


def test_every_move_is_a_verb_of_the_lifecycle() -> None:
    for kind in board.KINDS:
        assert any(is_possible(state, kind.verb) for state in State)
    ways = {
        (origin, move(origin, kind.verb))
        for kind in board.KINDS
        for origin in State
        if is_possible(origin, kind.verb)
    }
    assert {pair for pair in ways if pair[0] is not pair[1]} == set(LEGAL)
    assert {Verb.ACCEPT_RETURN, Verb.TRANSFER}.isdisjoint(kind.verb for kind in board.KINDS)


def test_the_board_says_what_the_list_holds_beside_its_columns(browser: Visitor, cast: Cast) -> None:
    for state in (State.NEW, State.COMPLETED, State.WITHDRAWN, State.NOT_PURSUED):
        in_state(cast, state)
    in_state(cast, State.WITHDRAWN, partners=[cast.urban])
    build.saved()
    browser.be(cast.chief).open("/board?view=all&unit=" + cast.economy.code)
    assert "2 việc. Không gồm 3 việc đã thu hồi, trả lại." in browser.words
    (link,) = browser.tree.xpath("//a[starts-with(., 'Không gồm')]/@href")
    browser.open(link)
    assert len(browser.tree.xpath("//tbody//a[@class='title']")) == 3
    assert "unit=" in link, "under the same conditions"
    for path in ("/board?view=closed", "/board?view=open"):
        browser.open(path)
        assert "Không gồm" not in browser.words


@pytest.mark.parametrize(
    "state", [State.NEW, State.IN_PROGRESS, State.WAITING, State.PAUSED, State.COMPLETED]
)
@pytest.mark.parametrize("who", ["chair", "chief", "head", "inspector"])
def test_the_board_offers_what_the_tasks_own_page_offers(
    state: State, who: str, browser: Visitor, cast: Cast
) -> None:
    row = in_state(cast, state)
    build.saved()
    browser.be(cast.everyone[who]).open("/board")
    moves = {
        str(url).partition("?")[0]
        for url in browser.tree.xpath(
            f"//li[@data-code='{row.code}']//form/@action | //li[@data-code='{row.code}']//a[@data-to]/@href"
        )
    } - {f"/tasks/{row.code}"}
    browser.open(f"/tasks/{row.code}")
    there = {str(url) for url in browser.tree.xpath("//main//form/@action | //main//a/@href")}
    assert moves <= there


def columns(browser: Visitor) -> dict[str, list[str]]:
    return {
        str(column.get("data-state")): [str(code) for code in column.xpath(".//li/@data-code")]
        for column in browser.tree.xpath("//section[@data-state]")
    }


def test_the_board_is_the_list_by_states(browser: Visitor, cast: Cast) -> None:
    rows = {state: in_state(cast, state).code for state in (State.NEW, State.WAITING, State.COMPLETED)}
    given(cast, "Việc của đơn vị khác", lead=cast.urban)
    browser.be(cast.chief).open(f"/board?unit={cast.economy.code}")
    shown = columns(browser)
    assert {state: [code] for state, code in rows.items()} == {
        state: codes for state, codes in shown.items() if codes
    }
    assert list(shown) == ["new", "received", "in_progress", "waiting", "paused", "completed"]
    browser.be(cast.other_head).open("/board")
    assert sum(map(len, columns(browser).values())) == 1, "a unit sees its own"


def test_a_full_column_is_cut_and_leads_to_the_list(
    browser: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "CARDS", 2)
    for number in range(5):
        given(cast, f"Việc {number}")
    browser.be(cast.chief).open("/board")
    assert len(columns(browser)["new"]) == 2
    link = browser.tree.xpath("//section[@data-state='new']//p[contains(@class, 'kanban-more')]/a")[0]
    assert link.text == "Còn 3 việc"
    browser.open(str(link.get("href")))
    assert len(browser.tree.xpath("//tbody//span[@class='code']")) == 5


def test_a_move_without_a_script_is_a_button_and_comes_back_to_the_board(
    browser: Visitor, cast: Cast
) -> None:
    row = in_state(cast, State.WAITING)
    browser.be(cast.chief).open("/board?view=waiting")
    browser.send(browser.form(f"/tasks/{row.code}/confirm"))
    assert browser.url.startswith("/board?")
    browser.open("/board")
    assert columns(browser)["completed"] == [row.code]


@pytest.mark.parametrize(
    "page", ["/board", "/calendar", "/tasks?by=unit", "/tasks?by=month&view=all", "/changes"]
)
def test_no_page_asks_more_with_more_rows(page: str, browser: Visitor, cast: Cast) -> None:
    def asked() -> int:
        browser.be(cast.chief).open("/views")
        with counted() as questions:
            browser.open(page)
        return len(questions)

    given(cast, "Việc một")
    build.saved()
    before = asked()
    for number in range(4):
        given(cast, f"Việc {number}", lead=(cast.urban, cast.loc_vuong)[number % 2])
    build.saved()
    assert asked() <= before


# ------------------------------------------------------------------------------------------------------- calendar


def days(browser: Visitor) -> dict[str, list[str]]:
    return {
        str(cell.xpath(".//time/@datetime")[0]): [str(url)[7:] for url in cell.xpath(".//li/a/@href")]
        for cell in browser.tree.xpath("//td[contains(@class, 'cal-day')]")
    }


def test_a_deadline_stands_on_its_day(browser: Visitor, cast: Cast) -> None:
    late = given(cast, "Việc quá hạn", due_on=date(2021, 6, 11))
    last = given(cast, "Việc cuối tháng", due_on=date(2021, 6, 30))
    given(cast, "Việc tháng tám", due_on=date(2021, 8, 20))
    browser.be(cast.chief).open("/calendar")
    shown = days(browser)
    assert {day: codes for day, codes in shown.items() if codes} == {
        "2021-06-11": [late.code],
        "2021-06-30": [last.code],
    }
    assert (min(shown), max(shown)) == ("2021-05-31", "2021-07-04"), "whole weeks"
    cell = browser.tree.xpath("//td[.//time[@datetime='2021-06-11']]")[0]
    assert "Quá hạn 5 ngày" in " ".join(cell.text_content().split())
    assert "is-today" in browser.tree.xpath("//td[.//time[@datetime='2021-06-16']]/@class")[0]
    browser.open(str(browser.tree.xpath("//a[@rel='next']/@href")[0]))
    assert "Tháng 7/2021" in browser.words


def test_a_week_is_seven_days_and_says_which(browser: Visitor, cast: Cast) -> None:
    row = given(cast, "Việc trong tuần", due_on=date(2021, 6, 17))
    browser.be(cast.chief).open("/calendar?week=2021-W24")
    assert list(days(browser)) == [f"2021-06-{day}" for day in range(14, 21)]
    assert days(browser)["2021-06-17"] == [row.code]


@pytest.mark.parametrize(
    "address", ["month=2021-13", "month=x", "month=9999-12", "week=2021-W60", "week=", "week=1-W1"]
)
def test_a_span_that_is_none_is_the_present_one(address: str, browser: Visitor, cast: Cast) -> None:
    browser.be(cast.chief).open(f"/calendar?{address}")
    assert browser.status == 200
    assert "2021-06-16" in days(browser)


def test_days_off_and_days_worked_in_exchange_say_so(browser: Visitor, cast: Cast, db_session: Any) -> None:
    db_session.add(CalendarDay(day=date(2021, 6, 17), kind=DayKind.HOLIDAY, name="Ngày hội"))
    db_session.add(CalendarDay(day=date(2021, 6, 19), kind=DayKind.SWAP_WORKING, name=""))
    build.saved()
    browser.be(cast.chief).open("/calendar")

    def cell(day: int) -> Any:
        return browser.tree.xpath(f"//td[.//time[@datetime='2021-06-{day}']]")[0]

    assert "Ngày hội" in cell(17).text_content() and "is-off" in cell(17).get("class")
    assert "Làm bù" in cell(19).text_content() and "is-off" not in cell(19).get("class")
    assert "ngày nghỉ" in cell(20).text_content() and "is-off" in cell(20).get("class")


def test_a_full_day_is_cut_and_leads_to_exactly_its_list(browser: Visitor, cast: Cast) -> None:
    for number in range(5):
        given(cast, f"Việc {number}", due_on=date(2021, 6, 18))
    given(cast, "Hôm sau", due_on=date(2021, 6, 19))
    browser.be(cast.chief).open("/calendar")
    link = browser.tree.xpath("//td[.//time[@datetime='2021-06-18']]/p/a")[0]
    assert " ".join(link.text_content().split()) == "Còn 2 việc 18/06/2021"
    browser.open(str(link.get("href")))
    assert len(browser.tree.xpath("//tbody//span[@class='code']")) == 5
