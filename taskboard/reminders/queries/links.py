"""What a mail's link may open."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Directive, UnitRole
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import OPEN
from taskboard.reminders.models import MailLink, MailLinkTask
from taskboard.tasks.models import Assignment, PartState, Task
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What a link may show and do: these tasks, as this person or as the unit's shared mailbox."""

    link: MailLink
    unit: Unit
    tasks: tuple[Task, ...]
    person: Person | None
    post: Post | None
    parts: tuple[Assignment, ...] = ()
    """On tasks that others lead: this unit says its word on its own part there, and nothing else."""

    def part(self, code: str) -> Assignment | None:
        return next((row for row in self.parts if row.task.code == code), None)

    def task(self, code: str) -> Task | None:
        return next((task for task in self.tasks if task.code == code), None)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token: str, *, real_now: datetime, today: date) -> OpenedLink:
    """The link behind a token; tasks that went to another unit are left out.

    Raises RuleBroken: link_unknown; link_ended (ended_at) when it ran out, was revoked, or its person is locked or
    no longer holds a post in the unit.
    """
    link = db.session.scalar(sa.select(MailLink).where(MailLink.token_hash == token_hash(token)))
    if link is None:
        raise RuleBroken("link_unknown")
    return _opened(link, real_now=real_now, today=today)


def open_reply(token: str, *, real_now: datetime, today: date) -> list[OpenedLink]:
    """The links of the mail that is answered, as far as they still open. Raises RuleBroken as `open_link`."""
    statement = sa.select(MailLink).where(MailLink.reply_hash == token_hash(token)).order_by(MailLink.id)
    found, ended = [], RuleBroken("link_unknown")
    for link in db.session.scalars(statement):
        try:
            found.append(_opened(link, real_now=real_now, today=today))
        except RuleBroken as broken:
            ended = broken
    if not found:
        raise ended
    return found


_WITH_POSTS = (joinedload(Person.posts).joinedload(Post.unit).joinedload(Unit.names),)
_WITH_SOURCE = joinedload(Task.directive).joinedload(Directive.briefing)
"""Each line of a mail says where its task comes from."""


def _opened(link: MailLink, *, real_now: datetime, today: date) -> OpenedLink:
    if link.revoked_at is not None or link.expires_at <= real_now:
        raise RuleBroken("link_ended", ended_at=link.revoked_at or link.expires_at)
    person = db.session.get(Person, link.person_id, options=_WITH_POSTS) if link.person_id else None
    post = _post_in_unit(person, link.unit_id, today) if person else None
    if person is not None and (person.is_locked or post is None):
        raise RuleBroken("link_ended", ended_at=real_now)
    unit = db.session.get_one(Unit, link.unit_id)
    return OpenedLink(link, unit, _tasks_of(link), person, post, _parts_of(link))


def _post_in_unit(person: Person, unit_id: int, today: date) -> Post | None:
    return next((post for post in person.posts_on(today) if post.unit_id == unit_id), None)


def named_in(link: MailLink, code: str) -> Task | None:
    """The task of that code if the mail told of it, whoever leads it or takes part by now."""
    statement = (
        sa.select(Task)
        .join(MailLinkTask, MailLinkTask.task_id == Task.id)
        .where(MailLinkTask.link_id == link.id, Task.code == code)
    )
    return db.session.scalar(statement)


def parts_asked(unit_id: int, codes: Collection[str]) -> list[Assignment]:
    """What the unit is still asked to help with, of the tasks with these codes."""
    statement = (
        sa.select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Task.code.in_(codes),
            Task.state.in_(OPEN),
            Assignment.unit_id == unit_id,
            Assignment.role == UnitRole.PARTNER,
            Assignment.part == PartState.OPEN,
            Assignment.ended_at.is_(None),
        )
        .order_by(Assignment.id)
    )
    return list(db.session.scalars(statement))


def _tasks_of(link: MailLink) -> tuple[Task, ...]:
    statement = (
        sa.select(Task)
        .join(MailLinkTask, MailLinkTask.task_id == Task.id)
        .where(MailLinkTask.link_id == link.id, Task.unit_id == link.unit_id)
        .options(_WITH_SOURCE)
        .order_by(sa.func.coalesce(Task.due_on, date.max), Task.code)
    )
    return tuple(db.session.scalars(statement))


def _parts_of(link: MailLink) -> tuple[Assignment, ...]:
    """Places of the link's unit as a partner; who was let go from a task finds it no more."""
    statement = (
        sa.select(Assignment)
        .join(MailLinkTask, MailLinkTask.task_id == Assignment.task_id)
        .where(
            MailLinkTask.link_id == link.id,
            Assignment.unit_id == link.unit_id,
            Assignment.role == UnitRole.PARTNER,
            Assignment.ended_at.is_(None),
        )
        .options(joinedload(Assignment.task).options(_WITH_SOURCE))
        .order_by(Assignment.id)
    )
    return tuple(db.session.scalars(statement))
