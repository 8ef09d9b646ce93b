"""What is owed beside tasks: a partner is reminded of its own date, and a unit of what it was asked to explain."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.events import Channel
from taskboard.domain.reminding import Subject
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders import actions, queries
from taskboard.reminders.models import Reminder, ReminderRule, ReminderState
from taskboard.reminders.wording import BASES, UNUSED, mark_text, rule_name, why_text
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Assignment, Explanation, Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

THURSDAY, FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2021, 6, day) for day in (17, 18, 21, 22, 23))
GIVEN = build.at(date(2021, 6, 1))
DUE = FRIDAY


@pytest.fixture
def task(cast: Cast) -> Task:
    """Kinh tế leads until 30/06; Cửa Nam, which has a mailbox and no head, helps until Friday 18/06."""
    on = build.occasion(GIVEN, cast.monitor)
    row = build.task(
        "Lập phương án hộ đê", lead=cast.economy, partners=[cast.cua_nam], on=on, due_on=date(2021, 6, 30)
    )
    tasks.set_part_due(row, cast.cua_nam, due_on=DUE, on=on)
    return row


@pytest.fixture
def part(task: Task, cast: Cast) -> Assignment:
    return next(row for row in task.assignments if row.unit_id == cast.cua_nam.id)


@pytest.fixture
def asked(task: Task, cast: Cast) -> Explanation:
    """Of the task's unit, about the task, to be answered by Friday."""
    question = "Vì sao chưa lấy ý kiến các phường?"
    on = build.occasion(GIVEN, cast.monitor)
    return tasks.ask_explanation(cast.economy, task=task, question=question, due_on=DUE, on=on)


def plan_on(day: date) -> None:
    actions.plan_all(on=build.occasion(build.at(day, 7)))


def digests_on(day: date, hour: int = 8) -> dict[str, str]:
    """What a day's mails say, by address."""
    actions.make_digests(on=build.occasion(build.at(day, hour)))
    rows = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "reminder_digest"))
    return {row.to_address: row.text_body for row in rows if row.business_at == build.at(day, hour)}


def marks(**of: int) -> dict[str, date]:
    """Planned marks of one subject, with their days."""
    return {
        row.rule: row.due_at.astimezone(build.CITY).date()
        for row in rows_of(**of)
        if row.state is ReminderState.PLANNED
    }


def rows_of(**of: int) -> list[Reminder]:
    statement = sa.select(Reminder).filter_by(**of).order_by(Reminder.due_at)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def ends(**of: int) -> dict[str, str]:
    return {row.rule: row.outcome for row in rows_of(**of) if row.state is ReminderState.CANCELLED}


def report(task: Task, cast: Cast, at: datetime, folder: Path) -> None:
    """Cửa Nam reports its part."""
    on, storage = build.occasion(at, channel=Channel.MAIL_LINK), build.storage(folder)
    tasks.report_part(task, build.account(), unit=cast.cua_nam, storage=storage, on=on)


# ------------------------------------------------------------------------------------------------------------ partners


def test_a_partner_is_reminded_around_its_own_date_in_working_days(task: Task, part: Assignment) -> None:
    plan_on(date(2021, 6, 14))
    assert marks(assignment_id=part.id) == {
        "part_before_3": date(2021, 6, 15),
        "part_before_1": THURSDAY,
        "part_on_day": FRIDAY,
        "part_after_1": MONDAY,
        "part_office_2": TUESDAY,
        "part_after_3": WEDNESDAY,
    }
    assert not set(marks(task_id=task.id)) & set(marks(assignment_id=part.id)), "the lead has its own"


def test_the_mail_leads_the_partner_to_its_own_part_and_not_to_the_leads(
    app: Flask, client: FlaskClient, clock: HandClock, task: Task, part: Assignment, cast: Cast
) -> None:
    plan_on(FRIDAY)
    said = digests_on(FRIDAY)[cast.cua_nam.email or ""]
    assert "VIỆC PHỐI HỢP CẦN BÁO CÁO" in said and "Phòng Kinh tế chủ trì" in said
    way = re.search(rf"http://localhost(/u/\S+/part/{task.code})", said)
    assert way
    build.saved()
    clock.set_to(build.at(FRIDAY, 9))
    browser = Visitor(client, clock)
    browser.open(way[1])
    assert browser.status == 200 and "Phòng Kinh tế chủ trì, hạn phối hợp 18/06/2021" in browser.words
    browser.open(way[1].replace("/part/", "/"))
    assert browser.status == 404, "the lead's report is not theirs"


def test_the_office_hears_of_a_partner_that_stays_silent(task: Task, part: Assignment, cast: Cast) -> None:
    for day in (FRIDAY, MONDAY):
        plan_on(day)
        digests_on(day)
    plan_on(TUESDAY)
    said = digests_on(TUESDAY)[cast.monitor.email or ""]
    assert "CƠ QUAN PHỐI HỢP QUÁ HẠN" in said and cast.cua_nam.name in said
    assert f"/tasks/{task.code}" in said and "/u/" not in said, "who looks on signs in"


def test_a_report_of_the_part_ends_its_marks(
    task: Task, part: Assignment, cast: Cast, tmp_path: Path
) -> None:
    plan_on(THURSDAY)
    before = marks(assignment_id=part.id)
    assert "part_on_day" in before
    report(task, cast, build.at(THURSDAY), tmp_path)
    plan_on(FRIDAY)
    assert not marks(assignment_id=part.id)
    assert ends(assignment_id=part.id)["part_on_day"] == "part_done"
    assert cast.cua_nam.email not in digests_on(FRIDAY)


def test_a_word_after_planning_is_seen_when_the_mail_is_made(
    task: Task, part: Assignment, cast: Cast, tmp_path: Path
) -> None:
    """Between two passes nothing is planned anew: the digest looks once more."""
    plan_on(FRIDAY)
    report(task, cast, build.at(FRIDAY, 7), tmp_path)
    assert cast.cua_nam.email not in digests_on(FRIDAY)
    assert ends(assignment_id=part.id)["part_on_day"] == "part_done"


def test_a_moved_date_plans_anew(task: Task, part: Assignment, cast: Cast) -> None:
    plan_on(THURSDAY)
    tasks.set_part_due(
        task, cast.cua_nam, due_on=WEDNESDAY, on=build.occasion(build.at(THURSDAY), cast.monitor)
    )
    plan_on(FRIDAY)
    assert marks(assignment_id=part.id)["part_on_day"] == WEDNESDAY
    assert ends(assignment_id=part.id)["part_after_1"] == "rule_changed"
    said = digests_on(FRIDAY)[cast.cua_nam.email or ""]
    assert "23/06" in said and "18/06/2021: " not in said, "three working days before the new date"


@pytest.mark.parametrize("how", ["waiting", "paused"])
def test_a_task_that_rests_lets_its_partners_rest(task: Task, part: Assignment, cast: Cast, how: str) -> None:
    plan_on(THURSDAY)
    if how == "waiting":
        build.completion(task, on=build.occasion(build.at(THURSDAY)))
    else:
        tasks.receive(task, on=build.occasion(build.at(THURSDAY), cast.head))
        on = build.occasion(build.at(THURSDAY), cast.monitor)
        tasks.pause(task, reason="Chờ quy hoạch.", resume_on=date(2021, 9, 1), on=on)
    plan_on(FRIDAY)
    assert not marks(assignment_id=part.id)
    assert set(ends(assignment_id=part.id).values()) == {how}


def test_a_partner_without_a_date_has_no_marks(task: Task, part: Assignment, cast: Cast) -> None:
    tasks.set_part_due(task, cast.cua_nam, due_on=None, on=build.occasion(GIVEN, cast.monitor))
    plan_on(FRIDAY)
    assert rows_of(assignment_id=part.id) == []


# -------------------------------------------------------------------------------------------------------- explanations


def test_an_explanation_is_reminded_of_until_it_is_given(task: Task, asked: Explanation, cast: Cast) -> None:
    plan_on(THURSDAY)
    assert marks(explanation_id=asked.id) == {
        "explain_before_1": THURSDAY,
        "explain_on_day": FRIDAY,
        "explain_after_1": MONDAY,
        "explain_office_2": TUESDAY,
        "explain_after_3": WEDNESDAY,
    }
    said = digests_on(THURSDAY)[cast.head.email or ""]
    assert "ĐỀ NGHỊ GIẢI TRÌNH" in said and asked.question in said
    assert f"http://localhost/explanations/{asked.id}" in said
    tasks.answer_explanation(
        asked, answer="Đã gửi văn bản ngày 15/6.", on=build.occasion(build.at(THURSDAY, 15))
    )
    plan_on(FRIDAY)
    assert not marks(explanation_id=asked.id)
    assert ends(explanation_id=asked.id)["explain_on_day"] == "explained"


def test_an_answer_that_stays_out_is_told_to_the_chief_of_office(
    task: Task, asked: Explanation, cast: Cast
) -> None:
    for day in (FRIDAY, MONDAY, TUESDAY):
        plan_on(day)
        told = digests_on(day)
    said = told[cast.chief.email or ""]
    assert "QUÁ HẠN GIẢI TRÌNH" in said and asked.question in said and cast.economy.name in said


def test_of_a_units_work_as_a_whole_no_task_is_named(cast: Cast) -> None:
    question = "Vì sao nửa đầu năm đơn vị chậm nhiều việc?"
    on = build.occasion(GIVEN, cast.monitor)
    row = tasks.ask_explanation(cast.economy, question=question, due_on=DUE, on=on)
    plan_on(FRIDAY)
    assert "explain_on_day" in marks(explanation_id=row.id)
    said = digests_on(FRIDAY)[cast.head.email or ""]
    assert question in said and "giải trình chung" in said


# ------------------------------------------------------------------------------------------------ once, shown, told why


def test_planning_and_gathering_again_doubles_nothing(
    task: Task, part: Assignment, asked: Explanation, cast: Cast
) -> None:
    for _ in range(3):
        plan_on(FRIDAY)
    first = digests_on(FRIDAY)
    assert {cast.cua_nam.email, cast.head.email} <= set(first)
    plan_on(FRIDAY)
    assert actions.make_digests(on=build.occasion(build.at(FRIDAY, 9))) == 0
    names = [
        (row.assignment_id, row.explanation_id, row.task_id, row.rule, row.occurrence) for row in rows_of()
    ]
    assert len(set(names)) == len(names)


def test_the_preview_names_who_then_gets_it(
    task: Task, part: Assignment, asked: Explanation, cast: Cast
) -> None:
    on = build.occasion(build.at(date(2021, 6, 7)))
    said = queries.preview(FRIDAY, today=on.today, zone=on.zone, calendar=on.calendar)
    promised = {(line.to_address, line.rule) for line in said if line.will_go}
    assert (cast.cua_nam.email, "part_on_day") in promised
    assert (cast.head.email, "explain_on_day") in promised
    plan_on(FRIDAY)
    assert {address for address, _rule in promised} == set(digests_on(FRIDAY))


def test_the_page_of_a_task_says_why_each_went_or_not(
    task: Task, part: Assignment, asked: Explanation, cast: Cast
) -> None:
    plan_on(FRIDAY)
    digests_on(FRIDAY)
    story = queries.story_of(task, today=FRIDAY, zone=build.CITY)
    sent = {(one.mark, one.unit): one for one in story if one.mails}
    assert (cast.cua_nam.email or "") == sent["part_on_day", cast.cua_nam.name].mails[0].to_address
    assert ("explain_on_day", cast.economy.name) in sent
    on = build.occasion(build.at(FRIDAY))
    unused = {
        one.rule_key: one.why
        for one in queries.unused_rules(task, today=FRIDAY, zone=on.zone, calendar=on.calendar)
    }
    assert unused["part_before"] == "passed", "its days are over"
    assert "part_after" not in unused


def test_a_task_without_partners_says_that_it_has_none(cast: Cast) -> None:
    alone = build.task("Rà soát", lead=cast.economy, on=build.occasion(GIVEN, cast.monitor), due_on=WEDNESDAY)
    on = build.occasion(build.at(FRIDAY))
    unused = {
        one.rule_key: one.why
        for one in queries.unused_rules(alone, today=FRIDAY, zone=on.zone, calendar=on.calendar)
    }
    assert (unused["part_on_day"], unused["explain_on_day"]) == ("no_part", "no_explanation")
    assert {"no_part", "no_explanation"} <= set(UNUSED)


def test_changing_a_rule_shows_what_it_changes_for_partners(task: Task, part: Assignment, cast: Cast) -> None:
    from tests.reminders.test_rules import draft_of

    on = build.occasion(build.at(date(2021, 6, 14)))
    draft = draft_of("part_before", offsets=(2,), valid_from=date(2021, 6, 14))
    here = {"today": on.today, "zone": on.zone, "calendar": on.calendar}
    compared = queries.compare(task.id, queries.rules(), actions.rules_with("part_before", draft), **here)
    assert [one.mark for one in compared.added] == ["part_before_2"]
    assert {one.mark for one in compared.lost} == {"part_before_3", "part_before_1"}
    assert compared.added[0].readers == (cast.cua_nam.name,)
    reach = queries.reach_of(queries.rules(), actions.rules_with("part_before", draft), **here)
    assert (reach.tasks, reach.lost, reach.added) == (1, 2, 1)


def test_the_page_of_such_a_rule_offers_no_stop_that_it_does_not_know(
    app: Flask, client: FlaskClient, clock: HandClock, cast: Cast
) -> None:
    """A partner's "not done, but by then" stills no ladder; only the end of the part does."""
    build.saved()
    browser = Visitor(client, clock).be(cast.administrator)
    browser.open("/settings/reminders/part_after")
    assert browser.status == 200 and "Cơ quan phối hợp: sau hạn" in browser.words
    assert "Dừng khi" not in browser.words
    browser.open("/settings/reminders/after")
    assert "Dừng khi" in browser.words


def test_every_rule_beside_tasks_has_words_and_a_source(cast: Cast) -> None:
    rows = db.session.scalars(sa.select(ReminderRule).where(ReminderRule.subject != Subject.TASK)).all()
    assert {row.subject for row in rows} == {Subject.PART, Subject.EXPLANATION} and len(rows) == 8
    values = {rule.key: rule for rule in queries.rules()}
    for row in rows:
        assert rule_name(row.key) != row.key and row.legal_basis in BASES
        assert all(mark_text(mark) != mark for mark in values[row.key].marks())
    assert why_text("cancelled: part_done") != "đã hủy: part_done"


def test_the_scheduler_plans_and_sends_them(
    app: Flask, task: Task, part: Assignment, clock: HandClock, cast: Cast
) -> None:
    address = cast.cua_nam.email
    build.saved()
    clock.set_to(build.at(FRIDAY, 8) + timedelta(minutes=5))
    for name in ("plan_reminders", "make_digests"):
        assert run_job(app, job(name), holder="test")
    mail = db.session.scalars(
        sa.select(OutboxMessage).where(
            OutboxMessage.kind == "reminder_digest", OutboxMessage.to_address == address
        )
    ).one()
    assert "Việc phối hợp cần báo cáo" in mail.subject
