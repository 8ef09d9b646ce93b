"""A supplement to issued conclusions: taken in, and at its issue every open task it touches is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.briefings import actions, queries
from taskboard.briefings.actions import Answer, Fate
from taskboard.briefings.blueprint import bp
from taskboard.briefings.forms import TextForm
from taskboard.briefings.models import ConclusionText, Draft, DraftDue
from taskboard.briefings.review_views.asking import load_text, occasion
from taskboard.briefings.review_views.issuing import issued_page
from taskboard.briefings.review_views.reviewing import drafts_stamp, due_words
from taskboard.briefings.review_views.taking_in import paste_page
from taskboard.domain.authority import Permission
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.text import clean_line
from taskboard.tasks.models import Task
from taskboard.units.models import Unit
from taskboard.web import labels
from taskboard.web.forms import BaseForm
from taskboard.web.guard import attempt, guard
from taskboard.web.language import counted as _n
from taskboard.wording import day_text


@bp.get("/briefings/<code>/conclusions/<int:text_id>")
@guard(Permission.VIEW_BRIEFING)
def issued_text(code: str, text_id: int) -> ResponseReturnValue:
    """One issued text of a briefing, the notice or a supplement; 404 for one that is still under review."""
    briefing = queries.briefing_by_code(code) or abort(404)
    text = queries.text_of(briefing, text_id)
    if text is None or text.frozen_at is None:
        abort(404)
    return issued_page(text)


@bp.get("/briefings/<code>/conclusions/supplement")
@guard(Permission.RECORD_BRIEFING)
def supplement(code: str) -> ResponseReturnValue:
    """The box for the words of a supplement; one that is under review already is led to."""
    briefing = queries.briefing_by_code(code) or abort(404)
    earlier = queries.last_issued_text(briefing)
    newest = queries.conclusion_text(briefing)
    if earlier is None or newest is None or newest.frozen_at is None:
        if earlier is None:
            flash(labels.broken_rule(RuleBroken("supplement_of_unissued")), "warn")
        return redirect(url_for("briefings.conclusions", code=code))
    return paste_page(briefing, None, TextForm(), supplements=earlier)


@bp.post("/briefings/<code>/conclusions/throw-away")
@guard(Permission.RECORD_BRIEFING)
def throw_away(code: str) -> ResponseReturnValue:
    """A supplement under review is given up, as the page showed it; the issued text stays as it is."""
    text = load_text(code)
    there = url_for("briefings.conclusions", code=code)
    if text.frozen_at is None and request.form.get("drafts") != drafts_stamp(text):
        flash(_("Các dự thảo đã thay đổi từ khi trang được mở. Chưa có gì bị bỏ."), "warn")
        return redirect(there)
    with attempt() as outcome:
        actions.throw_away(text, on=occasion(Permission.RECORD_BRIEFING))
    if outcome.succeeded:
        flash(_("Đã bỏ bản bổ sung đang duyệt. Kết luận đã ban hành giữ nguyên."), "done")
    return redirect(there)


# ------------------------------------------------------------------------------------------- task by task, then issued


@dataclass(frozen=True, slots=True)
class Question:
    """An open task and what would change for it, as the page asks about it."""

    task: Task
    targets: tuple[Unit, ...]
    changes: tuple[tuple[str, str, str], ...]
    """What it is called, from, to."""
    fate: str
    reason: str
    unit_id: int | None
    is_wrong: bool


@bp.get("/briefings/<code>/conclusions/settle")
@guard(Permission.ISSUE_CONCLUSIONS)
def settle(code: str) -> ResponseReturnValue:
    """Each open task of the orders that the supplement ends: withdrawn, or on under the new words?"""
    text = load_text(code)
    if text.frozen_at is not None or not text.is_supplement or not queries.review_count(text).is_finished:
        return redirect(url_for("briefings.conclusions", code=code))
    return _settle_page(text, None)


@bp.post("/briefings/<code>/conclusions/settle")
@guard(Permission.ISSUE_CONCLUSIONS)
def issue_supplement(code: str) -> ResponseReturnValue:
    """Issue it with the answers; what is missing is asked again, with all that was chosen still there."""
    text = load_text(code)
    there = url_for("briefings.conclusions", code=code)
    if text.frozen_at is None and request.form.get("drafts") != drafts_stamp(text):
        flash(_("Các dự thảo đã thay đổi từ khi trang được mở. Đề nghị xem lại từng nhiệm vụ."), "warn")
        return redirect(url_for("briefings.settle", code=code))
    with attempt(BaseForm()) as outcome:
        answers = _answers(text)
        made = actions.issue(text, answers=answers, on=occasion(Permission.ISSUE_CONCLUSIONS))
    if outcome.succeeded:
        _say_issued(len(made), answers)
        return redirect(there)
    text = load_text(code)
    if text.frozen_at is not None or not queries.review_count(text).is_finished:
        flash(labels.broken_rule(outcome.error or AlreadyDone("already_issued")), "warn")
        return redirect(there)
    return _settle_page(text, outcome.error), 422


def _say_issued(made: int, answers: actions.Answers) -> None:
    gone = sum(answer.fate is Fate.WITHDRAW for answer in answers.values())
    said = _n(
        "Đã ban hành bản bổ sung: giao %(count)s nhiệm vụ mới, %(kept)s chuyển sang nội dung mới, %(gone)s thu hồi.",
        count=made,
        kept=len(answers) - gone,
        gone=gone,
    )
    flash(said, "done")


def _answers(text: ConclusionText) -> dict[int, Answer]:
    """What was chosen for the tasks the page asked about; a task without a choice is left out."""
    found = {}
    for order in queries.ended_orders(text):
        common = _line(f"reason_all_{order.draft.id}")
        for asked in order.questions:
            answer = _answer(asked.task.id, common)
            if answer is not None:
                found[asked.task.id] = answer
    return found


def _answer(task_id: int, common_reason: str) -> Answer | None:
    fate = next((one for one in Fate if one.value == request.form.get(f"fate_{task_id}")), None)
    if fate is None:
        return None
    return Answer(
        fate,
        version=_number(f"version_{task_id}") or -1,
        reason=_line(f"reason_{task_id}") or common_reason,
        unit_id=_number(f"unit_{task_id}"),
    )


def _line(name: str) -> str:
    return clean_line(request.form.get(name, ""))[:500]


def _number(name: str) -> int | None:
    value = request.form.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def _settle_page(text: ConclusionText, error: RuleBroken | None) -> str:
    wrong = error.details.get("task_id") if error is not None else None
    orders = [
        {
            "order": order,
            "due": due_words(order.draft),
            "reason_all": _line(f"reason_all_{order.draft.id}") or order.draft.withdraw_reason,
            "questions": [_question(asked, order.draft, wrong) for asked in order.questions],
        }
        for order in queries.ended_orders(text)
    ]
    return render_template(
        "briefings/settle.html",
        briefing=text.briefing,
        text=text,
        orders=orders,
        stamp=drafts_stamp(text),
        problem=labels.broken_rule(error) if error is not None else None,
        Fate=Fate,
    )


def _question(asked: queries.TaskQuestion, draft: Draft, wrong: int | None) -> Question:
    task = asked.task
    chosen = request.form.get(f"fate_{task.id}", "" if asked.targets else Fate.WITHDRAW.value)
    return Question(
        task,
        asked.targets,
        _changes(asked, draft),
        chosen,
        _line(f"reason_{task.id}"),
        _number(f"unit_{task.id}"),
        task.id == wrong,
    )


def _changes(asked: queries.TaskQuestion, draft: Draft) -> tuple[tuple[str, str, str], ...]:
    """What would differ for the task under the new order."""
    if not asked.targets:
        return ()
    task = asked.task
    heads = " / ".join(unit.name for unit in asked.targets)
    rows = (
        (_("Tên nhiệm vụ"), task.title, draft.title),
        (_("Đơn vị chủ trì"), task.unit.name, heads),
        (_("Thời hạn"), _due_of(task.due_on), _new_due(task, draft)),
    )
    return tuple(row for row in rows if row[1] != row[2])


def _new_due(task: Task, draft: Draft) -> str:
    if draft.due is DraftDue.DATED and draft.due_on == task.original_due_on:
        return _due_of(task.due_on)  # the day it had, with the time that was granted
    return _due_of(draft.due_on) if draft.due is not DraftDue.DUTY else due_words(draft)


def _due_of(day: date | None) -> str:
    return day_text(day) if day else _("không thời hạn")
