"""Ban hành: what was accepted becomes directives and tasks, together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taskboard.briefings import queries
from taskboard.briefings.models import (
    Briefing,
    BriefingState,
    Conclusion,
    ConclusionText,
    Directive,
    Draft,
    DraftState,
    SourceKind,
)
from taskboard.counters import next_directive_codes
from taskboard.db import db
from taskboard.domain.deadline import DueKind
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task


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
    reminders.owe_issue_mails(made, source_title=text.briefing.title, key=f"issue:text:{text.id}", on=on)
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
        return publish(directive, _order_of(draft), on=on)
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


def publish(directive: Directive, order: tasks.Order, *, on: Occasion) -> list[Task]:
    """The directive stands from here on, and its units have their tasks. Raises RuleBroken as `tasks.actions.assign`."""
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
