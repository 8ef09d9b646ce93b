"""Whose calendar a secret address is, and what stands in it."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.deadline import last_day_in_time
from taskboard.domain.lifecycle import REMINDED
from taskboard.reminders.ics import Entry
from taskboard.reminders.models import CalendarFeed
from taskboard.reminders.queries.facts import coming_briefings
from taskboard.reminders.queries.links import token_hash
from taskboard.tasks.models import Task
from taskboard.wording import day_text

MOST = 1000
"""Entries of one feed: what a calendar program still takes in one piece."""
_AT_BRIEFINGS = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.CHIEF_OF_OFFICE, Role.MONITOR, Role.UNIT_HEAD})


def live_feed(person_id: int) -> CalendarFeed | None:
    """The feed a person has issued and not revoked."""
    return db.session.scalar(
        sa.select(CalendarFeed).where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
    )


def reader_of_feed(token: str, today: date) -> Person | None:
    """Whose feed this token opens; nobody's once it was revoked, the account locked, or the last post ended."""
    statement = (
        sa.select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.token_hash == token_hash(token), CalendarFeed.revoked_at.is_(None))
    )
    person = db.session.scalar(statement)
    return person if person is not None and not person.is_locked and person.posts_on(today) else None


def entries_of(person: Person, *, today: date, zone: tzinfo, base_url: str) -> list[Entry]:
    """The deadlines a person answers for or watches, and the briefings to come."""
    posts = person.posts_on(today)
    whose = [clause for post in posts if (clause := _watched(post, person)) is not None]
    entries = []
    if whose:
        chosen = sa.select(Task).where(
            sa.or_(*whose), Task.state.in_(REMINDED), Task.overdue_from.is_not(None)
        )
        rows = db.session.scalars(
            chosen.options(joinedload(Task.unit)).order_by(Task.overdue_from, Task.id).limit(MOST)
        )
        entries = [entry_of(task, zone=zone, base_url=base_url, today=today) for task in rows.unique()]
    if any(post.role in _AT_BRIEFINGS for post in posts):
        entries += [_briefing_entry(briefing) for briefing in coming_briefings(today)]
    return entries


def _watched(post: Post, person: Person) -> sa.ColumnElement[Any] | None:
    match post.role:
        case Role.UNIT_HEAD | Role.CHIEF_OF_OFFICE:
            return Task.unit_id == post.unit_id
        case Role.OFFICER:
            return sa.and_(Task.unit_id == post.unit_id, Task.officer_id == person.id)
        case Role.MONITOR:
            return Task.monitor_id == person.id
        case Role.CHAIR:
            return sa.or_(Task.is_starred, Task.leader_id == person.id)
        case Role.VICE_CHAIR:
            return sa.or_(Task.leader_id == person.id, Task.field.in_(post.field_codes.split() or [""]))
        case _:
            return None


def entry_of(task: Task, *, zone: tzinfo, base_url: str, today: date) -> Entry:
    """A dated task on its last day in time, which a day off has moved already."""
    assert task.overdue_from is not None, "an undated task stands on no day"
    last_day = last_day_in_time(task.overdue_from, zone)
    moved = (
        f" Hạn ban đầu {day_text(task.original_due_on)}."
        if task.original_due_on not in (None, task.due_on)
        else ""
    )
    return Entry(
        key=task.code,
        on=last_day,
        title=f"Hạn: {task.title} ({task.code})",
        words=f"{task.unit.name_on(today)}. Hạn {day_text(task.due_on)}.{moved}",
        url=f"{base_url}/tasks/{task.code}",
        sequence=task.deadline_version,
    )


def _briefing_entry(briefing: Briefing) -> Entry:
    return Entry(
        key=f"giao-ban-{briefing.code}", on=briefing.held_on, title=briefing.title, words=briefing.place
    )
