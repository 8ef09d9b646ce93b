"""What opens with an action has no speaker: a cue inside it is part of what is to be done."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft

HEADING = "Chủ tịch UBND huyện yêu cầu các xã, thị trấn:\n- "


def told(text: str) -> list[tuple[str, list[str]]]:
    """Words and leads of every draft."""
    return [(one.text, [each.surface for each in one.leads]) for one in draft(text, date(2024, 5, 13)).drafts]


@pytest.mark.parametrize(
    "entry",
    [
        "Xây dựng phương án bảo vệ các trường học, địa phương và chỉ đạo các thôn thực hiện nghiêm",
        "Rà soát các hộ kinh doanh, các phường còn tồn tại, yêu cầu ký cam kết",
        "Kiểm tra các đơn vị, địa phương, kịp thời nhắc nhở những nơi làm chậm",
        "Thông báo cho các hộ, đề nghị người dân không đốt rác",
        "Tổng hợp khó khăn của địa phương, đề nghị cấp trên giải quyết",
        "Báo cáo UBND tỉnh, đề nghị Sở Tài chính bổ sung kinh phí",
        "Tiếp tục rà soát các trường hợp vi phạm, kiên quyết yêu cầu tháo dỡ",
        "Phối hợp với phòng chuyên môn, các đơn vị liên quan giao chỉ tiêu cho từng thôn",
        "Tập trung lãnh đạo, chỉ đạo các phòng chuyên môn hoàn thành chỉ tiêu",
    ],
)
def test_a_cue_inside_an_action_tells_nobody_else(entry: str) -> None:
    assert told(f"{HEADING}{entry}.") == [(entry, ["các xã, thị trấn"])]


@pytest.mark.parametrize(
    ("sentence", "order", "lead"),
    [
        (
            "Ghi nhận kết quả của các phường, Chủ tịch UBND quận yêu cầu Phòng Nội vụ tổng hợp khen thưởng.",
            "Phòng Nội vụ tổng hợp khen thưởng",
            "Phòng Nội vụ",
        ),
        (
            "Tiếp thu ý kiến các đơn vị, UBND tỉnh giao Sở Xây dựng thẩm định hồ sơ trước 20/5.",
            "Sở Xây dựng thẩm định hồ sơ trước 20/5",
            "Sở Xây dựng",
        ),
        (
            "Thực hiện Công văn số 12/UBND-VP của UBND huyện, UBND xã yêu cầu các thôn khơi thông cống rãnh.",
            "các thôn khơi thông cống rãnh",
            "các thôn",
        ),
        (
            "Thanh tra tỉnh đề nghị UBND các huyện gửi báo cáo trước 20/5.",
            "UBND các huyện gửi báo cáo trước 20/5",
            "UBND các huyện",
        ),
    ],
)
def test_a_speaker_behind_what_opens_like_an_action(sentence: str, order: str, lead: str) -> None:
    assert told(sentence) == [(order, [lead])]
