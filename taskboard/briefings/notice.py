"""Thông báo kết luận: the chair's words as the Office sends them out (rules 1 and 31; domain 2.1 and 2.3).

Pure: facts in, an `OfficialDocument` out. The conclusions stand in their original wording and order, numbered as they
were; of a text that numbers nothing each sentence with an order becomes an item. What is not known is a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import count
from typing import ClassVar

from taskboard.reports.body import Body
from taskboard.reports.content import (
    Alignment,
    Column,
    HeadCell,
    Line,
    Numbering,
    OfficialDocument,
    Signature,
    missing,
)
from taskboard.reports.decree30 import APPENDIX_TABLE_SIZE
from taskboard.reports.phrases import Phrases
from taskboard.wording import day_text

SYMBOL = "TB-UBND"
_ROMAN = re.compile(r"[IVX]+[.)]\s")
_NUMBERED = re.compile(r"(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])[.)]\s|[-–+•]\s")
_TITLE = re.compile(r"(?:[IVX]+[.)]\s*)?(?:Ý KIẾN\s+)?KẾT LUẬN\b[^.;]*", re.IGNORECASE)
_END_MARK = re.compile(r"[.\s]*/\.\s*$")
_SENTENCE_END = re.compile(r"[.!?:]\s*\Z")
_CLOSING = re.compile(r"Trên đây là\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NoticeWording(Phrases):
    """What the notice says in the body's own words; the chair's stand in `NoticeFacts.text`."""

    common: ClassVar[frozenset[str]] = frozenset({"body", "level", "meeting", "chair_title"})

    kind: str = "THÔNG BÁO"
    subject: str = "Kết luận của {chair_title} tại {meeting}"
    opening: str = "Ngày {day}, tại {place}, {chair} chủ trì {meeting}. Dự họp có: {present}."
    concludes: str = "Sau khi nghe {heard}, {chair_title} kết luận như sau:"
    closing: str = "{body} thông báo để các cơ quan, đơn vị biết, thực hiện"
    recipients: str = "Chủ tịch, các Phó Chủ tịch UBND {level}\nCác cơ quan, đơn vị thuộc {level}\nCác đơn vị được giao nhiệm vụ"
    """One a line."""
    archive: str = "VT"
    list_name: str = "DANH MỤC NHIỆM VỤ GIAO TẠI KẾT LUẬN"
    attached: str = "(Kèm theo Thông báo số {number} ngày {day} của {body})"


NOTICE = NoticeWording()


class Missing(StrEnum):
    """What a notice may still lack, in the order of the page."""

    NUMBER = "number"
    DATED_ON = "dated_on"
    CHAIR = "chair"
    OPENING = "opening"
    RECIPIENTS = "recipients"
    SIGNER = "signer"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of the text: `start` and `end` count its code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Order:
    """A directive that came of the text, for the list of tasks; its words are the span."""

    number: int
    span: Span
    title: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    deadline: str
    """As written, else as settled in the review."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """An order of an earlier notice that a supplement takes the place of, or ends."""

    wording: str
    by: int | None
    """The number of the order in its stead; None where it is only withdrawn."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The notice a supplement belongs to, and what it does to it."""

    number: str
    dated_on: date | None
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    body: Body
    meeting: str
    """`Hội nghị giao ban quý I/2021`"""
    chair_title: str
    """`Chủ tịch UBND thành phố`; empty while nobody is recorded as chair."""
    number: str
    """`58/TB-UBND`"""
    dated_on: date | None
    place: str
    opening: tuple[str, ...]
    recipients: tuple[str, ...]
    archive: str
    signature: Signature | None
    has_appendix: bool
    text: str
    starts_at: int
    passages: tuple[Span, ...]
    """The paragraphs in which something was decided."""
    orders: tuple[Order, ...]
    earlier: Earlier | None = None
    """For a supplement."""
    wording: NoticeWording = NOTICE

    def say(self, phrase: str, **values: str) -> str:
        """A phrase with its braces filled."""
        title = self.chair_title or missing("chức vụ người kết luận")
        known = {
            "body": self.body.name,
            "level": self.body.level,
            "meeting": self.meeting,
            "chair_title": title,
        }
        return phrase.format(**{**known, **values})

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What a person still has to say before it can be signed."""
        lacks = {
            Missing.NUMBER: not self.number,
            Missing.DATED_ON: self.dated_on is None,
            Missing.CHAIR: not self.chair_title,
            Missing.OPENING: not self.opening or any("[CẦN BỔ SUNG" in line for line in self.opening),
            Missing.RECIPIENTS: not self.recipients,
            Missing.SIGNER: self.signature is None or not self.signature.name,
            Missing.REPLACED: self.earlier is not None and not self.earlier.number,
        }
        return tuple(what for what, is_lacking in lacks.items() if is_lacking)


def notice(facts: NoticeFacts, *, made_at: datetime) -> OfficialDocument:
    subject, kind = _subject(facts), facts.say(facts.wording.kind)
    page = OfficialDocument(
        title=f"{kind.capitalize()} {subject[0].lower()}{subject[1:]}",
        author=facts.body.name,
        made_at=made_at,
    )
    number, _, symbol = facts.number.partition("/")
    numbering = Numbering(symbol or SYMBOL, facts.place, number.strip(), facts.dated_on)
    page.head(facts.body.issuer, numbering)
    page.entitled(kind, subject)
    for paragraph in facts.opening or (missing("thời gian, địa điểm, thành phần dự họp, nội dung đã nghe"),):
        page.paragraph(paragraph)
    closing = _write_conclusions(page, facts)
    _write_replaced(page, facts)
    signature = facts.signature or Signature((missing("quyền hạn, chức vụ người ký"),))
    page.closing(
        closing or _closing(facts), facts.recipients, facts.archive or facts.wording.archive, signature
    )
    if facts.has_appendix and facts.orders:
        _write_appendix(page, facts, numbering)
    return page


def _subject(facts: NoticeFacts) -> str:
    said = facts.say(facts.wording.subject)
    if facts.earlier is None:
        return said
    return f"Bổ sung, đính chính {_cited(facts.earlier)}\nvề {said[0].lower()}{said[1:]}"


def _cited(earlier: Earlier) -> str:
    number = earlier.number or missing("số thông báo được bổ sung")
    day = f" ngày {day_text(earlier.dated_on)}" if earlier.dated_on else ""
    return f"Thông báo số {number}{day}"


def _closing(facts: NoticeFacts) -> str:
    return facts.say(facts.wording.closing)


def usual_recipients(body: Body, wording: NoticeWording = NOTICE) -> tuple[str, ...]:
    """Whom the notice of a body's conclusions goes to; the Office changes them for each notice."""
    known = {"body": body.name, "level": body.level or "cơ quan", "meeting": "", "chair_title": ""}
    lines = (line.strip() for line in wording.recipients.format(**known).splitlines())
    return tuple(line for line in lines if line)


def proposed_opening(
    *,
    meeting: str,
    held_on: date,
    place: str,
    chair: str,
    chair_title: str,
    attendees: str,
    body: Body,
    wording: NoticeWording = NOTICE,
) -> tuple[str, str]:
    """The opening as far as the briefing's record goes; what was heard nobody but the Office can say."""
    who = f"đồng chí {chair}, {chair_title}" if chair and chair_title else missing("người chủ trì, chức vụ")
    known = {
        "body": body.name,
        "level": body.level,
        "meeting": meeting,
        "chair_title": chair_title or missing("chức vụ người kết luận"),
    }
    return (
        wording.opening.format(
            **known,
            day=day_text(held_on),
            place=place or missing("địa điểm"),
            chair=who,
            present=_lower(attendees.rstrip(" .")) or missing("thành phần dự họp"),
        ),
        wording.concludes.format(**known, heard=missing("báo cáo được trình bày, ý kiến phát biểu")),
    )


def _lower(words: str) -> str:
    """Behind a colon a common word begins small; a name stays as it is written."""
    return words[0].lower() + words[1:] if words.startswith(("Các ", "Đại diện ", "Lãnh đạo ")) else words


def supplement_opening(earlier: Earlier, *, body: Body, meeting: str, chair_title: str) -> tuple[str, ...]:
    """What a supplement begins with: which notice it belongs to."""
    title = chair_title or missing("chức vụ người kết luận")
    return (
        f"Căn cứ {_cited(earlier)} của {body.name} về kết luận của {title} tại {meeting}; "
        f"{title} kết luận bổ sung, đính chính như sau:",
    )


# The chair's words


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the notice. `level` 0 is body text, 1 and 2 are headings."""

    text: str
    level: int = 0
    is_item: bool = False
    """A sentence of prose that gives an order: it gets a number of the notice's own."""


def passages_of(facts: NoticeFacts) -> list[Passage]:
    """The conclusions from where they start to the last one, each paragraph as it stands, headings among them."""
    last = max((span.end for span in facts.passages), default=facts.starts_at)
    spans = [span for span in _paragraphs(facts.text, facts.starts_at) if span.start < last]
    decided = {span.start for span in facts.passages}
    is_numbered = any(_NUMBERED.match(facts.text, span.start) for span in spans)
    found = [
        passage
        for span in spans
        for passage in (
            _as_written(facts.text, span, is_decided=_holds(span, decided))
            if is_numbered
            else _itemised(facts, span)
        )
    ]
    while found and _TITLE.fullmatch(found[0].text) and found[0].level:
        del found[0]  # the notice's own title says it
    return _numbered(found)


def _holds(span: Span, starts: set[int]) -> bool:
    return any(span.start <= start < span.end for start in starts)


def _as_written(text: str, span: Span, *, is_decided: bool) -> Iterator[Passage]:
    words = text[span.start : span.end]
    is_title = _TITLE.fullmatch(words) is not None
    if is_decided or not (is_title or _NUMBERED.match(words)):
        yield Passage(words)
    else:
        yield Passage(words, 1 if _ROMAN.match(words) or is_title else 2)


def _itemised(facts: NoticeFacts, span: Span) -> Iterator[Passage]:
    """A paragraph of prose, parted where a sentence with an order begins."""
    text = facts.text
    if _TITLE.fullmatch(text[span.start : span.end]):
        yield Passage(text[span.start : span.end], 1)
        return
    cuts = [
        order.span.start
        for order in facts.orders
        if span.start <= order.span.start < span.end
        and (order.span.start == span.start or _SENTENCE_END.search(text[span.start : order.span.start]))
    ]
    for start, end in zip([span.start, *cuts], [*cuts, span.end], strict=True):
        words = text[start:end].strip()
        if words:
            yield Passage(words, is_item=start in cuts)


def _numbered(passages: Sequence[Passage]) -> list[Passage]:
    """Items in their order; a single one needs no number."""
    if sum(passage.is_item for passage in passages) < 2:
        return list(passages)
    numbers = count(1)
    return [
        replace(passage, text=f"{next(numbers)}. {passage.text}") if passage.is_item else passage
        for passage in passages
    ]


def _paragraphs(text: str, at: int) -> Iterator[Span]:
    for line in text[at:].split("\n"):
        if line.strip():
            yield Span(at + len(line) - len(line.lstrip()), at + len(line.rstrip()))
        at += len(line) + 1


def _write_conclusions(page: OfficialDocument, facts: NoticeFacts) -> str:
    """The body; a text that closes itself gives its last sentence back, without the mark."""
    passages = passages_of(facts)
    if not passages:
        page.paragraph(missing("nội dung kết luận"))
        return ""
    passages = [replace(passage, text=_unmarked(passage.text)) for passage in passages]
    last = passages[-1].text
    closes = _CLOSING.match(last) is not None
    for passage in passages[:-1] if closes else passages:
        _write(page, passage)
    return last.rstrip(" .") if closes else ""


def _unmarked(words: str) -> str:
    """Without the mark that ends a document: the notice sets its own."""
    return _END_MARK.sub(".", words)


def _write(page: OfficialDocument, passage: Passage) -> None:
    if passage.level:
        page.heading(passage.text, passage.level)
    else:
        page.paragraph(passage.text)


def _write_replaced(page: OfficialDocument, facts: NoticeFacts) -> None:
    """What of the earlier notice no longer holds: each order by its words, the one in its stead by its place here."""
    if facts.earlier is None:
        return
    cited = _cited(facts.earlier)
    for replaced in facts.earlier.replaced:
        what = f"Nội dung “{replaced.wording.strip().rstrip('.;')}” tại {cited}"
        why = f"; lý do: {replaced.reason.strip().rstrip('.')}" if replaced.reason else ""
        if replaced.by is None:
            page.paragraph(f"{what} không tiếp tục thực hiện{why}.")
            continue
        place = (
            f"số thứ tự {replaced.by} Phụ lục kèm theo" if facts.has_appendix else "nội dung tương ứng của"
        )
        page.paragraph(f"{what} được thay bằng {place} Thông báo này{why}.")


# The list of tasks

_COLUMNS = (
    Column(12, Alignment.CENTER),
    Column(100),
    Column(52),
    Column(47),
    Column(40, Alignment.CENTER),
)
_HEADS = ((*(HeadCell(text) for text in ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn")),),)


def _write_appendix(page: OfficialDocument, facts: NoticeFacts, numbering: Numbering) -> None:
    day = day_text(facts.dated_on) or missing("ngày")
    attached = facts.say(facts.wording.attached, number=numbering.text, day=day)
    page.appendix("", facts.say(facts.wording.list_name), attached)
    lines = [
        Line(
            (
                str(order.number),
                order.title,
                ";\n".join(order.leads),
                ";\n".join(order.partners),
                order.deadline,
            )
        )
        for order in facts.orders
    ]
    page.table(_COLUMNS, _HEADS, lines, size=APPENDIX_TABLE_SIZE)
