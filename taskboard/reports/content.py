"""What an administrative document says, part by part, before it is known how it will be written.

One content, two writers: `docx.to_docx` for editing, `pdf.to_pdf` for reading. A report, letter or notice is built once
as an `OfficialDocument`, so the two files cannot differ in a word. Sizes and places are `decree30`'s.

Texts are plain words: whatever they hold is printed as words. What stands as [CẦN BỔ SUNG …] is marked by the writers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from taskboard.reports.decree30 import MOTTO, NATION, TABLE_SIZE
from taskboard.wording import official_day_text

MISSING = "[CẦN BỔ SUNG]"
"""Stands where a fact is not known: a visible gap is better than fluent invention (domain 3.3, rule 31)."""
_GAP = re.compile(r"(\[CẦN BỔ SUNG[^\]]*\])")
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
"""Unicode categories without a printed form: controls, direction marks, halves of pairs, unassigned, private."""


def missing(what: str) -> str:
    """The same, naming what a person has to write."""
    return f"[CẦN BỔ SUNG: {what}]"


def clean(text: str) -> str:
    """NFC on one line; what a file forbids and what would turn the line's direction is dropped."""
    composed = unicodedata.normalize("NFC", text).replace("\n", " ").replace("\t", " ")
    if composed.isprintable():
        return composed
    return "".join(char for char in composed if unicodedata.category(char) not in _UNPRINTED)


def split_at_gaps(text: str) -> Iterator[tuple[str, bool]]:
    """The cleaned text in parts, and whether each is a gap to be marked so that nobody signs over it."""
    for number, part in enumerate(_GAP.split(clean(text))):
        if part:
            yield part, number % 2 == 1


# The nine main parts


@dataclass(frozen=True, slots=True)
class Issuer:
    """The upper left of the head."""

    name_lines: tuple[str, ...]
    """("ỦY BAN NHÂN DÂN", "THÀNH PHỐ NAM ĐỊNH"), bold."""
    superior_lines: tuple[str, ...] = ()
    """The body above a department, plain; a People's Committee prints none."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """Number, symbol, place and day. What is not known yet prints as a gap and is never made up."""

    symbol: str
    """`BC-UBND`"""
    place: str
    number: str = ""
    dated_on: date | None = None

    @property
    def text(self) -> str:
        return f"{self.number or MISSING}/{self.symbol}"

    @property
    def place_and_day(self) -> str:
        """`Nam Định, ngày 05 tháng 4 năm 2021`"""
        day = f"ngày {MISSING}" if self.dated_on is None else official_day_text(self.dated_on)
        return f"{self.place or MISSING}, {day}"


@dataclass(frozen=True, slots=True)
class Signature:
    lines: tuple[str, ...]
    """("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), with "KT." or "TL." lines where somebody signs for another."""
    name: str = ""

    @property
    def signed_by(self) -> str:
        return self.name or MISSING


@dataclass(frozen=True, slots=True)
class Head:
    """Issuer and number on the left; the nation's title, the motto, place and day on the right (parts 1 to 4)."""

    issuer: Issuer
    numbering: Numbering
    abstract: str = ""
    """An official letter has no type: what it is about, "V/v …", stands under its number; a line break stays one."""

    @property
    def nation(self) -> str:
        return NATION

    @property
    def motto(self) -> str:
        return MOTTO

    @property
    def number_line(self) -> str:
        return f"Số: {self.numbering.text}"


@dataclass(frozen=True, slots=True)
class Addressees:
    """Of an official letter, behind "Kính gửi:": one on the line, several below one another."""

    names: tuple[str, ...]

    @property
    def label(self) -> str:
        return "Kính gửi:"

    @property
    def lines(self) -> tuple[str, ...]:
        """As they stand behind the label: several behind dashes, with their marks."""
        if len(self.names) == 1:
            return self.names
        last = len(self.names)
        return tuple(f"- {name}{'.' if at == last else ';'}" for at, name in enumerate(self.names, start=1))


@dataclass(frozen=True, slots=True)
class Title:
    """The type in capitals, the subject (trích yếu) bold under it, and a short rule (part 5)."""

    kind: str
    subject_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """One căn cứ, in italics; its mark is part of the text."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Of the body: justified, first line indented, 6 pt after (part 6)."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 "I. …", level 2 "1. …", both bold; real headings, so that readers can jump."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Caption:
    """The numbered name of a table above it, or of a chart below it; on its page either way."""

    text: str
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A centred line in italics under the head of an appendix."""

    text: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The last sentence with its mark, recipients and signature, kept on one page (parts 7 to 9)."""

    text: str
    recipients: tuple[str, ...]
    archive: str
    signature: Signature

    @property
    def label(self) -> str:
        return "Nơi nhận:"

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        return (*(f"- {recipient};" for recipient in self.recipients), f"- Lưu: {self.archive}.")


@dataclass(frozen=True, slots=True)
class Appendix:
    """New pages with numbers of their own: "Phụ lục I", its name, what it belongs to."""

    numeral: str
    """Empty for an only one: "Phụ lục"."""
    name: str
    attached: str
    is_landscape: bool = True

    @property
    def title(self) -> str:
        return f"Phụ lục {self.numeral}".strip()


# Tables and charts


class Alignment(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    width_mm: float
    align: Alignment = Alignment.LEFT


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading cell; several rows of them make a heading in two levels."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    cells: tuple[str, ...]
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A line over the whole width: the name of a group, or the total of a list. It stays with the line after it."""

    text: str
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Its heading repeats on every page, no line is split across two, no total stands alone."""

    columns: tuple[Column, ...]
    heads: tuple[tuple[HeadCell, ...], ...]
    lines: tuple[Line | Band, ...]
    size: int = TABLE_SIZE


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    values: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.values)


@dataclass(frozen=True, slots=True)
class BarChart:
    """Stacked bars of counts: one bar a line, one fill a series, each number in its segment, the total behind it."""

    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    is_ranked: bool = False
    """The series grow worse from first to last: so do their fills, from white to black."""

    @property
    def alternative(self) -> str:
        """All that the picture says, in words: for readers who cannot see it."""
        return "; ".join(f"{bar.name}: {self._said(bar)}" for bar in self.bars)

    def _said(self, bar: Bar) -> str:
        parts = (f"{name} {value}" for name, value in zip(self.series, bar.values, strict=True) if value)
        return f"{bar.total} ({', '.join(parts)})" if bar.total else "0"


Block = (
    Head
    | Addressees
    | Title
    | Basis
    | Paragraph
    | Heading
    | Caption
    | Note
    | Table
    | BarChart
    | Closing
    | Appendix
)


@dataclass(slots=True)
class OfficialDocument:
    """Filled from top to bottom by whoever knows what to say."""

    title: str
    """As a reader's program lists the file."""
    author: str
    made_at: datetime
    blocks: list[Block] = field(default_factory=list)
    _tables: int = 0
    _charts: int = 0

    def head(self, issuer: Issuer, numbering: Numbering, abstract: str = "") -> None:
        self.blocks.append(Head(issuer, numbering, abstract))

    def addressees(self, names: Sequence[str]) -> None:
        self.blocks.append(Addressees(tuple(names) or (MISSING,)))

    def entitled(self, kind: str, subject: str) -> None:
        """A line break in the subject stays one."""
        self.blocks.append(Title(kind, tuple(subject.split("\n"))))

    def bases(self, texts: Sequence[str]) -> None:
        """Each ends with ";", the last with "."."""
        for number, text in enumerate(texts, start=1):
            mark = "." if number == len(texts) else ";"
            self.blocks.append(Basis(text.rstrip(" .;") + mark))

    def paragraph(self, text: str) -> None:
        self.blocks.append(Paragraph(text))

    def heading(self, text: str, level: int) -> None:
        self.blocks.append(Heading(text, level))

    def table(
        self,
        columns: Sequence[Column],
        heads: Sequence[Sequence[HeadCell]],
        lines: Iterable[Line | Band],
        *,
        size: int = TABLE_SIZE,
        caption: str = "",
    ) -> None:
        if caption:
            self._tables += 1
            self.blocks.append(Caption(f"Bảng {self._tables}. {caption}"))
        self.blocks.append(Table(tuple(columns), tuple(tuple(row) for row in heads), tuple(lines), size))

    def chart(self, chart: BarChart, caption: str) -> None:
        self._charts += 1
        self.blocks.append(chart)
        self.blocks.append(Caption(f"Hình {self._charts}. {caption}", is_below=True))

    def closing(self, text: str, recipients: Sequence[str], archive: str, signature: Signature) -> None:
        """`text` without the mark that closes the body."""
        self.blocks.append(Closing(f"{text}./.", tuple(recipients) or (MISSING,), archive, signature))

    def appendix(self, numeral: str, name: str, attached: str, *, is_landscape: bool = True) -> None:
        self.blocks.append(Appendix(numeral, name, attached, is_landscape))

    def note(self, text: str) -> None:
        self.blocks.append(Note(text))

    @property
    def gaps(self) -> int:
        """How many facts are still missing."""
        return sum(len(_GAP.findall(text)) for block in self.blocks for text in _texts(block))


def _texts(value: object) -> Iterator[str]:
    """Every word of a block, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Numbering):
        yield from (value.text, value.place_and_day)
    elif isinstance(value, Signature):
        yield from (*value.lines, value.signed_by)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))
