"""A person decides on each draft: corrects it, accepts it, drops it, takes it up again."""

from __future__ import annotations

from taskboard.briefings import queries
from taskboard.briefings.actions.edits import DraftEdit, check_edit
from taskboard.briefings.actions.under_review import expect_draft, expect_open, record_change
from taskboard.briefings.models import (
    ConclusionText,
    Draft,
    DraftDue,
    DraftKind,
    DraftRole,
    DraftState,
    DraftUnit,
)
from taskboard.domain.errors import RuleBroken
from taskboard.domain.review import Missing
from taskboard.occasion import Occasion


def edit_draft(draft: Draft, edit: DraftEdit, *, version: int, on: Occasion) -> None:
    """Set what a person corrected. Raises Stale, RuleBroken: title_missing, due_missing, due_before_briefing, target_unknown…"""
    expect_draft(draft, version)
    check_edit(edit, held_on=draft.text_row.briefing.held_on)
    draft.title = edit.title
    draft.kind = DraftKind.ORDER if draft.kind is DraftKind.PASSAGE else draft.kind
    draft.due, draft.due_on = edit.due, edit.due_on if edit.due is DraftDue.DATED else None
    draft.recurrence = edit.recurrence if edit.due is DraftDue.DUTY else None
    draft.due_day = edit.due_day if edit.due is DraftDue.DUTY else None
    draft.event_text = edit.event_text
    draft.field, draft.rule, draft.fans_out = edit.field, edit.rule, edit.fans_out
    _replace_units(draft, edit)
    if draft.state is DraftState.DROPPED or (
        draft.state is DraftState.ACCEPTED and queries.missing_of(draft)
    ):
        draft.state, draft.drop_reason, draft.decided_by_id = DraftState.OPEN, "", None
    record_change(draft.text_row, "edited", draft=draft, on=on)


def _replace_units(draft: Draft, edit: DraftEdit) -> None:
    """Chosen targets replace the proposals; the words of the text stay with a target that keeps them."""
    surfaces = {(unit.unit_id, unit.group_id): unit.surface for unit in draft.units}
    draft.units[:] = [*draft.suggestions, *_still_unclear(draft, edit)]
    for role, targets in ((DraftRole.LEAD, edit.leads), (DraftRole.PARTNER, edit.partners)):
        for target in dict.fromkeys(targets):
            surface = surfaces.get((target.unit_id, target.group_id), "")
            draft.units.append(
                DraftUnit(role=role, unit_id=target.unit_id, group_id=target.group_id, surface=surface)
            )


def _still_unclear(draft: Draft, edit: DraftEdit) -> list[DraftUnit]:
    """Words of the text that name no known unit stay in sight until the officer has chosen a unit for that role."""
    leads = [] if edit.leads else [row for row in draft.leads if not row.is_resolved]
    return leads + ([] if edit.partners else [row for row in draft.partners if not row.is_resolved])


def take_suggestion(draft: Draft, unit_id: int, *, version: int, on: Occasion) -> None:
    """The officer takes the usual lead: from here on it is a person's choice."""
    expect_draft(draft, version)
    if unit_id not in {row.unit_id for row in draft.suggestions}:
        raise RuleBroken("target_unknown", field="leads")
    for row in draft.leads:
        draft.units.remove(row)
    draft.units.append(DraftUnit(role=DraftRole.LEAD, unit_id=unit_id))
    record_change(draft.text_row, "suggestion_taken", draft=draft, on=on)


def accept_draft(draft: Draft, *, version: int, on: Occasion) -> None:
    """A person signs the proposal. Raises RuleBroken with the first thing missing."""
    expect_draft(draft, version)
    lacks = queries.missing_of(draft)
    if lacks:
        raise RuleBroken(lacks[0].value, field="due" if lacks[0] is Missing.DUE else "leads")
    draft.state, draft.drop_reason = DraftState.ACCEPTED, ""
    draft.decided_by_id = on.acting.person_id
    record_change(draft.text_row, "accepted", draft=draft, on=on)


def drop_draft(draft: Draft, *, reason: str, version: int, on: Occasion) -> None:
    """ "Không phát sinh nhiệm vụ", always with a reason (rule 3)."""
    expect_draft(draft, version)
    if not reason.strip():
        raise RuleBroken("reason_missing", field="drop_reason")
    draft.state, draft.drop_reason = DraftState.DROPPED, reason
    draft.decided_by_id = on.acting.person_id
    record_change(draft.text_row, "dropped", draft=draft, on=on, reason=reason)


def drop_passages(text: ConclusionText, *, reason: str, on: Occasion) -> int:
    """Mark every passage without an order at once, with one reason. Returns how many."""
    expect_open(text, None)
    if not reason.strip():
        raise RuleBroken("reason_missing", field="drop_reason")
    left = [row for row in text.drafts if row.kind is DraftKind.PASSAGE and row.state is DraftState.OPEN]
    for row in left:
        row.state, row.drop_reason, row.decided_by_id = DraftState.DROPPED, reason, on.acting.person_id
    if left:
        record_change(text, "passages_dropped", on=on, reason=reason, count=len(left))
    return len(left)


def reopen_draft(draft: Draft, *, version: int, on: Occasion) -> None:
    expect_draft(draft, version)
    draft.state, draft.drop_reason, draft.decided_by_id = DraftState.OPEN, "", None
    record_change(draft.text_row, "reopened", draft=draft, on=on)
