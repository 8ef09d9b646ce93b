"""The verbs of a briefing: recorded, drafted, reviewed, issued in one transaction, and the next one opened."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

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
from taskboard.domain.text import clean_source, text_sha256
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.reports import actions as reports
from taskboard.reports import queries as reports_queries
from taskboard.settings import queries as settings
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Target:
    """A unit or a group, as a form names it: `unit:5`, `group:2`."""

    unit_id: int | None = None
    group_id: int | None = None

    @classmethod
    def parse(cls, text: str) -> Target:
        """Raises RuleBroken('target_unknown') for anything else."""
        kind, _, number = text.partition(":")
        if kind not in ("unit", "group") or not number.isdigit():
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
    record(Event.BRIEFING_RECORDED, "briefing", briefing.id, acting=on.acting, at=on.now, code=briefing.code, held_on=held_on)
    return briefing


def reported_quarter(held_on: date) -> Quarter:
    """The quarter a briefing of that day reports: the one just ended in a quarter's first half, else the running one."""
    running = Quarter.of(held_on)
    return running.previous() if (held_on - running.first_day).days < 45 else running


def _free_code(quarter: Quarter) -> str:
    base = f"{quarter.year}-q{quarter.number}"
    taken = set(db.session.scalars(sa.select(Briefing.code).where(Briefing.code.startswith(base))))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 1000))) if code not in taken)


# -------------------------------------------------------------------------------------------------------- drafting


def record_conclusions(
    briefing: Briefing, text: str, *, max_chars: int, source_name: str = "", accept_none: bool = False, on: Occasion
) -> ConclusionText:
    """Keep the text, propose drafts. Before issue it may be recorded again: drafts are replaced, nothing issued is touched.

    Raises RuleBroken: text_empty, text_too_long, no_directive_found, conclusions_frozen.
    """
    text = clean_source(text).replace("\0", "")
    if not text.strip():
        raise RuleBroken("text_empty", field="text")
    if len(text) > max_chars:
        raise RuleBroken("text_too_long", field="text", limit=max_chars, length=len(text))
    proposal = _draft(text, briefing, starts_at=None)
    if not proposal.drafts and not accept_none:
        raise RuleBroken("no_directive_found", field="text")
    _drop_open_text(briefing)
    row = ConclusionText(
        briefing=briefing,
        text=text,
        text_sha256=text_sha256(text),
        starts_at=proposal.starts_at,
        source_name=source_name,
        created_at=on.now,
        created_by_id=on.acting.person_id,
    )
    db.session.add(row)
    row.drafts.extend(_draft_rows(proposal))
    db.session.flush()
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
    proposal = _draft(text.text, text.briefing, starts_at=starts_at)
    text.drafts.clear()
    db.session.flush()
    text.starts_at = starts_at
    text.drafts.extend(_draft_rows(proposal))
    _record_change(text, "start_moved", on=on)


def _draft(text: str, briefing: Briefing, *, starts_at: int | None) -> drafting.Drafting:
    gazetteer = units.gazetteer_on(briefing.held_on)
    return drafting.draft(text, briefing.held_on, gazetteer, queries.learned_pairs(), starts_at=starts_at)


def _drop_open_text(briefing: Briefing) -> None:
    for row in briefing.texts:
        if row.frozen_at is not None:
            raise RuleBroken("conclusions_frozen")
        db.session.delete(row)
    db.session.flush()
    db.session.expire(briefing, ["texts"])


def _draft_rows(proposal: drafting.Drafting) -> list[Draft]:
    return [_draft_row(draft) for draft in proposal.drafts] + [_passage_row(passage) for passage in proposal.passages]


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


def _draft_row(draft: drafting.Draft) -> Draft:
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
        due_day=_due_day(draft.deadline_text) if draft.recurrence else None,
        event_text=draft.event_text or "",
        field=draft.field or "",
        reasons=json.dumps(draft.reasons, ensure_ascii=False),
    )
    row.units.extend(_mention_row(mention, DraftRole.LEAD) for mention in draft.leads)
    row.units.extend(_mention_row(mention, DraftRole.PARTNER) for mention in draft.partners)
    row.units.extend(
        DraftUnit(role=DraftRole.SUGGESTED, unit_id=int(found.unit_key), reason=found.reason) for found in draft.suggestions
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


def _due_day(deadline_text: str | None) -> int | None:
    """25 of "trước ngày 25 hằng tháng"."""
    found = re.search(r"ngày\s*(\d{1,2})\b", deadline_text or "")
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
    _check_edit(draft, edit)
    draft.title = edit.title
    draft.kind = DraftKind.ORDER if draft.kind is DraftKind.PASSAGE else draft.kind
    draft.due, draft.due_on = edit.due, edit.due_on if edit.due is DraftDue.DATED else None
    draft.recurrence = edit.recurrence if edit.due is DraftDue.DUTY else None
    draft.due_day = edit.due_day if edit.due is DraftDue.DUTY else None
    draft.event_text = edit.event_text
    draft.field, draft.rule, draft.fans_out = edit.field, edit.rule, edit.fans_out
    _replace_units(draft, edit)
    if draft.state is DraftState.DROPPED:
        draft.state, draft.drop_reason = DraftState.OPEN, ""
    _record_change(draft.text_row, "edited", draft=draft, on=on)


def _check_edit(draft: Draft, edit: DraftEdit) -> None:
    held_on = draft.text_row.briefing.held_on
    if not edit.title.strip():
        raise RuleBroken("title_missing", field="title")
    if edit.due is DraftDue.DATED and edit.due_on is None:
        raise RuleBroken("due_missing", field="due_on")
    if edit.due is DraftDue.DATED and edit.due_on is not None and edit.due_on < held_on:
        raise RuleBroken("due_before_briefing", field="due_on", held_on=held_on)
    if edit.due is DraftDue.DUTY and edit.recurrence is None:
        raise RuleBroken("recurrence_missing", field="recurrence")


def _replace_units(draft: Draft, edit: DraftEdit) -> None:
    """Chosen targets replace the proposals; the words of the text stay with a target that keeps them."""
    surfaces = {(unit.unit_id, unit.group_id): unit.surface for unit in draft.units}
    kept = draft.suggestions
    draft.units[:] = kept
    for role, targets in ((DraftRole.LEAD, edit.leads), (DraftRole.PARTNER, edit.partners)):
        for target in dict.fromkeys(targets):
            _check_target(target)
            surface = surfaces.get((target.unit_id, target.group_id), "")
            draft.units.append(DraftUnit(role=role, unit_id=target.unit_id, group_id=target.group_id, surface=surface))


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
        raise RuleBroken(lacks[0].value, field="due_on" if lacks[0].value == "due_undecided" else "leads")
    draft.state, draft.drop_reason = DraftState.ACCEPTED, ""
    draft.decided_by_id = on.acting.person_id
    _record_change(draft.text_row, "accepted", draft=draft, on=on)


def drop_draft(draft: Draft, *, reason: str, version: int, on: Occasion) -> None:
    """"Không phát sinh nhiệm vụ", always with a reason (rule 3)."""
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
    left, right = text[draft.start : at], text[at : draft.end]
    if not (draft.start < at < draft.end and left.strip(" ;,.\n") and right.strip(" ;,.\n")):
        raise RuleBroken("split_outside", field="at")
    second = Draft(
        text_row=draft.text_row,
        start=at + len(right) - len(right.lstrip(" ;,.\n")),
        end=draft.end,
        kind=draft.kind,
        state=DraftState.OPEN,
        title=_title(right),
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
    draft.end = draft.start + len(left.rstrip(" ;,.\n"))
    draft.title, draft.state = _title(left), DraftState.OPEN
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
    have = {(row.role, row.unit_id, row.group_id) for row in draft.units}
    draft.units.extend(_copy(row) for row in following.units if (row.role, row.unit_id, row.group_id) not in have)
    if draft.kind is DraftKind.PASSAGE:
        draft.kind = following.kind
    draft.text_row.drafts.remove(following)
    _record_change(draft.text_row, "joined", draft=draft, on=on)


def add_draft(text: ConclusionText, start: int, end: int, *, version: int, on: Occasion) -> Draft:
    """A person marks words the machine passed over. Passages inside give way; other drafts may not be overlapped.

    Raises RuleBroken: selection_outside, selection_overlaps.
    """
    _expect_open(text, version)
    if not 0 <= start < end <= len(text.text) or not text.text[start:end].strip():
        raise RuleBroken("selection_outside")
    for row in list(text.drafts):
        if row.start < end and start < row.end:
            if row.kind is not DraftKind.PASSAGE:
                raise RuleBroken("selection_overlaps")
            text.drafts.remove(row)
    words = text.text[start:end]
    start += len(words) - len(words.lstrip())
    row = Draft(
        text_row=text,
        start=start,
        end=start + len(words.strip()),
        kind=DraftKind.ORDER,
        state=DraftState.OPEN,
        title=_title(words),
        due=DraftDue.UNDECIDED,
        reasons="[]",
    )
    text.starts_at = min(text.starts_at, start)
    db.session.flush()
    _record_change(text, "added", draft=row, on=on)
    return row


def _title(words: str) -> str:
    line = " ".join(words.strip(" ;,.\n").split())
    cut = line if len(line) <= 120 else line[:120].rsplit(" ", 1)[0]
    return cut[:1].upper() + cut[1:]


def _copy(row: DraftUnit) -> DraftUnit:
    return DraftUnit(role=row.role, unit_id=row.unit_id, group_id=row.group_id, surface=row.surface, reason=row.reason)


def _expect_draft(draft: Draft, version: int) -> None:
    _expect_open(draft.text_row, None)
    if draft.version != version:
        raise Stale("stale")


def _expect_open(text: ConclusionText, version: int | None) -> None:
    if text.frozen_at is not None:
        raise RuleBroken("conclusions_frozen")
    if version is not None and text.version != version:
        raise Stale("stale")


def _record_change(text: ConclusionText, change: str, *, draft: Draft | None = None, on: Occasion, **details: object) -> None:
    db.session.flush()
    if draft is not None:
        details |= {"draft": draft.id, "words": draft.wording[:80]}
    record(Event.DRAFT_CHANGED, "briefing", text.briefing_id, acting=on.acting, at=on.now, change=change, **details)


# ----------------------------------------------------------------------------------------------------------- issuing


def issue(text: ConclusionText, *, on: Occasion) -> list[Task]:
    """Ban hành: the text is frozen; conclusions, directives, tasks, reminders and one mail a unit come to be together.

    Raises AlreadyDone('already_issued'); RuleBroken: review_unfinished (left), nothing_accepted, unit_gone, due_before_assignment.
    """
    db.session.refresh(text, with_for_update=True)
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
    """Each paragraph of the conclusions becomes a numbered passage in its original wording (rule 1)."""
    conclusions = []
    for number, (start, end) in enumerate(_paragraphs(text.text, text.starts_at), start=1):
        inside = [row for row in rows if start <= row.start < end]
        reason = None
        if inside and all(row.state is DraftState.DROPPED for row in inside):
            reason = "; ".join(dict.fromkeys(row.drop_reason for row in inside))
        conclusions.append(
            Conclusion(text_id=text.id, number=number, start=start, end=end, wording=text.text[start:end], no_task_reason=reason)
        )
    db.session.add_all(conclusions)
    db.session.flush()
    return conclusions


def _paragraphs(text: str, starts_at: int) -> Iterable[tuple[int, int]]:
    at = starts_at
    for line in text[starts_at:].split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            yield start, at + len(line.rstrip())
        at += len(line) + 1


def _issue_drafts(briefing: Briefing, accepted: Sequence[Draft], conclusions: Sequence[Conclusion], *, on: Occasion) -> list[Task]:
    made: list[Task] = []
    codes = next_directive_codes(on.today.year, len(accepted))
    for code, draft in zip(codes, accepted, strict=True):
        home = next(row for row in reversed(conclusions) if row.start <= draft.start)
        directive = Directive(
            code=code,
            source_kind=SourceKind.CONCLUSION,
            briefing=briefing,
            conclusion=home,
            start=draft.start,
            end=draft.end,
            wording=draft.wording,
            source_number=briefing.notice_number,
            source_on=briefing.held_on,
            leader_id=briefing.chair_id,
            field=draft.field,
            rule=draft.rule,
            assigned_on=briefing.held_on,
            issued_at=on.now,
            issued_by_id=on.acting.person_id,
        )
        made.extend(_publish(directive, _order_of(draft, on=on), on=on))
    return made


def _order_of(draft: Draft, *, on: Occasion) -> tasks.Order:
    day = draft.text_row.briefing.held_on
    leads = _expand(((row.unit_id, row.group_id) for row in draft.leads), day)
    partners = [unit for unit in _expand(((row.unit_id, row.group_id) for row in draft.partners), day) if unit not in leads]
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


def _expand(targets: Iterable[tuple[int | None, int | None]], day: date) -> list[Unit]:
    """Groups become their members of the day, each unit once."""
    found: dict[int, Unit] = {}
    for unit_id, group_id in targets:
        members = units.members_on(group_id, day) if group_id else [units.unit_by_id(unit_id or 0)]
        for unit in members:
            if unit is None:
                raise RuleBroken("target_unknown", field="leads")
            found[unit.id] = unit
    return list(found.values())


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
    *, title: str, held_on: date, place: str = "", chair: Person | None = None, attendees: str = "", cutoff: datetime, on: Occasion
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
        Event.BRIEFING_OPENED, "briefing", briefing.id, acting=on.acting, at=on.now, code=briefing.code, carried=len(carried)
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
    leads = _expand(((target.unit_id, target.group_id) for target in edit.leads), assigned_on)
    several = len(leads) > 1 and not edit.fans_out and not any(target.group_id for target in edit.leads)
    if several:
        raise RuleBroken("lead_several", field="leads")
    if edit.due is DraftDue.UNDECIDED:
        raise RuleBroken("due_undecided", field="due")
    partners = [unit for unit in _expand(((t.unit_id, t.group_id) for t in edit.partners), assigned_on) if unit not in leads]
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
