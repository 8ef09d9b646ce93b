"""What a score sheet is made of: the tasks of a period with whoever does them, and the scale in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.calendar import CutOff, Period, end_of_day
from taskboard.domain.rollup import Basis
from taskboard.domain.scoring import Aside, Judged, Scale, ScorePeriod, Sheet, Work, judge, sheet
from taskboard.reports import queries as reports
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task, TaskVersion

_KEYS = {
    "score_general_points": "general_points",
    "score_step_percent": "step_percent",
    "score_quantity_weight": "quantity_weight",
    "score_quality_weight": "quality_weight",
    "score_progress_weight": "progress_weight",
    "score_excellent_points": "excellent_points",
    "score_good_points": "good_points",
    "score_done_points": "done_points",
}


def is_on(day: date) -> bool:
    """Whether the city uses the sheet at all."""
    return bool(settings.value_on("score_sheet", day))


def scale_on(day: date) -> Scale:
    found = settings.values_on(_KEYS, day)
    return Scale(**{_KEYS[key]: value for key, value in found.items()})


def cut_off_on(day: date) -> CutOff:
    return CutOff(settings.value_on("period_cutoff", day))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sheet: of which days, judged by which deadline, as of when."""

    period: ScorePeriod
    days: Period
    cutoff: datetime
    known_at: datetime
    basis: Basis
    scale: Scale
    zone: ZoneInfo

    @property
    def is_running(self) -> bool:
        """The period is not over: what falls due later in it is not judged yet."""
        return self.cutoff < end_of_day(self.days.last, self.zone)


def asked(period: ScorePeriod, basis: Basis, *, now: datetime, zone: ZoneInfo) -> Asked:
    """A period as known now, with the scale in force on its last day or today."""
    today = now.astimezone(zone).date()
    days = period.days(cut_off_on(today))
    cutoff = min(now, end_of_day(days.last, zone))
    return Asked(period, days, cutoff, now, basis, scale_on(min(days.last, today)), zone)


@dataclass(frozen=True, slots=True)
class UnitSheet:
    unit_id: int
    name: str
    group: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """Of one officer; None for what a unit has not given to anybody."""

    person: Person | None
    sheet: Sheet


def _judged(what: Asked, unit_id: int | None) -> tuple[list[Work], list[tuple[Aside, Judged]]]:
    facts = reports.facts(
        cutoff=what.cutoff,
        known_at=what.known_at,
        zone=what.zone,
        period_start=what.days.first,
        unit_id=unit_id,
    )
    officers = _officers(what.known_at, unit_id) if unit_id is not None else {}
    tasks = [Judged(fact, officers.get(fact.code)) for fact in facts]
    return judge(
        tasks, period=what.days, cutoff=what.cutoff, basis=what.basis, scale=what.scale, zone=what.zone
    )


def _officers(known_at: datetime, unit_id: int) -> dict[str, int]:
    """By the code of a task, who was its officer as known then."""
    version = TaskVersion
    statement = (
        sa.select(Task.code, version.officer_id)
        .join(Task, Task.id == version.task_id)
        .where(
            version.unit_id == unit_id,
            version.officer_id.is_not(None),
            version.recorded_from <= known_at,
            sa.or_(version.recorded_to.is_(None), version.recorded_to > known_at),
        )
    )
    return {row.code: row.officer_id for row in db.session.execute(statement)}


def unit_sheets(what: Asked) -> list[UnitSheet]:
    """A sheet a unit with anything in the period, in official order."""
    works, asides = _judged(what, None)
    by_unit: dict[int, list[Work]] = defaultdict(list)
    beside: dict[int, list[tuple[Aside, Judged]]] = defaultdict(list)
    names: dict[int, tuple[str, str]] = {}
    for work in works:
        by_unit[work.fact.unit_id].append(work)
        names[work.fact.unit_id] = (work.fact.unit_name, work.fact.unit_group)
    for why, task in asides:
        beside[task.fact.unit_id].append((why, task))
        names[task.fact.unit_id] = (task.fact.unit_name, task.fact.unit_group)
    order = reports.unit_order()
    found = sorted(names, key=lambda unit_id: (order.get(unit_id, len(order)), names[unit_id]))
    return [
        UnitSheet(unit_id, *names[unit_id], sheet(by_unit[unit_id], beside[unit_id], what.scale))
        for unit_id in found
    ]


def sheet_of_unit(what: Asked, unit_id: int) -> tuple[Sheet, list[PersonSheet]]:
    """The unit's sheet, and that of each of its officers with what was given to them by name."""
    works, asides = _judged(what, unit_id)
    return sheet(works, asides, what.scale), _by_officer(works, asides, what.scale)


def _by_officer(
    works: Sequence[Work], asides: Sequence[tuple[Aside, Judged]], scale: Scale
) -> list[PersonSheet]:
    mine: dict[int | None, list[Work]] = defaultdict(list)
    beside: dict[int | None, list[tuple[Aside, Judged]]] = defaultdict(list)
    for work in works:
        mine[work.officer_id].append(work)
    for why, task in asides:
        beside[task.officer_id].append((why, task))
    people = _people({*mine, *beside} - {None})
    known = sorted({*mine, *beside} - {None}, key=lambda one: people[one or 0].sort_key)
    rows: list[int | None] = [*known, *([None] if None in {*mine, *beside} else [])]
    return [PersonSheet(people[one] if one else None, sheet(mine[one], beside[one], scale)) for one in rows]


def _people(ids: Iterable[int | None]) -> dict[int, Person]:
    found = db.session.scalars(sa.select(Person).where(Person.id.in_(list(ids))))
    return {person.id: person for person in found}
