"""Return, transfer, correction: asked by one, decided by another, and what each answer leaves behind (rules 14 and 17)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.queries import timeline, verify
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.settings import actions as settings
from taskboard.tasks import actions, showing
from taskboard.tasks.models import (
    Assignment,
    ExtensionState,
    RequestKind,
    RequestState,
    Task,
    TaskRequest,
    TaskVersion,
)
from taskboard.tasks.queries import View
from taskboard.tasks.queries.conditions import condition
from taskboard.tasks.reading import reading_at
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.occasion import Occasion

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
DUE = date(2021, 6, 30)
WHY = "Việc thuộc chức năng của đơn vị khác."


@pytest.fixture
def office(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.monitor)


@pytest.fixture
def chief(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.chief)


@pytest.fixture
def head(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.head)


@pytest.fixture
def task(cast: Cast, office: Occasion) -> Task:
    """Given to phòng Kinh tế this morning with Lộc Vượng as partner, in the name of a vice-chair."""
    return build.task(
        "Lập phương án hộ đê toàn tuyến",
        lead=cast.economy,
        partners=[cast.loc_vuong],
        leader=cast.vice,
        on=office,
        due_on=DUE,
    )


def days_later(days: int, by: object) -> Occasion:
    return build.occasion(build.at(TODAY + timedelta(days=days)), by)  # type: ignore[arg-type]


def mails(kind: str) -> list[OutboxMessage]:
    statement = sa.select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.session.scalars(statement))


def events(task: Task) -> list[str]:
    return [line.event for line in reversed(timeline("task", task.id))]


def planned(task: Task) -> int:
    chosen = (Reminder.task_id == task.id, Reminder.state == ReminderState.PLANNED)
    return db.session.scalar(sa.select(sa.func.count(Reminder.id)).where(*chosen)) or 0


def live_lead(task: Task) -> int:
    return db.session.scalars(
        sa.select(Assignment.unit_id).where(
            Assignment.task_id == task.id, Assignment.role == UnitRole.LEAD, Assignment.ended_at.is_(None)
        )
    ).one()


def asked_return(task: Task, on: Occasion) -> TaskRequest:
    return actions.ask_return(task, unit_id=task.unit_id, reason=WHY, on=on)


# ----------------------------------------------------------------------------------------------------------- return


def test_asking_to_return_changes_nothing_yet(task: Task, head: Occasion) -> None:
    row = asked_return(task, head)
    assert (row.kind, row.state, row.asked_by_id) == (
        RequestKind.RETURN,
        RequestState.PENDING,
        head.acting.person_id,
    )
    assert (task.state, task.pending_request) == (State.NEW, row)
    assert planned(task) > 0


def test_an_accepted_return_leaves_every_denominator(task: Task, head: Occasion, chief: Occasion) -> None:
    actions.accept_request(asked_return(task, head), note="Đúng là nhầm.", on=chief)
    assert (task.state, task.closing_reason, task.pending_request) == (State.RETURNED, WHY, None)
    assert planned(task) == 0
    (mail,) = mails("request_decided")
    assert "Đúng là nhầm." in mail.text_body
    assert events(task)[-2:] == [Event.RETURN_ASKED, Event.TASK_RETURNED]


def test_a_returned_task_is_given_to_the_right_unit_in_one_step(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    actions.accept_request(asked_return(task, head), on=chief)
    made = actions.give_again(task, unit=cast.urban, due_on=date(2021, 7, 5), on=chief)
    assert (made.directive_id, made.unit_id, made.state) == (task.directive_id, cast.urban.id, State.NEW)
    assert (made.original_due_on, made.replaces) == (date(2021, 7, 5), task)
    assert [row.unit_id for row in made.assignments if row.role is UnitRole.PARTNER] == [cast.loc_vuong.id]
    told = timeline("task", task.id)[0]
    assert (told.event, told.details["task"]) == (Event.TASK_REPLACED, made.code)
    assert any(made.code in mail.text_body for mail in mails("tasks_issued"))
    with pytest.raises(AlreadyDone, match="already_replaced"):
        actions.give_again(task, unit=cast.cua_nam, due_on=date(2021, 7, 5), on=chief)


@pytest.mark.parametrize(
    ("to", "due_on", "key"),
    [
        ("economy", DUE, "unit_same"),
        ("urban", None, "due_missing"),
        ("urban", date(2021, 6, 15), "date_past"),
    ],
)
def test_giving_again_asks_for_another_unit_and_a_date_ahead(
    task: Task, cast: Cast, head: Occasion, chief: Occasion, to: str, due_on: date | None, key: str
) -> None:
    actions.accept_request(asked_return(task, head), on=chief)
    with pytest.raises(RuleBroken, match=key):
        actions.give_again(task, unit=getattr(cast, to), due_on=due_on, on=chief)


def test_a_unit_that_goes_on_with_its_task_gives_nothing_back(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    """Otherwise the request could never be granted: who has reported returns nothing."""
    row = asked_return(task, head)
    build.progress(task, on=head)
    assert (row.state, row.decided_by_id) == (RequestState.LAPSED, None)
    assert events(task)[-2:] == [Event.REQUEST_LAPSED, Event.PROGRESS_REPORTED]
    (told,) = mails("request_decided")
    assert (told.to_name, WHY in told.text_body) == (cast.monitor.full_name, True)
    with pytest.raises(AlreadyDone, match="request_not_pending"):
        actions.accept_request(row, on=chief)


def test_what_else_was_asked_waits_on_when_the_unit_reports(task: Task, cast: Cast, head: Occasion) -> None:
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)
    ward = build.occasion(head.now, cast.ward_head)
    part = actions.ask_return(task, unit_id=cast.loc_vuong.id, reason=WHY, on=ward)
    build.progress(task, on=head)
    assert (row.state, part.state) == (RequestState.PENDING, RequestState.PENDING)


def test_only_a_returned_task_is_given_again(task: Task, cast: Cast, chief: Occasion) -> None:
    with pytest.raises(RuleBroken, match="not_returned"):
        actions.give_again(task, unit=cast.urban, due_on=DUE, on=chief)


def test_a_unit_that_has_the_order_does_not_get_it_twice(
    cast: Cast, office: Occasion, chief: Occasion, head: Occasion
) -> None:
    first, _second = build.tasks_of_letter(
        "Ra quân vệ sinh", leads=[cast.economy, cast.urban], on=office, due_on=DUE
    )
    actions.accept_request(asked_return(first, head), on=chief)
    with pytest.raises(RuleBroken, match="unit_has_it"):
        actions.give_again(first, unit=cast.urban, due_on=DUE, on=chief)


@pytest.mark.parametrize(("days", "is_in_time"), [(0, True), (2, True), (5, False)])
def test_a_return_is_asked_within_two_working_days_of_receipt(
    task: Task, cast: Cast, head: Occasion, days: int, is_in_time: bool
) -> None:
    """Received on Wednesday: until Friday, and no more on Monday."""
    actions.receive(task, on=head)
    late = days_later(days, cast.head)
    if is_in_time:
        assert asked_return(task, late).state is RequestState.PENDING
        return
    with pytest.raises(RuleBroken) as broken:
        asked_return(task, late)
    assert (broken.value.key, broken.value.details["until"]) == ("return_too_late", date(2021, 6, 18))


def test_who_reported_work_gives_nothing_back(task: Task, head: Occasion) -> None:
    build.progress(task, on=head)
    with pytest.raises(RuleBroken, match="return_after_report"):
        asked_return(task, head)


def test_the_days_to_return_are_a_setting(task: Task, cast: Cast, head: Occasion, office: Occasion) -> None:
    settings.set_value(
        "return_working_days", 5, legal_basis="", valid_from=TODAY, acting=office.acting, now=office.now
    )
    actions.receive(task, on=head)
    assert asked_return(task, days_later(6, cast.head)).state is RequestState.PENDING


def test_a_partner_returns_its_own_part_and_nothing_else(
    task: Task, cast: Cast, chief: Occasion, now: datetime
) -> None:
    ward = build.occasion(now, cast.ward_head)
    row = actions.ask_return(task, unit_id=cast.loc_vuong.id, reason="Phường không có đê.", on=ward)
    assert task.pending_request is None, "the lead's own requests stay open to it"
    actions.accept_request(row, on=chief)
    assert (task.state, live_lead(task)) == (State.NEW, cast.economy.id)
    (part,) = [one for one in task.assignments if one.unit_id == cast.loc_vuong.id]
    assert part.ended_at == now
    (mail,) = mails("request_decided")
    assert (mail.to_name, task.title in mail.text_body) == (cast.ward_head.full_name, True)


def test_who_has_no_part_returns_none(task: Task, cast: Cast, now: datetime) -> None:
    with pytest.raises(RuleBroken, match="nothing_owed"):
        actions.ask_return(task, unit_id=cast.urban.id, reason=WHY, on=build.occasion(now, cast.other_head))


# --------------------------------------------------------------------------------------------------------- transfer


def test_a_transfer_makes_the_task_new_for_the_new_unit(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    build.progress(task, on=head, forecast_on=date(2021, 6, 25))
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)
    assert (task.unit_id, showing.forecast_day(task)) == (cast.economy.id, date(2021, 6, 25))
    actions.accept_request(row, on=chief)
    assert showing.forecast_day(task) is None, "what the old unit expected binds nobody"
    assert (task.unit_id, task.state, task.received_at, live_lead(task)) == (
        cast.urban.id,
        State.NEW,
        None,
        cast.urban.id,
    )
    assert (task.due_on, task.original_due_on) == (DUE, DUE)
    assert {mail.to_name for mail in mails("lead_changed")} == {
        cast.head.full_name,
        cast.other_head.full_name,
        cast.ward_head.full_name,
    }
    actions.receive(task, on=build.occasion(chief.now, cast.other_head))
    assert verify(None).is_whole


def test_who_helps_learns_with_whom_and_reports_through_the_same_link(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)
    actions.accept_request(row, on=chief)
    (mail,) = [one for one in mails("lead_changed") if one.to_name == cast.ward_head.full_name]
    assert "từ Phòng Kinh tế sang Phòng Quản lý đô thị chủ trì" in " ".join(mail.text_body.split())
    assert f"/part/{task.code}" in mail.text_body
    (part,) = [one for one in task.assignments if one.role is UnitRole.PARTNER]
    assert (part.unit_id, part.ended_at, part.due_on) == (cast.loc_vuong.id, None, DUE)


def test_who_helped_with_a_task_that_went_back_is_asked_no_more(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    db.session.execute(sa.update(OutboxMessage).values(state="sent", sent_at=sa.func.now()))
    actions.accept_request(asked_return(task, head), on=chief)
    (mail,) = mails("parts_ended")
    text = " ".join(mail.text_body.split())
    assert (mail.to_name, f"Phòng Kinh tế trả lại nhiệm vụ: {WHY}" in text) == (
        cast.ward_head.full_name,
        True,
    )


def test_a_unit_that_says_the_task_is_not_its_own_is_not_silent(
    task: Task, cast: Cast, head: Occasion
) -> None:
    """Nor does the unit that gets it begin as one nobody has heard of for weeks."""
    late = days_later(25, cast.head)
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=late)
    actions.accept_request(row, on=days_later(26, cast.chief))
    reading = reading_at(build.at(TODAY + timedelta(days=40)), build.CITY, late.calendar)
    silent = sa.select(Task.id).where(condition(View.SILENT, reading))
    assert db.session.scalars(silent).all() == []


def test_with_the_lead_goes_who_follows_it_and_no_officer_of_the_old_unit_stays(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    other = build.person("Bùi Thị Mai", Role.MONITOR, cast.office, title="Chuyên viên")
    cast.urban.monitor_id = other.id
    actions.add_sub_task(task, actions.Share("Khảo sát", officer=cast.officer), on=head)
    done = actions.add_sub_task(task, actions.Share("Họp dân", officer=cast.officer), on=head)
    actions.tick_sub_task(done, is_done=True, on=head)
    actions.accept_request(actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head), on=chief)
    assert (task.monitor_id, task.officer_id) == (other.id, None)
    assert [(one.title, one.officer) for one in task.sub_tasks] == [
        ("Khảo sát", None),
        ("Họp dân", cast.officer),
    ], "what somebody did stays theirs"


def test_a_transfer_gives_more_time_or_the_same_never_less_nor_a_year_nobody_means(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)
    for day, key in ((date(2021, 6, 20), "extension_not_later"), (date(2121, 6, 20), "extension_too_far")):
        with pytest.raises(RuleBroken) as broken, db.session.begin_nested():
            actions.accept_request(row, note="Đổi hạn.", new_due_on=day, on=chief)
        assert (broken.value.key, broken.value.field) == (key, "new_due_on")


def test_lateness_before_a_transfer_stays_in_the_versions(task: Task, cast: Cast) -> None:
    late = days_later(20, cast.head)
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=late)
    actions.accept_request(row, on=days_later(21, cast.chief))
    statement = sa.select(TaskVersion).where(TaskVersion.task_id == task.id).order_by(TaskVersion.seq)
    held = [(version.unit_id, version.overdue_from) for version in db.session.scalars(statement)]
    assert held[-1][0] == cast.urban.id
    assert {unit_id for unit_id, _late in held[:-1]} == {cast.economy.id}
    assert all(instant == task.original_overdue_from for _unit, instant in held)


def test_a_partner_that_takes_the_lead_is_partner_no_more(task: Task, cast: Cast, head: Occasion) -> None:
    row = actions.ask_transfer(task, new_unit=cast.loc_vuong, reason=WHY, on=head)
    actions.accept_request(row, on=days_later(1, cast.chief))
    live = [(one.unit_id, one.role) for one in task.assignments if one.ended_at is None]
    assert live == [(cast.loc_vuong.id, UnitRole.LEAD)]


def test_a_transfer_may_set_another_date_with_a_reason(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.accept_request(row, new_due_on=date(2021, 7, 20), on=chief)
    db.session.rollback()


def test_with_a_reason_the_current_date_moves_and_the_original_stays(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)
    actions.accept_request(row, note="Đơn vị mới cần thêm thời gian.", new_due_on=date(2021, 7, 20), on=chief)
    assert (task.due_on, task.original_due_on, task.deadline_version) == (date(2021, 7, 20), DUE, 2)
    assert events(task)[-2:] == [Event.DEADLINE_MOVED, Event.PARTS_MOVED], "who helps is due with it"


def test_what_the_old_unit_had_asked_lapses_with_its_lead(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    extension = build.extension(task, date(2021, 7, 15), on=head)
    row = actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)
    actions.accept_request(row, on=chief)
    assert (extension.state, row.state) == (ExtensionState.LAPSED, RequestState.ACCEPTED)
    assert Event.EXTENSION_LAPSED in events(task)


@pytest.mark.parametrize(("to", "key"), [("economy", "unit_same")])
def test_the_lead_passes_to_another_unit(task: Task, cast: Cast, head: Occasion, to: str, key: str) -> None:
    with pytest.raises(RuleBroken, match=key):
        actions.ask_transfer(task, new_unit=getattr(cast, to), reason=WHY, on=head)


def test_one_request_about_the_lead_waits_at_a_time(task: Task, cast: Cast, head: Occasion) -> None:
    asked_return(task, head)
    with pytest.raises(RuleBroken, match="request_pending"):
        actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)


# ------------------------------------------------------------------------------------------------------- corrections


@pytest.fixture
def mailed(task: Task) -> Task:
    """Its first mail has left."""
    for mail in mails("tasks_issued"):
        mail.state, mail.sent_at = MailState.SENT, mail.created_at
    db.session.flush()
    return task


def corrected(task: Task, to: date, office: Occasion) -> TaskRequest:
    return actions.propose_date_correction(task, new_due_on=to, reason="Thông báo ghi 20/7.", on=office)


def test_a_slip_is_put_right_by_a_second_person(mailed: Task, office: Occasion, chief: Occasion) -> None:
    row = corrected(mailed, date(2021, 7, 20), office)
    with pytest.raises(RuleBroken, match="second_person"):
        actions.accept_request(row, on=office)
    with pytest.raises(RuleBroken, match="second_person"):
        actions.refuse_request(row, reason="Thôi.", on=office)
    actions.accept_request(row, on=chief)
    assert (mailed.original_due_on, mailed.due_on, mailed.extension_count) == (
        date(2021, 7, 20),
        date(2021, 7, 20),
        0,
    )
    assert mailed.original_overdue_from == mailed.overdue_from
    moved, told = timeline("task", mailed.id)[:2]
    assert (told.event, told.details["from"], told.details["to"]) == (
        Event.TASK_CORRECTED,
        "2021-06-30",
        "2021-07-20",
    )
    assert (moved.event, moved.details["to"]) == (Event.PARTS_MOVED, "2021-07-20")


def test_after_the_first_mail_one_corrected_mail_goes(
    mailed: Task, office: Occasion, chief: Occasion
) -> None:
    before = len(mails("tasks_issued"))
    actions.accept_request(corrected(mailed, date(2021, 7, 20), office), on=chief)
    (mail,) = mails("task_corrected")
    assert "30/06/2021" in mail.text_body
    assert "20/07/2021" in mail.text_body
    assert len(mails("tasks_issued")) == before


def test_before_the_first_mail_the_mail_itself_is_put_right(
    task: Task, office: Occasion, chief: Occasion
) -> None:
    (wrong,) = mails("tasks_issued")
    actions.accept_request(corrected(task, date(2021, 7, 20), office), on=chief)
    assert mails("task_corrected") == []
    assert wrong.state is MailState.EXPIRED
    right = mails("tasks_issued")[-1]
    assert (right.state, right.to_name) == (MailState.OWED, wrong.to_name)
    assert "20/07/2021" in right.subject
    assert "30/06/2021" in wrong.subject


def test_more_time_that_was_granted_outlives_a_correction(
    mailed: Task, head: Occasion, office: Occasion, chief: Occasion
) -> None:
    actions.grant_extension(build.extension(mailed, date(2021, 7, 15), on=head), on=chief)
    actions.accept_request(corrected(mailed, date(2021, 6, 28), office), on=chief)
    assert (mailed.original_due_on, mailed.due_on, mailed.extension_count) == (
        date(2021, 6, 28),
        date(2021, 7, 15),
        1,
    )


def test_the_wrong_lead_is_put_right_free_of_blame(
    mailed: Task, cast: Cast, office: Occasion, chief: Occasion
) -> None:
    row = actions.propose_lead_correction(mailed, new_unit=cast.urban, reason="Ghi nhầm.", on=office)
    actions.accept_request(row, on=chief)
    assert (mailed.unit_id, mailed.state, mailed.send_back_count) == (cast.urban.id, State.NEW, 0)
    (mail,) = mails("task_corrected")
    assert (mail.to_name, "Phòng Quản lý đô thị" in mail.text_body) == (cast.head.full_name, True)
    assert mails("tasks_issued")[-1].to_name == cast.other_head.full_name


def test_a_lead_corrected_before_the_first_mail_never_hears_of_it(
    task: Task, cast: Cast, office: Occasion, chief: Occasion
) -> None:
    row = actions.propose_lead_correction(task, new_unit=cast.urban, reason="Ghi nhầm.", on=office)
    actions.accept_request(row, on=chief)
    owed = [mail for mail in mails("tasks_issued") if mail.state is MailState.OWED]
    assert [mail.to_name for mail in owed] == [cast.other_head.full_name]
    assert mails("task_corrected") == []


@pytest.mark.parametrize(("to", "key"), [(DUE, "date_same"), (date(2021, 6, 15), "due_before_assignment")])
def test_a_correction_names_a_date_that_could_have_been_meant(
    task: Task, office: Occasion, to: date, key: str
) -> None:
    with pytest.raises(RuleBroken, match=key):
        corrected(task, to, office)


# ---------------------------------------------------------------------------------------------------- who decides, how


def test_a_no_carries_its_reason_to_who_asked(task: Task, head: Occasion, chief: Occasion) -> None:
    row = asked_return(task, head)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.refuse_request(row, reason=" ", on=chief)
    actions.refuse_request(row, reason="Đúng chức năng của phòng.", on=chief)
    assert (row.state, task.state) == (RequestState.REFUSED, State.NEW)
    (mail,) = mails("request_decided")
    assert "Đúng chức năng của phòng." in mail.text_body
    with pytest.raises(AlreadyDone, match="request_not_pending"):
        actions.accept_request(row, on=chief)


@pytest.mark.parametrize(
    ("who", "role", "is_heard"),
    [
        ("chief", Role.CHIEF_OF_OFFICE, False),
        ("monitor", Role.MONITOR, False),
        ("vice", Role.VICE_CHAIR, True),
        ("chair", Role.CHAIR, False),
    ],
)
def test_without_delegation_only_the_leader_who_assigned_decides(
    task: Task,
    cast: Cast,
    head: Occasion,
    office: Occasion,
    now: datetime,
    who: str,
    role: Role,
    is_heard: bool,
) -> None:
    settings.set_value(
        "office_decides", False, legal_basis="", valid_from=TODAY, acting=office.acting, now=office.now
    )
    by = build.occasion(now, cast.everyone[who])
    extension, request = build.extension(task, date(2021, 7, 15), on=head), asked_return(task, head)
    if is_heard:
        actions.refuse_extension(extension, reason="Không.", role=role, on=by)
        actions.accept_request(request, role=role, on=by)
        assert task.state is State.RETURNED
        return
    for attempt in (
        lambda: actions.grant_extension(extension, role=role, on=by),
        lambda: actions.refuse_extension(extension, reason="Không.", role=role, on=by),
        lambda: actions.accept_request(request, role=role, on=by),
        lambda: actions.refuse_request(request, reason="Không.", role=role, on=by),
    ):
        with pytest.raises(RuleBroken, match="leader_decides"):
            attempt()


def test_the_chair_decides_for_a_leader_who_is_gone(
    task: Task, cast: Cast, head: Occasion, office: Occasion, now: datetime
) -> None:
    settings.set_value(
        "office_decides", False, legal_basis="", valid_from=TODAY, acting=office.acting, now=office.now
    )
    cast.vice.posts[0].valid_to = TODAY
    db.session.flush()
    actions.accept_request(asked_return(task, head), role=Role.CHAIR, on=build.occasion(now, cast.chair))
    assert task.state is State.RETURNED


def test_what_is_withdrawn_leaves_nothing_to_decide(task: Task, head: Occasion, chief: Occasion) -> None:
    row, extension = asked_return(task, head), build.extension(task, date(2021, 7, 15), on=head)
    actions.withdraw(task, reason="Tỉnh làm.", on=chief)
    assert (row.state, extension.state) == (RequestState.LAPSED, ExtensionState.LAPSED)


def test_what_is_claimed_done_asks_for_nothing_more(task: Task, head: Occasion, office: Occasion) -> None:
    slip = corrected(task, date(2021, 7, 20), office)
    extension = build.extension(task, date(2021, 7, 15), on=head)
    build.completion(task, on=head)
    assert (extension.state, slip.state) == (ExtensionState.LAPSED, RequestState.PENDING)


@pytest.mark.parametrize("state", [State.WAITING, State.COMPLETED, State.WITHDRAWN])
def test_what_is_not_worked_on_is_neither_returned_nor_passed_on(
    task: Task, cast: Cast, head: Occasion, chief: Occasion, state: State
) -> None:
    if state is State.WITHDRAWN:
        actions.withdraw(task, reason="Tỉnh làm.", on=chief)
    else:
        build.completion(task, on=head)
    if state is State.COMPLETED:
        actions.confirm(task, on=chief)
    with pytest.raises(RuleBroken, match="nothing_owed"):
        asked_return(task, head)
    with pytest.raises(RuleBroken, match="nothing_owed"):
        actions.ask_transfer(task, new_unit=cast.urban, reason=WHY, on=head)
