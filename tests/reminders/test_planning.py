"""Marks follow the deadline: planned with the fact, cancelled with the fact, once each."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.reminders import actions
from taskboard.reminders.models import Reminder, ReminderState, TaskPlan
from taskboard.settings.models import CalendarDay, DayKind
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, scoped_session

WEDNESDAY = date(2021, 6, 16)


OF_DEADLINE = ("before", "on_day", "after", "weekly")


def marks(
    task: Task, state: ReminderState = ReminderState.PLANNED, of: tuple[str, ...] = OF_DEADLINE
) -> dict[str, date]:
    """Mark to the city's day on which it is due, in order of time: those to the unit around its deadline, unless asked."""
    rows = db.session.scalars(
        sa.select(Reminder)
        .where(Reminder.task_id == task.id, Reminder.state == state)
        .order_by(Reminder.due_at)
        .execution_options(populate_existing=True)
    )
    return {row.rule: row.due_at.astimezone(build.CITY).date() for row in rows if row.rule.startswith(of)}


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    return build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        on=build.occasion(now, cast.monitor),
        due_on=date(2021, 6, 30),
    )


def test_a_dated_task_is_planned_around_its_deadline_in_working_days(task: Task) -> None:
    assert marks(task) == {
        "before_7": date(2021, 6, 21),
        "before_3": date(2021, 6, 25),
        "before_1": date(2021, 6, 29),
        "on_day": date(2021, 6, 30),
        "after_1": date(2021, 7, 1),
        "after_3": date(2021, 7, 5),
        "after_7": date(2021, 7, 9),
    }


def test_marks_are_due_at_eight_in_the_city(task: Task) -> None:
    (at,) = {
        row.due_at.astimezone(build.CITY).time()
        for row in db.session.scalars(sa.select(Reminder).where(Reminder.task_id == task.id))
    }
    assert at == time(8, 0)


def test_planning_twice_changes_nothing(task: Task, cast: Cast, now: datetime) -> None:
    before = marks(task, of=("",))
    on = build.occasion(now, cast.monitor)
    for _ in range(3):
        actions.replan(task, now=now, zone=on.zone, calendar=on.calendar)
    assert marks(task, of=("",)) == before
    assert db.session.scalar(sa.select(sa.func.count(Reminder.id))) == len(before)


def test_a_task_without_a_deadline_has_no_marks(cast: Cast, now: datetime) -> None:
    undated = build.task("Rà soát các khoản thu", lead=cast.economy, on=build.occasion(now, cast.monitor))
    assert marks(undated) == {}


def test_a_moved_deadline_cancels_the_old_marks_and_plans_new_ones(
    task: Task, cast: Cast, now: datetime
) -> None:
    """peers T7: elsewhere a reminder fired once and never again after the date moved."""
    asked = build.extension(task, date(2021, 7, 15), on=build.occasion(now, cast.head))
    tasks.grant_extension(asked, on=build.occasion(now, cast.chief))
    assert marks(task)["on_day"] == date(2021, 7, 15)
    cancelled = db.session.scalars(sa.select(Reminder).where(Reminder.state == ReminderState.CANCELLED)).all()
    assert sorted(row.outcome for row in cancelled) == ["deadline_moved"] * 10 + ["decided"] * 2
    assert {row.rule for row in cancelled if row.outcome == "decided"} == {"request_1", "request_3"}


def test_a_reported_completion_stops_the_marks_and_sending_back_brings_them_back(
    task: Task, cast: Cast, now: datetime
) -> None:
    before = marks(task)
    build.completion(task, on=build.occasion(now, cast.head))
    assert marks(task) == {}
    assert marks(task, ReminderState.CANCELLED) == before
    tasks.send_back(task, reason="Chưa có số văn bản", on=build.occasion(now, cast.monitor))
    assert marks(task) == before


def test_a_withdrawn_task_is_left_alone(task: Task, cast: Cast, now: datetime) -> None:
    tasks.withdraw(task, reason="Đã giao đơn vị khác", on=build.occasion(now, cast.chief))
    assert marks(task) == {}


def test_marks_before_a_monday_deadline_step_over_the_weekend(cast: Cast, now: datetime) -> None:
    task = build.task(
        "Báo cáo", lead=cast.economy, on=build.occasion(now, cast.monitor), due_on=date(2021, 6, 21)
    )
    assert marks(task)["before_1"] == date(2021, 6, 18), "Friday, not Sunday"


def test_a_deadline_before_tet_does_not_spend_its_marks_in_the_tet_week(
    db_session: scoped_session[Session], cast: Cast
) -> None:
    """Tết Tân Sửu: off from 10 to 16/02/2021; due on the last day worked."""
    for day in range(10, 17):
        db.session.add(CalendarDay(day=date(2021, 2, day), kind=DayKind.HOLIDAY, name="Tết Tân Sửu"))
    on = build.occasion(build.at(date(2021, 2, 1)), cast.monitor)
    task = build.task("Trực Tết", lead=cast.economy, on=on, due_on=date(2021, 2, 9))
    assert marks(task)["after_1"] == date(2021, 2, 17)
    assert not [day for day in marks(task).values() if date(2021, 2, 10) <= day <= date(2021, 2, 16)]


def test_a_duty_has_the_marks_of_its_period_only(cast: Cast, now: datetime) -> None:
    from taskboard.briefings.models import DraftDue
    from taskboard.domain.deadline import Recurrence

    weekly = build.task(
        "Tổng vệ sinh môi trường",
        lead=cast.loc_vuong,
        on=build.occasion(now, cast.monitor),
        due=DraftDue.DUTY,
        recurrence=Recurrence.WEEKLY,
    )
    assert list(marks(weekly)) == ["on_day", "after_1"]


def test_the_daily_pass_writes_the_next_weekly_mark_of_what_is_long_overdue(task: Task, cast: Cast) -> None:
    later = build.at(date(2021, 7, 20), 7)
    db.session.execute(sa.update(Reminder).values(state=ReminderState.CONSUMED))
    assert actions.plan_all(on=build.occasion(later)) == 1
    assert marks(task) == {"weekly": date(2021, 7, 21)}
    assert actions.plan_all(on=build.occasion(later)) == 0, "what is planned is left alone"


def test_the_daily_pass_plans_what_a_fact_failed_to_plan(task: Task, cast: Cast, now: datetime) -> None:
    before = marks(task)
    db.session.execute(sa.delete(Reminder))
    db.session.execute(sa.delete(TaskPlan))
    assert actions.plan_all(on=build.occasion(now)) == 1
    assert marks(task) == before


def test_marks_that_have_passed_when_the_task_is_given_are_not_planned(cast: Cast, now: datetime) -> None:
    task = build.task(
        "Việc gấp", lead=cast.economy, on=build.occasion(now, cast.monitor), due_on=date(2021, 6, 18)
    )
    assert list(marks(task)) == ["before_1", "on_day", "after_1", "after_3", "after_7"]
    assert min(marks(task).values()) > WEDNESDAY
