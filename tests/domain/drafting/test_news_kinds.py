"""Kinds of phrase that pages of news and of communes brought up: who is told, what only tells, what is a round with its own day.

A table gives a text a line, in words of our own; `{…}` are the leads, `|` begins each further draft.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from taskboard.domain.drafting import Draft, draft

HELD_ON = date(2025, 3, 10)
OPENS = "Kết luận hội nghị, Chủ tịch UBND tỉnh yêu cầu Sở Y tế kiểm kê thuốc. "


def read(text: str) -> tuple[Draft, ...]:
    """Every draft of a text."""
    return draft(text, HELD_ON).drafts


def told(text: str) -> list[str]:
    """The words of every draft."""
    return [one.text for one in read(text)]


def leads(text: str) -> list[list[str]]:
    """Whose each draft is."""
    return [[one.surface for one in each.leads] for each in read(text)]


TOLD = """
    {Hà Nội} cần xử lý dứt điểm rác thải tồn đọng.
    {Quảng Ninh} và {Hải Phòng} phải kiểm soát tàu du lịch.
    {TP.HCM} cũng cần rà soát các điểm ngập.
    {Các bệnh viện} cũng được khuyến cáo chuẩn bị giường bệnh.
    {Các trường học} được nhắc nhở cập nhật số liệu.
    {Đảng ủy Chính phủ} được giao nghiên cứu chính sách thuế.
    Bộ Y tế nhắc nhở {các Viện Pasteur}, {Viện Sốt rét} chuẩn bị sinh phẩm.
    Riêng {Đà Nẵng} với vai trò trung tâm của vùng, Chủ tịch yêu cầu phải hoàn thành quy hoạch sớm.
    Đây là nền tảng cho chuyển đổi số của địa phương, vì vậy, đề nghị {các đơn vị} tiếp tục hoàn thiện phần mềm.
    Chủ tịch gửi lời chia buồn tới gia đình; đồng thời chỉ đạo {Phó Chủ tịch UBND tỉnh Trần Văn Bình} trực tiếp đến hiện trường.
"""


@pytest.mark.parametrize("line", [one.strip() for one in TOLD.strip().splitlines()])
def test_who_is_told(line: str) -> None:
    assert leads(OPENS + re.sub(r"[{}]", "", line)) == [["Sở Y tế"], re.findall(r"\{([^}]*)\}", line)]


@pytest.mark.parametrize(
    "matter",
    [
        "Việc bố trí công chức, viên chức phải đúng vị trí việc làm.",
        "Công tác đào tạo cán bộ, công chức cần gắn với quy hoạch.",
    ],
)
def test_whom_a_matter_is_about_is_not_told(matter: str) -> None:
    text = f"Chủ tịch UBND tỉnh yêu cầu các sở rà soát biên chế. {matter} Sở Y tế kiểm kê thuốc."
    assert leads(text) == [["các sở"], ["các sở"], ["Sở Y tế"]]


def test_fields_of_a_form_are_no_schools() -> None:
    text = f"{OPENS}UBND tỉnh yêu cầu các trường thông tin trên phiếu khảo sát phải khớp mẫu."
    assert [["các trường"]] not in leads(text)


ONLY_TELLS = """
    Đơn cử như lập hồ sơ sức khỏe điện tử; hỗ trợ phí làm thẻ; triển khai hóa đơn điện tử.
    Các đại biểu đề xuất Mặt trận xã cần: tăng cường đối thoại với nhân dân; phát huy vai trò của trưởng thôn.
    Một số đại biểu cũng nêu ý kiến cần bổ sung nhiệm vụ giám sát; chú trọng theo dõi dư luận.
    Các doanh nghiệp thiếu động lực tham gia thị trường nhà ở; cơ cấu sản phẩm còn thiên về nhà để bán.
    Tiếp cận dịch vụ công là thước đo của sự hài lòng.
    Trong nhiệm kỳ tới sẽ đẩy mạnh sáu chương trình đột phá.
    UBND huyện Hải Hậu ban hành kế hoạch di dời nhưng ba năm qua vẫn chưa có chuyển biến.
    Từ đó, sớm hình thành nếp sống văn minh trong nhân dân.
    Địa bàn nào để xảy ra tai nạn thì Chủ tịch UBND cấp xã phải chịu trách nhiệm trước Chủ tịch UBND tỉnh.
"""


@pytest.mark.parametrize("sentence", [one.strip() for one in ONLY_TELLS.strip().splitlines()])
def test_what_only_tells_is_no_order(sentence: str) -> None:
    assert told(f"{OPENS}{sentence}") == ["Sở Y tế kiểm kê thuốc"]


def test_what_comes_of_an_order_stays_with_it() -> None:
    order = "Công an xã tuyên truyền về tác hại của ma túy; qua đó nâng cao nhận thức của nhân dân"
    assert told(f"Chủ tịch UBND xã yêu cầu:\n- {order}.\n- Các thôn treo băng rôn.")[1:] == [
        "Các thôn treo băng rôn"
    ]


def test_rounds_have_their_own_days() -> None:
    text = (
        "Chủ tịch UBND tỉnh yêu cầu các sở lập danh sách tinh giản biên chế gửi Sở Nội vụ thẩm định, cụ thể: "
        "Đợt 1: hồ sơ quý II gửi trước ngày 15/4/2025; Đợt 2: hồ sơ quý III gửi trước ngày 15/7/2025; "
        "Đợt 3: hồ sơ quý IV gửi trước ngày 15/10/2025."
    )
    assert [one.deadline for one in read(text)] == [
        None,
        date(2025, 4, 15),
        date(2025, 7, 15),
        date(2025, 10, 15),
    ]


def test_a_share_of_a_plan_that_was_given_is_asked_for() -> None:
    text = f"{OPENS}Về giải ngân vốn, tập trung giải ngân 95% kế hoạch vốn đã giao."
    assert told(text)[1:] == ["Về giải ngân vốn, tập trung giải ngân 95% kế hoạch vốn đã giao"]


def test_a_leader_concludes_on_a_matter_behind_a_colon() -> None:
    text = (
        "Sau khi nghe Sở Tài chính báo cáo, đồng chí Bí thư kết luận, về thu ngân sách những tháng cuối năm: "
        "Rà soát các nguồn thu của tỉnh; đôn đốc nợ thuế. Sở Y tế kiểm kê thuốc."
    )
    assert told(text) == ["Rà soát các nguồn thu của tỉnh", "đôn đốc nợ thuế", "Sở Y tế kiểm kê thuốc"]


def test_a_council_that_opens_a_text_and_names_nobody_speaks() -> None:
    text = "UBND TP.HCM yêu cầu tăng cường kiểm soát xe quá tải. Các địa phương phải lập chốt kiểm tra."
    assert leads(text) == [[], ["Các địa phương"]]


def test_words_of_the_paper_in_quotes_are_orders() -> None:
    text = (
        f'{OPENS}\n\n"Bên cạnh cho vay mới, cần ưu tiên khoanh nợ cho các hộ bị thiệt hại do bão", kết luận nêu.\n\n'
        "Ngân hàng Chính sách xã hội tỉnh giải ngân vốn vay."
    )
    assert told(text)[1] == "Bên cạnh cho vay mới, cần ưu tiên khoanh nợ cho các hộ bị thiệt hại do bão"


def test_the_lead_over_the_paper_it_is_about() -> None:
    text = (
        "Thủ tướng yêu cầu các bộ ngành, địa phương áp dụng nhiều biện pháp ngăn chặn pháo lậu.\n\n"
        "Trong công điện tối 9/3, Thủ tướng đánh giá tình hình phức tạp hơn năm trước, nhiều vụ tai nạn đã xảy ra ở vùng biên.\n\n"
        "Thủ tướng yêu cầu Bộ Công an xác lập chuyên án. Bộ Công Thương cần quản lý thị trường nội địa."
    )
    assert leads(text) == [["Bộ Công an"], ["Bộ Công Thương"]]


def test_what_a_first_paper_asked_is_background() -> None:
    text = (
        "Sở Nội vụ vừa thông báo lần hai về việc nộp báo cáo.\n\nTừ ngày 5-3, sở đã gửi công văn lần đầu về việc này. "
        "Theo đó, Sở Nội vụ nhắc nhở các đơn vị rà soát số liệu, hoàn thành trước ngày 7-3.\n\n"
        "Sở Nội vụ yêu cầu thủ trưởng các đơn vị cập nhật số liệu còn thiếu."
    )
    assert leads(text) == [["thủ trưởng các đơn vị"]]
