"""What gunicorn does beside serving, wherever it is started from this folder: `make serve`, systemd, a container.

Addresses, workers and time limits stand where it is started. A name here that gunicorn knows would be a setting.
"""

from __future__ import annotations

import os
from typing import Any

from taskboard.operation.workers import VARIABLE, begin, fold, folder_in

FOLDER = folder_in(os.environ)
os.environ[VARIABLE] = str(FOLDER)  # before anybody imports the client library


def on_starting(_server: Any) -> None:
    """Counts of requests begin with the server."""
    begin(FOLDER)


def child_exit(_server: Any, worker: Any) -> None:
    """What a worker counted outlives it, however it ended."""
    fold(FOLDER, worker.pid)
