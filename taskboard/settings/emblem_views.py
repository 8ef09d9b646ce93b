"""The emblem of the body: put by the Office, shown above every page and before the door."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission
from taskboard.files.actions import path_of
from taskboard.files.views import SEALED
from taskboard.settings import actions, queries
from taskboard.settings.blueprint import bp
from taskboard.settings.forms import EmblemForm
from taskboard.settings.registry import DEFINITIONS
from taskboard.setup import queries as setup
from taskboard.web import labels
from taskboard.web.context import emblem as shown_emblem
from taskboard.web.context import now, settings, today
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.limits import takes_files
from taskboard.web.uploads import upload_of

A_YEAR = 365 * 24 * 3600
"""Its name is the hash of its content: another picture has another name."""
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@bp.route("/settings/emblem", methods=["GET", "POST"])
@takes_files
@guard(Permission.EDIT_WORDING)
def emblem() -> ResponseReturnValue:
    form = EmblemForm()
    if form.validate_on_submit():
        file = request.files.get("picture")
        with attempt(form) as outcome:
            actions.set_emblem(
                upload_of(file.filename, file.read()) if file else None,
                root=settings().files_dir,
                valid_from=today(),
                acting=acting_under(Permission.EDIT_WORDING),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã đặt biểu trưng."), "done")
            return redirect(url_for("settings.emblem"))
    definition = DEFINITIONS["emblem"]
    page = render_template(
        "settings/emblem.html",
        form=form,
        history=[(row, labels.setting_value(definition, row.value)) for row in queries.history_of("emblem")],
    )
    return page, 422 if form.has_errors else 200


@bp.post("/settings/emblem/remove")
@guard(Permission.EDIT_WORDING)
def remove_emblem() -> ResponseReturnValue:
    if shown_emblem():
        actions.remove_emblem(valid_from=today(), acting=acting_under(Permission.EDIT_WORDING), now=now())
        flash(_("Đã bỏ biểu trưng."), "done")
    return redirect(url_for("settings.emblem"))


@bp.get("/emblem/<name>")
@guard(Permission.PUBLIC)
def emblem_file(name: str) -> ResponseReturnValue:
    """The picture that pages show today and no other file: whoever knows the hash of a report's gets nothing here."""
    if not name or (name != shown_emblem() and not _is_drafted(name)):
        abort(404)
    digest, _dot, kind = name.partition(".")
    path = path_of(settings().files_dir, digest)
    if not path.is_file():
        abort(404)
    return _sealed(send_file(path, mimetype=MEDIA_TYPES[kind], max_age=A_YEAR))


def _is_drafted(name: str) -> bool:
    """While the body is being set up, its pages show what was chosen so far."""
    return setup.is_open() and name == setup.draft().emblem


def _sealed(response: Response) -> Response:
    """Whatever the picture carries, no browser runs it and no other site shows it."""
    response.headers["Content-Security-Policy"] = SEALED
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
