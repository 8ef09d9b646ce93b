"""One set of figures: page, list, chart, XLSX, DOCX, PDF and JSON count the same, on both bases (rule 33)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from taskboard.briefings import actions as briefings
from taskboard.domain.deadline import LateBand
from taskboard.domain.rollup import Basis, TaskClass
from taskboard.reports import documents, queries
from taskboard.reports.content import BarChart
from taskboard.reports.wording import OFFICIAL
from taskboard.reports.workbook import CLASSES
from taskboard.tasks import actions as tasks
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor
from tests.reports.layout import opened, text_of
from tests.reports.printed import pages_of

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.briefings.models import Briefing
    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def briefing(cast: Cast) -> Briefing:
    """Of every class at least one task, and one that the two bases judge differently."""
    on = build.occasion(build.at(date(2021, 4, 6)), cast.chief)
    due, early, far = date(2021, 5, 31), date(2021, 4, 29), date(2021, 12, 31)
    told = build.occasion(build.at(date(2021, 5, 20)), cast.head)
    confirmed = build.occasion(build.at(date(2021, 5, 21)), cast.monitor)
    for title, day in (("Xong đúng hạn", due), ("Xong quá hạn", early), ("Xong, không hạn", None)):
        build.confirmed(build.task(title, lead=cast.economy, on=on, due_on=day), by=confirmed, told=told)
    build.task("Quá hạn", lead=cast.urban, on=on, due_on=date(2021, 5, 14))
    build.task("Quá hạn lâu", lead=cast.loc_vuong, on=on, due_on=early)
    build.task("Trong hạn", lead=cast.urban, on=on, due_on=far)
    build.task("Không hạn", lead=cast.loc_vuong, on=on)
    moved = build.task("Được gia hạn", lead=cast.economy, on=on, due_on=date(2021, 5, 10))
    asked = build.extension(
        moved, date(2021, 8, 10), on=build.occasion(build.at(date(2021, 5, 5)), cast.head)
    )
    tasks.grant_extension(asked, on=build.occasion(build.at(date(2021, 5, 6)), cast.chief))
    withdrawn = build.task("Thu hồi", lead=cast.urban, on=on, due_on=far)
    tasks.withdraw(withdrawn, reason="Trùng", on=build.occasion(build.at(date(2021, 5, 7)), cast.chief))
    made = briefings.open_briefing(
        title="Giao ban quý II",
        held_on=date(2021, 7, 5),
        cutoff=build.at(date(2021, 6, 16)),
        on=build.occasion(build.at(date(2021, 6, 16)), cast.chief),
    )
    build.saved()
    return made


@pytest.mark.parametrize("basis", list(Basis))
def test_page_list_chart_xlsx_docx_pdf_and_json_count_the_same(
    basis: Basis, briefing: Briefing, app: Flask, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    snapshot = queries.latest_snapshot(briefing)
    assert snapshot is not None
    code = briefing.code
    frozen = snapshot.roll_up_original if basis is Basis.ORIGINAL else snapshot.roll_up_current
    rows = json.loads(frozen)["rows"]
    counted = Counter(row["task_class"] for row in rows)
    truth = {each.value: counted[each.value] for each in CLASSES}
    assert all(truth.values()), "each class is seen"
    figures = queries.read(snapshot)
    document = documents.report_document(figures, briefing, app.extensions["taskboard"].settings, basis)
    charted = of_charts(document.blocks)
    visitor = Visitor(client, clock).be(cast.chair)
    found = {
        "json": of_json(frozen),
        "list": of_lists(visitor, code, basis),
        "xlsx": of_workbook(visitor, code, basis),
        "docx": of_docx(visitor, code, basis),
        "chart": charted,
    }
    for place, counts in found.items():
        expected = truth if place != "chart" else of_bodies(rows)
        assert counts == expected, place
    check_page(visitor, code, basis, truth)
    check_pdf(visitor, code, basis, truth)
    assert sum(of_bands(document.blocks)) == truth["open_overdue"]


def of_json(frozen: str) -> dict[str, int]:
    counts = json.loads(frozen)["total"]["counts"]
    return {each.value: counts[each.value] for each in CLASSES}


def of_lists(visitor: Visitor, code: str, basis: Basis) -> dict[str, int]:
    """By following the address behind each number, and counting what is there."""
    found = {}
    for each in CLASSES:
        visitor.open(f"/briefings/{code}/report/tasks?task_class={each.value}&basis={basis.value}")
        found[each.value] = len(visitor.tree.xpath("//tbody/tr"))
        assert f"{found[each.value]} việc trong báo cáo" in visitor.words
    return found


def of_workbook(visitor: Visitor, code: str, basis: Basis) -> dict[str, int]:
    book = load_workbook(
        BytesIO(visitor.client.get(f"/briefings/{code}/report.xlsx?basis={basis.value}").data)
    )
    column = 2 if basis is Basis.ORIGINAL else 3
    summary = {row[1]: row[column] for row in book["Phân loại"].iter_rows(min_row=4, values_only=True)}
    units = list(book["Theo đơn vị"].iter_rows(min_row=4, values_only=True))
    listed = Counter(row[7] for row in book["Danh mục"].iter_rows(min_row=4, values_only=True))
    by_class = {each.value: summary[OFFICIAL.classes[each]] for each in CLASSES}
    for place, each in enumerate(CLASSES, start=3):
        assert units[-1][place] == sum(line[place] for line in units[:-1]) == by_class[each.value]
        assert listed[OFFICIAL.classes[each]] == by_class[each.value]
    assert summary["TỔNG CỘNG"] == units[-1][2] == sum(by_class.values())
    return by_class


def of_docx(visitor: Visitor, code: str, basis: Basis) -> dict[str, int]:
    content = visitor.client.get(f"/briefings/{code}/report.docx?basis={basis.value}").data
    document = opened(content)
    table = next(table for table in document.tables if "Phân loại" in table.rows[0].cells[1].text)
    column = 2 if basis is Basis.ORIGINAL else 4
    cells = {row.cells[1].text.removeprefix("- "): row.cells[column].text for row in table.rows}
    units = document.tables[-2]
    total = [cell.text for cell in units.rows[-1].cells]
    by_class = {each.value: int(cells[OFFICIAL.classes[each]]) for each in CLASSES}
    assert [int(text) for text in total[3:9]] == list(by_class.values()), "Phụ lục I sums to the same"
    text = text_of(document)
    for each in CLASSES:
        assert f"{OFFICIAL.classes[each]}: {by_class[each.value]} nhiệm vụ" in text, (
            "Phụ lục II lists as many"
        )
    return by_class


def of_charts(blocks: list[Any]) -> dict[str, int]:
    chart = next(block for block in blocks if isinstance(block, BarChart) and not block.is_ranked)
    sums = [sum(column) for column in zip(*(bar.values for bar in chart.bars), strict=True)]
    by_words = dict(zip(chart.series, sums, strict=True))
    return {each.value: by_words[OFFICIAL.classes[each]] for each in CLASSES}


def of_bodies(rows: list[dict[str, Any]]) -> dict[str, int]:
    """What the chart draws: all but the many small wards, which stand in Phụ lục I."""
    counted = Counter(row["task_class"] for row in rows if row["unit_group"] != "wards")
    return {each.value: counted[each.value] for each in CLASSES}


def of_bands(blocks: list[Any]) -> list[int]:
    chart = next(block for block in blocks if isinstance(block, BarChart) and block.is_ranked)
    assert len(chart.series) == len(LateBand)
    return [bar.total for bar in chart.bars]


def check_page(visitor: Visitor, code: str, basis: Basis, truth: dict[str, int]) -> None:
    """The sentence on top, and the last line of the table beside the chart."""
    visitor.open(f"/briefings/{code}/report?basis={basis.value}")
    done = sum(truth[each] for each in truth if each.startswith("done"))
    assert f"{done} trong {sum(truth.values())} việc đã hoàn thành." in visitor.words
    (total,) = [
        row
        for row in visitor.tree.xpath("//main//tr")
        if [cell.text_content().strip() for cell in row.xpath("./th|./td")][:1] == ["Tổng cộng"]
        and row.xpath(".//a[contains(@href, 'task_class=done_on_time')]")
    ][:1]
    for each in CLASSES:
        (link,) = total.xpath(f".//a[contains(@href, 'task_class={each.value}')]")
        assert link.text_content().split()[0] == str(truth[each.value]), each


def check_pdf(visitor: Visitor, code: str, basis: Basis, truth: dict[str, int]) -> None:
    content = visitor.client.get(f"/briefings/{code}/report.pdf?basis={basis.value}").data
    words = "".join(page.squeezed for page in pages_of(content))
    for each in CLASSES:
        name = "".join(OFFICIAL.classes[TaskClass(each)].split())
        assert f"{name}:{truth[each.value]}nhiệmvụ" in words
    sums = "".join(str(truth[each.value]) for each in CLASSES)
    assert f"TỔNGCỘNG{sum(truth.values())}{sums}" in words
