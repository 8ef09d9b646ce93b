"""What stands beside one task on its page, in one question."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from taskboard.accounts.models import Person, Post
from taskboard.db import UtcDateTime, db
from taskboard.domain.authority import Actor, Role, sees_all_tasks
from taskboard.domain.lifecycle import State
from taskboard.tasks.models import SubTask, Task
from taskboard.tasks.queries import built
from taskboard.units.models import UnitName
from taskboard.watch.models import Follow


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another task of the same directive."""

    code: str
    unit_id: int
    unit_name: str
    state: State
    overdue_from: datetime | None
    due_on: date | None
    period_key: str | None


@dataclass(frozen=True, slots=True)
class Share:
    """A sub-task: what its unit made of the task for one of its people."""

    id: int
    title: str
    due_on: date | None
    done_on: date | None
    officer_name: str


@dataclass(frozen=True, slots=True)
class Around:
    siblings: list[Sibling]
    """What the directive asks of others, the latest first; of a duty, what it asked of this unit in other periods. Only
    what the reader may see: a unit is not told how its peers stand (rule 40)."""
    shares: list[Share]
    """In the order they were added."""
    colleagues: list[tuple[int, str]]
    """Who may be named for it, as (id, name): officers of its unit first, then its heads."""
    is_followed: bool
    """By the reader."""


def around(task: Task, actor: Actor, day: date, *, with_shares: bool, with_colleagues: bool) -> Around:
    """Shares and colleagues are empty unless they are asked for: not everybody is shown them."""
    statement = _statement(task.duty_id is not None, sees_all_tasks(actor), with_shares, with_colleagues)
    given = {
        "task_id": task.id,
        "directive_id": task.directive_id,
        "unit_id": task.unit_id,
        "units": list(actor.unit_ids),
        "person_id": actor.person_id,
        "day": day,
    }
    found: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(statement, given):
        found[row.part].append(row)
    return Around(
        [_sibling(row) for row in sorted(found["sibling"], key=_latest_first)],
        [_share(row) for row in sorted(found["share"], key=attrgetter("id"))],
        [(row.id, row.name) for row in sorted(found["colleague"], key=attrgetter("rank"))],
        bool(found["follow"]),
    )


def _latest_first(row: Any) -> tuple[bool, float, str]:
    """Undated last; those of one day by the names of their units."""
    return row.at is None, row.at.timestamp() if row.at else 0.0, row.rank


def _sibling(row: Any) -> Sibling:
    return Sibling(row.code, row.id, row.name, State(row.state), row.at, row.due_on, row.also)


def _share(row: Any) -> Share:
    return Share(row.id, row.name, row.due_on, row.done_on, row.also or "")


@cache
def _statement(is_of_duty: bool, sees_all: bool, with_shares: bool, with_colleagues: bool) -> Any:
    parts = [_siblings(is_of_duty, sees_all), _follow()]
    if with_shares:
        parts.append(_shares())
    if with_colleagues:
        parts.append(_colleagues())
    return sa.union_all(*parts)


def _nothing(kind: Any) -> sa.ColumnElement[Any]:
    return sa.cast(sa.null(), kind)


_COLUMNS = {
    "id": _nothing(sa.Integer),
    "name": _nothing(sa.Text),
    "rank": _nothing(sa.Text),
    "code": _nothing(sa.Text),
    "state": _nothing(sa.Text),
    "also": _nothing(sa.Text),
    "due_on": _nothing(sa.Date),
    "done_on": _nothing(sa.Date),
    "at": _nothing(UtcDateTime()),
}
"""Of every part, as they are where a part says nothing there."""


def _part(kind: str, /, **columns: Any) -> sa.Select[Any]:
    said = {**_COLUMNS, **columns}
    return sa.select(
        sa.literal(kind, literal_execute=True).label("part"),
        *(column.label(label) for label, column in said.items()),
    )


def _siblings(is_of_duty: bool, sees_all: bool) -> sa.Select[Any]:
    alike = Task.unit_id == sa.bindparam("unit_id") if is_of_duty else Task.duty_id.is_(None)
    part = _part(
        "sibling",
        id=Task.unit_id,
        name=UnitName.name,
        rank=UnitName.sort_key,
        code=Task.code,
        state=sa.cast(Task.state, sa.Text),
        also=Task.period_key,
        due_on=Task.due_on,
        at=Task.overdue_from,
    )
    return part.join(UnitName, sa.and_(UnitName.unit_id == Task.unit_id, UnitName.valid_to.is_(None))).where(
        Task.directive_id == sa.bindparam("directive_id"), alike, built.visible(sees_all=sees_all)
    )


def _follow() -> sa.Select[Any]:
    return _part("follow", id=Follow.task_id).where(
        Follow.task_id == sa.bindparam("task_id"), Follow.person_id == sa.bindparam("person_id")
    )


def _shares() -> sa.Select[Any]:
    part = _part(
        "share",
        id=SubTask.id,
        name=SubTask.title,
        also=Person.full_name,
        due_on=SubTask.due_on,
        done_on=SubTask.done_on,
    )
    return (
        part.select_from(SubTask)
        .outerjoin(Person, Person.id == SubTask.officer_id)
        .where(SubTask.task_id == sa.bindparam("task_id"))
    )


def _colleagues() -> sa.Select[Any]:
    officers_first = sa.func.min(sa.case((Post.role == Role.OFFICER, "0"), else_="1"))
    part = _part("colleague", id=Person.id, name=Person.full_name, rank=officers_first + Person.sort_key)
    day: sa.BindParameter[date] = sa.bindparam("day", type_=sa.Date())
    return (
        part.join(Post, Post.person_id == Person.id)
        .where(
            Post.unit_id == sa.bindparam("unit_id"),
            Post.valid_from <= day,
            sa.or_(Post.valid_to.is_(None), Post.valid_to > day),
            Person.locked_at.is_(None),
        )
        .group_by(Person.id, Person.full_name, Person.sort_key)
    )
