"""Pages of saved views, following a task, and what changed since one last read."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, may
from taskboard.journal import queries as journal
from taskboard.occasion import Occasion, occasion_of
from taskboard.tasks.acts import task_or_404
from taskboard.tasks.address import Address
from taskboard.tasks.forms import ActForm
from taskboard.tasks.showing import lens
from taskboard.watch import actions, chips, queries
from taskboard.watch import changes as news
from taskboard.watch.actions import Wanted
from taskboard.watch.forms import ViewForm
from taskboard.watch.models import SavedView, Sharing
from taskboard.web.context import actor, core, now, signed_in
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.redirects import local_target

bp = Blueprint("watch", __name__, template_folder="templates")


def _occasion() -> Occasion:
    return occasion_of(core(), acting_under(Permission.VIEW_TASK), now=now())


# ------------------------------------------------------------------------------------------------------ saved views


@bp.get("/views")
@guard(Permission.VIEW_TASK)
def view_list() -> ResponseReturnValue:
    """Every view this person may open, and what they may do with each."""
    rows = [
        {
            "view": one.view,
            "is_own": one.is_own,
            "is_default": one.is_default,
            "url": chips.address_of(one.view).url(),
            "may_change": actions.may_change(one.view, actor()),
        }
        for one in queries.views_for(actor())
    ]
    return render_template("watch/views.html", rows=rows)


@bp.route("/views/new", methods=["GET", "POST"])
@guard(Permission.VIEW_TASK)
def new_view() -> ResponseReturnValue:
    """Give the list of this address a name."""
    form, address = _form(), Address.read(request.args)
    if form.validate_on_submit():
        with attempt(form) as outcome:
            view = actions.save_view(_wanted(form, address), actor(), on=_occasion())
            if form.is_default.data:
                actions.choose_default(actor().person_id, view)
        if outcome.succeeded:
            flash(_("Đã lưu chế độ xem “%(name)s”.", name=form.name.data), "done")
            return redirect(address.url())
    return _form_page(form, address, None)


@bp.route("/views/<int:view_id>", methods=["GET", "POST"])
@guard(Permission.VIEW_TASK)
def view(view_id: int) -> ResponseReturnValue:
    """Rename it, share it otherwise; with a list in the address, let it show that one."""
    row = _changeable(view_id)
    shows = Address.read(request.args) if request.args else chips.address_of(row)
    form = _form(row)
    if form.validate_on_submit():
        with attempt(form) as outcome:
            actions.change_view(row, _wanted(form, shows), actor(), on=_occasion())
        if outcome.succeeded:
            flash(_("Đã lưu chế độ xem “%(name)s”.", name=form.name.data), "done")
            return redirect(shows.url())
        row = _changeable(view_id)
    return _form_page(form, shows, row)


@bp.post("/views/<int:view_id>/delete")
@guard(Permission.VIEW_TASK)
def delete_view(view_id: int) -> ResponseReturnValue:
    row = _changeable(view_id)
    if ActForm().validate():
        name = row.name
        with attempt() as outcome:
            actions.delete_view(row, on=_occasion())
        if outcome.succeeded:
            flash(_("Đã xóa chế độ xem “%(name)s”.", name=name), "done")
    return redirect(url_for("watch.view_list"))


@bp.post("/views/<int:view_id>/default")
@guard(Permission.VIEW_TASK)
def choose_default(view_id: int) -> ResponseReturnValue:
    """The list opens with it from now on; sent again with nothing chosen, as usual."""
    row = queries.view_by_id(view_id, actor()) or abort(404)
    if ActForm().validate():
        is_on = request.form.get("is_on") == "1"
        actions.choose_default(actor().person_id, row if is_on else None)
        flash(
            _("Danh sách nhiệm vụ mở bằng “%(name)s”.", name=row.name)
            if is_on
            else _("Danh sách nhiệm vụ mở như thường lệ."),
            "done",
        )
    return redirect(url_for("watch.view_list"))


def _changeable(view_id: int) -> SavedView:
    row = queries.view_by_id(view_id, actor()) or abort(404)
    if not actions.may_change(row, actor()):
        abort(404)
    return row


def _form(row: SavedView | None = None) -> ViewForm:
    kept = {"name": row.name, "share": _share_of(row)} if row else {}
    form = ViewForm(data=kept)
    units = {post.unit.id: post.unit.name for post in signed_in().posts if post.unit is not None}
    if row is not None and row.unit is not None:
        units[row.unit.id] = row.unit.name  # shared there still, whichever unit its owner is in by now
    is_everyones = row is not None and row.sharing is Sharing.EVERYONE
    form.offer(units, everyone=is_everyones or may(actor(), actions.EVERYONES) is not None)
    return form


def _share_of(row: SavedView) -> str:
    return f"{row.sharing.value}:{row.unit_id}" if row.unit_id else row.sharing.value


def _wanted(form: ViewForm, address: Address) -> Wanted:
    sharing, unit_id = form.shared
    return Wanted(form.name.data or "", chips.query_of(address), sharing, unit_id)


def _form_page(form: ViewForm, address: Address, row: SavedView | None) -> ResponseReturnValue:
    shown = render_template(
        "watch/view.html",
        form=form,
        row=row,
        renews=row is not None and bool(request.args),
        list_url=address.url(),
        action=request.full_path.rstrip("?"),
    )
    return shown, 422 if form.has_errors else 200


# ------------------------------------------------------------------------------------------------- following, reading


@bp.post("/tasks/<code>/follow")
@guard(Permission.VIEW_TASK)
def follow(code: str) -> ResponseReturnValue:
    """Keep an eye on a task, or no longer."""
    row = task_or_404(code, Permission.VIEW_TASK)[0]
    if ActForm().validate():
        is_on = request.form.get("is_on") == "1"
        actions.follow(row, actor().person_id, is_on=is_on, on=_occasion())
        flash(
            _("Đã đưa %(code)s vào các việc ông/bà quan tâm.", code=code)
            if is_on
            else _("Đã bỏ %(code)s khỏi các việc ông/bà quan tâm.", code=code),
            "done",
        )
    return redirect(local_target(request.form.get("next"), url_for("tasks.task", code=code)))


@bp.get("/changes")
@guard(Permission.VIEW_TASK)
def changes() -> ResponseReturnValue:
    """What others did since this person last said to have read everything."""
    shown = news.context(
        actor(),
        lens(),
        only_followed=request.args.get("followed") == "1",
        before=_number("before"),
        until=_number("until"),
    )
    return render_template("watch/changes.html", **shown)


@bp.post("/changes/read")
@guard(Permission.VIEW_TASK)
def read_changes() -> ResponseReturnValue:
    """Everything that stood on the page has been seen; what came in meanwhile has not."""
    shown = _number("until")
    if ActForm().validate() and shown is not None:
        actions.read_to(actor().person_id, min(shown, journal.last_entry_id()), on=_occasion())
        flash(_("Đã ghi nhận: các thay đổi trên đã xem."), "done")
    return redirect(url_for("watch.changes"))


def _number(name: str) -> int | None:
    text = request.values.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
