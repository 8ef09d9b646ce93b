"""Codes are issued once, also to people who ask at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from taskboard.counters import next_numbers, next_task_codes
from taskboard.db import begin_writing, db


def test_codes_count_within_a_year(db_session: scoped_session[Session]) -> None:
    assert next_task_codes(2021, 2) == ["NV-2021-0001", "NV-2021-0002"]
    assert next_task_codes(2021, 1) == ["NV-2021-0003"]
    assert next_task_codes(2022, 1) == ["NV-2022-0001"]


def test_numbers_taken_at_the_same_moment_are_never_the_same(own_app: Flask) -> None:
    people = 8
    together = threading.Barrier(people)

    def take(_: int) -> list[int]:
        together.wait(10)
        with own_app.app_context():
            begin_writing()
            taken = list(next_numbers("task-2021", 3))
            db.session.commit()
            return taken

    with ThreadPoolExecutor(people) as crowd:
        taken = [number for numbers in crowd.map(take, range(people)) for number in numbers]
    assert sorted(taken) == list(range(1, people * 3 + 1))
