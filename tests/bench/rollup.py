"""How fast a quarter is rolled up in a city with years behind it: `make bench ARGS=rollup`.

100,000 tasks over eight quarters, three versions each. Computing the picture of the last quarter is set beside the very
statements it sends, replayed on the bare driver and read to the end; the report page beside those and its template
rendered over figures fetched before.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from taskboard.briefings.models import Directive, SourceKind, SourceLevel
from taskboard.db import begin_writing, db
from taskboard.domain.calendar import Quarter, end_of_day
from taskboard.domain.deadline import DueKind
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis
from taskboard.reports import sql
from taskboard.reports.bodies import bodies_on
from taskboard.reports.known import AsOf
from taskboard.tasks.models import Cause, Task, TaskVersion
from taskboard.units.models import Unit, UnitKind, UnitName
from tests.bench.figures import Size

TASKS = {Size.FULL: 100_000, Size.SHORT: 800}
TURNS = {Size.FULL: 7, Size.SHORT: 2}
QUARTERS = 8
UNITS, FIELDS = 40, 12
VERSIONS = 3
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
        "search_text": f"viec {number}",
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


def as_of() -> AsOf:
    """The last quarter at its end, as known then."""
    return AsOf(CUTOFF, CUTOFF, ZONE, LAST.first_day)


def grouped() -> sql.Grouped:
    return sql.picture(as_of(), Basis.ORIGINAL, bodies=bodies_on(LAST.last_day), silence_days=30)
