"""Who would owe what, if the text were issued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from taskboard.briefings.models import ConclusionText, Draft, DraftDue, DraftState
from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.deadline import first_periods
from taskboard.units import queries as units
from taskboard.units.models import Unit, UnitGroup


def group_by_id(group_id: int | None) -> UnitGroup | None:
    return db.session.get(UnitGroup, group_id) if group_id else None


Targets = Iterable[tuple[int | None, int | None]]
"""Pairs of unit id and group id, one of the two None."""


def expand(targets: Targets, day: date) -> list[Unit]:
    """Groups become their members of the day, each unit once, in the order named."""
    found: dict[int, Unit] = {}
    for unit_id, group_id in targets:
        members = (
            units.members_on(group_id, day) if group_id else [units.unit_by_id(unit_id)] if unit_id else []
        )
        found |= {unit.id: unit for unit in members if unit is not None}
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Parties:
    """Who owes a task each, who helps, who reads along: a unit stands once, in its highest part."""

    leads: list[Unit]
    partners: list[Unit]
    informed: list[Unit]


def parties_of(leads: Targets, partners: Targets, informed: Targets, *, day: date) -> Parties:
    """The units behind these targets on a day."""
    led = expand(leads, day)
    helping = [unit for unit in expand(partners, day) if unit not in led]
    reading = [unit for unit in expand(informed, day) if unit not in led and unit not in helping]
    return Parties(led, helping, reading)


def units_of(draft: Draft) -> Parties:
    """The units of a draft by name, on the day of its briefing."""
    return parties_of(
        *(
            [(row.unit_id, row.group_id) for row in rows]
            for rows in (draft.leads, draft.partners, draft.informed)
        ),
        day=draft.text_row.briefing.held_on,
    )


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """What issuing would bring about, counted the way issuing does it."""

    directives: int
    tasks: int
    units: int


def issue_preview(text: ConclusionText, *, today: date, calendar: WorkingCalendar) -> IssuePreview:
    """Tasks and units that would come of the accepted drafts if they were issued today."""
    accepted = [
        draft for draft in text.drafts if draft.state is DraftState.ACCEPTED and not draft.is_withdrawal
    ]
    owed_count = 0
    told: set[int] = set()
    for draft in accepted:
        owed = [unit for unit, count in _tasks_a_unit(draft, today, calendar) for _ in range(count)]
        owed_count += len(owed)
        told |= {unit.id for unit in owed}
    return IssuePreview(len(accepted), owed_count, len(told))


def _tasks_a_unit(draft: Draft, today: date, calendar: WorkingCalendar) -> list[tuple[Unit, int]]:
    """One task a lead unit, with who follows one that ended since; of a duty one for the period it begins with."""
    leads = [heir for unit in units_of(draft).leads for heir in _standing(unit, today)]
    if draft.due is not DraftDue.DUTY or draft.recurrence is None:
        return [(unit, 1) for unit in leads]
    leads = list({unit.id: unit for unit in leads}.values())
    starts_on = max(draft.text_row.briefing.held_on, today)
    periods = first_periods(draft.recurrence, starts_on, due_day=draft.due_day, calendar=calendar)
    return [(unit, sum(unit.exists_on(period.due_on) for period in periods)) for unit in leads]


def _standing(unit: Unit, today: date) -> list[Unit]:
    """One that ended and that nobody follows counts as shown: the rule refuses it, and says so."""
    return [unit] if unit.exists_on(today) else units.successors_on(unit, today) or [unit]
