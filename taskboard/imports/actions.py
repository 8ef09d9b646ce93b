"""Read a workbook, write it whole or not at all: every row through the verb a page would use, with its own entry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Map
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from taskboard.accounts import actions as accounts
from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive
from taskboard.counters import next_directive_codes
from taskboard.db import db
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.names import clean_name
from taskboard.domain.text import fold, fold_keeping_accents
from taskboard.imports import checks, queries, register, targets, workbook
from taskboard.imports.checks import Checked, Desk, PersonRow, SourceOf, TaskRow, UnitRow
from taskboard.imports.columns import COLUMNS
from taskboard.imports.grid import Grid, is_csv, read_grids
from taskboard.imports.head import Head, find_head
from taskboard.imports.mapping import Mapping, from_json, proposed
from taskboard.imports.models import ImportBatch, ImportedTask, ImportKind, KnownRegister
from taskboard.imports.queries import City
from taskboard.imports.register import Register
from taskboard.imports.register_checks import check_register
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
    register: Register | None = None
    """Of an office's own register: what was read past, and why."""
    skipped: Sequence[int] = ()
    """Rows of a state the office does not take over."""

    @property
    def is_clean(self) -> bool:
        return not self.faults


_CHECKS: dict[ImportKind, Callable[[Iterable[Record], City, Desk], Checked[Any]]] = {
    ImportKind.UNITS: checks.check_units,
    ImportKind.PEOPLE: checks.check_people,
    ImportKind.TASKS: checks.check_tasks,
}


def read(kind: ImportKind, content: bytes, *, mapping: Map[str, str] | None = None, on: Occasion) -> Reading:
    """Every row and every fault at once; nothing is written. Raises RuleBroken as `workbook.read`.

    `mapping`: by key of a column, the heading an office's own register has for it.
    """
    sheet = workbook.read(content, COLUMNS[kind], mapping=mapping)
    checked = _CHECKS[kind](sheet.records, City(on.today), Desk(kind, mapping))
    faults = sorted({*sheet.faults, *checked.faults}, key=lambda fault: (fault.row, fault.column, fault.key))
    return Reading(sheet.records, list(checked.rows), faults, sheet.unused)


def parse(kind: ImportKind, content: bytes, *, is_register: bool) -> None:
    """As far as nothing of the city is needed; between `ahead.begin` and `ahead.end` the rest then goes at once.

    What is wrong with the file is said when it is read.
    """
    with suppress(RuleBroken):
        if is_register or (kind is ImportKind.TASKS and not is_template(content)):
            read_grids(content)
        else:
            workbook.read(content, COLUMNS[kind])


def keep_register(name: str, content: bytes, *, on: Occasion) -> ImportBatch:
    """An office's own register waits for somebody to say which column is what; proposed as it was the last time.

    Raises RuleBroken: import_no_headings, import_file_twice, and as `grid.read_grids`.
    """
    grid, head = _best_sheet(content)
    rows = register.data_rows(grid, head)
    if not rows:
        raise RuleBroken("import_no_rows")
    sha256 = hashlib.sha256(content).hexdigest()
    _refuse_twice(sha256, on)
    remembered = queries.known_register(head.signature)
    return _keep(
        ImportKind.TASKS,
        name,
        content,
        rows,
        mapping=proposed(grid, head, remembered).as_json,
        on=on,
    )


def is_template(content: bytes, *, and_no_more: bool = True) -> bool:
    """Whether a file of tasks is our template filled in: what it needs is there, and no heading that we do not know.

    What is no table at all is answered with True: the template's reader says best what is wrong with it.
    """
    if is_csv(content):
        return not content
    try:
        return workbook.has_headings(content, COLUMNS[ImportKind.TASKS], and_no_others=and_no_more)
    except RuleBroken:
        return True


def _refuse_twice(sha256: str, on: Occasion) -> None:
    earlier = queries.written_with(ImportKind.TASKS, sha256)
    if earlier is not None and earlier.written_at is not None:
        raise RuleBroken("import_file_twice", day=earlier.written_at.astimezone(on.zone).date())


def _best_sheet(content: bytes) -> tuple[Grid, Head]:
    """The sheet of whose headings most are understood. Raises RuleBroken('import_no_headings')."""
    found = [(grid, head) for grid in read_grids(content) if (head := find_head(grid)) is not None]
    if not found:
        raise RuleBroken("import_no_headings", columns=targets.TARGET["title"].column.heading)
    return max(found, key=lambda one: len(targets.propose(one[1].titles)))


def open_register(batch: ImportBatch, sheet: str = "") -> tuple[Grid, Head, Mapping, list[str]]:
    """A kept register under its mapping, and the names of all sheets that could be read instead.

    `sheet` asks for another one, whose columns are proposed anew. Raises AlreadyDone('import_not_pending').
    """
    if batch.content is None:
        raise AlreadyDone("import_not_pending")
    heads = {grid.name: (grid, head) for grid in read_grids(batch.content) if (head := find_head(grid))}
    if not heads:
        raise RuleBroken("import_no_headings", columns=targets.TARGET["title"].column.heading)
    kept = from_json(batch.mapping) if batch.mapping else None
    name = sheet if sheet in heads else kept.sheet if kept and kept.sheet in heads else next(iter(heads))
    grid, head = heads[name]
    if kept is None or kept.sheet != name:
        kept = proposed(grid, head, queries.known_register(head.signature))
    return grid, head, kept, list(heads)


def map_register(batch: ImportBatch, mapping: Mapping, grid: Grid, head: Head, *, on: Occasion) -> None:
    """Which column is what, kept with the file and proposed for the next one with these headings.

    Raises RuleBroken('import_columns_missing'), AlreadyDone('import_not_pending').
    """
    if batch.content is None:
        raise AlreadyDone("import_not_pending")
    if lacks := mapping.lacks(has_groups=register.has_groups(grid, head, mapping)):
        names = [targets.TARGET[key].column.heading for key in lacks]
        raise RuleBroken("import_columns_missing", columns=", ".join(names))
    batch.mapping = mapping.as_json
    known = db.session.get(KnownRegister, head.signature)
    if known is None:
        known = KnownRegister(signature=head.signature)
        db.session.add(known)
    known.mapping, known.saved_at, known.saved_by_id = batch.mapping, on.now, on.acting.person_id
    db.session.flush()


def read_batch(batch: ImportBatch, *, on: Occasion) -> Reading:
    """A kept file as it is understood against the city of now. Raises AlreadyDone('import_not_pending')."""
    if batch.content is None:
        raise AlreadyDone("import_not_pending")
    if not batch.mapping:
        return read(batch.kind, batch.content, on=on)
    grid, head, mapping, _sheets = open_register(batch)
    return read_mapped(grid, head, mapping, on=on)


def read_mapped(grid: Grid, head: Head, mapping: Mapping, *, on: Occasion) -> Reading:
    """Every row of a register and every fault at once; nothing is written."""
    found = register.read_register(grid, head, mapping)
    checked = check_register(found.records, City(on.today), mapping, head)
    faults = sorted({*found.faults, *checked.faults}, key=lambda fault: (fault.row, fault.column, fault.key))
    if not checked.rows and not faults:
        raise RuleBroken("import_no_rows")
    return Reading(found.records, list(checked.rows), faults, found.unused, found, checked.skipped)


def keep(kind: ImportKind, name: str, content: bytes, reading: Reading, *, on: Occasion) -> ImportBatch:
    """A clean workbook waits to be written; an earlier one of the same person that was not is dropped."""
    if not reading.is_clean:
        raise RuleBroken("import_faulty", faults=len(reading.faults))
    return _keep(kind, name, content, len(reading.rows), on=on)


def _keep(
    kind: ImportKind, name: str, content: bytes, rows: int, *, on: Occasion, mapping: str = ""
) -> ImportBatch:
    for earlier in queries.unwritten_of(on.acting.person_id, kind):
        db.session.delete(earlier)
    batch = ImportBatch(
        kind=kind,
        file_name=clean_name(name)[-200:] or "tệp.xlsx",
        file_sha256=hashlib.sha256(content).hexdigest(),
        rows=rows,
        content=content,
        mapping=mapping,
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
    reading = read_batch(batch, on=on)
    if not reading.is_clean:
        raise RuleBroken("import_changed")
    if batch.mapping:
        _refuse_twice(batch.file_sha256, on)
    if batch.kind is ImportKind.TASKS:
        _write_tasks(reading.rows, batch, on)
    else:
        _WRITERS[batch.kind](reading.rows, on)
    batch.content, batch.written_at, batch.rows = None, on.now, len(reading.rows)
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


def withdraw(batch: ImportBatch, *, reason: str, on: Occasion) -> int:
    """Take a whole import of tasks back, by whoever did it, while nobody has touched its tasks. Returns how many.

    Nothing issued is deleted (decision 14): the tasks stay, withdrawn, with the reason. Raises RuleBroken:
    import_not_written, import_withdrawn_already, import_withdrawn_by_other, import_touched, reason_missing.
    """
    if batch.written_at is None or batch.kind is not ImportKind.TASKS:
        raise RuleBroken("import_not_written")
    if batch.withdrawn_at is not None:
        raise AlreadyDone("import_withdrawn_already")
    if batch.read_by_id != on.acting.person_id:
        raise RuleBroken("import_withdrawn_by_other")
    if touched := queries.touched_codes(batch):
        raise RuleBroken("import_touched", count=len(touched), codes=", ".join(touched[:3]))
    taken = queries.tasks_of(batch)
    tasks.take_back_imported(taken, reason=reason, on=on)
    batch.withdrawn_at, batch.withdrawn_by_id, batch.withdrawal_reason = on.now, on.acting.person_id, reason
    record(
        Event.IMPORT_WITHDRAWN,
        "import",
        batch.id,
        acting=on.acting,
        at=on.now,
        file=batch.file_name,
        tasks=len(taken),
        reason=reason,
    )
    return len(taken)


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


def _join_groups(rows: list[UnitRow], made: Map[str, Unit], city: City) -> None:
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


def _write_tasks(rows: list[TaskRow], batch: ImportBatch, on: Occasion) -> None:
    """One directive a source and wording; a task a row, remembered with its place in the file."""
    directives = _directives(list(dict.fromkeys(row.source for row in rows)), on)
    made = tasks.import_tasks([_registered(row, directives[row.source]) for row in rows], on=on)
    places = [
        {"task_id": task.id, "batch_id": batch.id, "row": row.row, "own_number": row.own_number, "entries": 1}
        for task, row in zip(made, rows, strict=True)
    ]
    db.session.execute(sa.insert(ImportedTask), places)


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
        state=row.state,
        completed_on=row.completed_on,
        result=row.result,
        result_number=row.result_number,
        result_on=row.result_on,
        shares=[
            tasks.RegisteredShare(share.title, share.officer_id, share.due_on, share.done_on)
            for share in row.shares
        ],
    )


_WRITERS: dict[ImportKind, Callable[[list[Any], Occasion], None]] = {
    ImportKind.UNITS: _write_units,
    ImportKind.PEOPLE: _write_people,
}
