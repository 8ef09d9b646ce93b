"""Codes that paper will cite: issued once, gaps allowed, never reused (decision 17)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, db


class Counter(Base):
    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


def next_numbers(name: str, count: int = 1) -> range:
    """Take `count` consecutive numbers in the current transaction; the counter row serialises those who ask."""
    session = db.session
    taken = session.execute(
        sa.update(Counter).where(Counter.name == name).values(value=Counter.value + count).returning(Counter.value)
    ).scalar_one_or_none()
    if taken is None:
        with session.begin_nested():
            session.add(Counter(name=name, value=count))
        taken = count
    return range(taken - count + 1, taken + 1)


def next_task_codes(year: int, count: int) -> list[str]:
    """`NV-2021-0147`: the year of assignment and a number within it."""
    return [f"NV-{year}-{number:04d}" for number in next_numbers(f"task-{year}", count)]


def next_directive_codes(year: int, count: int) -> list[str]:
    """`CD-2021-0031`: chỉ đạo."""
    return [f"CD-{year}-{number:04d}" for number in next_numbers(f"directive-{year}", count)]
