"""Whose each order is, over whole notices, articles and notes: told.txt holds them, with `=>` for each order in turn."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from taskboard.domain.drafting import draft

TEXTS = re.split(r"(?m)^# ", Path(__file__).with_name("told.txt").read_text(encoding="utf-8"))[1:]


@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: entry.partition("\n")[0])
def test_every_order_of_a_text_is_told_to_whom_it_says(entry: str) -> None:
    lines = entry.strip().split("\n")[1:]
    text = "\n".join(line for line in lines if not line.startswith("=>"))
    told = [line.removeprefix("=>").strip() for line in lines if line.startswith("=>")]
    drafts = draft(text, date(2025, 3, 10)).drafts
    assert [" + ".join(one.surface for one in each.leads) for each in drafts] == told
