"""Pages beside the lead's obligation: a partner's word, who takes part and follows, the officer, sub-tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.briefings.models import UnitRole
from taskboard.domain.authority import Permission, PostFact, may
from taskboard.domain.errors import Stale
from taskboard.domain.events import Channel
from taskboard.tasks import actions, others, page, queries
from taskboard.tasks.acts import back, occasion_under, task_or_404
from taskboard.tasks.blueprint import bp
from taskboard.tasks.forms import ActForm
from taskboard.tasks.models import SubTask, Task
from taskboard.tasks.part_forms import (
    BehalfPartForm,
    DueForm,
    JoinForm,
    LeaveForm,
    PartDueForm,
    PartForm,
    PersonForm,
    StarForm,
    SubTaskForm,
)
from taskboard.tasks.parts import subject_of_part
from taskboard.tasks.showing import lens
from taskboard.units import queries as units
from taskboard.units.models import Unit
from taskboard.web.context import actor, now, settings, today
from taskboard.web.forms import BaseForm
from taskboard.web.guard import Attempt, attempt, authorise, guard
from taskboard.web.limits import file_limits, takes_files
from taskboard.web.redirects import local_target

# ---------------------------------------------------------------------------------------------------- a partner's word


@bp.route("/tasks/<code>/parts/<unit_code>", methods=["GET", "POST"])
@takes_files
@guard(Permission.VIEW_TASK)
def part(code: str, unit_code: str) -> ResponseReturnValue:
    """A partner's own page of a task: its word, its evidence; the Office's for one that telephoned or sent paper."""
    row, unit, post, channel = _part_reporter(code, unit_code)
    form = BehalfPartForm() if channel is Channel.ON_PAPER else PartForm()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            others.expect_seen(row, part=unit)
            actions.report_part(
                row, form.account(), unit=unit, storage=_storage(), on=occasion_under(post, channel)
            )
        if outcome.succeeded or _was_sent(outcome):
            clock = now().astimezone(settings().zone).strftime("%H:%M")
            flash(_("Đã nhận báo cáo phần phối hợp lúc %(time)s.", time=clock), "done")
            return redirect(
                local_target(request.form.get("next"), url_for("tasks.task", code=code, sent="part"))
            )
        row = task_or_404(code, Permission.VIEW_TASK)[0]
    return _part_page(row, unit_code, form, channel)


def _part_reporter(code: str, unit_code: str) -> tuple[Task, Unit, PostFact, Channel]:
    """Who speaks for this partner: somebody of it, else the Office; 404 for a unit that is no partner here."""
    row, _post = task_or_404(code, Permission.VIEW_TASK)
    unit = units.unit_by_code(unit_code) or abort(404)
    subject = subject_of_part(queries.subject_of(row), unit.id)
    if not subject.partner_unit_ids:
        abort(404)
    if own := may(actor(), Permission.REPORT_PART, subject):
        return row, unit, own, Channel.WEB
    return row, unit, authorise(Permission.REPORT_ON_BEHALF, subject), Channel.ON_PAPER


def _storage() -> actions.Storage:
    limits = file_limits()
    return actions.Storage(limits.root, limits.max_bytes, limits.max_files)


def _was_sent(outcome: Attempt) -> bool:
    return outcome.error is not None and outcome.error.key == "already_sent"


def _part_page(row: Task, unit_code: str, form: PartForm, channel: Channel) -> ResponseReturnValue:
    limits, seen = file_limits(), lens()
    unit = units.unit_by_code(unit_code) or abort(404)
    assignment = next(a for a in row.assignments if a.unit_id == unit.id and a.ended_at is None)
    shown = render_template(
        "tasks/part_report.html",
        **{**page.heading(row, seen), "meanwhile": others.of(row, seen, part=unit)},
        unit=unit,
        part=assignment,
        last=queries.last_words(row).get(unit.id),
        form=form,
        is_on_behalf=channel is Channel.ON_PAPER,
        max_files=limits.max_files,
        max_mb=limits.max_mb,
    )
    return shown, 422 if form.has_errors else 200


@bp.post("/tasks/<code>/parts/<unit_code>/urge")
@guard(Permission.URGE_PARTNER)
def urge_partner(code: str, unit_code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.URGE_PARTNER)
    unit = _unit_on(row, unit_code)
    notice = _("Đã đôn đốc %(unit)s phần phối hợp.", unit=unit.name)
    return _one_button(code, lambda: actions.urge_partner(row, unit, on=occasion_under(post)), notice)


def _unit_on(row: Task, unit_code: str) -> Unit:
    """Of one that was let go meanwhile the verb says so, and the words typed for it come back."""
    found = (a.unit for a in row.assignments if a.unit.code == unit_code)
    return next(found, None) or abort(404)


def _one_button(code: str, verb: Callable[[], None], notice: str) -> ResponseReturnValue:
    """Done or refused, the person is back where they were, with a sentence."""
    if ActForm().validate():
        with attempt() as outcome:
            verb()
        if outcome.succeeded:
            flash(notice, "done")
    return back(code)


# ----------------------------------------------------------------------------------------- who takes part, who follows


@bp.get("/tasks/<code>/edit")
@guard(Permission.EDIT_TASK)
def edit(code: str) -> ResponseReturnValue:
    """The Office's page of what is not the obligation itself: units beside the lead, who follows, the date of an event."""
    return _edit_page(code, {})


def _edit_page(code: str, refused: dict[str, BaseForm]) -> ResponseReturnValue:
    row, _post = task_or_404(code, Permission.EDIT_TASK)
    live = [a for a in row.assignments if a.ended_at is None and a.role is not UnitRole.LEAD]
    shown = render_template(
        "tasks/edit.html",
        **page.heading(row, lens()),
        live=live,
        may_date=may(actor(), Permission.SET_DATE, queries.subject_of(row)) is not None,
        refused_forms=list(refused.values()),
        forms={**_edit_forms(row), **refused},
        due_forms={
            a.unit.code: refused.get(f"due-{a.unit.code}") or _due_form(a.unit, a.due_on) for a in live
        },
        leave_forms={a.unit.code: refused.get(f"leave-{a.unit.code}") or _leave_form(a.unit) for a in live},
        refused=set(refused),
    )
    return shown, 422 if refused else 200


def _edit_forms(row: Task) -> dict[str, BaseForm]:
    monitor = _monitor_form(row, formdata=None, data={"person": row.monitor_id})
    star = StarForm(formdata=None, prefix="star-", data={"is_starred": row.is_starred})
    return {
        "monitor": monitor,
        "star": star,
        "join": _join_form(row, formdata=None),
        "date": DueForm(formdata=None, prefix="date-"),
    }


def _monitor_form(row: Task, **more: Any) -> PersonForm:
    form = PersonForm(prefix="monitor-", **more)
    people = dict(queries.followers(today()))
    if row.monitor is not None:
        people.setdefault(row.monitor.id, row.monitor.full_name)
    form.offer(people.items(), _("Chưa phân công"))
    return form


def _join_form(row: Task, **more: Any) -> JoinForm:
    form = JoinForm(prefix="join-", **more)
    form.offer(unit for unit in units.assignable_on(today()) if unit.id != row.unit_id)
    return form


def _due_form(unit: Unit, due_on: Any = None, **more: Any) -> PartDueForm:
    more.setdefault("formdata", None)
    return PartDueForm(prefix=f"due-{unit.code}-", data={"due_on": due_on}, **more)


def _leave_form(unit: Unit, **more: Any) -> LeaveForm:
    more.setdefault("formdata", None)
    return LeaveForm(prefix=f"leave-{unit.code}-", **more)


def _edited(
    row: Task, name: str, form: BaseForm, verb: Callable[[], object], notice: str
) -> ResponseReturnValue:
    """Done: the page again, with a sentence. Refused: the page with this form open and the words in it."""
    code = row.code
    if form.validate():
        with attempt(form) as outcome:
            others.expect_seen(row)
            verb()
        if outcome.succeeded:
            flash(notice, "done")
            return redirect(url_for("tasks.edit", code=code))
    return _edit_page(code, {name: form})


@bp.post("/tasks/<code>/monitor")
@guard(Permission.EDIT_TASK)
def set_monitor(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.EDIT_TASK)
    form = _monitor_form(row)

    def act() -> None:
        actions.set_monitor(row, _person(form.person.data), on=occasion_under(post))

    return _edited(row, "monitor", form, act, _("Đã lưu người theo dõi."))


def _person(person_id: int | None) -> Person | None:
    return accounts.person_by_id(person_id) if person_id is not None else None


@bp.post("/tasks/<code>/star")
@guard(Permission.EDIT_TASK)
def set_star(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.EDIT_TASK)
    form = StarForm(prefix="star-")

    def act() -> None:
        actions.set_star(row, bool(form.is_starred.data), on=occasion_under(post))

    return _edited(row, "star", form, act, _("Đã lưu."))


@bp.post("/tasks/<code>/event-date")
@guard(Permission.SET_DATE)
def set_event_date(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.SET_DATE)
    form = DueForm(prefix="date-")

    def act() -> None:
        actions.set_event_date(row, due_on=form.due_on.given, on=occasion_under(post))

    notice = _("Đã ấn định thời hạn %(code)s. Lịch nhắc được lập, đơn vị nhận thư.", code=code)
    return _edited(row, "date", form, act, notice)


@bp.post("/tasks/<code>/units")
@guard(Permission.EDIT_TASK)
def join_unit(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.EDIT_TASK)
    form = _join_form(row)

    def act() -> None:
        unit = units.unit_by_id(form.unit.data) or abort(404)
        actions.join_unit(
            row, unit, UnitRole(form.role.data), due_on=form.due_on.data, on=occasion_under(post)
        )

    return _edited(row, "join", form, act, _("Đã thêm đơn vị."))


@bp.post("/tasks/<code>/units/<unit_code>/due")
@guard(Permission.EDIT_TASK)
def set_part_due(code: str, unit_code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.EDIT_TASK)
    unit = _unit_on(row, unit_code)
    form = PartDueForm(prefix=f"due-{unit_code}-")

    def act() -> None:
        actions.set_part_due(row, unit, due_on=form.due_on.data, on=occasion_under(post))

    notice = _("Đã lưu hạn phối hợp của %(unit)s.", unit=unit.name)
    return _edited(row, f"due-{unit_code}", form, act, notice)


@bp.post("/tasks/<code>/units/<unit_code>/leave")
@guard(Permission.EDIT_TASK)
def leave_unit(code: str, unit_code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.EDIT_TASK)
    unit = _unit_on(row, unit_code)
    form = LeaveForm(prefix=f"leave-{unit_code}-")

    def act() -> None:
        actions.leave_unit(row, unit, reason=form.reason.data or "", on=occasion_under(post))

    notice = _("%(unit)s thôi tham gia nhiệm vụ này.", unit=unit.name)
    return _edited(row, f"leave-{unit_code}", form, act, notice)


# --------------------------------------------------------------------------------------------------- inside the unit


@bp.post("/tasks/<code>/officer")
@guard(Permission.NAME_OFFICER)
def name_officer(code: str) -> ResponseReturnValue:
    row, post = task_or_404(code, Permission.NAME_OFFICER)
    officer = _person(_chosen_id("officer"))
    notice = (
        _("Đã giao %(name)s thực hiện %(code)s.", name=officer.full_name, code=code)
        if officer
        else _("%(code)s chưa giao người thực hiện.", code=code)
    )

    def act() -> None:
        _expect_officer(row)
        actions.name_officer(row, officer, on=occasion_under(post))

    return _one_button(code, act, notice)


def _expect_officer(row: Task) -> None:
    """Raises Stale when somebody else was named after the page was opened: that is looked at first."""
    shown = request.form.get("was")
    if shown is not None and shown != str(row.officer_id or ""):
        raise Stale("stale")


def _chosen_id(name: str) -> int | None:
    """The person a select names; 404 for one nobody has."""
    value = request.form.get(name, "")
    if not value:
        return None
    if not value.isdecimal() or len(value) > 9 or accounts.person_by_id(int(value)) is None:
        abort(404)
    return int(value)


@bp.route("/tasks/<code>/sub-tasks", methods=["GET", "POST"])
@guard(Permission.PLAN_SUB_TASKS)
def sub_tasks(code: str) -> ResponseReturnValue:
    """The unit divides its task: pieces with a name, somebody who does them, a day."""
    row, post = task_or_404(code, Permission.PLAN_SUB_TASKS)
    form = _share_form(row, "new")
    if not form.is_submitted():
        return _sub_task_page(code, {})

    def act() -> None:
        actions.add_sub_task(row, _share(form), on=occasion_under(post))

    return _planned(row, "new", form, act)


def _share_form(row: Task, name: str, **more: Any) -> SubTaskForm:
    form = SubTaskForm(prefix=f"{name}-", **more)
    form.offer(queries.colleagues(row.unit_id, today()))
    return form


def _share(form: SubTaskForm) -> actions.Share:
    return actions.Share(form.title.data or "", _person(form.officer.data), form.due)


def _planned(row: Task, name: str, form: SubTaskForm, verb: Callable[[], object]) -> ResponseReturnValue:
    code = row.code
    if form.validate():
        with attempt(form) as outcome:
            others.expect_seen(row)
            verb()
        if outcome.succeeded:
            return redirect(url_for("tasks.sub_tasks", code=code))
    return _sub_task_page(code, {name: form})


def _sub_task_page(code: str, refused: dict[str, SubTaskForm]) -> ResponseReturnValue:
    row, _post = task_or_404(code, Permission.PLAN_SUB_TASKS)
    rows = queries.sub_tasks_of(row)
    people = dict(queries.colleagues(row.unit_id, today()))
    shown = render_template(
        "tasks/sub_tasks.html",
        **page.heading(row, lens()),
        rows=rows,
        new=refused.get("new") or _blank(people),
        forms={one.id: refused.get(str(one.id)) or _filled(one, people) for one in rows},
        refused=set(refused),
    )
    return shown, 422 if refused else 200


def _blank(people: dict[int, str]) -> SubTaskForm:
    form = SubTaskForm(formdata=None, prefix="new-")
    form.offer(people.items())
    return form


def _filled(one: SubTask, people: dict[int, str]) -> SubTaskForm:
    """Whoever left keeps standing in what was given to them."""
    data = {"title": one.title, "officer": one.officer_id, "due_on": one.due_on}
    form = SubTaskForm(formdata=None, prefix=f"{one.id}-", data=data)
    gone = {one.officer.id: one.officer.full_name} if one.officer else {}
    form.offer({**gone, **people}.items())
    return form


@bp.post("/sub-tasks/<int:sub_task_id>")
@guard(Permission.PLAN_SUB_TASKS)
def change_sub_task(sub_task_id: int) -> ResponseReturnValue:
    if queries.sub_task_by_id(sub_task_id) is None:
        return _removed_meanwhile(sub_task_id)
    one, post = _sub_task_or_404(sub_task_id)
    form = _share_form(one.task, str(one.id))

    def act() -> None:
        actions.change_sub_task(one, _share(form), on=occasion_under(post))

    return _planned(one.task, str(one.id), form, act)


def _removed_meanwhile(sub_task_id: int) -> ResponseReturnValue:
    """Somebody dropped it while this person typed: the words stand ready to be added anew."""
    row, _post = task_or_404(request.form.get("of", ""), Permission.PLAN_SUB_TASKS)
    typed = _share_form(row, str(sub_task_id))
    form = SubTaskForm(formdata=None, prefix="new-", data=typed.data)
    form.offer(queries.colleagues(row.unit_id, today()))
    form.refuse(_("Việc này vừa được người khác bỏ. Nội dung đã nhập còn ở đây, có thể thêm lại."))
    return _sub_task_page(row.code, {"new": form})


def _sub_task_or_404(sub_task_id: int) -> tuple[SubTask, PostFact]:
    one = queries.sub_task_by_id(sub_task_id) or abort(404)
    return one, authorise(Permission.PLAN_SUB_TASKS, queries.subject_of(one.task))


@bp.post("/sub-tasks/<int:sub_task_id>/tick")
@guard(Permission.PLAN_SUB_TASKS)
def tick_sub_task(sub_task_id: int) -> ResponseReturnValue:
    """Done, or with `undo` not done after all."""
    one, post = _sub_task_or_404(sub_task_id)
    is_done = "undo" not in request.form
    notice = (
        _("Đã xong: %(title)s", title=one.title) if is_done else _("Làm tiếp: %(title)s", title=one.title)
    )
    return _one_button(
        one.task.code,
        lambda: actions.tick_sub_task(one, is_done=is_done, on=occasion_under(post)),
        notice,
    )


@bp.post("/sub-tasks/<int:sub_task_id>/remove")
@guard(Permission.PLAN_SUB_TASKS)
def remove_sub_task(sub_task_id: int) -> ResponseReturnValue:
    one, post = _sub_task_or_404(sub_task_id)
    code, notice = one.task.code, _("Đã bỏ: %(title)s", title=one.title)
    return _one_button(code, lambda: actions.remove_sub_task(one, on=occasion_under(post)), notice)
