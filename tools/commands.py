"""One function per command of the Makefile."""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from tools import environment, programs, serving
from tools.environment import DEVELOPMENT, RUNTIME, Environment
from tools.serving import Address
from tools.trouble import Trouble, explained, program_failed

ROOT = Path(__file__).resolve().parent.parent

TRANSLATIONS = Path("taskboard") / "translations"
_EXTRACT = shlex.split(
    "-q extract -F pyproject.toml --no-location --sort-output --width 100 --project taskboard"
)
_UPDATE = shlex.split(
    "-q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100"
)

# Not .venv/bin/lint-imports: such a script breaks when the folder is moved; import-linter has no `python -m`.
_LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"

_SECURED = ["config.py", "wsgi.py", "taskboard", "tools"]  # a migration meets no request
_AUDIT = "known weaknesses"

# worksteal: neighbours stay together, so that what a folder shares is built once, not once a worker.
_WHOLE_SUITE = ["-q", "-n", "auto", "--dist", "worksteal"]

_SET_UP = "Thiết lập ban đầu, liên kết dùng một lần · First set-up, a one-time link:"


def main(arguments: Sequence[str]) -> int:
    """Run the command named by the first argument; return the exit code."""
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants us to outlive the terminal
        signal.signal(signal.SIGHUP, _as_ctrl_c)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    command = COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        print(f"python3 -m tools {{{'|'.join(COMMANDS)}}}", file=sys.stderr)
        return 2
    return _told(command)


def _as_ctrl_c(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _told(command: Callable[[], int]) -> int:
    """Run a command; turn what may be expected to go wrong into its sentence and exit code 1."""
    try:
        return command()
    except Trouble as trouble:
        trouble.tell()
    except OSError as error:
        trouble_or_none = explained(error, ROOT)
        if trouble_or_none is None:
            raise
        trouble_or_none.tell()
    except KeyboardInterrupt:
        print(
            "\nĐã dừng giữa chừng; lần sau làm tiếp. · Stopped half-way; the next run goes on.",
            file=sys.stderr,
        )
        return 130
    return 1


def demo() -> int:
    """The product with the sample city."""
    address = _address_unless_only_preparing()
    ready = environment.ready(ROOT, RUNTIME)
    _migrate(ready)
    _flask(ready, "demo", "load")
    accounts = _said_by_flask(ready, "demo", "accounts")
    if address is None:
        print("Đã sẵn sàng: make demo · Ready: make demo")
        return 0
    return _serve(ready, address, ["Tài khoản mẫu · Sample accounts:", *accounts])


def serve() -> int:
    """The product without the sample."""
    address = _address_unless_only_preparing()
    ready = environment.ready(ROOT, RUNTIME)
    _migrate(ready)
    if address is None:
        print("Đã sẵn sàng: make serve · Ready: make serve")
        return 0
    link = _said_by_flask(ready, "setup", "--if-needed", address=address)
    return _serve(ready, address, [_SET_UP, *link] if link else [])


def test() -> int:
    """The tests, spread over the processors; ARGS= is handed to pytest and runs on one."""
    ready = environment.ready(ROOT, DEVELOPMENT)
    chosen = shlex.split(os.environ.get("ARGS", ""))
    command: list[str | Path] = [ready.python, "-m", "pytest", *(chosen or _WHOLE_SUITE)]
    return _in_the_foreground(ready, command)


def lint() -> int:
    """Every check, also after one has failed, so that one run shows all there is to mend."""
    ready = environment.ready(ROOT, DEVELOPMENT)
    failed = [name for name, command in _checks(ready).items() if not _passes(ready, name, command)]
    if failed:
        print(f"\nKhông đạt: {', '.join(failed)} · Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def bench() -> int:
    """What was promised to be fast, each figure beside its limit; ARGS= chooses (docs/performance.md)."""
    ready = environment.ready(ROOT, DEVELOPMENT)
    chosen = shlex.split(os.environ.get("ARGS", ""))
    return _in_the_foreground(ready, [ready.python, "-m", "tests.bench", *chosen])


def translations() -> int:
    """Bring the English catalogue up to the words of the code: extract, update, compile."""
    ready = environment.ready(ROOT, DEVELOPMENT)
    with tempfile.TemporaryDirectory() as folder:
        for arguments in catalogue_steps(Path(folder) / "messages.pot"):
            _babel(ready, arguments)
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "demo": demo,
    "serve": serve,
    "test": test,
    "lint": lint,
    "bench": bench,
    "translations": translations,
}


def catalogue_steps(template: Path) -> list[list[str | Path]]:
    """What Babel is asked, in order: the code's messages into `template`, from there into the catalogue, compiled.

    Sorted and without places, so that a diff shows words that changed and nothing else; no English sentence is
    guessed from one that looks alike.
    """
    catalogue: list[str | Path] = ["-d", TRANSLATIONS, "-l", "en"]
    return [
        [*_EXTRACT, "-o", template, "taskboard"],
        [*_UPDATE, "-i", template, *catalogue],
        ["compile", "--statistics", *catalogue],
    ]


def _babel(ready: Environment, arguments: Sequence[str | Path]) -> None:
    """Run one of Babel's commands, showing what it says. Raises Trouble when it fails."""
    code, said = programs.run(
        [ready.python, "-m", "babel.messages.frontend", *arguments],
        folder=ready.root,
        environment=ready.variables(),
        hear=lambda line: print(f"    {line}", flush=True),
    )
    if code:
        raise program_failed(f"pybabel {' '.join(map(str, arguments))}", code, said, ready.root)


def _address_unless_only_preparing() -> Address | None:
    """Look at the port first: nobody should wait for an installation to learn that it is taken."""
    return None if os.environ.get("SERVE") == "0" else Address.chosen(os.environ)


def _migrate(ready: Environment) -> None:
    print("Cập nhật cơ sở dữ liệu · Bringing the database up to date", flush=True)
    _flask(ready, "db", "upgrade")


def _flask(ready: Environment, *arguments: str) -> None:
    """Run a flask command to its end, showing what it says. Raises Trouble when it fails."""
    _run_flask(ready, arguments, lambda line: print(f"    {line}", flush=True))


def _said_by_flask(ready: Environment, *arguments: str, address: Address | None = None) -> list[str]:
    """What a flask command says, line by line. Raises Trouble when it fails."""
    said: list[str] = []
    _run_flask(ready, arguments, said.append, address)
    return said


def _run_flask(
    ready: Environment,
    arguments: Sequence[str],
    hear: Callable[[str], None],
    address: Address | None = None,
) -> None:
    code, said = programs.run(
        [ready.python, "-m", "flask", *arguments],
        folder=ready.root,
        environment=serving.variables(ready, address),
        hear=hear,
    )
    if code:
        raise program_failed(f"flask {' '.join(arguments)}", code, said, ready.root / "instance")


def _serve(ready: Environment, address: Address, welcome: Sequence[str]) -> int:
    print("Khởi động máy chủ web và bộ lịch · Starting the web server and the scheduler", flush=True)
    with serving.running(ready, address) as children:
        print(f"\n  {address.url}")
        if welcome:
            heading, *rows = welcome
            print(f"\n  {heading}")
            print("\n".join(f"    {row}" for row in rows))
        print("\n  Ctrl-C để dừng · Ctrl-C stops it", flush=True)
        serving.watch(children)
    return 0


def _checks(ready: Environment) -> dict[str, list[str | Path]]:
    module: list[str | Path] = [ready.python, "-m"]
    return {
        "ruff check": [*module, "ruff", "check", "."],
        "ruff format": [*module, "ruff", "format", "--check", "."],
        "mypy": [*module, "mypy"],
        "import rules": [ready.python, "-c", _LINT_IMPORTS],
        "templates": [*module, "djlint", "taskboard", "--lint", "--quiet"],
        "security rules": [*module, "bandit", "-q", "-c", "pyproject.toml", "-r", *_SECURED],
        _AUDIT: [*module, "tools.audit"],
    }


def _passes(ready: Environment, name: str, command: Sequence[str | Path]) -> bool:
    started = time.monotonic()
    said: list[str] = []
    code, _ = programs.run(command, folder=ready.root, environment=ready.variables(), hear=said.append)
    print(f"{'✗' if code else '✓'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if code or name == _AUDIT:  # that it was skipped must be seen
        print("\n".join(f"    {line}" for line in said), flush=True)
    return not code


def _in_the_foreground(ready: Environment, command: Sequence[str | Path]) -> int:
    """Run a program on our own terminal (colours, Ctrl-C); return its exit code."""
    program = subprocess.Popen(command, cwd=ready.root, env=ready.variables())
    try:
        return program.wait()
    except KeyboardInterrupt:
        program.terminate()
        program.wait()
        raise
