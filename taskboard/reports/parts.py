"""What every part of the quarter's report is made from: the figures, the words about them, and their order in print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from taskboard.domain.rollup import Basis, Counts, Line, Ratio, RollUp, Row, UnitLine
from taskboard.indicators.section import ReportSection
from taskboard.reports.content import MISSING, HeadCell, Issuer, Numbering, Signature
from taskboard.reports.wording import NOTHING, Wording, percent_text, ratio_text
from taskboard.wording import cutoff_text, day_text, number_text


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """What Phụ lục II says of a task beyond its figures, as its unit and the Office wrote it."""

    source: str = ""
    """`TB 45/TB-UBND, 12/04/2021`; without it the directive's code is printed."""
    partners: tuple[str, ...] = ()
    result: str = ""
    """The last report in short, or the product's number and date."""
    cause: str = ""
    """Why it is held up, from the list of causes; empty for none given."""


@dataclass(frozen=True, slots=True)
class BriefingFacts:
    """What the report says of the body, the period and the signing. Empty is unknown, and prints as a gap."""

    issuer: Issuer
    body: str
    """As in a sentence: `Ủy ban nhân dân thành phố Nam Định`."""
    numbering: Numbering
    signature: Signature
    period: str
    """`quý II năm 2021`"""
    next_period: str
    recipients: tuple[str, ...] | None = ()
    """None for those that the words name."""
    archive: str = ""
    unit_order: tuple[int, ...] = ()
    """Unit ids in the city's official order; others follow by name."""
    field_names: Mapping[str, str] = field(default_factory=dict)
    assessment: tuple[str, ...] = ()
    """Paragraphs on shortcomings and causes."""
    section: ReportSection | None = None
    """The quarter's figures and words on fields; None where the city keeps none."""
    priorities: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A part of one report: how it says a phrase, finds a detail and orders units, groups and fields."""

    rollup: RollUp
    details: Mapping[str, TaskDetail]
    facts: BriefingFacts
    wording: Wording

    @property
    def stamp(self) -> str:
        """As of when (rule 30)."""
        return self.say(
            self.wording.stamp, cutoff=cutoff_text(self.rollup.cutoff, ZoneInfo(self.rollup.zone))
        )

    def say(self, phrase: str, **values: str) -> str:
        """A phrase with its braces filled: by `values`, and by what every phrase may name (`Wording.common`)."""
        other = Basis.CURRENT if self.rollup.basis is Basis.ORIGINAL else Basis.ORIGINAL
        known = {
            "body": self.facts.body,
            "period": self.facts.period,
            "next_period": self.facts.next_period,
            "basis": self.wording.bases[self.rollup.basis],
            "other_basis": self.wording.bases[other],
        }
        return phrase.format(**{**known, **values})

    def attached(self) -> str:
        """Which report an appendix belongs to."""
        numbering = self.facts.numbering
        day = day_text(numbering.dated_on) or MISSING
        return self.say(self.wording.attached, number=numbering.text, day=day)

    def detail(self, row: Row) -> TaskDetail:
        """Of a duty: the newest occurrence on which something was reported, else the newest."""
        known = [self.details[code] for code in reversed(row.codes) if code in self.details]
        return next((detail for detail in known if detail.result), known[0] if known else TaskDetail())

    def unit_positions(self) -> dict[int, tuple[int, str]]:
        """Where each unit stands in print; a unit that only has excluded tasks is among them."""
        given = {unit_id: position for position, unit_id in enumerate(self.facts.unit_order)}
        last = len(given)
        return {row.unit_id: (given.get(row.unit_id, last), row.unit_name) for row in self.rollup.rows}

    def units(self) -> list[UnitLine]:
        """In the city's order of units."""
        order = self.unit_positions()
        return sorted(self.rollup.by_unit, key=lambda line: order[line.unit_id])

    def groups(self) -> list[Line]:
        """In the order of the wording's groups."""
        known = {key: position for position, key in enumerate(self.wording.groups)}
        return sorted(self.rollup.by_group, key=lambda line: (known.get(line.key, len(known)), line.key))

    def fields(self) -> list[Line]:
        """In the city's order of fields, those without one last."""
        known = {key: position for position, key in enumerate(self.facts.field_names)}
        return sorted(
            self.rollup.by_field, key=lambda line: (not line.key, known.get(line.key, len(known)), line.key)
        )

    def group_name(self, key: str) -> str:
        return self.wording.groups.get(key, key)

    def field_name(self, key: str) -> str:
        return self.facts.field_names.get(key, key) or self.wording.no_field


def class_heads(what: str, *more: str) -> tuple[tuple[HeadCell, ...], ...]:
    """The heading of a table of the official classes, in two levels."""
    first = (
        HeadCell("TT", rows=2),
        HeadCell(what, rows=2),
        HeadCell("Tổng số", rows=2),
        HeadCell("Hoàn thành", columns=3),
        HeadCell("Chưa hoàn thành", columns=3),
        HeadCell("Tỷ lệ hoàn thành", rows=2),
        *(HeadCell(text, rows=2) for text in more),
    )
    names = ("Đúng hạn", "Quá hạn", "Không thời hạn", "Trong hạn", "Quá hạn", "Không thời hạn")
    return first, tuple(HeadCell(name) for name in names)


def class_cells(counts: Counts) -> tuple[str, ...]:
    """Total, the six official classes and the share done, in the order of `class_heads`."""
    names = (
        "total",
        "done_on_time",
        "done_late",
        "done_no_deadline",
        "open_in_time",
        "open_overdue",
        "open_no_deadline",
    )
    return (*(number_text(getattr(counts, name)) for name in names), stacked(counts.done_of_all))


def stacked(ratio: Ratio) -> str:
    """A share in a narrow cell: `8/18` over `44,4%`."""
    return f"{ratio_text(ratio)}\n{percent_text(ratio.permille)}" if ratio.denominator else NOTHING
