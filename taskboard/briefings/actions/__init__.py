"""The verbs of a briefing: recorded, drafted, reviewed, issued in one transaction, and the next one opened."""

from __future__ import annotations

from taskboard.briefings.actions.cutting import add_draft, join_draft, split_draft
from taskboard.briefings.actions.directives import Source, create_directive
from taskboard.briefings.actions.drafting import Original, move_start, record_conclusions, throw_away
from taskboard.briefings.actions.edits import DraftEdit, Target, check_edit
from taskboard.briefings.actions.ending import Answer, Answers, Fate
from taskboard.briefings.actions.issuing import issue
from taskboard.briefings.actions.opening import open_briefing
from taskboard.briefings.actions.recording import (
    BriefingFacts,
    change_briefing,
    ensure_series,
    record_briefing,
    reported_quarter,
)
from taskboard.briefings.actions.reviewing import (
    accept_draft,
    drop_draft,
    drop_passages,
    edit_draft,
    reopen_draft,
    take_suggestion,
)

__all__ = [
    "Answer",
    "Answers",
    "BriefingFacts",
    "DraftEdit",
    "Fate",
    "Original",
    "Source",
    "Target",
    "accept_draft",
    "add_draft",
    "change_briefing",
    "check_edit",
    "create_directive",
    "drop_draft",
    "drop_passages",
    "edit_draft",
    "ensure_series",
    "issue",
    "join_draft",
    "move_start",
    "open_briefing",
    "record_briefing",
    "record_conclusions",
    "reopen_draft",
    "reported_quarter",
    "split_draft",
    "take_suggestion",
    "throw_away",
]
