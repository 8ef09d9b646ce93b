"""What goes wrong in an office, sent through the forms the pages really have.

Each of these gets a sentence in the person's language, what was typed is still there, and nothing is half-written: every
table has as many rows after as before.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.briefings import queries
from taskboard.briefings.models import DraftState
from taskboard.db import Base, db
from taskboard.files.models import Attachment
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.tasks.models import Report, Task
from tests import build
from tests.briefings.table import HELD_ON, TEXT, LiveCast, Table, laid
from tests.cast import Cast, cast, gather, sign_in
from tests.journeys.plain_browser import Form, PlainBrowser

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.accounts.models import Person
    from tests.smtp import SmtpServer

__all__ = ["cast"]

UNWRITTEN = frozenset({"sign_in_session", "sign_in_attempt", "counter"})
"""Signing in is not what is tested; a counter's row may be made by the first look at it."""
ODD = {
    "emoji": "Rà soát đê 🧱👷🏽‍♀️ toàn tuyến",
    "right to left": "Rà soát \u202egnp.exe\u202c đê مرحبا",
    "markup": "<script>alert(1)</script> & 'đê' \"tả\"",
    "a formula": '=HYPERLINK("http://x") {{7*7}} %(name)s %s',
}


def rows() -> dict[str, int]:
    """How many rows each table has."""
    db.session.rollback()
    return {
        name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
        if name not in UNWRITTEN
    }


@contextmanager
def nothing_written() -> Iterator[None]:
    before = rows()
    yield
    after = rows()
    assert {name: (before[name], after[name]) for name in after if before[name] != after[name]} == {}


@pytest.fixture
def people(cast: Cast) -> LiveCast:
    return LiveCast(cast)


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    return laid(cast, now)


@pytest.fixture
def office(table: Table, client: FlaskClient, now: datetime) -> PlainBrowser:
    return at_their_desk(client, table.cast.monitor, now)


@pytest.fixture
def review(table: Table, office: PlainBrowser) -> PlainBrowser:
    """The text recorded and its review open."""
    table.record()
    db.session.commit()
    office.open(conclusions(table))
    return office


@pytest.fixture
def task(people: LiveCast, now: datetime) -> str:
    """The code of a task of phòng Kinh tế, given on 1 June and due on the 30th."""
    given = build.occasion(build.at(date(2021, 6, 1)), people.monitor)
    code = build.task("Lập phương án hộ đê", lead=people.economy, on=given, due_on=date(2021, 6, 30)).code
    build.saved()
    return code


@pytest.fixture
def head(task: str, app: Flask, people: LiveCast, now: datetime) -> PlainBrowser:
    """The head of phòng Kinh tế, with the report's form open."""
    browser = at_their_desk(app.test_client(), people.head, now)
    browser.open(f"/tasks/{task}/report")
    return browser


def at_their_desk(client: FlaskClient, person: Person, now: datetime) -> PlainBrowser:
    sign_in(client, person, now)
    return PlainBrowser(client)


def conclusions(table: Table) -> str:
    return f"/briefings/{table.code}/conclusions"


def opened(browser: PlainBrowser, table: Table, words: str) -> Form:
    """The form of the draft that holds these words."""
    draft_id = table.draft(words).id
    browser.open(f"{conclusions(table)}?draft={draft_id}")
    return browser.form(f"drafts/{draft_id}", holding="title")


def order(browser: PlainBrowser, **changes: Any) -> tuple[Form, dict[str, Any]]:
    """The form of a directive outside a briefing, and a letter that would be accepted but for these changes."""
    browser.open("/directives/new")
    form = browser.form(holding="wording")
    letter = {
        "wording": "Đề nghị rà soát hộ nghèo.",
        "title": "Rà soát hộ nghèo",
        "source_kind": "letter",
        "source_number": "412/UBND-VP",
        "due": "dated",
        "due_on": "30/6/2021",
        "add_lead": form.choice("add_lead", "Phòng Kinh tế"),
    }
    return form, letter | changes


def refused(browser: PlainBrowser, *words: str) -> None:
    """The page came back, says so with these words, and is no error page."""
    assert browser.status == 422, (browser.status, browser.words)
    for each in words:
        assert each in browser.words, browser.words


# ---------------------------------------------------------------------------------------------------------- the text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa có văn bản"),
        (" \n\t\u00a0", "Chưa có văn bản"),
        ("Giao phòng Kinh tế rà soát. " * 75_000, "quá giới hạn"),
        ("Hội nghị đã nghe báo cáo. Trời nắng đẹp.", "Không tìm thấy câu giao việc nào"),
    ],
    ids=["empty", "blanks", "two megabytes", "no order"],
)
def test_a_text_that_is_no_conclusion(office: PlainBrowser, table: Table, text: str, said: str) -> None:
    office.open(conclusions(table))
    with nothing_written():
        office.press("Ghi văn bản", text=text)
    refused(office, said)
    assert office.form(holding="text").values["text"] == [text]


def test_decomposed_text_gives_the_same_drafts(review: PlainBrowser, table: Table) -> None:
    def drafts() -> list[tuple[Any, ...]]:
        return [
            (row.start, row.end, row.wording, [lead.label for lead in row.leads], row.due_on)
            for row in sorted(table.text.drafts, key=lambda row: row.start)
        ]

    composed = drafts()
    decomposed = unicodedata.normalize("NFD", TEXT)
    assert decomposed != TEXT
    review.open(f"{conclusions(table)}?paste=1")
    review.press("Ghi văn bản", text=decomposed.replace("\n", "\r\n"))
    assert table.text.text == TEXT
    assert drafts() == composed
    assert len(composed) > 4


def test_the_text_is_not_lost_with_the_session(
    office: PlainBrowser, table: Table, client: FlaskClient
) -> None:
    """Signed out while typing: the form is refused, nothing is written, the way back is said."""
    office.open(conclusions(table))
    form = office.form(holding="text")
    client.delete_cookie("taskboard")
    with nothing_written():
        office.send(form, text=TEXT)
    assert office.status == 400
    assert "chưa có gì bị ghi" in office.words


# ---------------------------------------------------------------------------------------------------------- one field


@pytest.mark.parametrize(
    "blank", [" ", "\u00a0\t", "\0", "\n\n", "\u200b\u2060\ufeff", "\u202e\u200f"], ids=ascii
)
def test_blanks_do_not_fill_a_field_that_is_needed(
    blank: str, office: PlainBrowser, head: PlainBrowser
) -> None:
    office.open("/briefings/new")
    form = office.form(holding="held_on")
    with nothing_written():
        office.send(form, title=blank, held_on="15/06/2021")
        refused(office, "Tên giao ban: Đề nghị nhập mục này.")
        head.send(head.form(button="Gửi báo cáo"), done_text=blank)
        refused(head, "Đề nghị ghi kết quả đã làm.")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("unit_id", "999999", "Đề nghị chọn một mục trong danh sách."),
        ("unit_id", "²", "Đề nghị chọn một mục trong danh sách."),
        ("role", "emperor", "Đề nghị chọn một mục trong danh sách."),
        ("email", "khong phai dia chi", "Địa chỉ thư viết dạng ten@donvi.gov.vn."),
        ("email", "a@b.vn\r\nBcc: c@d.vn", "Địa chỉ thư viết dạng ten@donvi.gov.vn."),
        ("full_name", " ", "Đề nghị nhập mục này."),
        ("sign_in_name", "KINHTE@namdinh.example", "đã có người dùng"),
        ("valid_from", "31/02/2021", "Không có ngày 31/02/2021 trong lịch."),
        ("valid_from", "ngày mai", "Ngày viết theo dạng ngày/tháng/năm"),
    ],
)
def test_an_account_with_something_wrong_in_it(
    field: str, value: str, said: str, app: Flask, people: LiveCast, now: datetime
) -> None:
    admin = at_their_desk(app.test_client(), people.administrator, now)
    admin.open("/people/new")
    form = admin.form(holding="sign_in_name")
    person = {
        "full_name": "Mai Thị Sen",
        "sign_in_name": "sen",
        "email": "sen@namdinh.example",
        "role": "unit_head",
        "unit_id": form.choice("unit_id", "Phòng Kinh tế"),
        "title": "Trưởng phòng",
    }
    with nothing_written():
        admin.send(form, **(person | {field: value}))
    refused(admin, said)
    kept = admin.form(holding="sign_in_name").values
    assert kept["title"] == ["Trưởng phòng"]
    admin.send(admin.form(holding="sign_in_name"), **person, valid_from="1/6/2021")
    assert "Đã lập tài khoản Mai Thị Sen." in admin.words


# ---------------------------------------------------------------------------------------------------- dates and units


def test_a_deadline_before_the_briefing(review: PlainBrowser, table: Table) -> None:
    form = opened(review, table, "hộ đê")
    with nothing_written():
        review.send(form, accept="1", title="Lập phương án", due="dated", due_on="13/06/2021")
    refused(review, "Thời hạn không thể trước ngày họp 14/06/2021.")
    kept = review.form("", holding="title").values
    assert (kept["title"], kept["due_on"]) == (["Lập phương án"], ["13/06/2021"])
    assert table.draft("hộ đê").state is DraftState.OPEN


def test_a_deadline_before_the_letter(office: PlainBrowser) -> None:
    form, letter = order(office, due_on="1/6/2021", assigned_on="2/6/2021")
    with nothing_written():
        office.send(form, "Giao nhiệm vụ", **letter)
    refused(office, "Thời hạn không thể trước ngày giao 02/06/2021.")
    assert office.form(holding="wording").values["wording"] == ["Đề nghị rà soát hộ nghèo."]


NO_DAY = "Không có ngày %s trong lịch."
NOT_WRITTEN = "Ngày viết theo dạng ngày/tháng/năm, ví dụ 30/06/2021."


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("31/02/2021", NO_DAY % "31/02/2021"),
        ("2021-13-01", NO_DAY % "2021-13-01"),
        *((day, NOT_WRITTEN) for day in ("30/2", "hôm qua", "1/1/0001", "31/12/9999", "²/6/2021")),
    ],
)
@pytest.mark.parametrize("field", ["held_on", "notice_on"])
def test_a_day_that_is_none(office: PlainBrowser, field: str, day: str, said: str) -> None:
    office.open("/briefings/new")
    form = office.form(holding="held_on")
    with nothing_written():
        office.send(form, title="Giao ban chuyên đề", **{field: day})
    refused(office, said)
    kept = office.form(holding="held_on").values
    assert (kept[field], kept["title"]) == ([day], ["Giao ban chuyên đề"])


@pytest.mark.parametrize("field", ["held_on", "cutoff"])
def test_the_next_briefing_on_a_day_that_is_none(office: PlainBrowser, field: str) -> None:
    for day, said in (
        ("31/02/2021", NO_DAY % "31/02/2021"),
        *((day, NOT_WRITTEN) for day in ("1/1/0001", "31/12/9999")),
    ):
        office.open("/briefings/next")
        form = office.form(holding="cutoff")
        with nothing_written():
            office.send(form, **{field: day})
            refused(office, said)
            office.send(form, "Tính lại", **{field: day})
        refused(office, said)


def test_a_unit_that_is_gone_when_the_conclusions_are_issued(review: PlainBrowser, table: Table) -> None:
    table.accept_all()
    db.session.commit()
    review.open(conclusions(table))
    form = review.form("/issue")
    table.cast.economy.valid_to = HELD_ON
    db.session.commit()
    with nothing_written():
        review.send(form, "Ban hành")
    assert review.status == 200
    assert "Phòng Kinh tế không còn tồn tại vào ngày giao" in review.words
    assert f"draft={table.draft('hộ đê').id}" in review.url, "the page opens the order at fault"
    assert table.text.frozen_at is None


@pytest.mark.parametrize(
    "target",
    ["unit:999999", "unit:²", "unit:-1", f"unit:{10**30}", "group:999999", "unit:", "village:1", "<b>"],
)
@pytest.mark.parametrize("role", ["add_lead", "add_partner"])
def test_a_unit_that_never_was(office: PlainBrowser, role: str, target: str) -> None:
    form, letter = order(office)
    with nothing_written():
        office.send(form, "Giao nhiệm vụ", **(letter | {role: target}))
    refused(office, "Đơn vị đã chọn không có trong danh mục.")
    assert office.form(holding="wording").values["title"] == ["Rà soát hộ nghèo"]


# --------------------------------------------------------------------------------------------------- twice and at once


def test_a_double_click_on_each_form_acts_once(
    office: PlainBrowser, table: Table, head: PlainBrowser, task: str
) -> None:
    office.open("/briefings/new")
    briefing = office.form(holding="held_on")
    _twice(office, lambda: office.send(briefing, title="Giao ban chuyên đề", held_on="15/06/2021"))
    form, letter = order(office)
    _twice(office, lambda: office.send(form, "Giao nhiệm vụ", **letter))
    report = head.form(button="Gửi báo cáo")
    _twice(head, lambda: head.send(report, kind="completion", done_text="Xong.", document_number="1/BC"))
    head.open("/")
    table.record()
    table.accept_all()
    db.session.commit()
    office.open(conclusions(table))
    issue = office.form("/issue")
    _twice(office, lambda: office.send(issue, "Ban hành"))


def _twice(browser: PlainBrowser, send: Callable[[], Any]) -> None:
    """The second sending writes nothing and leads to the page of the first."""
    before = rows()
    send()
    assert (browser.status, rows() != before) == (200, True), browser.words
    landed = browser.url
    with nothing_written():
        send()
    assert (browser.status, browser.url) == (200, landed)


def test_the_same_briefing_recorded_by_two_people_is_one(office: PlainBrowser, table: Table) -> None:
    title = "Hội nghị giao ban quý II năm 2021"
    for path in ("/briefings/new", "/briefings/next"):
        office.open(path)
        mine, theirs = office.form(holding="held_on"), office.form(holding="held_on")
        theirs.values["form_key"] = [build.key()]
        day = {"/briefings/new": "15/06/2021", "/briefings/next": "16/06/2021"}[path]
        office.send(mine, title=title, held_on=day)
        assert office.status == 200, office.words
        with nothing_written():
            office.send(theirs, title=title.upper(), held_on=day, place="Phòng họp 2")
        refused(office, "đã được ghi nhận")
        assert office.form(holding="held_on").values["place"] == ["Phòng họp 2"]


def together(*acts: Callable[[], Any]) -> None:
    """Run all at the same moment; each must come to its end."""
    start = threading.Barrier(len(acts))
    faults: list[BaseException] = []

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            act()
        except BaseException as fault:  # told to the test below, whatever it is
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []


def test_at_the_same_moment_each_act_is_done_once(own_app: Flask, now: datetime) -> None:
    """Two people issue the same conclusions; one person's phone sends a report twice, a directive, a receipt."""
    with own_app.app_context():
        table = laid(gather(), now)
        table.record()
        table.accept_all()
        db.session.commit()
        given = build.occasion(build.at(date(2021, 6, 1)), table.cast.monitor)
        task = build.task("Rà soát hộ nghèo", lead=table.cast.economy, on=given).code
        build.saved()
        one = at_their_desk(own_app.test_client(), table.cast.monitor, now)
        other = at_their_desk(own_app.test_client(), table.cast.chief, now)
        phone = at_their_desk(own_app.test_client(), table.cast.head, now)
        again = at_their_desk(own_app.test_client(), table.cast.head, now)
        address = conclusions(table)
        before = rows()
    for person in (one, other):
        person.open(address)
    together(*(lambda who=who: who.send(who.form("/issue"), "Ban hành") for who in (one, other)))
    assert sorted(person.status for person in (one, other)) == [200, 200]
    assert sum("Đã ban hành 5 nhiệm vụ" in person.words for person in (one, other)) == 1
    assert sum("không ban hành lần thứ hai" in person.words for person in (one, other)) == 1
    for device in (phone, again):
        device.open(f"/tasks/{task}/report")
    report = phone.form(button="Gửi báo cáo")
    token = again.form(button="Gửi báo cáo").values["csrf_token"]
    files = {"files": (build.PDF, "biên bản.pdf")}
    together(
        lambda: phone.send(report, done_text="Đã làm.", files=files),
        lambda: again.send(
            replace(report, values=report.values | {"csrf_token": token}), done_text="Đã làm.", files=files
        ),
    )
    assert [device.status for device in (phone, again)] == [200, 200], (phone.words, again.words)
    with own_app.app_context():
        after = rows()
        assert after["task"] - before["task"] == 5
        assert (after["report"], after["attachment"], after["file_content"]) == (1, 1, 1)


def test_the_same_file_from_two_units_at_the_same_moment(own_app: Flask, now: datetime) -> None:
    """Content is kept once by its hash (decision 24): neither sender is told of the other."""
    with own_app.app_context():
        people = gather()
        given = build.occasion(build.at(date(2021, 6, 1)), people.monitor)
        codes = [
            build.task("Rà soát hộ nghèo", lead=lead, on=given).code
            for lead in (people.economy, people.urban)
        ]
        build.saved()
        devices = [
            at_their_desk(own_app.test_client(), person, now) for person in (people.head, people.other_head)
        ]
    for device, code in zip(devices, codes, strict=True):
        device.open(f"/tasks/{code}/report")
    files = {"files": (build.PDF, "công văn chung.pdf")}
    together(
        *(
            lambda who=who: who.send(who.form(button="Gửi báo cáo"), done_text="Đã làm.", files=files)
            for who in devices
        )
    )
    assert [device.status for device in devices] == [200, 200], [device.words for device in devices]
    with own_app.app_context():
        after = rows()
        assert (after["report"], after["attachment"], after["file_content"]) == (2, 2, 1)


# ------------------------------------------------------------------------------------------------------- stale, forged


def test_a_stale_draft_overwrites_nothing_and_shows_both(review: PlainBrowser, table: Table) -> None:
    stale = opened(review, table, "hộ đê")
    table.edit(table.draft("hộ đê"), title="Lập phương án hộ đê, bản của đồng nghiệp")
    db.session.commit()
    with nothing_written():
        review.send(stale, accept="1", title="Bản của tôi")
    refused(review, "Chưa có gì bị ghi đè", "bản của đồng nghiệp", "Bản của tôi")
    assert table.draft("hộ đê").state is DraftState.OPEN


def test_a_stale_decision_is_taken_on_nothing_unseen(
    office: PlainBrowser, head: PlainBrowser, task: str
) -> None:
    form = head.form(button="Gửi báo cáo")
    head.send(form, kind="completion", done_text="Xong.", document_number="1/BC")
    office.open(f"/tasks/{task}")
    confirm = office.form("/confirm")
    office.send(office.form("/send-back"), reason="Thiếu biên bản.")
    with nothing_written():
        office.send(confirm)
    assert "Nhiệm vụ" in office.words
    assert db.session.scalar(sa.select(Task.state).where(Task.code == task)) == "in_progress"


def test_a_draft_of_another_briefing_cannot_be_reached_through_this_one(
    review: PlainBrowser, table: Table
) -> None:
    form = opened(review, table, "hộ đê")
    draft_id = table.draft("hộ đê").id
    review.open("/briefings/new")
    review.press("Ghi nhận giao ban", title="Giao ban chuyên đề", held_on="15/06/2021")
    other = review.url
    review.press("Ghi văn bản", text="Giao phòng Kinh tế thống kê làng nghề trước ngày 30/6/2021.")
    for act in ("accept", "drop", "join", "reopen", "save"):
        with nothing_written():
            review.send(replace(form, action=f"{other}/drafts/{draft_id}"), title="Chiếm", **{act: "1"})
        assert review.status == 409, (act, review.words)
        assert "đã được gộp hoặc thay thế" in review.words
    assert table.draft("hộ đê").title != "Chiếm"


@pytest.mark.parametrize(
    "changes",
    [
        {"stamp": "0.0.0"},
        {"stamp": "²"},
        {"stamp": ""},
        {"split": "999999999", "accept": None},
        {"split": "²", "accept": None},
        {"split16": "-5", "accept": None},
        {"suggest": "999999", "accept": None},
        {"join": "1", "stamp": "x", "accept": None},
        {"due": "tomorrow"},
        {"due": "duty", "recurrence": "hourly"},
        {"due": "duty", "recurrence": "monthly", "due_day": "²"},
        {"due": "duty", "recurrence": "monthly", "due_day": str(10**30)},
        {"leads": [f"unit:{10**30}"]},
    ],
    ids=str,
)
def test_a_form_put_together_by_hand_is_refused_in_words(
    changes: dict[str, Any], review: PlainBrowser, table: Table
) -> None:
    form = opened(review, table, "hộ đê")
    sent = {"accept": "1"} | changes
    for name in [name for name, value in sent.items() if value is None]:
        del sent[name]
    with nothing_written():
        review.send(form, **sent)
    refused(review)
    assert table.draft("hộ đê").state is DraftState.OPEN


def test_what_no_button_says_saves_and_decides_nothing(review: PlainBrowser, table: Table) -> None:
    form = opened(review, table, "hộ đê")
    review.send(form, approve_everything="1")
    assert review.status == 200
    assert table.draft("hộ đê").state is DraftState.OPEN


# ------------------------------------------------------------------------------------------------------------- the mail


def _issued(review: PlainBrowser, table: Table, smtp: SmtpServer) -> None:
    core = review.client.application.extensions["taskboard"]
    review.client.application.extensions["taskboard"] = replace(
        core, settings=replace(core.settings, smtp_url=smtp.url)
    )
    table.accept_all()
    db.session.commit()
    review.open(conclusions(table))
    review.send(review.form("/issue"), "Ban hành")
    assert "Đã ban hành 5 nhiệm vụ" in review.words


def _mails(state: MailState) -> list[str]:
    db.session.rollback()
    return sorted(
        db.session.scalars(sa.select(OutboxMessage.to_address).where(OutboxMessage.state == state)).all()
    )


def _deliver(app: Flask) -> int:
    db.session.remove()
    return app.test_cli_runner().invoke(args=["outbox", "deliver"]).exit_code


def test_one_refused_address_holds_up_no_other(
    review: PlainBrowser, table: Table, app: Flask, smtp_server: SmtpServer
) -> None:
    smtp_server.refuse("qldt@namdinh.example")
    _issued(review, table, smtp_server)
    owed = _mails(MailState.OWED)
    _deliver(app)
    assert _mails(MailState.FAILED) == ["qldt@namdinh.example"]
    assert sorted(mail.recipients[0] for mail in smtp_server.received) == sorted(
        set(owed) - {"qldt@namdinh.example"}
    )
    review.open("/outbox?state=failed")
    assert "qldt@namdinh.example" in review.words
    assert "550 5.1.1 no such mailbox" in review.words


def test_issuing_while_the_mail_server_is_down_loses_no_mail(
    review: PlainBrowser, table: Table, app: Flask, smtp_server: SmtpServer
) -> None:
    url = smtp_server.url
    smtp_server.stop()
    _issued(review, table, smtp_server)
    owed = _mails(MailState.OWED)
    assert _deliver(app) == 1
    assert _mails(MailState.OWED) == owed
    assert owed
    assert review.open("/outbox")
    assert (review.status, url in review.words) == (200, False)


# ----------------------------------------------------------------------------------------------------------- the files


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bao-cao.exe", b"MZ\x90\x00", "không thuộc loại được nhận"),
        ("bao-cao.pdf", b"MZ\x90\x00", "không đúng như tên tệp"),
        ("bao-cao.docx", b"PK\x03\x04 no archive", "không đúng như tên tệp"),
        ("anh.jpg", b"<svg onload='x'>", "không đúng như tên tệp"),
        ("rong.pdf", b"", "không có nội dung"),
        ("to.pdf", build.PDF + b"\0" * (20 * 1024 * 1024), "quá 20 MB"),
    ],
    ids=[
        "a program",
        "a program named pdf",
        "no document",
        "a drawing named photo",
        "nothing",
        "over the limit",
    ],
)
def test_a_file_that_is_not_taken(
    head: PlainBrowser, task: str, name: str, content: bytes, said: str
) -> None:
    form = head.form(button="Gửi báo cáo")
    with nothing_written():
        head.send(form, done_text="Đã làm được một nửa.", files={"files": (content, name)})
    refused(head, said, "đề nghị chọn lại tệp")
    assert head.form(button="Gửi báo cáo").values["done_text"] == ["Đã làm được một nửa."]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        r"C:\Users\Lan\biên bản.pdf",
        "/etc/cron.d/x.pdf",
        "ảnh\u202egnp.pdf",
        "x" * 400 + ".pdf",
    ],
)
def test_a_name_with_a_path_in_it_is_a_name(head: PlainBrowser, task: str, name: str, app: Flask) -> None:
    head.send(head.form(button="Gửi báo cáo"), done_text="Đã làm.", files={"files": (build.PDF, name)})
    assert head.status == 200, head.words
    kept = db.session.scalars(sa.select(Attachment.name)).one()
    assert not set(kept) & set("/\\\u202e")
    assert kept.endswith(".pdf")
    assert len(kept) <= 130
    inside = [path for path in app.extensions["taskboard"].settings.files_dir.rglob("*") if path.is_file()]
    assert len(inside) == 1
    head.open(f"/tasks/{task}")
    (link,) = {link for link in head.links if link.startswith("/files/")}
    answer = head.client.get(link, buffered=True)
    assert answer.data == build.PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


# ------------------------------------------------------------------------------------------------------------ odd words


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_words_are_kept_and_shown_as_words(
    words: str, office: PlainBrowser, head: PlainBrowser, task: str
) -> None:
    form, letter = order(office, title=words, wording=words)
    office.send(form, "Giao nhiệm vụ", **letter)
    assert office.status == 200, office.words
    assert "<script>alert" not in office.page
    kept = words.translate(
        dict.fromkeys(map(ord, "\u202e\u202c"))
    )  # letters may run as they do, marks turn nothing
    assert db.session.scalars(sa.select(Task.title).where(Task.title == kept)).one()
    head.send(head.form(button="Gửi báo cáo"), done_text=words)
    assert head.status == 200
    assert "<script>alert" not in head.page and "\u202e" not in head.page
    assert db.session.scalars(sa.select(Report.done_text)).one() == kept


def test_nul_bytes_are_dropped(office: PlainBrowser, head: PlainBrowser) -> None:
    """PostgreSQL takes none; nobody typed one on purpose."""
    form, letter = order(office, title="Rà\0 soát", wording="Rà soát\0 ngay")
    office.send(form, "Giao nhiệm vụ", **letter)
    assert office.status == 200, office.words
    assert db.session.scalars(sa.select(Task.title).where(Task.title == "Rà soát")).one()
    head.send(head.form(button="Gửi báo cáo"), done_text="Đã\0 làm.", obstacle_text="\0")
    assert db.session.scalars(sa.select(Report.done_text)).one() == "Đã làm."


def test_words_without_end_are_refused_with_the_limit(
    office: PlainBrowser, head: PlainBrowser, task: str, review: PlainBrowser, table: Table
) -> None:
    long = "đê " * 3400
    form, letter = order(office, title=long)
    draft = opened(review, table, "hộ đê")
    with nothing_written():
        office.send(form, "Giao nhiệm vụ", **letter)
        refused(office, "Dài quá 300 ký tự.")
        assert office.form(holding="wording").values["title"] == [long.strip()]
        review.send(draft, accept="1", title=long)
        refused(review, "Dài quá 300 ký tự.")
        head.send(head.form(button="Gửi báo cáo"), done_text=long)
        refused(head, "Dài quá 5000 ký tự.")
    assert head.form(button="Gửi báo cáo").values["done_text"] == [long.strip()]


# -------------------------------------------------------------------------------------------------------- odd addresses

BIG = str(10**30)
ADDRESSES = (
    "/tasks?view=xyz&unit=abc&band=xyz&field=²&briefing=%00&directive=²&mine=²&from=-1",
    f"/tasks?from={BIG}&unit={BIG}&directive={BIG}",
    "/tasks?q=%00&unit=%00&band=%00&field=%00&directive=%00&view=%00",
    '/tasks?q="*%20AND%20(NEAR',
    "/tasks?q=%25_%5C%27;--",
    "/tasks?q=" + "a" * 3000,
    "/tasks/%00",
    "/tasks/²",
    "/tasks/" + "N" * 3000,
    "/overdue?view=xyz&unit=abc&band=xyz",
    "/?home=xyz",
    "/?home=%00",
    "/briefings?page=-1",
    "/briefings/%00",
    "/briefings/{code}/conclusions?draft=²",
    "/briefings/{code}/conclusions?draft=" + BIG,
    "/briefings/{code}/conclusions?words=%00&start=x&paste=x",
    "/briefings/{code}/report?basis=xyz",
    "/briefings/{code}/report/tasks?task_class=xyz&unit=²&group=%00&field=%00",
    "/briefings/{code}/report/tasks?unit=" + BIG,
    "/briefings/{code}/report.docx?basis=xyz",
    "/directives/%00",
    "/units/%00",
    "/people/" + BIG,
    "/files/" + BIG,
    "/outbox/" + BIG,
    "/outbox?state=xyz&before=²",
    "/outbox?state=%00&before=" + BIG,
    "/outbox?before=-1",
    "/journal?before=" + BIG,
    "/settings?year=" + BIG,
    "/settings?year=-1",
    "/settings/%00",
    "/u/%00",
    "/u/" + "x" * 3000,
    "/sign-in?next=%00//evil.example",
    "/static/../config.py",
    "/static/%2e%2e/%2e%2e/config.py",
)


@pytest.mark.parametrize("who", ["monitor", "head", "administrator", "chair"])
def test_no_address_is_too_odd_for_an_answer(
    who: str, review: PlainBrowser, table: Table, app: Flask, now: datetime
) -> None:
    browser = at_their_desk(app.test_client(), getattr(table.cast, who), now)
    with nothing_written():
        for address in ADDRESSES:
            browser.open(address.replace("{code}", table.code))
            assert browser.status < 500, address
            assert "Traceback" not in browser.page
            if browser.page and browser.status != 414:
                assert "</h1>" in browser.page, address


def test_a_condition_that_narrows_nothing_is_not_shown_as_one(office: PlainBrowser, task: str) -> None:
    office.open("/tasks?band=xyz")
    assert "xyz" not in office.words
    assert task in office.words


# ------------------------------------------------------------------------------------------------- other people's work


def test_what_belongs_to_another_unit_looks_like_nothing(
    people: LiveCast, task: str, head: PlainBrowser, app: Flask, now: datetime
) -> None:
    """Its task, its file, its extension, its link: the same answer as for what never was."""
    head.send(
        head.form(button="Gửi báo cáo"), done_text="Đã làm.", files={"files": (build.PDF, "biên bản.pdf")}
    )
    head.open(f"/tasks/{task}/extension")
    head.press("Xin gia hạn", new_due_on="15/7/2021", reason="Chờ tỉnh.")
    head.open(f"/tasks/{task}")
    (file,) = {link for link in head.links if link.startswith("/files/")}
    stranger = at_their_desk(app.test_client(), people.other_head, now)
    stranger.open("/")
    token = stranger.form(holding="csrf_token").values["csrf_token"][0]
    with nothing_written():
        for address in (f"/tasks/{task}", f"/tasks/{task}/report", f"/tasks/{task}/extension", file):
            stranger.open(address)
            assert stranger.status == 404, address
        for address in (
            f"/tasks/{task}/receive",
            f"/tasks/{task}/report",
            f"/tasks/{task}/extension",
            "/extensions/1/grant",
        ):
            answer = stranger.client.post(
                address, data={"csrf_token": token, "done_text": "x", "reason": "x"}
            )
            assert answer.status_code in (403, 404), address
    assert queries.latest_briefing() is None
