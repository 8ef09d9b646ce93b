"""What another process has set holds from the next request on: nothing of the city's rules is kept longer."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from taskboard.db import db
from taskboard.settings import queries
from taskboard.settings.models import CalendarDay, DayKind, SettingValue
from taskboard.settings.registry import DEFINITIONS

if TYPE_CHECKING:
    from flask import Flask

TODAY = date(2021, 6, 16)
AHEAD = date(2021, 6, 18)


def _in_another_process(app: Flask, statement: sa.Insert | sa.Update) -> None:
    """Past the session, over a connection of its own, as another server would."""
    with app.app_context():
        apart = sa.create_engine(db.engine.url)
    with apart.begin() as connection:
        connection.execute(statement)
    apart.dispose()


def _a_request(app: Flask) -> tuple[int, bool]:
    with app.app_context():
        found = queries.value_on("silent_days", TODAY), queries.calendar().is_working_day(AHEAD)
        db.session.remove()
    return found


def test_a_value_and_a_day_off_set_elsewhere_hold_at_the_next_request(own_app: Flask) -> None:
    usual = DEFINITIONS["silent_days"].default
    assert _a_request(own_app) == (usual, True)
    at = datetime(2021, 6, 1, tzinfo=UTC)
    value = {"key": "silent_days", "value": json.dumps(usual + 5), "valid_from": date(2021, 6, 1)}
    row = {**value, "set_at": at, "legal_basis": ""}
    _in_another_process(own_app, sa.insert(SettingValue).values(**row))
    holiday = {"day": AHEAD, "kind": DayKind.HOLIDAY, "name": "Nghỉ", "source": ""}
    _in_another_process(own_app, sa.insert(CalendarDay).values(**holiday))
    assert _a_request(own_app) == (usual + 5, False)
    again = (
        sa.update(SettingValue).where(SettingValue.key == "silent_days").values(value=json.dumps(usual + 6))
    )
    _in_another_process(own_app, again)
    assert _a_request(own_app) == (usual + 6, False)
