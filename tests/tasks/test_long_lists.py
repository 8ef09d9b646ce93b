"""Lists that grow with the years: counted so far and no further, read on to their end all the same."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from taskboard.accounts.queries import actor_on
from taskboard.db import db
from taskboard.settings import queries as settings
from taskboard.tasks.models import CLOSED_STATES, OPEN_STATES, OWED_STATES
from taskboard.tasks.queries import (
    AtLeast,
    Filter,
    Order,
    Sort,
    View,
    count_up_to,
    lists,
    task_page,
    view_counts,
)
from taskboard.tasks.queries.conditions import IS_CLOSED, IS_OPEN, was_owed
from taskboard.tasks.queries.ordering import values_of
from taskboard.tasks.reading import reading_at
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


def test_a_list_longer_than_is_counted_says_so_and_reads_on(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNTED", 3)
    on = build.occasion(build.at(date(2021, 6, 1)), cast.monitor)
    for number in range(5):
        build.task(
            f"Việc {number}", lead=cast.economy, on=on, due_on=date(2021, 7, 1) if number % 2 else None
        )
    reading, chair = reading_at(now, build.CITY, settings.calendar()), actor_on(cast.chair, TODAY)

    counts = view_counts((View.OPEN, View.ALL, View.DONE), Filter(View.ALL), reading, chair)
    first = task_page(Filter(View.ALL), reading, chair, limit=2)
    second = task_page(Filter(View.ALL), reading, chair, limit=2, after=first.next)

    assert counts == {View.OPEN: 5, View.ALL: 3, View.DONE: 0}
    assert isinstance(counts[View.ALL], AtLeast) and str(counts[View.ALL]) == "3+"
    assert not isinstance(counts[View.OPEN], AtLeast), "what is open is counted to its end"
    for page, reached in ((first, 2), (second, 4)):
        assert count_up_to(Filter(View.ALL), reading, chair, order=Order(), after=page.next) == reached
    assert str(AtLeast(10_000)) == "10.000+"


def test_the_conditions_say_the_words_of_the_partial_indexes(cast: Cast) -> None:
    """SQLite uses such an index only where the question repeats its condition letter by letter."""
    for condition, words in ((IS_OPEN, OPEN_STATES), (was_owed(), OWED_STATES), (IS_CLOSED, CLOSED_STATES)):
        said = str(
            sa.select(sa.literal(1))
            .where(condition)
            .compile(db.session.get_bind(), compile_kwargs={"render_postcompile": True})
        )
        assert words in said.replace("task_version.", "").replace("task.", ""), said


def _cursor(*values: object) -> str:
    text = json.dumps(values)  # half a character stays as JSON spells it
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("sort", "values"),
    [
        (Sort.DUE, ["0001-01-01T00:00:00+14:00", 1]),
        (Sort.DUE, ["9999-12-31T23:59:59-14:00", 1]),
        (Sort.UPDATED, ["0001-01-01T00:00:00+00:01", 1]),
        (Sort.CODE, ["\ud800"]),
        (Sort.UNIT, ["\udfff", None, 1]),
        (Sort.CODE, ["a\0b"]),
        (Sort.DUE, [None, 2**40]),
    ],
)
def test_a_place_that_no_row_has_is_no_place(sort: Sort, values: list[object]) -> None:
    assert values_of(_cursor(*values), Order(sort).keys(View.ALL)) is None


def test_an_instant_of_another_zone_is_the_same_place() -> None:
    keys = Order(Sort.DUE).keys(View.ALL)
    found = values_of(_cursor("2021-06-17T00:00:00+07:00", 1), keys)
    assert found == [datetime(2021, 6, 16, 17, tzinfo=UTC), 1]
