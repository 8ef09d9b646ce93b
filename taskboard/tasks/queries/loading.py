"""What is read along with a task."""

from __future__ import annotations

from sqlalchemy.orm import QueryableAttribute, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive
from taskboard.tasks.models import Task

SOURCE = (
    joinedload(Task.directive).joinedload(Directive.briefing),
    joinedload(Task.directive).joinedload(Directive.conclusion),
)
"""Where a task comes from."""


def name_only(person: QueryableAttribute[Person | None]) -> ORMOption:
    """A person beside a task, without the posts that a person otherwise brings along."""
    return joinedload(person).lazyload(Person.posts)
