"""What import-linter cannot say: the domain knows only the standard library, and one module asks for the time."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "taskboard"
DOMAIN = sorted((PACKAGE / "domain").rglob("*.py"))
MODULES = sorted(PACKAGE.rglob("*.py"))
ASKS_FOR_THE_TIME = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute, so that a reader can search for them"
            yield node.module or ""


def _is_allowed_in_domain(module: str) -> bool:
    is_own = module == "taskboard.domain" or module.startswith("taskboard.domain.")
    return is_own or module.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_domain_imports_the_standard_library_only(path: Path) -> None:
    assert [module for module in _imported(path) if not _is_allowed_in_domain(module)] == []


def test_the_domain_is_there_to_be_looked_at() -> None:
    assert len(DOMAIN) > 5


def _time_asked(path: Path) -> Iterator[int]:
    """Lines that call datetime.now and its like, under either spelling (datetime.now, datetime.datetime.now)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if (name, node.func.attr) in ASKS_FOR_THE_TIME:
                yield node.lineno


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    asking = {str(path.relative_to(PACKAGE)): list(_time_asked(path)) for path in MODULES}
    assert asking.pop("clock.py"), "the clock itself must ask, or this test sees nothing"
    assert {path: lines for path, lines in asking.items() if lines} == {}
