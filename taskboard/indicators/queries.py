"""Reading indicators: definitions, what counts now, and the section of the report as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.calendar import Quarter
from taskboard.domain.indicators import QuarterKey, Standing, standing
from taskboard.indicators.models import FieldNote, Indicator, IndicatorPlan, IndicatorValue
from taskboard.indicators.section import ReportLine, ReportNote, ReportSection
from taskboard.units.models import Unit, WorkField


def indicator_by_code(code: str) -> Indicator | None:
    return db.session.scalar(sa.select(Indicator).where(Indicator.code == code))


def indicators_on(day: date, *, unit_ids: Iterable[int] | None = None) -> list[Indicator]:
    """Those in force on `day`, in the order of the report; of some units only where asked."""
    statement = (
        sa.select(Indicator)
        .options(joinedload(Indicator.unit).joinedload(Unit.names))
        .where(Indicator.valid_from <= day, sa.or_(Indicator.valid_to.is_(None), Indicator.valid_to > day))
        .order_by(Indicator.position, Indicator.id)
    )
    if unit_ids is not None:
        statement = statement.where(Indicator.unit_id.in_(list(unit_ids)))
    return list(db.session.scalars(statement).unique())


def all_indicators() -> list[Indicator]:
    statement = sa.select(Indicator).options(joinedload(Indicator.unit).joinedload(Unit.names))
    return list(db.session.scalars(statement.order_by(Indicator.position, Indicator.id)).unique())


def plan_of(indicator: Indicator, year: int) -> Decimal | None:
    return db.session.scalar(
        sa.select(IndicatorPlan.value)
        .where(IndicatorPlan.indicator_id == indicator.id, IndicatorPlan.year == year)
        .order_by(IndicatorPlan.id.desc())
        .limit(1)
    )


def plans_in(indicators: Sequence[Indicator], year: int) -> dict[int, Decimal | None]:
    """What each is to reach in a year, None where nothing was set: one question for all."""
    found = _plans([row.id for row in indicators], year, None)
    return {row.id: found.get(row.id) for row in indicators}


def plans_of(indicator: Indicator) -> list[IndicatorPlan]:
    """Every plan as it was set, the newest first."""
    statement = sa.select(IndicatorPlan).where(IndicatorPlan.indicator_id == indicator.id)
    return list(db.session.scalars(statement.order_by(IndicatorPlan.year.desc(), IndicatorPlan.id.desc())))


def latest_value(indicator: Indicator, year: int, quarter: int) -> IndicatorValue | None:
    return db.session.scalar(
        sa.select(IndicatorValue)
        .where(
            IndicatorValue.indicator_id == indicator.id,
            IndicatorValue.year == year,
            IndicatorValue.quarter == quarter,
        )
        .order_by(IndicatorValue.id.desc())
        .limit(1)
    )


def entries_of(indicators: Sequence[Indicator], quarter: QuarterKey) -> dict[int, list[IndicatorValue]]:
    """All rows of one quarter by indicator, the newest first: the figure and its history."""
    year, number = quarter
    found: dict[int, list[IndicatorValue]] = defaultdict(list)
    statement = (
        sa.select(IndicatorValue)
        .options(joinedload(IndicatorValue.person).lazyload(Person.posts))
        .where(
            IndicatorValue.indicator_id.in_([row.id for row in indicators]),
            IndicatorValue.year == year,
            IndicatorValue.quarter == number,
        )
        .order_by(IndicatorValue.id.desc())
    )
    for row in db.session.scalars(statement):
        found[row.indicator_id].append(row)
    return found


def standings(
    indicators: Sequence[Indicator], quarter: QuarterKey, *, known_at: datetime | None = None
) -> dict[int, Standing]:
    """How each stands at the end of the quarter, in two queries whatever their number; by what was entered by `known_at`."""
    year, _number = quarter
    ids = [row.id for row in indicators]
    values, plans = _values(ids, (year - 1, year), known_at), _plans(ids, year, known_at)
    return {
        row.id: standing(
            values[row.id], quarter, plan=plans.get(row.id), adds_up=row.adds_up, direction=row.direction
        )
        for row in indicators
    }


def _by(column: Any, known_at: datetime | None) -> list[sa.ColumnElement[bool]]:
    """What was written by then; everything for None."""
    return [] if known_at is None else [column <= known_at]


def _values(
    ids: list[int], years: tuple[int, int], known_at: datetime | None
) -> dict[int, dict[QuarterKey, Decimal]]:
    found: dict[int, dict[QuarterKey, Decimal]] = defaultdict(dict)
    statement = (
        sa.select(
            IndicatorValue.indicator_id, IndicatorValue.year, IndicatorValue.quarter, IndicatorValue.value
        )
        .where(
            IndicatorValue.indicator_id.in_(ids),
            IndicatorValue.year.in_(years),
            *_by(IndicatorValue.entered_at, known_at),
        )
        .order_by(IndicatorValue.id)
    )
    for indicator_id, year, quarter, value in db.session.execute(statement):
        if value is None:
            found[indicator_id].pop((year, quarter), None)
        else:
            found[indicator_id][year, quarter] = value
    return found


def _plans(ids: list[int], year: int, known_at: datetime | None) -> dict[int, Decimal]:
    statement = (
        sa.select(IndicatorPlan.indicator_id, IndicatorPlan.value)
        .where(
            IndicatorPlan.indicator_id.in_(ids),
            IndicatorPlan.year == year,
            *_by(IndicatorPlan.set_at, known_at),
        )
        .order_by(IndicatorPlan.id)
    )
    return {indicator_id: value for indicator_id, value in db.session.execute(statement)}  # noqa: C416


def latest_note(field: str, year: int, quarter: int) -> FieldNote | None:
    return db.session.scalar(
        sa.select(FieldNote)
        .where(FieldNote.field == field, FieldNote.year == year, FieldNote.quarter == quarter)
        .order_by(FieldNote.id.desc())
        .limit(1)
    )


def notes_of(quarter: QuarterKey, *, known_at: datetime | None = None) -> dict[str, list[FieldNote]]:
    """All that was written of one quarter by field, the newest first: the word that counts and its history."""
    year, number = quarter
    found: dict[str, list[FieldNote]] = defaultdict(list)
    statement = (
        sa.select(FieldNote)
        .options(joinedload(FieldNote.person).lazyload(Person.posts))
        .where(FieldNote.year == year, FieldNote.quarter == number, *_by(FieldNote.written_at, known_at))
        .order_by(FieldNote.id.desc())
    )
    for row in db.session.scalars(statement):
        found[row.field].append(row)
    return found


def report_section(year: int, quarter: int, *, known_at: datetime | None = None) -> ReportSection:
    """The figures and words that count now, or counted at `known_at`."""
    last_day = Quarter(year, quarter).last_day
    rows = indicators_on(last_day)
    stand = standings(rows, (year, quarter), known_at=known_at)
    lines = tuple(
        ReportLine(row.code, row.name, row.measure, row.unit.name_on(last_day), row.field, stand[row.id])
        for row in rows
    )
    notes_by_field = notes_of((year, quarter), known_at=known_at)
    written = {code: rows[0] for code, rows in notes_by_field.items() if rows[0].says_something}
    fields = db.session.scalars(sa.select(WorkField).order_by(WorkField.position))
    notes = tuple(
        ReportNote(field.code, field.name, written[field.code].results, written[field.code].shortcomings)
        for field in fields
        if field.code in written
    )
    return ReportSection(year, quarter, lines, notes)
