"""The measurements of `make bench` run, at sizes that measure nothing; the table and the JSON say what they should."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.bench import __main__ as bench
from tests.bench.figures import Figure, Limit

if TYPE_CHECKING:
    from pathlib import Path

SLOW = Figure("mails sent", 0.5, 0.8, "× bare loop", Limit.AT_LEAST, ("100 mails/s",))
QUICK = Figure("a day planned", 2.0, 4.0, "× bare SQL")


MINUTES = {"rollup", "delivery", "growth", "pages", "search"}
"""Even short, these take a server or a body of thousands."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.long if name in MINUTES else pytest.mark.slow)
        for name in bench.names()
    ],
)
def test_each_measurement_runs_and_is_written_down(name: str, tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "bench.json"
    assert bench.main([name, "--short", "--json", str(target)]) == 0
    record = json.loads(target.read_text("utf-8"))
    assert record["size"] == "short" and set(record["seconds"]) == {name}
    assert record["figures"], "it measured something"
    for figure in record["figures"]:
        assert figure["module"] == name and figure["measured"] > 0 and figure["limit"] > 0


def test_delivery_is_measured_on_every_database() -> None:
    from tests.bench.delivery import KINDS

    assert {kind.is_postgres for kind in KINDS} == {False, True} and postgres.is_installed()
    assert any(kind.is_careful for kind in KINDS), "one of them waits for the disk"


def test_a_figure_holds_on_its_own_side_of_the_limit() -> None:
    assert not SLOW.holds and QUICK.holds
    assert not Figure("", 4.1, 4.0, "×").holds and Figure("", 0.8, 0.8, "×", Limit.AT_LEAST).holds


def test_the_table_shows_figure_limit_ratio_and_verdict_of_each() -> None:
    heading, rule, slow, quick, _, note = bench.table([SLOW, QUICK]).splitlines()
    assert heading.split() == ["measurement", "figure", "limit", "ratio"] and set(rule) == {"─"}
    assert slow.split() == "mails sent 0.50 × bare loop ≥ 0.80 × bare loop 0.62 FAIL".split()
    assert quick.split() == "a day planned 2.00 × bare SQL ≤ 4.00 × bare SQL 0.50 pass".split()
    assert note == "  mails sent: 100 mails/s"


def test_a_limit_that_does_not_hold_ends_with_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for figure, code in ((SLOW, 1), (QUICK, 0)):
        monkeypatch.setattr(
            bench, "take", lambda *_, one=figure: iter([bench.Taken("delivery", 1.0, (one,))])
        )
        assert bench.main(["delivery", "--json", str(tmp_path / "bench.json")]) == code
    assert "FAIL" in capsys.readouterr().out


def test_a_name_nobody_measures_is_told_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["delivry"]) == 2
    said = capsys.readouterr().err
    assert "delivry" in said and "delivery" in said and "planning" in said
