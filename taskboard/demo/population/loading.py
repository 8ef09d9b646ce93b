"""The whole population: founded, ordered, lived, in one transaction that leaves everything or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from datetime import time as hour
from random import Random

import sqlalchemy as sa

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Briefing, Conclusion, Directive
from taskboard.core import Core
from taskboard.counters import next_task_codes
from taskboard.db import Base, db, hold_all_writers
from taskboard.demo.data import city
from taskboard.demo.load import START_DAY, collector_at_rest, is_loaded
from taskboard.demo.population.histories import Histories
from taskboard.demo.population.lives import Life, Pens
from taskboard.demo.population.orders import Desk, Order, brief, count_of, held_on, orders_of
from taskboard.demo.population.peopling import Staff, people_all
from taskboard.demo.population.sizes import Size
from taskboard.demo.population.writing import Bulk
from taskboard.domain.calendar import Quarter, end_of_day
from taskboard.domain.errors import RuleBroken
from taskboard.journal.actions import SCHEDULER
from taskboard.journal.models import JournalEntry, JournalHead
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.reminders.actions.rows import Why, settle
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.search import actions as search
from taskboard.settings import queries as settings
from taskboard.tasks.models import Assignment, Extension, Report, Task, TaskRequest, TaskVersion
from taskboard.units.models import Unit

Step = Callable[[int], object]
"""Told how many tasks have been written since the last time."""

WRITTEN: tuple[type[Base], ...] = (
    *(Person, Post, Conclusion, Directive, Task, TaskVersion, Assignment, Report, Extension, TaskRequest),
    *(JournalEntry, JournalHead),
)
"""Parents before children."""


def load_population(core: Core, size: Size, *, seed: int, step: Step = lambda count: None) -> bool:
    """A population of that size, the same for the same seed; its business day is the sample's. False when it stands.

    Raises RuleBroken('database_not_empty') where another body works, or the sample city with fewer tasks.
    """
    hold_all_writers()
    if is_loaded() and (db.session.scalar(sa.select(sa.func.count(Task.id))) or 0) >= size.tasks:
        db.session.rollback()
        return False
    if db.session.scalar(sa.select(sa.func.count(Unit.id))):
        raise RuleBroken("database_not_empty")
    with collector_at_rest():
        _Population(core, size, Random(seed), step).write()  # nosec B311  # the same for the same seed, no secret
        db.session.commit()
    _tell_the_planner()
    core.clock.shift(core.clock.offset_to(START_DAY))
    return True


@dataclass(slots=True)
class _Population:
    core: Core
    size: Size
    dice: Random
    step: Step

    def write(self) -> None:
        bulk = Bulk(WRITTEN)
        histories = Histories(bulk)
        quarters = self._quarters()
        founded_at = self._morning_of(city.BEGAN_ON)
        staff = people_all(self.size, bulk, histories, self.dice, now=founded_at)
        until = self._morning_of(START_DAY)
        desk = Desk(staff, bulk, histories, self.dice, until)
        pens = Pens(bulk, histories, self.dice, settings.calendar(), self.core.settings.zone, until, {})
        held = self._briefings(quarters, staff)
        for number, quarter in enumerate(quarters):
            orders = orders_of(desk, quarter, self.size.share(number), held[number])
            bulk.flush()
            self._live(pens, quarter, orders)
            histories.write_before(self._morning_of(quarter.next.first_day))
        histories.write_before(None)
        bulk.finish()
        search.rebuild()
        self._plan(until)

    def _briefings(self, quarters: Sequence[Quarter], staff: Staff) -> list[Briefing]:
        """One a quarter, each known before anything is numbered in bulk."""
        held: list[Briefing] = []
        for quarter in quarters:
            on = replace(self._occasion(self._morning_of(held_on(quarter))), acting=staff.office)
            held.append(brief(quarter, held[-1] if held else None, chair=staff.chair, on=on))
        db.session.flush()
        return held

    def _quarters(self) -> list[Quarter]:
        """The last so many, the oldest first."""
        found = [Quarter.of(START_DAY)]
        while len(found) < self.size.quarters:
            found.append(found[-1].previous)
        return found[::-1]

    def _morning_of(self, day: date) -> datetime:
        """07:00 in the city."""
        return datetime.combine(day, hour(7), self.core.settings.zone).astimezone(UTC)

    def _occasion(self, now: datetime) -> Occasion:
        held = self.core.settings
        return Occasion(SCHEDULER, now, now, held.zone, settings.calendar(), held.base_url, held.body_name)

    def _live(self, pens: Pens, quarter: Quarter, orders: Sequence[Order]) -> None:
        codes = iter(next_task_codes(quarter.year, count_of(orders)))
        for order in orders:
            for body in order.leads:
                Life(pens, order, body, next(codes)).tell()
            pens.bulk.flush_when_full()
            self.step(len(order.leads))

    def _plan(self, now: datetime) -> None:
        """What is open is planned as on any morning; this morning's mails are left out: so many would say nothing."""
        on = self._occasion(now)
        reminders.plan_all(on=on)
        due = [Reminder.state == ReminderState.PLANNED, Reminder.due_at < end_of_day(START_DAY, on.zone)]
        settle(due, ReminderState.EXPIRED, now=now, why=Why.TOO_LATE)


def _tell_the_planner() -> None:
    """Plans rest on how many rows there are: without a count of them the first pages would be slow."""
    with db.engine.begin() as connection:
        connection.execute(sa.text("ANALYZE"))
