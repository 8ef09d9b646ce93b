"""What was asked loses its object when the task ends or passes to another unit: nobody has to decide it any more."""

from __future__ import annotations

from taskboard.domain.events import Event
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.models import (
    Extension,
    ExtensionState,
    RequestKind,
    RequestState,
    Task,
    TaskRequest,
)


def lapse_pending(task: Task, *, besides: TaskRequest | None = None, on: Occasion) -> None:
    """Close what waits for a decision on this task, except the request that is being decided."""
    for extension in task.extensions:
        if extension.state is ExtensionState.PENDING:
            _lapse_extension(extension, on=on)
    for request in task.requests:
        if request.state is RequestState.PENDING and request is not besides:
            _lapse_request(request, on=on)


def lapse_requests(task: Task, unit_id: int, *, on: Occasion) -> None:
    """What a unit asked that no longer is on the task; an extension is asked for the task and stays."""
    for request in task.requests:
        if request.state is RequestState.PENDING and request.unit_id == unit_id:
            _lapse_request(request, on=on)


def lapse_by_claim(task: Task, *, on: Occasion) -> None:
    """Who says it is done asks for no more time and gives nothing back; a slip in the date is still a slip."""
    for extension in task.extensions:
        if extension.state is ExtensionState.PENDING:
            _lapse_extension(extension, on=on)
    for request in task.requests:
        if request.state is RequestState.PENDING and request.kind is not RequestKind.CORRECT_DEADLINE:
            _lapse_request(request, on=on)


def lapse_return(task: Task, *, on: Occasion) -> None:
    """A unit that goes on with its task no longer gives it back (rule 14); the Office, which was asked, is told so."""
    for request in task.requests:
        is_lead = request.unit_id == task.unit_id and request.kind is RequestKind.RETURN
        if is_lead and request.state is RequestState.PENDING:
            _lapse_request(request, on=on)
            told = news.return_lapsed(unit_name=task.unit.name_on(on.today), reason=request.reason)
            kind = reminders.NewsKind.REQUEST_DECIDED
            reminders.tell_person(task.monitor, task, kind, told, key=str(request.id), on=on)


def _lapse_extension(row: Extension, *, on: Occasion) -> None:
    row.state, row.decided_at = ExtensionState.LAPSED, on.now
    record(
        Event.EXTENSION_LAPSED,
        "task",
        row.task_id,
        acting=on.acting,
        at=on.now,
        new_due_on=row.new_due_on,
    )


def _lapse_request(row: TaskRequest, *, on: Occasion) -> None:
    row.state, row.decided_at = RequestState.LAPSED, on.now
    record(Event.REQUEST_LAPSED, "task", row.task_id, acting=on.acting, at=on.now, kind=row.kind)
