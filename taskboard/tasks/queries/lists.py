"""Lists of tasks, their counts, and what they may be narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import QueryableAttribute, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from taskboard.accounts.models import Person
from taskboard.briefings.models import Briefing, Directive
from taskboard.db import LARGEST_NUMBER, db
from taskboard.domain.authority import Actor, sees_all_tasks
from taskboard.tasks.models import Extension, ExtensionState, Task
from taskboard.tasks.queries import built
from taskboard.tasks.queries.conditions import (
    IS_OPEN,
    Filter,
    Reading,
    View,
    asked,
    condition,
    condition_among_open,
    matching,
    visible_to,
)
from taskboard.tasks.queries.grouping import Group, Grouping
from taskboard.tasks.queries.last_week import known_then, late_then
from taskboard.tasks.queries.loading import WHOLE
from taskboard.tasks.queries.ordering import Key, Order, cursor_of, ordering, values_of
from taskboard.tasks.queries.ordering import after as rows_after
from taskboard.units.models import Unit, UnitGroup, UnitName, WorkField

PAGE = 50
COUNTED = 10_000
"""What is done is counted so far and no further: nobody reads on, and counting all would grow with the years."""
MENU = 200
"""People a menu can offer."""
KINDS = ("unit", "field", "briefing", "group", "leader", "monitor", "officer")


def task_list(filters: Filter, reading: Reading, actor: Actor, *, limit: int = PAGE) -> list[Task]:
    """A list in the order people need it: the latest deadline passed first, then the nearest, undated last.

    What is done stands the other way round, the newest first.
    """
    return task_page(filters, reading, actor, limit=limit).tasks


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and where it goes on."""

    tasks: list[Task]
    next: str = ""
    """The place after the last of them, for `after`; empty at the end."""
    groups: Sequence[int] = ()
    """Of a list in groups: in which of them each row stands."""


def task_page(
    filters: Filter,
    reading: Reading,
    actor: Actor,
    *,
    order: Order = Order(),  # noqa: B008 - frozen, and means "as people need it"
    after: str = "",
    limit: int = PAGE,
    options: Sequence[ORMOption] = WHOLE,
    grouping: Grouping | None = None,
) -> Page:
    """The rows after that place; a place that is none in this order is the beginning.

    `options` say what is read along. The cost does not grow with how far one has read, and a row that leaves the list shifts no other off the page.
    """
    keys = order.keys(filters.view)
    if grouping is not None:
        return _grouped_page(grouping, filters, reading, actor, keys, after, limit, options)
    if after or not built.is_kept(filters):
        clauses = [*matching(filters, reading, actor), *_beyond(keys, after)]
        found = db.session.execute(_page_of(clauses, keys, limit, options))
    else:
        statement = _first_page(filters, sees_all_tasks(actor), keys, limit, tuple(options))
        found = db.session.execute(statement, built.given(reading, actor))
    rows: Sequence[Any] = found.unique().all()
    shown = rows[:limit]
    place = cursor_of(tuple(shown[-1])[1:]) if len(rows) > limit else ""
    return Page([row[0] for row in shown], place)


@lru_cache(maxsize=built.KEPT)
def _first_page(
    filters: Filter, sees_all: bool, keys: tuple[Key, ...], limit: int, options: tuple[ORMOption, ...]
) -> sa.Select[Any]:
    clauses = [built.visible(sees_all=sees_all), *asked(filters, built.ASKED)]
    return _page_of(clauses, keys, limit, options)


def _page_of(
    clauses: Sequence[sa.ColumnElement[bool]], keys: Sequence[Key], limit: int, options: Sequence[ORMOption]
) -> sa.Select[Any]:
    """The numbers first, what is read along only of those."""
    chosen = sa.select(Task.id).where(*clauses).order_by(*ordering(keys)).limit(limit + 1)
    return _rows(keys, options).where(Task.id.in_(chosen)).order_by(*ordering(keys))


def _rows(keys: Sequence[Key], options: Sequence[ORMOption]) -> sa.Select[Any]:
    return sa.select(Task, *(key.column for key in keys)).options(*options)


def _grouped_page(
    grouping: Grouping,
    filters: Filter,
    reading: Reading,
    actor: Actor,
    keys: Sequence[Key],
    after: str,
    limit: int,
    options: Sequence[ORMOption],
) -> Page:
    """As `task_page`, group after group; a place is "group.place in it"."""
    first, place = grouping.place_of(after)
    reached = grouping.reached_from(first, limit)
    if not reached:
        return Page([])
    rank = grouping.rank(reached)
    statement = (
        _rows(keys, options)
        .add_columns(rank.label("rank"))
        .where(*matching(filters, reading, actor), _beyond_in_groups(grouping, reached, keys, place))
        .order_by(rank, *ordering(keys))
        .limit(limit + 1)
    )
    rows: Sequence[Any] = db.session.execute(statement).unique().all()
    shown = rows[:limit]
    groups = [first + row[-1] for row in shown]
    more = len(rows) > limit
    following = f"{grouping.groups[groups[-1]].key}.{cursor_of(tuple(shown[-1])[1:-1])}" if more else ""
    return Page([row[0] for row in shown], following, groups)


def _beyond_in_groups(
    grouping: Grouping, reached: Sequence[Group], keys: Sequence[Key], place: str
) -> sa.ColumnElement[bool]:
    """The rest of the first group, and all of the others."""
    begun = sa.and_(grouping.holds(reached[:1]), *_beyond(keys, place))
    return sa.or_(begun, grouping.holds(reached[1:])) if len(reached) > 1 else begun


def _beyond(keys: Sequence[Key], place: str) -> list[sa.ColumnElement[bool]]:
    values = values_of(place, keys) if place else None
    return [] if values is None else [rows_after(keys, values)]


def count_after(
    filters: Filter,
    reading: Reading,
    actor: Actor,
    *,
    order: Order,
    after: str,
    grouping: Grouping | None = None,
) -> int:
    """How many rows stand after that place."""
    keys = order.keys(filters.view)
    clauses = matching(filters, reading, actor)
    if grouping is None:
        return _count([*clauses, *_beyond(keys, after)])
    first, place = grouping.place_of(after)
    later = sum(group.count for group in grouping.groups[first + 1 :])
    return later + _count(
        [*clauses, grouping.holds(grouping.groups[first : first + 1]), *_beyond(keys, place)]
    )


def _count(clauses: Sequence[sa.ColumnElement[bool]]) -> int:
    return db.session.scalar(sa.select(sa.func.count(Task.id)).where(*clauses)) or 0


def task_count(filters: Filter, reading: Reading, actor: Actor) -> int:
    return _count(matching(filters, reading, actor))


class AtLeast(int):
    """A count that was not carried to its end."""

    def __str__(self) -> str:
        return f"{int(self):,}+".replace(",", ".")


_UNENDING = (View.DONE, View.CLOSED, View.ALL)
"""Lists that grow as long as the body works; the others hold what is open."""


def view_counts(views: Sequence[View], filters: Filter, reading: Reading, actor: Actor) -> dict[View, int]:
    """Counts of several lists in one query, all under the same other conditions.

    What is open is looked through once; the lists that grow with the years are counted up to COUNTED.
    """
    row = _counted(views, filters, reading, actor)
    return {view: _ended(view, row[view.value]) for view in views}


def counts_and_then(
    views: Sequence[View], filters: Filter, reading: Reading, actor: Actor, instant: datetime
) -> tuple[dict[View, int], int | None]:
    """As `view_counts`; and how many tasks were overdue at a past instant, None where none was known of yet."""
    row = _counted(views, filters, reading, actor, instant)
    known = row["then"] or row["knew"]
    return {view: _ended(view, row[view.value]) for view in views}, int(row["then"]) if known else None


def _counted(
    views: Sequence[View], filters: Filter, reading: Reading, actor: Actor, instant: datetime | None = None
) -> Mapping[Any, Any]:
    base = replace(filters, view=View.ALL, band=None)
    if not built.is_kept(base):
        return db.session.execute(_counts(views, matching(base, reading, actor), reading)).one()._mapping
    statement = _counts_kept(tuple(views), base, sees_all_tasks(actor), instant is not None)
    given = built.given(reading, actor) | {"then": instant}
    return db.session.execute(statement, given).one()._mapping


@lru_cache(maxsize=built.KEPT)
def _counts_kept(views: tuple[View, ...], base: Filter, sees_all: bool, with_then: bool) -> sa.Select[Any]:
    seen = built.visible(sees_all=sees_all)
    statement = _counts(views, [seen, *asked(base, built.ASKED)], built.ASKED)
    if not with_then:
        return statement
    mine = [seen] if base.monitor_id is None else [seen, Task.monitor_id == base.monitor_id]
    late = late_then(mine).subquery()
    return statement.add_columns(
        sa.select(sa.func.count()).select_from(late).scalar_subquery().label("then"),
        sa.case((known_then(mine).exists(), 1), else_=0).label("knew"),
    )


def _counts(
    views: Sequence[View], base: Sequence[sa.ColumnElement[bool]], reading: Reading
) -> sa.Select[Any]:
    swept = [view for view in views if view not in (*_UNENDING, View.EXTENSION)]
    sums = [
        sa.func.sum(sa.case((condition_among_open(view, reading), 1), else_=0)).label(view.value)
        for view in swept
    ]
    columns: list[Any] = [
        _counted_to([*base, condition(view, reading)]).label(view.value)
        for view in views
        if view not in swept
    ]
    if sums:
        once = sa.select(*sums).where(IS_OPEN, *base).subquery()
        columns += once.c
    return sa.select(*columns)


def _counted_to(clauses: Sequence[sa.ColumnElement[bool]]) -> sa.ScalarSelect[int]:
    some = sa.select(Task.id).where(*clauses).limit(COUNTED + 1).subquery()
    return sa.select(sa.func.count(some.c.id)).scalar_subquery()


def _ended(view: View, count: int | None) -> int:
    return AtLeast(COUNTED) if view in _UNENDING and count and count > COUNTED else int(count or 0)


def count_up_to(filters: Filter, reading: Reading, actor: Actor, *, order: Order, after: str) -> int:
    """How many rows stand up to that place: of a list that nobody counts to its end."""
    beyond = _beyond(order.keys(filters.view), after)
    return _count([*matching(filters, reading, actor), *(sa.not_(clause) for clause in beyond)])


def pending_extensions(actor: Actor) -> list[Extension]:
    """Requests waiting for a decision, the oldest first."""
    statement = (
        sa.select(Extension)
        .join(Task)
        .where(Extension.state == ExtensionState.PENDING, visible_to(actor))
        .options(joinedload(Extension.task).joinedload(Task.unit))
        .order_by(Extension.id)
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list may be narrowed to: (code, name) in the order people look for them, and the ids behind the codes."""

    units: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    briefings: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    leaders: list[tuple[str, str]]
    monitors: list[tuple[str, str]]
    officers: list[tuple[str, str]]
    """People by their id: a name may be borne twice."""
    ids: dict[tuple[str, str], int]

    def id_of(self, kind: str, code: str) -> int | None:
        """A person who does the work is known by number also where there are too many for a menu."""
        if kind == "officer" and code.isascii() and code.isdecimal() and int(code) <= LARGEST_NUMBER:
            return int(code)
        return self.ids.get((kind, code))


def filter_choices(actor: Actor) -> Choices:
    """Units with a task the reader may see, fields, briefings that gave such tasks, groups, people: one query for all menus."""
    statement = _choices(sees_all_tasks(actor))
    rows = db.session.execute(statement, {"units": list(actor.unit_ids)}).all()
    named: dict[str, list[tuple[str, str, str]]] = {kind: [] for kind in KINDS}
    ids: dict[tuple[str, str], int] = {}
    for kind, number, code, name, rank in rows:
        named[kind].append((rank, code, name))
        ids[kind, code] = number
    pairs = {
        kind: [(code, name) for _rank, code, name in sorted(found, key=itemgetter(0))]
        for kind, found in named.items()
    }
    return Choices(
        pairs["unit"],
        pairs["field"],
        pairs["briefing"][::-1],
        pairs["group"],
        pairs["leader"],
        pairs["monitor"],
        pairs["officer"] if len(pairs["officer"]) <= MENU else [],
        ids,
    )


@cache
def _choices(sees_all: bool) -> sa.CompoundSelect[Any]:
    visible = built.visible(sees_all=sees_all)
    given = sa.exists().where(Directive.briefing_id == Briefing.id)
    if not sees_all:  # a title is for who was given something there
        given = given.where(Task.directive_id == Directive.id, visible)
    return sa.union_all(
        sa.select(
            sa.literal("unit").label("kind"),
            Unit.id,
            Unit.code,
            UnitName.name,
            UnitName.sort_key.label("rank"),
        )
        .join(UnitName, sa.and_(UnitName.unit_id == Unit.id, UnitName.valid_to.is_(None)))
        .where(sa.exists().where(Task.unit_id == Unit.id, visible)),
        sa.select(
            sa.literal("field"),
            WorkField.id,
            WorkField.code,
            WorkField.name,
            sa.cast(WorkField.position + 1000, sa.Text),
        ),
        sa.select(sa.literal("briefing"), Briefing.id, Briefing.code, Briefing.title, Briefing.code).where(
            given
        ),
        sa.select(sa.literal("group"), UnitGroup.id, UnitGroup.code, UnitGroup.name, UnitGroup.code),
        *(
            _people(kind, column, None if sees_all else visible)
            for kind, column in (
                ("leader", Task.leader_id),
                ("monitor", Task.monitor_id),
                ("officer", Task.officer_id),
            )
        ),
    )


def _people(
    kind: str, column: QueryableAttribute[Any], visible: sa.ColumnElement[bool] | None
) -> sa.Select[str, int, str, str, str]:
    """Those who stand in this place of a task the reader may see; None for who sees all."""
    if visible is None:
        there = _distinct(kind, column)
    else:
        there = sa.select(column).where(column.is_not(None), visible)
    code = sa.cast(Person.id, sa.Text)
    return sa.select(sa.literal(kind), Person.id, code, Person.full_name, Person.sort_key).where(
        Person.id.in_(there)
    )


def _distinct(kind: str, column: sa.ColumnElement[Any] | QueryableAttribute[Any]) -> sa.Select[Any]:
    """The first values of an indexed column, each found from the one before: as many steps as values, however many
    rows. Neither database does so by itself for DISTINCT."""
    first = sa.select(sa.func.min(column).label("id"), sa.literal(1).label("place")).cte(
        f"{kind}_ids", recursive=True
    )
    following = sa.select(sa.func.min(column)).where(column > first.c.id).scalar_subquery()
    found = first.union_all(
        sa.select(following, first.c.place + 1).where(first.c.id.is_not(None), first.c.place <= MENU)
    )
    return sa.select(found.c.id).where(found.c.id.is_not(None))
