"""Storing attachments: types sniffed, limits kept, content once by its hash (decision 24)."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePath

import sqlalchemy as sa

from taskboard.db import db, wait_turn
from taskboard.domain.errors import RuleBroken
from taskboard.domain.text import clean_line
from taskboard.files.models import Attachment, FileContent
from taskboard.files.scanning import NOT_ASKED, Outcome, Verdict

ALLOWED = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".txt": "text/plain",
}
_MARKS = {".pdf": b"%PDF-", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")
"""UTF-16 says itself by its first two bytes; its zeros are letters."""
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"MZ", b"\x7fELF")
_IMAGES = (".jpg", ".jpeg", ".png")
MOST_MEMBERS = 5000
LARGEST_UNFOLDED = 200 * 1024 * 1024
MOST_SWELLING = 100
"""A document of an office unfolds to ten or twenty times its size; a bomb to thousands."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_INSIDE = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/", ".odt": "content.xml", ".ods": "content.xml"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    name: str
    content: bytes
    verdict: Verdict = NOT_ASKED
    """What the virus scanner said of it."""


def check(upload: Upload, *, max_bytes: int) -> str:
    """The media type of an acceptable upload.

    Raises RuleBroken: file_empty, file_too_large, file_type_refused, file_two_kinds, file_swells, file_macro,
    file_infected, file_not_scanned.
    """
    if not upload.content:
        raise RuleBroken("file_empty", field="files", name=upload.name)
    if len(upload.content) > max_bytes:
        raise RuleBroken(
            "file_too_large", field="files", name=upload.name, limit_mb=max_bytes // (1024 * 1024)
        )
    ending = PurePath(upload.name).suffix.lower()
    if ending not in ALLOWED or not _is_what_it_says(ending, upload.content):
        raise RuleBroken("file_type_refused", field="files", name=upload.name)
    _refuse_disguise(ending, upload)
    _heed(upload)
    return ALLOWED[ending]


def _refuse_disguise(ending: str, upload: Upload) -> None:
    """One file, one kind; and none that is small only while it is folded."""
    if ending in _INSIDE:
        if _swells(upload.content):
            raise RuleBroken("file_swells", field="files", name=upload.name)
        if _carries_macro(upload.content):
            raise RuleBroken("file_macro", field="files", name=upload.name)
    elif (ending in _MARKS and zipfile.is_zipfile(BytesIO(upload.content))) or (
        ending in _IMAGES and b"%PDF-" in upload.content[:1024]
    ):
        raise RuleBroken("file_two_kinds", field="files", name=upload.name)


def _swells(content: bytes) -> bool:
    """By what the archive says of itself: it is never unfolded here."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
    return len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > max(
        LARGEST_UNFOLDED, MOST_SWELLING * len(content)
    )


def _carries_macro(content: bytes) -> bool:
    """A program inside a document, whatever its ending says: nobody expects one to run on opening a report."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return any(name.casefold().endswith("vbaproject.bin") for name in archive.namelist())


def _heed(upload: Upload) -> None:
    """What the scanner said."""
    if upload.verdict.outcome is Outcome.INFECTED:
        raise RuleBroken("file_infected", field="files", name=upload.name, virus=upload.verdict.virus)
    if upload.verdict.outcome is Outcome.HELD_BACK:
        raise RuleBroken("file_not_scanned", field="files", name=upload.name)


def _is_what_it_says(ending: str, content: bytes) -> bool:
    if ending in _MARKS:
        return content.startswith(_MARKS[ending])
    if ending in _INSIDE and not content.startswith(b"PK\x03\x04"):
        return False  # an archive behind something else
    if ending in (".doc", ".xls"):
        return content.startswith(_OLD_OFFICE)
    if ending in _INSIDE:
        return _has_member(content, _INSIDE[ending])
    if content.startswith(_NO_TEXT):
        return False
    return content.startswith(_WIDE_TEXT) or b"\0" not in content[:4096]


def _has_member(content: bytes, prefix: str) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return any(name.startswith(prefix) for name in archive.namelist()[:5000])
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def attach(
    upload: Upload,
    *,
    root: Path,
    max_bytes: int,
    report_id: int | None = None,
    conclusion_text_id: int | None = None,
    person_id: int | None,
    now: datetime,
) -> Attachment:
    """Store the content under its hash and a row that carries the rights."""
    media_type = check(upload, max_bytes=max_bytes)
    digest = keep_content(upload.content, media_type, root=root, now=now)
    if upload.verdict.outcome is Outcome.CLEAN:
        db.session.get_one(FileContent, digest).scanned_at = now
    row = Attachment(
        sha256=digest,
        name=safe_name(upload.name),
        report_id=report_id,
        conclusion_text_id=conclusion_text_id,
        attached_by_id=person_id,
        attached_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def keep_content(content: bytes, media_type: str, *, root: Path, now: datetime) -> str:
    """Store the content once; its SHA-256. Who may have it is for the row that names it to say."""
    digest = hashlib.sha256(content).hexdigest()
    wait_turn("files")  # one for all: two senders of the same two files in turn would wait for each other
    if db.session.get(FileContent, digest) is None:
        _write_once(path_of(root, digest), content)
        db.session.add(
            FileContent(sha256=digest, size_bytes=len(content), media_type=media_type, stored_at=now)
        )
        db.session.flush()
    return digest


def forget_content(digest: str, *, root: Path) -> None:
    """Drop a content that no row names any more, row and bytes.

    The bytes go while the turn is held: whoever stores the same content next waits for this transaction and writes them anew.
    """
    wait_turn("files")
    db.session.execute(sa.delete(FileContent).where(FileContent.sha256 == digest))
    path_of(root, digest).unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """The last part of whatever path a browser sent, without characters that file systems and headers trip over."""
    base = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(char for char in base if char.isprintable() and char not in '<>:"|?*')
    path = PurePath(kept)
    return (path.stem[:120] or "tệp") + path.suffix[:10]


def path_of(root: Path, digest: str) -> Path:
    return root / digest[:2] / digest


def _write_once(path: Path, content: bytes) -> None:
    """Complete or absent: the bytes reach the disk under another name first."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with beside.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)
