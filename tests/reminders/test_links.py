"""The page behind a mail's link: opens what the mail named, decides nothing, and ends."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import State
from taskboard.files.models import Attachment
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders import actions
from taskboard.reminders.models import MailLink
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Extension, Report, Task
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.conftest import HandClock


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    """Given to Kinh tế, due on Friday."""
    row = build.task(
        "Xây dựng phương án hộ đê",
        lead=cast.economy,
        on=build.occasion(now, cast.monitor),
        due_on=date(2021, 6, 18),
        words="Phòng Kinh tế chủ trì lập phương án hộ đê toàn tuyến trước mùa mưa bão.",
    )
    build.saved()
    return row


@pytest.fixture
def link(task: Task) -> str:
    """The address in the mail that told of the task, without the task's code."""
    body = db.session.scalars(sa.select(OutboxMessage.text_body).order_by(OutboxMessage.id)).all()[-1]
    found = re.search(r"http://localhost(/u/[\w-]+)/NV-", body)
    assert found, body
    return found[1]


def token_in(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def send(client: FlaskClient, address: str, *, form_at: str | None = None, **fields: object) -> TestResponse:
    """Fill in the form that stands at an address and send it."""
    page = client.get(form_at or address)
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', page.text)
    given: dict[str, object] = {"csrf_token": token_in(page), "cause": "none", "kind": "progress"}
    if key:
        given["form_key"] = key[1]
    return client.post(address, data=given | fields, content_type="multipart/form-data")


def again(row: Any) -> Any:
    """In the session of after a request."""
    return db.session.get_one(type(row), sa.inspect(row).identity)


def current(task: Task) -> Task:
    return db.session.get_one(Task, task.id, populate_existing=True)


def test_the_link_of_one_task_leads_to_its_form(client: FlaskClient, task: Task, link: str) -> None:
    page = client.get(link, follow_redirects=True)
    assert page.status_code == 200
    assert task.title in page.text
    assert "Còn 2 ngày" in page.text
    assert "lập phương án hộ đê toàn tuyến" in page.text
    assert "Tiếp nhận" in page.text
    assert "Gửi báo cáo" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_opening_it_changes_nothing(client: FlaskClient, task: Task, link: str) -> None:
    """Mail scanners open every link; reading is not receiving (rule 13)."""
    entries = db.session.scalar(sa.select(sa.func.count(JournalEntry.id)))
    for _ in range(2):
        client.get(f"{link}/{task.code}")
        client.head(f"{link}/{task.code}")
    assert current(task).state is State.NEW
    assert db.session.scalar(sa.select(sa.func.count(JournalEntry.id))) == entries
    assert db.session.scalars(sa.select(MailLink.last_used_at)).all() == [None]


def test_receiving_is_a_button_of_its_own(client: FlaskClient, task: Task, link: str, cast: Cast) -> None:
    page = send(client, f"{link}/{task.code}/receive", form_at=f"{link}/{task.code}")
    assert page.status_code == 302
    assert current(task).state is State.RECEIVED
    assert f"Đã tiếp nhận {task.code}" in client.get(page.location).text
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "task_received")).one()
    assert (entry.channel, entry.actor_id) == (Channel.MAIL_LINK, cast.head.id)


def test_progress_is_reported_with_an_obstacle_and_a_file(
    client: FlaskClient, task: Task, link: str, cast: Cast
) -> None:
    page = send(
        client,
        f"{link}/{task.code}",
        done_text="Đã khảo sát xong 4 tuyến đê",
        cause="coordination",
        obstacle_text="Chờ 3 xã góp ý",
        forecast_on="22/6/2021",
        next_step="Trình phương án",
        files=(BytesIO(build.PDF), "Biên bản.pdf"),
    )
    assert page.status_code == 302, page.text
    sent = client.get(page.location)
    assert "Đã nhận báo cáo" in sent.text
    assert current(task).state is State.IN_PROGRESS
    (report,) = db.session.scalars(sa.select(Report)).all()
    assert (report.done_text, report.forecast_on) == ("Đã khảo sát xong 4 tuyến đê", date(2021, 6, 22))
    assert (report.channel, report.person_id, report.unit_id) == (
        Channel.MAIL_LINK,
        cast.head.id,
        cast.economy.id,
    )
    assert db.session.scalars(sa.select(Attachment.name)).all() == ["Biên bản.pdf"]


def test_completion_waits_for_the_office(client: FlaskClient, task: Task, link: str) -> None:
    page = send(
        client,
        f"{link}/{task.code}",
        kind="completion",
        done_text="Phương án đã được phê duyệt",
        claimed_on="16/06/2021",
        document_number="125/BC-KT",
    )
    assert "Văn phòng sẽ xác nhận" in client.get(page.location).text
    assert current(task).state is State.WAITING
    again = client.get(f"{link}/{task.code}")
    assert "Không phải làm gì thêm" in again.text
    assert "Gửi báo cáo" not in again.text


def test_a_refused_report_keeps_what_was_typed(client: FlaskClient, task: Task, link: str) -> None:
    page = send(
        client, f"{link}/{task.code}", kind="completion", done_text="Đã xong", claimed_on="31/02/2021"
    )
    assert page.status_code == 422
    assert "Chưa gửi được báo cáo" in page.text
    assert "Đã xong</textarea>" in page.text
    assert "31/02/2021" in page.text
    assert current(task).state is State.NEW


def test_completion_without_evidence_is_refused_in_words(client: FlaskClient, task: Task, link: str) -> None:
    page = send(
        client, f"{link}/{task.code}", kind="completion", done_text="Đã xong", claimed_on="16/06/2021"
    )
    assert page.status_code == 422
    assert "Báo cáo hoàn thành cần số văn bản hoặc một tệp kèm theo" in page.text
    assert not db.session.scalars(sa.select(Report)).all()


def test_a_double_click_reports_once(client: FlaskClient, task: Task, link: str) -> None:
    address = f"{link}/{task.code}"
    page = client.get(address)
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', page.text)
    assert key
    fields = {
        "csrf_token": token_in(page),
        "form_key": key[1],
        "kind": "progress",
        "cause": "none",
        "done_text": "Đã làm một phần",
    }
    first, second = (client.post(address, data=fields) for _ in range(2))
    assert first.location == second.location
    assert len(db.session.scalars(sa.select(Report)).all()) == 1


def test_more_time_is_asked_for_and_decided_by_somebody_else(
    client: FlaskClient, task: Task, link: str
) -> None:
    page = send(client, f"{link}/{task.code}/extension", new_due_on="30/06/2021", reason="Chờ tỉnh góp ý")
    assert page.status_code == 302, page.text
    (asked,) = db.session.scalars(sa.select(Extension)).all()
    assert (asked.new_due_on, asked.state.value) == (date(2021, 6, 30), "pending")
    assert current(task).due_on == date(2021, 6, 18)
    assert "Đã xin gia hạn đến 30/06/2021" in client.get(page.location).text


def test_past_its_deadline_no_more_time_is_offered_and_the_form_says_why(
    client: FlaskClient, task: Task, link: str, clock: HandClock
) -> None:
    """As on the page of who signs in: a city asks before the date has passed."""
    code = task.code
    offered = f"{link}/{code}/extension"
    assert offered in client.get(f"{link}/{code}").text
    clock.set_to(build.at(date(2021, 6, 19)))
    assert offered not in client.get(f"{link}/{code}").text
    said = client.get(offered, follow_redirects=True)
    assert said.request.path == f"{link}/{code}"
    assert "nên không xin gia hạn được nữa" in said.text


def test_an_earlier_date_is_refused_at_its_field(client: FlaskClient, task: Task, link: str) -> None:
    page = send(client, f"{link}/{task.code}/extension", new_due_on="17/06/2021", reason="Chờ")
    assert page.status_code == 422
    assert "Thời hạn mới phải sau hạn hiện hành 18/06/2021" in page.text


def test_it_shows_no_other_task_of_the_unit(
    client: FlaskClient, task: Task, link: str, cast: Cast, now: datetime
) -> None:
    other = build.task("Việc khác của phòng", lead=cast.economy, on=build.occasion(now, cast.monitor))
    build.saved()
    assert client.get(f"{link}/{other.code}").status_code == 404
    assert other.title not in client.get(link, follow_redirects=True).text


def test_it_never_decides(client: FlaskClient, task: Task, link: str) -> None:
    for verb in ("confirm", "send-back", "withdraw", "extensions/1/grant"):
        assert client.post(f"{link}/{task.code}/{verb}").status_code in (400, 404)


def test_a_post_without_its_token_is_refused(client: FlaskClient, task: Task, link: str) -> None:
    assert client.post(f"{link}/{task.code}/receive").status_code == 400
    assert current(task).state is State.NEW


def test_several_tasks_are_listed_the_overdue_first(client: FlaskClient, cast: Cast, now: datetime) -> None:
    on = build.occasion(build.at(date(2021, 6, 1)), cast.monitor)
    late = build.task("Việc đã quá hạn", lead=cast.economy, on=on, due_on=date(2021, 6, 15))
    soon = build.task("Việc sắp đến hạn", lead=cast.economy, on=on, due_on=date(2021, 6, 17))
    token = actions.make_link(
        unit_id=cast.economy.id, person_id=cast.head.id, task_ids=[soon.id, late.id], real_now=now
    )
    build.saved()
    page = client.get(f"/u/{token}")
    assert "2 việc chờ báo cáo" in page.text
    assert "Quá hạn 1 ngày" in page.text
    assert page.text.index(late.title) < page.text.index(soon.title)


def test_after_sending_the_rest_of_the_mail_is_offered(
    client: FlaskClient, cast: Cast, now: datetime
) -> None:
    on = build.occasion(now, cast.monitor)
    first = build.task("Việc thứ nhất", lead=cast.economy, on=on)
    second = build.task("Việc thứ hai", lead=cast.economy, on=on)
    token = actions.make_link(
        unit_id=cast.economy.id, person_id=None, task_ids=[first.id, second.id], real_now=now
    )
    build.saved()
    page = send(client, f"/u/{token}/{first.code}", done_text="Đã làm")
    sent = client.get(page.location)
    assert "Còn 1 việc trong thư này" in sent.text
    assert second.title in sent.text
    (report,) = db.session.scalars(sa.select(Report)).all()
    assert (report.person_id, report.unit_id) == (None, cast.economy.id), "a shared mailbox names no person"


def test_it_ends_after_its_days(client: FlaskClient, task: Task, link: str, clock: HandClock) -> None:
    clock.advance(days=14)
    page = client.get(f"{link}/{task.code}")
    assert page.status_code == 410
    assert "Liên kết đã hết hạn ngày 30/06/2021" in page.text
    assert "Đăng nhập" in page.text
    assert task.title not in page.text


def test_a_revoked_link_opens_nothing(
    client: FlaskClient, task: Task, link: str, cast: Cast, now: datetime
) -> None:
    assert actions.revoke_links(person_id=cast.head.id, real_now=now) == 1
    build.saved()
    assert client.get(f"{link}/{task.code}").status_code == 410


def test_an_unknown_link_is_not_found(client: FlaskClient) -> None:
    page = client.get("/u/khong-co-that-dau")
    assert page.status_code == 404
    assert "Liên kết không đúng" in page.text


def test_who_left_the_unit_can_open_nothing(client: FlaskClient, task: Task, link: str, cast: Cast) -> None:
    cast.head.posts[0].valid_to = date(2021, 6, 16)
    build.saved()
    assert client.get(f"{link}/{task.code}").status_code == 410


def test_a_locked_account_locks_its_links(
    client: FlaskClient, task: Task, link: str, cast: Cast, now: datetime
) -> None:
    cast.head.locked_at = now
    build.saved()
    assert client.get(f"{link}/{task.code}").status_code == 410


def test_a_task_that_went_to_another_unit_says_so_and_loses_no_word_typed(
    client: FlaskClient, task: Task, link: str, cast: Cast, now: datetime
) -> None:
    """The mail was right when it came: whoever opens it late is told what became of the task, not that it never was."""
    code = task.code
    page = client.get(f"{link}/{code}")
    task, urban, head, chief = map(again, (task, cast.urban, cast.head, cast.chief))
    asked = tasks.ask_transfer(task, new_unit=urban, reason="Nhầm.", on=build.occasion(now, head))
    tasks.accept_request(asked, on=build.occasion(now, chief))
    build.saved()
    late = client.get(f"{link}/{code}")
    assert late.status_code == 410
    assert "nay do Phòng Quản lý đô thị chủ trì; Phòng Kinh tế không phải báo cáo nữa" in late.text
    assert code not in client.get(link).text, "nor is it listed"
    typed = {"csrf_token": token_in(page), "done_text": "Đã khảo sát bốn tuyến.", "kind": "progress"}
    answer = client.post(f"{link}/{code}", data=typed, content_type="multipart/form-data")
    assert (answer.status_code, "Đã khảo sát bốn tuyến." in answer.text) == (410, True)
    assert current(task).reports == []


def test_a_withdrawn_task_says_so(
    client: FlaskClient, task: Task, link: str, cast: Cast, now: datetime
) -> None:
    tasks.withdraw(task, reason="Đã giao đơn vị khác", on=build.occasion(now, cast.chief))
    build.saved()
    page = client.get(f"{link}/{task.code}")
    assert "Thu hồi" in page.text
    assert "Gửi báo cáo" not in page.text


def test_a_report_that_was_sent_back_says_what_it_lacks(
    client: FlaskClient, task: Task, link: str, cast: Cast, now: datetime
) -> None:
    build.completion(task, on=build.occasion(now, cast.head))
    tasks.send_back(task, reason="Chưa kèm quyết định phê duyệt", on=build.occasion(now, cast.monitor))
    build.saved()
    page = client.get(f"{link}/{task.code}")
    assert "Văn phòng đề nghị bổ sung." in page.text
    assert "Chưa kèm quyết định phê duyệt" in page.text
    assert "Gửi báo cáo" in page.text


def test_only_the_tokens_hash_is_kept(task: Task, link: str) -> None:
    token = link.removeprefix("/u/")
    (row,) = db.session.scalars(sa.select(MailLink)).all()
    assert token not in row.token_hash
    assert len(row.token_hash) == 64
    assert row.expires_at - row.created_at == timedelta(days=14)
