"""Words that a page makes of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taskboard.web.wording import period_text

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("2021-W24", "tuần 24/2021"),
        ("2021-06", "tháng 6/2021"),
        ("2021-Q2", "quý II/2021"),
        ("2021", "năm 2021"),
        ("2021-06-14", "14/06/2021"),
        (None, ""),
    ],
)
def test_the_period_of_a_duty_is_said(app: Flask, key: str | None, words: str) -> None:
    with app.test_request_context():
        assert period_text(key) == words
