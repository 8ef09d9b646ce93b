"""What every act of the review begins and ends with: the text is open, the form is of its last version, a line is kept."""

from __future__ import annotations

from taskboard.briefings.models import ConclusionText, Draft
from taskboard.db import db
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.journal.actions import record
from taskboard.occasion import Occasion


def expect_open(text: ConclusionText, version: int | None) -> None:
    """The text's row is locked: a review and an issue of the same text follow one another."""
    db.session.refresh(text, ["frozen_at", "version"], with_for_update=True)
    if text.frozen_at is not None:
        raise RuleBroken("conclusions_frozen")
    if version is not None and text.version != version:
        raise Stale("stale")


def expect_draft(draft: Draft, version: int) -> None:
    """The draft is as the person saw it. Raises Stale, RuleBroken('conclusions_frozen')."""
    expect_open(draft.text_row, None)
    if draft.version != version:
        raise Stale("stale")


def record_change(
    text: ConclusionText, change: str, *, draft: Draft | None = None, on: Occasion, **details: object
) -> None:
    """Keep a line of what was done, naming the draft by its words: its number may be gone when it is read."""
    db.session.flush()
    if draft is not None:
        details |= {"draft": draft.id, "words": draft.wording[:80]}
    record(
        Event.DRAFT_CHANGED,
        "briefing",
        text.briefing_id,
        acting=on.acting,
        at=on.now,
        change=change,
        **details,
    )
