"""An order to many units: x of them done, any, all or so many, and who lags behind, by name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from taskboard.briefings import queries
from taskboard.briefings.models import DraftDue, FanOutRule
from taskboard.domain.deadline import Recurrence
from taskboard.tasks import actions
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def office(cast: Cast) -> Occasion:
    return build.occasion(build.at(date(2021, 6, 1)), cast.monitor)


def given(cast: Cast, office: Occasion, **more: object) -> list[Task]:
    """To Kinh tế, QLĐT, Lộc Vượng and Cửa Nam, due on the 10th."""
    more.setdefault("due_on", date(2021, 6, 10))
    leads = [cast.economy, cast.urban, cast.loc_vuong, cast.cua_nam]
    return build.tasks_of_letter("Kiện toàn ban chỉ đạo", leads=leads, on=office, **more)  # type: ignore[arg-type]


def finish(task: Task, cast: Cast) -> None:
    told = build.occasion(build.at(date(2021, 6, 9)), cast.head)
    build.confirmed(task, by=build.occasion(build.at(date(2021, 6, 9)), cast.monitor), told=told)


def spread(tasks: list[Task], now: datetime) -> queries.FanOut:
    directive = tasks[0].directive
    return queries.fan_outs([directive], now=now)[directive.id]


RULES = [
    (FanOutRule.ALL, None, 3, False),
    (FanOutRule.ALL, None, 4, True),
    (FanOutRule.ANY, None, 0, False),
    (FanOutRule.ANY, None, 1, True),
    (FanOutRule.SOME, 3, 2, False),
    (FanOutRule.SOME, 3, 3, True),
]


@pytest.mark.parametrize(("rule", "count", "done", "is_met"), RULES)
def test_enough_by_the_orders_own_rule(
    cast: Cast, office: Occasion, now: datetime, rule: FanOutRule, count: int | None, done: int, is_met: bool
) -> None:
    tasks = given(cast, office, rule=rule, rule_count=count)
    for task in tasks[:done]:
        finish(task, cast)
    found = spread(tasks, now)
    assert (found.units, found.done, found.is_met) == (4, done, is_met)
    assert len(found.laggards) == 4 - done


def test_of_units_that_gave_it_back_nothing_more_is_waited_for(
    cast: Cast, office: Occasion, now: datetime
) -> None:
    tasks = given(cast, office, rule=FanOutRule.SOME, rule_count=3)
    for task in tasks[2:]:
        actions.withdraw(task, reason="Không có chợ.", on=office)
    for task in tasks[:2]:
        finish(task, cast)
    found = spread(tasks, now)
    assert (found.units, found.done, found.needed, found.is_met) == (2, 2, 2, True)


def test_laggards_stand_by_what_presses_most(cast: Cast, office: Occasion, now: datetime) -> None:
    economy, urban, loc_vuong, cua_nam = given(cast, office)
    finish(economy, cast)
    later = build.occasion(build.at(date(2021, 6, 8)), cast.head)
    actions.ask_extension(urban, new_due_on=date(2021, 7, 1), reason="Chờ tỉnh.", on=later)
    actions.grant_extension(urban.extensions[0], on=office)
    build.progress(loc_vuong, on=later)
    found = spread([economy], now)
    assert [(one.name, one.late_since is not None, one.last_report_at) for one in found.laggards] == [
        ("Phường Cửa Nam", True, None),
        ("Phường Lộc Vượng", True, later.now),
        ("Phòng Quản lý đô thị", False, later.now),
    ]
    actions.withdraw(cua_nam, reason="Không có chợ.", on=office)
    assert (spread([economy], now).units, spread([economy], now).done) == (3, 1)


def test_of_a_duty_the_running_period_is_nobodys_lag(cast: Cast, office: Occasion, now: datetime) -> None:
    tasks = build.tasks_of_letter(
        "Tổng vệ sinh",
        leads=[cast.loc_vuong, cast.cua_nam],
        on=office,
        due=DraftDue.DUTY,
        recurrence=Recurrence.WEEKLY,
    )
    finish(tasks[0], cast)
    found = spread(tasks, build.at(date(2021, 6, 8)))
    assert (found.units, found.done, found.is_duty) == (2, 1, True)
    assert [one.name for one in found.laggards] == ["Phường Cửa Nam"]
    actions.open_due_occurrences(on=build.occasion(build.at(date(2021, 6, 8))))
    assert spread(tasks, build.at(date(2021, 6, 8))).done == 1
    assert spread(tasks, now).done == 0


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def test_the_page_of_an_order_says_x_of_so_many_and_names_the_others(
    browser: Visitor, cast: Cast, office: Occasion
) -> None:
    tasks = given(cast, office, rule=FanOutRule.SOME, rule_count=2)
    finish(tasks[0], cast)
    build.saved()
    browser.be(cast.monitor).open(f"/directives/{tasks[0].directive.code}")

    assert "1/4 đơn vị xong, chưa đạt. Xong khi 2 đơn vị xong." in browser.words
    assert "Phường Lộc Vượng (quá hạn 6 ngày, chưa cập nhật)" in browser.words
    finish(tasks[1], cast)
    build.saved()
    browser.open(f"/directives/{tasks[0].directive.code}")
    assert "2/4 đơn vị xong, đạt." in browser.words


def test_a_unit_is_not_told_how_its_peers_stand(browser: Visitor, cast: Cast, office: Occasion) -> None:
    tasks = given(cast, office)
    build.saved()
    browser.be(cast.ward_head).open(f"/directives/{tasks[0].directive.code}")
    assert "0/4 đơn vị xong, chưa đạt." in browser.words
    assert "Phường Cửa Nam" not in browser.words
