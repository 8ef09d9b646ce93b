"""Fields of work: who usually leads in each, and who of the Office follows its tasks."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.domain.authority import Permission, Role, may
from taskboard.units import actions, queries
from taskboard.units.blueprint import bp
from taskboard.units.models import WorkField
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
    shown = render_template("units/fields.html", rows=rows, forms=forms, may_edit=may_edit)
    return shown, 422 if refused else 200
