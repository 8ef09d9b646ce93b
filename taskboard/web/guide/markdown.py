"""The little Markdown the user guide is written in, as HTML: one source for readers here and in the repository.

Headings, paragraphs, both kinds of list, pictures, links, words in bold. Everything is escaped first: a guide cannot
carry markup of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

_HEADING = re.compile(r"(#{1,3}) (.+)")
_BULLET = re.compile(r"- (.+)")
_STEP = re.compile(r"\d+\. (.+)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")

Address = Callable[[str], str]
"""From a target as it stands in the file to one of the site."""


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    body: Markup


def article(text: str, address: Address) -> Article:
    """The first heading is the title; the rest is the body, its headings one level below."""
    lines = text.strip().splitlines()
    return Article(lines[0].lstrip("# "), Markup("\n").join(_blocks(lines[1:], address)))


def screen_words(text: str) -> list[str]:
    """What is in bold: words that stand on a screen."""
    return _BOLD.findall(text)


def _blocks(lines: list[str], address: Address) -> Iterator[Markup]:
    for kind, group in groupby(filter(None, map(str.strip, lines)), key=_kind):
        rows = list(group)
        if kind in _LISTS:
            yield _list(kind, rows, address)
        else:
            yield from (_line(kind, row, address) for row in rows)


_LISTS = {"ul": _BULLET, "ol": _STEP}


def _kind(line: str) -> str:
    patterns = {"heading": _HEADING, "ul": _BULLET, "ol": _STEP, "figure": _PICTURE}
    return next((kind for kind, pattern in patterns.items() if pattern.fullmatch(line)), "p")


def _list(kind: str, rows: list[str], address: Address) -> Markup:
    found = (_LISTS[kind].fullmatch(row) for row in rows)
    items = Markup("").join(Markup("<li>{}</li>").format(_inline(row[1], address)) for row in found if row)
    return Markup("<{0}>{1}</{0}>").format(Markup(kind), items)


def _line(kind: str, line: str, address: Address) -> Markup:
    if kind == "heading" and (heading := _HEADING.fullmatch(line)):
        return Markup("<h{0}>{1}</h{0}>").format(len(heading[1]), heading[2])
    if kind == "figure" and (picture := _PICTURE.fullmatch(line)):
        return Markup(
            '<figure><img src="{}" alt="{}" loading="lazy"><figcaption>{}</figcaption></figure>'
        ).format(address(picture[2]), "", picture[1])
    return Markup("<p>{}</p>").format(_inline(line, address))


def _inline(text: str, address: Address) -> Markup:
    said = str(escape(text))
    said = _BOLD.sub(r"<b>\1</b>", said)
    return Markup(_LINK.sub(lambda link: f'<a href="{escape(address(link[2]))}">{link[1]}</a>', said))
