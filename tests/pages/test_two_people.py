"""Two people on one task: the later one sees both versions and loses no word; a session that ends keeps them too."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.actions import set_password
from taskboard.accounts.models import SignInSession
from taskboard.db import db
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import State
from taskboard.journal.actions import COMMAND
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks import actions
from taskboard.tasks.models import ExtensionState, Report, Task, ToldVia
from tests import build
from tests.cast import Cast, cast, gather
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.testing import FlaskClient
    from playwright.sync_api import Page

    from tests.browser import LiveServer
    from tests.conftest import HandClock

__all__ = ["cast"]

MINE = "Đã đối thoại với 12 hộ, còn 2 hộ chưa đồng ý."
THEIRS = "Đã họp với phường, thống nhất phương án."


@pytest.fixture
def task(cast: Cast, clock: HandClock) -> Task:
    on = build.occasion(clock.now(), cast.monitor)
    row = build.task("Giải phóng mặt bằng", lead=cast.economy, due_on=date(2021, 6, 30), on=on)
    build.saved()
    return row


@pytest.fixture
def visitor(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def meanwhile(cast: Cast, task: Task, clock: HandClock) -> None:
    """A colleague reports while the other one types."""
    clock.advance(minutes=3)
    build.progress(task, on=build.occasion(clock.now(), cast.officer), done=THEIRS)
    build.saved()


def reports(task: Task) -> list[str]:
    return list(
        db.session.scalars(sa.select(Report.done_text).where(Report.task_id == task.id).order_by(Report.id))
    )


def test_a_later_report_is_held_beside_the_one_that_came_first_and_sent_again_knowingly(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    visitor.be(cast.head).open(f"/tasks/{task.code}/report")
    form = visitor.form("/report")
    meanwhile(cast, task, clock)
    visitor.send(form, kind="progress", done_text=MINE)
    assert visitor.status == 422
    assert reports(task) == [THEIRS], "nothing of the second was written"
    (both,) = visitor.tree.xpath("//div[@class='versus']")
    theirs, mine = (" ".join(half.text_content().split()) for half in both)
    assert THEIRS in theirs and "Đỗ Thị Lan" in theirs
    assert MINE in mine
    assert visitor.form("/report").values["done_text"] == [MINE], "still in the form"
    visitor.send(visitor.form("/report"))
    assert visitor.status == 200
    assert reports(task) == [THEIRS, MINE]


def test_ones_own_second_report_is_no_surprise(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    visitor.be(cast.head).open(f"/tasks/{task.code}/report")
    form = visitor.form("/report")
    build.progress(task, on=build.occasion(clock.now(), cast.head), done="Từ thư nhắc.")
    build.saved()
    visitor.send(form, kind="progress", done_text=MINE)
    assert reports(task) == ["Từ thư nhắc.", MINE]


def test_an_extension_is_held_when_somebody_else_wrote(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    visitor.be(cast.head).open(f"/tasks/{task.code}/extension")
    form = visitor.form("/extension")
    meanwhile(cast, task, clock)
    visitor.send(form, new_due_on="15/07/2021", reason=MINE)
    assert visitor.status == 422
    assert THEIRS in visitor.page and visitor.form("/extension").values["reason"] == [MINE]
    visitor.send(visitor.form("/extension"))
    db.session.expire_all()
    assert [row.reason for row in task.extensions] == [MINE]


def test_a_decision_is_held_when_the_matter_changed_under_it(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    asked = build.extension(task, date(2021, 7, 15), on=build.occasion(clock.now(), cast.head))
    build.saved()
    visitor.be(cast.chief).open(f"/tasks/{task.code}")
    form = visitor.form("/refuse")
    meanwhile(cast, task, clock)
    visitor.send(form, reason=MINE)
    db.session.expire_all()
    assert asked.state is ExtensionState.PENDING
    assert THEIRS in visitor.words and visitor.form("/refuse").values["reason"] == [MINE]
    visitor.send(visitor.form("/refuse"))
    db.session.expire_all()
    assert (asked.state, asked.decision_note) == (ExtensionState.REFUSED, MINE)


def test_a_decision_that_somebody_else_took_leaves_the_words_to_be_copied(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    asked = build.extension(task, date(2021, 7, 15), on=build.occasion(clock.now(), cast.head))
    build.saved()
    visitor.be(cast.chief).open(f"/tasks/{task.code}")
    form = visitor.form("/refuse")
    clock.advance(minutes=3)
    actions.grant_extension(asked, note="Đồng ý.", on=build.occasion(clock.now(), cast.monitor))
    build.saved()
    visitor.send(form, reason=MINE)
    assert MINE in visitor.words and "Lê Thu Hà" in visitor.words
    db.session.expire_all()
    assert asked.state is ExtensionState.GRANTED


@pytest.mark.parametrize(("name", "field"), [("pause", "reason"), ("give-up", "reason")])
def test_a_rarer_verb_is_held_too(
    name: str, field: str, visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    actions.receive(task, on=build.occasion(clock.now(), cast.head))
    build.saved()
    visitor.be(cast.chief).open(f"/tasks/{task.code}/{name}")
    form = visitor.form(f"/{name}")
    meanwhile(cast, task, clock)
    more = {"resume_on": "15/07/2021"} if name == "pause" else {}
    visitor.send(form, **{field: MINE}, **more)
    db.session.expire_all()
    assert task.state is State.IN_PROGRESS
    assert THEIRS in visitor.words and visitor.form(f"/{name}").values[field] == [MINE]
    visitor.send(visitor.form(f"/{name}"))
    db.session.expire_all()
    assert task.state in (State.PAUSED, State.NOT_PURSUED)


@pytest.mark.parametrize("forged", ["9" * 30, "-1", "x", ""])
def test_a_forged_place_holds_nothing_up_and_breaks_nothing(
    forged: str, visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    visitor.be(cast.head).open(f"/tasks/{task.code}/report")
    visitor.send(visitor.form("/report"), kind="progress", done_text=MINE, seen=forged)
    assert reports(task) == [MINE]


# ---------------------------------------------------------------------------------- a partner, the Office, a mail's link


@pytest.fixture
def shared(cast: Cast, clock: HandClock) -> Task:
    """Kinh tế leads, Lộc Vượng takes part."""
    on = build.occasion(clock.now(), cast.monitor)
    row = build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        partners=[cast.loc_vuong],
        due_on=date(2021, 6, 30),
        on=on,
    )
    build.saved()
    return row


def test_a_partners_word_is_held_beside_what_the_office_wrote_down_for_it(
    visitor: Visitor, cast: Cast, shared: Task, clock: HandClock
) -> None:
    where = f"/tasks/{shared.code}/parts/{cast.loc_vuong.code}"
    visitor.be(cast.ward_head).open(where)
    form = visitor.form(holding="done_text")
    clock.advance(minutes=3)
    told = actions.Telling(ToldVia.PHONE, "Bà Ngọc", clock.now().date())
    on = build.occasion(clock.now(), cast.monitor, channel=Channel.ON_PAPER)
    said = build.account(THEIRS, told=told)
    actions.report_part(shared, said, unit=cast.loc_vuong, storage=build.storage(Path("unused")), on=on)
    build.saved()
    visitor.send(form, done_text=MINE)
    assert visitor.status == 422 and reports(shared) == [THEIRS]
    assert THEIRS in visitor.words and "Lê Thu Hà" in visitor.words
    assert visitor.form(holding="done_text").values["done_text"] == [MINE]
    visitor.send(visitor.form(holding="done_text"))
    assert reports(shared) == [THEIRS, MINE]


def test_the_leads_report_does_not_hold_up_a_partner(
    visitor: Visitor, cast: Cast, shared: Task, clock: HandClock
) -> None:
    visitor.be(cast.ward_head).open(f"/tasks/{shared.code}/parts/{cast.loc_vuong.code}")
    form = visitor.form(holding="done_text")
    meanwhile(cast, shared, clock)
    visitor.send(form, done_text=MINE)
    assert reports(shared) == [THEIRS, MINE]


def test_the_page_of_units_and_followers_is_held_too(
    visitor: Visitor, cast: Cast, shared: Task, clock: HandClock
) -> None:
    visitor.be(cast.chief).open(f"/tasks/{shared.code}/edit")
    form = visitor.form("/leave")
    clock.advance(minutes=3)
    actions.set_part_due(
        shared, cast.loc_vuong, due_on=date(2021, 6, 25), on=build.occasion(clock.now(), cast.monitor)
    )
    build.saved()
    visitor.send(form, **{field_of(form.values, "reason"): MINE})
    assert visitor.status == 422
    assert "Lê Thu Hà" in visitor.words and "25/06/2021" in visitor.words
    again = visitor.form("/leave")
    assert again.values[field_of(again.values, "reason")] == [MINE]
    visitor.send(again)
    db.session.expire_all()
    assert [row.unit.name for row in shared.assignments if row.ended_at] == ["Phường Lộc Vượng"]


def test_whom_somebody_else_let_go_meanwhile_is_said_with_the_words_typed_for_it(
    visitor: Visitor, cast: Cast, shared: Task, clock: HandClock
) -> None:
    visitor.be(cast.chief).open(f"/tasks/{shared.code}/edit")
    form = visitor.form("/leave")
    clock.advance(minutes=3)
    on = build.occasion(clock.now(), cast.monitor)
    actions.leave_unit(shared, cast.loc_vuong, reason=THEIRS, on=on)
    build.saved()
    visitor.send(form, **{field_of(form.values, "reason"): MINE})
    assert visitor.status == 422
    assert THEIRS in visitor.words and MINE in visitor.words


def field_of(names: Iterable[str], tail: str) -> str:
    return next(name for name in names if name.endswith(tail))


def test_two_who_divide_a_task_see_each_others_pieces(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    on = build.occasion(clock.now(), cast.head)
    piece = actions.add_sub_task(task, actions.Share("Khảo sát"), on=on)
    build.saved()
    visitor.be(cast.head).open(f"/tasks/{task.code}/sub-tasks")
    form = visitor.form(f"/sub-tasks/{piece.id}")
    clock.advance(minutes=3)
    on = build.occasion(clock.now(), cast.officer)
    actions.change_sub_task(piece, actions.Share("Khảo sát 4 tuyến"), on=on)
    build.saved()
    visitor.send(form, **{f"{piece.id}-title": MINE})
    db.session.expire_all()
    assert (visitor.status, piece.title) == (422, "Khảo sát 4 tuyến")
    assert "Khảo sát 4 tuyến" in visitor.words and "Đỗ Thị Lan" in visitor.words and MINE in visitor.words
    visitor.send(visitor.form(f"/sub-tasks/{piece.id}"))
    db.session.expire_all()
    assert piece.title == MINE


def test_words_for_a_piece_that_somebody_dropped_stand_ready_to_be_added_anew(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    on = build.occasion(clock.now(), cast.head)
    piece = actions.add_sub_task(task, actions.Share("Khảo sát"), on=on)
    build.saved()
    visitor.be(cast.head).open(f"/tasks/{task.code}/sub-tasks")
    form = visitor.form(f"/sub-tasks/{piece.id}")
    name = f"{piece.id}-title"
    actions.remove_sub_task(piece, on=build.occasion(clock.now(), cast.officer))
    build.saved()
    visitor.send(form, **{name: MINE})
    assert visitor.status == 422 and "vừa được người khác bỏ" in visitor.words
    visitor.send(visitor.form(holding="new-title"))
    db.session.expire_all()
    assert [one.title for one in task.sub_tasks] == [MINE]


def test_an_answer_typed_while_somebody_else_answered_can_still_be_copied(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    on = build.occasion(clock.now(), cast.chief)
    asked = actions.ask_explanation(
        cast.economy, task=task, question="Vì sao chậm?", due_on=date(2021, 6, 25), on=on
    )
    build.saved()
    visitor.be(cast.head).open(f"/explanations/{asked.id}")
    form = visitor.form(holding="answer")
    clock.advance(minutes=3)
    on = build.occasion(clock.now(), cast.monitor, channel=Channel.ON_PAPER)
    actions.answer_explanation(asked, answer=THEIRS, on=on)
    build.saved()
    visitor.send(form, answer=MINE)
    assert visitor.status == 422
    assert THEIRS in visitor.words and MINE in visitor.words
    db.session.expire_all()
    assert asked.answer == THEIRS


LINK = re.compile(r"http://localhost(/u/\S+)")


def link_in_mail(address: str) -> str:
    mails = sa.select(OutboxMessage).where(OutboxMessage.to_address == address)
    found = LINK.search(db.session.scalars(mails.order_by(OutboxMessage.id)).first().text_body)  # type: ignore[union-attr]
    assert found is not None
    return found[1]


@pytest.fixture
def mailed(cast: Cast, clock: HandClock) -> str:
    """The link in the mail with which the task was given; it leads to the form."""
    return link_in_mail("kinhte@namdinh.example")


def test_the_form_behind_a_mails_link_is_held_as_well(
    visitor: Visitor, cast: Cast, task: Task, mailed: str, clock: HandClock
) -> None:
    visitor.open(mailed)
    form = visitor.form(holding="done_text")
    meanwhile(cast, task, clock)
    visitor.send(form, kind="progress", done_text=MINE)
    assert visitor.status == 422 and reports(task) == [THEIRS]
    (both,) = visitor.tree.xpath("//div[@class='versus']")
    theirs, mine = (" ".join(half.text_content().split()) for half in both)
    assert THEIRS in theirs and "Đỗ Thị Lan" in theirs and MINE in mine
    visitor.send(visitor.form(holding="done_text"))
    assert reports(task) == [THEIRS, MINE]


def test_more_time_asked_from_a_mail_is_held_as_well(
    visitor: Visitor, cast: Cast, task: Task, mailed: str, clock: HandClock
) -> None:
    visitor.open(f"{mailed}/extension")
    form = visitor.form("/extension")
    meanwhile(cast, task, clock)
    visitor.send(form, new_due_on="15/07/2021", reason=MINE)
    assert visitor.status == 422 and THEIRS in visitor.words
    assert visitor.form("/extension").values["reason"] == [MINE]
    visitor.send(visitor.form("/extension"))
    db.session.expire_all()
    assert [row.reason for row in task.extensions] == [MINE]


def test_words_typed_behind_a_link_outlive_the_form(
    visitor: Visitor, cast: Cast, task: Task, mailed: str, clock: HandClock
) -> None:
    """A colleague claims completion meanwhile: the form is gone from the page, what was typed is not."""
    visitor.open(mailed)
    form = visitor.form(holding="done_text")
    clock.advance(minutes=3)
    build.completion(task, on=build.occasion(clock.now(), cast.officer), done=THEIRS)
    build.saved()
    visitor.send(form, kind="progress", done_text=MINE)
    assert visitor.status == 422
    assert MINE in visitor.words and THEIRS in visitor.words


def test_a_partners_word_from_its_mail_is_held_as_well(
    visitor: Visitor, cast: Cast, shared: Task, clock: HandClock
) -> None:
    visitor.open(link_in_mail("phuong.loc-vuong@namdinh.example"))
    form = visitor.form(holding="done_text")
    clock.advance(minutes=3)
    on = build.occasion(clock.now(), cast.monitor, channel=Channel.ON_PAPER)
    told = actions.Telling(ToldVia.PHONE, "Ông Cường", clock.now().date())
    said = build.account(THEIRS, told=told)
    actions.report_part(shared, said, unit=cast.loc_vuong, storage=build.storage(Path("unused")), on=on)
    build.saved()
    visitor.send(form, done_text=MINE)
    assert visitor.status == 422 and THEIRS in visitor.words
    visitor.send(visitor.form(holding="done_text"))
    assert reports(shared) == [THEIRS, MINE]


# ------------------------------------------------------------------------------------------------ a session that ended


def test_a_form_sent_too_late_leads_back_to_its_page_after_signing_in(
    visitor: Visitor, cast: Cast, task: Task, clock: HandClock
) -> None:
    visitor.be(cast.head).open(f"/tasks/{task.code}/report")
    form = visitor.form("/report")
    db.session.execute(sa.update(SignInSession).values(revoked_at=clock.real_now()))
    build.saved()
    token = form.values["csrf_token"]
    where = f"http://localhost/tasks/{task.code}/report"
    answer = visitor.client.post(
        f"/tasks/{task.code}/report",
        data={"csrf_token": token, "done_text": MINE},
        headers={"Referer": where},
    )
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next=/tasks/{task.code}/report"
    assert reports(task) == []


@pytest.mark.parametrize(
    "elsewhere", ["", "https://la.example//evil.example/x", "http://localhost//evil.example"]
)
def test_nobody_is_led_elsewhere_by_it(
    elsewhere: str, client: FlaskClient, cast: Cast, task: Task, app: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)  # type: ignore[attr-defined]
    answer = client.post(f"/tasks/{task.code}/receive", headers={"Referer": elsewhere} if elsewhere else {})
    assert answer.location == "/sign-in"


PASSWORD = "mật khẩu thử"


def test_what_was_typed_when_a_session_ended_is_back_after_signing_in(
    page: Page, live_server: LiveServer, clock: HandClock
) -> None:
    with live_server.app.app_context():
        people = gather()
        on = build.occasion(clock.now(), people.monitor)
        code = build.task("Giải phóng mặt bằng", lead=people.economy, due_on=date(2021, 6, 30), on=on).code
        set_password(people.head, PASSWORD, acting=COMMAND, now=clock.now())
        build.saved()
    page.goto(f"{live_server.url}/tasks/{code}/report")
    enter(page)
    page.get_by_label("Đang thực hiện").check()
    page.get_by_label("Đã làm được gì?").fill(MINE)
    with live_server.app.app_context():
        db.session.execute(sa.update(SignInSession).values(revoked_at=clock.real_now()))
        db.session.commit()
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.wait_for_url("**/sign-in**")
    assert "Phiên làm việc đã hết" in page.inner_text("main")
    enter(page)
    assert page.url.endswith(f"/tasks/{code}/report")
    assert page.get_by_label("Đã làm được gì?").input_value() == MINE
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.wait_for_url(f"**/tasks/{code}?sent=report")
    with live_server.app.app_context():
        assert list(db.session.scalars(sa.select(Report.done_text))) == [MINE]
    page.goto(f"{live_server.url}/tasks/{code}/report")
    assert page.get_by_label("Đã làm được gì?").input_value() == "", "what was sent is kept no longer"


def enter(page: Page) -> None:
    page.fill("[name=email]", "kinhte@namdinh.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*sign-in)"))
