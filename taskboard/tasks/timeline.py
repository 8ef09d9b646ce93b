"""A task's history in words, newest first, as components/timeline.html takes it (rule 41)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard.domain.deadline import DueClass
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import State
from taskboard.files.models import Attachment
from taskboard.journal.queries import Line
from taskboard.outbox.models import MailState
from taskboard.outbox.wording import not_sent_text, reminder_text
from taskboard.reminders import queries as reminders
from taskboard.reminders.queries import Carried
from taskboard.tasks.models import Cause, Report, ReportKind, Task
from taskboard.tasks.showing import Lens, short_day, short_moment
from taskboard.web import labels
from taskboard.web.context import settings
from taskboard.wording import day_text


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline, as components/timeline.html takes it."""

    title: str
    when: str
    at: str
    icon: str
    tone: str = ""
    text: str = ""
    notes: list[str] = field(default_factory=list)
    files: list[dict[str, str]] = field(default_factory=list)


_SIGNS: dict[Event, tuple[str, str]] = {
    Event.TASK_ASSIGNED: ("flag", "new"),
    Event.TASK_RECEIVED: ("check-lg", "new"),
    Event.PROGRESS_REPORTED: ("chat-left-text", ""),
    Event.COMPLETION_REPORTED: ("send-check", "wait"),
    Event.TASK_CONFIRMED: ("check-circle-fill", "done"),
    Event.TASK_SENT_BACK: ("arrow-return-left", "over"),
    Event.TASK_WITHDRAWN: ("slash-circle", ""),
    Event.TASK_REPOINTED: ("signpost-split", "soon"),
    Event.TASK_URGED: ("megaphone", ""),
    Event.TASK_PAUSED: ("pause-circle", ""),
    Event.TASK_RESUMED: ("play-circle", ""),
    Event.TASK_NOT_PURSUED: ("slash-circle", ""),
    Event.TASK_REOPENED: ("arrow-counterclockwise", "over"),
    Event.RETURN_ASKED: ("reply", "wait"),
    Event.TASK_RETURNED: ("reply-fill", ""),
    Event.RETURN_REFUSED: ("reply", ""),
    Event.TRANSFER_ASKED: ("arrow-left-right", "wait"),
    Event.TASK_TRANSFERRED: ("arrow-left-right", "new"),
    Event.TRANSFER_REFUSED: ("arrow-left-right", ""),
    Event.CORRECTION_PROPOSED: ("pencil", "wait"),
    Event.TASK_CORRECTED: ("pencil-fill", "soon"),
    Event.CORRECTION_REFUSED: ("pencil", ""),
    Event.EVENT_DATE_SET: ("calendar-event", "soon"),
    Event.EXPLANATION_ASKED: ("question-circle", "over"),
    Event.EXPLANATION_GIVEN: ("chat-quote", ""),
    Event.CAUSE_CONFIRMED: ("shield-check", ""),
    Event.CAUSE_REVOKED: ("shield-x", ""),
    Event.REMARK_MADE: ("chat-right-quote-fill", "new"),
    Event.OFFICER_NAMED: ("person-check", ""),
    Event.MONITOR_SET: ("eye", ""),
    Event.STAR_SET: ("star", ""),
    Event.UNIT_JOINED: ("people", ""),
    Event.UNIT_LEFT: ("person-dash", ""),
    Event.PART_DUE_SET: ("calendar-event", "soon"),
    Event.PARTS_MOVED: ("calendar-event", ""),
    Event.PART_URGED: ("megaphone", ""),
    Event.PART_REPORTED: ("people-fill", ""),
    Event.PART_AGREED_BY_SILENCE: ("hourglass-bottom", ""),
    Event.PARTS_CLOSED: ("people", "done"),
    Event.SUB_TASK_ADDED: ("list-check", ""),
    Event.SUB_TASK_CHANGED: ("list-check", ""),
    Event.TASK_HANDED_ON: ("diagram-3", "new"),
    Event.PART_HANDED_ON: ("diagram-3", ""),
    Event.TASK_IMPORTED: ("box-arrow-in-down", ""),
    Event.PAST_TASK_IMPORTED: ("box-arrow-in-down", "done"),
    Event.EXTENSION_ASKED: ("calendar-plus", "soon"),
    Event.EXTENSION_GRANTED: ("calendar-check", "soon"),
    Event.EXTENSION_REFUSED: ("calendar-x", "soon"),
    Event.DEADLINE_MOVED: ("calendar-event", "soon"),
    Event.TASK_CARRIED_OVER: ("arrow-right-circle", ""),
    Event.REMINDER_SENT: ("envelope", ""),
}
"""Icon and tone; changes of the deadline stand out (rule 41)."""

_SHORT = {
    Event.TASK_SENT_BACK: _l("Gửi lại báo cáo"),
    Event.TASK_WITHDRAWN: _l("Thu hồi nhiệm vụ"),
    Event.EXTENSION_REFUSED: _l("Không đồng ý gia hạn"),
}
"""Where the reason is too long for a title: it stands under it."""


_QUOTED = {
    Event.EXTENSION_ASKED: "reason",
    Event.TASK_PAUSED: "reason",
    Event.TASK_NOT_PURSUED: "reason",
    Event.TASK_REOPENED: "reason",
    Event.RETURN_ASKED: "reason",
    Event.TASK_RETURNED: "reason",
    Event.RETURN_REFUSED: "reason",
    Event.TRANSFER_ASKED: "reason",
    Event.TASK_TRANSFERRED: "reason",
    Event.TRANSFER_REFUSED: "reason",
    Event.CORRECTION_PROPOSED: "reason",
    Event.TASK_CORRECTED: "reason",
    Event.CORRECTION_REFUSED: "reason",
    Event.DEADLINE_MOVED: "reason",
    Event.UNIT_LEFT: "reason",
    Event.EXPLANATION_ASKED: "question",
    Event.EXPLANATION_GIVEN: "answer",
    Event.CAUSE_CONFIRMED: "cause",
    Event.CAUSE_REVOKED: "reason",
    Event.REMARK_MADE: "text",
}
"""What somebody wrote stands under the title, not in it."""


@dataclass(frozen=True, slots=True)
class History:
    """What the timeline is told from."""

    lines: Sequence[Line]
    reports: Mapping[int, Report]
    files: Mapping[int, Sequence[Attachment]]
    mails: Mapping[tuple[datetime, str], Carried] = field(default_factory=dict)
    """Of reminders, by when they were written and to whom: their entries were made before any mail left."""

    def mail(self, line: Line) -> Carried | None:
        return self.mails.get((line.at, line.details.get("to", "")))


def timeline(task: Task, history: History, seen: Lens) -> list[Happened]:
    """Newest first; that a deadline passed is no entry of the journal, so it is put where it belongs."""
    history = replace(history, mails=_mails_of(task, history.lines))
    told = [
        (group[0].at, _told_group(group, history, seen)) for group in _grouped(history, task.overdue_from)
    ]
    if task.overdue_from and task.is_open and seen.deadline_of(task).kind is DueClass.OVERDUE:
        passed = Happened(_("Quá hạn"), *_when(task.overdue_from, seen), "exclamation-octagon-fill", "over")
        told.append((task.overdue_from, passed))
        told.sort(key=lambda pair: pair[0], reverse=True)
    return [happened for _at, happened in told]


def _mails_of(task: Task, lines: Sequence[Line]) -> dict[tuple[datetime, str], Carried]:
    if not any(line.event == Event.REMINDER_SENT for line in lines):
        return {}
    return {(mail.made_at, mail.to_name): mail for mail in reminders.mails_about([task.id])}


def _grouped(history: History, overdue_from: datetime | None) -> list[list[Line]]:
    """Reminders to one person that nothing came between stand as one: a long silence is read at a glance."""
    groups: list[list[Line]] = []
    for line in history.lines:
        if groups and _continues(groups[-1][-1], line, history, overdue_from):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(newer: Line, older: Line, history: History, overdue_from: datetime | None) -> bool:
    are_alike = newer.event == older.event == Event.REMINDER_SENT and newer.details.get(
        "to"
    ) == older.details.get("to")
    if not are_alike or _fate(history.mail(newer)) != _fate(history.mail(older)):
        return False
    return not (overdue_from is not None and older.at < overdue_from <= newer.at)


def _fate(mail: Carried | None) -> tuple[MailState, str] | None:
    """What became of a mail, as far as its line in the history says so."""
    return (mail.state, "" if mail.left_at else mail.outcome) if mail else None


def _told_group(group: Sequence[Line], history: History, seen: Lens) -> Happened:
    told = _told(group[0], history, seen)
    if len(group) == 1:
        return told
    since = short_day(seen.day_of(group[-1].at), seen)
    often = _("%(times)s lần, từ ngày %(day)s", times=len(group), day=since)
    return replace(told, notes=[" · ".join(note for note in (often, *told.notes) if note)])


def _told(line: Line, history: History, seen: Lens) -> Happened:
    report = history.reports.get(line.details.get("report", 0))
    if report is not None:
        return _told_report(line, report, history.files.get(report.id, ()), seen)
    event = Event(line.event)
    icon, tone = _SIGNS.get(event, ("circle", ""))
    when, at = _when(line.at, seen)
    if event in _SHORT:
        return Happened(
            str(_SHORT[event]), when, at, icon, tone, line.details.get("reason", ""), [_who(line)]
        )
    if event is Event.REMINDER_SENT and (mail := history.mail(line)) is not None:
        return _told_mail(mail, Happened("", when, at, icon, tone), seen)
    if event is Event.TASK_REPOINTED:
        title = _("Chuyển sang chỉ đạo mới theo kết luận bổ sung")
        return Happened(title, when, at, icon, tone, "", [*_changes(line), _who(line)])
    if event in _QUOTED:
        quoted = _QUOTED[event]
        title = labels.event_sentence(line.event, {**line.details, quoted: ""}).rstrip(" :.")
        notes = [note for note in (_until(line), line.details.get("note", ""), _who(line)) if note]
        return Happened(title, when, at, icon, tone, line.details.get(quoted, ""), notes)
    notes = [note for note in (line.details.get("note", ""), _own_word(line, history), _who(line)) if note]
    return Happened(labels.event_sentence(line.event, line.details), when, at, icon, tone, "", notes)


def self_confirmed(task: Task, history: History) -> str:
    """The same of the task as it stands, for the head of its page."""
    last = next((line for line in history.lines if line.event == Event.TASK_CONFIRMED), None)
    return _own_word(last, history) if last is not None and task.state is State.COMPLETED else ""


def _own_word(line: Line, history: History) -> str:
    """Of a confirmation: that one person both wrote the unit's report and found it done. Allowed, and said."""
    if line.event != Event.TASK_CONFIRMED or line.actor_id is None:
        return ""
    claims = [
        report
        for report in history.reports.values()
        if report.kind is ReportKind.COMPLETION and report.reported_at <= line.at
    ]
    last = max(claims, key=lambda report: (report.reported_at, report.id), default=None)
    is_own = last is not None and last.channel is Channel.ON_PAPER and last.person_id == line.actor_id
    return _("do chính người nhập báo cáo thay xác nhận") if is_own else ""


def _told_mail(mail: Carried, happened: Happened, seen: Lens) -> Happened:
    """That it was written is no news; that it left, when, or why not."""
    if mail.left_at is None:
        note = not_sent_text(mail.state, mail.outcome, has_server=settings().smtp_url is not None)
    else:
        left, made = seen.day_of(mail.left_at), seen.day_of(mail.made_at)
        note = _("gửi đi ngày %(day)s", day=short_day(left, seen)) if left != made else ""
    notes = [note] if note else []
    return replace(happened, title=reminder_text(mail.state, mail.to_name), notes=notes)


def _until(line: Line) -> str:
    """Of a pause: when it is looked at again."""
    day = line.details.get("resume_on")
    return _("Xem xét lại ngày %(day)s", day=day_text(date.fromisoformat(day))) if day else ""


_CHANGED = {
    "directive": _l("Chỉ đạo"),
    "title": _l("Tên nhiệm vụ"),
    "unit": _l("Đơn vị chủ trì"),
    "due_on": _l("Thời hạn"),
}


def _changes(line: Line) -> list[str]:
    """What another order changed, each from → to."""
    before, after = line.details.get("from", {}), line.details.get("to", {})
    return [
        f"{label}: {labels.fact(before.get(name))} → {labels.fact(after.get(name))}"
        for name, label in _CHANGED.items()
        if name in before or name in after
    ]


def _told_report(line: Line, report: Report, files: Sequence[Attachment], seen: Lens) -> Happened:
    icon, tone = _SIGNS[Event(line.event)]
    sentence = labels.event_sentence(line.event, line.details)
    is_part = report.kind is ReportKind.PART  # its sentence names the unit
    title = sentence if is_part else f"{report.unit.name}: {_lower_first(sentence)}"
    notes = [note for note in (" · ".join(_report_notes(report)), _who(line)) if note]
    found = [_file(row) for row in files]
    return Happened(title, *_when(line.at, seen), icon, tone, report.done_text, notes, found)


def _file(row: Attachment) -> dict[str, str]:
    """With a mark where this installation scans and nobody looked at this one."""
    shown = {"name": row.name, "url": url_for("files.attachment", attachment_id=row.id)}
    if settings().clamd and row.content.scanned_at is None:
        shown["note"] = _("chưa quét vi-rút")
    return shown


def _report_notes(report: Report) -> list[str]:
    parts = [_source_told(report)] if report.told_via else []
    if report.cause is not Cause.NONE:
        parts.append(_("Vướng mắc: %(what)s", what=_obstacle(report)))
    if report.next_step:
        parts.append(_("Việc tiếp theo: %(what)s", what=report.next_step))
    if report.forecast_on:
        parts.append(_("Dự kiến xong %(day)s", day=day_text(report.forecast_on)))
    if report.document_number:
        parts.append(_document(report))
    return parts


def _source_told(report: Report) -> str:
    """Of what the Office wrote down for a unit: how it came, from whom, when."""
    said = [str(labels.of(report.told_via))]
    if report.told_by:
        said.append(_("%(name)s báo", name=report.told_by))
    if report.told_on:
        said.append(_("ngày %(day)s", day=day_text(report.told_on)))
    return ", ".join(said)


def _obstacle(report: Report) -> str:
    cause = str(labels.of(report.cause))
    said = report.obstacle_text.rstrip(" .")
    return f"{said} ({_lower_first(cause)})" if said else _lower_first(cause)


def _document(report: Report) -> str:
    if report.document_on is None:
        return _("Văn bản %(number)s", number=report.document_number)
    return _(
        "Văn bản %(number)s ngày %(day)s", number=report.document_number, day=day_text(report.document_on)
    )


def _who(line: Line) -> str:
    """The person and the post they acted under; how it came, where that was not the page."""
    channel = "" if line.channel in (Channel.WEB, Channel.DEMO) else labels.way(line.channel, line.details)
    name = ", ".join(part for part in (line.actor_name, line.post_title) if part)
    if line.on_behalf_of:
        name = _("%(name)s thay mặt %(other)s", name=name, other=line.on_behalf_of)
    return " · ".join(part for part in (name, channel) if part)


def _when(instant: datetime, seen: Lens) -> tuple[str, str]:
    return short_moment(instant, seen), instant.astimezone(seen.zone).isoformat(timespec="minutes")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
