"""What happened is owed in the transaction of the fact; told once it is taken, again while it is not, never lost."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import begin_writing, db
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import REQUIRED, Event
from taskboard.domain.hooking import CHOOSABLE, PAUSE_AFTER, Pause, told_of
from taskboard.hooks import actions
from taskboard.hooks.models import Webhook, WebhookState
from taskboard.hooks.sending import signature
from taskboard.hooks.wording import EVENT_NAMES
from taskboard.journal.models import JournalEntry
from taskboard.outbox import actions as outbox
from taskboard.outbox import queries as outbox_queries
from taskboard.outbox.models import DeliveryAttempt, MailState
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.hooks.receiver import Receiver, receiver
from tests.hooks.telling import OF_TASKS, owed, tell, told_system
from tests.outbox.owed import deliver

if TYPE_CHECKING:
    from config import Settings
    from tests.conftest import HandClock

__all__ = ["cast", "receiver"]

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def webhook(cast: Cast, receiver: Receiver, now: datetime) -> Webhook:
    return told_system(receiver.url, now, by=cast.administrator)


def given(cast: Cast, now: datetime, title: str = "Lập phương án hộ đê") -> Task:
    row = build.task(title, lead=cast.economy, on=build.occasion(now, cast.monitor), due_on=date(2021, 6, 30))
    build.saved()
    return row


def test_a_fact_and_what_is_owed_of_it_are_one(cast: Cast, webhook: Webhook, now: datetime) -> None:
    begin_writing()
    build.task("Rút lại", lead=cast.economy, on=build.occasion(now, cast.monitor))
    assert len(owed(webhook)) == 1
    db.session.rollback()
    assert owed(webhook) == []
    task = given(cast, now)
    (row,) = owed(webhook)
    assert json.loads(row.text_body) == {
        "type": "task_assigned",
        "timestamp": now.isoformat(timespec="seconds"),
        "data": {
            "subject": {"kind": "task", "code": task.code},
            "unit": "Phòng Kinh tế",
            "due_on": "2021-06-30",
        },
    }


def test_only_what_was_chosen_is_told_and_only_to_who_is_active(
    cast: Cast, webhook: Webhook, receiver: Receiver, now: datetime
) -> None:
    other = told_system(receiver.url, now, name="Trục liên thông", events=[Event.COMPLETION_REPORTED])
    idle = told_system(receiver.url, now, name="Tạm dừng")
    actions.pause(idle, on=build.occasion(now, cast.administrator))
    task = given(cast, now)
    build.completion(task, on=build.occasion(now, cast.head))
    assert [row.subject for row in owed(webhook)] == ["task_assigned"]
    assert [row.subject for row in owed(other)] == ["completion_reported"]
    assert owed(idle) == []


def test_a_directive_to_many_units_is_told_task_by_task(cast: Cast, webhook: Webhook, now: datetime) -> None:
    """Many histories begin in one statement; none of them is forgotten."""
    leads = [cast.economy, cast.urban, cast.loc_vuong]
    made = build.tasks_of_letter("Rà soát thoát nước", leads=leads, on=build.occasion(now, cast.monitor))
    told = [json.loads(row.text_body)["data"]["subject"]["code"] for row in owed(webhook)]
    assert sorted(told) == sorted(task.code for task in made)


def test_no_name_of_a_person_and_nothing_anybody_wrote_leaves_the_house(
    cast: Cast, now: datetime, receiver: Receiver, tmp_path: Path
) -> None:
    webhook = told_system(receiver.url, now, events=sorted(CHOOSABLE))
    on, head = build.occasion(now, cast.chief), build.occasion(now, cast.head)
    task = given(cast, now)
    build.progress(task, on=head, done="Ông Lý Văn Kín kể.", obstacle_text="Chuyện riêng.", root=tmp_path)
    asked = build.extension(task, date(2021, 7, 9), reason="Lý do riêng tư.", on=head)
    tasks.grant_extension(asked, note="Ghi chú riêng.", on=on)
    tasks.urge(task, on=on)
    build.completion(task, on=head, done="Xong, theo lời bà Kín.")
    tasks.send_back(task, reason="Thiếu chữ ký ông Kín.", on=on)
    told = owed(webhook)
    assert len(told) >= 7
    said = " ".join(row.text_body for row in told).encode().decode("unicode_escape")
    people = [person.full_name for person in cast.everyone.values()]
    for private in (*people, "Kín", "riêng", "kể", "@"):
        assert private not in said


def test_no_event_about_people_may_be_chosen() -> None:
    about_people = (
        "person",
        "password",
        "sign",
        "post_",
        "account",
        "factor",
        "code",
        "session",
        "outside",
        "mail",
    )
    assert not [event for event in CHOOSABLE if event.startswith(about_people)]
    assert set(EVENT_NAMES) == set(CHOOSABLE), "every one has its words"


def test_what_is_told_of_an_event_is_a_part_of_what_it_carries() -> None:
    for event in CHOOSABLE:
        details = dict.fromkeys(
            [*REQUIRED.get(event, ()), "reason", "text", "note", "words", "question"], "x"
        )
        assert set(told_of(event, details)) <= set(details) - {"reason", "text", "note", "words", "question"}


def test_a_message_arrives_signed_and_stands_as_taken(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    given(cast, now)
    assert str(tell(settings, clock)) == "told 1"
    (heard,) = receiver.heard
    assert heard.told["type"] == "task_assigned"
    from taskboard.accounts.sealing import Purpose, unseal

    secret = unseal(webhook.sealed_secret, secret_key="for tests only", purpose=Purpose.WEBHOOK)
    timestamp = int(heard.headers["webhook-timestamp"])
    right = signature(secret, heard.headers["webhook-id"], timestamp, heard.body)
    assert heard.headers["webhook-signature"] == right
    (row,) = owed(webhook)
    assert (row.state, row.sent_at, row.outcome) == (MailState.SENT, now, "200 Said ok")
    assert str(tell(settings, clock)) == "nothing to tell"
    assert len(receiver.heard) == 1


def test_a_refusal_is_tried_again_later_and_later_under_the_same_name(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    receiver.statuses = [503, 500]
    given(cast, now)
    assert str(tell(settings, clock)) == "postponed 1"
    assert str(tell(settings, clock)) == "nothing to tell", "not before its time"
    clock.advance(minutes=5)
    assert tell(settings, clock).postponed == 1
    clock.advance(minutes=5)
    assert str(tell(settings, clock)) == "nothing to tell", "the wait grows"
    clock.advance(minutes=2)
    assert tell(settings, clock).told == 1
    assert len({heard.headers["webhook-id"] for heard in receiver.heard}) == 1
    tries = db.session.scalars(sa.select(DeliveryAttempt).order_by(DeliveryAttempt.id))
    assert [(one.has_succeeded, one.answer) for one in tries] == [
        (False, "503 Said ok"),
        (False, "500 Said ok"),
        (True, "200 Said ok"),
    ]


def test_a_deaf_system_keeps_no_other_waiting(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    deaf = told_system("http://127.0.0.1:9/", now, name="Điếc")
    for number in range(3):
        given(cast, now, f"Việc {number}")
    told = tell(settings, clock)
    assert (told.told, told.postponed) == (3, 1)
    assert [row.attempts for row in owed(deaf)] == [1, 0, 0], "one try a pass"
    assert [heard.told["data"]["subject"]["code"] for heard in receiver.heard] == [
        json.loads(row.text_body)["data"]["subject"]["code"] for row in owed(webhook)
    ]


def test_after_days_without_an_answer_a_system_is_left_alone_and_the_journal_says_so(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    receiver.statuses = [500] * 9
    given(cast, now)
    tell(settings, clock)
    db.session.refresh(webhook)
    assert (webhook.failing_since, webhook.state) == (now, WebhookState.ACTIVE)
    clock.advance(hours=2)
    tell(settings, clock)
    clock.advance(seconds=PAUSE_AFTER.total_seconds())
    assert tell(settings, clock).paused == 1
    db.session.refresh(webhook)
    assert (webhook.state, webhook.pause) == (WebhookState.PAUSED, Pause.FAILING)
    said = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "webhook_paused")).one()
    assert json.loads(said.details) == {"name": "Bảng điều hành", "why": "failing"}
    given(cast, clock.now(), "Sau đó")
    clock.advance(days=1)
    assert str(tell(settings, clock)) == "nothing to tell"
    assert len(owed(webhook)) == 1, "what was owed waits; nothing more is written down"
    actions.resume(webhook, on=build.occasion(clock.now(), cast.administrator))
    build.saved()
    receiver.statuses = []
    assert tell(settings, clock).told == 1
    assert db.session.get_one(Webhook, webhook.id, populate_existing=True).failing_since is None


def test_one_good_answer_forgives_what_failed_before(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    receiver.statuses = [500, 200, 500]
    given(cast, now)
    tell(settings, clock)
    clock.advance(days=2)
    tell(settings, clock)
    given(cast, clock.now(), "Hai ngày sau")
    clock.advance(days=2)
    assert tell(settings, clock).paused == 0
    assert db.session.get_one(Webhook, webhook.id, populate_existing=True).state is WebhookState.ACTIVE


def test_who_says_that_it_is_gone_is_asked_no_more(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    receiver.statuses = [410]
    given(cast, now)
    told = tell(settings, clock)
    assert (told.failed, told.paused) == (1, 1)
    db.session.refresh(webhook)
    assert webhook.pause is Pause.GONE
    assert owed(webhook)[0].state is MailState.FAILED


def test_a_message_whose_process_died_is_taken_back_by_the_next_pass_of_mails(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    given(cast, now)
    (row,) = owed(webhook)
    begin_writing()
    long_ago = outbox_queries.database_now() - timedelta(hours=1)
    assert outbox.claim([row.id], holder="dead", real_now=now, database_now=long_ago)
    db.session.commit()
    assert str(tell(settings, clock)) == "nothing to tell"
    deliver(settings, None, at=now)
    assert tell(settings, clock).told == 1
    assert len(receiver.heard) == 1


def test_the_mail_server_never_sees_a_message_to_a_system(
    cast: Cast, webhook: Webhook, settings: Settings, now: datetime
) -> None:
    given(cast, now)
    assert owed(webhook)[0].kind not in outbox_queries.tally()[1]
    assert {one.id for one in outbox_queries.owed(now, 99)}.isdisjoint({row.id for row in owed()})
    mails = outbox_queries.owed_count()
    assert (
        mails == sum(outbox_queries.counts().values()) == outbox_queries.page(outbox_queries.Chosen()).total
    )


def test_a_secret_sealed_with_another_key_is_a_reason_and_no_crash(
    cast: Cast, webhook: Webhook, settings: Settings, clock: HandClock, now: datetime
) -> None:
    given(cast, now)
    from dataclasses import replace

    tell(replace(settings, secret_key="another"), clock)
    assert owed(webhook)[0].outcome == "webhook_secret_unreadable"


def test_what_was_told_or_failed_may_be_told_again_under_the_same_identity(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    on = build.occasion(now, cast.administrator)
    given(cast, now)
    with pytest.raises(AlreadyDone):
        actions.replay(webhook, owed(webhook)[0], on=on)
    tell(settings, clock)
    again = actions.replay(webhook, owed(webhook)[0], on=on)
    build.saved()
    assert (again.repeats_id, again.webhook_id) == (owed(webhook)[0].id, webhook.id)
    assert tell(settings, clock).told == 1
    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    with pytest.raises(RuleBroken) as nothing:
        actions.replay_failed(webhook, on=on)
    assert nothing.value.key == "nothing_to_replay"


def test_all_that_never_arrived_is_told_again_at_once(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    receiver.statuses = [410]
    given(cast, now)
    given(cast, now, "Việc thứ hai")
    tell(settings, clock)
    on = build.occasion(now, cast.administrator)
    with pytest.raises(RuleBroken):
        actions.replay_failed(webhook, on=on)
    actions.resume(webhook, on=on)
    assert actions.replay_failed(webhook, on=on) == 1
    build.saved()
    assert tell(settings, clock).told == 2


def test_a_new_address_gets_what_is_still_owed(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    given(cast, now)
    wish = actions.Wish(webhook.name, receiver.url + "&new=1", webhook.event_names)
    from tests.hooks.receiver import ALLOWED

    actions.change(webhook, wish, allowed=ALLOWED, on=build.occasion(now, cast.administrator))
    build.saved()
    tell(settings, clock)
    assert receiver.heard[0].path == "/events?of=city&new=1"


def test_of_a_removed_system_nothing_leaves_any_more(
    cast: Cast, webhook: Webhook, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    given(cast, now)
    actions.remove(webhook, on=build.occasion(now, cast.administrator))
    build.saved()
    given(cast, now, "Việc sau")
    assert str(tell(settings, clock)) == "nothing to tell"
    assert receiver.heard == []
    assert [row.state for row in owed()] == [MailState.SKIPPED]


def test_a_wish_that_cannot_be_is_refused_at_its_field(cast: Cast, webhook: Webhook, now: datetime) -> None:
    on = build.occasion(now, cast.administrator)
    for wish, key, field in (
        (actions.Wish("Khác", "http://10.0.0.1/", OF_TASKS), "webhook_inside", "url"),
        (
            actions.Wish("Khác", "https://hook.example/", ["signed_in", "junk"]),
            "webhook_without_events",
            "events",
        ),
        (actions.Wish(webhook.name, "https://hook.example/", OF_TASKS), "webhook_name_taken", "name"),
    ):
        with pytest.raises(RuleBroken) as refused:
            actions.add(wish, allowed=(), secret_key="k", on=on)
        assert (refused.value.key, refused.value.field) == (key, field)
