"""What is searched, in the words it is searched by; and the abbreviations of the house.

`search_index` is no model: on SQLite a FTS5 table, on PostgreSQL a table of tsvectors, each filled by triggers of
`search_entry` (migration 0014). So whoever writes an entry has indexed it, and a rollback takes both back.
"""

from __future__ import annotations

from enum import IntEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, intpk


class Kind(IntEnum):
    """What may be found. The value is part of stored numbers: never change one."""

    TASK = 0
    DIRECTIVE = 1
    CONCLUSION = 2
    REPORT = 3
    ATTACHMENT = 4


KIND_BITS = 3


class SearchEntry(Base):
    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The number of the row times eight, plus its kind: found and replaced without looking anything up."""
    words: Mapped[str]
    """The bare words in order, then the words with their marks (domain/search.py)."""


class Abbreviation(Base):
    """A short form and what it stands for; a text with either is found by the other (rule 44)."""

    __tablename__ = "abbreviation"

    id: Mapped[intpk]
    short: Mapped[str]
    long: Mapped[str]

    __table_args__ = (
        sa.UniqueConstraint("short", "long"),
        sa.CheckConstraint("short <> '' AND long <> ''", name="both_forms"),
    )


def entry_id(kind: Kind, row_id: int) -> int:
    return row_id << KIND_BITS | kind
