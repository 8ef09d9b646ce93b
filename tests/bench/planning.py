"""How fast a day is planned, beside the bare SQL of the same pass: `make bench ARGS=planning`.

The heaviest day there is: every open task is looked at (on others a seventh is, for plans reach a week ahead). The bare
loop asks for the same facts and the same marks in the same batches, decides nothing, and writes the same rows. Time a
task and the most memory held are taken at 10,000 and at 100,000 open tasks: neither may grow with their number.
"""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config import Settings
from taskboard import create_app
from taskboard.briefings.models import Directive, SourceKind
from taskboard.db import begin_writing, db
from taskboard.domain.calendar import WorkingCalendar, end_of_day
from taskboard.domain.deadline import DueKind
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.actions import SCHEDULER
from taskboard.journal.models import JournalEntry
from taskboard.occasion import Occasion
from taskboard.reminders import actions
from taskboard.reminders.actions.planning import BATCH
from taskboard.reminders.models import Reminder, TaskPlan
from taskboard.reminders.queries import facts
from taskboard.tasks.models import Report, Task
from taskboard.units.models import Unit, UnitKind, UnitName
from tests.bench.figures import Figure, Size

TASKS = {Size.FULL: (10_000, 100_000), Size.SHORT: (600, 1_800)}
"""Open tasks, few and many; the fewest fill more than a batch."""
MOST = 4.0
"""Times the bare SQL: what deciding may cost on top of asking and writing."""
SLOWER = 1.5
"""Time a task among many tasks over that among few: a pass that is not indexed grows with their number."""
GROWTH = 1.2
"""Most memory held, likewise: one batch is held, whatever the number."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2021, 6, 16)
SECOND, THIRD = FIRST + timedelta(days=7), FIRST + timedelta(days=14)
UNITS = 40
MARK = ("id", "task_id", "rule", "deadline_version", "occurrence", "due_at", "state")


@dataclass(frozen=True)
class Pass:
    """One day planned for so many open tasks."""

    tasks: int
    seconds: float
    bare_seconds: float
    marks_written: int
    peak: int
    """Bytes held at the worst moment of another such day."""
    search: str
    """How the database finds the tasks whose turn it is."""

    @property
    def a_task(self) -> float:
        """Seconds."""
        return self.seconds / self.tasks


def measure(size: Size) -> Iterator[Figure]:
    """Planning over its bare SQL at the larger number of tasks; time a task and memory over those at the smaller."""
    from tests.databases import SqliteDatabases

    with tempfile.TemporaryDirectory(prefix="taskboard-bench-") as folder:
        settings = Settings(instance_dir=Path(folder) / "instance", secret_key="bench", testing=True)
        databases = SqliteDatabases(Path(folder), settings)
        try:
            few, many = (
                passed(replace(settings, database_url=databases.copy()), tasks=count) for count in TASKS[size]
            )
        finally:
            databases.close()
    yield from _figures(few, many)


def _figures(few: Pass, many: Pass) -> Iterator[Figure]:
    grown = f"{few.tasks:,} → {many.tasks:,} open tasks"
    yield Figure(
        f"a day planned, {many.tasks:,} open tasks",
        many.seconds / many.bare_seconds,
        MOST,
        "× bare SQL",
        notes=(
            f"{many.seconds:.1f} s of processor, bare SQL {many.bare_seconds:.1f} s",
            f"{1 / many.a_task:,.0f} tasks/s",
            f"{many.marks_written:,} marks written",
            many.search,
        ),
    )
    yield Figure(
        f"planning time a task, {grown}",
        many.a_task / few.a_task,
        SLOWER,
        "×",
        notes=(f"{few.a_task * 1e6:.0f} → {many.a_task * 1e6:.0f} µs",),
    )
    yield Figure(
        f"memory held by planning, {grown}",
        many.peak / few.peak,
        GROWTH,
        "×",
        notes=(f"{few.peak / 1e6:.1f} → {many.peak / 1e6:.1f} MB",),
    )


def occasion(day: date, hour: int = 7) -> Occasion:
    now = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).astimezone(UTC)
    return Occasion(SCHEDULER, now, now, ZONE, WorkingCalendar(), "http://localhost", "UBND thành phố")


def populate(count: int) -> None:
    """Open tasks of forty units: dated, late, undated, waiting; a few starred."""
    begin_writing()
    for number in range(1, UNITS + 1):
        db.session.add(
            Unit(
                code=f"dv{number}",
                kind=UnitKind.DEPARTMENT,
                position=number,
                valid_from=date(2020, 1, 1),
                email=f"dv{number}@namdinh.example",
                names=[
                    UnitName(
                        name=f"Đơn vị {number}",
                        short_name=f"ĐV {number}",
                        sort_key=f"{number:03}",
                        valid_from=date(2020, 1, 1),
                    )
                ],
            )
        )
    directive = Directive(**_directive())
    db.session.add(directive)
    db.session.flush()
    for start in range(0, count, 5000):
        rows = [_task(number, directive.id) for number in range(start, min(start + 5000, count))]
        db.session.execute(sa.insert(Task), rows)
    db.session.commit()


def _directive() -> dict[str, Any]:
    given: dict[str, Any] = {
        "code": "CD-2021-0001",
        "source_kind": SourceKind.LETTER,
        "source_number": "1/UBND-VP",
        "wording": "Thực hiện.",
        "assigned_on": date(2021, 3, 1),
        "issued_at": datetime(2021, 3, 1, tzinfo=UTC),
        "created_at": datetime(2021, 3, 1, tzinfo=UTC),
    }
    known = {column.key for column in sa.inspect(Directive).columns}
    return {name: value for name, value in given.items() if name in known}


def _task(number: int, directive_id: int) -> dict[str, Any]:
    due_on = None if number % 5 == 0 else FIRST + timedelta(days=number % 120 - 60)
    late_from = end_of_day(due_on, ZONE) if due_on else None
    state = State.WAITING if number % 11 == 0 else State.IN_PROGRESS
    return {
        "code": f"NV-2021-{number:06}",
        "directive_id": directive_id,
        "unit_id": number % UNITS + 1,
        "title": f"Việc {number}",
        "state": state,
        "due_kind": DueKind.DATED if due_on else DueKind.NONE,
        "original_due_on": due_on,
        "due_on": due_on,
        "original_overdue_from": late_from,
        "overdue_from": late_from,
        "deadline_version": 1,
        "claimed_on": FIRST if state is State.WAITING else None,
        "is_starred": number % 50 == 0,
        "assigned_on": date(2021, 3, 1),
        "last_report_at": datetime(2021, 5, 1, tzinfo=UTC) + timedelta(days=number % 40),
        "version": 1,
    }


def plan(day: date) -> int:
    """A day's pass as the job makes it: a commit a batch. Returns tasks planned."""
    on, planned, count = occasion(day), 0, 1
    begin_writing()
    actions.start_pass(on=on)
    db.session.commit()
    while count:
        begin_writing()
        count = actions.plan_some(on=on)
        db.session.commit()
        planned += count
    return planned


def bare(day: date, rows: list[dict[str, Any]]) -> None:
    """The same questions in the same batches, nothing decided, the same rows written."""
    upsert = sa.text(
        "INSERT INTO bare_reminder (task_id, rule, deadline_version, occurrence, due_at, expires_at, state, outcome)"
        " VALUES (:task_id, :rule, :deadline_version, :occurrence, :due_at, :expires_at, 'planned', '')"
    )
    written = _by_task(rows)
    until = day + timedelta(days=7)
    while ids := list(
        db.session.scalars(
            sa.text(
                "SELECT task_id FROM bare_plan WHERE planned_until <= :day ORDER BY planned_until, task_id LIMIT :n"
            ),
            {"day": day.isoformat(), "n": BATCH},
        )
    ):
        for statement in _questions(ids, day):
            db.session.execute(statement).all()
        batch = [row for one in ids for row in written.get(one, ())]
        if batch:
            db.session.execute(upsert, batch)
        db.session.execute(
            sa.text("UPDATE bare_plan SET planned_until = :until WHERE task_id = :id"),
            [{"until": until.isoformat(), "id": one} for one in ids],
        )
        db.session.commit()


def _questions(ids: list[int], day: date) -> Iterator[sa.Executable]:
    """Facts, marks, answers and letters of these tasks: planning's own statements, and values of the same types."""
    yield facts.statement().params(ids=ids, today=day)
    since = occasion(day).now - timedelta(days=28)
    yield sa.select(*(getattr(Reminder, name) for name in MARK)).where(
        Reminder.task_id.in_(ids), Reminder.due_at >= since
    )
    yield sa.select(Report.task_id, Report.reported_at, Report.next_step, Report.forecast_on).where(
        Report.task_id.in_(ids), Report.forecast_on.is_not(None)
    )
    yield sa.select(JournalEntry.subject_id, JournalEntry.at).where(
        JournalEntry.subject_kind == "task",
        JournalEntry.subject_id.in_(ids),
        JournalEntry.event == Event.TASK_URGED.value,
    )


def _by_task(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["task_id"], []).append(row)
    return found


def _bare_tables() -> None:
    """Tables like ours, with the same indexes."""
    begin_writing()
    for statement in (
        "CREATE TABLE bare_plan (task_id integer PRIMARY KEY, planned_until date NOT NULL)",
        "CREATE INDEX ix_bare_plan ON bare_plan (planned_until)",
        f"INSERT INTO bare_plan SELECT task_id, '{FIRST.isoformat()}' FROM task_plan",
        "CREATE TABLE bare_reminder (task_id integer, rule text, deadline_version integer, occurrence text,"
        " due_at text, expires_at text, state text, outcome text,"
        " UNIQUE (task_id, rule, deadline_version, occurrence))",
        "CREATE INDEX ix_bare_reminder ON bare_reminder (state, due_at)",
        "CREATE INDEX ix_bare_reminder_task ON bare_reminder (task_id)",
        "INSERT INTO bare_reminder SELECT task_id, rule, deadline_version, occurrence, due_at, expires_at, state,"
        " outcome FROM reminder WHERE task_id IS NOT NULL",
    ):
        db.session.execute(sa.text(statement))
    db.session.commit()


def _written_since(highest: int) -> list[dict[str, Any]]:
    chosen = sa.select(
        Reminder.task_id,
        Reminder.rule,
        Reminder.deadline_version,
        Reminder.occurrence,
        Reminder.due_at,
        Reminder.expires_at,
    ).where(Reminder.id > highest, Reminder.task_id.is_not(None))
    return [
        {
            name: str(value) if name not in ("task_id", "deadline_version") else value
            for name, value in row._mapping.items()
        }
        for row in db.session.execute(chosen)
    ]


def _timed(work: Callable[[], object]) -> float:
    """Seconds of the processor: SQLite works inside this process, so what else the machine does counts for nothing."""
    started = time.process_time()
    work()
    return time.process_time() - started


def passed(settings: Settings, *, tasks: int) -> Pass:
    """Plan a day, the same day as bare SQL, and another one watched; needs a migrated SQLite database of its own."""
    app = create_app(settings)
    with app.app_context():
        populate(tasks)
        plan(FIRST)
        _bare_tables()
        highest = db.session.scalar(sa.select(sa.func.max(Reminder.id))) or 0
        seconds = _timed(lambda: plan(SECOND))
        bare_seconds, written = _beside(highest)
        assert db.session.scalar(sa.select(sa.func.count(TaskPlan.task_id))) == tasks
        search = _search()
        db.session.remove()
        peak = _peak(lambda: plan(THIRD))
        db.session.remove()
        db.engine.dispose()
    return Pass(tasks, seconds, bare_seconds, written, peak, search)


def _beside(highest: int) -> tuple[float, int]:
    """Seconds of the bare pass over the second day, and how many marks it and ours wrote after mark `highest`."""
    rows = _written_since(highest)
    return _timed(lambda: bare(SECOND, rows)), len(rows)


def _search() -> str:
    """The database's own words on how it finds the next tasks. Raises AssertionError when no index serves."""
    chosen = facts.tasks_to_plan(SECOND, BATCH).compile(db.engine, compile_kwargs={"literal_binds": True})
    steps = db.session.execute(sa.text(f"EXPLAIN QUERY PLAN {chosen}")).all()
    said = "; ".join(str(step[-1]) for step in steps)
    assert "USING COVERING INDEX ix_task_plan_planned_until" in said and "TEMP B-TREE" not in said, said
    return said


def _peak(work: Callable[[], object]) -> int:
    """Bytes held at the worst moment."""
    tracemalloc.start()
    work()
    _, worst = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return worst
