"""The story in the order of time: what happens at which instant, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeAlias

from taskboard.demo.data.steps import OutsideOrder, SampleBriefing, SampleOrder, Step


class Act(StrEnum):
    """Acts on a whole briefing."""

    OPEN = "open"
    RECORD_TEXT = "record_text"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class BriefingAct:
    briefing: SampleBriefing
    act: Act


@dataclass(frozen=True, slots=True)
class OutsideAct:
    outside: OutsideOrder


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step of one task. `period` is the key of a duty's occurrence, else empty."""

    order: SampleOrder
    unit: str
    period: str
    step: Step


@dataclass(frozen=True, slots=True)
class DayBegins:
    """The periodic jobs of a day: occurrences of duties, planning, digests."""

    day: date


Happening: TypeAlias = BriefingAct | OutsideAct | LifeStep | DayBegins
Moment: TypeAlias = tuple[datetime, Happening]

JOBS_AT = time(8, 0)
"""City time; the mail hour of the settings."""


def moment(text: str, zone: tzinfo) -> datetime:
    """ "2021-01-19 15:40" in the city as an instant (UTC)."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(UTC)


def tell(
    briefings: Iterable[SampleBriefing], outside: Iterable[OutsideOrder], *, until: datetime, zone: tzinfo
) -> list[Moment]:
    """Every happening up to `until`, oldest first. Days begin from the first act on; jobs come before people."""
    moments = [*_acts(briefings, zone), *((moment(one.at, zone), OutsideAct(one)) for one in outside)]
    for one in outside:
        moments += _steps(one.order, zone)
    first_day = min(at for at, _ in moments).astimezone(zone).date()
    moments += _days(first_day, until, zone)
    told = [row for row in moments if row[0] <= until]
    return sorted(told, key=lambda row: (row[0], not isinstance(row[1], DayBegins)))


def _acts(briefings: Iterable[SampleBriefing], zone: tzinfo) -> Iterator[Moment]:
    for briefing in briefings:
        yield moment(briefing.frozen_at, zone), BriefingAct(briefing, Act.OPEN)
        yield moment(briefing.text_recorded_at, zone), BriefingAct(briefing, Act.RECORD_TEXT)
        yield moment(briefing.issued_at, zone), BriefingAct(briefing, Act.ISSUE)
        for order in briefing.orders:
            yield from _steps(order, zone)


def _steps(order: SampleOrder, zone: tzinfo) -> Iterator[Moment]:
    for key, life in order.lives.items():
        unit, _, period = key.partition(" ")
        for step in life:
            yield moment(step.at, zone), LifeStep(order, unit, period, step)


def _days(first: date, until: datetime, zone: tzinfo) -> Iterator[Moment]:
    day = first
    while (begins := datetime.combine(day, JOBS_AT, zone).astimezone(UTC)) <= until:
        yield begins, DayBegins(day)
        day += timedelta(days=1)
