"""The pictures of the user guide, taken of the sample city in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.accessibility.looking import Device, tab

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser

DESK = Device(width=1200, height=780)
PHONE = Device(width=390, height=780)


@dataclass(frozen=True)
class Picture:
    """A file of the guide: whose screen, which page of the sample city."""

    name: str
    account: str
    address: str
    device: Device = DESK


PICTURES = (
    Picture("bao-cao", "kinhte", "/tasks/NV-2021-0031/report", PHONE),
    Picture("don-vi", "kinhte", "/"),
    Picture("nhiem-vu", "kinhte", "/tasks/NV-2021-0031"),
    Picture("van-phong", "vanphong", "/"),
    Picture("duyet", "vanphong", "/briefings/2021-q1/conclusions"),
    Picture("danh-sach", "vanphong", "/tasks"),
    Picture("bao-cao-tong-hop", "vanphong", "/briefings/2021-q1/report"),
    Picture("lanh-dao", "chutich", "/"),
    Picture("quan-tri", "quantri", "/settings"),
)


def take(chromium: Browser, url: str, app: Flask, folder: Path) -> list[Path]:
    """Write every picture into the folder, without what the sample's own installation lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for picture in PICTURES:
        with tab(chromium, url, app, picture.account, picture.device) as page:
            answer = page.goto(picture.address)
            assert answer is not None
            assert answer.status == 200, picture
            written.append(folder / f"{picture.name}.png")
            page.evaluate("document.querySelectorAll('.strip').forEach(strip => strip.remove())")
            page.screenshot(path=written[-1], animations="disabled")
    return written
