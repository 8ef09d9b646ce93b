"""Who of the Office follows a task, and whether the leaders watch it themselves."""

from __future__ import annotations

import functools

from taskboard.accounts.models import Person
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.occasion import Occasion
from taskboard.tasks import queries
from taskboard.tasks.actions.partners import NOBODY, need_open
from taskboard.tasks.actions.settling import settle
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.units.models import Unit

FOLLOWERS = frozenset({Role.MONITOR, Role.CHIEF_OF_OFFICE})


class UsualMonitors:
    """Who follows a task unless somebody says otherwise: who follows its field, else its unit.

    Nobody who has left the Office meanwhile, though field and unit still name them. Read once for many tasks.
    """

    def __init__(self, on: Occasion) -> None:
        self._followers = dict(queries.followers(on.today))
        self._of_field = functools.cache(units.field_monitor_id)

    def of(self, unit: Unit, field: str) -> int | None:
        named = (self._of_field(field), unit.monitor_id)
        return next((person_id for person_id in named if person_id in self._followers), None)


def set_monitor(task: Task, monitor: Person | None, *, on: Occasion) -> None:
    """Instead of the one its field or unit brought along. Raises RuleBroken: task_not_open, not_a_monitor."""
    need_open(task)
    need_follower(monitor, on=on)
    before = task.monitor
    if (before.id if before else None) == (monitor.id if monitor else None):
        return
    task.monitor = monitor
    settle(task, Event.MONITOR_SET, on=on, from_=_name(before), to=_name(monitor))


def need_follower(person: Person | None, *, on: Occasion) -> None:
    """Nobody, or somebody of the Office with a live account. Raises RuleBroken('not_a_monitor')."""
    if person is not None and not _may_follow(person, on=on):
        raise RuleBroken("not_a_monitor", field="monitor")


def _may_follow(person: Person, *, on: Occasion) -> bool:
    return not person.is_locked and any(post.role in FOLLOWERS for post in person.posts_on(on.today))


def set_star(task: Task, is_starred: bool, *, on: Occasion) -> None:
    """A star means that the leaders watch it; few should have one. Raises RuleBroken('task_not_open')."""
    need_open(task)
    if task.is_starred == is_starred:
        return
    task.is_starred = is_starred
    settle(task, Event.STAR_SET, on=on, to="có" if is_starred else "không")


def _name(person: Person | None) -> str:
    return person.full_name if person else NOBODY
