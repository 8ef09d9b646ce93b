"""The index is written with what it indexes, and goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.files.models import Attachment
from taskboard.search import actions, queries
from taskboard.search.finding import question
from taskboard.search.models import SearchEntry
from taskboard.tasks.models import Report
from tests.cast import Cast, cast
from tests.search.city import LAND, MARKET, City, actor, settle, titles

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["cast"]


@pytest.fixture
def city(cast: Cast, tmp_path: Path) -> City:
    return settle(cast, tmp_path)


def entries() -> dict[int, str]:
    return dict(db.session.execute(sa.select(SearchEntry.id, SearchEntry.words)).all())


def test_what_is_written_is_found_and_what_is_rolled_back_is_not(cast: Cast, tmp_path: Path) -> None:
    chair = actor(cast, "chair")
    settle(cast, tmp_path)
    assert titles("cho rong", chair) == [MARKET]
    db.session.rollback()
    assert titles("cho rong", chair) == [] and entries() == {}


def test_a_corrected_title_is_found_by_its_new_words_only(city: City, cast: Cast) -> None:
    chair = actor(cast, "chair")
    city.land.title = "Khơi thông cống"
    city.land.directive.wording = "Khơi thông cống."
    db.session.flush()
    actions.rebuild()
    assert LAND not in titles("giai phong mat bang", chair)
    assert titles("khoi thong cong", chair) == ["Khơi thông cống"]


def test_a_change_of_the_title_alone_is_enough(city: City, cast: Cast) -> None:
    city.market.title = "Khơi thông cống"
    db.session.flush()
    assert titles("khoi thong", actor(cast, "chair")) == ["Khơi thông cống"]


def test_a_row_that_goes_takes_its_entry_along(city: City) -> None:
    assert queries.gap().is_none
    db.session.execute(sa.delete(Attachment).where(Attachment.report_id == city.report.id))
    assert queries.gap().is_none


def test_writing_everything_anew_writes_the_same(city: City) -> None:
    before = entries()
    counts = actions.rebuild()
    assert entries() == before and sum(counts.values()) == len(before) == 8


def test_rows_past_the_session_are_missed_and_found_again(city: City, cast: Cast) -> None:
    """As after a bulk load, and after something was taken out by hand."""
    chair = actor(cast, "chair")
    values = {column.name: getattr(city.report, column.name) for column in Report.__table__.columns}
    db.session.execute(
        sa.insert(Report.__table__).values(
            **values | {"id": 900, "form_key": "bulk", "done_text": "Đào mương"}
        )
    )
    db.session.execute(sa.text("DELETE FROM attachment"))
    assert queries.gap() == queries.Gap(missing=1, left_over=1)
    assert not queries.find(question("dao muong"), chair, limit=5).total
    actions.rebuild()
    assert queries.gap().is_none
    assert queries.find(question("dao muong"), chair, limit=5).total == 1
