"""What the scripts add, in a real browser under the strict policy. Every page works without them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask, render_template, render_template_string, request
from werkzeug.serving import make_server

from taskboard.web import styleguide
from tests.pages.frame import SHELL, bare_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FORMS = """{% extends "base.html" %}
{% from "components/actions.html" import csrf, submit %}
{% from "components/filters.html" import bulk_bar %}
{% block content %}
<form method="post" action="/reports" data-guard data-keep="report-1">{{ csrf() }}
  <textarea name="did"></textarea><input type="password" name="code">
  <label><input type="radio" name="state" value="stuck">x</label>
  {{ submit("Gửi báo cáo", name="verb", value="report") }}
</form>
<form class="selectable"><table><thead><tr><th><input type="checkbox" data-select-all></th></tr></thead>
<tbody><tr><td><input type="checkbox" name="task"></td></tr>
<tr><td><input type="checkbox" name="task"></td></tr></tbody></table>
{% call bulk_bar() %}<button type="button" data-select-none>Bỏ chọn</button>{% endcall %}</form>
{% endblock %}"""


@pytest.fixture(scope="module")
def received() -> list[dict[str, str]]:
    return []


@pytest.fixture(scope="module")
def address(received: list[dict[str, str]]) -> Iterator[str]:
    app = bare_app()
    _pages(app, received)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _pages(app: Flask, received: list[dict[str, str]]) -> None:
    @app.get("/forms")
    def forms() -> str:
        return render_template_string(FORMS, shell=SHELL)

    @app.get("/sheet")
    def sheet() -> str:
        return render_template("styleguide.html", shell=SHELL, **styleguide.context())

    @app.post("/reports")
    def report() -> str:
        received.append(request.form.to_dict())
        time.sleep(0.3)  # long enough for a second press
        return render_template("base.html", shell=SHELL)


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield tab
    context.close()
    assert faults == []


def test_a_form_pressed_twice_is_sent_once(tab: Page, address: str, received: list[dict[str, str]]) -> None:
    tab.goto(f"{address}/forms")
    tab.fill("textarea", "Đã khảo sát xong 4 tuyến đê")
    press = "document.querySelector('[name=verb]').click();"
    tab.evaluate(press + press)
    tab.wait_for_url("**/reports")
    assert [(form["did"], form["verb"]) for form in received] == [("Đã khảo sát xong 4 tuyến đê", "report")]


def test_leaving_unsent_words_asks_first_and_they_are_there_again(tab: Page, address: str) -> None:
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.goto(f"{address}/forms")
    tab.fill("textarea", "Còn 5 hộ chưa thống nhất")
    tab.fill("[name=code]", "không được giữ")
    tab.check("[name=state]")
    tab.reload()
    assert asked == ["beforeunload"]
    assert tab.input_value("textarea") == "Còn 5 hộ chưa thống nhất"
    assert tab.is_checked("[name=state]")
    assert tab.input_value("[name=code]") == ""
    assert "không được giữ" not in tab.evaluate("JSON.stringify(localStorage)")


def test_the_bar_for_many_counts_what_is_chosen(tab: Page, address: str) -> None:
    tab.goto(f"{address}/forms")
    assert not tab.is_visible(".bulk")
    tab.check("[data-select-all]")
    assert tab.inner_text(".bulk b") == "Đã chọn 2 việc"
    tab.click("[data-select-none]")
    assert not tab.is_visible(".bulk")


def test_menus_close_on_escape_and_a_slash_goes_to_the_search(tab: Page, address: str) -> None:
    tab.goto(f"{address}/forms")
    tab.click(".menu summary")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.querySelector('.menu').open") is False
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") == "q"
    assert tab.input_value("[name=q]") == ""


def test_the_theme_changes_at_once(tab: Page, address: str) -> None:
    tab.goto(f"{address}/forms")
    tab.locator(".menu", has=tab.locator("button[value=dark]")).locator("summary").click()
    with tab.expect_response("**/set_theme") as answer:
        tab.click("button[value=dark]")
    assert answer.value.ok
    assert tab.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_auto_follows_the_system_without_a_script(chromium: Browser, address: str) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme, java_script_enabled=False)
        tab = context.new_page()
        tab.goto(f"{address}/forms")
        grounds[scheme] = tab.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        context.close()
    assert grounds == {"light": "rgb(243, 245, 248)", "dark": "rgb(14, 21, 35)"}


@pytest.mark.parametrize("width", [320, 390, 768, 1110, 1440, 1920])
def test_no_page_scrolls_sideways(tab: Page, address: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"{address}/sheet")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
