"""What this city confirmed: the words of an order and the units, day and field a person gave it.

The suggestions of the drafter rest on these pairs and on nothing else; a city may export them and see.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from taskboard.briefings.models import Briefing, Conclusion, Directive, Draft
from taskboard.db import db
from taskboard.domain.drafting import LearnedPair
from taskboard.domain.lifecycle import State
from taskboard.tasks.models import Duty, Task
from taskboard.units.models import Unit, UnitGroup

LEARNED = 400
"""So many of the newest pairs the drafter is given; older habits of the city fade."""
NOTHING_PROPOSED = json.dumps(
    {"units": [], "groups": [], "deadline": None, "recurrence": None, "field": ""}, sort_keys=True
)
"""Of a draft that a person made: the machine had passed it over."""
_NOT_CONFIRMED = (State.RETURNED, State.WITHDRAWN)
"""A task that was returned or taken back says that its unit was wrong, not right."""


def learned_pairs(limit: int = LEARNED) -> list[LearnedPair]:
    """What this city confirmed before: the words of issued directives and the unit that leads them, the newest first."""
    statement = (
        sa.select(Directive.wording, Task.unit_id, sa.func.count(Task.id))
        .join(Task, Task.directive_id == Directive.id)
        .where(Task.state.not_in(_NOT_CONFIRMED), Task.duty_id.is_(None))
        .group_by(Directive.id, Directive.wording, Task.unit_id)
        .order_by(Directive.id.desc(), Task.unit_id)
        .limit(limit)
    )
    return [
        LearnedPair(words, str(unit_id), count) for words, unit_id, count in db.session.execute(statement)
    ]


def learned_count() -> int:
    """On how many pairs the suggestions rest."""
    return len(learned_pairs())


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One issued directive with what a person confirmed for it."""

    code: str
    briefing: str | None
    held_on: date
    words: str
    units: tuple[tuple[str, str], ...]
    """Code and name of each unit that leads a task of it, in the order of their codes."""
    deadline: date | None
    recurrence: str | None
    field: str
    is_learned: bool
    """The drafter's suggestions rest on it now."""
    was_suggested: bool | None
    """The machine named its units or usual lead; None where it is not known what the machine said."""
    corrected: tuple[str, ...]
    """What a person changed of, or added to, the machine's proposal: units, deadline, recurrence, field."""

    def as_line(self) -> str:
        """One line of JSON; the same facts give the same bytes."""
        facts: dict[str, Any] = {
            "directive": self.code,
            "briefing": self.briefing,
            "held_on": self.held_on.isoformat(),
            "text": self.words,
            "units": [{"code": code, "name": name} for code, name in self.units],
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "recurrence": self.recurrence,
            "field": self.field or None,
            "learned": self.is_learned,
            "suggested": self.was_suggested,
            "corrected": list(self.corrected),
        }
        return json.dumps(facts, ensure_ascii=False)


def confirmed_pairs() -> Iterator[Confirmed]:
    """Every issued directive that has a task, in the order it was issued."""
    learned = {(pair.phrase, pair.unit_key) for pair in learned_pairs()}
    members = _groups_by_member()
    for _id, rows in groupby(_rows(), key=lambda row: row.Directive.id):
        yield _confirmed(list(rows), learned, members)


def _rows() -> sa.Result[Any]:
    """Directive, unit and the draft it came of, a row a unit and deadline."""
    statement = (
        sa.select(
            Directive,
            Unit,
            Task.original_due_on.label("due_on"),
            Duty.recurrence,
            Briefing.code.label("briefing"),
            Briefing.held_on,
            Draft.proposal,
            Draft.id.label("draft_id"),
        )
        .join(Task, Task.directive_id == Directive.id)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Duty, Duty.id == Task.duty_id)
        .outerjoin(Briefing, Briefing.id == Directive.briefing_id)
        .outerjoin(Conclusion, Conclusion.id == Directive.conclusion_id)
        .outerjoin(
            Draft,
            sa.and_(
                Draft.text_id == Conclusion.text_id,
                Draft.start == Directive.start,
                Draft.end == Directive.end,
            ),
        )
        .where(Task.state.not_in(_NOT_CONFIRMED))
        .order_by(Directive.id, Task.id)
    )
    return db.session.execute(statement)


def _groups_by_member() -> dict[int, frozenset[int]]:
    """The units that ever were members of each group: what "các phường, xã" may have meant."""
    return {
        group.id: frozenset(member.unit_id for member in group.members)
        for group in db.session.scalars(sa.select(UnitGroup))
    }


def _confirmed(
    rows: Sequence[Any], learned: set[tuple[str, str]], members: dict[int, frozenset[int]]
) -> Confirmed:
    first = rows[0]
    directive: Directive = first.Directive
    units = {row.Unit.id: row.Unit for row in rows}
    named = sorted((unit.code, unit.name_on(directive.assigned_on)) for unit in units.values())
    recurrence = first.recurrence.value if first.recurrence else None
    deadline = None if recurrence else first.due_on
    proposal = json.loads(first.proposal) if first.proposal else None
    said = {
        "units": set(units),
        "deadline": deadline.isoformat() if deadline else None,
        "recurrence": recurrence,
        "field": directive.field,
    }
    return Confirmed(
        code=directive.code,
        briefing=first.briefing,
        held_on=first.held_on or directive.assigned_on,
        words=directive.wording,
        units=tuple(named),
        deadline=deadline,
        recurrence=recurrence,
        field=directive.field,
        is_learned=any((directive.wording, str(unit_id)) in learned for unit_id in units),
        was_suggested=None if proposal is None else bool(proposal["units"] or proposal["groups"]),
        corrected=() if proposal is None else _corrected(said, proposal, members),
    )


def _corrected(
    said: dict[str, Any], proposal: dict[str, Any], members: dict[int, frozenset[int]]
) -> tuple[str, ...]:
    meant = set(proposal["units"]).union(*(members.get(group, frozenset()) for group in proposal["groups"]))
    was_meant = said["units"] <= meant if proposal["groups"] else said["units"] == meant
    others = [name for name in ("deadline", "recurrence", "field") if said[name] != proposal[name]]
    return (*(() if was_meant else ("units",)), *others)
