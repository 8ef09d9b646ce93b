"""The running product on this machine: its address, its secret, its two programs."""

import contextlib
import errno
import os
import secrets
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.children import Children
from tools.environment import Environment
from tools.trouble import Trouble

START_SECONDS = 60.0
_LAST_PORT = 65535


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    @classmethod
    def chosen(cls, variables: Mapping[str, str]) -> "Address":
        """The address HOST and PORT name, if it is free. PORT=0 takes any free port. Raises Trouble."""
        host = variables.get("HOST") or "127.0.0.1"
        raw = variables.get("PORT") or "8000"
        if not (raw.isascii() and raw.isdigit() and int(raw) <= _LAST_PORT):
            raise Trouble(
                f"PORT phải là một số từ 1 đến {_LAST_PORT}, không phải “{raw}”.",
                f"PORT must be a number from 1 to {_LAST_PORT}, not “{raw}”.",
            )
        return cls(host, _claimable(host, int(raw)))

    @property
    def url(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "") else self.host  # nosec B104  # compared, not bound
        return f"http://{host}:{self.port}"


def _claimable(host: str, port: int) -> int:
    try:
        return _bound(host, port)
    except OSError as error:
        raise _port_trouble(error, host, port) from error


def _bound(host: str, port: int) -> int:
    """Bind as the web server will, let go, and return the port. Raises OSError."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        bound: int = probe.getsockname()[1]
        return bound


def _port_trouble(error: OSError, host: str, port: int) -> Trouble:
    if error.errno == errno.EADDRINUSE:
        other = _next_free(host, port)
        return Trouble(
            f"Cổng {port} đang có chương trình khác dùng; đề nghị chạy lại với PORT={other}.",
            f"Port {port} is taken by another program; run again with PORT={other}.",
        )
    return Trouble(
        f"Không mở được cổng {port} trên {host}: {error.strerror}.",
        f"Cannot listen on port {port} of {host}: {error.strerror}.",
    )


def _next_free(host: str, port: int) -> int:
    for candidate in range(port + 1, min(port + 50, _LAST_PORT)):
        with contextlib.suppress(OSError):
            return _bound(host, candidate)
    return _bound(host, 0)


def variables(environment: Environment, address: Address | None = None) -> dict[str, str]:
    """What the product's programs find in their environment: what the user set wins."""
    chosen = environment.variables()
    if not chosen.get("TASKBOARD_SECRET_KEY"):
        instance = Path(chosen.get("TASKBOARD_INSTANCE_DIR") or environment.root / "instance")
        chosen["TASKBOARD_SECRET_KEY"] = _secret_key(instance / "secret-key")
    if address and not chosen.get("TASKBOARD_BASE_URL"):
        chosen["TASKBOARD_BASE_URL"] = address.url
    return chosen


def _secret_key(path: Path) -> str:
    """This installation's own key: drawn on the first run, kept from then on, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()


@contextlib.contextmanager
def running(environment: Environment, address: Address) -> Iterator[Children]:
    """The web server, answering, and the scheduler, until the block is left; Ctrl-C and SIGTERM leave it quietly.

    Raises Trouble when one of them does not start.
    """
    children = Children(environment.root, variables(environment, address))
    try:
        children.start("web", _web_command(environment, address))
        children.start("scheduler", [environment.python, "-m", "flask", "scheduler", "run"])
        _wait_until_it_answers(children, address)
        yield children
    except KeyboardInterrupt:
        print("\nĐang dừng · Stopping", flush=True)
    finally:
        children.stop()


def _web_command(environment: Environment, address: Address) -> list[str | Path]:
    listening = [f"--bind={address.host}:{address.port}", "--workers=2", "--threads=4"]
    manners = ["--graceful-timeout=5", "--no-control-socket", "--log-level=warning"]
    return [environment.python, "-m", "gunicorn", *listening, *manners, "wsgi:app"]


def _wait_until_it_answers(children: Children, address: Address) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(f"{address.url}/healthz"):
        if ended := children.dead():
            raise stopped_by_itself(*ended)
        if time.monotonic() > deadline:
            raise Trouble(
                f"Máy chủ web chưa trả lời sau {START_SECONDS:.0f} giây.",
                f"The web server has not answered within {START_SECONDS:.0f} seconds.",
            )
        time.sleep(0.1)


def _answers(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def watch(children: Children) -> None:
    """Wait for ever. Raises Trouble when one of them ends by itself."""
    while True:
        if ended := children.dead():
            raise stopped_by_itself(*ended)
        time.sleep(0.2)


def stopped_by_itself(name: str, code: int) -> Trouble:
    """The sentence for a program that ended while it should have run."""
    vi, en = {"web": ("Máy chủ web", "The web server"), "scheduler": ("Bộ lịch", "The scheduler")}[name]
    return Trouble(
        f"{vi} đã tự dừng (mã {code}); các dòng ở trên nói lý do. Chương trình kia đã được dừng theo.",
        f"{en} stopped by itself (exit code {code}); the lines above say why. The other one was stopped too.",
    )
