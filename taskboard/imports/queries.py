"""What the rows of a workbook are held against: the city as it stands, read once for all rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive
from taskboard.db import db
from taskboard.domain.drafting import Gazetteer
from taskboard.domain.text import fold, fold_keeping_accents
from taskboard.imports.models import ImportBatch, ImportKind
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.units.models import Unit, UnitGroup, WorkField

CHUNK = 500


class City:
    """Units, people, groups and fields by whatever name a register has for them."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.units = {unit.id: unit for unit in units.units_on(day)}
        self._unit_of = _named_units(self.units.values())
        self._by_words: dict[str, Unit | None] = {}
        self._gazetteer: Gazetteer | None = None
        everybody = db.session.scalars(sa.select(Person).options(selectinload(Person.posts))).all()
        self.people_by_sign_in = {person.sign_in_name: person for person in everybody}
        self._people_by_name = _by_full_name(everybody)
        self.groups = {fold(word): group for group in units.groups() for word in (group.name, group.code)}
        self.fields = {fold(word): one for one in units.work_fields() for word in (one.name, one.code)}
        self.codes = set(db.session.scalars(sa.select(Unit.code)))

    def unit(self, words: str) -> Unit | None:
        """By code or exact name, else as a text would be understood; of an ended unit, who alone follows it."""
        if words not in self._by_words:
            self._by_words[words] = self._find_unit(words)
        return self._by_words[words]

    def _find_unit(self, words: str) -> Unit | None:
        key = fold_keeping_accents(words)
        if key in self._unit_of:
            return self._unit_of[key]
        if self._gazetteer is None:
            self._gazetteer = units.gazetteer_on(self.day)
        target = self._gazetteer.resolve(words).target
        known = self._gazetteer.unit(target) if target else None
        return self.units.get(int(known.key)) if known else None

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
    """Tasks of these sources, by what they are told apart by, with their codes."""
    found: dict[KnownTask, str] = {}
    for chunk in _chunks(sorted(set(numbers))):
        statement = (
            sa.select(Directive.source_number, Task.unit_id, Task.title, Task.code)
            .join(Task, Task.directive_id == Directive.id)
            .where(Directive.source_number.in_(chunk))
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
        return {**found, "Nhóm đơn vị": [group.name for group in units.groups()]}
    return {**found, "Lĩnh vực": [one.name for one in units.work_fields()]}


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
