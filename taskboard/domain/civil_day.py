"""Dates and moments as people type them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo

_DAY = re.compile(r"^\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\s*$")
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")
_CLOCK = r"(\d{1,2})\s*(?::|h|giờ)\s*(\d{2})?(?::(\d{2}))?"
_DAY_CLOCK = re.compile(rf"^(\S+?),?\s+{_CLOCK}$")
_CLOCK_DAY = re.compile(rf"^{_CLOCK},?\s+(?:ngày\s+)?(\S+)$")
_SPACE_FOR_PLUS = re.compile(r"(T\S+) (\d{2}:\d{2})$")
YEARS = range(1900, 2200)


def parse_day(text: str) -> date | None:
    """A date from `5/4/2021`, `05-04-2021`, `5.4.2021` or `2021-04-05`; None for 31/02 and for anything else.

    So too for a year nobody here writes: 0201 is a slip, and from year 1 or 9999 no day can be counted on.
    """
    parts = _parts(text)
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def is_in_no_calendar(text: str) -> bool:
    """Whether it is written as a day, of a year people write here, and there is no such day: 31/02/2021."""
    return _parts(text) is not None and parse_day(text) is None


def _parts(text: str) -> tuple[int, int, int] | None:
    found = _DAY.match(text)
    parts = (int(found[3]), int(found[2]), int(found[1])) if found else None
    if parts is None and (iso := _ISO.match(text)):
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    return parts if parts and parts[0] in YEARS else None


def parse_moment(text: str, zone: tzinfo) -> date | datetime | None:
    """A day, or an instant of the city: `6/6/2021 14:30`, `14h30 ngày 06/06/2021`, `2021-06-06T07:30:00Z`; else None.

    An ISO instant without an offset is the city's. A plus sign that an address turned into a blank is understood.
    """
    text = text.strip()
    if (day := parse_day(text)) is not None:
        return day
    if (found := _DAY_CLOCK.match(text)) and "T" not in found[1]:
        return _at(found[1], found.groups()[1:], zone)
    if found := _CLOCK_DAY.match(text):
        return _at(found[4], found.groups()[:3], zone)
    return _iso_moment(_SPACE_FOR_PLUS.sub(r"\1+\2", text), zone)


def _at(day: str, clock: tuple[str | None, ...], zone: tzinfo) -> datetime | None:
    found = parse_day(day)
    hour, minute, second = (int(part or 0) for part in clock)
    if found is None or hour > 23 or minute > 59 or second > 59:
        return None
    return datetime.combine(found, time(hour, minute, second), zone)


def _iso_moment(text: str, zone: tzinfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.year not in YEARS or "T" not in text:
        return None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found
