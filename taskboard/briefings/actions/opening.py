"""The next briefing is opened: its roll-up frozen, unfinished tasks carried over by reference."""

from __future__ import annotations

from datetime import date, datetime

from taskboard.accounts.models import Person
from taskboard.briefings import queries
from taskboard.briefings.actions.recording import keep_entry, record_briefing, reported_quarter
from taskboard.briefings.models import Briefing, BriefingState
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.occasion import Occasion
from taskboard.reports import actions as reports
from taskboard.reports import queries as reports_queries


def open_briefing(
    *,
    title: str,
    held_on: date,
    place: str = "",
    chair: Person | None = None,
    attendees: str = "",
    cutoff: datetime,
    is_another: bool = False,
    on: Occasion,
) -> Briefing:
    """Open the next briefing: its roll-up is computed at `cutoff` and frozen, unfinished tasks carried over by reference.

    One that was planned for the period is frozen on its own page; `is_another`: knowingly a second one beside it.
    The caller holds all writers from the start of the transaction. Raises RuleBroken('period_is_planned'), and as
    `record_briefing` and `reports.actions.freeze`.
    """
    planned = queries.planned_of(reported_quarter(held_on))
    if planned is not None and not is_another:
        raise RuleBroken(
            "period_is_planned", field="is_another", briefing=planned.title, held_on=planned.held_on
        )
    previous = queries.last_issued_before(held_on)
    briefing = record_briefing(
        title=title, held_on=held_on, place=place, chair=chair, attendees=attendees, previous=previous, on=on
    )
    freeze_into(briefing, cutoff=cutoff, on=on)
    return briefing


def freeze_into(briefing: Briefing, *, cutoff: datetime, on: Occasion) -> None:
    """Its figures are frozen, what is unfinished is carried over by reference, and the briefing before is closed.

    The caller holds all writers from the start of the transaction. Raises as `reports.actions.freeze`.
    """
    reports.freeze(briefing, cutoff=cutoff, on=on)
    briefing.state = BriefingState.FROZEN if briefing.held_on > on.today else BriefingState.HELD
    if briefing.previous is not None and briefing.previous.state is BriefingState.ISSUED:
        briefing.previous.state = BriefingState.CLOSED
    db.session.flush()
    keep_entry(Event.BRIEFING_OPENED, briefing, on=on, carried=len(reports_queries.carried_into(briefing)))
