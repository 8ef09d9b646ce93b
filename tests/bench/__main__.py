"""`python -m tests.bench [NAME…] [--short] [--json FILE]`: every measurement beside its limit, in one table.

Without names all modules of this folder run, one after the other. Exit code 1 when a limit does
not hold; 2 for a name that is none.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, Limit, Size

FOLDER = Path(__file__).parent
SIGNS = {Limit.AT_LEAST: "≥", Limit.AT_MOST: "≤"}
HEADINGS = ("measurement", "figure", "limit", "ratio", "")


@dataclass(frozen=True)
class Taken:
    """The figures of one module, and how long they took."""

    module: str
    seconds: float
    figures: tuple[Figure, ...]


def names() -> list[str]:
    """Modules of this folder that take part, in order; none is imported before its turn."""
    stems = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    return [stem for stem in stems if stem not in {"figures", "stage"} and not stem.startswith("test_")]


def take(chosen: Sequence[str], size: Size) -> Iterator[Taken]:
    """Measure one module after the other."""
    for name in chosen:
        started = time.perf_counter()
        figures = tuple(importlib.import_module(f"tests.bench.{name}").measure(size))
        yield Taken(name, time.perf_counter() - started, figures)


def table(figures: Sequence[Figure]) -> str:
    """Aligned columns; under them what stands behind each figure."""
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    notes = [f"  {figure.name}: {'; '.join(figure.notes)}" for figure in figures if figure.notes]
    return "\n".join([lines[0], "─" * sum(widths, 2 * (len(widths) - 1)), *lines[1:], "", *notes])


def _row(figure: Figure) -> tuple[str, ...]:
    limit = f"{SIGNS[figure.side]} {_number(figure.limit)} {figure.unit}"
    return (
        figure.name,
        f"{_number(figure.measured)} {figure.unit}",
        limit,
        f"{figure.ratio:.2f}",
        "pass" if figure.holds else "FAIL",
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers, verdict = (
        cell.ljust(width) if column in (0, len(widths) - 1) else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([name, *numbers, verdict]).rstrip()


def record(taken: Sequence[Taken], size: Size, now: datetime) -> dict[str, Any]:
    """What the JSON holds: where and when, and every figure with its verdict."""
    return {
        "taken_at": now.isoformat(timespec="seconds"),
        "size": size.value,
        "machine": {
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            "processors": os.cpu_count(),
            "python": platform.python_version(),
        },
        "figures": [
            {"module": one.module, **asdict(figure), "ratio": figure.ratio, "holds": figure.holds}
            for one in taken
            for figure in one.figures
        ],
        "seconds": {one.module: round(one.seconds, 1) for one in taken},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the JSON; exit code 1 when a limit does not hold."""
    asked = _parser().parse_args(arguments)
    unknown = sorted(set(asked.names) - set(names()))
    if unknown:
        sys.stderr.write(f"no measurement is called {', '.join(unknown)}; there are {', '.join(names())}\n")
        return 2
    size = Size.SHORT if asked.short else Size.FULL
    taken = []
    for one in take(asked.names or names(), size):
        sys.stdout.write(f"{one.module}: {one.seconds:.0f} s\n")
        sys.stdout.flush()
        taken.append(one)
    figures = [figure for one in taken for figure in one.figures]
    if asked.short:
        sys.stdout.write("\nshort sizes: the limits are not meant for them, and no verdict counts\n")
    sys.stdout.write(f"\n{table(figures)}\n")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(record(taken, size, datetime.now(UTC)), ensure_ascii=False, indent=1)
    asked.json.write_text(f"{content}\n", "utf-8")
    sys.stdout.write(f"\n{asked.json}\n")
    return 0 if asked.short or all(figure.holds for figure in figures) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names())}; default: all")
    parser.add_argument(
        "--short", action="store_true", help="small numbers: proves the command, measures nothing"
    )
    parser.add_argument("--json", type=Path, default=Path("instance") / "bench.json", metavar="FILE")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
