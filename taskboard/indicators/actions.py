"""Define an indicator, set its plan, enter and revise its figures, write a word on a field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taskboard.db import db, wait_turn
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.domain.indicators import Direction
from taskboard.domain.retirement import expect_field
from taskboard.domain.text import fold
from taskboard.indicators import queries
from taskboard.indicators.models import FieldNote, Indicator, IndicatorPlan, IndicatorValue
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.units import queries as units
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Definition:
    """What the Office says of an indicator."""

    name: str
    measure: str
    direction: Direction
    adds_up: bool
    unit: Unit
    field: str = ""
    position: int = 0
    valid_to: date | None = None


def define_indicator(given: Definition, *, valid_from: date, on: Occasion) -> Indicator:
    """Raises RuleBroken: indicator_known when the name is taken, unit_gone, field_unknown, field_retired."""
    code = "-".join(fold(given.name).split())[:60]
    if queries.indicator_by_code(code) is not None:
        raise RuleBroken("indicator_known", field="name", name=given.name)
    _need_unit(given.unit, on=on)
    _need_field(given.field, on=on)
    row = Indicator(code=code, valid_from=valid_from, **_columns(given))
    db.session.add(row)
    db.session.flush()
    record(Event.INDICATOR_DEFINED, "indicator", row.id, acting=on.acting, at=on.now, name=row.name)
    return row


def change_indicator(row: Indicator, given: Definition, *, version: int, on: Occasion) -> None:
    """The code stays, and so does every figure; a field that was retired may stay too.

    Raises Stale, RuleBroken: unit_gone, field_unknown, field_retired.
    """
    if row.version != version:
        raise Stale("stale")
    _need_unit(given.unit, on=on)
    if given.field != row.field:
        _need_field(given.field, on=on)
    before = row.name
    for name, value in _columns(given).items():
        setattr(row, name, value)
    db.session.flush()
    record(
        Event.INDICATOR_CHANGED, "indicator", row.id, acting=on.acting, at=on.now, from_=before, to=row.name
    )


def _columns(given: Definition) -> dict[str, object]:
    return {
        "name": given.name,
        "measure": given.measure,
        "direction": given.direction,
        "adds_up": given.adds_up,
        "field": given.field,
        "unit": given.unit,
        "position": given.position,
        "valid_to": given.valid_to,
    }


def _need_unit(unit: Unit, *, on: Occasion) -> None:
    if not unit.exists_on(on.today):
        raise RuleBroken("unit_gone", field="unit_id", unit=unit.name)


def _need_field(code: str, *, on: Occasion) -> None:
    if code:
        expect_field(units.work_field(code), on.today)


def set_plan(
    indicator: Indicator, year: int, value: Decimal, *, basis: str = "", on: Occasion
) -> IndicatorPlan:
    """The year's plan, or its revision. Raises RuleBroken('plan_not_positive')."""
    if value <= 0:
        raise RuleBroken("plan_not_positive", field="plan")
    before = queries.plan_of(indicator, year)
    row = IndicatorPlan(
        indicator_id=indicator.id,
        year=year,
        value=value,
        basis=basis,
        set_by_id=on.acting.person_id,
        set_at=on.now,
    )
    db.session.add(row)
    db.session.flush()
    record(
        Event.INDICATOR_PLAN_SET,
        "indicator",
        indicator.id,
        acting=on.acting,
        at=on.now,
        year=year,
        from_=_text(before),
        to=_text(value),
    )
    return row


def enter_value(
    indicator: Indicator,
    year: int,
    quarter: int,
    value: Decimal,
    *,
    note: str = "",
    is_on_behalf: bool = False,
    is_frozen: bool = False,
    on: Occasion,
) -> IndicatorValue | None:
    """A quarter's figure, or its revision; None when it says nothing new.

    `is_frozen`: the briefing's figures are printed already, so a revision needs its reason. Raises RuleBroken:
    quarter_not_begun, revision_reason_missing.
    """
    if (year, quarter) > (on.today.year, (on.today.month + 2) // 3):
        raise RuleBroken("quarter_not_begun", field="value")
    wait_turn(f"indicator {indicator.id}")
    before = queries.latest_value(indicator, year, quarter)
    if before is not None and before.value == value and before.note == note:
        return None
    if before is not None and is_frozen and not note:
        raise RuleBroken("revision_reason_missing", field="note")
    row = IndicatorValue(
        indicator_id=indicator.id,
        year=year,
        quarter=quarter,
        value=value,
        note=note,
        person_id=on.acting.person_id,
        channel=on.acting.channel,
        is_on_behalf=is_on_behalf,
        entered_at=on.now,
    )
    db.session.add(row)
    db.session.flush()
    record(
        Event.INDICATOR_ENTERED,
        "indicator",
        indicator.id,
        acting=on.acting,
        at=on.now,
        quarter=f"{year}-q{quarter}",
        from_=_text(before.value if before else None),
        to=_text(value),
        note=note,
    )
    return row


def write_note(
    field: str,
    year: int,
    quarter: int,
    *,
    results: str,
    shortcomings: str,
    unit: Unit | None,
    on: Occasion,
) -> FieldNote | None:
    """A word on a field; None when it says nothing new. Raises RuleBroken('note_empty')."""
    if not (results or shortcomings):
        raise RuleBroken("note_empty", field="results")
    before = queries.latest_note(field, year, quarter)
    if before is not None and (before.results, before.shortcomings) == (results, shortcomings):
        return None
    row = FieldNote(
        field=field,
        year=year,
        quarter=quarter,
        results=results,
        shortcomings=shortcomings,
        unit_id=unit.id if unit else None,
        person_id=on.acting.person_id,
        written_at=on.now,
    )
    db.session.add(row)
    db.session.flush()
    record(
        Event.FIELD_NOTE_WRITTEN,
        "field_note",
        row.id,
        acting=on.acting,
        at=on.now,
        field=field,
        quarter=f"{year}-q{quarter}",
    )
    return row


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
