"""Vietnamese first, English complete: every message translated, nothing unmarked, no page that mixes the two."""

from __future__ import annotations

import ast
import collections
import io
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment
from lxml import html

from taskboard.briefings import actions as briefings
from taskboard.db import db
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from taskboard.web import wording
from taskboard.web.language import COOKIE, counted
from tests import build
from tests.briefings.table import Table, laid, live
from tests.cast import Cast, cast, sign_in
from tests.house.checkout import REPOSITORY
from tools import commands

if TYPE_CHECKING:
    from datetime import datetime

    from babel.messages.catalog import Catalog, Message
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]

PACKAGE = REPOSITORY / "taskboard"
CATALOGUE = REPOSITORY / commands.TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
VIETNAMESE = re.compile(
    r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
MARKS = {"_", "_l", "_n", "_lp", "_noop", "pgettext"}
"""What a message is called by in the code; pyproject.toml tells Babel the same."""

NATIONAL_TITLE = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"}
"""It stands on every official paper, so on the printed report too, in no other language."""


# ------------------------------------------------------------------------------------------------------ the catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The messages of the code as it stands, read as `make translations` reads them."""
    template = tmp_path_factory.mktemp("messages") / "messages.pot"
    extract = commands.catalogue_steps(template)[0]
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", *extract], cwd=REPOSITORY, check=True, timeout=120
    )
    with template.open("rb") as file:
        return read_po(file)


def _messages(of: Catalog) -> dict[tuple[str | None, str], Message]:
    return {(row.context, _forms(row.id)[0]): row for row in of if row.id}


def _forms(said: Any) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def test_every_message_of_the_code_has_an_english_translation(code: Catalog, catalogue: Catalog) -> None:
    english = _messages(catalogue)
    assert len(english) > 1_000
    missing = [
        said
        for said, message in _messages(code).items()
        if said not in english
        or not all(_forms(english[said].string))
        or len(_forms(english[said].string)) != len(_forms(message.id))
    ]
    assert not missing, "make translations, then translate"


def test_the_catalogue_holds_nothing_the_code_no_longer_says(code: Catalog, catalogue: Catalog) -> None:
    assert not _messages(catalogue).keys() - _messages(code).keys()
    assert not catalogue.obsolete


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert not [row.id for row in catalogue if row.id and row.fuzzy]


def _places(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]", sentence))


def test_a_translation_fills_in_what_its_message_fills_in(catalogue: Catalog) -> None:
    """The singular of a counting message may leave out its one: "Extended once"."""
    wrong = []
    for (_context, said), message in _messages(catalogue).items():
        *singular, every = [_places(form) for form in _forms(message.string)]
        if every != _places(said) or any(form - every or len(every - form) > 1 for form in singular):
            wrong.append(said)
    assert not wrong


def test_a_translation_is_english(catalogue: Catalog) -> None:
    """No Vietnamese word but names, and names begin with a capital."""
    mixed = [
        form
        for message in _messages(catalogue).values()
        for form in _forms(message.string)
        for word in re.findall(r"\w+", form)
        if VIETNAMESE.search(word) and not word[0].isupper()
    ]
    assert set(mixed) <= {
        "One name a line, for example: phòng TNMT.",
        "One spelling a line, such as: UBND các phường, xã.",
        "One word or phrase a line, such as: vỉa hè. Where conclusions have it, the field and the unit that usually leads are suggested.",
        "For example: giải phóng mặt bằng.",
        "Type with or without accents: “giai phong mat bang” finds “giải phóng mặt bằng” and “GPMB”.",
        "For example: Trưởng phòng, Q. Chánh Văn phòng.",
        "For example: Trưởng phòng, Phó Chủ tịch UBND phường.",
        "How reports and notices will name the issuing body (Nghị định 30/2020/NĐ-CP).",
        "For example: UBND phường Nam Định, UBND xã Nam Trực, UBND tỉnh Ninh Bình. This name is shown at the head of pages, in mails and at the head of documents.",
    }


def test_a_translation_speaks_like_an_office(catalogue: Catalog) -> None:
    told = [form for message in _messages(catalogue).values() for form in _forms(message.string)]
    assert not [form for form in told if "!" in form]
    assert not [
        form for form in told if re.search(r"\b(oops|sorry|don't|can't|won't|you're)\b", form, re.IGNORECASE)
    ]


def test_the_compiled_catalogue_is_that_of_the_words(catalogue: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue(), "make translations"


# ------------------------------------------------------------------------------------------------ nothing is unmarked


NOT_TRANSLATED = ("web/templates/styleguide.html", "web/templates/errors/plain.html")
"""The showroom's sample words, never served in production; and the last resort, which says both languages at once."""
SAID_AS_IT_IS = {'"Tiếng Việt"', '"[Theo dõi chỉ đạo] "'}
"""A language by its own name; what a mail's subject begins with."""


def _templates() -> list[Path]:
    """Of pages: mails are Vietnamese whatever language a page has."""
    return [path for path in PACKAGE.glob("**/templates/**/*.html") if not str(path).endswith(NOT_TRANSLATED)]


def _unmarked(source: str) -> Iterator[str]:
    """Vietnamese outside the marks: text between tags, and strings inside them."""
    before: list[str] = []
    for _line, kind, value in Environment().lex(source):
        if kind == "data":
            yield from (line.strip() for line in value.splitlines() if VIETNAMESE.search(line))
        elif kind == "string" and VIETNAMESE.search(value) and not _is_marked(before):
            yield value
        if kind not in ("whitespace", "comment"):
            before = [*before[-7:], value]


def _is_marked(before: list[str]) -> bool:
    """`_("…` or `pgettext("context", "…`."""
    if before[-2:-1] and before[-1] == "(" and before[-2] in MARKS:
        return True
    return before[-4:-2] == ["pgettext", "("] and before[-1] == ","


def test_the_search_for_unmarked_words_finds_them() -> None:
    source = '<p title="Đóng">{{ _("Đóng") }} Mở {{ pgettext("view", "Xin gia hạn") }}{{ say("Tệp") }}{# Lưu ý #}</p>'
    assert list(_unmarked(source)) == ['<p title="Đóng">', "Mở", '"Tệp"']


def test_no_template_says_a_vietnamese_word_without_its_mark() -> None:
    assert len(_templates()) > 40
    found = {
        (str(path.relative_to(PACKAGE)), words)
        for path in _templates()
        for words in _unmarked(path.read_text("utf-8"))
        if words not in SAID_AS_IT_IS and not any(title in words for title in NATIONAL_TITLE)
    }
    assert not found


TYPED_BACK = {"có", "không"}
"""What a person may type for yes and no, whatever language the page has."""
NAMES = {"Hội nghị giao ban ", "[Theo dõi chỉ đạo] "}
"""What a briefing is called in the city's own records; what a mail's subject begins with."""
KNOWS_GETTEXT = re.compile(r"^(import flask_babel|from flask_babel import (?!force_locale$))", re.MULTILINE)
"""Who only forces a locale writes what has one language: a document, a command."""
IN_BOTH_LANGUAGES = "Tên máy chủ này không thuộc hệ thống."
"""Answered under a host name that is not ours, where no page can be made."""


def _speaking_modules() -> list[Path]:
    """Modules that put words on a page: those that know gettext. The styleguide's samples are data."""
    return [
        path
        for path in PACKAGE.glob("**/*.py")
        if KNOWS_GETTEXT.search(path.read_text("utf-8")) and path.name != "styleguide.py"
    ]


def _unmarked_in_code(tree: ast.Module) -> Iterator[str]:
    marked: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            marked |= {id(part) for argument in node.args for part in ast.walk(argument)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            marked.add(id(node.value))  # a docstring
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in marked:
            continue
        if isinstance(node.value, str) and VIETNAMESE.search(node.value):
            yield node.value


def test_no_page_module_says_a_vietnamese_word_without_its_mark() -> None:
    assert len(_speaking_modules()) > 20
    found = {
        (str(path.relative_to(PACKAGE)), words)
        for path in _speaking_modules()
        for words in _unmarked_in_code(ast.parse(path.read_text("utf-8")))
        if words not in TYPED_BACK | NAMES and not words.startswith(IN_BOTH_LANGUAGES)
    }
    assert not found


# ------------------------------------------------------------------------------------------------- figures and counts


@pytest.mark.parametrize(
    ("locale", "one", "two"),
    [("vi", "1 việc quá hạn", "2 việc quá hạn"), ("en", "1 overdue task", "2 overdue tasks")],
)
def test_a_count_has_its_singular_in_english(app: Flask, locale: str, one: str, two: str) -> None:
    with _reader(app, locale):
        said = [counted("%(count)s việc quá hạn", count=count) for count in (1, 2)]
    assert said == [one, two]


@pytest.mark.parametrize(
    ("locale", "figure", "share", "weekday", "quarter"),
    [
        ("vi", "2.755,6", "67,0", "thứ Tư", "quý II/2021"),
        ("en", "2,755.6", "67.0", "Wednesday", "quarter II/2021"),
    ],
)
def test_figures_and_days_are_in_the_readers_language(
    app: Flask, locale: str, figure: str, share: str, weekday: str, quarter: str
) -> None:
    with _reader(app, locale):
        assert wording.number_text(2755.6) == figure
        assert wording.tenths_text(670) == share
        assert wording.weekday_text(date(2021, 6, 16)) == weekday
        assert wording.quarter_text(2, 2021) == quarter


def _reader(app: Flask, locale: str) -> Any:
    return app.test_request_context("/", headers={"Cookie": f"{COOKIE}={locale}"})


# --------------------------------------------------------------------------------------------------------- the switch


def test_the_switch_is_remembered_by_the_browser_and_by_the_person(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    elsewhere = app.test_client()
    sign_in(client, cast.chief, clock.real_now())
    sign_in(elsewhere, live(cast.chief), clock.real_now())
    assert _language_of(elsewhere.get("/")) == "vi"
    client.post("/preferences/language", data={"locale": "en"})
    assert _language_of(client.get("/")) == "en"
    assert _language_of(elsewhere.get("/")) == "en"


def test_a_language_nobody_translated_changes_nothing(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    client.post("/preferences/language", data={"locale": "fr"})
    assert client.get_cookie(COOKIE) is None
    client.set_cookie(COOKIE, "../../en")
    assert _language_of(client.get("/sign-in")) == "vi"


def _language_of(answer: TestResponse) -> str:
    language: str = html.document_fromstring(answer.get_data(as_text=True)).get("lang", "")
    return language


# ----------------------------------------------------------------------------------------------------------- the pages

NAMES_IN_ENGLISH = {
    "Bình Định",
    "Nam Định",
    "Quảng Ngãi",
    "Thanh Hóa",
    "Đà Nẵng",
    "Đồng Tháp",
    "phòng TNMT",
    "UBND các phường, xã",
    "vỉa hè",
    "giải phóng mặt bằng",
    "Trưởng phòng, Q. Chánh Văn phòng",
    "Trưởng phòng, Phó Chủ tịch UBND phường",
    "[CẦN BỔ SUNG]",
    "Tiếng Việt",
}
"""Names and examples of names that English sentences hold."""
NUMBER_OF_A_DOCUMENT = re.compile(r"\b\d+/\d{4}/[A-ZĐ]+(?:-[\w-]+)?")
"""335/2025/NĐ-CP: a name, in every language."""
SPOKEN_ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "data-label")
PER_ROUTE = 3
"""How many addresses of one route are looked at: other tasks and other filters say the same words."""


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    """A city in which each thing a page can say has happened once; its briefing's text is on the table."""
    told = [build.occasion(now - timedelta(days=days), cast.head) for days in (30, 12, 9, 1)]
    given = build.occasion(now - timedelta(days=60), cast.monitor)
    late = build.task(
        "Rà soát nhà, đất công", lead=cast.economy, on=given, due_on=told[1].today, is_starred=True
    )
    build.progress(
        late, on=told[0], obstacle_text="Chờ ý kiến của Sở", next_step="Mời các hộ xác định mốc giới"
    )
    tasks.urge(late, on=build.occasion(now - timedelta(days=2), cast.chief))
    claimed = build.task(
        "Nạo vét các tuyến cống", lead=cast.economy, on=given, partners=[cast.urban], due_on=told[2].today
    )
    build.completion(claimed, on=told[2])
    soon = now.date() + timedelta(days=3)
    asked = build.task("Hướng dẫn ba xã lập hồ sơ", lead=cast.economy, on=given, due_on=soon)
    build.extension(asked, soon + timedelta(days=30), on=told[3])
    done = build.task("Kiểm tra bến bãi", lead=cast.urban, on=given, due_on=told[2].today)
    build.confirmed(
        done, by=build.occasion(now, cast.chief), told=build.occasion(told[1].now, cast.other_head)
    )
    build.tasks_of_letter("Tổng vệ sinh môi trường", leads=[cast.loc_vuong, cast.cua_nam], on=given)
    _rarer_things(cast, given, build.occasion(now, cast.chief), build.occasion(now, cast.head))
    laying = laid(cast, now)
    laying.record()
    build.saved()
    return laying


def _rarer_things(cast: Cast, given: Occasion, office: Occasion, unit: Occasion) -> None:
    """What happens seldom and has words of its own on a task's page and on the home pages."""
    soon = office.today + timedelta(days=7)
    paused = build.task("Lát gạch vỉa hè", lead=cast.economy, on=given, due_on=soon)
    build.progress(paused, on=given)
    tasks.pause(paused, reason="Chờ nền khô", resume_on=soon, on=office)
    asked = build.task("Dọn kho vật tư", lead=cast.economy, on=given, due_on=soon, partners=[cast.urban])
    build.progress(asked, on=given)
    tasks.name_officer(asked, cast.officer, on=unit)
    tasks.add_sub_task(asked, tasks.Share(title="Kiểm kê"), on=unit)
    tasks.remark(asked, text="Làm dứt điểm", on=office)
    tasks.ask_explanation(cast.economy, task=asked, question="Kho còn thiếu gì", due_on=soon, on=office)
    tasks.ask_transfer(asked, new_unit=cast.loc_vuong, reason="Kho thuộc phường", on=unit)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["chief", "head", "chair", "administrator"])
def test_no_page_says_a_vietnamese_word_to_an_english_reader(
    who: str, table: Table, app: Flask, client: FlaskClient, clock: HandClock
) -> None:
    reader = EnglishReader(app, client)
    sign_in(client, getattr(table.cast, who), clock.real_now())
    reader.walk(["/", *_latest_tasks(), *_plain_pages(app)])
    assert reader.mixed == []
    assert len(reader.opened) > 12


@pytest.mark.slow
def test_no_page_of_issued_conclusions_says_a_vietnamese_word_to_an_english_reader(
    table: Table, app: Flask, client: FlaskClient, clock: HandClock
) -> None:
    table.accept_all()
    briefings.issue(table.text, on=table.on)
    build.saved()
    reader = EnglishReader(app, client)
    sign_in(client, table.cast.chief, clock.real_now())
    reader.walk([f"/briefings/{table.code}", f"/briefings/{table.code}/report", "/"])
    assert reader.mixed == []
    assert {
        "briefings.briefing",
        "briefings.directive",
        "tasks.task",
        "reports.report",
    } <= reader.opened.keys()


def test_a_visitor_who_reads_english_reads_english(app: Flask, client: FlaskClient, cast: Cast) -> None:
    reader = EnglishReader(app, client)
    reader.walk(["/sign-in", "/no-such-page"])
    assert reader.mixed == []


def _latest_tasks() -> list[str]:
    """Those the rarer things happened to."""
    codes = sa.select(Task.code).order_by(Task.id.desc()).limit(PER_ROUTE - 1)
    return [f"/tasks/{code}" for code in db.session.scalars(codes)]


def _plain_pages(app: Flask) -> list[str]:
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "web.components"
    ]


class EnglishReader:
    """Follows the links of the product in English; keeps what was said in Vietnamese and is not the city's own words."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app, self.client = app, client
        self.opened: collections.Counter[str] = collections.Counter()
        self.mixed: list[tuple[str, str]] = []
        self._own_words = _own_words(app)
        client.set_cookie(COOKIE, "en")

    def walk(self, addresses: Iterable[str]) -> None:
        """Read these pages and every page they lead to."""
        ahead, seen = collections.deque(addresses), set()
        while ahead:
            address = ahead.popleft().partition("#")[0]
            if address in seen or not self._is_worth_opening(address):
                continue
            seen.add(address)
            answer = self.client.get(address, follow_redirects=True)
            assert answer.status_code < 500, address
            if answer.mimetype == "text/html" and answer.data:  # suggestions for nothing typed are nothing
                ahead.extend(self._read(address, html.document_fromstring(answer.get_data(as_text=True))))

    def _is_worth_opening(self, address: str) -> bool:
        if not address.startswith("/") or address.startswith("/static"):
            return False
        with self.app.test_request_context(address) as request:
            endpoint = request.request.endpoint or ""
        if endpoint in ("outbox.message_html", "web.components"):
            return False  # a mail, and the showroom
        self.opened[endpoint] += 1
        return self.opened[endpoint] <= PER_ROUTE or not endpoint

    def _read(self, address: str, page: html.HtmlElement) -> list[str]:
        assert page.get("lang") == "en", address
        self.mixed += [
            (address, words) for words in _said(page) if VIETNAMESE.search(self._without_names(words))
        ]
        base = address.partition("?")[0]
        return [base + link if link.startswith("?") else link for link in page.xpath("//a/@href")]

    def _without_names(self, words: str) -> str:
        words = NUMBER_OF_A_DOCUMENT.sub(" ", words)
        for name in self._own_words:
            words = words.replace(name, " ")
        return words


def _said(page: html.HtmlElement) -> Iterator[str]:
    """Every run of words a reader sees or hears, but what the page itself declares to be Vietnamese: the text under
    review, what the drafter says about it, a mail."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.xpath("ancestor-or-self::*[@lang='vi']"):
            continue
        yield from (" ".join(element.get(name, "").split()) for name in SPOKEN_ATTRIBUTES)
        spoken = element.text if element.tag not in ("script", "style", "textarea") else ""
        yield from (" ".join((words or "").split()) for words in (spoken, element.tail))


def _own_words(app: Flask) -> list[str]:
    """What the city has written, longest first, and names no language changes; mails are known by their subjects."""
    written = NAMES_IN_ENGLISH | {app.extensions["taskboard"].settings.body_name}
    for table in db.metadata.sorted_tables:
        texts = [column for column in table.c if isinstance(column.type, sa.String | sa.Text)]
        for row in db.session.execute(sa.select(*texts)) if texts else ():
            lines = {" ".join(line.split()) for value in row if value for line in str(value).splitlines()}
            written |= lines | {line.partition("] ")[2] for line in lines}
    return sorted((words for words in written if VIETNAMESE.search(words)), key=len, reverse=True)
