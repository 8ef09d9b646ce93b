"""One act on many tasks: chosen by ticks or by filter, looked at, then all of it or nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks import actions, queries
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def given(cast: Cast, title: str, **more: Any) -> Task:
    more.setdefault("lead", cast.economy)
    more.setdefault("due_on", date(2021, 6, 11))
    return build.task(title, on=build.occasion(build.at(date(2021, 6, 1)), cast.monitor), **more)


def entries(event: Event) -> list[int]:
    """The tasks that have such an entry, each as often as it has one."""
    found = sa.select(JournalEntry.subject_id).where(JournalEntry.event == event.value)
    return sorted(db.session.scalars(found))


def mails(kind: str) -> list[OutboxMessage]:
    return list(db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == kind)))


def rows_of(browser: Visitor, caption: str) -> list[str]:
    """Codes in the table of that name."""
    return [
        str(code)
        for code in browser.tree.xpath(f"//table[caption[text()='{caption}']]//span[@class='code']/text()")
    ]


def test_thirty_five_urged_tasks_of_one_unit_are_one_mail_and_an_entry_each(
    browser: Visitor, cast: Cast
) -> None:
    tasks = [given(cast, f"Việc quá hạn số {number}") for number in range(35)]
    apart = given(cast, "Việc của đơn vị khác", lead=cast.urban)
    browser.be(cast.monitor).open(f"/tasks/bulk/urge?view=overdue&unit={cast.economy.code}&whole=1")
    assert len(rows_of(browser, "Đôn đốc")) == 35
    browser.press("Đôn đốc 35 việc")
    assert "Đã đôn đốc 35 việc. 1 thư chờ gửi." in browser.words
    assert entries(Event.TASK_URGED) == sorted(task.id for task in tasks)
    (mail,) = mails("tasks_urged")
    assert all(task.code in mail.text_body for task in tasks)
    assert apart.code not in mail.text_body


def test_what_was_urged_today_is_left_out_with_its_reason(browser: Visitor, cast: Cast) -> None:
    first, second = given(cast, "Việc một"), given(cast, "Việc hai")
    address = f"/tasks/bulk/urge?code={first.code}"
    browser.be(cast.monitor).open(address)
    browser.press("Đôn đốc 1 việc")
    browser.open(f"{address}&code={second.code}")
    assert rows_of(browser, "Đôn đốc") == [second.code]
    assert rows_of(browser, "Các việc bỏ qua") == [first.code]
    assert "Hôm nay đã đôn đốc việc này" in browser.words


def test_a_task_that_changed_since_the_list_was_shown_stops_all_of_it(browser: Visitor, cast: Cast) -> None:
    told = build.occasion(build.at(date(2021, 6, 10)), cast.head)
    waiting = [given(cast, f"Việc chờ {number}") for number in range(3)]
    for task in waiting:
        build.completion(task, on=told)
    browser.be(cast.chief).open("/tasks/bulk/confirm?view=waiting&whole=1")
    seen = browser.page
    actions.send_back(
        waiting[1], reason="Thiếu biên bản.", on=build.occasion(build.at(date(2021, 6, 15)), cast.monitor)
    )
    db.session.commit()
    browser.page = seen
    browser.press("Xác nhận hoàn thành 3 việc")
    assert browser.status == 422
    assert f"Có thay đổi từ khi xem danh sách: {waiting[1].code}." in browser.words
    assert [task.state for task in waiting] == [State.WAITING, State.IN_PROGRESS, State.WAITING]
    assert entries(Event.TASK_CONFIRMED) == []
    browser.press("Xác nhận hoàn thành 2 việc")
    assert entries(Event.TASK_CONFIRMED) == sorted([waiting[0].id, waiting[2].id])


def test_undated_tasks_get_one_date_and_each_unit_one_mail(browser: Visitor, cast: Cast) -> None:
    undated = [given(cast, f"Việc không thời hạn {number}", due_on=None) for number in range(3)]
    undated.append(given(cast, "Việc khác", due_on=None, lead=cast.urban))
    dated = given(cast, "Việc đã có hạn")
    codes = "&".join(f"code={task.code}" for task in [*undated, dated])
    browser.be(cast.monitor).open(f"/tasks/bulk/deadline?{codes}")
    assert rows_of(browser, "Các việc bỏ qua") == [dated.code]
    browser.open(f"/tasks/bulk/deadline?{codes}&due_on=30/07/2021")
    assert "Hạn ban đầu 30/07/2021" in browser.words
    browser.press("Ấn định thời hạn 4 việc")
    assert {task.original_due_on for task in undated} == {date(2021, 7, 30)}
    assert len(entries(Event.EVENT_DATE_SET)) == 4
    assert sorted(mail.unit_id for mail in mails("event_date_set") if mail.unit_id) == sorted(
        [cast.economy.id, cast.urban.id]
    )


def test_a_date_in_the_past_names_the_reason_at_each_row(browser: Visitor, cast: Cast) -> None:
    task = given(cast, "Việc không thời hạn", due_on=None)
    browser.be(cast.monitor).open(f"/tasks/bulk/deadline?code={task.code}&due_on=31/02/2021")
    assert browser.status == 422
    browser.open(f"/tasks/bulk/deadline?code={task.code}&due_on=15/06/2021")
    assert "Thời hạn không thể trước hôm nay" in browser.words
    assert not browser.tree.xpath("//main//form[@method='post']")


def test_a_head_names_an_officer_for_many_and_the_officer_reads_one_mail(
    browser: Visitor, cast: Cast
) -> None:
    own = [given(cast, f"Việc của phòng {number}") for number in range(4)]
    other = given(cast, "Việc đơn vị khác", lead=cast.urban, partners=[cast.economy])
    codes = "&".join(f"code={task.code}" for task in [*own, other])
    browser.be(cast.head).open(f"/tasks/bulk/officer?{codes}&person={cast.officer.id}")
    assert rows_of(browser, "Giao người thực hiện") == [task.code for task in own]
    assert "Ngoài quyền của ông/bà" in browser.words
    browser.press("Giao người thực hiện 4 việc")
    assert {task.officer_id for task in own} == {cast.officer.id}
    assert other.officer_id is None
    (mail,) = mails("officer_named")
    assert mail.to_address == cast.officer.email
    assert all(task.code in mail.text_body for task in own)


def test_a_monitor_is_set_for_many_and_those_who_have_it_are_left_out(browser: Visitor, cast: Cast) -> None:
    followed = given(cast, "Việc đã có người theo dõi")
    free = given(cast, "Việc của QLĐT", lead=cast.urban)
    browser.be(cast.chief).open(
        f"/tasks/bulk/monitor?code={followed.code}&code={free.code}&person={cast.monitor.id}"
    )
    assert rows_of(browser, "Các việc bỏ qua") == [followed.code]
    browser.press("Giao người theo dõi 1 việc")
    assert free.monitor_id == cast.monitor.id
    assert entries(Event.MONITOR_SET) == [free.id]


def test_forged_rows_reach_nothing_the_person_may_not_do(browser: Visitor, cast: Cast) -> None:
    own, hidden = given(cast, "Việc của phòng"), given(cast, "Việc đơn vị khác", lead=cast.urban)
    browser.be(cast.head).open(f"/tasks/bulk/officer?code={own.code}&person={cast.officer.id}")
    forged = browser.page.replace(f"{own.code}:{own.version}", f"{hidden.code}:{hidden.version}")
    assert forged != browser.page
    browser.page = forged
    browser.press("Giao người thực hiện 1 việc")
    assert browser.status == 422
    assert hidden.officer_id is None
    assert hidden.title not in browser.page


def test_nothing_chosen_leads_back_to_the_list(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.monitor).open("/tasks/bulk/urge?view=overdue")
    assert "Đề nghị chọn ít nhất một việc" in browser.words


def test_the_list_offers_what_the_person_may_do_and_nothing_to_who_may_not(
    browser: Visitor, cast: Cast
) -> None:
    given(cast, "Việc quá hạn")
    offered = "//div[contains(@class, 'bulk')]//button[@formaction]/@formaction"
    browser.be(cast.monitor).open("/tasks")
    assert [str(each) for each in browser.tree.xpath(offered)] == [
        f"/tasks/bulk/{act}" for act in ("urge", "confirm", "deadline", "monitor")
    ]
    browser.be(cast.head).open("/tasks")
    assert browser.tree.xpath(offered) == ["/tasks/bulk/officer"]
    browser.be(cast.inspector).open("/tasks")
    assert not browser.tree.xpath("//input[@name='code' or @name='whole']")


def test_more_than_may_be_done_at_once_is_said(
    browser: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    for number in range(3):
        given(cast, f"Việc {number}")
    browser.be(cast.monitor).open("/tasks/bulk/urge?view=open&whole=1")
    assert "Một lần làm tối đa 2 việc." in browser.words
    assert len(rows_of(browser, "Đôn đốc")) == 2
