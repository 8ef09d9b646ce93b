"""The verbs of units: created with a name, renamed by a new dated name, never deleted (rule 37)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
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
    acting: Acting,
    now: datetime,
) -> Unit:
    """Raises RuleBroken('unit_code_taken')."""
    name = clean_line(name)
    code = code or "-".join(fold(name).split())[:60]
    if queries.unit_by_code(code) is not None:
        raise RuleBroken("unit_code_taken", field="name", code=code)
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
            short_name=clean_line(short_name) or name,
            sort_key=sort_key(name),
            valid_from=valid_from,
        )
    )
    unit.aliases.extend(
        UnitAlias(alias=clean_line(alias)) for alias in dict.fromkeys(aliases) if alias.strip()
    )
    db.session.add(unit)
    db.session.flush()
    record(Event.UNIT_CREATED, "unit", unit.id, acting=acting, at=now, name=name, kind=kind)
    return unit


def change_contact(
    unit: Unit, *, email: str | None, phone: str | None, monitor_id: int | None, acting: Acting, now: datetime
) -> None:
    """The shared mailbox, the telephone and the Office's officer who follows the unit."""
    before = {"email": unit.email, "phone": unit.phone, "monitor_id": unit.monitor_id}
    unit.email, unit.phone, unit.monitor_id = email or None, phone or None, monitor_id
    after = {"email": unit.email, "phone": unit.phone, "monitor_id": unit.monitor_id}
    if before != after:
        record(Event.UNIT_CHANGED, "unit", unit.id, acting=acting, at=now, from_=before, to=after)


def rename_unit(unit: Unit, *, name: str, short_name: str, on: date, acting: Acting, now: datetime) -> None:
    """A new name from a day on; what was issued before keeps the old one."""
    last = unit.names[-1]
    if on <= last.valid_from:
        raise RuleBroken("rename_not_later", field="on", since=last.valid_from)
    last.valid_to = on
    name = clean_line(name)
    unit.names.append(
        UnitName(name=name, short_name=clean_line(short_name) or name, sort_key=sort_key(name), valid_from=on)
    )
    record(Event.UNIT_CHANGED, "unit", unit.id, acting=acting, at=now, from_=last.name, to=name, on=on)


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
