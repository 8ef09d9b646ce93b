"""A clause that only names units belongs to what follows; titles of other articles end a text; excerpts without a cue."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft


def told(text: str) -> list[str]:
    """The words of every draft."""
    return [one.text for one in draft(text, date(2024, 5, 13)).drafts]


@pytest.mark.parametrize(
    "order",
    [
        "các cơ quan, đơn vị đóng trên địa bàn; Ban điều hành các thôn dọn vệ sinh đường làng trước ngày 20/5",
        "các chủ đầu tư có dự án chậm tiến độ; UBND các huyện rà soát lại kế hoạch vốn",
        "các hộ kinh doanh trong chợ; Ban Quản lý chợ kiểm tra thiết bị chữa cháy",
        "các trưởng thôn thuộc vùng trũng; Đội xung kích ứng trực 24/24 giờ",
        "Thủ trưởng các đơn vị: Y tế, Công Thương, Tài chính và Chủ tịch UBND các quận, huyện tổ chức tuyên truyền",
        "Giám đốc các sở, Thủ trưởng ban, ngành; Chủ tịch UBND các huyện; Giám đốc Công ty Thủy lợi trực 24/24 giờ",
    ],
)
def test_units_and_what_narrows_them_part_nothing(order: str) -> None:
    assert told(f"Chủ tịch UBND tỉnh yêu cầu {order}.") == [order]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("các trưởng thôn có trách nhiệm vận động nhân dân", "Đội xung kích ứng trực 24/24 giờ"),
        ("Phòng Nội vụ: lập danh sách, thông báo", "Phòng Tài chính cấp kinh phí"),
        ("các đơn vị đóng trên địa bàn dọn vệ sinh", "Công an xã tuần tra khu chợ"),
    ],
)
def test_an_action_of_its_own_parts(first: str, second: str) -> None:
    joint = " và " if ":" in first else "; "
    assert told(f"Chủ tịch UBND tỉnh yêu cầu {first}{joint}{second}.") == [first, second]


TITLES = (
    "Đẩy nhanh tiến độ giải phóng mặt bằng đường vành đai…\n"
    "UBND huyện kiểm tra công tác phòng chống cháy rừng…\n"
    "Công an xã ra quân xử lý vi phạm trật tự an toàn giao…\n"
)


def test_titles_behind_the_text_are_no_orders() -> None:
    text = f"Chủ tịch UBND xã yêu cầu các thôn:\n1. Dọn vệ sinh đường làng.\n2. Trồng hoa hai bên đường.\n{TITLES}"
    assert told(text) == ["Dọn vệ sinh đường làng", "Trồng hoa hai bên đường"]


def test_notes_without_any_stop_are_no_titles() -> None:
    text = (
        "Chủ tịch UBND xã giao việc tuần 20:\nCông an xã kiểm tra nhà trọ trước 15/5\n"
        "Công chức Tài chính đối chiếu sổ thu\nVăn phòng gửi giấy mời họp thôn"
    )
    assert len(told(text)) == 3


@pytest.mark.parametrize(
    "excerpt",
    [
        "2. Các xã, thị trấn rà soát hộ nghèo; báo cáo UBND huyện.\n3. Công an huyện kiểm tra tạm trú.\nLê Hoa",
        "Công ty Thoát nước vận hành trạm bơm.\nPhòng Nội vụ lập danh sách trước 20/5.\nH.M",
        "Đồng thời, kiểm tra chặt chẽ các bến thủy.\nTuần tra ban đêm khu chợ.\nTuy nhiên phải bảo đảm an toàn.",
    ],
)
def test_an_excerpt_of_orders_alone(excerpt: str) -> None:
    assert len(told(excerpt)) == 3 - ("H.M" in excerpt)


def test_an_article_of_results_stays_one() -> None:
    text = (
        "Phường Lê Lợi chuyển biến sau nửa năm\n\nTổ chức tốt các hoạt động kỷ niệm. Thu ngân sách đạt 52%.\n"
        "Các tổ dân phố duy trì mô hình tự quản. Tiếp nhận 931 hồ sơ, đã giải quyết trước hạn 665 hồ sơ."
    )
    assert told(text) == []


@pytest.mark.parametrize(
    "second",
    [
        "bằng các biện pháp nghiệp vụ thường xuyên theo dõi người tạm trú trên địa bàn",
        "thông qua các tổ tự quản kịp thời nắm tình hình từng hộ",
        "yêu cầu các trường hợp tiếp xúc gần ở tại nhà, tự theo dõi sức khỏe",
        "áp dụng mức phạt cao nhất đối với hành vi tái phạm",
        "niêm phong các phương tiện vi phạm",
    ],
)
def test_a_clause_behind_a_semicolon_with_an_action_of_its_own(second: str) -> None:
    first = "Công an xã tuần tra khu vực chợ"
    text = f"Kết luận cuộc họp, Chủ tịch UBND xã yêu cầu:\n- {first}; {second}."
    assert [one.removeprefix("yêu cầu ") for one in told(text)] == [first, second.removeprefix("yêu cầu ")]


@pytest.mark.parametrize(
    "rest",
    [
        "bảo đảm đúng quy định",
        "hoàn thành trước ngày 20/5",
        "theo đúng quy định của pháp luật",
        "trong đó ưu tiên vùng cao",
    ],
)
def test_a_clause_without_an_action_stays_with_the_one_before(rest: str) -> None:
    order = f"Công an xã rà soát hộ kinh doanh có điều kiện; {rest}"
    assert told(f"Kết luận cuộc họp, Chủ tịch UBND xã yêu cầu:\n- {order}.") == [order]
