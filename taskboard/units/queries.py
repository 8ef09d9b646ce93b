"""Reading the unit tree as it stood on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.accounts.models import Person
from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.drafting import Gazetteer, GroupEntry, UnitEntry
from taskboard.domain.drafting.gazetteer import unit_key_phrase
from taskboard.domain.lifecycle import OPEN
from taskboard.domain.succession import line_of_succession
from taskboard.domain.vietnamese import sort_key
from taskboard.tasks.models import Assignment, PartState, Task
from taskboard.units.models import (
    PreparedState,
    Reorganisation,
    Unit,
    UnitGroup,
    UnitGroupMember,
    UnitKind,
    UnitName,
    UnitSuccession,
    WorkField,
)

KIND_ORDER = (
    UnitKind.LEADERSHIP,
    UnitKind.OFFICE,
    UnitKind.DEPARTMENT,
    UnitKind.AGENCY,
    UnitKind.MASS_BODY,
    UnitKind.WARD,
    UnitKind.COMMUNE,
)


def _existing(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Unit.valid_from <= day, sa.or_(Unit.valid_to.is_(None), Unit.valid_to > day))


def units_by_id(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Several units at once, those that ended among them."""
    unit_ids = set(unit_ids)
    if not unit_ids:
        return {}
    found = db.session.scalars(sa.select(Unit).where(Unit.id.in_(unit_ids)))
    return {unit.id: unit for unit in found}


def units_on(day: date) -> list[Unit]:
    """Units that exist on a day, in official order."""
    return _in_order(_existing(day))


def units_until(day: date) -> list[Unit]:
    """Units that exist on a day, in official order, and those that have ended by it."""
    return _in_order(Unit.valid_from <= day)


def _in_order(which: sa.ColumnElement[bool]) -> list[Unit]:
    """With their names, which every list of units says."""
    kinds = sa.case({kind.value: place for place, kind in enumerate(KIND_ORDER)}, value=Unit.kind)
    statement = sa.select(Unit).where(which).options(joinedload(Unit.names))
    return list(db.session.scalars(statement.order_by(kinds, Unit.position, Unit.id)).unique())


def assignable_on(day: date) -> list[Unit]:
    """Units a task may be given to: all but the leadership."""
    return [unit for unit in units_on(day) if unit.kind is not UnitKind.LEADERSHIP]


def unit_by_id(unit_id: int) -> Unit | None:
    return db.session.get(Unit, unit_id)


def unit_by_code(code: str) -> Unit | None:
    return db.session.scalar(sa.select(Unit).where(Unit.code == code))


def groups(*, on: date | None = None) -> list[UnitGroup]:
    """All groups there ever were, or those in use on a day."""
    statement = sa.select(UnitGroup).order_by(UnitGroup.id)
    if on is not None:
        statement = statement.where(sa.or_(UnitGroup.retired_on.is_(None), UnitGroup.retired_on > on))
    return list(db.session.scalars(statement))


def group_by_code(code: str) -> UnitGroup | None:
    return db.session.scalar(sa.select(UnitGroup).where(UnitGroup.code == code))


def members_on(group_id: int, day: date) -> list[Unit]:
    """The units a group means on a day: what a fan-out turns into tasks."""
    statement = (
        sa.select(Unit)
        .join(UnitGroupMember, UnitGroupMember.unit_id == Unit.id)
        .where(
            UnitGroupMember.group_id == group_id,
            UnitGroupMember.valid_from <= day,
            sa.or_(UnitGroupMember.valid_to.is_(None), UnitGroupMember.valid_to > day),
            _existing(day),
        )
        .order_by(Unit.kind, Unit.position, Unit.id)
    )
    return list(db.session.scalars(statement))


def groups_with_counts_on(day: date) -> list[tuple[UnitGroup, int]]:
    """The groups in use on a day, each with how many units it means then."""
    counted = (
        sa.select(sa.func.count())
        .select_from(UnitGroupMember)
        .join(Unit, Unit.id == UnitGroupMember.unit_id)
        .where(
            UnitGroupMember.group_id == UnitGroup.id,
            UnitGroupMember.valid_from <= day,
            sa.or_(UnitGroupMember.valid_to.is_(None), UnitGroupMember.valid_to > day),
            _existing(day),
        )
        .correlate(UnitGroup)
        .scalar_subquery()
    )
    in_use = sa.or_(UnitGroup.retired_on.is_(None), UnitGroup.retired_on > day)
    rows = db.session.execute(sa.select(UnitGroup, counted).where(in_use).order_by(UnitGroup.id))
    return [(group, count) for group, count in rows]


def members_by_group_on(day: date) -> dict[int, list[Unit]]:
    """Of every group the units it means on a day, in one query and the names of the units."""
    statement = (
        sa.select(UnitGroupMember.group_id, Unit)
        .join(Unit, Unit.id == UnitGroupMember.unit_id)
        .where(
            UnitGroupMember.valid_from <= day,
            sa.or_(UnitGroupMember.valid_to.is_(None), UnitGroupMember.valid_to > day),
            _existing(day),
        )
        .order_by(Unit.kind, Unit.position, Unit.id)
    )
    members: dict[int, list[Unit]] = defaultdict(list)
    for group_id, unit in db.session.execute(statement):
        members[group_id].append(unit)
    return dict(members)


def work_fields(*, on: date | None = None) -> list[WorkField]:
    """All fields there ever were, or those in use on a day."""
    statement = sa.select(WorkField).order_by(WorkField.position, WorkField.id)
    if on is not None:
        statement = statement.where(sa.or_(WorkField.retired_on.is_(None), WorkField.retired_on > on))
    return list(db.session.scalars(statement))


def next_field_position() -> int:
    """Behind all that are there."""
    return (db.session.scalar(sa.select(sa.func.max(WorkField.position))) or 0) + 1


def work_field(code: str) -> WorkField | None:
    return db.session.scalar(sa.select(WorkField).where(WorkField.code == code))


def work_fields_with_people() -> list[tuple[WorkField, Unit | None, str | None]]:
    """Each field with its usual lead and the name of who follows it, in one query and the names of the leads."""
    statement = (
        sa.select(WorkField, Unit, Person.full_name)
        .outerjoin(Unit, Unit.id == WorkField.usual_lead_id)
        .outerjoin(Person, Person.id == WorkField.monitor_id)
        .order_by(WorkField.position, WorkField.id)
    )
    return [(row, lead, name) for row, lead, name in db.session.execute(statement)]


def field_monitor_id(code: str) -> int | None:
    """Who follows tasks of this field, while the account is open; the field comes before the unit."""
    statement = (
        sa.select(WorkField.monitor_id)
        .join(Person, Person.id == WorkField.monitor_id)
        .where(WorkField.code == code, Person.locked_at.is_(None))
    )
    return db.session.scalar(statement) if code else None


def gazetteer_on(day: date) -> Gazetteer:
    """Everything drafting needs to know of the city's units, as plain values."""
    fields = work_fields(on=day)
    found = db.session.scalars(sa.select(Unit).where(_existing(day)).options(selectinload(Unit.aliases)))
    units = [unit for unit in found if unit.kind is not UnitKind.LEADERSHIP]
    former = _former_names(units, day)
    return Gazetteer(
        units=tuple(_unit_entry(unit, fields, former.get(unit.id, ()), day) for unit in units),
        groups=tuple(_group_entry(group) for group in groups(on=day)),
    )


def _names_of(unit: Unit) -> list[str]:
    borne = [word for name in unit.borne for word in (name.name, name.short_name)]
    return [*borne, *(alias.alias for alias in unit.aliases)]


def _former_names(units: Sequence[Unit], day: date) -> dict[int, list[str]]:
    """By living unit, the names of the bodies it alone follows: texts go on writing them for years.

    A name that a living unit bears itself is that unit's; of a body that was split a person says which part is meant.
    """
    followers = successions_on(day)
    if not followers:
        return {}
    living = {unit.id for unit in units}
    taken = {unit_key_phrase(name) for unit in units for name in _names_of(unit)}
    former: dict[int, list[str]] = defaultdict(list)
    for ended in _units_with_aliases(followers.keys() - living):
        heirs = line_of_succession(ended.id, followers, living)
        if len(heirs) == 1:
            former[heirs[0]] += [name for name in _names_of(ended) if unit_key_phrase(name) not in taken]
    return former


def _units_with_aliases(unit_ids: Iterable[int]) -> list[Unit]:
    statement = sa.select(Unit).where(Unit.id.in_(list(unit_ids))).order_by(Unit.id)
    return list(db.session.scalars(statement.options(selectinload(Unit.aliases))))


def bearers_of(name: str, parent_id: int | None, day: date) -> list[Unit]:
    """Units under that parent that bear the name, however its case and marks are placed, and exist on `day` or later.

    A body that ends on that very day makes room.
    """
    statement = (
        sa.select(Unit)
        .join(UnitName)
        .where(
            UnitName.sort_key == sort_key(name),
            UnitName.valid_to.is_(None),
            Unit.parent_id.is_not_distinct_from(parent_id),
            sa.or_(Unit.valid_to.is_(None), Unit.valid_to > day),
        )
        .order_by(Unit.id)
    )
    return list(db.session.scalars(statement))


def successions_on(day: date) -> dict[int, list[int]]:
    """By unit that ended by that day, the units that followed it."""
    statement = (
        sa.select(UnitSuccession.predecessor_id, UnitSuccession.successor_id)
        .where(UnitSuccession.on <= day, UnitSuccession.successor_id.is_not(None))
        .order_by(UnitSuccession.id)
    )
    followers: dict[int, list[int]] = defaultdict(list)
    for predecessor_id, successor_id in db.session.execute(statement):
        followers[predecessor_id].append(int(successor_id or 0))
    return dict(followers)


def successors_on(unit: Unit, day: date) -> list[Unit]:
    """The units that exist on a day and follow this one, through those that came and went in between."""
    followers: Mapping[int, Sequence[int]] = successions_on(day)
    if unit.id not in followers:
        return []
    living = {found.id: found for found in units_on(day)}
    return [living[heir] for heir in line_of_succession(unit.id, followers, living.keys())]


def predecessors_of(unit: Unit) -> list[UnitSuccession]:
    """The bodies this one follows, the earliest first."""
    statement = sa.select(UnitSuccession).where(UnitSuccession.successor_id == unit.id)
    return list(db.session.scalars(statement.order_by(UnitSuccession.on, UnitSuccession.id)))


def followers_of(unit: Unit) -> list[UnitSuccession]:
    """How the unit ended, a row a follower; one row without follower where nobody did."""
    statement = sa.select(UnitSuccession).where(UnitSuccession.predecessor_id == unit.id)
    return list(db.session.scalars(statement.order_by(UnitSuccession.id)))


def followers_by_unit(units: Sequence[Unit]) -> dict[int, list[UnitSuccession]]:
    """How these units ended, as `followers_of`, in one question; none where there are none."""
    found: dict[int, list[UnitSuccession]] = {unit.id: [] for unit in units}
    if found:
        statement = sa.select(UnitSuccession).where(UnitSuccession.predecessor_id.in_(found))
        for row in db.session.scalars(
            statement.options(joinedload(UnitSuccession.successor)).order_by(UnitSuccession.id)
        ):
            found[row.predecessor_id].append(row)
    return found


def memberships_of(unit: Unit) -> list[UnitGroupMember]:
    """The groups a unit is in, without an end."""
    statement = sa.select(UnitGroupMember).where(
        UnitGroupMember.unit_id == unit.id, UnitGroupMember.valid_to.is_(None)
    )
    return list(db.session.scalars(statement))


def prepared(*, until: date | None = None) -> list[Reorganisation]:
    """Reorganisations that wait for their day, the earliest first; with `until` those whose day has come."""
    waits = sa.select(Reorganisation).where(Reorganisation.state == PreparedState.PLANNED)
    if until is not None:
        waits = waits.where(Reorganisation.effective_on <= until)
    return list(db.session.scalars(waits.order_by(Reorganisation.effective_on, Reorganisation.id)))


def prepared_by_number(number: int) -> Reorganisation | None:
    """One that still waits for its day."""
    return next((row for row in prepared() if row.id == number), None)


def key_of(unit: Unit) -> str:
    """How the answers of a reorganisation name a unit that exists."""
    return f"unit:{unit.id}"


def open_tasks_led_by(units: Sequence[Unit]) -> list[Task]:
    """What these units still owe, with what a page and the verbs read of a task."""
    statement = (
        sa.select(Task)
        .where(Task.unit_id.in_([unit.id for unit in units]), Task.state.in_(OPEN))
        .options(
            joinedload(Task.unit),
            joinedload(Task.directive),
            selectinload(Task.assignments).joinedload(Assignment.unit),
            selectinload(Task.requests),
            selectinload(Task.explanations),
        )
        .order_by(Task.unit_id, Task.overdue_from.is_(None), Task.overdue_from, Task.id)
    )
    return list(db.session.scalars(statement).unique())


def open_parts_count(units: Sequence[Unit]) -> int:
    """On how many open tasks of others these units have a place that goes on."""
    statement = (
        sa.select(sa.func.count(sa.distinct(Assignment.task_id)))
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Assignment.unit_id.in_([unit.id for unit in units]),
            Assignment.role != UnitRole.LEAD,
            Assignment.part == PartState.OPEN,
            Assignment.ended_at.is_(None),
            Task.state.in_(OPEN),
        )
    )
    return db.session.scalar(statement) or 0


def children_of(unit: Unit) -> list[Unit]:
    return list(db.session.scalars(sa.select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.id)))


def fields_led_by(unit: Unit) -> list[WorkField]:
    return list(db.session.scalars(sa.select(WorkField).where(WorkField.usual_lead_id == unit.id)))


def _unit_entry(unit: Unit, fields: Iterable[WorkField], former: Sequence[str], day: date) -> UnitEntry:
    keywords = tuple(
        word.strip()
        for field in fields
        if field.usual_lead_id == unit.id
        for word in field.keywords.split("\n")
        if word.strip()
    )
    name = unit.name_on(day)
    others = dict.fromkeys([*_names_of(unit), *former])
    return UnitEntry(
        key=str(unit.id),
        name=name,
        short_name=unit.short_name,
        aliases=tuple(other for other in others if other not in (name, unit.short_name)),
        kind=unit.kind.value,
        fields=keywords,
    )


def _group_entry(group: UnitGroup) -> GroupEntry:
    return GroupEntry(
        key=str(group.id),
        name=group.name,
        aliases=tuple(line for line in group.aliases.split("\n") if line.strip()),
    )
