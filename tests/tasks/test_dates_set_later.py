"""Dates that come later: of an event, of a task that had none, of the periods of a duty."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings.models import DraftDue, UnitRole
from taskboard.db import db
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.queries import timeline
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.tasks import actions
from taskboard.tasks.models import Task, TaskVersion
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.occasion import Occasion

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
DUE = date(2021, 7, 10)
"""A Saturday: the last day in time is Monday."""


@pytest.fixture
def office(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.monitor)


def waiting(cast: Cast, office: Occasion, kind: DraftDue) -> Task:
    return build.task(
        "Củng cố đê trước mùa mưa bão",
        lead=cast.economy,
        on=office,
        partners=[cast.loc_vuong],
        due=kind,
        event_text="trước mùa mưa bão" if kind is DraftDue.EVENT else "",
    )


@pytest.mark.parametrize(
    ("kind", "becomes"), [(DraftDue.EVENT, DueKind.EVENT), (DraftDue.NONE, DueKind.DATED)]
)
def test_the_first_date_is_the_original_one(
    cast: Cast, office: Occasion, kind: DraftDue, becomes: DueKind
) -> None:
    task = waiting(cast, office, kind)
    version = task.deadline_version
    actions.set_event_date(task, due_on=DUE, on=office)
    assert (task.due_kind, task.original_due_on, task.due_on) == (becomes, DUE, DUE)
    assert task.overdue_from == task.original_overdue_from == build.at(date(2021, 7, 13), 0)
    assert task.deadline_version == version + 1
    known = db.session.scalars(
        sa.select(TaskVersion).where(TaskVersion.task_id == task.id, TaskVersion.recorded_to.is_(None))
    ).one()
    assert (known.original_due_on, known.due_on) == (DUE, DUE)


def test_reminders_are_planned_and_the_unit_is_told_once(cast: Cast, office: Occasion) -> None:
    task = waiting(cast, office, DraftDue.EVENT)
    actions.set_event_date(task, due_on=DUE, on=office)
    planned = db.session.scalars(
        sa.select(Reminder.deadline_version).where(
            Reminder.task_id == task.id,
            Reminder.state == ReminderState.PLANNED,
            Reminder.deadline_version == task.deadline_version,
        )
    ).all()
    assert planned
    (mail,) = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "event_date_set"))
    assert mail.to_address == "kinhte@namdinh.example"
    assert "10/07/2021" in mail.text_body
    assert "trước mùa mưa bão" in mail.text_body
    (line,) = [line for line in timeline("task", task.id) if line.event == Event.EVENT_DATE_SET]
    assert line.details == {"from": "trước mùa mưa bão", "to": "2021-07-10"}


def test_units_beside_the_lead_share_the_date_they_did_not_have(cast: Cast, office: Occasion) -> None:
    task = waiting(cast, office, DraftDue.EVENT)
    actions.join_unit(task, cast.cua_nam, UnitRole.PARTNER, due_on=date(2021, 6, 25), on=office)
    actions.join_unit(task, cast.urban, UnitRole.INFORMED, on=office)
    actions.set_event_date(task, due_on=DUE, on=office)
    assert {row.unit.name: row.due_on for row in task.assignments} == {
        "Phòng Kinh tế": DUE,
        "Phường Lộc Vượng": DUE,
        "Phường Cửa Nam": date(2021, 6, 25),
        "Phòng Quản lý đô thị": None,
    }


def test_a_date_is_set_once(cast: Cast, office: Occasion) -> None:
    task = waiting(cast, office, DraftDue.NONE)
    actions.set_event_date(task, due_on=DUE, on=office)
    with pytest.raises(RuleBroken) as broken:
        actions.set_event_date(task, due_on=date(2021, 8, 1), on=office)
    assert broken.value.key == "due_is_set"


@pytest.mark.parametrize(
    ("day", "key"),
    [(date(2021, 6, 10), "due_before_assignment"), (date(2021, 6, 17), "due_in_past")],
)
def test_a_date_that_has_passed_is_refused(cast: Cast, office: Occasion, day: date, key: str) -> None:
    task = waiting(cast, office, DraftDue.EVENT)
    with pytest.raises(RuleBroken) as broken:
        actions.set_event_date(task, due_on=day, on=build.occasion(build.at(date(2021, 6, 18)), cast.monitor))
    assert (broken.value.key, broken.value.field) == (key, "due_on")
    assert task.due_on is None


# -------------------------------------------------------------------------------------------------------------- duties


def owed(cast: Cast, on: Occasion, recurrence: Recurrence, due_day: int | None) -> list[Task]:
    return build.tasks_of_letter(
        "Tổng vệ sinh",
        leads=[cast.loc_vuong, cast.cua_nam],
        on=on,
        due=DraftDue.DUTY,
        recurrence=recurrence,
        due_day=due_day,
    )


def test_each_period_missed_over_a_stop_of_three_weeks_has_an_outcome_of_its_own(
    cast: Cast, office: Occasion
) -> None:
    first, _other = owed(cast, office, Recurrence.WEEKLY, 5)
    told = build.occasion(build.at(date(2021, 6, 18)), cast.ward_head)
    build.confirmed(first, by=build.occasion(build.at(date(2021, 6, 18)), cast.monitor), told=told)
    awake = build.occasion(build.at(date(2021, 7, 9)))
    assert actions.open_due_occurrences(on=awake) == 6
    assert actions.open_due_occurrences(on=awake) == 0
    mine = db.session.scalars(
        sa.select(Task).where(Task.unit_id == cast.loc_vuong.id).order_by(Task.period_key)
    ).all()
    assert [(row.period_key, row.due_on, row.state) for row in mine] == [
        ("2021-W24", date(2021, 6, 18), State.COMPLETED),
        ("2021-W25", date(2021, 6, 25), State.NEW),
        ("2021-W26", date(2021, 7, 2), State.NEW),
        ("2021-W27", date(2021, 7, 9), State.NEW),
    ]
    late = [row.overdue_from is not None and row.overdue_from <= awake.now for row in mine]
    assert late == [True, True, True, False]
    build.completion(mine[2], on=build.occasion(awake.now, cast.ward_head))
    db.session.expire_all()
    assert [row.state for row in mine] == [State.COMPLETED, State.NEW, State.WAITING, State.NEW]


PASSED = {
    "weekly, on Monday": (Recurrence.WEEKLY, 1, "2021-W25", date(2021, 6, 21)),
    "monthly, on the 10th": (Recurrence.MONTHLY, 10, "2021-07", date(2021, 7, 10)),
    "monthly, on the 25th": (Recurrence.MONTHLY, 25, "2021-06", date(2021, 6, 25)),
    "quarterly": (Recurrence.QUARTERLY, 15, "2021-Q3", date(2021, 9, 15)),
}


@pytest.mark.parametrize("when", PASSED)
def test_a_duty_given_after_its_day_begins_with_the_next_period(
    cast: Cast, office: Occasion, when: str
) -> None:
    """The order is known to its units from its first day, and its later periods are found by the first one."""
    recurrence, due_day, key, due_on = PASSED[when]
    made = owed(cast, office, recurrence, due_day)
    assert [(row.period_key, row.due_on, row.assigned_on) for row in made] == [(key, due_on, TODAY)] * 2
    actions.open_due_occurrences(on=build.occasion(build.at(due_on)))
    keys = list(db.session.scalars(sa.select(Task.period_key).where(Task.duty_id == made[0].duty_id)))
    assert keys.count(key) == 2
    later = build.occasion(build.at(due_on.replace(year=2022)))
    assert actions.open_due_occurrences(on=later) > 0


def test_who_was_let_go_from_a_duty_takes_no_part_in_its_next_period(cast: Cast, office: Occasion) -> None:
    (task,) = build.tasks_of_letter(
        "Tổng vệ sinh",
        leads=[cast.loc_vuong],
        partners=[cast.urban, cast.economy],
        on=office,
        due=DraftDue.DUTY,
        recurrence=Recurrence.WEEKLY,
    )
    actions.leave_unit(task, cast.urban, reason="Không liên quan.", on=office)
    actions.join_unit(task, cast.cua_nam, UnitRole.INFORMED, on=office)
    actions.open_due_occurrences(on=build.occasion(build.at(date(2021, 6, 21))))
    (following,) = db.session.scalars(sa.select(Task).where(Task.period_key == "2021-W25"))
    assert {row.unit.name: row.role for row in following.assignments} == {
        "Phường Lộc Vượng": UnitRole.LEAD,
        "Phòng Kinh tế": UnitRole.PARTNER,
        "Phường Cửa Nam": UnitRole.INFORMED,
    }
