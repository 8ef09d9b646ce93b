"""The list of tasks as the address bar describes it: one view, conditions that can be taken away, fifty at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from taskboard.briefings.models import SourceKind, SourceLevel
from taskboard.domain.authority import Actor, Permission, Role, may
from taskboard.domain.deadline import DueClass, DueKind, LateBand
from taskboard.domain.lifecycle import State
from taskboard.tasks import columns, queries
from taskboard.tasks.address import FLAGS, FOLDED, LIST, Address, filter_of, page_url, part_of
from taskboard.tasks.columns import Cell
from taskboard.tasks.models import Cause, Task
from taskboard.tasks.queries import PAGE, By, Choices, Filter, Grouping, Order, Page, Sort, View
from taskboard.tasks.queries.loading import LISTED
from taskboard.tasks.showing import Chip, Lens, chip, lens, short_day, source_of
from taskboard.watch import chips
from taskboard.web import labels
from taskboard.web.context import actor
from taskboard.web.wording import weekday_text

__all__ = ["Address", "context", "filter_of"]

UNFINISHED = (View.OPEN, View.OVERDUE, View.DUE_SOON, View.WAITING, View.NEW, View.NO_DEADLINE, View.SILENT)
WHEN_ANY = (View.EXTENSION, View.UNNAMED, View.RESUME, View.STARRED)
FINISHED = (View.DONE, View.CLOSED, View.ALL)


@dataclass(frozen=True, slots=True)
class Condition:
    """A chip that can be taken away."""

    name: str
    label: str
    url: str


Named = Mapping[str, tuple[str, Mapping[str, str]]]
"""Conditions with a value: what each is called, and what each value is called."""


def conditions_of(address: Address, named: Named, who: Actor) -> list[Condition]:
    """In the order they are asked for; the search words stand in their own box."""
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
            found.append(Condition(name, _mine_words(who), address.url(mine=None)))
    return found


def _named(choices: Choices) -> Named:
    return {
        **_closed(str(get_locale())),
        "unit": (_("Đơn vị"), dict(choices.units)),
        "field": (_("Lĩnh vực"), dict(choices.fields)),
        "briefing": (_("Nguồn giao"), dict(choices.briefings)),
        "group": (_("Nhóm đơn vị"), dict(choices.groups)),
        "leader": (_("Lãnh đạo giao"), dict(choices.leaders)),
        "monitor": (_("Người theo dõi"), dict(choices.monitors)),
        "officer": (_("Người thực hiện"), dict(choices.officers)),
    }


@cache
def _closed(_locale: str) -> Named:
    """Those whose values the product knows: eighty words, the same for all who read the language."""
    return {
        "band": (_("Chậm"), _words(LateBand)),
        "state": (_("Trạng thái"), {state.value: str(labels.STATES[state]) for state in State}),
        "due": (_("Tình trạng thời hạn"), _words(DueClass)),
        "kind": (_("Loại thời hạn"), _words(DueKind)),
        "level": (_("Cấp giao"), _words(SourceLevel)),
        "source": (_("Loại nguồn giao"), _words(SourceKind)),
        "cause": (_("Vướng mắc"), _words(Cause)),
        "due_from": (_("Hạn từ ngày"), {}),
        "due_to": (_("Hạn đến ngày"), {}),
    }


def _words(kind: type[StrEnum]) -> dict[str, str]:
    return {value.value: str(labels.of(value)) for value in kind}


def _mine_words(who: Actor) -> str:
    words = {"monitor": _("Tôi theo dõi"), "leader": _("Tôi giao"), "officer": _("Giao cho tôi")}
    return words[part_of(who)]


def _flag_words() -> dict[str, str]:
    return {
        "starred": _("Gắn sao"),
        "followed": _("Tôi quan tâm"),
        "unnamed": _("Chưa có người thực hiện"),
        "silent": _("Im lặng"),
        "asked": _("Có đề nghị chờ quyết định"),
        "carried": _("Chuyển tiếp từ kỳ trước"),
    }


def sheet_of(address: Address, named: Named) -> list[dict[str, Any]]:
    """The conditions of the sheet, each as the field it is asked by."""
    flags = _flag_words()
    fields: list[dict[str, Any]] = []
    for name in FOLDED:
        if name in FLAGS:
            fields.append({"kind": "check", "name": name, "label": flags[name]})
        elif name in ("due_from", "due_to"):
            fields.append({"kind": "date", "name": name, "label": named[name][0]})
        elif named[name][1]:
            label, names = named[name]
            fields.append({"kind": "select", "name": name, "label": label, "options": list(names.items())})
    return [{**field, "value": address.given.get(field["name"], "")} for field in fields]


def columns_of(address: Address) -> list[dict[str, Any]]:
    """The heads of the table; most can be sorted by, and say so."""
    return [
        {"label": _("Tình trạng")},
        _sortable(address, Sort.CODE, _("Nhiệm vụ, nguồn giao")),
        *(_head(address, column) for column in columns.shown(address.columns)),
    ]


def _head(address: Address, column: columns.Column) -> dict[str, Any]:
    label = str(column.label)
    head = _sortable(address, column.sort, label) if column.sort else {"label": label}
    return {**head, "num": True} if column.is_number else head


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
        Sort.ORIGINAL: _("Xếp theo hạn ban đầu."),
        Sort.COMPLETED: _("Xếp theo ngày hoàn thành."),
    }
    if address.order.by is not None:
        return by[address.order.by]
    if address.view is View.WAITING:
        return _("Xếp theo hạn xác nhận.")
    is_by_result = address.view in _BY_RESULT
    return _("Xếp theo ngày hoàn thành, mới nhất trước.") if is_by_result else by[Sort.DUE]


def group_options(address: Address) -> list[tuple[str, str, bool]]:
    """What a list may be grouped by: value, words, whether it is."""
    return [(by.value, str(labels.of(by)), by is address.grouped_by) for by in By]


def column_options(address: Address) -> list[tuple[str, str, bool]]:
    """Every column: name, label, whether it is shown."""
    now = {column.name for column in columns.shown(address.columns)}
    return [(column.name, str(column.label), column.name in now) for column in columns.COLUMNS]


def tabs_of(address: Address, counts: Mapping[View, int]) -> list[dict[str, Any]]:
    """Views with their counts under the same conditions; rare ones only where there is something in them."""
    if address.view in FINISHED:
        shown = [*UNFINISHED, *FINISHED]
    else:
        rare = [view for view in WHEN_ANY if counts[view] or view is address.view]
        shown = [*UNFINISHED, *rare, View.DONE, View.ALL]
    others = {name: value for name, value in address.given.items() if name != "band"}
    base = replace(address, given=others, order=Order(), page=LIST)
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
class Heading:
    """What stands over a group, with all that is in it and not only what is on this page."""

    name: str
    count: int
    is_continued: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the table shows it."""

    task: Task
    url: str
    chip: Chip
    source: str
    cells: list[Cell]
    heading: Heading | None = None
    """Of its group, where its rows begin here."""


def rows_of(
    page: Page, address: Address, grouping: Grouping | None, choices: Choices, seen: Lens
) -> list[Row]:
    """The rows of a page, under the names of their groups."""
    fields, shown = dict(choices.fields), columns.read_out(columns.shown(address.columns))
    above = page_url(LIST)
    rows = [
        Row(
            task,
            f"{above}/{task.code}",
            chip(task, seen),
            source_of(task),
            columns.cells(task, shown, seen, fields),
        )
        for task in page.tasks
    ]
    if grouping is None:
        return rows
    begun = grouping.place_of(address.after)[0] if address.after else -1
    before = [-1, *page.groups]
    return [
        replace(row, heading=_heading(grouping, group, group == begun)) if group != last else row
        for row, group, last in zip(rows, page.groups, before, strict=False)
    ]


def _heading(grouping: Grouping, place: int, is_continued: bool) -> Heading:
    group = grouping.groups[place]
    return Heading(_group_name(grouping.by, group), group.count, is_continued)


def _group_name(by: By, group: queries.Group) -> str:
    if group.value is None:
        nothing = {
            By.FIELD: _("Chưa có lĩnh vực"),
            By.BRIEFING: _("Ngoài giao ban"),
            By.OFFICER: _("Chưa có người thực hiện"),
            By.MONTH: _("Không thời hạn"),
        }
        return nothing.get(by, "—")
    if by is By.STATE:
        return str(labels.STATES[State(group.value)])
    if by is By.MONTH:
        return _("Hạn tháng %(month)s/%(year)s", month=group.value % 100, year=group.value // 100)
    return group.name or group.key


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


def grouping_of(address: Address, filters: Filter, who: Actor, seen: Lens) -> Grouping | None:
    """The groups of the list with their counts, where it stands in groups."""
    by = address.grouped_by
    return Grouping(by, queries.groups(by, filters, seen.reading, who)) if by else None


def context(args: Mapping[str, str]) -> dict[str, Any]:
    """Everything `tasks/list.html` reads."""
    who, seen, address = actor(), lens(), Address.read(args)
    choices = queries.filter_choices(who)
    filters = filter_of(address, choices, who)
    grouping = grouping_of(address, filters, who, seen)
    counts = queries.view_counts(list(View), filters, seen.reading, who)
    total = _total(filters, grouping, counts, who, seen)
    page = queries.task_page(
        filters,
        seen.reading,
        who,
        order=address.order_inside,
        after=address.after,
        options=(*LISTED, *columns.options(address.columns)),
        grouping=grouping,
    )
    shown_to = _shown_to(address, filters, page, total, grouping, seen)
    return {
        **narrowing(address, choices, who),
        "seen": seen,
        "rows": rows_of(page, address, grouping, choices, seen),
        "total": total,
        "shown_to": shown_to,
        "next_url": address.url(after=page.next) if page.next else None,
        "next_count": PAGE if isinstance(total, queries.AtLeast) else min(PAGE, total - shown_to),
        "tabs": tabs_of(address, counts),
        "columns": columns_of(address),
        "column_options": column_options(address),
        "group_options": group_options(address),
        "by_unit_url": address.url(by=By.UNIT.value, sort=None),
        "is_grouped": grouping is not None,
        "summary": summary_of(address, filters, total, counts),
        "order_words": order_words(address),
        "elsewhere": None if page.tasks else elsewhere_of(address, filters, who, seen),
        "nothing": nothing_in(address.view),
        "nearest": nearest_due(who, seen) if not page.tasks and address.view is View.OVERDUE else "",
        "may_create": may(who, Permission.CREATE_DIRECTIVE) is not None,
        "may_import": may(who, Permission.IMPORT_TASKS) is not None,
        "title": labels.of(address.view),
    }


def _total(
    filters: Filter, grouping: Grouping | None, counts: Mapping[View, int], who: Actor, seen: Lens
) -> int:
    """How many rows the list has: in groups each of which was counted to its end, the sum of them."""
    if grouping is not None:
        return sum(group.count for group in grouping.groups)
    return queries.task_count(filters, seen.reading, who) if filters.band else counts[filters.view]


def narrowing(address: Address, choices: Choices, who: Actor) -> dict[str, Any]:
    """The views and the line of conditions, the same over the list, the board and the calendar."""
    named = _named(choices)
    return {
        **chips.context(address, who),
        "ways": ways_of(address),
        "address": address,
        "conditions": conditions_of(address, named, who),
        "menus": _menus(address, choices, who),
        "sheet": sheet_of(address, named),
        "folded": FOLDED,
    }


def ways_of(address: Address) -> list[dict[str, Any]]:
    """The same list as rows, as a board, in a calendar."""
    ways = (
        (LIST, _("Danh sách"), "list-ul"),
        ("tasks.board", _("Bảng"), "kanban"),
        ("tasks.calendar", _("Lịch"), "calendar3"),
    )
    return [
        {"label": label, "url": address.on(page), "icon": sign, "is_current": page == address.page}
        for page, label, sign in ways
    ]


def _shown_to(
    address: Address, filters: Filter, page: Page, total: int, grouping: Grouping | None, seen: Lens
) -> int:
    """How many rows stand up to the end of this page, the earlier pages included."""
    if not page.next:
        return total
    if not address.after:
        return len(page.tasks)
    if isinstance(total, queries.AtLeast):
        order = address.order_inside
        return queries.count_up_to(filters, seen.reading, actor(), order=order, after=page.next)
    rest = queries.count_after(
        filters,
        seen.reading,
        actor(),
        order=address.order_inside,
        after=page.next,
        grouping=grouping,
    )
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
    if who.roles - {Role.UNIT_HEAD, Role.INSPECTOR}:
        menus.append({"name": "mine", "label": _("Của tôi"), "any": "", "options": [("1", _mine_words(who))]})
    shown = [
        menu for menu in menus if menu["options"] and menu["name"] not in address.given and _is_choice(menu)
    ]
    return [{**menu, "options": _linked(address, menu)} for menu in shown]


def _linked(address: Address, menu: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where each choice leads, and its name."""
    urls = address.urls(menu["name"], [value for value, _label in menu["options"]])
    return [(url, label) for url, (_value, label) in zip(urls, menu["options"], strict=True)]


def _is_choice(menu: Mapping[str, Any]) -> bool:
    return menu["name"] == "mine" or len(menu["options"]) > 1
