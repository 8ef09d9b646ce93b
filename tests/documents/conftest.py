"""A quarter with a few tasks and its briefing, opened and frozen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from taskboard.briefings import actions as briefings
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, scoped_session

    from taskboard.briefings.models import Briefing

__all__ = ["cast"]


def quarter_of(cast: Cast) -> Briefing:
    """Four tasks of the second quarter of 2021, frozen on 16/06."""
    assigned = build.occasion(build.at(date(2021, 4, 6)), cast.chief)
    build.task("Giải phóng mặt bằng", lead=cast.urban, on=assigned, due_on=date(2021, 5, 14))
    build.task("Diễn tập", lead=cast.urban, on=assigned, due_on=date(2021, 12, 31))
    build.task("Đơn thư", lead=cast.loc_vuong, on=assigned)
    done = build.task("Phương án hộ đê", lead=cast.economy, on=assigned, due_on=date(2021, 5, 31))
    build.confirmed(
        done,
        by=build.occasion(build.at(date(2021, 5, 21)), cast.monitor),
        told=build.occasion(build.at(date(2021, 5, 20)), cast.head),
    )
    on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
    return briefings.open_briefing(
        title="Giao ban quý II", held_on=date(2021, 7, 5), cutoff=build.at(date(2021, 6, 16)), on=on
    )


@pytest.fixture
def opened(cast: Cast, db_session: scoped_session[Session]) -> Briefing:
    briefing = quarter_of(cast)
    db_session.commit()
    return briefing
