"""A briefing is recorded, corrected and completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.briefings import queries
from taskboard.briefings.models import Briefing, BriefingSeries, BriefingState
from taskboard.db import db
from taskboard.domain.calendar import CutOff, Quarter
from taskboard.domain.errors import AlreadyDone, RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.settings import queries as settings


@dataclass(frozen=True, slots=True)
class BriefingFacts:
    """What may still be said of a briefing after it was recorded; its day, and with it its period, stays."""

    title: str
    place: str = ""
    chair: Person | None = None
    attendees: str = ""
    notice_number: str = ""
    notice_on: date | None = None


def record_briefing(
    *,
    title: str,
    held_on: date,
    place: str = "",
    chair: Person | None = None,
    attendees: str = "",
    notice_number: str = "",
    notice_on: date | None = None,
    previous: Briefing | None = None,
    reporting_quarter: Quarter | None = None,
    on: Occasion,
) -> Briefing:
    """Record a quarterly briefing. One held in the first weeks of a quarter reports the quarter before.

    Raises RuleBroken: notice_before_briefing, held_before_previous, briefing_recorded.
    """
    _check_notice(notice_on, held_on)
    if any(one.title.casefold() == title.casefold() for one in queries.briefings_on(held_on)):
        raise RuleBroken("briefing_recorded", field="title", held_on=held_on)  # a colleague was quicker
    if previous is not None and held_on <= previous.held_on:
        raise RuleBroken("held_before_previous", field="held_on", previous=previous.held_on)
    briefing = _new_briefing(reporting_quarter or reported_quarter(held_on), held_on, on=on)
    briefing.previous = previous
    _set_facts(briefing, BriefingFacts(title, place, chair, attendees, notice_number, notice_on))
    db.session.add(briefing)
    db.session.flush()
    keep_entry(Event.BRIEFING_RECORDED, briefing, on=on, held_on=held_on)
    return briefing


def _new_briefing(quarter: Quarter, held_on: date, *, on: Occasion) -> Briefing:
    period = quarter.period(CutOff(settings.value_on("period_cutoff", held_on)))
    return Briefing(
        code=_free_code(quarter),
        series=ensure_series("giao-ban-quy", "Giao ban quý"),
        year=quarter.year,
        quarter=quarter.number,
        held_on=held_on,
        period_start=period.first,
        period_end=period.last,
        state=BriefingState.HELD if held_on <= on.today else BriefingState.PLANNED,
        created_at=on.now,
        created_by_id=on.acting.person_id,
    )


def _check_notice(notice_on: date | None, held_on: date) -> None:
    if notice_on is not None and notice_on < held_on:
        raise RuleBroken("notice_before_briefing", field="notice_on", held_on=held_on)


def _free_code(quarter: Quarter) -> str:
    base = f"{quarter.year}-q{quarter.number}"
    taken = set(db.session.scalars(sa.select(Briefing.code).where(Briefing.code.startswith(base))))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 1000))) if code not in taken)


def reported_quarter(held_on: date) -> Quarter:
    """The quarter a briefing of that day reports: the one just ended in a quarter's first half, else the running one."""
    running = Quarter.of(held_on)
    return running.previous if (held_on - running.first_day).days < 45 else running


def ensure_series(code: str, name: str) -> BriefingSeries:
    series = db.session.scalar(sa.select(BriefingSeries).where(BriefingSeries.code == code))
    if series is None:
        series = BriefingSeries(code=code, name=name)
        db.session.add(series)
        db.session.flush()
    return series


def expect_not_cancelled(briefing: Briefing) -> None:
    """Raises AlreadyDone('already_cancelled'): of what will not be held nothing more is written."""
    if briefing.is_cancelled:
        raise AlreadyDone("already_cancelled", held_on=briefing.held_on)


def change_briefing(briefing: Briefing, facts: BriefingFacts, *, version: int, on: Occasion) -> None:
    """Correct or complete a briefing: most notices get their number days after the meeting.

    Raises AlreadyDone('already_cancelled'), Stale, RuleBroken('notice_before_briefing').
    """
    expect_not_cancelled(briefing)
    if briefing.version != version:
        raise Stale("stale")
    _check_notice(facts.notice_on, briefing.held_on)
    before = _facts_of(briefing)
    _set_facts(briefing, facts)
    db.session.flush()
    after = _facts_of(briefing)
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        keep_entry(
            Event.BRIEFING_CHANGED,
            briefing,
            on=on,
            from_={name: before[name] for name in changed},
            to={name: after[name] for name in changed},
        )


def _set_facts(briefing: Briefing, facts: BriefingFacts) -> None:
    briefing.title, briefing.place, briefing.chair = facts.title, facts.place, facts.chair
    briefing.attendees = facts.attendees
    briefing.notice_number, briefing.notice_on = facts.notice_number, facts.notice_on


def _facts_of(briefing: Briefing) -> dict[str, Any]:
    """The facts as the journal keeps them, the chair by number."""
    names = ("title", "place", "attendees", "notice_number", "notice_on")
    return {name: getattr(briefing, name) for name in names} | {"chair": briefing.chair_id}


def keep_entry(event: Event, briefing: Briefing, *, on: Occasion, **details: Any) -> None:
    """A line in the briefing's journal, under its code."""
    record(event, "briefing", briefing.id, acting=on.acting, at=on.now, code=briefing.code, **details)
