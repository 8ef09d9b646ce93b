"""Names follow the Vietnamese alphabet on both databases, figures the language of the screens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from taskboard.domain.authority import Role
from taskboard.web.language import COOKIE
from tests import build
from tests.cast import Cast, cast, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

PEOPLE = [f"Nguyễn Văn {name}" for name in ("An", "Ân", "Ấn", "Dũng", "Đạt", "Lộc", "Ổn", "Uy", "Ưng")]


@pytest.fixture
def office(client: FlaskClient, cast: Cast, clock: HandClock) -> FlaskClient:
    for name in PEOPLE[::2] + PEOPLE[1::2]:
        build.person(name, Role.OFFICER, cast.economy)
    build.saved()
    sign_in(client, cast.monitor, clock.real_now())
    return client


@pytest.mark.parametrize("language", ["vi", "en"])
def test_people_stand_in_the_order_of_the_alphabet(office: FlaskClient, language: str) -> None:
    """Units stand in the order the city gave them: that of its own papers."""
    office.set_cookie(COOKIE, language)
    said = html.document_fromstring(office.get("/people").text).xpath("string(//main)")
    places = [re.search(rf"{name}\b", said) for name in PEOPLE]
    found = [place.start() for place in places if place]
    assert len(found) == len(PEOPLE)
    assert found == sorted(found)


@pytest.mark.parametrize(("language", "thousands"), [("vi", "2.755,6"), ("en", "2,755.6")])
def test_figures_are_written_as_the_reader_of_the_screen_writes_them(
    app: Flask, language: str, thousands: str
) -> None:
    from taskboard.web.wording import number_text

    with app.test_request_context(headers={"Cookie": f"{COOKIE}={language}"}):
        assert number_text(2755.6) == thousands
