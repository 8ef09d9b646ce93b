"""The history of a conclusion: one page, one file, from the chair's words through every task, request, report and quarter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from taskboard.briefings import history_queries, notice_queries, queries
from taskboard.briefings.blueprint import bp
from taskboard.briefings.history import (
    DutyLine,
    Happening,
    History,
    Order,
    Quarter,
    Sender,
    Story,
    history_document,
)
from taskboard.briefings.history_queries import Mark
from taskboard.briefings.models import Briefing, Conclusion, ConclusionText, Directive
from taskboard.db import row_number
from taskboard.domain.authority import Permission, may, sees_all_tasks
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.files import queries as files
from taskboard.journal import queries as journal
from taskboard.journal.queries import Line
from taskboard.reports.body import Body
from taskboard.reports.documents import chief_signature
from taskboard.reports.page.words import class_words
from taskboard.tasks import parts
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Report, ReportKind, Task
from taskboard.tasks.showing import Lens, chip, lens
from taskboard.tasks.timeline import History as Told
from taskboard.tasks.timeline import timeline
from taskboard.web.context import actor, body_name, now, today
from taskboard.web.downloads import download
from taskboard.web.guard import guard
from taskboard.wording import cutoff_text, day_text

MANY = 3
"""More tasks than these are folded, the late ones open."""
QUIET = frozenset(
    {
        Event.REMINDER_SENT,
        Event.MONITOR_SET,
        Event.STAR_SET,
        Event.OFFICER_NAMED,
        Event.UNIT_JOINED,
        Event.UNIT_LEFT,
        Event.PART_DUE_SET,
        Event.PARTS_MOVED,
        Event.PART_URGED,
        Event.SUB_TASK_ADDED,
        Event.SUB_TASK_CHANGED,
        Event.CORRECTION_PROPOSED,
        Event.CORRECTION_REFUSED,
    }
)
"""Part of a task's own page; a conclusion's history keeps to what moved it."""


@bp.get("/briefings/<code>/conclusions/<int:number>/history", defaults={"kind": ""})
@bp.get("/briefings/<code>/conclusions/<int:number>/history.docx", defaults={"kind": "docx"})
@bp.get("/briefings/<code>/conclusions/<int:number>/history.pdf", defaults={"kind": "pdf"})
@guard(Permission.VIEW_TASK)
def conclusion_history(code: str, number: int, kind: str) -> ResponseReturnValue:
    """All of it for leaders and Office; a unit finds its own tasks, and 404 where it has none (rule 40)."""
    briefing = queries.briefing_by_code(code) or abort(404)
    text = _text_or_404(briefing)
    conclusion = history_queries.conclusion_of(text, number) or abort(404)
    if kind:
        with force_locale("vi"):
            history = _history_or_404(briefing, text, conclusion)
            sender = Sender(Body.of(body_name()), chief_signature(today()))
            document = history_document(history, sender, as_of=today(), made_at=now())
        return download(document, kind, f"ket-luan-{code}-{number}")
    return render_template(
        "briefings/history.html",
        briefing=briefing,
        history=_history_or_404(briefing, text, conclusion),
        address={"code": code, "number": number, "text": text.id},
        sees_briefing=may(actor(), Permission.VIEW_BRIEFING) is not None,
        many=MANY,
    )


def _text_or_404(briefing: Briefing) -> ConclusionText:
    """The first text that was issued, or the supplement that is asked for: numbers begin anew in each."""
    texts = notice_queries.frozen_texts(briefing)
    asked = request.args.get("text", texts[0].id if texts else 0, type=row_number)
    return next((text for text in texts if text.id == asked), None) or abort(404)


def _history_or_404(briefing: Briefing, text: ConclusionText, conclusion: Conclusion) -> History:
    who = actor()
    directives = history_queries.directives_under(conclusion)
    rows = history_queries.tasks_under(directives, who)
    if not rows and may(who, Permission.VIEW_BRIEFING) is None:
        abort(404)
    stories = _stories([row for row in rows if row.duty_id is None], lens())
    number, dated_on = notice_queries.issued_as(text, notice_queries.notice_of(text))
    return History(
        number=conclusion.number,
        wording=conclusion.wording,
        meeting=briefing.title,
        held_on=briefing.held_on,
        speaker=_speaker(briefing),
        source=_("Thông báo số %(number)s ngày %(day)s", number=number, day=day_text(dated_on))
        if number
        else "",
        no_task_reason=conclusion.no_task_reason or "",
        orders=[_order(row, rows, stories) for row in directives],
        is_whole=sees_all_tasks(who),
        stories=list(stories.values()),
    )


def _speaker(briefing: Briefing) -> str:
    title = notice_queries.chair_title(briefing, Body.of(body_name()))
    names = [_("đồng chí %(name)s", name=briefing.chair.full_name) if briefing.chair else "", title]
    return ", ".join(name for name in names if name)


def _order(directive: Directive, rows: Sequence[Task], stories: dict[int, Story]) -> Order:
    own = [row for row in rows if row.directive_id == directive.id]
    return Order(
        code=directive.code,
        wording=directive.wording,
        ended=directive.end_reason if directive.ended_at else "",
        stories=[stories[row.id] for row in own if row.id in stories],
        duty=_duty_lines([row for row in own if row.duty_id is not None]),
    )


def _duty_lines(rows: Sequence[Task]) -> list[DutyLine]:
    """By unit: so many of the occurrences were done."""
    ordered = sorted(rows, key=lambda row: (row.unit_id, row.id))
    lines = []
    for _unit_id, group in groupby(ordered, key=lambda row: row.unit_id):
        occurrences = list(group)
        done = sum(row.state is State.COMPLETED for row in occurrences)
        last = occurrences[-1]
        lines.append(DutyLine(last.unit.name, last.title, done, len(occurrences)))
    return lines


def _stories(rows: Sequence[Task], seen: Lens) -> dict[int, Story]:
    if not rows:
        return {}
    journals = journal.timelines("task", [row.id for row in rows])
    attached = files.of_reports(report.id for row in rows for report in row.reports)
    since = min(row.directive.issued_at for row in rows)
    marks = history_queries.marks_of([row.code for row in rows], since)
    return {row.id: _story(row, journals[row.id], marks[row.code], attached, seen) for row in rows}


def _story(task: Task, lines: list[Line], marks: Sequence[Mark], attached: Any, seen: Lens) -> Story:
    shown = chip(task, seen)
    told = parts.told(lines, actor(), tasks.subject_of(task))
    kept = [line for line in told if Event(line.event) not in QUIET]
    happened = timeline(task, Told(kept, {report.id: report for report in task.reports}, attached), seen)
    return Story(
        code=task.code,
        title=task.title,
        unit=task.unit.name,
        state=shown.state,
        state_text=str(shown.text) if shown.text else None,
        original_due_on=task.original_due_on,
        due_on=task.due_on,
        claimed_on=task.completed_on or task.claimed_on,
        is_done=task.state is State.COMPLETED,
        is_late=shown.state in ("overdue", "done_late"),
        result=_result(task.lead_reports),
        quarters=[_quarter(mark, seen) for mark in marks],
        happenings=[_happening(each) for each in reversed(happened)],
    )


def _happening(told: Any) -> Happening:
    return Happening(
        told.title, told.when, told.at, told.icon, told.tone, told.text, tuple(told.notes), tuple(told.files)
    )


def _result(reports: Sequence[Report]) -> str:
    found = [row for row in reports if row.kind is ReportKind.COMPLETION]
    if not found:
        return ""
    last = found[-1]
    document = f" ({last.document_number})" if last.document_number else ""
    return f"{last.done_text}{document}"


def _quarter(mark: Mark, seen: Lens) -> Quarter:
    url = ""
    if may(actor(), Permission.VIEW_REPORT):
        url = url_for("reports.report", code=mark.briefing.code)
    return Quarter(
        briefing=mark.briefing.title,
        url=url,
        cutoff=cutoff_text(mark.cutoff, seen.zone),
        original=class_words(mark.original),
        current=class_words(mark.current),
        days_late=mark.days_late,
    )
