"""Flask-Login over session rows: the cookie holds a token, the row says whose it is and whether it still counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import actions, queries
from taskboard.accounts.models import Person, Post, SignInSession
from taskboard.core import Core
from taskboard.db import db, write_if_free
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
    real_now = core.clock.real_now()
    session = queries.session_behind(token, real_now)
    if session is None or session.person.is_locked:
        return None
    posts = tuple(session.person.posts_on(core.clock.today()))
    if not posts:
        return None  # sessions end with the last post (decision 19)
    if not queries.idle_limits(real_now).are_kept(session, real_now):
        g.was_idle = True
        return None
    if actions.is_use_to_note(session, real_now):
        g.used_session = session.id
    return SignedIn(token, session, session.person, posts, queries.actor_of(session.person, posts))


def note_use(*, may_be_left_out: bool) -> None:
    """Write down that the session of this request is in use, where that was not done a moment ago.

    A page that is only read leaves it out while somebody else writes; the next one does it.
    """
    session_id = g.pop("used_session", None)
    if session_id is None:
        return
    core: Core = current_app.extensions["taskboard"]
    statement = actions.use_noted(session_id, core.clock.real_now())
    if may_be_left_out:
        write_if_free(statement)
    else:
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _ask_to_sign_in() -> ResponseReturnValue:
    """And back to where the person was. Of a form that was sent too late, to its page: the browser kept the words."""
    if request.method == "GET":
        target = request.full_path.rstrip("?") if request.path != "/" else None
        if "was_idle" in g:
            flash(_("Phiên làm việc đã hết vì lâu không có thao tác. Đề nghị đăng nhập lại."), "warn")
    else:
        target = local_target(page_of_form(), "/")
        flash(_("Phiên làm việc đã hết nên điều vừa nhập chưa được gửi. Đề nghị xem lại rồi gửi."), "warn")
    return redirect(url_for("accounts.sign_in", next=None if target == "/" else target))
