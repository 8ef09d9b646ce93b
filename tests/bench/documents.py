"""What a report of very many tasks costs to write, and what it costs those who do not wait for it: `make bench ARGS=documents`.

The files are written as the scheduler's job writes them: in a process of their own.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile

from taskboard.documents.writing import MEMORY_BYTES, written
from taskboard.domain.rollup import Basis, roll_up
from taskboard.reports.content import OfficialDocument
from taskboard.reports.parts import TaskDetail
from taskboard.reports.quarter import quarter_report
from tests.bench.figures import Figure, Limit, Size
from tests.reports.quarter import CITY, CUTOFF, FACTS, START, fact

MANY, FEW = {Size.FULL: 5_000, Size.SHORT: 40}, {Size.FULL: 500, Size.SHORT: 20}
MOST_TIMES = {Size.FULL: 1.5, Size.SHORT: 1000.0}
"""A task of many may cost so much more than a task of few: twice the tasks, twice the time."""
MOST_MB = {"docx": 200.0, "pdf": 1_000.0}
LEAST_FREE = {Size.FULL: 0.5, Size.SHORT: 0.01}
"""Of the pace a busy process has alone, while pages are set beside it."""
MB = 1024 * 1024
_WORKER = (
    "import resource, sys, time; from taskboard.documents.writing import main; began = time.monotonic(); "
    "main(sys.argv[1], sys.argv[2]); "
    "print(time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
)
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    """Of writing, without the start of the process."""
    megabytes: float
    """The most the process held."""
    size: int


def measure(size: Size) -> Iterator[Figure]:
    many, few = _report(MANY[size]), _report(FEW[size])
    for kind in ("docx", "pdf"):
        small, large = _cost(few, kind), _cost(many, kind)
        growth = (large.seconds / MANY[size]) / (small.seconds / FEW[size])
        note = (
            f"{large.seconds:.1f} s for {MANY[size]:,} tasks, {large.size / MB:.1f} MB",
            f"{small.seconds:.2f} s for {FEW[size]:,}",
        )
        name = f"{kind.upper()}, time a task, {FEW[size]:,} → {MANY[size]:,} tasks"
        yield Figure(name, growth, MOST_TIMES[size], "×", notes=note)
        yield Figure(f"{kind.upper()} of {MANY[size]:,} tasks, memory", large.megabytes, MOST_MB[kind], "MB")
    yield _freedom(many, size)


def _report(tasks: int) -> OfficialDocument:
    facts = [replace(fact(number), code=f"NV-2021-{number:05d}") for number in range(1, tasks + 1)]
    rollup = roll_up(facts, period_start=START, cutoff=CUTOFF, basis=Basis.ORIGINAL, zone=CITY)
    said = "Đã trình phương án, chờ thẩm định; tiếp tục đôn đốc các đơn vị thực hiện theo kế hoạch"
    detail = TaskDetail(source="45/TB-UBND, 12/04/2021", partners=("Phòng TC-KH",), result=said)
    return quarter_report(rollup, {each.code: detail for each in facts}, FACTS)


def _cost(document: OfficialDocument, kind: str) -> Cost:
    with TemporaryFile() as given, TemporaryFile() as taken:
        pickle.dump(document, given)
        given.seek(0)
        command = [sys.executable, "-c", _WORKER, kind, str(MEMORY_BYTES)]
        done = subprocess.run(
            command, stdin=given, stdout=taken, stderr=subprocess.PIPE, cwd=_ROOT, check=True
        )
        seconds, kilobytes = done.stderr.split()[-2:]
        return Cost(float(seconds), int(kilobytes) / 1024, taken.seek(0, 2))


def _freedom(document: OfficialDocument, size: Size) -> Figure:
    """How fast this process works on while another sets the pages: nothing of it is held."""
    alone = _pace(lambda since: time.monotonic() - since < 1.0)
    setting = threading.Thread(target=written, args=(document, "pdf"), kwargs={"goes_on": lambda: True})
    setting.start()
    beside = _pace(lambda _since: setting.is_alive())
    setting.join()
    notes = (f"{alone:,.0f} rounds/s alone, {beside:,.0f} beside",)
    name = "pace of a busy process while a PDF is made"
    return Figure(name, beside / alone, LEAST_FREE[size], "× alone", Limit.AT_LEAST, notes)


def _pace(goes_on: Callable[[float], bool]) -> float:
    """Rounds a second of plain Python work."""
    began, rounds = time.monotonic(), 0
    while goes_on(began):
        sum(number * number for number in range(2_000))
        rounds += 1
    return rounds / (time.monotonic() - began)
