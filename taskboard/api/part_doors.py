"""A partner's own part of a task: its word, with evidence, and pressing it for one."""

from __future__ import annotations

from typing import Any

from flask import abort, url_for

from taskboard.api import shapes
from taskboard.api.doors import Answer, Asked, _noop, door
from taskboard.api.task_doors import ROOM, account_of, changed, occasion, storage, tag, under
from taskboard.domain.authority import Permission, may
from taskboard.domain.events import Channel
from taskboard.tasks import actions
from taskboard.tasks import queries as tasks
from taskboard.tasks.acts import task_or_404
from taskboard.tasks.models import Task
from taskboard.tasks.parts import subject_of_part
from taskboard.units.models import Unit
from taskboard.web.context import actor
from taskboard.web.guard import authorise


@door(
    "POST",
    "/tasks/<code>/parts/<unit_code>/reports",
    Permission.REPORT_PART,
    _noop("Báo cáo phần phối hợp, có thể kèm tệp; Văn phòng nhập thay thì nêu nguồn tin ở “told”"),
    room=ROOM,
    also=(Permission.REPORT_ON_BEHALF,),
    takes=shapes.PartIn,
    takes_files=True,
    gives=shapes.ReportOut,
    needs_version=True,
    status=201,
    makes=True,
    follow={"report": {"report_id": "$response.body#/id"}},
)
def report_part(asked: Asked, code: str, unit_code: str) -> Answer:
    row = task_or_404(code, Permission.VIEW_TASK)[0]
    unit = _unit_on(row, unit_code)
    subject = subject_of_part(tasks.subject_of(row), unit.id)
    if not subject.partner_unit_ids:
        abort(404)
    own = may(actor(), Permission.REPORT_PART, subject)
    post = own or authorise(Permission.REPORT_ON_BEHALF, subject)
    asked.expect(tag(row))
    made: Any = actions.report_part(
        row,
        account_of(asked.body, asked),
        unit=unit,
        storage=storage(),
        on=occasion(post, Channel.API if own else Channel.ON_PAPER),
    )
    return Answer(made, location=url_for("api.report", report_id=made.id))


@door(
    "POST",
    "/tasks/<code>/parts/<unit_code>/urge",
    Permission.URGE_PARTNER,
    _noop("Đôn đốc một đơn vị phối hợp"),
    room=ROOM,
    takes=shapes.NothingIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def urge_partner(asked: Asked, code: str, unit_code: str) -> Answer:
    row, on, _post = under(code, Permission.URGE_PARTNER, asked)
    actions.urge_partner(row, _unit_on(row, unit_code), on=on)
    return changed(code)


def _unit_on(row: Task, code: str) -> Unit:
    """A unit that has a place on the task, or had one: of that the verb itself says so."""
    found = (place.unit for place in row.assignments if place.unit.code == code)
    return next(found, None) or abort(404)
