"""What a reply to a mail says: plain words are progress; a few words at the beginning of a line say more.

    Hoàn thành ngày 15/6/2021        the first line, whole: the task is done, today where no day is given
    Việc tiếp theo: …                what comes next
    Dự kiến xong: 30/6/2021          when it will be done
    Vướng mắc: …                     what hinders
    Số văn bản: 125/BC-KT ngày 14/6/2021        the document that proves it, and its day
    Ngày văn bản: 14/6/2021                     the same day on a line of its own

With or without accents, in capitals or not. Mail programs break long lines, so a labelled line goes on until an empty line
or the next label.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from taskboard.domain.civil_day import parse_day
from taskboard.domain.errors import RuleBroken
from taskboard.domain.text import fold, without_accents

CODE = re.compile(r"\bNV-\d{4}-\d+\b", re.IGNORECASE)
_DONE = re.compile(
    r"(?:da )?(?:hoan thanh|xong)(?: (?:vao )?(?:ngay |(?=\d+[/.\-]\d+[/.\-]\d))(?P<day>\S+?))?[.:]*"
)
"""What stands behind "ngày", or looks like a date, is one; "hoàn thành 80%" and "hoàn thành tốt" are progress."""
LONGEST_DONE = 60
"""Characters of a first line that may say done and nothing else."""
LONGEST_LABEL = 26
"""With the mark of a list before it."""
SHOWN = 40
"""Characters of an unread day that are told back."""
_LABELS = {
    "viec tiep theo": "next_step",
    "du kien xong": "forecast",
    "du kien hoan thanh": "forecast",
    "vuong mac": "obstacle_text",
    "kho khan vuong mac": "obstacle_text",
    "so van ban": "document_number",
    "van ban so": "document_number",
    "ngay van ban": "document_day",
}
_DAY = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}")


_DAY_BEHIND = re.compile(
    r"[\s,;(]+(?:ngày\s*)?(?:(?P<day>\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4})"
    r"|(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4}))[\s.;)]*$",
    re.IGNORECASE,
)
"""After a document's number: "125/BC-KT ngày 14/6/2021", "125/BC-KT (14/6/2021)", "… ngày 14 tháng 6 năm 2021"."""
BEHIND = 60
"""Characters at the end of a document's number that are looked at for its day."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as a report takes it."""

    done_text: str
    is_completion: bool = False
    claimed_on: date | None = None
    """None where the reply names no day."""
    next_step: str = ""
    forecast_on: date | None = None
    obstacle_text: str = ""
    document_number: str = ""
    document_on: date | None = None


def codes_in(text: str) -> list[str]:
    """Codes of tasks, each once, in capitals."""
    return list(dict.fromkeys(found.upper() for found in CODE.findall(text)))


def read(text: str) -> Said:
    """Raises RuleBroken('reply_day_unread') for a day that is none: a wrong date must not become no date."""
    lines = [line for line in text.strip().splitlines() if not CODE.fullmatch(line.strip(" \t.:-"))]
    while lines and not lines[0].strip():
        lines.pop(0)
    done = _done(lines[0].strip()) if lines else None
    claimed_on = _day(done["day"]) if done and done["day"] else None
    words, labelled = _sorted(lines[1:] if done else lines)
    forecast = labelled.get("forecast", "")
    number, document_on = _document(labelled)
    return Said(
        done_text=words or (lines[0].strip() if done else ""),
        is_completion=done is not None,
        claimed_on=claimed_on,
        next_step=labelled.get("next_step", ""),
        forecast_on=_day_in(forecast) if forecast else None,
        obstacle_text=labelled.get("obstacle_text", ""),
        document_number=number,
        document_on=document_on,
    )


def _document(labelled: dict[str, str]) -> tuple[str, date | None]:
    """The number and the day of the result, whichever way they were written."""
    number, day = labelled.get("document_number", ""), labelled.get("document_day", "")
    behind = _DAY_BEHIND.search(number, max(0, len(number) - BEHIND))
    if behind and number[: behind.start()].strip():
        number = number[: behind.start()].strip()
        day = day or behind["day"] or f"{behind['d']}/{behind['m']}/{behind['y']}"
    return number, _day_in(day) if day else None


def _done(line: str) -> re.Match[str] | None:
    return _DONE.fullmatch(without_accents(line.lower())) if len(line) <= LONGEST_DONE else None


def _sorted(lines: list[str]) -> tuple[str, dict[str, str]]:
    """Plain words, and what stands behind labels."""
    plain: list[str] = []
    labelled: dict[str, str] = {}
    put: Callable[[str], None] = plain.append
    for line in lines:
        label, colon, words = line.partition(":")
        name = _LABELS.get(_folded(label)) if colon else None
        if name:
            labelled[name] = " ".join((labelled.get(name, ""), words.strip())).strip()
            put = _adder(labelled, name)
        elif not line.strip():
            put = plain.append
            plain.append("")
        else:
            put(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(plain)).strip(), labelled


def _folded(label: str) -> str:
    """What stands before a colon, where it is short enough for a label; `fold` drops the mark of a list before it."""
    label = label.strip()
    return fold(label) if len(label) <= LONGEST_LABEL else ""


def _adder(labelled: dict[str, str], name: str) -> Callable[[str], None]:
    def add(line: str) -> None:
        labelled[name] = f"{labelled[name]} {line.strip()}".strip()

    return add


def _day(word: str) -> date:
    found = parse_day(word.rstrip(".,;"))
    if found is None:
        raise RuleBroken("reply_day_unread", day=word[:SHOWN])
    return found


def _day_in(words: str) -> date:
    found = _DAY.search(words)
    return _day(found[0] if found else words)
