"""Who stands behind a token now: the person, the posts it may use, and what it may do with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from flask import g
from flask_login import current_user

from taskboard.accounts.models import Person, Post
from taskboard.accounts.queries import actor_of
from taskboard.api import queries
from taskboard.api.actions import name_of
from taskboard.api.models import ApiToken
from taskboard.core import Core
from taskboard.domain.authority import Actor, PostFact
from taskboard.domain.events import Channel
from taskboard.domain.scopes import permissions_of
from taskboard.journal.actions import Acting
from taskboard.web.extensions import login_manager


@dataclass(frozen=True, slots=True)
class Bearer:
    """In a request's place of the signed-in person, so that everything behind it asks one actor."""

    token: ApiToken
    person: Person
    posts: tuple[Post, ...]
    actor: Actor

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return ""

    def acting(self, post: PostFact | None = None, *, channel: Channel = Channel.API) -> Acting:
        """For the journal: the person, the post, and the token by name and number."""
        chosen = post or self.actor.posts[0]
        held = next(one for one in self.posts if one.id == chosen.post_id)
        behalf = held.on_behalf_of.person_id if held.on_behalf_of else None
        return Acting(self.person.id, chosen.post_id, behalf, channel, token=name_of(self.token))


def bearer_of(token_hash: str, core: Core) -> Bearer | None:
    """None for a token that is over, of a locked account, or of one without a post: dead at once."""
    token = queries.token_by_hash(token_hash)
    if token is None or not token.is_live(core.clock.real_now()) or token.person.is_locked:
        return None
    held = token.person.posts_on(core.clock.today())
    posts = tuple(post for post in held if token.post_id in (None, post.id))
    if not posts:
        return None
    actor = replace(actor_of(token.person, posts), only=permissions_of(token.scope_set))
    return Bearer(token, token.person, posts, actor)


def come_in(bearer: Bearer | None) -> None:
    """Whoever the cookies name is nobody here: an answer is given to the token, or to no one."""
    g._login_user = bearer or login_manager.anonymous_user()


def bearer() -> Bearer:
    """The one this request came from; only called behind a door."""
    return cast(Bearer, current_user._get_current_object())
