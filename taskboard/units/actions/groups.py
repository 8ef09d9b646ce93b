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
    """From the day on it means these units; what was given to it before stays with those it meant then.

    Raises RuleBroken: name_missing, group_name_taken, group_empty, retired_in_past.
    """
    name = _free_name(facts.name, but=group)
    _need_members(facts.members)
    check_retirement(group.retired_on, facts.retired_on, today)
    known = queries.units_by_id(row.unit_id for row in queries.members_without_end(group))
    was = _as_written(group, list(known.values()))
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
    for row in queries.members_without_end(group):
        if row.unit_id in staying:
            continue
        if row.valid_from < facts.on:
            row.valid_to = facts.on
        else:
            group.members.remove(row)
    db.session.flush()
    for unit in facts.members:
        join_group(group, unit, on=facts.on)


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
