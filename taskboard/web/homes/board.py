"""The board of what is late: by unit and by days, the worst tasks, and what waits for an answer (rules 18 and 19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _

from taskboard.briefings import notice_queries
from taskboard.domain import silence
from taskboard.domain.authority import Actor, Permission, Role, may
from taskboard.domain.deadline import DueClass, LateBand
from taskboard.domain.lifecycle import State
from taskboard.outbox.models import MailState
from taskboard.outbox.wording import not_sent_text
from taskboard.tasks import queries
from taskboard.tasks.models import Cause, Task
from taskboard.tasks.queries import Detailed, Filter, Mark, Pick, View
from taskboard.tasks.showing import Lens, lens, short_day, silent_days
from taskboard.web import labels
from taskboard.web.context import actor, settings
from taskboard.web.homes import inboxes
from taskboard.web.homes.addresses import here, listed
from taskboard.web.homes.queries import unfinished
from taskboard.web.language import counted as _n
from taskboard.web.wording import weekday_text

LATEST = 10
INBOX = 3
SILENT_UNITS = 5
COUNTED = (View.DUE_SOON, View.WAITING, View.EXTENSION, View.NEW, View.NO_DEADLINE, View.SILENT)
WEEK = timedelta(days=7)


def context() -> dict[str, Any]:
    """Everything `homes/board.html` reads."""
    who, seen = actor(), lens()
    every = queries.marks(seen.reading, who)
    late = [mark for mark in every if mark.is_overdue]
    own = [mark for mark in every if mark.monitor_id == who.person_id]
    is_mine = "mine" in request.args
    shown = own if is_mine else every
    monitor_id = who.person_id if is_mine else None
    counts, then = queries.counts_and_then(
        (*COUNTED, View.RESUME, View.UNNAMED),
        Filter(View.ALL, monitor_id=monitor_id),
        seen.reading,
        who,
        seen.reading.now - WEEK,
    )
    heads = [Pick(Filter(view, monitor_id=monitor_id), limit) for view, limit in _HEADS]
    rows, waiting, asked, resting, undated = queries.picked(heads, seen.reading, who)
    overdue = [mark for mark in shown if mark.is_overdue]
    g.overdue_count = len(late)
    return {
        "seen": seen,
        "eyebrow": _eyebrow(seen),
        "total": len(overdue),
        "units": len({mark.unit_id for mark in overdue}),
        "move": _move(len(overdue), then),
        "is_untouched": then is None and not every and not any(counts.values()),
        "scopes": _scopes(is_mine, sum(mark.is_overdue for mark in own), len(late))
        if _monitors(who, own)
        else [],
        "counts": _counts(counts, seen, is_mine),
        "matrix": _matrix(overdue, seen, is_mine),
        "rows": [_late_row(row, who, seen) for row in rows],
        "list_url": listed(View.OVERDUE, mine=is_mine),
        "inboxes": inboxes.boxes(
            inboxes.Heads(waiting, asked, resting, undated), counts, who, seen, limit=INBOX, is_mine=is_mine
        ),
        "unnamed": {"count": counts[View.UNNAMED], "url": listed(View.UNNAMED, mine=is_mine)},
        "silent": _silence(shown, seen, is_mine),
        "silent_days": seen.reading.silence_days,
        **(_briefings(seen) if may(who, Permission.RECORD_BRIEFING) else {"reviews": [], "notices": []}),
        "may_urge": may(who, Permission.URGE_TASK) is not None,
        "may_record": may(who, Permission.RECORD_BRIEFING) is not None,
        "here": here(),
    }


def _briefings(seen: Lens) -> dict[str, Any]:
    """Texts to be read through, and notices still to be signed with the working days left for each (rule 5)."""
    found = unfinished(seen.today)
    left = notice_queries.working_days_left
    return {
        "reviews": found.reviews,
        "notices": [
            {"briefing": row, "days_left": left(row, seen.today, calendar=seen.calendar)}
            for row in found.notices
        ],
    }


_HEADS = (
    (View.OVERDUE, LATEST),
    (View.WAITING, INBOX),
    (View.EXTENSION, INBOX),
    (View.RESUME, INBOX),
    (View.NO_DEADLINE, INBOX),
)


def _eyebrow(seen: Lens) -> str:
    local = seen.reading.now.astimezone(settings().zone)
    return _(
        "Số liệu đến %(time)s %(weekday)s, %(day)s, theo thời hạn hiện hành",
        time=f"{local:%H:%M}",
        weekday=weekday_text(seen.today),
        day=f"{seen.today:%d/%m/%Y}",
    )


def _monitors(who: Actor, own: Sequence[Mark]) -> bool:
    return Role.MONITOR in who.roles or bool(own)


def _scopes(is_mine: bool, own: int, every: int) -> list[dict[str, Any]]:
    path = request.path
    return [
        {
            "label": _("Của tôi: %(count)s", count=own),
            "url": f"{path}?mine=1",
            "is_current": is_mine,
            "icon": "person",
        },
        {"label": _("Tất cả: %(count)s", count=every), "url": path, "is_current": not is_mine},
    ]


@dataclass(frozen=True, slots=True)
class Move:
    """The change since an earlier instant; no difference where nothing was known then."""

    text: str
    way: str = ""
    is_better: bool | None = None


def _move(now: int, then: int | None) -> Move:
    if then is None:
        return Move(_("Chưa có số của tuần trước để so sánh"))
    difference = now - then
    if difference > 0:
        return Move(_("Tăng %(count)s so với tuần trước", count=difference), "up", False)
    if difference < 0:
        return Move(_("Giảm %(count)s so với tuần trước", count=-difference), "down", True)
    return Move(_("Bằng tuần trước"))


def _counts(counts: dict[View, int], seen: Lens, is_mine: bool) -> list[dict[str, Any]]:
    words = {
        View.DUE_SOON: _("sắp đến hạn"),
        View.WAITING: _("chờ xác nhận"),
        View.EXTENSION: _("xin gia hạn"),
        View.NEW: _("chưa tiếp nhận"),
        View.NO_DEADLINE: _("không thời hạn"),
        View.SILENT: _n("im lặng trên %(days)s ngày", days=seen.reading.silence_days),
    }
    return [
        {"value": counts[view], "label": label, "url": listed(view, mine=is_mine)}
        for view, label in words.items()
    ]


# ------------------------------------------------------------------------------------------------------- the matrix


def _matrix(late: Sequence[Mark], seen: Lens, is_mine: bool) -> dict[str, Any]:
    """Units by bands, the most late on top; every figure is the list it links to."""
    units: dict[int, list[Mark]] = {}
    for mark in late:
        units.setdefault(mark.unit_id, []).append(mark)
    ordered = sorted(units.values(), key=lambda group: (-len(group), group[0].unit_rank))
    counts = _by_band(late, seen)
    return {
        "caption": _("Số việc quá hạn theo đơn vị và khoảng ngày chậm"),
        "row_label": _("Đơn vị chủ trì"),
        "note_label": _("Cập nhật cuối"),
        "columns": [str(labels.of(band)) for band in LateBand],
        "rows": [_matrix_row(group, seen, is_mine) for group in ordered],
        "totals": [
            {"value": counts[band], "url": listed(View.OVERDUE, band=band, mine=is_mine)} for band in LateBand
        ],
        "grand": {"value": len(late), "url": listed(View.OVERDUE, mine=is_mine)},
    }


def _matrix_row(group: Sequence[Mark], seen: Lens, is_mine: bool) -> dict[str, Any]:
    code = group[0].unit_code
    url = listed(View.OVERDUE, unit=code, mine=is_mine)
    latest = max((mark.last_report_at for mark in group if mark.last_report_at), default=None)
    counts = _by_band(group, seen)
    return {
        "label": group[0].unit_name,
        "cells": [
            {
                "value": counts[band],
                "url": listed(View.OVERDUE, unit=code, band=band, mine=is_mine),
            }
            for band in LateBand
        ],
        "total": len(group),
        "total_url": url,
        "note": short_day(seen.day_of(latest), seen) if latest else _("chưa có"),
    }


def _by_band(marks: Iterable[Mark], seen: Lens) -> Counter[LateBand | None]:
    return Counter(mark.band(seen.reading) for mark in marks)


# --------------------------------------------------------------------------------------------------- the worst tasks


@dataclass(frozen=True, slots=True)
class LateRow:
    task: Task
    days: int
    due: str
    heard: str
    heard_note: str
    is_silent: bool
    pressed: str
    pressed_note: str
    cause: str
    urge_url: str | None
    is_urged_today: bool


def _late_row(row: Detailed, who: Actor, seen: Lens) -> LateRow:
    task = row.task
    heard = task.last_report_at
    urged_today = row.urged_at is not None and seen.day_of(row.urged_at) == seen.today
    return LateRow(
        task=task,
        days=_days_late(task, seen),
        due=short_day(task.due_on, seen) if task.due_on else "",
        heard=short_day(seen.day_of(heard), seen) if heard else _("chưa báo cáo"),
        heard_note=_heard_note(task, seen),
        is_silent=silent_days(task, seen) is not None,
        **_pressed(row, seen),
        cause=_("Chưa nêu") if task.cause is Cause.NONE else str(labels.of(task.cause)),
        urge_url=url_for("tasks.urge", code=task.code) if _may_urge(task, who) else None,
        is_urged_today=urged_today,
    )


def _pressed(row: Detailed, seen: Lens) -> dict[str, str]:
    """When the unit was last urged, or a reminder left: one that no server took has reminded nobody."""
    mails = row.reminded
    last = max(filter(None, (row.urged_at, mails.left_at)), default=None)
    times = row.urged_times + (mails.times or 0)
    notes = [_("lần %(count)s", count=times)] if times else []
    unsent = mails.unsent_made_at
    if unsent is not None and (last is None or unsent > last):
        state = MailState.OWED if mails.waiting_made_at == unsent else MailState.EXPIRED
        notes.append(not_sent_text(state, has_server=settings().smtp_url is not None))
    return {
        "pressed": short_day(seen.day_of(last), seen) if last else _("chưa nhắc"),
        "pressed_note": ", ".join(notes),
    }


def _heard_note(task: Task, seen: Lens) -> str:
    """Silence as plainly as lateness; of what is worked on, nothing needs to be said."""
    days = silent_days(task, seen)
    state = "" if task.state is State.IN_PROGRESS else str(labels.of(task.state)).lower()
    if days is None:
        return state
    silent = _n("im lặng %(days)s ngày", days=days)
    return f"{state}, {silent}" if task.state is State.PAUSED else silent


def _days_late(task: Task, seen: Lens) -> int:
    due = seen.deadline_of(task)
    return due.days_late if due.kind is DueClass.OVERDUE else 0


def _may_urge(task: Task, who: Actor) -> bool:
    owes = task.state in (State.NEW, State.RECEIVED, State.IN_PROGRESS)
    return owes and may(who, Permission.URGE_TASK, inboxes.subject_of(task)) is not None


# ----------------------------------------------------------------------------------------------------------- silence


@dataclass(frozen=True, slots=True)
class SilentUnit:
    name: str
    url: str
    note: str
    days: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Silence:
    units: list[SilentUnit]
    count: int
    """Tasks, as in the list behind it."""
    more_units: int
    url: str


def _silence(marks: Sequence[Mark], seen: Lens, is_mine: bool) -> Silence:
    """Non-responders by name, the longest silent first (rule 19)."""
    by_unit: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.is_silent:
            by_unit.setdefault(mark.unit_id, []).append(mark)
    units = sorted(
        (
            _silent_unit(group, seen, is_mine)
            for group in sorted(by_unit.values(), key=lambda group: group[0].unit_rank)
        ),
        key=attrgetter("days"),
        reverse=True,
    )
    return Silence(
        units[:SILENT_UNITS],
        sum(len(group) for group in by_unit.values()),
        max(0, len(units) - SILENT_UNITS),
        listed(View.SILENT, mine=is_mine),
    )


def _silent_unit(group: Sequence[Mark], seen: Lens, is_mine: bool) -> SilentUnit:
    late = sum(mark.is_overdue for mark in group)
    days = max(_days_of(mark, seen) for mark in group)
    note = (
        _n("%(count)s việc, %(late)s quá hạn", count=len(group), late=late)
        if late
        else _n("%(count)s việc", count=len(group))
    )
    url = listed(View.SILENT, unit=group[0].unit_code, mine=is_mine)
    return SilentUnit(group[0].unit_name, url, note, days, late > 0)


def _days_of(mark: Mark, seen: Lens) -> int:
    heard = mark.last_report_at
    return silence.silent_days(seen.day_of(heard) if heard else None, mark.assigned_on, seen.today)
