"""Every number of the report page is a link to exactly the list it counts, on both bases, frozen or running (rule 33)."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from lxml import html

from taskboard.briefings import actions as briefings
from taskboard.briefings import queries
from taskboard.briefings.models import Briefing
from taskboard.domain.rollup import Basis
from taskboard.reports import actions
from taskboard.tasks import actions as tasks
from tests import build
from tests.cast import Cast, cast, sign_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

GIVEN = date(2021, 4, 6)


@pytest.fixture
def code(cast: Cast, clock: HandClock) -> str:
    """A first quarter frozen and a second one running: every class, band and flag is somewhere."""
    early = build.occasion(build.at(date(2021, 1, 11)), cast.chief)
    old = [
        build.task(
            "Quý trước, xong", lead=cast.economy, on=early, due_on=date(2021, 2, 26), field="nong-nghiep"
        ),
        build.task("Quý trước, dở", lead=cast.urban, on=early, due_on=date(2021, 2, 26), field="do-thi"),
        build.task("Quý trước, không hạn", lead=cast.loc_vuong, on=early, leader=cast.vice),
    ]
    build.confirmed(
        old[0],
        by=build.occasion(build.at(date(2021, 2, 25)), cast.monitor),
        told=build.occasion(build.at(date(2021, 2, 24)), cast.head),
    )
    frozen_on = build.occasion(build.at(date(2021, 4, 1)), cast.chief)
    first = briefings.open_briefing(
        title="Giao ban quý I", held_on=date(2021, 4, 5), cutoff=build.at(date(2021, 4, 1), 0), on=frozen_on
    )
    _second_quarter(cast)
    on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
    second = briefings.record_briefing(
        title="Giao ban quý II", held_on=date(2021, 7, 5), previous=first, on=on
    )
    build.saved()
    return second.code


def _second_quarter(cast: Cast) -> None:
    on = build.occasion(build.at(GIVEN), cast.chief)
    leads = (cast.economy, cast.urban, cast.loc_vuong, cast.cua_nam)
    dues = (date(2021, 4, 29), date(2021, 5, 31), date(2021, 6, 11), date(2021, 12, 31), None)
    made = [
        build.task(
            f"Việc của {lead.short_name}, hạn {due_on}",
            lead=lead,
            on=on,
            due_on=due_on,
            is_starred=number == 0,
            partners=[cast.office, cast.economy] if lead is cast.urban else [],
            field="do-thi" if number % 2 else "",
            leader=cast.chair if number else None,
        )
        for lead in leads
        for number, due_on in enumerate(dues)
    ]
    told, by = (
        build.occasion(build.at(date(2021, 5, 20)), cast.head),
        build.occasion(build.at(date(2021, 5, 21)), cast.monitor),
    )
    for row in (made[0], made[1], made[4]):
        build.confirmed(row, by=by, told=told)
    build.completion(made[2], on=told)
    tasks.send_back(made[2], reason="Thiếu số liệu.", on=by)
    tasks.reopen(made[1], reason="Chưa đạt.", on=build.occasion(build.at(date(2021, 5, 25)), cast.chief))
    other = build.occasion(build.at(date(2021, 5, 20)), cast.other_head)
    build.completion(made[6], on=other)
    asked = build.extension(made[7], date(2021, 7, 15), on=other)
    tasks.grant_extension(asked, on=build.occasion(build.at(date(2021, 5, 21)), cast.chief))
    tasks.receive(made[8], on=other)
    tasks.pause(
        made[8],
        reason="Chờ tỉnh.",
        resume_on=date(2021, 6, 30),
        on=build.occasion(build.at(date(2021, 5, 22)), cast.chief),
    )
    tasks.withdraw(made[14], reason="Trùng.", on=build.occasion(build.at(date(2021, 5, 22)), cast.chief))


def _briefing(code: str) -> Briefing:
    found = queries.briefing_by_code(code)
    assert found is not None
    return found


class _Links(HTMLParser):
    """Addresses of lists with the number that is their text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []
        self._href = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href, self._text = dict(attrs).get("href") or "", ""

    def handle_data(self, data: str) -> None:
        self._text += f" {data}"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and ("/report/tasks" in self._href or "/report/parts" in self._href):
            number = re.match(r"\s*(\d+)\b", self._text)
            if number:
                self.found.append((self._href, int(number[1])))
        if tag == "a":
            self._href = ""


def _followed(client: FlaskClient, page: str) -> int:
    """Opens every list once and compares what it counts with every number that leads there."""
    links = _Links()
    links.feed(page)
    counts: dict[str, int] = {}
    for href, number in links.found:
        if href not in counts:
            answer = client.get(href)
            assert answer.status_code == 200, href
            counts[href] = int(re.search(r"<h1[^>]*>\s*(\d+)", answer.text)[1])  # type: ignore[index]
        assert counts[href] == number, (href, number)
    return len(counts)


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("is_frozen", [False, True])
def test_every_number_leads_to_the_list_it_counts(
    is_frozen: bool,
    basis: Basis,
    code: str,
    cast: Cast,
    client: FlaskClient,
    clock: HandClock,
) -> None:
    if is_frozen:
        on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
        actions.freeze(_briefing(code), cutoff=on.now, on=on)
        build.saved()
    sign_in(client, cast.chair, clock.real_now())
    page = client.get(f"/briefings/{code}/report?basis={basis.value}")
    assert page.status_code == 200
    assert _followed(client, page.text) > 60
    assert "period=previous" in page.text, "the first quarter stands beside the second"
    assert "/report/parts?" in page.text, "partners' work is told apart"


PANELS = (
    "Theo đơn vị chủ trì",
    "Quá hạn bao lâu",
    "So với quý I/2021",
    "Còn phải làm, theo số quý chuyển tiếp",
    "Theo cả hai thời hạn",
    "Theo dõi",
    "Việc quá hạn theo đơn vị và lĩnh vực",
    "Qua các quý",
    "Theo từng mặt",
    "Việc phối hợp",
    "Xếp thứ trong từng khối",
)
"""Bars, bands, comparison, flags, heat map, trend, break-downs, partners, ranks."""


def test_every_part_of_the_page_leads_on(
    code: str, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    """That the lists count what the links say is tested of all links; here that no part of the page has none."""
    sign_in(client, cast.chair, clock.real_now())
    page = html.fromstring(client.get(f"/briefings/{code}/report").text)
    without = []
    for title in PANELS:
        heads = [
            head for head in page.iter("h2", "h3") if " ".join(head.text_content().split()).startswith(title)
        ]
        panels = [
            head.xpath("ancestor::section[1] | ancestor::*[contains(@class, 'panel')][last()]")[-1]
            for head in heads
        ]
        links = [
            link for panel in panels for link in panel.iter("a") if "/report/" in (link.get("href") or "")
        ]
        if not links:
            without.append(title)
    assert without == []


def test_a_number_that_stands_alone_is_no_dead_end(
    code: str, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    """Whatever counts something in a table of the page is inside a link."""
    sign_in(client, cast.chair, clock.real_now())
    page = client.get(f"/briefings/{code}/report").text
    cells = re.findall(r'<td class="num[^"]*">(.*?)</td>', page, re.S)
    assert len(cells) > 150
    bare = [cell for cell in cells if re.fullmatch(r"\s*[1-9]\d*\s*", cell)]
    places = re.findall(r'<td class="num">(\d+)</td><th scope="row">', page)
    assert len(bare) == len(places), "only places in a ranking count no list"


@pytest.mark.parametrize(
    "query", ["task_class=x", "flag=y", "band=0", "unit=z", "carried=q", "state=s", "starred=1"]
)
def test_a_list_nobody_links_to_is_not_there(
    query: str, code: str, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    sign_in(client, cast.chair, clock.real_now())
    assert client.get(f"/briefings/{code}/report/tasks?{query}").status_code == 404


def test_parts_nobody_counts_are_no_list(
    code: str, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    sign_in(client, cast.chair, clock.real_now())
    assert client.get(f"/briefings/{code}/report/parts?counted=x").status_code == 404
    assert "Không có phần" in client.get(f"/briefings/{code}/report/parts?counted=agreed").text


def test_a_list_says_which_period_and_pages_on(
    code: str,
    cast: Cast,
    client: FlaskClient,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from taskboard.reports import figure_views

    monkeypatch.setattr(figure_views, "LIST_LENGTH", 5)
    sign_in(client, cast.chair, clock.real_now())
    first = client.get(f"/briefings/{code}/report/tasks").text
    onward = re.search(r'href="([^"]*from=5[^"]*)" rel="next"', first)
    assert onward
    second = client.get(onward[1].replace("&amp;", "&")).text
    codes = [re.findall(r"NV-2021-\d+", re.split(r"</thead>", text)[1]) for text in (first, second)]
    assert not set(codes[0]) & set(codes[1])
