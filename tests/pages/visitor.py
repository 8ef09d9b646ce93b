"""A plain browser that changes hands, and a test that keeps its objects while requests come and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lxml import html
from sqlalchemy import event

from taskboard.db import db
from tests.cast import sign_in
from tests.journeys.plain_browser import PlainBrowser

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from taskboard.accounts.models import Person
    from tests.conftest import HandClock


@contextmanager
def apart() -> Iterator[None]:
    """Give a request a session of its own on the test's connection.

    The end of a request removes the session: without this it would take the test's objects with it.
    """
    registry = db.session.registry
    mine = registry()
    mine.commit()
    registry.clear()
    try:
        yield
    finally:
        db.session.remove()
        registry.set(mine)
        mine.expire_all()


class _Apart:
    """A client whose every request is apart."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def get(self, *args: Any, **more: Any) -> TestResponse:
        with apart():
            return self._client.get(*args, **more)

    def post(self, *args: Any, **more: Any) -> TestResponse:
        with apart():
            return self._client.post(*args, **more)


class Visitor(PlainBrowser):
    """One device; `be` lets the next person sign in at it."""

    def __init__(self, client: FlaskClient, clock: HandClock) -> None:
        super().__init__(_Apart(client))  # type: ignore[arg-type]
        self._real = client
        self.clock = clock

    def be(self, person: Person) -> Visitor:
        with apart():
            sign_in(self._real, person, self.clock.real_now())
        return self

    @property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.page)

    @property
    def words(self) -> str:
        """What the page says below its frame, one space between words."""
        return " ".join(self.tree.xpath("string(//main)").split())


@contextmanager
def counted() -> Iterator[list[str]]:
    """The questions put to the database while inside."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    engine = db.session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
