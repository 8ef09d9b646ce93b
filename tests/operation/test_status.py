"""The status page says how old the newest backup is, and warns before anybody needs it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from taskboard.core import Core
from taskboard.operation import backup
from taskboard.scheduler.lease import LEADER, take
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock, cast: Cast) -> Visitor:
    return Visitor(client, clock).be(cast.administrator)


def leave_backup(app: Flask, made: datetime) -> None:
    folder = app.extensions["taskboard"].settings.backup_dir
    folder.mkdir(parents=True, exist_ok=True)
    (folder / backup.NAME.format(stamp=f"{made:%Y%m%dT%H%M%SZ}")).write_bytes(b"x" * 3_355_443)


@pytest.mark.parametrize(
    ("age", "says", "warns"),
    [
        (timedelta(minutes=5), "dưới một giờ trước", False),
        (timedelta(hours=7), "7 giờ trước", False),
        (timedelta(hours=37), "37 giờ trước", True),
        (timedelta(days=3), "3 ngày trước", True),
    ],
)
def test_the_newest_backup_has_its_age(
    browser: Visitor, app: Flask, clock: HandClock, age: timedelta, says: str, warns: bool
) -> None:
    leave_backup(app, clock.real_now() - age)
    leave_backup(app, clock.real_now() - age - timedelta(days=1))
    browser.open("/scheduler")
    assert says in browser.words
    assert "3,2 MB" in browser.words
    assert "2 bản" in browser.words
    assert ("Bản sao lưu mới nhất đã cũ." in browser.words) == warns


def test_no_backup_and_none_wanted_are_said(
    browser: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.open("/scheduler")
    assert "Chưa có bản sao lưu nào." in browser.words
    assert "Lập ngay bằng lệnh: flask scheduler run-once --job back_up." in browser.words
    take(LEADER, "may-chu:1")
    build.saved()
    browser.open("/scheduler")
    assert "Bộ lịch lập trong vòng nửa giờ, không đợi đêm" in browser.words
    core: Core = app.extensions["taskboard"]
    off = Core(replace(core.settings, backups_kept=0), core.clock)
    monkeypatch.setitem(app.extensions, "taskboard", off)
    browser.open("/scheduler")
    assert "Sao lưu hằng đêm đang tắt." in browser.words
