"""The programs that run side by side until somebody stops them: the web server and the scheduler."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux: what a child does before it starts, so that a killed parent leaves no server behind."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask_kernel() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask_kernel


@dataclass
class Children:
    """Starts programs, watches them together, stops them together."""

    folder: Path
    environment: Mapping[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str | Path]) -> None:
        """Start a program in a session of its own: Ctrl-C reaches us, and we stop it in order."""
        self.running[name] = subprocess.Popen(
            list(command),
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent(),
        )

    def dead(self) -> tuple[str, int] | None:
        """Name and exit code of a program that has ended by itself, if any."""
        ended = ((name, program.poll()) for name, program in self.running.items())
        return next(((name, code) for name, code in ended if code is not None), None)

    def stop(self) -> None:
        """Ask every program to end; end what has not after PATIENCE_SECONDS, with all it started."""
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, signal.SIG_IGN)  # a second Ctrl-C must not leave one half running
        for program in self.running.values():
            if program.poll() is None:
                program.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for program in self.running.values():
            try:
                program.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()
