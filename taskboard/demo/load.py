"""Loading the sample city: everything or nothing, once, with the business day set to 16/06/2021."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa

from taskboard.core import Core
from taskboard.db import db, hold_all_writers
from taskboard.demo.data import city
from taskboard.demo.replay import Echo, replay
from taskboard.domain.errors import RuleBroken
from taskboard.units import queries as units
from taskboard.units.models import Unit

START_DAY = date(2021, 6, 16)
"""A Wednesday: the sample's business day after loading."""


def is_loaded() -> bool:
    """Whether the sample city stands in this database."""
    return units.unit_by_code(city.ROOT.code) is not None


def load(core: Core, echo: Echo) -> bool:
    """Load the sample city and make 16/06/2021 the business day. False when it stands already.

    One transaction: stopped half-way it leaves nothing. Raises RuleBroken('database_not_empty') where another body
    works already, for the sample would mix with its tasks.
    """
    hold_all_writers()
    if is_loaded():
        db.session.rollback()
        _ensure_business_day(core)
        return False
    if db.session.scalar(sa.select(sa.func.count(Unit.id))):
        raise RuleBroken("database_not_empty")
    offset = core.clock.offset_to(START_DAY)
    with collector_at_rest():
        replay(core, offset=offset, until=core.clock.real_now() + offset, start_day=START_DAY, echo=echo)
        db.session.commit()
    core.clock.shift(offset)
    return True


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """One long transaction keeps all it made: searching it for garbage again and again costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _ensure_business_day(core: Core) -> None:
    """A load that was stopped right behind its commit has not moved the day yet."""
    if not core.clock.is_shifted:
        core.clock.shift(core.clock.offset_to(START_DAY))
