"""Days of the week, quarters and figures on a page, in its reader's language.

`taskboard.wording` is the official Vietnamese: mails and documents speak it whatever language a page has. Dates look the
same in both: day/month/year.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard import wording

_WEEKDAYS = (
    _l("thứ Hai"),
    _l("thứ Ba"),
    _l("thứ Tư"),
    _l("thứ Năm"),
    _l("thứ Sáu"),
    _l("thứ Bảy"),
    _l("Chủ nhật"),
)
_MARKS_SWAPPED = str.maketrans(",.", ".,")


def weekday_text(value: date) -> str:
    return str(_WEEKDAYS[value.weekday()])


def quarter_text(quarter: int, year: int) -> str:
    return _("quý %(quarter)s/%(year)s", quarter=wording.ROMAN[quarter], year=year)


def period_text(key: str | None) -> str:
    """The period of a duty's occurrence, from its key: `tuần 24/2021`, `tháng 6/2021`, `quý II/2021`, `năm 2021`."""
    if not key:
        return ""
    year, _dash, part = key.partition("-")
    if not part:
        return _("năm %(year)s", year=year)
    if part.startswith("W"):
        return _("tuần %(week)s/%(year)s", week=int(part[1:]), year=year)
    if part.startswith("Q"):
        return quarter_text(int(part[1:]), int(year))
    if "-" in part:
        return wording.day_text(date.fromisoformat(key))
    return _("tháng %(month)s/%(year)s", month=int(part), year=year)


def number_text(value: float) -> str:
    """`2.755,6` for a Vietnamese reader, `2,755.6` for an English one."""
    return _marked(wording.number_text(value))


def decimal_text(value: Decimal) -> str:
    """An exact figure, `2.755,6` or `2,755.6`."""
    return _marked(wording.decimal_text(value))


def tenths_text(tenths: int) -> str:
    """A count of tenths with its one decimal, a zero too: 670 is `67,0`."""
    return _marked(f"{wording.number_text(tenths // 10)},{tenths % 10}")


def _marked(official: str) -> str:
    locale = get_locale()
    return official.translate(_MARKS_SWAPPED) if locale and locale.language == "en" else official
