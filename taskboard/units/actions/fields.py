"""The Office's officer of a field of work."""

from __future__ import annotations

from datetime import date, datetime

from taskboard.accounts.models import Person
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import Acting, record
from taskboard.units.models import WorkField

FOLLOWERS = frozenset({Role.MONITOR, Role.CHIEF_OF_OFFICE})


def set_field_monitor(
    field: WorkField,
    monitor: Person | None,
    *,
    before: Person | None,
    on: date,
    acting: Acting,
    now: datetime,
) -> None:
    """Who follows tasks given in this field from now on; None: whoever follows the unit. Raises not_a_monitor."""
    if monitor is not None and not any(post.role in FOLLOWERS for post in monitor.posts_on(on)):
        raise RuleBroken("not_a_monitor", field="monitor")
    if field.monitor_id == (monitor.id if monitor else None):
        return
    field.monitor_id = monitor.id if monitor else None
    record(
        Event.FIELD_CHANGED,
        "work_field",
        field.id,
        acting=acting,
        at=now,
        name=field.name,
        from_=before.full_name if before else "—",
        to=monitor.full_name if monitor else "—",
    )
