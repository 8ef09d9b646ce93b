"""The few elements of WordprocessingML that the documents write by hand (ECMA-376, part 1)."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


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
