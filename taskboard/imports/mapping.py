"""How an office's own register is to be read: which column is what, what its states mean. Kept as JSON, proposed again."""

from __future__ import annotations

import json
from collections.abc import Mapping as Map
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from taskboard.imports import targets
from taskboard.imports.grid import Grid
from taskboard.imports.head import Head


class DayOrder(StrEnum):
    """What stands first in a date written with figures only."""

    AUTO = "auto"
    """The day, unless no day of the column can be read so."""
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Mapping:
    sheet: str = ""
    columns: Map[int, str] = field(default_factory=dict)
    """By place of a column, the key of its target."""
    states: Map[str, str] = field(default_factory=dict)
    """By the words of the state column, one of `targets.MEANINGS`."""
    starred: tuple[str, ...] = ()
    """Priorities whose tasks get a star."""
    unit_id: int | None = None
    """Who leads what names nobody."""
    day_order: DayOrder = DayOrder.AUTO

    def place_of(self, key: str) -> int | None:
        return next((place for place, target in self.columns.items() if target == key), None)

    @property
    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def lacks(self, *, has_groups: bool = False) -> list[str]:
        """Keys of targets without which nothing can be read; the headings of groups may name who leads."""
        has = set(self.columns.values())
        missing = [key for key in targets.NEEDED if key not in has]
        if "lead" not in has and self.unit_id is None and not has_groups:
            missing.append("lead")
        if not has & {"assigned_on", "source_on", "source", "created_on"}:
            missing.append("assigned_on")
        return missing


def from_json(text: str) -> Mapping:
    """Raises ValueError for what `Mapping.as_json` did not write."""
    plain = json.loads(text)
    columns = {int(place): key for place, key in plain["columns"].items() if key in targets.TARGET}
    return Mapping(
        sheet=plain["sheet"],
        columns=columns,
        states=plain["states"],
        starred=tuple(plain["starred"]),
        unit_id=plain["unit_id"],
        day_order=DayOrder(plain["day_order"]),
    )


def proposed(grid: Grid, head: Head, remembered: str = "") -> Mapping:
    """As these headings were read the last time, else as their words say."""
    if remembered:
        known = from_json(remembered)
        made = replace(known, sheet=grid.name)
    else:
        made = Mapping(sheet=grid.name, columns=targets.propose(head.titles))
    return with_meanings(grid, head, made)


def with_meanings(grid: Grid, head: Head, mapping: Mapping) -> Mapping:
    """The states and priorities of the columns that are so named, each with what was said of it or what its words say."""
    states = targets.propose_meanings(distinct(grid, head, mapping.place_of("state")))
    told = {state: mapping.states.get(state) or meaning for state, meaning in states.items()}
    priorities = distinct(grid, head, mapping.place_of("priority"))
    is_known = mapping.place_of("priority") is not None and bool(mapping.starred)
    starred = [one for one in priorities if (one in mapping.starred if is_known else targets.is_urgent(one))]
    return replace(mapping, states=told, starred=tuple(starred))


MOST_VALUES = 40
"""A column with more different words is no list of states."""


def distinct(grid: Grid, head: Head, place: int | None) -> list[str]:
    """The different words of a column, in the order they come."""
    if place is None:
        return []
    words = (grid.cell(number, place).text for number in range(head.first_row, len(grid.rows) + 1))
    return list(dict.fromkeys(word[:80] for word in words if word))[: MOST_VALUES + 1]
