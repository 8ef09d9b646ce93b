"""Attachments, under the rights of what they belong to (decision 24)."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from taskboard.domain.authority import Permission, may
from taskboard.files import queries
from taskboard.files.actions import path_of
from taskboard.files.models import Attachment
from taskboard.tasks import queries as tasks
from taskboard.web.context import actor, settings
from taskboard.web.guard import authorise, guard

bp = Blueprint("files", __name__, template_folder="templates")

SEALED = "default-src 'none'; sandbox"
"""Whatever a file contains, no browser runs it or lets it reach anything of ours."""


@bp.get("/files/<int:attachment_id>")
@guard(Permission.SIGNED_IN)
def attachment(attachment_id: int) -> ResponseReturnValue:
    """A download, never shown in place; who may not see its subject gets the same answer as for no file."""
    return download(attachment_id)


def download(attachment_id: int) -> Response:
    """The file as it is kept, for whoever may see what it belongs to; 404 for all others."""
    found = queries.attachment(attachment_id)
    if found is None:
        abort(404)
    row, content = found
    _authorise(row)
    path = path_of(settings().files_dir, content.sha256)
    if not path.is_file():
        current_app.logger.error("attachment %s: its content is not in the files folder", row.id)
        abort(404)
    response = send_file(
        path, mimetype=content.media_type, as_attachment=True, download_name=row.name, etag=False
    )
    response.headers["Content-Security-Policy"] = SEALED
    return response


def _authorise(row: Attachment) -> None:
    """A report's file goes with its task, a notice's file with its briefing."""
    if row.report_id is None:
        if may(actor(), Permission.VIEW_BRIEFING) is None:
            abort(404)
        return
    report = tasks.report_by_id(row.report_id)
    if report is None:
        abort(404)
    authorise(Permission.VIEW_TASK, tasks.subject_of(report.task))
