"""One body asks another: who stands above speaks, who stands below is told; from below it is a request."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft
from taskboard.domain.drafting.address.ranks import stands_above


def told(text: str) -> list[tuple[str, list[str]]]:
    """Words and leads of every draft."""
    return [(one.text, [each.surface for each in one.leads]) for one in draft(text, date(2024, 5, 13)).drafts]


@pytest.mark.parametrize(
    ("speaker", "cue", "unit", "rest"),
    [
        ("Nhà trường", "yêu cầu", "thủ trưởng các đơn vị", "thông báo lịch nghỉ tới sinh viên"),
        ("Do vậy, Bộ Y tế", "trân trọng đề nghị", "UBND các tỉnh", "báo cáo kết quả trước ngày 08/6"),
        ("Phiên họp", "thống nhất phân công", "các đồng chí Phó Chủ tịch HĐND", "dự kỳ họp tại các xã"),
        ("Ban Giám hiệu", "yêu cầu", "các khoa, phòng", "nộp kế hoạch năm học"),
        ("Huyện đoàn", "yêu cầu", "các cơ sở đoàn", "tổ chức ra quân dọn vệ sinh"),
        ("Bảo hiểm xã hội huyện", "đề nghị", "UBND các xã", "rà soát đối tượng tham gia"),
        ("Phòng Giáo dục và Đào tạo", "yêu cầu", "hiệu trưởng các trường", "nộp báo cáo trước 15/5"),
        ("Theo đó, UBND tỉnh Bắc Sơn", "chỉ đạo", "UBND các huyện, thị xã", "tăng cường tuần tra rừng"),
        ("Hội đồng thi đua", "thống nhất giao", "Phòng Nội vụ", "tổng hợp hồ sơ khen thưởng"),
    ],
)
def test_who_stands_above_speaks(speaker: str, cue: str, unit: str, rest: str) -> None:
    assert told(f"{speaker} {cue} {unit} {rest}.") == [(f"{unit} {rest}", [unit])]


@pytest.mark.parametrize(
    "request_upward",
    [
        "Phòng Nội vụ đề nghị UBND huyện bổ sung biên chế.",
        "Sở Y tế đề nghị Bộ Y tế cấp bổ sung vắc xin.",
        "UBND xã đề nghị UBND huyện hỗ trợ kinh phí sửa cầu.",
        "Trưởng thôn đề nghị UBND xã sửa đường.",
        "Các phường đề nghị thành phố giao Phòng Quản lý đô thị cấp phép.",
    ],
)
def test_a_request_upward_is_no_order(request_upward: str) -> None:
    text = f"Tại hội nghị, các đơn vị đã báo cáo kết quả. {request_upward}"
    assert told(text) == []


@pytest.mark.parametrize(
    ("one", "other", "above"),
    [
        ("UBND huyện", "Phòng Nội vụ", True),
        ("các xã", "Bảo hiểm xã hội huyện", False),
        ("các cơ sở đoàn", "Huyện đoàn", None),
        ("Bộ Chỉ huy Quân sự tỉnh", "Bộ Quốc phòng", False),
        ("thị xã", "UBND phường", True),
        ("các đơn vị", "Nhà trường", None),
    ],
)
def test_ranks(one: str, other: str, above: bool | None) -> None:
    assert stands_above(one.casefold(), other.casefold()) is above


def test_an_excerpt_may_begin_among_orders() -> None:
    text = (
        "Tổ chức kiểm tra an toàn hồ đập; bố trí lực lượng sẵn sàng ứng phó. Công ty Thoát nước vận hành các trạm bơm.\n"
        "Ban Chỉ huy phòng, chống thiên tai thành phố yêu cầu các thành viên thực hiện nhiệm vụ đã phân công."
    )
    assert len(told(text)) == 4


def test_a_report_before_the_first_cue_stays_one() -> None:
    text = (
        "Ngày 10/5, UBND xã tổ chức phiên họp thường kỳ. Tổ chức tốt các hoạt động kỷ niệm. Đẩy mạnh thu ngân sách.\n"
        "UBND xã yêu cầu các thôn rà soát hộ nghèo."
    )
    assert [one for one, _ in told(text)] == ["các thôn rà soát hộ nghèo"]
