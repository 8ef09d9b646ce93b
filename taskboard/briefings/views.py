"""Pages of briefings: the list, one briefing, recording, correcting, opening the next; directives outside a briefing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.briefings import (
    actions,
    history_views,
    notice_queries,
    notice_views,
    present_views,
    queries,
    review_views,
    window_views,
)
from taskboard.briefings.blueprint import bp
from taskboard.briefings.forms import BriefingForm, DirectiveForm, NextBriefingForm, names_of, pick_list
from taskboard.briefings.models import Briefing, BriefingState, Directive
from taskboard.db import hold_all_writers
from taskboard.domain.authority import Permission, may
from taskboard.domain.calendar import CutOff, Period, end_of_day
from taskboard.domain.deadline import DueClass, DueState
from taskboard.domain.errors import AlreadyDone
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import REMINDED
from taskboard.journal import queries as journal
from taskboard.journal.queries import Line
from taskboard.occasion import Occasion, occasion_of
from taskboard.once import refuse_used, use_once
from taskboard.reports import actions as reports_actions
from taskboard.reports import queries as reports
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task
from taskboard.tasks.reading import reading_at, state_of_deadline
from taskboard.units import queries as units
from taskboard.web import labels
from taskboard.web.context import actor, core, now, today
from taskboard.web.context import settings as installation
from taskboard.web.forms import BaseForm
from taskboard.web.guard import Attempt, acting_under, attempt, guard
from taskboard.web.language import counted as _n
from taskboard.wording import day_text, quarter_text

__all__ = ["bp", "history_views", "notice_views", "present_views", "review_views", "window_views"]

CARRIED_SHOWN = 8


def load(code: str) -> Briefing:
    """The briefing of an address; 404 for an unknown one."""
    return queries.briefing_by_code(code) or abort(404)


def occasion(permission: Permission) -> Occasion:
    return occasion_of(core(), acting_under(permission), now=now())


def person_of(person_id: int | None, people: list[Person]) -> Person | None:
    return next((person for person in people if person.id == person_id), None)


# --------------------------------------------------------------------------------------------------- list, one of them


@bp.get("/briefings")
@guard(Permission.VIEW_BRIEFING)
def briefing_list() -> ResponseReturnValue:
    return render_template(
        "briefings/briefings.html",
        rows=queries.briefing_progress(now=now()),
        learned=queries.learned_count(),
        cancelled=queries.cancelled_briefings(),
    )


@bp.get("/directives/confirmed.jsonl")
@guard(Permission.RECORD_BRIEFING)
def confirmed_pairs() -> ResponseReturnValue:
    """What the drafter's suggestions rest on, to be checked: one line of JSON a confirmed directive."""
    content = "".join(f"{one.as_line()}\n" for one in queries.confirmed_pairs())
    answer = Response(content, mimetype="application/x-ndjson")
    answer.headers.set("Content-Disposition", "attachment", filename=f"y-kien-chi-dao-{today():%Y%m%d}.jsonl")
    return answer


@bp.get("/briefings/<code>")
@guard(Permission.VIEW_BRIEFING)
def briefing(code: str) -> ResponseReturnValue:
    row = load(code)
    texts = queries.texts_of(row)
    under_review = next((text for text in texts if text.frozen_at is None), None)
    directives = queries.directives_of(row, now=now())
    carried = reports.carried_into(row)
    latest = queries.latest_briefing()
    return render_template(
        "briefings/briefing.html",
        briefing=row,
        texts=texts,
        issued=[text for text in texts if text.frozen_at is not None],
        text=under_review,
        count=queries.review_count(under_review) if under_review else None,
        directives=[line for line in directives if line.is_standing],
        groups=queries.by_conclusion(directives),
        fan_outs=_fan_outs([line.directive for line in directives]),
        unit_names=_unit_names(directives),
        carried=carried[:CARRIED_SHOWN],
        carried_count=len(carried),
        snapshot=reports.latest_snapshot(row),
        timeliness=queries.timeliness(row, calendar=settings.calendar(), zone=installation().zone),
        notice_days_left=notice_queries.working_days_left(row, today(), calendar=settings.calendar()),
        today=today(),
        is_latest=latest is not None and latest.id == row.id,
        history=_history(row),
    )


_STEPS = (
    Event.BRIEFING_RECORDED,
    Event.BRIEFING_CHANGED,
    Event.BRIEFING_MOVED,
    Event.BRIEFING_CANCELLED,
)
_WITH_HISTORY = (BriefingState.PLANNED, BriefingState.COLLECTING, BriefingState.CANCELLED)


def _history(row: Briefing) -> list[dict[str, Any]]:
    """What became of its plan, the last first: of a briefing still ahead, or of one that will not be held."""
    if row.state not in _WITH_HISTORY:
        return []
    return [_step(line) for line in journal.timeline("briefing", row.id) if line.event in _STEPS]


def _step(line: Line) -> dict[str, Any]:
    who = ", ".join(word for word in (line.actor_name, line.post_title) if word)
    return {"event": line.event, "what": _step_words(line), "who": who, "at": line.at}


def _step_words(line: Line) -> str:
    """A new day is said with the old one and why; another correction names itself."""
    moved = [line.details.get(side, {}) for side in ("from", "to")]
    if line.event != Event.BRIEFING_CHANGED or not all("held_on" in side for side in moved):
        return labels.event_sentence(line.event, line.details)
    before, after = (day_text(date.fromisoformat(side["held_on"])) for side in moved)
    return _(
        "Đổi ngày họp %(before)s → %(after)s: %(reason)s",
        before=before,
        after=after,
        reason=line.details["reason"],
    )


def _unit_names(directives: list[queries.DirectiveProgress]) -> dict[int, str]:
    return queries.unit_names({row.unit_id for row in directives if row.unit_id is not None})


# ------------------------------------------------------------------------------------------------ recording, correcting


@bp.route("/briefings/new", methods=["GET", "POST"])
@guard(Permission.RECORD_BRIEFING)
def new_briefing() -> ResponseReturnValue:
    form = BriefingForm(data=_usual(today()))
    leaders = accounts.leaders(today())
    form.offer_chairs(leaders)
    if form.validate_on_submit():
        with attempt(form) as outcome:
            refuse_used(form.form_key.data)
            facts = form.facts(person_of(form.chair.data, leaders))
            row = actions.record_briefing(
                title=facts.title,
                held_on=form.held_on.given,
                place=facts.place,
                chair=facts.chair,
                attendees=facts.attendees,
                notice_number=facts.notice_number,
                notice_on=facts.notice_on,
                on=occasion(Permission.RECORD_BRIEFING),
            )
            there = url_for("briefings.conclusions", code=row.code)
            use_once(form.form_key.data, result=there, real_now=core().clock.real_now())
        if outcome.succeeded:
            flash(_("Đã ghi nhận giao ban. Đề nghị dán kết luận của Chủ tịch."), "done")
            return redirect(there)
        if (again := _sent_before(outcome)) is not None:
            return again
    return _form_page("briefings/new_briefing.html", form)


def _usual(day: date) -> dict[str, Any]:
    """What most briefings have in common: the quarter in the title, the day, the room and chair of the last one."""
    quarter = actions.reported_quarter(day)
    last = queries.latest_briefing()
    return {
        "title": f"Hội nghị giao ban {quarter_text(quarter.number, quarter.year)}",  # a name; names are not translated
        "held_on": day,
        "place": last.place if last else "",
        "chair": last.chair_id if last else _chair_of(day),
        "attendees": last.attendees if last else "",
    }


def _chair_of(day: date) -> int | None:
    leaders = accounts.leaders(day)
    return leaders[0].id if leaders else None


def _sent_before(outcome: Attempt) -> ResponseReturnValue | None:
    """A form sent twice leads where its first sending led."""
    error = outcome.error
    if not isinstance(error, AlreadyDone) or not error.details.get("result"):
        return None
    flash(labels.broken_rule(error), "warn")
    return redirect(str(error.details["result"]))


def _form_page(template: str, form: BaseForm, **context: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **context), 422 if form.has_errors else 200


@bp.route("/briefings/<code>/edit", methods=["GET", "POST"])
@guard(Permission.RECORD_BRIEFING)
def edit_briefing(code: str) -> ResponseReturnValue:
    row = load(code)
    if row.is_cancelled:
        flash(_("Giao ban này đã hủy."), "warn")
        return redirect(url_for("briefings.briefing", code=code))
    form = BriefingForm(data=BriefingForm.values_of(row))
    leaders = accounts.leaders(row.held_on)
    form.offer_chairs(leaders, row.chair)
    del form.held_on  # the day fixes the period its figures cover
    if form.validate_on_submit():
        chair = (
            row.chair
            if row.chair and form.chair.data == row.chair_id
            else person_of(form.chair.data, leaders)
        )
        with attempt(form) as outcome:
            version = int(form.version.data) if str(form.version.data).isdecimal() else 0
            actions.change_briefing(
                row, form.facts(chair), version=version, on=occasion(Permission.RECORD_BRIEFING)
            )
        if outcome.succeeded:
            flash(_("Đã lưu thông tin giao ban."), "done")
            return redirect(url_for("briefings.briefing", code=code))
        row = load(code)
        form.version.data = row.version
    return _form_page("briefings/edit_briefing.html", form, briefing=row)


# --------------------------------------------------------------------------------------------------- the next briefing


@bp.route("/briefings/next", methods=["GET", "POST"])
@guard(Permission.OPEN_BRIEFING)
def next_briefing() -> ResponseReturnValue:
    form = NextBriefingForm(data=_usual_next())
    if form.is_submitted() and not review_views.pressed("preview"):
        hold_all_writers()  # first: nothing may move between reading the figures and freezing them
    leaders = accounts.leaders(today())
    form.offer_chairs(leaders)
    if form.validate_on_submit() and not review_views.pressed("preview"):
        with attempt(form) as outcome:
            refuse_used(form.form_key.data)
            row = actions.open_briefing(
                title=form.title.data,
                held_on=form.held_on.given,
                place=form.place.data or "",
                chair=person_of(form.chair.data, leaders),
                attendees=form.attendees.data or "",
                cutoff=_cutoff(form.cutoff.given),
                is_another=bool(form.is_another.data),
                on=occasion_of(
                    core(), acting_under(Permission.OPEN_BRIEFING)
                ),  # from here on nobody else writes
            )
            there, carried = url_for("reports.report", code=row.code), len(reports.carried_into(row))
            use_once(form.form_key.data, result=there, real_now=core().clock.real_now())
        if outcome.succeeded:
            flash(
                _n(
                    "Đã mở giao ban và chốt số liệu; chuyển tiếp %(count)s nhiệm vụ chưa xong.", count=carried
                ),
                "done",
            )
            return redirect(there)
        if (again := _sent_before(outcome)) is not None:
            return again
    return _form_page("briefings/next_briefing.html", form, preview=_preview(form))


def _usual_next() -> dict[str, Any]:
    """The day after which nothing of the period is missing, as far as it has come."""
    values = _usual(today())
    period = _period(today())
    last_day = reports_actions.default_cutoff(period.last, on=occasion(Permission.OPEN_BRIEFING))
    local = last_day.astimezone(installation().zone).date()
    return values | {"cutoff": min(period.last, local)}


def _period(held_on: date) -> Period:
    return actions.reported_quarter(held_on).period(CutOff(settings.value_on("period_cutoff", held_on)))


def _cutoff(day: date) -> datetime:
    """The end of a day that is over, now on the day itself; a later day is left for the rule to refuse."""
    end = end_of_day(day, installation().zone)
    return now() if day == today() else end


def _preview(form: NextBriefingForm) -> dict[str, Any] | None:
    """What the roll-up would cover and carry over; None while the days are not known."""
    if not form.held_on.data or not form.cutoff.data or form.cutoff.data > today():
        return None
    period = _period(form.held_on.data)
    if form.cutoff.data < period.first:
        return None
    cutoff = _cutoff(form.cutoff.data)
    figures = reports.compute(
        period_start=period.first, cutoff=cutoff, known_at=now(), zone=installation().zone
    )
    return {
        "period": period,
        "cutoff": cutoff,
        "unfinished": len(figures.current.unfinished_codes),
        "units": len({row.unit_id for row in figures.current.rows if row.unfinished_codes}),
        "previous": queries.last_issued_before(form.held_on.data),
    }


# ---------------------------------------------------------------------------------------------------------- directives


@bp.route("/directives/new", methods=["GET", "POST"])
@guard(Permission.CREATE_DIRECTIVE)
def new_directive() -> ResponseReturnValue:
    form = DirectiveForm(data={"assigned_on": today(), "leader": _chair_of(today()), "due": "dated"})
    leaders = accounts.leaders(today())
    form.offer_leaders(leaders)
    form.offer_fields(units.work_fields(on=today()))
    if form.validate_on_submit() and not review_views.pressed("add"):
        with attempt(form) as outcome:
            refuse_used(form.form_key.data)
            row, made = actions.create_directive(
                form.source(person_of(form.leader.data, leaders)),
                title=form.edit().title,
                edit=form.edit(),
                assigned_on=form.assigned_on.given,
                is_starred=bool(form.is_starred.data),
                on=occasion(Permission.CREATE_DIRECTIVE),
            )
            there = url_for("briefings.directive", code=row.code)
            use_once(form.form_key.data, result=there, real_now=core().clock.real_now())
        if outcome.succeeded:
            count, told = len(made), len({task.unit_id for task in made})
            flash(_n("Đã giao %(count)s nhiệm vụ; %(told)s đơn vị nhận thư.", count=count, told=told), "done")
            return redirect(there)
        if (again := _sent_before(outcome)) is not None:
            return again
    pick = pick_list(units.assignable_on(today()), units.groups(on=today()))
    return _form_page("briefings/new_directive.html", form, pick=pick, names=names_of(pick))


@bp.get("/directives/<code>")
@guard(Permission.VIEW_TASK)
def directive(code: str) -> ResponseReturnValue:
    """A directive with its tasks: all for leaders and Office; a unit sees its own, and 404 where it has none (rule 40)."""
    row = queries.directive_by_code(code) or abort(404)
    lines = _task_lines(queries.visible_tasks_of(row, actor()))
    sees_briefing = may(actor(), Permission.VIEW_BRIEFING) is not None
    if not lines and not sees_briefing:
        abort(404)
    return render_template(
        "briefings/directive.html",
        directive=row,
        lines=lines,
        fan_out=_fan_outs([row]).get(row.id),
        task_of={line.task.unit_id: line.task for line in lines if line.task.is_open},
        progress=queries.progress_of(row, now=now()),
        field_name=queries.field_name(row.field),
        sees_briefing=sees_briefing,
    )


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of a directive with its state in words."""

    task: Task
    state: str
    """A key of the state components."""
    words: str | None


def _task_lines(rows: list[Task]) -> list[TaskLine]:
    calendar, zone = settings.calendar(), installation().zone
    reading = reading_at(now(), zone, calendar)
    return [_task_line(task, state_of_deadline(task, reading, zone, calendar)) for task in rows]


def _task_line(task: Task, due: DueState) -> TaskLine:
    if task.state not in REMINDED:
        return TaskLine(task, task.state.value, None)
    if due.kind is DueClass.OVERDUE:
        return TaskLine(task, "overdue", _n("Quá hạn %(days)s ngày", days=due.days_late))
    if due.days_left is None:
        return TaskLine(task, "no_deadline", None)
    return TaskLine(task, due.kind.value, _n("Còn %(days)s ngày", days=due.days_left))


@dataclass(frozen=True, slots=True)
class Behind:
    """A unit that lags, and how: late, and when it last said something."""

    unit_id: int
    name: str
    words: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """An order to several units as its pages show it: how many are done, whether that is enough, who is not."""

    done: int
    units: int
    is_met: bool
    words: str
    behind: list[Behind]


def _fan_outs(rows: list[Directive]) -> dict[int, Spread]:
    """Of orders to more than one unit; names only for those who may read how every unit stands (rule 40)."""
    sees_all = may(actor(), Permission.VIEW_BRIEFING) is not None
    return {
        directive_id: Spread(
            found.done,
            found.units,
            found.is_met,
            _spread_words(found),
            [_behind(laggard) for laggard in found.laggards] if sees_all else [],
        )
        for directive_id, found in queries.fan_outs(rows, now=now()).items()
        if found.is_shared
    }


def _spread_words(found: queries.FanOut) -> str:
    """Of a duty only what fell due; whether an order is met is said of those that end."""
    counts = {"done": found.done, "units": found.units}
    if found.is_duty:
        words = _("%(done)s/%(units)s đơn vị báo cáo đủ các kỳ đã đến hạn", **counts)
        ended = ", ".join(found.ended)
        return _("%(words)s; đã kết thúc: %(units)s", words=words, units=ended) if ended else words
    met = _("đạt") if found.is_met else _("chưa đạt")
    return _("%(done)s/%(units)s đơn vị xong, %(met)s", **counts, met=met)


def _behind(laggard: queries.Laggard) -> Behind:
    late, zone, said = laggard.late_since, installation().zone, []
    if late is not None:
        days = (today() - late.astimezone(zone).date()).days + 1
        said.append(_n("quá hạn %(days)s ngày", days=days))
    if laggard.last_report_at is None:
        said.append(_("chưa cập nhật"))
    else:
        heard = laggard.last_report_at.astimezone(zone).date()
        said.append(_("cập nhật %(day)s", day=day_text(heard, current_year=today().year)))
    return Behind(laggard.unit_id, laggard.name, ", ".join(said), late is not None)
