"""kill -9 at points of every step of the setting-up: what was saved is there, what was not leaves nothing half done."""

from __future__ import annotations

import signal
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard import create_app
from taskboard.accounts import actions as accounts
from taskboard.accounts.models import Person
from taskboard.clock import FixedClock, real_now
from taskboard.core import Core
from taskboard.db import db
from taskboard.setup import queries
from taskboard.setup.draft import Step
from taskboard.units.models import Unit
from tests import build
from tests.accounts.door import PASSWORD
from tests.faults.dying import NEVER, PROCESS, Countdown, End
from tests.journeys.plain_browser import PlainBrowser

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from config import Settings

pytestmark = pytest.mark.slow
STEPS = list(Step)


def go_on(settings: Settings, now: datetime, link: str, end: End, told: Any) -> None:
    """Open the link and press on to the end from wherever the last process died; die where told."""
    app = create_app(settings)
    app.extensions["taskboard"] = Core(settings, FixedClock(settings.zone, now))  # type: ignore[arg-type]
    countdown = Countdown(end)
    countdown.watch()
    browser = PlainBrowser(app.test_client())
    browser.open(link)
    while "/setup/" in browser.url and browser.status == 200:
        step = Step(browser.url.rpartition("/")[2])
        countdown.begin(step.value)
        _press(browser, step)
        told[STEPS.index(step)] = countdown.steps
        if step is Step.FINISH:
            return


def _press(browser: PlainBrowser, step: Step) -> None:
    match step:
        case Step.BODY:
            browser.press("Lưu", kind="ward", name="UBND phường Nam Định", began_on="01/07/2025")
        case Step.UNITS:
            browser.press("Lưu, sang bước")
        case Step.ADMINISTRATOR:
            browser.press("Lưu", full_name="Ngô Thanh Sơn", sign_in_name="quantri", password=PASSWORD)
        case Step.PEOPLE:
            browser.send(browser.form(holding="rows-0-full_name"), **{"rows-0-full_name": "Phạm Duy Hưng"})
        case Step.SERVICES:
            browser.press("Lưu, xem lại toàn bộ")
        case Step.FINISH:
            browser.press("Hoàn tất thiết lập")


def _run(app: Flask, now: datetime, link: str, end: End) -> tuple[int | None, list[int]]:
    told = PROCESS.Array("i", len(STEPS))
    settings = app.extensions["taskboard"].settings
    process = PROCESS.Process(target=go_on, args=(settings, now, link, end, told))
    process.start()
    process.join(120)
    return process.exitcode, list(told)


def _state(app: Flask) -> tuple[bool, list[Step], int, int]:
    """Whether it is finished, what was saved, and how many people and units there are."""
    with app.app_context():
        row = queries.installation()
        people, units = (db.session.scalar(sa.select(sa.func.count(one.id))) for one in (Person, Unit))
        done = [step for step in Step if step in queries.draft().done]
        is_finished = row is not None and row.finished_at is not None
        db.session.remove()
    return is_finished, done, people or 0, units or 0


def test_killed_again_and_again_it_goes_on_where_it_was(own_app: Flask) -> None:
    now = build.at(date(2026, 3, 2))
    with own_app.app_context():
        token = accounts.make_setup_link(ends_others=True, real_now=real_now())
        db.session.commit()
    link = f"/setup/{token}"
    saved: list[Step] = []
    for step in STEPS:
        for point in (3, 9, 40) if step is Step.FINISH else (2, 6):
            code, _told = _run(own_app, now, link, (step.value, point))
            assert code == -signal.SIGKILL, (step, point)
            is_finished, done, people, units = _state(own_app)
            assert not is_finished and (people, units) == (0, 0), "nothing half written"
            assert done[: len(saved)] == saved, "what was saved stays saved"
            saved = done
    assert saved == STEPS[:-1]
    code, told = _run(own_app, now, link, NEVER)
    assert code == 0 and told[-1] > 40
    is_finished, _done, people, units = _state(own_app)
    assert is_finished and people == 2 and units == 13
