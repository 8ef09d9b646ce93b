"""The part of a quarter's report on figures and fields, as plain values: printed, and frozen under a snapshot's hash."""

from __future__ import annotations

from dataclasses import dataclass

from taskboard.domain.indicators import Standing


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One indicator as a report prints it."""

    code: str
    name: str
    measure: str
    unit_name: str
    field: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class ReportNote:
    field: str
    field_name: str
    results: str
    shortcomings: str


@dataclass(frozen=True, slots=True)
class ReportSection:
    """The part of the quarterly report on figures and fields; empty where the city keeps none."""

    year: int
    quarter: int
    lines: tuple[ReportLine, ...] = ()
    notes: tuple[ReportNote, ...] = ()
