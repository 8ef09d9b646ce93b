"""How a page is looked at: axe with every rule of WCAG 2.2 A and AA, and whether it pushes sideways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.accessibility.pages import SIGNED_OUT, Stop, client_of

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page

AXE = """async () => {
  const seen = await axe.run(document, {
    preload: false,
    resultTypes: ["violations"],
    rules: {"target-size": {enabled: true}},
  });
  return seen.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(" ")} ${(node.any[0] || node.all[0] || node.none[0] || {}).message || ""}`));
}"""
SHORTEN = """() => {
  for (const list of document.querySelectorAll("main tbody, main ul, main ol")) {
    [...list.children].slice(8).forEach(row => row.remove());
  }
}"""
"""What stands in the ninth row is drawn by the lines of the template that drew the first eight."""
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter(each => each.getBoundingClientRect().right > width + 1)
    .slice(0, 3).map(each => `sideways: ${each.tagName.toLowerCase()}.${each.className}`);
}"""


@dataclass(frozen=True)
class Device:
    """What somebody looks with."""

    width: int = 1440
    height: int = 900
    theme: str = "light"
    language: str = "vi"
    forced_colors: str = "none"
    reduced_motion: str = "no-preference"
    sees_whole_lists: bool = False


@contextmanager
def tab(chromium: Browser, url: str, app: Flask, account: str, device: Device) -> Iterator[Page]:
    """This account's browser, set as the device is."""
    context = chromium.new_context(
        base_url=url,
        viewport={"width": device.width, "height": device.height},
        color_scheme=device.theme,  # type: ignore[arg-type]
        forced_colors=device.forced_colors,  # type: ignore[arg-type]
        reduced_motion=device.reduced_motion,  # type: ignore[arg-type]
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    context.add_init_script(path=axe_script())
    context.add_cookies([{"name": "taskboard_locale", "value": device.language, "url": url}])
    if account != SIGNED_OUT:
        _hand_over(app, account, context, url)
    yield context.new_page()
    context.close()


def axe_script() -> Path:
    """The axe that pip brought; skips with the reason where it did not."""
    package = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is missing")
    return Path(package.AXE_FILE_PATH)


def _hand_over(app: Flask, account: str, context: BrowserContext, url: str) -> None:
    """The session opened for the walk's client goes into the real browser."""
    for cookie in client_of(app, account)._cookies.values():
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def faults(page: Page, stop: Stop, device: Device) -> list[str]:
    """What axe finds on the page, and what makes it scroll sideways."""
    page.goto(stop.address)
    sideways = page.evaluate(SIDEWAYS)
    if not device.sees_whole_lists:
        page.evaluate(SHORTEN)
    return [*page.evaluate(AXE), *sideways]


def faults_of_all(
    chromium: Browser, url: str, app: Flask, stops: list[Stop], device: Device
) -> dict[str, list[str]]:
    """By page, only where there is something; one browser tab for each account."""
    found = {}
    for account in dict.fromkeys(stop.account for stop in stops):
        with tab(chromium, url, app, account, device) as page:
            for stop in stops:
                if stop.account == account and (said := faults(page, stop, device)):
                    found[stop.name] = said
    return found
