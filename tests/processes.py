"""Real processes of the tests: a port nobody listens at, and an end for a process with all it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def end_group(leader: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Ask the process and its children to end (it was started in a session of its own); kill them when they do not."""
    os.killpg(leader.pid, signal.SIGTERM)
    try:
        leader.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(leader.pid, signal.SIGKILL)
        leader.wait(seconds)
