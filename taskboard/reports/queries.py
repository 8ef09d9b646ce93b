"""Facts as known at an instant, snapshots, and roll-ups of any cutoff (decision 8)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.briefings.models import Briefing, Directive, UnitRole
from taskboard.db import db
from taskboard.domain.calendar import Period, local_date
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import (
    Basis,
    PreviousFigures,
    RollUp,
    TaskFact,
    comparable_cutoff,
    remembered,
    roll_up,
)
from taskboard.reports import sql
from taskboard.reports.bodies import Body, bodies_on
from taskboard.reports.known import AsOf, known
from taskboard.reports.models import CarriedTask, Snapshot
from taskboard.settings import queries as settings
from taskboard.tasks.models import Assignment, Cause, Report, ReportKind, Task, TaskVersion
from taskboard.units import queries as units
from taskboard.units.models import Unit


def facts(
    *,
    cutoff: datetime,
    known_at: datetime,
    zone: ZoneInfo,
    period_start: date | None = None,
    carried: Iterable[str] = (),
    unit_id: int | None = None,
) -> list[TaskFact]:
    """The tasks as they were at `cutoff`, judged by what the database knew at `known_at`, by code.

    With `period_start` those that belong to the period, where `carried` are among them; without it all. With `unit_id`
    those that unit led at the cutoff.
    """
    as_of = AsOf(cutoff, known_at, zone, period_start, frozenset(carried))
    bodies = bodies_on(as_of.day)
    found = known(as_of).subquery()
    chosen = sa.select(found).order_by(found.c.code)
    if unit_id is not None:
        chosen = chosen.where(found.c.unit_id == unit_id)
    rows = db.session.execute(chosen).mappings()
    return [_fact(row, bodies[row["unit_id"]], zone) for row in rows]


_KEPT = (
    "code",
    "title",
    "directive_code",
    "unit_id",
    "assigned_on",
    "field",
    "leader",
    "source_level",
    "is_starred",
    "original_due_on",
    "original_overdue_from",
    "due_on",
    "overdue_from",
    "claimed_on",
    "extension_count",
    "send_back_count",
    "reopen_count",
    "has_objective_cause",
)


def _fact(row: Mapping[Any, Any], body: Body, zone: ZoneInfo) -> TaskFact:
    def day(name: str) -> date | None:
        return local_date(row[name], zone) if row[name] else None

    return TaskFact(
        **{name: row[name] for name in _KEPT},
        unit_name=body.name,
        unit_group=body.group,
        state=State(row["state"]),
        confirmed_on=day("confirmed_at"),
        closed_on=day("closed_at"),
        quarters_carried=row["times"],
        duty_key=row["directive_code"] if row["is_duty"] else None,
        duty_period=row["period_key"],
        duty_is_running=row["is_running"],
        last_report_on=day("last_report_at"),
    )


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
    previous: PreviousFigures | None = None,
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
    previous: PreviousFigures | None,
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
        original=roll_up(known, basis=Basis.ORIGINAL, previous=previous, **given),
        current=roll_up(known, basis=Basis.CURRENT, previous=previous, **given),
    )


def of_briefing(briefing: Briefing, *, cutoff: datetime, known_at: datetime, zone: ZoneInfo) -> BothBases:
    """The figures of a briefing's period as of any instant, beside those of the period before."""
    previous, carried = previous_of(briefing, cutoff=cutoff, known_at=known_at, zone=zone)
    return compute(
        period_start=briefing.period_start,
        cutoff=cutoff,
        known_at=known_at,
        zone=zone,
        previous=previous,
        carried=carried,
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


def previous_of(
    briefing: Briefing, *, cutoff: datetime, known_at: datetime, zone: ZoneInfo
) -> tuple[PreviousFigures | None, frozenset[str]]:
    """What a briefing is set beside, and the codes the one before left unfinished.

    Set beside an equally long part of the period before (rule 35): as frozen where it was frozen just there, else
    counted there. None where that part holds no task: there is nothing to compare with.
    """
    earlier = briefing.previous
    if earlier is None:
        return None, frozenset()
    snapshot = latest_snapshot(earlier)
    carried = read(snapshot).current.unfinished_codes if snapshot else frozenset()
    until = cutoff_before(briefing, earlier, cutoff, zone)
    if snapshot is not None and snapshot.cutoff == until:
        return remembered(read(snapshot).current), carried
    before = sql.previous_figures(AsOf(until, known_at, zone, earlier.period_start, left_before(earlier)))
    return (before if before.original.total else None), carried


def cutoff_before(briefing: Briefing, earlier: Briefing, cutoff: datetime, zone: ZoneInfo) -> datetime:
    """The instant of the period before that `cutoff` is compared with."""
    period = Period(briefing.period_start, briefing.period_end)
    previous = Period(earlier.period_start, earlier.period_end)
    return comparable_cutoff(cutoff, period=period, previous=previous, zone=zone)


def left_before(briefing: Briefing) -> frozenset[str]:
    """The codes that the briefing before this one left unfinished."""
    snapshot = latest_snapshot(briefing.previous) if briefing.previous else None
    return read(snapshot).current.unfinished_codes if snapshot else frozenset()


def carried_into(briefing: Briefing) -> list[tuple[Task, int]]:
    """Unfinished tasks a briefing took over by reference, the longest carried first."""
    statement = (
        sa.select(Task, CarriedTask.times)
        .join(CarriedTask, CarriedTask.task_id == Task.id)
        .where(CarriedTask.briefing_id == briefing.id)
        .options(joinedload(Task.unit).joinedload(Unit.names))
        .order_by(CarriedTask.times.desc(), Task.overdue_from.is_(None), Task.overdue_from, Task.id)
    )
    return [(task, times) for task, times in db.session.execute(statement).unique()]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What the report's appendix says of a task beyond its figures."""

    code: str
    source: str
    partners: tuple[str, ...]
    result: str
    cause: str


def task_lines(codes: list[str], as_of: AsOf | None = None) -> list[TaskLine]:
    """Source, partners and the last word of the unit for these tasks, in a fixed number of queries.

    With `as_of` as they stood at its cutoff by what was known: a report under that heading says nothing of the days since.
    """
    tasks = db.session.scalars(
        sa.select(Task)
        .where(Task.code.in_(codes))
        .options(
            joinedload(Task.directive).joinedload(Directive.briefing),
            selectinload(Task.assignments).joinedload(Assignment.unit),
        )
    ).unique()
    rows = list(tasks)
    ids = [task.id for task in rows]
    latest = _latest_reports(ids, as_of)
    causes = {task.id: task.cause for task in rows} | (_causes(ids, as_of) if as_of else {})
    return [_task_line(task, latest.get(task.id), causes[task.id], as_of) for task in rows]


def _latest_reports(task_ids: list[int], as_of: AsOf | None) -> dict[int, Report]:
    """The unit's last word; as of a cutoff what was said by then, or later of a day by then."""
    said = [Report.kind != ReportKind.PART]  # a partner's word is not the unit's result (decision 16)
    if as_of is not None:
        by_then = sa.or_(Report.reported_at <= as_of.cutoff, Report.claimed_on <= as_of.day)
        said += [Report.reported_at <= as_of.known_at, by_then]
    newest = (
        sa.select(sa.func.max(Report.id)).where(Report.task_id.in_(task_ids), *said).group_by(Report.task_id)
    )
    return {
        report.task_id: report
        for report in db.session.scalars(sa.select(Report).where(Report.id.in_(newest)))
    }


def _causes(task_ids: list[int], as_of: AsOf) -> dict[int, Cause]:
    """What held each task up at the cutoff: as the version of that instant says, of a task entered later its first one."""
    version = TaskVersion
    at_cutoff = sa.func.max(sa.case((version.recorded_from <= as_of.cutoff, version.seq)))
    chosen = (
        sa.select(version.task_id, sa.func.coalesce(at_cutoff, sa.func.min(version.seq)).label("seq"))
        .where(version.task_id.in_(task_ids), version.recorded_from <= as_of.known_at)
        .group_by(version.task_id)
        .subquery()
    )
    rows = sa.select(version.task_id, version.cause).join(
        chosen, sa.and_(chosen.c.task_id == version.task_id, chosen.c.seq == version.seq)
    )
    return {task_id: cause for task_id, cause in db.session.execute(rows)}  # noqa: C416


def _task_line(task: Task, report: Report | None, cause: Cause, as_of: AsOf | None) -> TaskLine:
    beside = (row for row in task.assignments if row.role is UnitRole.PARTNER and _is_beside(row, as_of))
    partners = tuple(row.unit.short_name for row in beside)
    return TaskLine(task.code, _source_of(task.directive), partners, _result_of(report), _cause_text(cause))


def _is_beside(row: Assignment, as_of: AsOf | None) -> bool:
    """Whether the unit had its part at the cutoff; without one whether it has it now."""
    if as_of is None:
        return row.ended_at is None
    return row.assigned_at <= as_of.cutoff and (row.ended_at is None or row.ended_at > as_of.cutoff)


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


def _cause_text(cause: Cause) -> str:
    return "" if cause is Cause.NONE else CAUSES[cause]


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
