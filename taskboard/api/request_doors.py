"""What is asked by one and decided by another: to return, to pass the lead on, to correct a slip; and giving anew."""

from __future__ import annotations

from flask import url_for

from taskboard.api import queries, shapes
from taskboard.api.doors import Answer, Asked, _noop, door
from taskboard.api.task_doors import changed, under
from taskboard.db import db
from taskboard.domain.authority import Permission, PostFact
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import Occasion
from taskboard.tasks import actions
from taskboard.tasks import queries as tasks
from taskboard.tasks.actions.answering import CORRECTIONS
from taskboard.tasks.models import RequestKind, TaskRequest
from taskboard.units import queries as units
from taskboard.units.models import Unit
from taskboard.web.context import actor, today

ROOM = "requests"


@door(
    "GET",
    "/requests",
    Permission.VIEW_TASK,
    _noop("Đề nghị trả lại, chuyển chủ trì, đính chính, theo thứ tự nhận"),
    room=ROOM,
    query=shapes.RequestQuery,
    gives=shapes.RequestOut,
    is_list=True,
    follow={
        "accept_request": {"request_id": "$response.body#/items/0/id"},
        "refuse_request": {"request_id": "$response.body#/items/0/id"},
    },
)
def request_list(asked: Asked) -> Answer:
    found = queries.requests(
        actor(),
        state=asked.query.get("state"),
        place=asked.query["cursor"],
        limit=asked.query["limit"],
    )
    return Answer(found.rows, next=found.next)


@door(
    "POST",
    "/tasks/<code>/return",
    Permission.ASK_RETURN,
    _noop("Đề nghị trả lại vì giao nhầm: cả nhiệm vụ, hoặc phần phối hợp của đơn vị mình"),
    room=ROOM,
    takes=shapes.ReasonIn,
    gives=shapes.RequestOut,
    needs_version=True,
    status=201,
)
def ask_return(asked: Asked, code: str) -> Answer:
    row, on, post = under(code, Permission.ASK_RETURN, asked)
    return Answer(actions.ask_return(row, unit_id=post.unit_id or row.unit_id, **asked.body, on=on))


@door(
    "POST",
    "/tasks/<code>/transfer",
    Permission.ASK_TRANSFER,
    _noop("Đề nghị chuyển chủ trì cho đơn vị khác"),
    room=ROOM,
    takes=shapes.PassOnIn,
    gives=shapes.RequestOut,
    needs_version=True,
    status=201,
)
def ask_transfer(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.ASK_TRANSFER, asked)
    return Answer(
        actions.ask_transfer(row, new_unit=_unit(asked.body["new_unit"]), reason=asked.body["reason"], on=on)
    )


@door(
    "POST",
    "/tasks/<code>/correct-date",
    Permission.CORRECT_TASK,
    _noop("Đề nghị đính chính thời hạn ghi nhầm; người khác quyết định"),
    room=ROOM,
    takes=shapes.CorrectDateIn,
    gives=shapes.RequestOut,
    needs_version=True,
    status=201,
)
def ask_correct_date(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.CORRECT_TASK, asked)
    return Answer(actions.propose_date_correction(row, **asked.body, on=on))


@door(
    "POST",
    "/tasks/<code>/correct-lead",
    Permission.CORRECT_TASK,
    _noop("Đề nghị đính chính đơn vị chủ trì ghi nhầm; người khác quyết định"),
    room=ROOM,
    takes=shapes.PassOnIn,
    gives=shapes.RequestOut,
    needs_version=True,
    status=201,
)
def ask_correct_lead(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.CORRECT_TASK, asked)
    new_unit = _unit(asked.body["new_unit"])
    return Answer(actions.propose_lead_correction(row, new_unit=new_unit, reason=asked.body["reason"], on=on))


@door(
    "POST",
    "/requests/<int:request_id>/accept",
    Permission.DECIDE_REQUEST,
    _noop("Đồng ý một đề nghị"),
    room=ROOM,
    takes=shapes.AcceptIn,
    gives=shapes.RequestOut,
    needs_version=True,
)
def accept_request(asked: Asked, request_id: int) -> Answer:
    row, on, post = _request(asked, request_id)
    if asked.body["new_due_on"] is not None and row.kind is not RequestKind.TRANSFER:
        raise RuleBroken("date_not_of_request", field="new_due_on")
    actions.accept_request(row, **asked.body, role=post.role, on=on)
    return _decided(row)


@door(
    "POST",
    "/requests/<int:request_id>/refuse",
    Permission.DECIDE_REQUEST,
    _noop("Không đồng ý một đề nghị, nêu lý do"),
    room=ROOM,
    takes=shapes.ReasonIn,
    gives=shapes.RequestOut,
    needs_version=True,
)
def refuse_request(asked: Asked, request_id: int) -> Answer:
    row, on, post = _request(asked, request_id)
    actions.refuse_request(row, **asked.body, role=post.role, on=on)
    return _decided(row)


@door(
    "POST",
    "/tasks/<code>/give-again",
    Permission.DECIDE_REQUEST,
    _noop("Giao lại việc đã trả cho đơn vị khác: một nhiệm vụ mới thay cho nhiệm vụ này"),
    room=ROOM,
    takes=shapes.GiveAgainIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
    status=201,
    makes=True,
    follow={"task": {"code": "$response.body#/code"}},
)
def give_again(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.DECIDE_REQUEST, asked)
    unit = _unit(asked.body["new_unit"])
    made = actions.give_again(row, unit=unit, due_on=asked.body["new_due_on"], on=on).code
    return Answer(changed(made).body, location=url_for("api.task", code=made))


def _unit(code: str) -> Unit:
    """One a task may be given to today, as the pages offer them. Raises RuleBroken('unit_unknown')."""
    found = next((unit for unit in units.assignable_on(today()) if unit.code == code), None)
    if found is None:
        raise RuleBroken("unit_unknown", field="new_unit")
    return found


def _request(asked: Asked, request_id: int) -> tuple[TaskRequest, Occasion, PostFact]:
    """A request and its task as the sender saw it; unseen and unknown look alike."""
    row = tasks.request_by_id(request_id)
    is_correction = row is not None and row.kind in CORRECTIONS
    permission = Permission.CORRECT_TASK if is_correction else Permission.DECIDE_REQUEST
    _task, on, post = under(row.task.code if row is not None else "", permission, asked)
    assert row is not None
    return row, on, post


def _decided(row: TaskRequest) -> Answer:
    db.session.flush()
    db.session.expire_all()
    return Answer(row)
