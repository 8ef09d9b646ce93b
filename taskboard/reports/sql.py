"""The roll-up by GROUP BY: the same figures as `domain/rollup`, without a task leaving the database (rule 33).

For pages of a city with a hundred thousand tasks. Rules stand in `domain/rollup`; here they are said again in the words
of a database, and tests/reports/test_sql.py holds both to each other over random populations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import add
from typing import Any

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.deadline import LateBand
from taskboard.domain.lifecycle import TAKEN_AWAY, TERMINAL, State
from taskboard.domain.rollup import (
    CALCULATION_VERSION,
    Basis,
    Counts,
    Figures,
    Line,
    Picture,
    PreviousFigures,
    Ratio,
    TaskClass,
    UnitLine,
)
from taskboard.reports.bodies import Body
from taskboard.reports.known import CLAIMED, AsOf, civil_day, day_before, days_from, known

CLASSES = (
    TaskClass.DONE_ON_TIME,
    TaskClass.DONE_LATE,
    TaskClass.OPEN_IN_TIME,
    TaskClass.OPEN_OVERDUE,
    TaskClass.DONE_NO_DEADLINE,
    TaskClass.OPEN_NO_DEADLINE,
)
OPEN = (TaskClass.OPEN_IN_TIME.value, TaskClass.OPEN_OVERDUE.value, TaskClass.OPEN_NO_DEADLINE.value)
BAND_LIMITS = {
    LateBand.WEEK: (1, 7),
    LateBand.MONTH: (8, 30),
    LateBand.QUARTER: (31, 90),
    LateBand.LONGER: (91, None),
}
DIMENSIONS = ("unit_id", "field", "leader", "source_level", "is_starred", "excluded", "quarters_carried")
ROW_FIELDS = (
    "code",
    "title",
    "directive_code",
    "unit_id",
    "field",
    "leader",
    "source_level",
    "is_starred",
    "state",
    "original_due_on",
    "due_on",
    "claimed_on",
)
"""What a duty's row takes from the occurrence that it shows."""

Column = sa.ColumnElement[Any]


# Rows


def rows(as_of: AsOf, basis: Basis) -> sa.CTE:
    """One row a task, and one a duty and unit with all its occurrences (decision 3), as `domain.rollup.Row` has them."""
    tasks = _classified(as_of, basis)
    plain = sa.select(*_task_row(tasks, as_of)).where(sa.not_(tasks.c.is_duty))
    return sa.union_all(plain, _duty_rows(tasks, as_of)).cte("counted")


def _classified(as_of: AsOf, basis: Basis) -> sa.CTE:
    """The population, each task with days late and official class: `lateness` and `classify` over columns."""
    tasks = known(as_of).cte("known")
    late = _days_late(tasks, as_of, basis)
    measured = sa.select(tasks, late.label("days_late")).cte("measured")
    task_class = _task_class(measured, basis)
    return sa.select(measured, task_class.label("task_class")).cte("classified")


def _overdue_from(tasks: sa.CTE, basis: Basis) -> Column:
    return tasks.c.original_overdue_from if basis is Basis.ORIGINAL else tasks.c.overdue_from


def _days_late(tasks: sa.CTE, as_of: AsOf, basis: Basis) -> Column:
    overdue_from = _overdue_from(tasks, basis)
    last_day = day_before(overdue_from, as_of.zone)
    by_claim = days_from(last_day, tasks.c.claimed_on)
    by_now = days_from(last_day, sa.literal(as_of.day, sa.Date))
    return sa.case(
        (sa.or_(overdue_from.is_(None), tasks.c.state.in_(TERMINAL)), 0),
        (tasks.c.state.in_(CLAIMED), sa.case((by_claim > 0, by_claim), else_=0)),
        (overdue_from > as_of.cutoff, 0),
        else_=sa.case((by_now > 1, by_now), else_=1),
    )


def _task_class(tasks: sa.CTE, basis: Basis) -> Column:
    is_done, is_late = tasks.c.state == State.COMPLETED.value, tasks.c.days_late > 0
    is_undated = _overdue_from(tasks, basis).is_(None)
    return sa.case(
        (tasks.c.state.in_(TERMINAL), TaskClass.EXCLUDED.value),
        (sa.and_(is_undated, is_done), TaskClass.DONE_NO_DEADLINE.value),
        (is_undated, TaskClass.OPEN_NO_DEADLINE.value),
        (sa.and_(is_done, is_late), TaskClass.DONE_LATE.value),
        (is_done, TaskClass.DONE_ON_TIME.value),
        (is_late, TaskClass.OPEN_OVERDUE.value),
        else_=TaskClass.OPEN_IN_TIME.value,
    )


def _is_unfinished(tasks: sa.CTE | sa.Subquery) -> sa.ColumnElement[bool]:
    return tasks.c.state.not_in((*TERMINAL, State.COMPLETED))


def _number(condition: sa.ColumnElement[bool]) -> Column:
    """1 or 0: PostgreSQL adds up no booleans."""
    return sa.case((condition, 1), else_=0)


def _task_row(tasks: sa.CTE, as_of: AsOf) -> list[Column]:
    heard_on = _heard_on(tasks.c.last_report_at, tasks.c.assigned_on, as_of)
    is_owing = _is_unfinished(tasks)
    return [
        *(tasks.c[name] for name in ROW_FIELDS),
        tasks.c.assigned_on,
        tasks.c.task_class,
        tasks.c.days_late,
        _number(is_owing).label("is_owing"),
        sa.case((is_owing, tasks.c.times), else_=0).label("quarters_carried"),
        tasks.c.last_report_at,
        _silent_days(heard_on, as_of).label("silent_days"),
        tasks.c.extension_count,
        tasks.c.send_back_count,
        tasks.c.reopen_count,
        _number(sa.and_(tasks.c.has_objective_cause, tasks.c.days_late > 0)).label("has_objective_cause"),
        sa.null().cast(sa.Integer).label("given"),
        sa.null().cast(sa.Integer).label("owed"),
        tasks.c.code.label("newest_code"),
    ]


def _heard_on(last_report_at: Column, assigned_on: Column, as_of: AsOf) -> Column:
    return sa.func.coalesce(civil_day(last_report_at, as_of.zone), assigned_on, type_=sa.Date())


def _silent_days(heard_on: Column, as_of: AsOf) -> Column:
    """`domain.silence.silent_days` over columns."""
    days = days_from(heard_on, sa.literal(as_of.day, sa.Date))
    return sa.case((days > 0, days), else_=0)


def _duty_rows(tasks: sa.CTE, as_of: AsOf) -> sa.Select[Any]:
    """One row a duty and unit. Excluded occurrences count for nothing, unless there are no others."""
    one = _shown(_judged(_live(tasks)))
    shown = [
        sa.func.max(sa.case((one.c.is_shown == 1, _plain(one.c[name])))).label(name)
        for name in ROW_FIELDS[1:]
    ]
    first_given = sa.func.max(sa.case((one.c.oldest == 1, one.c.assigned_on)))
    heard_at = sa.func.max(one.c.last_report_at)
    of_class = sa.case((one.c.matches == 1, one.c.days_late), else_=0)
    late, with_cause = (
        _number(one.c.days_late > 0),
        _number(sa.and_(one.c.days_late > 0, one.c.has_objective_cause)),
    )
    owing = _number(_is_unfinished(one))
    is_given = one.c.state.in_(CLAIMED)
    is_owed = sa.or_(is_given, one.c.task_class == TaskClass.OPEN_OVERDUE.value)
    row: dict[str, Column] = {
        "assigned_on": first_given,
        "task_class": sa.func.max(one.c.row_class),
        "days_late": sa.func.max(of_class),
        "is_owing": sa.func.max(owing),
        "quarters_carried": sa.func.max(owing * one.c.times),
        "last_report_at": heard_at,
        "silent_days": _silent_days(_heard_on(heard_at, first_given, as_of), as_of),
        "extension_count": sa.func.sum(one.c.extension_count),
        "send_back_count": sa.func.sum(one.c.send_back_count),
        "reopen_count": sa.func.sum(one.c.reopen_count),
        "has_objective_cause": _number(
            sa.and_(sa.func.sum(late) > 0, sa.func.sum(late) == sa.func.sum(with_cause))
        ),
        "given": sa.func.sum(_number(is_given)),
        "owed": sa.func.sum(_number(is_owed)),
        "newest_code": sa.func.max(sa.case((one.c.newest == 1, one.c.code))),
    }
    names = {"is_starred": sa.Boolean()}
    typed = [
        sa.type_coerce(column != 0 if column.name in names else column, tasks.c[column.name].type).label(
            column.name
        )
        for column in shown
    ]
    return sa.select(
        one.c.directive_code.label("code"),
        *typed,
        *(column.label(name) for name, column in row.items()),
    ).group_by(one.c.directive_code, one.c.unit_id)


def _plain(column: Column) -> Column:
    """PostgreSQL has no greatest boolean."""
    return _number(column) if isinstance(column.type, sa.Boolean) else column


def _live(tasks: sa.CTE) -> sa.CTE:
    """The occurrences that count, with their place among those of the same duty and unit.

    `runs`: whether the unit goes on owing the duty, by its newest occurrence of all.
    """
    group = (tasks.c.directive_code, tasks.c.unit_id)
    is_live = _number(tasks.c.state.not_in(TERMINAL))
    any_live = sa.func.max(is_live).over(partition_by=group)
    order = sa.func.coalesce(tasks.c.due_on, tasks.c.assigned_on), tasks.c.code
    goes_on = _number(sa.and_(tasks.c.is_running, tasks.c.state.not_in(TAKEN_AWAY)))
    runs = sa.func.first_value(goes_on).over(partition_by=group, order_by=[each.desc() for each in order])
    marked = (
        sa.select(tasks, is_live.label("is_live"), any_live.label("any_live"), runs.label("runs"))
        .where(tasks.c.is_duty)
        .cte("occurrence")
    )
    group = (marked.c.directive_code, marked.c.unit_id)
    order = sa.func.coalesce(marked.c.due_on, marked.c.assigned_on), marked.c.code
    place = sa.func.row_number()
    return (
        sa.select(
            marked,
            place.over(partition_by=group, order_by=order).label("oldest"),
            place.over(partition_by=group, order_by=[each.desc() for each in order]).label("newest"),
        )
        .where(marked.c.is_live == marked.c.any_live)
        .cte("live")
    )


def _judged(live: sa.CTE) -> sa.CTE:
    """Each occurrence with the class of its duty: `_duty_class` over columns."""
    group = (live.c.directive_code, live.c.unit_id)

    def has(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.func.max(_number(condition)).over(partition_by=group) == 1

    row_class = sa.case(
        (has(live.c.task_class == TaskClass.EXCLUDED.value), TaskClass.EXCLUDED.value),
        (has(live.c.task_class == TaskClass.OPEN_OVERDUE.value), TaskClass.OPEN_OVERDUE.value),
        (live.c.runs == 1, TaskClass.OPEN_IN_TIME.value),
        (has(live.c.task_class.in_(OPEN)), TaskClass.OPEN_IN_TIME.value),
        (has(live.c.task_class == TaskClass.DONE_LATE.value), TaskClass.DONE_LATE.value),
        else_=TaskClass.DONE_ON_TIME.value,
    )
    judged = sa.select(live, row_class.label("row_class")).cte("judged")
    return sa.select(judged, _number(judged.c.task_class == judged.c.row_class).label("matches")).cte(
        "matched"
    )


def _shown(judged: sa.CTE) -> sa.CTE:
    """Marks the occurrence a row shows: the oldest that makes its class, else the newest."""
    group = (judged.c.directive_code, judged.c.unit_id)
    place = sa.func.row_number().over(
        partition_by=group,
        order_by=(
            judged.c.matches.desc(),
            sa.case((judged.c.matches == 1, judged.c.oldest), else_=judged.c.newest),
        ),
    )
    return sa.select(judged, _number(place == 1).label("is_shown")).cte("shown")


# Figures


def _measures(row: sa.CTE, silence_days: int) -> list[Column]:
    """What is added up of every row, in the order `_figures` reads them. Excluded rows are in none of it."""
    is_counted = row.c.task_class != TaskClass.EXCLUDED.value
    is_owing, is_late = row.c.is_owing == 1, row.c.task_class == TaskClass.OPEN_OVERDUE.value
    is_waiting = row.c.state == State.WAITING.value
    is_unheard = is_silent(row, silence_days)
    conditions = [
        *(row.c.task_class == each.value for each in CLASSES),
        *(sa.and_(is_late, in_band(row.c.days_late, band)) for band in LateBand),
        sa.and_(is_owing, is_waiting),
        sa.and_(is_owing, row.c.state == State.PAUSED.value),
        sa.and_(is_owing, is_unheard, sa.not_(is_waiting)),
        sa.and_(is_counted, row.c.extension_count > 0),
        sa.and_(is_counted, row.c.send_back_count > 0),
        sa.and_(is_counted, row.c.reopen_count > 0),
        sa.and_(is_counted, row.c.has_objective_cause == 1),
        sa.and_(is_owing, row.c.last_report_at.is_not(None), sa.not_(is_unheard)),
        is_owing,
    ]
    sums = (sa.case((is_counted, column), else_=0) for column in (row.c.given, row.c.owed))
    return [*(sa.func.sum(_number(each)) for each in conditions), *(_sum(each) for each in sums)]


def is_silent(row: sa.CTE, silence_days: int) -> sa.ColumnElement[bool]:
    """`domain.silence.is_silent` over a column."""
    return row.c.silent_days > silence_days


def _sum(column: Column) -> Column:
    return sa.func.coalesce(sa.func.sum(column), 0)


def in_band(days: Column, band: LateBand) -> sa.ColumnElement[bool]:
    """`late_band` over a column."""
    first, last = BAND_LIMITS[band]
    return days >= first if last is None else days.between(first, last)


def _figures(sums: list[int], carried: Mapping[int, int]) -> Figures:
    bands, rest = sums[6:10], sums[10:]
    return Figures(
        counts=_counts(sums),
        late_bands=dict(zip(LateBand, bands, strict=True)),
        carried=dict(sorted(carried.items())),
        waiting=rest[0],
        paused=rest[1],
        silent=rest[2],
        extended=rest[3],
        sent_back=rest[4],
        reopened=rest[5],
        objective_causes=rest[6],
        updated=Ratio(rest[7], rest[8]),
        reports=Ratio(rest[9], rest[10]),
    )


OWING = 18
"""Where in the sums the rows that owe something stand."""


def _counts(sums: list[int]) -> Counts:
    return Counts(**{each.value: count for each, count in zip(CLASSES, sums, strict=False)})


@dataclass(slots=True)
class _Sum:
    """Sums over some of the groups, and how many that owe something were carried how often."""

    sums: list[int]
    carried: dict[int, int]

    def take(self, sums: list[int], times: int) -> None:
        self.sums = list(map(add, self.sums, sums))
        if sums[OWING]:
            self.carried[times] = self.carried.get(times, 0) + sums[OWING]

    @property
    def figures(self) -> Figures:
        return _figures(self.sums, self.carried)


def figures_statement(as_of: AsOf, basis: Basis, *, silence_days: int) -> sa.Select[Any]:
    """All figures in one pass, grouped by everything they are ever told by."""
    row = rows(as_of, basis)
    is_excluded = row.c.task_class == TaskClass.EXCLUDED.value
    groups = {
        **{name: row.c[name] for name in DIMENSIONS[:5]},
        "excluded": sa.case((is_excluded, row.c.state)),
        "quarters_carried": sa.case((row.c.is_owing == 1, row.c.quarters_carried), else_=0),
    }
    columns = [column.label(name) for name, column in groups.items()]
    grouped = sa.select(*columns, sa.func.count(), *_measures(row, silence_days))
    return grouped.group_by(*groups.values())


def counts_statement(as_of: AsOf, basis: Basis) -> sa.Select[Any]:
    """The official classes alone."""
    row = rows(as_of, basis)
    return sa.select(row.c.task_class, sa.func.count()).group_by(row.c.task_class)


def counts(as_of: AsOf, basis: Basis) -> Counts:
    """The official classes of the period on one basis."""
    found = {row[0]: row[1] for row in db.session.execute(counts_statement(as_of, basis))}
    return Counts(**{each.value: found.get(each.value, 0) for each in CLASSES})


def previous_figures(as_of: AsOf) -> PreviousFigures:
    """What a later picture remembers of this one."""
    assert as_of.period_start is not None
    on = {basis.value: counts(as_of, basis) for basis in Basis}
    return PreviousFigures(CALCULATION_VERSION, as_of.period_start, as_of.cutoff, **on)


@dataclass(frozen=True, slots=True)
class Grouped:
    """A picture, and how many are overdue by unit and field."""

    picture: Picture
    overdue: dict[tuple[int, str], int]


def picture(
    as_of: AsOf,
    basis: Basis,
    *,
    bodies: Mapping[int, Body],
    silence_days: int,
    previous: PreviousFigures | None = None,
) -> Grouped:
    """The picture of the period; `as_of` names its first day."""
    assert as_of.period_start is not None
    statement = figures_statement(as_of, basis, silence_days=silence_days)
    groups = db.session.execute(statement).all()
    live = [group for group in groups if group[5] is None]
    by = partial(_by, live)
    total = _total(live)
    others = {other: counts(as_of, other) for other in Basis if other is not basis}
    on = {**others, basis: total.counts}
    made = Picture(
        calculation_version=CALCULATION_VERSION,
        basis=basis,
        zone=str(as_of.zone),
        period_start=as_of.period_start,
        cutoff=as_of.cutoff,
        silence_days=silence_days,
        original=on[Basis.ORIGINAL],
        current=on[Basis.CURRENT],
        total=total,
        starred=_total(group for group in live if group[4]),
        by_unit=tuple(
            UnitLine(unit_id, bodies[unit_id].name, bodies[unit_id].group, figures)
            for unit_id, figures in by(lambda group: group[0])
        ),
        by_group=_lines(by(lambda group: bodies[group[0]].group)),
        by_field=_lines(by(lambda group: group[1])),
        by_leader=_lines(by(lambda group: group[2])),
        by_source_level=_lines(by(lambda group: group[3])),
        excluded=_excluded(groups),
        previous=previous,
    )
    return Grouped(made, _overdue(live))


_Group = tuple[Any, ...]


def _by(groups: Iterable[_Group], key: Callable[[_Group], Any]) -> list[tuple[Any, Figures]]:
    found: dict[Any, _Sum] = {}
    for group in groups:
        name = key(group)
        if name not in found:
            found[name] = _Sum([0] * len(group[8:]), {})
        found[name].take(list(group[8:]), group[6])
    return [(name, found[name].figures) for name in sorted(found)]


def _total(groups: Iterable[_Group]) -> Figures:
    ((_, figures),) = _by(groups, lambda _group: "") or [("", _figures([0] * 21, {}))]
    return figures


def _lines(figures: Iterable[tuple[str, Figures]]) -> tuple[Line, ...]:
    return tuple(Line(name, each) for name, each in figures)


def _excluded(groups: Iterable[_Group]) -> dict[State, int]:
    found: dict[State, int] = {}
    for group in groups:
        if group[5] is not None:
            state = State(group[5])
            found[state] = found.get(state, 0) + group[7]
    return dict(sorted(found.items()))


def _overdue(groups: Iterable[_Group]) -> dict[tuple[int, str], int]:
    late = 8 + CLASSES.index(TaskClass.OPEN_OVERDUE)
    found: dict[tuple[int, str], int] = {}
    for group in groups:
        if group[late]:
            found[group[0], group[1]] = found.get((group[0], group[1]), 0) + group[late]
    return found
