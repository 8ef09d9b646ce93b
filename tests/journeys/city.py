"""The sample city's units and people without its history: where a journey begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import build

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import HandClock
    from tests.smtp import SmtpServer

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed" / "nam-dinh-2021-q1.txt"
BRIEFING_DAY = date(2021, 4, 5)
MORNING_AFTER = build.at(date(2021, 4, 6), 8, 30)


@dataclass(frozen=True)
class City:
    app: Flask
    clock: HandClock
    mail: SmtpServer

    def run(self, *command: str) -> str:
        """A flask command, as the administrator types it; must succeed."""
        result = self.app.test_cli_runner().invoke(args=list(command))
        assert result.exit_code == 0, result.output
        return result.output


def seed_text() -> str:
    """The real article, where it is at hand."""
    if not SEED.exists():
        pytest.skip(f"the article is not beside the repository: {SEED.name}")
    return SEED.read_text("utf-8")


@pytest.fixture
def city(own_app: Flask, clock: HandClock, smtp_server: SmtpServer) -> City:
    """Nam Định on the morning after its briefing; mails go to a real server."""
    from taskboard.db import db
    from taskboard.demo.founding import found_city

    clock.set_to(MORNING_AFTER)
    core = own_app.extensions["taskboard"]
    with own_app.app_context():
        found_city(now=build.at(date(2020, 1, 2)))
        db.session.commit()
    own_app.extensions["taskboard"] = replace(core, settings=replace(core.settings, smtp_url=smtp_server.url))
    return City(own_app, clock, smtp_server)
