"""Merge, split, abolish: first what is meant, then a preview of everything it touches, then one act."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Post
from taskboard.domain.authority import Permission, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.succession import WITHDRAW, Answer
from taskboard.occasion import occasion_of
from taskboard.tasks.models import Task
from taskboard.units import actions, queries
from taskboard.units.actions import Done, NewUnit, Plan, Replies
from taskboard.units.actions.reorganising import check_plan
from taskboard.units.blueprint import bp
from taskboard.units.forms import ReorganiseForm
from taskboard.units.models import Reorganisation, SuccessionKind, Unit, UnitKind
from taskboard.web import labels
from taskboard.web.context import actor, core, now, today
from taskboard.web.forms import choices
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.language import counted as _n
from taskboard.wording import day_text


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything the plan touches, and what was answered so far."""

    plan: Plan
    tasks: list[Task]
    parts: int
    posts: list[Post]
    targets: list[tuple[str, str]]
    """Who may take a task over: (key, name)."""
    replies: Replies
    seal: str
    """Of what was shown: what changed in between is shown again before anything is written."""
    is_ahead: bool
    """Its day is to come: it is kept until then."""

    @property
    def asks(self) -> bool:
        return self.plan.ending.asks_per_task


@bp.route("/units/reorganise", methods=["GET", "POST"])
@guard(Permission.REORGANISE_UNITS)
def reorganise() -> ResponseReturnValue:
    """Written for a day to come, it is kept until then, and may be opened again by its number."""
    kept = _kept_or_404()
    if request.method == "GET":
        return _opened(kept)
    form = _form()
    plan = _plan_of(form) if form.validate() else None
    if plan is None:
        return _page(form)
    preview = _preview(plan, _replies(request.form, plan))
    if "write" not in request.form:
        return _page(form, preview)
    done = _write(form, preview, kept)
    if form.has_errors:
        return _page(form, preview)
    return _said(preview, done) if done else _said_kept(plan)


def _kept_or_404() -> Reorganisation | None:
    number = request.args.get("prepared")
    if number is None:
        return None
    found = queries.prepared_by_number(int(number)) if number.isdecimal() and len(number) < 10 else None
    return found or abort(404)


def _opened(kept: Reorganisation | None) -> ResponseReturnValue:
    """The empty form, or what was written down with its answers."""
    if kept is None:
        form = _form()
        form.on.data = today()
        return _page(form)
    plan = actions.plan_of(kept)
    return _page(_form(data=_values_of(plan)), _preview(plan, _kept_replies(kept, plan)))


def _kept_replies(kept: Reorganisation, plan: Plan) -> Replies:
    """What was answered, and a blank for what came since."""
    tasks, posts = _touched(plan)
    given = actions.replies_of(kept)
    answers = {task.code: given.tasks.get(task.code, Answer("")) for task in tasks}
    return Replies(answers, {post.id: given.posts.get(post.id, "") for post in posts})


def _values_of(plan: Plan) -> dict[str, Any]:
    lines = [";".join((one.name, one.short_name, one.email)).rstrip(";") for one in plan.new]
    return {
        "kind": plan.kind.value,
        "predecessors": [unit.id for unit in plan.predecessors],
        "on": plan.on,
        "basis": plan.basis,
        "heirs": [unit.id for unit in plan.existing],
        "new_names": "\n".join(lines),
        "new_kind": plan.new[0].kind.value if plan.new else None,
    }


@bp.post("/units/reorganise/<int:number>/call-off")
@guard(Permission.REORGANISE_UNITS)
def call_off(number: int) -> ResponseReturnValue:
    """What was written down for a day to come does not take place."""
    kept = queries.prepared_by_number(number) or abort(404)
    with attempt() as outcome:
        on = occasion_of(core(), acting_under(Permission.REORGANISE_UNITS), now=now())
        actions.call_off(kept, on=on)
    if outcome.succeeded:
        flash(_("Đã hủy việc sắp xếp ghi trước."), "done")
    return redirect(url_for("units.unit_list"))


def _form(**more: Any) -> ReorganiseForm:
    form = ReorganiseForm(**more)
    living = [(unit.id, unit.name) for unit in queries.assignable_on(today())]
    form.predecessors.choices = form.heirs.choices = choices(living)
    return form


def _page(form: ReorganiseForm, preview: Preview | None = None) -> ResponseReturnValue:
    page = render_template(
        "units/reorganise.html",
        form=form,
        preview=preview,
        is_kept="prepared" in request.args,
        may_withdraw=may(actor(), Permission.WITHDRAW_TASK) is not None,
        withdraw=WITHDRAW,
    )
    return page, 422 if form.has_errors else 200


def _plan_of(form: ReorganiseForm) -> Plan | None:
    """What the form means; None when it cannot be, and the form says why."""
    plan = Plan(
        SuccessionKind(form.kind.data),
        tuple(_units(form.predecessors.data)),
        form.on.given,
        form.basis.data or "",
        existing=tuple(_units(form.heirs.data)),
        new=tuple(_new_units(form.new_names.data or "", UnitKind(form.new_kind.data))),
    )
    try:
        check_plan(plan, today=max(plan.on, today()))
    except RuleBroken as broken:
        form.refuse(labels.broken_rule(broken), broken.field)
        return None
    return plan


def _units(ids: list[int | None] | None) -> list[Unit]:
    found = (queries.unit_by_id(unit_id) for unit_id in ids or () if unit_id)
    return [unit for unit in found if unit is not None]


def _new_units(text: str, kind: UnitKind) -> list[NewUnit]:
    """One a line: full name; short name; mailbox."""
    lines = (
        [part.strip() for part in line.split(";")] + ["", ""] for line in text.split("\n") if line.strip()
    )
    return [NewUnit(name, kind, short_name, email) for name, short_name, email, *_rest in lines]


def _preview(plan: Plan, replies: Replies) -> Preview:
    tasks, posts = _touched(plan)
    parts = queries.open_parts_count(plan.predecessors)
    seal = _seal(plan, tasks, posts)
    return Preview(plan, tasks, parts, posts, _targets(plan), replies, seal, plan.on > today())


def _touched(plan: Plan) -> tuple[list[Task], list[Post]]:
    tasks = queries.open_tasks_led_by(plan.predecessors)
    return tasks, accounts.posts_in([unit.id for unit in plan.predecessors], plan.on)


def _targets(plan: Plan) -> list[tuple[str, str]]:
    if plan.keys:
        return list(plan.names.items())
    others = (unit for unit in queries.assignable_on(today()) if unit not in plan.predecessors)
    return [(queries.key_of(unit), unit.name) for unit in others]


def _replies(form: Mapping[str, str], plan: Plan) -> Replies:
    tasks, posts = _touched(plan)
    answers = {
        task.code: Answer(form.get(f"task-{task.code}", ""), form.get(f"reason-{task.code}", ""))
        for task in tasks
    }
    return Replies(answers, {post.id: form.get(f"post-{post.id}", "") for post in posts})


def _seal(plan: Plan, tasks: list[Task], posts: list[Post]) -> str:
    shown = [
        plan.kind.value,
        plan.on.isoformat(),
        plan.basis,
        *(str(unit.id) for unit in plan.predecessors),
        *(f"{key} {name}" for key, name in plan.names.items()),
        *(task.code for task in tasks),
        *(str(post.id) for post in posts),
    ]
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()


def _write(form: ReorganiseForm, preview: Preview, kept: Reorganisation | None) -> Done | None:
    """What came of it; None where it was kept for its day, or refused."""
    done = None
    with attempt(form):
        if request.form.get("seal") != preview.seal:
            raise RuleBroken("plan_changed")
        withdrawing = any(answer.to == WITHDRAW for answer in preview.replies.tasks.values())
        if withdrawing and may(actor(), Permission.WITHDRAW_TASK) is None:
            raise RuleBroken("may_not_withdraw")
        on = occasion_of(core(), acting_under(Permission.REORGANISE_UNITS), now=now())
        if preview.is_ahead:
            actions.prepare(preview.plan, preview.replies, instead=kept, on=on)
            return None
        done = actions.reorganise(preview.plan, preview.replies, on=on)
        if kept is not None:
            actions.settle_prepared(kept, on=on)
    return done if not form.has_errors else None


def _said_kept(plan: Plan) -> ResponseReturnValue:
    names = ", ".join(unit.name for unit in plan.predecessors)
    day = day_text(plan.on)
    flash(
        _("Đã ghi trước việc sắp xếp %(units)s; có hiệu lực từ ngày %(day)s.", units=names, day=day), "done"
    )
    return redirect(url_for("units.unit_list"))


def _said(preview: Preview, done: Done) -> ResponseReturnValue:
    said = [
        _("Đã ghi việc sắp xếp %(units)s.", units=", ".join(unit.name for unit in preview.plan.predecessors)),
        _n("%(count)s nhiệm vụ chuyển cho đơn vị kế thừa.", count=done.handed_on),
    ]
    if done.withdrawn:
        said.append(_n("%(count)s nhiệm vụ thu hồi.", count=done.withdrawn))
    if done.locked:
        said.append(_("Tài khoản đã khóa: %(names)s.", names=", ".join(done.locked)))
    flash(" ".join(said), "done")
    return redirect(url_for("units.unit_list"))
