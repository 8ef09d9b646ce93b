"""The Vietnamese alphabet: đ after d, ă and â after a, tones only between words that are otherwise equal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.vietnamese import sort_key

LETTERS = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split()
TONES = "la là lả lã lá lạ".split()
NAMES = [
    "Phường 2",
    "Phường 10",
    "Phường An Phú",
    "Phường Ân Thi",
    "Phường Dân Tiến",
    "Phường Đa Kao",
    "Phường Lộc Hạ",
    "Phường Lộc Hòa",
    "Phường Lộc Vượng",
    "Phường Nguyễn Du",
    "Phường Ô Quan Chưởng",
    "Phường Trần Đăng Ninh",
    "Phường Trần Hưng Đạo",
    "Phường Trần Tế Xương",
    "Phường Văn Miếu",
    "Phường Vị Hoàng",
]


@pytest.mark.parametrize("rows", [LETTERS, TONES, NAMES[2:]], ids=["letters", "tones", "wards"])
def test_the_order_is_that_of_the_dictionary(rows: list[str]) -> None:
    assert sorted(set(rows), key=sort_key) == rows


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_the_way_marks_are_written_does_not_matter(form: str) -> None:
    for name in NAMES:
        assert sort_key(unicodedata.normalize(form, name)) == sort_key(name)  # type: ignore[arg-type]


def test_a_tone_decides_only_after_every_letter() -> None:
    assert sorted(["má b", "ma c", "mà a"], key=sort_key) == ["mà a", "má b", "ma c"]


@given(st.text(max_size=40))
def test_any_text_has_a_key_and_capitals_do_not_count(text: str) -> None:
    assert sort_key(text.lower()) == sort_key(text.lower().lower())
    assert sort_key(text) == sort_key(text.lower())
