"""What units said, in the order it came."""

from __future__ import annotations

from datetime import datetime, time

from flask import abort

from taskboard.api import queries, shapes
from taskboard.api.doors import Answer, Asked, _noop, door
from taskboard.domain.authority import Permission
from taskboard.files.views import download
from taskboard.tasks import queries as tasks
from taskboard.tasks.acts import task_or_404
from taskboard.units import queries as units
from taskboard.web.context import actor, settings
from taskboard.web.guard import authorise

ROOM = "reports"
NOBODY = 0
"""The number of a unit that nobody knows: its reports are none."""


@door(
    "GET",
    "/reports",
    Permission.VIEW_TASK,
    _noop("Báo cáo của các đơn vị, theo thứ tự nhận"),
    room=ROOM,
    query=shapes.ReportQuery,
    gives=shapes.ReportOut,
    is_list=True,
    follow={"report": {"report_id": "$response.body#/items/0/id"}},
)
def report_list(asked: Asked) -> Answer:
    since = asked.query.get("since")
    found = queries.reports(
        actor(),
        unit_id=_unit_id(asked.query.get("unit", "")),
        kind=asked.query.get("kind"),
        since=datetime.combine(since, time(), settings().zone) if since else None,
        place=asked.query["cursor"],
        limit=asked.query["limit"],
    )
    return Answer(found.rows, next=found.next)


def _unit_id(code: str) -> int | None:
    if not code:
        return None
    unit = units.unit_by_code(code)
    return unit.id if unit is not None else NOBODY


@door(
    "GET",
    "/reports/<int:report_id>",
    Permission.VIEW_TASK,
    _noop("Một báo cáo"),
    room=ROOM,
    gives=shapes.ReportOut,
    has_tag=True,
)
def report(asked: Asked, report_id: int) -> Answer:
    row = queries.report(report_id) or abort(404)
    authorise(Permission.VIEW_TASK, tasks.subject_of(row.task))
    return Answer(row)


@door(
    "GET",
    "/files/<int:attachment_id>",
    Permission.VIEW_TASK,
    _noop("Một tệp đính kèm, nguyên như khi gửi; báo cáo nêu số của nó ở “files”"),
    room=ROOM,
)
def file(asked: Asked, attachment_id: int) -> Answer:
    return Answer(file=download(attachment_id))


@door(
    "GET",
    "/tasks/<code>/reports",
    Permission.VIEW_TASK,
    _noop("Báo cáo về một nhiệm vụ"),
    room=ROOM,
    query=shapes.Paged,
    gives=shapes.ReportOut,
    is_list=True,
)
def task_reports(asked: Asked, code: str) -> Answer:
    row = task_or_404(code, Permission.VIEW_TASK)[0]
    found = queries.reports(actor(), task_id=row.id, place=asked.query["cursor"], limit=asked.query["limit"])
    return Answer(found.rows, next=found.next)
