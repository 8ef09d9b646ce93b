"""One meaning of silence: list, condition, board, chip and both forms of the report name the same tasks."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from taskboard.accounts.queries import actor_on
from taskboard.db import db
from taskboard.domain.rollup import Basis, roll_up
from taskboard.reports import queries as reports
from taskboard.reports import sql
from taskboard.reports.bodies import bodies_on
from taskboard.reports.known import AsOf
from taskboard.reports.selection import Selection
from taskboard.reports.source import Running
from taskboard.settings import queries as settings
from taskboard.tasks import actions, queries
from taskboard.tasks.models import Task
from taskboard.tasks.queries import Filter, View
from taskboard.tasks.reading import reading_at
from taskboard.tasks.showing import Lens, silent_days
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
START = date(2021, 4, 1)
NEAR = [TODAY - timedelta(days=days) for days in (29, 30, 31, 32)]
"""About the thirty days the city allows."""
HOURS = (0, 6, 7, 23)
"""Seven o'clock is midnight in UTC: a day that is taken from the wrong clock shows on either side of it."""
NOWS = [build.at(TODAY, hour, 30) for hour in HOURS]
SAID = ("nothing", "received", "reported", "paused", "waiting")


def a_task(dice: random.Random, said: str, cast: Cast) -> Task:
    """Given, received or reported on about a month ago, at any hour."""
    office, head, chief = cast.monitor, cast.head, cast.chief

    def near() -> datetime:
        return build.at(dice.choice(NEAR), dice.choice(HOURS), dice.choice((0, 30)))

    given = near() if said in ("nothing", "received") else build.at(date(2021, 4, 8))
    due = dice.choice([None, date(2021, 6, 1), date(2021, 12, 31)])
    task = build.task(said, lead=cast.economy, on=build.occasion(given, office), due_on=due)
    if said == "received":
        actions.receive(task, on=build.occasion(build.at(TODAY - timedelta(days=2)), head))
    if said in ("reported", "paused"):
        build.progress(task, on=build.occasion(near(), head))
    if said == "paused":
        on = build.occasion(build.at(TODAY - timedelta(days=1)), chief)
        actions.pause(task, reason="Chờ quy hoạch.", resume_on=date(2021, 9, 1), on=on)
    if said == "waiting":
        build.completion(task, on=build.occasion(near(), head))
    return task


@pytest.mark.parametrize("seed", range(2))
def test_every_screen_and_both_forms_of_the_report_name_the_same_tasks(seed: int, cast: Cast) -> None:
    dice = random.Random(seed)
    tasks = [a_task(dice, said, cast) for said in SAID for _ in range(6)]
    db.session.flush()
    calendar, chair = settings.calendar(), actor_on(cast.chair, TODAY)
    silent = Selection.of({"flag": "silent"})
    met = set()
    for now in NOWS:
        reading = reading_at(now, build.CITY, calendar)
        seen, as_of = Lens(reading, build.CITY, calendar), AsOf(now, now, build.CITY, START)
        facts = reports.facts(cutoff=now, known_at=now, zone=build.CITY)
        rolled = roll_up(facts, period_start=START, cutoff=now, basis=Basis.CURRENT, zone=build.CITY)
        grouped = sql.picture(as_of, Basis.CURRENT, bodies=bodies_on(TODAY), silence_days=30)
        by_columns = Running(as_of, 30).listed(Basis.CURRENT, silent, start=0, count=100)
        named = {
            "chip": {task.code for task in tasks if silent_days(task, seen) is not None},
            "list": codes(queries.task_list(Filter(View.SILENT), reading, chair)),
            "condition": codes(queries.task_list(Filter(View.OPEN, is_silent=True), reading, chair)),
            "rows": {row.code for row in rolled.rows if silent.has(row, silence_days=30)},
            "columns": {row.code for row in by_columns.rows},
        }
        assert len({frozenset(found) for found in named.values()}) == 1, (now, named)
        counts = {
            len(named["list"]),
            sum(mark.is_silent for mark in queries.marks(reading, chair)),
            queries.view_counts([View.SILENT], Filter(), reading, chair)[View.SILENT],
            rolled.total.silent,
            grouped.picture.total.silent,
        }
        assert len(counts) == 1, (now, counts)
        met |= {(task.title, task.code in named["list"]) for task in tasks}
    told_apart = {said for said in SAID if {(said, True), (said, False)} <= met}
    assert told_apart == {"nothing", "received", "reported", "paused"}, "each is silent and not, somewhere"
    assert ("waiting", True) not in met


def codes(found: list[Task]) -> set[str]:
    return {task.code for task in found}
