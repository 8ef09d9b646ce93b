"""Loading: once, whole or not at all, and the days that follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.clock import OFFSET_FILE, Clock
from taskboard.core import Core
from taskboard.db import db
from taskboard.demo import actions
from taskboard.demo.load import START_DAY, load
from taskboard.domain.calendar import local_date
from taskboard.domain.errors import RuleBroken
from taskboard.journal.actions import COMMAND
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks.models import Task
from taskboard.units import actions as units
from taskboard.units.models import Unit, UnitKind
from tests.conftest import CITY, SIXTEENTH_OF_JUNE

if TYPE_CHECKING:
    from flask import Flask

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


@pytest.fixture
def core(own_app: Flask) -> Iterator[Core]:
    """An empty migrated installation with a clock that can be moved."""
    held = own_app.extensions["taskboard"].settings
    core = Core(held, Clock(CITY, held.instance_dir / OFFSET_FILE))
    own_app.extensions["taskboard"] = core
    with own_app.app_context():
        yield core


def _count(column: sa.orm.attributes.InstrumentedAttribute[int]) -> int:
    return db.session.scalar(sa.select(sa.func.count(column))) or 0


class _Stopped(Exception):
    pass


def _stop_at_december(line: str) -> None:
    if "12/2020" in line:
        raise _Stopped


def test_a_load_that_is_stopped_leaves_nothing_and_can_be_repeated(core: Core) -> None:
    with pytest.raises(_Stopped):
        load(core, _stop_at_december)
    db.session.rollback()

    assert (_count(Unit.id), _count(Task.id), _count(JournalEntry.id)) == (0, 0, 0)
    assert not core.clock.is_shifted


def test_a_database_that_works_for_another_body_is_refused(core: Core) -> None:
    units.create_unit(
        kind=UnitKind.DEPARTMENT,
        name="Phòng Kinh tế",
        valid_from=date(2020, 1, 1),
        acting=COMMAND,
        now=SIXTEENTH_OF_JUNE,
    )
    db.session.commit()

    with pytest.raises(RuleBroken, match="database_not_empty"):
        load(core, lambda line: None)


def test_the_day_cannot_be_moved_where_no_sample_stands(core: Core) -> None:
    with pytest.raises(RuleBroken, match="demo_not_loaded"):
        actions.move_day(core)


def test_the_city_is_loaded_once_and_then_lives_day_by_day(core: Core) -> None:
    said: list[str] = []

    assert load(core, said.append)
    tasks = _count(Task.id)
    assert len(said) == 10
    assert core.clock.today() == START_DAY

    assert not load(core, said.append)
    assert _count(Task.id) == tasks
    assert len(said) == 10

    assert actions.move_day(core) == START_DAY + timedelta(days=1)
    assert _mails_of(date(2021, 6, 17))

    assert actions.move_day(core, days=4) == date(2021, 6, 21)
    db.session.commit()
    assert _mails_of(date(2021, 6, 18))
    assert not _mails_of(date(2021, 6, 19))
    assert _mails_of(date(2021, 6, 21))
    assert db.session.scalar(sa.select(sa.func.count(Task.id)).where(Task.period_key == "2021-W25")) == 6


def _mails_of(day: date) -> list[OutboxMessage]:
    return [
        mail
        for mail in db.session.scalars(sa.select(OutboxMessage))
        if local_date(mail.business_at, CITY) == day
    ]


def test_a_load_stopped_behind_its_commit_still_gets_its_business_day(core: Core) -> None:
    from taskboard.demo.data import city

    root = city.ROOT
    units.create_unit(
        code=root.code,
        kind=root.kind,
        name=root.name,
        valid_from=city.BEGAN_ON,
        acting=COMMAND,
        now=SIXTEENTH_OF_JUNE,
    )
    db.session.commit()

    assert not load(core, lambda line: None)
    assert core.clock.today() == START_DAY


def test_the_command_says_when_the_city_stands_already(own_app: Flask, core: Core) -> None:
    own_app.extensions["taskboard"] = core
    units.create_unit(
        kind=UnitKind.WARD,
        name="UBND phường Bến Thủy",
        valid_from=date(2020, 1, 1),
        acting=COMMAND,
        now=SIXTEENTH_OF_JUNE,
    )
    db.session.commit()

    outcome = own_app.test_cli_runner().invoke(args=["demo", "load"])

    assert outcome.exit_code == 1
    assert "chỉ nạp vào cơ sở dữ liệu trống" in outcome.output
