"""A real browser on a really served application, for the journeys."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, ConsoleMessage, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
"""No sandbox: CI runs as root, and every page it opens is ours."""


@dataclass(frozen=True)
class LiveServer:
    """`own_app`, served over HTTP by threads of this process; mails and links carry its address."""

    app: Flask
    url: str


@pytest.fixture
def live_server(own_app: Flask) -> Iterator[LiveServer]:
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, own_app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    core = own_app.extensions["taskboard"]
    own_app.extensions["taskboard"] = replace(core, settings=replace(core.settings, base_url=url))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveServer(own_app, url)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium (or $CHROMIUM), driven by Playwright; skips with the reason where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: apt install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A tab of 1440 × 900, speaking Vietnamese, at the live server; fails the test on any script or policy error."""
    with watched(chromium, live_server.url) as tab:
        yield tab


@contextmanager
def watched(
    chromium: Browser, url: str, *, width: int = 1440, height: int = 900, is_phone: bool = False
) -> Iterator[Page]:
    """A device of its own at this address; fails on any script or policy error."""
    context = chromium.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        is_mobile=is_phone,
        has_touch=is_phone,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda line: errors.append(line.text) if _is_fault(line) else None)
    yield tab
    context.close()
    assert errors == []


def _is_fault(line: ConsoleMessage) -> bool:
    """Whether the browser complains of something we did; a page answered 403 or 422 on purpose is none."""
    is_answer = line.text.startswith("Failed to load resource") and "/static/" not in line.location["url"]
    return line.type == "error" and not is_answer
