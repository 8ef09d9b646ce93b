"""The page of a unit: what is late, what comes next, and one button a job (rule 12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard.domain.authority import Role
from taskboard.domain.calendar import Quarter, start_of_day
from taskboard.domain.deadline import days_late
from taskboard.domain.lifecycle import State
from taskboard.tasks import queries
from taskboard.tasks.models import Assignment, PartState, Task
from taskboard.tasks.queries import PartFigures, Placed, View
from taskboard.tasks.showing import Lens, chip, lens, short_day, source_of
from taskboard.units.models import Unit
from taskboard.web import labels
from taskboard.web.context import signed_in
from taskboard.web.homes import inboxes
from taskboard.web.homes.addresses import here, listed
from taskboard.web.homes.queries import Ahead, Contact, office_of
from taskboard.web.language import counted as _n
from taskboard.web.wording import weekday_text
from taskboard.wording import ROMAN

SHOWN = 20
"""Jobs of one group on the page; the rest is one link away."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A group of jobs: how it is called, and which tasks fall into it when no group before took them."""

    state: str
    title: Any
    takes: Callable[[Placed], bool]
    view: View | None = None
    """The list that holds exactly this group."""
    is_folded: bool = False


def _in(*views: View) -> Callable[[Placed], bool]:
    return lambda placed: placed.views.issuperset(views)


OVERDUE = Kind("overdue", _l("Quá hạn"), _in(View.OVERDUE), View.OVERDUE)
KINDS = (
    OVERDUE,
    Kind("due_soon", _l("Sắp đến hạn"), _in(View.DUE_SOON), View.DUE_SOON),
    Kind("new", _l("Mới giao, chưa tiếp nhận"), _in(View.NEW)),
    Kind("waiting", _l("Chờ Văn phòng xác nhận"), _in(View.WAITING), View.WAITING),
    Kind("silent", _l("Không thời hạn, chưa báo cáo"), _in(View.NO_DEADLINE, View.SILENT)),
    Kind("in_time", _l("Đang thực hiện"), lambda _placed: True, is_folded=True),
)


@dataclass(frozen=True, slots=True)
class Group:
    kind: Kind
    title: str
    count: int
    jobs: list[dict[str, Any]]
    more_url: str | None


@dataclass(slots=True)
class Desk:
    """One unit as its people see it."""

    unit: Unit
    groups: list[Group] = field(default_factory=list)
    tally: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[View, int] = field(default_factory=dict)
    total: int = 0
    new: list[Task] = field(default_factory=list)
    nearest: str = ""
    done: str = ""
    contact: Contact | None = None
    unnamed_url: str = ""
    """For the head, where some of the unit's tasks are nobody's yet (rule 14)."""
    helped: str = ""
    """What the unit did as a partner this quarter, counted apart (rule 34)."""


def context(*, only_overdue: bool = False) -> dict[str, Any]:
    """Everything `homes/unit.html` reads."""
    seen, units = lens(), _units()
    placed = queries.tasks_of_units([unit.id for unit in units], seen.reading)
    desks = [_desk(unit, placed, seen, only_overdue=only_overdue) for unit in units]
    ahead = None if only_overdue else _add_surroundings(desks, seen)
    g.overdue_count = sum(desk.counts[View.OVERDUE] for desk in desks)
    return {
        "desks": desks,
        "shared": [] if only_overdue else _shared(placed, units, seen),
        "only_overdue": only_overdue,
        "seen": seen,
        "weekday": weekday_text(seen.today),
        "briefing": _briefing_words(ahead, seen),
        "here": here(),
        "questions": [] if only_overdue else inboxes.questions_to([unit.id for unit in units], seen),
    }


def _units() -> list[Unit]:
    """Where the person works, each unit once, in the order of their posts."""
    doing = (Role.UNIT_HEAD, Role.OFFICER)
    posts = [post for post in signed_in().posts if post.role in doing and post.unit is not None]
    return list({post.unit.id: post.unit for post in posts if post.unit is not None}.values())


def _desk(unit: Unit, placed: Sequence[Placed], seen: Lens, *, only_overdue: bool) -> Desk:
    led = [row for row in placed if row.task.unit_id == unit.id]
    counts = {view: sum(view in row.views for row in led) for view in queries.PLACES}
    desk = Desk(unit, counts=counts, total=len(led))
    desk.nearest = _nearest(led, seen)
    desk.new = [row.task for row in led if View.NEW in row.views]
    if only_overdue:
        desk.groups = _groups(unit, led, (OVERDUE,), seen)
        return desk
    kinds = [
        kind for kind in KINDS if kind.state != "new" or len(desk.new) > 1
    ]  # a single one has the note on top
    desk.groups = _groups(unit, led, kinds, seen)
    desk.tally = _tally(unit, counts, len(led))
    if counts[View.UNNAMED] and _heads(unit):
        desk.unnamed_url = listed(View.UNNAMED, unit=unit.code)
    return desk


def _heads(unit: Unit) -> bool:
    return any(post.role is Role.UNIT_HEAD and post.unit_id == unit.id for post in signed_in().posts)


def _groups(unit: Unit, led: Sequence[Placed], kinds: Sequence[Kind], seen: Lens) -> list[Group]:
    """Each task in the first group that takes it."""
    found: dict[str, list[Placed]] = {kind.state: [] for kind in kinds}
    for row in led:
        kind = next((kind for kind in kinds if kind.takes(row)), None)
        if kind is not None:
            found[kind.state].append(row)
    return [_group(unit, kind, found[kind.state], seen) for kind in kinds if found[kind.state]]


def _group(unit: Unit, kind: Kind, rows: Sequence[Placed], seen: Lens) -> Group:
    more = listed(kind.view or View.OPEN, unit=unit.code) if len(rows) > SHOWN else None
    title = str(kind.title)
    if kind.state == "silent":
        title = _n("Không thời hạn, hơn %(days)s ngày chưa báo cáo", days=seen.reading.silence_days)
    return Group(kind, title, len(rows), [_job(row, kind, seen) for row in rows[:SHOWN]], more)


def _job(row: Placed, kind: Kind, seen: Lens) -> dict[str, Any]:
    """As components/jobs.html takes it."""
    task, shown = row.task, chip(row.task, seen)
    return {
        "title": task.title,
        "url": url_for("tasks.task", code=task.code),
        "code": task.code,
        "state": shown.state,
        "state_text": shown.text,
        "when": _when(task, kind, seen),
        "source": source_of(task),
        "is_starred": task.is_starred,
        "actions": _acts(row, kind),
    }


def _acts(row: Placed, kind: Kind) -> list[dict[str, Any]]:
    """The job's one button first; the others are plain words."""
    code = row.task.code
    report = {"label": _("Báo cáo"), "url": url_for("tasks.report", code=code), "hidden": code}
    receive = {
        "label": _("Tiếp nhận"),
        "url": url_for("tasks.receive", code=code),
        "method": "post",
        "fields": {"next": here()},
        "hidden": code,
    }
    extend = {"label": _("Xin gia hạn"), "url": url_for("tasks.extension", code=code), "hidden": code}
    if kind.state == "waiting":
        return [{"label": _("Xem lại báo cáo"), "url": url_for("tasks.task", code=code), "hidden": code}]
    if row.task.state is State.PAUSED:
        return [{"label": _("Xem"), "url": url_for("tasks.task", code=code), "hidden": code}]
    if kind.state in ("new", "in_time") and View.NEW in row.views:
        return [receive]
    if kind.state == "due_soon" and View.EXTENSION not in row.views:
        return [report, extend]
    return [report]


def _when(task: Task, kind: Kind, seen: Lens) -> str:
    """The date that matters in this group, in few words."""
    if kind.state == "silent" or task.due_on is None:
        return _heard(task, seen)
    due = _("hạn %(day)s", day=short_day(task.due_on, seen))
    if kind.state == "due_soon":
        return _(
            "hạn %(weekday)s, %(day)s", weekday=weekday_text(task.due_on), day=short_day(task.due_on, seen)
        )
    if kind.state == "waiting" and task.last_report_at:
        return _("đã báo cáo %(day)s", day=short_day(seen.day_of(task.last_report_at), seen)) + ", " + due
    if task.original_due_on and task.original_due_on != task.due_on:
        return due + ", " + _("hạn ban đầu %(day)s", day=short_day(task.original_due_on, seen))
    return due


def _heard(task: Task, seen: Lens) -> str:
    if task.last_report_at:
        return _("báo cáo lần cuối %(day)s", day=short_day(seen.day_of(task.last_report_at), seen))
    return _("giao ngày %(day)s, chưa báo cáo", day=short_day(task.assigned_on, seen))


def _shared(placed: Sequence[Placed], units: Sequence[Unit], seen: Lens) -> list[dict[str, Any]]:
    """Tasks that others lead and these units help with, those that still wait for their word first."""
    led = {unit.id for unit in units}
    rows = [row for row in placed if row.task.unit_id not in led]
    parts = queries.open_parts(led) if rows else {}
    jobs = [_shared_job(row, parts.get(row.task.id), seen) for row in rows]
    return sorted(jobs, key=lambda job: not job["is_owed"])


def _shared_job(row: Placed, part: Assignment | None, seen: Lens) -> dict[str, Any]:
    """A partner sees its own part, how the lead stands only where it reads along."""
    if part is not None:
        return _part_job(row.task, part, seen)
    shown = chip(row.task, seen)
    due = row.task.due_on
    return {
        "is_owed": False,
        "title": row.task.title,
        "url": url_for("tasks.task", code=row.task.code),
        "code": row.task.code,
        "state": shown.state,
        "state_text": shown.text,
        "when": _("hạn %(day)s", day=short_day(due, seen)) if due else "",
        "source": _("%(unit)s chủ trì", unit=row.task.unit.name),
    }


def _part_job(task: Task, part: Assignment, seen: Lens) -> dict[str, Any]:
    is_owed = part.part is PartState.OPEN
    late = (seen.today - part.due_on).days if is_owed and part.due_on else 0
    report = {
        "label": _("Báo cáo phần phối hợp"),
        "url": url_for("tasks.part", code=task.code, unit_code=part.unit.code),
        "hidden": task.code,
    }
    return {
        "is_owed": is_owed,
        "title": task.title,
        "url": url_for("tasks.task", code=task.code),
        "code": task.code,
        "state": "overdue" if late > 0 else "new" if is_owed else "completed",
        "state_text": _n("Quá hạn %(days)s ngày", days=late) if late > 0 else str(labels.of(part.part)),
        "when": _("hạn phối hợp %(day)s", day=short_day(part.due_on, seen)) if part.due_on else "",
        "source": _("%(unit)s chủ trì", unit=task.unit.name),
        "actions": [report] if is_owed else [],
    }


def _tally(unit: Unit, counts: dict[View, int], total: int) -> list[dict[str, Any]]:
    """The open tasks divided: the lines add up to the total above them."""
    named = (
        ("overdue", _("Quá hạn"), View.OVERDUE),
        ("due_soon", _("Sắp đến hạn"), View.DUE_SOON),
        ("waiting", _("Chờ xác nhận"), View.WAITING),
        ("no_deadline", _("Không thời hạn"), View.NO_DEADLINE),
    )
    rows: list[dict[str, Any]] = [
        {"state": state, "label": label, "value": counts[view], "url": listed(view, unit=unit.code)}
        for state, label, view in named
    ]
    rest = total - sum(counts[view] for _state, _label, view in named)
    rows.insert(2, {"state": "in_time", "label": _("Trong hạn"), "value": rest})
    return rows


def _nearest(led: Sequence[Placed], seen: Lens) -> str:
    """ "thứ Hai, 21/06": the next deadline still ahead."""
    ahead = (
        row.task.due_on
        for row in led
        if row.task.due_on and row.task.state is not State.WAITING and View.OVERDUE not in row.views
    )
    day = next(ahead, None)
    return f"{weekday_text(day)}, {short_day(day, seen)}" if day else ""


# ------------------------------------------------------------------------------------------------- what stands around


def _add_surroundings(desks: Sequence[Desk], seen: Lens) -> Ahead | None:
    """What was completed this quarter, and whom to ask. Returns the briefing that comes next."""
    ids = [desk.unit.id for desk in desks]
    done = queries.completed_since(ids, Quarter.of(seen.today).first_day)
    helped = _helped(ids, seen)
    office = office_of(ids, seen.today)
    contacts = {contact.unit_id: contact for contact in office.contacts}
    for desk in desks:
        mine = [(day, late_from) for unit_id, day, late_from in done if unit_id == desk.unit.id]
        late = sum(
            late_from is not None and days_late(day, late_from, seen.zone) > 0 for day, late_from in mine
        )
        desk.done = _done_words(len(mine), late)
        desk.helped = helped.get(desk.unit.id, "")
        desk.contact = contacts.get(desk.unit.id)
    return office.briefing


def _helped(unit_ids: Sequence[int], seen: Lens) -> dict[int, str]:
    """By unit, its parts of this quarter in one sentence; none where it was asked for nothing."""
    since = start_of_day(Quarter.of(seen.today).first_day, seen.zone)
    found = queries.part_figures(since=since, until=seen.reading.now, zone=seen.zone, unit_ids=unit_ids)
    return {unit_id: _helped_words(figures) for unit_id, figures in found.items()}


def _helped_words(figures: PartFigures) -> str:
    said = _n(
        "Trong quý phối hợp %(count)s việc, đã báo cáo %(reported)s",
        count=figures.asked,
        reported=figures.reported,
    )
    parts = [said]
    if figures.agreed:
        parts.append(_("%(count)s coi như đồng ý", count=figures.agreed))
    if figures.open_late:
        parts.append(_("%(count)s quá hạn phối hợp", count=figures.open_late))
    return ", ".join(parts) + "."


def _done_words(count: int, late: int) -> str:
    if not count:
        return _("Trong quý chưa có việc nào được xác nhận hoàn thành.")
    if not late:
        return _n("Trong quý đã hoàn thành %(count)s việc, không việc nào quá hạn.", count=count)
    return _n("Trong quý đã hoàn thành %(count)s việc, %(late)s việc quá hạn.", count=count, late=late)


def _briefing_words(briefing: Ahead | None, seen: Lens) -> str | None:
    """ "quý II, ngày 05/07": the briefing that comes next, if one is planned."""
    if briefing is None:
        return None
    day = short_day(briefing.held_on, seen)
    return _("giao ban quý %(quarter)s, ngày %(day)s", quarter=ROMAN[briefing.quarter], day=day)
