"""What the screen in the meeting shows: first the figures, then unit by unit what was promised, the latest first.

All of it is what was frozen: the rows the report counts, on one basis, under the names units bore then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis, Counts, RollUp, Row
from taskboard.reports import queries as reports
from taskboard.reports.models import Snapshot
from taskboard.tasks.models import Report, Task


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of the report that is not finished: a task, or a duty of the unit with all its occurrences."""

    row: Row
    task: Task
    """The oldest that is still to be done; of a duty that owes nothing just now the newest."""
    left: tuple[Task, ...]
    """What was still to be done when the figures were frozen."""
    times: int
    said: Report | None

    @property
    def days_late(self) -> int:
        return self.row.days_late

    @property
    def is_done_since(self) -> bool:
        """Finished between the freeze and the meeting: said so on the screen, the figures stay."""
        return bool(self.left) and all(task.state is State.COMPLETED for task in self.left)

    def due_on(self, basis: Basis) -> date | None:
        """The deadline that the figures judge by, as it stood at the freeze."""
        return self.row.original_due_on if basis is Basis.ORIGINAL else self.row.due_on


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """What one unit has not finished, under the name it bore at the freeze."""

    unit_id: int
    name: str
    promises: list[Promise]

    @property
    def late(self) -> int:
        return sum(promise.days_late > 0 for promise in self.promises)

    @property
    def latest(self) -> int:
        return max((promise.days_late for promise in self.promises), default=0)


@dataclass(frozen=True, slots=True)
class Meeting:
    snapshot: Snapshot
    basis: Basis
    counts: Counts
    sheets: list[UnitSheet]


def meeting_of(briefing: Briefing, basis: Basis) -> Meeting | None:
    """None while nothing is frozen: there is nothing yet that everybody can look at."""
    snapshot = reports.latest_snapshot(briefing)
    if snapshot is None:
        return None
    both = reports.read(snapshot)
    figures = both.original if basis is Basis.ORIGINAL else both.current
    return Meeting(snapshot, basis, figures.counts, _sheets(briefing, figures))


def _sheets(briefing: Briefing, figures: RollUp) -> list[UnitSheet]:
    """The units that have something unfinished, those with most that is late first."""
    rows = [row for row in figures.rows if row.is_open]
    known = _tasks_of(rows)
    times = {task.id: count for task, count in reports.carried_into(briefing)}
    said = _last_words([task.id for task in known.values()])
    sheets: dict[int, UnitSheet] = {}
    for row in rows:
        sheet = sheets.setdefault(row.unit_id, UnitSheet(row.unit_id, row.unit_name, []))
        sheet.promises.append(_promise(row, known, times, said))
    for sheet in sheets.values():
        sheet.promises.sort(key=lambda promise: _pressing(promise, figures.basis))
    place = reports.unit_order()
    return sorted(sheets.values(), key=lambda sheet: (-sheet.late, -sheet.latest, place[sheet.unit_id]))


def _pressing(promise: Promise, basis: Basis) -> tuple[int, date, int]:
    return -promise.days_late, promise.due_on(basis) or date.max, promise.task.id


def _promise(row: Row, known: dict[str, Task], times: dict[int, int], said: dict[int, Report]) -> Promise:
    left = tuple(known[code] for code in row.unfinished_codes)
    words = [said[known[code].id] for code in row.codes if known[code].id in said]
    return Promise(
        row,
        task=left[0] if left else known[row.codes[-1]],
        left=left,
        times=max((times.get(task.id, 0) for task in left), default=0),
        said=max(words, key=lambda report: report.id, default=None),
    )


def _tasks_of(rows: list[Row]) -> dict[str, Task]:
    """The tasks behind the rows, by code, with their orders."""
    codes = [code for row in rows for code in row.codes]
    statement = sa.select(Task).where(Task.code.in_(codes)).options(joinedload(Task.directive))
    return {task.code: task for task in db.session.scalars(statement)}


def _last_words(task_ids: list[int]) -> dict[int, Report]:
    newest = sa.select(sa.func.max(Report.id)).where(Report.task_id.in_(task_ids)).group_by(Report.task_id)
    rows = db.session.scalars(sa.select(Report).where(Report.id.in_(newest)))
    return {row.task_id: row for row in rows}
