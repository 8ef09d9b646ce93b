"""Two people on one task: what somebody else wrote while this form was open, beside what this person typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import BooleanField, SelectFieldBase

from taskboard.domain.authority import Actor
from taskboard.domain.errors import Stale
from taskboard.domain.events import Event
from taskboard.journal import queries as journal
from taskboard.journal.queries import Line
from taskboard.tasks import queries
from taskboard.tasks.models import Report, Task
from taskboard.tasks.parts import told
from taskboard.tasks.showing import Lens, short_moment
from taskboard.units.models import Unit
from taskboard.web import labels
from taskboard.web.context import actor
from taskboard.web.forms import BaseForm
from taskboard.wording import day_text

TELLING = ("text", "reason", "note", "answer", "question")
"""Where an entry keeps words that somebody wrote."""
QUIET = frozenset({Event.REMINDER_SENT, Event.TASK_CARRIED_OVER, Event.PART_AGREED_BY_SILENCE})
"""What nobody wrote: no reason to look again."""


@dataclass(frozen=True, slots=True)
class Others:
    """For the form's hidden place and for the panel above it."""

    seen: int
    """How far the history went when this page was made."""
    theirs: tuple[dict[str, Any], ...] = ()
    """Each as notes.html's `versus` draws a version."""

    def beside(self, form: BaseForm) -> dict[str, Any]:
        """This person's words, to stand next to theirs."""
        fields = [
            {"label": field.label.text, "value": _said(field), "differs": True}
            for field in form
            if field.type not in ("HiddenField", "CSRFTokenField", "MultipleFileField") and _said(field)
        ]
        return {"title": _("Điều ông/bà vừa nhập, chưa gửi"), "who": "", "fields": fields}


def expect_seen(task: Task, *, who: Actor | None = None, part: Unit | None = None) -> None:
    """Raises Stale when somebody else wrote to the task after this form was opened: both are looked at first.

    `who` reads, where nobody is signed in; with `part`, only what was written of that unit's part counts. Of a task
    that is closed the verb itself says why it cannot be, and of a form that was sent before, that it was.
    """
    if task.is_open and not _was_sent(task) and _written(task, who, part):
        raise Stale("others_wrote")


def _was_sent(task: Task) -> bool:
    key = request.form.get("form_key")
    return bool(key) and any(report.form_key == key for report in task.reports)


def of(
    task: Task,
    seen: Lens,
    *,
    length: int | None = None,
    who: Actor | None = None,
    part: Unit | None = None,
) -> Others:
    """Theirs only in the answer to a form that was sent. `length` of the history, where the page has read it anyway."""
    lines = _written(task, who, part) if request.method == "POST" else []
    reports = {report.id: report for report in task.reports}
    theirs = tuple(_version(line, reports, seen) for line in lines)
    return Others(journal.last_seq("task", task.id) if length is None else length, theirs)


def _written(task: Task, who: Actor | None, part: Unit | None) -> Sequence[Line]:
    """What this person may read of it; nothing where the form did not say how far it had seen."""
    shown = request.form.get("seen", "")
    if not shown.isdecimal() or len(shown) > 9:
        return []
    reader = who or actor()
    lines = journal.since("task", task.id, int(shown), but=reader.person_id)
    loud = [line for line in lines if line.event not in QUIET and _is_of(line, part)]
    return told(loud, reader, queries.subject_of(task))


def _is_of(line: Line, part: Unit | None) -> bool:
    return part is None or line.details.get("unit") == part.name


def _version(line: Line, reports: dict[int, Report], seen: Lens) -> dict[str, Any]:
    report = reports.get(line.details.get("report", 0))
    said = _of_report(report) if report is not None else _of_line(line)
    return {
        "title": labels.event_sentence(line.event, line.details),
        "who": ", ".join(part for part in (line.actor_name, short_moment(line.at, seen)) if part),
        "fields": [{"label": label, "value": value, "differs": True} for label, value in said if value],
    }


def _of_report(report: Report) -> list[tuple[str, str]]:
    return [
        (_("Đã làm được gì?"), report.done_text),
        (_("Vướng mắc"), report.obstacle_text),
        (_("Việc tiếp theo"), report.next_step),
        (_("Dự kiến xong ngày"), day_text(report.forecast_on) if report.forecast_on else ""),
        (_("Số văn bản"), report.document_number),
    ]


def _of_line(line: Line) -> list[tuple[str, str]]:
    said = [(_("Nội dung"), str(line.details[name])) for name in TELLING if line.details.get(name)]
    if line.event == Event.SUB_TASK_CHANGED and "to" in line.details:
        said.append((_("Nội dung"), labels.fact(line.details["to"])))
    return said


def _said(field: Any) -> str:
    """What was chosen or typed, as a person reads it."""
    if isinstance(field, SelectFieldBase):
        chosen = [option.label.text for option in field if option.checked]
        return ", ".join(str(label) for label in chosen)
    if isinstance(field, BooleanField):
        return _("Có") if field.data else _("Không")
    return str(field._value() if hasattr(field, "_value") else field.data or "")
