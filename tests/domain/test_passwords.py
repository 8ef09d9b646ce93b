"""Passwords: long sentences are welcome, what everybody types first is not."""

from __future__ import annotations

import unicodedata

import pytest

from taskboard.accounts.common import common_passwords
from taskboard.domain.passwords import LONGEST, Weakness, as_typed, weakness

NAMES = ("kinhte@namdinh.example", "Trần Văn Bình")


def judged(password: str) -> Weakness | None:
    return weakness(password, shortest=12, common=common_passwords(), names=NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "trà đá vỉa hè phố Hàng Bạc",
        "hôm nay trời mưa to",
        "kT9$vbQ!pL2z",
        "🙂 cái cổng màu xanh",
        "x" * 20 + "mười hai con giáp" + "y" * (LONGEST - 37),
    ],
)
def test_anything_long_and_own_is_taken(password: str) -> None:
    assert judged(password) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn quá", Weakness.SHORT),
        ("a b" * 100, Weakness.LONG),
        ("Mật khẩu@2026!", Weakness.COMMON),
        ("P@ssw0rd12345", Weakness.COMMON),
        ("passwordpassword", Weakness.COMMON),
        ("anhyeuemnhieu", Weakness.COMMON),
        ("123456789012", Weakness.PATTERN),
        ("qwertyuiopasdf", Weakness.PATTERN),
        ("aaaaaaaaaaaaa", Weakness.PATTERN),
        ("20212021202120", Weakness.PATTERN),
        ("xyxyxyxyxyxyxy", Weakness.PATTERN),
        ("kinhte2021namdinh", Weakness.NAMED),
        ("tranvanbinh1980", Weakness.NAMED),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, why: Weakness) -> None:
    assert judged(password) is why


def test_characters_are_counted_not_bytes_and_both_forms_of_an_accent_are_one() -> None:
    composed = "đường làng tôi"
    taken_apart = unicodedata.normalize("NFD", composed)
    assert taken_apart != composed and as_typed(taken_apart) == composed
    assert judged(as_typed(taken_apart)) is None
    assert len(composed) == 14


def test_the_list_is_in_the_form_it_is_compared_in() -> None:
    assert len(common_passwords()) > 300
    assert all(
        word == "".join(c for c in word if c.isalnum()).lower() and word.isascii()
        for word in common_passwords()
    )
