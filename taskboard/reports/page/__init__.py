"""The report page as data: one picture arranged for the screen; every number knows its list (rule 33)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from taskboard.briefings.models import Briefing
from taskboard.domain.rating import Thresholds
from taskboard.domain.rollup import Basis, Picture
from taskboard.reports.page import charts, headline, tables
from taskboard.reports.page.links import Links
from taskboard.reports.parts_apart import PartLine
from taskboard.reports.sql import Grouped
from taskboard.reports.trend import Quarterly
from taskboard.web.wording import quarter_text

WORST = 3
"""So many units the first sentence names."""


@dataclass(frozen=True, slots=True)
class Page:
    picture: Picture
    done: Markup
    total: Markup
    """Numbers of the first sentence, as links."""
    overdue_url: str
    worst: list[str]
    figures: list[dict[str, Any]]
    legend: list[dict[str, Any]]
    bars: list[dict[str, Any]]
    units: list[tables.ClassRow]
    bands: list[dict[str, Any]]
    quarters: list[dict[str, Any]]
    matrix: dict[str, Any] | None
    breakdowns: list[tables.Breakdown]
    bases: list[dict[str, Any]]
    changes: list[dict[str, Any]] | None
    followed: list[dict[str, Any]]
    carried: list[dict[str, Any]]
    ranks: list[dict[str, Any]]
    parts: tables.PartTable | None
    previous_period: str


def build(
    grouped: Grouped,
    briefing: Briefing,
    *,
    names: Mapping[str, str],
    order: Mapping[int, int],
    thresholds: Thresholds,
    earlier: Sequence[Quarterly] = (),
    parts: Sequence[PartLine] = (),
) -> Page:
    """Arrange one picture; `names` of fields by code, `order` of units by id, `earlier` quarters oldest first, `parts` by unit."""
    picture = grouped.picture
    basis, counts, total = picture.basis, picture.counts, picture.total
    links = Links.of_report(briefing, basis)
    lines = sorted(picture.by_unit, key=lambda line: order.get(line.unit_id, len(order)))
    previous = quarter_text(briefing.previous.quarter, briefing.previous.year) if briefing.previous else ""
    late = sorted(lines, key=lambda line: -line.figures.counts.open_overdue)[:WORST]
    return Page(
        picture=picture,
        done=headline.linked(links.cell(counts.done, task_class="done")),
        total=headline.linked(links.cell(counts.total)),
        overdue_url=links.to(task_class=headline.OVERDUE),
        worst=[line.name for line in late if line.figures.counts.open_overdue],
        figures=headline.shares(picture, links, previous or headline.nothing_before()),
        legend=charts.legend(counts, links),
        bars=charts.bars(lines, links),
        units=tables.classes(lines, counts, links),
        bands=charts.bands(total, links) if counts.open_overdue else [],
        quarters=charts.quarters(
            earlier, counts, links, quarter=(briefing.quarter, briefing.year), basis=basis
        ),
        matrix=charts.matrix(grouped.overdue, lines, links, names),
        breakdowns=tables.breakdowns(picture, links, names),
        bases=headline.both_bases(picture, {each.value: Links.of_report(briefing, each) for each in Basis}),
        changes=headline.changes(picture, links),
        followed=tables.followed(picture, links),
        carried=tables.carried(picture, links),
        ranks=tables.ranks(lines, thresholds, links),
        parts=tables.parts(parts, url_for("reports.report_parts", code=briefing.code)),
        previous_period=previous,
    )
