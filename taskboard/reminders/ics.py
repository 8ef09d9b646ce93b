"""Deadlines as an iCalendar object (RFC 5545): for the feed a person's own calendar reads, and attached to a mail. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

PRODUCT = "-//Taskboard//Theo dõi chỉ đạo//VI"
REFRESH = timedelta(hours=6)
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day that matters: the last day in time of a task, or a briefing."""

    key: str
    """With the installation's host its identity for ever: the same task in a mail and in the feed is one entry."""
    on: date
    title: str
    words: str = ""
    url: str = ""
    sequence: int = 0
    """Grows with every change of the date, so that a calendar program takes the newer one."""


def calendar_text(entries: Iterable[Entry], *, name: str, base_url: str, made_at: datetime) -> str:
    """The object as text with CRLF line ends; `made_at` is real time, UTC. Days are whole days: no time zone is needed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    host = urlsplit(base_url).hostname or "localhost"
    for entry in entries:
        calendar.add_component(_event(entry, host, made_at))
    return calendar.to_ical().decode()


def _event(entry: Entry, host: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", made_at)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("sequence", entry.sequence)
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    if entry.words:
        event.add("description", entry.words)
    if entry.url:
        event.add("url", entry.url)
    return event
