"""Flask-Login over session rows: the cookie holds a token, the row says whose it is and whether it still counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import queries
from taskboard.accounts.models import Person, Post, SignInSession
from taskboard.core import Core
from taskboard.domain.authority import Actor
from taskboard.web.extensions import login_manager
from taskboard.web.redirects import local_target, page_of_form

if TYPE_CHECKING:
    from flask_login import AnonymousUserMixin  # noqa: F401


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The current user as Flask-Login wants it."""

    token: str
    session: SignInSession
    person: Person
    posts: tuple[Post, ...]
    actor: Actor

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.session_protection = None  # a phone changes its address; the token alone decides
    login_manager.user_loader(_load)
    login_manager.unauthorized_handler(_ask_to_sign_in)


def _load(token: str) -> SignedIn | None:
    core: Core = current_app.extensions["taskboard"]
    session = queries.live_session(token, core.clock.real_now())
    if session is None or session.person.is_locked:
        return None
    posts = tuple(session.person.posts_on(core.clock.today()))
    if not posts:
        return None  # sessions end with the last post (decision 19)
    return SignedIn(token, session, session.person, posts, queries.actor_of(session.person, posts))


def _ask_to_sign_in() -> ResponseReturnValue:
    """And back to where the person was. Of a form that was sent too late, to its page: the browser kept the words."""
    if request.method == "GET":
        target = request.full_path.rstrip("?") if request.path != "/" else None
    else:
        target = local_target(page_of_form(), "/")
        flash(_("Phiên làm việc đã hết nên điều vừa nhập chưa được gửi. Đề nghị xem lại rồi gửi."), "warn")
    return redirect(url_for("accounts.sign_in", next=None if target == "/" else target))
