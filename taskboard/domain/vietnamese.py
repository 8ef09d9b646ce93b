"""Vietnamese alphabetical order as a plain byte key (decision 26).

The alphabet is a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y; tones decide only between words that are
otherwise equal, in the order ngang, huyền, hỏi, ngã, sắc, nặng.
"""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{place:02d}" for place, letter in enumerate(_ALPHABET, start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def sort_key(text: str) -> str:
    """A string whose byte order is the Vietnamese alphabetical order of `text`."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", text.lower()):
        if char in _TONES:
            tones[-1:] = [_TONES[char]]
        elif char in _SHAPES and letters:
            letters[-1] = _rank(unicodedata.normalize("NFC", letters[-1][2:] + char))
        else:
            letters.append(_rank(char))
            tones.append("0")
    ranks = "".join(letter[:2] for letter in letters)
    return f"{ranks} {''.join(tones)}"


def _rank(letter: str) -> str:
    """Two digits of order and the letter itself, so that a following shape mark can still change it."""
    if letter in _RANK:
        return _RANK[letter] + letter
    if letter.isdigit():
        return f"0{letter}{letter}"
    return "00" + letter if letter.isspace() else "01" + letter
