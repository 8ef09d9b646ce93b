"""The audit of dependencies: never green over nothing, never red for want of a network."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

from tests.house.checkout import REPOSITORY
from tools import audit

CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
WEAK = {
    "name": "werkzeug",
    "version": "1.0.0",
    "vulns": [{"id": "PYSEC-2023-58", "fix_versions": ["2.2.3"], "description": "…"}],
}
UNKNOWN = {"name": "alembic", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def _said(*packages: dict[str, object]) -> audit.Verdict:
    return audit.judged(json.dumps({"dependencies": packages, "fixes": []}), "")


def test_without_a_network_one_line_says_that_nothing_was_audited() -> None:
    with socket.socket() as bound:  # not listening: whoever calls is refused
        bound.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{bound.getsockname()[1]}"
        ended = subprocess.run(
            [sys.executable, "-m", "tools.audit"],
            cwd=REPOSITORY,
            env=os.environ | {"HTTPS_PROXY": nowhere, "https_proxy": nowhere, "NO_PROXY": "", "no_proxy": ""},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert ended.stdout.splitlines() == ["SKIPPED, nothing was audited: the list cannot be reached"]
    assert ended.returncode == 0


def test_a_list_that_knows_no_package_is_no_green() -> None:
    assert _said(UNKNOWN, UNKNOWN) == (
        0,
        ["SKIPPED, nothing was audited: the list knows none of the 2 packages"],
    )


def test_a_known_weakness_fails_and_says_what_mends_it() -> None:
    assert _said(CLEAN, WEAK, UNKNOWN) == (1, ["werkzeug 1.0.0: PYSEC-2023-58, mended in 2.2.3"])


def test_what_was_not_looked_up_is_named_beside_what_was() -> None:
    code, lines = _said(CLEAN, UNKNOWN)
    assert code == 0
    assert lines == ["1 of 2 packages looked up, no known weakness", "NOT looked up: alembic"]


@pytest.mark.parametrize("answer", ["", "{}", "[]", "Traceback (most recent call last):"])
def test_an_answer_that_cannot_be_read_fails(answer: str) -> None:
    verdict = audit.judged(answer, "KeyError: 'vulns'")
    assert verdict.code == 1
    assert verdict.lines[-1] == "KeyError: 'vulns'"


def test_a_missing_tool_fails() -> None:
    assert audit.judged("", "No module named pip_audit").code == 1


def test_each_accepted_weakness_says_why() -> None:
    assert all(len(reason.split()) >= 5 for reason in audit.ACCEPTED.values())
