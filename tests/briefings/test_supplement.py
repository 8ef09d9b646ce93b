"""After issue the text stays as it is: a supplement says what it replaces, and each open task is asked about."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.briefings import actions, queries
from taskboard.briefings.actions import Answer, DraftEdit, Fate, Source, Target
from taskboard.briefings.models import (
    ConclusionText,
    Directive,
    Draft,
    DraftDue,
    SourceKind,
    SupplementAct,
    UnitRole,
)
from taskboard.db import begin_writing, db
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.domain.errors import AlreadyDone, RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.reports import queries as reports
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Duty, ExtensionState, Task, TaskVersion
from tests import build
from tests.briefings.table import Table, laid
from tests.cast import Cast, cast, gather

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

__all__ = ["cast"]

WORDS = "1. Đính chính mục 1: giao phòng Kinh tế lập phương án hộ đê và bảo vệ cống, trình UBND thành phố trước ngày 20/7/2021."
REASON = "Nội dung cũ không còn phù hợp"


@dataclass
class Desk:
    """A briefing whose notice is issued, and what the Office does with its supplement."""

    table: Table

    @property
    def issued(self) -> ConclusionText:
        found = queries.last_issued_text(self.table.briefing)
        assert found is not None
        return found

    @property
    def text(self) -> ConclusionText:
        return self.table.text

    @property
    def on(self) -> Any:
        return self.table.on

    def directive(self, words: str) -> Directive:
        return next(
            row
            for row in queries.directives_of(self.table.briefing, now=self.on.now)
            if words in row.directive.wording
        ).directive

    def tasks(self, words: str) -> list[Task]:
        found = sa.select(Task).where(Task.directive_id == self.directive(words).id).order_by(Task.id)
        return list(db.session.scalars(found))

    def record(self, text: str = WORDS) -> ConclusionText:
        return self.table.record(text, supplements=self.issued, accept_none=True)

    def say(self, draft: Draft, act: SupplementAct | None, words: str = "", **changes: Any) -> None:
        """Correct the draft, say what it does to the directive with these words, and accept it."""
        replaced = self.directive(words).id if words else None
        self.table.accept(draft, supplement_act=act, replaces_id=replaced, **changes)

    def ready(self, act: SupplementAct, words: str, **changes: Any) -> Draft:
        """A supplement of one order, decided."""
        self.record()
        (draft,) = [row for row in self.text.drafts if row.kind != "passage"]
        self.say(draft, act, words, **changes)
        if any(row.kind == "passage" for row in self.text.drafts):
            actions.drop_passages(self.text, reason="Câu dẫn", on=self.on)
        return draft

    def go_on(self, task: Task, unit: Any = None) -> Answer:
        return Answer(Fate.GO_ON, version=task.version, unit_id=unit.id if unit else None)

    def withdraw(self, task: Task, reason: str = REASON) -> Answer:
        return Answer(Fate.WITHDRAW, version=task.version, reason=reason)

    def issue(self, answers: dict[int, Answer] | None = None) -> list[Task]:
        return actions.issue(self.text, answers=answers or {}, on=self.on)


@pytest.fixture
def desk(cast: Cast, now: datetime) -> Desk:
    table = laid(cast, now)
    table.record()
    table.accept_all()
    actions.issue(table.text, on=table.on)
    db.session.commit()
    return Desk(table)


def mails(start: str) -> list[str]:
    return list(db.session.scalars(sa.select(OutboxMessage.key).where(OutboxMessage.key.startswith(start))))


def entries(event: Event) -> list[JournalEntry]:
    return list(db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == event)))


# ----------------------------------------------------------------------------------------------------- taking it in


def test_the_issued_text_stays_as_it_is_and_the_supplement_says_what_it_follows(desk: Desk) -> None:
    before = (desk.issued.id, desk.issued.text, desk.issued.text_sha256, desk.issued.frozen_at)
    text = desk.record()
    assert text.supersedes_id == before[0]
    assert (desk.issued.id, desk.issued.text, desk.issued.text_sha256, desk.issued.frozen_at) == before
    (entry,) = entries(Event.SUPPLEMENT_RECORDED)
    assert desk.issued.text_sha256 in entry.details


def test_what_is_not_issued_yet_is_corrected_in_its_drafts(cast: Cast, now: datetime) -> None:
    table = laid(cast, now)
    text = table.record()
    with pytest.raises(RuleBroken, match="supplement_of_unissued"):
        table.record(WORDS, supplements=text)


def test_an_issued_text_takes_no_new_words_without_a_supplement(desk: Desk) -> None:
    with pytest.raises(RuleBroken, match="conclusions_frozen"):
        desk.table.record(WORDS)


def test_a_supplement_under_review_is_recorded_again_like_any_text(desk: Desk) -> None:
    seen = desk.record().version
    with pytest.raises(Stale):
        desk.record()
    desk.table.record(WORDS.replace("20/7", "21/7"), supplements=desk.issued, seen_version=seen)
    assert len(queries.texts_of(desk.table.briefing)) == 2
    assert "21/7" in desk.text.text


def test_the_order_it_probably_speaks_of_is_proposed_with_the_reason(desk: Desk) -> None:
    desk.record()
    draft = desk.table.draft("hộ đê")
    assert (draft.supplement_act, draft.replaces) == (SupplementAct.REPLACES, desk.directive("hộ đê"))
    assert "mục 1" in draft.reasons


def test_an_order_that_takes_something_back_is_proposed_as_such_with_its_own_words_for_a_reason(
    desk: Desk,
) -> None:
    desk.record(
        "1. Bãi bỏ mục 3.\n\n2. Mục 1 nay sửa là: giao phòng Kinh tế lập phương án trước ngày 20/7/2021."
    )
    withdrawing, replacing = desk.table.draft("Bãi bỏ"), desk.table.draft("lập phương án")
    assert withdrawing.supplement_act is SupplementAct.WITHDRAWS
    assert (withdrawing.replaces.number, "Bãi bỏ mục 3" in withdrawing.withdraw_reason) == (3, True)  # type: ignore[union-attr]
    assert replacing.replaces == desk.directive("hộ đê")
    assert queries.missing_of(withdrawing) == ()


@pytest.mark.parametrize("words", ["", "   \n "])
def test_an_empty_supplement_is_refused(desk: Desk, words: str) -> None:
    with pytest.raises(RuleBroken, match="text_empty"):
        desk.record(words)
    assert desk.text.id == desk.issued.id


# ------------------------------------------------------------------------------------------------- what it replaces


def test_an_order_of_a_supplement_is_accepted_once_it_says_what_it_does(desk: Desk) -> None:
    desk.record("Giao phòng Quản lý đô thị chỉnh trang vỉa hè trước ngày 30/7/2021.")
    draft = desk.table.draft("vỉa hè")
    assert draft.supplement_act is None
    with pytest.raises(RuleBroken) as refused:
        desk.say(draft, None)
    assert (refused.value.key, refused.value.field) == ("supplement_unsaid", "supplement_act")
    desk.say(draft, SupplementAct.NEW)
    assert draft.state == "accepted"


def test_what_only_withdraws_needs_a_reason_and_nobody_to_lead_it(desk: Desk) -> None:
    desk.record("Bãi bỏ mục 1.")
    (draft,) = desk.text.drafts
    with pytest.raises(RuleBroken) as refused:
        desk.say(draft, SupplementAct.WITHDRAWS, "hộ đê", title="Bãi bỏ", leads=[], due=DraftDue.UNDECIDED)
    assert (refused.value.key, refused.value.field) == ("reason_missing", "withdraw_reason")
    db.session.refresh(draft)
    desk.say(draft, SupplementAct.WITHDRAWS, "hộ đê", title="Bãi bỏ", leads=[], withdraw_reason=REASON)
    assert draft.state == "accepted"


def test_an_order_that_replaces_names_an_issued_one_of_its_own_briefing(desk: Desk) -> None:
    letter = Source(kind=SourceKind.LETTER, wording="Rà soát.", number="1/UBND")
    edit = DraftEdit(
        title="Rà soát", leads=[Target(unit_id=desk.table.cast.economy.id)], partners=[], due=DraftDue.NONE
    )
    outside, _made = actions.create_directive(
        letter, title="Rà soát", edit=edit, assigned_on=desk.on.today, on=desk.on
    )
    desk.record()
    draft = desk.table.draft("hộ đê")
    for number, key in (
        (None, "replaced_missing"),
        (999_999, "replaced_unknown"),
        (outside.id, "replaced_unknown"),
    ):
        with pytest.raises(RuleBroken, match=key):
            desk.table.edit(draft, supplement_act=SupplementAct.REPLACES, replaces_id=number)


def test_one_issued_order_is_replaced_by_one_order_only(desk: Desk) -> None:
    desk.record(WORDS + "\n2. Giao phòng Quản lý đô thị bảo vệ kè sông Đào trước ngày 30/7/2021.")
    with pytest.raises(RuleBroken, match="replaced_twice"):
        desk.say(desk.table.draft("sông Đào"), SupplementAct.REPLACES, "hộ đê")


def test_an_order_that_was_replaced_is_replaced_no_second_time(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    old = desk.directive("hộ đê").id
    desk.ready(SupplementAct.REPLACES, "hộ đê")
    desk.issue({task.id: desk.go_on(task)})
    desk.record(WORDS)
    draft = desk.table.draft("hộ đê")
    assert draft.replaces_id != old
    with pytest.raises(RuleBroken, match="replaced_already"):
        desk.table.edit(draft, supplement_act=SupplementAct.REPLACES, replaces_id=old)
    assert desk.issued.is_supplement, "a supplement may be supplemented in its turn"


# ------------------------------------------------------------------------------------------------------ task by task


def test_nothing_is_issued_while_a_task_has_no_answer(desk: Desk) -> None:
    desk.ready(SupplementAct.REPLACES, "tổng vệ sinh", leads=[Target(group_id=desk.table.wards.id)])
    first = desk.tasks("tổng vệ sinh")[0]
    db.session.commit()
    with pytest.raises(RuleBroken) as refused:
        desk.issue({first.id: desk.go_on(first)})
    assert refused.value.key == "tasks_unanswered"
    assert refused.value.details["left"] == 1
    db.session.rollback()
    assert desk.text.frozen_at is None
    assert desk.directive("tổng vệ sinh").ended_at is None
    assert {row.state for row in desk.tasks("tổng vệ sinh")} == {State.NEW}


def test_a_task_that_goes_on_keeps_its_code_and_history_and_takes_the_new_words(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    report = build.progress(task, on=build.occasion(desk.on.now, desk.table.cast.head))
    old, seen = desk.directive("hộ đê"), (task.id, task.code, task.recorded_seq)
    draft = desk.ready(SupplementAct.REPLACES, "hộ đê", title="Lập phương án hộ đê, cống", is_starred=True)
    made = desk.issue({task.id: desk.go_on(task)})
    assert made == []
    new = task.directive
    assert (new.supersedes_id, old.superseded_by, old.ended_by_id) == (old.id, new, desk.text.id)
    assert (task.id, task.code, task.state) == (*seen[:2], State.IN_PROGRESS)
    assert (task.title, task.due_on, task.original_due_on) == (
        "Lập phương án hộ đê, cống",
        date(2021, 7, 20),
        date(2021, 7, 20),
    )
    assert [row.id for row in task.reports] == [report.id]
    assert (new.wording, new.assigned_on, task.is_starred) == (draft.wording, old.assigned_on, True)
    assert old.wording != new.wording
    last = db.session.scalars(
        sa.select(TaskVersion).where(TaskVersion.task_id == task.id).order_by(TaskVersion.seq)
    ).all()[-2:]
    assert [row.directive_id for row in last] == [old.id, new.id]
    (entry,) = entries(Event.TASK_REPOINTED)
    assert '"from":{"directive":"' + old.code in entry.details
    assert "2021-06-30" in entry.details


def test_reminders_follow_the_day_of_the_new_order(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    desk.ready(SupplementAct.REPLACES, "hộ đê")
    desk.issue({task.id: desk.go_on(task)})
    planned = db.session.scalars(
        sa.select(Reminder).where(Reminder.task_id == task.id, Reminder.state == ReminderState.PLANNED)
    ).all()
    assert planned
    of_the_day = {row.deadline_version for row in planned if row.deadline_version}
    assert of_the_day == {task.deadline_version} == {2}


def test_a_withdrawn_task_says_why_and_its_unit_is_told_once(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    desk.ready(
        SupplementAct.WITHDRAWS,
        "hộ đê",
        withdraw_reason="Giao nhầm",
        leads=[],
        due_on=None,
        due=DraftDue.NONE,
    )
    made = desk.issue({task.id: desk.withdraw(task)})
    old = desk.directive("hộ đê toàn tuyến")
    assert made == []
    assert (task.state, task.closing_reason) == (State.WITHDRAWN, REASON)
    assert len(mails(f"withdrawn:{task.id}:")) == 1
    assert (old.end_reason, old.superseded_by) == ("Giao nhầm", None)
    with pytest.raises(AlreadyDone):
        desk.issue({})
    assert len(mails(f"withdrawn:{task.id}:")) == 1


def test_withdrawing_a_task_needs_a_reason(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    desk.ready(SupplementAct.REPLACES, "hộ đê")
    with pytest.raises(RuleBroken) as refused:
        desk.issue({task.id: desk.withdraw(task, "  ")})
    assert (refused.value.key, refused.value.details["task_id"]) == ("reason_missing", task.id)


def test_what_was_completed_stays_under_the_old_words(desk: Desk) -> None:
    done, left = desk.tasks("tổng vệ sinh")
    build.confirmed(done, told=build.occasion(desk.on.now, desk.table.cast.ward_head), by=desk.on)
    old = desk.directive("tổng vệ sinh")
    desk.ready(SupplementAct.REPLACES, "tổng vệ sinh", leads=[Target(unit_id=left.unit_id)])
    (order,) = queries.ended_orders(desk.text)
    assert [asked.task for asked in order.questions] == [left]
    assert order.completed == 1
    desk.issue({left.id: desk.go_on(left)})
    assert (done.directive, done.state) == (old, State.COMPLETED)
    assert left.directive.supersedes_id == old.id


def test_each_ward_gets_its_own_answer(desk: Desk) -> None:
    first, second = desk.tasks("tổng vệ sinh")
    desk.ready(SupplementAct.REPLACES, "tổng vệ sinh", leads=[Target(group_id=desk.table.wards.id)])
    (made,) = desk.issue({first.id: desk.go_on(first), second.id: desk.withdraw(second)})
    assert first.directive == made.directive
    assert made.unit == second.unit, "the new order names the ward too: it is newly given"
    assert second.state is State.WITHDRAWN


def test_a_task_may_pass_to_the_unit_the_new_order_names(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    urban = desk.table.cast.urban
    desk.ready(SupplementAct.REPLACES, "hộ đê", leads=[Target(unit_id=urban.id)])
    desk.issue({task.id: desk.go_on(task)})
    assert (task.unit, task.state) == (urban, State.NEW)
    assert [(row.unit.name, row.ended_at is None) for row in task.assignments if row.role == "lead"] == [
        ("Phòng Kinh tế", False),
        ("Phòng Quản lý đô thị", True),
    ]
    assert not mails("lead_changed:"), (
        "the mail that gave it to the first unit has not left: it is taken back"
    )
    (first,) = db.session.scalars(
        sa.select(OutboxMessage).where(
            OutboxMessage.text_body.contains(task.code),
            OutboxMessage.to_address == desk.table.cast.head.email,
        )
    )
    assert first.state == "expired"
    told = [key for key in mails(f"issue:text:{desk.text.id}:") if key.split(":")[3] == str(urban.id)]
    assert len(told) == 1


def left(*, kind: str) -> None:
    """The mails of this kind are out."""
    db.session.execute(
        sa.update(OutboxMessage).where(OutboxMessage.kind == kind).values(state="sent", sent_at=sa.func.now())
    )


def test_who_led_it_until_now_gets_one_mail_where_the_first_had_left(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    urban = desk.table.cast.urban
    left(kind="tasks_issued")
    desk.ready(SupplementAct.REPLACES, "hộ đê", leads=[Target(unit_id=urban.id)])
    desk.issue({task.id: desk.go_on(task)})
    (mail,) = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "lead_changed"))
    assert mail.to_address == desk.table.cast.head.email
    assert task.code in mail.subject and "Phòng Quản lý đô thị chủ trì" in mail.text_body


def test_a_partner_that_the_new_order_does_not_name_is_told_once_and_own_days_stay(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    cast, office = desk.table.cast, build.occasion(desk.on.now, desk.table.cast.monitor)
    for unit, role in (
        (cast.loc_vuong, UnitRole.PARTNER),
        (cast.urban, UnitRole.PARTNER),
        (cast.cua_nam, UnitRole.INFORMED),
    ):
        tasks.join_unit(task, unit, role, on=office)
    tasks.set_part_due(task, cast.urban, due_on=date(2021, 6, 25), on=office)
    left(kind="part_given")
    desk.ready(
        SupplementAct.REPLACES, "hộ đê", partners=[Target(unit_id=cast.urban.id)], due_on=date(2021, 7, 20)
    )
    desk.issue({task.id: desk.go_on(task)})
    live = {row.unit.name: (row.role, row.due_on) for row in task.assignments if row.ended_at is None}
    assert live == {
        "Phòng Kinh tế": (UnitRole.LEAD, task.due_on),
        "Phòng Quản lý đô thị": (UnitRole.PARTNER, date(2021, 6, 25)),
        "Phường Cửa Nam": (UnitRole.INFORMED, None),
    }
    (mail,) = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "parts_ended"))
    assert mail.to_address == cast.ward_head.email and task.code in mail.subject


def test_a_partner_of_several_withdrawn_tasks_is_told_once(desk: Desk) -> None:
    both = desk.tasks("tổng vệ sinh")
    office = build.occasion(desk.on.now, desk.table.cast.monitor)
    for task in both:
        tasks.join_unit(task, desk.table.cast.urban, UnitRole.PARTNER, on=office)
    left(kind="part_given")
    desk.ready(SupplementAct.WITHDRAWS, "tổng vệ sinh", withdraw_reason=REASON)
    desk.issue({task.id: desk.withdraw(task) for task in both})
    (mail,) = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "parts_ended"))
    assert mail.to_address == desk.table.cast.other_head.email
    assert all(task.code in mail.text_body for task in both) and REASON in mail.text_body


def test_of_two_tasks_only_one_passes_to_the_same_unit(desk: Desk) -> None:
    first, second = desk.tasks("tổng vệ sinh")
    urban = desk.table.cast.urban
    desk.ready(SupplementAct.REPLACES, "tổng vệ sinh", leads=[Target(unit_id=urban.id)])
    with pytest.raises(RuleBroken, match="task_target_taken"):
        desk.issue({row.id: desk.go_on(row) for row in (first, second)})


def test_a_task_passes_to_no_unit_that_the_new_order_does_not_name(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    desk.ready(SupplementAct.REPLACES, "hộ đê", leads=[Target(unit_id=desk.table.cast.urban.id)])
    with pytest.raises(RuleBroken, match="task_target_unknown"):
        desk.issue({task.id: desk.go_on(task, desk.table.cast.cua_nam)})


def test_time_that_was_granted_stays_where_the_new_order_repeats_the_day(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    asked = build.extension(task, date(2021, 7, 9), on=build.occasion(desk.on.now, desk.table.cast.head))
    tasks.grant_extension(asked, on=desk.on)
    desk.ready(SupplementAct.REPLACES, "hộ đê", due_on=date(2021, 6, 30))
    desk.issue({task.id: desk.go_on(task)})
    assert (task.original_due_on, task.due_on) == (date(2021, 6, 30), date(2021, 7, 9))


def test_a_request_for_more_time_lapses_with_the_day_it_speaks_of(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    asked = build.extension(task, date(2021, 7, 9), on=build.occasion(desk.on.now, desk.table.cast.head))
    desk.ready(SupplementAct.REPLACES, "hộ đê")
    desk.issue({task.id: desk.go_on(task)})
    assert asked.state is ExtensionState.LAPSED
    assert task.pending_extension is None


def test_a_task_that_changed_since_it_was_asked_about_is_asked_about_again(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    desk.ready(SupplementAct.REPLACES, "hộ đê")
    answer = desk.withdraw(task)
    build.completion(task, on=build.occasion(desk.on.now, desk.table.cast.head))
    db.session.flush()
    with pytest.raises(Stale):
        desk.issue({task.id: answer})


def test_an_ordinary_task_cannot_become_an_occurrence(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    desk.ready(SupplementAct.REPLACES, "hộ đê", due=DraftDue.DUTY, recurrence=Recurrence.WEEKLY, due_on=None)
    ((asked,),) = [order.questions for order in queries.ended_orders(desk.text)]
    assert asked.targets == ()
    with pytest.raises(RuleBroken, match="task_target_unknown"):
        desk.issue({task.id: desk.go_on(task)})


# ------------------------------------------------------------------------------------------------------------ duties


@pytest.fixture
def duty_desk(cast: Cast, now: datetime) -> Desk:
    """The clean-up comes back every week."""
    table = laid(cast, now)
    table.record()
    weekly = {"due": DraftDue.DUTY, "recurrence": Recurrence.WEEKLY, "due_on": None}
    table.accept(table.draft("tổng vệ sinh"), **weekly)
    table.accept_all()
    actions.issue(table.text, on=table.on)
    db.session.commit()
    return Desk(table)


def test_an_occurrence_goes_on_under_the_new_duty_and_the_old_one_ends(duty_desk: Desk) -> None:
    desk = duty_desk
    open_tasks = desk.tasks("tổng vệ sinh")
    assert {row.due_kind for row in open_tasks} == {DueKind.DUTY}
    old = open_tasks[0].duty
    weekly = {"due": DraftDue.DUTY, "recurrence": Recurrence.WEEKLY, "due_on": None, "due_day": 5}
    desk.ready(SupplementAct.REPLACES, "tổng vệ sinh", leads=[Target(group_id=desk.table.wards.id)], **weekly)
    made = desk.issue({row.id: desk.go_on(row) for row in open_tasks})
    assert made == [], "the week is owed once"
    assert old is not None
    assert old.ends_on == desk.on.today
    assert {row.duty_id for row in open_tasks} != {old.id}
    assert {row.due_on for row in open_tasks} == {date(2021, 6, 18)}
    later = build.occasion(desk.on.now + timedelta(days=7), desk.table.cast.monitor)
    assert tasks.open_due_occurrences(on=later) == len(open_tasks)
    newest = db.session.scalars(sa.select(Task).order_by(Task.id.desc())).first()
    assert newest is not None
    assert newest.duty_id == open_tasks[0].duty_id


def test_the_duty_of_a_withdrawn_order_opens_nothing_more(duty_desk: Desk) -> None:
    desk = duty_desk
    open_tasks = desk.tasks("tổng vệ sinh")
    desk.ready(
        SupplementAct.WITHDRAWS,
        "tổng vệ sinh",
        withdraw_reason=REASON,
        leads=[],
        due=DraftDue.NONE,
        due_on=None,
    )
    desk.issue({row.id: desk.withdraw(row) for row in open_tasks})
    later = build.occasion(desk.on.now + timedelta(days=21), desk.table.cast.monitor)
    assert tasks.open_due_occurrences(on=later) == 0
    assert db.session.scalar(sa.select(sa.func.count(Duty.id))) == 1


# ---------------------------------------------------------------------------------------------- figures and two people


def test_what_was_known_before_the_supplement_reads_as_it_did(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    before = desk.on.now

    def known() -> list[Any]:
        return reports.facts(cutoff=before, known_at=before, zone=desk.on.zone)

    first = known()
    desk.ready(SupplementAct.REPLACES, "hộ đê", title="Tên khác")
    later = build.occasion(before + timedelta(hours=1), desk.table.cast.monitor)
    actions.issue(desk.text, answers={task.id: desk.go_on(task)}, on=later)
    assert known() == first
    now_known = reports.facts(cutoff=later.now, known_at=later.now, zone=desk.on.zone)
    assert next(fact for fact in now_known if fact.code == task.code).title == "Tên khác"


def test_progress_counts_what_stands(desk: Desk) -> None:
    (task,) = desk.tasks("hộ đê")
    before = {
        row.directive.id: row.total for row in queries.directives_of(desk.table.briefing, now=desk.on.now)
    }
    desk.ready(SupplementAct.REPLACES, "hộ đê")
    old = desk.directive("hộ đê toàn tuyến")
    desk.issue({task.id: desk.go_on(task)})
    rows = queries.directives_of(desk.table.briefing, now=desk.on.now)
    totals = {row.directive.id: row.total for row in rows}
    assert totals[old.id] == 0
    assert sum(totals.values()) == sum(before.values())
    assert [row.is_standing for row in rows if row.directive.id == old.id] == [False]
    (line,) = [
        row for row in queries.briefing_progress(now=desk.on.now) if row.briefing == desk.table.briefing
    ]
    assert line.directives == len(before)


def _at_once(app: Flask, act: Callable[[], Any]) -> list[str]:
    """Two people do the same at the same moment; what each was told."""
    results: list[str] = []
    start = threading.Barrier(2)

    def person() -> None:
        with app.app_context():
            start.wait()
            begin_writing()
            try:
                results.append(str(act()))
                db.session.commit()
            except RuleBroken as refused:
                db.session.rollback()
                results.append(refused.key)

    people = [threading.Thread(target=person) for _ in range(2)]
    for one in people:
        one.start()
    for one in people:
        one.join(30)
    return sorted(results)


def test_two_people_issuing_a_supplement_issue_it_once(own_app: Flask, now: datetime) -> None:
    with own_app.app_context():
        table = laid(gather(), now)
        table.record()
        table.accept_all()
        actions.issue(table.text, on=table.on)
        desk = Desk(table)
        (task,) = desk.tasks("hộ đê")
        desk.ready(SupplementAct.REPLACES, "hộ đê")
        answers, on, code = {task.id: desk.go_on(task)}, table.on, table.code
        task_id = task.id
        db.session.commit()

    def press() -> int:
        briefing = queries.briefing_by_code(code)
        assert briefing is not None
        text = queries.conclusion_text(briefing)
        assert text is not None
        return len(actions.issue(text, answers=answers, on=on))

    assert _at_once(own_app, press) == ["0", "already_issued"]
    with own_app.app_context():
        assert db.session.get_one(Task, task_id).deadline_version == 2
