"""How fast pages come under gunicorn, beside the least that a Flask page can be: `make bench ARGS=pages`.

Two workers, 1 and 8 clients. Bare is one indexed query of fifty rows into a template, served the same way over the same
database, asked in turn with ours. Then eight clients write at once: all that was answered with yes is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.lifecycle import State
from taskboard.tasks.models import Remark, Task
from tests import postgres
from tests.bench.figures import Figure, Limit, Size
from tests.bench.stage import app_over, database_of_its_own
from tests.load.serving import BARE, Answer, Browser, percentile, populated, served

TASKS = {Size.FULL: 10_000, Size.SHORT: 60}
REQUESTS = {Size.FULL: 200, Size.SHORT: 4}
TURNS = {Size.FULL: 5, Size.SHORT: 1}
CLIENTS = (1, 8)
SHARE = 0.5
"""Of the bare page's requests a second."""
WROTE = "Đo tốc độ, lần"


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second, and how long each took."""

    per_second: float
    seconds: list[float]

    @property
    def words(self) -> str:
        p50, p95 = percentile(self.seconds, 0.5), percentile(self.seconds, 0.95)
        return f"{self.per_second:.0f}/s, p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"


def measure(size: Size) -> Iterator[Figure]:
    """On SQLite, and on PostgreSQL where pip brought one and there is time for it."""
    yield from figures(size, is_postgres=False)
    if size is Size.FULL and postgres.is_installed():
        yield from figures(size, is_postgres=True)


def figures(size: Size, *, is_postgres: bool) -> Iterator[Figure]:
    """Every figure on one database."""
    where = "PostgreSQL" if is_postgres else "SQLite"
    with database_of_its_own(is_postgres=is_postgres, testing=False) as settings:
        environment = populated(settings, settings.database_url, TASKS[size])
        with app_over(settings):
            yield from _beside(size, environment, where)


def _beside(size: Size, environment: dict[str, str], where: str) -> Iterator[Figure]:
    working = [State.RECEIVED, State.IN_PROGRESS]
    codes = list(db.session.scalars(sa.select(Task.code).where(Task.state.in_(working)).limit(8)))
    db.session.rollback()
    pages = {"the list": "/tasks?view=open", "a task": f"/tasks/{codes[0]}", "what is late": "/overdue"}
    with served(environment) as ours, served(environment, BARE) as bare:
        chair = Browser(ours.port).sign_in("chutich")
        chair.get(pages["the list"])
        for clients in CLIENTS:
            for name, path in pages.items():
                rates = _in_turn(size, clients, lambda at=path: chair.get(at), Browser(bare.port))  # type: ignore[misc]
                yield _figure(f"{name}, {clients} at once, {where}", *rates)
        share, rate = _written(size, chair, codes)
        yield Figure(
            f"words kept of 8 writing at once, {where}",
            share,
            1.0,
            "of those said",
            Limit.AT_LEAST,
            notes=(rate.words, f"{ours.resident_mb():.0f} MB in all processes"),
        )


def _figure(name: str, ours: Rate, bare: Rate) -> Figure:
    return Figure(
        name,
        ours.per_second / bare.per_second,
        SHARE,
        "× bare page",
        Limit.AT_LEAST,
        notes=(ours.words, f"bare {bare.words}"),
    )


def _in_turn(size: Size, clients: int, ask: Callable[[], Answer], bare: Browser) -> tuple[Rate, Rate]:
    """Both sides by turns; a rate is the median of its turns."""
    sides: tuple[list[Rate], list[Rate]] = ([], [])
    for _ in range(TURNS[size]):
        for side, once in zip(sides, (ask, lambda: bare.get("/")), strict=True):
            side.append(_asked(REQUESTS[size], clients, lambda _number, once=once: once(), 200))  # type: ignore[misc]
    return _middle(sides[0]), _middle(sides[1])


def _middle(rates: list[Rate]) -> Rate:
    return Rate(median(rate.per_second for rate in rates), [one for rate in rates for one in rate.seconds])


def _asked(count: int, clients: int, ask: Callable[[int], Answer], status: int) -> Rate:
    """So many requests by so many people. Raises AssertionError for any other answer."""
    with ThreadPoolExecutor(clients) as people:
        began = time.perf_counter()
        answers = list(people.map(ask, range(count)))
        took = time.perf_counter() - began
    assert {answer.status for answer in answers} == {status}
    return Rate(count / took, [answer.seconds for answer in answers])


def _written(size: Size, chair: Browser, codes: list[str]) -> tuple[float, Rate]:
    """The share of remarks that are there once all were answered with yes."""
    token, count = chair.token(f"/tasks/{codes[0]}"), REQUESTS[size]

    def say(number: int) -> Answer:
        somebody = Browser(chair.port, dict(chair.cookies))
        path = f"/tasks/{codes[number % len(codes)]}/remark"
        return somebody.post(path, csrf_token=token, text=f"{WROTE} {number}")

    rate = _asked(count, 8, say, 302)
    kept = db.session.scalar(
        sa.select(sa.func.count(sa.distinct(Remark.text))).where(Remark.text.startswith(WROTE))
    )
    db.session.rollback()
    return (kept or 0) / count, rate
