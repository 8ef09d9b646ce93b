"""The list of tasks as the address bar describes it: one view, conditions that can be taken away, fifty at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from taskboard.briefings import queries as briefings
from taskboard.domain.authority import Actor, Permission, Role, may
from taskboard.domain.deadline import LateBand
from taskboard.domain.text import clean_line
from taskboard.tasks import queries
from taskboard.tasks.models import Task
from taskboard.tasks.queries import PAGE, Choices, Filter, View
from taskboard.tasks.showing import Chip, Lens, chip, lens, short_day, source_of
from taskboard.web import labels
from taskboard.web.context import actor
from taskboard.web.wording import weekday_text
from taskboard.wording import day_text

UNFINISHED = (View.OPEN, View.OVERDUE, View.DUE_SOON, View.WAITING, View.NEW, View.NO_DEADLINE, View.SILENT)
WHEN_ANY = (View.EXTENSION, View.UNNAMED, View.RESUME, View.STARRED)
FINISHED = (View.DONE, View.CLOSED, View.ALL)
CONDITIONS = ("q", "unit", "field", "briefing", "directive", "band", "mine")


@dataclass(frozen=True, slots=True)
class Address:
    """What the query string says, as it is: each link of the page is this with one thing changed."""

    view: View
    given: dict[str, str]
    offset: int = 0

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Address:
        """Unknown views and numbers fall back: an address typed by hand gives a list, not an error."""
        given = {name: clean_line(args.get(name, ""))[:200] for name in CONDITIONS}
        given = {name: value for name, value in given.items() if value}
        if given.get("band") not in set(LateBand):
            given.pop("band", None)
        offset = args.get("from", "")
        start = int(offset) if offset.isdecimal() and len(offset) < 7 else 0
        return cls(_view(args.get("view", ""), given), given, start)

    def url(self, **changes: str | None) -> str:
        """This list with some conditions changed or, with None, taken away; it starts at its beginning."""
        wanted: dict[str, Any] = {"view": self.view.value, **self.given, **changes}
        return url_for("tasks.task_list", **{name: value for name, value in wanted.items() if value})

    @property
    def cleared(self) -> str:
        return url_for("tasks.task_list", view=self.view.value)


def _view(asked: str, given: Mapping[str, str]) -> View:
    """A search looks everywhere, a band is one of lateness; otherwise what is unfinished."""
    if asked in set(View):
        return View(asked)
    if "band" in given:
        return View.OVERDUE
    return View.ALL if "q" in given else View.OPEN


def filter_of(address: Address, choices: Choices, who: Actor) -> Filter:
    """The conditions by id. A code nobody knows matches nothing, rather than everything."""
    given = address.given
    directive = briefings.directive_by_code(given["directive"]) if "directive" in given else None
    return Filter(
        view=address.view,
        unit_id=_id(choices, "unit", given),
        briefing_id=_id(choices, "briefing", given),
        directive_id=(directive.id if directive else 0) if "directive" in given else None,
        monitor_id=who.person_id if "mine" in given else None,
        field=given.get("field", ""),
        band=_band(given.get("band", "")),
        text=given.get("q", ""),
    )


def _id(choices: Choices, kind: str, given: Mapping[str, str]) -> int | None:
    return (choices.id_of(kind, given[kind]) or 0) if kind in given else None


def _band(value: str) -> LateBand | None:
    return LateBand(value) if value else None


@dataclass(frozen=True, slots=True)
class Condition:
    """A chip that can be taken away."""

    name: str
    label: str
    url: str


def conditions_of(address: Address, choices: Choices) -> list[Condition]:
    """In the order they are asked for; the search words stand in their own box."""
    named = {
        "unit": (_("Đơn vị"), dict(choices.units)),
        "field": (_("Lĩnh vực"), dict(choices.fields)),
        "briefing": (_("Nguồn giao"), dict(choices.briefings)),
        "band": (_("Chậm"), {band.value: str(labels.of(band)) for band in LateBand}),
    }
    found = []
    for name, value in address.given.items():
        if name in named:
            label, names = named[name]
            found.append(Condition(name, f"{label}: {names.get(value, value)}", address.url(**{name: None})))
        elif name == "directive":
            found.append(Condition(name, _("Chỉ đạo %(code)s", code=value), address.url(directive=None)))
        elif name == "mine":
            found.append(Condition(name, _("Tôi theo dõi"), address.url(mine=None)))
    return found


def tabs_of(address: Address, counts: Mapping[View, int]) -> list[dict[str, Any]]:
    """Views with their counts under the same conditions; rare ones only where there is something in them."""
    if address.view in FINISHED:
        shown = [*UNFINISHED, *FINISHED]
    else:
        rare = [view for view in WHEN_ANY if counts[view] or view is address.view]
        shown = [*UNFINISHED, *rare, View.DONE, View.ALL]
    base = replace(address, given={name: value for name, value in address.given.items() if name != "band"})
    return [
        {
            "label": labels.of(view),
            "url": base.url(view=view.value),
            "count": counts[view],
            "is_current": view is address.view,
        }
        for view in shown
    ]


def summary_of(address: Address, total: int, counts: Mapping[View, int]) -> str:
    """What the list is made of, where that is not plain from its name."""
    if address.view is not View.OPEN or "band" in address.given:
        return ""
    parts = [(View.OVERDUE, _("quá hạn")), (View.DUE_SOON, _("sắp đến hạn"))]
    after = [(View.WAITING, _("chờ xác nhận")), (View.NO_DEADLINE, _("không thời hạn"))]
    in_time = total - sum(counts[view] for view, _words in (*parts, *after))
    said = [(counts[view], words) for view, words in parts]
    said += [(in_time, _("trong hạn"))] + [(counts[view], words) for view, words in after]
    return ", ".join(f"{count} {words}" for count, words in said if count)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where an empty list would not be empty."""

    count: int
    url: str
    without: str
    """The condition to drop; empty means all of them."""


def elsewhere_of(address: Address, filters: Filter, who: Actor, seen: Lens) -> Elsewhere | None:
    """The smallest step that finds something: another unit first, then everything that holds the words."""
    steps = []
    if filters.unit_id is not None:
        steps.append((replace(filters, unit_id=None), address.url(unit=None), _("đơn vị")))
    wide = Filter(View.ALL, text=filters.text)
    steps.append((wide, url_for("tasks.task_list", view=View.ALL.value, q=address.given.get("q")), ""))
    for wider, url, without in steps:
        if wider != filters and (count := queries.task_count(wider, seen.reading, who)):
            return Elsewhere(count, url, without)
    return None


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the table shows it."""

    task: Task
    chip: Chip
    source: str
    due_text: str
    due_note: str
    updated: str


def row_of(task: Task, seen: Lens) -> Row:
    return Row(
        task,
        chip(task, seen),
        source_of(task),
        day_text(task.due_on) or _("Không thời hạn"),
        _due_note(task, seen),
        short_day(seen.day_of(task.last_report_at), seen) if task.last_report_at else "",
    )


def _due_note(task: Task, seen: Lens) -> str:
    if task.original_due_on is not None and task.original_due_on != task.due_on:
        return _("ban đầu %(day)s", day=short_day(task.original_due_on, seen))
    return task.due_basis if task.due_on is None else ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """What an empty list says, where no condition made it empty."""

    icon: str
    words: str
    tone: str = ""


def nothing_in(view: View) -> Nothing:
    good = {
        View.OPEN: _("Không còn việc nào chưa xong"),
        View.OVERDUE: _("Không còn việc quá hạn"),
        View.DUE_SOON: _("Không có việc sắp đến hạn"),
        View.WAITING: _("Không có báo cáo nào chờ xác nhận"),
        View.NEW: _("Mọi việc mới giao đã được tiếp nhận"),
        View.SILENT: _("Không có việc nào im lặng"),
        View.EXTENSION: _("Không có đề nghị gia hạn nào chờ quyết định"),
        View.UNNAMED: _("Mọi việc đã có người thực hiện"),
        View.RESUME: _("Không có việc tạm dừng nào đến ngày xem xét lại"),
    }
    if view in good:
        return Nothing("check-circle", good[view], "done")
    plain = {
        View.NO_DEADLINE: _("Không có việc nào không thời hạn"),
        View.STARRED: _("Chưa có việc gắn sao"),
        View.DONE: _("Chưa có việc nào hoàn thành"),
        View.CLOSED: _("Không có việc nào bị thu hồi hoặc trả lại"),
    }
    return Nothing("inbox", plain.get(view, _("Chưa có nhiệm vụ nào")))


def nearest_due(who: Actor, seen: Lens) -> str:
    """The next thing due, for the one who has nothing late."""
    found = queries.task_list(Filter(View.DUE_SOON), seen.reading, who, limit=1)
    if not found or found[0].due_on is None:
        return ""
    day = found[0].due_on
    return _(
        "Việc sắp đến hạn gần nhất: %(weekday)s %(day)s.", weekday=weekday_text(day), day=short_day(day, seen)
    )


def context(args: Mapping[str, str]) -> dict[str, Any]:
    """Everything `tasks/list.html` reads."""
    who, seen, address = actor(), lens(), Address.read(args)
    choices = queries.filter_choices(who)
    filters = filter_of(address, choices, who)
    counts = queries.view_counts(list(View), filters, seen.reading, who)
    total = queries.task_count(filters, seen.reading, who) if filters.band else counts[address.view]
    found = (
        queries.task_list(filters, seen.reading, who, offset=address.offset) if total > address.offset else []
    )
    return {
        "address": address,
        "seen": seen,
        "rows": [row_of(task, seen) for task in found],
        "total": total,
        "shown_to": address.offset + len(found),
        "next_url": _next_url(address, total),
        "next_count": min(PAGE, total - address.offset - PAGE),
        "tabs": tabs_of(address, counts),
        "conditions": conditions_of(address, choices),
        "menus": _menus(address, choices, who),
        "summary": summary_of(address, total, counts),
        "is_by_result": address.view in (View.DONE, View.CLOSED),
        "elsewhere": None if found else elsewhere_of(address, filters, who, seen),
        "nothing": nothing_in(address.view),
        "nearest": nearest_due(who, seen) if not found and address.view is View.OVERDUE else "",
        "may_create": may(who, Permission.CREATE_DIRECTIVE) is not None,
        "title": labels.of(address.view),
    }


def _next_url(address: Address, total: int) -> str | None:
    start = address.offset + PAGE
    if start >= total:
        return None
    wanted: dict[str, Any] = {"view": address.view.value, **address.given, "from": start}
    return url_for("tasks.task_list", **wanted)


def _menus(address: Address, choices: Choices, who: Actor) -> list[dict[str, Any]]:
    """Conditions not yet set, each with something to choose from."""
    bands = [(band.value, str(labels.of(band))) for band in LateBand] if address.view is View.OVERDUE else []
    menus = [
        {"name": "unit", "label": _("Đơn vị"), "any": _("Mọi đơn vị"), "options": choices.units},
        {"name": "band", "label": _("Chậm"), "any": _("Mọi khoảng"), "options": bands},
        {"name": "field", "label": _("Lĩnh vực"), "any": _("Mọi lĩnh vực"), "options": choices.fields},
        {"name": "briefing", "label": _("Nguồn giao"), "any": _("Mọi nguồn"), "options": choices.briefings},
    ]
    if Role.MONITOR in who.roles:
        mine = [("1", _("Việc tôi theo dõi"))]
        menus.append({"name": "mine", "label": _("Người theo dõi"), "any": _("Mọi người"), "options": mine})
    return [
        menu for menu in menus if menu["options"] and menu["name"] not in address.given and _is_choice(menu)
    ]


def _is_choice(menu: Mapping[str, Any]) -> bool:
    return menu["name"] == "mine" or len(menu["options"]) > 1
