"""Who acts, when, and on which calendar: what most verbs need, gathered once at the edge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from taskboard.core import Core
from taskboard.domain.calendar import WorkingCalendar
from taskboard.journal.actions import Acting
from taskboard.settings import queries as settings


@dataclass(frozen=True, slots=True)
class Occasion:
    acting: Acting
    now: datetime
    """Business instant, UTC."""
    real_now: datetime
    """Machine instant, UTC: for signatures, leases and delivery (decision 10)."""
    zone: ZoneInfo
    calendar: WorkingCalendar
    base_url: str
    body_name: str
    reply_pattern: str = ""
    """Where answers to mails go, with a * for the token; empty where none are read."""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


def occasion_of(core: Core, acting: Acting, *, now: datetime | None = None) -> Occasion:
    """Build the occasion of one request, job or command; `now` is given where a history is replayed."""
    now = now or core.clock.now()
    return Occasion(
        acting=acting,
        now=now,
        real_now=core.clock.real_now(),
        zone=core.settings.zone,
        calendar=settings.calendar(),
        base_url=core.settings.base_url,
        body_name=settings.body_name(now.astimezone(core.settings.zone).date(), core.settings.body_name),
        reply_pattern=core.settings.reply_pattern,
    )
