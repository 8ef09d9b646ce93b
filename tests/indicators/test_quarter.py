"""A quarter's figures: entered by the unit that answers for them, revised with a trace, frozen with the briefing."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from taskboard.briefings import actions as briefings
from taskboard.briefings.models import Briefing
from taskboard.domain.errors import RuleBroken
from taskboard.domain.indicators import Direction
from taskboard.indicators import actions, queries
from taskboard.indicators.models import Indicator
from taskboard.reports import actions as reports
from taskboard.reports import queries as snapshots
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from tests.conftest import HandClock

__all__ = ["cast"]
JUNE = build.at(date(2021, 6, 16))


@pytest.fixture
def revenue(cast: Cast, db_session: scoped_session[Session]) -> Indicator:
    """Economy answers for it; the plan of 2021 is 1.000."""
    on = build.occasion(build.at(date(2021, 1, 4)), cast.monitor)
    given = actions.Definition("Thu ngân sách", "triệu đồng", Direction.UP, adds_up=True, unit=cast.economy)
    row = actions.define_indicator(given, valid_from=date(2020, 1, 1), on=on)
    actions.set_plan(row, 2021, Decimal(1000), basis="NQ 12/NQ-HĐND", on=on)
    db_session.commit()
    return row


@pytest.fixture
def briefing(cast: Cast, db_session: scoped_session[Session]) -> Briefing:
    """Planned for the second quarter; nothing frozen yet."""
    row = briefings.record_briefing(
        title="Giao ban quý II/2021",
        held_on=date(2021, 6, 30),
        place="",
        chair=None,
        attendees="",
        previous=None,
        on=build.occasion(JUNE, cast.monitor),
    )
    db_session.commit()
    return row


def _enter(row: Indicator, value: str, cast: Cast, **more: object):
    return actions.enter_value(row, 2021, 2, Decimal(value), on=build.occasion(JUNE, cast.head), **more)


def test_the_latest_figure_counts_and_earlier_ones_stay(revenue: Indicator, cast: Cast) -> None:
    _enter(revenue, "100", cast)
    _enter(revenue, "120.5", cast, note="số chính thức")
    assert queries.standings([revenue], (2021, 2))[revenue.id].value == Decimal("120.5")
    kept = queries.entries_of([revenue], (2021, 2))[revenue.id]
    assert [row.value for row in kept] == [Decimal("120.5"), Decimal(100)]


def test_the_same_figure_again_is_no_entry(revenue: Indicator, cast: Cast) -> None:
    assert _enter(revenue, "100", cast) is not None
    assert _enter(revenue, "100.0", cast) is None


def test_a_printed_figure_is_revised_with_a_reason(revenue: Indicator, cast: Cast) -> None:
    _enter(revenue, "100", cast)
    with pytest.raises(RuleBroken, match="revision_reason_missing"):
        _enter(revenue, "101", cast, is_frozen=True)
    assert _enter(revenue, "101", cast, is_frozen=True, note="đối chiếu Kho bạc") is not None


def test_no_figure_before_its_quarter(revenue: Indicator, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="quarter_not_begun"):
        actions.enter_value(revenue, 2021, 3, Decimal(1), on=build.occasion(JUNE, cast.head))


def test_figures_are_frozen_with_the_briefing(revenue: Indicator, briefing: Briefing, cast: Cast) -> None:
    _enter(revenue, "100", cast)
    snapshot = reports.freeze(briefing, cutoff=JUNE, on=build.occasion(JUNE, cast.monitor))
    _enter(revenue, "250", cast, is_frozen=True, note="sửa sau khi chốt")
    kept = json.loads(snapshot.indicators)
    assert kept["lines"][0]["standing"]["value"] == "100"
    assert snapshot.sha256 == reports.digest_of(
        snapshot.facts, snapshot.roll_up_original, snapshot.roll_up_current, snapshot.indicators
    )
    assert queries.report_section(2021, 2).lines[0].standing.value == Decimal(250)
    assert snapshots.latest_snapshot(briefing) is snapshot


@pytest.fixture
def visitor(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def test_a_unit_enters_its_own_figures_and_no_others(
    revenue: Indicator, briefing: Briefing, cast: Cast, visitor: Visitor
) -> None:
    address, name = f"/briefings/{briefing.code}/indicators", f"value-{revenue.id}"
    page = visitor.be(cast.head).open(address)
    assert f'name="{name}"' in page
    assert _send(visitor, address, {name: "1.234,5"}) == 302
    assert "Thu ngân sách" not in visitor.be(cast.other_head).open(address)
    assert _send(visitor, address, {name: "9"}) == 302  # forged: it changes nothing
    assert queries.report_section(2021, 2).lines[0].standing.value == Decimal("1234.5")


def test_a_wrong_figure_loses_nothing_that_was_typed(
    revenue: Indicator, briefing: Briefing, cast: Cast, visitor: Visitor
) -> None:
    address = f"/briefings/{briefing.code}/indicators"
    typed = {
        f"value-{revenue.id}": "2,755.6",
        f"note-{revenue.id}": "ước",
        "results-do-thi": "Đạt & <b>vượt</b>",
    }
    assert _send(visitor.be(cast.monitor), address, typed) == 422
    assert 'value="2,755.6"' in visitor.page
    assert "Đạt &amp; &lt;b&gt;vượt" in visitor.page
    assert "dấu chấm ngăn hàng nghìn" in visitor.page
    assert not queries.entries_of([revenue], (2021, 2))


def test_the_office_enters_for_a_unit_and_it_shows(
    revenue: Indicator, briefing: Briefing, cast: Cast, visitor: Visitor
) -> None:
    address = f"/briefings/{briefing.code}/indicators"
    typed = {f"value-{revenue.id}": "500", "results-do-thi": "Xong 3 công trình"}
    assert _send(visitor.be(cast.monitor), address, typed) == 302
    page = visitor.open(address)
    assert "nhập thay đơn vị" in page
    assert "Xong 3 công trình" in page
    assert queries.report_section(2021, 2).notes[0].results == "Xong 3 công trình"


def _send(visitor: Visitor, address: str, data: dict[str, str]) -> int:
    token = visitor.open(address).partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = visitor.client.post(address, data={"csrf_token": token, **data})
    visitor.page = answer.get_data(as_text=True)
    return answer.status_code
