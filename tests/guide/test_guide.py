"""The user guide says what the screens say: its words in bold, its links, its pictures; each role opens its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from lxml import html

from taskboard.web.guide import CHAPTERS, FOLDER, Chapter
from taskboard.web.guide.markdown import article
from taskboard.web.guide.terms import TERMS
from tests.cast import Cast, cast, sign_in
from tests.guide.pictures import PICTURES, take
from tests.house.test_language import CATALOGUE

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

    from tests.conftest import HandClock

__all__ = ["cast"]

TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def said_on_screens() -> set[str]:
    with CATALOGUE.open("rb") as file:
        return {
            str(message.id[0] if isinstance(message.id, tuple) else message.id).split(":")[0]
            for message in read_po(file)
        }


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_words_in_bold_stand_on_a_screen(chapter: Chapter, said_on_screens: set[str]) -> None:
    body = html.fromstring(f"<div>{article(TEXTS[f'{chapter.name}.md'], str).body}</div>")
    bold = {word.text_content() for word in body.iter("strong")}
    assert len(bold) > 2
    assert {word for word in bold if word not in said_on_screens} == set()


def test_every_chapter_has_its_text_and_every_text_its_chapter() -> None:
    assert {f"{chapter.name}.md" for chapter in CHAPTERS} | {"README.md"} == set(TEXTS)


def test_the_guide_shows_every_picture_that_is_taken_and_no_other() -> None:
    shown = {
        Path(image).stem
        for text in TEXTS.values()
        for image in html.fromstring(f"<div>{article(text, str).body}</div>").xpath("//img/@src")
    }
    assert shown == {picture.name for picture in PICTURES} == {path.stem for path in FOLDER.glob("img/*.png")}
    assert sum(path.stat().st_size for path in FOLDER.glob("img/*.png")) < MOST_BYTES


@pytest.mark.parametrize(
    ("who", "title"),
    [
        ("chair", "Lãnh đạo Ủy ban nhân dân"),
        ("monitor", "Văn phòng"),
        ("head", "Thủ trưởng đơn vị"),
        ("officer", "Chuyên viên của đơn vị"),
        ("inspector", "Lãnh đạo Ủy ban nhân dân"),
        ("administrator", "Quản trị hệ thống"),
    ],
)
def test_each_role_opens_its_own_chapter(
    client: FlaskClient, cast: Cast, clock: HandClock, who: str, title: str
) -> None:
    sign_in(client, cast.everyone[who], clock.real_now())
    tree = html.document_fromstring(client.get("/help").text)
    assert tree.xpath("normalize-space(//h1)") == title
    assert len(tree.xpath("//article//h2")) > 2
    for link in tree.xpath("//main//nav//a/@href"):
        assert client.get(link).status_code == 200
    for image in tree.xpath("//article//img/@src"):
        answer = client.get(image)
        assert answer.mimetype == "image/png"
        answer.close()


def test_words_of_the_field_are_on_one_page_by_name(
    client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    sign_in(client, cast.head, clock.real_now())
    tree = html.document_fromstring(client.get("/help/tu-ngu").text)
    assert [name for name in TERMS if len(tree.xpath(f"//*[@id='{name}']//dfn")) != 1] == []


def test_no_other_chapter_and_no_other_file(client: FlaskClient, cast: Cast, clock: HandClock) -> None:
    sign_in(client, cast.head, clock.real_now())
    for path in ("/help/README", "/help/khong-co", "/help/img/../README.md", "/help/img/..%2fthu-truong.md"):
        assert client.get(path).status_code == 404, path


def test_markup_in_a_text_is_words() -> None:
    text = "# T\n\n<b>x</b> **y** [z](a.md) [w](javascript:alert(1))\n\n- <i>\n- b"
    body = article(text, lambda target: "/" + target).body
    assert body == (
        '<p>&lt;b&gt;x&lt;/b&gt; <strong>y</strong> <a href="/a.md">z</a> [w](javascript:alert(1))</p>\n'
        "<ul>\n<li>&lt;i&gt;</li>\n<li>b</li>\n</ul>\n"
    )


@pytest.mark.long
@pytest.mark.sqlite_only
def test_the_pictures_can_be_taken(
    chromium: Browser, served_city: str, sample_app: Flask, tmp_path: Path
) -> None:
    """`python -m tests.guide` keeps them."""
    folder = FOLDER / "img" if os.environ.get("TASKBOARD_GUIDE_PICTURES") else tmp_path
    assert all(path.stat().st_size > 10_000 for path in take(chromium, served_city, sample_app, folder))
