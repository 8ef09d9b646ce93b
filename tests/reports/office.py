"""A DOCX as another program sees it: LibreOffice opens, prints and saves it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.reports.layout import opened, text_of

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def words(content: bytes) -> list[str]:
    """Every line that says something."""
    return [line for line in text_of(opened(content)).split("\n") if line]


def converted(content: bytes, kind: str, folder: Path) -> bytes:
    """The file as LibreOffice writes it: `docx` again, or printed as `pdf`."""
    given = folder / "report.docx"
    given.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder / kind),
        str(given),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / kind / f"report.{kind}").read_bytes()
