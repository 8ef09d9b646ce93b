"""The calendar of deadlines: a month or a week of the list of this address, with the days the city does not work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from taskboard.domain.calendar import DAY
from taskboard.settings import queries as settings
from taskboard.settings.models import CalendarDay, DayKind
from taskboard.tasks import listing, queries
from taskboard.tasks.address import LIST, Address, filter_of
from taskboard.tasks.models import Task
from taskboard.tasks.showing import Chip, Lens, chip, lens
from taskboard.web import labels
from taskboard.web.context import actor
from taskboard.web.wording import weekday_text
from taskboard.wording import day_text

PAGE = "tasks.calendar"
IN_MONTH = 3
IN_WEEK = 12
"""Tasks shown on a day; what is beyond stands in the list."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked at: whole weeks, Monday to Sunday, of a month or one alone."""

    anchor: date
    """The first of the month, or the Monday."""
    is_week: bool

    @classmethod
    def read(cls, args: Mapping[str, str], today: date) -> Span:
        """ "week=2021-W24" or "month=2021-06"; what is neither is the month of today."""
        if "week" in args:
            return cls(_monday_of(args["week"]) or today - timedelta(days=today.weekday()), True)
        return cls(_first_of(args.get("month", "")) or today.replace(day=1), False)

    @property
    def first(self) -> date:
        return self.anchor - timedelta(days=self.anchor.weekday())

    @property
    def last(self) -> date:
        if self.is_week:
            return self.first + WEEK - DAY
        end = _next_month(self.anchor) - DAY
        return end + timedelta(days=6 - end.weekday())

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1)]

    @property
    def value(self) -> tuple[str, str]:
        """As the address names it."""
        if self.is_week:
            year, week, _day = self.anchor.isocalendar()
            return "week", f"{year:04d}-W{week:02d}"
        return "month", f"{self.anchor:%Y-%m}"

    def beside(self, step: int) -> Span:
        """The one after (1) or before (-1)."""
        if self.is_week:
            return replace(self, anchor=self.anchor + step * WEEK)
        other = _next_month(self.anchor) if step > 0 else (self.anchor - DAY).replace(day=1)
        return replace(self, anchor=other)

    @property
    def title(self) -> str:
        if self.is_week:
            return _("Tuần %(first)s – %(last)s", first=day_text(self.first), last=day_text(self.last))
        return _("Tháng %(month)s/%(year)s", month=self.anchor.month, year=self.anchor.year)


FIRST_YEAR, LAST_YEAR = 2000, 2100


def _monday_of(text: str) -> date | None:
    try:
        year, week = text.split("-W")
        monday = date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
    return monday if FIRST_YEAR <= monday.year < LAST_YEAR else None


def _first_of(text: str) -> date | None:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if FIRST_YEAR <= first.year < LAST_YEAR else None


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A deadline on its day."""

    task: Task
    chip: Chip


@dataclass(frozen=True, slots=True)
class Square:
    """One day."""

    day: date
    name: str
    """The weekday, in words: on a phone days stand below each other."""
    note: str
    """Why it is not worked, or worked in spite of the weekend."""
    is_worked: bool
    is_today: bool
    is_outside: bool
    """Of the month before or after."""
    entries: list[Entry]
    count: int
    url: str

    @property
    def more(self) -> int:
        return self.count - len(self.entries)


def context(args: Mapping[str, str]) -> dict[str, Any]:
    """Everything `tasks/calendar.html` reads."""
    who, seen = actor(), lens()
    span = Span.read(args, seen.today)
    address = replace(Address.read(args, PAGE), kept=(span.value,))
    choices = queries.filter_choices(who)
    filters = filter_of(address, choices, who)
    limit = IN_WEEK if span.is_week else IN_MONTH
    due = queries.due_days(span.first, span.last, filters, seen.reading, who, limit=limit)
    special = {row.day: row for row in settings.calendar_days_between(span.first, span.last)}
    squares = [_square(day, due.get(day), special.get(day), span, address, seen) for day in span.days]
    return {
        **listing.narrowing(address, choices, who),
        "seen": seen,
        "span": span,
        "weeks": [squares[start : start + 7] for start in range(0, len(squares), 7)],
        "weekdays": [weekday_text(day) for day in span.days[:7]],
        "total": sum(square.count for square in squares if not square.is_outside),
        "previous_url": _at(address, span.beside(-1)),
        "next_url": _at(address, span.beside(1)),
        "today_url": _at(address, Span.read({"week": ""} if span.is_week else {}, seen.today)),
        "month_url": _at(address, Span(_month_of(span), False)),
        "week_url": _at(address, _week_of(span, seen.today)),
        "title": labels.of(address.view),
    }


def _month_of(span: Span) -> date:
    """Of a week the month that most of its days are in."""
    return (span.anchor + timedelta(days=3)).replace(day=1) if span.is_week else span.anchor


def _week_of(span: Span, today: date) -> Span:
    """Of a month the week of today, or its first."""
    is_now = (today.year, today.month) == (span.anchor.year, span.anchor.month)
    day = today if is_now and not span.is_week else span.anchor
    return Span(day - timedelta(days=day.weekday()), True)


def _at(address: Address, span: Span) -> str:
    return replace(address, kept=(span.value,)).url()


def _square(
    day: date, due: queries.Day | None, special: CalendarDay | None, span: Span, address: Address, seen: Lens
) -> Square:
    tasks: Sequence[Task] = due.tasks if due else ()
    one_day = {"due_from": day_text(day), "due_to": day_text(day)}
    return Square(
        day=day,
        name=weekday_text(day),
        note=_note(special),
        is_worked=seen.calendar.is_working_day(day),
        is_today=day == seen.today,
        is_outside=not span.is_week and day.month != span.anchor.month,
        entries=[Entry(task, chip(task, seen)) for task in tasks],
        count=due.count if due else 0,
        url=replace(address, page=LIST, kept=(), given={**address.given, **one_day}).url(),
    )


def _note(special: CalendarDay | None) -> str:
    if special is None:
        return ""
    if special.kind is DayKind.SWAP_WORKING:
        return _("Làm bù") if not special.name else _("Làm bù: %(name)s", name=special.name)
    return special.name or _("Nghỉ")
