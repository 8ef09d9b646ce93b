"""Bars by unit, overdue bands, the line of quarters, and the heat of unit by field; numbers first, drawings second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from taskboard.domain.deadline import LateBand
from taskboard.domain.rollup import Basis, Counts, Figures, TaskClass, UnitLine, counts_total
from taskboard.domain.vietnamese import sort_key
from taskboard.reports.page.links import Links
from taskboard.reports.page.words import SERIES, band_words, class_words, permille_text
from taskboard.reports.selection import NONE
from taskboard.reports.trend import Quarterly
from taskboard.web.language import counted as _n
from taskboard.web.wording import quarter_text

APART = "wards"
"""Wards and communes are drawn as one row on its own scale: 25 small bars would hide the departments."""
OVERDUE = TaskClass.OPEN_OVERDUE.value


def legend(counts: Counts, links: Links) -> list[dict[str, Any]]:
    return [
        {
            "state": each.value,
            "label": class_words(each),
            "total": getattr(counts, each.value),
            "url": links.to(task_class=each.value),
        }
        for each in SERIES
    ]


def _segments(counts: Counts, link: Callable[..., str]) -> list[dict[str, Any]]:
    return [
        {
            "state": each.value,
            "value": getattr(counts, each.value),
            "url": link(task_class=each.value),
            "words": class_words(each),
        }
        for each in SERIES
    ]


def _bar(label: str, counts: Counts, link: Callable[..., str]) -> dict[str, Any]:
    return {"label": label, "url": link(), "total": counts.total, "segments": _segments(counts, link)}


def bars(lines: Sequence[UnitLine], links: Links) -> list[dict[str, Any]]:
    """One bar a unit, the wards together."""
    shown = [line for line in lines if line.group != APART and line.figures.counts.total]
    drawn = [_bar(line.name, line.figures.counts, partial(links.to, unit=line.unit_id)) for line in shown]
    wards = [line.figures.counts for line in lines if line.group == APART]
    if wards:
        label = _n("Phường, xã (%(count)s đơn vị)", count=len(wards))
        together = _bar(label, counts_total(wards), partial(links.to, group=APART))
        drawn.append({**together, "is_apart": bool(shown)})
    return drawn


def bands(total: Figures, links: Links) -> list[dict[str, Any]]:
    """How long the overdue have been so."""
    return [
        {
            "label": band_words(band),
            "url": links.to(task_class=OVERDUE, band=band.value),
            "total": count,
            "segments": [
                {
                    "state": OVERDUE,
                    "value": count,
                    "url": links.to(task_class=OVERDUE, band=band.value),
                    "words": class_words(TaskClass.OPEN_OVERDUE),
                }
            ],
        }
        for band, count in ((band, total.late_bands[band]) for band in LateBand)
    ]


def quarters(
    earlier: Iterable[Quarterly], counts: Counts, links: Links, *, quarter: tuple[int, int], basis: Basis
) -> list[dict[str, Any]]:
    """Each quarter as it was presented, this one last; empty where there is nothing to draw a line through."""
    past = [(quarter_text(row.quarter, row.year), row.counts, _links_of(row.code, basis)) for row in earlier]
    if not past:
        return []
    return [
        {
            **_bar(label, each, link.to),
            "cells": [
                link.cell(each.total),
                link.cell(each.done, task_class="done"),
                link.cell(each.open_overdue, task_class=OVERDUE),
            ],
            "done": permille_text(each.done_of_all.permille),
            "overdue": permille_text(each.overdue_of_with_deadline.permille),
        }
        for label, each, link in [*past, (quarter_text(*quarter), counts, links)]
    ]


def _links_of(code: str, basis: Basis) -> Links:
    return Links(url_for("reports.report_tasks", code=code), basis)


def matrix(
    overdue: Mapping[tuple[int, str], int],
    lines: Sequence[UnitLine],
    links: Links,
    names: Mapping[str, str],
) -> dict[str, Any] | None:
    """Overdue by unit and field; None when nothing is overdue."""
    if not overdue:
        return None
    fields = sorted(
        {field for _unit, field in overdue}, key=lambda code: (code == "", sort_key(names.get(code, code)))
    )
    late = partial(links.to, task_class=OVERDUE)
    by_unit, by_field = _sums(overdue, 0), _sums(overdue, 1)
    return {
        "caption": _("Việc quá hạn theo đơn vị và lĩnh vực"),
        "row_label": _("Đơn vị"),
        "columns": [names.get(field, field) or _("Chưa nêu lĩnh vực") for field in fields],
        "rows": [
            {
                "label": line.name,
                "cells": [
                    {
                        "value": overdue.get((line.unit_id, field), 0),
                        "url": late(unit=line.unit_id, field=field or NONE),
                    }
                    for field in fields
                ],
                "total": by_unit[line.unit_id],
                "total_url": late(unit=line.unit_id),
            }
            for line in lines
            if line.unit_id in by_unit
        ],
        "totals": [{"value": by_field[field], "url": late(field=field or NONE)} for field in fields],
        "grand": {"value": sum(overdue.values()), "url": late()},
    }


def _sums(cells: Mapping[tuple[int, str], int], place: int) -> dict[Any, int]:
    sums: dict[Any, int] = {}
    for key, count in cells.items():
        sums[key[place]] = sums.get(key[place], 0) + count
    return sums
