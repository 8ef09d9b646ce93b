"""More time: asked by the doer, decided by another, the original date kept (rule 14)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.lifecycle import State
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.settings import actions as settings
from taskboard.tasks import actions
from taskboard.tasks.models import ExtensionState, Task
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.occasion import Occasion

__all__ = ["cast"]

DUE = date(2021, 6, 30)
LATER = date(2021, 7, 15)


@pytest.fixture
def office(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.chief)


@pytest.fixture
def head(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.head)


@pytest.fixture
def task(cast: Cast, office: Occasion) -> Task:
    return build.task("Lập quy hoạch sử dụng đất", lead=cast.economy, on=office, due_on=DUE)


def due_days(task: Task) -> list[date]:
    """Of the marks that stand around the deadline."""
    rows = db.session.scalars(
        sa.select(Reminder.due_at)
        .where(
            Reminder.task_id == task.id,
            Reminder.state == ReminderState.PLANNED,
            Reminder.deadline_version == task.deadline_version,
        )
        .order_by(Reminder.due_at)
    )
    return [instant.astimezone(build.CITY).date() for instant in rows]


def decided_mails() -> list[OutboxMessage]:
    return list(db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "extension_decided")))


def test_asking_moves_nothing_yet(task: Task, head: Occasion) -> None:
    asked = build.extension(task, LATER, on=head)
    assert (asked.state, asked.from_due_on, asked.was_asked_late) == (ExtensionState.PENDING, DUE, False)
    assert (task.due_on, task.extension_count) == (DUE, 0)


def test_granting_moves_the_current_date_and_the_reminders_only(
    task: Task, head: Occasion, office: Occasion
) -> None:
    before = task.overdue_from
    assert before is not None
    asked = build.extension(task, LATER, on=head)
    actions.grant_extension(asked, note="Một lần.", on=office)
    assert (task.due_on, task.original_due_on, task.extension_count) == (LATER, DUE, 1)
    assert (task.overdue_from, task.original_overdue_from) == (before + timedelta(days=15), before)
    assert min(due_days(task)) > date(2021, 7, 5)
    assert len(decided_mails()) == 1


def test_refusing_leaves_the_date_and_tells_why(task: Task, head: Occasion, office: Occasion) -> None:
    asked = build.extension(task, LATER, on=head)
    actions.refuse_extension(asked, reason="Việc không thể lùi.", on=office)
    assert (task.due_on, asked.state) == (DUE, ExtensionState.REFUSED)
    (mail,) = decided_mails()
    assert "Việc không thể lùi." in mail.text_body


def test_refusing_needs_a_reason(task: Task, head: Occasion, office: Occasion) -> None:
    asked = build.extension(task, LATER, on=head)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.refuse_extension(asked, reason="", on=office)
    assert asked.state is ExtensionState.PENDING


def test_one_request_waits_at_a_time(task: Task, head: Occasion) -> None:
    build.extension(task, LATER, on=head)
    with pytest.raises(RuleBroken, match="extension_pending"):
        build.extension(task, date(2021, 8, 1), on=head)


def test_a_request_is_decided_once(task: Task, head: Occasion, office: Occasion) -> None:
    asked = build.extension(task, LATER, on=head)
    actions.grant_extension(asked, on=office)
    with pytest.raises(AlreadyDone, match="extension_not_pending"):
        actions.refuse_extension(asked, reason="Đổi ý.", on=office)


@pytest.mark.parametrize(
    ("new_due_on", "key"), [(DUE, "extension_not_later"), (date(2021, 6, 20), "extension_not_later")]
)
def test_more_time_means_a_later_date(task: Task, head: Occasion, new_due_on: date, key: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        build.extension(task, new_due_on, on=head)
    assert (broken.value.key, broken.value.field) == (key, "new_due_on")


def test_more_time_is_asked_before_the_date_not_after(task: Task, cast: Cast) -> None:
    too_late = build.occasion(build.at(date(2021, 7, 1), 0, 0), cast.head)
    with pytest.raises(RuleBroken, match="extension_too_late"):
        build.extension(task, LATER, on=too_late)
    last_minute = build.occasion(build.at(DUE, 23, 59), cast.head)
    assert build.extension(task, LATER, on=last_minute).state is ExtensionState.PENDING


def test_an_undated_task_needs_no_more_time(cast: Cast, head: Occasion, office: Occasion) -> None:
    undated = build.task("Rà soát biển tên đường", lead=cast.economy, on=office)
    with pytest.raises(RuleBroken, match="extension_undated"):
        build.extension(undated, LATER, on=head)


def test_what_is_claimed_done_asks_for_no_more_time(task: Task, head: Occasion) -> None:
    build.completion(task, on=head)
    assert task.state is State.WAITING
    with pytest.raises(RuleBroken, match="nothing_owed"):
        build.extension(task, LATER, on=head)


def test_a_second_extension_is_the_chairs_alone(
    task: Task, cast: Cast, head: Occasion, now: datetime
) -> None:
    office, chair = build.occasion(now, cast.chief), build.occasion(now, cast.chair)
    actions.grant_extension(build.extension(task, LATER, on=head), role=Role.CHIEF_OF_OFFICE, on=office)
    second = build.extension(task, date(2021, 8, 15), on=head)
    with pytest.raises(RuleBroken, match="extension_limit_chair"):
        actions.grant_extension(second, role=Role.CHIEF_OF_OFFICE, on=office)
    actions.grant_extension(second, role=Role.CHAIR, on=chair)
    assert (task.due_on, task.original_due_on, task.extension_count) == (date(2021, 8, 15), DUE, 2)


@pytest.mark.parametrize(
    ("limit", "chair_exceeds", "grants"),
    [
        (0, True, ["chair", "chair", "chair"]),
        (1, True, ["office", "chair", "chair"]),
        (2, True, ["office", "office", "chair"]),
        (2, False, ["office", "office", None]),
        (0, False, [None]),
    ],
)
def test_how_often_is_the_citys_to_say_and_beyond_it_the_chairs_or_nobodys(
    task: Task,
    cast: Cast,
    head: Occasion,
    now: datetime,
    limit: int,
    chair_exceeds: bool,
    grants: list[str | None],
) -> None:
    office, chair = build.occasion(now, cast.chief), build.occasion(now, cast.chair)
    for name, value in (("extensions_per_task", limit), ("chair_exceeds_extensions", chair_exceeds)):
        settings.set_value(
            name, value, legal_basis="", valid_from=office.today, acting=office.acting, now=now
        )
    for number, by in enumerate(grants, start=1):
        day = DUE + timedelta(days=10 * number)
        if by is None:
            with pytest.raises(RuleBroken) as broken:
                build.extension(task, day, on=head)
            assert (broken.value.key, broken.value.details["limit"]) == ("extension_limit", limit)
            break
        asked = build.extension(task, day, on=head)
        if by == "chair":
            with pytest.raises(RuleBroken, match="extension_limit_chair"):
                actions.grant_extension(asked, role=Role.CHIEF_OF_OFFICE, on=office)
            actions.grant_extension(asked, role=Role.CHAIR, on=chair)
        else:
            actions.grant_extension(asked, role=Role.CHIEF_OF_OFFICE, on=office)
    granted = sum(by is not None for by in grants)
    assert (task.extension_count, task.original_due_on) == (granted, DUE)
    assert task.due_on == DUE + timedelta(days=10 * granted)


def marks_of_request(task: Task) -> list[str]:
    rows = db.session.scalars(
        sa.select(Reminder.rule).where(Reminder.task_id == task.id, Reminder.state == ReminderState.PLANNED)
    )
    return [mark for mark in rows if mark.startswith("request")]


@pytest.mark.parametrize("answer", ["grant", "refuse"])
def test_whoever_decides_is_reminded_of_it_no_more(
    answer: str, task: Task, head: Occasion, office: Occasion
) -> None:
    asked = build.extension(task, LATER, on=head)
    assert marks_of_request(task)
    if answer == "grant":
        actions.grant_extension(asked, on=office)
    else:
        actions.refuse_extension(asked, reason="Không đủ căn cứ.", on=office)
    assert not marks_of_request(task)
