"""What the Office does with the machine's drafts of a sample briefing: join, cut, correct, accept, drop, issue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from taskboard.briefings import actions as briefings
from taskboard.briefings.models import (
    Briefing,
    ConclusionText,
    Draft,
    DraftDue,
    DraftKind,
    DraftState,
)
from taskboard.demo.cast import Cast
from taskboard.demo.data.steps import NoTask, SampleBriefing, SampleOrder
from taskboard.domain.text import clean_source
from taskboard.occasion import Occasion

TEXTS = Path(__file__).parent / "data"
NOT_AN_ORDER = "Phần nhận định, mở đầu hoặc tiêu đề, không giao việc."


def text_of(sample: SampleBriefing) -> str:
    """The conclusions as recorded."""
    return clean_source((TEXTS / sample.text_file).read_text("utf-8"))


def record_text(
    briefing: Briefing, sample: SampleBriefing, *, max_chars: int, on: Occasion
) -> ConclusionText:
    """Paste the conclusions; the machine drafts; the Office moves the start up to the heading where it differs."""
    words = text_of(sample)
    text = briefings.record_conclusions(briefing, words, max_chars=max_chars, on=on)
    starts_at = words.index(sample.starts_with)
    if text.starts_at != starts_at:
        briefings.move_start(text, starts_at, version=text.version, on=on)
    return text


def review(text: ConclusionText, sample: SampleBriefing, cast: Cast, *, on: Occasion) -> dict[str, int]:
    """Bring every draft to the directive the Office meant, and leave none open.

    Returns where the draft of each order starts in the text, by the order's words.
    """
    drafts: dict[str, Draft] = {}
    orders = sorted(sample.orders, key=lambda order: _start(text, order.words))
    starts = [_start(text, order.words) for order in orders]
    for order in orders:
        draft = _fit(text, order, starts, on=on)
        briefings.edit_draft(draft, edit_of(order, cast), version=draft.version, on=on)
        briefings.accept_draft(draft, version=draft.version, on=on)
        drafts[order.words] = draft
    for note in sample.no_tasks:
        _drop_all(_overlapping(text, *_span(text, note.words)), note, on=on)
    for draft in [row for row in text.drafts if row.kind is not DraftKind.PASSAGE]:
        if draft.state is DraftState.OPEN:
            briefings.drop_draft(draft, reason=NOT_AN_ORDER, version=draft.version, on=on)
    briefings.drop_passages(text, reason=NOT_AN_ORDER, on=on)
    return {words: draft.start for words, draft in drafts.items()}


def _start(text: ConclusionText, words: str) -> int:
    return _span(text, words)[0]


def _span(text: ConclusionText, words: str) -> tuple[int, int]:
    start = text.text.index(words)
    return start, start + len(words)


def _overlapping(text: ConclusionText, start: int, end: int) -> list[Draft]:
    return sorted(
        (row for row in text.drafts if row.start < end and start < row.end), key=lambda row: row.start
    )


def _fit(text: ConclusionText, order: SampleOrder, starts: Sequence[int], *, on: Occasion) -> Draft:
    """The one draft of an order: parts are joined, a draft that swallowed the next order is cut, none is marked anew."""
    start, end = _span(text, order.words)
    found = [row for row in _overlapping(text, start, end) if row.kind is not DraftKind.PASSAGE]
    if not found:
        return briefings.add_draft(text, start, end, version=text.version, on=on)
    first = found[0]
    while len(_overlapping(text, start, end)) > 1 and first.end < end:
        briefings.join_draft(first, version=first.version, on=on)
    following = next((other for other in starts if start < other < first.end), None)
    if following is not None:
        briefings.split_draft(first, following, version=first.version, on=on)
    return first


def _drop_all(drafts: Iterable[Draft], note: NoTask, *, on: Occasion) -> None:
    for draft in drafts:
        if draft.state is DraftState.OPEN:
            briefings.drop_draft(draft, reason=note.reason, version=draft.version, on=on)


def edit_of(order: SampleOrder, cast: Cast) -> briefings.DraftEdit:
    """What the Office sets on the form for an order."""
    return briefings.DraftEdit(
        title=order.title,
        leads=_targets(order.leads, cast),
        partners=_targets(order.partners, cast),
        due=DraftDue(order.due_kind.value),
        due_on=order.due_on,
        recurrence=order.recurrence,
        due_day=order.due_day,
        event_text=order.due_basis,
        field=order.field,
        fans_out=len(order.leads) > 1 or order.leads[0] in cast.groups,
    )


def _targets(codes: Iterable[str], cast: Cast) -> list[briefings.Target]:
    return [
        briefings.Target(group_id=cast.groups[code].id)
        if code in cast.groups
        else briefings.Target(unit_id=cast.units[code].id)
        for code in codes
    ]
