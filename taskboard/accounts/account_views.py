"""What an administrator does for somebody's account: a one-time link, a held or lost way in, sessions, the rules."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from taskboard.accounts import actions, queries
from taskboard.accounts.blueprint import bp
from taskboard.accounts.forms import LinkForm, RulesForm
from taskboard.accounts.link_views import private
from taskboard.accounts.models import LinkKind, Person
from taskboard.accounts.square import square
from taskboard.db import row_number
from taskboard.domain.authority import Permission
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import Occasion, occasion_of
from taskboard.settings import actions as city_settings_actions
from taskboard.settings import queries as city_settings
from taskboard.web.context import core, now, settings, signed_in, today
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.language import counted as _n


def on_people() -> Occasion:
    return occasion_of(core(), acting_under(Permission.EDIT_PEOPLE), now=now())


def _person_or_404(person_id: int) -> Person:
    return queries.person_by_id(person_id) or abort(404)


@bp.post("/people/<int:person_id>/link")
@guard(Permission.EDIT_PEOPLE)
def make_link(person_id: int) -> ResponseReturnValue:
    """An invitation to who has no password yet, else a reset or an unlocking: mailed, or shown once to be handed over."""
    someone, form = _person_or_404(person_id), LinkForm()
    if not form.validate():
        abort(400)
    kind = LinkKind(form.kind.data)
    if form.via.data == "mail":
        return _mailed(someone, kind)
    with attempt() as outcome:
        token = actions.make_link(someone, kind, via="hand", on=on_people())
    if not outcome.succeeded:
        return _back(person_id)
    return handed_over([(someone, kind, token)], back=url_for("accounts.person", person_id=person_id))


def _mailed(someone: Person, kind: LinkKind) -> ResponseReturnValue:
    person_id, name, address = someone.id, someone.full_name, someone.email
    with attempt() as outcome:
        if settings().smtp_url is None:
            raise RuleBroken("mail_server_missing")
        actions.mail_link(someone, kind, on=on_people())
    if outcome.succeeded:
        flash(
            _("Thư mang liên kết cho %(name)s được gửi tới %(address)s.", name=name, address=address), "done"
        )
    return _back(person_id)


def handed_over(made: list[tuple[Person, LinkKind, str]], *, back: str) -> ResponseReturnValue:
    """The one time these links are seen: a sheet to print, one slip a person."""
    return private(render_template("accounts/handed_over.html", slips=slips_of(made), back=back))


def slips_of(made: list[tuple[Person, LinkKind, str]]) -> list[dict[str, object]]:
    """Of each person, kind and raw token: what a slip says."""
    real_now = core().clock.real_now()
    return [
        {
            "person": person,
            "kind": kind,
            "url": url,
            "picture": square(url),
            "ends_at": real_now + actions.LASTS[kind],
        }
        for person, kind, token in made
        for url in [f"{settings().base_url}{url_for('accounts.link', token=token)}"]
    ]


def _back(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("accounts.person", person_id=person_id))


@bp.post("/people/links")
@guard(Permission.EDIT_PEOPLE)
def invite_all() -> ResponseReturnValue:
    """An invitation to everybody who never set a password: on one sheet, a slip a person."""
    people = queries.uninvited(today())
    if not people:
        flash(_("Không còn ai chưa đặt mật khẩu."), "warn")
        return redirect(url_for("accounts.people_list"))
    made = [
        (one, LinkKind.INVITATION, actions.make_link(one, LinkKind.INVITATION, via="hand", on=on_people()))
        for one in people
    ]
    return handed_over(made, back=url_for("accounts.people_list"))


@bp.post("/people/<int:person_id>/free")
@guard(Permission.EDIT_PEOPLE)
def free_account(person_id: int) -> ResponseReturnValue:
    """Wrong tries count no more."""
    someone = _person_or_404(person_id)
    actions.forgive_tries(
        someone, acting=acting_under(Permission.EDIT_PEOPLE), real_now=core().clock.real_now()
    )
    flash(_("%(name)s đăng nhập lại được ngay.", name=someone.full_name), "done")
    return _back(person_id)


@bp.post("/people/<int:person_id>/second-factor/reset")
@guard(Permission.EDIT_PEOPLE)
def reset_factor(person_id: int) -> ResponseReturnValue:
    someone = _person_or_404(person_id)
    own = signed_in().session if someone.id == signed_in().person.id else None
    with attempt() as outcome:
        actions.reset_factor(someone, but=own, on=on_people())
    if outcome.succeeded:
        flash(
            _("Đã bỏ xác thực hai bước của %(name)s; các phiên đã kết thúc.", name=someone.full_name), "done"
        )
    return _back(person_id)


@bp.post("/people/<int:person_id>/outside/unlink")
@guard(Permission.EDIT_PEOPLE)
def unlink_outside(person_id: int) -> ResponseReturnValue:
    someone = _person_or_404(person_id)
    if actions.unlink_outside(someone, on=on_people()):
        flash(
            _("Đã bỏ nối tài khoản %(name)s với hệ thống đăng nhập của cơ quan.", name=someone.full_name),
            "done",
        )
    return _back(person_id)


@bp.post("/people/<int:person_id>/sessions/end")
@guard(Permission.EDIT_PEOPLE)
def end_sessions(person_id: int) -> ResponseReturnValue:
    """One session by its number, or all; never the one this is asked from."""
    someone, real_now = _person_or_404(person_id), core().clock.real_now()
    number = request.form.get("session_id", type=row_number)
    only = queries.session_of(someone, number, real_now) if number is not None else None
    if number is not None and (only is None or only.id == signed_in().session.id):
        abort(404)
    ended = actions.revoke_sessions(
        someone,
        only=only,
        but=signed_in().session,
        acting=acting_under(Permission.EDIT_PEOPLE),
        real_now=real_now,
    )
    flash(_n("Đã kết thúc %(count)s phiên làm việc.", count=ended), "done")
    return _back(person_id)


@bp.route("/people/sign-in-rules", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def sign_in_rules() -> ResponseReturnValue:
    """Who must have a second factor, and how long a password must be: from today on."""
    form = RulesForm()
    if request.method == "GET":
        values = city_settings.values_on(("second_factor_roles", "password_min_length"), today())
        form.roles.data = values["second_factor_roles"]
        form.shortest.data = values["password_min_length"]
    elif form.validate():
        with attempt(form) as outcome:
            _set_rules(form)
        if outcome.succeeded:
            flash(_("Đã lưu quy định đăng nhập."), "done")
            return redirect(url_for("accounts.people_list"))
    page = render_template(
        "accounts/sign_in_rules.html", form=form, provider=settings().oidc_name if settings().has_oidc else ""
    )
    return page, 422 if form.has_errors else 200


def _set_rules(form: RulesForm) -> None:
    wanted = {"second_factor_roles": form.roles.data or [], "password_min_length": form.shortest.data}
    standing = city_settings.values_on(wanted, today())
    for key, value in wanted.items():
        if value != standing[key]:
            city_settings_actions.set_value(
                key,
                value,
                legal_basis=pgettext("settings", "Trang quy định đăng nhập"),
                valid_from=today(),
                acting=acting_under(Permission.EDIT_SETTINGS),
                now=now(),
            )
