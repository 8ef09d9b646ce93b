"""The kinds of file an official document is written as. Knows no database, so that a process can write and do nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from taskboard.reports.content import OfficialDocument
from taskboard.reports.docx import to_docx
from taskboard.reports.pdf import to_pdf


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file a document is written as."""

    mimetype: str
    write: Callable[[OfficialDocument], bytes]


FILE_KINDS = {
    "docx": FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
    "pdf": FileKind("application/pdf", to_pdf),
}
