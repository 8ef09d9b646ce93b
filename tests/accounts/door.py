"""What the tests of the ways in share: passwords, codes of a telephone, what the journal says."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pyotp

from taskboard.accounts import actions, queries
from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.journal import queries as journal
from taskboard.journal.actions import COMMAND
from tests.pages.visitor import Visitor

PASSWORD = "con đò bến cũ sông Đào"
OTHER = "cây đa giếng nước sân đình"
KEY = "for tests only"
"""The installation's secret key in the tests."""


def give_password(person: Person, now: datetime, password: str = PASSWORD) -> None:
    actions.set_password(person, password, acting=COMMAND, now=now)
    db.session.commit()


def enter(browser: Visitor, person: Person, password: str = PASSWORD, **more: Any) -> str:
    """Through the sign-in page, as people do."""
    browser.open("/sign-in")
    return browser.send(
        browser.form(holding="password"), email=person.sign_in_name, password=password, **more
    )


def is_in(browser: Visitor) -> bool:
    browser.open("/account")
    return "/sign-in" not in browser.url


def code_of(person: Person, at: datetime) -> str:
    """What the telephone shows at that instant."""
    factor = queries.factor_of(person.id)
    assert factor is not None
    return pyotp.TOTP(actions.seed_of(factor, secret_key=KEY)).at(at)


def set_up_factor(person: Person, at: datetime) -> list[str]:
    """A standing second factor; returns its recovery codes."""
    actions.begin_factor(person, secret_key=KEY, real_now=at)
    codes = actions.confirm_factor(
        person,
        code_of(person, at),
        secret_key=KEY,
        caller=actions.Caller("127.0.0.1"),
        acting=COMMAND,
        real_now=at,
    )
    db.session.commit()
    return codes


def events(person: Person) -> list[tuple[str, dict[str, Any]]]:
    """The journal of a person, oldest first."""
    return [(line.event, line.details) for line in reversed(journal.timeline("person", person.id))]


def link_on(page: str) -> str:
    """The path of the one-time link a page shows."""
    found = re.search(r"/link/[\w-]{30,}", page)
    assert found, "no link on the page"
    return found.group()
