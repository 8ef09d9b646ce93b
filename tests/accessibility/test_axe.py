"""No page of the product keeps anybody out (WCAG 2.2 AA), nor scrolls sideways: axe on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accessibility.looking import Device, faults_of_all

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser

    from tests.accessibility.pages import Stop

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


def test_axe_finds_nothing_on_any_page(
    chromium: Browser, served_city: str, sample_app: Flask, every_page: list[Stop]
) -> None:
    assert len(every_page) > 60, "the walk came to a halt"
    assert faults_of_all(chromium, served_city, sample_app, every_page, Device()) == {}


MATRIX = {
    f"{language}-{theme}-{width}": Device(width=width, language=language, theme=theme, sees_whole_lists=True)
    for language in ("vi", "en")
    for theme in ("light", "dark")
    for width in (320, 720, 1440)
}
"""720 px is a screen of 1440 at 200 % zoom."""
MATRIX["forced-colours"] = Device(forced_colors="active", reduced_motion="reduce")


@pytest.mark.long
@pytest.mark.parametrize("device", MATRIX.values(), ids=MATRIX)
def test_axe_finds_nothing_in_either_language_theme_or_on_any_screen(
    chromium: Browser, served_city: str, sample_app: Flask, every_page: list[Stop], device: Device
) -> None:
    assert faults_of_all(chromium, served_city, sample_app, every_page, device) == {}
