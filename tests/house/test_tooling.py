"""Two commands on a fresh machine: what they do, and the one sentence for what keeps them from it."""

from __future__ import annotations

import ast
import contextlib
import errno
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.checkout import FLASK, REPOSITORY, Checkout, Running, base_python, wheel
from tools import commands, environment, trouble
from tools.environment import Environment, PipProgress


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="module")
def first_start(checkout: Checkout) -> subprocess.CompletedProcess[str]:
    """`make demo SERVE=0` on a machine that has nothing yet."""
    return checkout.run("demo", SERVE="0")


@pytest.fixture(scope="module")
def prepared(checkout: Checkout, first_start: subprocess.CompletedProcess[str]) -> Checkout:
    """The checkout after its first start."""
    assert first_start.returncode == 0, first_start.stderr
    return checkout


@pytest.fixture
def serving(prepared: Checkout) -> Iterator[Running]:
    """`make demo` on that checkout, up and answering."""
    running = prepared.start("demo")
    try:
        running.wait_until_it_says("Ctrl-C")
        yield running
    finally:
        for pid in running.children():
            _kill(pid)
        _kill(running.program.pid)
        running.program.wait(10)
        assert running.program.stdout is not None
        running.program.stdout.close()


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def _sentences(said: str) -> tuple[str, str]:
    """The last two lines that are not make's own: Vietnamese, English."""
    lines = [line for line in said.strip().splitlines() if line and not line.startswith("make")]
    return lines[-2], lines[-1]


# --- setting up ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_first_start_shows_each_package_then_migrates_and_loads_the_sample(
    checkout: Checkout, first_start: subprocess.CompletedProcess[str]
) -> None:
    assert first_start.returncode == 0, first_start.stderr
    assert "[ 1/2] flask 1.0" in first_start.stdout
    assert "[ 2/2] gunicorn 1.0" in first_start.stdout
    assert checkout.said.read_text().splitlines()[:2] == ["flask db upgrade", "flask demo load"]


@pytest.mark.slow
def test_the_second_start_installs_nothing(prepared: Checkout) -> None:
    started = time.monotonic()
    second = prepared.run("demo", SERVE="0", PIP_FIND_LINKS="/nowhere")
    assert second.returncode == 0, second.stderr
    assert "[ 1/2]" not in second.stdout
    assert time.monotonic() - started < 5


@pytest.mark.slow
def test_a_linked_environment_is_let_go_and_its_owners_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of a checkout whose .venv is a link: what is made anew is the copy's own."""
    monkeypatch.setattr(venv.EnvBuilder, "_setup_pip", lambda *_: None)
    owners = tmp_path / "owner" / ".venv"
    copy = tmp_path / "copy"
    for folder in (owners, copy):
        folder.mkdir(parents=True)
    (owners / "in use").touch()
    (copy / ".venv").symlink_to(owners, target_is_directory=True)
    environment._make(Environment(copy))
    assert (owners / "in use").exists()
    assert not (copy / ".venv").is_symlink() and (copy / ".venv" / "bin" / "python").exists()


def test_changed_requirements_are_installed_again(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    assert checkout.run("serve", SERVE="0").returncode == 0
    wheel(checkout.wheels, "flask", FLASK, version="1.1")
    pins = checkout.root / "requirements.txt"
    pins.write_text(pins.read_text("utf-8").replace("flask==1.0", "flask==1.1"), "utf-8")
    again = checkout.run("serve", SERVE="0")
    assert "flask 1.1" in again.stdout
    assert "demo load" not in checkout.said.read_text(), "make serve must not load the sample"


@pytest.mark.slow
def test_a_moved_folder_gets_a_new_environment(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    assert checkout.run("serve", SERVE="0").returncode == 0
    checkout.root = checkout.root.rename(tmp_path / "moved")
    moved = checkout.run("serve", SERVE="0")
    assert moved.returncode == 0, moved.stderr
    assert "Creating the Python environment" in moved.stdout


@pytest.mark.slow
def test_the_secret_key_is_drawn_once_and_closed_to_others(prepared: Checkout) -> None:
    key = prepared.root / "instance" / "secret-key"
    drawn = key.read_text("ascii")
    assert len(drawn) >= 48
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    prepared.run("serve", SERVE="0")
    assert key.read_text("ascii") == drawn


# --- serving ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_demo_answers_and_names_its_address_and_the_sample_accounts(serving: Running) -> None:
    assert serving.get("/healthz") == 200
    assert f"http://127.0.0.1:{serving.port}" in serving.output
    assert "kinhte@namdinh.example taskboard" in serving.output


@pytest.mark.slow
@pytest.mark.parametrize("stands", [False, True])
def test_serving_an_empty_installation_prints_the_link_that_sets_it_up(
    prepared: Checkout, stands: bool
) -> None:
    running = prepared.start("serve", **({"STANDS": "yes"} if stands else {}))
    try:
        running.wait_until_it_says("Ctrl-C")
        link = f"http://127.0.0.1:{running.port}/setup/once"
        assert (link in running.output) is not stands
        assert f"http://127.0.0.1:{running.port}\n" in running.output
    finally:
        running.end()


@pytest.mark.slow
@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_web_and_scheduler(serving: Running, signum: int) -> None:
    below = serving.children()
    assert len(below) >= 2
    serving.end(signum)
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]
    assert not serving.is_listening()
    assert "Traceback" not in serving.output


@pytest.mark.slow
def test_when_the_web_server_dies_the_scheduler_is_stopped_and_it_is_said(serving: Running) -> None:
    below = serving.children()
    serving.get_quietly("/die")
    assert serving.wait() != 0
    assert "The web server stopped by itself (exit code 7)" in serving.output
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_killed_tool_leaves_no_server_behind(serving: Running) -> None:
    (tool,) = [pid for pid in serving.children() if _command_line(pid).endswith("-m tools demo")]
    os.kill(tool, signal.SIGKILL)
    assert _until(lambda: not serving.is_listening())


def _command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()


# --- what may be wrong --------------------------------------------------------------------------------------------


def test_a_taken_port_is_told_before_anything_is_installed(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = checkout.run("demo", PORT=str(port))
    vietnamese, english = _sentences(refused.stderr)
    assert refused.returncode != 0
    assert vietnamese.startswith(f"Cổng {port} đang có chương trình khác dùng")
    assert re.fullmatch(rf"Port {port} is taken by another program; run again with PORT=\d+\.", english)
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize("port", ["abc", "70000", "-1", "८०००"])
def test_a_port_that_is_no_port(tmp_path: Path, port: str) -> None:
    refused = Checkout(tmp_path).run("demo", PORT=port)
    assert refused.returncode != 0
    assert "PORT must be a number from 1 to 65535" in refused.stderr


def test_the_door_parses_on_an_old_python() -> None:
    ast.parse((REPOSITORY / "tools" / "__main__.py").read_text("utf-8"), feature_version=(3, 6))
    assert '"""' in (REPOSITORY / "tools" / "__init__.py").read_text("utf-8")


@pytest.mark.parametrize("minor", range(6, 11))
def test_an_old_python_says_it_is_too_old(tmp_path: Path, minor: int) -> None:
    old = _old_python(minor)
    ran = subprocess.run(
        [old, "-m", "tools", "demo"],
        cwd=Checkout(tmp_path).root,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 1
    assert f"Python 3.{minor} is too old: Taskboard needs Python 3.11 or newer." in ran.stderr


def _old_python(minor: int) -> str:
    candidates = [
        shutil.which(f"python3.{minor}"),
        *Path("~/.pyenv/versions").expanduser().glob(f"3.{minor}.*/bin/python3"),
    ]
    for candidate in candidates:
        if (
            candidate
            and subprocess.run([candidate, "-c", ""], capture_output=True, check=False).returncode == 0
        ):
            return str(candidate)
    pytest.skip(f"no Python 3.{minor} on this machine")


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_how_to_get_it(tmp_path: Path, missing: str) -> None:
    checkout = Checkout(tmp_path)
    (tmp_path / "sitecustomize.py").write_text(f"import sys; sys.modules[{missing!r}] = None")
    refused = checkout.run("demo", SERVE="0", PYTHONPATH=str(tmp_path))
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    vietnamese, english = _sentences(refused.stderr)
    assert "thiếu mô-đun" in vietnamese
    assert re.search(r"apt install python3[.\d]*-venv", english)


@pytest.mark.slow
def test_no_network_shows_what_pip_said_and_the_sentence(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    nowhere = f"http://127.0.0.1:{_closed_port()}/simple"
    refused = checkout.run(
        "demo", SERVE="0", PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL=nowhere, PIP_RETRIES="0"
    )
    assert refused.returncode != 0
    assert "  │ " in refused.stderr
    assert _sentences(refused.stderr)[1].startswith(
        "Python packages cannot be fetched: the first run needs a network"
    )
    assert not (checkout.root / ".venv" / "installed.json").exists()


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.slow
@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        ("database or disk is full", "The disk is full"),
        ("attempt to write a readonly database", "Cannot write to"),
        ("no such table: task", "“flask db upgrade” failed (exit code 3)"),
    ],
)
def test_a_failing_step_shows_its_last_lines_and_the_sentence(
    prepared: Checkout, failure: str, sentence: str
) -> None:
    refused = prepared.run("demo", SERVE="0", FAIL="db upgrade", FAIL_WITH=failure)
    assert refused.returncode != 0
    assert f"    sqlite3.OperationalError: {failure}" in refused.stdout
    assert _sentences(refused.stderr)[1].startswith(sentence)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EROFS, "Cannot write to /there"),
    ],
)
def test_an_error_of_the_disk_gets_its_sentence(number: int, sentence: str) -> None:
    told = trouble.explained(OSError(number, os.strerror(number), "/there"), Path("/here"))
    assert told is not None
    assert told.sentence_en.startswith(sentence)


def test_an_error_nobody_foresaw_keeps_its_traceback() -> None:
    assert trouble.explained(OSError(errno.EIO, "input/output error"), Path("/here")) is None


def test_an_unwritable_folder_is_named() -> None:
    with _folder_open_to_all() as folder:
        checkout = Checkout(folder / "shop")
        _close(checkout.root)
        refused = _as_somebody_else("demo", checkout)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert f"Cannot write to {checkout.root / '.venv'}" in refused.stderr


@contextlib.contextmanager
def _folder_open_to_all() -> Iterator[Path]:
    """A folder another user can reach; pytest's own are closed to all but us."""
    with tempfile.TemporaryDirectory(prefix="taskboard-tooling-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _close(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def _as_somebody_else(command: str, checkout: Checkout) -> subprocess.CompletedProcess[str]:
    """Run as a user whom permissions bind (root writes everywhere), with a Python that user may run."""
    nobody = 65534 if os.geteuid() == 0 else None
    for python in (base_python(), "/usr/bin/python3.11", "/usr/bin/python3.12", "/usr/bin/python3.13"):
        with contextlib.suppress(PermissionError, FileNotFoundError):
            return subprocess.run(
                [python, "-m", "tools", command],
                cwd=checkout.root,
                env=checkout.variables(SERVE="0"),
                user=nobody,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
    pytest.skip("no Python 3.11 that another user may run")


# --- small pieces -------------------------------------------------------------------------------------------------


def test_pip_is_retold_as_one_line_a_package(capsys: pytest.CaptureFixture[str]) -> None:
    progress = PipProgress(total=3)
    for line in (
        "Collecting psycopg[binary]==3.3.9 (from -r requirements.txt (line 9))",
        "  Downloading psycopg-3.3.9-py3-none-any.whl (200 kB)",
        "Collecting psycopg==3.3.9",
        "Requirement already satisfied: flask==3.1.3 in ./.venv/lib/python3.11/site-packages",
        "Processing /shelf/Flask_Babel-4.0.0-py3-none-any.whl (from -r requirements.txt (line 5))",
        "Collecting flask-babel==4.0.0",
        "Installing collected packages: psycopg",
    ):
        progress.hear(line)
    assert capsys.readouterr().out.splitlines() == [
        "    [ 1/3] psycopg 3.3.9",
        "    [ 2/3] flask 3.1.3",
        "    [ 3/3] Flask_Babel 4.0.0",
        "    Ghi vào .venv · Writing to .venv",
    ]


def test_development_requirements_hold_every_runtime_pin() -> None:
    """The stamp of requirements-dev.txt counts for requirements.txt too: that must be true."""
    runtime = _pins("requirements.txt")
    development = _pins("requirements-dev.txt")
    assert runtime
    assert runtime.items() <= development.items()


def _pins(name: str) -> dict[str, str]:
    lines = (REPOSITORY / name).read_text("utf-8").splitlines()
    pinned = (line.partition("==") for line in lines if "==" in line)
    return {name.partition("[")[0]: version.strip() for name, _, version in pinned}


def test_every_requirement_is_pinned() -> None:
    for name in (environment.RUNTIME, environment.DEVELOPMENT):
        for line in (REPOSITORY / name).read_text("utf-8").splitlines():
            assert not line.strip() or line.lstrip().startswith("#") or "==" in line, f"{name}: {line}"


def test_make_alone_explains_every_command() -> None:
    told = subprocess.run(["make"], cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=True).stdout
    for command in commands.COMMANDS:
        assert f"make {command} " in told
