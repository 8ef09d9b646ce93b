"""`đã yêu cầu`: told at the meeting the text is about, or before it; and what may come up, in front of a request."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft


def told(text: str) -> list[str]:
    """The words of every draft."""
    return [one.text for one in draft(text, date(2024, 5, 13)).drafts]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sau khi kiểm tra thực tế, đồng chí Chủ tịch UBND phường đã yêu cầu {}.",
        "Kiểm tra tại hiện trường, Phó Chủ tịch UBND huyện đã giao {}.",
        "Trước thực trạng đó, ông Trần Văn Bình, Chủ tịch UBND xã, đã đề nghị {}.",
        "Làm việc với Ban Quản lý, lãnh đạo UBND huyện đã yêu cầu {}.",
        "Bí thư Đảng ủy phường vừa yêu cầu {}.",
    ],
)
def test_a_leader_who_has_just_asked(sentence: str) -> None:
    order = "các tổ dân phố rà soát cây xanh có nguy cơ gãy đổ"
    assert told(sentence.format(order)) == [order]


@pytest.mark.parametrize(
    "sentence",
    [
        "Trước đó, Chủ tịch UBND huyện đã yêu cầu các xã rà soát hộ nghèo.",
        "Tháng trước, đồng chí Bí thư đã giao Phòng Nội vụ lập đề án.",
        "Chủ tịch UBND xã đã nhiều lần yêu cầu các thôn dọn vệ sinh, nhưng đến nay chưa thôn nào làm.",
        "UBND thành phố đã chỉ đạo các phường ra quân xử lý vi phạm; kết quả đã tháo dỡ 412 mái che.",
    ],
)
def test_what_was_asked_before_is_background(sentence: str) -> None:
    assert told(f"{sentence} Kết luận hội nghị, Chủ tịch yêu cầu Công an xã tuần tra khu chợ.") == [
        "Công an xã tuần tra khu chợ"
    ]


@pytest.mark.parametrize(
    "case",
    [
        "Trong quá trình thực hiện, có khó khăn, vướng mắc, đề nghị các trưởng thôn báo cáo về Văn phòng UBND xã",
        "Quá trình thực hiện nếu có phát sinh đề nghị các địa phương phản ánh về Sở Nội vụ để được hướng dẫn",
        "Trường hợp có thay đổi đề nghị các trường báo cáo bổ sung trước ngày 20/5",
        "Nếu có khó khăn, vướng mắc, yêu cầu các đơn vị báo cáo UBND tỉnh để kịp thời giải quyết",
    ],
)
def test_what_may_come_up_opens_the_order(case: str) -> None:
    text = f"Chủ tịch UBND tỉnh yêu cầu các xã khơi thông cống rãnh.\n{case}."
    assert told(text) == ["các xã khơi thông cống rãnh", case]


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        (
            "Về trực bão: Các cơ quan, đơn vị, địa phương phân công cán bộ trực 24/24 giờ.",
            "Các cơ quan, đơn vị, địa phương",
        ),
        ("Về tuyên truyền: Các phường, xã chỉ đạo các tổ dân phố phát thanh hằng ngày.", "Các phường, xã"),
    ],
)
def test_groups_that_assign_their_own_people_are_told(line: str, lead: str) -> None:
    (only,) = draft(f"Chủ tịch UBND tỉnh yêu cầu:\n1. {line}", date(2024, 5, 13)).drafts
    assert [one.surface for one in only.leads] == [lead]


@pytest.mark.parametrize(
    ("sentence", "order"),
    [
        (
            "Theo ông Bình, Phòng Nội vụ phải rà soát biên chế ngay trong tháng 6.",
            "Phòng Nội vụ phải rà soát biên chế ngay trong tháng 6",
        ),
        (
            "Theo Chủ tịch UBND xã, các thôn cần khơi thông cống rãnh trước mùa mưa.",
            "các thôn cần khơi thông cống rãnh trước mùa mưa",
        ),
    ],
)
def test_by_the_words_of_a_leader(sentence: str, order: str) -> None:
    text = f"Kết luận hội nghị, ông Bình yêu cầu Công an xã tuần tra khu chợ. {sentence}"
    assert told(text) == ["Công an xã tuần tra khu chợ", order]


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo ông Bình, tuần qua các thôn đã thu quỹ đạt 80%.",
        "Theo kế hoạch, Đại hội diễn ra trong quý IV.",
    ],
)
def test_what_somebody_only_says(sentence: str) -> None:
    text = f"Kết luận hội nghị, ông Bình yêu cầu Công an xã tuần tra khu chợ. {sentence}"
    assert told(text) == ["Công an xã tuần tra khu chợ"]
