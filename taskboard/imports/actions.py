"""Read a workbook, write it whole or not at all: every row through the verb a page would use, with its own entry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from taskboard.accounts import actions as accounts
from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive
from taskboard.counters import next_directive_codes
from taskboard.db import db
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.names import clean_name
from taskboard.domain.text import fold, fold_keeping_accents
from taskboard.imports import checks, queries, workbook
from taskboard.imports.checks import Checked, Desk, PersonRow, SourceOf, TaskRow, UnitRow
from taskboard.imports.columns import COLUMNS
from taskboard.imports.models import ImportBatch, ImportKind
from taskboard.imports.queries import City
from taskboard.imports.workbook import Fault, Record
from taskboard.journal.actions import record, record_first
from taskboard.occasion import Occasion
from taskboard.tasks import actions as tasks
from taskboard.units import actions as units
from taskboard.units.models import Unit, UnitGroup


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as it was understood."""

    records: list[Record]
    rows: list[Any]
    faults: list[Fault]
    unused: list[str]

    @property
    def is_clean(self) -> bool:
        return not self.faults


_CHECKS: dict[ImportKind, Callable[[Iterable[Record], City, Desk], Checked[Any]]] = {
    ImportKind.UNITS: checks.check_units,
    ImportKind.PEOPLE: checks.check_people,
    ImportKind.TASKS: checks.check_tasks,
}


def read(
    kind: ImportKind, content: bytes, *, mapping: Mapping[str, str] | None = None, on: Occasion
) -> Reading:
    """Every row and every fault at once; nothing is written. Raises RuleBroken as `workbook.read`.

    `mapping`: by key of a column, the heading an office's own register has for it.
    """
    sheet = workbook.read(content, COLUMNS[kind], mapping=mapping)
    checked = _CHECKS[kind](sheet.records, City(on.today), Desk(kind, mapping))
    faults = sorted({*sheet.faults, *checked.faults}, key=lambda fault: (fault.row, fault.column, fault.key))
    return Reading(sheet.records, list(checked.rows), faults, sheet.unused)


def keep(kind: ImportKind, name: str, content: bytes, reading: Reading, *, on: Occasion) -> ImportBatch:
    """A clean workbook waits to be written; an earlier one of the same person that was not is dropped."""
    if not reading.is_clean:
        raise RuleBroken("import_faulty", faults=len(reading.faults))
    for earlier in queries.unwritten_of(on.acting.person_id, kind):
        db.session.delete(earlier)
    batch = ImportBatch(
        kind=kind,
        file_name=clean_name(name)[-200:] or "tệp.xlsx",
        file_sha256=hashlib.sha256(content).hexdigest(),
        rows=len(reading.rows),
        content=content,
        read_at=on.now,
        read_by_id=on.acting.person_id,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def write(batch: ImportBatch, *, on: Occasion) -> int:
    """Read it once more against the city of now, then write every row. Returns how many.

    Raises AlreadyDone('import_not_pending'), RuleBroken('import_changed') when a row has become wrong meanwhile;
    whatever a verb refuses carries the number of its row.
    """
    if batch.content is None:
        raise AlreadyDone("import_not_pending")
    reading = read(batch.kind, batch.content, on=on)
    if not reading.is_clean:
        raise RuleBroken("import_changed")
    _WRITERS[batch.kind](reading.rows, on)
    batch.content, batch.written_at = None, on.now
    record(
        Event.ROWS_IMPORTED,
        "import",
        batch.id,
        acting=on.acting,
        at=on.now,
        kind=batch.kind,
        rows=len(reading.rows),
        file=batch.file_name,
        sha256=batch.file_sha256,
    )
    return len(reading.rows)


# --------------------------------------------------------------------------------------------------------------- units


def _write_units(rows: list[UnitRow], on: Occasion) -> None:
    made: dict[str, Unit] = {}
    for row in rows:
        unit = units.create_unit(
            code=row.code or None,
            kind=row.kind,
            name=row.name,
            short_name=row.short_name,
            aliases=row.aliases,
            email=row.email or None,
            phone=row.phone or None,
            position=row.position,
            valid_from=row.valid_from,
            acting=on.acting,
            now=on.now,
        )
        unit.monitor_id = row.monitor_id
        made[fold_keeping_accents(row.name)] = unit
    city = City(on.today)
    for row in rows:
        if row.parent:
            parent = made.get(fold_keeping_accents(row.parent)) or city.unit(row.parent)
            made[fold_keeping_accents(row.name)].parent_id = parent.id if parent else None
    _join_groups(rows, made, city)
    db.session.flush()


def _join_groups(rows: list[UnitRow], made: Mapping[str, Unit], city: City) -> None:
    groups: dict[str, UnitGroup] = {}
    for row in rows:
        for name in row.groups:
            group = groups.get(fold(name)) or city.group(name)
            if group is None:
                code = "-".join(fold(name).split())[:60] or f"nhom-{len(city.groups) + len(groups) + 1}"
                group = units.create_group(
                    code=code, name=name, aliases=(), members=(), valid_from=row.valid_from
                )
            groups[fold(name)] = group
            units.join_group(group, made[fold_keeping_accents(row.name)], on=row.valid_from)


# -------------------------------------------------------------------------------------------------------------- people


def _write_people(rows: list[PersonRow], on: Occasion) -> None:
    known = dict(City(on.today).people_by_sign_in)
    for row in rows:
        person = known.get(row.sign_in_name)
        if person is None:
            person = accounts.create_person(
                sign_in_name=row.sign_in_name,
                full_name=row.full_name,
                email=row.email or None,
                phone=row.phone or None,
                acting=on.acting,
                now=on.now,
            )
            known[row.sign_in_name] = person
        accounts.give_post(
            person,
            role=row.role,
            unit=db.session.get(Unit, row.unit_id) if row.unit_id else None,
            title=row.title,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            field_codes=row.field_codes,
            is_acting=row.is_acting,
            acting=on.acting,
            now=on.now,
        )


# --------------------------------------------------------------------------------------------------------------- tasks


def _write_tasks(rows: list[TaskRow], on: Occasion) -> None:
    """One directive a source and wording; a task a row."""
    directives = _directives(list(dict.fromkeys(row.source for row in rows)), on)
    tasks.import_tasks([_registered(row, directives[row.source]) for row in rows], on=on)


def _directives(sources: list[SourceOf], on: Occasion) -> dict[SourceOf, Directive]:
    codes = next_directive_codes(on.today.year, len(sources))
    made = {source: _directive(code, source, on) for code, source in zip(codes, sources, strict=True)}
    db.session.add_all(made.values())
    db.session.flush()
    entries = {
        directive.id: {"source": source.kind, "words": source.wording[:200]}
        for source, directive in made.items()
    }
    record_first(Event.DIRECTIVE_ISSUED, "directive", entries, acting=on.acting, at=on.now)
    return made


def _directive(code: str, source: SourceOf, on: Occasion) -> Directive:
    return Directive(
        code=code,
        source_kind=source.kind,
        wording=source.wording,
        source_number=source.number,
        source_on=source.on,
        source_body=source.body,
        source_level=source.level,
        leader_id=source.leader_id,
        field=source.field,
        assigned_on=source.assigned_on,
        issued_at=on.now,
        issued_by_id=on.acting.person_id,
    )


def _registered(row: TaskRow, directive: Directive) -> tasks.Registered:
    return tasks.Registered(
        row=row.row,
        directive=directive,
        title=row.title,
        lead=db.session.get_one(Unit, row.lead_id),
        partners=[db.session.get_one(Unit, unit_id) for unit_id in row.partner_ids],
        informed=[db.session.get_one(Unit, unit_id) for unit_id in row.informed_ids],
        original_due_on=row.original_due_on,
        due_on=row.due_on,
        monitor=db.session.get(Person, row.monitor_id) if row.monitor_id else None,
        officer=db.session.get(Person, row.officer_id) if row.officer_id else None,
        is_starred=row.is_starred,
        note=row.note,
    )


_WRITERS: dict[ImportKind, Callable[[list[Any], Occasion], None]] = {
    ImportKind.UNITS: _write_units,
    ImportKind.PEOPLE: _write_people,
    ImportKind.TASKS: _write_tasks,
}
