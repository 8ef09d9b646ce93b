"""How long a job may take. Nothing ends a thread; but a job that is asked can stop, and a database can break off."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, SessionTransaction

from taskboard.db import db

logger = logging.getLogger("taskboard.scheduler")


class TimeLimit:
    """The time of one job. When it is over the job is asked to stop and the statement its session waits for is ended."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._passed = threading.Event()
        self._busy: Any = None
        """The driver's connection of the transaction under way: sqlite3's or psycopg's."""

    def has_passed(self) -> bool:
        return self._passed.is_set()

    def _pass(self) -> None:
        with self._lock:
            self._passed.set()
            if self._busy is not None:
                logger.warning("a job took longer than %s s: its statement is broken off", self.seconds)
                break_off(self._busy)

    def begin(self, _session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
        with self._lock:
            self._busy = connection.connection.driver_connection

    def end(self, _session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            with self._lock:
                self._busy = None


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[TimeLimit]:
    """Watch this thread's session for so many seconds; needs an application context."""
    limit, session = TimeLimit(seconds), db.session()
    timer = threading.Timer(seconds, limit._pass)
    timer.daemon = True
    event.listen(session, "after_begin", limit.begin)
    event.listen(session, "after_transaction_end", limit.end)
    timer.start()
    try:
        yield limit
    finally:
        timer.cancel()
        event.remove(session, "after_begin", limit.begin)
        event.remove(session, "after_transaction_end", limit.end)


def break_off(connection: Any) -> None:
    """End the statement that another thread waits for; that thread gets an OperationalError."""
    if isinstance(connection, sqlite3.Connection):
        connection.interrupt()
    else:
        connection.cancel_safe(timeout=5.0)
