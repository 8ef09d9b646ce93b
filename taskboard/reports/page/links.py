"""Every number of the report page is a link to exactly the list it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from taskboard.briefings.models import Briefing
from taskboard.domain.rollup import Basis, Ratio

PREVIOUS = "previous"
"""In an address: the list is of the period that the figures are set beside."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and where its list is."""

    value: int
    url: str


@dataclass(frozen=True, slots=True)
class ShareCell:
    """A share with both its numbers, each with its list (rule 33); `percent` is a dash where nothing is to rate."""

    percent: str
    part: Cell
    all: Cell


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the lists of one report; built from one `url_for`, for a page has hundreds."""

    list_url: str
    basis: Basis

    @classmethod
    def of_report(cls, briefing: Briefing, basis: Basis) -> Links:
        return cls(url_for("reports.report_tasks", code=briefing.code), basis)

    def to(self, **conditions: Any) -> str:
        """The list under these conditions, named as `Selection`'s fields."""
        chosen = {name: value for name, value in conditions.items() if value not in ("", None)}
        return f"{self.list_url}?{urlencode({'basis': self.basis.value, **chosen})}"

    def cell(self, value: int, **conditions: Any) -> Cell:
        return Cell(value, self.to(**conditions))

    def share(self, ratio: Ratio, percent: str, part: dict[str, Any], all_: dict[str, Any]) -> ShareCell:
        """Conditions of the list of the numerator and of the denominator."""
        return ShareCell(percent, self.cell(ratio.numerator, **part), self.cell(ratio.denominator, **all_))
