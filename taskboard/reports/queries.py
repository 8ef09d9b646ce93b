"""Facts as known at an instant, snapshots, and roll-ups of any cutoff (decision 8)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.accounts.models import Person
from taskboard.briefings.models import Briefing, Directive, UnitRole
from taskboard.db import db
from taskboard.domain.calendar import local_date
from taskboard.domain.lifecycle import TERMINAL, State
from taskboard.domain.rollup import Basis, RollUp, TaskFact, roll_up
from taskboard.reports.models import CarriedTask, Snapshot
from taskboard.settings import queries as settings
from taskboard.tasks.models import (
    Assignment,
    Cause,
    Duty,
    Report,
    ReportKind,
    Task,
    TaskHandOver,
    TaskVersion,
)
from taskboard.units import queries as units
from taskboard.units.models import Unit, UnitKind

UNIT_GROUPS = {
    UnitKind.LEADERSHIP: "departments",
    UnitKind.OFFICE: "departments",
    UnitKind.DEPARTMENT: "departments",
    UnitKind.AGENCY: "agencies",
    UnitKind.MASS_BODY: "mass_bodies",
    UnitKind.WARD: "wards",
    UnitKind.COMMUNE: "wards",
}
"""Which units may be compared (rule 34)."""


def facts(*, cutoff: datetime, known_at: datetime, zone: ZoneInfo) -> list[TaskFact]:
    """Every task as it was at `cutoff`, judged by what the database knew at `known_at`."""
    statement = (
        sa.select(TaskVersion, Task, Directive.code, Unit, Person.full_name, Duty.ends_on)
        .join(Task, Task.id == TaskVersion.task_id)
        .join(Directive, Directive.id == TaskVersion.directive_id)
        .join(Unit, Unit.id == TaskVersion.unit_id)
        .outerjoin(Person, Person.id == TaskVersion.leader_id)
        .outerjoin(Duty, Duty.id == Task.duty_id)
        .where(
            TaskVersion.recorded_from <= known_at,
            sa.or_(TaskVersion.recorded_to.is_(None), TaskVersion.recorded_to > known_at),
        )
        .order_by(Task.code)
    )
    carried = _times_carried(cutoff, zone)
    bore = _units_before(cutoff, known_at, zone)
    rows = [
        (version, task, code, bore.get(task.id, unit), leader, ends_on)
        for version, task, code, unit, leader, ends_on in db.session.execute(statement).unique()
    ]
    return [_fact(*row, carried=carried.get(row[1].id, 0), cutoff=cutoff, zone=zone) for row in rows]


def _units_before(cutoff: datetime, known_at: datetime, zone: ZoneInfo) -> dict[int, Unit]:
    """By task, the unit that led it at the cutoff where another has followed that unit since (decision 15).

    A cutoff on the day itself is the successor's: at 00:00 the old body no longer exists.
    """
    statement = (
        sa.select(TaskHandOver.task_id, Unit)
        .join(Unit, Unit.id == TaskHandOver.from_unit_id)
        .where(TaskHandOver.recorded_at <= known_at, TaskHandOver.effective_on > local_date(cutoff, zone))
        .order_by(TaskHandOver.effective_on.desc(), TaskHandOver.id.desc())
    )
    rows = db.session.execute(statement).unique()
    return {row.task_id: row.Unit for row in rows}


def _times_carried(cutoff: datetime, zone: ZoneInfo) -> dict[int, int]:
    """How often each task had been carried into a briefing held by the cutoff."""
    statement = (
        sa.select(CarriedTask.task_id, sa.func.max(CarriedTask.times).label("times"))
        .join(Briefing, Briefing.id == CarriedTask.briefing_id)
        .where(Briefing.held_on <= local_date(cutoff, zone))
        .group_by(CarriedTask.task_id)
    )
    return {row.task_id: row.times for row in db.session.execute(statement)}


def _fact(
    version: TaskVersion,
    task: Task,
    directive_code: str,
    unit: Unit,
    leader: str | None,
    duty_ends_on: date | None,
    *,
    carried: int,
    cutoff: datetime,
    zone: ZoneInfo,
) -> TaskFact:
    cutoff_day = local_date(cutoff, zone)
    state, claimed_on = _state_at(version, cutoff, cutoff_day)
    reported_at = min(version.last_report_at, cutoff) if version.last_report_at else None
    return TaskFact(
        code=task.code,
        title=version.title,
        directive_code=directive_code,
        unit_id=unit.id,
        unit_name=unit.name_on(cutoff_day),
        unit_group=UNIT_GROUPS[unit.kind],
        state=state,
        assigned_on=task.assigned_on,
        field=version.field,
        leader=leader or "",
        source_level=task.source_level.value,
        is_starred=version.is_starred,
        original_due_on=version.original_due_on,
        original_overdue_from=version.original_overdue_from,
        due_on=version.due_on,
        overdue_from=version.overdue_from,
        claimed_on=claimed_on,
        confirmed_on=local_date(version.confirmed_at, zone)
        if version.confirmed_at and state is State.COMPLETED
        else None,
        closed_on=local_date(version.recorded_from, zone) if state in TERMINAL else None,
        quarters_carried=carried,
        duty_key=directive_code if task.duty_id else None,
        duty_period=task.period_key,
        duty_is_running=duty_ends_on is None or duty_ends_on > cutoff_day,
        last_report_on=local_date(reported_at, zone) if reported_at else None,
        extension_count=version.extension_count,
        send_back_count=version.send_back_count,
        reopen_count=version.reopen_count,
        has_objective_cause=version.has_objective_cause,
    )


def _state_at(version: TaskVersion, cutoff: datetime, cutoff_day: date) -> tuple[State, date | None]:
    """What is known later of a day after the cutoff is not yet so at the cutoff: still open there."""
    is_claim_later = version.claimed_on is not None and version.claimed_on > cutoff_day
    if version.state in (State.COMPLETED, State.WAITING) and is_claim_later:
        return State.IN_PROGRESS, None
    if version.state in TERMINAL and version.recorded_from > cutoff:
        return State.IN_PROGRESS, None
    return version.state, version.claimed_on


@dataclass(frozen=True, slots=True)
class BothBases:
    """The same facts judged by the original and by the current deadline (decision 6)."""

    original: RollUp
    current: RollUp


def compute(
    *,
    period_start: date,
    cutoff: datetime,
    known_at: datetime,
    zone: ZoneInfo,
    previous: BothBases | None = None,
    carried: Iterable[str] = (),
) -> BothBases:
    """The roll-up of a period as of any instant, known at any instant."""
    return of_facts(
        facts(cutoff=cutoff, known_at=known_at, zone=zone),
        period_start=period_start,
        cutoff=cutoff,
        zone=zone,
        previous=previous,
        carried=carried,
    )


def of_facts(
    known: list[TaskFact],
    *,
    period_start: date,
    cutoff: datetime,
    zone: ZoneInfo,
    previous: BothBases | None,
    carried: Iterable[str],
) -> BothBases:
    silent = settings.value_on("silent_days", local_date(cutoff, zone))
    given: dict[str, Any] = {
        "period_start": period_start,
        "cutoff": cutoff,
        "zone": zone,
        "carried": frozenset(carried),
        "silence_days": silent,
    }
    return BothBases(
        original=roll_up(
            known, basis=Basis.ORIGINAL, previous=previous.original if previous else None, **given
        ),
        current=roll_up(known, basis=Basis.CURRENT, previous=previous.current if previous else None, **given),
    )


def snapshots_of(briefing: Briefing) -> list[Snapshot]:
    return list(
        db.session.scalars(
            sa.select(Snapshot).where(Snapshot.briefing_id == briefing.id).order_by(Snapshot.number)
        )
    )


def latest_snapshot(briefing: Briefing) -> Snapshot | None:
    return db.session.scalar(
        sa.select(Snapshot)
        .where(Snapshot.briefing_id == briefing.id)
        .order_by(Snapshot.number.desc())
        .limit(1)
    )


def read(snapshot: Snapshot) -> BothBases:
    """The frozen figures, exactly as they were."""
    return BothBases(
        RollUp.from_dict(json.loads(snapshot.roll_up_original)),
        RollUp.from_dict(json.loads(snapshot.roll_up_current)),
    )


def previous_of(briefing: Briefing) -> tuple[BothBases | None, frozenset[str]]:
    """The figures of the briefing before, and the codes it left unfinished."""
    earlier = briefing.previous
    snapshot = latest_snapshot(earlier) if earlier else None
    if snapshot is None:
        return None, frozenset()
    figures = read(snapshot)
    return figures, frozenset(code for row in figures.current.rows for code in row.unfinished_codes)


def carried_into(briefing: Briefing) -> list[tuple[Task, int]]:
    """Unfinished tasks a briefing took over by reference, the longest carried first."""
    statement = (
        sa.select(Task, CarriedTask.times)
        .join(CarriedTask, CarriedTask.task_id == Task.id)
        .where(CarriedTask.briefing_id == briefing.id)
        .order_by(CarriedTask.times.desc(), Task.overdue_from.is_(None), Task.overdue_from, Task.id)
    )
    return [(task, times) for task, times in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What the report's appendix says of a task beyond its figures."""

    code: str
    source: str
    partners: tuple[str, ...]
    result: str
    cause: str


def task_lines(codes: list[str]) -> list[TaskLine]:
    """Source, partners and the last word of the unit for these tasks, in a fixed number of queries."""
    tasks = db.session.scalars(
        sa.select(Task)
        .where(Task.code.in_(codes))
        .options(
            joinedload(Task.directive).joinedload(Directive.briefing),
            selectinload(Task.assignments).joinedload(Assignment.unit),
        )
    ).unique()
    rows = list(tasks)
    latest = _latest_reports([task.id for task in rows])
    return [_task_line(task, latest.get(task.id)) for task in rows]


def _latest_reports(task_ids: list[int]) -> dict[int, Report]:
    of_lead = Report.kind != ReportKind.PART  # a partner's word is not the unit's result (decision 16)
    newest = (
        sa.select(sa.func.max(Report.id))
        .where(Report.task_id.in_(task_ids), of_lead)
        .group_by(Report.task_id)
    )
    return {
        report.task_id: report
        for report in db.session.scalars(sa.select(Report).where(Report.id.in_(newest)))
    }


def _task_line(task: Task, report: Report | None) -> TaskLine:
    beside = (row for row in task.assignments if row.role is UnitRole.PARTNER and row.ended_at is None)
    partners = tuple(row.unit.short_name for row in beside)
    return TaskLine(task.code, _source_of(task.directive), partners, _result_of(report), _cause_of(task))


def _source_of(directive: Directive) -> str:
    if directive.source_number:
        on = f", {directive.source_on:%d/%m/%Y}" if directive.source_on else ""
        return f"{directive.source_number}{on}"
    return directive.briefing.title if directive.briefing else directive.code


def _result_of(report: Report | None) -> str:
    if report is None:
        return ""
    document = report.document_number and f" ({report.document_number})"
    return f"{report.done_text}{document}"


def _cause_of(task: Task) -> str:
    return "" if task.cause is Cause.NONE else CAUSES[task.cause]


CAUSES = {
    Cause.LAND: "Giải phóng mặt bằng, đất đai",
    Cause.PROCEDURE: "Thủ tục, hồ sơ",
    Cause.FUNDING: "Kinh phí",
    Cause.COORDINATION: "Chờ đơn vị phối hợp",
    Cause.STAFF: "Nhân lực",
    Cause.SUPERIOR: "Chờ ý kiến cấp trên",
    Cause.WEATHER: "Thời tiết, dịch bệnh",
    Cause.OTHER: "Nguyên nhân khác",
}
"""Official Vietnamese for documents; screens have their own, translated words."""


def field_names() -> dict[str, str]:
    return {field.code: field.name for field in units.work_fields()}


def unit_order() -> dict[int, int]:
    """Each unit's place in official lists, whether it still exists or not."""
    rows = db.session.execute(sa.select(Unit.id, Unit.kind, Unit.position))
    ranked = sorted(rows, key=lambda row: (units.KIND_ORDER.index(row.kind), row.position, row.id))
    return {row.id: place for place, row in enumerate(ranked)}
