"""The abbreviations of the house: a list, one form for a new one and for a known one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, may
from taskboard.search import abbreviations
from taskboard.search.models import Abbreviation
from taskboard.settings.blueprint import bp
from taskboard.settings.forms import AbbreviationForm
from taskboard.web.context import actor, now
from taskboard.web.guard import acting_under, attempt, guard


@bp.get("/settings/abbreviations")
@guard(Permission.VIEW_ADMINISTRATION)
def abbreviation_list() -> ResponseReturnValue:
    return render_template(
        "settings/abbreviations.html",
        rows=abbreviations.all_abbreviations(),
        may_edit=may(actor(), Permission.EDIT_SETTINGS) is not None,
    )


@bp.route("/settings/abbreviations/new", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def new_abbreviation() -> ResponseReturnValue:
    return _page(AbbreviationForm(), None)


@bp.route("/settings/abbreviations/<int:abbreviation_id>", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def abbreviation(abbreviation_id: int) -> ResponseReturnValue:
    row = _row_or_404(abbreviation_id)
    return _page(AbbreviationForm(obj=row), row)


@bp.post("/settings/abbreviations/<int:abbreviation_id>/remove")
@guard(Permission.EDIT_SETTINGS)
def remove_abbreviation(abbreviation_id: int) -> ResponseReturnValue:
    row = _row_or_404(abbreviation_id)
    short = row.short
    abbreviations.remove_abbreviation(row, acting=acting_under(Permission.EDIT_SETTINGS), now=now())
    flash(_("Đã bỏ chữ viết tắt %(short)s.", short=short), "done")
    return redirect(url_for("settings.abbreviation_list"))


def _page(form: AbbreviationForm, row: Abbreviation | None) -> ResponseReturnValue:
    if request.method == "POST" and form.validate():
        acting, short, long = (
            acting_under(Permission.EDIT_SETTINGS),
            form.short.data or "",
            form.long.data or "",
        )
        with attempt(form) as outcome:
            if row is None:
                abbreviations.add_abbreviation(short, long, acting=acting, now=now())
            else:
                abbreviations.change_abbreviation(row, short, long, acting=acting, now=now())
        if outcome.succeeded:
            flash(_("Đã lưu chữ viết tắt %(short)s.", short=short), "done")
            return redirect(url_for("settings.abbreviation_list"))
    row_id = request.view_args.get("abbreviation_id") if request.view_args else None
    page = render_template("settings/abbreviation.html", form=form, row_id=row_id)
    return page, 422 if form.has_errors else 200


def _row_or_404(abbreviation_id: int) -> Abbreviation:
    return abbreviations.abbreviation_by_id(abbreviation_id) or abort(404)
