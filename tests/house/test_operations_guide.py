"""docs/operations.md, word by word: each command, file, key and address it names is there, and the files beside it hold."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from config import Settings
from tests.house.checkout import REPOSITORY

if TYPE_CHECKING:
    from flask import Flask

GUIDE = (REPOSITORY / "docs/operations.md").read_text("utf-8")
DEPLOY = REPOSITORY / "docs/deploy"
FILES = {path.name: path.read_text("utf-8") for path in DEPLOY.iterdir() if path.is_file()}
BLOCKS = [line.strip() for line in GUIDE.splitlines() if line.startswith("    ")]
QUOTED = re.findall(r"`([^`]+)`", GUIDE)
SAID = [*BLOCKS, *QUOTED]
PROGRAMS = frozenset(
    """apt adduser git python3 install chmod chgrp chown cp ln nginx systemctl sudo cd printf docker certbot
    df dmesg journalctl timedatectl cat taskboard flask""".split()
)
"""What Debian, its packages of the guide's first lines, or we ourselves bring."""


def commands(word: str) -> list[list[str]]:
    """What follows this program's name, wherever the guide says it."""
    found = (re.search(rf"(?:^|\s|exec \w+ ){word} ([a-z].*)", said) for said in SAID)
    return [one[1].split() for one in found if one]


OURS = commands("taskboard") + commands("flask")


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_each_command_of_ours_is_one(app: Flask, words: list[str]) -> None:
    node: click.Command = app.cli
    context = click.Context(node)
    for place, word in enumerate(words):
        if isinstance(node, click.Group):
            inner = node.get_command(context, word)
            assert inner is not None, f"{word} in {' '.join(words)}"
            node = inner
            continue
        given = [option for option in words[place:] if option.startswith("--")]
        known = {name for parameter in node.params for name in parameter.opts}
        assert set(given) <= known, words
        break
    assert not isinstance(node, click.Group), "half a command"


def test_each_line_begins_with_a_program_that_is_brought() -> None:
    lines = [line for line in BLOCKS if not re.match(r"[A-Z_]+=", line)]
    firsts = [part.split()[0] for line in lines for part in re.split(r" && | \| ", line)]
    assert {
        first for first in firsts if first not in PROGRAMS and not first.startswith((".venv/", "/opt/"))
    } == set()


def test_each_key_is_read_by_the_configuration() -> None:
    known = set(re.findall(r"TASKBOARD_[A-Z_]+", (REPOSITORY / "config.py").read_text("utf-8")))
    everywhere = [GUIDE, *FILES.values()]
    named = {key for text in everywhere for key in re.findall(r"TASKBOARD_[A-Z_]+[A-Z]", text)}
    assert {key for key in named if key not in known} == set()


def test_the_settings_of_the_guide_are_taken() -> None:
    lines = [line for line in BLOCKS if re.match(r"TASKBOARD_[A-Z_]+=", line) and "OIDC" not in line]
    given = dict(line.split("=", 1) for line in lines)
    settings = Settings.from_environment({**given, "TASKBOARD_SECRET_KEY": "k" * 40})
    assert settings.is_https
    assert settings.trusted_proxies == 1
    assert settings.logs_json


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"/opt/taskboard/([\w./-]+\w)", GUIDE + "".join(FILES.values()))))
)
def test_each_file_of_the_code_is_there(path: str) -> None:
    made_by_the_guide = (".venv", "docs/deploy/secrets")
    assert path.startswith(made_by_the_guide) or (REPOSITORY / path).exists()


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", GUIDE))
def test_each_link_leads_somewhere(target: str) -> None:
    assert (REPOSITORY / "docs" / target).exists()


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics", "/sign-in", "/settings"])
def test_each_address_is_answered(app: Flask, address: str) -> None:
    assert f"`{address}" in GUIDE or address in FILES["nginx.conf"]
    assert address in {rule.rule for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("name", re.findall(r"taskboard_[a-z_]+", GUIDE))
def test_each_figure_to_watch_is_told_before_anything_ever_ran(app: Flask, name: str) -> None:
    """With a number: an alarm on a figure that is absent never goes off."""
    told = re.search(rf"^{name}(?:{{.*}})? (\S+)$", app.test_client().get("/metrics").text, re.MULTILINE)
    assert told is not None
    assert float(told[1]) >= 0


# --------------------------------------------------------------------------------------- its commands, with its settings

SETTINGS = [line for line in BLOCKS if re.match(r"TASKBOARD_[A-Z_]+=", line)]
AWKWARD = {
    "TASKBOARD_SECRET_KEY": "k$HOME`id`\\n*;'\"x#=" * 3,
    "TASKBOARD_OIDC_NAME": "tài  khoản “của” $(cơ quan) ",
}


def _program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def by_script(tmp_path: Path) -> Path:
    """The guide's script among stand-ins: `id` and `sudo` play the change of user, `flask` tells what reaches it."""
    _program(tmp_path, "id", '#!/bin/sh\necho "${PLAYED_USER:-root}"\n')
    _program(
        tmp_path,
        "sudo",
        f'#!/bin/sh\necho "$@" >> {tmp_path}/typed\nshift 3\nPLAYED_USER=taskboard exec "$@"\n',
    )
    flask = _program(
        tmp_path,
        "flask",
        f"#!{sys.executable}\nimport json, os, sys\nprint(json.dumps([sys.argv[1:], dict(os.environ, UMASK=oct(os.umask(0)))]))\n",
    )
    text = FILES["taskboard"].replace("/etc/taskboard/env", str(tmp_path / "env"))
    return _program(tmp_path, "taskboard", text.replace("/opt/taskboard/.venv/bin/flask", str(flask)))


def _said(script: Path, shell: str, *words: str) -> tuple[list[str], dict[str, str]]:
    ran = subprocess.run(
        [shell, script, *words],
        env={"PATH": f"{script.parent}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    arguments, environment = json.loads(ran.stdout)
    return arguments, environment


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_script_hands_on_each_setting_whole_and_none_on_a_command_line(
    by_script: Path, shell: str
) -> None:
    lines = [*SETTINGS, *(f"{key}={value}" for key, value in AWKWARD.items())]
    file = ["# a remark", "; another", "", *lines, 'TASKBOARD_REPLY_TO="theo doi+*@example.vn"']
    (by_script.parent / "env").write_text("\n".join(file), "utf-8")  # the last line has no end
    arguments, environment = _said(by_script, shell, "accounts", "create", "--full-name", "Trần Văn  Bình")
    assert arguments == [
        *("--app", "/opt/taskboard/wsgi.py"),
        *("accounts", "create", "--full-name", "Trần Văn  Bình"),
    ]
    given = dict(line.split("=", 1) for line in lines) | {"TASKBOARD_REPLY_TO": "theo doi+*@example.vn"}
    assert {key: environment[key] for key in environment if key.startswith("TASKBOARD_")} == given
    assert environment["UMASK"] == "0o27", "what it writes is closed to others, as what the services write"
    assert " " in given["TASKBOARD_BODY_NAME"] and "<" in given["TASKBOARD_MAIL_FROM"]
    typed = (by_script.parent / "typed").read_text("utf-8")
    assert typed.startswith("-u taskboard -- ")
    assert [key for key, value in given.items() if key in typed or (len(value) > 12 and value in typed)] == []


def test_an_archive_is_named_where_the_services_user_may_write() -> None:
    """The folder the guide gives to that user; the one above it is root's."""
    folder = next(line.split("=", 1)[1] for line in SETTINGS if line.startswith("TASKBOARD_BACKUP_DIR="))
    archives = {found for said in SAID if ".zip" in said for found in re.findall(r"/mnt/[\w/-]+", said)}
    assert len(archives) >= 3
    assert {archive for archive in archives if not archive.startswith(f"{folder}/")} == set()
    assert f"install -d -m 750 -o taskboard -g taskboard {folder}" in BLOCKS
    assert "chmod 750 /var/lib/taskboard" in BLOCKS, "adduser leaves it open to everybody on the machine"


def test_the_script_is_the_one_the_guide_installs() -> None:
    assert "install -m 755 /opt/taskboard/docs/deploy/taskboard /usr/local/bin/taskboard" in BLOCKS
    assert re.search(r'flask --app /opt/taskboard/wsgi.py "\$@"$', FILES["taskboard"].strip())


# ------------------------------------------------------------------------------------------------- the files beside it


def unit(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(FILES[f"taskboard-{name}.service"])
    return parser["Service"]


@pytest.mark.parametrize("name", ["web", "scheduler"])
def test_a_service_may_write_its_data_and_nothing_else(name: str) -> None:
    service = unit(name)
    assert service["ProtectSystem"] == "strict"
    assert "/var/lib/taskboard" in service["ReadWritePaths"]
    backup = re.search(r"TASKBOARD_BACKUP_DIR=(\S+)", GUIDE)
    assert backup is not None
    assert (f"-{backup[1]}" in service["ReadWritePaths"].split()) == (name == "scheduler")
    assert service["EnvironmentFile"] == "/etc/taskboard/env"
    assert service["NoNewPrivileges"] == "yes"


def test_what_services_start_is_what_the_guide_installs(app: Flask) -> None:
    words = unit("scheduler")["ExecStart"].split()
    assert words[:3] == ["/opt/taskboard/.venv/bin/flask", "--app", "wsgi.py"]
    scheduler = app.cli.commands[words[3]]
    assert isinstance(scheduler, click.Group)
    assert words[4] in scheduler.commands
    web = unit("web")["ExecStart"].split()
    checked = [sys.executable, "-m", "gunicorn", "--check-config", *web[1:]]
    environment = {"PATH": "/usr/bin:/bin", "TASKBOARD_INSTANCE_DIR": app.instance_path}
    ran = subprocess.run(
        checked, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
@pytest.mark.parametrize("name", ["web", "scheduler"])
def test_systemd_understands_the_unit_and_finds_little_exposed(name: str, tmp_path: Path) -> None:
    text = FILES[f"taskboard-{name}.service"]
    text = text.replace("/opt/taskboard/.venv/bin", str(Path(sys.executable).parent))
    text = text.replace("WorkingDirectory=/opt/taskboard", f"WorkingDirectory={tmp_path}")
    text = re.sub(r"^(User|Group|EnvironmentFile)=.*\n", "", text, flags=re.MULTILINE)
    there = tmp_path / f"taskboard-{name}.service"
    there.write_text(text, "utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", there],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    complaints = [line for line in verified.stderr.splitlines() if there.name in line]
    assert complaints == []


def test_nginx_takes_what_a_report_may_carry() -> None:
    limits = Settings()
    allowed = re.search(r"client_max_body_size (\d+)m;", FILES["nginx.conf"])
    assert allowed is not None
    assert int(allowed[1]) * 1024 * 1024 >= limits.max_file_bytes * limits.max_files_per_report
    assert FILES["nginx.conf"].count("{") == FILES["nginx.conf"].count("}")


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here")
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    text = re.sub(r"\s*ssl_certificate(_key)? .*", "", FILES["nginx.conf"]).replace(" ssl http2;", ";")
    (tmp_path / "site.conf").write_text(text, "utf-8")
    whole = f"pid {tmp_path}/pid; events {{}} http {{ include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    command = [
        "nginx",
        "-t",
        "-p",
        str(tmp_path),
        "-c",
        str(tmp_path / "nginx.conf"),
        "-e",
        str(tmp_path / "errors"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr


def test_the_container_copies_what_the_application_needs(app: Flask) -> None:
    copied = re.findall(r"^COPY (.+) \S+$", FILES["Dockerfile"], re.MULTILINE)
    sources = [name for line in copied for name in line.split()]
    assert all((REPOSITORY / name).exists() for name in sources)
    assert {"config.py", "wsgi.py", "gunicorn.conf.py", "migrations", "taskboard", "requirements.txt"} <= set(
        sources
    )
    assert re.search(r"FLASK_APP=(\S+)", FILES["Dockerfile"])[1] == "wsgi.py"  # type: ignore[index]


def test_each_command_of_the_containers_is_one(app: Flask) -> None:
    for found in re.findall(r'command: \["flask", "([^]]+)"\]', FILES["compose.yaml"]):
        words = found.split('", "')
        group = app.cli.get_command(click.Context(app.cli), words[0])
        assert isinstance(group, click.Group)
        assert group.get_command(click.Context(group), words[1]) is not None
