"""The one place that asks the machine what time it is.

Two times (decision 10): `real_now` for security, signatures, leases and delivery; `now` and `today` for the business,
which in the sample city runs on a stored offset of whole days, so that 16/06/2021 can be lived through today.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

OFFSET_FILE = "business_day.json"


def real_now() -> datetime:
    """The machine's instant, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    zone: ZoneInfo
    offset_file: Path | None = None
    """Read at each question: another process may have moved the day."""

    def now(self) -> datetime:
        """The business instant, UTC."""
        return real_now() + self.offset

    def today(self) -> date:
        """The one function for 'today': the civil date in the city's zone."""
        return self.now().astimezone(self.zone).date()

    def real_now(self) -> datetime:
        return real_now()

    @property
    def offset(self) -> timedelta:
        return timedelta(days=_read_days(self.offset_file))

    @property
    def is_shifted(self) -> bool:
        return self.offset != timedelta()

    def move_days(self, days: int) -> date:
        """Move the business day; only a sample installation has an offset file. Returns the new day."""
        if self.offset_file is None:
            raise ValueError("this clock has no offset file")
        _write_days(self.offset_file, _read_days(self.offset_file) + days)
        return self.today()

    def start_on(self, day: date) -> None:
        """Make the business day `day` from now on."""
        if self.offset_file is None:
            raise ValueError("this clock has no offset file")
        _write_days(self.offset_file, (day - real_now().astimezone(self.zone).date()).days)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: for tests and for replaying histories."""

    zone: ZoneInfo
    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.astimezone(self.zone).date()

    def real_now(self) -> datetime:
        return real_now()

    @property
    def is_shifted(self) -> bool:
        return False


def _read_days(path: Path | None) -> int:
    if path is None:
        return 0
    try:
        return int(json.loads(path.read_text("utf-8"))["offset_days"])
    except FileNotFoundError:
        return 0


def _write_days(path: Path, days: int) -> None:
    """Replace in one step: a reader sees the old day or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(json.dumps({"offset_days": days}), "utf-8")
    beside.replace(path)
