"""One mail a person and business day, however the day went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts import actions as accounts
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.reminding import Trigger
from taskboard.journal.actions import COMMAND
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders import actions
from taskboard.reminders.models import Reminder, ReminderRule, ReminderState
from taskboard.tasks.models import Task
from taskboard.units.models import Unit
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, scoped_session

WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2021, 6, day) for day in (16, 17, 18, 19))
MONDAY = date(2021, 6, 21)
GIVEN = build.at(date(2021, 6, 1))


@pytest.fixture
def give(cast: Cast, units_only: None) -> Callable[..., Task]:
    """A task given on 01/06, due on a day of June, with the mail of that day out of the way."""

    def make(title: str, day: int, lead: Unit | None = None) -> Task:
        task = build.task(
            title,
            lead=lead or cast.economy,
            on=build.occasion(GIVEN, cast.monitor),
            due_on=date(2021, 6, day),
        )
        db.session.execute(sa.update(OutboxMessage).values(state=MailState.SENT, sent_at=GIVEN))
        return task

    return make


def make_on(day: date, hour: int = 8, minute: int = 0) -> int:
    return actions.make_digests(on=build.occasion(build.at(day, hour, minute)))


def digests(state: MailState | None = None) -> list[OutboxMessage]:
    """In the order they were made."""
    statement = (
        sa.select(OutboxMessage).where(OutboxMessage.kind == "reminder_digest").order_by(OutboxMessage.id)
    )
    rows = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    return [row for row in rows if state is None or row.state is state]


@pytest.fixture
def units_only(db_session: scoped_session[Session]) -> None:
    """Of the rules, those that remind a unit of its deadlines: the ladder and what concerns no date are off."""
    is_of_deadline = ReminderRule.trigger.in_([Trigger.BEFORE, Trigger.ON_DAY, Trigger.AFTER, Trigger.WEEKLY])
    db_session.execute(sa.update(ReminderRule).where(~is_of_deadline).values(is_on=False))


def outcomes(task: Task) -> dict[str, tuple[ReminderState, str]]:
    rows = db.session.scalars(
        sa.select(Reminder).where(Reminder.task_id == task.id).execution_options(populate_existing=True)
    )
    return {row.rule: (row.state, row.outcome) for row in rows}


def test_everything_due_on_a_day_is_one_mail_with_the_overdue_first(give: Callable[..., Task]) -> None:
    give("Việc đến hạn hôm nay", 16)
    late = give("Việc chậm ba ngày làm việc", 11)
    soon = give("Việc còn ba ngày làm việc", 21)
    assert make_on(WEDNESDAY) == 1
    (mail,) = digests()
    assert mail.to_address == "kinhte@namdinh.example"
    assert mail.subject == (
        "[Theo dõi chỉ đạo] 1 việc quá hạn, 2 việc sắp đến hạn: Phòng Kinh tế, 16/06/2021"
    )
    text = mail.text_body
    assert text.index(late.title) < text.index("Việc đến hạn hôm nay") < text.index(soon.title)
    assert "Quá hạn 5 ngày" in text
    assert "Đến hạn hôm nay" in text
    assert "Kính gửi đồng chí Trưởng phòng Kinh tế," in text
    assert "Lê Thu Hà, Văn phòng HĐND và UBND" in text


def test_running_the_job_fifty_times_makes_one_mail(give: Callable[..., Task]) -> None:
    give("Việc đến hạn hôm nay", 16)
    made = [make_on(WEDNESDAY, 8 + minute // 10, 5 * (minute % 10)) for minute in range(50)]
    assert made == [1] + [0] * 49
    assert len(digests()) == 1


def test_a_single_reminder_says_its_code_and_days_late_in_the_subject(give: Callable[..., Task]) -> None:
    task = give("Xây dựng phương án hộ đê", 15)
    make_on(WEDNESDAY)
    (mail,) = digests()
    assert mail.subject == (
        f"[Theo dõi chỉ đạo] Quá hạn 1 ngày, {task.code}: Xây dựng phương án hộ đê (hạn 15/06/2021)"
    )


@pytest.mark.parametrize(("day", "hour"), [(WEDNESDAY, 7), (WEDNESDAY, 18), (SATURDAY, 9)])
def test_nothing_goes_out_of_hours_or_on_a_day_off(give: Callable[..., Task], day: date, hour: int) -> None:
    give("Việc đến hạn", day.day - (day is SATURDAY))
    assert make_on(day, hour) == 0
    assert not digests()


def test_a_friday_evening_reminder_waits_for_monday(give: Callable[..., Task]) -> None:
    task = give("Việc đến hạn thứ Sáu", 18)
    assert make_on(FRIDAY, 19) == 0
    assert make_on(SATURDAY) == 0
    assert make_on(MONDAY) == 1
    assert "Quá hạn 3 ngày" in digests()[0].text_body
    assert outcomes(task)["on_day"] == (ReminderState.CONSUMED, "")
    assert outcomes(task)["after_1"] == (ReminderState.CONSUMED, ""), "both marks, said in one line"
    assert digests()[0].text_body.count(task.title) == 1


def test_three_days_off_are_caught_up_in_one_mail_and_what_ran_out_says_so(give: Callable[..., Task]) -> None:
    """peers section 6: a catch-up sends one current digest, never the backlog."""
    old, fresh = give("Việc đến hạn thứ Tư", 16), give("Việc đến hạn thứ Sáu", 18)
    assert make_on(MONDAY) == 1
    (mail,) = digests()
    assert old.title in mail.text_body
    assert fresh.title in mail.text_body
    assert outcomes(old)["on_day"] == (ReminderState.EXPIRED, "too_late")
    assert outcomes(old)["after_3"] == (ReminderState.CONSUMED, "")


def test_a_reminder_goes_to_who_holds_the_post_on_that_day(give: Callable[..., Task], cast: Cast) -> None:
    """peers T11: whoever left gets nothing, whoever came gets it."""
    give("Việc đến hạn hôm nay", 16)
    cast.head.posts[0].valid_to = WEDNESDAY
    successor = build.person(
        "Mai Văn Tiến", Role.UNIT_HEAD, cast.economy, title="Trưởng phòng", handle="tien"
    )
    make_on(WEDNESDAY)
    assert [mail.to_address for mail in digests()] == [successor.email]


def test_a_locked_head_gives_way_to_the_units_mailbox(give: Callable[..., Task], cast: Cast) -> None:
    give("Việc đến hạn hôm nay", 16)
    cast.head.locked_at = GIVEN
    make_on(WEDNESDAY)
    (mail,) = digests()
    assert (mail.to_address, mail.person_id) == ("kinhte@namdinh.example", None)
    assert "Kính gửi Phòng Kinh tế," in mail.text_body


def test_with_nobody_to_write_to_the_outbox_says_so(give: Callable[..., Task], cast: Cast) -> None:
    task = give("Việc đến hạn hôm nay", 16, cast.cua_nam)
    cast.cua_nam.email = None
    assert make_on(WEDNESDAY) == 1
    (mail,) = digests()
    assert (mail.state, mail.outcome) == (MailState.SKIPPED, "no_address")
    assert outcomes(task)["on_day"] == (ReminderState.CONSUMED, "no_address")
    assert not db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "reminder_sent")).all()


def test_two_heads_get_one_mail_each(give: Callable[..., Task], cast: Cast) -> None:
    give("Việc đến hạn hôm nay", 16)
    acting = build.person(
        "Mai Văn Tiến", Role.UNIT_HEAD, cast.economy, title="Phó Trưởng phòng", handle="tien"
    )
    assert make_on(WEDNESDAY) == 2
    assert {mail.to_address for mail in digests()} == {cast.head.email, acting.email}
    assert make_on(WEDNESDAY, 9) == 0


def test_the_officer_the_unit_named_is_reminded_too(give: Callable[..., Task], cast: Cast) -> None:
    give("Việc đến hạn hôm nay", 16).officer = cast.officer
    give("Việc của cả phòng", 16)
    make_on(WEDNESDAY)
    mails = {mail.to_address: mail.text_body for mail in digests()}
    assert set(mails) == {cast.head.email, cast.officer.email}
    assert "Việc của cả phòng" not in mails[cast.officer.email or ""]


def test_what_was_reported_done_in_the_meantime_is_not_reminded_of(
    give: Callable[..., Task], cast: Cast
) -> None:
    done, left = give("Việc đã báo cáo", 16), give("Việc còn lại", 16)
    build.completion(done, on=build.occasion(build.at(WEDNESDAY, 7), cast.head))
    make_on(WEDNESDAY)
    (mail,) = digests()
    assert done.title not in mail.text_body
    assert left.title in mail.text_body
    assert outcomes(done)["on_day"] == (ReminderState.CANCELLED, "waiting")


def test_a_digest_that_never_left_is_swallowed_by_the_next(give: Callable[..., Task]) -> None:
    """With the mail server down for a day, one mail goes, and it says what both days had to say."""
    first, second = give("Việc đến hạn thứ Tư", 16), give("Việc đến hạn thứ Năm", 17)
    make_on(WEDNESDAY)
    make_on(THURSDAY)
    old, new = digests()
    assert (old.state, old.outcome) == (MailState.EXPIRED, "superseded")
    assert new.state is MailState.OWED
    assert first.title in new.text_body
    assert second.title in new.text_body


def test_a_digest_that_left_is_not_repeated_the_next_day(give: Callable[..., Task]) -> None:
    first, second = give("Việc đến hạn thứ Tư", 16), give("Việc đến hạn thứ Năm", 17)
    make_on(WEDNESDAY)
    db.session.execute(sa.update(OutboxMessage).values(state=MailState.SENT, sent_at=GIVEN))
    make_on(THURSDAY)
    newest = digests()[-1]
    assert second.title in newest.text_body
    assert first.title in newest.text_body, "its own mark of the day after is due"
    make_on(FRIDAY)
    assert len(digests()) == 3


def test_each_reminded_task_keeps_it_in_its_history(give: Callable[..., Task], cast: Cast) -> None:
    task = give("Việc đến hạn hôm nay", 16)
    make_on(WEDNESDAY)
    (entry,) = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "reminder_sent")).all()
    assert (entry.subject_kind, entry.subject_id) == ("task", task.id)
    assert cast.head.full_name in entry.details
    assert "on_day" in entry.details


def test_a_digest_expires_at_the_end_of_the_next_working_day(give: Callable[..., Task]) -> None:
    give("Việc đến hạn thứ Sáu", 18)
    make_on(FRIDAY)
    (mail,) = digests()
    assert mail.expires_at == build.at(date(2021, 6, 22), 0), "24:00 of Monday in the city"


def test_each_task_of_a_digest_has_its_own_way_in(give: Callable[..., Task]) -> None:
    tasks = [give("Việc thứ nhất", 16), give("Việc thứ hai", 16)]
    make_on(WEDNESDAY)
    (mail,) = digests()
    for task in tasks:
        assert mail.text_body.count(f"/{task.code}\n") == 1
        assert f'/{task.code}"' in mail.html_body


def test_one_person_heading_two_units_gets_one_mail_with_a_link_for_each(
    give: Callable[..., Task], cast: Cast, db_session: scoped_session[Session]
) -> None:
    ours, theirs = give("Việc của Kinh tế", 16), give("Việc của Quản lý đô thị", 16, cast.urban)
    cast.other_head.posts[0].valid_to = WEDNESDAY
    accounts.give_post(
        cast.head,
        role=Role.UNIT_HEAD,
        unit=cast.urban,
        title="Q. Trưởng phòng",
        valid_from=WEDNESDAY,
        acting=COMMAND,
        now=GIVEN,
    )
    db_session.commit()
    assert make_on(WEDNESDAY) == 1
    (mail,) = digests()
    links = {line.split("/u/")[1].split("/")[0] for line in mail.text_body.splitlines() if "/u/" in line}
    assert len(links) == 2
    assert ours.code in mail.text_body
    assert theirs.code in mail.text_body


def test_overdue_tasks_reminded_of_before_are_counted_at_the_end(give: Callable[..., Task]) -> None:
    give("Việc chậm đã lâu", 9)
    give("Việc đến hạn hôm nay", 16)
    db.session.execute(
        sa.update(Reminder)
        .where(Reminder.due_at < build.at(WEDNESDAY, 0))
        .values(state=ReminderState.CONSUMED)
    )
    make_on(WEDNESDAY)
    (mail,) = digests()
    assert "Việc chậm đã lâu" not in mail.text_body
    assert "Ngoài ra còn 1 việc quá hạn đã nhắc trong các thư trước." in mail.text_body


def test_two_todays_agree(give: Callable[..., Task]) -> None:
    """05:00 of the 17th in the city is still the 16th in UTC: the task due on the 16th is late (peers T16)."""
    give("Việc đến hạn thứ Tư", 16)
    make_on(THURSDAY)
    assert "Quá hạn 1 ngày" in digests()[0].text_body


def test_the_business_day_may_be_years_from_the_machines_clock(give: Callable[..., Task]) -> None:
    """The sample city lives in 2021; its mails must not be born too late to be sent."""
    give("Việc đến hạn hôm nay", 16)
    business, machine = build.at(WEDNESDAY), datetime(2026, 11, 23, 2, 0, tzinfo=build.CITY)
    from dataclasses import replace

    actions.make_digests(on=replace(build.occasion(business), real_now=machine))
    (mail,) = digests()
    assert mail.expires_at is not None
    assert mail.expires_at > machine
    assert mail.business_at == business
