"""The rarer verbs of those above: rest and go on, end, open again, set a first date, say why something is late."""

from __future__ import annotations

from taskboard.api import shapes
from taskboard.api.doors import _noop
from taskboard.api.task_doors import verb
from taskboard.domain.authority import Permission
from taskboard.tasks import actions

verb(
    "pause",
    Permission.PAUSE_TASK,
    _noop("Tạm dừng đến một ngày xem xét lại, nêu lý do"),
    actions.pause,
    takes=shapes.PauseIn,
)
verb("resume", Permission.PAUSE_TASK, _noop("Tiếp tục việc đang tạm dừng"), actions.resume)
verb(
    "reopen",
    Permission.REOPEN_TASK,
    _noop("Mở lại việc đã xác nhận hoàn thành, nêu lý do"),
    actions.reopen,
    takes=shapes.ReasonIn,
)
verb(
    "stop-pursuing",
    Permission.STOP_PURSUING_TASK,
    _noop("Không tiếp tục thực hiện, nêu lý do"),
    actions.stop_pursuing,
    takes=shapes.ReasonIn,
)
verb(
    "event-date",
    Permission.SET_DATE,
    _noop("Ấn định thời hạn cho việc chờ sự kiện hoặc chưa có hạn"),
    actions.set_event_date,
    takes=shapes.DueIn,
)
verb(
    "objective-cause",
    Permission.CONFIRM_CAUSE,
    _noop("Xác nhận chậm do nguyên nhân khách quan, nêu căn cứ"),
    actions.confirm_cause,
    takes=shapes.CauseIn,
)
verb(
    "objective-cause/revoke",
    Permission.CONFIRM_CAUSE,
    _noop("Bỏ xác nhận nguyên nhân khách quan, nêu lý do"),
    actions.revoke_cause,
    takes=shapes.ReasonIn,
)
