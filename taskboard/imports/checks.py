"""What the rows of a workbook mean in this city, and everything that is wrong with them, all rows at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from taskboard.accounts.models import Person
from taskboard.briefings.models import SourceKind, SourceLevel
from taskboard.domain.authority import Role
from taskboard.domain.lifecycle import State
from taskboard.domain.retirement import is_in_use
from taskboard.domain.text import fold, fold_keeping_accents
from taskboard.imports.columns import HEADING
from taskboard.imports.models import ImportKind
from taskboard.imports.queries import City, KnownTask, known_tasks
from taskboard.imports.workbook import Fault, Record
from taskboard.units.models import Unit, UnitKind, WorkField

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\Z")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
IN_UNITS = (Role.UNIT_HEAD, Role.OFFICER, Role.MONITOR, Role.CHIEF_OF_OFFICE)
FOLLOWERS = (Role.MONITOR, Role.CHIEF_OF_OFFICE)
LEADERS = (Role.CHAIR, Role.VICE_CHAIR)


@dataclass(frozen=True, slots=True)
class UnitRow:
    row: int
    name: str
    kind: UnitKind
    valid_from: date
    short_name: str
    code: str
    parent: str
    aliases: tuple[str, ...]
    email: str
    phone: str
    position: int
    groups: tuple[str, ...]
    monitor_id: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    row: int
    full_name: str
    sign_in_name: str
    email: str
    phone: str
    role: Role
    unit_id: int | None
    title: str
    field_codes: str
    is_acting: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SourceOf:
    """What rows of one directive have in common."""

    kind: SourceKind
    number: str
    on: date | None
    body: str
    level: SourceLevel
    wording: str
    assigned_on: date
    field: str
    leader_id: int | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    row: int
    source: SourceOf
    title: str
    lead_id: int
    partner_ids: tuple[int, ...]
    informed_ids: tuple[int, ...]
    original_due_on: date | None
    due_on: date | None
    monitor_id: int | None
    officer_id: int | None
    is_starred: bool
    note: str
    state: State = State.IN_PROGRESS
    completed_on: date | None = None
    """Of what was finished before this system was used."""
    result: str = ""
    result_number: str = ""
    result_on: date | None = None
    own_number: str = ""
    """What the register called it."""
    shares: tuple[ShareRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A row under another of the same unit: how that unit divides its task."""

    row: int
    title: str
    officer_id: int | None
    due_on: date | None
    done_on: date | None


RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Checked(Generic[RowT]):
    rows: Sequence[RowT]
    faults: Sequence[Fault]


class Desk:
    """Collects the faults of one row under the headings people know."""

    def __init__(self, kind: ImportKind, headings: Mapping[str, str] | None = None) -> None:
        self.headings = {**HEADING[kind], **(headings or {})}
        self.faults: list[Fault] = []

    def fault(self, record: Record, column: str, key: str, **details: Any) -> None:
        if column not in record.refused:
            self.faults.append(Fault.at(record.row, self.headings[column], key, **details))

    def unit(self, record: Record, column: str, words: str, city: City) -> Unit | None:
        if not words:
            return None
        found = city.unit(words)
        if found is None:
            self.fault(record, column, "unit_not_known", value=words[:80])
        return found

    def units(self, record: Record, column: str, city: City) -> tuple[int, ...]:
        found = (self.unit(record, column, words, city) for words in record.names(column))
        return tuple(dict.fromkeys(unit.id for unit in found if unit is not None))

    def person(
        self, record: Record, column: str, city: City, suits: Callable[[Person], bool], otherwise: str
    ) -> int | None:
        words = record.text(column)
        if not words:
            return None
        found = city.person(words)
        if found is None or found.is_locked:
            self.fault(record, column, "person_not_known", value=words[:80])
            return None
        if not suits(found):
            self.fault(record, column, otherwise, value=found.full_name)
            return None
        return found.id

    def task_person(self, record: Record, column: str, city: City) -> int | None:
        """Who follows a task for the Office, or gave it."""
        if column == "monitor":
            return self.person(
                record, column, city, lambda one: _holds(one, FOLLOWERS, city.day), "person_no_follower"
            )
        return self.person(
            record,
            column,
            city,
            lambda one: any(post.role in LEADERS for post in one.posts),
            "person_no_leader",
        )

    def address(self, record: Record) -> None:
        if record.text("email") and not _ADDRESS.match(record.text("email")):
            self.fault(record, "email", "cell_no_address", value=record.text("email")[:60])

    def twice(self, seen: dict[Any, int], what: Any, record: Record, column: str, **details: Any) -> None:
        """The same thing in an earlier row of the file."""
        if (earlier := seen.setdefault(what, record.row)) != record.row:
            self.fault(record, column, "row_twice", earlier=earlier, **details)


# --------------------------------------------------------------------------------------------------------------- units


def check_units(records: Iterable[Record], city: City, desk: Desk) -> Checked[UnitRow]:
    records = list(records)
    names: dict[Any, int] = {}
    codes: dict[Any, int] = {}
    for record in records:
        _check_unit_name(record, city, desk, names)
        _check_unit_code(record, city, desk, codes)
        desk.address(record)
    rows = [_unit_row(record, city, desk, names.keys()) for record in records]
    return Checked([row for row in rows if row is not None], desk.faults)


def _is_complete(record: Record, *keys: str) -> bool:
    """Whether the row has what it cannot do without; what it lacks was said, and the rest of it is looked at all the same."""
    return all(key in record.values for key in keys)


def _check_unit_name(record: Record, city: City, desk: Desk, seen: dict[Any, int]) -> None:
    if "name" not in record.values:
        return
    key = fold_keeping_accents(record.text("name"))
    if not key:
        desk.fault(record, "name", "cell_missing")
        return
    desk.twice(seen, key, record, "name")
    if city.living_unit_named(record.text("name")) is not None:
        desk.fault(record, "name", "unit_exists", value=record.text("name"))


def _check_unit_code(record: Record, city: City, desk: Desk, seen: dict[Any, int]) -> None:
    code = record.text("code")
    if not code:
        return
    if not _CODE.match(code):
        desk.fault(record, "code", "cell_no_code", value=code)
    elif code in city.codes:
        desk.fault(record, "code", "unit_code_exists", value=code)
    desk.twice(seen, code, record, "code")


def _unit_row(record: Record, city: City, desk: Desk, named_here: Collection[str]) -> UnitRow | None:
    """None, with at least one fault, where the row lacks what a unit cannot do without."""
    parent = record.text("parent")
    if parent and fold_keeping_accents(parent) == fold_keeping_accents(record.text("name")):
        desk.fault(record, "parent", "parent_itself")
    elif parent and fold_keeping_accents(parent) not in named_here:
        desk.unit(record, "parent", parent, city)
    groups = _groups(record, city, desk)
    monitor_id = desk.person(
        record, "monitor", city, lambda one: _holds(one, FOLLOWERS, city.day), "person_no_follower"
    )
    if not _is_complete(record, "name", "kind", "valid_from"):
        return None
    return UnitRow(
        record.row,
        record.text("name"),
        record.values["kind"],
        record.values["valid_from"],
        record.text("short_name"),
        record.text("code"),
        parent,
        record.names("aliases"),
        record.text("email"),
        record.text("phone"),
        record.values.get("position", 1000),
        groups,
        monitor_id,
    )


def _holds(person: Person, roles: Sequence[Role], day: date) -> bool:
    return any(post.role in roles for post in person.posts_on(day))


# -------------------------------------------------------------------------------------------------------------- people


def check_people(records: Iterable[Record], city: City, desk: Desk) -> Checked[PersonRow]:
    names: dict[str, tuple[int, str]] = {}
    posts: dict[Any, int] = {}
    rows = []
    for record in records:
        _check_same_person(record, city, desk, names)
        desk.address(record)
        row = _person_row(record, city, desk)
        if row is None:
            continue
        where = row.unit_id or fold(record.text("unit"))
        desk.twice(posts, (row.sign_in_name, row.role, where), record, "role")
        _check_not_held(record, row, city, desk)
        rows.append(row)
    return Checked(rows, desk.faults)


def _check_same_person(record: Record, city: City, desk: Desk, seen: dict[str, tuple[int, str]]) -> None:
    """One sign-in name is one person, in the file and in the city."""
    if not _is_complete(record, "sign_in_name", "full_name"):
        return
    handle, name = record.text("sign_in_name").lower(), fold_keeping_accents(record.text("full_name"))
    earlier, known = seen.setdefault(handle, (record.row, name)), city.people_by_sign_in.get(handle)
    if earlier[1] != name:
        desk.fault(record, "sign_in_name", "sign_in_of_another_row", earlier=earlier[0], value=handle)
    if known is not None and fold_keeping_accents(known.full_name) != name:
        desk.fault(record, "sign_in_name", "sign_in_of_another", value=handle, name=known.full_name)


def _person_row(record: Record, city: City, desk: Desk) -> PersonRow | None:
    """None, with at least one fault, where the row lacks what a person's post cannot do without."""
    role: Role | None = record.values.get("role")
    unit = desk.unit(record, "unit", record.text("unit"), city)
    valid_from, valid_to = record.day("valid_from"), record.day("valid_to")
    if not record.text("unit") and role in IN_UNITS:
        desk.fault(record, "unit", "unit_of_role_missing")
    if unit is not None and valid_from is not None and not unit.exists_on(valid_from):
        desk.fault(record, "valid_from", "before_unit", value=unit.name, since=unit.valid_from)
    if valid_to is not None and valid_from is not None and valid_to <= valid_from:
        desk.fault(record, "valid_to", "ends_before_begin")
    if record.values.get("is_acting") and valid_to is None:
        desk.fault(record, "valid_to", "acting_without_end")
    field_codes = _field_codes(record, city, desk)
    is_whole = _is_complete(record, "full_name", "sign_in_name", "title")
    if role is None or valid_from is None or not is_whole:
        return None
    return PersonRow(
        record.row,
        record.text("full_name"),
        record.text("sign_in_name").lower(),
        record.text("email"),
        _phone(record.text("phone")),
        role,
        unit.id if unit else None,
        record.text("title"),
        field_codes,
        bool(record.values.get("is_acting")),
        valid_from,
        valid_to,
    )


def _phone(words: str) -> str:
    """A sheet that takes a telephone number for a figure drops its leading zero."""
    return f"0{words}" if words.isdecimal() and len(words) == 9 and words[0] != "0" else words


def _field_codes(record: Record, city: City, desk: Desk) -> str:
    codes = []
    for words in record.names("fields"):
        found = _field(record, "fields", words, record.day("valid_from"), city, desk)
        if found is not None:
            codes.append(found.code)
    return " ".join(codes)


def _field(
    record: Record, column: str, words: str, day: date | None, city: City, desk: Desk
) -> WorkField | None:
    """The field so called, where something new may be given to it on the day; on a day nobody knows, any."""
    found = city.field(words)
    if found is None:
        desk.fault(record, column, "field_not_known", value=words[:80])
    elif day is not None and not is_in_use(found, day):
        desk.fault(record, column, "field_not_in_use", value=found.name, day=found.retired_on)
    return found


def _groups(record: Record, city: City, desk: Desk) -> tuple[str, ...]:
    """Names of groups; one that is not there is made, one that was retired takes nobody in."""
    names, since = record.names("groups"), record.day("valid_from")
    for name in names:
        found = city.group(name)
        if found is not None and since is not None and not is_in_use(found, since):
            desk.fault(record, "groups", "group_not_in_use", value=found.name, day=found.retired_on)
    return names


def _check_not_held(record: Record, row: PersonRow, city: City, desk: Desk) -> None:
    known = city.people_by_sign_in.get(row.sign_in_name)
    for post in known.posts if known else ():
        is_same = post.role is row.role and post.unit_id == row.unit_id
        if is_same and (post.valid_to is None or post.valid_to > row.valid_from):
            desk.fault(record, "role", "post_held", value=row.full_name)
            return


# --------------------------------------------------------------------------------------------------------------- tasks


def check_tasks(records: Iterable[Record], city: City, desk: Desk) -> Checked[TaskRow]:
    records = list(records)
    known = known_tasks(record.text("source_number") for record in records if record.text("source_number"))
    seen: dict[Any, int] = {}
    rows = []
    for record in records:
        row = task_row(record, city, desk)
        if row is None:
            continue
        same = KnownTask(row.source.number, row.lead_id, fold(row.title))
        apart = same if row.source.number else (same, row.source.on, row.source.assigned_on)
        desk.twice(seen, apart, record, "title")
        if row.source.number and same in known:
            desk.fault(record, "title", "task_exists", code=known[same])
        rows.append(row)
    return Checked(rows, desk.faults)


def task_row(record: Record, city: City, desk: Desk) -> TaskRow | None:
    """The task of one row; None, with at least one fault, where its name, its lead or its day is not known."""
    source = _source_of(record, city, desk)
    lead = desk.unit(record, "lead", record.text("lead"), city)
    if lead is not None and lead.kind is UnitKind.LEADERSHIP:
        desk.fault(record, "lead", "lead_is_leadership", value=lead.name)
    partners, informed = desk.units(record, "partners", city), desk.units(record, "informed", city)
    original, due = _dates_of(record, desk)
    monitor_id = desk.task_person(record, "monitor", city)
    officer_id = _officer_of(record, lead, city, desk)
    if lead is not None and lead.id in partners:
        desk.fault(record, "partners", "partner_is_lead", value=lead.name)
    if lead is None or source is None or "title" not in record.values:
        return None
    return TaskRow(
        record.row,
        source,
        record.text("title"),
        lead.id,
        partners,
        informed,
        original,
        due,
        monitor_id,
        officer_id,
        bool(record.values.get("is_starred")),
        record.text("note"),
    )


def _source_of(record: Record, city: City, desk: Desk) -> SourceOf | None:
    """None where the day it was given is not known; which source is meant where its cell cannot be read, is not guessed."""
    kind: SourceKind = record.values.get("source_kind", SourceKind.LETTER)
    on, assigned_on = record.day("source_on"), record.day("assigned_on")
    is_letter = kind is SourceKind.LETTER and "source_kind" not in record.refused
    if is_letter and not record.text("source_number"):
        desk.fault(record, "source_number", "cell_missing")
    if assigned_on is not None and assigned_on > city.day:
        desk.fault(record, "assigned_on", "day_in_future", day=city.day)
    if on is not None and on > city.day:
        desk.fault(record, "source_on", "day_in_future", day=city.day)
    words = record.text("field")
    work_field = _field(record, "field", words, assigned_on, city, desk) if words else None
    leader_id = desk.task_person(record, "leader", city)
    if assigned_on is None:
        return None
    return SourceOf(
        kind,
        record.text("source_number"),
        on,
        record.text("source_body"),
        record.values.get("source_level", SourceLevel.OWN),
        record.text("wording") or record.text("title"),
        assigned_on,
        work_field.code if work_field else "",
        leader_id,
    )


def _dates_of(record: Record, desk: Desk) -> tuple[date | None, date | None]:
    """Both may be long past: they are history. None earlier than what it follows."""
    assigned_on, due = record.day("assigned_on"), record.day("due_on")
    original = record.day("original_due_on") or due
    if original is None:
        return None, None
    if assigned_on is not None and original < assigned_on:
        column = "original_due_on" if record.day("original_due_on") else "due_on"
        desk.fault(record, column, "due_before_given", day=assigned_on)
    if due is not None and due < original:
        desk.fault(record, "due_on", "due_before_original", day=original)
    return original, due or original


def _officer_of(record: Record, lead: Unit | None, city: City, desk: Desk) -> int | None:
    def works_there(one: Person) -> bool:
        return lead is None or any(post.unit_id == lead.id for post in one.posts_on(city.day))

    return desk.person(record, "officer", city, works_there, "officer_elsewhere")
