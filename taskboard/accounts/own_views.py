"""One's own account: password, second factor, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import actions, queries
from taskboard.accounts.blueprint import bp
from taskboard.accounts.devices import device_text
from taskboard.accounts.forms import ChangePasswordForm, CodeForm
from taskboard.accounts.link_views import private
from taskboard.accounts.sign_in_views import begun, caller, secret_key
from taskboard.api import queries as tokens
from taskboard.domain.authority import Permission
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import occasion_of
from taskboard.settings import queries as city_settings
from taskboard.web import labels
from taskboard.web.context import core, now, signed_in, today
from taskboard.web.forms import BaseForm
from taskboard.web.guard import acting, guard
from taskboard.web.language import counted as _n


@bp.get("/account")
@guard(Permission.SIGNED_IN)
def own_account() -> ResponseReturnValue:
    return _page(ChangePasswordForm())


def _page(form: ChangePasswordForm) -> ResponseReturnValue:
    me = signed_in()
    page = render_template(
        "accounts/own_account.html",
        form=form,
        me=me,
        factor=queries.confirmed_factor(me.person.id),
        is_required=actions.must_have_factor(me.person, today()),
        codes_left=queries.recovery_codes_left(me.person.id),
        sessions=queries.sessions_of(me.person, core().clock.real_now()),
        has_tokens=tokens.has_own(me.person, core().clock.real_now()),
        outside=queries.outside_identities_of(me.person.id),
        device_text=device_text,
        shortest=city_settings.value_on("password_min_length", today()),
    )
    return page, 422 if form.has_errors else 200


@bp.post("/account/password")
@guard(Permission.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    form, me = ChangePasswordForm(), signed_in()
    if not form.validate():
        return _page(form)
    try:
        ended = actions.change_password(
            me.session,
            current=form.current.data or "",
            new=form.password.data or "",
            caller=caller(),
            acting=acting(),
            now=now(),
            real_now=core().clock.real_now(),
            ends_tokens=bool(form.ends_tokens.data),
        )
    except RuleBroken as broken:  # nothing is rolled back: a wrong password is kept as a try
        form.refuse(labels.broken_rule(broken), broken.field)
        return _page(form)
    flash(_n("Đã đổi mật khẩu. %(count)s phiên ở máy khác đã kết thúc.", count=ended), "done")
    return redirect(url_for("accounts.own_account"))


@bp.route("/account/second-factor", methods=["GET", "POST"])
@guard(Permission.SIGNED_IN)
def own_factor() -> ResponseReturnValue:
    """Set up: begin, show the square code, confirm by a first code."""
    me, form = signed_in().person, CodeForm()
    if queries.confirmed_factor(me.id) is not None:
        return redirect(url_for("accounts.own_account"))
    if request.method == "POST" and "begin" in request.form:
        actions.begin_factor(me, secret_key=secret_key(), real_now=core().clock.real_now())
        return redirect(url_for("accounts.own_factor"))
    codes = _said_by(form, lambda code: _confirm(code)) if form.validate_on_submit() else None
    if codes is not None:
        return _shown_once(codes)
    page = render_template("accounts/own_factor.html", form=form, seed=begun(me.id), person=me)
    return page, 422 if form.has_errors else 200


def _confirm(code: str) -> list[str]:
    return actions.confirm_factor(
        signed_in().person,
        code,
        secret_key=secret_key(),
        caller=caller(),
        acting=acting(),
        real_now=core().clock.real_now(),
    )


def _said_by(form: BaseForm, act: Callable[[str], list[str]]) -> list[str] | None:
    """What an act that needs a code gives back. A wrong code is kept as a try, so nothing is rolled back."""
    try:
        return act(form.code.data or "")
    except RuleBroken as broken:
        form.refuse(labels.broken_rule(broken), broken.field)
        return None


def _shown_once(codes: list[str]) -> ResponseReturnValue:
    page = render_template(
        "accounts/recovery_codes.html", codes=codes, target=url_for("accounts.own_account"), is_gate=False
    )
    return private(page)


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@guard(Permission.SIGNED_IN)
def renew_codes() -> ResponseReturnValue:
    """New recovery codes for a code of the telephone; the earlier ones end."""
    form = CodeForm()
    codes = _said_by(form, lambda code: _renew(code)) if form.validate_on_submit() else None
    if codes is not None:
        return _shown_once(codes)
    return _code_page(form, "renew")


def _renew(code: str) -> list[str]:
    return actions.renew_recovery_codes(
        signed_in().person,
        code,
        secret_key=secret_key(),
        caller=caller(),
        acting=acting(),
        real_now=core().clock.real_now(),
    )


@bp.route("/account/second-factor/remove", methods=["GET", "POST"])
@guard(Permission.SIGNED_IN)
def remove_factor() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit() and _said_by(form, lambda code: _remove(code)) is not None:
        flash(_("Đã tắt xác thực hai bước."), "done")
        return redirect(url_for("accounts.own_account"))
    return _code_page(form, "remove")


def _remove(code: str) -> list[str]:
    actions.remove_own_factor(
        signed_in().person,
        code,
        secret_key=secret_key(),
        caller=caller(),
        on=occasion_of(core(), acting(), now=now()),
    )
    return []


def _code_page(form: CodeForm, act: str) -> ResponseReturnValue:
    page = render_template(
        "accounts/own_code.html",
        form=form,
        act=act,
        has_factor=queries.confirmed_factor(signed_in().person.id) is not None,
    )
    return page, 422 if form.has_errors else 200


@bp.post("/account/sessions/<int:session_id>/end")
@guard(Permission.SIGNED_IN)
def end_own_session(session_id: int) -> ResponseReturnValue:
    me = signed_in()
    row = queries.session_of(me.person, session_id, core().clock.real_now())
    if row is None or row.id == me.session.id:
        abort(404)
    actions.revoke_sessions(me.person, only=row, acting=acting(), real_now=core().clock.real_now())
    flash(_("Đã kết thúc phiên làm việc."), "done")
    return redirect(url_for("accounts.own_account", _anchor="sessions"))


@bp.post("/account/sessions/end")
@guard(Permission.SIGNED_IN)
def end_other_sessions() -> ResponseReturnValue:
    """All but the one this is asked from."""
    me = signed_in()
    ended = actions.revoke_sessions(
        me.person, but=me.session, acting=acting(), real_now=core().clock.real_now()
    )
    flash(_n("Đã kết thúc %(count)s phiên làm việc ở máy khác.", count=ended), "done")
    return redirect(url_for("accounts.own_account", _anchor="sessions"))
