"""What the rows of a workbook are held against: the city as it stands, read once for all rows."""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive
from taskboard.db import db
from taskboard.domain.drafting import Gazetteer
from taskboard.domain.lifecycle import TERMINAL, State
from taskboard.domain.text import fold, fold_keeping_accents
from taskboard.imports.models import ImportBatch, ImportedTask, ImportKind, KnownRegister
from taskboard.journal.models import JournalHead
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.units.models import Unit, UnitGroup, WorkField

CHUNK = 500


class City:
    """Units, people, groups and fields by whatever name a register has for them."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.then: date | None = None
        self.units = {unit.id: unit for unit in units.units_on(day)}
        self._unit_of = _named_units(self.units.values())
        self._by_words: dict[str, Unit | None] = {}
        self._past = _Past()
        self._gazetteer: Gazetteer | None = None
        everybody = db.session.scalars(sa.select(Person).options(selectinload(Person.posts))).all()
        self.people_by_sign_in = {person.sign_in_name: person for person in everybody}
        self._people_by_name = _by_full_name(everybody)
        self.groups = {fold(word): group for group in units.groups() for word in (group.name, group.code)}
        self.fields = {fold(word): one for one in units.work_fields() for word in (one.name, one.code)}
        self.codes = set(db.session.scalars(sa.select(Unit.code)))

    def unit(self, words: str) -> Unit | None:
        """By code or exact name, else as a text would be understood; of an ended unit, who alone follows it.

        What is looked at as of an earlier day (`at`) means the unit that bore the name then, if there was one.
        """
        if self.then is not None and (found := self._past.unit(words, self.then)) is not None:
            return found
        if words not in self._by_words:
            self._by_words[words] = self._find_unit(words)
        return self._by_words[words]

    def bears(self, words: str) -> bool:
        """Whether some unit has exactly this name: a comma in it parts no list then."""
        key = fold_keeping_accents(words)
        return key in self._unit_of or self._past.bears(key)

    def _find_unit(self, words: str) -> Unit | None:
        key = fold_keeping_accents(words)
        if key in self._unit_of:
            return self._unit_of[key]
        if self._gazetteer is None:
            self._gazetteer = units.gazetteer_on(self.day)
        target = self._gazetteer.resolve(words).target
        known = self._gazetteer.unit(target) if target else None
        return self.units.get(int(known.key)) if known else None

    def at(self, then: date | None) -> City:
        """The same city, its units by the names they bore on an earlier day."""
        seen = copy.copy(self)
        seen.then = then
        return seen

    def person(self, words: str) -> Person | None:
        """By sign-in name, else by a full name only one person bears."""
        found = self.people_by_sign_in.get(words.lower())
        return found or self._people_by_name.get(fold_keeping_accents(words))

    def field(self, words: str) -> WorkField | None:
        return self.fields.get(fold(words))

    def group(self, words: str) -> UnitGroup | None:
        return self.groups.get(fold(words))

    def living_unit_named(self, name: str) -> Unit | None:
        return self._unit_of.get(fold_keeping_accents(name))


class _Past:
    """Units by the names they bore when; what is not borne exactly is looked up as a text of that time would be.

    Names mean the same between two days on which some unit began, ended or was renamed: a gazetteer a stretch of time.
    """

    def __init__(self) -> None:
        self._borne: dict[str, list[tuple[date, date | None, Unit]]] | None = None
        self._turns: list[date] = []
        self._gazetteers: dict[int, Gazetteer] = {}
        self._by_words: dict[tuple[int, str], Unit | None] = {}
        self._units: dict[int, Unit] = {}

    def unit(self, words: str, day: date) -> Unit | None:
        borne = self._read()
        stretch = bisect_right(self._turns, day)
        if (stretch, words) not in self._by_words:
            found = {
                unit.id: unit
                for since, until, unit in borne.get(fold_keeping_accents(words), ())
                if since <= day and (until is None or day < until)
            }
            exact = next(iter(found.values())) if len(found) == 1 else None
            self._by_words[stretch, words] = exact or self._understood(words, stretch, day)
        return self._by_words[stretch, words]

    def bears(self, key: str) -> bool:
        return key in self._read()

    def _understood(self, words: str, stretch: int, day: date) -> Unit | None:
        if stretch not in self._gazetteers:
            self._gazetteers[stretch] = units.gazetteer_on(day)
        known = self._gazetteers[stretch]
        target = known.resolve(words).target
        found = known.unit(target) if target else None
        return self._units.get(int(found.key)) if found else None

    def _read(self) -> dict[str, list[tuple[date, date | None, Unit]]]:
        if self._borne is None:
            self._borne = defaultdict(list)
            turns: set[date] = set()
            for unit in db.session.scalars(sa.select(Unit)):
                self._units[unit.id] = unit
                for since, until, word in _names_borne(unit):
                    self._borne[fold_keeping_accents(word)].append((since, until, unit))
                    turns |= {since} if until is None else {since, until}
            self._turns = sorted(turns)
        return self._borne


def _names_borne(unit: Unit) -> Iterator[tuple[date, date | None, str]]:
    """From when until when (not included) which word meant the unit."""
    yield unit.valid_from, unit.valid_to, unit.code
    for name in unit.borne:
        for word in {name.name, name.short_name} - {""}:
            yield max(name.valid_from, unit.valid_from), name.valid_to or unit.valid_to, word


def _named_units(living: Iterable[Unit]) -> dict[str, Unit | None]:
    """By code, full name and short name; a name two units share means neither."""
    found: dict[str, Unit | None] = {}
    for unit in living:
        for key in {fold_keeping_accents(word) for word in (unit.code, unit.name, unit.short_name)}:
            found[key] = unit if found.get(key, unit) is unit else None
    return found


def _by_full_name(everybody: Iterable[Person]) -> dict[str, Person]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in everybody:
        if not person.is_locked:
            found[fold_keeping_accents(person.full_name)].append(person)
    return {name: bearers[0] for name, bearers in found.items() if len(bearers) == 1}


@dataclass(frozen=True, slots=True)
class KnownTask:
    """What makes an open task of a register the same as one that is here: source, lead and title."""

    source_number: str
    unit_id: int
    title: str


def known_tasks(numbers: Iterable[str]) -> dict[KnownTask, str]:
    """Tasks of these sources that were not given up, by what they are told apart by, with their codes."""
    found: dict[KnownTask, str] = {}
    for chunk in _chunks(sorted(set(numbers))):
        statement = (
            sa.select(Directive.source_number, Task.unit_id, Task.title, Task.code)
            .join(Task, Task.directive_id == Directive.id)
            .where(Directive.source_number.in_(chunk), Task.state.not_in(TERMINAL))
        )
        for number, unit_id, title, code in db.session.execute(statement):
            found[KnownTask(number, unit_id, fold(title))] = code
    return found


def _chunks(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def names_to_offer(kind: ImportKind, day: date) -> dict[str, list[str]]:
    """What the city has that a row may name, for the template's list of allowed words."""
    found = {"Đơn vị": [unit.name for unit in units.units_on(day)]}
    if kind is ImportKind.UNITS:
        return {**found, "Nhóm đơn vị": [group.name for group in units.groups(on=day)]}
    return {**found, "Lĩnh vực": [one.name for one in units.work_fields(on=day)]}


def batch_by_id(batch_id: int, kind: ImportKind) -> ImportBatch | None:
    found = db.session.get(ImportBatch, batch_id)
    return found if found is not None and found.kind is kind else None


def unwritten_of(person_id: int | None, kind: ImportKind) -> list[ImportBatch]:
    """What the same person read and never wrote: a new file takes its place."""
    statement = sa.select(ImportBatch).where(
        ImportBatch.read_by_id == person_id, ImportBatch.kind == kind, ImportBatch.written_at.is_(None)
    )
    return list(db.session.scalars(statement))


def written(kind: ImportKind, *, limit: int = 10) -> list[ImportBatch]:
    """The newest workbooks that were written."""
    statement = sa.select(ImportBatch).where(ImportBatch.kind == kind, ImportBatch.written_at.is_not(None))
    return list(db.session.scalars(statement.order_by(ImportBatch.id.desc()).limit(limit)))


def known_register(signature: str) -> str:
    """How these headings were read the last time, as JSON; empty for headings nobody has seen."""
    found = db.session.get(KnownRegister, signature)
    return found.mapping if found else ""


def written_with(kind: ImportKind, sha256: str) -> ImportBatch | None:
    """The very file, written and not taken back since."""
    statement = sa.select(ImportBatch).where(
        ImportBatch.kind == kind,
        ImportBatch.file_sha256 == sha256,
        ImportBatch.written_at.is_not(None),
        ImportBatch.withdrawn_at.is_(None),
    )
    return db.session.scalars(statement.order_by(ImportBatch.id.desc()).limit(1)).first()


def tasks_of(batch: ImportBatch) -> list[Task]:
    """In the order of their rows."""
    statement = (
        sa.select(Task)
        .join(ImportedTask, ImportedTask.task_id == Task.id)
        .where(ImportedTask.batch_id == batch.id)
        .options(joinedload(Task.directive), joinedload(Task.unit))
    )
    return list(db.session.scalars(statement.order_by(ImportedTask.row, Task.id)).unique())


@dataclass(frozen=True, slots=True)
class Brought:
    """One task of an import, for the page that shows it."""

    row: int
    own_number: str
    task: Task


def brought_by(batch: ImportBatch, *, limit: int) -> list[Brought]:
    """The first rows of an import with the tasks they became."""
    statement = (
        sa.select(ImportedTask, Task)
        .join(Task, Task.id == ImportedTask.task_id)
        .where(ImportedTask.batch_id == batch.id)
        .options(joinedload(Task.unit).joinedload(Unit.names))
        .order_by(ImportedTask.row, Task.id)
        .limit(limit)
    )
    rows = db.session.execute(statement).unique()
    return [Brought(place.row, place.own_number, task) for place, task in rows]


def states_of(batch: ImportBatch) -> dict[State, int]:
    """How many tasks of an import are in which state now."""
    statement = (
        sa.select(Task.state, sa.func.count(Task.id).label("tasks"))
        .join(ImportedTask, ImportedTask.task_id == Task.id)
        .where(ImportedTask.batch_id == batch.id)
        .group_by(Task.state)
    )
    return {row.state: int(row.tasks) for row in db.session.execute(statement)}


def touched_codes(batch: ImportBatch) -> list[str]:
    """Tasks of an import with an entry that is not the import's own: somebody acted on them, or a mail went out."""
    statement = (
        sa.select(Task.code)
        .join(ImportedTask, ImportedTask.task_id == Task.id)
        .join(
            JournalHead,
            sa.and_(JournalHead.subject_kind == "task", JournalHead.subject_id == Task.id),
        )
        .where(ImportedTask.batch_id == batch.id, JournalHead.seq > ImportedTask.entries)
    )
    return list(db.session.scalars(statement.order_by(Task.id)))
