"""Text as it is kept: nothing unseen in it, nothing that turns the words around it, and a blank is a blank."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.names import clean_name
from taskboard.domain.text import clean_line, is_blank

UNSEEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "char", [*UNSEEN, "\u3164", "\u2800", "\u00a0", "\u3000", "\u0301", "\U000e0041", "\0", "\x7f"]
)
def test_what_nobody_sees_says_nothing(char: str) -> None:
    assert is_blank(char * 5) and is_blank(f" {char}\n{char} ")
    assert clean_line(char * 5) == clean_name(char * 5) == ""


@pytest.mark.parametrize("mark", TURNING)
def test_no_mark_of_direction_is_left_inside(mark: str) -> None:
    assert clean_line(f"Phòng {mark}Kinh tế{mark} (mới)") == "Phòng Kinh tế (mới)"
    assert clean_name(f"Nguyễn {mark}Văn A") == "Nguyễn Văn A"


@pytest.mark.parametrize(
    "text",
    ["Đê 👨‍👩‍👧 an toàn", "שלום", "سلام", "a\nb", "1.000\u00a0đồng", "❤️", "x", "—", "नमस्ते"],
)
def test_what_is_seen_stays_as_it_is(text: str) -> None:
    assert clean_line(text) == text


def test_line_separators_are_lines_in_a_text_and_blanks_in_a_name() -> None:
    assert clean_line("Một\u2028hai\u2029ba") == "Một\nhai\nba"
    assert clean_name("Một\u2028hai\nba") == "Một hai ba"


@given(st.text())
def test_cleaning_is_done_once_and_leaves_what_every_document_takes(text: str) -> None:
    kept = clean_line(text)
    assert clean_line(kept) == kept == unicodedata.normalize("NFC", kept)
    assert not any(char in kept for char in TURNING + "\0\x0b\x1b\ufffe\uffff")
    assert not any(unicodedata.category(char) == "Cs" for char in kept)
