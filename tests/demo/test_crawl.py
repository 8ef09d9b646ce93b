"""Each of the sample accounts follows every link it is shown, as far as there is something new to see.

What no page may lack is asked of every page here, so a page added tomorrow is held to it without a test of its own.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
import sqlalchemy as sa
from lxml import html

from taskboard.accounts.models import Person
from taskboard.db import db
from tests.cast import sign_in
from tests.journeys.plain_browser import PlainBrowser

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.slow

ACCOUNTS = (
    "chutich",
    "phochutich",
    "chanhvanphong",
    "vanphong",
    "kinhte",
    "chuyenvien.kinhte",
    "phuong.loc-vuong",
    "xem",
    "quantri",
)
PAGES = 100
"""Enough for every kind of page more than once; the sample city has thousands."""
OF_A_KIND = 2
UNSAID = re.compile(r"\bNone\b|\bundefined\b|%\(\w+\)|\{\{|<(?:a|b|p|span|div) ")
"""What a template lets slip: a missing value, a place nobody filled, markup shown as words."""
KEY = re.compile(r"(?<![\w./@#%:-])[a-z]{2,}(?:_[a-z0-9]+)+(?![\w./@(])")
"""A name of the program's where words belong; no word of either language is written so."""


@dataclass
class Page:
    address: str
    tree: html.HtmlElement
    faults: list[str] = field(default_factory=list)

    @property
    def links(self) -> list[str]:
        """Addresses of this site the page leads to, without their fragment."""
        found = (urlsplit(urljoin(self.address, href)) for href in self.tree.xpath("//a/@href"))
        return [
            each.path + (f"?{each.query}" if each.query else "")
            for each in found
            if not each.scheme and not each.netloc
        ]

    def examine(self) -> list[str]:
        """Everything that is wrong with the page."""
        return [*self._shape(), *self._policy(), *self._ends()]

    def _shape(self) -> Iterator[str]:
        headings = self.tree.xpath("//h1")
        if len(headings) != 1 or not headings[0].text_content().strip():
            yield f"{len(headings)} headings"
        if not self.tree.xpath("normalize-space(//title)").split(" · ")[0]:
            yield "no title"
        for name, count in Counter(self.tree.xpath("//@id")).items():
            if count > 1:
                yield f"id {name} twice"
        for slip in UNSAID.findall(" ".join(self.tree.xpath("//main//text()"))):
            yield f"says {slip!r}"
        words = self.tree.xpath("//main//text()[not(ancestor::code or ancestor::pre)]")
        for key in KEY.findall(" ".join(words)):
            yield f"says the key {key!r}"

    def _policy(self) -> Iterator[str]:
        """What the content policy would block, and forms that would be refused."""
        for each in self.tree.xpath("//style|//script[not(@src)]|//*[@style]"):
            yield f"{each.tag} inline"
        for name in self.tree.xpath("//@*[starts-with(name(), 'on')]"):
            yield f"handler {name}"
        for form in self.tree.xpath("//form[translate(@method, 'POST', 'post') = 'post']"):
            if not form.xpath(".//input[@name='csrf_token' and @value != '']"):
                yield f"form {form.get('action')} without its token"

    def _ends(self) -> Iterator[str]:
        """Links and references to a place that is not on the page."""
        names = set(self.tree.xpath("//@id"))
        wanted = [*self._inner_links(), *self._references()]
        yield from (f"leads to #{name}" for name in wanted if name not in names)

    def _inner_links(self) -> list[str]:
        return [href[1:] for href in self.tree.xpath("//a/@href") if href.startswith("#") and len(href) > 1]

    def _references(self) -> list[str]:
        lists = self.tree.xpath("//@aria-describedby|//@aria-labelledby|//label/@for|//@list|//@form")
        return [name for each in lists for name in each.split()]


def signed_in(app: Flask, name: str) -> FlaskClient:
    """A client with the account's session, opened by the action itself: nine password hashes are a second."""
    client = app.test_client()
    with app.app_context():
        person = db.session.scalars(
            sa.select(Person).where(Person.sign_in_name == f"{name}@namdinh.example")
        ).one()
        sign_in(client, person, app.extensions["taskboard"].clock.real_now())
    return client


def crawled(client: FlaskClient) -> Iterator[Page]:
    """Pages reachable from the home by links, nearest first, a few of each kind."""
    waiting, seen, kinds = deque([("/", "the start")]), {"/"}, Counter[str]()
    while waiting and sum(min(count, OF_A_KIND) for count in kinds.values()) < PAGES:
        address, origin = waiting.popleft()
        kinds[kind_of(address)] += 1
        if kinds[kind_of(address)] > OF_A_KIND:
            continue
        with client.get(address) as answer:
            assert answer.status_code in (200, 302), f"{answer.status_code} {address}, linked from {origin}"
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            page = Page(address, html.document_fromstring(answer.text))
        yield page
        for link in page.links:
            if link not in seen:
                seen.add(link)
                waiting.append((link, address))


def kind_of(address: str) -> str:
    """The address without what differs from one row to the next: codes, numbers, the values of conditions."""
    parts = urlsplit(address)
    path = re.sub(r"(?<=/)(?:[A-Z]{2}-\d{4}-\d+|\d[\w-]*|(?:phuong|xa)\.[\w-]+)", "…", parts.path)
    return path + "?" + "&".join(sorted({name for name, _value in parse_qsl(parts.query)}))


@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_page_an_account_is_led_to_is_whole(sample_app: Flask, name: str) -> None:
    client = signed_in(sample_app, name)
    pages = list(crawled(client))
    faults = {page.address: found for page in pages if (found := page.examine())}
    assert faults == {}
    assert len({kind_of(page.address) for page in pages}) > 12, "the crawl came to a halt"


# --------------------------------------------------------------------------------------------- counts and their lists


def counts_of(tree: html.HtmlElement) -> dict[str, int]:
    """Each linked number of the page's tables: address to number."""
    found = {}
    for link in tree.xpath("//main//table//td//a[@href]"):
        number = next(link.itertext(), "").strip()  # what follows it is for the ear
        if number.isdecimal():
            found[link.get("href")] = int(number)
    return found


def rows_of(browser: PlainBrowser, address: str) -> int:
    """How many tasks, or parts of tasks, a list holds over all its pages: a row each."""
    total, next_page = 0, address
    while next_page:
        tree = html.document_fromstring(browser.open(next_page))
        assert browser.status == 200, next_page
        total += len(tree.xpath("//main//tbody//tr[.//a[starts-with(@href, '/tasks/NV-')]]"))
        further = [href for href in tree.xpath("//main//a/@href") if re.search(r"[?&]from=\d", href)]
        next_page = further[-1] if further and further[-1] != next_page else ""
    return total


@pytest.mark.parametrize("page", ["/overdue", "/briefings/2021-q1/report"])
@pytest.mark.parametrize("name", ["chutich", "vanphong"])
def test_a_number_opens_a_list_of_so_many(sample_app: Flask, name: str, page: str) -> None:
    browser = PlainBrowser(signed_in(sample_app, name))
    tree = html.document_fromstring(browser.open(page))
    counted = counts_of(tree)
    assert len(counted) > 5
    wrong = {
        address: (number, found)
        for address, number in counted.items()
        if (found := rows_of(browser, address)) != number
    }
    assert wrong == {}
