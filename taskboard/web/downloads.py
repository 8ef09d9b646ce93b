"""A document as a file to be saved."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from taskboard.reports.content import OfficialDocument
from taskboard.reports.writing import FILE_KINDS


def download(document: OfficialDocument, kind: str, name: str) -> Response:
    """Write the document as a file of this kind; `name` is without its ending."""
    file_kind = FILE_KINDS[kind]
    return send_file(
        BytesIO(file_kind.write(document)),
        mimetype=file_kind.mimetype,
        as_attachment=True,
        download_name=f"{name}.{kind}",
    )
