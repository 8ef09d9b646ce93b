"""The line under a task's dates: from the day it was given to the last day in play, for the eye only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from taskboard.domain.deadline import DueClass
from taskboard.tasks.models import Task
from taskboard.tasks.showing import Lens, forecast_day, short_day

NEAR = 3.5
"""Per cent of the line within which two marks would lie on each other."""
CHARACTER = 0.85
"""Per cent of the line that one character of a label takes where the line is at its usual length."""


@dataclass(slots=True)
class Point:
    """A mark on the line, as components/dates.html takes it."""

    at: float
    label: str
    is_over: bool = False
    is_strong: bool = False
    above: bool = False

    @property
    def reach(self) -> tuple[float, float]:
        """What its label covers; at the ends the words turn inwards."""
        width = len(self.label) * CHARACTER
        start = min(max(self.at - width / 2, 0), 100 - width)
        return start, start + width


@dataclass(frozen=True, slots=True)
class Track:
    points: list[Point]
    run_to: float
    late: tuple[float, float] | None
    title: str


def track(task: Task, seen: Lens) -> Track | None:
    """None where no date gives the line a meaning."""
    if task.due_on is None:
        return None
    days = _days(task, seen)
    first = min(days)
    span = max(1, (max(days) - first).days)

    def place(day: date) -> float:
        return round(1 + 98 * max(0, (day - first).days) / span, 1)

    due, end = place(task.due_on), place(min(_end(task, seen), max(days)))
    is_over = task.is_open and seen.deadline_of(task).kind is DueClass.OVERDUE
    points = _merged(
        [Point(place(day), f"{words} {short_day(day, seen)}") for day, words in sorted(days.items())], due
    )
    for point in points:
        point.is_strong = point.at == due
        point.is_over = point.is_strong and is_over
    title = ", ".join(point.label for point in points)
    _seat(points)
    return Track(points, end, (due, end) if is_over else None, title)


def _end(task: Task, seen: Lens) -> date:
    """How far the dark line runs: to the result, else to today."""
    return task.completed_on or task.claimed_on or seen.today


def _days(task: Task, seen: Lens) -> dict[date, str]:
    """Days with their words; what falls on one day is said together."""
    said: list[tuple[date | None, str]] = [(task.assigned_on, _("Giao"))]
    if task.original_due_on != task.due_on:
        said.append((task.original_due_on, _("Hạn ban đầu")))
    said.append((task.due_on, _("Hạn")))
    if task.is_open and task.claimed_on is None:
        said += [(seen.today, _("Hôm nay")), (forecast_day(task), _("Dự kiến"))]
    said.append((task.completed_on or task.claimed_on, _("Hoàn thành")))
    days: dict[date, str] = {}
    for day, words in said:
        if day is not None:
            days[day] = f"{days[day]}, {_lower_first(words)}" if day in days else words
    return days


def _merged(points: Sequence[Point], due: float) -> list[Point]:
    """What lies on the deadline's mark is said beside it: "Hạn 15/6, hôm nay 16/6"."""
    anchor = next(point for point in points if point.at == due)
    kept = []
    for point in points:
        if point is anchor or abs(point.at - due) > NEAR:
            kept.append(point)
        elif point.at > due:
            anchor.label = f"{anchor.label}, {_lower_first(point.label)}"
        else:
            anchor.label = f"{point.label}, {_lower_first(anchor.label)}"
    return kept


def _seat(points: Sequence[Point]) -> None:
    """Labels below the line, the deadline's first; above it where they would touch; else left to the dates."""
    taken: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for point in sorted(points, key=lambda one: not one.is_strong):
        free = next((row for row in (False, True) if _fits(point.reach, taken[row])), None)
        if free is None:
            point.label = ""
            continue
        point.above = free
        taken[free].append(point.reach)


def _fits(reach: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    return all(reach[1] + 1 < low or reach[0] > high + 1 for low, high in others)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
