"""Reading briefings, their texts, drafts and directives."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.accounts.models import Person
from taskboard.briefings.models import (
    Briefing,
    BriefingState,
    Conclusion,
    ConclusionText,
    Directive,
    Draft,
    DraftDue,
    DraftKind,
    DraftState,
    FanOutRule,
)
from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.domain.calendar import WorkingCalendar, local_date
from taskboard.domain.deadline import duty_periods
from taskboard.domain.drafting import LearnedPair
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.domain.review import Lead, Missing, missing
from taskboard.domain.text import to_nfc
from taskboard.journal.models import JournalEntry
from taskboard.reports.models import CarriedTask
from taskboard.settings import queries as settings
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.units.models import Unit, UnitGroup, WorkField


def briefings() -> list[Briefing]:
    """All briefings, the latest first."""
    return list(db.session.scalars(sa.select(Briefing).order_by(Briefing.held_on.desc(), Briefing.id.desc())))


def briefing_by_code(code: str) -> Briefing | None:
    return db.session.scalar(sa.select(Briefing).where(Briefing.code == code))


def latest_briefing() -> Briefing | None:
    return db.session.scalar(
        sa.select(Briefing).order_by(Briefing.held_on.desc(), Briefing.id.desc()).limit(1)
    )


def briefings_on(day: date) -> list[Briefing]:
    return list(db.session.scalars(sa.select(Briefing).where(Briefing.held_on == day)))


def last_issued_before(day: date) -> Briefing | None:
    return db.session.scalar(
        sa.select(Briefing)
        .where(Briefing.held_on < day, Briefing.state.in_([BriefingState.ISSUED, BriefingState.CLOSED]))
        .order_by(Briefing.held_on.desc())
        .limit(1)
    )


def group_by_id(group_id: int | None) -> UnitGroup | None:
    return db.session.get(UnitGroup, group_id) if group_id else None


def conclusion_text(briefing: Briefing) -> ConclusionText | None:
    """The newest text of a briefing with its drafts."""
    return db.session.scalar(
        sa.select(ConclusionText)
        .where(ConclusionText.briefing_id == briefing.id)
        .options(selectinload(ConclusionText.drafts).selectinload(Draft.units))
        .order_by(ConclusionText.id.desc())
        .limit(1)
    )


def draft_of(text: ConclusionText, draft_id: int) -> Draft | None:
    return next((row for row in text.drafts if row.id == draft_id), None)


def first_open(text: ConclusionText, *, after: Draft | None = None) -> Draft | None:
    """The next draft to decide: behind `after` if there is one, else from the top."""
    left = sorted((row for row in text.drafts if row.state is DraftState.OPEN), key=lambda row: row.start)
    behind = [row for row in left if after is not None and row.start > after.start]
    return next(iter(behind or left), None)


def passages_left(text: ConclusionText) -> int:
    """Sentences in which no order was found and which nobody has marked yet."""
    return sum(row.kind is DraftKind.PASSAGE and row.state is DraftState.OPEN for row in text.drafts)


def place_of(text: ConclusionText, words: str) -> tuple[int, int]:
    """Where words stand in the text, blanks counted loosely. Raises RuleBroken('words_not_found')."""
    parts = to_nfc(words).split()
    found = re.search(r"\s+".join(map(re.escape, parts)), text.text) if parts else None
    if found is None:
        raise RuleBroken("words_not_found")
    return found.span()


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who saved a draft last, and when."""

    full_name: str
    at: datetime


def last_change_of(draft: Draft) -> LastChange | None:
    """Read from the journal of its briefing; None for a draft nobody has touched."""
    statement = (
        sa.select(JournalEntry.details, JournalEntry.at, Person.full_name)
        .join(Person, Person.id == JournalEntry.actor_id)
        .where(
            JournalEntry.subject_kind == "briefing",
            JournalEntry.subject_id == draft.text_row.briefing_id,
            JournalEntry.event == Event.DRAFT_CHANGED,
        )
        .order_by(JournalEntry.id.desc())
        .limit(200)
    )
    for details, at, full_name in db.session.execute(statement):
        if json.loads(details).get("draft") == draft.id:
            return LastChange(full_name, at)
    return None


def missing_of(draft: Draft) -> tuple[Missing, ...]:
    return missing(
        is_passage=draft.kind is DraftKind.PASSAGE,
        leads=[Lead(is_resolved=row.is_resolved, is_group=row.group_id is not None) for row in draft.leads],
        is_due_decided=draft.due is not DraftDue.UNDECIDED,
        fans_out=draft.fans_out,
    )


@dataclass(frozen=True, slots=True)
class ReviewCount:
    """What the counter on top of the review says."""

    total: int
    accepted: int
    dropped: int
    left: int
    blocked: int
    """Left and lacking a unit or a date."""

    @property
    def is_finished(self) -> bool:
        return self.left == 0 and self.accepted > 0


def review_count(text: ConclusionText) -> ReviewCount:
    states = Counter(row.state for row in text.drafts)
    blocked = sum(
        1
        for row in text.drafts
        if row.state is DraftState.OPEN and row.kind is not DraftKind.PASSAGE and missing_of(row)
    )
    return ReviewCount(
        len(text.drafts),
        states[DraftState.ACCEPTED],
        states[DraftState.DROPPED],
        states[DraftState.OPEN],
        blocked,
    )


def learned_pairs(limit: int = 400) -> list[LearnedPair]:
    """What this city confirmed before: the words of issued directives and the unit that leads them."""
    statement = (
        sa.select(Directive.wording, Task.unit_id, sa.func.count(Task.id))
        .join(Task, Task.directive_id == Directive.id)
        .where(Task.state != State.RETURNED, Task.duty_id.is_(None))
        .group_by(Directive.id, Directive.wording, Task.unit_id)
        .order_by(Directive.id.desc())
        .limit(limit)
    )
    return [
        LearnedPair(words, str(unit_id), count) for words, unit_id, count in db.session.execute(statement)
    ]


def conclusions_of(text: ConclusionText) -> list[Conclusion]:
    return list(
        db.session.scalars(
            sa.select(Conclusion).where(Conclusion.text_id == text.id).order_by(Conclusion.number)
        )
    )


@dataclass(frozen=True, slots=True)
class DirectiveProgress:
    """A directive with x of y tasks done (rule 2)."""

    directive: Directive
    title: str
    done: int
    late: int
    """Unfinished and past the current deadline."""
    total: int
    units: int
    unit_id: int | None
    """The unit, where one alone owes it."""

    @property
    def is_done(self) -> bool:
        """By the directive's own rule: all, any, or so many of its tasks (decision 1)."""
        needed = {FanOutRule.ALL: self.total, FanOutRule.ANY: 1}.get(
            self.directive.rule, self.directive.rule_count or 1
        )
        return self.total > 0 and self.done >= needed


_DONE = sa.func.coalesce(sa.func.sum(sa.case((Task.state == State.COMPLETED, 1), else_=0)), 0)
_CLOSED = [State.WITHDRAWN, State.RETURNED, State.NOT_PURSUED]


def _late(now: datetime) -> sa.ColumnElement[int]:
    owed = Task.state.in_([State.NEW, State.RECEIVED, State.IN_PROGRESS, State.PAUSED])
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(owed, Task.overdue_from <= now), 1), else_=0)), 0)


def directives_of(briefing: Briefing, *, now: datetime) -> list[DirectiveProgress]:
    """Directives of a briefing in the order of the text, each with how many of its tasks are done and late.

    What was withdrawn, returned or not pursued leaves the count (decision 4).
    """
    return _progress(Directive.briefing_id == briefing.id, now)


def _progress(which: sa.ColumnElement[bool], now: datetime) -> list[DirectiveProgress]:
    units_count = sa.func.count(sa.distinct(Task.unit_id))
    single = sa.case((units_count == 1, sa.func.min(Task.unit_id)))
    statement = (
        sa.select(
            Directive, sa.func.min(Task.title), _DONE, _late(now), sa.func.count(Task.id), units_count, single
        )
        .outerjoin(Task, sa.and_(Task.directive_id == Directive.id, Task.state.not_in(_CLOSED)))
        .where(which)
        .group_by(Directive.id)
        .order_by(Directive.start)
    )
    return [
        DirectiveProgress(directive, title or directive.wording, *counts)
        for directive, title, *counts in db.session.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class BriefingProgress:
    """A line of the list of briefings."""

    briefing: Briefing
    directives: int
    done: int
    late: int
    total: int
    carried: int


def briefing_progress(*, now: datetime) -> list[BriefingProgress]:
    """All briefings, the latest first, with the tasks that came of each and the tasks each took over."""
    carried = (
        sa.select(sa.func.count())
        .select_from(CarriedTask)
        .where(CarriedTask.briefing_id == Briefing.id)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            Briefing,
            sa.func.count(sa.distinct(Directive.id)),
            _DONE,
            _late(now),
            sa.func.count(Task.id),
            carried,
        )
        .outerjoin(Directive, Directive.briefing_id == Briefing.id)
        .outerjoin(Task, sa.and_(Task.directive_id == Directive.id, Task.state.not_in(_CLOSED)))
        .group_by(Briefing.id)
        .order_by(Briefing.held_on.desc(), Briefing.id.desc())
    )
    return [BriefingProgress(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Whether the notice and the tasks came out in time (rule 5). Limits are the last day in time."""

    notice_limit: date
    notice_on: date | None
    entry_limit: date | None
    """None while there is no notice to count from."""
    entered_on: date | None

    @property
    def is_notice_late(self) -> bool | None:
        """None while there is no notice."""
        return None if self.notice_on is None else self.notice_on > self.notice_limit

    @property
    def is_entry_late(self) -> bool | None:
        """None while nothing was entered or there is no notice to count from."""
        if self.entered_on is None or self.entry_limit is None:
            return None
        return self.entered_on > self.entry_limit


def timeliness(briefing: Briefing, *, calendar: WorkingCalendar, zone: ZoneInfo) -> Timeliness:
    """The two limits of a briefing, in working days of the city's settings on its day."""
    held_on = briefing.held_on
    issued_at = db.session.scalar(
        sa.select(sa.func.max(Directive.issued_at)).where(Directive.briefing_id == briefing.id)
    )
    entry_days = settings.value_on("entry_working_days", held_on)
    return Timeliness(
        notice_limit=calendar.add_working_days(held_on, settings.value_on("notice_working_days", held_on)),
        notice_on=briefing.notice_on,
        entry_limit=calendar.add_working_days(briefing.notice_on, entry_days) if briefing.notice_on else None,
        entered_on=local_date(issued_at, zone) if issued_at else None,
    )


def directive_by_code(code: str) -> Directive | None:
    return db.session.scalar(sa.select(Directive).where(Directive.code == code))


def progress_of(directive: Directive, *, now: datetime) -> DirectiveProgress:
    """The count of one directive, whoever may see which of its tasks."""
    return next(
        row for row in _progress(Directive.id == directive.id, now) if row.directive.id == directive.id
    )


def visible_tasks_of(directive: Directive, actor: Actor) -> list[Task]:
    """The tasks of a directive that a person may see, in the order they were given."""
    statement = (
        sa.select(Task)
        .where(Task.directive_id == directive.id, tasks.visible_to(actor))
        .options(selectinload(Task.unit))
        .order_by(Task.id)
    )
    return list(db.session.scalars(statement))


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    rows = db.session.scalars(sa.select(Unit).where(Unit.id.in_(list(unit_ids))))
    return {unit.id: unit.name for unit in rows}


def field_name(code: str) -> str:
    """The name of a field of work; the code itself when it is not listed."""
    return db.session.scalar(sa.select(WorkField.name).where(WorkField.code == code)) or code


def directives_of_text(text: ConclusionText) -> list[Directive]:
    """What was issued from a frozen text, in the order of its words."""
    statement = (
        sa.select(Directive)
        .join(Conclusion, Conclusion.id == Directive.conclusion_id)
        .where(Conclusion.text_id == text.id)
        .order_by(Directive.start)
    )
    return list(db.session.scalars(statement))


Targets = Iterable[tuple[int | None, int | None]]
"""Pairs of unit id and group id, one of the two None."""


def expand(targets: Targets, day: date) -> list[Unit]:
    """Groups become their members of the day, each unit once, in the order named."""
    found: dict[int, Unit] = {}
    for unit_id, group_id in targets:
        members = (
            units.members_on(group_id, day) if group_id else [units.unit_by_id(unit_id)] if unit_id else []
        )
        found |= {unit.id: unit for unit in members if unit is not None}
    return list(found.values())


def lead_and_partner_units(leads: Targets, partners: Targets, day: date) -> tuple[list[Unit], list[Unit]]:
    """Who owes a task each, and who helps: a unit that leads is no partner besides."""
    led = expand(leads, day)
    return led, [unit for unit in expand(partners, day) if unit not in led]


def units_of(draft: Draft) -> tuple[list[Unit], list[Unit]]:
    """Leads and partners of a draft by name, on the day of its briefing."""
    return lead_and_partner_units(
        [(row.unit_id, row.group_id) for row in draft.leads],
        [(row.unit_id, row.group_id) for row in draft.partners],
        draft.text_row.briefing.held_on,
    )


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """What issuing would bring about, counted the way issuing does it."""

    directives: int
    tasks: int
    units: int


def issue_preview(text: ConclusionText, *, today: date, calendar: WorkingCalendar) -> IssuePreview:
    """Tasks and units that would come of the accepted drafts if they were issued today."""
    accepted = [draft for draft in text.drafts if draft.state is DraftState.ACCEPTED]
    owed_count = 0
    told: set[int] = set()
    for draft in accepted:
        owed = [unit for unit, count in _tasks_a_unit(draft, today, calendar) for _ in range(count)]
        owed_count += len(owed)
        told |= {unit.id for unit in owed}
    return IssuePreview(len(accepted), owed_count, len(told))


def _tasks_a_unit(draft: Draft, today: date, calendar: WorkingCalendar) -> list[tuple[Unit, int]]:
    """One task a lead unit; of a duty one for each period that is already owed."""
    leads, _ = units_of(draft)
    if draft.due is not DraftDue.DUTY or draft.recurrence is None:
        return [(unit, 1) for unit in leads]
    starts_on = max(draft.text_row.briefing.held_on, today)
    periods = duty_periods(draft.recurrence, starts_on, today, due_day=draft.due_day, calendar=calendar)
    return [(unit, sum(unit.exists_on(period.first) for period in periods)) for unit in leads]
