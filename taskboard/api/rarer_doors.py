"""The rarer verbs of those above: rest and go on, end, open again, set a first date, say why something is late."""

from __future__ import annotations

from taskboard.api import shapes
from taskboard.api.doors import Answer, Asked, _noop, door
from taskboard.api.task_doors import ROOM, changed, under
from taskboard.domain.authority import Permission
from taskboard.tasks import actions


@door(
    "POST",
    "/tasks/<code>/pause",
    Permission.PAUSE_TASK,
    _noop("Tạm dừng đến một ngày xem xét lại, nêu lý do"),
    room=ROOM,
    takes=shapes.PauseIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def pause(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.PAUSE_TASK, asked)
    actions.pause(row, **asked.body, on=on)
    return changed(code)


@door(
    "POST",
    "/tasks/<code>/resume",
    Permission.PAUSE_TASK,
    _noop("Tiếp tục việc đang tạm dừng"),
    room=ROOM,
    takes=shapes.NothingIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def resume(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.PAUSE_TASK, asked)
    actions.resume(row, on=on)
    return changed(code)


@door(
    "POST",
    "/tasks/<code>/reopen",
    Permission.REOPEN_TASK,
    _noop("Mở lại việc đã xác nhận hoàn thành, nêu lý do"),
    room=ROOM,
    takes=shapes.ReasonIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def reopen(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.REOPEN_TASK, asked)
    actions.reopen(row, **asked.body, on=on)
    return changed(code)


@door(
    "POST",
    "/tasks/<code>/stop-pursuing",
    Permission.STOP_PURSUING_TASK,
    _noop("Không tiếp tục thực hiện, nêu lý do"),
    room=ROOM,
    takes=shapes.ReasonIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def stop_pursuing(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.STOP_PURSUING_TASK, asked)
    actions.stop_pursuing(row, **asked.body, on=on)
    return changed(code)


@door(
    "POST",
    "/tasks/<code>/event-date",
    Permission.SET_DATE,
    _noop("Ấn định thời hạn cho việc chờ sự kiện hoặc chưa có hạn"),
    room=ROOM,
    takes=shapes.DueIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def set_event_date(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.SET_DATE, asked)
    actions.set_event_date(row, **asked.body, on=on)
    return changed(code)


@door(
    "POST",
    "/tasks/<code>/objective-cause",
    Permission.CONFIRM_CAUSE,
    _noop("Xác nhận chậm do nguyên nhân khách quan, nêu căn cứ"),
    room=ROOM,
    takes=shapes.CauseIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def confirm_cause(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.CONFIRM_CAUSE, asked)
    actions.confirm_cause(row, **asked.body, on=on)
    return changed(code)


@door(
    "POST",
    "/tasks/<code>/objective-cause/revoke",
    Permission.CONFIRM_CAUSE,
    _noop("Bỏ xác nhận nguyên nhân khách quan, nêu lý do"),
    room=ROOM,
    takes=shapes.ReasonIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def revoke_cause(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.CONFIRM_CAUSE, asked)
    actions.revoke_cause(row, **asked.body, on=on)
    return changed(code)
