"""The columns of a list: which there are, what each says of a task, what it is sorted by.

The state and the task itself always stand first; the others a person chooses, in this order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.interfaces import ORMOption

from taskboard.spreadsheet import Value
from taskboard.tasks.models import Task
from taskboard.tasks.queries import Sort
from taskboard.tasks.queries.loading import name_only
from taskboard.tasks.showing import Lens, short_day
from taskboard.web import labels
from taskboard.wording import day_text


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the table."""

    text: str
    note: str = ""
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    label: Any
    says: Callable[[Task, Lens], Cell]
    sort: Sort | None = None
    is_number: bool = False
    is_left_out: bool = False
    """Of the cards a phone shows."""
    kept: Callable[[Task], Value] | None = None
    """What a file holds of it, where that is no text: a date as a date."""


def _text(read: Callable[[Task, Lens], str]) -> Callable[[Task, Lens], Cell]:
    return lambda task, seen: Cell(read(task, seen))


def _person(name: str) -> Callable[[Task, Lens], Cell]:
    def says(task: Task, _seen: Lens) -> Cell:
        found = getattr(task, name)
        return Cell(found.full_name if found else "")

    return says


def _due(task: Task, seen: Lens) -> Cell:
    return Cell(day_text(task.due_on) or _("Không thời hạn"), _due_note(task, seen))


def _due_note(task: Task, seen: Lens) -> str:
    if task.original_due_on is not None and task.original_due_on != task.due_on:
        return _("ban đầu %(day)s", day=short_day(task.original_due_on, seen))
    return task.due_basis if task.due_on is None else ""


def _updated(task: Task, seen: Lens) -> str:
    return short_day(seen.day_of(task.last_report_at), seen) if task.last_report_at else ""


def _cause(task: Task, _seen: Lens) -> str:
    return str(labels.of(task.cause)) if task.last_report_at else ""


COLUMNS = (
    Column("unit", _l("Chủ trì"), _text(lambda task, _seen: task.unit.name), Sort.UNIT),
    Column("due", _l("Thời hạn"), _due, Sort.DUE, kept=lambda task: task.due_on),
    Column(
        "original",
        _l("Hạn ban đầu"),
        _text(lambda task, _seen: day_text(task.original_due_on)),
        Sort.ORIGINAL,
        kept=lambda task: task.original_due_on,
    ),
    Column("updated", _l("Cập nhật"), _text(_updated), Sort.UPDATED, is_number=True, is_left_out=True),
    Column("monitor", _l("Theo dõi"), _person("monitor"), is_left_out=True),
    Column("officer", _l("Người thực hiện"), _person("officer")),
    Column("leader", _l("Lãnh đạo giao"), _person("leader")),
    Column("state", _l("Trạng thái"), _text(lambda task, _seen: str(labels.STATES[task.state]))),
    Column("field", _l("Lĩnh vực"), _text(lambda task, _seen: task.field)),
    Column("level", _l("Cấp giao"), _text(lambda task, _seen: str(labels.of(task.source_level)))),
    Column("kind", _l("Loại thời hạn"), _text(lambda task, _seen: str(labels.of(task.due_kind)))),
    Column("cause", _l("Vướng mắc"), _text(_cause)),
    Column(
        "assigned",
        _l("Ngày giao"),
        _text(lambda task, _seen: day_text(task.assigned_on)),
        Sort.ASSIGNED,
        kept=lambda task: task.assigned_on,
    ),
    Column(
        "completed",
        _l("Ngày hoàn thành"),
        _text(lambda task, _seen: day_text(task.completed_on)),
        Sort.COMPLETED,
        kept=lambda task: task.completed_on,
    ),
    Column(
        "extensions",
        _l("Số lần gia hạn"),
        _text(lambda task, _seen: str(task.extension_count or "")),
        is_number=True,
        kept=lambda task: task.extension_count,
    ),
)
USUAL = ("unit", "due", "updated", "monitor")
_BY_NAME = {column.name: column for column in COLUMNS}


def chosen(names: Iterable[str]) -> tuple[str, ...]:
    """The columns somebody asked for, in their own order; () for the usual ones and for what is none."""
    asked = set(names)
    found = tuple(column.name for column in COLUMNS if column.name in asked)
    return () if found == USUAL else found


def shown(names: Sequence[str]) -> list[Column]:
    return [_BY_NAME[name] for name in names or USUAL]


_LEADER = (name_only(Task.leader),)


def options(names: Sequence[str]) -> tuple[ORMOption, ...]:
    """What has to be read along with the tasks, besides what every list says."""
    return _LEADER if "leader" in names else ()


def read_out(some: Sequence[Column]) -> list[Column]:
    """With their names in the reader's language: a table says each name in every row."""
    return [replace(column, label=str(column.label)) for column in some]


def cells(task: Task, some: Sequence[Column], seen: Lens, fields: dict[str, str]) -> list[Cell]:
    """The row's places; `fields` are the names of the fields of work by their codes."""
    found = []
    for column in some:
        cell = column.says(task, seen)
        text = fields.get(cell.text, cell.text) if column.name == "field" else cell.text
        found.append(Cell(text, cell.note, column))
    return found
