"""What a measurement hands back: figures, each beside its limit, taken in one run on one machine.

A module of this folder takes part in `make bench` by offering `measure(size)`; nothing else registers it:

    def measure(size: Size) -> Iterator[Figure]: ...

`Size.FULL` is what the limits are meant for; `Size.SHORT` walks the same code with numbers so small that the tests run
it to prove the command works. A limit compares two things done in the same run wherever it can, so that it means the
same on a fast machine and on a slow one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Size(StrEnum):
    FULL = "full"
    SHORT = "short"


class Limit(StrEnum):
    """Which side of the limit is the good one."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a claim, what was measured, and what it may be."""

    name: str
    """What was measured, to be understood without the code: "mails sent, PostgreSQL, commits durable"."""
    measured: float
    limit: float
    unit: str
    """"× bare loop", "MB", "s"; what `measured` and `limit` both are."""
    side: Limit = Limit.AT_MOST
    notes: tuple[str, ...] = ()
    """What stands behind the figure: rates, seconds, the plan of a query; printed under the table, kept in the JSON."""

    @property
    def holds(self) -> bool:
        """Whether the limit holds."""
        good = self.measured >= self.limit if self.side is Limit.AT_LEAST else self.measured <= self.limit
        return bool(good)

    @property
    def ratio(self) -> float:
        """Measured over limit: at 1 the limit is just met, whichever side is good."""
        return self.measured / self.limit


class Measuring(Protocol):
    """A module of this folder that takes part."""

    def measure(self, size: Size) -> Iterator[Figure]: ...
