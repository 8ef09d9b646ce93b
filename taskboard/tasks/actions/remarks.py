"""A leader's word on a task (bút phê): one field, from a phone; told to the unit and to who follows it."""

from __future__ import annotations

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.text import is_blank
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.models import Remark, Task


def remark(task: Task, *, text: str, on: Occasion) -> Remark:
    """Never changed, only followed by another. Raises RuleBroken('remark_missing')."""
    if is_blank(text):
        raise RuleBroken("remark_missing", field="text")
    row = Remark(
        task=task,
        text=text,
        person_id=on.acting.person_id,
        post_id=on.acting.post_id,
        made_at=on.now,
    )
    db.session.add(row)
    db.session.flush()
    record(Event.REMARK_MADE, "task", task.id, acting=on.acting, at=on.now, text=text)
    kind, told = reminders.NewsKind.REMARK_MADE, news.remark_made(said_by=reminders.speaker_of(on), text=text)
    reminders.tell_unit(task, kind, told, key=str(row.id), on=on)
    reminders.tell_person(task.monitor, task, kind, told, key=str(row.id), on=on)
    return row
