"""A reply becomes the report the page would have made, or is answered with the reason; nothing is dropped, nothing twice."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts import actions as accounts
from taskboard.core import Core
from taskboard.db import db
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import State
from taskboard.files.queries import of_reports
from taskboard.journal.actions import COMMAND
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders import actions as reminders
from taskboard.reminders.models import MailLink
from taskboard.replies.mailbox import MailboxAway
from taskboard.replies.models import Fate
from taskboard.replies.receiving import SWELLING, prune_texts, receive_replies
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import PartState, Report, ReportKind, Task
from tests import build
from tests.cast import Cast, cast
from tests.outbox.owed import deliver
from tests.pages.visitor import Visitor, apart, counted
from tests.replies.imap import ImapServer, imap_server
from tests.replies.post import PATTERN, answer, inviting, kept, look, mail_to, wire

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock
    from tests.smtp import SmtpServer

__all__ = ["cast", "imap_server"]

pytestmark = pytest.mark.usefixtures("db_session", "app")

QUOTED = "\n\nVào 16/6/2021 08:00, Theo dõi chỉ đạo đã viết:\n> Kính gửi đồng chí,\n> NV-2021-0099 quá hạn\n"


def given(cast: Cast, now: datetime, title: str = "Lập phương án hộ đê", **more: object) -> Task:
    more.setdefault("due_on", date(2021, 6, 30))
    row = build.task(title, lead=cast.economy, on=inviting(now, cast.monitor), **more)
    build.saved()
    return row


def run(app: Flask, name: str) -> None:
    """One run of a job, as the scheduler makes it."""
    with apart():
        assert run_job(app, job(name), holder="test")


def told(row: Task, person: object, now: datetime) -> str:
    """Where the mail of the head asks to be answered."""
    found = mail_to(person)  # type: ignore[arg-type]
    assert re.fullmatch(r"theodoi\+[a-z2-7]{32}@namdinh\.example", found.reply_to)
    assert row.code in found.text_body
    return found.reply_to


def reports() -> list[Report]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Report).order_by(Report.id)))


def answers() -> list[OutboxMessage]:
    statement = sa.select(OutboxMessage).where(OutboxMessage.kind.in_(["reply_taken", "reply_refused"]))
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))


def refused(app: Flask, server: ImapServer, message: EmailMessage) -> str:
    """What the sender of a mail that was not entered is told."""
    before = len(reports())
    server.deliver(wire(message))
    done = look(app, server)
    assert (done.returned, len(reports())) == (1, before)
    row = kept()[-1]
    owed = db.session.get_one(OutboxMessage, row.answer_id)
    assert owed.state is MailState.OWED
    assert owed.to_address == row.from_address
    flat = " ".join(owed.text_body.split())
    assert row.reason in flat
    assert "http://localhost" in flat, "and where to go"
    return row.reason


def test_from_the_digest_to_the_history(
    app: Flask,
    client: FlaskClient,
    cast: Cast,
    clock: HandClock,
    now: datetime,
    smtp_server: SmtpServer,
    imap_server: ImapServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The whole way over real sockets: the day's mail leaves, its answer comes in, the page tells who said what and how."""
    core: Core = app.extensions["taskboard"]
    reads = replace(core.settings, imap_url=imap_server.url, reply_address=PATTERN, smtp_url=smtp_server.url)
    monkeypatch.setitem(app.extensions, "taskboard", replace(core, settings=reads))
    row = given(cast, now - timedelta(days=9), due_on=date(2021, 6, 14))
    code = row.code
    for name in ("plan_reminders", "make_digests"):
        run(app, name)
    deliver(reads, smtp_server.url, at=now)
    digest = next(
        one.message
        for one in smtp_server.received
        if one.recipients == ("kinhte@namdinh.example",) and "quá hạn" in str(one.message["Subject"]).lower()
    )
    assert "trả lời thư này" in digest.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    words = "Đã đắp xong 3/5 đoạn.\nViệc tiếp theo: đắp hai đoạn còn lại\nDự kiến xong: 25/6/2021"
    reply = answer(
        str(digest["Reply-To"]),
        words + QUOTED,
        subject=f"Re: {digest['Subject']}",
        files=[("Biên bản.pdf", build.PDF)],
    )
    imap_server.deliver(wire(reply))
    run(app, "receive_replies")
    (report,) = reports()
    assert (report.kind, report.channel, report.done_text) == (
        ReportKind.PROGRESS,
        Channel.MAIL,
        "Đã đắp xong 3/5 đoạn.",
    )
    assert (report.person_id, report.unit_id) == (cast.head.id, cast.economy.id)
    assert (report.next_step, report.forecast_on) == ("đắp hai đoạn còn lại", date(2021, 6, 25))
    assert [file.name for file in of_reports([report.id])[report.id]] == ["Biên bản.pdf"]
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "progress_reported")).one()
    assert (entry.channel, entry.actor_id) == (Channel.MAIL, cast.head.id)
    page = Visitor(client, clock).be(cast.monitor)
    page.open(f"/tasks/{code}")
    assert "Đã đắp xong 3/5 đoạn." in page.words
    assert "trả lời bằng thư" in page.words
    (owed,) = answers()
    assert (owed.kind, owed.to_address) == ("reply_taken", "kinhte@namdinh.example")
    assert imap_server.folders["INBOX"] == []
    assert len(imap_server.folders["Taskboard"]) == 1


def test_without_a_mailbox_no_mail_asks_to_be_answered(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    build.task(
        "Không nhận", lead=cast.economy, on=build.occasion(now, cast.monitor), due_on=date(2021, 6, 30)
    )
    build.saved()
    assert mail_to(cast.head).reply_to == ""
    assert "trả lời thư" not in mail_to(cast.head).text_body.lower()
    assert db.session.scalars(sa.select(MailLink.reply_hash)).all() == [None]
    assert str(receive_replies(app.extensions["taskboard"])) == "off"
    assert imap_server.commands == []


def test_the_token_is_kept_as_a_hash_and_is_each_readers_own(cast: Cast, now: datetime) -> None:
    row = given(cast, now)
    address = told(row, cast.head, now)
    token = address.partition("+")[2].partition("@")[0]
    everything = " ".join(map(str, db.session.execute(sa.select(MailLink.__table__)).all()))
    assert token not in everything
    other = build.person("Phó Trưởng phòng", cast.head.posts[0].role, cast.economy)
    given(cast, now, "Việc nữa")
    assert mail_to(other).reply_to != mail_to(cast.head).reply_to


def test_done_with_its_proof_is_a_completion_of_the_day_it_names(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now - timedelta(days=9))
    words = "Hoàn thành ngày 15/6/2021\nĐã ban hành phương án.\nSố văn bản: 125/BC-KT ngày 14/6/2021" + QUOTED
    imap_server.deliver(wire(answer(told(row, cast.head, now), words)))
    assert str(look(app, imap_server)) == "entered 1"
    (report,) = reports()
    assert (report.kind, report.claimed_on) == (ReportKind.COMPLETION, date(2021, 6, 15))
    assert (report.document_number, report.document_on) == ("125/BC-KT", date(2021, 6, 14))
    receipt = mail_to(cast.head).text_body
    assert "Đã ban hành phương án. (Văn bản số 125/BC-KT ngày 14/06/2021)" in receipt
    assert db.session.get_one(Task, row.id).state is State.WAITING


def test_a_partner_answers_for_its_own_part(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now, partners=[cast.urban])
    sender = "Hoàng Minh Đức <qldt@namdinh.example>"
    imap_server.deliver(wire(answer(told(row, cast.other_head, now), "Đã góp ý phương án.", sender=sender)))
    assert look(app, imap_server).entered == 1
    (report,) = reports()
    assert (report.kind, report.unit_id) == (ReportKind.PART, cast.urban.id)
    part = next(one for one in db.session.get_one(Task, row.id).assignments if one.unit_id == cast.urban.id)
    assert part.part is PartState.REPORTED


def test_the_same_mail_counts_once_however_often_it_is_found(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    """A process that died between writing down and moving away finds it again; so does one whose server refuses to move."""
    row = given(cast, now)
    reply = wire(answer(told(row, cast.head, now), "Đang làm."))
    imap_server.deliver(reply)
    imap_server.refuses_moving = True
    with pytest.raises(MailboxAway):
        look(app, imap_server)
    imap_server.refuses_moving = False
    assert str(look(app, imap_server)) == "known 1"
    imap_server.deliver(reply)
    assert str(look(app, imap_server)) == "known 1"
    assert (len(reports()), len(kept()), len(answers())) == (1, 1, 1)


def test_of_several_tasks_the_code_in_the_text_says_which(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    first, second = given(cast, now), given(cast, now, "Việc thứ hai")
    on = inviting(now, cast.chief)
    reminders.owe_urge_mails([first, second], key="test", on=on)
    build.saved()
    address = mail_to(cast.head).reply_to
    why = refused(app, imap_server, answer(address, "Đang làm." + QUOTED))
    assert first.code in why
    assert second.code in why
    assert kept()[-1].fate is Fate.UNMATCHED
    imap_server.deliver(wire(answer(address, f"{second.code}: đang làm." + QUOTED)))
    assert look(app, imap_server).entered == 1
    assert reports()[-1].task_id == second.id
    assert "NV-2021-9999 không có trong thư" in refused(
        app, imap_server, answer(address, "NV-2021-9999\nĐang làm.")
    )


def test_only_the_address_the_mail_went_to_may_answer(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    address = told(row, cast.head, now)
    stranger = answer(address, "Đang làm.", sender="Ai đó <ai.do@example.com>")
    assert "ai.do@example.com" in refused(app, imap_server, stranger)
    owed = db.session.get_one(OutboxMessage, kept()[-1].answer_id)
    assert row.code not in owed.text_body + owed.html_body, "a stranger is told nothing of the task"
    assert row.title not in owed.text_body + owed.html_body
    assert "/u/" not in owed.text_body
    colleague = answer(address, "Đang làm.", sender="Lan <chuyenvien.kinhte@namdinh.example>")
    assert "không phải địa chỉ" in refused(app, imap_server, colleague)
    imap_server.deliver(wire(answer(address, "Đang làm.", sender="KINHTE@NamDinh.example")))
    assert look(app, imap_server).entered == 1, "an address has no case"


def test_rights_are_those_of_the_moment_it_comes_in(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    address = told(row, cast.head, now)
    accounts.set_lock(cast.head, is_locked=True, acting=COMMAND, now=now, real_now=now)
    build.saved()
    assert "không còn phụ trách" in refused(app, imap_server, answer(address, "Đang làm."))
    assert kept()[-1].fate is Fate.UNMATCHED


def test_a_late_answer_says_that_its_time_is_over(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    address = told(row, cast.head, now)
    clock.advance(days=15)
    assert "đã hết" in refused(app, imap_server, answer(address, "Đang làm."))
    unknown = answer(PATTERN.replace("*", "a" * 32), "Đang làm.")
    assert "Địa chỉ trả lời không đúng" in refused(app, imap_server, unknown)
    assert "Địa chỉ trả lời không đúng" in refused(
        app, imap_server, answer("theodoi@namdinh.example", "Chào.")
    )


def test_what_the_page_would_refuse_is_refused_with_its_words_and_a_way_in(
    app: Flask, cast: Cast, now: datetime, clock: HandClock, imap_server: ImapServer
) -> None:
    row = given(cast, now - timedelta(days=9), due_on=date(2021, 6, 14))
    address = told(row, cast.head, now)
    assert "đề nghị nêu việc tiếp theo" in refused(app, imap_server, answer(address, "Đang làm."))
    owed = db.session.get_one(OutboxMessage, kept()[-1].answer_id)
    assert f"/{row.code}" in owed.text_body
    fixed = "Đang làm.\nViệc tiếp theo: làm nốt\nDự kiến xong: 20/6/2021"
    imap_server.deliver(wire(answer(owed.reply_to, fixed)))
    assert look(app, imap_server).entered == 1, "the refusal can be answered in turn"
    assert "Không đọc được ngày" in refused(app, imap_server, answer(address, "x\nDự kiến xong: sớm"))
    assert "cần số văn bản hoặc một tệp" in refused(app, imap_server, answer(address, "Hoàn thành\nĐã xong."))
    assert reports()[-1].kind is ReportKind.PROGRESS


def test_an_empty_one_and_a_closed_task_and_a_bad_file_are_told(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    address = told(row, cast.head, now)
    assert "không có nội dung mới" in refused(app, imap_server, answer(address, QUOTED))
    exe = answer(address, "Xem tệp.", files=[("a.exe", b"MZ\x90")])
    assert "a.exe" in refused(app, imap_server, exe)
    empty = answer(address, "Xem tệp.", files=[("a.pdf", b"")])
    assert "a.pdf" in refused(app, imap_server, empty)
    tasks.withdraw(row, reason="Giao nhầm.", on=inviting(now, cast.chair))
    build.saved()
    assert "không còn nhận báo cáo" in refused(app, imap_server, answer(address, "Đang làm."))
    assert reports() == []


def test_a_mail_that_is_too_large_is_told_so_and_never_fetched(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    large = answer(told(row, cast.head, now), "Xem tệp.", files=[("a.pdf", build.PDF + b"x" * 3_000_000)])
    imap_server.deliver(wire(large))
    done = look(app, imap_server, max_file_bytes=1024 * 1024)
    assert done.returned == 1
    assert f"quá mức nhận {SWELLING} MB" in kept()[-1].reason
    assert not [said for said in imap_server.commands if "BODY.PEEK[])" in said]


@pytest.mark.sqlite_only  # nothing here is of the database
@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; owner=x"},
        {"precedence": "bulk"},
        {"x_autoreply": "yes"},
        {"return_path": "<>"},
        {"list_id": "<tin.namdinh.example>"},
        {"sender": "MAILER-DAEMON@namdinh.example"},
        {"sender": "Theo dõi chỉ đạo <theodoichidao@localhost>"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_a_machine_is_neither_believed_nor_answered(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer, headers: dict[str, str]
) -> None:
    row = given(cast, now)
    imap_server.deliver(wire(answer(told(row, cast.head, now), "Tôi đi công tác.", **headers)))
    assert str(look(app, imap_server)) == "ignored 1"
    assert (reports(), answers()) == ([], [])
    assert kept()[0].fate is Fate.AUTOMATIC
    assert imap_server.folders["INBOX"] == []


def test_auto_submitted_no_is_a_person(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    imap_server.deliver(wire(answer(told(row, cast.head, now), "Đang làm.", auto_submitted="no")))
    assert look(app, imap_server).entered == 1


def test_a_forged_sender_makes_us_write_to_a_stranger_a_few_times_a_day_only(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    for _number in range(5):
        imap_server.deliver(wire(answer("theodoi@namdinh.example", "Chào.", sender="ai.do@example.com")))
    assert look(app, imap_server).returned == 5
    assert (len(kept()), len(answers())) == (5, 3)


def test_rubbish_is_kept_and_answered_and_keeps_no_other_from_its_turn(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = given(cast, now)
    address = told(row, cast.head, now)
    for content in (
        b"",
        b"\r\n\r\n",
        b"\xff\xfe\x00rubbish",
        b"From: =?utf-8?b?xxx?= <a@b>\r\nContent-Type: text/plain; charset=nobody-knows\r\n\r\n\xe1\xe2",
        b"From: <kinhte@namdinh.example>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x",
        b"From: a@b\r\nSubject: " + b"x" * 5000 + b"\r\nTo: " + b"<" * 900 + b"\r\n\r\nx",
    ):
        imap_server.deliver(content)
    imap_server.deliver(wire(answer(address, "Đang làm.")))
    done = look(app, imap_server)
    assert (done.entered, done.returned + done.ignored) == (1, 6)
    assert imap_server.folders["INBOX"] == []
    stumble = "taskboard.replies.actions.replying.read"
    monkeypatch.setattr(stumble, lambda _text: 1 / 0)
    assert "không đọc được thư" in refused(app, imap_server, answer(address, "Đang làm tiếp."))


def test_a_disk_that_fails_leaves_the_mail_where_it_is(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = given(cast, now)
    imap_server.deliver(wire(answer(told(row, cast.head, now), "Đang làm.", files=[("a.pdf", build.PDF)])))

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("taskboard.files.actions._write_once", full)
        with pytest.raises(OSError, match="No space"):
            look(app, imap_server)
    assert (len(imap_server.folders["INBOX"]), reports(), kept()) == (1, [], [])
    assert look(app, imap_server).entered == 1


@pytest.mark.sqlite_only
@pytest.mark.parametrize("can_move", [True, False], ids=["MOVE", "COPY and EXPUNGE"])
def test_the_mailbox_is_emptied_by_whatever_its_server_knows(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer, can_move: bool
) -> None:
    imap_server.can_move = can_move
    row = given(cast, now)
    for number in range(2):
        imap_server.deliver(wire(answer(told(row, cast.head, now), f"Đã xong {number}/5 đoạn.")))
    assert look(app, imap_server).entered == 2
    assert (imap_server.folders["INBOX"], len(imap_server.folders["Taskboard"])) == ([], 2)


def test_a_mailbox_that_is_away_fails_the_job_with_its_words_and_loses_nothing(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    imap_server.deliver(wire(answer(told(row, cast.head, now), "Đang làm.")))
    imap_server.stop()
    with pytest.raises(MailboxAway):
        look(app, imap_server)
    imap_server.start()
    wrong = replace(app.extensions["taskboard"].settings, imap_url=imap_server.url.replace("mat-khau", "sai"))
    with pytest.raises(MailboxAway, match="535"):
        receive_replies(replace(app.extensions["taskboard"], settings=wrong))
    assert look(app, imap_server).entered == 1


def test_the_shared_mailbox_of_a_unit_may_answer_too(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = build.task("Dọn kênh", lead=cast.cua_nam, on=inviting(now, cast.monitor), due_on=date(2021, 6, 30))
    build.saved()
    owed = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.unit_id == cast.cua_nam.id)).one()
    imap_server.deliver(wire(answer(owed.reply_to, "Đang dọn.", sender="cuanam@namdinh.example")))
    assert look(app, imap_server).entered == 1
    assert (reports()[0].person_id, reports()[0].task_id) == (None, row.id)


def test_what_was_read_is_dropped_with_age_and_what_became_of_it_stays(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    imap_server.deliver(wire(answer(told(row, cast.head, now), "Đang làm.")))
    look(app, imap_server)
    assert prune_texts(before=now) == 0
    assert prune_texts(before=now + timedelta(seconds=1)) == 1
    (mail,) = kept()
    assert (mail.text, mail.fate, mail.task_id) == ("", Fate.TAKEN, row.id)


def test_the_page_shows_what_came_in_and_what_became_of_it(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock, now: datetime, imap_server: ImapServer
) -> None:
    page = Visitor(client, clock).be(cast.monitor)
    page.open("/settings/replies")
    assert "Chưa nhận thư trả lời." in page.words
    row = given(cast, now)
    address, code = told(row, cast.head, now), row.code
    imap_server.deliver(wire(answer(address, "Đang làm." + QUOTED)))
    imap_server.deliver(wire(answer(address, "Tôi vắng.", auto_submitted="auto-replied")))
    imap_server.deliver(wire(answer(address, QUOTED, subject="")))
    look(app, imap_server)
    page.open("/settings/replies")
    for words in ("Đã thành báo cáo", "Thư tự động", "Chưa ghi nhận được", code, "Trần Văn Bình"):
        assert words in page.words
    page.open("/settings/replies?fate=taken")
    with counted() as asked:
        page.open(next(link for link in page.links if re.search(r"/replies/\d+$", link)))
    assert len(asked) <= 8
    assert "Đang làm." in page.words
    assert "Xem thư trả lời người gửi" in page.words
    read = page.url
    page.be(cast.administrator).open(read)
    assert code in page.words and "Trần Văn Bình" in page.words
    for secret in ("Đang làm.", row.title):
        assert secret not in page.words, "of the unit and the Office"
    assert not [link for link in page.links if link.startswith("/tasks/")]
    page.open("/settings/replies")
    assert row.title not in page.words and "Thư của Trần Văn Bình" in page.words
    page.be(cast.head)
    page.open("/settings/replies")
    assert page.status == 403


def test_every_entry_says_by_which_way_it_came(
    app: Flask, cast: Cast, now: datetime, imap_server: ImapServer
) -> None:
    row = given(cast, now)
    imap_server.deliver(wire(answer(told(row, cast.head, now), "Đang làm.")))
    look(app, imap_server)
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "progress_reported")).one()
    assert json.loads(entry.details)["report"] == reports()[0].id
    assert kept()[0].report_id == reports()[0].id
