"""Every route names its permission here, and every write runs in one transaction.

`guard(permission)` checks that some post of the person reaches anything of the kind; what concerns one task is loaded
and authorised in one step by `authorise`, which answers 404 for what may not be seen, so a guessed address tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, abort, current_app, flash, g, make_response, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from taskboard.db import begin_writing, breaks_a_check, db, refusal_text
from taskboard.domain.authority import Permission, PostFact, Subject, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Channel
from taskboard.journal.actions import Acting
from taskboard.web import labels
from taskboard.web.context import actor, signed_in
from taskboard.web.extensions import login_manager
from taskboard.web.forms import BaseForm
from taskboard.web.signing_in import note_use

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
View = Callable[..., Any]


def guard(permission: Permission, *, ahead: Callable[..., None] | None = None) -> Callable[[View], View]:
    """Decorate a view with the permission it needs. A route without one fails the house test.

    `ahead` is what such a person's request can have done before the transaction that writes begins; it is given what
    the view is given.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            writes = request.method not in SAFE
            if writes:
                _ = request.form, request.files  # read a slow body before the write lock is taken
                if ahead is not None and _refusal(permission) is None:
                    ahead(*args, **kwargs)
                    g.pop("_login_user", None)  # asked again once nobody else writes
                begin_writing()
            refusal = _refusal(permission)
            if refusal is not None:
                return refusal
            response = make_response(view(*args, **kwargs))
            if writes:
                return _settle(response)
            note_use(may_be_left_out=True)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _refusal(permission: Permission) -> Any:
    if permission is Permission.PUBLIC:
        return None
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if may(actor(), permission) is None:
        abort(403)
    return None


def _settle(response: Response) -> Response:
    if response.status_code < 500:
        note_use(may_be_left_out=False)
        db.session.commit()
    else:
        db.session.rollback()
    return response


def authorise(permission: Permission, subject: Subject) -> PostFact:
    """The post under which the person may do this to the subject; 404 when there is none."""
    post = may(actor(), permission, subject)
    if post is None:
        abort(404)
    return post


def acting(post: PostFact | None = None, *, channel: Channel = Channel.WEB) -> Acting:
    """Who acts in this request, for the journal; without a post, the person's first one that allows anything."""
    person = actor()
    chosen = post or next(iter(person.posts))
    held = next(one for one in signed_in().posts if one.id == chosen.post_id)
    behalf = held.on_behalf_of.person_id if held.on_behalf_of else None
    return Acting(person.person_id, chosen.post_id, on_behalf_of_id=behalf, channel=channel)


def acting_under(permission: Permission) -> Acting:
    """The person acting under the post that grants `permission`."""
    return acting(may(actor(), permission))


@dataclass(slots=True)
class Attempt:
    succeeded: bool = False
    error: RuleBroken | None = None


@contextmanager
def attempt(form: BaseForm | None = None) -> Iterator[Attempt]:
    """Run one action; a broken rule is rolled back whole and said in the form, with all that was typed still there.

    Use as `with attempt(form) as outcome: actions.verb(...)` and redirect when `outcome.succeeded`.
    """
    outcome = Attempt()
    try:
        yield outcome
        db.session.flush()
        outcome.succeeded = True
    except RuleBroken as broken:
        outcome.error = broken
    except (StaleDataError, IntegrityError) as clash:
        current_app.logger.info("refused by the database: %s", refusal_text(clash))
        outcome.error = RuleBroken("unfitting" if breaks_a_check(clash) else "stale")
    if outcome.error is not None:
        db.session.rollback()
        _say(outcome.error, form)


def _say(broken: RuleBroken, form: BaseForm | None) -> None:
    sentence = labels.broken_rule(broken)
    if form is None:
        flash(sentence, "error")
    else:
        form.refuse(sentence, broken.field)
