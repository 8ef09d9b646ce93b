"""The emblem of the body: looked at before it is kept, shown above every page, and the only file that needs no right."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.files.actions import Upload, keep_content
from taskboard.files.pictures import picture_size
from taskboard.journal.actions import COMMAND
from taskboard.settings import queries
from taskboard.settings.actions import EMBLEM_BYTES, set_emblem, set_value
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, apart, counted

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.conftest import HandClock

__all__ = ["cast"]


def png(width: int = 120, height: int = 120, more: bytes = b"") -> bytes:
    """A whole picture of one colour."""

    def part(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = (b"\0" + b"\xb8\x92\x4a" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body + more


def jpeg(width: int = 120, height: int = 90) -> bytes:
    """The head of one, behind a part that looks like a size and is none."""
    noise = b"\xff\xe1\x00\x0c" + b"\xff\xc0\x00\x11\x08\x00\x01\x00\x01\x03"
    frame = b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\0" * 9
    return b"\xff\xd8" + noise + b"\xff\xff\xd0" + frame + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(64, 48), (64, 48)),
        (jpeg(640, 480), (640, 480)),
        (jpeg()[:20], None),
        (b"\xff\xd8" + b"\xff\xe0\0\0" * 50, None),
        (png()[:20], None),
        (b"GIF89a" + b"\0" * 40, None),
        (b"", None),
    ],
)
def test_a_pictures_size_is_read_from_its_head(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def _put(browser: Visitor, name: str, content: bytes) -> None:
    browser.open("/settings/emblem")
    browser.send(browser.form(holding="picture"), files={"picture": (content, name)})


def fetched(client: FlaskClient, url: str) -> TestResponse:
    """The answer, its file closed."""
    with apart(), client.get(url, buffered=True) as answer:
        return answer


def _shown(browser: Visitor) -> list[str]:
    """Where the pictures in the bar come from."""
    return list(browser.tree.xpath("//header//img[@class='emblem']/@src"))


def test_the_office_puts_it_and_every_page_shows_it(
    app: Flask, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    browser.be(cast.chief).open("/settings")
    assert "/settings/emblem" in browser.links
    assert _shown(browser) == [] and browser.tree.xpath("//header//svg[@class='seal']")
    _put(browser, "biểu trưng.PNG", png())
    assert "Đã đặt biểu trưng." in browser.words
    (source,) = _shown(browser)
    stranger = app.test_client()
    assert f'src="{source}"' in fetched(stranger, "/sign-in").text, "before the door too"
    answer = fetched(stranger, source)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", png())
    _put(browser, "moi.jpg", jpeg())
    assert _shown(browser) != [source]
    assert fetched(stranger, source).status_code == 404, "what is shown no more is handed out no more"
    browser.open("/settings/emblem")
    browser.press("Bỏ")
    assert _shown(browser) == []
    browser.be(cast.administrator).open("/journal")
    assert "Biểu trưng của cơ quan" in browser.words and "hình PNG" in browser.words
    browser.open("/settings")
    assert browser.status == 200
    browser.open("/settings/emblem")
    assert browser.status == 200


def test_it_goes_out_as_a_picture_and_nothing_else(app: Flask, browser: Visitor, cast: Cast) -> None:
    _put(browser.be(cast.chief), "a.png", png())
    (source,) = _shown(browser)
    answer = fetched(browser._real, source)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "no-store" not in answer.headers["Cache-Control"], "the same for everybody: asked for once"


def test_its_address_hands_out_no_other_file(
    app: Flask, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    root = app.extensions["taskboard"].settings.files_dir
    digest = keep_content(b"a report of somebody", "image/png", root=root, now=clock.now())
    _put(browser.be(cast.chief), "a.png", png())
    stranger = app.test_client()
    for name in (f"{digest}.png", digest, "x.png", "..%2f..%2fsecret-key", f"{digest[:2]}/{digest}"):
        assert fetched(stranger, f"/emblem/{name}").status_code == 404, name


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "không phải hình PNG hoặc JPEG",
        ),
        ("a.png", b"<html><script>alert(1)</script></html>", "không phải hình PNG hoặc JPEG"),
        ("a.pdf", b"%PDF-1.4\n%%EOF\n", "không phải hình PNG hoặc JPEG"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "không phải hình PNG hoặc JPEG"),
        ("a.png", png(31, 31), "31 × 31 điểm"),
        ("a.png", png(2001, 600), "2001 × 600 điểm"),
        ("a.png", png(400, 90), "400 × 90 điểm"),
        ("a.png", png(more=b"\0" * EMBLEM_BYTES), "quá 1 MB"),
        ("a.png", b"", "không có nội dung"),
    ],
)
def test_what_is_no_fit_picture_is_refused_in_words_and_changes_nothing(
    browser: Visitor, cast: Cast, clock: HandClock, name: str, content: bytes, says: str
) -> None:
    _put(browser.be(cast.chief), name, content)
    assert browser.status == 422
    assert says in browser.words
    assert queries.history_of("emblem") == []


def test_nothing_chosen_is_said(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.chief).open("/settings/emblem")
    browser.press("Đặt biểu trưng")
    assert browser.status == 422 and "Đề nghị chọn hình." in browser.words


def test_it_is_set_by_its_own_page_only(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    browser.be(cast.administrator).open("/settings/emblem")
    assert browser.status == 200
    browser.open("/settings")
    browser.open("/settings/emblem")
    with pytest.raises(RuleBroken, match="setting_out_of_range"):
        set_value(
            "emblem",
            "../secret-key",
            legal_basis="",
            valid_from=clock.today(),
            acting=COMMAND,
            now=clock.now(),
        )
    browser.be(cast.head).open("/settings/emblem")
    assert browser.status == 403


def test_it_costs_a_page_no_question(app: Flask, browser: Visitor, cast: Cast, clock: HandClock) -> None:
    browser.be(cast.head).open("/account")
    with counted() as before:
        browser.open("/account")
    root: Path = app.extensions["taskboard"].settings.files_dir
    set_emblem(Upload("a.png", png()), root=root, valid_from=clock.today(), acting=COMMAND, now=clock.now())
    db.session.commit()
    with counted() as after:
        browser.open("/account")
    assert _shown(browser) and len(after) == len(before)
