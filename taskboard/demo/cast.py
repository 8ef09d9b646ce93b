"""The sample city's units and people once they stand in the database, found by the codes the story uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.domain.authority import Permission, Subject, may
from taskboard.domain.errors import NotAllowed
from taskboard.domain.events import Channel
from taskboard.journal.actions import Acting
from taskboard.units.models import Unit, UnitGroup

SETTING_UP = Acting(channel=Channel.DEMO)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the story may name. Fill it as rows are made."""

    units: dict[str, Unit] = field(default_factory=dict)
    groups: dict[str, UnitGroup] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def acting(
        self, handle: str, permission: Permission, day: date, subject: Subject | None = None
    ) -> Acting:
        """The person in the post that lets them do it on that day: the sample has no rights of its own.

        Raises NotAllowed where the story breaks the table of rights.
        """
        person = self.people[handle]
        post = may(accounts.actor_on(person, day), permission, subject)
        if post is None:
            raise NotAllowed("not_allowed", person=handle, permission=permission.value)
        return Acting(person_id=person.id, post_id=post.post_id, channel=Channel.DEMO)
