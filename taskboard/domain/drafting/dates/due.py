"""What a due phrase is, and the arithmetic of days, months and working days behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Due:
    """A phrase that says when: a day, or an event without one (`on` is None). `rank` orders what binds."""

    start: int
    end: int
    on: date | None
    basis: str
    is_sure: bool = True
    is_period_of_duty: bool = False


def last_day(year: int, month: int) -> date:
    """Last day of a month; month 13 is January of the next year."""
    following = date(year + (month // 12), month % 12 + 1, 1)
    return following - timedelta(days=1)


def valid(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(held_on: date, month: int, day: int) -> date | None:
    """The next such day, the meeting day included; 29 February waits for its year."""
    for year in range(held_on.year, held_on.year + 5):
        found = valid(year, month, day)
        if found and found >= held_on:
            return found
    return None


def month_end(held_on: date, month: int, year: int | None) -> date | None:
    """The last day of a month, of its next occurrence where no year is given; None for month 13."""
    if not 1 <= month <= 12:
        return None
    if year is None:
        year = held_on.year if last_day(held_on.year, month) >= held_on else held_on.year + 1
    return last_day(year, month)


NUMBER = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mươi": 10,
}


def later(base: date, count: int, unit: str) -> date:
    """A day so many days, working days, weeks or months after another."""
    if unit == "ngày":
        return base + timedelta(days=count)
    if unit == "tuần":
        return base + timedelta(days=7 * count)
    if unit == "tháng":
        month = base.month - 1 + count
        year, month = base.year + month // 12, month % 12 + 1
        return min(date(year, month, min(base.day, last_day(year, month).day)), last_day(year, month))
    on = base
    while count:
        on += timedelta(days=1)
        count -= on.weekday() < 5
    return on
