"""A briefing was moved or will not be held: what counted down to its day stops, and who was told the day learns so."""

from __future__ import annotations

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import end_of_day
from taskboard.domain.reminding import NEWS, Gone
from taskboard.occasion import Occasion
from taskboard.reminders import queries
from taskboard.reminders.actions.rows import settle
from taskboard.reminders.models import Reminder, ReminderState

_LASTS_WORKING_DAYS = 2
"""Who had the mail of the day already gets it tomorrow, and a server may be down that day."""


def tell_of_briefing(briefing_id: int, *, on: Occasion) -> None:
    """The next digest of each reader who was told another day says what holds now; nobody else hears of it.

    Told twice before a digest goes, it says the last word once. The next pass plans the countdown to the new day.
    """
    of_briefing = (Reminder.briefing_id == briefing_id, Reminder.state == ReminderState.PLANNED)
    settle(of_briefing, ReminderState.CANCELLED, now=on.now, why=Gone.BRIEFING_MOVED)
    if not queries.briefing_news(briefing_id).was:
        return
    earlier = sa.select(sa.func.count()).where(
        Reminder.briefing_id == briefing_id, Reminder.rule.startswith(f"{NEWS.prefix}_", autoescape=True)
    )
    last_day = on.calendar.add_working_days(on.today, _LASTS_WORKING_DAYS)
    db.session.add(
        Reminder(
            briefing_id=briefing_id,
            rule=NEWS.mark((db.session.scalar(earlier) or 0) + 1),
            deadline_version=0,
            occurrence=on.today,
            due_at=on.now,
            expires_at=end_of_day(last_day, on.zone),
            state=ReminderState.PLANNED,
        )
    )
    db.session.flush()
