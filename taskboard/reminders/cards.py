"""One task as the pages behind a mail's link show it: its state in words, its date, its source."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.deadline import DueClass, DueState
from taskboard.domain.lifecycle import REMINDED, State
from taskboard.tasks.models import Task
from taskboard.tasks.queries import Reading
from taskboard.tasks.reading import state_of_deadline
from taskboard.web.language import counted as _n
from taskboard.web.wording import weekday_text
from taskboard.wording import day_text


@dataclass(frozen=True, slots=True)
class Card:
    task: Task
    state: str
    """A key of the state components."""
    state_text: str | None
    when: str
    source: str

    @property
    def is_owed(self) -> bool:
        """Whether the unit still owes a word."""
        return self.task.state in REMINDED


def card_of(task: Task, reading: Reading, zone: ZoneInfo, calendar: WorkingCalendar) -> Card:
    due = state_of_deadline(task, reading, zone, calendar)
    state, text = _state(task, due)
    return Card(task, state, text, _when(task, due, reading), _source(task, reading))


def _state(task: Task, due: DueState) -> tuple[str, str | None]:
    if task.state not in REMINDED:
        return (task.state.value, None)
    if due.kind is DueClass.OVERDUE:
        return ("overdue", _n("Quá hạn %(days)s ngày", days=due.days_late))
    if due.kind is DueClass.DUE_SOON:
        return ("due_soon", _days_left(due))
    if task.state is State.NEW:
        return ("new", None)
    return (due.kind.value, _days_left(due) if due.kind is DueClass.IN_TIME else None)


def _days_left(due: DueState) -> str:
    left, working = due.days_left or 0, due.working_days_left or 0
    if left == 0:
        return _("Đến hạn hôm nay")
    if 0 < working < left:
        return _n("Còn %(days)s ngày làm việc", days=working)
    return _n("Còn %(days)s ngày", days=left)


def _when(task: Task, due: DueState, reading: Reading) -> str:
    if task.due_on is None:
        return task.due_basis or ""
    year = reading.today.year
    day = day_text(task.due_on, current_year=year)
    weekday = weekday_text(task.due_on)
    said = (
        _("hạn %(day)s", day=day)
        if due.kind is DueClass.OVERDUE
        else _("hạn %(weekday)s %(day)s", weekday=weekday, day=day)
    )
    if task.original_due_on not in (None, task.due_on):
        said += ", " + _("hạn ban đầu %(day)s", day=day_text(task.original_due_on, current_year=year))
    return said


def _source(task: Task, reading: Reading) -> str:
    directive = task.directive
    if directive.briefing is not None:
        return directive.briefing.title
    said = directive.source_number or directive.source_body
    dated = day_text(directive.source_on, current_year=reading.today.year) if directive.source_on else ""
    return " ".join(part for part in (said, dated) if part)
