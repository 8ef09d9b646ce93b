"""All that a report says is of one instant: words about tasks, partners' parts and indicators as its figures (decision 8)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from taskboard.briefings import actions as briefings
from taskboard.briefings.models import UnitRole
from taskboard.domain.calendar import end_of_day
from taskboard.domain.indicators import Direction
from taskboard.indicators import actions as indicators
from taskboard.indicators import queries as indicator_queries
from taskboard.reports import actions as reports
from taskboard.reports import documents, parts_apart, queries
from taskboard.reports.content import Table
from taskboard.reports.known import AsOf
from taskboard.settings.actions import set_value
from taskboard.tasks import actions as tasks
from taskboard.tasks.actions import partners
from taskboard.tasks.models import Cause, Task
from tests import build
from tests.cast import Cast, cast, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.briefings.models import Briefing
    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]
JUNE, CUTOFF, JULY = date(2021, 6, 16), end_of_day(date(2021, 6, 30), build.CITY), date(2021, 7, 12)


@pytest.fixture
def row(cast: Cast) -> Task:
    """Given in April, reported on in June, with two partners of whom one has answered."""
    task = build.task(
        "Phương án hộ đê",
        lead=cast.economy,
        on=build.occasion(build.at(date(2021, 4, 6)), cast.chief),
        due_on=date(2021, 8, 30),
        partners=[cast.urban, cast.loc_vuong],
    )
    june = build.occasion(build.at(JUNE), cast.head)
    _said(task, "Đã khảo sát 4 tuyến.", Cause.FUNDING, on=june)
    return task


@pytest.fixture
def briefing(row: Task, cast: Cast) -> Briefing:
    on = build.occasion(build.at(JUNE), cast.chief)
    found = briefings.record_briefing(title="Giao ban quý II", held_on=date(2021, 7, 20), on=on)
    build.saved()
    return found


def _said(row: Task, done: str, cause: Cause, *, on: Occasion) -> None:
    build.progress(row, on=on, done=done, obstacle_text="Chưa đủ điều kiện.", cause=cause)


def later(row: Task, cast: Cast) -> None:
    """In July: the unit reports, one partner leaves and another comes, the other answers."""
    july = build.occasion(build.at(JULY), cast.head)
    _said(row, "Đã trình phương án tháng 7.", Cause.WEATHER, on=july)
    office = build.occasion(build.at(JULY), cast.chief)
    partners.leave_unit(row, cast.loc_vuong, reason="Không liên quan.", on=office)
    partners.join_unit(row, cast.cua_nam, UnitRole.PARTNER, on=office)
    build.saved()


def _line(row: Task, known_at: datetime) -> queries.TaskLine:
    (line,) = queries.task_lines([row.code], AsOf(CUTOFF, known_at, build.CITY))
    return line


def test_words_partners_and_cause_are_those_of_the_cutoff(row: Task, briefing: Briefing, cast: Cast) -> None:
    later(row, cast)
    then = _line(row, build.at(JULY, 18))
    assert (then.result, then.cause) == ("Đã khảo sát 4 tuyến.", queries.CAUSES[Cause.FUNDING])
    assert then.partners == (cast.urban.short_name, cast.loc_vuong.short_name)
    (now,) = queries.task_lines([row.code])
    assert (now.result, now.cause) == ("Đã trình phương án tháng 7.", queries.CAUSES[Cause.WEATHER])
    assert now.partners == (cast.urban.short_name, cast.cua_nam.short_name)


def test_what_is_said_later_of_a_day_before_the_cutoff_belongs_to_it_once_it_is_known(
    row: Task, briefing: Briefing, cast: Cast
) -> None:
    july = build.occasion(build.at(JULY), cast.head)
    build.completion(row, on=july, claimed_on=date(2021, 6, 28))
    assert _line(row, build.at(date(2021, 7, 2))).result == "Đã khảo sát 4 tuyến."
    assert _line(row, build.at(JULY, 18)).result.startswith("Đã khảo sát xong 4 tuyến đê.")


def test_a_frozen_report_prints_the_same_words_a_month_later(
    row: Task, briefing: Briefing, cast: Cast, app: Flask
) -> None:
    on = build.occasion(build.at(date(2021, 7, 1)), cast.chief)
    reports.freeze(briefing, cutoff=CUTOFF, on=on)
    before = _cells(briefing, app)
    later(row, cast)
    assert _cells(briefing, app) == before
    assert any("Đã khảo sát 4 tuyến." in cell for cell in before)


def _cells(briefing: Briefing, app: Flask) -> list[str]:
    snapshot = queries.latest_snapshot(briefing)
    assert snapshot is not None
    document = documents.report_document(
        queries.read(snapshot), briefing, app.extensions["taskboard"].settings
    )
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [cell for table in tables for line in table.lines for cell in getattr(line, "cells", ())]


def test_a_part_of_a_task_that_was_withdrawn_after_the_cutoff_still_counts_at_it(
    row: Task, briefing: Briefing, cast: Cast
) -> None:
    at_cutoff = parts_apart.rows(briefing.period_start, CUTOFF, zone=build.CITY)
    assert [(part.unit_name, part.counted) for part in at_cutoff] == [
        (cast.urban.name, ("asked", "open")),
        (cast.loc_vuong.name, ("asked", "open")),
    ]
    tasks.withdraw(row, reason="Trùng.", on=build.occasion(build.at(JULY), cast.chair))
    assert parts_apart.rows(briefing.period_start, CUTOFF, zone=build.CITY) == at_cutoff
    assert parts_apart.rows(briefing.period_start, build.at(JULY, 18), zone=build.CITY) == []


def test_a_partner_that_spoke_after_its_silence_had_counted_was_agreed_before(
    row: Task, briefing: Briefing, cast: Cast
) -> None:
    beside = partners.part_of(row, cast.urban)
    beside.due_on = date(2021, 5, 3)
    on = build.occasion(build.at(date(2021, 5, 4)), cast.administrator)
    key = "partner_silence_working_days"
    set_value(key, 3, legal_basis="", valid_from=date(2021, 5, 5), acting=on.acting, now=on.now)
    assert partners.agree_by_silence(on=build.occasion(build.at(date(2021, 5, 20)))) == 1
    before = parts_apart.rows(briefing.period_start, CUTOFF, zone=build.CITY)
    assert ("asked", "agreed") in {part.counted for part in before}
    partners.report_part(
        row,
        build.account("Đồng ý phương án."),
        unit=cast.urban,
        storage=build.storage(Path("unused")),
        on=build.occasion(build.at(JULY), cast.other_head),
    )
    assert parts_apart.rows(briefing.period_start, CUTOFF, zone=build.CITY) == before


def test_an_indicator_is_printed_as_it_was_known_when_the_document_was_ordered(
    briefing: Briefing, cast: Cast
) -> None:
    june, july = (build.occasion(build.at(day), cast.monitor) for day in (JUNE, JULY))
    given = indicators.Definition("Thu ngân sách", "triệu đồng", Direction.UP, True, cast.economy)
    revenue = indicators.define_indicator(given, valid_from=date(2020, 1, 1), on=june)
    for on, value, plan in ((june, 2900, 9000), (july, 3100, 9500)):
        indicators.enter_value(revenue, 2021, 2, Decimal(value), on=on)
        indicators.set_plan(revenue, 2021, Decimal(plan), on=on)
        indicators.write_note("do-thi", 2021, 2, results=f"Thu {value}", shortcomings="", unit=None, on=on)
    then, now = (
        indicator_queries.report_section(2021, 2, known_at=known_at) for known_at in (june.now, july.now)
    )
    assert [(one.lines[0].standing.value, one.lines[0].standing.plan) for one in (then, now)] == [
        (Decimal(2900), Decimal(9000)),
        (Decimal(3100), Decimal(9500)),
    ]
    assert [one.notes[0].results for one in (then, now)] == ["Thu 2900", "Thu 3100"]
    assert documents.Edition(known_at=june.now).read_at == june.now


def test_the_list_of_parts_is_of_the_day_over_it(
    row: Task, briefing: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    tasks.withdraw(row, reason="Trùng.", on=build.occasion(build.at(JULY), cast.chair))
    code = briefing.code
    build.saved()
    clock.set_to(build.at(JULY, 18))
    sign_in(client, cast.chair, clock.real_now())
    page = client.get(f"/briefings/{code}/report/parts").text
    assert "30/06/2021" in page and "2 phần phối hợp" in page
