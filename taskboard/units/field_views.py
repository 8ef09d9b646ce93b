"""Fields of work: who usually leads in each, and who of the Office follows its tasks."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.domain.authority import Permission, Role, may
from taskboard.units import actions, queries
from taskboard.units.actions import FieldFacts
from taskboard.units.blueprint import bp
from taskboard.units.forms import FieldForm
from taskboard.units.models import Unit, WorkField
from taskboard.web.context import actor, now, today
from taskboard.web.forms import BaseForm, SelectField, choices, id_or_none
from taskboard.web.guard import acting_under, attempt, guard


class FollowerForm(BaseForm):
    monitor = SelectField(_l("Chuyên viên Văn phòng theo dõi"), coerce=id_or_none)


@bp.get("/fields")
@guard(Permission.VIEW_ADMINISTRATION)
def field_list() -> ResponseReturnValue:
    return _page({})


@bp.post("/fields/<code>")
@guard(Permission.EDIT_UNITS)
def field(code: str) -> ResponseReturnValue:
    """Who follows tasks given in this field from now on; tasks already given keep whom they have."""
    row = queries.work_field(code) or abort(404)
    form = _form(row, _followers())
    if form.validate():
        with attempt(form) as outcome:
            actions.set_field_monitor(
                row,
                _person(form.monitor.data),
                before=_person(row.monitor_id),
                on=today(),
                acting=acting_under(Permission.EDIT_UNITS),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã lưu người theo dõi lĩnh vực %(name)s.", name=row.name), "done")
            return redirect(url_for("units.field_list"))
    return _page({code: form})


@bp.route("/fields/new", methods=["GET", "POST"])
@guard(Permission.EDIT_UNITS)
def new_field() -> ResponseReturnValue:
    form = FieldForm()
    leads = _offer_leads(form, None)
    if form.validate_on_submit():
        with attempt(form) as outcome:
            actions.add_field(_facts(form, leads), acting=acting_under(Permission.EDIT_UNITS), now=now())
        if outcome.succeeded:
            flash(_("Đã thêm lĩnh vực %(name)s.", name=form.name.data), "done")
            return redirect(url_for("units.field_list"))
    return render_template("units/field.html", form=form, row=None), 422 if form.has_errors else 200


@bp.route("/fields/<code>/edit", methods=["GET", "POST"])
@guard(Permission.EDIT_UNITS)
def edit_field(code: str) -> ResponseReturnValue:
    """Its name, the words texts use for it, who usually leads, and until when it is offered."""
    row = queries.work_field(code) or abort(404)
    before = queries.unit_by_id(row.usual_lead_id) if row.usual_lead_id else None
    form = FieldForm(obj=row)
    leads = _offer_leads(form, before)
    if request.method == "GET":
        form.usual_lead.data = row.usual_lead_id
    elif form.validate():
        acting = acting_under(Permission.EDIT_UNITS)
        with attempt(form) as outcome:
            facts = _facts(form, leads)
            actions.edit_field(row, facts, before=before, today=today(), acting=acting, now=now())
        if outcome.succeeded:
            flash(_("Đã lưu lĩnh vực %(name)s.", name=row.name), "done")
            return redirect(url_for("units.field_list"))
    return render_template("units/field.html", form=form, row=row), 422 if form.has_errors else 200


def _offer_leads(form: FieldForm, standing: Unit | None) -> dict[int, Unit]:
    """Units that exist today; who stands there stays to be chosen, also once it ended."""
    leads = {unit.id: unit for unit in queries.assignable_on(today())}
    if standing is not None:
        leads.setdefault(standing.id, standing)
    names = ((unit.id, unit.name) for unit in leads.values())
    form.usual_lead.choices = choices([("", _("Không có")), *names])
    return leads


def _facts(form: FieldForm, leads: dict[int, Unit]) -> FieldFacts:
    return FieldFacts(
        name=form.name.data or "",
        keywords=(form.keywords.data or "").split("\n"),
        usual_lead=leads.get(form.usual_lead.data) if form.usual_lead.data is not None else None,
        retired_on=form.retired_on.data,
    )


def _person(person_id: int | None) -> Person | None:
    return accounts.person_by_id(person_id) if person_id is not None else None


def _followers() -> dict[int, str]:
    return {person.id: person.full_name for person in accounts.holders(Role.MONITOR, today())}


def _form(row: WorkField, people: dict[int, str], *, is_fresh: bool = False) -> FollowerForm:
    more = {"formdata": None, "data": {"monitor": row.monitor_id}} if is_fresh else {}
    form = FollowerForm(prefix=f"{row.code}-", **more)
    form.monitor.choices = choices([("", _("Theo đơn vị chủ trì")), *people.items()])
    return form


def _page(refused: dict[str, FollowerForm]) -> ResponseReturnValue:
    rows, people = queries.work_fields_with_people(), _followers()
    forms = {
        row.code: refused.get(row.code) or _form(row, people, is_fresh=True) for row, _lead, _who in rows
    }
    may_edit = may(actor(), Permission.EDIT_UNITS) is not None
    shown = render_template("units/fields.html", rows=rows, forms=forms, may_edit=may_edit, day=today())
    return shown, 422 if refused else 200
