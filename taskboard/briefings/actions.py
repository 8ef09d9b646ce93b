"""The verbs of a briefing: recorded, drafted, reviewed, issued in one transaction, and the next one opened."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from taskboard.accounts.models import Person
from taskboard.briefings import queries
from taskboard.briefings.models import (
    Briefing,
    BriefingSeries,
    BriefingState,
    Conclusion,
    ConclusionText,
    Directive,
    Draft,
    DraftDue,
    DraftKind,
    DraftRole,
    DraftState,
    DraftUnit,
    FanOutRule,
    SourceKind,
    SourceLevel,
)
from taskboard.counters import next_directive_codes
from taskboard.db import db
from taskboard.domain import drafting
from taskboard.domain.calendar import CutOff, Quarter
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.domain.errors import AlreadyDone, RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.domain.review import Lead, Missing, missing, start_with_headings
from taskboard.domain.text import clean_source, fold_keeping_accents, text_sha256
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.reports import actions as reports
from taskboard.reports import queries as reports_queries
from taskboard.settings import queries as settings
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.units.models import Unit, WorkField


@dataclass(frozen=True, slots=True)
class Target:
    """A unit or a group, as a form names it: `unit:5`, `group:2`."""

    unit_id: int | None = None
    group_id: int | None = None

    @classmethod
    def parse(cls, text: str) -> Target:
        """Raises RuleBroken('target_unknown') for anything else."""
        kind, _, number = text.partition(":")
        if kind not in ("unit", "group") or not number.isdecimal() or len(number) > 9:
            raise RuleBroken("target_unknown", field="leads")
        return cls(unit_id=int(number)) if kind == "unit" else cls(group_id=int(number))


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """Everything a person may set on a draft."""

    title: str
    leads: Sequence[Target]
    partners: Sequence[Target]
    due: DraftDue
    due_on: date | None = None
    recurrence: Recurrence | None = None
    due_day: int | None = None
    event_text: str = ""
    field: str = ""
    fans_out: bool = False
    rule: FanOutRule = FanOutRule.ALL


# ------------------------------------------------------------------------------------------------------- recording


def ensure_series(code: str, name: str) -> BriefingSeries:
    series = db.session.scalar(sa.select(BriefingSeries).where(BriefingSeries.code == code))
    if series is None:
        series = BriefingSeries(code=code, name=name)
        db.session.add(series)
        db.session.flush()
    return series


def record_briefing(
    *,
    title: str,
    held_on: date,
    place: str = "",
    chair: Person | None = None,
    attendees: str = "",
    notice_number: str = "",
    notice_on: date | None = None,
    previous: Briefing | None = None,
    reporting_quarter: Quarter | None = None,
    on: Occasion,
) -> Briefing:
    """Record a quarterly briefing. One held in the first weeks of a quarter reports the quarter before.

    Raises RuleBroken: notice_before_briefing, held_before_previous.
    """
    if notice_on is not None and notice_on < held_on:
        raise RuleBroken("notice_before_briefing", field="notice_on", held_on=held_on)
    if previous is not None and held_on <= previous.held_on:
        raise RuleBroken("held_before_previous", field="held_on", previous=previous.held_on)
    quarter = reporting_quarter or reported_quarter(held_on)
    period = quarter.period(CutOff(settings.value_on("period_cutoff", held_on)))
    briefing = Briefing(
        code=_free_code(quarter),
        series=ensure_series("giao-ban-quy", "Giao ban quý"),
        title=title,
        year=quarter.year,
        quarter=quarter.number,
        held_on=held_on,
        place=place,
        chair=chair,
        attendees=attendees,
        notice_number=notice_number,
        notice_on=notice_on,
        period_start=period.first,
        period_end=period.last,
        state=BriefingState.HELD if held_on <= on.today else BriefingState.PLANNED,
        previous=previous,
        created_at=on.now,
        created_by_id=on.acting.person_id,
    )
    db.session.add(briefing)
    db.session.flush()
    record(
        Event.BRIEFING_RECORDED,
        "briefing",
        briefing.id,
        acting=on.acting,
        at=on.now,
        code=briefing.code,
        held_on=held_on,
    )
    return briefing


@dataclass(frozen=True, slots=True)
class BriefingFacts:
    """What may still be said of a briefing after it was recorded; its day, and with it its period, stays."""

    title: str
    place: str = ""
    chair: Person | None = None
    attendees: str = ""
    notice_number: str = ""
    notice_on: date | None = None


def change_briefing(briefing: Briefing, facts: BriefingFacts, *, version: int, on: Occasion) -> None:
    """Correct or complete a briefing: most notices get their number days after the meeting.

    Raises Stale, RuleBroken('notice_before_briefing').
    """
    if briefing.version != version:
        raise Stale("stale")
    if facts.notice_on is not None and facts.notice_on < briefing.held_on:
        raise RuleBroken("notice_before_briefing", field="notice_on", held_on=briefing.held_on)
    before = {
        name: getattr(briefing, name)
        for name in ("title", "place", "attendees", "notice_number", "notice_on")
    }
    before["chair"] = briefing.chair_id
    briefing.title, briefing.place, briefing.attendees = facts.title, facts.place, facts.attendees
    briefing.notice_number, briefing.notice_on, briefing.chair = (
        facts.notice_number,
        facts.notice_on,
        facts.chair,
    )
    db.session.flush()
    after = {name: getattr(briefing, name) for name in before if name != "chair"} | {
        "chair": briefing.chair_id
    }
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        record(
            Event.BRIEFING_CHANGED,
            "briefing",
            briefing.id,
            acting=on.acting,
            at=on.now,
            code=briefing.code,
            from_={name: before[name] for name in changed},
            to={name: after[name] for name in changed},
        )


def reported_quarter(held_on: date) -> Quarter:
    """The quarter a briefing of that day reports: the one just ended in a quarter's first half, else the running one."""
    running = Quarter.of(held_on)
    return running.previous if (held_on - running.first_day).days < 45 else running


def _free_code(quarter: Quarter) -> str:
    base = f"{quarter.year}-q{quarter.number}"
    taken = set(db.session.scalars(sa.select(Briefing.code).where(Briefing.code.startswith(base))))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 1000))) if code not in taken)


# -------------------------------------------------------------------------------------------------------- drafting


def record_conclusions(
    briefing: Briefing,
    text: str,
    *,
    max_chars: int,
    source_name: str = "",
    accept_none: bool = False,
    seen_version: int | None = None,
    on: Occasion,
) -> ConclusionText:
    """Keep the text, propose drafts. Before issue it may be recorded again: drafts are replaced, nothing issued is touched.

    `seen_version` is the version of the text the person knows to be replaced: no colleague's review is wiped out unseen.
    Raises Stale, RuleBroken: text_empty, text_too_long, no_directive_found, conclusions_frozen.
    """
    text = clean_source(text).replace("\0", "")
    if not text.strip():
        raise RuleBroken("text_empty", field="text")
    if len(text) > max_chars:
        raise RuleBroken("text_too_long", field="text", limit=max_chars, length=len(text))
    proposal = _draft(text, briefing, starts_at=None)
    if not proposal.drafts and not accept_none:
        raise RuleBroken("no_directive_found", field="text")
    row = _open_text(briefing, seen_version)
    row.text, row.text_sha256, row.source_name = text, text_sha256(text), source_name
    row.starts_at = start_with_headings(text, proposal.starts_at)
    row.created_at, row.created_by_id = on.now, on.acting.person_id
    _replace_drafts(row, proposal)
    record(
        Event.CONCLUSIONS_RECORDED,
        "briefing",
        briefing.id,
        acting=on.acting,
        at=on.now,
        sha256=row.text_sha256,
        drafts=len(proposal.drafts),
    )
    return row


def move_start(text: ConclusionText, starts_at: int, *, version: int, on: Occasion) -> None:
    """A person says where the conclusions begin; proposals are made anew from there. Raises RuleBroken('start_outside')."""
    _expect_open(text, version)
    if not 0 <= starts_at < len(text.text):
        raise RuleBroken("start_outside", field="starts_at")
    text.starts_at = starts_at
    _replace_drafts(text, _draft(text.text, text.briefing, starts_at=starts_at))
    _record_change(text, "start_moved", on=on)


def _draft(text: str, briefing: Briefing, *, starts_at: int | None) -> drafting.Drafting:
    gazetteer = units.gazetteer_on(briefing.held_on)
    return drafting.draft(text, briefing.held_on, gazetteer, queries.learned_pairs(), starts_at=starts_at)


def _open_text(briefing: Briefing, seen_version: int | None) -> ConclusionText:
    """The one row a briefing under review has: a new one, or the one the person saw.

    It is written over, not deleted: SQLite gives the number of a deleted row to the next, and a stale form would fit it.
    """
    for row in briefing.texts:
        _expect_open(row, None)
        if row.version != seen_version:
            raise Stale("stale")
        return row
    row = ConclusionText(briefing=briefing)
    db.session.add(row)
    return row


def _replace_drafts(text: ConclusionText, proposal: drafting.Drafting) -> None:
    """New proposals for the whole text. Its version moves on, so that no form of the old drafts fits the new ones."""
    if text.drafts:
        text.drafts.clear()
        flag_modified(text, "starts_at")
        db.session.flush()
    text.drafts.extend(_draft_rows(proposal))
    db.session.flush()


def _draft_rows(proposal: drafting.Drafting) -> list[Draft]:
    fields = units.work_fields()
    drafts = [_draft_row(draft, _field_code(draft, fields)) for draft in proposal.drafts]
    return drafts + [_passage_row(passage) for passage in proposal.passages]


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
    )


def _draft_row(draft: drafting.Draft, field_code: str) -> Draft:
    """A proposal as the machine reads it. It stays OPEN until a person accepts it: nothing guessed is a fact (rule 4)."""
    due, due_on = _proposed_due(draft)
    row = Draft(
        start=draft.start,
        end=draft.end,
        kind=DraftKind(draft.kind.value),
        state=DraftState.OPEN,
        title=draft.title or draft.text[:120],
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
    return row


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


# --------------------------------------------------------------------------------------------------------- reviewing


def edit_draft(draft: Draft, edit: DraftEdit, *, version: int, on: Occasion) -> None:
    """Set what a person corrected. Raises Stale, RuleBroken: title_missing, due_missing, due_before_briefing, target_unknown…"""
    _expect_draft(draft, version)
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
    _record_change(draft.text_row, "edited", draft=draft, on=on)


def check_edit(edit: DraftEdit, *, held_on: date | None = None) -> None:
    """What no order may say, whatever it comes from.

    Raises RuleBroken: title_missing, due_missing, due_before_briefing, recurrence_missing, due_day_outside, event_missing, target_unknown.
    """
    if not edit.title.strip():
        raise RuleBroken("title_missing", field="title")
    _check_due(edit, held_on)
    for target in (*edit.leads, *edit.partners):
        _check_target(target)


def _check_due(edit: DraftEdit, held_on: date | None) -> None:
    match edit.due:
        case DraftDue.DATED if edit.due_on is None:
            raise RuleBroken("due_missing", field="due_on")
        case DraftDue.DATED if held_on and edit.due_on and edit.due_on < held_on:
            raise RuleBroken("due_before_briefing", field="due_on", held_on=held_on)
        case DraftDue.DUTY:
            _check_duty(edit)
        case DraftDue.EVENT if not edit.event_text.strip():
            raise RuleBroken("event_missing", field="event_text")


def _check_duty(edit: DraftEdit) -> None:
    if edit.recurrence is None:
        raise RuleBroken("recurrence_missing", field="recurrence")
    last = 7 if edit.recurrence is Recurrence.WEEKLY else 31
    if edit.due_day is not None and not 1 <= edit.due_day <= last:
        raise RuleBroken("due_day_outside", field="due_day", last=last)


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


def _check_target(target: Target) -> None:
    known = units.unit_by_id(target.unit_id) if target.unit_id else queries.group_by_id(target.group_id)
    if known is None:
        raise RuleBroken("target_unknown", field="leads")


def take_suggestion(draft: Draft, unit_id: int, *, version: int, on: Occasion) -> None:
    """The officer takes the usual lead: from here on it is a person's choice."""
    _expect_draft(draft, version)
    if unit_id not in {row.unit_id for row in draft.suggestions}:
        raise RuleBroken("target_unknown", field="leads")
    for row in draft.leads:
        draft.units.remove(row)
    draft.units.append(DraftUnit(role=DraftRole.LEAD, unit_id=unit_id))
    _record_change(draft.text_row, "suggestion_taken", draft=draft, on=on)


def accept_draft(draft: Draft, *, version: int, on: Occasion) -> None:
    """A person signs the proposal. Raises RuleBroken with the first thing missing."""
    _expect_draft(draft, version)
    lacks = queries.missing_of(draft)
    if lacks:
        raise RuleBroken(lacks[0].value, field="due" if lacks[0] is Missing.DUE else "leads")
    draft.state, draft.drop_reason = DraftState.ACCEPTED, ""
    draft.decided_by_id = on.acting.person_id
    _record_change(draft.text_row, "accepted", draft=draft, on=on)


def drop_draft(draft: Draft, *, reason: str, version: int, on: Occasion) -> None:
    """ "Không phát sinh nhiệm vụ", always with a reason (rule 3)."""
    _expect_draft(draft, version)
    if not reason.strip():
        raise RuleBroken("reason_missing", field="drop_reason")
    draft.state, draft.drop_reason = DraftState.DROPPED, reason
    draft.decided_by_id = on.acting.person_id
    _record_change(draft.text_row, "dropped", draft=draft, on=on, reason=reason)


def drop_passages(text: ConclusionText, *, reason: str, on: Occasion) -> int:
    """Mark every passage without an order at once, with one reason. Returns how many."""
    _expect_open(text, None)
    if not reason.strip():
        raise RuleBroken("reason_missing", field="drop_reason")
    left = [row for row in text.drafts if row.kind is DraftKind.PASSAGE and row.state is DraftState.OPEN]
    for row in left:
        row.state, row.drop_reason, row.decided_by_id = DraftState.DROPPED, reason, on.acting.person_id
    if left:
        _record_change(text, "passages_dropped", on=on, reason=reason, count=len(left))
    return len(left)


def reopen_draft(draft: Draft, *, version: int, on: Occasion) -> None:
    _expect_draft(draft, version)
    draft.state, draft.drop_reason, draft.decided_by_id = DraftState.OPEN, "", None
    _record_change(draft.text_row, "reopened", draft=draft, on=on)


def split_draft(draft: Draft, at: int, *, version: int, on: Occasion) -> Draft:
    """Cut a draft in two at a code point of the text; both keep leads and deadline. Raises RuleBroken('split_outside')."""
    _expect_draft(draft, version)
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
        reasons="[]",
    )
    second.units.extend(_copy(row) for row in draft.units)
    db.session.add(second)
    draft.end = left[1]
    draft.title, draft.state = _title(text[left[0] : left[1]]), DraftState.OPEN
    draft.drop_reason, draft.decided_by_id = "", None
    _record_change(draft.text_row, "split", draft=draft, on=on)
    return second


def join_draft(draft: Draft, *, version: int, on: Occasion) -> None:
    """Join a draft with the one behind it. Raises RuleBroken('nothing_to_join')."""
    _expect_draft(draft, version)
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
    _record_change(draft.text_row, "joined", draft=draft, on=on)


def add_draft(text: ConclusionText, start: int, end: int, *, version: int, on: Occasion) -> Draft:
    """A person marks words the machine passed over. Passages give way, other drafts may not be overlapped.

    Raises Stale, RuleBroken: selection_outside, selection_overlaps.
    """
    _expect_open(text, version)
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
    )
    db.session.add(row)
    db.session.flush()
    db.session.refresh(text, ["drafts"])
    _record_change(text, "added", draft=row, on=on)
    return row


_EDGES = " ;,.:\n\t\u00a0"


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks and stops around it; empty when nothing else is in it."""
    if not 0 <= start < end <= len(text):
        return 0, 0
    words = text[start:end]
    return start + len(words) - len(words.lstrip(_EDGES)), start + len(words.rstrip(_EDGES))


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
                    drop_reason=row.drop_reason,
                    decided_by_id=row.decided_by_id,
                )
            )
    row.text_row.drafts.remove(row)


def _title(words: str) -> str:
    line = " ".join(words.strip(_EDGES).split())
    cut = line if len(line) <= 120 else line[:120].rsplit(" ", 1)[0]
    return cut[:1].upper() + cut[1:]


def _copy(row: DraftUnit) -> DraftUnit:
    return DraftUnit(
        role=row.role, unit_id=row.unit_id, group_id=row.group_id, surface=row.surface, reason=row.reason
    )


def _expect_draft(draft: Draft, version: int) -> None:
    _expect_open(draft.text_row, None)
    if draft.version != version:
        raise Stale("stale")


def _expect_open(text: ConclusionText, version: int | None) -> None:
    """The text's row is locked: a review and an issue of the same text follow one another."""
    db.session.refresh(text, ["frozen_at", "version"], with_for_update=True)
    if text.frozen_at is not None:
        raise RuleBroken("conclusions_frozen")
    if version is not None and text.version != version:
        raise Stale("stale")


def _record_change(
    text: ConclusionText, change: str, *, draft: Draft | None = None, on: Occasion, **details: object
) -> None:
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


# ----------------------------------------------------------------------------------------------------------- issuing


def issue(text: ConclusionText, *, on: Occasion) -> list[Task]:
    """Ban hành: the text is frozen; conclusions, directives, tasks, reminders and one mail a unit come to be together.

    Raises AlreadyDone('already_issued'); RuleBroken: review_unfinished (left), nothing_accepted, unit_gone, due_before_assignment.
    """
    db.session.refresh(text, ["frozen_at", "version", "drafts"], with_for_update=True)
    if text.frozen_at is not None:
        raise AlreadyDone("already_issued")
    rows = sorted(text.drafts, key=lambda row: row.start)
    left = [row for row in rows if row.state is DraftState.OPEN]
    if left:
        raise RuleBroken("review_unfinished", left=len(left))
    accepted = [row for row in rows if row.state is DraftState.ACCEPTED]
    if not accepted:
        raise RuleBroken("nothing_accepted")
    conclusions = _freeze_conclusions(text, rows)
    made = _issue_drafts(text.briefing, accepted, conclusions, on=on)
    text.frozen_at = on.now
    text.briefing.state = BriefingState.ISSUED
    db.session.flush()
    _tell_units(made, title=text.briefing.title, key=f"issue:text:{text.id}", on=on)
    record(
        Event.CONCLUSIONS_ISSUED,
        "briefing",
        text.briefing_id,
        acting=on.acting,
        at=on.now,
        directives=len(accepted),
        tasks=len(made),
        units=len({task.unit_id for task in made}),
    )
    return made


def _freeze_conclusions(text: ConclusionText, rows: Sequence[Draft]) -> list[Conclusion]:
    """Each paragraph in which something was decided becomes a numbered passage in its original wording (rule 1).

    Headings, and paragraphs of the report in which nobody found an order, are none.
    """
    paragraphs = [
        (start, end) for start, end in _paragraphs(text.text) if any(start <= row.start < end for row in rows)
    ]
    conclusions = [
        Conclusion(
            text_id=text.id,
            number=number,
            start=start,
            end=end,
            wording=text.text[start:end],
            no_task_reason=_no_task_reason([row for row in rows if start <= row.start < end]),
        )
        for number, (start, end) in enumerate(paragraphs, start=1)
    ]
    db.session.add_all(conclusions)
    db.session.flush()
    return conclusions


def _no_task_reason(inside: Sequence[Draft]) -> str | None:
    """Why no task arises of a paragraph; None when one does, or when it holds nothing to decide."""
    if not inside or any(row.state is not DraftState.DROPPED for row in inside):
        return None
    return "; ".join(dict.fromkeys(row.drop_reason for row in inside))


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            yield start, at + len(line.rstrip())
        at += len(line) + 1


def _issue_drafts(
    briefing: Briefing, accepted: Sequence[Draft], conclusions: Sequence[Conclusion], *, on: Occasion
) -> list[Task]:
    made: list[Task] = []
    codes = next_directive_codes(on.today.year, len(accepted))
    for number, (code, draft) in enumerate(zip(codes, accepted, strict=True), start=1):
        home = next(row for row in reversed(conclusions) if row.start <= draft.start)
        directive = Directive(
            code=code,
            source_kind=SourceKind.CONCLUSION,
            briefing=briefing,
            conclusion=home,
            number=number,
            start=draft.start,
            end=draft.end,
            wording=draft.wording,
            source_number=briefing.notice_number,
            source_on=briefing.notice_on if briefing.notice_number else briefing.held_on,
            leader_id=briefing.chair_id,
            field=draft.field,
            rule=draft.rule,
            assigned_on=briefing.held_on,
            issued_at=on.now,
            issued_by_id=on.acting.person_id,
        )
        made.extend(_issue_draft(draft, directive, on=on))
    return made


def _issue_draft(draft: Draft, directive: Directive, *, on: Occasion) -> list[Task]:
    """A refusal names the draft it is about."""
    try:
        return _publish(directive, _order_of(draft), on=on)
    except RuleBroken as broken:
        broken.details["draft_id"] = draft.id
        raise


def _order_of(draft: Draft) -> tasks.Order:
    leads, partners = queries.units_of(draft)
    return tasks.Order(
        title=draft.title,
        leads=leads,
        partners=partners,
        due_kind=DueKind(draft.due.value),
        due_on=draft.due_on,
        due_basis=draft.event_text or draft.deadline_text,
        recurrence=draft.recurrence,
        due_day=draft.due_day,
    )


def _publish(directive: Directive, order: tasks.Order, *, on: Occasion) -> list[Task]:
    db.session.add(directive)
    db.session.flush()
    record(
        Event.DIRECTIVE_ISSUED,
        "directive",
        directive.id,
        acting=on.acting,
        at=on.now,
        source=directive.source_kind,
        words=directive.wording[:200],
    )
    return tasks.assign(directive, order, on=on)


def _tell_units(made: Sequence[Task], *, title: str, key: str, on: Occasion) -> None:
    reminders.owe_issue_mails(made, source_title=title, key=key, on=on)


# ------------------------------------------------------------------------------------------------- the next briefing


def open_briefing(
    *,
    title: str,
    held_on: date,
    place: str = "",
    chair: Person | None = None,
    attendees: str = "",
    cutoff: datetime,
    on: Occasion,
) -> Briefing:
    """Open the next briefing: its roll-up is computed at `cutoff` and frozen, unfinished tasks carried over by reference.

    The caller holds all writers from the start of the transaction. Raises as `record_briefing` and `reports.actions.freeze`.
    """
    previous = queries.last_issued_before(held_on)
    briefing = record_briefing(
        title=title, held_on=held_on, place=place, chair=chair, attendees=attendees, previous=previous, on=on
    )
    reports.freeze(briefing, cutoff=cutoff, on=on)
    briefing.state = BriefingState.FROZEN if held_on > on.today else BriefingState.HELD
    if previous is not None and previous.state is BriefingState.ISSUED:
        previous.state = BriefingState.CLOSED
    db.session.flush()
    carried = reports_queries.carried_into(briefing)
    record(
        Event.BRIEFING_OPENED,
        "briefing",
        briefing.id,
        acting=on.acting,
        at=on.now,
        code=briefing.code,
        carried=len(carried),
    )
    return briefing


# ---------------------------------------------------------------------------------------- directives outside briefings


@dataclass(frozen=True, slots=True)
class Source:
    """Where a directive outside a briefing comes from (decision 2)."""

    kind: SourceKind
    wording: str
    number: str = ""
    on: date | None = None
    body: str = ""
    level: SourceLevel = SourceLevel.OWN
    leader: Person | None = None
    field: str = ""


def create_directive(
    source: Source, *, title: str, edit: DraftEdit, assigned_on: date, is_starred: bool = False, on: Occasion
) -> tuple[Directive, list[Task]]:
    """A letter, a direct order, a superior's task: issued at once, told to its units.

    Raises RuleBroken: wording_missing, title_missing, source_missing, lead_missing, lead_several, due_missing, due_before_assignment, unit_gone.
    """
    _check_source(source, title, assigned_on, today=on.today)
    check_edit(edit)
    leads, partners = _units_of_edit(edit, assigned_on)
    directive = Directive(
        code=next_directive_codes(on.today.year, 1)[0],
        source_kind=source.kind,
        wording=source.wording,
        source_number=source.number,
        source_on=source.on,
        source_body=source.body,
        source_level=source.level,
        leader_id=source.leader.id if source.leader else None,
        field=source.field,
        rule=edit.rule,
        assigned_on=assigned_on,
        issued_at=on.now,
        issued_by_id=on.acting.person_id,
    )
    order = tasks.Order(
        title=title,
        leads=leads,
        partners=partners,
        due_kind=DueKind(edit.due.value),
        due_on=edit.due_on,
        due_basis=edit.event_text,
        recurrence=edit.recurrence,
        due_day=edit.due_day,
        is_starred=is_starred,
    )
    made = _publish(directive, order, on=on)
    _tell_units(made, title=title, key=f"issue:directive:{directive.id}", on=on)
    return directive, made


def _units_of_edit(edit: DraftEdit, day: date) -> tuple[list[Unit], list[Unit]]:
    """Leads and partners by name. Raises RuleBroken: lead_missing, lead_several, due_undecided."""
    leads = [Lead(is_resolved=True, is_group=target.group_id is not None) for target in edit.leads]
    lacks = missing(
        is_passage=False,
        leads=leads,
        is_due_decided=edit.due is not DraftDue.UNDECIDED,
        fans_out=edit.fans_out,
    )
    if lacks:
        raise RuleBroken(lacks[0].value, field="due" if lacks[0] is Missing.DUE else "leads")
    return queries.lead_and_partner_units(
        [(target.unit_id, target.group_id) for target in edit.leads],
        [(target.unit_id, target.group_id) for target in edit.partners],
        day,
    )


def _check_source(source: Source, title: str, assigned_on: date, *, today: date) -> None:
    if not source.wording.strip():
        raise RuleBroken("wording_missing", field="wording")
    if not title.strip():
        raise RuleBroken("title_missing", field="title")
    if source.kind is SourceKind.LETTER and not source.number:
        raise RuleBroken("source_missing", field="source_number")
    if source.kind is SourceKind.CONCLUSION:
        raise RuleBroken("source_kind_unknown", field="source_kind")
    if assigned_on > today:
        raise RuleBroken("assigned_in_future", field="assigned_on", today=today)
