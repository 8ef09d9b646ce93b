"""Rules of reminding as the administrator sees them; what any day brings; why a task's mails went, or did not."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.reminding import MANDATORY, TOPICS, UNNUMBERED, Reader, Subject, Topic, Trigger
from taskboard.occasion import Occasion, occasion_of
from taskboard.reminders import actions, queries
from taskboard.reminders.actions import RuleDraft
from taskboard.reminders.forms import RuleForm, TopicsForm, fingerprint
from taskboard.reminders.models import ReminderRule
from taskboard.reminders.wording import mark_text, rule_name, unused_text, why_text
from taskboard.settings import queries as settings
from taskboard.tasks import queries as tasks
from taskboard.units.models import UnitKind
from taskboard.web import labels
from taskboard.web.context import actor, core, now, today
from taskboard.web.forms import parse_day
from taskboard.web.guard import acting_under, attempt, authorise, guard

bp = Blueprint("rules", __name__, template_folder="templates")


@bp.app_context_processor
def _words() -> dict[str, Any]:
    """What templates of reminders say marks and reasons with."""
    return {
        "mark_words": lambda mark: mark_text(mark, _),
        "rule_words": lambda key: rule_name(key, _),
        "why_words": lambda why: why_text(why, _),
        "unused_words": lambda why: unused_text(why, _),
        "merged": queries.merged,
        "begun": lambda words: words[:1].upper() + words[1:],
        "reader_labels": labels.options(Reader),
        "unit_kind_labels": labels.options(UnitKind),
    }


@bp.get("/settings/reminders")
@guard(Permission.VIEW_ADMINISTRATION)
def rule_list() -> ResponseReturnValue:
    """Every rule as it holds today, with the change that is coming; and what the city sends at all."""
    off = queries.switches().off
    form = TopicsForm(topics=[topic.value for topic in Topic if topic not in off])
    return _list_page(form)


def _list_page(form: TopicsForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "rules/list.html",
        standing=queries.standing_on(today()),
        form=form,
        mandatory=[topic for topic in Topic if topic in MANDATORY],
        may_edit=may(actor(), Permission.EDIT_SETTINGS) is not None,
        unnumbered=UNNUMBERED,
        topics=TOPICS,
    )
    return page, status


@bp.post("/settings/reminders/topics")
@guard(Permission.EDIT_SETTINGS)
def topics() -> ResponseReturnValue:
    form = TopicsForm()
    if not form.validate():
        return _list_page(form, 422)
    with attempt(form) as outcome:
        actions.switch_topics(form.chosen(), on=_on(Permission.EDIT_SETTINGS))
    if not outcome.succeeded:
        return _list_page(form, 422)
    flash(_("Đã lưu loại thư được gửi."), "done")
    return redirect(url_for("rules.rule_list", _anchor="topics"))


@bp.route("/settings/reminders/<key>", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def rule(key: str) -> ResponseReturnValue:
    """Change a rule: first what it would change is shown, then it can be saved."""
    history = queries.history_of(key) or abort(404)
    form = RuleForm()
    if request.method == "GET":
        form.show(_newest(history), queries.numbers_on(_newest(history), today()))
        form.valid_from.data = today()
        return _rule_page(form, history)
    if not form.validate():
        return _rule_page(form, history, status=422)
    draft = _checked(form, key)
    if draft is None:
        return _rule_page(form, history, status=422)
    if request.form.get("act") == "save" and form.seen.data == fingerprint(draft):
        with attempt(form) as outcome:
            actions.change_rule(key, draft, on=_on(Permission.EDIT_SETTINGS))
        if outcome.succeeded:
            flash(_("Đã lưu quy tắc. Các mốc nhắc được lập lại trong vài phút; thời hạn không đổi."), "done")
            return redirect(url_for("rules.rule_list"))
        return _rule_page(form, history, status=422)
    form.seen.data = fingerprint(draft)
    return _rule_page(form, history, **_effects(key, draft, form))


def _newest(history: list[ReminderRule]) -> ReminderRule:
    begun = [row for row in history if row.valid_from <= today()]
    return begun[-1] if begun else history[0]


def _checked(form: RuleForm, key: str) -> RuleDraft | None:
    """The draft, or None with the reason at its field."""
    try:
        draft = form.draft()
        actions.check_draft(key, draft, today=today())
    except RuleBroken as broken:
        form.refuse(labels.broken_rule(broken), broken.field)
        return None
    return draft


def _effects(key: str, draft: RuleDraft, form: RuleForm) -> dict[str, Any]:
    """What saving would change: for the chosen task mail by mail, for all open tasks in numbers."""
    old, new = queries.rules(), actions.rules_with(key, draft)
    here: dict[str, Any] = {"today": today(), "zone": core().settings.zone, "calendar": settings.calendar()}
    prefix = key.partition(".")[0]
    code = form.task_code.data or queries.example_for(prefix, new, **here)
    row = tasks.task_by_code(code) if code else None
    if form.task_code.data and row is None:
        form.refuse(_("Không có nhiệm vụ mã %(code)s.", code=code), "task_code")
    return {
        "task": row,
        "compared": queries.compare(row.id, old, new, **here) if row else None,
        "reach": queries.reach_of(old, new, **here),
    }


def _rule_page(
    form: RuleForm, history: list[ReminderRule], *, status: int = 200, **effects: Any
) -> ResponseReturnValue:
    trigger = history[0].trigger
    page = render_template(
        "rules/rule.html",
        form=form,
        lives=queries.lives_of(history),
        current=_newest(history),
        numbers=queries.numbers_on(_newest(history), today()),
        set_by=[str(labels.SETTINGS[name][0]) for name in queries.SET_BY.get(history[0].key, ())],
        trigger=trigger,
        has_offsets=trigger not in UNNUMBERED or trigger is Trigger.WEEKLY,
        has_day=trigger in (Trigger.PROGRESS, Trigger.BULLETIN),
        has_stop=trigger in (Trigger.AFTER, Trigger.WEEKLY, Trigger.ESCALATE)
        and history[0].subject is Subject.TASK,
        is_of_task=trigger not in (Trigger.BRIEFING, Trigger.BULLETIN),
        task=effects.get("task"),
        compared=effects.get("compared"),
        reach=effects.get("reach"),
    )
    return page, status


@bp.get("/reminders/preview")
@guard(Permission.VIEW_ADMINISTRATION)
def preview() -> ResponseReturnValue:
    """Who gets what on a day, and why; or why not."""
    typed = request.args.get("on", "")
    found = parse_day(typed)
    day, no_such_day = found or today(), bool(typed) and found is None
    to_key = request.args.get("to") or None
    zone, calendar = core().settings.zone, settings.calendar()
    lines = queries.preview(day, today=today(), zone=zone, calendar=calendar, to_key=to_key)
    readers: dict[str, list[queries.PreviewLine]] = {}
    for line in lines:
        readers.setdefault(line.to_key, []).append(line)
    page = render_template(
        "rules/preview.html",
        day=day,
        works=calendar.is_working_day(day),
        readers=list(readers.values()),
        previous=_beside(day, -1),
        following=_beside(day, 1),
        to_key=to_key,
        typed=typed,
        no_such_day=no_such_day,
    )
    return page, 422 if no_such_day else 200


def _beside(day: date, step: int) -> date | None:
    """The day before or after, within the years a calendar knows."""
    return date.fromordinal(day.toordinal() + step) if 1901 <= day.year <= 2198 else None


@bp.get("/tasks/<code>/mails")
@guard(Permission.VIEW_TASK)
def of_task(code: str) -> ResponseReturnValue:
    """Every mark of a task with what became of it, and the rules that give it none."""
    row = tasks.task_by_code(code) or abort(404)
    authorise(Permission.VIEW_TASK, tasks.subject_of(row))
    zone = core().settings.zone
    return render_template(
        "rules/of_task.html",
        task=row,
        story=queries.story_of(row, today=today(), zone=zone),
        unused=queries.unused_rules(row, today=today(), zone=zone, calendar=settings.calendar()),
        may_open=may(actor(), Permission.VIEW_ADMINISTRATION) is not None,
    )


def _on(permission: Permission) -> Occasion:
    return occasion_of(core(), acting_under(permission), now=now())
