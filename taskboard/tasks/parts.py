"""What the page of a task shows beside the lead's obligation: partners and their words, the officer, sub-tasks."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from taskboard.briefings.models import UnitRole
from taskboard.domain.authority import Actor, Permission, Subject, may, sees_all_tasks
from taskboard.domain.events import Event
from taskboard.journal.queries import Line
from taskboard.tasks import queries
from taskboard.tasks.models import Assignment, PartState, Report, Task
from taskboard.tasks.queries import Around, Share
from taskboard.tasks.showing import Lens, short_day
from taskboard.units.models import Unit
from taskboard.web import labels

INSIDE = frozenset({Event.SUB_TASK_ADDED.value, Event.SUB_TASK_CHANGED.value})
"""Entries that only the unit itself and those above it read."""


@dataclass(frozen=True, slots=True)
class Part:
    """One partner: how far it is, in words, and what this person may do about it."""

    unit: Unit
    state: PartState
    words: str
    tone: str
    is_owed: bool
    last: Report | None
    may_report: bool
    is_on_behalf: bool
    may_urge: bool
    goes_with_lead: bool
    """Still asked, and due the very day the lead is: another day of the lead's is its day too."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything `tasks/_parts.html` and `tasks/_sub_tasks.html` read."""

    parts: list[Part]
    informed: list[str]
    answered: int
    may_edit: bool
    officers: list[tuple[int, str]]
    """Whom this person may name; empty for whoever may not."""
    needs_officer: bool
    sub_tasks: list[Share] | None
    """None for those they are no affair of."""
    may_plan: bool

    @property
    def along(self) -> list[str]:
        """Partners whose date goes with the lead's."""
        return [part.unit.name for part in self.parts if part.goes_with_lead]

    @property
    def sub_done(self) -> int:
        return sum(row.done_on is not None for row in self.sub_tasks or ())


def around(task: Task, who: Actor, subject: Subject, seen: Lens) -> Around:
    """What stands beside the task, as far as this person is shown it."""
    return queries.around(
        task,
        who,
        seen.today,
        with_shares=sees_inside(who, subject),
        with_colleagues=_may_name(task, who, subject),
    )


def _may_name(task: Task, who: Actor, subject: Subject) -> bool:
    return task.is_open and may(who, Permission.NAME_OFFICER, subject) is not None


def beside(task: Task, who: Actor, subject: Subject, seen: Lens, around: Around) -> Beside:
    live = [row for row in task.assignments if row.ended_at is None]
    partners = [row for row in live if row.role is UnitRole.PARTNER]
    said = queries.last_words(task)
    return Beside(
        parts=[_part(row, task, who, subject, said.get(row.unit_id), seen) for row in partners],
        informed=[row.unit.name for row in live if row.role is UnitRole.INFORMED],
        answered=sum(row.part is PartState.REPORTED for row in partners),
        may_edit=task.is_open and may(who, Permission.EDIT_TASK, subject) is not None,
        officers=around.colleagues,
        needs_officer=_may_name(task, who, subject) and task.officer_id is None,
        sub_tasks=around.shares if sees_inside(who, subject) else None,
        may_plan=task.is_open and may(who, Permission.PLAN_SUB_TASKS, subject) is not None,
    )


def sees_inside(who: Actor, subject: Subject) -> bool:
    """The unit's own people, the Office and the leaders; a partner is not shown how the lead divides its work."""
    return subject.lead_unit_id in who.unit_ids or sees_all_tasks(who)


def told(lines: list[Line], who: Actor, subject: Subject) -> list[Line]:
    """The history without what happens inside a unit, for those outside it."""
    return lines if sees_inside(who, subject) else [line for line in lines if line.event not in INSIDE]


def _part(row: Assignment, task: Task, who: Actor, subject: Subject, last: Report | None, seen: Lens) -> Part:
    is_owed = task.is_open and row.part is PartState.OPEN
    takes_words = task.is_open and row.part is not PartState.CLOSED
    own = may(who, Permission.REPORT_PART, subject_of_part(subject, row.unit_id)) is not None
    office = not own and may(who, Permission.REPORT_ON_BEHALF, subject) is not None
    words, tone = _state_words(row, seen, is_owed)
    return Part(
        unit=row.unit,
        state=row.part,
        words=words,
        tone=tone,
        is_owed=is_owed,
        last=last,
        may_report=takes_words and (own or office),
        is_on_behalf=office,
        may_urge=is_owed and not own and may(who, Permission.URGE_PARTNER, subject) is not None,
        goes_with_lead=is_owed and row.due_on is not None and row.due_on == task.due_on,
    )


def subject_of_part(subject: Subject, unit_id: int) -> Subject:
    """The task as only this partner's affair: who works in another partner may not speak for this one."""
    return Subject(
        lead_unit_id=subject.lead_unit_id,
        unit_ids=subject.unit_ids,
        partner_unit_ids=subject.partner_unit_ids & {unit_id},
        leader_id=subject.leader_id,
        field=subject.field,
    )


def _state_words(row: Assignment, seen: Lens, is_owed: bool) -> tuple[str, str]:
    if row.part_settled_at is not None:
        day = short_day(seen.day_of(row.part_settled_at), seen)
        tone = "done" if row.part is PartState.REPORTED else ""
        return _("%(state)s ngày %(day)s", state=labels.of(row.part), day=day), tone
    if row.due_on is None or not is_owed:
        return str(labels.of(row.part)), ""
    if row.due_on < seen.today:
        late = (seen.today - row.due_on).days
        return _("Chưa có ý kiến, quá hạn phối hợp %(days)s ngày", days=late), "over"
    return _("Chưa có ý kiến, hạn phối hợp %(day)s", day=short_day(row.due_on, seen)), ""
