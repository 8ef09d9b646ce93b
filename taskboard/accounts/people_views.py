"""The list of people, a new one, and all of one: posts, ways in, sessions."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import actions, queries
from taskboard.accounts.blueprint import bp
from taskboard.accounts.devices import device_text
from taskboard.accounts.forms import PersonForm
from taskboard.accounts.models import Person
from taskboard.domain.authority import Permission, Role, may
from taskboard.settings import queries as city_settings
from taskboard.units import queries as units
from taskboard.web.context import actor, core, now, settings, signed_in, today
from taskboard.web.forms import choices
from taskboard.web.guard import acting_under, attempt, guard


@bp.get("/people")
@guard(Permission.VIEW_ADMINISTRATION)
def people_list() -> ResponseReturnValue:
    may_edit, people = may(actor(), Permission.EDIT_PEOPLE) is not None, queries.people(today())
    return render_template(
        "accounts/people.html",
        people=people,
        day=today(),
        uninvited=len(queries.uninvited(today())) if may_edit else 0,
        with_factor=queries.with_factor(one.id for one in people),
        may_edit=may_edit,
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
            person_id = _create(form).id
        if outcome.succeeded:
            flash(
                _(
                    "Đã lập tài khoản %(name)s. Đề nghị cấp liên kết để người này đặt mật khẩu.",
                    name=form.full_name.data,
                ),
                "done",
            )
            return redirect(url_for("accounts.person", person_id=person_id))
    return render_template("accounts/new_person.html", form=form), 422 if form.has_errors else 200


def _create(form: PersonForm) -> Person:
    by = acting_under(Permission.EDIT_PEOPLE)
    person = actions.create_person(
        sign_in_name=form.sign_in_name.data or "",
        full_name=form.full_name.data or "",
        email=form.email.data or None,
        phone=form.phone.data or None,
        acting=by,
        now=now(),
    )
    actions.give_post(
        person,
        role=Role(form.role.data),
        unit=units.unit_by_id(form.unit_id.data) if form.unit_id.data else None,
        title=form.title.data or "",
        valid_from=form.valid_from.given,
        acting=by,
        now=now(),
    )
    return person


@bp.get("/people/<int:person_id>")
@guard(Permission.EDIT_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    """Posts, the ways in, sessions; what is done here is journaled."""
    someone, real_now = _person_or_404(person_id), core().clock.real_now()
    return render_template(
        "accounts/person.html",
        someone=someone,
        me=signed_in(),
        day=today(),
        sessions=queries.sessions_of(someone, real_now),
        links=queries.live_links(someone, real_now),
        factor=queries.confirmed_factor(someone.id),
        codes_left=queries.recovery_codes_left(someone.id),
        must_have_factor=actions.must_have_factor(someone, today()),
        outside=queries.outside_identities_of(someone.id),
        failures=queries.failures(someone.sign_in_name, real_now=real_now),
        tries=city_settings.value_on("sign_in_tries", today()),
        has_mail=settings().smtp_url is not None,
        device_text=device_text,
        doing=queries.open_tasks_done_by(someone),
        following=queries.open_tasks_followed_by(someone),
        followed=[*queries.followed_units(someone), *queries.followed_fields(someone)],
    )


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
    someone = queries.person_by_id(person_id)
    if someone is None:
        abort(404)
    return someone
