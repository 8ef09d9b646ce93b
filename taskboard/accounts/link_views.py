"""Behind a one-time link: a password is set, or an account given free. GET changes nothing: mail scanners open links."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from taskboard.accounts import actions, queries
from taskboard.accounts.blueprint import bp
from taskboard.accounts.forms import NewPasswordForm
from taskboard.accounts.models import AccountLink, LinkKind
from taskboard.domain.authority import Permission
from taskboard.settings import queries as city_settings
from taskboard.web.context import core, now, today
from taskboard.web.forms import BaseForm
from taskboard.web.guard import attempt, guard


@bp.route("/link/<token>", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
def link(token: str) -> ResponseReturnValue:
    found = queries.open_link(token, core().clock.real_now())
    if found is None or found.person is None:
        return private(render_template("accounts/link_ended.html"), 410)
    form = BaseForm() if found.kind is LinkKind.UNLOCK else NewPasswordForm()
    if form.validate_on_submit() and _accepted(found, form):
        logout_user()  # whoever sat at this browser before is not the one who holds the link
        return redirect(url_for("accounts.sign_in"))
    page = render_template(
        "accounts/link.html",
        form=form,
        link=found,
        shortest=city_settings.value_on("password_min_length", today()),
    )
    return private(page, 422 if form.has_errors else 200)


def _accepted(link: AccountLink, form: BaseForm) -> bool:
    kind = link.kind
    password = form.password.data if isinstance(form, NewPasswordForm) else None
    with attempt(form) as outcome:
        actions.accept_link(link, password=password, now=now(), real_now=core().clock.real_now())
    if outcome.succeeded:
        said = _("Đã mở lại tài khoản. Đề nghị đăng nhập.")
        if kind is not LinkKind.UNLOCK:
            said = _("Đã đặt mật khẩu. Đề nghị đăng nhập.")
        flash(said, "done")
    return outcome.succeeded


def private(page: str, status: int = 200) -> Response:
    """Kept by no cache, followed by no search engine."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
