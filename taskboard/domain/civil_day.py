"""Dates as people type them."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"^\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\s*$")
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")
YEARS = range(1900, 2200)


def parse_day(text: str) -> date | None:
    """A date from `5/4/2021`, `05-04-2021`, `5.4.2021` or `2021-04-05`; None for 31/02 and for anything else.

    So too for a year nobody here writes: 0201 is a slip, and from year 1 or 9999 no day can be counted on.
    """
    found = _DAY.match(text)
    parts = (int(found[3]), int(found[2]), int(found[1])) if found else None
    if parts is None and (iso := _ISO.match(text)):
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    try:
        return date(*parts) if parts and parts[0] in YEARS else None
    except ValueError:
        return None
