"""What requests about a task have in common: how they are filed, on whose word they are decided."""

from __future__ import annotations

from datetime import date

from taskboard.db import db
from taskboard.domain import requests
from taskboard.domain.authority import Role
from taskboard.domain.errors import AlreadyDone
from taskboard.occasion import Occasion
from taskboard.settings import queries as settings
from taskboard.tasks.models import RequestKind, RequestState, Task, TaskRequest
from taskboard.units.models import Unit


def file_request(
    task: Task,
    kind: RequestKind,
    *,
    unit_id: int,
    reason: str,
    new_unit: Unit | None = None,
    new_due_on: date | None = None,
    on: Occasion,
) -> TaskRequest:
    row = TaskRequest(
        task=task,
        kind=kind,
        unit_id=unit_id,
        new_unit=new_unit,
        new_due_on=new_due_on,
        reason=reason,
        state=RequestState.PENDING,
        asked_by_id=on.acting.person_id,
        asked_at=on.now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def has_pending(task: Task, unit_id: int) -> bool:
    return any(row.state is RequestState.PENDING and row.unit_id == unit_id for row in task.requests)


def need_pending(row: TaskRequest) -> None:
    """Raises AlreadyDone('request_not_pending')."""
    if row.state is not RequestState.PENDING:
        raise AlreadyDone("request_not_pending")


def decide(row: TaskRequest, state: RequestState, note: str, *, on: Occasion) -> None:
    row.state, row.decision_note = state, note
    row.decided_by_id, row.decided_at = on.acting.person_id, on.now


def delegation_of(task: Task, day: date, *, office_decides: bool) -> requests.Delegation:
    """On whose word requests about this task are decided on `day`."""
    leader = task.leader
    is_there = leader is not None and not leader.is_locked and bool(leader.posts_on(day))
    return requests.Delegation(office_decides, task.leader_id if is_there else None)


def need_word(task: Task, role: Role | None, *, beyond_limit: bool = False, on: Occasion) -> None:
    """Raises RuleBroken('leader_decides') when the city left this to the leader who assigned the task."""
    office_decides = settings.value_on("office_decides", on.today)
    requests.needs_authority(
        delegation_of(task, on.today, office_decides=office_decides),
        decider_id=on.acting.person_id,
        role=role,
        beyond_limit=beyond_limit,
    )
