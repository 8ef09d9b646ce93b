"""The Markdown of the user guide as HTML: one source for readers here and in the repository. Raw HTML in it is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_READER = MarkdownIt("commonmark", {"html": False})

Address = Callable[[str], str]
"""From a target as it stands in the file to one of the site."""


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    body: Markup


def article(text: str, address: Address) -> Article:
    """The first heading is the title; the rest is the body. A picture on a line of its own is a figure with its caption."""
    _opening, title, _closing, *body = _READER.parse(text)
    for place, token in enumerate(body):
        for child in token.children or ():
            _send(child, address)
        if picture := _picture(token):
            body[place - 1].tag = body[place + 1].tag = "figure"
            token.children = list(_with_caption(picture))
    html = _READER.renderer.render(body, _READER.options, {})
    return Article(title.content, Markup(html))  # nosec B704: the reader escapes whatever the file holds


def _send(token: Token, address: Address) -> None:
    """Links and pictures lead to addresses of the site."""
    for name in ("href", "src"):
        if target := token.attrGet(name):
            token.attrSet(name, address(str(target)))


def _picture(token: Token) -> Token | None:
    """What is nothing but a picture."""
    inside = token.children or []
    return inside[0] if [child.type for child in inside] == ["image"] else None


def _with_caption(picture: Token) -> Iterator[Token]:
    """The words of a picture stand under it; read out twice they would only be noise."""
    words, picture.children = picture.children, []
    picture.attrSet("loading", "lazy")
    yield picture
    yield Token("caption_open", "figcaption", 1)
    yield from words or ()
    yield Token("caption_close", "figcaption", -1)
