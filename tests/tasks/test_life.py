"""A task's life as its people live it: received, reported, confirmed or sent back, withdrawn, urged."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.errors import AlreadyDone, RuleBroken, Stale
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import State
from taskboard.journal.queries import timeline
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.settings import actions as settings
from taskboard.tasks import actions
from taskboard.tasks.models import Cause, Report, ReportKind, Task, ToldVia
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from pathlib import Path

    from taskboard.occasion import Occasion

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


@pytest.fixture
def office(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.monitor)


@pytest.fixture
def head(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.head)


@pytest.fixture
def task(cast: Cast, office: Occasion) -> Task:
    """Given to phòng Kinh tế this morning, due in a fortnight."""
    return build.task(
        "Lập phương án hộ đê toàn tuyến", lead=cast.economy, on=office, due_on=date(2021, 6, 30)
    )


@pytest.fixture
def claimed(task: Task, head: Occasion) -> Task:
    build.completion(task, on=head)
    return task


def refusal(broken: pytest.ExceptionInfo[RuleBroken]) -> tuple[str, str | None]:
    return broken.value.key, broken.value.field


def events(task: Task) -> list[str]:
    return [line.event for line in reversed(timeline("task", task.id))]


def planned(task: Task) -> int:
    """Marks that stand around the deadline: what the unit is reminded of."""
    return (
        db.session.scalar(
            sa.select(sa.func.count(Reminder.id)).where(
                Reminder.task_id == task.id,
                Reminder.state == ReminderState.PLANNED,
                Reminder.deadline_version == task.deadline_version,
            )
        )
        or 0
    )


def mails_of(task: Task, kind: str) -> list[OutboxMessage]:
    found = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == kind))
    return [mail for mail in found if task.code in mail.subject or task.code in mail.text_body]


# -------------------------------------------------------------------------------------------------------- reporting


def test_receiving_is_an_act_of_its_own(task: Task, head: Occasion) -> None:
    assert task.received_at is None
    actions.receive(task, on=head)
    assert (task.state, task.received_at) == (State.RECEIVED, head.now)
    assert events(task) == [Event.TASK_ASSIGNED, Event.TASK_RECEIVED]


def test_nobody_receives_twice(task: Task, head: Occasion) -> None:
    actions.receive(task, on=head)
    with pytest.raises(RuleBroken) as broken:
        actions.receive(task, on=head)
    assert refusal(broken) == ("verb_not_possible", None)


def test_a_progress_report_keeps_what_was_said(task: Task, head: Occasion) -> None:
    report = build.progress(
        task,
        on=head,
        done="Đã kiểm tra vật tư tại 9 kho.",
        obstacle_text="Kho Nam Phong thiếu rọ thép.",
        cause=Cause.FUNDING,
        forecast_on=date(2021, 6, 22),
        next_step="Trình bổ sung kinh phí.",
    )
    assert (report.kind, report.person_id, report.unit_id) == (
        ReportKind.PROGRESS,
        head.acting.person_id,
        task.unit_id,
    )
    assert (task.state, task.cause, task.last_report_at) == (State.IN_PROGRESS, Cause.FUNDING, head.now)
    assert task.received_at == head.now, "who reports has received"


@pytest.mark.parametrize(
    ("said", "key", "field"),
    [
        ({"done": "   "}, "done_text_missing", "done_text"),
        ({"obstacle_text": "Thiếu vốn", "cause": Cause.NONE}, "cause_missing", "cause"),
        ({"forecast_on": date(2021, 6, 15)}, "forecast_in_past", "forecast_on"),
        ({"document_on": date(2021, 6, 17)}, "document_in_future", "document_on"),
        ({"form_key": ""}, "form_key_missing", None),
    ],
)
def test_a_report_that_says_too_little_is_refused(
    task: Task, head: Occasion, said: dict[str, object], key: str, field: str | None
) -> None:
    with pytest.raises(RuleBroken) as broken:
        build.progress(task, on=head, **said)
    assert refusal(broken) == (key, field)
    assert task.state is State.NEW
    assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 0


def test_the_same_form_reports_once(task: Task, head: Occasion) -> None:
    build.progress(task, on=head, form_key="one press")
    with pytest.raises(AlreadyDone):
        build.progress(task, on=head, form_key="one press")
    assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 1


def test_completion_waits_for_the_office_and_rests_the_reminders(task: Task, head: Occasion) -> None:
    assert planned(task) > 0
    build.completion(task, on=head, claimed_on=TODAY)
    assert (task.state, task.claimed_on, task.completed_on) == (State.WAITING, TODAY, None)
    assert planned(task) == 0


@pytest.mark.parametrize(
    ("claimed_on", "key"),
    [
        (None, "claimed_missing"),
        (date(2021, 6, 17), "claimed_in_future"),
        (date(2021, 6, 15), "claimed_before_assignment"),
    ],
)
def test_a_claim_names_a_day_the_task_was_there(
    task: Task, head: Occasion, tmp_path: Path, claimed_on: date | None, key: str
) -> None:
    account = build.account(document_number="12/BC-KT")
    with pytest.raises(RuleBroken) as broken:
        actions.report_completion(
            task, account, claimed_on=claimed_on, unit=task.unit, storage=build.storage(tmp_path), on=head
        )
    assert refusal(broken) == (key, "claimed_on")


def test_completion_needs_a_document_or_a_file(task: Task, head: Occasion, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken) as broken:
        build.completion(task, on=head, document_number="")
    assert refusal(broken) == ("evidence_missing", "document_number")
    build.completion(task, on=head, root=tmp_path, document_number="", uploads=[build.pdf()])
    assert task.state is State.WAITING


def test_a_city_may_do_without_evidence(task: Task, head: Occasion, office: Occasion) -> None:
    settings.set_value(
        "evidence_required", False, legal_basis="", valid_from=TODAY, acting=office.acting, now=office.now
    )
    build.completion(task, on=head, document_number="")
    assert task.state is State.WAITING


def test_the_office_reports_for_a_unit_that_telephoned(task: Task, cast: Cast, now: datetime) -> None:
    by_phone = build.occasion(now, cast.monitor, channel=Channel.ON_PAPER)
    told = actions.Telling(ToldVia.PHONE, "Ông Trần Văn Bình", TODAY)
    report = build.progress(task, on=by_phone, told=told)
    assert (report.told_via, report.told_by, report.told_on) == (ToldVia.PHONE, "Ông Trần Văn Bình", TODAY)
    assert (report.channel, report.unit_id, report.person_id) == (
        Channel.ON_PAPER,
        cast.economy.id,
        cast.monitor.id,
    )
    assert timeline("task", task.id)[0].channel is Channel.ON_PAPER


@pytest.mark.parametrize("state", [State.WAITING, State.COMPLETED, State.WITHDRAWN])
def test_nothing_more_is_reported_of_what_is_not_owed(
    claimed: Task, head: Occasion, office: Occasion, state: State
) -> None:
    if state is State.COMPLETED:
        actions.confirm(claimed, on=office)
    elif state is State.WITHDRAWN:
        actions.withdraw(claimed, reason="Tỉnh làm.", on=office)
    with pytest.raises(RuleBroken) as broken:
        build.progress(claimed, on=head)
    assert refusal(broken) == ("verb_not_possible", None)


# --------------------------------------------------------------------------------------------------------- deciding


def test_confirming_makes_the_claimed_day_count(claimed: Task, office: Occasion) -> None:
    actions.confirm(claimed, on=office)
    assert (claimed.state, claimed.completed_on, claimed.confirmed_at) == (
        State.COMPLETED,
        TODAY,
        office.now,
    )


def test_only_what_was_claimed_is_confirmed(task: Task, office: Occasion) -> None:
    with pytest.raises(RuleBroken) as broken:
        actions.confirm(task, on=office)
    assert refusal(broken) == ("verb_not_possible", None)


def test_sending_back_undoes_the_claim_and_says_why(claimed: Task, office: Occasion) -> None:
    actions.send_back(claimed, reason="Thiếu biên bản của xã Nam Phong.", on=office)
    assert (claimed.state, claimed.claimed_on, claimed.send_back_count) == (State.IN_PROGRESS, None, 1)
    assert claimed.reports[-1].send_back_reason == "Thiếu biên bản của xã Nam Phong."
    assert planned(claimed) > 0, "what is owed again is reminded of again"
    (mail,) = mails_of(claimed, "report_sent_back")
    assert "Thiếu biên bản của xã Nam Phong." in mail.text_body


@pytest.mark.parametrize("verb", [actions.send_back, actions.withdraw])
def test_a_decision_against_the_unit_carries_a_reason(claimed: Task, office: Occasion, verb: object) -> None:
    with pytest.raises(RuleBroken) as broken:
        verb(claimed, reason=" ", on=office)  # type: ignore[operator]
    assert refusal(broken) == ("reason_missing", "reason")
    assert claimed.state is State.WAITING


def test_withdrawing_closes_for_good(task: Task, office: Occasion) -> None:
    actions.withdraw(task, reason="Tỉnh giao cho Sở Xây dựng.", on=office)
    assert (task.state, task.closing_reason) == (State.WITHDRAWN, "Tỉnh giao cho Sở Xây dựng.")
    assert planned(task) == 0
    with pytest.raises(RuleBroken):
        actions.withdraw(task, reason="Lần nữa.", on=office)


def test_urging_owes_one_mail_and_changes_no_state(task: Task, office: Occasion) -> None:
    actions.urge(task, on=office)
    assert task.state is State.NEW
    assert len(mails_of(task, "task_urged")) == 1
    assert events(task)[-1] == Event.TASK_URGED


def test_who_owes_nothing_is_not_urged(claimed: Task, office: Occasion) -> None:
    with pytest.raises(RuleBroken) as broken:
        actions.urge(claimed, on=office)
    assert refusal(broken) == ("nothing_owed", None)


def test_what_changed_since_the_form_was_drawn_is_not_decided_upon(
    claimed: Task, head: Occasion, office: Occasion
) -> None:
    shown = claimed.version
    actions.expect_version(claimed, shown)
    actions.send_back(claimed, reason="Thiếu.", on=office)
    build.completion(claimed, on=head)
    with pytest.raises(Stale):
        actions.expect_version(claimed, shown)
