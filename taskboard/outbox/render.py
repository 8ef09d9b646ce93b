"""Turns a folder of templates into a mail. A plain Jinja environment: mails render where no web framework runs."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from taskboard.domain.text import to_nfc
from taskboard.wording import day_text, weekday_text

FOLDER = Path(__file__).parent / "mails"
TEXT_WIDTH = 76
"""Columns of a text body: what a quoted reply still fits into."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What the recipient reads. The subject is one line; both bodies say the same."""

    subject: str
    text: str
    html: str
    calendar: str = ""
    """An iCalendar object to attach (RFC 5545)."""


def render(message: str, **facts: Any) -> Mail:
    """The mail of one message's folder: subject.txt, text.txt, body.html. Every name a template uses must be given."""
    subject, text, html = (
        to_nfc(_environment().get_template(f"{message}/{part}").render(facts))
        for part in ("subject.txt", "text.txt", "body.html")
    )
    return Mail(" ".join(subject.split()), _tidy(text), html.strip() + "\n")


def _tidy(text: str) -> str:
    """Lines without trailing blanks, never more than one empty line between paragraphs."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or lines[-1:] != [""]:
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(  # nosec B701  # on for every .html; the other body is text
        loader=FileSystemLoader(FOLDER),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(day=day_text, weekday=weekday_text, wrapped=wrapped, short=short)
    return environment


def wrapped(text: str, indent: int = 0, first: str = "") -> str:
    """A paragraph at 76 columns; `first` stands before its first line, the others are indented by `indent` blanks.

    Links are never broken, for a broken one cannot be opened, nor what no-break spaces hold together.
    """
    return textwrap.fill(
        re.sub(r"[ \t\r\n]+", " ", text).strip(" "),
        TEXT_WIDTH,
        initial_indent=first or " " * indent,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def short(text: str, limit: int = 70) -> str:
    """The beginning of a title for a subject line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit + 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
