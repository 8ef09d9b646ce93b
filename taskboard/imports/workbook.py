"""Reading a workbook as rows of named values, with every fault named by row and column; nothing of the city is known here.

The file is foreign: its size is bounded before and after unpacking, document types and formulas are refused, and what a
reader of the sheet would not see (a merged cell's empty rest, a value far below) is said rather than guessed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_excel

from taskboard.domain.civil_day import YEARS, parse_day
from taskboard.domain.errors import RuleBroken
from taskboard.domain.names import clean_name
from taskboard.domain.text import clean_line, fold
from taskboard.imports import ahead

MAX_BYTES = 6 * 1024 * 1024
MAX_UNPACKED_BYTES = 24 * 1024 * 1024
"""More than twice what the longest register of many words takes (11 MB); openpyxl reads two to four megabytes a second."""
MAX_PARTS = 1_000
MAX_ROWS = 5_000
MOST_READ = 20_000
"""Rows that are looked at, blank ones too."""
LAST_ROW = 1_048_576
"""Of any spreadsheet."""
MOST_MERGED = 5_000
MAX_COLUMNS = 60
HEADING_ROWS = 15
"""A register has a title and a few lines above its headings."""
DATA_SHEET = "Nhập"
SERIAL_DAYS = range(1, 109_575)
"""A date cell without a date format holds the days since 1900; up to 2199."""


class Kind(StrEnum):
    NAME = "name"
    """One line; marks of direction and control characters are dropped."""
    TEXT = "text"
    """Several lines."""
    DAY = "day"
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    NAMES = "names"
    """Several names, separated by semicolons."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template: what it is called, what it may hold."""

    key: str
    heading: str
    kind: Kind = Kind.NAME
    is_required: bool = False
    limit: int = 200
    """Characters at most; of several names, of each."""
    values: Mapping[str, str] = field(default_factory=dict)
    """For a choice: what may be written → what it means."""
    hint: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, and where. `row` counts as the sheet does; 0 is the whole file."""

    row: int
    column: str
    key: str
    details: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def at(cls, row: int, column: str, key: str, **details: Any) -> Fault:
        return cls(row, column, key, tuple(details.items()))


@dataclass(frozen=True, slots=True)
class Record:
    """One row, by the keys of its columns; an empty cell has no key."""

    row: int
    values: Mapping[str, Any]
    refused: frozenset[str] = frozenset()
    """Keys of cells of which the reader has said what is wrong: nothing more is said of them."""

    def text(self, key: str) -> str:
        return str(self.values.get(key, ""))

    def day(self, key: str) -> date | None:
        return self.values.get(key)

    def names(self, key: str) -> tuple[str, ...]:
        return self.values.get(key, ())


@dataclass(slots=True)
class Sheet:
    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    """Headings nobody asked for: read past, and said."""


def read(content: bytes, columns: Sequence[Column], *, mapping: Mapping[str, str] | None = None) -> Sheet:
    """The rows under the headings of `columns`, and every fault of them at once.

    `mapping` names, by key of a column, the heading an office's own register has for it.
    Raises RuleBroken: import_empty, import_too_large, import_not_workbook, import_swells, import_no_headings.
    """
    headings = {column.key: (mapping or {}).get(column.key, column.heading) for column in columns}
    what = (columns[0].key, *headings.values())
    return ahead.once(lambda: _read(content, columns, headings), content, what)


def _read(content: bytes, columns: Sequence[Column], headings: Mapping[str, str]) -> Sheet:
    check_container(content)
    try:
        return _read_book(content, columns, headings)
    except RuleBroken:
        raise
    except Exception as error:  # openpyxl answers a damaged part with whatever it stumbled over
        raise RuleBroken("import_not_workbook") from error


def has_headings(content: bytes, columns: Sequence[Column], *, and_no_others: bool = False) -> bool:
    """Whether some sheet has every heading that is needed. Raises RuleBroken as `read`."""
    headings = {column.key: column.heading for column in columns}
    what = ("headings", and_no_others, *headings.values())
    return ahead.once(lambda: _has_headings(content, columns, headings, and_no_others), content, what)


def _has_headings(
    content: bytes, columns: Sequence[Column], headings: Mapping[str, str], and_no_others: bool
) -> bool:
    check_container(content)
    needed = {column.key for column in columns if column.is_required}
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
    except Exception as error:  # as in `read`
        raise RuleBroken("import_not_workbook") from error
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        found = [_find_headings(sheet, headings) for sheet in visible]
    except Exception as error:
        raise RuleBroken("import_not_workbook") from error
    finally:
        book.close()
    return any(needed <= one.at.keys() and not (and_no_others and one.unused) for one in found)


# ------------------------------------------------------------------------------------------------------------ the file


def check_container(content: bytes) -> None:
    """A plain workbook of bounded size. Raises RuleBroken as `read`."""
    if not content:
        raise RuleBroken("import_empty")
    if len(content) > MAX_BYTES:
        raise RuleBroken("import_too_large", limit_mb=MAX_BYTES // (1024 * 1024))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError, OSError) as error:
        raise RuleBroken("import_not_workbook") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Sizes as declared: unpacking stops there, whatever the stream goes on to hold."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise RuleBroken("import_swells")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        raise RuleBroken("import_not_workbook")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _check_xml(archive, part)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Plain XML in UTF-8 without a document type: nothing that expands, nothing that fetches."""
    with archive.open(part) as stream:
        head = stream.read(4096)
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or b"<!DOCTYPE" in head.upper():
        raise RuleBroken("import_not_workbook")


# ------------------------------------------------------------------------------------------------------------ the sheet


def _read_book(content: bytes, columns: Sequence[Column], headings: Mapping[str, str]) -> Sheet:
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets.sort(key=lambda sheet: sheet.title != DATA_SHEET)
        best: list[str] = [headings[column.key] for column in columns if column.is_required]
        for sheet in sheets:
            sheet.reset_dimensions()  # what the file says of its size would cut rows off silently
            found = _find_headings(sheet, headings)
            lacking = [
                headings[column.key]
                for column in columns
                if column.is_required and column.key not in found.at
            ]
            if not lacking:
                merged = merged_ranges(content, sheet)
                return _read_rows(sheet, content, columns, headings, found, merged, book.epoch)
            best = min(best, lacking, key=len)
        raise RuleBroken("import_no_headings", columns=", ".join(best))
    finally:
        book.close()


@dataclass(frozen=True, slots=True)
class Found:
    """Where the headings stand: the row, and by key of a column its place."""

    row: int
    at: Mapping[str, int]
    unused: tuple[str, ...] = ()


def _find_headings(sheet: Any, headings: Mapping[str, str]) -> Found:
    """The row, among the first, that has most of the headings."""
    wanted = {fold(heading): key for key, heading in headings.items()}
    best = Found(0, {})
    rows = sheet.iter_rows(max_row=HEADING_ROWS, max_col=MAX_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        words = [fold(str(value).rstrip(" *")) if value is not None else "" for value in row]
        at: dict[str, int] = {}
        for place, word in enumerate(words):
            if word in wanted:
                at.setdefault(wanted[word], place)
        if len(at) > len(best.at):
            unused = [
                clean_name(str(row[place])) for place, word in enumerate(words) if word and word not in wanted
            ]
            best = Found(number, at, tuple(unused))
    return best


_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)\"")


def merged_ranges(content: bytes, sheet: Any) -> list[tuple[int, int, int, int]]:
    """Merged ranges as (first column, first row, last column, last row); the streaming reader does not tell them."""
    named = dict.fromkeys(_MERGED.findall(_xml_of(content, sheet)))
    if len(named) > MOST_MERGED:
        raise RuleBroken("import_too_many_merged", limit=MOST_MERGED)
    ranges = (range_boundaries(found.decode()) for found in named)
    return [(bounds[0], bounds[1], bounds[2], bounds[3]) for bounds in ranges]


def _xml_of(content: bytes, sheet: Any) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(sheet._worksheet_path)


def _read_rows(
    sheet: Any,
    content: bytes,
    columns: Sequence[Column],
    headings: Mapping[str, str],
    found: Found,
    merged: Sequence[tuple[int, int, int, int]],
    epoch: datetime,
) -> Sheet:
    result = Sheet(unused=list(found.unused))
    places = [
        (column, headings[column.key], found.at[column.key]) for column in columns if column.key in found.at
    ]
    for bounds in merged:
        result.faults += _merged_faults(bounds, places, found.row)
    for number, row in _filled_rows(sheet, content, found.row, {place for *_rest, place in places}):
        if len(result.records) == MAX_ROWS:
            raise RuleBroken("import_too_many_rows", limit=MAX_ROWS)
        values: dict[str, Any] = {}
        refused = set()
        for column, heading, place in places:
            value, key = read_value(row[place] if place < len(row) else None, column, epoch)
            if key:
                refused.add(column.key)
                result.faults.append(Fault.at(number, heading, key, **_details(column, value)))
            elif value not in (None, "", ()):
                values[column.key] = value
        result.records.append(Record(number, values, frozenset(refused)))
    if not result.records:
        raise RuleBroken("import_no_rows")
    return result


def _filled_rows(
    sheet: Any, content: bytes, after: int, places: set[int]
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows with something in a column that is read; blank ones between and behind are nothing."""
    for number, row in rows_from(after + 1, sheet, content):
        if any(is_filled(row[place].value) for place in places if place < len(row)):
            yield number, row


def rows_from(first: int, sheet: Any, content: bytes) -> Iterator[tuple[int, Any]]:
    """Rows with their numbers, from one on, blank ones too: MOST_READ at most, so that nothing costs minutes.

    What was only coloured below is nothing. Raises RuleBroken: import_too_long where something is written there,
    import_not_workbook where no sheet can reach.
    """
    for number, row in enumerate(sheet.iter_rows(min_row=first, max_col=MAX_COLUMNS), start=first):
        if number > MOST_READ:
            last = _last_written(_xml_of(content, sheet))
            if last > LAST_ROW:
                raise RuleBroken("import_not_workbook")
            if last > MOST_READ:
                raise RuleBroken("import_too_long", limit=MOST_READ)
            return
        yield number, row


_VALUE = re.compile(rb"</(?:\w+:)?(?:v|is|f)>")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d{1,20})\"")


def _last_written(xml: bytes) -> int:
    """The row of the last cell with a value, looked for in the text of a sheet that is too long to be read."""
    last = max((found.start() for found in _VALUE.finditer(xml)), default=0)
    begins = max(xml.rfind(b"<row", 0, last), xml.rfind(b":row", 0, last))
    found = _ROW_NUMBER.match(xml, xml.rfind(b"<", 0, begins + 1)) if begins > 0 else None
    return int(found[1]) if found else (MOST_READ + 1 if last else 0)


def is_filled(value: Any) -> bool:
    """Whether anything of a cell is seen."""
    return value is not None and (not isinstance(value, str) or bool(clean_name(value)))


def _merged_faults(
    bounds: tuple[int, int, int, int], places: Sequence[tuple[Column, str, int]], heading_row: int
) -> list[Fault]:
    """A merged cell holds one value for many: to which row it belongs is not the reader's to say."""
    first_column, first_row, last_column, last_row = bounds
    if last_row <= heading_row:
        return []
    ref = f"{get_column_letter(first_column)}{first_row}:{get_column_letter(last_column)}{last_row}"
    touched = [heading for _column, heading, place in places if first_column <= place + 1 <= last_column]
    return [Fault.at(max(first_row, heading_row), touched[0], "cell_merged", ref=ref)] if touched else []


# ------------------------------------------------------------------------------------------------------------- the cell


def _details(column: Column, value: Any) -> dict[str, Any]:
    details = {"value": str(value)[:60], "limit": column.limit}
    if column.values:
        details["allowed"] = ", ".join(column.values)
    return details


def read_value(cell: Any, column: Column, epoch: datetime) -> tuple[Any, str]:
    """What a cell says for its column, and the key of what is wrong with it, if anything is."""
    raw = getattr(cell, "value", None)
    kind = getattr(cell, "data_type", "n")
    if kind == "f" or (isinstance(raw, str) and raw.startswith("=")):
        return raw, "cell_formula"
    if kind == "e":
        return raw, "cell_error"
    if not is_filled(raw):
        return None, "cell_missing" if column.is_required else ""
    return _READERS[column.kind](raw, column, epoch)


def _name(raw: Any, column: Column, _epoch: datetime) -> tuple[Any, str]:
    words = clean_name(plain(raw))
    return words, "cell_too_long" if len(words) > column.limit else ""


def _text(raw: Any, column: Column, _epoch: datetime) -> tuple[Any, str]:
    words = clean_line(plain(raw).replace("_x000D_", "").replace("\r\n", "\n"))
    return words, "cell_too_long" if len(words) > column.limit else ""


def plain(raw: Any) -> str:
    """A number as it is read, a date as it is written here."""
    if isinstance(raw, bool):
        return "có" if raw else "không"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, (datetime, date)):
        return f"{raw:%d/%m/%Y}"
    return str(raw)


def _day(raw: Any, _column: Column, epoch: datetime) -> tuple[Any, str]:
    found: Any = None
    if isinstance(raw, datetime):
        found = raw.date()
    elif isinstance(raw, date):
        found = raw
    elif isinstance(raw, str):
        found = parse_day(raw)
    elif isinstance(raw, (int, float)) and not isinstance(raw, bool) and int(raw) in SERIAL_DAYS:
        moment = from_excel(int(raw), epoch)
        found = moment.date() if isinstance(moment, datetime) else None
    if not isinstance(found, date) or isinstance(raw, time) or found.year not in YEARS:
        return plain(raw), "cell_no_day"
    return found, ""


def _choice(raw: Any, column: Column, _epoch: datetime) -> tuple[Any, str]:
    words = clean_name(plain(raw))
    meant = {fold(label): value for label, value in column.values.items()}.get(fold(words))
    return (words, "cell_not_allowed") if meant is None else (meant, "")


_YES, _NO = {"co", "x", "1", "yes", "dung"}, {"khong", "0", "no", "sai"}


def _flag(raw: Any, _column: Column, _epoch: datetime) -> tuple[Any, str]:
    word = fold(plain(raw))
    if word in _YES:
        return True, ""
    return (None, "") if word in _NO else (plain(raw), "cell_not_flag")


def _number(raw: Any, _column: Column, _epoch: datetime) -> tuple[Any, str]:
    words = plain(raw).strip()
    if words.isascii() and words.isdecimal() and len(words) <= 6:
        return int(words), ""
    return words, "cell_not_number"


def _names(raw: Any, column: Column, _epoch: datetime) -> tuple[Any, str]:
    parts = re.split(r"[;\n]", plain(raw))
    names = tuple(dict.fromkeys(name for name in map(clean_name, parts) if name))
    too_long = [name for name in names if len(name) > column.limit]
    return (too_long[0], "cell_too_long") if too_long else (names, "")


_READERS = {
    Kind.NAME: _name,
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.NAMES: _names,
}

__all__ = [
    "DATA_SHEET",
    "MAX_ROWS",
    "Column",
    "Fault",
    "Kind",
    "Record",
    "Sheet",
    "check_container",
    "is_filled",
    "merged_ranges",
    "plain",
    "read",
    "read_value",
    "rows_from",
]
