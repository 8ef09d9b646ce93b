"""The first lines of the report: a sentence, four shares, and how they moved since an equally long period (rule 35)."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from taskboard.domain.rollup import Picture, Ratio, TaskClass
from taskboard.reports.page.links import Cell, Links
from taskboard.reports.page.words import SERIES, class_words, permille_text, signed
from taskboard.web.language import counted as _n
from taskboard.web.wording import tenths_text

OVERDUE = TaskClass.OPEN_OVERDUE.value


def linked(cell: Cell) -> Markup:
    """A number inside a sentence."""
    return Markup('<a href="{}">{}</a>').format(cell.url, cell.value) if cell.value else escape(cell.value)


def nothing_before() -> str:
    return _("kỳ trước")


def shares(picture: Picture, links: Links, before: str) -> list[dict[str, Any]]:
    """The four shares as components/figures.html takes them."""
    counts = picture.counts
    on_time, overdue = TaskClass.DONE_ON_TIME.value, TaskClass.OPEN_OVERDUE.value
    rows: tuple[tuple[str, str, str, str, bool], ...] = (
        (_("Hoàn thành, trên tổng số"), "done_of_all", "done", "", True),
        (
            _("Hoàn thành, trên số có thời hạn"),
            "done_of_with_deadline",
            "done_with_deadline",
            "with_deadline",
            True,
        ),
        (
            _("Đúng hạn, trên số đã hoàn thành có thời hạn"),
            "on_time_of_done_with_deadline",
            on_time,
            "done_with_deadline",
            True,
        ),
        (_("Quá hạn chưa hoàn thành, trên tổng số"), "overdue_of_all", overdue, "", False),
        (
            _("Quá hạn chưa hoàn thành, trên số có thời hạn"),
            "overdue_of_with_deadline",
            overdue,
            "with_deadline",
            False,
        ),
    )
    cards = [
        _card(label, getattr(counts, name), links, {"task_class": part}, {"task_class": all_})
        | {"move": _move(picture.permille_change(name), is_more_better=better, before=before)}
        for label, name, part, all_, better in rows
    ]
    label = _n("Có cập nhật trong %(days)s ngày, trên số chưa xong", days=picture.silence_days)
    cards.append(_card(label, picture.total.updated, links, {"flag": "updated"}, {"flag": "owing"}))
    return cards


def _card(
    label: str, ratio: Ratio, links: Links, part: dict[str, Any], all_: dict[str, Any]
) -> dict[str, Any]:
    cell = links.share(ratio, permille_text(ratio.permille), part, all_)
    of = Markup("{} / {} ").format(linked(cell.part), linked(cell.all)) + _("việc")
    return {"label": label, "value": cell.percent, "of": of}


def _move(change: int | None, *, is_more_better: bool, before: str) -> dict[str, Any]:
    if change is None:
        return {"text": _("chưa có số %(period)s để so sánh", period=before)}
    if change == 0:
        return {"text": _("bằng %(period)s", period=before)}
    return {
        "text": _("%(points)s điểm %%", points=tenths_text(abs(change))),
        "rest": _("so với %(period)s", period=before),
        "way": "up" if change > 0 else "down",
        "good": (change > 0) is is_more_better,
    }


def changes(picture: Picture, links: Links) -> list[dict[str, Any]] | None:
    """Every count beside that of the previous period, each with its list; None without one."""
    found = picture.changes()
    if found is None:
        return None
    classes = {
        "total": (_("Tổng số"), ""),
        "done": (_("Đã hoàn thành"), "done"),
        "done_on_time": (_("Hoàn thành đúng hạn"), "done_on_time"),
        "done_late": (_("Hoàn thành quá hạn"), "done_late"),
        "open": (_("Chưa hoàn thành"), "open"),
        "open_overdue": (_("Quá hạn chưa hoàn thành"), "open_overdue"),
        "open_no_deadline": (_("Chưa hoàn thành, không thời hạn"), "open_no_deadline"),
    }
    return [
        {
            "label": classes[change.name][0],
            "before": links.cell(change.before, task_class=classes[change.name][1], period="previous"),
            "now": links.cell(change.now, task_class=classes[change.name][1]),
            "text": _("mới") if change.is_new else signed(change.difference),
        }
        for change in found
        if change.name in classes
    ]


def both_bases(picture: Picture, links: dict[str, Links]) -> list[dict[str, Any]]:
    """The classes by the original and by the current deadline, side by side (decision 6)."""

    def row(label: str, name: str, task_class: str) -> dict[str, Any]:
        return {
            "label": label,
            "cells": [
                link.cell(getattr(counts, name), task_class=task_class)
                for counts, link in (
                    (picture.original, links["original"]),
                    (picture.current, links["current"]),
                )
            ],
        }

    return [row(class_words(each), each.value, each.value) for each in SERIES] + [
        row(_("Tổng số"), "total", "")
    ]
