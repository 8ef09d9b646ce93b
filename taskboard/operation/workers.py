"""Request times of several web processes in one place: the folder PROMETHEUS_MULTIPROC_DIR, a file a process.

The client library adds the files up when a monitor asks, and never removes one: a server that renews its workers for
months would read thousands. So whoever starts the workers folds the files of each that ended into one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
KINDS = ("counter", "histogram")
"""What we measure by; a sum of the ended is as right for them as a sum of the living."""
ENDED = 0
"""Stands where a file's name has the process: no process has this number."""


def folder_in(environ: Mapping[str, str]) -> Path:
    """Where the files go: as the environment says, else beside the data of the installation."""
    instance = environ.get("TASKBOARD_INSTANCE_DIR") or "instance"
    return Path(environ.get(VARIABLE) or Path(instance) / "metrics").resolve()


def begin(folder: Path) -> None:
    """Make the folder and remove what an earlier server left: counts begin with the server."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.db"):
        left.unlink(missing_ok=True)


def fold(folder: Path, process_id: int) -> None:
    """Add what an ended process counted to what the ended ones before it did, and remove its files."""
    for kind in KINDS:
        own = folder / f"{kind}_{process_id}.db"
        if own.is_file() and own.stat().st_size:
            _add(own, folder / f"{kind}_{ENDED}.db")
        own.unlink(missing_ok=True)


def _add(own: Path, sum_file: Path) -> None:
    # the library looks at the variable when it is first imported: not before gunicorn.conf.py has set it
    from prometheus_client.mmap_dict import MmapedDict

    together = MmapedDict(str(sum_file))  # type: ignore[no-untyped-call]
    try:
        for key, value, stamp, _position in MmapedDict.read_all_values_from_file(str(own)):  # type: ignore[no-untyped-call]
            before, _when = together.read_value(key)  # type: ignore[no-untyped-call]
            together.write_value(key, before + value, stamp)  # type: ignore[no-untyped-call]
    finally:
        together.close()  # type: ignore[no-untyped-call]
