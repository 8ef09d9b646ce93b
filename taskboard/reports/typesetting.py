"""Typst, called so that words are only ever data: the sources are this package's own files, everything else is JSON.

No packages are fetched, no file but those given is read. The same data give the same bytes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

_HERE = Path(__file__).parent
_FONT_FOLDERS = (
    Path("/usr/share/fonts/truetype/msttcorefonts"),
    Path("/usr/share/fonts/truetype/liberation2"),
)
"""Faces known to hold all Vietnamese letters. Debian's first Liberation lies beside the second under the same name, lacks
them, and would be taken first."""


def known_faces() -> list[str]:
    """The folders of them that this machine has."""
    return [str(folder) for folder in _FONT_FOLDERS if folder.is_dir()]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Looked for once a process."""
    known = known_faces()
    return typst.Fonts(include_system_fonts=not known, include_embedded_fonts=True, font_paths=known)


@lru_cache(maxsize=8)
def _source(name: str) -> bytes:
    return (_HERE / name).read_bytes()


def typeset(
    main: str, files: dict[str, Any], *, made_at: datetime, format_: Literal["pdf", "png"] = "pdf"
) -> bytes:
    """Set the package's source `main` with JSON data by file name; a picture comes at 300 dots an inch."""
    given = {
        "main": _source(main),
        "charts.typ": _source("charts.typ"),
        **{name: json.dumps(data, ensure_ascii=False).encode() for name, data in files.items()},
    }
    stamp = int(made_at.astimezone(UTC).timestamp())
    if format_ == "png":
        return _compiled(given, format=format_, ppi=300.0, timestamp=stamp)
    try:
        return _compiled(given, format=format_, pdf_standards=["ua-1"], timestamp=stamp)
    except typst.TypstError:
        # A letter no face holds may be printed as a box, never be a reason to print nothing; UA-1 refuses it.
        return _compiled(given, format=format_, timestamp=stamp)


def _compiled(given: dict[str, bytes], **options: Any) -> bytes:
    written = typst.compile(given, font_paths=_fonts(), **options)
    if not isinstance(written, bytes):
        raise TypeError("one file was expected, more came")
    return written
