"""A briefing is planned ahead, its window opens, and on the day its figures are frozen (decision 11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from taskboard.accounts.models import Person
from taskboard.briefings import queries
from taskboard.briefings.actions.opening import freeze_into
from taskboard.briefings.actions.recording import (
    expect_not_cancelled,
    keep_entry,
    record_briefing,
    reported_quarter,
)
from taskboard.briefings.models import Briefing, BriefingState
from taskboard.briefings.queries import window as reading
from taskboard.db import db
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.text import is_blank
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.reminders.queries import urge_key
from taskboard.tasks.models import Task
from taskboard.wording import day_text

_AHEAD = (BriefingState.PLANNED, BriefingState.COLLECTING)


def plan_briefing(
    *,
    title: str,
    held_on: date,
    place: str = "",
    chair: Person | None = None,
    attendees: str = "",
    is_another: bool = False,
    on: Occasion,
) -> Briefing:
    """Announce the next briefing: its window will open by itself. `is_another`: knowingly a second one of its period.

    Raises as `record_briefing`, and RuleBroken: held_in_past, period_has_briefing.
    """
    _check_ahead(held_on, on=on)
    there = queries.briefing_of(reported_quarter(held_on))
    if there is not None and not is_another:
        raise RuleBroken(
            "period_has_briefing", field="is_another", briefing=there.title, held_on=there.held_on
        )
    previous = queries.last_issued_before(held_on)
    return record_briefing(
        title=title, held_on=held_on, place=place, chair=chair, attendees=attendees, previous=previous, on=on
    )


def _check_ahead(held_on: date, *, on: Occasion) -> None:
    if held_on <= on.today:
        raise RuleBroken("held_in_past", field="held_on", today=on.today)


def move_briefing(briefing: Briefing, held_on: date, *, reason: str, on: Occasion) -> None:
    """It is held on another day, and its window counts back from that; the period it reports stays.

    A window that had opened by itself closes when the new day puts it off. Whoever was told the old day learns the new
    one in the next digest; the countdown is planned anew by the next pass. Raises AlreadyDone: already_cancelled,
    already_frozen; RuleBroken: reason_missing, held_in_past, held_on_same, held_before_period, held_before_previous,
    briefing_recorded.
    """
    _expect_ahead(briefing)
    if is_blank(reason):
        raise RuleBroken("reason_missing", field="reason")
    _check_ahead(held_on, on=on)
    _check_place(briefing, held_on)
    was_open = reading.window(briefing, on.calendar).is_open(on.today)
    before, briefing.held_on = briefing.held_on, held_on
    db.session.flush()
    keep_entry(
        Event.BRIEFING_CHANGED,
        briefing,
        on=on,
        from_={"held_on": before},
        to={"held_on": held_on},
        reason=reason.strip(),
    )
    is_open = reading.window(briefing, on.calendar).is_open(on.today)
    if briefing.state is BriefingState.COLLECTING and was_open and not is_open:
        _move(briefing, BriefingState.PLANNED, on=on)
    reminders.tell_of_briefing(briefing.id, on=on)


def cancel_briefing(briefing: Briefing, *, reason: str, on: Occasion) -> None:
    """It will not be held: no list has it any more, its window neither opens nor counts down, its number stays taken.

    Whoever was told its day learns so in the next digest. The caller holds all writers from the start of the
    transaction, so that no text comes in meanwhile. Raises AlreadyDone('already_cancelled'), RuleBroken:
    reason_missing, briefing_has_something.
    """
    expect_not_cancelled(briefing)
    if briefing.state not in _AHEAD or not queries.has_nothing_yet(briefing):
        raise RuleBroken("briefing_has_something")
    if is_blank(reason):
        raise RuleBroken("reason_missing", field="reason")
    before, briefing.state = briefing.state, BriefingState.CANCELLED
    briefing.cancelled_at, briefing.cancel_reason = on.now, reason.strip()
    db.session.flush()
    keep_entry(
        Event.BRIEFING_CANCELLED,
        briefing,
        on=on,
        from_=before,
        held_on=briefing.held_on,
        reason=briefing.cancel_reason,
    )
    reminders.tell_of_briefing(briefing.id, on=on)


def _expect_ahead(briefing: Briefing) -> None:
    expect_not_cancelled(briefing)
    if briefing.state not in _AHEAD:
        raise AlreadyDone("already_frozen")


def _check_place(briefing: Briefing, held_on: date) -> None:
    """The new day among those of other briefings."""
    if held_on == briefing.held_on:
        raise RuleBroken("held_on_same", field="held_on")
    if held_on <= briefing.period_start:
        raise RuleBroken("held_before_period", field="held_on", period_start=briefing.period_start)
    if briefing.previous is not None and held_on <= briefing.previous.held_on:
        raise RuleBroken("held_before_previous", field="held_on", previous=briefing.previous.held_on)
    if any(one.title.casefold() == briefing.title.casefold() for one in queries.briefings_on(held_on)):
        raise RuleBroken("briefing_recorded", field="held_on", held_on=held_on)


def start_collecting(briefing: Briefing, *, on: Occasion) -> None:
    """Units are asked from now on. Raises AlreadyDone: already_cancelled, not_planned when the window is open or past."""
    expect_not_cancelled(briefing)
    if briefing.state is not BriefingState.PLANNED:
        raise AlreadyDone("not_planned")
    _move(briefing, BriefingState.COLLECTING, on=on)


def freeze_planned(briefing: Briefing, *, cutoff: datetime, on: Occasion) -> None:
    """The figures of a planned briefing are frozen, unfinished tasks carried over by reference.

    The caller holds all writers from the start of the transaction. Raises AlreadyDone: already_cancelled,
    already_frozen; and as `reports.actions.freeze`.
    """
    _expect_ahead(briefing)
    briefing.previous = briefing.previous or queries.last_issued_before(briefing.held_on)
    db.session.flush()
    freeze_into(briefing, cutoff=cutoff, on=on)


def follow_calendar(*, on: Occasion) -> int:
    """What the day brings: windows that open, frozen briefings that are held. How many moved; harmless to repeat."""
    moved = 0
    for briefing in reading.ahead_of(on.today):
        window = reading.window(briefing, on.calendar)
        if briefing.state is BriefingState.PLANNED and window.is_open(on.today):
            _move(briefing, BriefingState.COLLECTING, on=on)
            moved += 1
        elif briefing.state is BriefingState.FROZEN and briefing.held_on <= on.today:
            _move(briefing, BriefingState.HELD, on=on)
            moved += 1
    return moved


def _move(briefing: Briefing, state: BriefingState, *, on: Occasion) -> None:
    before, briefing.state = briefing.state, state
    db.session.flush()
    keep_entry(Event.BRIEFING_MOVED, briefing, on=on, from_=before, to=state)


def urge_unanswered(briefing: Briefing, tasks: Sequence[Task], *, on: Occasion) -> int:
    """One mail to each unit for all it has not answered yet, once a day.

    Raises RuleBroken('nothing_owed'), AlreadyDone: already_cancelled, already_urged_today.
    """
    expect_not_cancelled(briefing)
    if not tasks:
        raise RuleBroken("nothing_owed")
    key = f"{urge_key(briefing.id)}{on.today.isoformat()}"
    words = f"trước giao ban ngày {day_text(briefing.held_on)}"
    owed = reminders.owe_urge_mails(tasks, key=key, occasion_words=words, on=on)
    if not owed:
        raise AlreadyDone("already_urged_today")
    for task in tasks:
        record(Event.TASK_URGED, "task", task.id, acting=on.acting, at=on.now, to=task.unit.name)
    return owed
