"""Rules, previews and "why" as people see them; one's own mails, choices and calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from taskboard.db import db
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders import actions, queries
from taskboard.reminders.models import CalendarFeed, MailChoice, MailSwitch
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, apart

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def visitor(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    row = build.task(
        "Lập phương án hộ đê",
        lead=cast.urban,
        on=build.occasion(now, cast.monitor),
        due_on=date(2021, 6, 18),
    )
    build.saved()
    return row


def test_the_list_says_every_rule_and_lets_only_the_administrator_change_one(
    visitor: Visitor, cast: Cast
) -> None:
    visitor.be(cast.chief).open("/settings/reminders")
    assert "trước hạn 7, 3, 1 ngày làm việc" in visitor.words
    assert "Thang báo cáo: Chủ tịch (việc gắn sao)" in visitor.words
    assert "/settings/reminders/after" not in visitor.page
    assert visitor.be(cast.administrator).open("/settings/reminders").count("/settings/reminders/") > 20


def test_nothing_is_saved_before_it_was_seen(visitor: Visitor, cast: Cast, task: Task) -> None:
    visitor.be(cast.administrator).open("/settings/reminders/after")
    assert "Lưu quy tắc" not in visitor.page
    visitor.press("Xem thay đổi", offsets="1, 4", task_code=task.code)
    assert "1 nhiệm vụ có mốc nhắc đổi." in visitor.words
    assert "thêm 1 mốc, bỏ 2 mốc" in visitor.words
    lost, added = visitor.words.index("Bỏ Thư không còn gửi"), visitor.words.index("Thêm Thư gửi thêm")
    assert "23/06/2021" in visitor.words[lost:added]
    assert "24/06/2021" in visitor.words[added:]
    assert queries.history_of("after")[-1].offsets == "1 3 7"
    visitor.press("Lưu quy tắc")
    assert "Đã lưu quy tắc." in visitor.page
    assert queries.history_of("after")[-1].offsets == "1 4"


def test_what_was_changed_after_it_was_seen_is_shown_again(visitor: Visitor, cast: Cast, task: Task) -> None:
    visitor.be(cast.administrator).open("/settings/reminders/after")
    visitor.press("Xem thay đổi", offsets="1, 4")
    visitor.press("Lưu quy tắc", offsets="1, 5")
    assert "Nếu lưu:" in visitor.words
    assert queries.history_of("after")[-1].offsets == "1 3 7"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"offsets": "một"}, "Đề nghị viết số"),
        ({"offsets": "900"}, "Mốc là các số từ 1 đến 120"),
        ({"valid_from": "15/06/2021"}, "Quy tắc chỉ đổi được từ hôm nay, 16/06/2021"),
        ({"task_code": "NV-1"}, "Không có nhiệm vụ mã NV-1."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    typed: dict[str, str], said: str, visitor: Visitor, cast: Cast
) -> None:
    visitor.be(cast.administrator).open("/settings/reminders/after")
    visitor.press("Xem thay đổi", **typed)
    assert said in visitor.words


def test_what_was_only_looked_at_is_not_called_unsaved(visitor: Visitor, cast: Cast, task: Task) -> None:
    visitor.be(cast.administrator).open("/settings/reminders/after")
    visitor.press("Xem thay đổi", offsets="một")
    assert "Chưa xem trước được." in visitor.words and "Chưa lưu được" not in visitor.words
    visitor.press("Xem thay đổi", offsets="1, 4")
    visitor.press("Lưu quy tắc", offsets="một")
    assert "Chưa lưu được." in visitor.words


@pytest.mark.parametrize("key", ["before", "weekly", "progress", "bulletin", "briefing", "on_day.weekly"])
def test_every_kind_of_rule_can_be_looked_through(key: str, visitor: Visitor, cast: Cast, task: Task) -> None:
    visitor.be(cast.administrator).open(f"/settings/reminders/{key}")
    visitor.press("Xem thay đổi")
    assert visitor.status == 200
    assert "Nếu lưu:" in visitor.words


def test_an_unknown_rule_is_not_found(visitor: Visitor, cast: Cast) -> None:
    visitor.be(cast.administrator).open("/settings/reminders/khong-co")
    assert visitor.status == 404


def test_the_city_switches_a_kind_of_mail_off(visitor: Visitor, cast: Cast) -> None:
    visitor.be(cast.administrator).open("/settings/reminders")
    form = visitor.form("/settings/reminders/topics")
    kept = [topic for topic in form.values["topics"] if topic != "bulletin"]
    visitor.press("Lưu", topics=kept)
    assert "Đã lưu loại thư được gửi." in visitor.page
    (row,) = db.session.scalars(sa.select(MailSwitch))
    assert (row.topic.value, row.is_on) == ("bulletin", False)


def test_any_day_is_previewed_person_by_person(visitor: Visitor, cast: Cast, task: Task) -> None:
    visitor.be(cast.chief).open("/reminders/preview?on=21/06/2021")
    assert "Thư của thứ Hai 21/06/2021" in visitor.words
    assert "Hoàng Minh Đức" in visitor.words
    assert "thang báo cáo: thủ trưởng đơn vị, quá hạn 1 ngày làm việc" in visitor.words
    visitor.open("/reminders/preview?on=2021-06-19")
    assert "Ngày nghỉ." in visitor.words
    visitor.open(f"/reminders/preview?on=2021-06-21&to=person:{cast.chair.id}")
    assert "Hoàng Minh Đức" not in visitor.words
    for odd, status in (("khong", 422), ("31/02/2021", 422), ("2199-12-31", 200), ("1900-01-01", 200)):
        visitor.open(f"/reminders/preview?on={odd}")
        assert visitor.status == status, odd
        assert (f"Không có ngày “{odd}”" in visitor.words) is (status == 422)
        assert visitor.tree.xpath(f"boolean(//input[@id='on'][@value='{odd}'])") is (status == 422)


def test_a_preview_says_nothing_twice_and_whose_part_it_is(
    visitor: Visitor, cast: Cast, now: datetime
) -> None:
    on, partners = build.occasion(now, cast.monitor), [cast.urban, cast.cua_nam]
    row = build.task("Tiêu thoát nước", lead=cast.economy, partners=partners, on=on, due_on=date(2021, 7, 1))
    for unit in partners:
        tasks.set_part_due(row, unit, due_on=date(2021, 6, 18), on=on)
    code, names = row.code, [unit.name for unit in partners]
    build.saved()
    visitor.be(cast.chief).open(f"/reminders/preview?on=2021-06-22&to=person:{cast.monitor.id}")
    cells = visitor.tree.xpath("//main//tbody/tr/td[2]")
    told = [[part.strip() for part in cell.itertext() if part.strip()] for cell in cells]
    assert sorted(told) == sorted(["Tiêu thoát nước", code, name] for name in names)
    visitor.open(f"/reminders/preview?on=2021-06-21&to=person:{cast.chair.id}")
    assert visitor.words.lower().count("bản tin đầu tuần") == 1
    for line in visitor.tree.xpath("//main//tbody/tr"):
        marks = [part.strip() for part in line.xpath("string(td[3])").split(";")]
        assert len(set(marks)) == len(marks)


def test_who_runs_the_installation_reads_codes_and_never_what_a_task_says(
    app: Flask, visitor: Visitor, cast: Cast, task: Task
) -> None:
    core = app.extensions["taskboard"]  # without a server whoever opens the outbox hands its mails on
    app.extensions["taskboard"] = replace(
        core, settings=replace(core.settings, smtp_url="smtp://127.0.0.1:1")
    )
    actions.make_digests(on=build.occasion(build.at(date(2021, 6, 17), 8)))
    build.saved()
    visitor.be(cast.administrator).open("/settings/reminders/after")
    visitor.press("Xem thay đổi", offsets="1, 4", task_code=task.code)
    pages = [visitor.page]
    for address in ("/reminders/preview?on=21/06/2021", f"/people/{cast.other_head.id}/mails"):
        pages.append(visitor.open(address))
        assert not [link for link in visitor.links if link.startswith(f"/tasks/{task.code}")]
    for page in pages:
        assert task.code in page and task.title not in page
    visitor.be(cast.chief).open("/reminders/preview?on=21/06/2021")
    assert task.title in visitor.words


def test_a_task_says_why_each_mail_came_or_did_not(visitor: Visitor, cast: Cast, task: Task) -> None:
    visitor.be(cast.other_head).open(f"/tasks/{task.code}/mails")
    assert "trước hạn 1 ngày làm việc" in visitor.words
    assert (
        "Thang báo cáo: Chủ tịch (việc gắn sao)quy tắc dành cho việc có mức quan trọng khác" in visitor.words
    )
    visitor.be(cast.head).open(f"/tasks/{task.code}/mails")
    assert visitor.status == 404, "another unit's task"


def test_a_person_says_why_they_got_mail_or_did_not(visitor: Visitor, cast: Cast, task: Task) -> None:
    actions.make_digests(on=build.occasion(build.at(date(2021, 6, 17), 8)))
    build.saved()
    visitor.clock.set_to(build.at(date(2021, 6, 17)))
    visitor.be(cast.monitor).open(f"/people/{cast.other_head.id}/mails")
    assert "đã đưa vào thư" in visitor.words
    assert "Còn 1 ngày" in visitor.words
    visitor.open(f"/people/{cast.ward_head.id}/mails")
    assert "Hôm nay không có mốc nhắc nào dành cho người này." in visitor.words
    visitor.be(cast.head).open(f"/people/{cast.ward_head.id}/mails")
    assert visitor.status == 403


def test_a_person_chooses_what_to_get(visitor: Visitor, cast: Cast) -> None:
    visitor.be(cast.chair).open("/my-mails")
    assert "Luôn nhận:" in visitor.words
    form = visitor.form("/my-mails")
    visitor.press("Lưu", topics=[topic for topic in form.values["topics"] if topic != "bulletin"])
    assert "Đã lưu loại thư" in visitor.page
    (row,) = db.session.scalars(sa.select(MailChoice))
    assert (row.person_id, row.topic.value, row.is_on) == (cast.chair.id, "bulletin", False)
    visitor.press("Lưu", topics=["bulletin", "deadline"])
    assert visitor.status == 422, "a mandatory one is no choice"


# ----------------------------------------------------------------------------------------------------------- calendars


def feed_of(visitor: Visitor) -> str:
    """Issue the signed-in person's feed and read its address off the page."""
    visitor.open("/my-mails")
    visitor.press("địa chỉ")
    (url,) = visitor.tree.xpath("//div[@data-copy]/code/text()")
    return str(url).removeprefix("http://localhost")


def fetch(app: Flask, url: str) -> TestResponse:
    """As a calendar program does: no cookie, no session."""
    with apart():
        return app.test_client().get(url)


def entries(app: Flask, url: str) -> dict[str, date]:
    answer = fetch(app, url)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.data)
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n")), "folded (RFC 5545, 3.1)"
    return {str(event["uid"]): event["dtstart"].dt for event in calendar.walk("VEVENT")}


def test_a_feed_gives_a_heads_deadlines_without_signing_in(
    visitor: Visitor, cast: Cast, task: Task, app: Flask
) -> None:
    url = feed_of(visitor.be(cast.other_head))
    assert entries(app, url) == {f"{task.code}@localhost": date(2021, 6, 18)}
    assert url not in visitor.open("/my-mails"), "shown once"


def test_a_feed_is_its_persons_own(visitor: Visitor, cast: Cast, task: Task, app: Flask) -> None:
    assert entries(app, feed_of(visitor.be(cast.head))) == {}
    assert entries(app, feed_of(visitor.be(cast.officer))) == {}
    assert entries(app, feed_of(visitor.be(cast.inspector))) == {}


def test_a_feed_issued_anew_ends_the_old_one_and_a_revoked_one_opens_nothing(
    visitor: Visitor, cast: Cast, app: Flask
) -> None:
    first = feed_of(visitor.be(cast.other_head))
    second = feed_of(visitor)
    assert fetch(app, first).status_code == 404
    assert fetch(app, second).status_code == 200
    visitor.open("/my-mails")
    visitor.press("Thu hồi")
    assert fetch(app, second).status_code == 404
    hashes = db.session.scalars(sa.select(CalendarFeed.token_hash)).all()
    assert not any(second.split("/")[2].removesuffix(".ics") in kept for kept in hashes)


def test_a_feed_ends_with_the_last_post_and_with_the_account(
    visitor: Visitor, cast: Cast, app: Flask, now: datetime
) -> None:
    url = feed_of(visitor.be(cast.other_head))
    cast.other_head.locked_at = now
    build.saved()
    assert fetch(app, url).status_code == 404
    cast.other_head.locked_at = None
    cast.other_head.posts[0].valid_to = date(2021, 6, 16)
    build.saved()
    assert fetch(app, url).status_code == 404
    assert fetch(app, "/calendar/khong-co.ics").status_code == 404


def test_the_mail_that_gives_tasks_carries_their_deadlines(task: Task, cast: Cast) -> None:
    (mail,) = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "tasks_issued"))
    (event,) = Calendar.from_ical(mail.calendar).walk("VEVENT")
    assert (str(event["uid"]), event["dtstart"].dt) == (f"{task.code}@localhost", date(2021, 6, 18))
    assert "Lập phương án hộ đê" in str(event["summary"])


def test_an_undated_task_or_a_switched_off_file_attaches_nothing(cast: Cast, now: datetime) -> None:
    from taskboard.domain.reminding import Topic

    on = build.occasion(now, cast.monitor)
    build.task("Không thời hạn", lead=cast.urban, on=on)
    actions.choose_topics(cast.other_head, set(Topic) - {Topic.CALENDAR_FILE}, on=on)
    build.task("Có thời hạn", lead=cast.urban, on=on, due_on=date(2021, 6, 30))
    mails = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "tasks_issued"))
    assert {mail.calendar for mail in mails} == {""}


def test_a_moved_deadline_is_the_same_entry_with_a_higher_sequence(
    visitor: Visitor, cast: Cast, task: Task, app: Flask, now: datetime
) -> None:
    url = feed_of(visitor.be(cast.other_head))
    asked = build.extension(task, date(2021, 7, 17), on=build.occasion(now, cast.other_head))
    tasks.grant_extension(asked, on=build.occasion(now, cast.chief))
    build.saved()
    (event,) = Calendar.from_ical(fetch(app, url).data).walk("VEVENT")
    assert (event["dtstart"].dt, event["sequence"]) == (date(2021, 7, 19), 2), "a Saturday moves to Monday"
