"""The one place that asks the machine what time it is.

Two times (decision 10): `real_now` for security, signatures, leases and delivery; `now` and `today` for the business,
which in the sample city runs on a stored offset, so that 16/06/2021 can be lived through today. Whoever tries the sample
at night finds it in its office hours: a day that is set or moved to begins in them, for its morning's mails belong to it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

OFFSET_FILE = "business_day.json"

OPENS_AT, CLOSES_AT = time(8, 30), time(17, 0)
"""City time between which a sample's day is entered; at another hour it is entered when the office opens."""


def real_now() -> datetime:
    """The machine's instant, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    zone: ZoneInfo
    offset_file: Path | None = None
    """Read at each question: another process may have moved the day."""
    machine: Callable[[], datetime] = real_now

    def now(self) -> datetime:
        """The business instant, UTC."""
        return self.machine() + self.offset

    def today(self) -> date:
        """The one function for 'today': the civil date in the city's zone."""
        return self.now().astimezone(self.zone).date()

    def real_now(self) -> datetime:
        return self.machine()

    @property
    def offset(self) -> timedelta:
        return timedelta(seconds=_read_seconds(self.offset_file))

    @property
    def is_shifted(self) -> bool:
        return self.offset != timedelta()

    def offset_to(self, day: date) -> timedelta:
        """From the machine's time to that business day: at this hour within office hours, else when the office opens."""
        here = self.now().astimezone(self.zone)
        hour = here.time() if OPENS_AT <= here.time() < CLOSES_AT else OPENS_AT
        entered = datetime.combine(day, hour, self.zone).astimezone(UTC)
        return timedelta(seconds=round((entered - self.machine()).total_seconds()))

    def shift(self, offset: timedelta) -> None:
        """Keep this offset from now on, in whole seconds; only a sample installation has an offset file."""
        if self.offset_file is None:
            raise ValueError("this clock has no offset file")
        _write_seconds(self.offset_file, round(offset.total_seconds()))


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


def _read_seconds(path: Path | None) -> int:
    if path is None:
        return 0
    try:
        return int(json.loads(path.read_text("utf-8"))["offset_seconds"])
    except FileNotFoundError:
        return 0


def _write_seconds(path: Path, seconds: int) -> None:
    """Replace in one step: a reader sees the old day or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(json.dumps({"offset_seconds": seconds}), "utf-8")
    beside.replace(path)
