"""Codes that paper will cite: issued once, gaps allowed, never reused (decision 17)."""

from __future__ import annotations

import contextlib

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, db


class Counter(Base):
    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


def next_numbers(name: str, count: int = 1) -> range:
    """Take `count` consecutive numbers in the current transaction; the counter row serialises those who ask."""
    taken = _advance(name, count)
    if taken is None:
        _open(name)
        taken = _advance(name, count)
        assert taken is not None
    return range(taken - count + 1, taken + 1)


def _advance(name: str, count: int) -> int | None:
    statement = sa.update(Counter).where(Counter.name == name).values(value=Counter.value + count)
    return db.session.execute(statement.returning(Counter.value)).scalar_one_or_none()


def _open(name: str) -> None:
    """Make the counter's row, unless somebody else has at the same moment: then theirs is as good."""
    with contextlib.suppress(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.insert(Counter).values(name=name, value=0))


def next_task_codes(year: int, count: int) -> list[str]:
    """`NV-2021-0147`: the year of assignment and a number within it."""
    return [f"NV-{year}-{number:04d}" for number in next_numbers(f"task-{year}", count)]


def next_directive_codes(year: int, count: int) -> list[str]:
    """`CD-2021-0031`: chỉ đạo."""
    return [f"CD-{year}-{number:04d}" for number in next_numbers(f"directive-{year}", count)]
