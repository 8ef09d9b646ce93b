"""Ban hành: what was accepted becomes directives and tasks, together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from taskboard.briefings import queries
from taskboard.briefings.actions.ending import NO_ANSWERS, Answers, Ending, end_directive, plan_endings
from taskboard.briefings.models import (
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


def issue(text: ConclusionText, *, answers: Answers = NO_ANSWERS, on: Occasion) -> list[Task]:
    """Ban hành: the text is frozen; conclusions, directives, tasks, reminders and one mail a unit come to be together.

    Of a supplement, `answers` says for each open task of the orders it ends what becomes of it.
    Raises AlreadyDone('already_issued'); RuleBroken: review_unfinished (left), nothing_accepted, unit_gone,
    due_before_assignment, and those of `ending.plan_endings`; Stale when such a task changed since it was asked about.
    """
    rows = _ready_drafts(text)
    accepted = [row for row in rows if row.state is DraftState.ACCEPTED]
    endings = plan_endings(text, answers)
    conclusions = _freeze_conclusions(text, rows)
    text.frozen_at = on.now
    made = _issue_drafts(text, accepted, conclusions, endings, on=on)
    if not text.is_supplement:
        text.briefing.state = BriefingState.ISSUED
    db.session.flush()
    adopted = [adoption.task for ending in endings.values() for adoption in ending.adopted]
    title = _title_of(text)
    reminders.owe_issue_mails([*made, *adopted], source_title=title, key=f"issue:text:{text.id}", on=on)
    reminders.owe_parts_mails([*made, *adopted], source_title=title, key=f"text:{text.id}", on=on)
    record(
        Event.CONCLUSIONS_ISSUED,
        "briefing",
        text.briefing_id,
        acting=on.acting,
        at=on.now,
        directives=sum(not row.is_withdrawal for row in accepted),
        tasks=len(made),
        units=len({task.unit_id for task in made}),
        **({"adopted": len(adopted), "ended": len(endings)} if text.is_supplement else {}),
    )
    return made


def _ready_drafts(text: ConclusionText) -> list[Draft]:
    """The text's row is locked; every draft of it is decided."""
    db.session.refresh(text, ["frozen_at", "version", "drafts"], with_for_update=True)
    if text.frozen_at is not None:
        raise AlreadyDone("already_issued")
    rows = sorted(text.drafts, key=lambda row: row.start)
    left = [row for row in rows if row.state is DraftState.OPEN]
    if left:
        raise RuleBroken("review_unfinished", left=len(left))
    if not any(row.state is DraftState.ACCEPTED for row in rows):
        raise RuleBroken("nothing_accepted")
    return rows


def _title_of(text: ConclusionText) -> str:
    """How mails name what tasks come from; mails are Vietnamese (ADR 0005)."""
    if not text.is_supplement:
        return text.briefing.title
    return (
        f"kết luận bổ sung, đính chính {text.briefing.title} "
        "(nhiệm vụ giữ mã cũ thì thực hiện theo nội dung mới này)"
    )


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
    text: ConclusionText,
    accepted: Sequence[Draft],
    conclusions: Sequence[Conclusion],
    endings: Mapping[int, Ending],
    *,
    on: Occasion,
) -> list[Task]:
    """Directives and their tasks; what an order only withdraws ends without another in its place."""
    orders = [draft for draft in accepted if not draft.is_withdrawal]
    codes = dict(
        zip((draft.id for draft in orders), next_directive_codes(on.today.year, len(orders)), strict=True)
    )
    leaders = queries.leaders_of(text.briefing)
    made: list[Task] = []
    for number, draft in enumerate(accepted, start=1):
        ending = endings.get(draft.id)
        if draft.is_withdrawal:
            end_directive(ending, None, on=on)
            continue
        directive = _directive_of(draft, number, codes[draft.id], conclusions, on=on)
        leader = queries.leader_of(draft, leaders)
        directive.leader_id = leader.id if leader else None
        made.extend(_issue_draft(draft, directive, ending, on=on))
    return made


def _directive_of(
    draft: Draft, number: int, code: str, conclusions: Sequence[Conclusion], *, on: Occasion
) -> Directive:
    briefing = draft.text_row.briefing
    number_of_notice, notice_on = _source_of(draft.text_row, on=on)
    return Directive(
        code=code,
        source_kind=SourceKind.CONCLUSION,
        briefing=briefing,
        conclusion=next(row for row in reversed(conclusions) if row.start <= draft.start),
        number=number,
        start=draft.start,
        end=draft.end,
        wording=draft.wording,
        source_number=number_of_notice,
        source_on=notice_on,
        field=draft.field,
        rule=draft.rule,
        rule_count=draft.rule_count,
        assigned_on=_assigned_on(draft, on=on),
        issued_at=on.now,
        issued_by_id=on.acting.person_id,
        supersedes_id=draft.replaces_id,
    )


def _source_of(text: ConclusionText, *, on: Occasion) -> tuple[str, date | None]:
    """Number and day of the notice; that of a supplement gets its number only when it goes out."""
    briefing = text.briefing
    if text.is_supplement:
        return "", on.today
    return briefing.notice_number, briefing.notice_on if briefing.notice_number else briefing.held_on


def _assigned_on(draft: Draft, *, on: Occasion) -> date:
    """An order that takes the place of another has its day; one that a supplement adds is given today."""
    if draft.replaces is not None:
        return draft.replaces.assigned_on
    return on.today if draft.text_row.is_supplement else draft.text_row.briefing.held_on


def _issue_draft(draft: Draft, directive: Directive, ending: Ending | None, *, on: Occasion) -> list[Task]:
    """A refusal names the draft it is about."""
    try:
        made = publish(directive, _order_of(draft), adopted=ending.adopted if ending else (), on=on)
        end_directive(ending, directive, on=on)
        return made
    except RuleBroken as broken:
        broken.details["draft_id"] = draft.id
        raise


def _order_of(draft: Draft) -> tasks.Order:
    parties = queries.units_of(draft)
    return tasks.Order(
        title=draft.title,
        leads=parties.leads,
        partners=parties.partners,
        informed=parties.informed,
        due_kind=DueKind(draft.due.value),
        due_on=draft.due_on,
        due_basis=draft.event_text or draft.deadline_text,
        recurrence=draft.recurrence,
        due_day=draft.due_day,
        is_starred=draft.is_starred,
    )


def publish(
    directive: Directive, order: tasks.Order, *, adopted: Sequence[tasks.Adoption] = (), on: Occasion
) -> list[Task]:
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
    return tasks.assign(directive, order, adopted=adopted, on=on)
