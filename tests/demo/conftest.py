"""The sample city, replayed once for each kind of database; tests in this folder read it and change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from taskboard import create_app
from taskboard.clock import FixedClock
from taskboard.core import Core
from tests.conftest import CITY, SIXTEENTH_OF_JUNE

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings
    from tests.databases import Databases


@pytest.fixture(scope="session")
def sample_app(
    databases: Databases, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Everything that happened by 09:00 on 16/06/2021, as the machine's time and the sample's were one."""
    from taskboard.db import db, hold_all_writers
    from taskboard.demo.load import START_DAY
    from taskboard.demo.replay import replay

    url = databases.copy()
    held = replace(settings, database_url=url, instance_dir=tmp_path_factory.mktemp("sample"))
    app = create_app(held)
    core = Core(held, FixedClock(CITY, SIXTEENTH_OF_JUNE))  # type: ignore[arg-type]
    app.extensions["taskboard"] = core
    with app.app_context():
        hold_all_writers()
        replay(core, offset=timedelta(), until=SIXTEENTH_OF_JUNE, start_day=START_DAY, echo=lambda line: None)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


@pytest.fixture
def sample(sample_app: Flask) -> Iterator[Flask]:
    """The sample city, read inside an application context."""
    with sample_app.app_context():
        yield sample_app
