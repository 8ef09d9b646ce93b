"""The sample's words are ours: one Unicode form, no sentence of the published article, no name but the chair's."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from taskboard.demo import review
from taskboard.demo.data import city, days, outside, people, quarter_four, quarter_one
from taskboard.demo.data.steps import SampleBriefing
from taskboard.domain.text import fold

BRIEFINGS = (quarter_four.BRIEFING, quarter_one.BRIEFING)
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "nam-dinh-2021-q1.txt"
needs_seed = pytest.mark.skipif(
    not SEED.exists(), reason="the published article stands outside this repository"
)


def _strings(value: object) -> Iterator[str]:
    """Every text inside plain data."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        yield from _strings([getattr(value, field.name) for field in dataclasses.fields(value)])
    elif isinstance(value, dict):
        yield from _strings([*value.keys(), *value.values()])
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _strings(part)


def _everything() -> list[str]:
    data = (city.UNITS, city.GROUPS, city.FIELDS, people.PEOPLE, days.CORRECTIONS, outside.ORDERS, BRIEFINGS)
    return [*_strings(list(data)), *(review.text_of(briefing) for briefing in BRIEFINGS)]


def _sentences(text: str) -> set[str]:
    parts = re.split(r"(?<=[.;!?])\s+|\n", text)
    return {fold(part) for part in parts if len(fold(part).split()) >= 6}


def test_all_texts_are_in_one_unicode_form() -> None:
    everything = _everything()

    assert len(everything) > 1_000
    assert [text for text in everything if text != unicodedata.normalize("NFC", text)] == []


def test_no_report_speaks_to_its_reader_as_a_website_would() -> None:
    told = " ".join(_everything())

    assert not re.search(r"\b(bạn|vui lòng)\b", told, re.IGNORECASE)
    assert "!" not in told


@needs_seed
def test_no_sentence_of_the_conclusions_is_one_of_the_article() -> None:
    published = _sentences(SEED.read_text("utf-8"))

    for briefing in BRIEFINGS:
        assert not _sentences(review.text_of(briefing)) & published
        assert not {fold(order.words) for order in briefing.orders} & published


@needs_seed
def test_long_runs_of_the_article_were_not_taken_over() -> None:
    words = fold(SEED.read_text("utf-8")).split()
    runs = {" ".join(words[at : at + 12]) for at in range(len(words) - 11)}

    for briefing in BRIEFINGS:
        ours = fold(review.text_of(briefing)).split()
        assert not {" ".join(ours[at : at + 12]) for at in range(len(ours) - 11)} & runs


@needs_seed
def test_only_the_chair_is_a_person_of_the_article() -> None:
    article = fold(SEED.read_text("utf-8"))
    known = [person.full_name for person in people.PEOPLE if fold(person.full_name) in article]

    assert known == ["Phạm Duy Hưng"]


def test_every_person_has_a_name_and_an_account_of_their_own() -> None:
    names = [person.full_name for person in people.PEOPLE]
    accounts = [person.sign_in_name for person in people.PEOPLE]

    assert len(set(names)) == len(names)
    assert len(set(accounts)) == len(accounts)
    assert all(account.endswith("@namdinh.example") for account in accounts)


@pytest.mark.parametrize("briefing", BRIEFINGS, ids=lambda briefing: briefing.code)
def test_each_order_stands_once_in_its_text(briefing: SampleBriefing) -> None:
    text = review.text_of(briefing)
    words = [order.words for order in briefing.orders] + [note.words for note in briefing.no_tasks]

    assert len(briefing.orders) >= 14
    assert [one for one in words if text.count(one) != 1] == []


@pytest.mark.parametrize("briefing", BRIEFINGS, ids=lambda briefing: briefing.code)
def test_dates_of_orders_are_the_dates_of_their_words(briefing: SampleBriefing) -> None:
    dated = [order for order in briefing.orders if order.due_on and re.search(r"\d/\d{4}$", order.words)]

    assert len(dated) >= 10
    for order in dated:
        assert order.due_on is not None
        written = re.findall(r"ngày (\d{1,2})/(\d{1,2})/(\d{4})", order.words)
        assert not written or tuple(map(int, written[-1])) == (
            order.due_on.day,
            order.due_on.month,
            order.due_on.year,
        )
