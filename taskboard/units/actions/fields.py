"""Fields of work: added, edited, retired from a day on; and the Office's officer of each."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.names import clean_name
from taskboard.domain.text import clean_line, fold
from taskboard.journal.actions import Acting, record
from taskboard.units import queries
from taskboard.units.actions.founding import create_work_field
from taskboard.units.models import Unit, WorkField

FOLLOWERS = frozenset({Role.MONITOR, Role.CHIEF_OF_OFFICE})
_RESERVED = frozenset({"new"})
"""Words that stand in the place of a code in an address."""


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What a field is: its name, the words texts use for it, who usually leads, and until when it is offered."""

    name: str
    keywords: Sequence[str] = ()
    usual_lead: Unit | None = None
    retired_on: date | None = None


def add_field(facts: FieldFacts, *, acting: Acting, now: datetime) -> WorkField:
    """A new one, behind the others. Raises RuleBroken: name_missing, field_name_taken."""
    name = _free_name(facts.name)
    field = create_work_field(
        code=free_code(name, queries.work_field),
        name=name,
        keywords=lines_of(facts.keywords),
        usual_lead=facts.usual_lead,
        position=queries.next_field_position(),
    )
    record(Event.FIELD_ADDED, "work_field", field.id, acting=acting, at=now, name=name)
    return field


def edit_field(
    field: WorkField, facts: FieldFacts, *, before: Unit | None, today: date, acting: Acting, now: datetime
) -> None:
    """Its code stays, so that tasks of it do too; `before` is its usual lead until now.

    Raises RuleBroken: name_missing, field_name_taken, retired_in_past.
    """
    name = _free_name(facts.name, but=field)
    check_retirement(field.retired_on, facts.retired_on, today)
    was = _as_written(field, before)
    field.name, field.keywords = name, "\n".join(lines_of(facts.keywords))
    field.usual_lead_id = facts.usual_lead.id if facts.usual_lead else None
    field.retired_on = facts.retired_on
    became = _as_written(field, facts.usual_lead)
    db.session.flush()
    if was != became:
        changed = [key for key in was if was[key] != became[key]]
        record(
            Event.FIELD_EDITED,
            "work_field",
            field.id,
            acting=acting,
            at=now,
            name=name,
            from_=", ".join(str(was[key]) for key in changed),
            to=", ".join(str(became[key]) for key in changed),
        )


def _as_written(field: WorkField, lead: Unit | None) -> dict[str, str]:
    return {
        "name": field.name,
        "keywords": field.keywords.replace("\n", ", ") or "—",
        "lead": lead.name if lead else "—",
        "retired_on": field.retired_on.isoformat() if field.retired_on else "—",
    }


def _free_name(words: str, *, but: WorkField | None = None) -> str:
    name = clean_name(words)
    if not name:
        raise RuleBroken("name_missing", field="name")
    if any(fold(one.name) == fold(name) for one in queries.work_fields() if one is not but):
        raise RuleBroken("field_name_taken", field="name", name=name)
    return name


def free_code(name: str, found: Callable[[str], object | None]) -> str:
    """The name in plain letters, numbered where another has it already."""
    base = "-".join(fold(name).split())[:60].strip("-") or "muc"
    codes = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
    return next(code for code in codes if code not in _RESERVED and found(code) is None)


def lines_of(words: Sequence[str]) -> list[str]:
    """Each once, cleaned, in order."""
    return list(dict.fromkeys(line for word in words if (line := clean_line(word))))


def check_retirement(before: date | None, after: date | None, today: date) -> None:
    """What was in use until yesterday was in use. Raises RuleBroken('retired_in_past')."""
    if after is not None and after != before and after < today:
        raise RuleBroken("retired_in_past", field="retired_on", today=today)


def set_field_monitor(
    field: WorkField,
    monitor: Person | None,
    *,
    before: Person | None,
    on: date,
    acting: Acting,
    now: datetime,
) -> None:
    """Who follows tasks given in this field from now on; None: whoever follows the unit. Raises not_a_monitor."""
    if monitor is not None and not any(post.role in FOLLOWERS for post in monitor.posts_on(on)):
        raise RuleBroken("not_a_monitor", field="monitor")
    if field.monitor_id == (monitor.id if monitor else None):
        return
    field.monitor_id = monitor.id if monitor else None
    record(
        Event.FIELD_CHANGED,
        "work_field",
        field.id,
        acting=acting,
        at=now,
        name=field.name,
        from_=before.full_name if before else "—",
        to=monitor.full_name if monitor else "—",
    )
