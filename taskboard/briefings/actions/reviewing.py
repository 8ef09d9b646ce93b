"""A person decides on each draft: corrects it, accepts it, drops it, takes it up again."""

from __future__ import annotations

from sqlalchemy.orm.attributes import flag_modified

from taskboard.briefings import queries
from taskboard.briefings.actions.edits import DraftEdit, check_edit
from taskboard.briefings.actions.under_review import expect_draft, expect_open, record_change
from taskboard.briefings.models import (
    ConclusionText,
    Draft,
    DraftKind,
    DraftRole,
    DraftState,
    DraftUnit,
    SupplementAct,
)
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.review import Missing
from taskboard.domain.text import is_blank
from taskboard.occasion import Occasion


def edit_draft(draft: Draft, edit: DraftEdit, *, version: int, on: Occasion) -> bool:
    """Set what a person corrected; whether anything changed. Nothing is written of a save that changes nothing.

    Raises Stale, RuleBroken: title_missing, due_missing, due_before_briefing, target_unknown, field_retired…, and for an order of a
    supplement replaced_missing, replaced_unknown, replaced_already, replaced_twice, reason_missing.
    """
    expect_draft(draft, version)
    check_edit(edit, held_on=draft.text_row.briefing.held_on, before=draft)
    edit = edit.of_its_kind()
    draft.title = edit.title
    draft.kind = DraftKind.ORDER if draft.kind is DraftKind.PASSAGE else draft.kind
    draft.due, draft.due_on = edit.due, edit.due_on
    draft.recurrence, draft.due_day = edit.recurrence, edit.due_day
    draft.event_text = edit.event_text
    draft.field, draft.rule, draft.fans_out = edit.field, edit.rule, edit.fans_out
    draft.rule_count = edit.rule_count
    _set_charge(draft, edit)
    if draft.text_row.is_supplement:
        _set_supplement(draft, edit)
    _replace_units(draft, edit)
    if draft.state is DraftState.DROPPED or (
        draft.state is DraftState.ACCEPTED and queries.missing_of(draft)
    ):
        draft.state, draft.drop_reason, draft.decided_by_id = DraftState.OPEN, "", None
    if not db.session.is_modified(draft):
        return False
    record_change(draft.text_row, "edited", draft=draft, on=on)
    return True


def _set_charge(draft: Draft, edit: DraftEdit) -> None:
    """The star, and the leader in charge: one of the leaders of the day, or who was chosen before."""
    if edit.leader_id is not None and edit.leader_id != draft.leader_id:
        leaders = queries.leaders_of(draft.text_row.briefing)
        if edit.leader_id not in {leader.id for leader in leaders}:
            raise RuleBroken("leader_unknown", field="leader")
    draft.is_starred, draft.leader_id = edit.is_starred, edit.leader_id


def _set_supplement(draft: Draft, edit: DraftEdit) -> None:
    """What the order does to an issued one (rule 1)."""
    act = edit.supplement_act
    if act not in (SupplementAct.REPLACES, SupplementAct.WITHDRAWS):
        draft.supplement_act, draft.replaces_id, draft.withdraw_reason = act, None, ""
        return
    if edit.replaces_id is None:
        raise RuleBroken("replaced_missing", field="replaces")
    queries.expect_replaceable(draft.text_row, edit.replaces_id, besides=draft)
    if act is SupplementAct.WITHDRAWS and is_blank(edit.withdraw_reason):
        raise RuleBroken("reason_missing", field="withdraw_reason")
    draft.supplement_act, draft.replaces_id = act, edit.replaces_id
    draft.withdraw_reason = edit.withdraw_reason if act is SupplementAct.WITHDRAWS else ""


def _replace_units(draft: Draft, edit: DraftEdit) -> None:
    """Chosen targets replace the proposals; the words of the text stay with a target that keeps them."""
    given = (
        (DraftRole.LEAD, edit.leads),
        (DraftRole.PARTNER, edit.partners),
        (DraftRole.INFORMED, edit.informed),
    )
    wanted = [
        (role, target.unit_id, target.group_id)
        for role, targets in given
        for target in dict.fromkeys(targets)
    ]
    unclear = _still_unclear(draft, edit)
    rows = [row for row in draft.units if row.role is not DraftRole.SUGGESTED]
    named = [(row.role, row.unit_id, row.group_id) for row in rows if row.is_resolved]
    if sorted(named, key=_place) == sorted(wanted, key=_place) and len(named) + len(unclear) == len(rows):
        return
    surfaces = {(unit.unit_id, unit.group_id): unit.surface for unit in draft.units}
    draft.units[:] = [*draft.suggestions, *unclear]
    draft.units.extend(
        DraftUnit(
            role=role, unit_id=unit_id, group_id=group_id, surface=surfaces.get((unit_id, group_id), "")
        )
        for role, unit_id, group_id in wanted
    )
    flag_modified(
        draft, "title"
    )  # its units alone would not move its version, and the second to save would overwrite


def _place(target: tuple[DraftRole, int | None, int | None]) -> tuple[str, int, int]:
    role, unit_id, group_id = target
    return role.value, unit_id or 0, group_id or 0


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
    flag_modified(draft, "title")
    record_change(draft.text_row, "suggestion_taken", draft=draft, on=on)


FIELD_OF = {Missing.DUE: "due", Missing.SUPPLEMENT: "supplement_act"}
"""Where a person mends what is missing; the rest is about the leads."""


def accept_draft(draft: Draft, *, version: int, on: Occasion) -> None:
    """A person signs the proposal. Raises RuleBroken with the first thing missing."""
    expect_draft(draft, version)
    lacks = queries.missing_of(draft)
    if lacks:
        raise RuleBroken(lacks[0].value, field=FIELD_OF.get(lacks[0], "leads"))
    if draft.replaces_id is not None:
        queries.expect_replaceable(draft.text_row, draft.replaces_id, besides=draft)
    draft.state, draft.drop_reason = DraftState.ACCEPTED, ""
    draft.decided_by_id = on.acting.person_id
    record_change(draft.text_row, "accepted", draft=draft, on=on)


def drop_draft(draft: Draft, *, reason: str, version: int, on: Occasion) -> None:
    """ "Không phát sinh nhiệm vụ", always with a reason (rule 3)."""
    expect_draft(draft, version)
    if is_blank(reason):
        raise RuleBroken("reason_missing", field="drop_reason")
    draft.state, draft.drop_reason = DraftState.DROPPED, reason
    draft.decided_by_id = on.acting.person_id
    record_change(draft.text_row, "dropped", draft=draft, on=on, reason=reason)


def drop_passages(text: ConclusionText, *, reason: str, on: Occasion) -> int:
    """Mark every passage without an order at once, with one reason. Returns how many."""
    expect_open(text, None)
    if is_blank(reason):
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
