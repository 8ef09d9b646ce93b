"""What is read along with a task."""

from __future__ import annotations

from sqlalchemy.orm import QueryableAttribute, defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive
from taskboard.tasks.models import Task
from taskboard.units.models import Unit

SOURCE = (
    joinedload(Task.directive).joinedload(Directive.briefing),
    joinedload(Task.directive).joinedload(Directive.conclusion),
)
"""Where a task comes from."""


def name_only(person: QueryableAttribute[Person | None]) -> ORMOption:
    """A person beside a task, without the posts that a person otherwise brings along."""
    return joinedload(person).lazyload(Person.posts)


WHOLE = (joinedload(Task.unit), *SOURCE, name_only(Task.officer), name_only(Task.monitor))
"""Whoever has to do with a task, and where it comes from, in full."""
LISTED = (
    joinedload(Task.unit).joinedload(Unit.names),
    joinedload(Task.directive).options(defer(Directive.wording), joinedload(Directive.briefing)),
    name_only(Task.officer),
    name_only(Task.monitor),
)
"""What a line of a list says of them: the words of the order and of its conclusion stay where they are."""
