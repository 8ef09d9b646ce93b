"""Pages of the rarer verbs, of requests and their answers, and of everything that waits for a decision."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, PostFact
from taskboard.tasks import actions, others, page, queries
from taskboard.tasks.actions.answering import CORRECTIONS
from taskboard.tasks.acts import (
    act_of_one_button,
    act_with,
    expect_shown,
    occasion_under,
    task_or_404,
)
from taskboard.tasks.blueprint import bp
from taskboard.tasks.forms import RefuseForm
from taskboard.tasks.models import RequestKind, Task, TaskRequest
from taskboard.tasks.rarer import ACTS, Act, Said
from taskboard.tasks.request_forms import (
    AcceptForm,
    AcceptTransferForm,
    ExplainForm,
    GiveAgainForm,
    RemarkForm,
    UnitForm,
)
from taskboard.tasks.showing import lens
from taskboard.units import queries as units
from taskboard.units.models import Unit
from taskboard.web import labels
from taskboard.web.context import today
from taskboard.web.forms import BaseForm
from taskboard.web.guard import attempt, authorise, guard
from taskboard.web.homes import inboxes

# --------------------------------------------------------------------------------------------------- the rarer verbs


def _page_of(act: Act) -> Any:
    """The view of one verb: load and authorise, its form, the verb, back to the task."""

    def view(code: str) -> ResponseReturnValue:
        row, post = task_or_404(code, act.permission)
        broken = act.check(row, lens(), post)
        if broken is not None:
            return _shown(act, row, None, labels.broken_rule(broken))
        form = act.form()
        _prepare(form, row)
        if form.validate_on_submit() and _did(act, row, form, post):
            flash(act.notice % {"code": code}, "done")
            return redirect(url_for("tasks.task", code=code, sent=act.keep))
        return _shown(act, task_or_404(code, act.permission)[0], form, "")

    view.__name__ = act.name
    return guard(act.permission)(view)


def _did(act: Act, row: Task, form: BaseForm, post: PostFact) -> bool:
    with attempt(form) as outcome:
        expect_shown(row)
        act.run(row, Said(form, post, _unit_of(form), occasion_under(post)))
    return outcome.succeeded


def _shown(act: Act, row: Task, form: BaseForm | None, refused: str) -> ResponseReturnValue:
    shown = render_template(
        "tasks/act.html", **page.heading(row, lens()), act=act, form=form, refused=refused
    )
    return shown, 422 if request.method == "POST" else 200


def _prepare(form: BaseForm, row: Task) -> None:
    """What the form offers and proposes."""
    if isinstance(form, UnitForm):
        others = [unit for unit in units.assignable_on(today()) if unit.id != row.unit_id]
        form.offer([(unit.id, unit.name) for unit in others])
    if request.method == "POST":
        return
    if isinstance(form, ExplainForm):
        form.due_on.data = page.explain_by()
    if isinstance(form, GiveAgainForm) and row.due_on is not None and row.due_on >= today():
        form.new_due_on.data = row.due_on


def _unit_of(form: BaseForm) -> Unit | None:
    chosen = form.new_unit_id.data if isinstance(form, UnitForm) else None
    return units.unit_by_id(chosen) if chosen else None


for _act in ACTS:
    bp.add_url_rule(
        f"/tasks/<code>/{_act.name}",
        endpoint=_act.endpoint.removeprefix("tasks."),
        view_func=_page_of(_act),
        methods=["GET", "POST"],
    )


@bp.post("/tasks/<code>/resume")
@guard(Permission.PAUSE_TASK)
def resume(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.PAUSE_TASK)
    notice = _("Đã tiếp tục %(code)s. Đơn vị nhận thư.", code=code)
    return act_of_one_button(code, lambda: actions.resume(row, on=occasion_under(post)), notice)


@bp.post("/tasks/<code>/remark")
@guard(Permission.REMARK_TASK)
def remark(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.REMARK_TASK)
    form = RemarkForm()

    def act() -> None:
        actions.remark(row, text=form.text.data or "", on=occasion_under(post))

    notice = _("Đã ghi ý kiến về %(code)s. Đơn vị và chuyên viên theo dõi nhận thư.", code=code)
    return act_with(form, "remark", code, act, notice)


# ------------------------------------------------------------------------------------------------ requests and answers


@bp.get("/requests")
@guard(Permission.DECIDE_REQUEST)
def pending() -> ResponseReturnValue:
    """Everything that waits for a decision, each decided in its place."""
    return render_template("homes/requests.html", **inboxes.page_context())


@bp.post("/requests/<int:request_id>/accept")
@guard(Permission.DECIDE_REQUEST)
def accept_request(request_id: int) -> ResponseReturnValue:
    asked, post = _request_or_404(request_id)
    form = AcceptTransferForm() if asked.kind is RequestKind.TRANSFER else AcceptForm()
    code = asked.task.code
    ends = (
        asked.kind is RequestKind.RETURN and asked.unit_id == asked.task.unit_id and asked.decided_at is None
    )

    def act() -> None:
        others.expect_seen(asked.task)
        actions.accept_request(
            asked,
            note=form.note.data or "",
            new_due_on=form.new_due_on.data if isinstance(form, AcceptTransferForm) else None,
            role=post.role,
            on=occasion_under(post),
        )

    answer = act_with(form, f"accept-{request_id}", code, act, _("Đã đồng ý đề nghị về %(code)s.", code=code))
    if ends and asked.decided_at is not None:
        return redirect(url_for("tasks.give_again", code=code))
    return answer


@bp.post("/requests/<int:request_id>/refuse")
@guard(Permission.DECIDE_REQUEST)
def refuse_request(request_id: int) -> ResponseReturnValue:
    asked, post = _request_or_404(request_id)
    form, code = RefuseForm(), asked.task.code

    def act() -> None:
        others.expect_seen(asked.task)
        actions.refuse_request(asked, reason=form.reason.data or "", role=post.role, on=occasion_under(post))

    notice = _("Đã trả lời không đồng ý đề nghị về %(code)s.", code=code)
    return act_with(form, f"refuse-{request_id}", code, act, notice)


def _request_or_404(request_id: int) -> tuple[TaskRequest, PostFact]:
    asked = queries.request_by_id(request_id)
    if asked is None:
        abort(404)
    needed = Permission.CORRECT_TASK if asked.kind in CORRECTIONS else Permission.DECIDE_REQUEST
    return asked, authorise(needed, queries.subject_of(asked.task))
