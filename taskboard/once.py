"""A form sent twice is carried out once: each rendered form carries a key, and a key is used up with its act."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, Instant, db, wait_turn
from taskboard.domain.errors import AlreadyDone


class UsedForm(Base):
    __tablename__ = "used_form"

    key: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[Instant]
    result: Mapped[str] = mapped_column(default="")
    """Where the first sending led: the second is sent there too."""


def use_once(key: str, *, result: str, real_now: datetime) -> None:
    """Use a form's key up in the transaction of its act. Raises AlreadyDone with the first result."""
    refuse_used(key)
    db.session.add(UsedForm(key=key, used_at=real_now, result=result))


def refuse_used(key: str) -> None:
    """Raises AlreadyDone('already_sent') when the form was carried out before. A second sending waits for the first."""
    wait_turn(f"form {key}")
    earlier = db.session.get(UsedForm, key)
    if earlier is not None:
        raise AlreadyDone("already_sent", result=earlier.result)


def prune(*, before: datetime) -> None:
    db.session.execute(sa.delete(UsedForm).where(UsedForm.used_at < before))
