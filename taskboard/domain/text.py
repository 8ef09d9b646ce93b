"""Vietnamese text without surprises: one Unicode form, accent-blind keys, offsets that browsers agree with.

Pure: strings in, strings and numbers out. The rules follow decisions 17 and 23: a conclusion text keeps every
character it was given except the byte-order mark, carriage returns and the Unicode form; all other text is also trimmed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_TONE_OLD_TO_NEW = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_OLD_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_SHORT_I = re.compile(r"(?<!\w)(k|l|m|t|h|qu)([iíìỉĩị])(?!\w)")
_I_TO_Y = str.maketrans("iíìỉĩị", "yýỳỷỹỵ")
_D = str.maketrans("đĐðÐ", "dDdD")


def to_nfc(text: str) -> str:
    """The one Unicode form everything is stored and compared in."""
    return unicodedata.normalize("NFC", text)


def clean_source(text: str) -> str:
    """A conclusion text as it is kept: no byte-order mark, line feeds only, NFC, never trimmed (decision 23)."""
    return to_nfc(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


_UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f"
"""Marks of writing direction, which make a page or a mail read backwards, and blanks of no width, which make two texts
of one. Joiners are none of them: emoji and some scripts are written with them."""
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
"""What no document format takes, NUL first of all (PostgreSQL refuses it)."""
_OUT = re.compile(f"[{_UNSEEN}{_CONTROL}]")
_BREAKS = re.compile("[\u2028\u2029]")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs with no shape."""


def clean_line(text: str) -> str:
    """Any other text as it is kept: NFC, trimmed, nothing in it that is unseen or turns the words around it.

    Text of which nothing is seen is empty.
    """
    kept = to_nfc(_BREAKS.sub("\n", _OUT.sub("", text))).strip()
    return kept if any(_is_seen(char) for char in kept) else ""


def _is_seen(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] not in "MZ" and kind not in ("Cc", "Cf") and char not in _FILLERS


def is_blank(text: str) -> bool:
    """Whether nothing is said: no reason is given by a blank, nor by marks that nobody sees."""
    return not clean_line(text)


def text_sha256(text: str) -> str:
    """Hex digest of the UTF-8 bytes of a text, to tie spans to the very words they were measured on."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def lower_same_length(text: str) -> str:
    """Lower case, code point by code point, so that offsets stay what they were."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def one_tone_placement(lowered: str) -> str:
    """`hoà` and `hòa`, `kĩ` and `kỹ` written one way; takes lower case, keeps the length."""
    moved = _OLD_TONE.sub(lambda found: _TONE_OLD_TO_NEW[found.group()], lowered)
    return _SHORT_I.sub(lambda found: found.group(1) + found.group(2).translate(_I_TO_Y), moved)


def without_accents(text: str) -> str:
    """`Đường` → `Duong`: for search keys and sorting, never for display."""
    parts = unicodedata.normalize("NFD", text.translate(_D))
    return unicodedata.normalize("NFC", "".join(char for char in parts if not unicodedata.combining(char)))


def fold(text: str) -> str:
    """A comparison key: case, accents, punctuation and spacing gone, single spaces between words."""
    plain = without_accents(to_nfc(text)).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


def fold_keeping_accents(text: str) -> str:
    """Like `fold`, but `má` and `mã` stay apart: for names where an accent is the only difference."""
    lowered = one_tone_placement(to_nfc(text).casefold())
    return " ".join("".join(char if char.isalnum() else " " for char in lowered).split())


@dataclass(frozen=True, slots=True)
class Offsets:
    """Converts between code points (Python, the database) and UTF-16 code units (browsers) for one text."""

    length: int
    wide: tuple[int, ...]
    wide_units: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Offsets:
        """Measures a text once; each conversion then costs a binary search over its astral characters only."""
        wide = tuple(i for i, char in enumerate(text) if ord(char) > 0xFFFF)
        return cls(len(text), wide, tuple(at + nth for nth, at in enumerate(wide)))

    def to_utf16(self, code_points: int) -> int:
        """Offset in UTF-16 code units of a code-point offset. Raises ValueError outside the text."""
        if not 0 <= code_points <= self.length:
            raise ValueError(f"offset {code_points} outside a text of {self.length}")
        return code_points + bisect_right(self.wide, code_points - 1)

    def from_utf16(self, units: int) -> int:
        """Code-point offset of a UTF-16 offset; inside a surrogate pair it is the pair's start.

        Raises ValueError outside the text.
        """
        if not 0 <= units <= self.length + len(self.wide):
            raise ValueError(f"UTF-16 offset {units} outside the text")
        nth = bisect_right(self.wide_units, units - 1)
        if nth and self.wide_units[nth - 1] + 1 == units:
            return self.wide[nth - 1]
        return units - nth
