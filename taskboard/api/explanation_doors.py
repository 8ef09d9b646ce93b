"""Đề nghị giải trình: asked from above, answered by the unit's head or written down for it (rule 20)."""

from __future__ import annotations

from flask import abort, url_for

from taskboard.api import queries, shapes
from taskboard.api.doors import Answer, Asked, _noop, door
from taskboard.api.task_doors import occasion, under
from taskboard.domain.authority import Permission, may
from taskboard.domain.events import Channel
from taskboard.tasks import actions
from taskboard.tasks import queries as tasks
from taskboard.tasks.asked import subject_of
from taskboard.tasks.models import Explanation
from taskboard.web.context import actor
from taskboard.web.guard import authorise

ROOM = "requests"


@door(
    "GET",
    "/explanations",
    Permission.VIEW_TASK,
    _noop("Đề nghị giải trình và câu trả lời, theo thứ tự hỏi"),
    room=ROOM,
    query=shapes.ExplanationQuery,
    gives=shapes.ExplanationOut,
    is_list=True,
    follow={"explanation": {"explanation_id": "$response.body#/items/0/id"}},
)
def explanation_list(asked: Asked) -> Answer:
    found = queries.explanations(
        actor(),
        is_open="open" in asked.query,
        place=asked.query["cursor"],
        limit=asked.query["limit"],
    )
    return Answer(found.rows, next=found.next)


@door(
    "GET",
    "/explanations/<int:explanation_id>",
    Permission.VIEW_TASK,
    _noop("Một đề nghị giải trình"),
    room=ROOM,
    gives=shapes.ExplanationOut,
    has_tag=True,
    follow={"answer_explanation": {"explanation_id": "$response.body#/id"}},
)
def explanation(asked: Asked, explanation_id: int) -> Answer:
    return Answer(_seen(explanation_id))


@door(
    "POST",
    "/tasks/<code>/explanations",
    Permission.ASK_EXPLANATION,
    _noop("Đề nghị đơn vị chủ trì giải trình về một nhiệm vụ"),
    room=ROOM,
    takes=shapes.ExplainIn,
    gives=shapes.ExplanationOut,
    needs_version=True,
    status=201,
    makes=True,
    follow={"explanation": {"explanation_id": "$response.body#/id"}},
)
def ask_explanation(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.ASK_EXPLANATION, asked)
    made = actions.ask_explanation(row.unit, task=row, **asked.body, on=on)
    return Answer(made, location=url_for("api.explanation", explanation_id=made.id))


@door(
    "POST",
    "/explanations/<int:explanation_id>/answer",
    Permission.ANSWER_EXPLANATION,
    _noop("Giải trình; Văn phòng nhập thay khi đơn vị báo qua điện thoại"),
    room=ROOM,
    also=(Permission.REPORT_ON_BEHALF,),
    takes=shapes.AnswerIn,
    gives=shapes.ExplanationOut,
)
def answer_explanation(asked: Asked, explanation_id: int) -> Answer:
    """Answered once, whatever was read before: no version is asked for."""
    row = _seen(explanation_id)
    own = may(actor(), Permission.ANSWER_EXPLANATION, subject_of(row))
    post = own or authorise(Permission.REPORT_ON_BEHALF, subject_of(row))
    on = occasion(post, Channel.API if own else Channel.ON_PAPER)
    actions.answer_explanation(row, **asked.body, on=on)
    return Answer(row)


def _seen(explanation_id: int) -> Explanation:
    """Between the unit that was asked and those above; 404 for all others."""
    row = tasks.explanation_by_id(explanation_id) or abort(404)
    authorise(Permission.VIEW_TASK, subject_of(row))
    return row
