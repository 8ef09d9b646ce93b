"""Pausing, giving up, opening again; explanations, objective causes, remarks; the confirmer's date and the plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from taskboard.briefings.models import DraftDue
from taskboard.db import breaks_a_check, db
from taskboard.domain.authority import Role
from taskboard.domain.deadline import Recurrence
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.queries import timeline
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.settings import actions as settings
from taskboard.tasks import actions
from taskboard.tasks.models import Task, TaskVersion
from taskboard.units.models import Unit
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskboard.occasion import Occasion

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
DUE = date(2021, 6, 30)


@pytest.fixture
def chief(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.chief)


@pytest.fixture
def head(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.head)


@pytest.fixture
def task(cast: Cast, chief: Occasion) -> Task:
    return build.task("Lập phương án hộ đê toàn tuyến", lead=cast.economy, on=chief, due_on=DUE)


@pytest.fixture
def working(task: Task, head: Occasion) -> Task:
    build.progress(task, on=head)
    return task


def on_day(day: date, by: object) -> Occasion:
    return build.occasion(build.at(day), by)  # type: ignore[arg-type]


def mails(kind: str) -> list[OutboxMessage]:
    owed = sa.select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.session.scalars(owed))


def planned(task: Task) -> int:
    chosen = (Reminder.task_id == task.id, Reminder.state == ReminderState.PLANNED)
    return db.session.scalar(sa.select(sa.func.count(Reminder.id)).where(*chosen)) or 0


def last_version(task: Task) -> TaskVersion:
    statement = sa.select(TaskVersion).where(TaskVersion.task_id == task.id)
    return db.session.scalars(statement.order_by(TaskVersion.seq.desc()).limit(1)).one()


# ------------------------------------------------------------------------------------------------------ pause, resume


def test_a_pause_rests_the_reminders_and_keeps_the_date(working: Task, chief: Occasion) -> None:
    actions.pause(working, reason="Chờ quy hoạch.", resume_on=date(2021, 7, 1), on=chief)
    assert (working.state, working.resume_on, working.due_on) == (State.PAUSED, date(2021, 7, 1), DUE)
    assert planned(working) == 0
    (mail,) = mails("task_paused")
    assert "Chờ quy hoạch." in mail.text_body
    actions.resume(working, on=chief)
    assert (working.state, working.resume_on) == (State.IN_PROGRESS, None)
    assert planned(working) > 0
    assert len(mails("task_resumed")) == 1


@pytest.mark.parametrize(
    ("reason", "resume_on", "key"),
    [
        ("", date(2021, 7, 1), "reason_missing"),
        ("Chờ.", None, "resume_missing"),
        ("Chờ.", TODAY, "resume_not_future"),
    ],
)
def test_a_pause_says_why_and_until_when(
    working: Task, chief: Occasion, reason: str, resume_on: date | None, key: str
) -> None:
    with pytest.raises(RuleBroken, match=key):
        actions.pause(working, reason=reason, resume_on=resume_on, on=chief)
    assert working.state is State.IN_PROGRESS


def test_what_nobody_received_is_not_paused(task: Task, chief: Occasion) -> None:
    with pytest.raises(RuleBroken, match="verb_not_possible"):
        actions.pause(task, reason="Chờ.", resume_on=date(2021, 7, 1), on=chief)


def test_a_second_pause_is_told_again(working: Task, chief: Occasion) -> None:
    for day in (date(2021, 7, 1), date(2021, 7, 15)):
        actions.pause(working, reason="Chờ quy hoạch.", resume_on=day, on=chief)
        actions.resume(working, on=chief)
    assert len(mails("task_paused")) == 2


# ------------------------------------------------------------------------------------------------- give up, open again


def test_what_is_not_pursued_ends_with_its_reason(working: Task, chief: Occasion) -> None:
    actions.stop_pursuing(working, reason="Dự án dừng.", on=chief)
    assert (working.state, working.closing_reason) == (State.NOT_PURSUED, "Dự án dừng.")
    assert planned(working) == 0
    assert len(mails("task_not_pursued")) == 1


@pytest.mark.parametrize(("verb", "follow"), [(actions.stop_pursuing, 2), (actions.withdraw, 1)])
def test_a_period_given_up_ends_itself_and_one_withdrawn_ends_the_duty_of_its_unit(
    cast: Cast, chief: Occasion, verb: Callable[..., None], follow: int
) -> None:
    first, _other = build.tasks_of_letter(
        "Tổng vệ sinh",
        leads=[cast.loc_vuong, cast.cua_nam],
        on=chief,
        due=DraftDue.DUTY,
        recurrence=Recurrence.WEEKLY,
    )
    verb(first, reason="Tạm dừng do dịch.", on=chief)
    week_later = build.occasion(chief.now + timedelta(days=7))
    assert actions.open_due_occurrences(on=week_later) == follow


def test_a_confirmed_task_opened_again_is_owed_again_and_counted(
    working: Task, head: Occasion, chief: Occasion
) -> None:
    for times in (1, 2):
        build.completion(working, on=head)
        actions.confirm(working, on=chief)
        actions.reopen(working, reason="Số liệu sai.", on=chief)
        assert (working.state, working.reopen_count) == (State.IN_PROGRESS, times)
    assert (working.claimed_on, working.completed_on, working.confirmed_at) == (None, None, None)
    assert planned(working) > 0
    assert len(mails("task_reopened")) == 2


@pytest.mark.parametrize("verb", [actions.stop_pursuing, actions.reopen])
def test_ending_and_opening_again_say_why(working: Task, chief: Occasion, verb: object) -> None:
    with pytest.raises(RuleBroken, match="reason_missing"):
        verb(working, reason=" ", on=chief)  # type: ignore[operator]


# ---------------------------------------------------------------------------------------------- the confirmer, the plan


def test_the_confirmer_has_a_date_too(working: Task, head: Occasion, chief: Occasion) -> None:
    """Claimed on Wednesday the 16th: five working days end on Wednesday the 23rd."""
    build.completion(working, on=head)
    assert working.confirm_by == date(2021, 6, 23)
    actions.send_back(working, reason="Thiếu.", on=chief)
    assert working.confirm_by is None


@pytest.mark.parametrize(
    ("day", "is_asked"), [(date(2021, 6, 29), False), (DUE, True), (date(2021, 7, 8), True)]
)
def test_from_the_due_day_on_what_is_not_done_needs_a_plan(
    task: Task, cast: Cast, day: date, is_asked: bool
) -> None:
    on = on_day(day, cast.head)
    if not is_asked:
        _report(task, on)
        return
    for said, field in (({}, "next_step"), ({"next_step": "Nghiệm thu."}, "forecast_on")):
        with pytest.raises(RuleBroken) as broken:
            _report(task, on, **said)
        assert (broken.value.key, broken.value.field) == ("plan_missing", field)
    _report(task, on, next_step="Nghiệm thu.", forecast_on=day + timedelta(days=7))
    assert task.state is State.IN_PROGRESS


def _report(task: Task, on: Occasion, **said: object) -> None:
    account = build.account(**said)
    actions.report_progress(task, account, unit=task.unit, storage=build.storage(Path("unused")), on=on)


def test_a_completion_needs_no_plan(task: Task, cast: Cast) -> None:
    build.completion(task, on=on_day(date(2021, 7, 8), cast.head))
    assert task.state is State.WAITING


# -------------------------------------------------------------------------------------------------------- explanations


def test_a_question_about_a_task_is_answered_by_its_unit(
    task: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    row = actions.ask_explanation(
        cast.economy, task=task, question="Vì sao chậm?", due_on=date(2021, 6, 18), on=chief
    )
    (asked,) = mails("explanation_asked")
    assert (asked.to_name, "Vì sao chậm?" in asked.text_body) == (cast.head.full_name, True)
    assert f"/explanations/{row.id}" in asked.text_body
    actions.answer_explanation(row, answer="Thiếu cán bộ.", on=head)
    assert (row.answer, row.answered_by_id) == ("Thiếu cán bộ.", cast.head.id)
    (told,) = mails("explanation_given")
    assert (told.to_name, "Thiếu cán bộ." in told.text_body) == (cast.chief.full_name, True)
    with pytest.raises(AlreadyDone, match="already_answered"):
        actions.answer_explanation(row, answer="Lần nữa.", on=head)
    assert [line.event for line in timeline("task", task.id)][:2] == [
        Event.EXPLANATION_GIVEN,
        Event.EXPLANATION_ASKED,
    ]


def test_a_question_about_a_unit_stands_in_the_units_history(cast: Cast, chief: Occasion) -> None:
    actions.ask_explanation(cast.urban, question="Tỷ lệ cập nhật thấp?", due_on=date(2021, 6, 18), on=chief)
    line = timeline("unit", cast.urban.id)[0]
    assert (line.event, line.details["question"]) == (Event.EXPLANATION_ASKED, "Tỷ lệ cập nhật thấp?")


@pytest.mark.parametrize(
    ("question", "due_on", "key"),
    [(" ", date(2021, 6, 18), "question_missing"), ("Vì sao?", date(2021, 6, 15), "explain_date_past")],
)
def test_a_question_says_something_and_leaves_time(
    cast: Cast, chief: Occasion, question: str, due_on: date, key: str
) -> None:
    with pytest.raises(RuleBroken, match=key):
        actions.ask_explanation(cast.urban, question=question, due_on=due_on, on=chief)


# ----------------------------------------------------------------------------------------------------- objective cause


def test_an_objective_cause_is_confirmed_by_whom_and_when_and_can_be_revoked(
    working: Task, cast: Cast
) -> None:
    late = on_day(date(2021, 7, 8), cast.chief)
    actions.confirm_cause(working, note="Bão số 2.", on=late)
    assert (
        working.objective_cause_confirmed_at,
        working.objective_cause_confirmed_by_id,
        working.objective_cause_note,
    ) == (late.now, cast.chief.id, "Bão số 2.")
    assert last_version(working).has_objective_cause
    with pytest.raises(AlreadyDone, match="cause_confirmed"):
        actions.confirm_cause(working, note="Bão số 3.", on=late)
    actions.revoke_cause(working, reason="Bão không qua địa bàn.", on=late)
    assert (working.objective_cause_confirmed_at, last_version(working).has_objective_cause) == (None, False)
    assert len(mails("cause_settled")) == 2


def test_what_is_in_time_has_no_cause_to_confirm(working: Task, chief: Occasion) -> None:
    with pytest.raises(RuleBroken, match="cause_not_late"):
        actions.confirm_cause(working, note="Bão số 2.", on=chief)
    with pytest.raises(RuleBroken, match="cause_not_confirmed"):
        actions.revoke_cause(working, reason="Không có.", on=chief)


def test_late_by_the_original_date_is_late_whatever_was_granted(
    working: Task, cast: Cast, head: Occasion, chief: Occasion
) -> None:
    actions.grant_extension(build.extension(working, date(2021, 7, 30), on=head), on=chief)
    assert not actions.is_late(working, today=DUE, zone=build.CITY)
    actions.confirm_cause(working, note="Bão số 2.", on=on_day(date(2021, 7, 8), cast.chief))


def test_done_on_its_day_was_never_late(working: Task, cast: Cast, head: Occasion, chief: Occasion) -> None:
    build.completion(working, on=head)
    actions.confirm(working, on=chief)
    with pytest.raises(RuleBroken, match="cause_not_late"):
        actions.confirm_cause(working, note="Bão.", on=on_day(date(2021, 8, 1), cast.chief))


# ------------------------------------------------------------------------------------------------------------- remarks


def test_a_leaders_word_reaches_the_unit_and_who_follows_it(working: Task, cast: Cast, now: datetime) -> None:
    row = actions.remark(working, text="Làm dứt điểm.", on=build.occasion(now, cast.chair))
    assert (row.person_id, row.text) == (cast.chair.id, "Làm dứt điểm.")
    told = mails("remark_made")
    assert {mail.to_name for mail in told} == {cast.head.full_name, cast.monitor.full_name}
    assert all("Làm dứt điểm." in mail.text_body for mail in told)
    of_monitor = next(mail for mail in told if mail.to_name == cast.monitor.full_name)
    assert f"/tasks/{working.code}" in of_monitor.text_body
    assert "không cần đăng nhập" not in of_monitor.text_body
    with pytest.raises(RuleBroken, match="remark_missing"):
        actions.remark(working, text=" ", on=build.occasion(now, cast.chair))


def test_who_fills_a_post_for_now_or_speaks_for_another_is_named_so(
    working: Task, cast: Cast, now: datetime
) -> None:
    """Under a letter stands the title that is signed with, and for whom (rule 38)."""
    (of_chair,) = cast.chair.posts
    of_chair.is_acting = True
    assistant = build.person("Bùi Thị Mai", Role.CHAIR, title="Trợ lý Chủ tịch")
    assistant.posts[0].on_behalf_of = of_chair
    titles = ("Q. Chủ tịch UBND thành phố", "Trợ lý Chủ tịch")
    for speaker, said in zip(
        (cast.chair, assistant),
        (
            f"Đồng chí {titles[0]} có ý kiến",
            f"Đồng chí {titles[1]} thay mặt đồng chí Phạm Duy Hưng, {titles[0]} có ý kiến",
        ),
        strict=True,
    ):
        actions.remark(working, text="Làm ngay.", on=build.occasion(now, speaker))
        assert said in " ".join(mails("remark_made")[-1].text_body.split())
    actions.urge(working, on=build.occasion(now, assistant))
    assert "thay mặt đồng chí Phạm Duy Hưng" in " ".join(mails("task_urged")[-1].text_body.split())


# -------------------------------------------------------------------------------------------- what the database repeats


@pytest.mark.parametrize(
    "values",
    [
        {"resume_on": date(2021, 7, 1)},
        {"confirm_by": date(2021, 7, 1)},
        {"completed_on": date(2021, 7, 1)},
        {"claimed_on": date(2021, 7, 1)},
        {"objective_cause_confirmed_by_id": 1},
        {"state": State.WITHDRAWN},
        {"state": State.COMPLETED},
        {"due_on": None},
    ],
)
def test_the_database_refuses_what_the_state_does_not_allow(
    task: Task, cast: Cast, values: dict[str, object]
) -> None:
    if "objective_cause_confirmed_by_id" in values:
        values = {"objective_cause_confirmed_by_id": cast.chief.id}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.update(Task).where(Task.id == task.id).values(**values))


def test_a_new_task_is_not_received(task: Task, now: datetime) -> None:
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(sa.update(Task).where(Task.id == task.id).values(received_at=now))
    assert breaks_a_check(refused.value), "the row itself, not somebody who wrote first"


def test_a_row_that_is_there_already_breaks_no_check(task: Task, cast: Cast) -> None:
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(sa.update(Unit).where(Unit.id == task.unit_id).values(code=cast.office.code))
    assert not breaks_a_check(refused.value)


def test_the_days_of_the_confirmer_are_a_setting(working: Task, head: Occasion, chief: Occasion) -> None:
    settings.set_value(
        "confirm_working_days", 1, legal_basis="", valid_from=TODAY, acting=chief.acting, now=chief.now
    )
    build.completion(working, on=head)
    assert working.confirm_by == date(2021, 6, 17)
