"""A conclusion as it is spoken in the meeting: the secretary types it, the review finds it as any other."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from taskboard.briefings.actions.drafting import checked_text, proposed_rows
from taskboard.briefings.actions.recording import expect_not_cancelled
from taskboard.briefings.actions.under_review import record_change
from taskboard.briefings.models import (
    Briefing,
    ConclusionText,
    Draft,
    DraftDue,
    DraftKind,
    DraftRole,
    DraftState,
    DraftUnit,
)
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.text import clean_line, text_sha256
from taskboard.occasion import Occasion
from taskboard.units.models import Unit

LONGEST_TITLE = 120


def take_down(
    briefing: Briefing,
    words: str,
    *,
    unit: Unit | None = None,
    due_on: date | None = None,
    max_chars: int,
    on: Occasion,
) -> list[Draft]:
    """Add what was just said to the end of the text under review, with the drafts read in it. None is accepted by this.

    `unit` and `due_on`, where the secretary named them, stand in every order of these words. Raises
    AlreadyDone('already_cancelled'), RuleBroken: text_empty, text_too_long, conclusions_frozen, due_before_briefing.
    """
    expect_not_cancelled(briefing)
    words = checked_text(words, max_chars).strip()
    if due_on is not None and due_on < briefing.held_on:
        raise RuleBroken("due_before_briefing", field="due_on", held_on=briefing.held_on)
    text = _text_under_review(briefing, on=on)
    start = len(text.text) + 1 if text.text else 0
    whole = f"{text.text}\n{words}" if text.text else words
    if len(whole) > max_chars:
        raise RuleBroken("text_too_long", field="words", limit=max_chars, length=len(whole))
    text.text, text.text_sha256 = whole, text_sha256(whole)
    flag_modified(text, "text")
    drafts = proposed_rows(words, briefing) or [_whole(words)]
    for draft in drafts:
        draft.start, draft.end = draft.start + start, draft.end + start
        if draft.kind is not DraftKind.PASSAGE:
            _say_who_and_when(draft, unit, due_on)
    text.drafts.extend(drafts)
    db.session.flush()
    record_change(text, "taken_down", on=on)
    return drafts


def _text_under_review(briefing: Briefing, *, on: Occasion) -> ConclusionText:
    for text in briefing.texts:
        if text.frozen_at is None and not text.is_thrown_away:
            return text
    if briefing.texts:
        raise RuleBroken("conclusions_frozen")
    text = ConclusionText(
        briefing=briefing,
        text="",
        text_sha256=text_sha256(""),
        starts_at=0,
        created_at=on.now,
        created_by_id=on.acting.person_id,
    )
    db.session.add(text)
    return text


def _whole(words: str) -> Draft:
    """Words in which no order was found are still what the chair said: one draft over all of them."""
    return Draft(
        start=0,
        end=len(words),
        kind=DraftKind.ORDER,
        state=DraftState.OPEN,
        title=clean_line(words.splitlines()[0][:LONGEST_TITLE]),
        due=DraftDue.UNDECIDED,
    )


def _say_who_and_when(draft: Draft, unit: Unit | None, due_on: date | None) -> None:
    if unit is not None:
        draft.units[:] = [
            row
            for row in draft.units
            if row.role in (DraftRole.PARTNER, DraftRole.INFORMED) and row.unit_id != unit.id
        ]
        draft.units.append(DraftUnit(role=DraftRole.LEAD, unit_id=unit.id))
    if due_on is not None:
        draft.due, draft.due_on, draft.recurrence = DraftDue.DATED, due_on, None
