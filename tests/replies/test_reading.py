"""Headers as strangers write them: one sender or none, the verdict of our own mail server, and never for long."""

from __future__ import annotations

import time

import pytest

from taskboard.replies.reading import Incoming, read_head
from tests.replies.post import PATTERN

OURS, THEIRS = "kinhte@namdinh.example", "mallory@evil.example"
TOKEN = "a2" * 16
PROVEN_FOR_THEM = "mx.namdinh.example; dmarc=pass (p=none) header.from=evil.example; spf=pass"


def head_of(**headers: str) -> Incoming:
    said = {
        "From": OURS,
        "To": PATTERN.replace("*", TOKEN),
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    raw = "".join(f"{name}: {value}\r\n" for name, value in said.items()).encode() + b"\r\nx"
    return read_head(raw, pattern=PATTERN, own_address="theodoi@namdinh.example")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (OURS, ""),
        (f"<{OURS}>", ""),
        (f"Trần Văn Bình <{OURS}>", "Trần Văn Bình"),
        (f"=?utf-8?b?VHLhuqdu?=\r\n =?utf-8?b?IELDrG5o?= <{OURS}>", "Trần Bình"),
        (f'"Bình, Trần Văn" <{OURS.upper()}>', "Bình, Trần Văn"),
        (f"Tran V. Binh <{OURS}>", "Tran V. Binh"),
        (f"{OURS} (Phong KT)", ""),
    ],
)
def test_one_sender_is_read_as_mail_programs_write_it(said: str, name: str) -> None:
    read = head_of(From=said)
    assert read.from_address == OURS
    assert read.from_name == name
    assert read.automatic == ""


@pytest.mark.parametrize(
    "said",
    [
        f"{OURS} <{THEIRS}>",
        f"<{OURS}> <{THEIRS}>",
        f"{OURS}, {THEIRS}",
        f"Phong: {OURS};",
        f"=?utf-8?q?{OURS.replace('@', '=40')}?=",
        "=?utf-8?q?kinhte?=@namdinh.example",
        f"<@evil.example:{OURS}>",
        f"{OURS} (<{THEIRS}>)",
        f"{OURS}\r\nFrom: {THEIRS}",
        f"{THEIRS}\r\nFrom: {OURS}",
        f"<{OURS}",
        f"a;b <{OURS}>",
        f"{'x ' * 2000}<{OURS}>",
        '"kinhte@namdinh.example"@evil.example',
    ],
)
def test_a_sender_that_reads_in_two_ways_is_nobody(said: str) -> None:
    assert head_of(From=said).from_address == ""


def test_a_name_that_looks_like_an_address_is_a_name() -> None:
    read = head_of(From=f'"{OURS}" <{THEIRS}>')
    assert (read.from_address, read.from_name) == (THEIRS, OURS)


@pytest.mark.parametrize(
    ("verdict", "is_unproven"),
    [
        ("mx.namdinh.example; dmarc=fail header.from=namdinh.example", True),
        (PROVEN_FOR_THEM, True),
        ("mx.namdinh.example; dmarc=pass header.from=example", False),
        (
            "mx.namdinh.example; dmarc=pass header.from=namdinh.example; dkim=pass header.d=evil.example",
            False,
        ),
        ("mx.namdinh.example; dmarc=pass", False),
        ("mx.namdinh.example; dmarc=pass header.from=dinh.example", True),
        ("mx.namdinh.example; spf=fail", False),
    ],
)
def test_a_verdict_about_another_domain_proves_nothing(verdict: str, is_unproven: bool) -> None:
    assert head_of(Authentication_Results=verdict).is_unproven is is_unproven


@pytest.mark.parametrize(
    "line",
    [
        "To: " + ",\r\n ".join(f"a{number}@b.example" for number in range(3000)),
        "To: " + "<" * 60_000,
        "To: " + '"' * 60_000,
        "Subject: " + "=?utf-8?q?a?= " * 4000,
        "Subject: " + "(" * 60_000,
        "From: " + "(" * 60_000,
        "From: " + "a@" * 30_000,
        "From: " + "," * 2000,
        "From: " + '"' * 2000,
        "Message-ID: " + "<" * 60_000,
        "Content-Type: text/plain" + "; a=b" * 10_000,
        "Authentication-Results: " + "dmarc=pass " * 5000,
        "Return-Path: " + "<" * 60_000,
        "Precedence: " + "\r\n ".join(["x"] * 15_000),
    ],
    ids=lambda line: line[:14],
)
def test_no_header_takes_long(line: str) -> None:
    name, _colon, value = line.partition(": ")
    began = time.process_time()
    head_of(**{name: value})
    assert time.process_time() - began < 1


def test_our_address_is_found_among_many() -> None:
    many = ",\r\n ".join(
        [*(f"Người {n} <a{n}@b.example>" for n in range(200)), f"<{PATTERN.replace('*', TOKEN)}>"]
    )
    assert head_of(To=many).tokens == [TOKEN]
    assert head_of(To="x@y.example", Cc=PATTERN.replace("*", TOKEN).upper()).tokens == [TOKEN]
    assert head_of(To=f"not{PATTERN.replace('*', TOKEN)}").tokens == []
    assert head_of(To=f"{PATTERN.replace('*', TOKEN)}.evil").tokens == []
