"""The city's calendar: working days, quarters and their cut-offs, and where a civil day begins in UTC.

Everything is given: the days off and the weekend days worked in exchange come from the database (decision 26), the
zone from the settings. Nothing here asks what time it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Monday to Friday, less the days off, plus the swap days (làm bù). A day in both sets is worked."""

    days_off: frozenset[date] = frozenset()
    working_swaps: frozenset[date] = frozenset()
    _weekdays_lost: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _weekend_days_won: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lost = (day for day in self.days_off - self.working_swaps if not _is_weekend(day))
        won = (day for day in self.working_swaps if _is_weekend(day))
        object.__setattr__(self, "_weekdays_lost", tuple(sorted(lost)))
        object.__setattr__(self, "_weekend_days_won", tuple(sorted(won)))

    def is_working_day(self, day: date) -> bool:
        if day in self.working_swaps:
            return True
        return not _is_weekend(day) and day not in self.days_off

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is worked, else the first worked day after it."""
        return self._walk(day, DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, or before it when negative; 0 is `next_working_day`."""
        if count == 0:
            return self.next_working_day(day)
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day = self._walk(day + step, step)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days one meets going from `start` to `end`, `start` left out, `end` included.

        Negative when `end` comes first, so `working_days_between(d, add_working_days(d, n)) == n` for every n but 0,
        working day or not. Its cost does not grow with the distance.
        """
        if end >= start:
            return self._count(start + DAY, end)
        return -self._count(end, start - DAY)

    def _walk(self, day: date, step: timedelta) -> date:
        while not self.is_working_day(day):
            day += step
        return day

    def _count(self, first: date, last: date) -> int:
        """Working days from `first` to `last`, both included."""
        if last < first:
            return 0
        lost = _between(self._weekdays_lost, first, last)
        return _weekdays(first, last) - lost + _between(self._weekend_days_won, first, last)


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _between(days: tuple[date, ...], first: date, last: date) -> int:
    return bisect_right(days, last) - bisect_left(days, first)


def _weekdays(first: date, last: date) -> int:
    """Mondays to Fridays from `first` to `last`, both included."""
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first.weekday() + offset) % 7 < _SATURDAY for offset in range(rest))


class CutOff(StrEnum):
    """How a period of figures is bounded (domain 1.5): by the calendar, or from the 15th to the 14th."""

    CALENDAR = "calendar"
    FIFTEENTH = "15_14"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole civil days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int
    """1 to 4."""

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a year has quarters 1 to 4, not {self.number}")

    @classmethod
    def of(cls, day: date, cut_off: CutOff = CutOff.CALENDAR) -> Quarter:
        """The quarter whose period holds `day`: 15/12 already belongs to quý I under the 15th-14th cut-off."""
        quarter = cls(day.year, (day.month + 2) // 3)
        return quarter if day <= quarter.period(cut_off).last else quarter.next

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - DAY

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def roman(self) -> str:
        return _ROMAN[self.number - 1]

    @property
    def key(self) -> str:
        """`2021-q1`, as in a briefing's code."""
        return f"{self.year:04d}-q{self.number}"

    def period(self, cut_off: CutOff = CutOff.CALENDAR) -> Period:
        """The days whose figures this quarter's report gives.

        15_14: from the 15th of the month before the quarter to the 14th of its last month (rule reproduced by a 2019
        circular, domain 1.5), so quý I/2021 is 15/12/2020 to 14/03/2021.
        """
        if cut_off is CutOff.CALENDAR:
            return Period(self.first_day, self.last_day)
        return Period((self.first_day - DAY).replace(day=15), self.last_day.replace(day=14))


def at(day: date, clock: time, zone: tzinfo) -> datetime:
    """The UTC instant of a wall-clock time in the city."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """00:00 of `day` in the city, as UTC."""
    return at(day, time(), zone)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """24:00 of `day` in the city, as UTC: the first instant that no longer belongs to it."""
    return start_of_day(day + DAY, zone)


def local_date(instant: datetime, zone: tzinfo) -> date:
    """The civil day of an aware instant in the city: the one way from an instant to a day (peers T16)."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no day in the city")
    return instant.astimezone(zone).date()


def last_day_before(instant: datetime, zone: tzinfo) -> date:
    """The civil day of the moment just before `instant`: 30/6 for 24:00 of 30/6."""
    return local_date(instant - timedelta(microseconds=1), zone)
