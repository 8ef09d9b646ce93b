"""Write one document in a process of its own: `python -m taskboard.documents.writing pdf < document > file`.

What it needs of memory goes when it ends, no page that cannot be set stops the scheduler, and the web server's processes
never see it. A document of 5,000 tasks takes a DOCX about 100 MB and a PDF about 1 GB (typst holds every cell it has laid
out); the limit ends a larger one instead of the machine.
"""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic
from typing import IO

from taskboard.reports.content import OfficialDocument
from taskboard.reports.writing import FILE_KINDS

MEMORY_BYTES = 4 * 1024**3
LONGEST_SECONDS = 600.0
BEAT_SECONDS = 1.0
_ROOT = Path(__file__).resolve().parents[2]
_OUT_OF_MEMORY = ("MemoryError", "memory allocation of", "Cannot allocate memory")


class WritingFailed(Exception):
    """A key of `labels.REFUSALS`, or the process's last words."""


class Interrupted(Exception):
    """Whoever waited for the document wants it no more."""


def written(
    document: OfficialDocument,
    file_kind: str,
    *,
    goes_on: Callable[[], bool],
    memory_bytes: int = MEMORY_BYTES,
) -> bytes:
    """The document as a file. `goes_on` is asked every second. Raises WritingFailed, Interrupted."""
    with TemporaryFile() as given, TemporaryFile() as taken, TemporaryFile() as said:
        pickle.dump(document, given)
        given.seek(0)
        command = [sys.executable, "-m", "taskboard.documents.writing", file_kind, str(memory_bytes)]
        child = subprocess.Popen(command, stdin=given, stdout=taken, stderr=said, cwd=_ROOT)
        try:
            _wait(child, goes_on)
        finally:
            child.kill()
            child.wait()
        if child.returncode:
            raise WritingFailed(_trouble(child.returncode, said))
        taken.seek(0)
        return taken.read()


def _wait(child: subprocess.Popen[bytes], goes_on: Callable[[], bool]) -> None:
    ends_at = monotonic() + LONGEST_SECONDS
    while True:
        try:
            child.wait(BEAT_SECONDS)
            return
        except subprocess.TimeoutExpired:
            if not goes_on():
                raise Interrupted from None
            if monotonic() > ends_at:
                raise WritingFailed("document_too_slow") from None


def _trouble(returncode: int, said: IO[bytes]) -> str:
    """Ended by a signal, or out of memory: too large; else its last line."""
    said.seek(0)
    words = said.read().decode("utf-8", "replace").strip()
    if returncode < 0 or any(sign in words for sign in _OUT_OF_MEMORY):
        return "document_too_large"
    return words.rsplit("\n", 1)[-1] or f"exit {returncode}"


def main(file_kind: str, memory_bytes: str) -> None:
    os.nice(10)  # people who wait for a page go first
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    document = pickle.load(sys.stdin.buffer)  # nosec B301  # from the process that started this one, nobody else
    sys.stdout.buffer.write(FILE_KINDS[file_kind].write(document))


if __name__ == "__main__":
    main(*sys.argv[1:])
