"""What a draft lacks, what a person should look at twice, and what an order of a supplement speaks of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.review import (
    Issued,
    Lead,
    Missing,
    informing_words,
    likely_replaced,
    missing,
    next_leads,
    second_action,
    speaks_of_withdrawal,
)

UNIT, GROUP, UNCLEAR = Lead(True, False), Lead(True, True), Lead(False, False)
DYKE = "phòng Kinh tế lập phương án hộ đê toàn tuyến, trình UBND thành phố trước ngày 30/6/2021"
WASTE = "các phường, xã tổng vệ sinh môi trường, báo cáo trước ngày 30/6/2021"
ISSUED = {11: Issued(1, DYKE), 12: Issued(2, WASTE)}


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        ({}, ()),
        ({"is_passage": True}, (Missing.DECISION,)),
        ({"leads": []}, (Missing.LEAD,)),
        ({"leads": [UNCLEAR]}, (Missing.LEAD_UNRESOLVED,)),
        ({"leads": [UNIT, UNIT]}, (Missing.LEAD_SEVERAL,)),
        ({"leads": [UNIT, UNIT], "fans_out": True}, ()),
        ({"leads": [UNIT, GROUP]}, ()),
        ({"is_due_decided": False}, (Missing.DUE,)),
        ({"is_supplement_said": False}, (Missing.SUPPLEMENT,)),
        ({"is_supplement_said": False, "leads": []}, (Missing.SUPPLEMENT, Missing.LEAD)),
        ({"is_withdrawal": True, "leads": [], "is_due_decided": False}, ()),
    ],
)
def test_what_blocks_an_order_comes_in_the_order_a_person_would_mend_it(
    facts: dict[str, object], lacks: tuple[Missing, ...]
) -> None:
    whole: dict[str, object] = {
        "is_passage": False,
        "leads": [UNIT],
        "is_due_decided": True,
        "fans_out": False,
    }
    assert missing(**(whole | facts)) == lacks  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "second"),
    [
        (DYKE, None),
        (WASTE, None),
        ("Rà soát và xử lý các công trình vi phạm", None),
        ("Sở Xây dựng chủ trì, phối hợp với Sở Tài chính kiểm tra tiến độ các dự án", None),
        (
            "Rà soát các công trình vi phạm trên địa bàn; xử lý dứt điểm trước ngày 15/7/2021",
            "xử lý dứt điểm",
        ),
        ("Rà soát quỹ đất năm 2021, đồng thời tổ chức đấu giá 3 khu đất", "tổ chức đấu giá"),
        ("Lập danh sách hộ nghèo của phường. Thành lập tổ kiểm tra liên ngành", "Thành lập tổ"),
        ("RÀ SOÁT QUỸ ĐẤT CÔNG NĂM 2021, TỔ CHỨC ĐẤU GIÁ BA KHU ĐẤT", "TỔ CHỨC"),
    ],
)
def test_two_actions_in_one_order_are_found_and_one_is_left_alone(words: str, second: str | None) -> None:
    at = second_action(words)
    assert (at is None) is (second is None)
    if at is not None and second is not None:
        assert words[at:].startswith(second)


@given(st.text(max_size=400))
def test_any_text_has_a_second_action_inside_it_or_none(words: str) -> None:
    at = second_action(words)
    assert at is None or 0 < at < len(words)


def test_a_megabyte_of_commas_is_read_at_once() -> None:
    began = time.perf_counter()
    assert second_action(", " * 500_000) is None
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Mục 2 nay sửa là: giao phòng Y tế phun khử khuẩn", 12),
        ("Phòng Kinh tế lập phương án hộ đê toàn tuyến trình UBND thành phố trước ngày 15/7/2021", 11),
        ("Giao Công an thành phố tuần tra ban đêm", None),
        ("Sửa mục 1 và mục 2 như sau", None),
        ("Bãi bỏ mục 9", None),
        ("", None),
    ],
)
def test_an_order_of_a_supplement_is_held_against_what_it_cites_or_repeats(
    words: str, key: int | None
) -> None:
    found = likely_replaced(words, ISSUED)
    assert (found[0] if found else None) == key


def test_two_alike_are_not_told_apart_by_guessing() -> None:
    twins = {1: Issued(1, DYKE), 2: Issued(2, DYKE.replace("30/6", "15/6"))}
    assert likely_replaced(DYKE.replace("30/6", "20/7"), twins) is None


@pytest.mark.parametrize(
    ("words", "takes_back"),
    [("Bãi bỏ mục 3", True), ("Thôi không giao phòng Y tế", True), ("Giao phòng Y tế phun khử khuẩn", False)],
)
def test_words_that_take_something_back(words: str, takes_back: bool) -> None:
    assert speaks_of_withdrawal(words) is takes_back


@pytest.mark.parametrize(
    ("unit", "leads", "may_change", "offered"),
    [
        (1, [1], True, (1,)),
        (1, [1, 2], False, (1,)),
        (1, [2], True, (2,)),
        (1, [2, 3], True, (2, 3)),
        (1, [2], False, ()),
        (1, [], True, ()),
    ],
)
def test_a_task_stays_with_its_unit_where_that_is_named_again(
    unit: int, leads: list[int], may_change: bool, offered: tuple[int, ...]
) -> None:
    assert next_leads(unit, leads, may_change=may_change) == offered


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "Giao phòng Kinh tế lập phương án, gửi  phòng Tư pháp,\nVăn phòng để biết.",
            "gửi phòng Tư pháp, Văn phòng để biết",
        ),
        (
            "Phòng Nội vụ thông báo cho các phường để cùng biết; xong trước 30/6.",
            "thông báo cho các phường để cùng biết",
        ),
        ("Sao gửi Thành ủy để theo dõi", "Sao gửi Thành ủy để theo dõi"),
        ("Giao phòng Kinh tế gửi báo cáo trước ngày 30/6. Các đơn vị làm việc để dân được biết.", ""),
        ("Tuyên truyền để nhân dân biết, ủng hộ", ""),
        (DYKE, ""),
    ],
)
def test_words_that_only_let_somebody_know_are_shown(words: str, found: str) -> None:
    assert informing_words(words) == found
