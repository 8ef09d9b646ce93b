"""Pages of tasks: the list, one task, and the verbs that a person may use on it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, PostFact, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import State, Verb, is_possible
from taskboard.occasion import Occasion
from taskboard.settings import queries as rules
from taskboard.tasks import (
    actions,
    bulk,
    bulk_views,
    explanation_views,
    laid_out_views,
    listing,
    others,
    page,
    part_views,
    past,
    queries,
    register_views,
    request_views,
)
from taskboard.tasks.acts import act_of_one_button, act_with, back, expect_shown, occasion_under, task_or_404
from taskboard.tasks.blueprint import bp
from taskboard.tasks.forms import (
    ExtensionForm,
    GrantForm,
    RefuseForm,
    ReportForm,
    SendBackForm,
    WithdrawForm,
)
from taskboard.tasks.models import Extension, Task
from taskboard.tasks.part_forms import BehalfReportForm
from taskboard.tasks.showing import lens
from taskboard.watch import queries as watch
from taskboard.web import labels
from taskboard.web.context import actor, now, settings, today
from taskboard.web.guard import Attempt, attempt, authorise, guard
from taskboard.web.limits import file_limits, takes_files
from taskboard.web.redirects import local_target

__all__ = [
    "bp",
    "bulk_views",
    "explanation_views",
    "laid_out_views",
    "part_views",
    "register_views",
    "request_views",
]

# --------------------------------------------------------------------------------------------------------- reading


@bp.get("/tasks")
@guard(Permission.VIEW_TASK)
def task_list() -> ResponseReturnValue:
    if not request.args and (chosen := watch.default_of(actor())):
        return redirect(f"{url_for('tasks.task_list')}?{chosen.query}")
    return render_template("tasks/list.html", **listing.context(request.args), acts=bulk.buttons_of(actor()))


@bp.get("/tasks/<code>")
@guard(Permission.VIEW_TASK)
def task(code: str) -> ResponseReturnValue:
    row = task_or_404(code, Permission.VIEW_TASK)[0]
    if request.args.get("at") and past.may_look_back():
        return _past_page(row, request.args["at"])
    return render_template("tasks/task.html", **page.context(row), sent=request.args.get("sent", ""))


def _past_page(row: Task, asked: str) -> ResponseReturnValue:
    """As it stood at that moment or at the end of that day, and as was known then."""
    seen = lens()
    try:
        at = past.instant_of(asked, seen)
    except RuleBroken as broken:
        flash(labels.broken_rule(broken), "warn")
        return redirect(url_for("tasks.task", code=row.code))
    return render_template("tasks/past.html", **past.context(row, at, queries.subject_of(row), seen))


# ------------------------------------------------------------------------------------------------------- reporting


@bp.route("/tasks/<code>/report", methods=["GET", "POST"])
@takes_files
@guard(Permission.VIEW_TASK)
def report(code: str) -> ResponseReturnValue:
    """The unit's own report; the Office's for a unit that telephoned or sent paper, and shown as such."""
    row, post, channel = _reporter(code)
    form = BehalfReportForm() if channel is Channel.ON_PAPER else ReportForm()
    if request.method == "GET":
        if not is_possible(row.state, Verb.REPORT_PROGRESS):
            flash(_("%(code)s không còn chờ đơn vị báo cáo.", code=code), "warn")
            return redirect(url_for("tasks.task", code=code))
        form.claimed_on.data = today()
    elif form.validate():
        with attempt(form) as outcome:
            others.expect_seen(row)
            _file_report(row, form, occasion_under(post, channel))
        if outcome.succeeded or _was_sent(outcome):
            return _reported(code, form)
        row, _post = task_or_404(code, Permission.VIEW_TASK)  # anew: a refused report rolled everything back
    return _report_page(row, form, channel)


def _reporter(code: str) -> tuple[Task, PostFact, Channel]:
    row, _post = task_or_404(code, Permission.VIEW_TASK)
    subject = queries.subject_of(row)
    if own := may(actor(), Permission.REPORT_TASK, subject):
        return row, own, Channel.WEB
    return row, authorise(Permission.REPORT_ON_BEHALF, subject), Channel.ON_PAPER


def _file_report(row: Task, form: ReportForm, on: Occasion) -> None:
    limits = file_limits()
    storage = actions.Storage(limits.root, limits.max_bytes, limits.max_files)
    if form.is_completion:
        actions.report_completion(
            row, form.account(), claimed_on=form.claimed_on.data, unit=row.unit, storage=storage, on=on
        )
    else:
        actions.report_progress(row, form.account(), unit=row.unit, storage=storage, on=on)


def _was_sent(outcome: Attempt) -> bool:
    """A double click: the first one was taken, so the person is told what is true."""
    return outcome.error is not None and outcome.error.key == "already_sent"


def _reported(code: str, form: ReportForm) -> ResponseReturnValue:
    clock = now().astimezone(settings().zone).strftime("%H:%M")
    sentence = _("Đã nhận báo cáo lúc %(time)s.", time=clock)
    if form.is_completion:
        sentence += " " + _("Văn phòng sẽ xác nhận.")
    flash(sentence, "done")
    return redirect(local_target(request.form.get("next"), url_for("tasks.task", code=code, sent="report")))


def _report_page(row: Task, form: ReportForm, channel: Channel) -> ResponseReturnValue:
    limits = file_limits()
    shown = render_template(
        "tasks/report.html",
        **page.heading(row, lens()),
        form=form,
        is_on_behalf=channel is Channel.ON_PAPER,
        open_sub_tasks=queries.open_sub_tasks(row),
        needs_evidence=rules.value_on("evidence_required", today()),
        needs_plan=actions.needs_plan(row, today(), settings().zone),
        max_files=limits.max_files,
        max_mb=limits.max_mb,
    )
    return shown, 422 if form.has_errors else 200


# ---------------------------------------------------------------------------------------------------- acts of a unit


@bp.post("/tasks/<code>/receive")
@guard(Permission.RECEIVE_TASK)
def receive(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.RECEIVE_TASK)
    if row.state is not State.NEW:
        flash(_("Nhiệm vụ %(code)s đã được tiếp nhận.", code=code), "done")
        return back(code)
    return act_of_one_button(
        code, lambda: actions.receive(row, on=occasion_under(post)), _("Đã tiếp nhận %(code)s.", code=code)
    )


@bp.route("/tasks/<code>/extension", methods=["GET", "POST"])
@guard(Permission.ASK_EXTENSION)
def extension(code: str) -> ResponseReturnValue:
    """Ask for more time; who decides is somebody else (rule 39). Too late, the page says so and what to do instead."""
    row, post = task_or_404(code, Permission.ASK_EXTENSION)
    form = ExtensionForm()
    broken = page.why_no_extension(row, lens())
    if broken is not None and request.method == "GET":  # what was typed in time comes back with its words
        facts = page.heading(row, lens())
        return render_template("tasks/extension.html", **facts, form=form, refused=labels.broken_rule(broken))
    if form.validate_on_submit():
        with attempt(form) as outcome:
            others.expect_seen(row)
            actions.ask_extension(
                row, new_due_on=form.due, reason=form.reason.data or "", on=occasion_under(post)
            )
        if outcome.succeeded:
            flash(_("Đã xin gia hạn %(code)s. Có quyết định, đơn vị nhận thư.", code=code), "done")
            return redirect(
                local_target(request.form.get("next"), url_for("tasks.task", code=code, sent="extension"))
            )
        row, post = task_or_404(code, Permission.ASK_EXTENSION)
    shown = render_template("tasks/extension.html", **page.heading(row, lens()), form=form, refused="")
    return shown, 422 if form.has_errors else 200


# -------------------------------------------------------------------------------------- acts of leaders and the Office


@bp.post("/tasks/<code>/confirm")
@guard(Permission.CONFIRM_TASK)
def confirm(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.CONFIRM_TASK)
    if row.state is State.COMPLETED:
        flash(_("Nhiệm vụ %(code)s đã được xác nhận hoàn thành.", code=code), "done")
        return back(code)

    def act() -> None:
        expect_shown(row)
        actions.confirm(row, on=occasion_under(post))

    return act_of_one_button(code, act, _("Đã xác nhận %(code)s hoàn thành.", code=code))


@bp.post("/tasks/<code>/send-back")
@guard(Permission.CONFIRM_TASK)
def send_back(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.CONFIRM_TASK)
    form = SendBackForm()

    def act() -> None:
        expect_shown(row)
        actions.send_back(row, reason=form.reason.data or "", on=occasion_under(post))

    return act_with(
        form, "send_back", code, act, _("Đã gửi lại %(code)s. Đơn vị nhận thư nêu lý do.", code=code)
    )


@bp.post("/tasks/<code>/withdraw")
@guard(Permission.WITHDRAW_TASK)
def withdraw(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.WITHDRAW_TASK)
    form = WithdrawForm()

    def act() -> None:
        expect_shown(row)
        actions.withdraw(row, reason=form.reason.data or "", on=occasion_under(post))

    return act_with(form, "withdraw", code, act, _("Đã thu hồi %(code)s.", code=code))


@bp.post("/tasks/<code>/urge")
@guard(Permission.URGE_TASK)
def urge(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.URGE_TASK)
    notice = _("Đã đôn đốc %(unit)s về %(code)s.", unit=row.unit.name, code=code)
    return act_of_one_button(code, lambda: actions.urge(row, on=occasion_under(post)), notice)


@bp.post("/extensions/<int:extension_id>/grant")
@guard(Permission.DECIDE_EXTENSION)
def grant_extension(extension_id: int) -> ResponseReturnValue:
    asked, post = _extension_or_404(extension_id)
    form = GrantForm()
    code, day = asked.task.code, asked.new_due_on

    def act() -> None:
        others.expect_seen(asked.task)
        actions.grant_extension(asked, note=form.note.data or "", role=post.role, on=occasion_under(post))

    return act_with(
        form,
        "grant",
        code,
        act,
        _("Đã đồng ý gia hạn %(code)s đến %(day)s.", code=code, day=f"{day:%d/%m/%Y}"),
    )


@bp.post("/extensions/<int:extension_id>/refuse")
@guard(Permission.DECIDE_EXTENSION)
def refuse_extension(extension_id: int) -> ResponseReturnValue:
    asked, post = _extension_or_404(extension_id)
    form = RefuseForm()
    code = asked.task.code

    def act() -> None:
        others.expect_seen(asked.task)
        actions.refuse_extension(
            asked, reason=form.reason.data or "", role=post.role, on=occasion_under(post)
        )

    return act_with(form, "refuse", code, act, _("Đã trả lời không đồng ý gia hạn %(code)s.", code=code))


def _extension_or_404(extension_id: int) -> tuple[Extension, PostFact]:
    asked = queries.extension_by_id(extension_id)
    if asked is None:
        abort(404)
    return asked, authorise(Permission.DECIDE_EXTENSION, queries.subject_of(asked.task))
