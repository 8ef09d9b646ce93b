"""The sample's own verb: a day passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from taskboard.clock import Clock
from taskboard.core import Core
from taskboard.demo.daily import run_daily_jobs
from taskboard.demo.timeline import JOBS_AT
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import SCHEDULER, Acting, record
from taskboard.occasion import Occasion, occasion_of

LONGEST_MOVE = 31
"""Days at once: each is lived through, and a page should answer."""


def move_day(core: Core, days: int = 1, *, acting: Acting = SCHEDULER) -> date:
    """Move the business day on and let each morning's jobs happen: duties, planning, digests. Returns the new day.

    Only where a sample is loaded: elsewhere the business day is the machine's. Raises RuleBroken: demo_not_loaded,
    demo_days_out_of_range.
    """
    clock = core.clock
    if not isinstance(clock, Clock) or not clock.is_shifted:
        raise RuleBroken("demo_not_loaded")
    if not 1 <= days <= LONGEST_MOVE:
        raise RuleBroken("demo_days_out_of_range", field="days", longest=LONGEST_MOVE)
    on = occasion_of(core, acting)
    offset = clock.offset_to(on.today + timedelta(days=days))
    moved = replace(on, now=clock.real_now() + offset)
    live_through(on.today, replace(moved, acting=SCHEDULER))
    record(Event.DEMO_DAY_MOVED, "demo", 1, acting=acting, at=moved.now, from_=on.today, to=moved.today)
    clock.shift(offset)
    return moved.today


def live_through(after: date, on: Occasion) -> None:
    """The jobs of every morning behind `after` up to the occasion, each at its hour; then once more for the moment itself."""
    day = after + timedelta(days=1)
    while day <= on.today:
        morning = datetime.combine(day, JOBS_AT, on.zone).astimezone(UTC)
        if morning <= on.now:
            run_daily_jobs(replace(on, now=morning))
        day += timedelta(days=1)
    run_daily_jobs(on)
