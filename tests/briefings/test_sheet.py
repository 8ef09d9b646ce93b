"""The text on the screen is the text: every character once, every mark on its own words, offsets as browsers count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taskboard.briefings.sheet import Mark, cuts_of, lines_of, starts_of
from taskboard.domain.review import start_with_headings

TEXTS = st.text(st.sampled_from("aĐề \n.;🏛é1)"), max_size=80)


def marks_in(text: str, edges: list[int]) -> list[Mark]:
    places = sorted({edge % (len(text) + 1) for edge in edges})
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Mark(start, end, f"s{n}", n, "open", "#", "x") for n, (start, end) in enumerate(pairs, 1)]


@given(TEXTS, st.lists(st.integers(0, 200), max_size=12), st.integers(0, 80))
def test_the_lines_are_the_text_and_the_marked_pieces_its_spans(
    text: str, edges: list[int], starts_at: int
) -> None:
    marks = marks_in(text, edges)
    report, body = lines_of(text, marks, starts_at=min(starts_at, len(text)))
    for line in (*report, *body):
        assert text[line.start : line.start + len(line.text)] == line.text
        assert line.start16 == len(text[: line.start].encode("utf-16-le")) // 2
    assert "".join(line.text for line in (*report, *body)) == text.replace("\n", "")
    for mark in marks:
        shown = [p.text for line in (*report, *body) for p in line.pieces if p.mark == mark]
        assert "".join(shown) == text[mark.start : mark.end].replace("\n", "")


def test_a_mark_over_two_lines_has_one_anchor_and_one_number() -> None:
    _, (first, second) = lines_of("một hai\nba bốn", [Mark(4, 10, "s1", 1, "open", "#", "x")])
    assert [(p.text, p.is_first, p.is_last) for line in (first, second) for p in line.pieces if p.mark] == [
        ("hai", True, False),
        ("ba", False, True),
    ]


def test_of_two_overlapping_marks_the_page_shows_the_first() -> None:
    marks = [Mark(0, 5, "s1", 1, "open", "#", "x"), Mark(3, 8, "s2", 2, "open", "#", "y")]
    _, (line,) = lines_of("abcdefghij", marks)
    assert [p.mark.key for p in line.pieces if p.mark] == ["s1"]


@given(TEXTS)
def test_every_offered_cut_leaves_words_on_both_sides(text: str) -> None:
    for at, before, after in cuts_of(text, 0, len(text)):
        assert text[:at].strip(" ;,.:\n")
        assert text[at:].strip(" ;,.:\n")
        assert before
        assert after


def test_cuts_stand_at_stops_and_at_and() -> None:
    text = "lập phương án; xây dựng kế hoạch, trình UBND và báo cáo Sở"
    assert [text[at:].split()[0] for at, _, _ in cuts_of(text, 0, len(text))] == ["xây", "trình", "và"]


def test_the_conclusions_may_begin_at_any_paragraph_or_sentence() -> None:
    text = "Báo cáo. Kết luận bắt đầu.\n\nMục hai."
    assert [text[at:].split()[0] for at, _ in starts_of(text)] == ["Báo", "Kết", "Mục"]


def test_list_mark_and_headings_right_above_belong_to_the_conclusions() -> None:
    text = "Báo cáo đã xong.\n\nII. KẾT LUẬN\n\n1. Nông nghiệp\n\na) Giao phòng Kinh tế làm."
    assert text[start_with_headings(text, text.index("Giao")) :].startswith("II. KẾT LUẬN")
    middle = "Phát biểu, đồng chí Chủ tịch giao phòng Kinh tế làm."
    assert start_with_headings(middle, 12) == 12
