"""Briefing mode shows what was frozen, latest first, by keys alone; what is said on the spot becomes a draft."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from lxml import html

from taskboard.briefings import actions as briefings
from taskboard.briefings import present
from taskboard.briefings.actions import speaking
from taskboard.briefings.models import Briefing, DraftDue, DraftKind, DraftState
from taskboard.domain.deadline import Recurrence
from taskboard.domain.errors import RuleBroken
from taskboard.domain.rollup import Basis
from taskboard.reports.selection import Selection
from taskboard.reports.source import source_of
from taskboard.tasks import actions as tasks
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from tests.conftest import HandClock

__all__ = ["cast"]
TODAY = build.at(date(2021, 6, 16))


@pytest.fixture
def held(cast: Cast, db_session: scoped_session[Session]) -> Briefing:
    """Held today: Economy owes two (one 18 days late), Urban one in time."""
    april = build.occasion(build.at(date(2021, 4, 6)), cast.chief)
    late = build.task("Phương án hộ đê", lead=cast.economy, on=april, due_on=date(2021, 5, 28))
    build.task("Nông thôn mới", lead=cast.economy, on=april, due_on=date(2021, 9, 30))
    build.task("Vỉa hè", lead=cast.urban, on=april, due_on=date(2021, 12, 31))
    build.progress(
        late, on=build.occasion(build.at(date(2021, 6, 1)), cast.head), done="Xong 2 trong 4 tuyến"
    )
    on = build.occasion(TODAY, cast.chief)
    briefing = briefings.open_briefing(title="Giao ban", held_on=date(2021, 6, 16), cutoff=TODAY, on=on)
    db_session.commit()
    return briefing


def test_units_with_the_latest_promises_come_first(held: Briefing) -> None:
    meeting = present.meeting_of(held, Basis.CURRENT)
    assert meeting is not None
    assert [(sheet.name, sheet.late, len(sheet.promises)) for sheet in meeting.sheets] == [
        ("Phòng Kinh tế", 1, 2),
        ("Phòng Quản lý đô thị", 0, 1),
    ]
    first = meeting.sheets[0].promises[0]
    assert first.days_late == 19
    assert first.said is not None
    assert first.said.done_text == "Xong 2 trong 4 tuyến"


def test_what_was_frozen_is_shown_whatever_came_since(held: Briefing, cast: Cast) -> None:
    meeting = present.meeting_of(held, Basis.CURRENT)
    assert meeting is not None
    late = meeting.sheets[0].promises[0].task
    build.completion(late, on=build.occasion(TODAY, cast.head))
    tasks.confirm(late, on=build.occasion(TODAY, cast.monitor))
    again = present.meeting_of(held, Basis.CURRENT)
    assert again is not None
    promise = again.sheets[0].promises[0]
    assert (promise.days_late, promise.is_done_since) == (19, True)


def test_the_screen_counts_the_late_as_the_figures_do(cast: Cast) -> None:
    """At the very instant a deadline ends the figures call it late, and so does the screen."""
    april = build.occasion(build.at(date(2021, 4, 6)), cast.chief)
    build.task("Đến hạn hôm chốt", lead=cast.economy, on=april, due_on=date(2021, 6, 15))
    on = build.occasion(TODAY, cast.chief)
    held = briefings.open_briefing(
        title="Giao ban", held_on=date(2021, 6, 16), cutoff=build.at(date(2021, 6, 16), 0), on=on
    )
    meeting = present.meeting_of(held, Basis.CURRENT)
    assert meeting is not None
    assert sum(sheet.late for sheet in meeting.sheets) == meeting.counts.open_overdue == 1


@pytest.fixture
def mixed(cast: Cast) -> Briefing:
    """A weekly duty with several periods behind, a task with more time than it had, and one that is late."""
    june = build.occasion(build.at(date(2021, 6, 1)), cast.chief)
    build.tasks_of_letter(
        "Tổng vệ sinh",
        leads=[cast.loc_vuong, cast.cua_nam],
        on=june,
        due=DraftDue.DUTY,
        recurrence=Recurrence.WEEKLY,
    )
    moved = build.task("Được gia hạn", lead=cast.loc_vuong, on=june, due_on=date(2021, 6, 10))
    asked = build.extension(
        moved, date(2021, 8, 10), on=build.occasion(build.at(date(2021, 6, 7)), cast.ward_head)
    )
    tasks.grant_extension(asked, on=build.occasion(build.at(date(2021, 6, 8)), cast.chief))
    build.task("Quá hạn", lead=cast.economy, on=june, due_on=date(2021, 6, 4))
    tasks.open_due_occurrences(on=build.occasion(TODAY))
    on = build.occasion(TODAY, cast.chief)
    return briefings.open_briefing(title="Giao ban", held_on=date(2021, 6, 16), cutoff=TODAY, on=on)


@pytest.mark.parametrize(("basis", "late"), [(Basis.ORIGINAL, 4), (Basis.CURRENT, 3)])
def test_the_headline_is_the_sum_of_the_units_and_what_the_report_says(
    mixed: Briefing, basis: Basis, late: int
) -> None:
    meeting = present.meeting_of(mixed, basis)
    assert meeting is not None
    shown = sum(sheet.late for sheet in meeting.sheets), sum(len(sheet.promises) for sheet in meeting.sheets)
    assert shown == (meeting.counts.open_overdue, meeting.counts.open) == (late, 4)
    source = source_of(mixed, cutoff=TODAY, known_at=TODAY, zone=build.CITY)
    counts = source.grouped(basis).picture.counts
    assert shown == (counts.open_overdue, counts.open)
    for sheet in meeting.sheets:
        listed = source.listed(
            basis, Selection.of({"task_class": "open", "unit": str(sheet.unit_id)}), start=0, count=100
        )
        assert (listed.total, {row.unit_name for row in listed.rows}) == (len(sheet.promises), {sheet.name})
    (ward,) = (sheet for sheet in meeting.sheets if sheet.name == "Phường Cửa Nam")
    (duty,) = ward.promises
    assert duty.row.reports is not None and (duty.row.reports.given, duty.row.reports.owed) == (0, 2)


def test_every_number_on_the_screen_leads_to_the_list_it_counts(
    mixed: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    """Those of the headline to the report's lists, those of a unit to its screen."""
    code = mixed.code
    build.saved()
    visitor = Visitor(client, clock).be(cast.chair)
    for basis in Basis:
        page = html.fromstring(visitor.open(f"/briefings/{code}/present?basis={basis.value}"))
        figures = page.xpath("//div[@class='screen-figures']//b")
        assert len(figures) >= 5
        assert all(figure.find("a") is not None for figure in figures if figure.text_content() != "0")
        for link in page.xpath("//div[@class='screen-figures']//a"):
            listed = html.fromstring(visitor.open(link.get("href"))).findtext(".//h1") or ""
            assert re.match(rf"\s*{link.text_content()}\b", listed), link.get("href")
        for link in page.xpath("//ol[@class='screen-units']//a"):
            unfinished = re.search(r"(\d+) chưa xong", link.text_content())
            assert unfinished is not None
            screen = html.fromstring(visitor.open(link.get("href")))
            assert len(screen.xpath("//ol[@class='screen-list']/li")) == int(unfinished[1])


def test_a_unit_goes_by_the_name_it_bore_at_the_freeze(mixed: Briefing, cast: Cast) -> None:
    cast.economy.names[-1].name = "Phòng Kinh tế và Hạ tầng"
    build.saved()
    meeting = present.meeting_of(mixed, Basis.CURRENT)
    assert meeting is not None
    assert "Phòng Kinh tế" in {sheet.name for sheet in meeting.sheets}


def test_the_screen_names_its_basis_which_is_the_reports(
    mixed: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    build.saved()
    visitor = Visitor(client, clock).be(cast.monitor)
    for asked in ("", "?basis=original", "?basis=current"):
        report = visitor.open(f"/briefings/{mixed.code}/report{asked}")
        words = "thời hạn hiện hành" if asked.endswith("current") else "thời hạn ban đầu"
        assert f"theo {words}" in report
        assert f"theo {words}" in visitor.open(f"/briefings/{mixed.code}/present{asked}")


def test_without_frozen_figures_there_is_nothing_to_show(cast: Cast) -> None:
    row = briefings.record_briefing(
        title="Giao ban", held_on=date(2021, 7, 5), on=build.occasion(TODAY, cast.chief)
    )
    assert present.meeting_of(row, Basis.CURRENT) is None


def _say(held: Briefing, words: str, cast: Cast, **more: object):
    return speaking.take_down(held, words, max_chars=10_000, on=build.occasion(TODAY, cast.monitor), **more)


def test_words_taken_down_become_drafts_with_their_exact_span(held: Briefing, cast: Cast) -> None:
    _say(held, "Giao phòng Kinh tế lập phương án hộ đê, xong trước 30/6/2021.", cast)
    drafts = _say(
        held,
        "Yêu cầu xử lý dứt điểm việc lấn chiếm vỉa hè 😀.",
        cast,
        unit=cast.urban,
        due_on=date(2021, 7, 20),
    )
    text = held.texts[0]
    assert text.text.count("\n") == 1
    for draft in text.drafts:
        assert draft.wording == text.text[draft.start : draft.end]
        assert draft.state is DraftState.OPEN
    order = next(draft for draft in drafts if draft.kind is not DraftKind.PASSAGE)
    assert [row.unit_id for row in order.leads] == [cast.urban.id]
    assert (order.due, order.due_on) == (DraftDue.DATED, date(2021, 7, 20))


@pytest.mark.parametrize("words", ["", "   \n "])
def test_nothing_said_is_nothing_taken_down(held: Briefing, cast: Cast, words: str) -> None:
    with pytest.raises(RuleBroken, match="text_empty"):
        _say(held, words, cast)
    assert held.texts == []


def test_a_date_before_the_meeting_is_refused(held: Briefing, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="due_before_briefing"):
        _say(held, "Giao phòng Kinh tế báo cáo.", cast, due_on=date(2021, 6, 1))


def test_the_hall_sees_one_unit_a_screen_and_the_secretary_types(
    held: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    address = f"/briefings/{held.code}/present"
    visitor = Visitor(client, clock).be(cast.monitor)
    assert "2 đơn vị còn việc chưa xong" in visitor.open(address)
    assert "quá hạn 19 ngày" in visitor.open(f"{address}?page=1")
    assert "Vỉa hè" in visitor.open(f"{address}?page=99")
    visitor.open(f"{address}?page=1")
    visitor.press("Ghi vào dự thảo", words="")
    assert visitor.status == 422
    visitor.press("Ghi vào dự thảo", words="Giao phòng Kinh tế xong phương án trước 30/6/2021.")
    assert "chờ duyệt" in visitor.page
    assert "page=1" in visitor.url
    visitor.be(cast.chair).open(address)
    assert "Ghi kết luận mới" not in visitor.page
