"""Which rows a number of the report counts: the one meaning of every link on the page.

`Selection.has` says it of a row, `Selection.where` of the columns of `sql.rows`; a test holds them to each other, and
another follows every link of the page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from taskboard.db import row_number
from taskboard.domain.deadline import LateBand, late_band
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import OPEN_CLASSES, Row, TaskClass
from taskboard.domain.silence import is_silent
from taskboard.reports import sql
from taskboard.reports.bodies import Body

NONE = "-"
"""In an address: those that name no field, or no leader."""
_DONE_IN_TIME_OR_LATE = frozenset({TaskClass.DONE_ON_TIME, TaskClass.DONE_LATE})
_DONE = _DONE_IN_TIME_OR_LATE | {TaskClass.DONE_NO_DEADLINE}
CLASS_SETS: Mapping[str, frozenset[TaskClass]] = {
    "": OPEN_CLASSES | _DONE,
    "open": OPEN_CLASSES,
    "done": _DONE,
    "with_deadline": _DONE_IN_TIME_OR_LATE | {TaskClass.OPEN_IN_TIME, TaskClass.OPEN_OVERDUE},
    "done_with_deadline": _DONE_IN_TIME_OR_LATE,
    "done_or_overdue": _DONE | {TaskClass.OPEN_OVERDUE},
    **{each.value: frozenset({each}) for each in TaskClass},
}
FLAGS = (
    "owing",
    "waiting",
    "paused",
    "silent",
    "updated",
    "extended",
    "sent_back",
    "reopened",
    "objective_causes",
)
COUNTED = {"extended": "extension_count", "sent_back": "send_back_count", "reopened": "reopen_count"}
MANY_QUARTERS = "2+"


_Row = Row | SimpleNamespace
"""A row as it is counted, or as it was frozen: the same names, plain values."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Empty text and None ask for nothing."""

    task_class: str = ""
    unit: int | None = None
    group: str = ""
    field: str = ""
    leader: str = ""
    level: str = ""
    starred: str = ""
    band: str = ""
    carried: str = ""
    """A number of quarters, or 2+."""
    flag: str = ""
    state: str = ""
    """Of what is excluded."""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Selection:
        """From an address. Raises ValueError for what no link of the page asks."""
        known = {each.name: asked[each.name] for each in fields(cls) if asked.get(each.name)}
        unit = row_number(known.pop("unit")) if "unit" in known else None
        made = cls(unit=unit, **known)
        allowed: tuple[tuple[str, Collection[str]], ...] = (
            (made.task_class, CLASS_SETS),
            (made.flag, ("", *FLAGS)),
            (made.band, ("", *(band.value for band in LateBand))),
            (made.state, ("", *(state.value for state in State))),
            (made.starred, ("", "yes", "no")),
        )
        if any(value not in values for value, values in allowed):
            raise ValueError("no such list")
        if made.carried not in ("", MANY_QUARTERS):
            row_number(made.carried)
        return made

    def has(self, row: _Row, *, silence_days: int) -> bool:
        """Whether a row is among those the number counts."""
        return (
            row.task_class in CLASS_SETS[self.task_class]
            and (self.unit is None or row.unit_id == self.unit)
            and (not self.group or row.unit_group == self.group)
            and all(asked in ("", text or NONE) for asked, text in self._texts(row))
            and (not self.starred or row.is_starred == (self.starred == "yes"))
            and (not self.state or row.state == self.state)
            and (not self.band or late_band(row.days_late) == self.band)
            and self._has_carried(row)
            and (not self.flag or _has_flag(row, self.flag, silence_days))
        )

    def _texts(self, row: Any) -> tuple[tuple[str, Any], ...]:
        return (self.field, row.field), (self.leader, row.leader), (self.level, row.source_level)

    def _has_carried(self, row: _Row) -> bool:
        if not self.carried:
            return True
        if not row.unfinished_codes:
            return False
        if self.carried == MANY_QUARTERS:
            return row.quarters_carried >= 2
        return row.quarters_carried == int(self.carried)

    def where(
        self, row: sa.CTE, *, bodies: Mapping[int, Body], silence_days: int
    ) -> list[sa.ColumnElement[bool]]:
        """The same over columns."""
        conditions: list[sa.ColumnElement[bool]] = [
            row.c.task_class.in_([each.value for each in CLASS_SETS[self.task_class]])
        ]
        if self.unit is not None:
            conditions.append(row.c.unit_id == self.unit)
        if self.group:
            conditions.append(
                row.c.unit_id.in_([id_ for id_, body in bodies.items() if body.group == self.group])
            )
        for asked, column in self._texts(row.c)[:2]:
            conditions += [column == ("" if asked == NONE else asked)] if asked else []
        if self.level:
            conditions.append(row.c.source_level == self.level)
        if self.starred:
            conditions.append(row.c.is_starred.is_(self.starred == "yes"))
        if self.state:
            conditions.append(row.c.state == self.state)
        if self.band:
            conditions.append(sql.in_band(row.c.days_late, LateBand(self.band)))
        if self.carried:
            conditions += [row.c.is_owing == 1, self._carried_column(row)]
        if self.flag:
            conditions.append(_flag_column(row, self.flag, silence_days))
        return conditions

    def _carried_column(self, row: sa.CTE) -> sa.ColumnElement[bool]:
        if self.carried == MANY_QUARTERS:
            return row.c.quarters_carried >= 2
        return row.c.quarters_carried == int(self.carried)


def _has_flag(row: _Row, flag: str, silence_days: int) -> bool:
    if flag in COUNTED:
        return bool(getattr(row, COUNTED[flag]) > 0)
    if flag == "objective_causes":
        return row.has_objective_cause
    is_unheard = is_silent(row.silent_days, silence_days)
    return (
        bool(row.unfinished_codes)
        and {
            "owing": True,
            "waiting": row.state == State.WAITING,
            "paused": row.state == State.PAUSED,
            "silent": is_unheard and row.state != State.WAITING,
            "updated": row.last_report_on is not None and not is_unheard,
        }[flag]
    )


def _flag_column(row: sa.CTE, flag: str, silence_days: int) -> sa.ColumnElement[bool]:
    if flag in COUNTED:
        return row.c[COUNTED[flag]] > 0
    if flag == "objective_causes":
        return row.c.has_objective_cause == 1
    is_unheard = sql.is_silent(row, silence_days)
    further: dict[str, sa.ColumnElement[bool]] = {
        "owing": sa.true(),
        "waiting": row.c.state == State.WAITING.value,
        "paused": row.c.state == State.PAUSED.value,
        "silent": sa.and_(is_unheard, row.c.state != State.WAITING.value),
        "updated": sa.and_(row.c.last_report_at.is_not(None), sa.not_(is_unheard)),
    }
    return sa.and_(row.c.is_owing == 1, further[flag])
