"""What a transaction reads once: rules, settings and the calendar, which every verb asks for and hardly one changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy import event
from sqlalchemy.orm import Mapper, Session, SessionTransaction, object_session

from taskboard.db import db

Answer = TypeVar("Answer")

_KEPT = "kept"


def kept(name: str, read: Callable[[], Answer]) -> Answer:
    """What `read` answers, asked once until the transaction ends or a row it rests on is written.

    The answer is shared by all who ask: it must be a value nobody changes. Whoever gives a `name` also says
    by `forget_when_written` which rows it rests on.
    """
    session = db.session()
    if session.autoflush:
        session.flush()  # as a SELECT would: what was just changed is written, and so forgotten here
    answers: dict[str, Any] = session.info.setdefault(_KEPT, {})
    if name not in answers:
        answers[name] = read()
    return cast(Answer, answers[name])


def forget_when_written(model: type[Any], *names: str) -> None:
    """Answers under these names are asked for anew once a row of this kind was written through the session."""

    def forget(_mapper: Mapper[Any], _connection: Any, row: Any) -> None:
        session = object_session(row)
        answers = session.info.get(_KEPT, {}) if session else {}
        for name in names:
            answers.pop(name, None)

    for moment in ("after_insert", "after_update", "after_delete"):
        event.listen(model, moment, forget)


@event.listens_for(Session, "after_transaction_end")
def _forget_all(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_KEPT, None)


@event.listens_for(Session, "after_soft_rollback")
def _forget_undone(session: Session, _previous: SessionTransaction) -> None:
    session.info.pop(_KEPT, None)
