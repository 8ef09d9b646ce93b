"""Define an indicator, set its plan, enter and revise its figures, write a word on a field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taskboard.briefings.queries import field_name
from taskboard.db import db, wait_turn
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.domain.indicators import Direction, QuarterKey
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
    may_be_negative: bool = False


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
        "may_be_negative": given.may_be_negative,
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
    shown: int | None = None,
    is_on_behalf: bool = False,
    is_frozen: bool = False,
    on: Occasion,
) -> IndicatorValue | None:
    """A quarter's figure, or its revision; None when it says nothing new.

    `shown`: the id of the entry that was on the screen, 0 for none; None where nobody looked at one. `is_frozen`: the
    briefing's figures are printed already, so a revision needs its reason. Raises Stale when another entry came in
    between, RuleBroken: quarter_not_begun, number_negative, revision_reason_missing.
    """
    if (year, quarter) > (on.today.year, (on.today.month + 2) // 3):
        raise RuleBroken("quarter_not_begun", field="value")
    if value < 0 and not indicator.may_be_negative:
        raise RuleBroken("number_negative", field="value")
    before = _standing_entry(indicator, year, quarter, shown)
    if before is not None and before.value == value and before.note == note:
        return None
    if before is not None and is_frozen and not note:
        raise RuleBroken("revision_reason_missing", field="note")
    row = IndicatorValue(value=value, note=note, is_on_behalf=is_on_behalf)
    return _write_entry(row, indicator, (year, quarter), before, on=on)


def withdraw_value(
    indicator: Indicator,
    year: int,
    quarter: int,
    *,
    note: str = "",
    shown: int | None = None,
    is_on_behalf: bool = False,
    is_frozen: bool = False,
    on: Occasion,
) -> IndicatorValue | None:
    """Take back a figure entered by mistake: the quarter has none again, and the entry stays in the history.

    A note that stood beside the figure is no reason for taking it back. None where there is no figure. Raises as
    `enter_value` does.
    """
    before = _standing_entry(indicator, year, quarter, shown)
    if before is None or before.value is None:
        return None
    reason = "" if note == before.note else note
    if is_frozen and not reason:
        raise RuleBroken("revision_reason_missing", field="note")
    row = IndicatorValue(value=None, note=reason, is_on_behalf=is_on_behalf)
    return _write_entry(row, indicator, (year, quarter), before, on=on)


def _standing_entry(
    indicator: Indicator, year: int, quarter: int, shown: int | None
) -> IndicatorValue | None:
    """The entry that counts, once nobody else writes one; it has to be the one that was shown."""
    wait_turn(f"indicator {indicator.id}")
    before = queries.latest_value(indicator, year, quarter)
    _expect_shown(before, shown)
    return before


def _expect_shown(before: IndicatorValue | FieldNote | None, shown: int | None) -> None:
    if shown is not None and shown != (before.id if before else 0):
        raise Stale("stale")


def _write_entry(
    row: IndicatorValue,
    indicator: Indicator,
    quarter: QuarterKey,
    before: IndicatorValue | None,
    *,
    on: Occasion,
) -> IndicatorValue:
    row.indicator_id = indicator.id
    row.year, row.quarter = quarter
    row.person_id, row.channel, row.entered_at = on.acting.person_id, on.acting.channel, on.now
    db.session.add(row)
    db.session.flush()
    record(
        Event.INDICATOR_ENTERED,
        "indicator",
        indicator.id,
        acting=on.acting,
        at=on.now,
        quarter=f"{row.year}-q{row.quarter}",
        from_=_text(before.value if before else None),
        to=_text(row.value),
        note=row.note,
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
    shown: int | None = None,
    on: Occasion,
) -> FieldNote | None:
    """A word on a field; None when it says nothing new. Nothing at all takes back what was written.

    `shown` as for a figure. Raises Stale, RuleBroken('note_empty') where there is nothing to take back.
    """
    wait_turn(f"field note {field}")
    before = queries.latest_note(field, year, quarter)
    _expect_shown(before, shown)
    if not (results or shortcomings) and before is None:
        raise RuleBroken("note_empty", field="results")
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
        name=field_name(field),
        quarter=f"{year}-q{quarter}",
    )
    return row


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
