"""Đề nghị giải trình: one with its answer, and what was asked of a unit (rule 20)."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, PostFact, Subject, may
from taskboard.domain.events import Channel
from taskboard.tasks import actions, page, queries
from taskboard.tasks.acts import occasion_under
from taskboard.tasks.asked import subject_of
from taskboard.tasks.blueprint import bp
from taskboard.tasks.models import Explanation
from taskboard.tasks.request_forms import AnswerForm, ExplainForm
from taskboard.tasks.showing import lens
from taskboard.units import queries as units
from taskboard.web.context import actor
from taskboard.web.guard import attempt, authorise, guard


@bp.route("/explanations/<int:explanation_id>", methods=["GET", "POST"])
@guard(Permission.VIEW_TASK)
def explanation(explanation_id: int) -> ResponseReturnValue:
    """The question, its date, and the answer or the form for it."""
    row = _explanation_or_404(explanation_id)
    answering = _answering(row)
    form = AnswerForm()
    if request.method == "POST":
        if answering is None:
            abort(404)
        if form.validate() and _answered(row, form, *answering):
            return redirect(url_for("tasks.explanation", explanation_id=explanation_id))
        row = _explanation_or_404(explanation_id)
    shown = render_template(
        "tasks/explanation.html",
        row=row,
        seen=lens(),
        form=form if answering and row.answered_at is None else None,
        stranded=form if form.has_errors and row.answered_at is not None else None,
        is_on_behalf=answering is not None and answering[1] is Channel.ON_PAPER,
        task_url=_task_url(row),
    )
    return shown, 422 if form.has_errors else 200


def _answered(row: Explanation, form: AnswerForm, post: PostFact, channel: Channel) -> bool:
    with attempt(form) as outcome:
        actions.answer_explanation(row, answer=form.answer.data or "", on=occasion_under(post, channel))
    if outcome.succeeded:
        flash(_("Đã ghi giải trình. Người đề nghị nhận thư."), "done")
    return outcome.succeeded


def _explanation_or_404(explanation_id: int) -> Explanation:
    row = queries.explanation_by_id(explanation_id)
    if row is None:
        abort(404)
    authorise(Permission.VIEW_TASK, subject_of(row))
    return row


def _answering(row: Explanation) -> tuple[PostFact, Channel] | None:
    """The head's own answer; the Office's for a unit that telephoned."""
    subject = subject_of(row)
    if own := may(actor(), Permission.ANSWER_EXPLANATION, subject):
        return own, Channel.WEB
    office = may(actor(), Permission.REPORT_ON_BEHALF, subject)
    return (office, Channel.ON_PAPER) if office else None


def _task_url(row: Explanation) -> str:
    if row.task is None or may(actor(), Permission.VIEW_TASK, queries.subject_of(row.task)) is None:
        return ""
    return url_for("tasks.task", code=row.task.code)


@bp.get("/explanations/new")
@guard(Permission.ASK_EXPLANATION)
def new_explanation() -> ResponseReturnValue:
    """From the choice of a unit to what was asked of it."""
    unit = units.unit_by_code(request.args.get("unit", ""))
    if unit is None:
        return redirect(url_for("tasks.pending"))
    return redirect(url_for("tasks.unit_explanations", code=unit.code))


@bp.route("/units/<code>/explanations", methods=["GET", "POST"])
@guard(Permission.ASK_EXPLANATION)
def unit_explanations(code: str) -> ResponseReturnValue:
    """What was asked of a unit, and a question about its work as a whole."""
    unit = units.unit_by_code(code)
    if unit is None:
        abort(404)
    post = authorise(Permission.ASK_EXPLANATION, Subject(lead_unit_id=unit.id))
    form = ExplainForm()
    if request.method == "GET":
        form.due_on.data = page.explain_by()
    elif form.validate():
        with attempt(form) as outcome:
            actions.ask_explanation(
                unit,
                question=form.question.data or "",
                due_on=form.due_on.given,
                on=occasion_under(post),
            )
        if outcome.succeeded:
            flash(_("Đã đề nghị %(unit)s giải trình.", unit=unit.name), "done")
            return redirect(url_for("tasks.unit_explanations", code=code))
    shown = render_template(
        "tasks/unit_explanations.html",
        unit=unit,
        rows=queries.explanations_of(unit.id),
        seen=lens(),
        form=form,
    )
    return shown, 422 if form.has_errors else 200
