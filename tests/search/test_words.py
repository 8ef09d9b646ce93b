"""What people type and what a text says meet, whatever marks, case, tone placement or short form either has."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.search import (
    LONGEST_WORD,
    MOST_WORDS,
    Abbreviations,
    Piece,
    ask,
    holds,
    indexed,
    pieces,
)

HOUSE = Abbreviations([("GPMB", "giải phóng mặt bằng"), ("KT-XH", "kinh tế - xã hội"), ("KH", "kế hoạch")])
LAND = "Đẩy nhanh tiến độ giải phóng mặt bằng dự án."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đường", "duong"),
        ("hoà bình", "hòa bình"),
        ("UỶ BAN", "ủy ban"),
        ("kĩ thuật", "kỹ thuật"),
        ("kî", "ki"),
        ("BaoCao_GPMB-2021.pdf", "baocao gpmb 2021 pdf"),
        ("58/TB-UBND", "58 tb ubnd"),
    ],
)
def test_two_ways_of_writing_are_the_same_bare_words(one: str, other: str) -> None:
    assert ask(one).groups == ask(other).groups


def test_a_text_is_stored_bare_and_with_its_marks() -> None:
    assert indexed(["Hoà giải", "số 5"]) == "hoa giai so 5 hòa giải số 5"
    assert indexed(["GPMB 2021"]) == "gpmb 2021", "nothing is stored twice where there are no marks"


@given(st.text(max_size=300))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = indexed([text])
    bare = " ".join(word for group in ask(text).groups for word in group[0].words)
    assert " ".join(word for group in ask(bare).groups for word in group[0].words) == bare
    assert all(len(word) <= LONGEST_WORD for word in once.split())
    assert indexed([indexed([bare])]) == indexed([bare])


@given(st.text(max_size=300))
def test_the_unicode_form_makes_no_difference(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert indexed([composed]) == indexed([decomposed])


@given(st.text(max_size=600), st.text(max_size=60), st.integers(0, 80))
def test_pieces_put_together_are_the_text_or_a_part_of_it(text: str, typed: str, length: int) -> None:
    whole = unicodedata.normalize("NFC", text)
    question = ask(typed, HOUSE)
    assert "".join(piece.text for piece in pieces(text, question)) == whole
    part = pieces(text, question, length=length)
    assert "".join(piece.text for piece in part).removeprefix("…").removesuffix("…") in whole


def test_an_abbreviation_asks_for_its_full_form_and_the_other_way_round() -> None:
    for typed in ("GPMB", "giải phóng mặt bằng", "giai phong mat bang"):
        assert {way.words for way in ask(typed, HOUSE).groups[0]} == {
            ("gpmb",),
            ("giai", "phong", "mat", "bang"),
        }
    assert len(ask("kế hoạch KT-XH", HOUSE).groups) == 2


def test_marks_typed_are_asked_for_and_none_where_none_were() -> None:
    assert not ask("giai phong").marked
    assert [group[0].words for group in ask("Giải phong").marked] == [("giải",), ("phong",)]


def test_a_word_that_may_be_whole_or_begun_is_both() -> None:
    assert holds("kiểm tra", ask("ki")) and holds("kĩ thuật", ask("ki")) and holds("kỹ thuật", ask("ki"))
    assert {way.words for way in ask("ki").groups[0]} == {("ky",), ("ki",)}


def test_a_question_has_an_end() -> None:
    assert len(ask("chữ " * 10_000).groups) == MOST_WORDS
    assert not ask("\0 ;'\"*() ^ :").groups


@pytest.mark.parametrize("typed", ["giai phong mat bang", "GPMB", "giải phóng mặt b"])
def test_what_was_found_is_shown_as_one_run(typed: str) -> None:
    assert [piece.text for piece in pieces(LAND, ask(typed, HOUSE)) if piece.is_hit] == [
        "giải phóng mặt bằng"
    ]
    assert holds(LAND, ask(typed, HOUSE)) and not holds("Hộ đê", ask(typed, HOUSE))


def test_of_a_long_text_the_part_around_the_first_find_is_shown() -> None:
    found = pieces("Mở đầu. " * 50 + LAND + " Kết thúc." * 50, ask("giai phong"), length=100)
    assert found[0] == Piece("…") and found[-1] == Piece("…")
    assert Piece("giải phóng", is_hit=True) in found
    assert sum(len(piece.text) for piece in found) <= 102
