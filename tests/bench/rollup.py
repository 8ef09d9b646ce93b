"""How fast a quarter is rolled up in a city with years behind it: `make bench ARGS=rollup`.

100,000 tasks over eight quarters, three versions each. Computing the picture of the last quarter is set beside the very
statements it sends, replayed on the bare driver and read to the end; the report page beside those and its template
rendered over figures fetched before.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from taskboard.briefings.models import (
    Briefing,
    BriefingSeries,
    BriefingState,
    Directive,
    SourceKind,
    SourceLevel,
)
from taskboard.db import begin_writing, db
from taskboard.domain.authority import Role
from taskboard.domain.calendar import Quarter, end_of_day
from taskboard.domain.deadline import DueKind
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis
from taskboard.reports import figure_views, sql
from taskboard.reports.bodies import bodies_on
from taskboard.reports.known import AsOf, known
from taskboard.tasks.models import Cause, Task, TaskVersion
from taskboard.units.models import Unit, UnitKind, UnitName
from tests import build, postgres
from tests.bench.figures import Figure, Size
from tests.bench.stage import app_over, database_of_its_own
from tests.cast import sign_in

TASKS = {Size.FULL: 100_000, Size.SHORT: 800}
TURNS = {Size.FULL: 5, Size.SHORT: 2}
QUARTERS = 8
UNITS, FIELDS = 40, 12
CODE = "2021-q2"
MOST = {Size.FULL: 1.5, Size.SHORT: 1000.0}
"""Times the bare statements, and times those and the template; nothing is judged in the short size."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LAST = Quarter(2021, 2)
BEGAN = date(2019, 7, 1)
CUTOFF = datetime(2021, 6, 30, 17, tzinfo=UTC)
BATCH = 4_000


def populate(count: int) -> None:
    """Tasks given evenly over the quarters; nine of ten older ones are done, one of twelve of the newest is late."""
    dice = random.Random(1)
    begin_writing()
    db.session.add_all(_unit(number) for number in range(1, UNITS + 1))
    directive = Directive(
        code="CD-2019-0001",
        source_kind=SourceKind.LETTER,
        source_number="1/UBND-VP",
        wording="Thực hiện.",
        assigned_on=BEGAN,
        issued_at=datetime(2019, 7, 1, tzinfo=UTC),
    )
    db.session.add(directive)
    db.session.flush()
    for start in range(0, count, BATCH):
        some = [
            _life(number, count, directive.id, dice)
            for number in range(start + 1, min(start + BATCH, count) + 1)
        ]
        db.session.execute(sa.insert(Task), [task for task, _versions in some])
        db.session.execute(sa.insert(TaskVersion), [row for _task, versions in some for row in versions])
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(sa.text("ANALYZE"))


def _unit(number: int) -> Unit:
    name = UnitName(
        name=f"Đơn vị {number}", short_name=f"ĐV {number}", sort_key=f"{number:03}", valid_from=BEGAN
    )
    kind = UnitKind.WARD if number > 12 else UnitKind.DEPARTMENT
    return Unit(code=f"dv{number}", kind=kind, position=number, valid_from=BEGAN, names=[name])


def _life(
    number: int, count: int, directive_id: int, dice: random.Random
) -> tuple[dict[str, Any], list[Any]]:
    """A task and what was known of it: given, reported on, and most often confirmed."""
    assigned_on = BEGAN + timedelta(days=(number - 1) * 91 * QUARTERS // count)
    due_on = assigned_on + timedelta(days=dice.randrange(10, 80)) if number % 5 else None
    is_done = dice.random() < (0.92 if assigned_on < LAST.first_day else 0.5)
    claimed_on = assigned_on + timedelta(days=dice.randrange(5, 90))
    first = datetime.combine(assigned_on, datetime.min.time(), UTC) + timedelta(hours=3)
    moments = [first, first + timedelta(days=4), first + timedelta(days=(claimed_on - assigned_on).days + 2)]
    given = {
        "directive_id": directive_id,
        "unit_id": number % UNITS + 1,
        "title": f"Việc {number}",
        "field": f"linh-vuc-{(number // UNITS) % FIELDS}" if number % 11 else "",
        "is_starred": number % 50 == 0,
        "original_due_on": due_on,
        "due_on": due_on,
        "original_overdue_from": end_of_day(due_on, ZONE) if due_on else None,
        "overdue_from": end_of_day(due_on, ZONE) if due_on else None,
    }
    task = {
        **given,
        "code": f"NV-2019-{number:06}",
        "state": State.IN_PROGRESS,
        "due_kind": DueKind.DATED if due_on else DueKind.NONE,
        "source_level": SourceLevel.OWN if number % 9 else SourceLevel.PROVINCE,
        "assigned_on": assigned_on,
        "version": 1,
        "origin_unit_id": given["unit_id"],
        "id": number,
    }
    versions = [
        {
            **given,
            "task_id": number,
            "seq": seq,
            "recorded_from": moment,
            "recorded_to": until,
            "state": state,
            "claimed_on": claimed_on if state is State.COMPLETED else None,
            "confirmed_at": moment if state is State.COMPLETED else None,
            "cause": Cause.NONE,
            "has_objective_cause": False,
            "last_report_at": None if seq == 1 else moment,
            "send_back_count": 0,
            "reopen_count": 0,
            "extension_count": number % 7 // 6,
        }
        for seq, (moment, until, state) in enumerate(
            zip(
                moments,
                [*moments[1:], None],
                [State.NEW, State.IN_PROGRESS, State.COMPLETED if is_done else State.IN_PROGRESS],
                strict=True,
            ),
            start=1,
        )
    ]
    return task, versions


@dataclass(frozen=True, slots=True)
class Seconds:
    """Each side's quickest turn: what else the machine does only ever adds."""

    rolled: float
    rolled_bare: float
    page: float
    page_bare: float
    template: float
    tasks: int
    plan: str


def figures(size: Size, *, is_postgres: bool) -> Iterator[Figure]:
    """Both figures on one database."""
    took, most = _taken(size, is_postgres=is_postgres), MOST[size]
    where = "PostgreSQL" if is_postgres else "SQLite"
    yield Figure(
        f"a quarter rolled up, {where}",
        took.rolled / took.rolled_bare,
        most,
        "× its bare SQL",
        notes=(
            f"{took.tasks:,} of {TASKS[size]:,} tasks belong to the quarter",
            f"{took.rolled:.3f} s, bare {took.rolled_bare:.3f} s",
            took.plan,
        ),
    )
    yield Figure(
        f"the report page, {where}",
        took.page / (took.page_bare + took.template),
        most,
        "× its bare SQL and its template",
        notes=(f"{took.page:.3f} s, bare {took.page_bare:.3f} s, template {took.template:.3f} s",),
    )


def measure(size: Size) -> Iterator[Figure]:
    """On SQLite, and on PostgreSQL where pip brought one."""
    yield from figures(size, is_postgres=False)
    if postgres.is_installed():
        yield from figures(size, is_postgres=True)


def _taken(size: Size, *, is_postgres: bool) -> Seconds:
    with database_of_its_own(is_postgres=is_postgres) as settings, app_over(settings) as app:
        populate(TASKS[size])
        return _turns(_visitor(app), TURNS[size])


def _visitor(app: Flask) -> FlaskClient:
    """The chair, signed in, and a briefing of the last quarter with nothing frozen."""
    begin_writing()
    chair = build.person("Chủ tịch", Role.CHAIR)
    series = BriefingSeries(code="giao-ban", name="Giao ban")
    db.session.add(series)
    db.session.flush()
    db.session.add(
        Briefing(
            code=CODE,
            series_id=series.id,
            title="Giao ban quý II",
            year=LAST.year,
            quarter=LAST.number,
            held_on=date(2021, 7, 5),
            period_start=LAST.first_day,
            period_end=LAST.last_day,
            state=BriefingState.COLLECTING,
            created_at=CUTOFF,
        )
    )
    client = app.test_client()
    sign_in(client, chair, datetime.now(UTC))
    return client


def _turns(visitor: FlaskClient, turns: int) -> Seconds:
    """Each side once to warm up, then in turn, so that what else the machine does falls on both."""
    with _heard() as rolled_statements:
        made = grouped()
    with _heard() as page_statements:
        _visit(visitor)
    sides: dict[str, Callable[[], object]] = {
        "rolled": grouped,
        "rolled_bare": lambda: _replay(rolled_statements),
        "page": lambda: _visit(visitor),
        "page_bare": lambda: _replay(page_statements),
        "template": lambda: _visit_prefetched(visitor, made),
    }
    took: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(turns):
        for name, side in sides.items():
            took[name].append(_timed(side))
    counts = made.picture.counts.total
    quickest = {name: min(each) for name, each in took.items()}
    return Seconds(**quickest, tasks=counts, plan=_plan())


def grouped() -> sql.Grouped:
    """The last quarter at its end, as known then."""
    as_of = AsOf(CUTOFF, CUTOFF, ZONE, LAST.first_day)
    return sql.picture(as_of, Basis.ORIGINAL, bodies=bodies_on(LAST.last_day), silence_days=30)


def _visit(visitor: FlaskClient) -> None:
    answer = visitor.get(f"/briefings/{CODE}/report")
    assert answer.status_code == 200 and len(answer.data) > 20_000


@dataclass(frozen=True, slots=True)
class _Prefetched:
    """Figures that are there already."""

    made: sql.Grouped
    cutoff: datetime = CUTOFF

    def grouped(self, _basis: Basis) -> sql.Grouped:
        return self.made


def _visit_prefetched(visitor: FlaskClient, made: sql.Grouped) -> None:
    """The page with nothing to count: sign-in, shell and template."""
    counting = figure_views._source
    figure_views._source = lambda _briefing: _Prefetched(made)  # type: ignore[assignment, return-value]
    try:
        _visit(visitor)
    finally:
        figure_views._source = counting


@contextmanager
def _heard() -> Iterator[list[tuple[str, Any]]]:
    """The statements sent meanwhile, as the driver got them."""
    said: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            said.append((statement, parameters))

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)


def _replay(statements: list[tuple[str, Any]]) -> None:
    """The same questions on the bare driver, every answer read to its end."""
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        for statement, parameters in statements:
            cursor.execute(statement, parameters)
            cursor.fetchall()
        cursor.close()
    finally:
        connection.close()


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    took = time.perf_counter() - started
    db.session.rollback()
    return took


def _plan() -> str:
    """The database's own word that versions are found by their index."""
    statement = known(AsOf(CUTOFF, CUTOFF, ZONE, LAST.first_day))
    text = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
    words = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    lines = db.session.connection().exec_driver_sql(words + text.replace("%", "%%"))
    found = [str(row[-1]).strip() for row in lines]
    return next((line for line in found if "ix_task_version_held" in line), "versions are read one by one")
