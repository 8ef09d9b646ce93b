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
    {Đảng ủy Chính phủ} được giao soạn thảo đề án thuế.
    Bộ Y tế nhắc nhở {các Viện Pasteur}, {Viện Sốt rét} chuẩn bị sinh phẩm.
    Riêng {Đà Nẵng} với vai trò trung tâm của vùng, Chủ tịch yêu cầu phải hoàn thành quy hoạch sớm.
    Kho dữ liệu là vốn quý của địa phương, vì vậy, đề nghị {các đơn vị} tiếp tục cập nhật hồ sơ.
    Qua kiểm tra, Sở Xây dựng cho biết còn nhiều tồn tại, hạn chế và yêu cầu {các đơn vị} khắc phục ngay.
    UBND tỉnh này yêu cầu {Sở Nội vụ} thanh tra việc bổ nhiệm.
    UBND tỉnh yêu cầu {UBND xã Hòa Bình} đôn đốc, đề nghị chủ đầu tư chấp hành quyết định xử phạt.
    {Cán bộ, đảng viên, công chức, viên chức} phải đeo thẻ khi tiếp dân.
    {Ban Quản lý Khu du lịch Quốc gia hồ Núi Cốc} kiểm tra các công trình vi phạm.
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
    Đơn cử như lắp camera ở chợ; hỗ trợ phí cấp thẻ; mở quầy trực tuyến.
    Các đại biểu đề xuất Hội Nông dân xã cần: tổ chức họp thôn; mời các hộ sản xuất giỏi.
    Nhiều đại biểu còn nêu ý kiến rằng cần sửa quy chế chi tiêu; chú trọng thăm hỏi hội viên.
    Các hợp tác xã thiếu vốn mở rộng nhà xưởng; cơ cấu cây trồng còn thiên về lúa.
    Tiếp cận dịch vụ công là thước đo của sự hài lòng.
    Trong nhiệm kỳ tới sẽ mở rộng ba tuyến đường vành đai.
    UBND huyện Hải Hậu ban hành kế hoạch di dời nhưng ba năm qua vẫn chưa chuyển được hộ nào.
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
        "Sau khi nghe Sở Tài chính báo cáo, đồng chí Bí thư kết luận, về tiền sử dụng đất của các dự án: "
        "Rà soát các nguồn thu của tỉnh; đôn đốc nợ thuế. Sở Y tế kiểm kê thuốc."
    )
    assert told(text) == ["Rà soát các nguồn thu của tỉnh", "đôn đốc nợ thuế", "Sở Y tế kiểm kê thuốc"]


def test_a_council_that_opens_a_text_and_names_nobody_speaks() -> None:
    text = "UBND TP.HCM yêu cầu siết chặt việc đỗ xe dưới lòng đường. Các địa phương phải kẻ vạch chỗ đỗ."
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
        "Thủ tướng yêu cầu Bộ Công an xác lập chuyên án. Bộ Công Thương cần kiểm tra các kho hàng."
    )
    assert leads(text) == [["Bộ Công an"], ["Bộ Công Thương"]]


def test_what_a_first_paper_asked_is_background() -> None:
    text = (
        "Sở Nội vụ vừa thông báo lần hai về việc nộp báo cáo.\n\nTừ ngày 5-3, sở đã gửi công văn lần đầu về việc này. "
        "Theo đó, Sở Nội vụ nhắc nhở các đơn vị rà soát số liệu, hoàn thành trước ngày 7-3.\n\n"
        "Sở Nội vụ yêu cầu thủ trưởng các đơn vị cập nhật số liệu còn thiếu."
    )
    assert leads(text) == [["thủ trưởng các đơn vị"]]


@pytest.mark.parametrize(
    ("entry", "lead"),
    [
        ("Trường đã đăng ký tiến hành chấm điểm phòng học", "Trường đã đăng ký"),
        (
            'Các trường chưa đăng ký phong trào "Trường xanh, lớp sạch" cần nộp gấp bản đăng ký',
            'Các trường chưa đăng ký phong trào "Trường xanh, lớp sạch"',
        ),
    ],
)
def test_who_has_done_or_not_done_something_is_told(entry: str, lead: str) -> None:
    assert leads(f"Sở yêu cầu các trường thực hiện một số nội dung cần lưu ý sau:\n1. {entry}.\n") == [[lead]]


def test_a_lead_in_names_only_who_is_told() -> None:
    text = "Sở yêu cầu các trường thực hiện một số nội dung cần lưu ý sau:\n1. Rà soát sổ sách.\n2. Lưu trữ hồ sơ."
    assert leads(text) == [["các trường"], ["các trường"]]


def test_paragraphs_under_a_lead_in_go_back_to_those_it_told() -> None:
    text = (
        "Qua kiểm tra, Sở Giáo dục và Đào tạo cho biết còn tồn tại, hạn chế và yêu cầu các đơn vị khắc phục một số nội "
        "dung sau:\nViệc lập hồ sơ phải thực hiện đúng theo Chỉ thị 38/CT-BGDĐT. Riêng các trường nội trú phải kiểm "
        "tra học bạ.\nTuyệt đối không được đặt thêm sổ sách.\n"
    )
    assert leads(text) == [["các đơn vị"], ["các trường nội trú"], ["các đơn vị"]]


def test_an_office_without_its_head_stays_in_the_list_of_partners() -> None:
    text = (
        "Theo đó, Chủ tịch UBND tỉnh giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính, Sở Xây dựng, Nông nghiệp và PTNT, "
        "UBND các xã: Hải Hậu, Giao Thủy rà soát biên chế. Đồng thời, khẩn trương đề xuất phương án sắp xếp."
    )
    assert leads(text) == [["Sở Nội vụ"]] * 2


def test_whom_an_honour_is_for_is_not_told() -> None:
    order = "các xã gặp mặt, tuyên dương nghệ nhân và các tập thể, cá nhân giữ gìn nghề truyền thống"
    assert told(f"Kết luận cuộc họp, Chủ tịch UBND huyện yêu cầu {order}.") == [order]


def test_what_papers_are_sent_for_is_no_order() -> None:
    order = "các trường nộp thực đơn bán trú trước ngày 28/3/2025 để Phòng, Sở tổ chức chấm điểm"
    assert told(f"Kết luận cuộc họp, Chủ tịch UBND huyện yêu cầu {order}.") == [order]


DAYS = """
    trước đầu tháng 5/2025 > 2025-04-30
    trong tháng 5 và những tháng cuối năm 2025 > 2025-12-31
"""


@pytest.mark.parametrize("line", [one.strip() for one in DAYS.strip().splitlines()])
def test_periods(line: str) -> None:
    words, day = line.split(" > ")
    text = f"Chủ tịch UBND tỉnh yêu cầu Sở Y tế rà soát nhân lực {words}."
    assert [one.deadline for one in read(text)] == [date.fromisoformat(day)]


def test_a_day_gone_by_on_which_something_was_held_is_no_deadline() -> None:
    text = (
        "Chủ tịch UBND tỉnh yêu cầu UBND xã Hòa Bình công khai diện tích từng hộ (sau khi tổ chức đo đạc ngày "
        "12/8/2024)."
    )
    assert [one.deadline for one in read(text)] == [None]


def test_a_period_in_front_holds_for_the_whole_chain() -> None:
    text = (
        "Kết luận cuộc họp, đồng chí Bí thư nhấn mạnh trong 6 tháng cuối năm 2025 Hội Nông dân và các chi hội cần củng cố các "
        "chi hội; cần đánh giá hiệu quả các mô hình kinh tế; cần tăng cường đi cơ sở."
    )
    assert [one.deadline for one in read(text)] == [date(2025, 12, 31)] * 3


def test_a_lead_in_that_ends_in_a_semicolon_hands_down_its_period() -> None:
    text = (
        "Bí thư Đảng ủy phường đánh giá kết quả sáu tháng đầu năm; đề nghị UBND và các đoàn thể phường tập trung các nhiệm "
        "vụ trong 6 tháng cuối năm 2025; phối hợp bàn giao mặt bằng các công trình; quản lý tốt đảng viên nơi cư trú."
    )
    assert [(one.text, one.deadline) for one in read(text)] == [
        ("phối hợp bàn giao mặt bằng các công trình", date(2025, 12, 31)),
        ("quản lý tốt đảng viên nơi cư trú", date(2025, 12, 31)),
    ]


def test_fields_under_a_lead_in_are_no_orders() -> None:
    text = (
        "Bộ trưởng đề ra 9 nhiệm vụ để triển khai trong năm 2025, trên các lĩnh vực:\n- Bưu chính;\n- Công tác xây dựng "
        "cơ chế, chính sách;\n- Công tác thanh tra, kiểm tra.\n\nNgoài ra, Bộ trưởng yêu cầu các Sở Khoa học và Công nghệ "
        "tuyên truyền về chuyển đổi số."
    )
    assert leads(text) == [["các Sở Khoa học và Công nghệ"]]


AROUND = """
    Nhiều chủ đầu tư bị UBND tỉnh Ninh Bình yêu cầu giải trình việc chậm tiến độ.
    Xác định công tác cán bộ là nhiệm vụ trọng tâm, then chốt.
"""


@pytest.mark.parametrize("sentence", [one.strip() for one in AROUND.strip().splitlines()])
def test_news_of_those_told_and_what_is_called_vital(sentence: str) -> None:
    assert told(f"{OPENS}{sentence}") == ["Sở Y tế kiểm kê thuốc"]


def test_titles_around_an_article_are_no_orders() -> None:
    title = "Quận Hải Châu yêu cầu 9 phường rà soát hộ nghèo"
    text = (
        f"{title}\n\nỦy ban nhân dân quận vừa ban hành công văn về việc rà soát hộ nghèo, hộ cận nghèo trên địa bàn quận "
        "trong quý I và cách tổng hợp số liệu.\n\nQuận Hải Châu: Gỡ bỏ chốt kiểm dịch số 3 Tiếp nối truyền thống của quận "
        "anh hùng Khen thưởng 12 tập thể\n\nỦy ban nhân dân quận yêu cầu Chủ tịch Ủy ban nhân dân 9 phường lập tổ rà soát, "
        f"niêm yết danh sách tại nhà văn hóa và gửi kết quả về Phòng Nội vụ.\n\n{title}\nẢnh minh họa"
    )
    assert leads(text) == [["Chủ tịch Ủy ban nhân dân 9 phường"]]
