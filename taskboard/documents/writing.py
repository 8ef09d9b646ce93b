"""Write one document in a process of its own: `python -m taskboard.documents.writing pdf < document > file`.

What it needs of memory goes when it ends, no page that cannot be set stops the scheduler, and the web server's processes
never see it. A table of 5,000 tasks takes a DOCX about 100 MB and a PDF about 900 MB: typst holds every cell of a document
it has laid out, 19 KB each, an empty one 9 KB, whatever is in it. So the guard asks first: what would need more than the
limit, or than the machine has left, is not begun, and the page says that the DOCX takes a fraction of it; should the
estimate be wrong, the limit ends that process alone.
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

from taskboard.reports.content import OfficialDocument, Table
from taskboard.reports.writing import FILE_KINDS

MEMORY_BYTES = 4 * 1024**3
MB = 1024**2
START_BYTES = 100 * MB
"""What the process takes before its first cell."""
CELL_BYTES = {"pdf": 20 * 1024, "docx": 1024}
"""What a cell of a table takes at most while it is written, as `make bench ARGS=documents` measures."""
KEPT_BYTES = 100 * MB
"""Of what the machine has left, for everything else on it."""
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
    if expected_bytes(document, file_kind) > min(memory_bytes, _left() - KEPT_BYTES):
        raise WritingFailed("document_too_large")
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


def expected_bytes(document: OfficialDocument, file_kind: str) -> int:
    """The memory its writing takes, judged by the cells of its tables."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    cells = sum(len(table.columns) * len(table.lines) for table in tables)
    return START_BYTES + cells * CELL_BYTES[file_kind]


def _left() -> int:
    """Bytes the machine, or the container, can still give; of a system that does not say, no limit."""
    return min(_machine_left(), _container_left())


def _machine_left() -> int:
    words = _said_by("/proc/meminfo").split()
    at = words.index("MemAvailable:") if "MemAvailable:" in words else -1
    return int(words[at + 1]) * 1024 if at >= 0 else sys.maxsize


def _container_left() -> int:
    limit, used = (_said_by(f"/sys/fs/cgroup/memory.{name}").strip() for name in ("max", "current"))
    return int(limit) - int(used) if limit.isdecimal() and used.isdecimal() else sys.maxsize


def _said_by(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


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
