"""Which pages there are: found by following links, one of a kind, under the account that is shown most of it."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import sqlalchemy as sa
from lxml import html

from taskboard.accounts.models import Person
from taskboard.db import db
from tests.cast import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

ACCOUNTS = ("vanphong", "kinhte", "chutich", "quantri")
"""The Office first: it opens most. Homes and tasks look different to each, and are visited under each."""
AT_HOME = ("chanhvanphong", "phuong.loc-vuong", "xem")
"""What else these open has been seen under another account: only their first page is their own."""
PERSONAL = ("web.home", "tasks.task")
SIGNED_OUT = "-"
AT_THE_DOOR = ("/sign-in", "/sign-in/forgotten", "/link/unknown", "/u/unknown", "/setup", "/no-such-page")
"""What somebody without an account sees, links that have ended included."""
LEFT_OUT = ("static", "bootstrap.static", "web.healthz", "web.readyz", "operation.figures")
TRIES = 3
"""Addresses asked of one endpoint before it is taken for no page: a download, a form whose moment has passed."""


@dataclass(frozen=True)
class Stop:
    """One page: whose, under which address, and which of the application's pages it is."""

    account: str
    address: str
    endpoint: str

    @property
    def name(self) -> str:
        return f"{self.account} {self.address}"


def client_of(app: Flask, account: str) -> FlaskClient:
    """Signed in by the action itself: no password is hashed."""
    client = app.test_client()
    if account == SIGNED_OUT:
        return client
    with app.app_context():
        person = db.session.scalars(
            sa.select(Person).where(Person.sign_in_name == f"{account}@namdinh.example")
        ).one()
        sign_in(client, person, app.extensions["taskboard"].clock.real_now())
    return client


def stops(app: Flask) -> list[Stop]:
    """Every page that a link leads to, once; and the doors."""
    found: dict[str, Stop] = {}
    for account in ACCOUNTS:
        for stop in _walk(app, account):
            key = f"{stop.endpoint} {account}" if stop.endpoint in PERSONAL else stop.endpoint
            found.setdefault(key, stop)
    homes = [Stop(account, "/", "web.home") for account in AT_HOME]
    doors = [Stop(SIGNED_OUT, address, "door") for address in AT_THE_DOOR]
    missing = Stop("kinhte", "/tasks/NV-2021-9999", "error")
    return [*found.values(), *homes, *doors, missing]


def _walk(app: Flask, account: str) -> list[Stop]:
    """Nearest first; of each kind of page the first that is one."""
    client, routes = client_of(app, account), app.url_map.bind("localhost")
    waiting, seen, found, tried = deque(["/"]), {"/"}, dict[str, Stop](), Counter[str]()
    while waiting:
        address = waiting.popleft()
        endpoint, _values = routes.match(urlsplit(address).path)
        if endpoint in found or endpoint in LEFT_OUT or tried[endpoint] == TRIES:
            continue
        tried[endpoint] += 1
        with client.get(address) as answer:
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            found[endpoint] = Stop(account, address, endpoint)
            links = _links(address, answer.text)
        waiting.extend(link for link in links if link not in seen)
        seen.update(links)
    return list(found.values())


def _links(address: str, text: str) -> list[str]:
    parts = (urlsplit(urljoin(address, href)) for href in html.document_fromstring(text).xpath("//a/@href"))
    inner = (part for part in parts if not part.scheme and not part.netloc)
    found = [part.path + (f"?{part.query}" if part.query else "") for part in inner]
    return [link for link in found if not re.search(r"\.(?:docx|pdf|xlsx|csv|ics|jsonl)(?:\?|$)", link)]
