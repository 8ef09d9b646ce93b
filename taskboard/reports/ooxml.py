"""Words and the few elements of WordprocessingML that the documents write by hand (ECMA-376, part 1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_GAP = re.compile(r"(\[CẦN BỔ SUNG[^\]]*\])")
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
"""Unicode categories without a printed form: controls, direction marks, halves of pairs, unassigned, private."""


def clean(text: str) -> str:
    """NFC on one line; what XML forbids and what would turn the line's direction is dropped."""
    composed = unicodedata.normalize("NFC", text).replace("\n", " ").replace("\t", " ")
    return "".join(char for char in composed if unicodedata.category(char) not in _FORBIDDEN)


def split_at_gaps(text: str) -> Iterator[tuple[str, bool]]:
    """The cleaned text in parts, and whether each is a gap to be marked so that nobody signs over it."""
    for number, part in enumerate(_GAP.split(clean(text))):
        if part:
            yield part, number % 2 == 1


def sized(properties: Any, size: int) -> None:
    """A size in points, for Latin and complex scripts alike."""
    for tag in ("w:sz", "w:szCs"):
        child(properties, tag, val=str(2 * size))


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last child; attributes are in the document's own namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def twips(emu: int) -> str:
    """Twentieths of a point, as the file counts."""
    return str(round(emu / 635))


def border(tag: str, eighths: int) -> Any:
    """A solid black line, its width in eighths of a point."""
    border = OxmlElement(tag)
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "0"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    return border


def highlight() -> Any:
    """The yellow of a gap."""
    element = OxmlElement("w:highlight")
    element.set(qn("w:val"), "yellow")
    return element
