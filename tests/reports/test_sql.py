"""The grouped form counts what the pure form counts, whatever the city (rule 33)."""

from __future__ import annotations

import random
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from taskboard.db import db
from taskboard.domain.deadline import LateBand
from taskboard.domain.rollup import Basis, Picture, RollUp, TaskClass, roll_up
from taskboard.reports import queries, sql
from taskboard.reports.bodies import bodies_on
from taskboard.reports.known import AsOf
from taskboard.reports.selection import CLASS_SETS, FLAGS, MANY_QUARTERS, NONE, Selection
from taskboard.reports.source import Running
from tests.reports.population import START, an_as_of, gathered

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, scoped_session

SILENCE = 30


def pure(as_of: AsOf, basis: Basis) -> RollUp:
    """By the one calculation, over every task there is."""
    known = queries.facts(cutoff=as_of.cutoff, known_at=as_of.known_at, zone=as_of.zone)
    return roll_up(
        known, period_start=START, cutoff=as_of.cutoff, basis=basis, zone=as_of.zone, carried=as_of.carried
    )


def grouped(as_of: AsOf, basis: Basis) -> sql.Grouped:
    return sql.picture(as_of, basis, bodies=bodies_on(as_of.day), silence_days=SILENCE)


@pytest.mark.parametrize("seed", range(12))
def test_both_forms_say_the_same(seed: int, db_session: scoped_session[Session]) -> None:
    dice = random.Random(seed)
    city = gathered(dice, 60)
    for _ in range(4):
        as_of = an_as_of(dice, city)
        for basis in Basis:
            rolled, made = pure(as_of, basis), grouped(as_of, basis)
            for field in fields(Picture):
                assert getattr(made.picture, field.name) == getattr(rolled, field.name), (field.name, as_of)
            late = [row for row in rolled.rows if row.task_class is TaskClass.OPEN_OVERDUE]
            cells = {(row.unit_id, row.field) for row in late}
            assert made.overdue == {
                cell: sum((row.unit_id, row.field) == cell for row in late) for cell in cells
            }


@pytest.mark.parametrize("seed", range(4))
def test_the_population_read_is_the_population_counted(
    seed: int, db_session: scoped_session[Session]
) -> None:
    dice = random.Random(100 + seed)
    city = gathered(dice, 60)
    as_of = an_as_of(dice, city)
    some = queries.facts(
        cutoff=as_of.cutoff,
        known_at=as_of.known_at,
        zone=as_of.zone,
        period_start=START,
        carried=as_of.carried,
    )
    rolled = roll_up(
        some,
        period_start=START,
        cutoff=as_of.cutoff,
        basis=Basis.CURRENT,
        zone=as_of.zone,
        carried=as_of.carried,
    )
    assert rolled == pure(as_of, Basis.CURRENT)
    assert {code for row in rolled.rows for code in row.codes} <= {fact.code for fact in some}


SELECTIONS = (
    *({"task_class": name} for name in CLASS_SETS),
    *({"flag": name} for name in FLAGS),
    *({"task_class": "open_overdue", "band": band.value} for band in LateBand),
    {"carried": "0"},
    {"carried": "2"},
    {"carried": MANY_QUARTERS},
    {"starred": "yes"},
    {"starred": "no", "level": "province"},
    {"field": NONE},
    {"field": "đất đai", "group": "wards"},
    {"leader": NONE},
    {"leader": "Lãnh đạo 1", "task_class": "open"},
    {"task_class": "excluded", "state": "withdrawn"},
)


@pytest.mark.parametrize("basis", Basis)
def test_a_list_by_columns_is_the_list_by_rows(basis: Basis, db_session: scoped_session[Session]) -> None:
    dice = random.Random(11)
    as_of = an_as_of(dice, gathered(dice, 120))
    rolled = pure(as_of, basis)
    running = Running(as_of, SILENCE)
    for asked in SELECTIONS:
        selection = Selection.of(asked)
        rows = [row for row in rolled.rows if selection.has(row, silence_days=SILENCE)]
        listed = running.listed(basis, selection, start=0, count=500)
        expected = sorted((row.codes[-1], row.unit_name, row.task_class, row.days_late) for row in rows)
        found = sorted((row.code, row.unit_name, row.task_class, row.days_late) for row in listed.rows)
        assert (found, listed.total) == (expected, len(rows)), asked


def test_an_empty_city_has_figures_of_nothing(db_session: scoped_session[Session]) -> None:
    dice = random.Random(1)
    as_of = an_as_of(dice, gathered(dice, 0))
    made = grouped(as_of, Basis.ORIGINAL).picture
    assert made.counts.total == 0
    assert made.counts.done_of_all.permille is None
    assert made.by_unit == () and made.excluded == {}
    assert db.session.is_active
