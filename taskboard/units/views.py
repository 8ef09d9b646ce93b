"""Units: the list, one unit, a new one, its contacts and its names."""

from __future__ import annotations

import json

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import queries as accounts
from taskboard.domain.authority import Permission, Role, may
from taskboard.domain.errors import RuleBroken
from taskboard.reports.letter_queries import open_counts
from taskboard.units import actions, field_views, group_views, queries, reorganise_views
from taskboard.units.blueprint import bp
from taskboard.units.forms import ContactForm, RenameForm, UnitForm
from taskboard.units.models import Reorganisation, Unit, UnitKind
from taskboard.web import labels
from taskboard.web.context import actor, now, today
from taskboard.web.forms import choices
from taskboard.web.guard import acting_under, attempt, guard

__all__ = ["bp", "field_views", "group_views", "reorganise_views"]


@bp.get("/units")
@guard(Permission.VIEW_ADMINISTRATION)
def unit_list() -> ResponseReturnValue:
    day = today()
    by_kind: dict[UnitKind, list[Unit]] = {}
    known = queries.units_until(day)
    for unit in known:
        if unit.exists_on(day):
            by_kind.setdefault(unit.kind, []).append(unit)
    gone = sorted((unit for unit in known if not unit.exists_on(day)), key=_last_to_end_first)
    heads, followers = accounts.heads_by_unit(day), queries.followers_by_unit(gone)
    return render_template(
        "units/units.html",
        by_kind=by_kind,
        heads=heads,
        of_the_committee=heads.get(accounts.OF_THE_COMMITTEE, []),
        groups=queries.groups_with_counts_on(day),
        ended=[(unit, followers[unit.id]) for unit in gone],
        prepared=[(row, actions.plan_of(row), _problem_of(row)) for row in queries.prepared()],
        open_counts=open_counts() if may(actor(), Permission.URGE_TASK) else {},
        may_edit=may(actor(), Permission.EDIT_UNITS) is not None,
        may_reorganise=may(actor(), Permission.REORGANISE_UNITS) is not None,
    )


def _last_to_end_first(unit: Unit) -> tuple[int, int, int]:
    return -unit.valid_to.toordinal() if unit.valid_to else 0, unit.position, unit.id


def _problem_of(row: Reorganisation) -> str:
    """Why it did not take effect on its day, in words."""
    if not row.problem:
        return ""
    kept = json.loads(row.problem)
    return labels.broken_rule(RuleBroken(kept["key"], **kept["details"]))


@bp.route("/units/new", methods=["GET", "POST"])
@guard(Permission.EDIT_UNITS)
def new_unit() -> ResponseReturnValue:
    form = UnitForm()
    if request.method == "GET":
        form.valid_from.data = today()
    elif form.validate():
        with attempt(form) as outcome:
            actions.create_unit(
                kind=UnitKind(form.kind.data),
                name=form.name.data or "",
                short_name=form.short_name.data or "",
                aliases=(form.aliases.data or "").split("\n"),
                email=form.email.data or None,
                phone=form.phone.data or None,
                position=1000,
                valid_from=form.valid_from.given,
                acting=acting_under(Permission.EDIT_UNITS),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã lập đơn vị %(name)s.", name=form.name.data), "done")
            return redirect(url_for("units.unit_list"))
    return render_template("units/new_unit.html", form=form), 422 if form.has_errors else 200


@bp.route("/units/<code>", methods=["GET", "POST"])
@guard(Permission.EDIT_UNITS)
def unit(code: str) -> ResponseReturnValue:
    """Contacts and who follows it; the name is a dated fact of its own."""
    found = _unit_or_404(code)
    form = ContactForm(obj=found)
    monitors = accounts.holders(Role.MONITOR, today())
    form.monitor_id.choices = choices(
        [("", _("Chưa phân công")), *((person.id, person.full_name) for person in monitors)]
    )
    if form.validate_on_submit():
        with attempt(form) as outcome:
            actions.change_contact(
                found,
                email=form.email.data or None,
                phone=form.phone.data or None,
                monitor_id=form.monitor_id.data,
                acting=acting_under(Permission.EDIT_UNITS),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã lưu %(name)s.", name=found.name), "done")
            return redirect(url_for("units.unit_list"))
    page = render_template(
        "units/unit.html",
        form=form,
        unit=found,
        before=queries.predecessors_of(found),
        after=queries.followers_of(found),
    )
    return page, 422 if form.has_errors else 200


@bp.route("/units/<code>/rename", methods=["GET", "POST"])
@guard(Permission.EDIT_UNITS)
def rename(code: str) -> ResponseReturnValue:
    """Another name for the same body, from a day on."""
    found = _unit_or_404(code)
    form = RenameForm()
    if request.method == "GET":
        form.on.data = today()
    elif form.validate():
        with attempt(form) as outcome:
            actions.rename_unit(
                found,
                name=form.name.data or "",
                short_name=form.short_name.data or "",
                on=form.on.given,
                today=today(),
                basis=form.basis.data or "",
                acting=acting_under(Permission.EDIT_UNITS),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã ghi tên mới: %(name)s.", name=found.name), "done")
            return redirect(url_for("units.unit", code=code))
    return render_template("units/rename.html", form=form, unit=found), 422 if form.has_errors else 200


def _unit_or_404(code: str) -> Unit:
    found = queries.unit_by_code(code)
    if found is None:
        abort(404)
    return found
