"""Units come to be and bear names; groups and fields of work are made of them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, datetime

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.names import clean_name
from taskboard.domain.text import clean_line, fold
from taskboard.domain.vietnamese import sort_key
from taskboard.journal.actions import Acting, record
from taskboard.units import queries
from taskboard.units.models import Unit, UnitAlias, UnitGroup, UnitGroupMember, UnitKind, UnitName, WorkField


def create_unit(
    *,
    code: str | None = None,
    kind: UnitKind,
    name: str,
    short_name: str = "",
    aliases: Sequence[str] = (),
    email: str | None = None,
    phone: str | None = None,
    position: int = 0,
    valid_from: date,
    parent: Unit | None = None,
    instead_of: Sequence[Unit] = (),
    acting: Acting,
    now: datetime,
) -> Unit:
    """Without a code it is made of the name; a body that ended keeps its own, however alike the names.

    `instead_of` are bodies that end as this one begins: it may bear the name of one of them.

    Raises RuleBroken: name_missing, unit_name_taken, unit_code_taken.
    """
    name = clean_name(name)
    if not name:
        raise RuleBroken("name_missing", field="name")
    _need_free_name(name, parent.id if parent else None, valid_from, besides=instead_of)
    code = _code_given(code) if code else _free_code(name)
    unit = Unit(
        code=code,
        kind=kind,
        email=email,
        phone=phone,
        position=position,
        valid_from=valid_from,
        parent_id=parent.id if parent else None,
    )
    unit.names.append(
        UnitName(
            name=name,
            short_name=clean_name(short_name) or name,
            sort_key=sort_key(name),
            valid_from=valid_from,
        )
    )
    unit.aliases.extend(UnitAlias(alias=alias) for alias in dict.fromkeys(map(clean_name, aliases)) if alias)
    db.session.add(unit)
    db.session.flush()
    record(Event.UNIT_CREATED, "unit", unit.id, acting=acting, at=now, name=name, kind=kind)
    return unit


def _need_free_name(name: str, parent_id: int | None, day: date, *, besides: Sequence[Unit] = ()) -> None:
    """Two bodies that both exist, side by side under one name, could not be told apart in any list or order."""
    for unit in queries.bearers_of(name, parent_id, day):
        if unit not in besides:
            raise RuleBroken("unit_name_taken", field="name", name=unit.name, code=unit.code)


def _code_given(code: str) -> str:
    if queries.unit_by_code(code) is not None:
        raise RuleBroken("unit_code_taken", field="name", code=code)
    return code


RESERVED = frozenset({"new", "import", "reorganise"})
"""Words that stand in the place of a code in an address."""


def _free_code(name: str) -> str:
    """The name in plain letters; numbered where a body of another name, or one that ended, has it already."""
    base = "-".join(fold(name).split())[:60].strip("-") or "don-vi"
    for number in itertools.count(1):
        code = base if number == 1 else f"{base}-{number}"
        holder = queries.unit_by_code(code)
        if holder is None and code not in RESERVED:
            return code
        if holder is None:
            continue
        if holder.valid_to is None and fold(holder.name) == fold(name) and fold(name):
            raise RuleBroken("unit_code_taken", field="name", code=code)
    raise AssertionError("the numbers ran out")


def change_contact(
    unit: Unit, *, email: str | None, phone: str | None, monitor_id: int | None, acting: Acting, now: datetime
) -> None:
    """The shared mailbox, the telephone and the Office's officer who follows the unit."""
    before = {"email": unit.email, "phone": unit.phone, "monitor_id": unit.monitor_id}
    unit.email, unit.phone, unit.monitor_id = email or None, phone or None, monitor_id
    after = {"email": unit.email, "phone": unit.phone, "monitor_id": unit.monitor_id}
    if before != after:
        record(Event.UNIT_CHANGED, "unit", unit.id, acting=acting, at=now, from_=before, to=after)


def rename_unit(
    unit: Unit,
    *,
    name: str,
    short_name: str,
    on: date,
    today: date,
    basis: str = "",
    acting: Acting,
    now: datetime,
) -> None:
    """A new name from a day on; what was issued before keeps the old one, and texts may go on writing it.

    Raises RuleBroken: name_missing, name_same, unit_ended, rename_not_later, rename_in_future, unit_name_taken.
    """
    last, name = unit.names[-1], clean_name(name)
    short_name = clean_name(short_name) or name
    _check_renaming(unit, name, short_name, on, today)
    _need_free_name(name, unit.parent_id, on, besides=[unit])
    last.valid_to = on
    unit.names.append(UnitName(name=name, short_name=short_name, sort_key=sort_key(name), valid_from=on))
    record(
        Event.UNIT_RENAMED,
        "unit",
        unit.id,
        acting=acting,
        at=now,
        from_=last.name,
        to=name,
        on=on,
        reason=basis,
    )


def _check_renaming(unit: Unit, name: str, short_name: str, on: date, today: date) -> None:
    last = unit.names[-1]
    if not name:
        raise RuleBroken("name_missing", field="name")
    if (name, short_name) == (last.name, last.short_name):
        raise RuleBroken("name_same", field="name")
    if unit.valid_to is not None:
        raise RuleBroken("unit_ended", unit=unit.name, on=unit.valid_to)
    if on <= last.valid_from:
        raise RuleBroken("rename_not_later", field="on", since=last.valid_from)
    if on > today:
        raise RuleBroken("rename_in_future", field="on", today=today)


def create_group(
    *, code: str, name: str, aliases: Sequence[str], members: Sequence[Unit], valid_from: date
) -> UnitGroup:
    group = UnitGroup(
        code=code, name=clean_line(name), aliases="\n".join(clean_line(alias) for alias in aliases)
    )
    group.members.extend(UnitGroupMember(unit_id=unit.id, valid_from=valid_from) for unit in members)
    db.session.add(group)
    db.session.flush()
    return group


def join_group(group: UnitGroup, unit: Unit, *, on: date) -> None:
    """From that day a sentence to the group means this unit too, once: what was to end later goes on instead."""
    standing = sorted(
        (row for row in group.members if row.unit_id == unit.id and row.lasts_beyond(on)),
        key=lambda row: row.valid_from,
    )
    if not standing:
        group.members.append(UnitGroupMember(unit_id=unit.id, valid_from=on))
    for row in standing[1:]:
        group.members.remove(row)
    db.session.flush()
    for row in standing[:1]:
        row.valid_from, row.valid_to = min(row.valid_from, on), None
    db.session.flush()


def create_work_field(
    *, code: str, name: str, keywords: Sequence[str], usual_lead: Unit | None, position: int
) -> WorkField:
    field = WorkField(
        code=code,
        name=name,
        keywords="\n".join(keywords),
        usual_lead_id=usual_lead.id if usual_lead else None,
        position=position,
    )
    db.session.add(field)
    db.session.flush()
    return field
