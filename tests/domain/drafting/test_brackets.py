"""Calendars of leaders and orders in brackets: what is told to whom, and what is only where somebody goes."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft

HEAD = "LỊCH CÔNG TÁC TUẦN 20 CỦA THƯỜNG TRỰC UBND HUYỆN\nTHỨ HAI, NGÀY 13/5/2024\n"
MORE = "\nTHỨ BA, NGÀY 14/5/2024\n- Phó Chủ tịch: 8 giờ, 14 giờ làm việc tại cơ quan."


def told(text: str) -> list[str]:
    """The words of every draft."""
    return [one.text for one in draft(text, date(2024, 5, 13)).drafts]


@pytest.mark.parametrize(
    ("line", "order"),
    [
        (
            "- Chủ tịch: 7 giờ 30, dự lễ trồng cây tại xã Hòa Bình (Phòng Nông nghiệp chuẩn bị cây giống).",
            "Phòng Nông nghiệp chuẩn bị cây giống",
        ),
        (
            "- Chủ tịch: 14 giờ, tiếp công dân (giao Ban Tiếp công dân mời các hộ ở tổ 5).",
            "Ban Tiếp công dân mời các hộ ở tổ 5",
        ),
        (
            "- PCT.VX: 8 giờ, họp Ban Chỉ đạo. Giao Phòng Nội vụ gửi tài liệu trước.",
            "Phòng Nội vụ gửi tài liệu trước",
        ),
        (
            "- PCT.KT: 9 giờ, khảo sát đê (Văn phòng HĐND và UBND huyện bố trí xe), điểm hẹn tại UBND huyện.",
            "Văn phòng HĐND và UBND huyện bố trí xe",
        ),
        (
            "- Sáng làm việc với xã Tân Tiến (Công an huyện báo cáo tình hình).",
            "Công an huyện báo cáo tình hình",
        ),
    ],
)
def test_a_calendar_tells_in_brackets(line: str, order: str) -> None:
    assert told(HEAD + line + MORE) == [order]


@pytest.mark.parametrize(
    "line",
    [
        "- Chủ tịch: 7 giờ 30, dự khai giảng Trường Tiểu học Lê Lợi, mời Phòng Giáo dục, UBND xã Hòa Bình cùng dự.",
        "- PCT.KT: 8 giờ, họp nghe báo cáo tiến độ (Giấy mời riêng; LĐVP: đ/c Hùng).",
        "Thành phần: lãnh đạo Phòng Nội vụ, Phòng Tài chính, Chủ tịch UBND các xã.",
        "Địa điểm: 8 giờ tại phòng họp số 2 (Phòng Nội vụ cùng dự).",
    ],
)
def test_where_leaders_go_is_no_order(line: str) -> None:
    assert told(HEAD + line + MORE) == []


def test_an_order_in_a_bracket_behind_a_report() -> None:
    text = (
        "Kết luận hội nghị, Chủ tịch UBND xã cho biết tuần tới huyện kiểm tra thu ngân sách "
        "(giao Văn phòng chuẩn bị báo cáo). Yêu cầu các thôn dọn vệ sinh đường làng."
    )
    assert told(text) == ["Văn phòng chuẩn bị báo cáo", "các thôn dọn vệ sinh đường làng"]


def test_a_bracket_inside_an_order_stays_there() -> None:
    text = "Kết luận hội nghị, Chủ tịch UBND xã yêu cầu các thôn dọn vệ sinh (Công an xã hỗ trợ lực lượng)."
    assert told(text) == ["các thôn dọn vệ sinh (Công an xã hỗ trợ lực lượng)"]


def test_deadlines_on_days_of_the_week_make_no_calendar() -> None:
    text = (
        "KẾT LUẬN GIAO BAN TUẦN\n- Phòng Nội vụ lập danh sách, xong thứ Năm trước 16 giờ.\n"
        "- Công an xã kiểm tra nhà nghỉ, báo cáo trước 10 giờ thứ Sáu."
    )
    assert len(told(text)) == 2


@pytest.mark.parametrize(
    "page",
    [
        "- Chủ tịch: 7 giờ 30, dự khai giảng (Phòng Nội vụ chuẩn bị quà).\n- PCT.KT: 8 giờ, họp Sở.\n- PCT.VX: 14 giờ, tiếp dân.",
        "THỨ HAI, NGÀY 13/5\n08 giờ: họp giao ban (Phòng Nội vụ chuẩn bị quà).\n10 giờ: tiếp dân. 14 giờ: dự lễ.\nĐịa điểm: hội trường.",
        "Thứ Hai: 8 giờ họp giao ban (giao Phòng Nội vụ chuẩn bị quà).\nThứ Ba: 9 giờ tiếp dân, 14 giờ dự lễ trồng cây.",
    ],
)
def test_a_calendar_cut_out_of_its_page(page: str) -> None:
    assert told(page) == ["Phòng Nội vụ chuẩn bị quà"]
