"""As of any instant, known at any instant: one indexed statement, and the frozen bytes again a year later (decision 8)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings.models import Briefing, BriefingSeries, BriefingState
from taskboard.db import db
from taskboard.domain.rollup import canonical_json
from taskboard.reports import actions, queries
from taskboard.reports.known import AsOf, known
from taskboard.tasks.models import TaskVersion
from tests import build
from tests.cast import Cast, cast
from tests.reports.population import CITY, START, a_day, gathered, later_entries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, scoped_session

__all__ = ["cast"]


def a_briefing(code: str = "2021-q2-thu", held_on: date = date(2021, 7, 5)) -> Briefing:
    series = BriefingSeries(code=f"s-{code}", name="Giao ban")
    db.session.add(series)
    db.session.flush()
    row = Briefing(
        code=code,
        series_id=series.id,
        title="Giao ban quý II",
        year=2021,
        quarter=2,
        held_on=held_on,
        period_start=START,
        period_end=date(2021, 6, 30),
        state=BriefingState.COLLECTING,
        created_at=datetime(2021, 6, 1, tzinfo=UTC),
    )
    db.session.add(row)
    db.session.flush()
    return row


@pytest.mark.parametrize("seed", range(6))
def test_a_year_later_the_frozen_bytes_are_computed_again(
    seed: int, cast: Cast, db_session: scoped_session[Session]
) -> None:
    """Whatever was entered since, for days before the freeze or after it, and though the freeze carried tasks over."""
    dice = random.Random(seed)
    frozen_at = build.at(a_day(dice, date(2021, 6, 1), date(2021, 7, 4)), dice.randrange(24))
    city = gathered(dice, 50, until=frozen_at)
    briefing = a_briefing(held_on=dice.choice([date(2021, 6, 30), date(2021, 7, 5)]))
    on = build.occasion(frozen_at, cast.chief)
    cutoff = dice.choice([frozen_at, frozen_at - timedelta(days=dice.randrange(1, 40))])
    snapshot = actions.freeze(briefing, cutoff=cutoff, on=on)
    later_entries(dice, city, since=frozen_at)
    again = queries.compute(
        period_start=START,
        cutoff=cutoff,
        known_at=frozen_at,
        zone=CITY,
        carried=queries.left_before(briefing),
    )
    assert canonical_json(again.original) == snapshot.roll_up_original
    assert canonical_json(again.current) == snapshot.roll_up_current
    now_known = queries.compute(
        period_start=START, cutoff=cutoff, known_at=datetime(2022, 7, 1, tzinfo=UTC), zone=CITY
    )
    assert canonical_json(now_known.original) != snapshot.roll_up_original, "there was something to know"


def test_a_word_said_after_the_cutoff_is_not_heard_by_then(cast: Cast) -> None:
    row = build.task("Rà soát", lead=cast.economy, on=build.occasion(build.at(date(2021, 4, 6)), cast.chief))
    build.progress(row, on=build.occasion(build.at(date(2021, 4, 20)), cast.head))
    build.progress(row, on=build.occasion(build.at(date(2021, 7, 2)), cast.head))
    known_at = build.at(date(2021, 7, 5))
    cutoffs = {build.at(date(2021, 6, 30)): date(2021, 4, 20), known_at: date(2021, 7, 2)}
    for cutoff, heard_on in cutoffs.items():
        (fact,) = queries.facts(cutoff=cutoff, known_at=known_at, zone=CITY)
        assert fact.last_report_on == heard_on


@pytest.mark.parametrize("period_start", [None, START])
def test_known_at_an_instant_is_found_by_its_index(
    period_start: date | None, cast: Cast, db_session: scoped_session[Session]
) -> None:
    """A statement, not a replay: of closed versions only those that held at the instant or later are read."""
    gathered(random.Random(3), 300)
    db.session.flush()
    instant = datetime(2021, 9, 1, tzinfo=UTC)
    statement = known(AsOf(instant, instant, CITY, period_start))
    assert "ix_task_version_held" in _plan(statement)


def _plan(statement: sa.Select[tuple[int]]) -> str:
    connection = db.session.connection()
    text = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
    if connection.dialect.name == "sqlite":
        words = "EXPLAIN QUERY PLAN "
    else:
        # Three hundred rows are read fastest in one go; a city's are not.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql(f"ANALYZE {TaskVersion.__tablename__}")
        words = "EXPLAIN "
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(words + text.replace("%", "%%")))
