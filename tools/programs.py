"""Run one program to its end, and say meanwhile that it is alive."""

import queue
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SILENCE_SECONDS = 5.0
KEPT_LINES = 12


def still_at_it(seconds: float) -> None:
    """Tell the reader that a silent program is still working."""
    print(f"    … đã {seconds:.0f} giây · {seconds:.0f} s so far", flush=True)


def _read_into(lines: "queue.Queue[str | None]", program: subprocess.Popen[str]) -> None:
    assert program.stdout is not None
    for line in program.stdout:
        lines.put(line.rstrip())
    lines.put(None)


def _follow(program: subprocess.Popen[str], hear: Callable[[str], None]) -> None:
    """Pass every line the program prints to `hear`; break a long silence with a sign of life."""
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read_into, args=(lines, program), daemon=True).start()
    started = time.monotonic()
    while True:
        try:
            line = lines.get(timeout=SILENCE_SECONDS)
        except queue.Empty:
            still_at_it(time.monotonic() - started)
            continue
        if line is None:
            return
        hear(line)


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str],
    hear: Callable[[str], None],
) -> tuple[int, list[str]]:
    """Run `command` in `folder`; return its exit code and the last lines it printed.

    However this function is left (Ctrl-C included), the program no longer runs.
    """
    kept: deque[str] = deque(maxlen=KEPT_LINES)

    def keep_and_hear(line: str) -> None:
        if line.strip():
            kept.append(line)
        hear(line)

    program = subprocess.Popen(
        list(command),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    try:
        _follow(program, keep_and_hear)
        return program.wait(), list(kept)
    finally:
        if program.poll() is None:
            program.terminate()
            program.wait()
