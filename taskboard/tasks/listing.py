"""The list of tasks as the address bar describes it: one view, conditions that can be taken away, fifty at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from taskboard.briefings import queries as briefings
from taskboard.briefings.models import SourceLevel
from taskboard.domain.authority import Actor, Permission, Role, may
from taskboard.domain.civil_day import parse_day
from taskboard.domain.deadline import LateBand
from taskboard.domain.lifecycle import State
from taskboard.domain.text import clean_line
from taskboard.tasks import queries
from taskboard.tasks.models import Task
from taskboard.tasks.queries import PAGE, Choices, Filter, Order, Page, Sort, View
from taskboard.tasks.showing import Chip, Lens, chip, lens, short_day, source_of
from taskboard.web import labels
from taskboard.web.context import actor
from taskboard.web.wording import weekday_text
from taskboard.wording import day_text

UNFINISHED = (View.OPEN, View.OVERDUE, View.DUE_SOON, View.WAITING, View.NEW, View.NO_DEADLINE, View.SILENT)
WHEN_ANY = (View.EXTENSION, View.UNNAMED, View.RESUME, View.STARRED)
FINISHED = (View.DONE, View.CLOSED, View.ALL)
FLAGS = ("starred", "unnamed", "carried")
FOLDED = ("group", "state", "leader", "monitor", "level", "due_from", "due_to", *FLAGS)
"""Conditions that stand together in one sheet; the others have a menu each."""
CONDITIONS = ("q", "unit", "field", "briefing", "directive", "band", "mine", *FOLDED)


@dataclass(frozen=True, slots=True)
class Address:
    """What the query string says, as it is: each link of the page is this with one thing changed."""

    view: View
    given: dict[str, str]
    order: Order = Order()  # noqa: RUF009 - frozen
    after: str = ""
    """The place in the list after which this page begins."""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Address:
        """Unknown views and numbers fall back: an address typed by hand gives a list, not an error."""
        given = {name: clean_line(args.get(name, ""))[:200] for name in CONDITIONS}
        given = {name: value for name, value in given.items() if value and _means_something(name, value)}
        view = _view(args.get("view", ""), given)
        return cls(view, given, Order.read(args.get("sort", "")), args.get("after", "")[:600])

    def url(self, **changes: str | None) -> str:
        """This list with some conditions changed or, with None, taken away; it starts at its beginning."""
        wanted: dict[str, Any] = {"view": self.view.value, **self.given, "sort": str(self.order), **changes}
        return url_for("tasks.task_list", **{name: value for name, value in wanted.items() if value})

    def file_url(self, kind: str) -> str:
        """Exactly this list as a file: "xlsx" or "csv"."""
        wanted: dict[str, Any] = {"view": self.view.value, **self.given, "sort": str(self.order)}
        return url_for(f"tasks.register_{kind}", **{name: value for name, value in wanted.items() if value})

    @property
    def cleared(self) -> str:
        return url_for("tasks.task_list", view=self.view.value)


_CLOSED_LISTS: dict[str, type[StrEnum]] = {"band": LateBand, "state": State, "level": SourceLevel}


def _means_something(name: str, value: str) -> bool:
    """What is no band, no state or no date is no condition; an unknown code is one that nothing meets."""
    if name in _CLOSED_LISTS:
        return value in set(_CLOSED_LISTS[name])
    if name in ("due_from", "due_to"):
        return _day(value) is not None
    return name not in FLAGS or value == "1"


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


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
        monitor_id=who.person_id if "mine" in given else _id(choices, "monitor", given),
        state=State(given["state"]) if "state" in given else None,
        group_id=_id(choices, "group", given),
        leader_id=_id(choices, "leader", given),
        level=SourceLevel(given["level"]) if "level" in given else None,
        is_starred="starred" in given,
        is_unnamed="unnamed" in given,
        is_carried="carried" in given,
        due_from=_day(given.get("due_from", "")),
        due_to=_day(given.get("due_to", "")),
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
        "group": (_("Nhóm đơn vị"), dict(choices.groups)),
        "state": (_("Trạng thái"), {state.value: str(labels.STATES[state]) for state in State}),
        "leader": (_("Lãnh đạo giao"), dict(choices.leaders)),
        "monitor": (_("Người theo dõi"), dict(choices.monitors)),
        "level": (_("Cấp giao"), {level.value: str(labels.of(level)) for level in SourceLevel}),
        "due_from": (_("Hạn từ ngày"), {}),
        "due_to": (_("Hạn đến ngày"), {}),
    }
    flags = _flag_words()
    found = []
    for name, value in address.given.items():
        if name in named:
            label, names = named[name]
            found.append(Condition(name, f"{label}: {names.get(value, value)}", address.url(**{name: None})))
        elif name == "directive":
            found.append(Condition(name, _("Chỉ đạo %(code)s", code=value), address.url(directive=None)))
        elif name in flags:
            found.append(Condition(name, flags[name], address.url(**{name: None})))
        elif name == "mine":
            found.append(Condition(name, _("Tôi theo dõi"), address.url(mine=None)))
    return found


def _flag_words() -> dict[str, str]:
    return {
        "starred": _("Gắn sao"),
        "unnamed": _("Chưa có người thực hiện"),
        "carried": _("Chuyển tiếp từ kỳ trước"),
    }


def sheet_of(address: Address, choices: Choices) -> list[dict[str, Any]]:
    """The conditions of the sheet, each as the field it is asked by."""
    picks = [
        ("state", _("Trạng thái"), [(state.value, labels.STATES[state]) for state in State]),
        ("group", _("Nhóm đơn vị"), choices.groups),
        ("leader", _("Lãnh đạo giao"), choices.leaders),
        ("monitor", _("Người theo dõi"), choices.monitors),
        ("level", _("Cấp giao"), [(level.value, labels.of(level)) for level in SourceLevel]),
    ]
    fields: list[dict[str, Any]] = [
        {"kind": "select", "name": name, "label": label, "options": options}
        for name, label, options in picks
        if options
    ]
    fields += [
        {"kind": "date", "name": "due_from", "label": _("Hạn từ ngày")},
        {"kind": "date", "name": "due_to", "label": _("Hạn đến ngày")},
    ]
    fields += [{"kind": "check", "name": name, "label": label} for name, label in _flag_words().items()]
    return [{**field, "value": address.given.get(field["name"], "")} for field in fields]


def columns_of(address: Address) -> list[dict[str, Any]]:
    """The heads of the table; most can be sorted by, and say so."""
    return [
        {"label": _("Tình trạng")},
        _sortable(address, Sort.CODE, _("Nhiệm vụ, nguồn giao")),
        _sortable(address, Sort.UNIT, _("Chủ trì")),
        _sortable(address, Sort.DUE, _("Thời hạn")),
        {**_sortable(address, Sort.UPDATED, _("Cập nhật")), "num": True},
        {"label": _("Theo dõi")},
    ]


def _sortable(address: Address, by: Sort, label: str) -> dict[str, Any]:
    """Pressed once it sorts by this, pressed again the other way round."""
    order = address.order
    is_own = order.by is None and by is Sort.DUE and address.view not in (View.WAITING, *_BY_RESULT)
    is_up = (order.by is by and not order.is_reversed) or is_own
    column: dict[str, Any] = {"label": label, "sort_url": address.url(sort=str(Order(by, is_up)))}
    if is_up or order.by is by:
        column["sorted"] = "ascending" if is_up else "descending"
    return column


_BY_RESULT = (View.DONE, View.CLOSED)


def order_words(address: Address) -> str:
    """In what order the rows stand."""
    by = {
        Sort.DUE: _("Xếp theo thời hạn."),
        Sort.UNIT: _("Xếp theo đơn vị chủ trì, trong mỗi đơn vị theo thời hạn."),
        Sort.UPDATED: _("Xếp theo lần cập nhật gần nhất."),
        Sort.ASSIGNED: _("Xếp theo ngày giao."),
        Sort.CODE: _("Xếp theo mã."),
    }
    if address.order.by is not None:
        return by[address.order.by]
    if address.view is View.WAITING:
        return _("Xếp theo hạn xác nhận.")
    is_by_result = address.view in _BY_RESULT
    return _("Xếp theo ngày hoàn thành, mới nhất trước.") if is_by_result else by[Sort.DUE]


def tabs_of(address: Address, counts: Mapping[View, int]) -> list[dict[str, Any]]:
    """Views with their counts under the same conditions; rare ones only where there is something in them."""
    if address.view in FINISHED:
        shown = [*UNFINISHED, *FINISHED]
    else:
        rare = [view for view in WHEN_ANY if counts[view] or view is address.view]
        shown = [*UNFINISHED, *rare, View.DONE, View.ALL]
    others = {name: value for name, value in address.given.items() if name != "band"}
    base = replace(address, given=others, order=Order())
    return [
        {
            "label": labels.of(view),
            "url": base.url(view=view.value),
            "count": counts[view],
            "is_current": view is address.view,
        }
        for view in shown
    ]


def summary_of(address: Address, filters: Filter, total: int, counts: Mapping[View, int]) -> str:
    """What the list is made of, where that is not plain from its name."""
    if address.view is not View.OPEN or filters.band or filters.state:
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
    heading: str = ""
    """The unit, where the list goes by units and its rows begin here."""


def rows_of(tasks: Sequence[Task], order: Order, seen: Lens) -> list[Row]:
    """The rows of a page, under the names of their units where it goes by units."""
    rows = [row_of(task, seen) for task in tasks]
    if order.by is not Sort.UNIT:
        return rows
    before = [None, *(task.unit_id for task in tasks)]
    return [
        replace(row, heading=row.task.unit.name) if row.task.unit_id != last else row
        for row, last in zip(rows, before, strict=False)
    ]


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
    page = queries.task_page(filters, seen.reading, who, order=address.order, after=address.after)
    shown_to = _shown_to(address, filters, page, total, seen)
    return {
        "address": address,
        "seen": seen,
        "rows": rows_of(page.tasks, address.order, seen),
        "total": total,
        "shown_to": shown_to,
        "next_url": address.url(after=page.next) if page.next else None,
        "next_count": min(PAGE, total - shown_to),
        "tabs": tabs_of(address, counts),
        "conditions": conditions_of(address, choices),
        "menus": _menus(address, choices, who),
        "sheet": sheet_of(address, choices),
        "folded": FOLDED,
        "columns": columns_of(address),
        "by_unit_url": address.url(sort=Sort.UNIT.value),
        "is_by_unit": address.order.by is Sort.UNIT,
        "summary": summary_of(address, filters, total, counts),
        "order_words": order_words(address),
        "elsewhere": None if page.tasks else elsewhere_of(address, filters, who, seen),
        "nothing": nothing_in(address.view),
        "nearest": nearest_due(who, seen) if not page.tasks and address.view is View.OVERDUE else "",
        "may_create": may(who, Permission.CREATE_DIRECTIVE) is not None,
        "title": labels.of(address.view),
    }


def _shown_to(address: Address, filters: Filter, page: Page, total: int, seen: Lens) -> int:
    """How many rows stand up to the end of this page, the earlier pages included."""
    if not page.next:
        return total
    if not address.after:
        return len(page.tasks)
    rest = queries.count_after(filters, seen.reading, actor(), order=address.order, after=page.next)
    return total - rest


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
