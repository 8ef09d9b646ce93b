"""What is written by hand is read back by the standard library: no character, no header, no body is lost."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taskboard.outbox.actions import Claim, message_id
from taskboard.outbox.smtp import Parcel, pack
from taskboard.outbox.wire import LINE, written

AT = datetime(2021, 6, 16, 2, 0, tzinfo=UTC)
FROM = "Theo dõi chỉ đạo <nhac@namdinh.example>"
MAIL = Claim(
    message_id=7,
    started_at=AT,
    attempts=1,
    key="digest:person:12:2021-06-16",
    to_name="Trần Văn Bình",
    to_address="kinhte@namdinh.example",
    subject="2 việc quá hạn: Phòng Kinh tế",
    text="Kính gửi đồng chí.\n",
    html="<p>Kính gửi đồng chí.</p>",
)
LONGEST_LINE = 998
"""Characters of a line, beyond which a server may refuse the mail (RFC 5321, 4.5.3.1.6)."""
# What a form lets through: no control characters, no half of a pair.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=300)


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects and not any(part.defects for part in message.walk())
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    said: str = part.get_content()
    return said


def named(content: bytes) -> str:
    """The name in To; the newer parser of the library puts a space where a long name was cut (RFC 2047, 6.2)."""
    name, _ = parseaddr(" ".join(str(email.message_from_bytes(content)["To"]).split()))
    return str(make_header(decode_header(name)))


def lines(text: str) -> list[bytes]:
    return text.encode().splitlines()


def test_the_headers_say_who_when_what_and_keep_answers_away() -> None:
    message = read(written(MAIL, FROM, AT))
    assert message["From"] == FROM
    assert message["To"] == "Trần Văn Bình <kinhte@namdinh.example>"
    assert message["Subject"] == MAIL.subject
    assert message["Message-ID"] == message_id(MAIL.key, FROM)
    assert message["Date"].datetime == AT
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert message.get_content_type() == "multipart/alternative"


@given(text=TEXT, html=TEXT, subject=TEXT, name=TEXT)
@example(text="--=_\n.\n..\nFrom x", html="", subject='a, "b" <c@d>', name='Bình "Tí", (TC\\KH)')
@example(text="", html="é" * 2000, subject="Đôn đốc " * 40, name="Nguyễn Thị " * 20)
@example(text="x", html="y", subject="Bcc:\n ke@gian.example", name="a\nBcc: ke@gian.example")
def test_any_text_is_read_back_as_it_was_written(text: str, html: str, subject: str, name: str) -> None:
    content = written(replace(MAIL, text=text, html=html, subject=subject, to_name=name), FROM, AT)
    message = read(content)
    assert lines(body(message, "plain")) == lines(text)
    assert lines(body(message, "html")) == lines(html)
    assert str(message["Subject"]).split() == subject.split()
    assert [address.addr_spec for address in message["To"].addresses] == [MAIL.to_address]
    assert named(content).split() == name.split()
    assert message["Bcc"] is None, "a line end in a name or a subject begins no header"


@given(subject=TEXT, name=TEXT)
def test_lines_end_in_cr_lf_and_no_server_finds_one_too_long(subject: str, name: str) -> None:
    content = written(replace(MAIL, subject=subject, to_name=name), FROM, AT)
    assert b"\n" not in content.replace(b"\r\n", b"") and b"\r" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= LONGEST_LINE


def test_lines_of_words_are_as_short_as_a_terminal() -> None:
    content = written(
        replace(MAIL, subject="Đôn đốc nhiệm vụ " * 12, to_name="Nguyễn Thị Minh Khai " * 4), FROM, AT
    )
    assert max(map(len, content.split(b"\r\n"))) <= LINE


def test_deadlines_travel_as_a_file_beside_both_bodies() -> None:
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Hộ đê\r\nEND:VCALENDAR\r\n"
    message = read(written(replace(MAIL, calendar=calendar), FROM, AT))
    (file,) = message.iter_attachments()
    assert message.get_content_type() == "multipart/mixed"
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "thoi-han.ics")
    assert file.get_payload(decode=True) == calendar.encode(), "byte for byte: its line ends are its own"
    assert body(message, "plain").splitlines() == MAIL.text.splitlines()


def test_an_address_in_another_script_stays_in_it() -> None:
    parcel = pack(replace(MAIL, to_address="bình@nam-định.example"), mail_from=FROM, real_now=AT)
    assert isinstance(parcel, Parcel) and parcel.is_international
    raw = email.message_from_bytes(parcel.content, policy=email.policy.default.clone(utf8=True))
    assert "bình@nam-định.example".encode() in parcel.content
    assert raw["Subject"] == MAIL.subject


@pytest.mark.parametrize("address", ["", "no-at-sign", "@namdinh.example", "kinhte@", "a@b\r\nBcc: x@y"])
def test_what_is_no_address_is_refused_and_named(address: str) -> None:
    answer = pack(replace(MAIL, to_address=address), mail_from=FROM, real_now=AT)
    assert not isinstance(answer, Parcel)
    assert repr(address) in answer.words


def test_two_parts_never_share_a_mark_and_no_body_can_end_its_own_part() -> None:
    """The mark holds two characters that base64 never writes."""
    content = written(replace(MAIL, calendar="BEGIN:VCALENDAR\r\n"), FROM, AT)
    marks = [line for line in content.split(b"\r\n") if b"boundary=" in line]
    assert len(set(marks)) == 2 and all(b'"=_' in mark for mark in marks)
