"""What is read along with a task."""

from __future__ import annotations

from sqlalchemy.orm import QueryableAttribute, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from taskboard.accounts.models import Person
from taskboard.briefings.models import Briefing, Directive
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
    joinedload(Task.unit).load_only(Unit.code).joinedload(Unit.names),
    joinedload(Task.directive)
    .load_only(
        Directive.source_kind,
        Directive.number,
        Directive.source_number,
        Directive.source_body,
        Directive.source_on,
        Directive.assigned_on,
    )
    .joinedload(Directive.briefing)
    .load_only(Briefing.quarter, Briefing.year),
    *(
        joinedload(person).load_only(Person.full_name).lazyload(Person.posts)
        for person in (Task.officer, Task.monitor)
    ),
)
"""What a line of a list says of them: the words of the order and of its conclusion stay where they are."""
