"""From one sentence of the chair to what came of it: every task, request, report and quarter, for those who may see them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings import actions
from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.journal.actions import SCHEDULER, record
from taskboard.reports import actions as reports
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.briefings.table import Table, laid
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, counted
from tests.reports.layout import check_layout, opened, text_of
from tests.reports.printed import check_order, check_printed

if TYPE_CHECKING:
    from datetime import datetime

    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

LATER = date(2021, 7, 30)


@pytest.fixture
def issued(cast: Cast, now: datetime) -> Table:
    table = laid(cast, now)
    table.record()
    table.accept_all()
    actions.issue(table.text, on=table.on)
    db.session.commit()
    return table


@pytest.fixture
def lived(issued: Table, cast: Cast, clock: HandClock) -> Table:
    """The first conclusion's task: more time asked and given, reported, confirmed late by its first date, and frozen twice."""
    task = task_of(issued, "hộ đê")
    head, chief = issued.cast.head, issued.cast.chief
    asked = build.extension(task, date(2021, 7, 20), on=build.occasion(build.at(date(2021, 6, 25)), head))
    tasks.grant_extension(asked, on=build.occasion(build.at(date(2021, 6, 26)), chief))
    _freeze(issued, date(2021, 7, 5))
    build.confirmed(
        task,
        told=build.occasion(build.at(date(2021, 7, 18)), head),
        by=build.occasion(build.at(date(2021, 7, 19)), chief),
    )
    db.session.commit()
    clock.set_to(build.at(LATER))
    return issued


def _freeze(table: Table, day: date) -> None:
    on = build.occasion(build.at(day), table.cast.chief)
    reports.freeze(table.briefing, cutoff=build.at(day - timedelta(days=1)), on=on)


def task_of(table: Table, words: str) -> Task:
    found = db.session.scalars(sa.select(Task).order_by(Task.id))
    return next(task for task in found if words in task.directive.wording)


def address(table: Table, number: int, kind: str = "") -> str:
    return f"/briefings/{table.code}/conclusions/{number}/history{f'.{kind}' if kind else ''}"


def number_of(table: Table, words: str) -> int:
    conclusion = task_of(table, words).directive.conclusion
    assert conclusion is not None
    return conclusion.number


def test_the_words_the_requests_the_reports_the_quarters_and_the_end_stand_on_one_page(
    lived: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    number = number_of(lived, "hộ đê")
    visitor = Visitor(client, clock).be(cast.chair)
    visitor.open(address(lived, number))
    words = visitor.words
    told = [
        "lập phương án hộ đê toàn tuyến",
        "1 trong 1 nhiệm vụ đã xong",
        "Hoàn thành đúng hạn",
        "30/06/2021",
        "20/07/2021",
        "Giao ban quý II năm 2021",
        "Giao Phòng Kinh tế, hạn 30/06/2021",
        "Xin gia hạn đến 20/07/2021",
        "Đồng ý gia hạn",
        "báo cáo hoàn thành",
        "Xác nhận hoàn thành",
    ]
    for one in told:
        assert one in words, one
    places = [words.index(one) for one in told[6:]]
    assert places == sorted(places), "the oldest first"
    quarter = visitor.tree.xpath("//tbody/tr")[0].text_content()
    assert "Chưa hoàn thành, quá hạn" in quarter, "by the first date"
    assert "Chưa hoàn thành, trong hạn" in quarter, "by the date that was granted"


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_its_file_says_the_same(
    kind: str, lived: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chair)
    content = visitor.client.get(address(lived, number_of(lived, "hộ đê"), kind)).data
    expected = (
        "I. KẾT QUẢ ĐẾN NGÀY 30/07/2021",
        "II. QUÁ TRÌNH THỰC HIỆN",
        "Xin gia hạn đến 20/07/2021",
        "Xác nhận hoàn thành",
    )
    if kind == "pdf":
        check_order(check_printed(content), *expected)
    else:
        check_layout(content)
        text = text_of(opened(content))
        places = [text.index(one) for one in expected]
        assert places == sorted(places)
        assert "Đã giao 01 nhiệm vụ; hoàn thành 01; chưa hoàn thành 0." in text


def test_a_unit_finds_its_own_tasks_and_a_stranger_nothing(
    issued: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    wards = number_of(issued, "tổng vệ sinh")
    visitor = Visitor(client, clock).be(cast.ward_head)
    visitor.open(address(issued, wards))
    assert "Phường Lộc Vượng" in visitor.words
    assert "Phường Cửa Nam" not in visitor.words
    assert "Chỉ gồm các nhiệm vụ ông/bà được xem." in visitor.words
    for kind in ("docx", "pdf"):
        assert visitor.client.get(address(issued, wards, kind)).status_code == 200
    docx = visitor.client.get(address(issued, wards, "docx")).data
    assert "Phường Cửa Nam" not in text_of(opened(docx))
    stranger = number_of(issued, "hộ đê")
    assert visitor.client.get(address(issued, stranger)).status_code == 404
    assert visitor.client.get(address(issued, stranger, "pdf")).status_code == 404
    visitor.be(cast.administrator)
    assert visitor.client.get(address(issued, wards)).status_code == 403


def test_what_gave_no_task_says_why(issued: Table, cast: Cast, client: FlaskClient, clock: HandClock) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    answers = [visitor.client.get(address(issued, number)) for number in range(1, 8)]
    pages = [answer.text for answer in answers if answer.status_code == 200]
    assert any("Không phát sinh nhiệm vụ:" in page and "Nhắc nhở chung" in page for page in pages)
    assert answers[-1].status_code == 404


@pytest.mark.parametrize("rest", ["99/history", "1/history?text=999999", "1/history?text=x"])
def test_what_does_not_exist_is_not_found(
    rest: str, issued: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    status = visitor.client.get(f"/briefings/{issued.code}/conclusions/{rest}").status_code
    assert status == (200 if rest.endswith("=x") else 404)


def test_it_is_linked_from_the_task_the_order_the_briefing_and_the_text(
    issued: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    task = task_of(issued, "hộ đê")
    code, order, number = task.code, task.directive.code, number_of(issued, "hộ đê")
    visitor = Visitor(client, clock).be(cast.chief)
    for page in (f"/tasks/{code}", f"/directives/{order}", f"/briefings/{issued.code}/conclusions"):
        visitor.open(page)
        links = visitor.tree.xpath("//main//a[contains(@href, '/history')]/@href")
        assert any(link.startswith(address(issued, number)) for link in links), page
        visitor.open(next(link for link in links if link.startswith(address(issued, number))))
        assert "lập phương án hộ đê" in visitor.words


def test_reminders_are_left_to_the_tasks_own_page(
    lived: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    task = task_of(lived, "hộ đê")
    record(Event.REMINDER_SENT, "task", task.id, acting=SCHEDULER, at=clock.now(), to="kinhte", rules=["x"])
    code, number = task.code, number_of(lived, "hộ đê")
    db.session.commit()
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open(f"/tasks/{code}")
    assert "Lập thư nhắc" in visitor.words
    visitor.open(address(lived, number))
    assert "Lập thư nhắc" not in visitor.words


def test_hostile_and_endless_words_are_printed_as_words(
    lived: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    task = task_of(lived, "hộ đê")
    number = number_of(lived, "hộ đê")
    task.title = f"<script>x</script> =1+1 \u202e #text[*] {'dài' * 80}"
    db.session.commit()
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open(address(lived, number))
    assert not visitor.tree.xpath("//main//script")
    assert "<script>x</script> =1+1" in visitor.tree.xpath("string(//main)")
    text = text_of(opened(visitor.client.get(address(lived, number, "docx")).data))
    assert "<script>x</script> =1+1" in text
    assert "\u202e" not in text
    pages = check_printed(visitor.client.get(address(lived, number, "pdf")).data)
    assert "#text[*]" in "".join(page.squeezed for page in pages)


def test_many_tasks_cost_no_more_questions(
    issued: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    one, many = number_of(issued, "hộ đê"), number_of(issued, "tổng vệ sinh")
    with counted() as of_one:
        visitor.open(address(issued, one))
    with counted() as of_many:
        visitor.open(address(issued, many))
    assert len(of_many) <= len(of_one) + 3
