"""The head of a unit names who does its task."""

from __future__ import annotations

from datetime import date

from taskboard.accounts.models import Person
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.partners import NOBODY, need_open
from taskboard.tasks.actions.settling import settle
from taskboard.tasks.models import Task
from taskboard.units.models import Unit


def name_officer(task: Task, officer: Person | None, *, on: Occasion) -> None:
    """Somebody of the lead unit, told by mail; None takes the name away. Reminders then go to both.

    Raises RuleBroken: task_not_open, officer_not_of_unit.
    """
    if put_officer(task, officer, on=on) and officer is not None:
        reminders.owe_officer_named_mail(task, on=on)


def put_officer(task: Task, officer: Person | None, *, on: Occasion) -> bool:
    """The fact without its mail; False when it was so before. Raises RuleBroken as `name_officer`."""
    need_open(task)
    if officer is not None:
        need_colleague(task, officer, on=on)
    before = task.officer
    if (before.id if before else None) == (officer.id if officer else None):
        return False
    task.officer = officer
    settle(task, Event.OFFICER_NAMED, on=on, from_=_name(before), to=_name(officer))
    return True


def need_colleague(task: Task, person: Person, *, on: Occasion) -> None:
    """Of the lead unit, holding a post there today, the account open. Raises RuleBroken('officer_not_of_unit')."""
    if not is_of(person, task.unit, on.today):
        raise RuleBroken("officer_not_of_unit", field="officer")


def is_of(person: Person, unit: Unit, day: date) -> bool:
    """Whether somebody works in a unit on a day, with an open account."""
    return not person.is_locked and any(post.unit_id == unit.id for post in person.posts_on(day))


def _name(person: Person | None) -> str:
    return person.full_name if person else NOBODY
