"""Reads a PDF back and asks whether its pages are laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I wants them.

What is checked is the printed page: paper, where the words stand, the faces inside the file, numbers in the top margin.
Lengths in millimetres from the upper left.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MM = 25.4 / 72
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20.0, 20.0, 30.0, 15.0
OVERHANG = 1.0
"""Accents over a capital and the slant of an italic reach so far beyond the line."""


@dataclass(frozen=True)
class Words:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Words, ...]
    text: str
    """In the order of the file, which is the order of reading; without what stands in the top margin."""
    ink: tuple[float, float]
    """How far left and right letters stand; the blank at a line's end is none."""
    faces: frozenset[tuple[str, bool]]
    """Names of the faces, and whether each is in the file."""

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height

    @property
    def number(self) -> Words | None:
        found = [words for words in self.words if words.bottom < MARGIN_TOP - OVERHANG]
        assert len(found) <= 1, "only a number stands in the top margin"
        return found[0] if found else None

    @property
    def squeezed(self) -> str:
        return squeezed(self.text)


def squeezed(text: str) -> str:
    """Without any blank: where a line ends is no matter of words."""
    return "".join(text.replace("​", "").split())


def pages_of(content: bytes) -> list[Page]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    words = tuple(_words(page, height))
    body = "\n".join(each.text for each in words if each.bottom >= MARGIN_TOP - OVERHANG)
    return Page(width * MM, height * MM, words, body, _ink(page), frozenset(_faces(page)))


def _ink(page: pypdfium2.PdfPage) -> tuple[float, float]:
    printed = page.get_textpage()
    text = printed.get_text_range()
    boxes = [
        printed.get_charbox(number)
        for number in range(min(len(text), printed.count_chars()))
        if not text[number].isspace()
    ]
    sides = [(left, right) for left, _, right, _ in boxes if right > left]
    return min(left for left, _ in sides) * MM, max(right for _, right in sides) * MM


def _words(page: pypdfium2.PdfPage, height: float) -> Iterator[Words]:
    """Pieces of a line in one face, in the order of the file."""
    printed = page.get_textpage()
    for number in range(printed.count_rects()):
        left, bottom, right, top = printed.get_rect(number)
        text = printed.get_text_bounded(left, bottom, right, top)
        if text.strip():
            yield Words(text, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)


def _faces(page: pypdfium2.PdfPage) -> Iterator[tuple[str, bool]]:
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(each.raw)
        length = raw.FPDFFont_GetBaseFontName(font, None, 0)
        name = ctypes.create_string_buffer(length)
        raw.FPDFFont_GetBaseFontName(font, name, length)
        yield (
            name.value.decode().partition("+")[2] or name.value.decode(),
            bool(raw.FPDFFont_GetIsEmbedded(font)),
        )


def check_printed(content: bytes) -> list[Page]:
    """Paper, margins, faces and page numbers of the whole file; the pages, to ask more of them."""
    pages = pages_of(content)
    assert pages
    assert not pages[0].is_landscape, "the text stands upright"
    for page in pages:
        check_paper(page)
        check_margins(page)
        check_faces(page)
    check_numbers(pages)
    check_tagged(content)
    return pages


def check_paper(page: Page) -> None:
    assert sorted((round(page.width), round(page.height))) == [210, 297]


def check_margins(page: Page) -> None:
    left, right = page.ink
    assert left >= MARGIN_LEFT - OVERHANG
    assert right <= page.width - MARGIN_RIGHT + OVERHANG
    for words in page.words:
        assert words.bottom <= page.height - MARGIN_BOTTOM + OVERHANG, words
        if words is not page.number:
            assert words.top >= MARGIN_TOP - OVERHANG, words


def check_faces(page: Page) -> None:
    """One face in its cuts, all of it in the file: it prints the same where the face is not installed."""
    assert all(is_inside for _, is_inside in page.faces)
    families = {name.partition("-")[0] for name, _ in page.faces}
    assert families <= {"TimesNewRoman", "TimesNewRomanPS", "LiberationSerif", "LibertinusSerif"}


def check_numbers(pages: Sequence[Page]) -> None:
    """In the middle of the top margin; none on the first page of the text and of each appendix, which count their own."""
    expected = 1
    for page in pages:
        if page.squeezed.startswith("Phụlục"):
            expected = 1
        number = page.number
        if expected == 1:
            assert number is None, "a first page shows no number"
        else:
            assert number is not None
            assert number.text.strip() == str(expected)
            text_middle = (MARGIN_LEFT + page.width - 16.0) / 2
            assert abs(number.middle - text_middle) < 2
            assert number.top > 5
        expected += 1


def check_tagged(content: bytes) -> None:
    """A screen reader finds headings, tables and the language."""
    document = pypdfium2.PdfDocument(content)
    try:
        assert raw.FPDFCatalog_IsTagged(document.raw)
    finally:
        document.close()


def check_order(pages: Sequence[Page], *texts: str) -> None:
    """The texts stand in the file in this order."""
    whole = "".join(page.squeezed for page in pages)
    at = 0
    for text in texts:
        found = whole.find(squeezed(text), at)
        assert found >= 0, (text, whole[at : at + 200])
        at = found + 1
