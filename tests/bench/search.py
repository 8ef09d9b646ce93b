"""What a search costs beside the list it searches: `make bench ARGS=search`.

100,000 tasks whose words are as frequent as in real directives: some stand in every other title, some in one of a
thousand. The page of the list is set beside the same page narrowed by words, and beside the page of all that is found.
The dearest of the questions counts.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import cast
from urllib.parse import quote

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from taskboard.db import begin_writing, db
from taskboard.domain.authority import Role
from taskboard.search import actions
from taskboard.tasks.models import Task
from tests import build, postgres
from tests.bench.figures import Figure, Size
from tests.bench.rollup import TASKS, populate
from tests.bench.stage import app_over, database_of_its_own
from tests.cast import sign_in

TURNS = {Size.FULL: 5, Size.SHORT: 2}
MOST = {Size.FULL: 3.0, Size.SHORT: 1000.0}
"""Times the page of the list; nothing is judged in the short size."""
LIST = "/tasks?view=all"
VERBS = ("Báo cáo", "Rà soát", "Đẩy nhanh", "Xây dựng kế hoạch", "Hướng dẫn", "Kiểm tra")
OBJECTS = (
    "giải phóng mặt bằng",
    "cấp giấy chứng nhận quyền sử dụng đất",
    "trật tự xây dựng",
    "vệ sinh môi trường",
    "thu ngân sách nhà nước",
    "phòng, chống thiên tai",
)
QUESTIONS = {
    "a phrase": "giai phong mat bang",
    "its short form": "GPMB",
    "a word of half the titles": "thực hiện",
    "a beginning": "th",
    "one task": "tuyến 4711",
    "nothing": "khongcogi",
}


def entitle(count: int) -> None:
    """Give the tasks words, then write the index as after any bulk load."""
    dice = random.Random(2)
    titles = [
        f"{dice.choice(VERBS)} {'thực hiện ' if number % 2 else ''}{dice.choice(OBJECTS)} tuyến {number}"
        for number in range(1, count + 1)
    ]
    begin_writing()
    statement = (
        sa.update(cast(sa.Table, Task.__table__))
        .where(Task.id == sa.bindparam("number"))
        .values(title=sa.bindparam("words"))
    )
    rows = [{"number": number, "words": words} for number, words in enumerate(titles, start=1)]
    db.session.connection().execute(statement, rows)
    actions.rebuild()
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(sa.text("ANALYZE"))


def measure(size: Size) -> Iterator[Figure]:
    """On SQLite, and on PostgreSQL where pip brought one."""
    yield from figures(size, is_postgres=False)
    if postgres.is_installed():
        yield from figures(size, is_postgres=True)


def figures(size: Size, *, is_postgres: bool) -> Iterator[Figure]:
    """The list narrowed and the page of all kinds, each by its dearest question."""
    where = "PostgreSQL" if is_postgres else "SQLite"
    pages = {
        "the list narrowed by words": "/tasks?view=all&q=",
        "the search page": "/search?q=",
        "what the box offers": "/search/suggestions?q=",
    }
    addresses = [LIST, *(f"{page}{quote(said)}" for page in pages.values() for said in QUESTIONS.values())]
    took = _taken(size, addresses, is_postgres=is_postgres)
    for name, page in pages.items():
        asked = {kind: took[f"{page}{quote(said)}"] for kind, said in QUESTIONS.items()}
        notes = [f"{kind} {seconds:.3f} s" for kind, seconds in asked.items()]
        yield Figure(
            f"{name}, {where}",
            max(asked.values()) / took[LIST],
            MOST[size],
            "× the list",
            notes=(f"the list of {TASKS[size]:,} {took[LIST]:.3f} s", *notes),
        )


def _taken(size: Size, addresses: Sequence[str], *, is_postgres: bool) -> dict[str, float]:
    with database_of_its_own(is_postgres=is_postgres) as settings, app_over(settings) as app:
        populate(TASKS[size])
        entitle(TASKS[size])
        return _turns(_visitor(app), addresses, TURNS[size])


def _visitor(app: Flask) -> FlaskClient:
    begin_writing()
    chair = build.person("Chủ tịch", Role.CHAIR)
    client = app.test_client()
    sign_in(client, chair, datetime.now(UTC))
    return client


def _turns(visitor: FlaskClient, addresses: Sequence[str], turns: int) -> dict[str, float]:
    """Each once to warm up, then in turn, so that what else the machine does falls on all; the quickest counts."""
    took: dict[str, list[float]] = {address: [] for address in addresses}
    for turn in range(turns + 1):
        for address in addresses:
            seconds = _timed(visitor, address)
            if turn:
                took[address].append(seconds)
    return {address: min(each) for address, each in took.items()}


def _timed(visitor: FlaskClient, address: str) -> float:
    gc.collect()
    started = time.perf_counter()
    answer = visitor.get(address)
    took = time.perf_counter() - started
    assert answer.status_code == 200, address
    db.session.rollback()
    return took
