"""The leader in charge of an order: chosen by a person, else by its field, else the chair."""

from __future__ import annotations

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.briefings.models import Briefing, Draft
from taskboard.domain.authority import Role


def leaders_of(briefing: Briefing) -> list[Person]:
    """Who may be in charge of its orders: the leaders of its day, the one who chaired it first."""
    found = accounts.leaders(briefing.held_on)
    if briefing.chair is None:
        return found
    return [briefing.chair, *(leader for leader in found if leader.id != briefing.chair_id)]


def leader_of_field(field: str, briefing: Briefing, leaders: list[Person]) -> Person | None:
    """The vice-chair who answered for the field on the day of the briefing, else who chaired it."""
    for leader in leaders if field else ():
        for post in leader.posts_on(briefing.held_on):
            if post.role is Role.VICE_CHAIR and field in post.field_codes.split():
                return leader
    return briefing.chair


def leader_of(draft: Draft, leaders: list[Person]) -> Person | None:
    """Who is in charge of a draft as it stands."""
    return draft.leader or leader_of_field(draft.field, draft.text_row.briefing, leaders)
