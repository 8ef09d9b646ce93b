"""A small product in a folder of its own, to see `make demo` and its like set up, run, stop and fail for real.

Its `flask` and `gunicorn` are two packages of a dozen lines, installed by a real pip from a folder of wheels:
no network, no application, seconds instead of minutes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

from tests.processes import free_port

REPOSITORY = Path(__file__).resolve().parents[2]

FLASK = """
import os, signal, sys, time
words = " ".join(sys.argv[1:])
with open(os.environ["SAID"], "a") as said:
    said.write("flask " + words + "\\n")
if words == os.environ.get("FAIL"):
    print("sqlite3.OperationalError: " + os.environ["FAIL_WITH"])
    sys.exit(3)
if words == "demo accounts":
    print("kinhte@namdinh.example taskboard")
if words == "setup --if-needed" and not os.environ.get("STANDS"):
    print(os.environ["TASKBOARD_BASE_URL"] + "/setup/once")
if words == "scheduler run":
    while True:
        time.sleep(0.1)
"""

GUNICORN = """
import http.server, os, sys, threading
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()
        if self.path == "/die":
            threading.Timer(0.1, os._exit, [7]).start()
    def log_message(self, *arguments):
        pass
bind = next(word for word in sys.argv if word.startswith("--bind="))
host, _, port = bind.removeprefix("--bind=").partition(":")
http.server.ThreadingHTTPServer((host, int(port)), Page).serve_forever()
"""


def wheel(folder: Path, name: str, main: str, version: str = "1.0") -> None:
    """Write a wheel whose package `name` runs `main` by `python -m name`."""
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}/__main__.py", main)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


class Checkout:
    """A folder with the product's own Makefile and tools, and the two small packages."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "taskboard"
        self.wheels = folder / "wheels"
        self.said = folder / "said.txt"
        self.wheels.mkdir(parents=True)
        self.root.mkdir()
        shutil.copytree(
            REPOSITORY / "tools", self.root / "tools", ignore=shutil.ignore_patterns("__pycache__")
        )
        shutil.copy(REPOSITORY / "Makefile", self.root)
        wheel(self.wheels, "flask", FLASK)
        wheel(self.wheels, "gunicorn", GUNICORN)
        (self.root / "requirements.txt").write_text("flask==1.0\n    # via nothing\ngunicorn==1.0\n", "utf-8")

    def variables(self, **chosen: str) -> dict[str, str]:
        """A bare machine's environment: no settings of ours, no package index."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("TASKBOARD_", "PIP_"))
        }
        for name in ("PORT", "HOST", "SERVE", "MAKEFLAGS", "MAKELEVEL", "PYTHONWARNINGS"):
            kept.pop(name, None)
        bare = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PIP_CONFIG_FILE": os.devnull}
        return kept | bare | {"SAID": str(self.said)} | chosen

    def run(self, command: str, **chosen: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the Makefile to its end."""
        return subprocess.run(
            self._make(command),
            cwd=self.root,
            env=self.variables(**chosen),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def start(self, command: str, **chosen: str) -> Running:
        """Start a command of the Makefile that serves, and wait until it does."""
        port = int(chosen.setdefault("PORT", str(free_port())))
        program = subprocess.Popen(
            self._make(command),
            cwd=self.root,
            env=self.variables(**chosen),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        return Running(program, port)

    def _make(self, command: str) -> list[str]:
        return ["make", "--no-print-directory", command, f"PYTHON={base_python()}"]


def base_python() -> str:
    """The Python outside any virtual environment: what a fresh machine has."""
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}")


class Running:
    """A served product; what it printed stands in `output` once it has ended."""

    def __init__(self, program: subprocess.Popen[str], port: int) -> None:
        self.program = program
        self.port = port
        self.output = ""

    def wait_until_it_says(self, words: str, seconds: float = 60) -> None:
        assert self.program.stdout is not None
        deadline = time.monotonic() + seconds
        while words not in self.output:
            assert time.monotonic() < deadline, self.output
            line = self.program.stdout.readline()
            assert line, f"ended without saying {words!r}:\n{self.output}"
            self.output += line

    def get(self, path: str) -> int:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
            status: int = response.status
            return status

    def get_quietly(self, path: str) -> None:
        """Ask for a page that may never be answered."""
        with contextlib.suppress(OSError):
            self.get(path)

    def end(self, signum: int = signal.SIGTERM) -> int:
        """Send a signal to the whole terminal session's front (as Ctrl-C does) and return make's exit code."""
        os.killpg(self.program.pid, signum)
        return self.wait()

    def wait(self) -> int:
        rest, _ = self.program.communicate(timeout=30)
        self.output += rest
        return self.program.returncode

    def children(self) -> list[int]:
        """Process ids of what the tool started, from /proc."""
        return _descendants(self.program.pid)

    def is_listening(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *_descendants(int(child))]
    return found
