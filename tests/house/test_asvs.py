"""docs/asvs.md: each test it names is there, each chapter has its line, and what no test shows is said to be so."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.checkout import REPOSITORY

_LINES = [
    line for line in (REPOSITORY / "docs/asvs.md").read_text("utf-8").splitlines() if line.startswith("| V")
]
_NAMED = sorted({named for line in _LINES for named in re.findall(r"`(tests/[^`]+)`", line)})
_WITHOUT_A_TEST = re.compile(r"(not applicable|not met)[^:]*: \S+( \S+){2,}")


@pytest.mark.parametrize("named", _NAMED)
def test_each_named_test_exists(named: str) -> None:
    path, _, name = named.partition("::")
    tree = ast.parse((REPOSITORY / path).read_text("utf-8"))
    found = {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert found if not name else name in found


def test_every_chapter_has_its_line() -> None:
    assert {
        int(number) for line in _LINES for number in re.findall(r"\bV(\d+)\b", line.split("|")[1])
    } == set(range(1, 18))


@pytest.mark.parametrize("line", _LINES, ids=lambda line: line.split("|")[1].strip())
def test_a_line_names_a_test_or_says_why_there_is_none(line: str) -> None:
    _, _section, comes_to, shown_by, _ = line.split("|")
    assert "`tests/" in shown_by or (shown_by.strip() == "–" and _WITHOUT_A_TEST.search(comes_to))
