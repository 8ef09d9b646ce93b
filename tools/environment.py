"""The virtual environment: made once, filled from pinned requirements, refilled only when those change."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import programs
from tools.trouble import Trouble, pip_failed, program_failed

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
# requirements-dev.in begins with `-r requirements.txt`: whoever installed the second has the first.
_COVERS = {RUNTIME: (RUNTIME,), DEVELOPMENT: (RUNTIME, DEVELOPMENT)}

_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==", re.MULTILINE)
_COLLECTING = re.compile(
    r"(?:Collecting|Requirement already satisfied:) (?P<name>[\w.-]+)(?:\[[^]]*\])?==(?P<version>\S+)"
    r"|Processing (?:\S*/)?(?P<file_name>[^\s/-]+)-(?P<file_version>[^\s/-]+)-\S+\.whl"  # from a local folder of wheels
)
_WORTH_SHOWING = ("WARNING: Retrying", "ERROR:", "  Building wheel")


@dataclass(frozen=True)
class Environment:
    """The `.venv` of a checkout. `root` is the checkout's folder."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        return self.folder / "installed.json"

    def variables(self) -> dict[str, str]:
        """The environment variables a program in this virtual environment runs with."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
        return kept | {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{kept.get('PATH', os.defpath)}",
            "VIRTUAL_ENV": str(self.folder),
            "FLASK_APP": "wsgi:app",
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }


def ready(root: Path, requirements: str) -> Environment:
    """The environment with everything `requirements` pins; makes and fills it when it must.

    Raises Trouble when the machine does not allow it.
    """
    environment = Environment(root)
    with _one_at_a_time(root):
        if not _works(environment):
            _make(environment)
        if not _is_filled(environment, requirements):
            _fill(environment, requirements)
    return environment


@contextlib.contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Two terminals that start together must not fill one environment at once."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _works(environment: Environment) -> bool:
    """Whether the environment's Python runs, is the one it was filled for, and stands where it was made."""
    if not environment.python.exists():
        return False
    if (made_in := _stamped(environment).get("made_in")) and made_in != str(environment.folder):
        return False
    probe: list[str | Path] = [
        environment.python,
        "-c",
        "import sys, pip; sys.exit(sys.version_info < (3, 11))",
    ]
    try:
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make(environment: Environment) -> None:
    try:
        import ensurepip  # noqa: F401  Debian ships venv without it
    except ModuleNotFoundError as missing:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            f"Python {version} này thiếu mô-đun venv; trên Debian: apt install python{version}-venv.",
            f"This Python {version} lacks the venv module; on Debian: apt install python{version}-venv.",
        ) from missing
    if environment.folder.is_symlink():
        environment.folder.unlink()  # clearing would empty the environment of another checkout, which others run from
    print("Tạo môi trường Python trong .venv · Creating the Python environment in .venv", flush=True)
    try:
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=True).create(environment.folder)
    except subprocess.CalledProcessError as failure:
        said = _last_lines(failure.output)
        trouble = program_failed("python3 -m venv", failure.returncode, said, environment.folder)
        raise trouble.showing(said) from failure


def _last_lines(output: bytes | None) -> list[str]:
    return (output or b"").decode("utf-8", "replace").splitlines()[-programs.KEPT_LINES :]


def _stamped(environment: Environment) -> dict[str, str]:
    try:
        content = json.loads(environment.stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _hashes(root: Path, requirements: str) -> dict[str, str]:
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in _COVERS[requirements]}


def _is_filled(environment: Environment, requirements: str) -> bool:
    return _hashes(environment.root, requirements).items() <= _stamped(environment).items()


def _fill(environment: Environment, requirements: str) -> None:
    total = len(set(_PIN.findall((environment.root / requirements).read_text("utf-8"))))
    print(f"Cài {total} gói từ {requirements} · Installing {total} packages from {requirements}", flush=True)
    command: list[str | Path] = [
        environment.python,
        "-m",
        "pip",
        "install",
        "--progress-bar=off",
        "-r",
        requirements,
    ]
    quiet = {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    environment.stamp.unlink(missing_ok=True)
    code, said = programs.run(
        command,
        folder=environment.root,
        environment=environment.variables() | quiet,
        hear=PipProgress(total).hear,
    )
    if code:
        raise pip_failed(code, said, environment.folder).showing(said)
    stamp = _hashes(environment.root, requirements) | {"made_in": str(environment.folder)}
    environment.stamp.write_text(json.dumps(stamp, indent=1), "utf-8")


class PipProgress:
    """Turns what pip says into one short line a package."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.seen: set[str] = set()

    def hear(self, line: str) -> None:
        """Print what a person who waits wants to know of one line of pip."""
        if found := _COLLECTING.match(line):
            self._count(found["name"] or found["file_name"], found["version"] or found["file_version"])
        elif line.startswith("Installing collected packages"):
            print("    Ghi vào .venv · Writing to .venv", flush=True)
        elif line.startswith(_WORTH_SHOWING):
            print(f"    pip: {line.strip()}", flush=True)

    def _count(self, name: str, version: str) -> None:
        canonical = name.lower().replace("_", "-")
        if canonical not in self.seen:
            self.seen.add(canonical)
            print(f"    [{len(self.seen):>2}/{self.total}] {name} {version}", flush=True)
