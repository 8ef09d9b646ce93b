"""What planning and the digest both do to rows of reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from taskboard.db import db
from taskboard.reminders.models import Reminder, ReminderState


class Why(StrEnum):
    """Why a planned reminder reached nobody, besides what `domain.reminding.Gone` and the task's state say."""

    TOO_LATE = "too_late"
    NO_ADDRESS = "no_address"
    SWITCHED_OFF = "switched_off"


def settle(chosen: Iterable[Any], state: ReminderState, *, now: datetime | None, why: str = "") -> int:
    """Give the chosen rows their end; None for `now` takes it from them. Returns how many they were."""
    done = db.session.execute(
        sa.update(Reminder)
        .where(*chosen)
        .values(state=state, outcome=str(why), settled_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
