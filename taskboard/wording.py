"""Dates and numbers in official Vietnamese form (rule 43): pages, mails and documents use these and no others. Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from taskboard.domain.calendar import last_day_before

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def day_text(value: date | None, *, current_year: int | None = None) -> str:
    """`05/04/2021`; inside `current_year` the year drops: `05/4` would be unclear, so `05/04`."""
    if value is None:
        return ""
    return f"{value:%d/%m}" if value.year == current_year else f"{value:%d/%m/%Y}"


def official_day_text(value: date) -> str:
    """`ngày 05 tháng 4 năm 2021`: a zero before days under 10 and months 1 and 2 (domain 2.1)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def weekday_text(value: date) -> str:
    return WEEKDAYS[value.weekday()]


def number_text(value: float) -> str:
    """Decimal comma, thousands dot: `2.755,6`."""
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    whole, _, part = f"{value:,.2f}".rstrip("0").rstrip(".").partition(".")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def decimal_text(value: Decimal) -> str:
    """The exact figure, `2.755,6`: no digit is rounded away, no zero added."""
    whole, _, part = format(abs(value), "f").partition(".")
    part = part.rstrip("0")
    sign = "-" if value < 0 else ""
    return sign + number_text(int(whole)) + (f",{part}" if part else "")


def quarter_text(quarter: int, year: int) -> str:
    return f"quý {ROMAN[quarter]}/{year}"


def cutoff_text(cutoff: datetime, zone: ZoneInfo) -> str:
    """`17:00 30/06/2021` in the city; midnight is said as the end of the day it closes, `24:00 30/06/2021`."""
    local = cutoff.astimezone(zone)
    if local.hour == local.minute == 0:
        return f"24:00 {day_text(last_day_before(cutoff, zone))}"
    return f"{local:%H:%M} {day_text(local.date())}"


_ROMAN_LETTERS = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def roman(number: int) -> str:
    """`XXXVII`: lists of units and parts of a document."""
    letters = ""
    for value, letter in _ROMAN_LETTERS:
        while number >= value:
            letters, number = letters + letter, number - value
    return letters
