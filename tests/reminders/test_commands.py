"""`flask reminders …` as an administrator types it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.cli import reminders_cli
from taskboard.reminders.models import Reminder
from taskboard.reminders.wording import mark_text, why_text
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import HandClock


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    row = build.task(
        "Xây dựng phương án hộ đê",
        lead=cast.urban,
        on=build.occasion(now, cast.monitor),
        due_on=date(2021, 6, 18),
    )
    build.saved()
    db.session.refresh(row)
    return row


def run(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(reminders_cli, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def mails() -> list[str]:
    return list(db.session.scalars(sa.select(OutboxMessage.kind).order_by(OutboxMessage.id)))


def test_plan_turns_what_is_due_at_an_instant_into_mails(app: Flask, task: Task) -> None:
    said = run(app, "plan", "--now", "2021-06-18T08:00")
    assert "digests made: 1" in said
    assert mails() == ["tasks_issued", "reminder_digest"]
    assert "digests made: 0" in run(app, "plan", "--now", "2021-06-18T08:05:00+07:00")
    assert len(mails()) == 2


def test_plan_lives_by_the_business_clock(app: Flask, task: Task) -> None:
    assert "digests made: 0" in run(app, "plan"), "09:00 on the 16th: nothing is due"


def test_preview_says_who_gets_what_and_why(app: Flask, task: Task) -> None:
    said = run(app, "preview", "--on", "2021-06-18")
    assert "thứ Sáu 18/06/2021" in said
    assert "Hoàng Minh Đức <qldt@namdinh.example>" in said
    assert f"+ {task.code}  đúng ngày đến hạn; đã lập lịch. Xây dựng phương án hộ đê" in said


def test_preview_names_the_partner_whose_part_it_is(
    app: Flask, task: Task, cast: Cast, now: datetime
) -> None:
    on = build.occasion(now, cast.monitor)
    for unit in (cast.economy, cast.cua_nam):
        tasks.join_unit(task, unit, UnitRole.PARTNER, due_on=date(2021, 6, 18), on=on)
    code, partners = task.code, [cast.economy.name, cast.cua_nam.name]
    build.saved()
    said = run(app, "preview", "--on", "2021-06-18")
    for partner in partners:
        assert f"+ {code}  phối hợp, đúng ngày đến hạn ({partner}); " in said


def test_preview_looks_beyond_what_is_planned(app: Flask, task: Task) -> None:
    said = run(app, "preview", "--on", "2021-07-16")
    assert f"+ {task.code}  nhắc hằng tuần khi quá hạn; sẽ được lập lịch" in said


def test_preview_says_why_not(app: Flask, task: Task, cast: Cast, now: datetime) -> None:
    build.completion(task, on=build.occasion(now, cast.other_head))
    build.saved()
    assert f"- {task.code}  đúng ngày đến hạn; đã hủy: đơn vị đã báo cáo hoàn thành" in run(
        app, "preview", "--on", "18/06/2021"
    )


def test_preview_of_a_unit_nobody_can_write_to(app: Flask, task: Task, cast: Cast, now: datetime) -> None:
    cast.other_head.locked_at, cast.urban.email = now, None
    build.saved()
    said = run(app, "preview", "--on", "2021-06-18")
    assert "Phòng Quản lý đô thị <chưa có địa chỉ>" in said
    assert "không có địa chỉ nhận thư" in said


def test_preview_of_a_day_without_reminders(app: Flask, task: Task) -> None:
    assert "Không có lời nhắc nào." in run(app, "preview", "--on", "2021-06-16")


def test_preview_of_a_day_off_says_that_it_is_one(app: Flask, task: Task, clock: HandClock) -> None:
    """Asked on the Wednesday before, Friday will have said it; on the Saturday itself it still waits."""
    assert "Không có lời nhắc nào." in run(app, "preview", "--on", "2021-06-19")
    clock.advance(days=3)
    assert f"- {task.code}  đúng ngày đến hạn; không gửi vào ngày nghỉ" in run(
        app, "preview", "--on", "2021-06-19"
    )


def test_preview_changes_nothing(app: Flask, task: Task) -> None:
    before = db.session.scalar(sa.select(sa.func.count(Reminder.id)))
    run(app, "preview", "--on", "2021-07-16")
    assert db.session.scalar(sa.select(sa.func.count(Reminder.id))) == before
    assert mails() == ["tasks_issued"]


def test_an_instant_that_is_none_is_refused_in_words(app: Flask) -> None:
    result = app.test_cli_runner().invoke(reminders_cli, ["plan", "--now", "mai"])
    assert result.exit_code == 2
    assert "no ISO 8601 instant" in result.output


def test_rules_and_reasons_have_words() -> None:
    assert mark_text("before_3") == "trước hạn 3 ngày làm việc"
    assert mark_text("after_1") == "sau hạn 1 ngày làm việc"
    assert why_text("cancelled: deadline_moved") == "đã hủy: thời hạn đã đổi"
