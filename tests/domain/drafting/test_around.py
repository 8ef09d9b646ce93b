"""What stands around a text, and lists that are part of one order."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft

CHAIR = "Kết luận cuộc họp, Chủ tịch UBND xã yêu cầu các thôn:\n- Tổng vệ sinh đường làng.\n"


def told(text: str) -> list[str]:
    """The words of every draft."""
    return [one.text for one in draft(text, date(2024, 5, 13)).drafts]


@pytest.mark.parametrize(
    "line",
    [
        "Cập nhật: 15/05/2024 09:12",
        "Ngày đăng 14/05/2024 | Lượt xem: 312",
        "Truy cập hiện tại 48",
        "In bài viết",
        "Gửi email",
        ">> Chủ tịch tỉnh yêu cầu các huyện siết chặt quản lý đất đai",
        "Ảnh: Minh Tân",
        "lich-hop-tuan-20.pdf",
        "Văn bản đính kèm: 12_TB-UBND",
        "Công văn số 84/UBND-VP của UBND xã Minh Tân",
        "Trân trọng!",
        "Tân Minh, ngày 13 tháng 5 năm 2024",
    ],
)
def test_lines_around_a_text_are_no_orders(line: str) -> None:
    assert told(f"{CHAIR}{line}\n") == ["Tổng vệ sinh đường làng"]


def test_titles_of_other_articles_are_over() -> None:
    text = f"{CHAIR}Tin liên quan\nTăng cường quản lý đất đai\nĐẩy nhanh giải ngân vốn đầu tư\n"
    assert told(text) == ["Tổng vệ sinh đường làng"]


@pytest.mark.parametrize(
    "line",
    [
        "- In bản đồ phân vùng ngập cho từng thôn.",
        "- Gửi danh sách hộ nghèo về Văn phòng.",
        "- Đăng ký nhu cầu phân bón.",
        "- Chia sẻ dữ liệu hộ tịch với Công an xã.",
    ],
)
def test_verbs_that_open_like_furniture_are_orders(line: str) -> None:
    assert len(told(CHAIR + line)) == 2


@pytest.mark.parametrize(
    "heading",
    [
        "UBND huyện yêu cầu các xã báo cáo UBND huyện trước ngày 20/5 những nội dung sau:",
        "Chủ tịch UBND huyện yêu cầu Phòng Nội vụ xây dựng báo cáo gồm các nội dung:",
        "Chủ tịch UBND huyện giao Phòng Tài chính lập hồ sơ gồm:",
        "Chủ tịch UBND tỉnh yêu cầu các sở cung cấp các thông tin sau:",
        "Chủ tịch UBND huyện đề nghị Hội Nông dân nêu rõ các vấn đề sau:",
    ],
)
def test_the_parts_of_a_paper_belong_to_the_order_to_write_it(heading: str) -> None:
    text = f"{heading}\n- Tình hình chung;\n- Kết quả đạt được;\n- Đề xuất, kiến nghị.\n"
    drafts = told(text)
    assert len(drafts) == 1
    assert drafts[0].endswith("Đề xuất, kiến nghị")


@pytest.mark.parametrize(
    "entries",
    [
        "- Rà soát hộ nghèo.\n- Báo cáo tình hình giải ngân trước 20/5.\n",
        "- Phòng Nội vụ đánh giá kết quả thi đua.\n- Phòng Tài chính báo cáo số thu.\n",
    ],
)
def test_orders_under_a_heading_stay_orders(entries: str) -> None:
    text = f"Chủ tịch UBND huyện yêu cầu các phòng thực hiện các nội dung sau:\n{entries}"
    assert len(told(text)) == 2


@pytest.mark.parametrize(
    ("sentence", "order"),
    [
        (
            "Các thôn báo cáo số hộ ngập trước 15/5, nếu thôn nào chậm thì trưởng thôn chịu trách nhiệm trước UBND xã.",
            "Các thôn báo cáo số hộ ngập trước 15/5",
        ),
        (
            "Yêu cầu các trường dừng thu ngoài quy định, trường hợp để xảy ra vi phạm, hiệu trưởng phải chịu trách nhiệm.",
            "các trường dừng thu ngoài quy định",
        ),
        (
            "Để mùa mưa này không ngập, các thôn phải khơi thông cống rãnh.",
            "các thôn phải khơi thông cống rãnh",
        ),
        (
            "Nhằm giữ gìn vệ sinh, trật tự, Công an xã tuần tra khu vực chợ.",
            "Công an xã tuần tra khu vực chợ",
        ),
        (
            "Công an xã tuần tra khu vực chợ (giờ cao điểm, đội dân phòng hỗ trợ lực lượng).",
            "Công an xã tuần tra khu vực chợ (giờ cao điểm, đội dân phòng hỗ trợ lực lượng)",
        ),
    ],
)
def test_where_an_order_begins_and_ends(sentence: str, order: str) -> None:
    assert told(f"{CHAIR}- {sentence}") == ["Tổng vệ sinh đường làng", order]


def test_roles_far_below_belong_to_nothing() -> None:
    text = (
        "Kết luận cuộc họp, Chủ tịch UBND xã yêu cầu các thôn tổng vệ sinh.\n"
        "Tuần qua xã đã đón hai đoàn khách và cơ bản giữ vững trật tự.\nThời gian, địa điểm: 7 giờ tại hội trường."
    )
    assert told(text) == ["các thôn tổng vệ sinh"]


def test_a_conclusion_spoken_of_is_no_beginning() -> None:
    text = (
        "Phó Chủ tịch UBND tỉnh yêu cầu Sở Xây dựng kiểm tra nhà siêu mỏng trước ngày 20/5.\n"
        "Theo nội dung kết luận của Phó Chủ tịch UBND tỉnh, Sở Xây dựng được giao lập bảng tiến độ.\n"
    )
    assert len(told(text)) == 2
