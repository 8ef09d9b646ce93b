"""What a unit arranges itself: who does the task, how it is divided; and who follows it from outside."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.accounts.queries import actor_on
from taskboard.briefings.models import DraftDue
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.deadline import Recurrence
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.queries import timeline
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks import actions, queries
from taskboard.tasks.models import SubTask, Task, TaskVersion
from taskboard.tasks.queries import Filter, View
from taskboard.tasks.reading import reading_at
from taskboard.units.models import WorkField
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.occasion import Occasion

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
DUE = date(2021, 6, 30)


@pytest.fixture
def office(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.monitor)


@pytest.fixture
def head(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.head)


@pytest.fixture
def task(cast: Cast, office: Occasion) -> Task:
    return build.task("Lập phương án hộ đê", lead=cast.economy, on=office, due_on=DUE)


def mails(kind: str) -> list[OutboxMessage]:
    return list(db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == kind)))


def events(task: Task) -> list[str]:
    return [line.event for line in reversed(timeline("task", task.id))]


def latest_version(task: Task) -> TaskVersion:
    statement = sa.select(TaskVersion).where(
        TaskVersion.task_id == task.id, TaskVersion.recorded_to.is_(None)
    )
    return db.session.scalars(statement).one()


# --------------------------------------------------------------------------------------------------------- the officer


def test_the_head_names_an_officer_who_gets_one_mail(task: Task, cast: Cast, head: Occasion) -> None:
    actions.name_officer(task, cast.officer, on=head)
    actions.name_officer(task, cast.officer, on=head)
    assert task.officer_id == latest_version(task).officer_id == cast.officer.id
    (mail,) = mails("officer_named")
    assert mail.to_address == "chuyenvien.kinhte@namdinh.example"
    assert events(task).count(Event.OFFICER_NAMED) == 1


def test_a_name_is_taken_away_again(task: Task, cast: Cast, head: Occasion) -> None:
    actions.name_officer(task, cast.officer, on=head)
    actions.name_officer(task, None, on=head)
    assert task.officer_id is None
    assert timeline("task", task.id)[0].details == {"from": "Đỗ Thị Lan", "to": "—"}
    assert len(mails("officer_named")) == 1


def retired(cast: Cast, now: datetime) -> Person:
    cast.officer.posts[0].valid_to = TODAY
    return cast.officer


def locked(cast: Cast, now: datetime) -> Person:
    cast.officer.locked_at = now
    return cast.officer


FOREIGN = {
    "of another unit": lambda cast, now: cast.other_head,
    "of the Office": lambda cast, now: cast.monitor,
    "of no unit": lambda cast, now: cast.chair,
    "no longer there": retired,
    "locked": locked,
}


@pytest.mark.parametrize("who", FOREIGN)
def test_only_somebody_of_the_unit_can_be_named(
    task: Task, cast: Cast, head: Occasion, now: datetime, who: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        actions.name_officer(task, FOREIGN[who](cast, now), on=head)
    assert (broken.value.key, broken.value.field) == ("officer_not_of_unit", "officer")


def test_tasks_given_to_nobody_make_a_list(task: Task, cast: Cast, office: Occasion, head: Occasion) -> None:
    named = build.task("Tổng hợp", lead=cast.economy, on=office, due_on=DUE)
    actions.name_officer(named, cast.officer, on=head)
    reading = reading_at(office.now, build.CITY, office.calendar)
    found = queries.task_list(Filter(View.UNNAMED), reading, actor_on(cast.monitor, TODAY))
    assert [row.code for row in found] == [task.code]


def test_the_next_period_of_a_duty_keeps_its_officer(cast: Cast, office: Occasion) -> None:
    (first,) = build.tasks_of_letter(
        "Báo cáo tuần", leads=[cast.economy], on=office, due=DraftDue.DUTY, recurrence=Recurrence.WEEKLY
    )
    actions.name_officer(first, cast.officer, on=build.occasion(office.now, cast.head))
    actions.open_due_occurrences(on=build.occasion(build.at(date(2021, 6, 21))))
    officers = db.session.scalars(sa.select(Task.officer_id).where(Task.duty_id == first.duty_id))
    assert set(officers) == {cast.officer.id}


# --------------------------------------------------------------------------------------------------------- sub-tasks


def shared(task: Task, head: Occasion, title: str = "Khảo sát tuyến đê", **more: object) -> SubTask:
    return actions.add_sub_task(task, actions.Share(title, **more), on=head)  # type: ignore[arg-type]


def test_a_unit_divides_its_task_and_ticks_the_pieces(task: Task, cast: Cast, head: Occasion) -> None:
    seq = task.recorded_seq
    row = shared(task, head, officer=cast.officer, due_on=date(2021, 6, 20))
    shared(task, head, "Lấy ý kiến các xã")
    actions.tick_sub_task(row, is_done=True, on=head)
    actions.tick_sub_task(row, is_done=True, on=head)
    assert (row.done_on, queries.open_sub_tasks(task)) == (TODAY, 1)
    actions.tick_sub_task(row, is_done=False, on=head)
    assert (row.done_on, queries.open_sub_tasks(task)) == (None, 2)
    assert [(line.event, line.details.get("change")) for line in reversed(timeline("task", task.id))][1:] == [
        (Event.SUB_TASK_ADDED, None),
        (Event.SUB_TASK_ADDED, None),
        (Event.SUB_TASK_CHANGED, "ticked"),
        (Event.SUB_TASK_CHANGED, "unticked"),
    ]
    assert task.recorded_seq == seq


def test_a_piece_is_renamed_and_removed_and_the_journal_keeps_it(task: Task, head: Occasion) -> None:
    row = shared(task, head)
    actions.change_sub_task(row, actions.Share("Khảo sát 4 tuyến đê"), on=head)
    actions.change_sub_task(row, actions.Share("Khảo sát 4 tuyến đê"), on=head)
    assert timeline("task", task.id)[0].details["from"]["title"] == "Khảo sát tuyến đê"
    actions.remove_sub_task(row, on=head)
    assert queries.sub_tasks_of(task) == []
    assert timeline("task", task.id)[0].details["title"] == "Khảo sát 4 tuyến đê"
    assert events(task).count(Event.SUB_TASK_CHANGED) == 2


SHARES = {
    "no name": (lambda cast: actions.Share("  "), "sub_task_title_missing"),
    "10,000 letters": (lambda cast: actions.Share("đ" * 10_000), "sub_task_too_long"),
    "after the task": (lambda cast: actions.Share("Việc", due_on=date(2021, 7, 1)), "sub_task_after_task"),
    "before the task": (lambda cast: actions.Share("Việc", due_on=date(2021, 6, 15)), "sub_task_before_task"),
    "a stranger's": (lambda cast: actions.Share("Việc", officer=cast.other_head), "officer_not_of_unit"),
}


@pytest.mark.parametrize("kind", SHARES)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_piece_that_does_not_fit_is_refused(
    task: Task, cast: Cast, head: Occasion, kind: str, is_new: bool
) -> None:
    make, key = SHARES[kind]
    row = shared(task, head)
    act = partial(actions.add_sub_task, task) if is_new else partial(actions.change_sub_task, row)
    with pytest.raises(RuleBroken) as broken:
        act(make(cast), on=head)
    assert broken.value.key == key


def test_a_piece_may_last_as_long_as_the_task_and_is_free_where_that_has_no_date(
    task: Task, cast: Cast, head: Occasion, office: Occasion
) -> None:
    assert shared(task, head, due_on=DUE).due_on == DUE
    undated = build.task("Tuyên truyền", lead=cast.economy, on=office)
    assert shared(undated, head, due_on=date(2030, 1, 1)).due_on == date(2030, 1, 1)


def test_fifty_pieces_are_a_plan(task: Task, head: Occasion) -> None:
    for place in range(50):
        shared(task, head, f"Việc {place}")
    with pytest.raises(RuleBroken) as broken:
        shared(task, head, "Việc 51")
    assert broken.value.key == "too_many_sub_tasks"


def test_a_finished_task_is_divided_no_more(task: Task, head: Occasion, office: Occasion) -> None:
    row = shared(task, head)
    actions.withdraw(task, reason="Giao trùng.", on=office)
    for act in (
        lambda: shared(task, head),
        lambda: actions.tick_sub_task(row, is_done=True, on=head),
        lambda: actions.change_sub_task(row, actions.Share("Khác"), on=head),
        lambda: actions.remove_sub_task(row, on=head),
    ):
        with pytest.raises(RuleBroken) as broken:
            act()
        assert broken.value.key == "task_not_open"


# ---------------------------------------------------------------------------------------------------- who follows it


def test_the_field_says_who_follows_before_the_unit_does(cast: Cast, office: Occasion, now: datetime) -> None:
    other = build.person("Bùi Thị Mai", Role.MONITOR, cast.office, title="Chuyên viên")
    field = db.session.scalars(sa.select(WorkField).where(WorkField.code == "do-thi")).one()
    field.monitor_id = other.id
    given = {
        field_code: build.task("Việc", lead=cast.economy, on=office, field=field_code).monitor_id
        for field_code in ("do-thi", "nong-nghiep", "")
    }
    assert given == {"do-thi": other.id, "nong-nghiep": cast.monitor.id, "": cast.monitor.id}
    other.locked_at = now
    assert build.task("Việc", lead=cast.economy, on=office, field="do-thi").monitor_id == cast.monitor.id


def test_who_left_the_office_follows_nothing_new_though_field_and_unit_still_name_them(
    cast: Cast, office: Occasion
) -> None:
    """Moved to a department, the account goes on: the Office's mails would follow it there."""
    other = build.person("Bùi Thị Mai", Role.OFFICER, cast.urban, title="Chuyên viên")
    field = db.session.scalars(sa.select(WorkField).where(WorkField.code == "do-thi")).one()
    field.monitor_id = other.id
    assert build.task("Việc", lead=cast.economy, on=office, field="do-thi").monitor_id == cast.monitor.id
    cast.economy.monitor_id = other.id
    assert build.task("Việc", lead=cast.economy, on=office, field="do-thi").monitor_id is None


def test_the_office_gives_a_task_to_another_of_its_people(task: Task, cast: Cast, office: Occasion) -> None:
    actions.set_monitor(task, cast.chief, on=office)
    actions.set_monitor(task, cast.chief, on=office)
    assert task.monitor_id == latest_version(task).monitor_id == cast.chief.id
    assert events(task).count(Event.MONITOR_SET) == 1
    actions.set_monitor(task, None, on=office)
    assert task.monitor_id is None


@pytest.mark.parametrize("who", ["head", "chair", "inspector", "administrator"])
def test_nobody_else_follows_a_task(task: Task, cast: Cast, office: Occasion, who: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        actions.set_monitor(task, cast.everyone[who], on=office)
    assert broken.value.key == "not_a_monitor"


def test_a_star_is_set_and_taken(task: Task, office: Occasion) -> None:
    for is_starred in (True, True, False):
        actions.set_star(task, is_starred, on=office)
        assert task.is_starred is latest_version(task).is_starred is is_starred
    assert events(task).count(Event.STAR_SET) == 2
