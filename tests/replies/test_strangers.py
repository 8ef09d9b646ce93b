"""Whoever may write to us: what they can make us believe, make us do, and make us write to others."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders import actions as reminders
from taskboard.reminders.models import MailLink
from taskboard.reminders.queries import token_hash
from taskboard.replies.actions import MOST_ANSWERS, MOST_REFUSALS, MOST_REPORTS, MOST_TO_STRANGERS
from taskboard.replies.models import Fate
from taskboard.replies.reading import LONGEST_HEAD
from taskboard.tasks.models import Report, Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor
from tests.replies.imap import ImapServer, imap_server
from tests.replies.post import PATTERN, answer, inviting, kept, look, mail_to, wire
from tests.replies.test_reading import OURS, PROVEN_FOR_THEM, THEIRS, TOKEN

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast", "imap_server"]

pytestmark = pytest.mark.usefixtures("db_session", "app")


def given(cast: Cast, now: datetime, **more: object) -> tuple[Task, str]:
    """A task, and where the mail of its head asks to be answered."""
    more.setdefault("due_on", date(2021, 6, 30))
    row = build.task("Lập phương án hộ đê", lead=cast.economy, on=inviting(now, cast.monitor), **more)
    build.saved()
    return row, mail_to(cast.head).reply_to


def answers() -> list[OutboxMessage]:
    statement = sa.select(OutboxMessage).where(OutboxMessage.kind.in_(["reply_taken", "reply_refused"]))
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))


def count(model: type[Report] | type[MailLink]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def link_in(text: str) -> MailLink:
    token = re.search(r"/u/([\w-]+)/", text)
    assert token
    return db.session.scalars(sa.select(MailLink).where(MailLink.token_hash == token_hash(token[1]))).one()


def test_a_mail_proved_for_another_domain_is_not_believed_and_not_answered(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock, now: datetime, imap_server: ImapServer
) -> None:
    _row, address = given(cast, now)
    verdict = f"Authentication-Results: {PROVEN_FOR_THEM}\r\n"
    for said in (f"{OURS} <{THEIRS}>", f"<{OURS}> <{THEIRS}>", OURS):
        imap_server.deliver(f"From: {said}\r\nTo: {address}\r\n{verdict}\r\nHoàn thành".encode())
    assert look(app, imap_server).returned == 3
    assert (count(Report), answers()) == (0, [])
    assert [mail.fate for mail in kept()] == [Fate.UNMATCHED] * 3
    assert THEIRS in kept()[0].reason
    assert "không xác nhận" in kept()[2].reason
    page = Visitor(client, clock).be(cast.monitor)
    page.open(f"/settings/replies/{kept()[0].id}")
    for words in (f"{OURS} <{THEIRS}>", "Chưa rõ người gửi nên hệ thống không đọc nội dung", "không trả lời"):
        assert words in page.words


# --------------------------------------------------------------------------------------------------- what is not looked into


def test_the_body_of_a_stranger_is_not_looked_into(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _row, address = given(cast, now)
    read: list[object] = []
    monkeypatch.setattr(
        "taskboard.replies.receiving.read_body", lambda mail, _content: read.append(mail) or mail
    )
    for to, sender, more in (
        ("theodoi@namdinh.example", OURS, {}),
        (PATTERN.replace("*", TOKEN), OURS, {}),
        (address, THEIRS, {}),
        (address, OURS, {"auto_submitted": "auto-replied"}),
        (address, OURS, {"authentication_results": "mx; dmarc=fail"}),
    ):
        imap_server.deliver(wire(answer(to, "Đang làm.", sender=sender, **more)))
    look(app, imap_server)
    assert read == []
    imap_server.deliver(wire(answer(address, "Đang làm.")))
    look(app, imap_server)
    assert len(read) == 1


def test_headers_without_end_are_set_aside_unread_and_unanswered(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    _row, address = given(cast, now)
    rest = f"From: {OURS}\r\nTo: {address}\r\n\r\nĐang làm.".encode()
    long_head = b"X-Filler: x\r\n" * (LONGEST_HEAD // 13) + rest
    imap_server.deliver(long_head)
    imap_server.deliver(long_head + b"x" * 3_000_000)
    imap_server.deliver(b"x" * LONGEST_HEAD)
    imap_server.deliver(wire(answer(address, "Đang làm.")))
    done = look(app, imap_server, max_file_bytes=1024 * 1024)
    assert (done.entered, done.returned) == (1, 3)
    assert [mail.fate for mail in kept()[:3]] == [Fate.UNMATCHED] * 3
    assert "64 KB" in kept()[0].reason
    assert [mail.answer_id for mail in kept()[:3]] == [None] * 3
    assert imap_server.folders["INBOX"] == []


def test_a_large_mail_is_asked_for_its_size_and_the_beginning_of_its_headers(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    _row, address = given(cast, now)
    imap_server.deliver(wire(answer(address, "x" * 3_000_000)))
    look(app, imap_server, max_file_bytes=1024 * 1024)
    fetched = [said for said in imap_server.commands if "fetch" in said.lower()]
    assert [said.partition("(")[2] for said in fetched] == [
        "RFC822.SIZE)",
        f"BODY.PEEK[HEADER]<0.{LONGEST_HEAD}>)",
    ]
    assert "quá mức nhận" in kept()[0].reason


# ---------------------------------------------------------------------------------------------------- whom we write to


def test_a_stranger_is_told_in_our_words_only(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    """Whoever forges a victim's address must not write to them through our server."""
    bait = "Tài khoản bị khóa, vào https://evil.example/dang-nhap"
    _row, address = given(cast, now)
    for to in ("theodoi@namdinh.example", address):
        imap_server.deliver(
            wire(answer(to, bait, sender=f'"{bait}" <victim@elsewhere.example>', subject=bait))
        )
    imap_server.deliver(wire(answer("theodoi@namdinh.example", bait, subject=bait)))
    look(app, imap_server)
    assert len(answers()) == 3
    for owed in answers():
        assert owed.subject == "[Theo dõi chỉ đạo] Chưa ghi nhận được thư"
        assert "evil" not in owed.to_name + owed.text_body + owed.html_body + owed.reply_to
    assert answers()[0].to_name == "victim@elsewhere.example"


def test_whom_our_mail_server_found_forged_is_never_written_to(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    _row, address = given(cast, now)
    for to, sender in ((address, OURS), ("theodoi@namdinh.example", "victim@elsewhere.example")):
        imap_server.deliver(wire(answer(to, "Chào.", sender=sender, authentication_results="mx; dmarc=fail")))
    assert look(app, imap_server).returned == 2
    assert answers() == []


def test_all_strangers_together_are_told_a_few_times_an_hour_and_the_city_still_is(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, imap_server: ImapServer
) -> None:
    def from_strangers(first: int) -> None:
        for number in range(first, first + MOST_TO_STRANGERS + 3):
            sender = f"victim{number}@elsewhere.example"
            imap_server.deliver(wire(answer("theodoi@namdinh.example", "Chào.", sender=sender)))

    from_strangers(0)
    look(app, imap_server)
    assert len(answers()) == MOST_TO_STRANGERS
    for _number in range(MOST_ANSWERS + 1):
        imap_server.deliver(wire(answer("theodoi@namdinh.example", "Chào.", sender=OURS.upper())))
    look(app, imap_server)
    assert len(answers()) == MOST_TO_STRANGERS + MOST_ANSWERS, (
        "who is known here is told, a few times a day too"
    )
    clock.advance(hours=2)
    from_strangers(100)
    look(app, imap_server)
    assert len(answers()) == 2 * MOST_TO_STRANGERS + MOST_ANSWERS


# ------------------------------------------------------------------------------------------------------ what never ends


def test_a_receipt_asks_for_no_answer_and_opens_nothing(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row, address = given(cast, now)
    before = count(MailLink)
    imap_server.deliver(wire(answer(address, "Đang làm.")))
    look(app, imap_server)
    (owed,) = answers()
    assert (owed.kind, owed.reply_to) == ("reply_taken", "")
    assert f"http://localhost/tasks/{row.code}" in owed.text_body
    assert "/u/" not in owed.text_body + owed.html_body
    assert count(MailLink) == before


def test_a_vacation_note_that_does_not_say_so_counts_once(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, imap_server: ImapServer
) -> None:
    _row, address = given(cast, now)
    for _number in range(4):
        imap_server.deliver(wire(answer(address, "Tôi đang nghỉ phép.")))
    assert str(look(app, imap_server)) == "entered 1, ignored 3"
    assert (count(Report), len(answers())) == (1, 1)
    assert kept()[-1].fate is Fate.AUTOMATIC
    assert "Trùng nội dung" in kept()[-1].reason
    clock.advance(hours=2)
    imap_server.deliver(wire(answer(address, "Tôi đang nghỉ phép.")))
    assert look(app, imap_server).entered == 1


def test_the_same_words_for_another_task_or_with_a_file_are_no_repetition(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    first, second = given(cast, now), given(cast, now)
    imap_server.deliver(wire(answer(first[1], "Đang làm.")))
    imap_server.deliver(wire(answer(second[1], "Đang làm.")))
    imap_server.deliver(wire(answer(second[1], "Đang làm.", files=[("a.pdf", build.PDF)])))
    assert look(app, imap_server).entered == 3


def test_whoever_answers_a_refusal_by_a_program_is_left_alone(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, imap_server: ImapServer
) -> None:
    """Overdue, so a plan is missing and each round is refused with a way in: the note answers that, in the same words."""
    _row, address = given(cast, now - timedelta(days=9), due_on=date(2021, 6, 14))
    imap_server.deliver(wire(answer(address, "Tôi đang nghỉ phép.")))
    look(app, imap_server)
    (owed,) = answers()
    imap_server.deliver(wire(answer(owed.reply_to, "Tôi đang nghỉ phép.")))
    assert str(look(app, imap_server)) == "ignored 1"
    for number in range(MOST_REFUSALS + 5):
        imap_server.deliver(wire(answer(owed.reply_to, f"Tôi nghỉ phép, thư số {number}.")))
    look(app, imap_server)
    assert len(answers()) == MOST_REFUSALS


def test_a_fresh_way_in_ends_with_the_one_it_came_from(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, imap_server: ImapServer
) -> None:
    row, address = given(cast, now - timedelta(days=9), due_on=date(2021, 6, 14))
    on = inviting(now, cast.chief)
    reminders.owe_urge_mails([row], key="test", on=on)
    build.saved()
    address = mail_to(cast.head).reply_to
    first_ends_at = link_in(mail_to(cast.head).text_body).expires_at
    for _round in range(3):
        clock.advance(days=4)
        imap_server.deliver(wire(answer(address, f"Đang làm, lần {_round}.")))
        look(app, imap_server)
        address = answers()[-1].reply_to
        assert link_in(answers()[-1].text_body).expires_at == first_ends_at
        assert f"đến hết ngày {first_ends_at.day}/" in answers()[-1].text_body
    clock.advance(days=4)
    imap_server.deliver(wire(answer(address, "Đang làm, lần nữa.")))
    look(app, imap_server)
    assert "đã hết" in kept()[-1].reason


@pytest.mark.sqlite_only
def test_nobody_reports_one_task_more_often_than_a_hand_can(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, imap_server: ImapServer
) -> None:
    _row, address = given(cast, now)
    for number in range(MOST_REPORTS + 2):
        imap_server.deliver(wire(answer(address, f"Đã xong {number}.")))
    done = look(app, imap_server)
    assert (done.entered, done.ignored) == (MOST_REPORTS, 2)
    assert f"Quá {MOST_REPORTS} báo cáo" in kept()[-1].reason
    clock.advance(days=1, hours=1)
    imap_server.deliver(wire(answer(address, "Hôm sau làm tiếp.")))
    assert look(app, imap_server).entered == 1


# ---------------------------------------------------------------------------------------------------------- how much


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Đang làm.\nSố văn bản: " + "9" * 60 + "\n" + "8" * 1900, "Số văn bản dài 1961 ký tự, quá 120"),
        ("Đang làm.\nViệc tiếp theo: " + "làm " * 501, "Việc tiếp theo dài 2003 ký tự, quá 2000"),
        ("Đang làm.\nVướng mắc: " + "mưa " * 1251, "Vướng mắc dài 5003 ký tự, quá 5000"),
        ("Làm. " * 1001, "Kết quả dài 5004 ký tự, quá 5000"),
    ],
)
def test_what_is_too_long_is_told_by_its_part(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer, words: str, part: str
) -> None:
    row, address = given(cast, now)
    imap_server.deliver(wire(answer(address, words)))
    assert look(app, imap_server).returned == 1
    assert part in kept()[0].reason
    assert part in " ".join(answers()[0].text_body.split())
    assert (count(Report), answers()[0].reply_to != "") == (0, True)
    assert row.code in answers()[0].text_body
