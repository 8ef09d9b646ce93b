"""One acts, the others stand by; time is the database's."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import begin_writing, db
from taskboard.outbox.queries import database_now
from taskboard.scheduler import lease, queries
from taskboard.scheduler.lease import LEADER, Leadership
from taskboard.scheduler.models import Lease

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session, scoped_session


def let_it_run_out() -> None:
    db.session.execute(sa.update(Lease).values(expires_at=database_now() - timedelta(seconds=1)))


@pytest.mark.usefixtures("db_session")
class TestTaking:
    def test_the_first_takes_it_and_the_second_stands_by(self) -> None:
        assert lease.take(LEADER, "một")
        assert not lease.take(LEADER, "hai")

    def test_the_holder_renews(self) -> None:
        lease.take(LEADER, "một")
        let_it_run_out()
        assert lease.take(LEADER, "một")
        assert db.session.get_one(Lease, LEADER, populate_existing=True).expires_at > database_now()

    def test_a_lease_that_ran_out_is_taken_over(self) -> None:
        lease.take(LEADER, "một")
        let_it_run_out()
        assert lease.take(LEADER, "hai")
        assert not lease.take(LEADER, "một")

    def test_a_released_lease_is_free_at_once(self) -> None:
        lease.take(LEADER, "một")
        lease.release(LEADER, "hai")
        assert not lease.take(LEADER, "hai"), "only the holder lets go"
        lease.release(LEADER, "một")
        assert lease.take(LEADER, "hai")

    def test_takeover_comes_in_less_than_a_minute(self) -> None:
        assert lease.TTL.total_seconds() + lease.RENEW_SECONDS < 60
        assert lease.TTL.total_seconds() > lease.RENEW_SECONDS * 2, "one missed renewal is forgiven"

    def test_pages_see_whether_anybody_leads(self) -> None:
        assert not queries.is_alive()
        lease.take(LEADER, "một")
        assert queries.is_alive()
        let_it_run_out()
        assert not queries.is_alive()


def test_a_holder_cut_off_from_the_database_stops_believing_before_another_may_take_over(
    db_session: scoped_session[Session],
) -> None:
    seconds = 100.0
    leadership = Leadership("một", clock=lambda: seconds)
    assert leadership.renew()
    seconds += 29.9
    assert leadership.is_held()
    seconds += 0.2
    assert not leadership.is_held()


def test_of_many_that_ask_at_once_one_gets_it(own_app: Flask) -> None:
    ready, held = threading.Barrier(4), []

    def ask(name: str) -> None:
        with own_app.app_context():
            ready.wait()
            begin_writing()
            if lease.take(LEADER, name):
                held.append(name)
            db.session.commit()

    threads = [threading.Thread(target=ask, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(held) == 1
