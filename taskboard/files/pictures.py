"""How large a picture is, read from its first bytes: nothing is unfolded here."""

from __future__ import annotations

import struct

_PNG_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers after which a JPEG says its size (ITU-T T.81, B.2.2)."""
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG in points; None for what is neither or breaks off."""
    if content.startswith(_PNG_HEAD) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 if marker in _NO_LENGTH else 2 + _length(content, at)
    return None


def _length(content: bytes, at: int) -> int:
    """Of a part that begins at `at`; at least its own two bytes, so that reading goes on."""
    return max(2, int.from_bytes(content[at + 2 : at + 4], "big"))
