"""What every list and page says of a task, in the terms of the components: chip, source, dates, timeline.

Views and templates only. One home, so that no two screens say a task's state differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard.briefings.models import Directive, SourceKind
from taskboard.domain.authority import Role
from taskboard.domain.calendar import WorkingCalendar, local_date
from taskboard.domain.deadline import DueClass, DueState, days_late
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import REMINDED, State
from taskboard.files.models import Attachment
from taskboard.journal.queries import Line
from taskboard.settings import queries as settings
from taskboard.tasks.models import Cause, ExtensionState, Report, Task
from taskboard.tasks.queries import Reading
from taskboard.tasks.reading import reading_at, state_of_deadline
from taskboard.web import context, labels
from taskboard.wording import day_text, quarter_text

# ------------------------------------------------------------------------------------------------------- the moment


@dataclass(frozen=True, slots=True)
class Lens:
    """What a page looks at tasks through: one frozen reading, the city's zone and its working days."""

    reading: Reading
    zone: ZoneInfo
    calendar: WorkingCalendar

    @property
    def today(self) -> date:
        return self.reading.today

    def day_of(self, instant: datetime) -> date:
        return local_date(instant, self.zone)

    def deadline_of(self, task: Task) -> DueState:
        return state_of_deadline(task, self.reading, self.zone, self.calendar)


def lens() -> Lens:
    """The request's own: two queries, once a page."""
    zone, calendar = context.settings().zone, settings.calendar()
    return Lens(reading_at(context.now(), zone, calendar), zone, calendar)


# ------------------------------------------------------------------------------------------------------------- state


@dataclass(frozen=True, slots=True)
class Chip:
    """The one chip of a task: a key of components/states.html and, where there is a number, the words."""

    state: str
    text: str | None = None


_LEFT = frozenset({State.PAUSED, State.RETURNED, State.WITHDRAWN, State.NOT_PURSUED, State.WAITING})


def chip(task: Task, seen: Lens) -> Chip:
    """Lateness first, then what waits, then what is new: the most pressing thing true of the task."""
    if task.state is State.COMPLETED:
        return _done_chip(task, seen)
    if task.state in _LEFT:
        return Chip(task.state.value)
    due = seen.deadline_of(task)
    if due.kind is DueClass.OVERDUE:
        return Chip("overdue", _("Quá hạn %(days)s ngày", days=due.days_late))
    if due.kind is DueClass.DUE_SOON:
        return Chip("due_soon", _left(due))
    if task.state is State.NEW:
        return Chip("new")
    return Chip("in_time", _left(due)) if due.kind is DueClass.IN_TIME else _undated_chip(task, seen)


def _left(due: DueState) -> str:
    return _("Còn %(days)s ngày", days=due.days_left) if due.days_left else _("Hạn hôm nay")


def _done_chip(task: Task, seen: Lens) -> Chip:
    """By the current date, as on the board; the official rates print both bases (decision 6)."""
    if task.overdue_from is None or task.completed_on is None:
        return Chip("completed")
    is_late = days_late(task.completed_on, task.overdue_from, seen.zone) > 0
    return Chip("done_late" if is_late else "done_on_time")


def _undated_chip(task: Task, seen: Lens) -> Chip:
    silent = silent_days(task, seen)
    if silent is None:
        return Chip("no_deadline")
    return Chip("silent", _("%(days)s ngày chưa cập nhật", days=silent))


def silent_days(task: Task, seen: Lens) -> int | None:
    """Days since the unit last said anything, once that is longer than the city allows; None before."""
    if task.state not in REMINDED:
        return None
    last = task.last_report_at or task.received_at
    last_day = seen.day_of(last) if last else task.assigned_on
    days = (seen.today - last_day).days
    return days if last_day <= seen.day_of(seen.reading.silent_since) else None


# ----------------------------------------------------------------------------------------------------------- wording


def source_text(directive: Directive) -> str:
    """Where the words were said, in a few of our own: "Giao ban quý I/2021, mục 3"."""
    if directive.source_kind is SourceKind.CONCLUSION and directive.briefing and directive.conclusion:
        quarter = quarter_text(directive.briefing.quarter, directive.briefing.year)
        return _("Giao ban %(quarter)s, mục %(number)s", quarter=quarter, number=directive.conclusion.number)
    if directive.source_kind is SourceKind.DIRECT_ORDER:
        return _("Giao trực tiếp ngày %(day)s", day=day_text(directive.source_on or directive.assigned_on))
    if directive.source_kind is SourceKind.SUPERIOR:
        return " ".join(part for part in (directive.source_body, directive.source_number) if part)
    return _("Văn bản %(number)s", number=directive.source_number)


def source_rest(directive: Directive) -> str:
    """What stands behind the source: the notice of a briefing, the day of a letter."""
    briefing = directive.briefing
    if directive.source_kind is SourceKind.CONCLUSION and briefing:
        if not briefing.notice_number:
            return _("họp ngày %(day)s", day=day_text(briefing.held_on))
        return _(
            "Thông báo %(number)s ngày %(day)s",
            number=briefing.notice_number,
            day=day_text(briefing.notice_on),
        )
    if directive.source_kind is SourceKind.DIRECT_ORDER or directive.source_on is None:
        return ""
    return _("ngày %(day)s", day=day_text(directive.source_on))


def speaker(task: Task) -> str:
    """Who spoke the words, under the title they held then."""
    leader = task.leader
    if leader is None:
        return ""
    posts = leader.posts_on(task.assigned_on) or leader.posts
    title = posts[0].title if posts else ""
    return (
        _("Đồng chí %(name)s, %(title)s", name=leader.full_name, title=title) if title else leader.full_name
    )


_SPEAKERS = {Role.CHAIR: _l("Chủ tịch chỉ đạo"), Role.VICE_CHAIR: _l("Phó Chủ tịch chỉ đạo")}


def spoken(task: Task) -> Any:
    """The heading above the words."""
    posts = task.leader.posts_on(task.assigned_on) if task.leader else []
    return next((_SPEAKERS[post.role] for post in posts if post.role in _SPEAKERS), _("Nội dung chỉ đạo"))


def sent_back_reason(task: Task) -> str:
    """What the Office still wants; said until the unit reports again."""
    last = task.reports[-1] if task.reports else None
    return last.send_back_reason if last is not None and task.state is State.IN_PROGRESS else ""


def marks(task: Task) -> list[str]:
    """How often the usual course was left."""
    counted = (
        (task.extension_count, _("Gia hạn %(times)s lần", times=task.extension_count)),
        (task.send_back_count, _("Gửi lại %(times)s lần", times=task.send_back_count)),
        (task.reopen_count, _("Mở lại %(times)s lần", times=task.reopen_count)),
    )
    return [words for times, words in counted if times]


def short_day(day: date, seen: Lens) -> str:
    """The year drops inside the current one."""
    return day_text(day, current_year=seen.today.year)


def short_moment(instant: datetime, seen: Lens) -> str:
    local = instant.astimezone(seen.zone)
    return f"{short_day(local.date(), seen)}, {local:%H:%M}"


# ------------------------------------------------------------------------------------------------------------ dates


@dataclass(frozen=True, slots=True)
class Dated:
    """One of the three dates, as components/dates.html takes it."""

    text: str
    note: str = ""
    is_past: bool = False


def original_date(task: Task) -> Dated | None:
    if task.original_due_on is None:
        return None
    return Dated(day_text(task.original_due_on), _("tính tỷ lệ đúng hạn"))


def current_date(task: Task, seen: Lens) -> Dated | None:
    if task.due_on is None:
        return None
    is_past = task.is_open and seen.deadline_of(task).kind is DueClass.OVERDUE
    return Dated(day_text(task.due_on), _extension_note(task, seen), is_past)


def _extension_note(task: Task, seen: Lens) -> str:
    granted = [row for row in task.extensions if row.state is ExtensionState.GRANTED and row.decided_at]
    if not granted:
        return ""
    decided = granted[-1].decided_at
    assert decided is not None
    return _(
        "gia hạn ngày %(day)s, lần %(times)s", day=short_day(seen.day_of(decided), seen), times=len(granted)
    )


def forecast_date(task: Task, seen: Lens) -> Dated | None:
    """When the unit itself expects to be done, as last said."""
    said = next((report for report in reversed(task.reports) if report.forecast_on), None)
    if said is None or said.forecast_on is None:
        return None
    note = _("báo cáo ngày %(day)s", day=short_day(seen.day_of(said.reported_at), seen))
    return Dated(day_text(said.forecast_on), note)


def result_date(task: Task, seen: Lens) -> Dated | None:
    """In place of the forecast once the unit says it is done."""
    if task.completed_on and task.confirmed_at:
        confirmed = short_day(seen.day_of(task.confirmed_at), seen)
        return Dated(day_text(task.completed_on), _("xác nhận ngày %(day)s", day=confirmed))
    return Dated(day_text(task.claimed_on), _("chờ Văn phòng xác nhận")) if task.claimed_on else None


# ------------------------------------------------------------------------------------------------------------- track


@dataclass(slots=True)
class Point:
    """A mark on the line under the dates."""

    at: float
    label: str
    is_over: bool = False
    is_strong: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    points: list[Point]
    run_to: float
    late: tuple[float, float] | None
    title: str


_ROOM = 19.0
"""Per cent of the line that a label needs."""


def track(task: Task, seen: Lens) -> Track | None:
    """From assignment to the last date in play; None where no date gives the line a meaning."""
    if task.due_on is None or task.original_due_on is None:
        return None
    days = _track_days(task, seen)
    first, last = min(days), max(max(days), seen.today)
    span = max(1, (last - first).days)

    def place(day: date) -> float:
        return round(1 + 98 * (day - first).days / span, 1)

    points = [Point(place(day), f"{label} {short_day(day, seen)}") for day, label in sorted(days.items())]
    is_over = task.is_open and seen.deadline_of(task).kind is DueClass.OVERDUE
    due = next(point for point in points if point.at == place(task.due_on))
    due.is_over, due.is_strong = is_over, True
    run_to = place(task.completed_on or seen.today if task.is_open or task.completed_on else task.due_on)
    _seat(points)
    late = (place(task.due_on), run_to) if is_over else None
    return Track(points, run_to, late, ", ".join(point.label for point in points))


def _track_days(task: Task, seen: Lens) -> dict[date, str]:
    """Days with their words; what falls on one day is said together."""
    said: list[tuple[date | None, str]] = [(task.assigned_on, _("Giao"))]
    if task.original_due_on != task.due_on:
        said.append((task.original_due_on, _("Hạn ban đầu")))
    said.append((task.due_on, _("Hạn")))
    if task.is_open:
        said.append((seen.today, _("Hôm nay")))
        said.append((_forecast_day(task), _("Dự kiến")))
    said.append((task.completed_on or task.claimed_on, _("Hoàn thành")))
    days: dict[date, str] = {}
    for day, words in said:
        if day is not None:
            days[day] = f"{days[day]}, {words[:1].lower()}{words[1:]}" if day in days else words
    return days


def _forecast_day(task: Task) -> date | None:
    return next((report.forecast_on for report in reversed(task.reports) if report.forecast_on), None)


def _seat(points: Sequence[Point]) -> None:
    """Labels below the line, above it where they would touch; one that finds room nowhere is left to the dates."""
    ends = {False: -_ROOM, True: -_ROOM}
    for point in sorted(points, key=lambda one: (not one.is_strong, one.at)):
        point.above = False
    for point in points:
        free = next((row for row in (False, True) if point.at - ends[row] >= _ROOM), None)
        if free is None:
            point.label = ""
            continue
        point.above = free
        ends[free] = point.at


# ---------------------------------------------------------------------------------------------------------- timeline


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
    Event.TASK_URGED: ("megaphone", ""),
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


@dataclass(frozen=True, slots=True)
class History:
    """What the timeline is told from."""

    lines: Sequence[Line]
    reports: Mapping[int, Report]
    files: Mapping[int, Sequence[Attachment]]


def timeline(task: Task, history: History, seen: Lens) -> list[Happened]:
    """Newest first; that a deadline passed is no entry of the journal, so it is put where it belongs."""
    told = [(line.at, _told(line, history, seen)) for line in history.lines]
    if task.overdue_from and task.is_open and seen.deadline_of(task).kind is DueClass.OVERDUE:
        passed = Happened(_("Quá hạn"), *_when(task.overdue_from, seen), "exclamation-octagon-fill", "over")
        told.append((task.overdue_from, passed))
        told.sort(key=lambda pair: pair[0], reverse=True)
    return [happened for _at, happened in told]


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
    if event is Event.EXTENSION_ASKED:
        details = {**line.details, "reason": ""}
        title = labels.event_sentence(line.event, details).rstrip(" :")
        return Happened(title, when, at, icon, tone, line.details.get("reason", ""), [_who(line)])
    notes = [note for note in (line.details.get("note", ""), _who(line)) if note]
    return Happened(labels.event_sentence(line.event, line.details), when, at, icon, tone, "", notes)


def _told_report(line: Line, report: Report, files: Sequence[Attachment], seen: Lens) -> Happened:
    icon, tone = _SIGNS[Event(line.event)]
    title = f"{report.unit.name}: {_lower_first(labels.event_sentence(line.event, line.details))}"
    notes = [*_report_notes(report), _who(line)]
    found = [{"name": row.name, "url": url_for("files.attachment", attachment_id=row.id)} for row in files]
    return Happened(title, *_when(line.at, seen), icon, tone, report.done_text, notes, found)


def _report_notes(report: Report) -> list[str]:
    parts = []
    if report.cause is not Cause.NONE:
        parts.append(_("Vướng mắc: %(what)s", what=_obstacle(report)))
    if report.next_step:
        parts.append(_("Việc tiếp theo: %(what)s", what=report.next_step))
    if report.forecast_on:
        parts.append(_("Dự kiến xong %(day)s", day=day_text(report.forecast_on)))
    if report.document_number:
        parts.append(_document(report))
    return parts


def _obstacle(report: Report) -> str:
    cause = str(labels.of(report.cause))
    return f"{_lower_first(cause)}. {report.obstacle_text}" if report.obstacle_text else _lower_first(cause)


def _document(report: Report) -> str:
    if report.document_on is None:
        return _("Văn bản %(number)s", number=report.document_number)
    return _(
        "Văn bản %(number)s ngày %(day)s", number=report.document_number, day=day_text(report.document_on)
    )


def _who(line: Line) -> str:
    """The person and the post they acted under; how it came, where that was not the page."""
    channel = "" if line.channel in (Channel.WEB, Channel.DEMO) else str(labels.of(line.channel))
    name = ", ".join(part for part in (line.actor_name, line.post_title) if part)
    return " · ".join(part for part in (name, channel) if part)


def _when(instant: datetime, seen: Lens) -> tuple[str, str]:
    return short_moment(instant, seen), instant.astimezone(seen.zone).isoformat(timespec="minutes")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
