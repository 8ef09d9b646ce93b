"""The page of the chair, for ten seconds: three figures, what got worse, the starred tasks, the oldest of the late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, may
from taskboard.domain.lifecycle import State
from taskboard.tasks import queries
from taskboard.tasks.models import Task
from taskboard.tasks.queries import Detailed, Filter, Mark, Pick, View
from taskboard.tasks.showing import Chip, Lens, chip, lens, short_day, source_rest, source_text
from taskboard.web.context import actor, settings
from taskboard.web.homes.addresses import listed
from taskboard.web.homes.board import WEEK
from taskboard.web.language import counted as _n
from taskboard.web.wording import weekday_text

OLDEST = 10
STARRED = 6
WORSE = 6


def context() -> dict[str, Any]:
    """Everything `homes/leaders.html` reads."""
    who, seen = actor(), lens()
    late = [mark for mark in queries.marks(seen.reading, who) if mark.is_overdue]
    then = queries.overdue_then(seen.reading.now - WEEK, who)
    views = (View.DUE_SOON, View.WAITING, View.EXTENSION, View.STARRED)
    counts = queries.view_counts(views, Filter(View.ALL), seen.reading, who)
    heads = [Pick(Filter(View.OVERDUE), OLDEST), Pick(Filter(View.STARRED), STARRED)]
    oldest, starred = queries.picked(heads, seen.reading, who)
    g.overdue_count = len(late)
    return {
        "eyebrow": _eyebrow(seen),
        "figures": _figures(len(late), counts, then),
        "worse": None if then is None else _worse(late, then),
        "starred": [_starred(row, seen) for row in starred],
        "starred_count": counts[View.STARRED],
        "starred_url": listed(View.STARRED),
        "oldest": [_oldest(row, seen) for row in oldest],
        "total": len(late),
        "list_url": listed(View.OVERDUE),
        "decisions": counts[View.WAITING] + counts[View.EXTENSION] + queries.pending_request_count(who),
        "may_decide": may(who, Permission.DECIDE_REQUEST) is not None,
    }


def _eyebrow(seen: Lens) -> str:
    local = seen.reading.now.astimezone(settings().zone)
    return _(
        "Đến %(time)s %(weekday)s, %(day)s",
        time=f"{local:%H:%M}",
        weekday=weekday_text(seen.today),
        day=f"{seen.today:%d/%m/%Y}",
    )


def _figures(late: int, counts: dict[View, int], then: dict[int, int] | None) -> list[dict[str, Any]]:
    return [
        {"value": late, "label": _late_words(late, then), "url": listed(View.OVERDUE), "is_over": late > 0},
        {"value": counts[View.DUE_SOON], "label": _("sắp đến hạn"), "url": listed(View.DUE_SOON)},
        {"value": counts[View.WAITING], "label": _("chờ xác nhận"), "url": listed(View.WAITING)},
    ]


def _late_words(late: int, then: dict[int, int] | None) -> str:
    if then is None:
        return _("quá hạn, chưa có số tuần trước để so sánh")
    difference = late - sum(then.values())
    if difference > 0:
        return _("quá hạn, tăng %(count)s so với tuần trước", count=difference)
    if difference < 0:
        return _("quá hạn, giảm %(count)s so với tuần trước", count=-difference)
    return _("quá hạn, bằng tuần trước")


@dataclass(frozen=True, slots=True)
class Worse:
    """A unit with more overdue tasks than a week ago."""

    unit: str
    url: str
    before: int
    now: int


def _worse(late: Sequence[Mark], then: dict[int, int]) -> list[Worse]:
    """The largest rise first."""
    counted = Counter(mark.unit_id for mark in late)
    units = {mark.unit_id: mark for mark in late}
    risen = [
        Worse(
            units[unit_id].unit_name,
            listed(View.OVERDUE, unit=units[unit_id].unit_code),
            then.get(unit_id, 0),
            count,
        )
        for unit_id, count in counted.items()
        if count > then.get(unit_id, 0)
    ]
    return sorted(risen, key=lambda one: (one.before - one.now, -one.now, one.unit))[:WORSE]


@dataclass(frozen=True, slots=True)
class Starred:
    title: str
    url: str
    note: str
    chip: Chip
    brief: str
    """What the eye gets in place of the chip's words: so many days late, or the date."""


def _starred(row: Detailed, seen: Lens) -> Starred:
    """What was last said of it, and when."""
    task = row.task
    said = [task.unit.name]
    if row.report is not None:
        said.append(_("báo cáo %(day)s", day=short_day(seen.day_of(row.report.reported_at), seen)))
    elif task.last_report_at is None:
        said.append(_("chưa báo cáo"))
    return Starred(
        task.title,
        url_for("tasks.task", code=task.code),
        ", ".join(said),
        chip(task, seen),
        _brief(task, seen),
    )


def _brief(task: Task, seen: Lens) -> str:
    due = seen.deadline_of(task)
    if task.due_on is None or task.state is State.WAITING:
        return ""
    return _n("%(days)s ngày", days=due.days_late) if due.days_late else short_day(task.due_on, seen)


def _oldest(row: Detailed, seen: Lens) -> dict[str, Any]:
    """As components/jobs.html `chair_row` takes it."""
    task, directive = row.task, row.task.directive
    source = ", ".join(part for part in (source_text(directive), source_rest(directive)) if part)
    return {
        "title": task.title,
        "url": url_for("tasks.task", code=task.code),
        "unit": task.unit.name,
        "days": seen.deadline_of(task).days_late,
        "words": directive.wording,
        "source": source,
        "said": _last_said(row, seen),
    }


def _last_said(row: Detailed, seen: Lens) -> str:
    if row.report is None:
        return _("Đơn vị chưa báo cáo lần nào.")
    day = short_day(seen.day_of(row.report.reported_at), seen)
    return _("Báo cáo %(day)s: %(words)s", day=day, words=row.report.done_text)
