"""A text under review: its drafts, what they lack, what is left."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.accounts.models import Person
from taskboard.briefings.models import (
    Briefing,
    ConclusionText,
    Draft,
    DraftDue,
    DraftKind,
    DraftState,
)
from taskboard.briefings.queries.supplements import holds_words
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.review import Lead, Missing, missing
from taskboard.domain.text import to_nfc
from taskboard.journal.models import JournalEntry


def conclusion_text(briefing: Briefing) -> ConclusionText | None:
    """The newest text of a briefing with its drafts."""
    return db.session.scalar(
        sa.select(ConclusionText)
        .where(ConclusionText.briefing_id == briefing.id, holds_words())
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
        is_supplement_said=draft.supplement_act is not None or not draft.text_row.is_supplement,
        is_withdrawal=draft.is_withdrawal,
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
