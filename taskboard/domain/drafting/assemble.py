"""From what the walk found to the drafts an officer sees: dates, targets, titles, reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from taskboard.domain.drafting import titles
from taskboard.domain.drafting.dates import DateReader, Due, duty_time_in, recurrence_in
from taskboard.domain.drafting.gazetteer import EMPTY, Gazetteer
from taskboard.domain.drafting.page import Page, make_page
from taskboard.domain.drafting.start import from_earlier, from_later
from taskboard.domain.drafting.suggest import suggest
from taskboard.domain.drafting.units import Mention
from taskboard.domain.drafting.values import (
    Draft,
    Drafting,
    Kind,
    LearnedPair,
    Passage,
    Recurrence,
    UnitMention,
)
from taskboard.domain.drafting.walk import HEADINGS, Found, read_page
from taskboard.domain.drafting.words import split_run_together


def draft(
    text: str,
    held_on: date,
    gazetteer: Gazetteer = EMPTY,
    learned: Sequence[LearnedPair] = (),
    *,
    starts_at: int | None = None,
) -> Drafting:
    """Proposes the directives of a conclusion text.

    `text` is the stored text (`text.clean_source`): offsets in the answer are its code points. `held_on` is the day of the
    meeting, against which dates without a year resolve. `starts_at`, said by a person, makes everything before it the
    report block. Deterministic; cost grows linearly with the text.
    """
    if starts_at is not None:
        whole = draft(text, held_on, gazetteer, learned)
        if starts_at >= whole.starts_at:
            return from_later(starts_at, text, whole)
        return from_earlier(starts_at, text[starts_at:], draft(text[starts_at:], held_on, gazetteer, learned))
    page = make_page(text, split_run_together)
    reading = read_page(page, held_on)
    maker = _Maker(page, held_on, gazetteer, learned)
    drafts = tuple(maker.draft(found) for found in reading.found)
    passages = tuple(maker.passage(skip.start, skip.end, skip.why) for skip in reading.skipped)
    starts = page.origin[reading.starts_at] if reading.starts_at < len(page.flat) else len(text)
    starts = min([starts, *(one.start for one in drafts)])
    return Drafting(starts, drafts, tuple(passage for passage in passages if passage.end > passage.start))


class _Maker:
    def __init__(
        self, page: Page, held_on: date, gazetteer: Gazetteer, learned: Sequence[LearnedPair]
    ) -> None:
        self.page = page
        self.dates = DateReader(page.flat, held_on)
        self.gazetteer = gazetteer
        self.learned = learned

    def passage(self, start: int, end: int, why: str) -> Passage:
        first, last = self.page.source_span(start, end)
        return Passage(first, last, self.page.source[first:last], why, is_heading=why in HEADINGS)

    def draft(self, found: Found) -> Draft:
        start, end = self.page.source_span(found.start, found.end)
        words = self.page.source[start:end]
        due, recurrence = self._due(found)
        leads = tuple(self._mention(one, found) for one in found.leads)
        on_words = self.page.source_span(due.start, due.end) if due else None
        field_name = self.page.source_text(*found.field_span) if found.field_span else None
        suggestions = () if found.leads else suggest(words, field_name, self.gazetteer, self.learned)
        return Draft(
            start=start, end=end, text=words, leads=leads, partners=tuple(self._mention(one, found) for one in found.partners),
            deadline=due.on if due else None, deadline_text=self.page.source[on_words[0] : on_words[1]] if on_words else None,
            deadline_start=on_words[0] if on_words else None, deadline_end=on_words[1] if on_words else None,
            deadline_basis=due.basis if due else "", deadline_is_sure=due.is_sure if due else True, recurrence=recurrence,
            event_text=self.page.source[on_words[0] : on_words[1]] if due and on_words and due.on is None and not recurrence else None,
            field=" ".join(field_name.split()) if field_name else None, kind=Kind.ATTITUDE if _is_attitude(found, words, due, recurrence) else _kind(found), suggestions=suggestions,
            title=self._title(found, due), reasons=self._reasons(found, leads, due, recurrence),
        )  # fmt: skip

    def _due(self, found: Found) -> tuple[Due | None, Recurrence | None]:
        every = recurrence_in(self.page.flat, found.start, found.end)
        own = self.dates.binding(found.start, found.end)
        due = found.own_due if found.own_due and (own is None or own.on is None) else own
        if due is None and found.due is not None and found.due.on is not None:
            due = found.due
        if every is None:
            return due, None
        if due is not None and due.is_period_of_duty:
            due = replace(due, on=None, basis="Thời điểm của việc định kỳ.")
        duty = duty_time_in(self.page.flat, found.start, found.end)
        if (due is None or (duty and due.end <= duty[0])) and duty:
            due = Due(duty[0], duty[1], None, "Thời điểm của việc định kỳ.", is_period_of_duty=True)
        return due, every[0]

    def _mention(self, mention: Mention, found: Found) -> UnitMention:
        first, last = self.page.source_span(mention.start, mention.end)
        surface = self.page.source[first:last]
        resolved = self.gazetteer.resolve(surface)
        inside = found.start <= mention.start and mention.end <= found.end
        return UnitMention(
            surface, first if inside else None, last if inside else None, resolved.target, resolved.target_kind, resolved.how,
            None if inside else first,
        )  # fmt: skip

    def _title(self, found: Found, due: Due | None) -> str:
        cut = (
            (due.start - found.start, due.end - found.start)
            if due and found.start <= due.start < found.end
            else None
        )
        return titles.title_of(self.page.cased[found.start : found.end], found.action - found.start, cut)

    def _reasons(
        self, found: Found, leads: tuple[UnitMention, ...], due: Due | None, recurrence: Recurrence | None
    ) -> tuple[str, ...]:
        reasons: list[str] = []
        if not found.is_ruled:
            reasons.append(
                "Không có từ giao việc rõ ràng; đề xuất vì câu giống các việc đã giao trong những kết luận đã đối chiếu."
            )
        if leads and found.is_inherited:
            reasons.append(f"Câu không nêu đơn vị; lấy theo đơn vị nêu ngay phía trên: {leads[0].surface}.")
        if not leads:
            reasons.append("Văn bản không nêu đơn vị thực hiện.")
        if _is_attitude(found, self.page.source_text(found.start, found.end), due, recurrence):
            reasons.append(
                "Nêu tinh thần chỉ đạo, chưa nêu đơn vị và thời hạn; có thể không phát sinh nhiệm vụ."
            )
        if due is not None and due.on is not None:
            said = self.page.source_text(due.start, due.end)
            reasons.append(f"Thời hạn {due.on:%d/%m/%Y} lấy từ “{said}”. {due.basis}")
        elif due is not None:
            reasons.append(f"“{self.page.source_text(due.start, due.end)}”: {due.basis}")
        return tuple(reasons)


_REQUEST = re.compile(r"đề nghị|kiến nghị|mong muốn|kêu gọi")


_ATTITUDE = re.compile(
    r"(?:kiên quyết|cương quyết|tăng cường|quan tâm|nâng cao|phát huy|chú trọng|đẩy mạnh|tiếp tục (?:đẩy mạnh|tăng cường|nâng cao|phát huy)|tích cực|chủ động)(?!\w)",
    re.IGNORECASE,
)


def _is_attitude(found: Found, words: str, due: Due | None, recurrence: Recurrence | None) -> bool:
    """A spirit rather than a task: nobody of its own, no time, no number, and an opening that only urges."""
    told = found.leads and not found.is_inherited
    return (
        not told
        and due is None
        and recurrence is None
        and len(words) < 130
        and not re.search(r"\d", words)
        and _ATTITUDE.match(words) is not None
    )


def _kind(found: Found) -> Kind:
    return Kind.REQUEST if _REQUEST.match(found.cue) else Kind.ORDER
