"""Days as registers and other programs write them. Pure: a cell's value in, a day out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from openpyxl.utils.datetime import from_excel

from taskboard.domain.calendar import Quarter
from taskboard.domain.civil_day import YEARS, parse_day
from taskboard.domain.text import fold
from taskboard.imports.mapping import DayOrder

SERIALS = range(25_569, 109_575)
"""Days since 1900 that a bare number may be: 1970 to 2199. A year or a row number is none."""
_FIGURES = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})\Z")
_MONTH = re.compile(r"(?:trong |het |cuoi )*(?:thang|t) ?(\d{1,2})(?: nam)? (\d{4})\Z|(\d{1,2}) (\d{4})\Z")
_QUARTER = re.compile(r"(?:trong |het |cuoi )*quy (iv|iii|ii|i|[1-4])(?: nam)? (\d{4})\Z")
_YEAR = re.compile(r"(?:trong |het |cuoi )*nam (\d{4})\Z")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_UNDATED = frozenset(
    {"", "khong", "khong thoi han", "khong co han", "khong co thoi han", "thuong xuyen", "lau dai"}
)


def is_month_first(texts: Iterable[str]) -> bool:
    """Whether days cannot all be read with the day first but can with the month first."""
    parts = [(int(found[1]), int(found[2])) for text in texts if (found := _FIGURES.match(text.strip()))]
    return any(second > 12 for _first, second in parts) and not any(first > 12 for first, _second in parts)


def order_of(asked: DayOrder, texts: Iterable[str]) -> bool:
    """True for month first."""
    return is_month_first(texts) if asked is DayOrder.AUTO else asked is DayOrder.MONTH_FIRST


def day_of(raw: Any, *, epoch: datetime, month_first: bool = False) -> date | None:
    """A date cell, a serial number, or a text with or without a time behind; None for what is no day."""
    if isinstance(raw, datetime):
        found: date | None = raw.date()
    elif isinstance(raw, date):
        found = raw
    elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
        found = _of_serial(float(raw), epoch)
    else:
        found = _of_text(str(raw or "").strip(), epoch, month_first=month_first)
    return found if found is not None and found.year in YEARS else None


def _of_serial(number: float, epoch: datetime) -> date | None:
    if int(number) not in SERIALS:
        return None
    moment = from_excel(int(number), epoch)
    return moment.date() if isinstance(moment, datetime) else None


def _of_text(text: str, epoch: datetime, *, month_first: bool) -> date | None:
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _of_serial(float(text), epoch)
    if found := _FIGURES.match(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        year += 2000 if len(found[3]) == 2 else 0
        return _made(year, first, second) if month_first else _made(year, second, first)
    if found := _ISO.match(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _WORDS.fullmatch(fold(text)):
        return _made(int(found[3]), int(found[2]), int(found[1]))
    return parse_day(text)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_undated(text: str) -> bool:
    """Words of a deadline column that say there is none."""
    return fold(text) in _UNDATED


def last_day_of(text: str) -> date | None:
    """`tháng 6/2021`, `quý II/2021`, `năm 2021`: a deadline that names a period ends with it."""
    words = fold(text)
    if found := _QUARTER.fullmatch(words):
        number = _ROMAN.get(found[1]) or int(found[1])
        return Quarter(int(found[2]), number).last_day
    if found := _MONTH.fullmatch(words):
        month, year = int(found[1] or found[3]), int(found[2] or found[4])
        return _made(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and year in YEARS else None
    if found := _YEAR.fullmatch(words):
        return _made(int(found[1]), 12, 31)
    return None


_SIGN = re.compile(r"(?<![\w/])(\d+[A-Za-zĐđ]?/(?:\d{4}/)?[A-ZĐ][\wÀ-ỹ]*(?:[-–&][\wÀ-ỹ]+)*)(?![\w/])")
_DAY_WITHIN = re.compile(r"(?<![\d/])\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}(?!\d)")
_DAY_IN_WORDS = re.compile(r"ng[àa]y\s+(\d{1,2})\s+th[áa]ng\s+(\d{1,2})\s+n[ăa]m\s+(\d{4})", re.IGNORECASE)
_BODY = re.compile(r"\bcủa\s+(.+)$", re.DOTALL)


def document_of(text: str) -> tuple[str, date | None, str]:
    """Number, day and issuer of a document: `Thông báo số 12/TB-UBND ngày 5/4/2021 của UBND thành phố`.

    An empty number where none is written as official documents write theirs.
    """
    sign = _SIGN.search(text)
    number = sign[1].replace("–", "-") if sign else ""
    body = _BODY.search(text)
    return number, _day_within(text), " ".join(body[1].split()).rstrip(".;,") if body else ""


def _day_within(text: str) -> date | None:
    if found := _DAY_WITHIN.search(text):
        return parse_day(found[0])
    if said := _DAY_IN_WORDS.search(text):
        return _made(int(said[3]), int(said[2]), int(said[1]))
    return None
