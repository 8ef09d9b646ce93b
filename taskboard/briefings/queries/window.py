"""Who has answered before a briefing, task by task and figure by figure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.briefings.models import Briefing, BriefingState
from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar, start_of_day
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import REMINDED, State
from taskboard.domain.window import Window, WindowPolicy, window_of
from taskboard.indicators import queries as indicators
from taskboard.journal.models import JournalEntry
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task, TaskVersion
from taskboard.units.models import Unit

OWED = (*REMINDED, State.PAUSED)


def ahead_of(today: date) -> list[Briefing]:
    """Briefings still to come or just come, that have not been held."""
    states = (BriefingState.PLANNED, BriefingState.COLLECTING, BriefingState.FROZEN)
    return list(
        db.session.scalars(sa.select(Briefing).where(Briefing.state.in_(states)).order_by(Briefing.held_on))
    )


def window(briefing: Briefing, calendar: WorkingCalendar) -> Window:
    """The days of its window by the city's settings."""
    keys = ("window_opens_working_days", "window_answers_working_days", "window_checks_working_days")
    values = settings.values_on(keys, briefing.held_on)
    return window_of(briefing.held_on, WindowPolicy(*(values[key] for key in keys)), calendar)


def opened_at(briefing: Briefing, window_: Window, zone: ZoneInfo) -> datetime:
    """The instant its window begins: the first of its days, or earlier when somebody opened it by hand.

    A window that was put off with the meeting begins with its last opening: what was said before the first one is no
    answer to it.
    """
    planned = start_of_day(window_.opens_on, zone)
    moves = sa.select(JournalEntry.at, JournalEntry.details).where(
        JournalEntry.subject_kind == "briefing",
        JournalEntry.subject_id == briefing.id,
        JournalEntry.event == Event.BRIEFING_MOVED,
    )
    turns = [
        (at, json.loads(details)["to"])
        for at, details in db.session.execute(moves.order_by(JournalEntry.seq))
    ]
    if briefing.state is BriefingState.PLANNED:
        return planned
    opened = [at for at, to in turns if to == BriefingState.COLLECTING]
    return min(planned, opened[-1] if opened else planned)


@dataclass(slots=True)
class UnitAnswer:
    """One unit before the briefing."""

    unit: Unit
    asked: list[Task] = field(default_factory=list)
    """Its part of the list: what it owed when the window opened, and owes still or has answered since."""
    silent: list[Task] = field(default_factory=list)
    figures_missing: int = 0
    figures: int = 0

    @property
    def answered(self) -> int:
        return len(self.asked) - len(self.silent)

    @property
    def is_whole(self) -> bool:
        return not self.silent and not self.figures_missing


def answers(briefing: Briefing, window_: Window, zone: ZoneInfo) -> list[UnitAnswer]:
    """The list as it stood when the window opened, by unit: who has not reported since first, most silent on top.

    Withdrawn and returned tasks have left the list; what was given later is not asked for.
    """
    began = opened_at(briefing, window_, zone)
    rows: dict[int, UnitAnswer] = {}
    for task in _asked(began):
        row = rows.setdefault(task.unit_id, UnitAnswer(task.unit))
        row.asked.append(task)
        if task.state in OWED and (task.last_report_at is None or task.last_report_at < began):
            row.silent.append(task)
    _count_figures(briefing, rows)
    return sorted(
        rows.values(), key=lambda row: (row.is_whole, -len(row.silent), row.unit.position, row.unit.id)
    )


def _asked(opened_at: datetime) -> list[Task]:
    then = sa.select(TaskVersion.task_id).where(
        TaskVersion.recorded_from <= opened_at,
        sa.or_(TaskVersion.recorded_to.is_(None), TaskVersion.recorded_to > opened_at),
        TaskVersion.state.in_(OWED),
    )
    still = Task.state.not_in([State.RETURNED, State.WITHDRAWN, State.NOT_PURSUED])
    statement = (
        sa.select(Task)
        .where(Task.id.in_(then), still)
        .options(joinedload(Task.unit).joinedload(Unit.names))
        .order_by(Task.overdue_from.is_(None), Task.overdue_from, Task.id)
    )
    return list(db.session.scalars(statement).unique())


def _count_figures(briefing: Briefing, rows: dict[int, UnitAnswer]) -> None:
    asked = indicators.indicators_on(briefing.period_end)
    entered = indicators.entries_of(asked, (briefing.year, briefing.quarter))
    for one in asked:
        row = rows.setdefault(one.unit_id, UnitAnswer(one.unit))
        row.figures += 1
        newest = entered.get(one.id)
        row.figures_missing += not newest or newest[0].value is None
