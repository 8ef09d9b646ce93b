"""What sounds like an order and is none, each beside a neighbour that is one."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft

HELD_ON = date(2024, 4, 2)
ABOVE = (
    "Chủ tịch UBND huyện Sơn Lâm kết luận như sau:\n\n1. Phòng Nội vụ rà soát biên chế trước ngày 10/5.\n\n"
)


def told(sentence: str) -> list[tuple[str, ...]]:
    """Leads of each draft behind the first."""
    return [tuple(one.surface for one in each.leads) for each in draft(ABOVE + sentence, HELD_ON).drafts[1:]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Các xã nâng cao tinh thần trách nhiệm của cán bộ, công chức.",
        "Vì vậy, các chuyên gia cho rằng việc này cần có lộ trình.",
        "Nếu để chậm, ảnh hưởng tiến độ chung, các phòng phải chịu trách nhiệm.",
        "Một số xã còn chậm nộp báo cáo.",
        "Chi phí vận chuyển tăng, cũng gây áp lực lên giá.",
        "Sở Nội vụ yêu cầu các phòng nghiêm túc triển khai thực hiện.",
        "Đồng ý chủ trương lập đề án trồng rừng; quản lý bền vững rừng tự nhiên; bảo tồn cây bản địa.",
    ],
)
def test_no_action_is_asked_for(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "leads"),
    [
        ("Các xã nâng cao tinh thần trách nhiệm, tổ chức trực 24/24.", [("Các xã",)]),
        ("Đồng ý chủ trương xây trường; giao Phòng Giáo dục lập hồ sơ.", [("Phòng Giáo dục",)]),
        ("Đồng ý chủ trương mở lớp; tổ chức khai giảng trước ngày 5/9.", [()]),
        ("Nhiều xã còn chậm nộp báo cáo; yêu cầu các xã gửi trước 20/4.", [("các xã",)]),
        ("Đối với các xã chưa nộp báo cáo, yêu cầu khẩn trương gửi trước ngày 15/4.", [("các xã",)]),
        ("Đối với các hộ cố tình vi phạm, yêu cầu xử lý nghiêm.", [()]),
        ("Đối với việc bầu cử đã xong, từ nay đến hết 15/5 phải tổ chức đại hội chi bộ.", [()]),
        ("Ngành y tế, giáo dục có phương án phòng dịch.", [("Ngành y tế, giáo dục",)]),
        ("Giao các cơ quan quản lý đảm bảo cung ứng xăng dầu.", [("các cơ quan quản lý",)]),
        ("Các đoàn thanh tra khi làm việc tại cơ sở phải lập biên bản.", [("Các đoàn thanh tra",)]),
        ("Chủ tịch huyện cũng nghiêm cấm việc dùng xe công đi lễ chùa.", [()]),
    ],
)
def test_the_neighbour_is_an_order(sentence: str, leads: list[tuple[str, ...]]) -> None:
    assert told(sentence) == leads
