"""A database that others hold: who has no token holds up nobody, who has is told to come again, and nothing typed is lost."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from lxml import html

from taskboard.accounts.models import Person
from taskboard.api.models import ApiToken
from taskboard.db import begin_writing, db, hold_all_writers, insert, refusal_text
from taskboard.tasks.models import Report
from taskboard.watch import actions as watch
from taskboard.watch.models import Follow, Visit
from tests import build
from tests.api.program import token
from tests.cast import gather, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Another process writes and takes its time."""
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        with app.app_context():
            hold_all_writers()
            begun.set()
            over.wait(30)
            db.session.rollback()

    holder = threading.Thread(target=hold)
    holder.start()
    assert begun.wait(20)
    try:
        yield
    finally:
        over.set()
        holder.join()


@pytest.fixture
def impatient(own_app: Flask) -> Flask:
    """It waits for no lock: what a visitor meets after fifteen seconds, at once."""

    def hurry(connection: Any, _record: Any, _proxy: Any) -> None:
        cursor = connection.cursor()
        is_sqlite = type(connection).__module__.startswith("sqlite3")
        cursor.execute("PRAGMA busy_timeout=100" if is_sqlite else "SET lock_timeout = '100ms'")
        cursor.close()
        connection.commit()

    with own_app.app_context():
        sa.event.listen(db.engine, "checkout", hurry)
    return own_app


def at_work(app: Flask, clock: HandClock) -> tuple[FlaskClient, str, str]:
    """A head of a unit at their desk, a task of theirs, and their token's words."""
    client = app.test_client()
    with app.app_context():
        begin_writing()
        cast = gather()
        task = build.task("Hộ đê", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor))
        code = task.code
        _row, words = token(cast.head, clock)
        sign_in(client, cast.head, clock.real_now())
    return client, code, words


@pytest.mark.parametrize("shown", ["nonsense", "tbk_short", "tbk_" + "x" * 43])
def test_who_has_no_token_waits_for_no_lock_and_holds_none(
    impatient: Flask, clock: HandClock, shown: str
) -> None:
    client, _code, words = at_work(impatient, clock)
    with held(impatient):
        answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {shown}"})
        assert (answer.status_code, answer.json["type"]) == (401, "/api/docs#not-signed-in")
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {words}"}).status_code == 200


@pytest.mark.sqlite_only  # on PostgreSQL counting one token waits for nobody
def test_a_program_is_told_when_to_come_again(impatient: Flask, clock: HandClock) -> None:
    client, _code, words = at_work(impatient, clock)
    with held(impatient):
        answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {words}"})
    assert (answer.status_code, answer.json["type"]) == (503, "/api/docs#busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_report_that_meets_a_busy_database_is_sent_again_as_it_was(
    impatient: Flask, clock: HandClock
) -> None:
    client, code, _words = at_work(impatient, clock)
    path = f"/tasks/{code}/report"
    said = 'Đã khảo sát "4 tuyến" đê.\nCòn <2> tuyến.'
    (form,) = html.document_fromstring(client.get(path).text).xpath("//form[.//textarea[@name='done_text']]")
    typed = {**dict(form.form_values()), "done_text": said, "kind": "progress"}
    with held(impatient):
        refused = client.post(path, data=typed)
    assert (refused.status_code, refused.headers["Cache-Control"]) == (503, "no-store")
    assert int(refused.headers["Retry-After"]) > 0
    (again,) = html.document_fromstring(refused.text).xpath("//form[@id='again']")
    assert again.get("action") == path
    sent = client.post(path, data=dict(again.form_values()))
    assert sent.status_code == 302, sent.text
    with impatient.app_context():
        assert db.session.scalars(sa.select(Report.done_text)).all() == [said]


def test_a_password_stands_on_no_page_of_a_busy_database(impatient: Flask, clock: HandClock) -> None:
    client = impatient.test_client()
    (form,) = html.document_fromstring(client.get("/sign-in").text).xpath(
        "//form[.//input[@name='password']]"
    )
    typed = {**dict(form.form_values()), "email": "kinhte", "password": "con đò bến cũ"}
    with held(impatient):
        refused = client.post("/sign-in", data=typed)
    assert refused.status_code == 503
    assert "con đò" not in refused.text and "again" not in refused.text


def test_what_fails_is_logged_without_what_it_carried(
    own_app: Flask, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the statement's parameters nor what PostgreSQL repeats of the row."""
    with own_app.app_context():
        cast = gather()
        row, _words = token(cast.head, clock)
        values = {column.name: getattr(row, column.name) for column in ApiToken.__table__.columns}
        secret = values["token_hash"]
        del values["id"]
        with pytest.raises(sa.exc.IntegrityError) as twice:
            db.session.execute(insert(ApiToken).values(**values))
        db.session.rollback()
        with caplog.at_level(logging.INFO):
            own_app.logger.info("refused by the database: %s", refusal_text(twice.value))
            own_app.logger.error("failed", exc_info=twice.value)
    said = caplog.text + "".join(record.exc_text or "" for record in caplog.records)
    assert "IntegrityError" in said or "UniqueViolation" in said
    assert "token_hash" in said and secret not in said and "DETAIL" not in said


@pytest.mark.postgres_only
def test_a_value_of_the_wrong_kind_is_not_repeated_in_a_log(own_app: Flask) -> None:
    with own_app.app_context(), pytest.raises(sa.exc.DataError) as wrong:
        db.session.execute(sa.text("SELECT CAST(:said AS integer)"), {"said": "bí mật"})
    assert "bí mật" not in str(wrong.value) and "bí mật" not in str(wrong.value.__cause__)
    assert "InvalidTextRepresentation" in str(wrong.value)


# ----------------------------------------------------------------------------------------------------------- twice at once


@pytest.mark.postgres_only  # a writer on SQLite is alone
@pytest.mark.parametrize("act", ["follow", "read_to"])
def test_a_double_click_is_one_row(own_app: Flask, clock: HandClock, act: str) -> None:
    with own_app.app_context():
        cast = gather()
        task = build.task("Hộ đê", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor))
        build.saved()
        task_id, person_id = task.id, cast.head.id
    both, faults = threading.Barrier(2, timeout=20), []

    def click() -> None:
        with own_app.app_context():
            begin_writing()
            on = build.occasion(clock.now(), db.session.get_one(Person, person_id))
            row = db.session.get_one(type(task), task_id)
            db.session.get(Follow, (person_id, task_id))
            both.wait()
            try:
                if act == "follow":
                    watch.follow(row, person_id, is_on=True, on=on)
                else:
                    watch.read_to(person_id, 1, on=on)
                db.session.commit()
            except sa.exc.SQLAlchemyError as error:
                faults.append(error)
                db.session.rollback()

    clicks = [threading.Thread(target=click) for _time in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert not faults
    with own_app.app_context():
        table = Follow if act == "follow" else Visit
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 1
