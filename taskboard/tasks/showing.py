"""What every list and page says of a task, in the terms of the components: chip, source, speaker, dates.

Views and templates only. One home, so that no two screens say a task's state differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard.briefings.models import Directive, SourceKind
from taskboard.domain import silence
from taskboard.domain.authority import Actor, Role
from taskboard.domain.calendar import WorkingCalendar, local_date
from taskboard.domain.deadline import DueClass, DueState, days_late, days_told_late
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import State
from taskboard.settings import queries as settings
from taskboard.tasks.models import ExtensionState, Report, Task
from taskboard.tasks.queries import Reading
from taskboard.tasks.reading import reading_at, state_of_deadline
from taskboard.web import context
from taskboard.web.language import counted as _n
from taskboard.web.wording import period_text, quarter_text
from taskboard.wording import day_text

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


_LEFT = frozenset({State.RETURNED, State.WITHDRAWN, State.NOT_PURSUED, State.WAITING})


def chip(task: Task, seen: Lens) -> Chip:
    """Lateness first, then what waits, then what is new: the most pressing thing true of the task."""
    if task.state is State.COMPLETED:
        return _done_chip(task, seen)
    if task.state in _LEFT:
        return Chip(task.state.value)
    due = seen.deadline_of(task)
    if task.state is State.PAUSED:
        return Chip("paused", _paused_late(due))
    if due.kind is DueClass.OVERDUE:
        return Chip("overdue", _n("Quá hạn %(days)s ngày", days=due.days_late))
    if due.kind is DueClass.DUE_SOON:
        return Chip("due_soon", _left(due))
    if task.state is State.NEW:
        return Chip("new")
    return Chip("in_time", _left(due)) if due.kind is DueClass.IN_TIME else _undated_chip(task, seen)


def _paused_late(due: DueState) -> str | None:
    """A pause stops the reminders, not the deadline: what is late meanwhile is late, and counted so (decision 4)."""
    if due.kind is not DueClass.OVERDUE:
        return None
    return _n("Tạm dừng, quá hạn %(days)s ngày", days=due.days_late)


def _left(due: DueState) -> str:
    return _n("Còn %(days)s ngày", days=due.days_left) if due.days_left else _("Hạn hôm nay")


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
    return Chip("silent", _n("%(days)s ngày chưa cập nhật", days=silent))


def silent_days(task: Task, seen: Lens) -> int | None:
    """Days since the unit last said anything, once that is longer than the city allows; None before."""
    if task.state not in silence.AWAITED:
        return None
    last = task.last_report_at
    days = silence.silent_days(seen.day_of(last) if last else None, task.assigned_on, seen.today)
    return days if silence.is_silent(days, seen.reading.silence_days) else None


# ----------------------------------------------------------------------------------------------------------- wording


def source_text(directive: Directive) -> str:
    """Where the words were said, in a few of our own: "Giao ban quý I/2021, mục 3"."""
    if directive.source_kind is SourceKind.CONCLUSION and directive.briefing and directive.number:
        quarter = quarter_text(directive.briefing.quarter, directive.briefing.year)
        return _("Giao ban %(quarter)s, mục %(number)s", quarter=quarter, number=directive.number)
    if directive.source_kind is SourceKind.DIRECT_ORDER:
        return _("Giao trực tiếp ngày %(day)s", day=day_text(directive.source_on or directive.assigned_on))
    if directive.source_kind is SourceKind.SUPERIOR:
        return " ".join(part for part in (directive.source_body, directive.source_number) if part)
    return _("Văn bản %(number)s", number=directive.source_number)


def source_of(task: Task) -> str:
    """The source, and of a duty which report is owed: "Giao ban quý I/2021, mục 12, tuần 24/2021"."""
    said = source_text(task.directive)
    return f"{said}, {period_text(task.period_key)}" if task.period_key else said


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
    posts = leader.posts_on(task.assigned_on) or leader.ever_held
    title = posts[0].signed_title if posts else ""
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
    last = task.lead_reports[-1] if task.lead_reports else None
    return last.send_back_reason if last is not None and task.state is State.IN_PROGRESS else ""


def marks(task: Task) -> list[str]:
    """How often the usual course was left."""
    counted = (
        (task.extension_count, _n("Gia hạn %(times)s lần", times=task.extension_count)),
        (task.send_back_count, _n("Gửi lại %(times)s lần", times=task.send_back_count)),
        (task.reopen_count, _n("Mở lại %(times)s lần", times=task.reopen_count)),
    )
    return [words for times, words in counted if times]


def told_late(task: Task, seen: Lens) -> str:
    """Said to whoever decides on a claim: it names a day in time, and was made when that time was over."""
    if task.state is not State.WAITING or task.claimed_on is None or task.last_report_at is None:
        return ""
    told_on = seen.day_of(task.last_report_at)
    days = days_told_late(task.claimed_on, told_on, task.overdue_from, seen.zone)
    if not days:
        return ""
    day = short_day(task.claimed_on, seen)
    return _n("nhận hoàn thành ngày %(day)s, báo cáo sau thời hạn %(days)s ngày", days=days, day=day)


def entered_by(task: Task, who: Actor) -> str:
    """Said to a person of the Office who wrote the unit's report and is about to confirm it."""
    last = task.lead_reports[-1] if task.lead_reports else None
    is_own = last is not None and last.channel is Channel.ON_PAPER and last.person_id == who.person_id
    return _("Báo cáo này do chính ông/bà nhập thay đơn vị; diễn biến sẽ ghi rõ điều đó.") if is_own else ""


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
    said = _forecast(task)
    if said is None or said.forecast_on is None:
        return None
    note = _("báo cáo ngày %(day)s", day=short_day(seen.day_of(said.reported_at), seen))
    return Dated(day_text(said.forecast_on), note)


def forecast_day(task: Task) -> date | None:
    said = _forecast(task)
    return said.forecast_on if said else None


def _forecast(task: Task) -> Report | None:
    """Said by the unit that leads it now: what another expected before the lead passed on binds nobody."""
    own = (report for report in reversed(task.lead_reports) if report.unit_id == task.unit_id)
    return next((report for report in own if report.forecast_on), None)


def result_date(task: Task, seen: Lens) -> Dated | None:
    """In place of the forecast once the unit says it is done."""
    if task.completed_on and task.confirmed_at:
        confirmed = short_day(seen.day_of(task.confirmed_at), seen)
        return Dated(day_text(task.completed_on), _("xác nhận ngày %(day)s", day=confirmed))
    if task.claimed_on is None:
        return None
    if task.confirm_by is None:
        return Dated(day_text(task.claimed_on), _("chờ Văn phòng xác nhận"))
    by = short_day(task.confirm_by, seen)
    is_late = task.confirm_by < seen.today
    note = (
        _("chờ xác nhận, quá hạn %(day)s", day=by) if is_late else _("chờ xác nhận trước hết %(day)s", day=by)
    )
    return Dated(day_text(task.claimed_on), note)
