"""The short forms of the house: what is searched by one is found by the other (rule 44)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.text import clean_line, fold
from taskboard.journal.actions import Acting, record
from taskboard.search.models import Abbreviation


def all_abbreviations() -> list[Abbreviation]:
    """In the order of their short forms."""
    return list(db.session.scalars(sa.select(Abbreviation).order_by(Abbreviation.short, Abbreviation.long)))


def abbreviation_by_id(abbreviation_id: int) -> Abbreviation | None:
    return db.session.get(Abbreviation, abbreviation_id)


def add_abbreviation(short: str, long: str, *, acting: Acting, now: datetime) -> Abbreviation:
    """One short form may stand for several things. Raises RuleBroken: abbreviation_same, abbreviation_known."""
    short, long = clean_line(short), clean_line(long)
    if fold(short) == fold(long):
        raise RuleBroken("abbreviation_same", field="long")
    if any((fold(row.short), fold(row.long)) == (fold(short), fold(long)) for row in all_abbreviations()):
        raise RuleBroken("abbreviation_known", field="short", short=short, long=long)
    row = Abbreviation(short=short, long=long)
    db.session.add(row)
    db.session.flush()
    record(Event.ABBREVIATION_ADDED, "abbreviation", row.id, acting=acting, at=now, short=short, long=long)
    return row


def change_abbreviation(
    row: Abbreviation, short: str, long: str, *, acting: Acting, now: datetime
) -> Abbreviation:
    """Another wording in its place. Raises RuleBroken as `add_abbreviation`."""
    if (row.short, row.long) == (clean_line(short), clean_line(long)):
        return row
    remove_abbreviation(row, acting=acting, now=now)
    return add_abbreviation(short, long, acting=acting, now=now)


def remove_abbreviation(row: Abbreviation, *, acting: Acting, now: datetime) -> None:
    """Nothing rests on it but the next search; the history keeps what it was."""
    record(
        Event.ABBREVIATION_REMOVED,
        "abbreviation",
        row.id,
        acting=acting,
        at=now,
        short=row.short,
        long=row.long,
    )
    db.session.delete(row)
    db.session.flush()
