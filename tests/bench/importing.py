"""How long an office's register of thousands of rows takes, whole: `make bench ARGS=importing`.

A city brings its register in once, in one request: it is read, every row checked, and written in one transaction, each
row with its directive, places, version, entry and planned reminders. Open rows and finished ones, each with a source of
its own, on both databases.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from openpyxl import Workbook

from taskboard.db import begin_writing, db
from taskboard.imports import actions
from taskboard.imports.models import ImportBatch
from taskboard.journal.models import JournalEntry
from taskboard.occasion import Occasion
from taskboard.tasks.models import Task
from tests import build, postgres
from tests.bench.figures import Figure, Size
from tests.bench.stage import app_over, database_of_its_own
from tests.cast import Cast, gather

ROWS = {Size.FULL: 5_000, Size.SHORT: 40}
MOST_SECONDS = 15.0
"""Of this process's processor, from the button to the answer: what somebody still waits for without wondering."""
TODAY = date(2021, 6, 16)
HEADINGS = (
    "STT",
    "Nội dung",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Văn bản giao",
    "Ngày giao",
    "Thời hạn",
    "Trạng thái",
    "Ngày hoàn thành",
    "Kết quả",
)


@dataclass(frozen=True)
class Brought:
    """One register brought in."""

    rows: int
    kept: float
    """Seconds of the processor until the file was kept under its columns, and until every row was looked at."""
    read: float
    written: float
    """Of the button: read once more, and written."""
    by_clock: float
    """The button again, as a clock on the wall has it: with the database's share, and all else the machine does."""


def measure(size: Size) -> Iterator[Figure]:
    """Seconds of the request that writes, SQLite (which works inside this process) and, where there is one, PostgreSQL."""
    for is_postgres in (False, True) if postgres.is_installed() else (False,):
        with database_of_its_own(is_postgres=is_postgres) as settings, app_over(settings):
            found = brought(ROWS[size])
        yield Figure(
            f"{found.rows:,} rows of a register, {'PostgreSQL' if is_postgres else 'SQLite'}",
            found.written,
            MOST_SECONDS,
            "s",
            notes=(
                f"processor: kept {found.kept:.1f} s, looked at {found.read:.1f} s, written {found.written:.1f} s",
                f"written in {found.by_clock:.1f} s by the clock",
                f"{found.rows / found.written:,.0f} rows/s",
            ),
        )


def brought(rows: int) -> Brought:
    """Needs a migrated, empty database. Raises AssertionError where a row lacks its task or its entry."""
    begin_writing()
    cast = gather()
    content = register(cast, rows)
    on = build.occasion(build.at(TODAY), cast.monitor)
    db.session.commit()
    begin_writing()
    batch, kept = _timed(lambda: _kept(content, on))
    _reading, read = _timed(lambda: actions.read_batch(batch, on=on))
    db.session.commit()
    begin_writing()
    started = time.perf_counter()
    _rows, written = _timed(lambda: _written(batch, on))
    by_clock = time.perf_counter() - started
    _expect(rows)
    return Brought(rows, kept, read, written, by_clock)


def _kept(content: bytes, on: Occasion) -> ImportBatch:
    batch = actions.keep_register("sổ.xlsx", content, on=on)
    grid, head, mapping, _sheets = actions.open_register(batch)
    actions.map_register(batch, mapping, grid, head, on=on)
    return batch


def _written(batch: ImportBatch, on: Occasion) -> int:
    count = actions.write(batch, on=on)
    db.session.commit()
    return count


def _expect(rows: int) -> None:
    """Nothing was left out to be quick."""
    count = sa.func.count()
    assert db.session.scalar(sa.select(count).select_from(Task)) == rows
    said = sa.select(count).select_from(JournalEntry).where(JournalEntry.subject_kind == "task")
    assert db.session.scalar(said) == rows


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    return work(), time.process_time() - started


def register(cast: Cast, rows: int) -> bytes:
    """A workbook as offices keep them: two of three rows open, the others done; every fifth with a partner."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet("Sổ theo dõi")
    sheet.append(HEADINGS)
    leads = (cast.economy, cast.urban, cast.loc_vuong, cast.cua_nam)
    for number in range(1, rows + 1):
        lead = leads[number % len(leads)]
        given = TODAY - timedelta(days=30 + number % 300)
        is_done = number % 3 == 0
        sheet.append(
            (
                number,
                f"Rà soát, báo cáo việc số {number} theo chỉ đạo của thành phố",
                lead.name,
                cast.chief.posts[0].unit.name if number % 5 == 0 and cast.chief.posts[0].unit else None,
                f"{number}/UBND-VP ngày {given:%d/%m/%Y}",
                given,
                given + timedelta(days=45),
                "Đã hoàn thành" if is_done else "Đang thực hiện",
                given + timedelta(days=20) if is_done else None,
                f"Báo cáo số {number}" if is_done else None,
            )
        )
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
