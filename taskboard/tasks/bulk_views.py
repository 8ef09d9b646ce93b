"""Pages of one act on many tasks: look at what will happen, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.tasks import actions, bulk, listing
from taskboard.tasks.actions import Act
from taskboard.tasks.actions.bulk import PERMISSIONS
from taskboard.tasks.blueprint import bp
from taskboard.web.guard import attempt, guard


def _look(act: Act) -> ResponseReturnValue:
    """Who is chosen, what each gets; once that is said, what will happen to each."""
    if not ("whole" in request.args or request.args.getlist("code")):
        flash(_("Đề nghị chọn ít nhất một việc trong danh sách."), "warn")
        return redirect(listing.Address.read(request.args).url())
    is_said = bulk.ASKS.get(act, "") in request.args
    form = bulk.form_of(act, request.args if is_said else None, is_sent=False)
    is_known = (is_said or act not in bulk.ASKS) and form.validate()
    page = bulk.context(act, form, bulk.given_by(form) if is_known else None)
    return render_template("tasks/bulk.html", **page), 422 if form.has_errors else 200


def _act(act: Act) -> ResponseReturnValue:
    """All of the rows that were on the page, or nothing: then the page comes back as things stand now."""
    form = bulk.form_of(act, request.form, is_sent=True)
    is_valid, given, steps, mails = form.validate(), None, [], 0
    if is_valid:
        with attempt(form) as outcome:
            given, steps = bulk.given_by(form), bulk.steps_of(act)
            mails = actions.do_to_all(act, steps, given)
        if outcome.succeeded:
            flash(bulk.notice(act, len(steps), mails), "done")
            return redirect(listing.Address.read(request.args).url())
        given = bulk.given_by(form)  # anew: a refused act rolled everything back
    return render_template("tasks/bulk.html", **bulk.context(act, form, given)), 422


def _view_of(act: Act) -> Callable[[], ResponseReturnValue]:
    def view() -> ResponseReturnValue:
        return _act(act) if request.method == "POST" else _look(act)

    return guard(PERMISSIONS[act])(view)


for _each in Act:
    bp.add_url_rule(
        f"/tasks/bulk/{_each.value}", f"bulk_{_each.value}", _view_of(_each), methods=["GET", "POST"]
    )
