"""What no form could say: addresses that are none, a rule broken on the way, and where one goes from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taskboard.domain.errors import RuleBroken
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

NO_ADDRESSES = ["//[", "https://[::1", "http://[x]/", "/\\evil.example", "//evil.example", "javascript:1"]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


@pytest.fixture
def code(cast: Cast, clock: HandClock) -> str:
    row = build.task("Hộ đê", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor))
    build.saved()
    return row.code


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_leads_to_the_usual_page_and_the_act_stands(
    browser: Visitor, cast: Cast, code: str, address: str
) -> None:
    browser.be(cast.head)
    browser.open(f"/tasks/{code}")
    token = browser.form(f"/tasks/{code}/follow").values["csrf_token"][0]
    answer = browser.client.post(
        f"/tasks/{code}/follow", data={"csrf_token": token, "is_on": "1", "next": address}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tasks/{code}")
    browser.open(f"/tasks/{code}")
    assert f"Đã đưa {code} vào các việc" in browser.words


@pytest.mark.parametrize("address", NO_ADDRESSES[:3])
def test_a_page_that_names_itself_wrongly_is_asked_to_sign_in_all_the_same(
    client: FlaskClient, address: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    answer = client.post("/changes/read", headers={"Referer": address})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
    assert client.get("/sign-in", query_string={"next": address}).status_code == 200


@pytest.mark.parametrize("version", ["9" * 5_000, "²", "٣"])
def test_a_version_that_no_row_has_is_no_fault(browser: Visitor, cast: Cast, code: str, version: str) -> None:
    browser.be(cast.head)
    browser.open(f"/tasks/{code}")
    form = browser.form(f"/tasks/{code}/receive")
    answer = browser.client.post(form.action, data={**_sent(form.values), "version": version})
    assert answer.status_code == 302


def _sent(values: dict[str, list[str]]) -> dict[str, str]:
    return {name: said[0] for name, said in values.items() if said}


def test_a_rule_that_no_form_could_say_is_a_page_with_a_way_back(
    browser: Visitor, cast: Cast, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise RuleBroken("import_no_rows")

    monkeypatch.setattr("taskboard.watch.actions.follow", refuse)
    browser.be(cast.head)
    browser.open(f"/tasks/{code}?x=1")
    token = browser.form(f"/tasks/{code}/follow").values["csrf_token"][0]
    answer = browser.client.post(
        f"/tasks/{code}/follow",
        data={"csrf_token": token, "is_on": "1"},
        headers={"Referer": f"http://localhost/tasks/{code}?x=1"},
    )
    assert answer.status_code == 422
    assert "Dưới dòng tiêu đề không có dòng nào." in answer.text
    assert f'href="/tasks/{code}?x=1"' in answer.text and "Quay lại trang trước" in answer.text
