"""From the bytes of a file, as offices have them, to the text of a conclusion.

Word, PDF with a text layer, and plain text in UTF-8, UTF-16 and the three encodings Vietnam used before Unicode. What
cannot be read is refused with a key that a sentence hangs on, never with half a text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from taskboard.briefings import legacy
from taskboard.domain.errors import RuleBroken
from taskboard.domain.text import clean_source

MAX_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_PAGES = 500


class ReadingProblem(StrEnum):
    """Why a file gave no text. The value is the message key."""

    EMPTY = "reading.empty"
    TOO_LARGE = "reading.too_large"
    UNKNOWN_KIND = "reading.unknown_kind"
    DAMAGED = "reading.damaged"
    LOCKED = "reading.locked"
    SCANNED = "reading.scanned"
    OLD_WORD = "reading.old_word"
    UNKNOWN_ENCODING = "reading.unknown_encoding"


SENTENCES: dict[ReadingProblem, str] = {
    ReadingProblem.EMPTY: "Tệp không có nội dung.",
    ReadingProblem.TOO_LARGE: "Tệp quá lớn để đọc. Đề nghị tách hoặc dán phần kết luận.",
    ReadingProblem.UNKNOWN_KIND: "Chưa đọc được loại tệp này. Đề nghị dùng .docx, .pdf hoặc .txt.",
    ReadingProblem.DAMAGED: "Tệp bị hỏng, không mở được.",
    ReadingProblem.LOCKED: "Tệp có mật khẩu. Đề nghị bỏ mật khẩu rồi tải lại.",
    ReadingProblem.SCANNED: "Tệp PDF là bản quét ảnh, không có chữ để đọc. Đề nghị dán nội dung hoặc tải bản Word.",
    ReadingProblem.OLD_WORD: "Tệp .doc đời cũ. Đề nghị lưu lại thành .docx rồi tải lên.",
    ReadingProblem.UNKNOWN_ENCODING: "Không nhận ra bảng mã chữ Việt của tệp. Đề nghị lưu lại ở dạng UTF-8.",
}


class ReadingError(RuleBroken):
    """A file that gives no text; `key` names the message, `sentence` is its Vietnamese wording."""

    def __init__(self, problem: ReadingProblem) -> None:
        super().__init__(problem.value, field="file")
        self.problem = problem
        self.sentence = SENTENCES[problem]


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text as it will be stored (`clean_source`), what kind of file it came from, and its encoding if plain."""

    text: str
    kind: str
    encoding: str


def read_text(content: bytes, filename: str = "") -> ReadText:
    """Reads a file's text. The content decides its kind; the name only breaks ties. Raises ReadingError."""
    if not content.strip(b"\0 \r\n\t"):
        raise ReadingError(ReadingProblem.EMPTY)
    if len(content) > MAX_BYTES:
        raise ReadingError(ReadingProblem.TOO_LARGE)
    for signature, read in _READERS:
        if content.startswith(signature):
            return _non_empty(read(content))
    if filename.lower().endswith((".docx", ".pdf")):
        raise ReadingError(ReadingProblem.DAMAGED)
    return _non_empty(_read_plain(content))


def _non_empty(read: ReadText) -> ReadText:
    text = clean_source(read.text)
    if not text.strip():
        raise ReadingError(ReadingProblem.EMPTY)
    return ReadText(text, read.kind, read.encoding)


# -- Word --------------------------------------------------------------------------------------------------------


def _read_docx(content: bytes) -> ReadText:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED_BYTES:
                raise ReadingError(ReadingProblem.TOO_LARGE)
        if "word/document.xml" not in names:
            raise ReadingError(ReadingProblem.UNKNOWN_KIND)
        document = docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as broken:
        raise ReadingError(ReadingProblem.DAMAGED) from broken
    return ReadText("\n".join(_docx_lines(document)), "docx", "")


def _docx_lines(document: Any) -> Iterator[str]:
    """Paragraphs and table rows in the order of the page; numbering that Word keeps apart is written out."""
    numbering = _Numbering(document)
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from _table_lines(block)
        else:
            yield numbering.mark(block) + _legacy_runs(block)


def _table_lines(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:
                seen.add(id(cell._tc))
                cells.append(
                    " ".join(_legacy_runs(one).strip() for one in cell.paragraphs if one.text.strip())
                )
        yield "\t".join(cells).rstrip()


def _legacy_runs(paragraph: Any) -> str:
    """A paragraph's text; runs set in a .VnTime or VNI font hold legacy codes behind Unicode characters."""
    words = str(paragraph.text)
    fonts = {_font_of(run) for run in paragraph.runs if run.text.strip()}
    if fonts and all(font.startswith(".vn") for font in fonts):
        return legacy.from_tcvn3_text(words, all(font.endswith("h") for font in fonts))
    if fonts and all(font.startswith("vni") for font in fonts):
        return legacy.from_vni_text(words)
    return words


def _font_of(run: Any) -> str:
    name = run.font.name or (run.style.font.name if run.style is not None else None)
    return str(name or "").casefold()


class _Numbering:
    """Writes out the automatic numbers and bullets of a Word list, which are not part of its text."""

    _NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

    def __init__(self, document: Any) -> None:
        self.formats = self._formats(document)
        self.counts: dict[tuple[str, int], int] = {}

    def mark(self, paragraph: Any) -> str:
        """The list mark of a paragraph with a space behind it, or nothing."""
        place = self._place(paragraph)
        if place is None or not paragraph.text.strip():
            return ""
        number, level = place
        kind, pattern, start = self.formats.get(place, ("bullet", "-", 1))
        self.counts[place] = self.counts.get(place, start - 1) + 1
        for deeper in [one for one in self.counts if one[0] == number and one[1] > level]:
            del self.counts[deeper]
        if kind in {"bullet", "none"}:
            return "- " if kind == "bullet" else ""
        return self._written(number, pattern) + " "

    def _written(self, number: str, pattern: str) -> str:
        def count(found: re.Match[str]) -> str:
            level = int(found.group(1)) - 1
            kind, _, start = self.formats.get((number, level), ("decimal", "", 1))
            return _counted(self.counts.get((number, level), start), kind)

        return re.sub(r"%(\d)", count, pattern)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph._p.find(f"{self._NS}pPr/{self._NS}numPr")
        if properties is None and paragraph.style is not None:
            properties = paragraph.style.element.find(f"{self._NS}pPr/{self._NS}numPr")
        if properties is None:
            return None
        number = properties.find(f"{self._NS}numId")
        level = properties.find(f"{self._NS}ilvl")
        value = number.get(f"{self._NS}val") if number is not None else "0"
        if value == "0":
            return None
        return value, int(level.get(f"{self._NS}val")) if level is not None else 0

    def _formats(self, document: Any) -> dict[tuple[str, int], tuple[str, str, int]]:
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return {}
        abstract = {one.get(f"{self._NS}abstractNumId"): one for one in root.iter(f"{self._NS}abstractNum")}
        formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        for number in root.iter(f"{self._NS}num"):
            link = number.find(f"{self._NS}abstractNumId")
            source = abstract.get(link.get(f"{self._NS}val")) if link is not None else None
            for level in source.iter(f"{self._NS}lvl") if source is not None else ():
                formats[number.get(f"{self._NS}numId"), int(level.get(f"{self._NS}ilvl"))] = self._format(
                    level
                )
        return formats

    def _format(self, level: Any) -> tuple[str, str, int]:
        def value(name: str, default: str) -> str:
            found = level.find(f"{self._NS}{name}")
            return str(found.get(f"{self._NS}val", default)) if found is not None else default

        return value("numFmt", "decimal"), value("lvlText", "%1."), int(value("start", "1"))


def _counted(count: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while count >= value:
            written += letters
            count -= value
    return written


# -- PDF ---------------------------------------------------------------------------------------------------------


def _read_pdf(content: bytes) -> ReadText:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as broken:
        locked = "password" in str(broken).lower()
        raise ReadingError(ReadingProblem.LOCKED if locked else ReadingProblem.DAMAGED) from broken
    try:
        if len(document) > MAX_PAGES:
            raise ReadingError(ReadingProblem.TOO_LARGE)
        pages = [_page_text(document[number]) for number in range(len(document))]
    finally:
        document.close()
    text = "\n".join(pages)
    if sum(char.isalpha() for char in text) < 20 * max(1, len(pages)) // 2:
        raise ReadingError(ReadingProblem.SCANNED)
    return ReadText(_without_page_marks(text), "pdf", "")


def _page_text(page: Any) -> str:
    text_page = page.get_textpage()
    try:
        # pdfium marks a hyphen left by a line end as U+FFFE or U+0002.
        return str(text_page.get_text_bounded()).replace("\ufffe", "").replace("\x02", "").replace("\0", "")
    finally:
        text_page.close()
        page.close()


def _without_page_marks(text: str) -> str:
    """Drops page numbers standing alone on a line: they would cut a sentence that runs over the page."""
    return re.sub(
        r"(?m)^[ \t]*(?:-[ \t]*)?(?:[Tt]rang )?\d{1,3}(?:/\d{1,3})?(?:[ \t]*-)?[ \t]*\r?\n", "", text
    )


# -- plain text --------------------------------------------------------------------------------------------------


def _read_plain(content: bytes) -> ReadText:
    for mark, encoding in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    wide = _unmarked_utf16(content)
    if wide:
        return _decoded(content, wide)
    if b"\0" in content[:4096]:
        raise ReadingError(ReadingProblem.UNKNOWN_KIND)
    try:
        return ReadText(content.decode("utf-8"), "txt", "utf-8")
    except UnicodeDecodeError:
        return _legacy(content)


def _decoded(content: bytes, encoding: str) -> ReadText:
    try:
        return ReadText(content.decode(encoding), "txt", encoding)
    except UnicodeDecodeError as broken:
        raise ReadingError(ReadingProblem.DAMAGED) from broken


def _unmarked_utf16(content: bytes) -> str:
    """UTF-16 without a mark shows in the zero (or 0x1e, Vietnamese) bytes on one side only."""
    sample = content[: len(content) // 2 * 2][:4096]
    high_first, high_second = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if high_second > half * 0.4 and high_first < half * 0.05:
        return "utf-16-le"
    if high_first > half * 0.4 and high_second < half * 0.05:
        return "utf-16-be"
    return ""


def _legacy(content: bytes) -> ReadText:
    found = legacy.detect(content)
    if found is None:
        raise ReadingError(ReadingProblem.UNKNOWN_ENCODING)
    encoding, text = found
    return ReadText(text, "txt", encoding)


_READERS: tuple[tuple[bytes, Callable[[bytes], ReadText]], ...] = (
    (b"PK\x03\x04", _read_docx),
    (b"%PDF", _read_pdf),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", lambda _: _refuse(ReadingProblem.OLD_WORD)),
)


def _refuse(problem: ReadingProblem) -> ReadText:
    raise ReadingError(problem)
