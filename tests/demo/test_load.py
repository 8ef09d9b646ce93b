"""Loading: once, whole or not at all, and the days that follow.

The machine's clock stands past midnight in the city: whoever tries the sample then finds its office open all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.clock import OFFSET_FILE, OPENS_AT, Clock, real_now
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
    from pathlib import Path

    from flask import Flask

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


def _past_midnight() -> datetime:
    return datetime.combine(real_now().astimezone(CITY).date(), time(0, 43), CITY).astimezone(UTC)


@pytest.fixture
def core(own_app: Flask) -> Iterator[Core]:
    """An empty migrated installation with a clock that can be moved."""
    held = own_app.extensions["taskboard"].settings
    core = Core(held, Clock(CITY, held.instance_dir / OFFSET_FILE, _past_midnight))
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
    assert core.clock.now() == datetime.combine(START_DAY, OPENS_AT, CITY)

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


@pytest.mark.parametrize(
    ("hour", "entered"),
    [
        (time(0, 43), OPENS_AT),
        (time(8, 29), OPENS_AT),
        (time(8, 30), time(8, 30)),
        (time(13, 5, 7), time(13, 5, 7)),
        (time(16, 59, 59), time(16, 59, 59)),
        (time(17, 0), OPENS_AT),
        (time(23, 59, 59), OPENS_AT),
    ],
)
def test_a_day_is_entered_in_its_office_hours_and_time_never_goes_back(
    hour: time, entered: time, tmp_path: Path
) -> None:
    machine = datetime(2026, 11, 24, tzinfo=CITY).replace(
        hour=hour.hour, minute=hour.minute, second=hour.second
    )
    clock = Clock(CITY, tmp_path / OFFSET_FILE, lambda: machine.astimezone(UTC))

    clock.shift(clock.offset_to(START_DAY))
    assert clock.now() == datetime.combine(START_DAY, entered, CITY)

    machine += timedelta(hours=9)
    before = clock.now()
    clock.shift(clock.offset_to(clock.today() + timedelta(days=1)))
    assert clock.now() > before and clock.today() == before.astimezone(CITY).date() + timedelta(days=1)
    assert clock.now().astimezone(CITY).time() >= OPENS_AT


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
