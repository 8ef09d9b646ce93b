"""How large a body is that has given so many tasks."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

FEWEST, MOST = 50, 2_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """What grows along with the tasks, each at its own pace: a city works with few, a province for years."""

    tasks: int
    units: int
    """In all, those of the sample city among them."""
    people: int
    quarters: int
    """Of history, the running one included."""

    def share(self, quarter: int) -> int:
        """Tasks given in that quarter, counted from 0; together they are all."""
        return self.tasks * (quarter + 1) // self.quarters - self.tasks * quarter // self.quarters


def size_for(tasks: int) -> Size:
    """10,000 tasks: the sample city's own bodies over two years; 1,000,000: a province of 150 bodies and 10,000 people
    over five."""
    magnitude = log10(tasks / 10_000)
    return Size(
        tasks=tasks,
        units=_within(56, round(56 + 47 * magnitude), 150),
        people=_within(80, round(10_000 * (tasks / 1_000_000) ** 0.7), 10_000),
        quarters=_within(4, round(8 + 6 * magnitude), 20),
    )


def _within(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))
