"""The pinned packages held against the public list of known weaknesses; without it, one line that says so."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

AUDITED = "requirements.txt"
"""What an installation runs. What only developers install never meets a stranger's request."""

ACCEPTED: dict[str, str] = {}
"""A weakness we live with: its id, and why it cannot reach this product."""

_SECONDS = 60
_NO_ANSWER = (
    "connectionerror",
    "connecttimeout",
    "readtimeout",
    "proxyerror",
    "could not connect",
    "failed to establish a new connection",
    "name resolution",
    "network is unreachable",
)


class Verdict(NamedTuple):
    code: int
    lines: list[str]


def main() -> int:
    """Ask pip-audit and say what it found; exit code 1 for a weakness or for an answer that cannot be read."""
    verdict = asked()
    print("\n".join(verdict.lines), flush=True)
    return verdict.code


def asked() -> Verdict:
    """Run pip-audit on the pins themselves: nothing is resolved and nothing installed."""
    command = [sys.executable, "-m", "pip_audit", "-r", AUDITED, "--no-deps", "--disable-pip"]
    command += ["--progress-spinner=off", "--format=json", "--timeout=5"]
    command += [word for weakness in ACCEPTED for word in ("--ignore-vuln", weakness)]
    try:
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return _skipped(f"no answer within {_SECONDS} s")
    return judged(ended.stdout, ended.stderr)


def judged(out: str, errors: str) -> Verdict:
    """What pip-audit's answer comes to. Its exit code is not believed: it is 0 when no package could be looked up."""
    try:
        packages = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = errors.strip().splitlines()[-1:]
        if any(sign in errors.lower() for sign in _NO_ANSWER):
            return _skipped("the list cannot be reached")
        return Verdict(1, ["pip-audit gave no answer that can be read", *last])
    return _counted(packages)


def _counted(packages: Sequence[dict[str, object]]) -> Verdict:
    unknown = [str(package["name"]) for package in packages if "skip_reason" in package]
    found = [line for package in packages for line in _weaknesses(package)]
    if found:
        return Verdict(1, found)
    if len(unknown) == len(packages):
        return _skipped(f"the list knows none of the {len(packages)} packages")
    looked_up = f"{len(packages) - len(unknown)} of {len(packages)} packages looked up, no known weakness"
    return Verdict(0, [looked_up, *([f"NOT looked up: {', '.join(unknown)}"] if unknown else [])])


def _weaknesses(package: dict[str, object]) -> list[str]:
    known = package.get("vulns")
    if not isinstance(known, list):
        return []
    return [
        f"{package['name']} {package['version']}: {weakness['id']}"
        f", mended in {', '.join(weakness['fix_versions']) or 'no release yet'}"
        for weakness in known
    ]


def _skipped(why: str) -> Verdict:
    return Verdict(0, [f"SKIPPED, nothing was audited: {why}"])


if __name__ == "__main__":
    sys.exit(main())
