"""The report page as data: the `RollUp` the document takes, arranged for the screen; every number knows its list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from taskboard.briefings.models import Briefing
from taskboard.domain.rollup import Basis, Counts, Ratio, RollUp, Row, TaskClass
from taskboard.reports.queries import BothBases
from taskboard.web.language import counted as _n
from taskboard.web.wording import quarter_text, tenths_text

SERIES = (
    TaskClass.DONE_ON_TIME,
    TaskClass.DONE_LATE,
    TaskClass.OPEN_IN_TIME,
    TaskClass.OPEN_OVERDUE,
    TaskClass.DONE_NO_DEADLINE,
    TaskClass.OPEN_NO_DEADLINE,
)
"""One order on every chart and table."""
APART = "wards"
"""Wards and communes are drawn as one row on its own scale: 25 small bars would hide the departments."""
NO_FIELD = ""


@dataclass(frozen=True, slots=True)
class Page:
    rollup: RollUp
    worst: list[str]
    figures: list[dict[str, Any]]
    legend: list[dict[str, Any]]
    bars: list[dict[str, Any]]
    units: list[dict[str, Any]]
    matrix: dict[str, Any] | None
    changes: list[dict[str, Any]] | None
    tally: list[dict[str, Any]]
    previous_period: str


def build(
    figures: BothBases,
    basis: Basis,
    briefing: Briefing,
    *,
    names: Mapping[str, str],
    order: Mapping[int, int],
) -> Page:
    """Arrange one roll-up; `names` of fields by code, `order` of units by id."""
    rollup = figures.original if basis is Basis.ORIGINAL else figures.current
    link = _Linker(briefing, basis)
    lines = sorted(rollup.by_unit, key=lambda line: order.get(line.unit_id, 10_000))
    earlier = briefing.previous
    return Page(
        rollup=rollup,
        worst=[
            line.name
            for line in sorted(lines, key=lambda x: -x.figures.counts.open_overdue)[:3]
            if line.figures.counts.open_overdue
        ],
        figures=_headline(rollup, link, earlier),
        legend=[
            {"state": each.value, "label": class_words(each), "total": getattr(rollup.counts, each.value)}
            for each in SERIES
        ],
        bars=_bars(lines, link),
        units=[
            {"label": line.name, "counts": line.figures.counts, "link": link.of(unit=line.unit_id)}
            for line in lines
        ],
        matrix=_matrix(rollup, lines, link, names),
        changes=_changes(rollup),
        tally=_tally(rollup, link),
        previous_period=quarter_text(earlier.quarter, earlier.year) if earlier else "",
    )


@dataclass(frozen=True, slots=True)
class _Linker:
    briefing: Briefing
    basis: Basis

    def of(self, **conditions: Any) -> str:
        chosen = {name: value for name, value in conditions.items() if value is not None}
        return url_for("reports.report_tasks", code=self.briefing.code, basis=self.basis.value, **chosen)

    def of_class(self, task_class: str, **conditions: Any) -> str:
        return self.of(task_class=task_class, **conditions)


def class_words(each: TaskClass) -> str:
    return {
        TaskClass.DONE_ON_TIME: _("Hoàn thành đúng hạn"),
        TaskClass.DONE_LATE: _("Hoàn thành quá hạn"),
        TaskClass.OPEN_IN_TIME: _("Chưa hoàn thành, trong hạn"),
        TaskClass.OPEN_OVERDUE: _("Chưa hoàn thành, quá hạn"),
        TaskClass.DONE_NO_DEADLINE: _("Hoàn thành, không thời hạn"),
        TaskClass.OPEN_NO_DEADLINE: _("Chưa hoàn thành, không thời hạn"),
        TaskClass.EXCLUDED: _("Ngoài tổng số"),
    }[each]


def permille_text(permille: int | None) -> str:
    """`67,0%`; a dash where there is nothing to rate (rule 34)."""
    return "—" if permille is None else f"{tenths_text(permille)}%"


def _headline(rollup: RollUp, link: _Linker, earlier: Briefing | None) -> list[dict[str, Any]]:
    counts = rollup.counts
    before = quarter_text(earlier.quarter, earlier.year) if earlier else _("kỳ trước")
    rows: tuple[tuple[str, str, Ratio, str, bool | None], ...] = (
        (_("Hoàn thành, trên tổng số"), "done_of_all", counts.done_of_all, "done", True),
        (
            _("Hoàn thành đúng hạn, trên số đã hoàn thành có thời hạn"),
            "on_time_of_done_with_deadline",
            counts.on_time_of_done_with_deadline,
            TaskClass.DONE_ON_TIME.value,
            True,
        ),
        (
            _("Quá hạn chưa hoàn thành, trên số có thời hạn"),
            "overdue_of_with_deadline",
            counts.overdue_of_with_deadline,
            TaskClass.OPEN_OVERDUE.value,
            False,
        ),
    )
    cards = [
        {
            "label": label,
            "value": permille_text(ratio.permille),
            "url": link.of(task_class=which),
            "of": _n("%(part)s / %(all)s việc", all=ratio.denominator, part=ratio.numerator),
            "move": _move(rollup.permille_change(name), is_more_better=better, before=before),
        }
        for label, name, ratio, which, better in rows
    ]
    updated = rollup.total.updated
    cards.append(
        {
            "label": _n("Có cập nhật trong %(days)s ngày, trên số chưa xong", days=rollup.silence_days),
            "value": permille_text(updated.permille),
            "url": link.of(task_class="open"),
            "of": _n("%(part)s / %(all)s việc", all=updated.denominator, part=updated.numerator),
        }
    )
    return cards


def _move(change: int | None, *, is_more_better: bool | None, before: str) -> dict[str, Any]:
    if change is None:
        return {"text": _("chưa có số %(period)s để so sánh", period=before)}
    if change == 0:
        return {"text": _("bằng %(period)s", period=before)}
    way = "up" if change > 0 else "down"
    size = abs(change)
    return {
        "text": _("%(points)s điểm %%", points=tenths_text(size)),
        "rest": _("so với %(period)s", period=before),
        "way": way,
        "good": (change > 0) is is_more_better,
    }


def _segments(counts: Counts, link: Callable[[str], str]) -> list[dict[str, Any]]:
    return [
        {
            "state": each.value,
            "value": getattr(counts, each.value),
            "url": link(each.value),
            "words": class_words(each),
        }
        for each in SERIES
    ]


def _sum(many: Iterable[Counts]) -> Counts:
    rows = list(many)
    return Counts(**{each.value: sum(getattr(counts, each.value) for counts in rows) for each in SERIES})


def _bars(lines: list[Any], link: _Linker) -> list[dict[str, Any]]:
    shown = [line for line in lines if line.group != APART]
    bars = [
        {
            "label": line.name,
            "url": link.of(unit=line.unit_id),
            "total": line.figures.counts.total,
            "segments": _segments(line.figures.counts, partial(link.of_class, unit=line.unit_id)),
        }
        for line in shown
        if line.figures.counts.total
    ]
    wards = [line for line in lines if line.group == APART]
    if wards:
        counts = _sum(line.figures.counts for line in wards)
        bars.append(
            {
                "label": _n("%(count)s phường, xã", count=len(wards)),
                "url": link.of(group=APART),
                "total": counts.total,
                "segments": _segments(counts, partial(link.of_class, group=APART)),
                "is_apart": bool(shown),
            }
        )
    return bars


def _matrix(
    rollup: RollUp, lines: list[Any], link: _Linker, names: Mapping[str, str]
) -> dict[str, Any] | None:
    """Overdue by unit and field; None when nothing is overdue."""
    late = [row for row in rollup.rows if row.task_class is TaskClass.OPEN_OVERDUE]
    if not late:
        return None
    overdue = TaskClass.OPEN_OVERDUE.value
    fields = sorted({row.field for row in late}, key=lambda code: (code == NO_FIELD, names.get(code, code)))
    cells = _count(late)
    ids = {row.unit_id for row in late}
    rows = [
        {
            "label": line.name,
            "cells": [
                {
                    "value": cells.get((line.unit_id, field), 0),
                    "url": link.of(unit=line.unit_id, field=field or "-", task_class=overdue),
                }
                for field in fields
            ],
            "total": sum(1 for row in late if row.unit_id == line.unit_id),
            "total_url": link.of(unit=line.unit_id, task_class=overdue),
        }
        for line in lines
        if line.unit_id in ids
    ]
    return {
        "caption": _("Việc quá hạn theo đơn vị và lĩnh vực"),
        "row_label": _("Đơn vị"),
        "columns": [names.get(field, field) or _("Chưa nêu lĩnh vực") for field in fields],
        "rows": rows,
        "totals": [
            {
                "value": sum(1 for row in late if row.field == field),
                "url": link.of(field=field or "-", task_class=overdue),
            }
            for field in fields
        ],
        "grand": {"value": len(late), "url": link.of(task_class=overdue)},
    }


def _count(rows: Iterable[Row]) -> dict[tuple[int, str], int]:
    cells: dict[tuple[int, str], int] = {}
    for row in rows:
        cells[row.unit_id, row.field] = cells.get((row.unit_id, row.field), 0) + 1
    return cells


def _changes(rollup: RollUp) -> list[dict[str, Any]] | None:
    changes = rollup.changes()
    if changes is None:
        return None
    words = {
        "total": _("Tổng số"),
        "done": _("Đã hoàn thành"),
        "done_on_time": _("Hoàn thành đúng hạn"),
        "done_late": _("Hoàn thành quá hạn"),
        "open_overdue": _("Quá hạn chưa hoàn thành"),
        "open_no_deadline": _("Chưa hoàn thành, không thời hạn"),
    }
    return [
        {
            "label": words[change.name],
            "before": change.before,
            "now": change.now,
            "text": _("mới") if change.is_new else _signed(change.now - change.before),
        }
        for change in changes
        if change.name in words
    ]


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


def _tally(rollup: RollUp, link: _Linker) -> list[dict[str, Any]]:
    carried = rollup.total.carried
    return [
        {
            "label": _("Chưa hoàn thành, chuyển tiếp"),
            "value": rollup.counts.open,
            "url": link.of(task_class="open"),
        },
        {
            "label": _("Đã chuyển tiếp từ 2 quý trở lên"),
            "value": sum(n for times, n in carried.items() if times >= 2),
        },
        {"label": _("Chờ Văn phòng xác nhận"), "value": rollup.total.waiting},
        {"label": _("Được gia hạn"), "value": rollup.total.extended},
        {"label": _("Bị gửi lại"), "value": rollup.total.sent_back},
        {
            "label": _n("Không cập nhật quá %(days)s ngày", days=rollup.silence_days),
            "value": rollup.total.silent,
        },
        {
            "label": _("Thu hồi, trả lại, không tiếp tục (ngoài tổng số)"),
            "value": sum(rollup.excluded.values()),
            "url": link.of(task_class=TaskClass.EXCLUDED.value),
        },
    ]


def listed(rollup: RollUp, *, task_class: str, unit: int | None, group: str, field: str) -> list[Row]:
    """Exactly the rows a number of the page counts."""
    return [
        row
        for row in rollup.rows
        if _in_class(row, task_class)
        and (unit is None or row.unit_id == unit)
        and (not group or row.unit_group == group)
        and (not field or row.field == ("" if field == "-" else field))
    ]


def _in_class(row: Row, task_class: str) -> bool:
    match task_class:
        case "":
            return not row.is_excluded
        case "open":
            return row.is_open
        case "done":
            return not row.is_open and not row.is_excluded
        case _:
            return row.task_class.value == task_class
