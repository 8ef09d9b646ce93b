"""A person says where a draft begins and ends: splits it, joins it with the next, marks words passed over."""

from __future__ import annotations

from taskboard.briefings import queries
from taskboard.briefings.actions.under_review import expect_draft, expect_open, record_change
from taskboard.briefings.models import (
    ConclusionText,
    Draft,
    DraftDue,
    DraftKind,
    DraftState,
    DraftUnit,
    SupplementAct,
)
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import Occasion


def split_draft(draft: Draft, at: int, *, version: int, on: Occasion) -> Draft:
    """Cut a draft in two at a code point of the text; both keep leads and deadline. Raises RuleBroken('split_outside')."""
    expect_draft(draft, version)
    text = draft.text_row.text
    if not draft.start < at < draft.end:
        raise RuleBroken("split_outside", field="at")
    left, right = _without_edges(text, draft.start, at), _without_edges(text, at, draft.end)
    if left[0] >= left[1] or right[0] >= right[1]:
        raise RuleBroken("split_outside", field="at")
    second = Draft(
        text_row=draft.text_row,
        start=right[0],
        end=draft.end,
        kind=draft.kind,
        state=DraftState.OPEN,
        title=_title(text[right[0] : right[1]]),
        due=draft.due,
        due_on=draft.due_on,
        deadline_text=draft.deadline_text,
        recurrence=draft.recurrence,
        due_day=draft.due_day,
        event_text=draft.event_text,
        field=draft.field,
        fans_out=draft.fans_out,
        rule=draft.rule,
        rule_count=draft.rule_count,
        is_starred=draft.is_starred,
        leader_id=draft.leader_id,
        supplement_act=SupplementAct.NEW if draft.supplement_act is SupplementAct.NEW else None,
        reasons="[]",
        proposal=queries.NOTHING_PROPOSED,
    )
    second.units.extend(_copy(row) for row in draft.units)
    db.session.add(second)
    draft.end = left[1]
    draft.title, draft.state = _title(text[left[0] : left[1]]), DraftState.OPEN
    draft.drop_reason, draft.decided_by_id = "", None
    record_change(draft.text_row, "split", draft=draft, on=on)
    return second


def join_draft(draft: Draft, *, version: int, on: Occasion) -> None:
    """Join a draft with the one behind it. Raises RuleBroken('nothing_to_join')."""
    expect_draft(draft, version)
    rows = sorted(draft.text_row.drafts, key=lambda row: row.start)
    place = rows.index(draft)
    if place + 1 >= len(rows):
        raise RuleBroken("nothing_to_join")
    following = rows[place + 1]
    draft.end = following.end
    draft.title, draft.state = _title(draft.wording), DraftState.OPEN
    draft.drop_reason, draft.decided_by_id = "", None
    have = {(row.role, row.unit_id, row.group_id) for row in draft.units}
    draft.units.extend(
        _copy(row) for row in following.units if (row.role, row.unit_id, row.group_id) not in have
    )
    if draft.kind is DraftKind.PASSAGE:
        draft.kind = following.kind
    draft.text_row.drafts.remove(following)
    record_change(draft.text_row, "joined", draft=draft, on=on)


def _copy(row: DraftUnit) -> DraftUnit:
    return DraftUnit(
        role=row.role, unit_id=row.unit_id, group_id=row.group_id, surface=row.surface, reason=row.reason
    )


def add_draft(text: ConclusionText, start: int, end: int, *, version: int, on: Occasion) -> Draft:
    """A person marks words the machine passed over. Passages give way, other drafts may not be overlapped.

    Raises Stale, RuleBroken: selection_outside, selection_overlaps.
    """
    expect_open(text, version)
    start, end = _without_edges(text.text, start, end)
    if start >= end:
        raise RuleBroken("selection_outside")
    for row in [row for row in text.drafts if row.start < end and start < row.end]:
        if row.kind is not DraftKind.PASSAGE:
            raise RuleBroken("selection_overlaps")
        _cut_passage(row, start, end)
    row = Draft(
        text_row=text,
        start=start,
        end=end,
        kind=DraftKind.ORDER,
        state=DraftState.OPEN,
        title=_title(text.text[start:end]),
        due=DraftDue.UNDECIDED,
        reasons="[]",
        proposal=queries.NOTHING_PROPOSED,
    )
    db.session.add(row)
    db.session.flush()
    db.session.refresh(text, ["drafts"])
    record_change(text, "added", draft=row, on=on)
    return row


def _cut_passage(row: Draft, start: int, end: int) -> None:
    """What sticks out of a passage on either side of a draft is still to be marked."""
    for piece in ((row.start, start), (end, row.end)):
        first, last = _without_edges(row.text_row.text, *piece)
        if any(char.isalnum() for char in row.text_row.text[first:last]):
            row.text_row.drafts.append(
                Draft(
                    start=first,
                    end=last,
                    kind=DraftKind.PASSAGE,
                    state=row.state,
                    title="",
                    due=DraftDue.UNDECIDED,
                    reasons=row.reasons,
                    proposal=row.proposal,
                    drop_reason=row.drop_reason,
                    decided_by_id=row.decided_by_id,
                )
            )
    row.text_row.drafts.remove(row)


_EDGES = " ;,.:\n\t\u00a0"


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks and stops around it; empty when nothing else is in it."""
    if not 0 <= start < end <= len(text):
        return 0, 0
    words = text[start:end]
    return start + len(words) - len(words.lstrip(_EDGES)), start + len(words.rstrip(_EDGES))


def _title(words: str) -> str:
    line = " ".join(words.strip(_EDGES).split())
    cut = line if len(line) <= 120 else line[:120].rsplit(" ", 1)[0]
    return cut[:1].upper() + cut[1:]
