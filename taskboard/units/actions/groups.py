"""Groups of units: made, given other members from a day on, retired from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.names import clean_name
from taskboard.domain.text import fold
from taskboard.journal.actions import Acting, record
from taskboard.units import queries
from taskboard.units.actions.fields import check_retirement, free_code, lines_of
from taskboard.units.actions.founding import create_group, join_group
from taskboard.units.models import Unit, UnitGroup


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What a group is: its name, how texts write it, who is in it from a day on, and until when it is offered."""

    name: str
    aliases: Sequence[str]
    members: Sequence[Unit]
    on: date
    retired_on: date | None = None


def add_group(facts: GroupFacts, *, acting: Acting, now: datetime) -> UnitGroup:
    """Raises RuleBroken: name_missing, group_name_taken, group_empty."""
    name = _free_name(facts.name)
    _need_members(facts.members)
    group = create_group(
        code=free_code(name, queries.group_by_code),
        name=name,
        aliases=lines_of(facts.aliases),
        members=facts.members,
        valid_from=facts.on,
    )
    members = _names(facts.members)
    record(Event.GROUP_ADDED, "unit_group", group.id, acting=acting, at=now, name=name, members=members)
    return group


def edit_group(group: UnitGroup, facts: GroupFacts, *, today: date, acting: Acting, now: datetime) -> None:
    """From the day on it means these units, whatever was to change later; what was given to it before stays.

    Raises RuleBroken: name_missing, group_name_taken, group_empty, members_in_past, retired_in_past.
    """
    name = _free_name(facts.name, but=group)
    _need_members(facts.members)
    if facts.on < today:
        raise RuleBroken("members_in_past", field="on", today=today)
    check_retirement(group.retired_on, facts.retired_on, today)
    was = _as_written(group, _members_before(group, facts))
    group.name, group.aliases = name, "\n".join(lines_of(facts.aliases))
    group.retired_on = facts.retired_on
    _move(group, facts)
    became = _as_written(group, facts.members)
    if was != became:
        changed = [key for key in was if was[key] != became[key]]
        record(
            Event.GROUP_EDITED,
            "unit_group",
            group.id,
            acting=acting,
            at=now,
            name=name,
            on=facts.on,
            from_=", ".join(was[key] for key in changed),
            to=", ".join(became[key] for key in changed),
        )


def _move(group: UnitGroup, facts: GroupFacts) -> None:
    """Who is named no more leaves; who has not been a member for a single day yet was never one."""
    staying = {unit.id for unit in facts.members}
    for row in list(group.members):
        if row.unit_id in staying or not row.lasts_beyond(facts.on):
            continue
        if row.valid_from < facts.on:
            row.valid_to = facts.on
        else:
            group.members.remove(row)
    db.session.flush()
    for unit in facts.members:
        join_group(group, unit, on=facts.on)


def _members_before(group: UnitGroup, facts: GroupFacts) -> list[Unit]:
    """What the journal sets against the new members: those of the day, or who would have been in it in the end."""
    rows = [row for row in group.members if row.lasts_beyond(facts.on)]
    of_the_day = {row.unit_id for row in rows if row.valid_from <= facts.on}
    in_the_end = {row.unit_id for row in rows if row.valid_to is None}
    is_of_the_day = of_the_day != {unit.id for unit in facts.members}
    return list(queries.units_by_id(of_the_day if is_of_the_day else in_the_end).values())


def _need_members(members: Sequence[Unit]) -> None:
    if not members:
        raise RuleBroken("group_empty", field="members")


def _free_name(words: str, *, but: UnitGroup | None = None) -> str:
    name = clean_name(words)
    if not name:
        raise RuleBroken("name_missing", field="name")
    if any(fold(one.name) == fold(name) for one in queries.groups() if one is not but):
        raise RuleBroken("group_name_taken", field="name", name=name)
    return name


def _names(units: Sequence[Unit]) -> str:
    return ", ".join(sorted(unit.short_name for unit in units))


def _as_written(group: UnitGroup, members: Sequence[Unit]) -> dict[str, str]:
    return {
        "name": group.name,
        "aliases": group.aliases.replace("\n", ", ") or "—",
        "members": _names(members),
        "retired_on": group.retired_on.isoformat() if group.retired_on else "—",
    }
