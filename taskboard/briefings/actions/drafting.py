"""The conclusions are taken in, and the drafts read in them become rows to be reviewed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from taskboard.briefings import queries
from taskboard.briefings.actions.recording import expect_not_cancelled
from taskboard.briefings.actions.under_review import expect_open, record_change
from taskboard.briefings.models import (
    Briefing,
    ConclusionText,
    Draft,
    DraftDue,
    DraftKind,
    DraftRole,
    DraftState,
    DraftUnit,
    SupplementAct,
)
from taskboard.db import db
from taskboard.domain import drafting
from taskboard.domain.deadline import Recurrence
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.domain.review import Issued, likely_replaced, speaks_of_withdrawal, start_with_headings
from taskboard.domain.text import clean_line, clean_source, fold_keeping_accents, text_sha256
from taskboard.files.actions import Upload, attach, safe_name
from taskboard.files.models import Attachment
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.units import queries as units
from taskboard.units.models import WorkField


@dataclass(frozen=True, slots=True)
class Original:
    """The file the text was read from, and where files are kept."""

    upload: Upload
    root: Path
    max_bytes: int


def record_conclusions(
    briefing: Briefing,
    text: str,
    *,
    max_chars: int,
    original: Original | None = None,
    accept_none: bool = False,
    seen_version: int | None = None,
    supplements: ConclusionText | None = None,
    on: Occasion,
) -> ConclusionText:
    """Keep the text, propose drafts. Before issue it may be recorded again: drafts are replaced, nothing issued is touched.

    `seen_version` is the version of the text the person knows to be replaced: no colleague's review is wiped out unseen.
    `supplements` is the issued text that this one supplements or corrects (rule 1).
    Raises AlreadyDone('already_cancelled'), Stale, RuleBroken: text_empty, text_too_long, no_directive_found,
    conclusions_frozen, supplement_of_unissued.
    """
    expect_not_cancelled(briefing)
    if supplements is not None and supplements.frozen_at is None:
        raise RuleBroken("supplement_of_unissued")
    text = checked_text(text, max_chars)
    proposal = _draft(text, briefing, starts_at=None)
    if not proposal.drafts and not accept_none:
        raise RuleBroken("no_directive_found", field="text")
    row = _open_text(briefing, seen_version, supplements)
    row.text, row.text_sha256 = text, text_sha256(text)
    row.source_name = safe_name(original.upload.name) if original else ""
    row.starts_at = start_with_headings(text, proposal.starts_at)
    row.created_at, row.created_by_id = on.now, on.acting.person_id
    _replace_drafts(row, proposal)
    if original is not None:
        _keep(original, row, on=on)
    _keep_entry(row, len(proposal.drafts), on=on)
    return row


def _keep_entry(text: ConclusionText, drafts: int, *, on: Occasion) -> None:
    facts: dict[str, object] = {"sha256": text.text_sha256, "drafts": drafts}
    if text.supersedes is not None:
        facts["supplements"] = text.supersedes.text_sha256
    event = Event.SUPPLEMENT_RECORDED if text.supersedes else Event.CONCLUSIONS_RECORDED
    record(event, "briefing", text.briefing_id, acting=on.acting, at=on.now, **facts)


def checked_text(text: str, max_chars: int) -> str:
    """Source text as it is kept (decision 23). Raises RuleBroken: text_empty, text_too_long."""
    text = clean_source(text).replace("\0", "")
    if not text.strip():
        raise RuleBroken("text_empty", field="text")
    if len(text) > max_chars:
        raise RuleBroken("text_too_long", field="text", limit=max_chars, length=len(text))
    return text


def _keep(original: Original, text: ConclusionText, *, on: Occasion) -> None:
    """The file itself stays beside the text: what was read can be held against it for ever."""
    attach(
        original.upload,
        root=original.root,
        max_bytes=original.max_bytes,
        conclusion_text_id=text.id,
        person_id=on.acting.person_id,
        now=on.now,
    )


def move_start(text: ConclusionText, starts_at: int, *, version: int, on: Occasion) -> None:
    """A person says where the conclusions begin; proposals are made anew from there. Raises RuleBroken('start_outside')."""
    expect_open(text, version)
    if not 0 <= starts_at < len(text.text):
        raise RuleBroken("start_outside", field="starts_at")
    text.starts_at = starts_at
    _replace_drafts(text, _draft(text.text, text.briefing, starts_at=starts_at))
    record_change(text, "start_moved", on=on)


def proposed_rows(words: str, briefing: Briefing) -> list[Draft]:
    """Drafts read in words of which all are conclusions; spans count from their first letter."""
    return _draft_rows(_draft(words, briefing, starts_at=0), briefing.held_on)


def _draft(text: str, briefing: Briefing, *, starts_at: int | None) -> drafting.Drafting:
    gazetteer = units.gazetteer_on(briefing.held_on)
    return drafting.draft(text, briefing.held_on, gazetteer, queries.learned_pairs(), starts_at=starts_at)


def _open_text(
    briefing: Briefing, seen_version: int | None, supplements: ConclusionText | None
) -> ConclusionText:
    """The one row a briefing under review has: a new one, or the one the person saw.

    It is written over, not deleted: SQLite gives the number of a deleted row to the next, and a stale form would fit it.
    """
    under_review = next((row for row in briefing.texts if row.frozen_at is None), None)
    if under_review is not None:
        expect_open(under_review, None)
        if under_review.is_thrown_away and seen_version is None and supplements is not None:
            under_review.supersedes = supplements
        elif under_review.version != seen_version:
            raise Stale("stale")
        return under_review
    if briefing.texts and supplements is None:
        raise RuleBroken("conclusions_frozen")
    row = ConclusionText(briefing=briefing, supersedes=supplements)
    db.session.add(row)
    return row


def throw_away(text: ConclusionText, *, version: int | None = None, on: Occasion) -> None:
    """A supplement under review is given up: its words, drafts and file go, what was issued is not touched.

    Raises Stale, RuleBroken: conclusions_frozen, only_supplements_thrown_away.
    """
    expect_open(text, version)
    if not text.is_supplement or text.is_thrown_away:
        raise RuleBroken("only_supplements_thrown_away")
    facts = {"sha256": text.text_sha256, "drafts": len(text.drafts)}
    text.drafts.clear()
    db.session.execute(sa.delete(Attachment).where(Attachment.conclusion_text_id == text.id))
    text.text, text.text_sha256, text.source_name, text.starts_at = "", text_sha256(""), "", 0
    db.session.flush()
    record(Event.SUPPLEMENT_THROWN_AWAY, "briefing", text.briefing_id, acting=on.acting, at=on.now, **facts)


def _replace_drafts(text: ConclusionText, proposal: drafting.Drafting) -> None:
    """New proposals for the whole text. Its version moves on, so that no form of the old drafts fits the new ones."""
    if text.drafts:
        text.drafts.clear()
        flag_modified(text, "starts_at")
        db.session.flush()
    text.drafts.extend(_draft_rows(proposal, text.briefing.held_on))
    if text.supersedes is not None:
        _propose_replaced(text)
    db.session.flush()


def _propose_replaced(text: ConclusionText) -> None:
    """Which issued order each order of a supplement probably speaks of; a person confirms it by accepting the draft."""
    issued = {
        row.id: Issued(row.number or 0, row.wording) for row in queries.standing_directives(text.briefing)
    }
    behind = 0
    for draft in sorted(text.drafts, key=lambda row: row.start):
        words = _words_leading_to(text.text, behind, draft)
        behind = draft.end
        found = None if draft.kind is DraftKind.PASSAGE else likely_replaced(words, issued)
        if found is not None:
            _set_proposed(draft, *found, is_withdrawal=speaks_of_withdrawal(words), words=words)
            del issued[found[0]]


def _words_leading_to(text: str, behind: int, draft: Draft) -> str:
    """The words of an order with those of its paragraph before it ("Mục 1 nay sửa là: giao …")."""
    return text[max(behind, text.rfind("\n", 0, draft.start) + 1) : draft.end].strip()


_LIST_MARK = re.compile(r"^(?:[-+*•–]|\(?(?:[a-zđ]|\d{1,3})[.)])\s+", re.IGNORECASE)


def _set_proposed(draft: Draft, directive_id: int, why: str, *, is_withdrawal: bool, words: str) -> None:
    draft.supplement_act = SupplementAct.WITHDRAWS if is_withdrawal else SupplementAct.REPLACES
    draft.replaces_id = directive_id
    draft.withdraw_reason = _LIST_MARK.sub("", words)[:500] if is_withdrawal else ""
    draft.reasons = json.dumps([why, *json.loads(draft.reasons)], ensure_ascii=False)


def _draft_rows(proposal: drafting.Drafting, day: date) -> list[Draft]:
    fields = units.work_fields(on=day)
    drafts = [_draft_row(draft, _field_code(draft, fields)) for draft in proposal.drafts]
    return drafts + [_passage_row(passage) for passage in proposal.passages if not passage.is_heading]


def _field_code(draft: drafting.Draft, fields: Sequence[WorkField]) -> str:
    """The field whose words the heading or the order itself uses, the heading first; empty when none does, or two do."""
    for words in (draft.field, draft.text):
        spoken = f" {fold_keeping_accents(words or '')} "
        hits = {
            field.code: len(word) for field in fields for word in _field_words(field) if f" {word} " in spoken
        }
        longest = [code for code, length in hits.items() if length == max(hits.values())]
        if len(longest) == 1:
            return longest[0]
    return ""


def _field_words(field: WorkField) -> list[str]:
    return sorted(
        {word for line in (field.name, *field.keywords.split("\n")) if (word := fold_keeping_accents(line))},
        key=len,
    )


def _passage_row(passage: drafting.Passage) -> Draft:
    return Draft(
        start=passage.start,
        end=passage.end,
        kind=DraftKind.PASSAGE,
        state=DraftState.OPEN,
        title="",
        due=DraftDue.UNDECIDED,
        reasons=json.dumps([passage.why], ensure_ascii=False),
        proposal=queries.NOTHING_PROPOSED,
    )


def _draft_row(draft: drafting.Draft, field_code: str) -> Draft:
    """A proposal as the machine reads it. It stays OPEN until a person accepts it: nothing guessed is a fact (rule 4)."""
    due, due_on = _proposed_due(draft)
    row = Draft(
        start=draft.start,
        end=draft.end,
        kind=DraftKind(draft.kind.value),
        state=DraftState.OPEN,
        title=clean_line(draft.title or draft.text[:120]),
        due=due,
        due_on=due_on,
        deadline_text=draft.deadline_text or "",
        recurrence=Recurrence(draft.recurrence.value) if draft.recurrence else None,
        due_day=_due_day(draft),
        event_text=draft.event_text or "",
        field=field_code,
        reasons=json.dumps(draft.reasons, ensure_ascii=False),
    )
    row.units.extend(_mention_row(mention, DraftRole.LEAD) for mention in draft.leads)
    row.units.extend(_mention_row(mention, DraftRole.PARTNER) for mention in draft.partners)
    row.units.extend(
        DraftUnit(role=DraftRole.SUGGESTED, unit_id=int(found.unit_key), reason=found.reason)
        for found in draft.suggestions
    )
    row.proposal = json.dumps(_proposal_of(row), ensure_ascii=False, sort_keys=True)
    return row


def _proposal_of(row: Draft) -> dict[str, Any]:
    """What the machine proposed, in the words of `queries.pairs`: units and groups by number, the day in ISO form."""
    proposed = row.leads or row.suggestions[:1]
    return {
        "units": [unit.unit_id for unit in proposed if unit.unit_id],
        "groups": [unit.group_id for unit in proposed if unit.group_id],
        "deadline": row.due_on.isoformat() if row.due_on else None,
        "recurrence": row.recurrence.value if row.recurrence else None,
        "field": row.field,
    }


def _proposed_due(draft: drafting.Draft) -> tuple[DraftDue, date | None]:
    if draft.recurrence:
        return DraftDue.DUTY, None
    if draft.deadline and draft.deadline_is_sure:
        return DraftDue.DATED, draft.deadline
    if draft.deadline or draft.deadline_text:
        return (DraftDue.EVENT if draft.event_text else DraftDue.UNDECIDED), None
    return (DraftDue.EVENT if draft.event_text else DraftDue.NONE), None


def _due_day(draft: drafting.Draft) -> int | None:
    """25 of "trước ngày 25 hằng tháng"; a weekday is left to the officer."""
    if draft.recurrence not in (
        drafting.Recurrence.MONTHLY,
        drafting.Recurrence.QUARTERLY,
        drafting.Recurrence.YEARLY,
    ):
        return None
    found = re.search(r"ngày\s*(\d{1,2})\b", draft.deadline_text or "")
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _mention_row(mention: drafting.UnitMention, role: DraftRole) -> DraftUnit:
    is_unit = mention.target_kind is drafting.TargetKind.UNIT
    number = int(mention.target) if mention.target else None
    return DraftUnit(
        role=role,
        surface=mention.surface,
        reason=mention.how,
        unit_id=number if number and is_unit else None,
        group_id=number if number and not is_unit else None,
    )
