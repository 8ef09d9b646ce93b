"""Signing in and out: name and password, the second factor, and what to do when one of them is lost."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from taskboard.accounts import actions, queries
from taskboard.accounts.blueprint import bp
from taskboard.accounts.forms import CodeForm, ForgottenForm, SignInForm
from taskboard.accounts.models import LinkKind, Need, WaitingSignIn
from taskboard.accounts.square import square
from taskboard.db import db
from taskboard.domain.authority import Permission
from taskboard.domain.errors import RuleBroken
from taskboard.journal.actions import Acting
from taskboard.settings import queries as city_settings
from taskboard.setup import queries as setup
from taskboard.web import labels
from taskboard.web.context import core, settings, signed_in, today
from taskboard.web.forms import BaseForm
from taskboard.web.guard import guard
from taskboard.web.redirects import local_target
from taskboard.web.signing_in import SignedIn

WAITING = "waiting"
"""In the signed cookie: the token of a half sign-in, and where it was going."""
NEXT = "waiting_next"


def caller() -> actions.Caller:
    return actions.Caller(request.remote_addr or "", request.user_agent.string)


def secret_key() -> str:
    """Pages are only served with one (web/secret.py)."""
    key = settings().secret_key
    assert key is not None
    return key


@bp.route("/sign-in", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for("web.home"))
    form = SignInForm()
    entered = _try(form) if form.validate_on_submit() else None
    if entered is not None:
        return let_in(entered, remember=bool(form.remember.data), target=request.args.get("next"))
    is_new = setup.is_open()
    if is_new:
        draft = setup.draft()
        g.body_name, g.emblem = draft.name, draft.emblem
    page = render_template(
        "accounts/sign_in.html",
        is_new=is_new,
        form=form,
        lasts=city_settings.values_on(("session_remembered_days", "session_remembered_idle_days"), today()),
        provider=settings().oidc_name if settings().has_oidc else "",
        next=local_target(request.args.get("next"), "") or None,
    )
    return page, 200 if request.method == "GET" else 422


def _try(form: SignInForm) -> actions.Entered | None:
    """A refused try is kept too: it is what throttling counts."""
    try:
        return actions.sign_in(
            sign_in_name=form.email.data or "",
            password=form.password.data or "",
            address=caller().address,
            device=caller().device,
            remember=bool(form.remember.data),
            real_now=core().clock.real_now(),
            today=today(),
        )
    except RuleBroken as broken:
        form.refuse(labels.broken_rule(broken))
        return None


def let_in(entered: actions.Entered, *, remember: bool, target: str | None) -> ResponseReturnValue:
    """To where they were going; or to the second half of the sign-in, which remembers it."""
    if entered.need is None:
        open_door(entered.token, remember=remember)
        return redirect(local_target(target))
    session[WAITING], session[NEXT] = entered.token, local_target(target, "/")
    pages = {Need.CODE: "accounts.give_code", Need.ENROLMENT: "accounts.enrol"}
    return redirect(url_for(pages[entered.need]))


def open_door(token: str, *, remember: bool) -> None:
    db.session.flush()
    row = queries.live_session(token, core().clock.real_now())
    assert row is not None
    posts = tuple(row.person.posts_on(today()))
    login_user(
        SignedIn(token, row, row.person, posts, queries.actor_of(row.person, posts)), remember=remember
    )


def _waiting(need: Need) -> WaitingSignIn | None:
    token = session.get(WAITING)
    found = queries.waiting_sign_in(token, core().clock.real_now()) if token else None
    return found if found is not None and found.need is need else None


def _begin_again() -> ResponseReturnValue:
    flash(_("Đã quá thời gian chờ. Đề nghị đăng nhập lại."), "warn")
    return redirect(url_for("accounts.sign_in"))


def _finished(waiting: WaitingSignIn, token: str) -> str:
    """The way in stands open; returns where it leads."""
    session.pop(WAITING, None)
    open_door(token, remember=waiting.is_remembered)
    return local_target(session.pop(NEXT, None))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
def give_code() -> ResponseReturnValue:
    """The second half: a code of the telephone, or a recovery code."""
    waiting = _waiting(Need.CODE)
    if waiting is None:
        return _begin_again()
    form = CodeForm()
    token = _token_for(waiting, form) if form.validate_on_submit() else None
    if token is not None:
        return redirect(_finished(waiting, token))
    return render_template("accounts/code.html", form=form), 422 if form.has_errors else 200


def _token_for(waiting: WaitingSignIn, form: CodeForm) -> str | None:
    try:
        return actions.pass_second_factor(
            waiting,
            form.code.data or "",
            secret_key=secret_key(),
            caller=caller(),
            real_now=core().clock.real_now(),
        )
    except RuleBroken as broken:
        form.refuse(labels.broken_rule(broken), broken.field)
        return None


@bp.route("/sign-in/second-factor", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
def enrol() -> ResponseReturnValue:
    """The role needs a second factor and there is none: it is set up before the door opens."""
    waiting = _waiting(Need.ENROLMENT)
    if waiting is None:
        return _begin_again()
    form = CodeForm()
    if request.method == "POST" and "begin" in request.form:
        actions.begin_factor(waiting.person, secret_key=secret_key(), real_now=core().clock.real_now())
        return redirect(url_for("accounts.enrol"))
    codes = _confirmed(waiting, form) if form.validate_on_submit() else None
    if codes is not None:
        token = actions.finish(
            waiting, second_factor="code", caller=caller(), real_now=core().clock.real_now()
        )
        target = _finished(waiting, token)
        return render_template("accounts/recovery_codes.html", codes=codes, target=target, is_gate=False)
    seed = begun(waiting.person_id)
    page = render_template("accounts/enrol.html", form=form, seed=seed, person=waiting.person)
    return page, 422 if form.has_errors else 200


def _confirmed(waiting: WaitingSignIn, form: BaseForm) -> list[str] | None:
    try:
        return actions.confirm_factor(
            waiting.person,
            form.code.data or "",
            secret_key=secret_key(),
            caller=caller(),
            acting=Acting(person_id=waiting.person_id),
            real_now=core().clock.real_now(),
        )
    except RuleBroken as broken:
        form.refuse(labels.broken_rule(broken), broken.field)
        return None


@dataclass(frozen=True, slots=True)
class Seed:
    """What a telephone is shown."""

    picture: str
    """The square code as a data address."""
    typed: str
    """The same to be typed by hand, in groups of four."""


def begun(person_id: int) -> Seed | None:
    """A second factor that was begun and waits for its first code. One whose seal cannot be opened is as good as none."""
    factor = queries.factor_of(person_id)
    if factor is None or factor.confirmed_at is not None:
        return None
    try:
        seed = actions.seed_of(factor, secret_key=secret_key())
        uri = actions.provisioning_uri(
            factor, factor.person, issuer=_("Theo dõi chỉ đạo"), secret_key=secret_key()
        )
    except RuleBroken:
        return None
    return Seed(square(uri), " ".join(seed[at : at + 4] for at in range(0, len(seed), 4)))


@bp.route("/sign-in/forgotten", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
def forgotten() -> ResponseReturnValue:
    """The same answer for every name, in the same time: the request is written down and answered by the scheduler."""
    form = ForgottenForm()
    has_mail = settings().smtp_url is not None
    if has_mail and form.validate_on_submit():
        actions.request_link(form.email.data or "", LinkKind.RESET, real_now=core().clock.real_now())
        return render_template("accounts/forgotten.html", form=form, has_mail=has_mail, is_sent=True)
    page = render_template("accounts/forgotten.html", form=form, has_mail=has_mail, is_sent=False)
    return page, 422 if form.has_errors else 200


@bp.post("/sign-out")
@guard(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    actions.sign_out(signed_in().session, real_now=core().clock.real_now())
    logout_user()
    flash(_("Đã đăng xuất."), "done")
    return redirect(url_for("accounts.sign_in"))
