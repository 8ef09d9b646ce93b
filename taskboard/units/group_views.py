"""Groups of units: what a sentence to "các phường, xã" means, from when to when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, may
from taskboard.units import actions, queries
from taskboard.units.actions import GroupFacts
from taskboard.units.blueprint import bp
from taskboard.units.forms import GroupForm
from taskboard.units.models import Unit, UnitGroup
from taskboard.web.context import actor, now, today
from taskboard.web.forms import choices
from taskboard.web.guard import acting_under, attempt, guard


@bp.get("/groups")
@guard(Permission.VIEW_ADMINISTRATION)
def group_list() -> ResponseReturnValue:
    """Every group with whom it means today, the retired ones too."""
    day = today()
    return render_template(
        "units/groups.html",
        groups=queries.groups(),
        members=queries.members_by_group_on(day),
        day=day,
        may_edit=may(actor(), Permission.EDIT_UNITS) is not None,
    )


@bp.route("/groups/new", methods=["GET", "POST"])
@guard(Permission.EDIT_UNITS)
def new_group() -> ResponseReturnValue:
    form = GroupForm()
    offered = _offer(form, ())
    if request.method == "GET":
        form.on.data = today()
    elif form.validate():
        with attempt(form) as outcome:
            facts = _facts(form, offered)
            actions.add_group(facts, acting=acting_under(Permission.EDIT_UNITS), now=now())
        if outcome.succeeded:
            flash(_("Đã thêm nhóm %(name)s.", name=form.name.data), "done")
            return redirect(url_for("units.group_list"))
    return render_template("units/group.html", form=form, row=None), 422 if form.has_errors else 200


@bp.route("/groups/<code>", methods=["GET", "POST"])
@guard(Permission.EDIT_UNITS)
def group(code: str) -> ResponseReturnValue:
    """Its name, how texts write it, and who is in it from a day on."""
    row = queries.group_by_code(code) or abort(404)
    form = GroupForm(obj=row) if request.method == "POST" else _filled(row)
    standing = {member.unit_id for member in row.members if member.lasts_beyond(today())}
    offered = _offer(form, standing)
    if form.validate_on_submit():
        acting = acting_under(Permission.EDIT_UNITS)
        with attempt(form) as outcome:
            actions.edit_group(row, _facts(form, offered), today=today(), acting=acting, now=now())
        if outcome.succeeded:
            flash(_("Đã lưu nhóm %(name)s.", name=row.name), "done")
            return redirect(url_for("units.group_list"))
    ahead = _ahead(row, offered)
    page = render_template("units/group.html", form=form, row=row, ahead=ahead)
    return page, 422 if form.has_errors else 200


def _ahead(row: UnitGroup, units: dict[int, Unit]) -> list[tuple[Unit, date, bool]]:
    """Who will leave or come on a later day, the earliest first: what is saved now stands in the stead of it."""
    day = today()
    comes = [(units[one.unit_id], one.valid_from, True) for one in row.members if one.valid_from > day]
    goes = [
        (units[one.unit_id], one.valid_to, False)
        for one in row.members
        if one.valid_to and one.valid_to > day
    ]
    return sorted([*comes, *goes], key=lambda one: one[1])


def _filled(row: UnitGroup) -> GroupForm:
    members = [unit.id for unit in queries.members_on(row.id, today())]
    values = {"name": row.name, "aliases": row.aliases, "retired_on": row.retired_on}
    return GroupForm(data={**values, "members": members, "on": today()})


def _offer(form: GroupForm, standing: Collection[int]) -> dict[int, Unit]:
    """Units that exist today, and who is in it or will be."""
    offered = {unit.id: unit for unit in queries.assignable_on(today())}
    offered = queries.units_by_id(set(standing) - offered.keys()) | offered
    form.members.choices = choices((unit.id, unit.name) for unit in offered.values())
    return offered


def _facts(form: GroupForm, offered: dict[int, Unit]) -> GroupFacts:
    return GroupFacts(
        name=form.name.data or "",
        aliases=(form.aliases.data or "").split("\n"),
        members=[offered[unit_id] for unit_id in form.members.data or []],
        on=form.on.given,
        retired_on=form.retired_on.data,
    )
