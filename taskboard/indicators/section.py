"""The part of a quarter's report on figures and fields, as plain values: printed, and frozen under a snapshot's hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from taskboard.domain.indicators import Standing, Trend


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

    def to_plain(self) -> dict[str, Any]:
        """As it is frozen under a snapshot's hash: exact digits as text."""
        return {
            "year": self.year,
            "quarter": self.quarter,
            "lines": [_plain_line(line) for line in self.lines],
            "notes": [asdict(note) for note in self.notes],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> ReportSection:
        """The section exactly as it was frozen."""
        return cls(
            year=plain["year"],
            quarter=plain["quarter"],
            lines=tuple(_line_of(line) for line in plain["lines"]),
            notes=tuple(ReportNote(**note) for note in plain["notes"]),
        )


_FIGURES = (
    "value",
    "in_year",
    "plan",
    "share_of_plan",
    "same_period",
    "change_on_same_period",
    "previous",
    "change_on_previous",
)
_WORDS = ("code", "name", "measure", "unit_name", "field")


def _plain_line(line: ReportLine) -> dict[str, Any]:
    figures = {name: _text(getattr(line.standing, name)) for name in _FIGURES}
    return {name: getattr(line, name) for name in _WORDS} | figures | {"trend": line.standing.trend.value}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _line_of(plain: Mapping[str, Any]) -> ReportLine:
    figures = {name: None if plain[name] is None else Decimal(plain[name]) for name in _FIGURES}
    return ReportLine(
        **{name: plain[name] for name in _WORDS}, standing=Standing(**figures, trend=Trend(plain["trend"]))
    )
