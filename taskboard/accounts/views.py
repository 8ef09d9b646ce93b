"""Signing in and out, and the list of people."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from taskboard.accounts import actions, post_views, queries
from taskboard.accounts.blueprint import bp
from taskboard.accounts.forms import PasswordForm, PersonForm, SignInForm
from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.authority import Permission, Role, may
from taskboard.domain.errors import RuleBroken
from taskboard.units import queries as units
from taskboard.web import labels
from taskboard.web.context import actor, core, now, signed_in, today
from taskboard.web.forms import choices
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.redirects import local_target
from taskboard.web.signing_in import SignedIn

__all__ = ["bp", "post_views"]


@bp.route("/sign-in", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for("web.home"))
    form = SignInForm()
    if form.validate_on_submit() and _enter(form):
        return redirect(local_target(request.args.get("next")))
    return render_template("accounts/sign_in.html", form=form), 200 if request.method == "GET" else 422


def _enter(form: SignInForm) -> bool:
    """A refused try is kept too: it is what throttling counts."""
    try:
        person, token = actions.sign_in(
            sign_in_name=form.email.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
            device=request.user_agent.string,
            remember=bool(form.remember.data),
            real_now=core().clock.real_now(),
            today=today(),
        )
    except RuleBroken as broken:
        form.refuse(labels.broken_rule(broken))
        return False
    db.session.flush()
    session = queries.live_session(token, core().clock.real_now())
    assert session is not None
    posts = tuple(person.posts_on(today()))
    login_user(
        SignedIn(token, session, person, posts, queries.actor_of(person, posts)),
        remember=bool(form.remember.data),
    )
    return True


@bp.post("/sign-out")
@guard(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    actions.sign_out(signed_in().session, real_now=core().clock.real_now())
    logout_user()
    flash(_("Đã đăng xuất."), "done")
    return redirect(url_for("accounts.sign_in"))


@bp.get("/people")
@guard(Permission.VIEW_ADMINISTRATION)
def people_list() -> ResponseReturnValue:
    may_edit = may(actor(), Permission.EDIT_PEOPLE) is not None
    return render_template(
        "accounts/people.html", people=queries.people(today()), day=today(), may_edit=may_edit
    )


@bp.route("/people/new", methods=["GET", "POST"])
@guard(Permission.EDIT_PEOPLE)
def new_person() -> ResponseReturnValue:
    form = PersonForm()
    form.unit_id.choices = choices(
        [("", _("Không thuộc đơn vị nào")), *((unit.id, unit.name) for unit in units.units_on(today()))]
    )
    if request.method == "GET":
        form.valid_from.data = today()
    elif form.validate():
        with attempt(form) as outcome:
            _create(form)
        if outcome.succeeded:
            flash(_("Đã lập tài khoản %(name)s.", name=form.full_name.data), "done")
            return redirect(url_for("accounts.people_list"))
    return render_template("accounts/new_person.html", form=form), 422 if form.has_errors else 200


def _create(form: PersonForm) -> None:
    by = acting_under(Permission.EDIT_PEOPLE)
    person = actions.create_person(
        sign_in_name=form.sign_in_name.data or "",
        full_name=form.full_name.data or "",
        email=form.email.data or None,
        phone=form.phone.data or None,
        acting=by,
        now=now(),
    )
    actions.set_password(person, form.password.data or "", acting=by, now=now())
    actions.give_post(
        person,
        role=Role(form.role.data),
        unit=units.unit_by_id(form.unit_id.data) if form.unit_id.data else None,
        title=form.title.data or "",
        valid_from=form.valid_from.given,
        acting=by,
        now=now(),
    )


@bp.route("/people/<int:person_id>", methods=["GET", "POST"])
@guard(Permission.EDIT_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    """Posts, sessions, a new password; what is done here is journaled."""
    someone = _person_or_404(person_id)
    form = PasswordForm()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            actions.set_password(
                someone, form.password.data or "", acting=acting_under(Permission.EDIT_PEOPLE), now=now()
            )
        if outcome.succeeded:
            flash(_("Đã đặt mật khẩu mới cho %(name)s.", name=someone.full_name), "done")
            return redirect(url_for("accounts.person", person_id=person_id))
    sessions = queries.sessions_of(someone, core().clock.real_now())
    page = render_template(
        "accounts/person.html",
        someone=someone,
        form=form,
        sessions=sessions,
        day=today(),
        doing=queries.open_tasks_done_by(someone),
        following=queries.open_tasks_followed_by(someone),
        followed=[*queries.followed_units(someone), *queries.followed_fields(someone)],
    )
    return page, 422 if form.has_errors else 200


@bp.post("/people/<int:person_id>/lock")
@guard(Permission.EDIT_PEOPLE)
def lock_person(person_id: int) -> ResponseReturnValue:
    someone = _person_or_404(person_id)
    is_locked = request.form.get("lock") == "yes"
    if someone.id == signed_in().person.id:
        flash(_("Không tự khóa tài khoản của mình được."), "error")
        return redirect(url_for("accounts.person", person_id=person_id))
    actions.set_lock(
        someone,
        is_locked=is_locked,
        acting=acting_under(Permission.EDIT_PEOPLE),
        now=now(),
        real_now=core().clock.real_now(),
    )
    text = _("Đã khóa tài khoản %(name)s.") if is_locked else _("Đã mở khóa tài khoản %(name)s.")
    flash(text % {"name": someone.full_name}, "done")
    return redirect(url_for("accounts.person", person_id=person_id))


def _person_or_404(person_id: int) -> Person:
    someone = db.session.get(Person, person_id)
    if someone is None:
        abort(404)
    return someone
