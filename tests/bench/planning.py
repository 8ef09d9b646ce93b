"""How fast a day is planned, beside the bare SQL of the same pass: `python -m tests.bench.planning`.

The heaviest day there is: every open task is looked at (on others a seventh is, for plans reach a week ahead). The bare
loop asks for the same facts and the same marks in the same batches, decides nothing, and writes the same rows. The
limit is a ratio, so that it means the same on every machine; memory is measured at two sizes and must not grow.
"""

from __future__ import annotations

import argparse
import sys
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
from taskboard.reminders.queries.facts import statement as facts_statement
from taskboard.tasks.models import Report, Task
from taskboard.units.models import Unit, UnitKind, UnitName

TASKS = 100_000
MOST = 4.0
"""Times the bare loop: what planning may cost on top of asking and writing."""
GROWTH = 1.5
"""Peak memory at four times the tasks, at most: one batch is held, whatever the number."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2021, 6, 16)
SECOND = FIRST + timedelta(days=7)
UNITS = 40
MARK = ("id", "task_id", "rule", "deadline_version", "occurrence", "due_at", "state")


@dataclass(frozen=True)
class Result:
    tasks: int
    bare_seconds: float
    ours_seconds: float
    marks_written: int
    peak_small: int
    peak_large: int
    plan: str

    @property
    def ratio(self) -> float:
        return self.ours_seconds / self.bare_seconds

    @property
    def growth(self) -> float:
        return self.peak_large / self.peak_small

    @property
    def holds(self) -> bool:
        return self.ratio <= MOST and self.growth <= GROWTH

    def __str__(self) -> str:
        return (
            f"tasks     {self.tasks:>9,}   marks written {self.marks_written:,}\n"
            f"bare SQL  {self.bare_seconds:9.2f} s\n"
            f"planning  {self.ours_seconds:9.2f} s  {self.tasks / self.ours_seconds:,.0f} tasks/s\n"
            f"ratio     {self.ratio:9.2f}    (limit {MOST})\n"
            f"memory    {self.peak_small / 1e6:9.1f} MB, at four times the tasks {self.peak_large / 1e6:.1f} MB, "
            f"growth {self.growth:.2f} (limit {GROWTH})\n"
            f"index     {self.plan}"
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
        "search_text": f"viec {number}",
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
    yield facts_statement().params(ids=ids, today=day)
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
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(settings: Settings, *, tasks: int) -> tuple[float, float, int, str]:
    """Seconds of the bare loop and of ours over the same day; needs a migrated SQLite database of its own."""
    app = create_app(settings)
    with app.app_context():
        populate(tasks)
        plan(FIRST)
        _bare_tables()
        highest = db.session.scalar(sa.select(sa.func.max(Reminder.id))) or 0
        db.session.execute(sa.update(TaskPlan).values(planned_until=FIRST))
        db.session.commit()
        ours = _timed(lambda: plan(SECOND))
        rows = _written_since(highest)
        alone = _timed(lambda: bare(SECOND, rows))
        assert db.session.scalar(sa.select(sa.func.count(TaskPlan.task_id))) == tasks
        explained = db.session.execute(
            sa.text(
                "EXPLAIN QUERY PLAN SELECT task_id FROM task_plan WHERE planned_until <= '2021-06-23'"
                " ORDER BY planned_until, task_id LIMIT 500"
            )
        ).all()
        found = "; ".join(str(row[-1]) for row in explained)
        db.session.remove()
        db.engine.dispose()
    return alone, ours, len(rows), found


def peak(settings: Settings, *, tasks: int) -> int:
    """Bytes held at the worst moment of a day's pass."""
    app = create_app(settings)
    with app.app_context():
        populate(tasks)
        plan(FIRST)
        db.session.execute(sa.update(TaskPlan).values(planned_until=FIRST))
        db.session.commit()
        db.session.remove()
        tracemalloc.start()
        plan(SECOND)
        _, worst = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        db.engine.dispose()
    return worst


def run(*, tasks: int = TASKS) -> Result:
    """Everything this needs, made and thrown away."""
    from tests.databases import SqliteDatabases

    with tempfile.TemporaryDirectory(prefix="taskboard-bench-") as folder:
        settings = Settings(instance_dir=Path(folder) / "instance", secret_key="bench", testing=True)
        databases = SqliteDatabases(Path(folder), settings)
        urls = iter(lambda: replace(settings, database_url=databases.copy()), None)
        small = max(tasks // 20, 2 * BATCH)
        try:
            worst = [peak(next(urls), tasks=count) for count in (small, 4 * small)]
            alone, ours, written, found = measure(next(urls), tasks=tasks)
        finally:
            databases.close()
    return Result(tasks, alone, ours, written, worst[0], worst[1], found)


def main() -> int:
    """Print both times, their ratio and the memory; exit code 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=TASKS, help="open tasks")
    result = run(tasks=parser.parse_args().tasks)
    sys.stdout.write(f"{result}\n")
    return 0 if result.holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
