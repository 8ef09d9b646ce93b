"""What the screen in the meeting shows: first the figures, then unit by unit what was promised, the latest first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.domain.canonical import from_plain
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis, TaskFact, lateness
from taskboard.reports import queries as reports
from taskboard.reports.models import Snapshot
from taskboard.reports.queries import BothBases
from taskboard.tasks.models import Report, Task
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Promise:
    """One unfinished task of earlier briefings, as of the frozen figures."""

    task: Task
    times: int
    due_on: date | None
    """The deadline as it stood at the freeze, like all that is shown beside it."""
    days_late: int
    said: Report | None


@dataclass(frozen=True, slots=True)
class UnitSheet:
    unit: Unit
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
    figures: BothBases
    sheets: list[UnitSheet]


def meeting_of(briefing: Briefing) -> Meeting | None:
    """None while nothing is frozen: there is nothing yet that everybody can look at."""
    snapshot = reports.latest_snapshot(briefing)
    if snapshot is None:
        return None
    carried, frozen = reports.carried_into(briefing), _frozen_facts(snapshot)
    zone = ZoneInfo(snapshot.time_zone)
    said = _last_words([task.id for task, _times in carried])
    sheets: dict[int, UnitSheet] = {}
    for task, times in carried:
        sheet = sheets.setdefault(task.unit_id, UnitSheet(task.unit, []))
        fact = frozen[task.code]
        late = lateness(fact, snapshot.cutoff, Basis.CURRENT, zone)
        sheet.promises.append(Promise(task, times, fact.due_on, late, said.get(task.id)))
    for sheet in sheets.values():
        sheet.promises.sort(
            key=lambda promise: (-promise.days_late, promise.due_on or date.max, promise.task.id)
        )
    ordered = sorted(sheets.values(), key=lambda sheet: (-sheet.late, -sheet.latest, sheet.unit.position))
    return Meeting(snapshot, reports.read(snapshot), ordered)


def _frozen_facts(snapshot: Snapshot) -> dict[str, TaskFact]:
    """By code, as the figures were computed from them."""
    facts = (from_plain(TaskFact, plain) for plain in json.loads(snapshot.facts))
    return {fact.code: fact for fact in facts}


def _last_words(task_ids: list[int]) -> dict[int, Report]:
    newest = sa.select(sa.func.max(Report.id)).where(Report.task_id.in_(task_ids)).group_by(Report.task_id)
    rows = db.session.scalars(sa.select(Report).where(Report.id.in_(newest)))
    return {row.task_id: row for row in rows}


def is_done_since(promise: Promise) -> bool:
    """Finished between the freeze and the meeting: said so on the screen, the figures stay."""
    return promise.task.state is State.COMPLETED
