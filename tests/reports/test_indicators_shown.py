"""Indicators on the report page are those of the document, frozen ones when frozen; what came later is told apart."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from lxml import html

from taskboard.briefings import actions as briefings
from taskboard.briefings.models import Briefing
from taskboard.domain.indicators import Direction
from taskboard.indicators import actions
from taskboard.indicators.models import Indicator
from taskboard.reports import actions as reports
from taskboard.reports import documents, figures, queries
from taskboard.reports.content import Line, Table
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]
JUNE = build.at(date(2021, 6, 16))
LATER = build.at(date(2021, 6, 18))
SECOND = (2021, 2)


@pytest.fixture
def rows(cast: Cast) -> list[Indicator]:
    """Revenue, which adds up, with a plan and three quarters; debt, which does not, with its first quarter."""
    on = build.occasion(JUNE, cast.monitor)
    made = [
        actions.define_indicator(
            actions.Definition(name, "triệu đồng", Direction.UP, adds_up, cast.economy),
            valid_from=date(2020, 1, 1),
            on=on,
        )
        for name, adds_up in (("Thu ngân sách", True), ("Dư nợ", False))
    ]
    actions.set_plan(made[0], 2021, Decimal(10000), on=on)
    for (year, quarter), value in (((2020, 2), 2500), ((2021, 1), 2000), (SECOND, 2900)):
        actions.enter_value(made[0], year, quarter, Decimal(value), on=on)
    actions.enter_value(made[1], 2021, 1, Decimal(70), on=on)
    actions.write_note("do-thi", *SECOND, results="Xong 2 công trình", shortcomings="Chậm", unit=None, on=on)
    return made


@pytest.fixture
def briefing(rows: list[Indicator], cast: Cast) -> Briefing:
    on = build.occasion(JUNE, cast.chief)
    row = briefings.record_briefing(title="Giao ban quý II", held_on=date(2021, 7, 5), on=on)
    build.saved()
    return row


def freeze(briefing: Briefing, cast: Cast) -> None:
    on = build.occasion(JUNE, cast.chief)
    reports.freeze(briefing, cutoff=on.now, on=on)
    build.saved()


def revise(rows: list[Indicator], cast: Cast) -> None:
    """After the freeze: revenue twice, last year's, debt of an earlier quarter that no figure hangs on, the plan."""
    on = build.occasion(LATER, cast.head)
    why = "đối chiếu Kho bạc"
    actions.enter_value(rows[0], *SECOND, Decimal(2950), note="nhầm", is_frozen=True, on=on)
    actions.enter_value(rows[0], *SECOND, Decimal(3000), note=why, is_frozen=True, on=on)
    actions.withdraw_value(rows[0], 2020, 2, note="chưa quyết toán", on=on)
    actions.enter_value(rows[1], 2021, 1, Decimal(71), on=on)
    actions.set_plan(rows[0], 2021, Decimal(11000), on=on)
    build.saved()


def table_of(page: str, caption: str) -> list[list[str]]:
    """The rows of the table whose caption or name starts so."""
    (found,) = (
        one
        for one in html.fromstring(page).iter("table")
        if caption in (one.get("aria-label") or "") + (one.findtext("caption") or "")
    )
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found.xpath(".//tbody/tr")]


@pytest.mark.parametrize("is_frozen", [False, True])
def test_the_page_has_the_figures_of_the_document(
    is_frozen: bool,
    rows: list[Indicator],
    briefing: Briefing,
    cast: Cast,
    app: Flask,
    client: FlaskClient,
    clock: HandClock,
) -> None:
    if is_frozen:
        freeze(briefing, cast)
    revise(rows, cast)
    clock.set_to(LATER)
    visitor = Visitor(client, clock).be(cast.chair)
    page = visitor.open(f"/briefings/{briefing.code}/report")
    shown = table_of(page, "Chỉ tiêu kinh tế - xã hội")
    assert shown[0] == (
        ["Thu ngân sách (triệu đồng)", "10.000", "2.900", "4.900", "49,0%", "2.500", "116,0%"]
        if is_frozen
        else ["Thu ngân sách (triệu đồng)", "11.000", "3.000", "5.000", "45,5%", "—", "—"]
    )
    assert [row[1:] for row in shown] == _in_document(briefing, app)
    assert "Xong 2 công trình" in page and "Chậm" in page
    for address in re.findall(r'href="(/briefings/[^"]+/indicators#[^"]+)"', page):
        there, place = address.split("#")
        assert f'<tr id="{place}">' in visitor.open(there), "where it was entered, by whom, with its history"
    assert page.count("/indicators#") == len(rows)


def _in_document(briefing: Briefing, app: Flask) -> list[list[str]]:
    snapshot = queries.latest_snapshot(briefing)
    figures = (
        queries.read(snapshot)
        if snapshot
        else queries.of_briefing(briefing, cutoff=LATER, known_at=LATER, zone=build.CITY)
    )
    document = documents.report_document(figures, briefing, app.extensions["taskboard"].settings)
    table = [block for block in document.blocks if isinstance(block, Table)][-1]
    return [list(line.cells[3:]) for line in table.lines if isinstance(line, Line)]


def test_what_was_entered_after_the_freeze_is_told_with_who_and_when(
    rows: list[Indicator], briefing: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    address = f"/briefings/{briefing.code}/report/differences"
    freeze(briefing, cast)
    clock.set_to(LATER)
    visitor = Visitor(client, clock).be(cast.chair)
    assert "Không có gì thay đổi" in visitor.open(address)
    revise(rows, cast)
    page = visitor.open(address)
    assert "Không có gì thay đổi" not in page
    told = table_of(page, "Chỉ tiêu nhập, sửa, rút sau khi chốt")
    assert [row[:3] for row in told] == [
        ["Thu ngân sách (triệu đồng)quý II/2020", "2.500", "—"],
        ["Thu ngân sách (triệu đồng)kế hoạch năm 2021", "10.000", "11.000"],
        ["Thu ngân sách (triệu đồng)quý II/2021", "2.900", "3.000"],
    ]
    assert told[2][3].startswith("2.900 → 2.950: nhầm")
    assert "2.950 → 3.000: đối chiếu Kho bạc" in told[2][3]
    assert cast.head.full_name in told[2][3] and "18/06/2021" in told[2][3]


def test_words_on_fields_and_names_of_indicators_are_told_as_they_were_and_are(
    rows: list[Indicator], briefing: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    freeze(briefing, cast)
    on = build.occasion(LATER, cast.other_head)
    actions.write_note("do-thi", *SECOND, results="Xong 3 công trình", shortcomings="Chậm", unit=None, on=on)
    actions.write_note("nong-nghiep", *SECOND, results="", shortcomings="Úng 12 ha", unit=None, on=on)
    now = actions.Definition("Thu ngân sách trên địa bàn", "triệu đồng", Direction.UP, True, cast.economy)
    actions.change_indicator(rows[0], now, version=rows[0].version, on=build.occasion(LATER, cast.monitor))
    build.saved()
    clock.set_to(LATER)
    page = Visitor(client, clock).be(cast.chair).open(f"/briefings/{briefing.code}/report/differences")
    told = {row[0]: row[1:] for row in table_of(page, "Lời văn sửa sau khi chốt")}
    fields = queries.field_names()
    assert told[f"{fields['do-thi']}Kết quả"][:2] == ["Xong 2 công trình", "Xong 3 công trình"]
    assert cast.other_head.full_name in told[f"{fields['do-thi']}Kết quả"][2]
    assert f"{fields['do-thi']}Tồn tại, hạn chế" not in told, "what stayed is not listed"
    assert told[f"{fields['nong-nghiep']}Tồn tại, hạn chế"][:2] == ["—", "Úng 12 ha"]
    renamed = told["Thu ngân sách trên địa bànTên chỉ tiêu"]
    assert renamed[:2] == ["Thu ngân sách", "Thu ngân sách trên địa bàn"]
    assert cast.monitor.full_name in renamed[2]


def test_words_taken_back_and_written_again_are_no_difference(
    rows: list[Indicator], briefing: Briefing, cast: Cast
) -> None:
    freeze(briefing, cast)
    snapshot = queries.latest_snapshot(briefing)
    assert snapshot is not None
    on = build.occasion(LATER, cast.other_head)
    for results in ("", "Xong 2 công trình"):
        shortcomings = "Chậm" if results else ""
        actions.write_note("do-thi", *SECOND, results=results, shortcomings=shortcomings, unit=None, on=on)
    assert figures.reworded_since(briefing, snapshot) == []
