"""The quarter's indicators as a report has them, and what was entered of them since it was frozen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from taskboard.briefings.models import Briefing
from taskboard.domain.canonical import from_plain
from taskboard.domain.events import Event
from taskboard.domain.indicators import QuarterKey
from taskboard.indicators import queries as indicators
from taskboard.indicators.models import Indicator
from taskboard.indicators.section import ReportSection
from taskboard.journal import queries as journal
from taskboard.journal.queries import Line
from taskboard.reports.models import Snapshot


def section_of(
    briefing: Briefing, snapshot: Snapshot | None, *, known_at: datetime | None = None
) -> ReportSection | None:
    """As frozen with the briefing; what counts now, or counted at `known_at`, where nothing is frozen.

    None where the city keeps no figures.
    """
    if snapshot is not None:
        return from_plain(ReportSection, json.loads(snapshot.indicators)) if snapshot.indicators else None
    section = indicators.report_section(briefing.year, briefing.quarter, known_at=known_at)
    return section if section.lines or section.notes else None


@dataclass(frozen=True, slots=True)
class Revised:
    """A quarter's figure, or a year's plan, that was entered, revised or withdrawn since a freeze."""

    name: str
    measure: str
    year: int
    quarter: int | None
    """None for the year's plan."""
    then: Decimal | None
    now: Decimal | None
    lines: list[Line]
    """The journal's entries, oldest first."""


def revised_since(briefing: Briefing, snapshot: Snapshot) -> list[Revised]:
    """What moves a figure of that quarter's report, in the report's order of indicators, oldest period first."""
    rows = indicators.all_indicators()
    entries = journal.after("indicator", [row.id for row in rows], snapshot.last_entry_id)
    return [one for row in rows for one in _of_indicator(row, entries.get(row.id, []), briefing)]


@dataclass(frozen=True, slots=True)
class RevisedWords:
    """A field's words, or an indicator's definition, that are not as they were frozen."""

    name: str
    changes: list[tuple[str, str, str]]
    """What changed, as it was frozen and as it stands; empty words where there were, or are, none."""
    lines: list[Line]
    """The journal's entries, oldest first."""


def reworded_since(briefing: Briefing, snapshot: Snapshot) -> list[RevisedWords]:
    """Words on fields in their order, then indicators that came, went or are called otherwise."""
    now = indicators.report_section(briefing.year, briefing.quarter)
    then = section_of(briefing, snapshot) or ReportSection(briefing.year, briefing.quarter)
    return [*_notes_since(then, now, snapshot), *_definitions_since(then, now, snapshot)]


def _notes_since(then: ReportSection, now: ReportSection, snapshot: Snapshot) -> Iterator[RevisedWords]:
    written = indicators.notes_of((now.year, now.quarter))
    ids = [row.id for rows in written.values() for row in rows]
    entries = journal.after("field_note", ids, snapshot.last_entry_id)
    before, after = ({note.field: note for note in one.notes} for one in (then, now))
    for field in {**before, **after}:
        changes = _changed(before.get(field), after.get(field), ("results", "shortcomings"))
        if changes:
            lines = [line for row in reversed(written.get(field, [])) for line in entries.get(row.id, [])]
            yield RevisedWords((after.get(field) or before[field]).field_name, changes, lines)


def _definitions_since(then: ReportSection, now: ReportSection, snapshot: Snapshot) -> Iterator[RevisedWords]:
    rows = {row.code: row.id for row in indicators.all_indicators()}
    entries = journal.after("indicator", list(rows.values()), snapshot.last_entry_id)
    before, after = ({line.code: line for line in one.lines} for one in (then, now))
    for code in {**before, **after}:
        changes = _changed(before.get(code), after.get(code), ("name", "measure", "unit_name", "field"))
        if changes:
            lines = [line for line in entries.get(rows.get(code, 0), []) if line.event in _DEFINING]
            yield RevisedWords((after.get(code) or before[code]).name, changes, lines)


_DEFINING = (Event.INDICATOR_DEFINED, Event.INDICATOR_CHANGED)


def _changed(then: Any, now: Any, names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    pairs = ((name, getattr(then, name, ""), getattr(now, name, "")) for name in names)
    return [(name, before, after) for name, before, after in pairs if before != after]


def _of_indicator(row: Indicator, entries: list[Line], briefing: Briefing) -> Iterator[Revised]:
    by_period: dict[tuple[int, int], list[Line]] = {}
    for line in entries:
        period = _period(line)
        if period is not None and _is_printed(row, period, (briefing.year, briefing.quarter)):
            by_period.setdefault(period, []).append(line)
    for (year, quarter), lines in sorted(by_period.items()):
        yield Revised(
            name=row.name,
            measure=row.measure,
            year=year,
            quarter=quarter or None,
            then=figure_of(lines[0], "from"),
            now=figure_of(lines[-1], "to"),
            lines=lines,
        )


def _period(line: Line) -> tuple[int, int] | None:
    """Year and quarter of an entry, quarter 0 for a plan; None for one that holds no figure."""
    if line.event == Event.INDICATOR_PLAN_SET:
        return int(line.details["year"]), 0
    if line.event != Event.INDICATOR_ENTERED:
        return None
    year, _dash, number = str(line.details["quarter"]).partition("-q")
    return int(year), int(number)


def _is_printed(row: Indicator, period: tuple[int, int], quarter: QuarterKey) -> bool:
    """The plan, the quarter and the same one a year before; earlier quarters of the year where they add up."""
    year, number = quarter
    if period in ((year, 0), (year, number), (year - 1, number)):
        return True
    return row.adds_up and period[0] == year and period[1] < number


def figure_of(line: Line, name: str) -> Decimal | None:
    """The figure before (`from`) or after (`to`) an entry; None where there was none."""
    text = line.details.get(name)
    return None if text is None else Decimal(text)
