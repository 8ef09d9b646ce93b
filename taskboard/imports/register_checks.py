"""What the rows of a register mean in this city: the template's own checks, and what only a register says.

A register tells history too: what was finished comes in with the day it was finished, by the unit that did it then. What
a finished row says of people who are gone becomes a note; of an open row it is a fault, for somebody has to act on it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from taskboard.accounts.models import Person
from taskboard.briefings.models import SourceKind
from taskboard.domain.lifecycle import State
from taskboard.domain.names import LONGEST
from taskboard.domain.retirement import is_in_use
from taskboard.domain.text import fold
from taskboard.imports import days, targets
from taskboard.imports.checks import Desk, ShareRow, TaskRow, task_row
from taskboard.imports.head import Head
from taskboard.imports.mapping import Mapping
from taskboard.imports.models import ImportKind
from taskboard.imports.queries import City, KnownTask, known_tasks
from taskboard.imports.register import GROUP, heading_of
from taskboard.imports.workbook import Fault, Record
from taskboard.units.models import Unit

TITLE_LIMIT = LONGEST["title"]
SHARE_TITLE_LIMIT = 300
NOTE_LIMIT = 4_000
REPORT_LIMIT = 5_000
"""As `tasks.actions.reporting` has it: of a finished row result and note together are its report."""
MOST_SHARES = 50
"""As `tasks.actions.sub_tasks` has it."""
_STATES = {
    targets.OPEN: State.IN_PROGRESS,
    targets.DONE: State.COMPLETED,
    targets.PAUSED: State.PAUSED,
}
_PARENT = re.compile(r"#(\d+)")


@dataclass(slots=True)
class CheckedRegister:
    rows: list[TaskRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    """Rows of a state the office does not take over."""


def check_register(records: Sequence[Record], city: City, mapping: Mapping, head: Head) -> CheckedRegister:
    """Every row's task and every fault at once."""
    headings = {key: target.column.heading for key, target in targets.TARGET.items()}
    headings |= {key: heading_of(head, place) for place, key in mapping.columns.items()}
    desk = Desk(ImportKind.TASKS, headings)
    result = CheckedRegister(faults=desk.faults)
    read = _Rows(city, mapping, desk)
    rows: dict[int, TaskRow] = {}
    kept: list[Record] = []
    for record in records:
        meaning = read.meaning(record)
        if meaning == targets.SKIP:
            result.skipped.append(record.row)
        elif meaning and (row := read.row(record, meaning)) is not None:
            rows[record.row] = row
            kept.append(record)
    result.rows = _with_shares(rows, _parents(kept), desk, kept)
    _find_twins(result.rows, {record.row: record for record in kept}, desk)
    return result


class _Rows:
    """One register's rows as tasks of this city."""

    def __init__(self, city: City, mapping: Mapping, desk: Desk) -> None:
        self.city, self.mapping, self.desk = city, mapping, desk
        self.default = city.units.get(mapping.unit_id) if mapping.unit_id else None

    def meaning(self, record: Record) -> str:
        """One of `targets.MEANINGS`; empty, and a fault, for a state nobody has explained."""
        words = record.text("state")[:80]
        if not words:
            return targets.DONE if record.day("completed_on") else targets.OPEN
        meaning = self.mapping.states.get(words, "")
        if not meaning:
            self.desk.fault(record, "state", "state_unclear", value=words)
        return meaning

    def row(self, record: Record, meaning: str) -> TaskRow | None:
        """The task of a row, or None with at least one fault."""
        done_on = record.day("completed_on") if meaning == targets.DONE else None
        if meaning == targets.DONE and done_on is None:
            self.desk.fault(record, "completed_on", "completed_on_missing")
        city = self.city.at(done_on)
        values = _Translation(record, city, self, is_past=meaning == targets.DONE).values()
        made = task_row(Record(record.row, values, record.refused), city, self.desk)
        if made is None:
            return None
        self._check_done(record, made, done_on)
        number, on, _body = days.document_of(record.text("result_document"))
        return replace(
            made,
            state=_STATES[meaning],
            completed_on=done_on,
            result=_result_of(record, number),
            result_number=number[:80],
            result_on=on,
            own_number=_number(record.text("own_number")),
        )

    def _check_done(self, record: Record, made: TaskRow, done_on: date | None) -> None:
        if done_on is None:
            return
        if done_on > self.city.day:
            self.desk.fault(record, "completed_on", "day_in_future", day=self.city.day)
        elif done_on < made.source.assigned_on:
            self.desk.fault(record, "completed_on", "due_before_given", day=made.source.assigned_on)


def _result_of(record: Record, number: str) -> str:
    """The register's words; a product that bears no number is words too."""
    said = [record.text("result")]
    if record.text("result_document") and not number:
        said.append(record.text("result_document"))
    return "\n".join(part for part in said if part)[:4_000]


def _number(words: str) -> str:
    return words.lstrip("# ").strip()[:80]


class _Translation:
    """One row of a register in the keys of our template."""

    def __init__(self, record: Record, city: City, rows: _Rows, *, is_past: bool) -> None:
        self.record, self.city, self.rows, self.is_past = record, city, rows, is_past
        self.notes: list[str] = []

    def values(self) -> dict[str, Any]:
        """Without name, lead or day where the row does not say them, which is a fault: the rest is looked at all the same."""
        lead, officer = self._lead()
        source = self._source()
        assigned_on = self.record.day("assigned_on") or source["source_on"] or self.record.day("created_on")
        for key, said in (("title", self.record.text("title")), ("assigned_on", assigned_on)):
            if not said:
                self.rows.desk.fault(self.record, key, "cell_missing")
        made: dict[str, Any] = {**source, **self._titles(), "assigned_on": assigned_on}
        made |= {key: day for key in ("original_due_on", "due_on") if (day := self.record.day(key))}
        made |= self._units(lead, officer)
        made |= self._people(assigned_on)
        made["is_starred"] = self.record.text("priority") in self.rows.mapping.starred
        made["note"] = self._note()
        return {key: value for key, value in made.items() if value not in (None, "", ())}

    def _titles(self) -> dict[str, str]:
        """A name of one line; the whole text stays as the words of the order."""
        said = self.record.text("title")
        title = " ".join(said.split())
        if len(title) > TITLE_LIMIT:
            title = f"{title[: TITLE_LIMIT - 1].rsplit(' ', 1)[0]}…"
        return {"title": title, "wording": self.record.text("wording") or said}

    def _source(self) -> dict[str, Any]:
        words = self.record.text("source")
        number, on, body = days.document_of(words)
        number = self.record.text("source_number") or number
        if words and not number:
            self.notes.append(f"Văn bản giao: {words}")
        return {
            "source_kind": SourceKind.LETTER if number else SourceKind.DIRECT_ORDER,
            "source_number": number[: LONGEST["source_number"]],
            "source_on": self.record.day("source_on") or on,
            "source_body": (self.record.text("source_body") or body)[: LONGEST["source_body"]],
        }

    def _lead(self) -> tuple[Unit | None, Person | None]:
        """The unit a row names, itself or by one of its people; else its group's, else the one for all rows."""
        words = self.record.text("lead")
        if words:
            unit = self.city.unit(words)
            person = None if unit else self.city.person(words)
            unit = unit or (self._unit_of(person) if person else None)
            if unit is None:
                self.rows.desk.fault(self.record, "lead", "unit_not_known", value=words[:80])
            return unit, person
        group = self.record.text(GROUP)
        unit = (self.city.unit(group) if group else None) or self.rows.default
        if unit is None:
            self.rows.desk.fault(self.record, "lead", "cell_missing")
        return unit, None

    def _unit_of(self, person: Person) -> Unit | None:
        """Where somebody works, if that is one place."""
        posts = person.posts_on(self.city.then or self.city.day) or person.posts_on(self.city.day)
        places = {post.unit_id: post.unit for post in posts if post.unit is not None}
        return next(iter(places.values())) if len(places) == 1 else None

    def _units(self, lead: Unit | None, officer: Person | None) -> dict[str, Any]:
        partners = self._named("partners", self.record.text("partners"))
        doers, people = self._doers(self.record.text("doers"))
        named = [*([officer] if officer else []), *people]
        led_by = lead.code if lead else ""
        return {
            "lead": led_by,
            "partners": tuple(dict.fromkeys(code for code in (*partners, *doers) if code != led_by)),
            "informed": self._named("informed", self.record.text("informed")),
            "officer": self._officer(named, lead),
        }

    def _named(self, column: str, words: str) -> tuple[str, ...]:
        """Codes of the units a cell names; what names none is a fault, and of a finished row a note."""
        codes = []
        for name in _names(words, self.city):
            if (unit := self.city.unit(name)) is not None:
                codes.append(unit.code)
            else:
                self._unknown(column, "unit_not_known", name)
        return tuple(dict.fromkeys(codes))

    def _doers(self, words: str) -> tuple[list[str], list[Person]]:
        codes, people = [], []
        for name in _names(words, self.city):
            if (unit := self.city.unit(name)) is not None:
                codes.append(unit.code)
            elif (person := self.city.person(name)) is not None:
                people.append(person)
            else:
                self._unknown("doers", "unit_not_known", name)
        return codes, people

    def _unknown(self, column: str, key: str, name: str) -> None:
        if self.is_past:
            self.notes.append(f"{self.rows.desk.headings[column]}: {name}")
        else:
            self.rows.desk.fault(self.record, column, key, value=name[:80])

    def _officer(self, people: Sequence[Person], lead: Unit | None) -> str:
        """Who works at the lead today; of others a note says that they were named."""
        words = self.record.text("officer")
        found = self.city.person(words) if words else None
        if words and found is None:
            self._unknown("officer", "person_not_known", words)
        everybody = [*([found] if found else []), *people]
        here = [one for one in everybody if self._works_at(one, lead)]
        if found and found not in here:
            self._unknown("officer", "officer_elsewhere", found.full_name)
        self.notes += [f"Người thực hiện: {one.full_name}" for one in people if one not in here[:1]]
        return here[0].sign_in_name if here else ""

    def _works_at(self, person: Person, lead: Unit | None) -> bool:
        """Of a lead nobody knows, whoever is named might be."""
        posts = person.posts_on(self.city.day)
        return not person.is_locked and (lead is None or any(post.unit_id == lead.id for post in posts))

    def _people(self, assigned_on: date | None) -> dict[str, str]:
        """Leader and monitor: of a finished row only who still can be named so."""
        made = {}
        for key in ("leader", "monitor", "field"):
            words = self.record.text(key)
            if words and self.is_past and not self._is_known(key, words, assigned_on):
                self.notes.append(f"{self.rows.desk.headings[key]}: {words}")
            elif words:
                made[key] = words
        return made

    def _is_known(self, key: str, words: str, assigned_on: date | None) -> bool:
        if key == "field":
            found = self.city.field(words)
            return found is not None and (assigned_on is None or is_in_use(found, assigned_on))
        quiet = Desk(ImportKind.TASKS)
        probe = Record(self.record.row, {key: words})
        return quiet.task_person(probe, key, self.city) is not None

    def _note(self) -> str:
        if self.record.day("completed_on") and not self.is_past:
            self.notes.append(f"Ngày hoàn thành trong sổ: {self.record.day('completed_on'):%d/%m/%Y}")
        said, result = [self.record.text("note"), *self.notes], self.record.text("result")
        if not self.is_past:
            said.insert(0, result)
        room = REPORT_LIMIT - len(result) - len("\n") if self.is_past else NOTE_LIMIT
        return "\n".join(part for part in said if part)[: min(room, NOTE_LIMIT)]


def _names(words: str, city: City) -> list[str]:
    """The names in a cell: by semicolon and line; by comma only where the whole names no unit, for some have one inside."""
    found: list[str] = []
    for part in re.split(r"[;\n]", words):
        name = part.strip(" -•.")
        if not name:
            continue
        if "," not in name or city.bears(name):
            found.append(name)
        else:
            found += [piece.strip() for piece in name.split(",") if piece.strip()]
    return list(dict.fromkeys(found))


# ----------------------------------------------------------------------------------------------------- parents, twins


def _parents(records: Sequence[Record]) -> dict[int, int]:
    """By row, the row its topmost parent stands in, where the file has it."""
    by_number = {_number(record.text("own_number")): record.row for record in records}
    by_number.pop("", None)
    above: dict[int, int] = {}
    for record in records:
        words = record.text("parent")
        named = _PARENT.search(words)
        row = by_number.get(named[1] if named else _number(words))
        if words and row is not None and row != record.row:
            above[record.row] = row
    return {row: _top(row, above) for row in above}


def _top(row: int, above: Map[int, int]) -> int:
    seen = {row}
    while row in above and above[row] not in seen:
        row = above[row]
        seen.add(row)
    return row


def _with_shares(
    rows: Map[int, TaskRow], parents: Map[int, int], desk: Desk, records: Sequence[Record]
) -> list[TaskRow]:
    """What has a parent of the same lead is a part of it, inside that unit; every other row is a task of its own."""
    shares: dict[int, list[ShareRow]] = defaultdict(list)
    for child, parent in parents.items():
        if parent != child and parent not in parents and rows[parent].lead_id == rows[child].lead_id:
            shares[parent].append(_share(rows[child]))
    inside = {share.row for some in shares.values() for share in some}
    for record in records:
        if len(shares.get(record.row, ())) > MOST_SHARES:
            desk.fault(record, "parent", "parent_crowded", limit=MOST_SHARES)
    return [
        replace(row, shares=tuple(shares.get(number, ())))
        for number, row in rows.items()
        if number not in inside
    ]


def _share(row: TaskRow) -> ShareRow:
    title = row.title if len(row.title) <= SHARE_TITLE_LIMIT else f"{row.title[: SHARE_TITLE_LIMIT - 1]}…"
    return ShareRow(row.row, title, row.officer_id, row.due_on, row.completed_on)


def _find_twins(rows: Sequence[TaskRow], records: Map[int, Record], desk: Desk) -> None:
    """The same task twice in the file, or here already."""
    known = known_tasks(row.source.number for row in rows if row.source.number)
    seen: dict[Any, int] = {}
    for row in rows:
        record = records[row.row]
        same = KnownTask(row.source.number, row.lead_id, fold(row.title))
        desk.twice(seen, (same, row.source.assigned_on, row.due_on, row.own_number), record, "title")
        if row.source.number and same in known:
            desk.fault(record, "title", "task_exists", code=known[same])
