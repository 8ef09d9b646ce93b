"""A list in groups: how many stand in each, and its pages read group after group.

The counts come first; they say which groups a page can reach, so the rows are asked of those alone and the cost does
not grow with the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.briefings.models import Briefing, Directive
from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.domain.lifecycle import State
from taskboard.tasks.models import Task
from taskboard.tasks.queries.conditions import Filter, Reading, matching
from taskboard.units.models import UnitName, WorkField


class By(StrEnum):
    """What a list may be grouped by."""

    UNIT = "unit"
    FIELD = "field"
    STATE = "state"
    BRIEFING = "briefing"
    OFFICER = "officer"
    MONTH = "month"
    """Of the current deadline, as year × 100 + month."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group: the value its rows share (None for those without one), its name where the database keeps it."""

    value: Any
    name: str
    count: int

    @property
    def key(self) -> str:
        """As the address carries it."""
        return "" if self.value is None else str(self.value)


def _month() -> sa.ColumnElement[Any]:
    year, month = sa.extract("year", Task.due_on), sa.extract("month", Task.due_on)
    return sa.cast(year * 100 + month, sa.Integer)


_BRIEFING = (
    sa.select(Directive.briefing_id)
    .where(Directive.id == Task.directive_id)
    .correlate(Task)
    .scalar_subquery()
)
_VALUES: dict[By, Any] = {
    By.UNIT: Task.unit_id,
    By.FIELD: sa.func.nullif(Task.field, ""),
    By.STATE: Task.state,
    By.BRIEFING: _BRIEFING,
    By.OFFICER: Task.officer_id,
    By.MONTH: _month(),
}
_STATES = list(State)


def groups(by: By, filters: Filter, reading: Reading, actor: Actor) -> list[Group]:
    """The groups of a list with their counts, in the order they stand in; those without a value last. One query."""
    value = _VALUES[by].label("value")
    rows = sa.select(value, Task.id).where(*matching(filters, reading, actor)).subquery()
    counted = (
        sa.select(rows.c.value, sa.func.count(rows.c.id).label("size")).group_by(rows.c.value).subquery()
    )
    found = db.session.execute(_named(by, counted)).all()
    ordered = sorted(found, key=lambda row: (row.value is None, _rank(by, row)))
    return [Group(row.value, row.name or "", int(row.size)) for row in ordered]


def _named(by: By, counted: Any) -> sa.Select[Any]:
    """Value, count, name and rank."""
    has = counted.c.value
    if by is By.UNIT:
        now = sa.and_(UnitName.unit_id == has, UnitName.valid_to.is_(None))
        return _with(counted, UnitName.name, UnitName.sort_key).outerjoin(UnitName, now)
    if by is By.FIELD:
        return _with(counted, WorkField.name, WorkField.position).outerjoin(WorkField, WorkField.code == has)
    if by is By.BRIEFING:
        return _with(counted, Briefing.title, Briefing.code).outerjoin(Briefing, Briefing.id == has)
    if by is By.OFFICER:
        return _with(counted, Person.full_name, Person.sort_key).outerjoin(Person, Person.id == has)
    return _with(counted, sa.literal(""), has)


def _with(counted: Any, name: Any, rank: Any) -> sa.Select[Any]:
    return sa.select(counted.c.value, counted.c.size, name.label("name"), rank.label("rank")).select_from(
        counted
    )


def _rank(by: By, row: Any) -> Any:
    """States in the order of a task's life, briefings newest first, the rest as their names or numbers go."""
    if row.value is None:
        return 0
    if by is By.STATE:
        return _STATES.index(State(row.value))
    if by is By.BRIEFING:
        return [-ord(char) for char in row.rank or ""]
    if row.rank is None:  # a code no field bears any more
        return 10**6 if by is By.FIELD else ""
    return row.rank


@dataclass(frozen=True, slots=True)
class Grouping:
    """By what, and the groups the list has now."""

    by: By
    groups: Sequence[Group]

    def place_of(self, after: str) -> tuple[int, str]:
        """Which group the page begins in, and the place in it; the first, where that group is no more."""
        key, dot, place = after.partition(".")
        found = [number for number, group in enumerate(self.groups) if group.key == key]
        return (found[0], place) if dot and found else (0, "")

    def reached_from(self, first: int, limit: int) -> Sequence[Group]:
        """The groups that a page of so many rows and one more can reach. The one it begins in does not count: how much of it is left
        is not known here."""
        last, rows = first + 1, 0
        while last < len(self.groups) and rows <= limit:
            rows += self.groups[last].count
            last += 1
        return self.groups[first:last]

    def holds(self, some: Sequence[Group]) -> sa.ColumnElement[bool]:
        """The row stands in one of these groups."""
        value = _VALUES[self.by]
        clauses = [value.in_([group.value for group in some if group.value is not None])]
        if any(group.value is None for group in some):
            clauses.append(value.is_(None))
        return sa.or_(*clauses)

    def column(self) -> Any:
        return _VALUES[self.by]

    def rank(self, some: Sequence[Group]) -> Any:
        """The order of these groups, for the database."""
        value = _VALUES[self.by]
        whens = [
            (value.is_(None) if group.value is None else value == group.value, place)
            for place, group in enumerate(some)
        ]
        return sa.case(*whens, else_=len(some))
