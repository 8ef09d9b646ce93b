"""Pages before the briefing: planning it, and who has answered."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import queries as accounts
from taskboard.briefings import queries
from taskboard.briefings.actions import window as verbs
from taskboard.briefings.blueprint import bp
from taskboard.briefings.forms import CancelForm, MoveForm, PlanForm
from taskboard.briefings.models import Briefing, BriefingState
from taskboard.briefings.queries import window as reading
from taskboard.briefings.queries.window import UnitAnswer
from taskboard.db import hold_all_writers
from taskboard.domain.authority import Permission
from taskboard.domain.calendar import local_date
from taskboard.domain.window import Window
from taskboard.occasion import Occasion, occasion_of
from taskboard.reminders import queries as reminders
from taskboard.reports import actions as reports_actions
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.web.context import core, now, today
from taskboard.web.forms import BaseForm
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.language import counted as _n


class ActForm(BaseForm):
    """Only the token."""


@bp.route("/briefings/plan", methods=["GET", "POST"])
@guard(Permission.OPEN_BRIEFING)
def plan_briefing() -> ResponseReturnValue:
    """Announce the next one: units are asked by themselves when its window opens."""
    form = PlanForm()
    leaders = accounts.leaders(today())
    form.offer_chairs(leaders)
    if form.validate_on_submit():
        with attempt(form) as outcome:
            chosen = {leader.id: leader for leader in leaders}.get(form.chair.data or 0)
            row = verbs.plan_briefing(
                title=form.title.data or "",
                held_on=form.held_on.given,
                place=form.place.data or "",
                chair=chosen,
                attendees=form.attendees.data or "",
                is_another=bool(form.is_another.data),
                on=_occasion(),
            )
        if outcome.succeeded:
            flash(_("Đã lập kế hoạch giao ban. Đến ngày mở, các đơn vị được nhắc báo cáo."), "done")
            return redirect(url_for("briefings.window", code=row.code))
    return render_template("briefings/plan.html", form=form), 422 if form.has_errors else 200


@bp.get("/briefings/<code>/window")
@guard(Permission.VIEW_BRIEFING)
def window(code: str) -> ResponseReturnValue:
    """Of a cancelled one there is no window: its own page says so."""
    briefing = _briefing_or_404(code)
    if briefing.is_cancelled:
        return redirect(url_for("briefings.briefing", code=code))
    return _page(briefing, MoveForm(formdata=None))


def _page(briefing: Briefing, form: MoveForm) -> ResponseReturnValue:
    days, rows = _days_and_answers(briefing)
    asked, silent = sum(len(row.asked) for row in rows), sum(len(row.silent) for row in rows)
    page = render_template(
        "briefings/window.html",
        briefing=briefing,
        days=days,
        rows=rows,
        asked=asked,
        answered=asked - silent,
        figures=sum(row.figures for row in rows),
        figures_in=sum(row.figures - row.figures_missing for row in rows),
        is_ahead=briefing.state in (BriefingState.PLANNED, BriefingState.COLLECTING),
        today=today(),
        form=form,
    )
    return page, 422 if form.has_errors else 200


@bp.post("/briefings/<code>/window/move")
@guard(Permission.OPEN_BRIEFING)
def move_briefing(code: str) -> ResponseReturnValue:
    """It is held on another day; the reason stands in its journal."""
    briefing, form = _briefing_or_404(code), MoveForm()
    if form.validate():
        with attempt(form) as outcome:
            verbs.move_briefing(briefing, form.held_on.given, reason=form.reason.data or "", on=_occasion())
        if outcome.succeeded:
            flash(_("Đã đổi ngày họp. Các bước thu báo cáo tính lại theo ngày mới."), "done")
            return redirect(url_for("briefings.window", code=code))
    return _page(_briefing_or_404(code), form)


@bp.route("/briefings/<code>/cancel", methods=["GET", "POST"])
@guard(Permission.OPEN_BRIEFING)
def cancel_briefing(code: str) -> ResponseReturnValue:
    """It will not be held; who was told its day is told so, and why."""
    form = CancelForm()
    if form.validate_on_submit():
        hold_all_writers()  # nobody pastes its conclusions between the look and the word
        with attempt(form) as outcome:
            verbs.cancel_briefing(_briefing_or_404(code), reason=form.reason.data or "", on=_occasion())
        if outcome.succeeded:
            flash(_("Đã hủy giao ban. Ai đã nhận thư về ngày họp được báo trong thư nhắc tới."), "done")
            return redirect(url_for("briefings.briefing", code=code))
    briefing = _briefing_or_404(code)
    page = render_template(
        "briefings/cancel.html", briefing=briefing, form=form, told=reminders.readers_told(briefing.id)
    )
    return page, 422 if form.has_errors else 200


def _days_and_answers(briefing: Briefing) -> tuple[Window, list[UnitAnswer]]:
    """The days of its window, from the one on which it really opened, and who has answered since then."""
    days, zone = reading.window(briefing, settings.calendar()), core().settings.zone
    opened_at = reading.opened_at(briefing, days, zone)
    rows = reading.answers(briefing, days, zone) if opened_at <= now() else []
    return replace(days, opens_on=local_date(opened_at, zone)), rows


def _briefing_or_404(code: str) -> Briefing:
    briefing = queries.briefing_by_code(code)
    if briefing is None:
        abort(404)
    return briefing


def _occasion() -> Occasion:
    return occasion_of(core(), acting_under(Permission.OPEN_BRIEFING), now=now())


@bp.post("/briefings/<code>/window/open")
@guard(Permission.OPEN_BRIEFING)
def open_window(code: str) -> ResponseReturnValue:
    """Ahead of its day, by hand."""
    if ActForm().validate():
        with attempt() as outcome:
            verbs.start_collecting(_briefing_or_404(code), on=_occasion())
        if outcome.succeeded:
            flash(_("Đã mở thu báo cáo."), "done")
    return redirect(url_for("briefings.window", code=code))


@bp.post("/briefings/<code>/window/urge")
@guard(Permission.URGE_TASK)
def urge_silent(code: str) -> ResponseReturnValue:
    """All units that have not answered, or the one named: one mail each."""
    briefing = _briefing_or_404(code)
    if ActForm().validate():
        chosen = units.unit_by_code(request.form.get("unit", ""))
        with attempt() as outcome:
            tasks = _silent_tasks(briefing, chosen.id if chosen else None)
            on = occasion_of(core(), acting_under(Permission.URGE_TASK), now=now())
            told = len({task.unit_id for task in tasks})
            verbs.urge_unanswered(briefing, tasks, on=on)
        if outcome.succeeded:
            flash(_n("Đã đôn đốc %(count)s đơn vị, mỗi đơn vị một thư.", count=told), "done")
    return redirect(url_for("briefings.window", code=code))


def _silent_tasks(briefing: Briefing, unit_id: int | None) -> list[Task]:
    _days, rows = _days_and_answers(briefing)
    return [task for row in rows if unit_id in (None, row.unit.id) for task in row.silent]


@bp.post("/briefings/<code>/window/freeze")
@guard(Permission.OPEN_BRIEFING)
def freeze_planned(code: str) -> ResponseReturnValue:
    """The window closes: figures are frozen as of now, or of the period's end if that has passed."""
    if not ActForm().validate():
        return redirect(url_for("briefings.window", code=code))
    with attempt() as outcome:
        hold_all_writers()
        briefing = _briefing_or_404(code)
        on = occasion_of(
            core(), acting_under(Permission.OPEN_BRIEFING)
        )  # the instant from which nobody else writes
        cutoff = reports_actions.default_cutoff(briefing.period_end, on=on)
        verbs.freeze_planned(briefing, cutoff=cutoff, on=on)
    if outcome.succeeded:
        flash(_("Đã chốt số liệu; nhiệm vụ chưa xong được chuyển tiếp vào giao ban này."), "done")
        return redirect(url_for("reports.report", code=code))
    return redirect(url_for("briefings.window", code=code))
