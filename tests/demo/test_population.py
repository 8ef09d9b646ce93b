"""A population is believable: what its rows say, every verb could have said, and its history is unbroken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard import create_app
from taskboard.accounts.models import Person
from taskboard.briefings.models import Conclusion, ConclusionText, Directive
from taskboard.clock import OFFSET_FILE, Clock
from taskboard.core import Core
from taskboard.db import db
from taskboard.demo.load import START_DAY, load
from taskboard.demo.population import load_population, size_for
from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import State
from taskboard.journal import queries as journal
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Report, Task, TaskVersion
from taskboard.units.models import Unit
from tests.cast import sign_in
from tests.conftest import CITY

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings
    from tests.databases import Databases

pytestmark = [pytest.mark.slow, pytest.mark.each_database]
SIZE = size_for(300)


def _populated(databases: Databases, settings: Settings, *, seed: int) -> Flask:
    held = replace(settings, database_url=databases.copy())
    app = create_app(held)
    held.instance_dir.mkdir(parents=True, exist_ok=True)
    core = Core(held, Clock(CITY, held.instance_dir / OFFSET_FILE))
    app.extensions["taskboard"] = core
    with app.app_context():
        assert load_population(core, SIZE, seed=seed)
        db.session.remove()
    return app


@pytest.fixture(scope="module")
def populated(
    databases: Databases, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    held = replace(settings, instance_dir=tmp_path_factory.mktemp("population"))
    app = _populated(databases, held, seed=7)
    yield app
    with app.app_context():
        db.engine.dispose()
    databases.drop(app.config["SQLALCHEMY_DATABASE_URI"])


@pytest.fixture
def population(populated: Flask) -> Iterator[Flask]:
    with populated.app_context():
        yield populated


def _fingerprint() -> list[str]:
    """Every word of the tasks' history hangs together in these."""
    statement = (
        sa.select(JournalEntry.hash).where(JournalEntry.subject_kind == "task").order_by(JournalEntry.id)
    )
    return list(db.session.scalars(statement))


def test_the_history_is_unbroken_and_stands_in_order_of_time(population: Flask) -> None:
    verdict = journal.verify(None)

    assert verdict.is_whole and verdict.entries > 4 * SIZE.tasks
    bulk = sa.select(JournalEntry.at).where(JournalEntry.subject_kind == "task").order_by(JournalEntry.id)
    instants = list(db.session.scalars(bulk))
    assert instants == sorted(instants)


def test_there_are_as_many_tasks_as_asked_for_in_every_state_that_lasts(population: Flask) -> None:
    counts = dict(
        db.session.execute(sa.select(Task.state, sa.func.count(Task.id)).group_by(Task.state)).all()
    )

    assert sum(counts.values()) == SIZE.tasks
    assert {State.NEW, State.RECEIVED, State.IN_PROGRESS, State.WITHDRAWN} <= set(counts)
    assert counts[State.COMPLETED] > SIZE.tasks / 2, "most of what is old is done"
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == SIZE.people
    assert db.session.scalar(sa.select(sa.func.count(Unit.id))) == SIZE.units


def test_the_open_version_of_each_task_says_what_the_task_says(population: Flask) -> None:
    same = [getattr(TaskVersion, name) == getattr(Task, name) for name in ("state", "unit_id", "title")]
    seen = [
        getattr(TaskVersion, name).is_not_distinct_from(getattr(Task, name))
        for name in ("due_on", "overdue_from", "claimed_on", "confirmed_at", "last_report_at")
    ]
    statement = (
        sa.select(sa.func.count(Task.id))
        .join(TaskVersion, TaskVersion.task_id == Task.id)
        .where(TaskVersion.recorded_to.is_(None), TaskVersion.seq == Task.recorded_seq, *same, *seen)
    )

    assert db.session.scalar(statement) == SIZE.tasks


def test_each_conclusion_quotes_its_text(population: Flask) -> None:
    rows = db.session.execute(
        sa.select(Conclusion, ConclusionText.text, Directive)
        .join(ConclusionText, ConclusionText.id == Conclusion.text_id)
        .join(Directive, Directive.conclusion_id == Conclusion.id)
    ).all()

    assert rows
    for conclusion, text, directive in rows:
        assert text[conclusion.start : conclusion.end] == conclusion.wording == directive.wording


def test_no_mail_waits_to_flood_anybody(population: Flask) -> None:
    assert db.session.scalar(sa.select(sa.func.count(OutboxMessage.id))) == 0


def test_what_comes_next_gets_numbers_of_its_own(population: Flask) -> None:
    """On PostgreSQL a sequence that was passed by would give one that is taken."""
    latest = db.session.scalar(sa.select(sa.func.max(Report.id)))
    taken = db.session.scalars(sa.select(Report).limit(1)).one()
    copied = {name: getattr(taken, name) for name in ("task_id", "kind", "unit_id", "channel", "done_text")}
    added = Report(
        **copied, claimed_on=taken.claimed_on, reported_at=taken.reported_at, form_key="the next one"
    )
    db.session.add(added)
    db.session.flush()

    assert latest is not None and added.id > latest
    db.session.rollback()


def test_the_pages_of_every_role_open(population: Flask) -> None:
    code = db.session.scalar(sa.select(Task.code).where(Task.state == State.IN_PROGRESS))
    for handle in ("chutich", "vanphong", "kinhte", "quantri"):
        person = db.session.scalars(
            sa.select(Person).where(Person.sign_in_name == f"{handle}@namdinh.example")
        ).one()
        client = population.test_client()
        sign_in(client, person, population.extensions["taskboard"].clock.real_now())
        for path in ("/", "/overdue", "/tasks", "/tasks?view=done", "/journal"):
            assert client.get(path).status_code in (200, 403), (handle, path)
        if handle == "vanphong":
            pages = (f"/tasks/{code}", "/briefings", "/briefings/2021-q1", "/briefings/2021-q1/report")
            assert [client.get(path).status_code for path in pages] == [200] * len(pages)
    assert tasks.task_by_code(str(code)) is not None


@pytest.mark.sqlite_only
def test_the_same_seed_tells_the_same_story_and_another_one_another(
    populated: Flask, databases: Databases, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with populated.app_context():
        told = _fingerprint()
    again = {}
    for seed in (7, 8):
        held = replace(settings, instance_dir=tmp_path_factory.mktemp(f"seed-{seed}"))
        app = _populated(databases, held, seed=seed)
        with app.app_context():
            again[seed] = _fingerprint()
            db.engine.dispose()

    assert again[7] == told and again[8] != told


def test_it_is_loaded_once_and_only_where_nobody_else_works(population: Flask) -> None:
    core = population.extensions["taskboard"]

    assert not load_population(core, SIZE, seed=7), "it stands already"
    with pytest.raises(RuleBroken, match="database_not_empty"):
        load_population(core, size_for(10 * SIZE.tasks), seed=7)
    db.session.rollback()
    assert not load(core, lambda line: None), "the story is not told over it"
    assert core.clock.today() == START_DAY


@pytest.mark.parametrize(
    ("count", "units", "people", "quarters"),
    [(50, 56, 80, 4), (10_000, 56, 398, 8), (100_000, 103, 1995, 14), (1_000_000, 150, 10_000, 20)],
)
def test_a_body_grows_with_its_tasks(count: int, units: int, people: int, quarters: int) -> None:
    size = size_for(count)

    assert (size.units, size.people, size.quarters) == (units, people, quarters)
    assert sum(size.share(number) for number in range(size.quarters)) == count
