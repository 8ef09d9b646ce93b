"""Attachments: what is taken, under which name, and once by its content."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.domain.errors import RuleBroken
from taskboard.files.actions import Upload, attach, check, path_of, safe_name
from taskboard.files.models import FileContent
from tests import build
from tests.cast import Cast, cast, sign_in

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from tests.conftest import HandClock

__all__ = ["cast"]

LIMIT = 1024 * 1024


def _zip(member: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bao-cao.pdf", build.PDF),
        ("Báo cáo.DOCX", _zip("word/document.xml")),
        ("bang.xlsx", _zip("xl/workbook.xml")),
        ("anh.jpg", b"\xff\xd8\xff\xe0JFIF"),
        ("anh.png", b"\x89PNG\r\n\x1a\n"),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("ghi-chu.txt", "Đã làm xong".encode()),
        ("ghi-chu.txt", "Đã làm xong".encode("utf-16")),
    ],
)
def test_what_offices_send_is_taken(name: str, content: bytes) -> None:
    assert check(Upload(name, content), max_bytes=LIMIT)


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("virus.exe", b"MZ", "file_type_refused"),
        ("trang.html", b"<script>", "file_type_refused"),
        ("anh.svg", b"<svg onload=alert(1)>", "file_type_refused"),
        ("gia.pdf", b"MZ not a pdf", "file_type_refused"),
        ("gia.docx", _zip("evil/document.xml"), "file_type_refused"),
        ("hong.xlsx", b"PK\x03\x04 cut short", "file_type_refused"),
        ("nhi-phan.txt", b"a\0b", "file_type_refused"),
        ("khong-duoi", b"text", "file_type_refused"),
        ("trong.pdf", b"", "file_empty"),
        ("to.pdf", b"%PDF-" + b"x" * LIMIT, "file_too_large"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes, key: str) -> None:
    with pytest.raises(RuleBroken, match=key):
        check(Upload(name, content), max_bytes=LIMIT)


def _bomb(names: int, size: int) -> bytes:
    """A document that says of itself that it unfolds to `names` times `size` bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(names):
            archive.writestr(f"word/{number}.xml", b"\0" * size)
    return out.getvalue()


def _with_macro(place: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (f"{place}/document.xml", f"{place}/vbaProject.bin"):
            archive.writestr(name, b"<x/>")
    return out.getvalue()


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("baocao.docx", _with_macro("word"), "file_macro"),
        ("bang.xlsx", _with_macro("xl"), "file_macro"),
        ("bom.docx", _bomb(64, 4 * 1024 * 1024), "file_swells"),
        ("nhieu.docx", _bomb(5001, 1), "file_swells"),
        ("anh.png", PNG + _zip("word/document.xml"), "file_two_kinds"),
        ("anh.jpg", b"\xff\xd8\xff\xe0JFIF" + build.PDF, "file_two_kinds"),
        ("van-ban.pdf", build.PDF + _zip("META-INF/MANIFEST.MF"), "file_two_kinds"),
        ("van-ban.docx", build.PDF + _zip("word/document.xml"), "file_type_refused"),
        ("ghi-chu.txt", b"MZ\x90 chay duoc", "file_type_refused"),
        ("ghi-chu.txt", build.PDF, "file_type_refused"),
        ("bao-cao.pdf.exe", build.PDF, "file_type_refused"),
        (".pdf", build.PDF, "file_type_refused"),
    ],
)
def test_what_is_two_things_or_unfolds_without_end_is_refused(name: str, content: bytes, key: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check(Upload(name, content), max_bytes=LIMIT)
    assert (broken.value.key, broken.value.field, broken.value.details["name"]) == (key, "files", name)


def test_a_document_that_unfolds_as_documents_do_is_taken() -> None:
    assert check(Upload("so-lieu.docx", _bomb(3, 1024 * 1024)), max_bytes=LIMIT)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\Báo cáo.pdf", "Báo cáo.pdf"),
        ('a"<b>|c?.pdf', "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("tên\u202egnp.pdf", "têngnp.pdf"),
        ("đ" * 200 + ".docx", "đ" * 120 + ".docx"),
        ("..\\..\\..\\windows\\system32\\a.pdf", "a.pdf"),
        ("/", "tệp"),
        ("báo cáo\r\nSet-Cookie: a=b.pdf", "báo cáoSet-Cookie a=b.pdf"),
        ("😀 kết quả.pdf", "😀 kết quả.pdf"),
    ],
)
def test_a_name_loses_its_path_and_its_tricks(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_the_same_content_is_kept_once(
    db_session: scoped_session[Session], cast: Cast, now: datetime, tmp_path: Path
) -> None:
    row = build.task("Phương án hộ đê", lead=cast.economy, on=build.occasion(now, cast.chief))
    report = build.progress(row, on=build.occasion(now, cast.head))
    for name in ("a.pdf", "b.pdf"):
        kept = attach(
            Upload(name, build.PDF),
            root=tmp_path,
            max_bytes=LIMIT,
            report_id=report.id,
            person_id=None,
            now=now,
        )
    assert db_session.scalar(sa.select(sa.func.count(FileContent.sha256))) == 1
    assert path_of(tmp_path, kept.sha256).read_bytes() == build.PDF
    assert not list(tmp_path.rglob("*.part"))


def test_the_file_a_text_was_read_from_stays_beside_it(
    cast: Cast, app: Flask, client: FlaskClient, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from taskboard.briefings import actions as briefings

    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    on = build.occasion(clock.now(), cast.chief)
    briefing = briefings.record_briefing(title="Giao ban", held_on=date(2021, 6, 15), on=on)
    build.saved()
    page = f"/briefings/{briefing.code}/conclusions"
    sign_in(client, cast.monitor, clock.real_now())
    words = "Kết luận hội nghị, Chủ tịch yêu cầu phòng Kinh tế lập phương án hộ đê trước ngày 30/6/2021."
    file = (BytesIO(words.encode("utf-16")), "Kết luận.txt")
    answer = client.post(page, data={"file": file}, content_type="multipart/form-data", follow_redirects=True)
    link = re.search(r'href="(/files/\d+)"', answer.text)
    assert link, answer.text
    with client.get(link[1]) as kept:
        assert kept.data == words.encode("utf-16")
    assert app.test_client().get(link[1]).status_code == 302, "a visitor is asked to sign in"
