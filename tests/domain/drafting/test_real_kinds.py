"""Kinds of phrase that real notices and news brought up, each in words of our own: who is told, what is told, what is not."""

from __future__ import annotations

import re
from datetime import date

import pytest

from taskboard.domain.drafting import Draft, draft

HELD_ON = date(2025, 3, 10)


def read(text: str) -> tuple[Draft, ...]:
    """Every draft of a text."""
    return draft(text, HELD_ON).drafts


def told(text: str) -> list[str]:
    """The words of every draft."""
    return [one.text for one in read(text)]


def leads(text: str) -> list[list[str]]:
    """Whose each draft is."""
    return [[one.surface for one in each.leads] for each in read(text)]


NAMES = """
    {Đài Truyền thanh huyện, thị xã, thành phố} hỗ trợ các đài cấp xã.
    {Trung tâm Y tế huyện, thành phố} phun hóa chất khử khuẩn.
    {HĐND thành phố và phường - xã} tăng cường giám sát.
    {UBND quận-huyện} tuyên truyền Luật Đất đai.
    {Công an huyện}, {UBND xã Tân An} tuần tra khu chợ.
    {Cổng thông tin điện tử tỉnh}, {Báo Nam Định} đăng tải văn bản.
    {GĐ các sở Xây dựng, KHĐT, QHKT, TNMT} có trách nhiệm hướng dẫn các địa phương.
    {các sở Nội vụ, TTTT, KHCN} rà soát biên chế.
    {các Bộ Y tế, KH&ĐT, Tài chính} chủ động xử lý vướng mắc.
    {các trường đại học, cao đẳng và học viện} gửi báo cáo.
    {các trường mầm non, tiểu học} hoàn thành cấp mã tuyển sinh.
    {các trường đại học, học viện}, {các trường cao đẳng} báo cáo số liệu.
    {Các cơ quan được giao phối hợp trong việc soạn thảo dự thảo Nghị quyết} phải phối hợp chặt chẽ.
    {cơ quan được giao chủ trì soạn thảo} phải bảo đảm tiến độ.
    {các đơn vị được giao quản lý hồ chứa} cần kiểm tra cửa xả.
    {Tổ kiểm tra việc thực thi công vụ trong phòng, chống dịch} tăng cường kiểm tra.
    {Các tổ kiểm soát dịch bệnh tại các thôn, khu phố} phải trực 24/24 giờ.
    {Đội tuyên truyền lưu động của huyện} tiếp tục bám cơ sở.
    {Chủ các đập, hồ chứa nước thủy lợi, thủy điện} vận hành đúng quy trình.
    {các Tiểu ban bầu cử} hoàn chỉnh kế hoạch.
    {Bộ Lao động - Thương binh vàXạ hội} chủ trì soạn thảo.
    {đồng chí Trần Mạnh Tuấn – PCTUBND phường} chỉ đạo tuyên truyền.
    {ông Nguyễn Văn Thái, Chánh Văn phòng UBND tỉnh} trực tiếp xuống hiện trường.
    {Trưởng thôn}, {tổ trưởng TDP}, {Hiệu trưởng các trường học} huy động lực lượng.
    {liên ngành} phối hợp kiểm tra.
    {Chi cục Thuế khu vực Hải Hậu - Giao Thủy} tăng cường chống thất thu.
    {Điện lực Vụ Bản}, {Viễn thông Vụ Bản} bó gọn cáp treo.
    {Phòng Giao dịch Ngân hàng CSXH huyện} giải ngân vốn vay.
    {Tổ thẩm định hồ sơ nông thôn mới} hoàn thành thẩm định.
    {Hội đồng thẩm định} hoàn thiện báo cáo.
    {các phòng, ban, cơ quan công sở, trường học} thay biển tên cơ quan.
    {Các lực lượng cứu nạn, cứu hộ} duy trì phương tiện.
    {các lực lượng tìm kiếm cứu nạn} phải trực 24/24 giờ.
    {Các phường biên giới biển} (17 phường) phổ biến quy định.
    {các xã ven biển} kêu gọi tàu thuyền vào bờ.
    {Ban Chỉ huy PCTT và TKCN các ngành, địa phương, đơn vị} tổ chức trực ban.
    {Đồn Biên phòng cửa khẩu Cảng Hải Thịnh} tăng cường tuần tra.
    {Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ} chịu trách nhiệm quản lý số vốn tạm ứng.
    {7 tỉnh, thành phố từ Ninh Bình đến Huế} triển khai biện pháp bảo vệ đê.
    {Đoàn kiểm tra liên ngành VSATTP} kiểm tra các bếp ăn.
    {Các cơ sở y tế công lập và ngoài công lập} chuẩn bị thuốc.
    {Chủ đầu tư dự án khu đô thị Cồn Khương} hoàn trả hiện trạng đường.
    {Đơn vị tư vấn giám sát} kiểm soát chất lượng.
    {Các đơn vị cấp nước} phải xây dựng phương án ứng phó sự cố.
    {Các đơn vị thi công trên tuyến} phải hoàn trả mặt đường.
    {BCĐ PCDB}, {Trạm y tế}, {các bộ phận chuyên môn}, {các đơn vị liên quan} triển khai công điện số 05.
"""
"""Leads in braces."""


@pytest.mark.parametrize("order", [line.strip() for line in NAMES.strip().splitlines()])
def test_where_a_name_ends(order: str) -> None:
    text = f"Chủ tịch UBND tỉnh yêu cầu:\n- {re.sub('[{}]', '', order)}\n"
    assert leads(text) == [re.findall(r"\{([^}]*)\}", order)]


@pytest.mark.parametrize(
    ("topic", "lead"),
    [
        ("Với Bộ Công an, tiếp tục mở các đợt cao điểm; giữ vững trật tự trong dịp Tết.", "Bộ Công an"),
        ("Với các huyện miền núi, rà soát hộ thiếu đói; báo cáo UBND tỉnh.", "các huyện miền núi"),
        ("Về phía Công an tỉnh, tăng cường tuần tra; xử lý nghiêm vi phạm.", "Công an tỉnh"),
        ("Đối với Sở Y tế, dự trữ đủ thuốc; tổ chức trực cấp cứu.", "Sở Y tế"),
    ],
)
def test_a_topic_that_is_a_unit_tells_the_clauses_behind_it(topic: str, lead: str) -> None:
    assert leads(f"Chủ tịch UBND tỉnh yêu cầu Sở Công Thương bình ổn giá.\n\n{topic}")[1:] == [[lead], [lead]]


@pytest.mark.parametrize(
    "object_list",
    [
        "tổng hợp kết quả báo cáo của các sở, ngành; UBND các huyện, thành phố",
        "tiếp thu ý kiến của Sở Tư pháp; Sở Tài chính",
        "rà soát đề xuất của các chủ đầu tư; Ban Quản lý dự án tỉnh",
    ],
)
def test_bodies_that_gave_something_are_no_assignees(object_list: str) -> None:
    text = (
        f"Giao Sở Kế hoạch và Đầu tư chủ trì, {object_list}; lựa chọn dự án, trình UBND tỉnh trước ngày 16/4."
    )
    assert leads(text) == [["Sở Kế hoạch và Đầu tư"]] * 2


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        (
            "Thanh tra, kiểm tra, giải quyết khiếu nại trong hoạt động lễ hội.",
            "Sở Văn hóa, Thể thao và Du lịch",
        ),
        ("Thanh tra việc sử dụng công trình trong dịp lễ hội.", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Thanh tra tỉnh kiểm tra trách nhiệm người đứng đầu.", "Thanh tra tỉnh"),
        ("Chỉ đạo các đoàn nghệ thuật biểu diễn tại cơ sở.", "Sở Văn hóa, Thể thao và Du lịch"),
        (
            "Vận động đoàn viên, hội viên, các tầng lớp nhân dân thực hiện nếp sống văn minh.",
            "Sở Văn hóa, Thể thao và Du lịch",
        ),
    ],
)
def test_who_a_sentence_behind_an_order_belongs_to(sentence: str, lead: str) -> None:
    first = "Giao Sở Văn hóa, Thể thao và Du lịch hướng dẫn tổ chức lễ hội."
    assert leads(f"{first} {sentence}")[1:] == [[lead]]


def test_an_object_list_goes_on_with_places_of_trade() -> None:
    text = (
        "Giao Sở Y tế kiểm tra các cơ sở chế biến thực phẩm, các chợ đầu mối nông sản; xử lý nghiêm vi phạm."
    )
    assert leads(text) == [["Sở Y tế"]] * 2


def test_these_ministries_are_the_list_before_them() -> None:
    text = (
        "Đối với 20 văn bản thuộc trách nhiệm soạn thảo của các bộ: Công an, Công Thương, Tư pháp, "
        "Thủ tướng yêu cầu các bộ này khẩn trương trình Chính phủ trước ngày 1/4/2025."
    )
    assert leads(text) == [["các bộ: Công an, Công Thương, Tư pháp"]]


@pytest.mark.parametrize(
    ("sentence", "order"),
    [
        (
            "Ban chỉ huy phòng cháy, chữa cháy rừng của tỉnh yêu cầu UBND các huyện, thị xã kiểm tra chủ rừng.",
            "UBND các huyện, thị xã kiểm tra chủ rừng",
        ),
        (
            "Phó Chủ tịch Nguyễn Văn Khôi yêu cầu, chủ tịch UBND các quận, huyện khẩn trương xử lý nhà siêu mỏng.",
            "chủ tịch UBND các quận, huyện khẩn trương xử lý nhà siêu mỏng",
        ),
        (
            "Phó Thủ tướng đã gửi lời chia buồn tới gia đình các nạn nhân và phân công ông Lê Văn Thái, "
            "Chánh Văn phòng Ủy ban An toàn giao thông Quốc gia trực tiếp xuống hiện trường chỉ đạo xử lý.",
            "ông Lê Văn Thái, Chánh Văn phòng Ủy ban An toàn giao thông Quốc gia trực tiếp xuống hiện trường chỉ đạo xử lý",
        ),
        (
            "Trên cơ sở nội dung các báo cáo và những ý kiến đóng góp của các đại biểu, đồng chí Chủ tịch UBND thị xã "
            "đã chỉ đạo các ban ngành bổ sung, hoàn thiện báo cáo kết quả công tác năm.",
            "các ban ngành bổ sung, hoàn thiện báo cáo kết quả công tác năm",
        ),
    ],
)
def test_who_speaks_and_who_is_told(sentence: str, order: str) -> None:
    assert told(sentence) == [order]


def test_a_paper_tells_its_tasks_behind_a_colon() -> None:
    text = (
        "Các đại biểu được quán triệt Công văn số 1009 của Thành ủy. Theo công văn, HĐND, UBND, Ủy ban Mặt trận Tổ quốc và các đoàn thể thành phố "
        "tập trung thực hiện các nhiệm vụ sau: Đẩy mạnh tuyên truyền về trật tự đô thị; UBND thành phố giải tỏa vỉa hè; "
        "các đoàn thể vận động đoàn viên, hội viên giữ gìn vệ sinh."
    )
    assert leads(text) == [
        ["HĐND", "UBND", "Ủy ban Mặt trận Tổ quốc", "các đoàn thể thành phố"],
        ["UBND thành phố"],
        ["các đoàn thể"],
    ]


def test_a_chair_who_sets_out_tasks_tells_nobody_by_name() -> None:
    text = (
        "Sau lễ chào cờ, đồng chí Chủ tịch UBND xã đã triển khai các nhiệm vụ trọng tâm cần thực hiện trong tháng 4, như: "
        "Tập trung giải phóng mặt bằng các dự án; đẩy nhanh cấp giấy chứng nhận quyền sử dụng đất."
    )
    assert [(one.leads, one.deadline) for one in read(text)] == [((), date(2025, 4, 30))] * 2


@pytest.mark.parametrize(
    "paragraph",
    [
        "Trong tháng 2, UBND huyện đã lãnh đạo, chỉ đạo thực hiện tốt các nhiệm vụ; tích cực chỉ đạo thu hoạch lúa. "
        "Chủ động phối hợp với các sở, ngành đánh giá tiêu chí nông thôn mới; bảo đảm tiến độ các dự án. "
        "Đồng thời quan tâm công tác giải quyết đơn thư.",
        "Quý I năm 2025, xã đã tập trung chăm sóc lúa xuân; đẩy mạnh trồng cây vụ hè. Duy trì tốt trực chốt phòng cháy rừng.",
        "Những đơn vị không thực hiện đúng chỉ đạo, lãnh đạo đơn vị phải chịu trách nhiệm trước UBND huyện.",
        "Các xã chậm nộp báo cáo, buông lỏng quản lý sẽ bị xử lý theo quy định, kiểm điểm trách nhiệm.",
        "Đồng chí ghi nhận nỗ lực và mong muốn công nhân, người lao động tiếp tục vượt khó, đẩy nhanh tiến độ thi công.",
        "Đề nghị các doanh nghiệp tiếp tục phát huy trong năm 2025.",
        "Yêu cầu các đơn vị thực hiện tốt tinh thần chỉ đạo nêu trên./.",
        "Tập trung đẩy nhanh giải ngân vốn đầu tư công (18/10/2024, 06:36)",
        "Đây là nội dung chỉ đạo của Chủ tịch UBND huyện về vệ sinh; tiếp nhận, xác minh tin báo của nhân dân.",
        "Nhiều hồ sơ tồn đọng tại UBND xã, Văn phòng Đăng ký quyền sử dụng đất chưa được tập trung giải quyết.",
    ],
)
def test_what_looks_like_orders_and_is_none(paragraph: str) -> None:
    first = "Chủ tịch UBND huyện yêu cầu Công an huyện tuần tra khu chợ."
    assert told(f"{first}\n\n{paragraph}") == ["Công an huyện tuần tra khu chợ"]


def test_results_end_at_a_cue() -> None:
    text = (
        "Trong tháng 2, UBND huyện đã chỉ đạo thực hiện tốt các nhiệm vụ; tích cực thu hoạch lúa. "
        "Chủ động phối hợp với các sở kiểm tra chợ. Chủ tịch UBND huyện yêu cầu Phòng Nội vụ rà soát biên chế."
    )
    assert told(text) == ["Phòng Nội vụ rà soát biên chế"]


def test_the_lead_of_an_article_is_told_once() -> None:
    body = (
        "Theo dự báo của Đài Khí tượng, từ đêm 12/3 khu vực có mưa to đến rất to, nguy cơ ngập úng tại vùng trũng thấp.\n\n"
        "Các quận, huyện được yêu cầu thường xuyên theo dõi diễn biến của bão; chủ động sơ tán dân vùng xung yếu.\n\n"
        "Sở Xây dựng tổ chức lực lượng kiểm soát, phân luồng giao thông qua các ngầm, tràn, khu vực ngập sâu.\n\n"
        "Công ty Thoát nước phải vận hành hết công suất các trạm bơm tiêu úng trong thời gian bão đổ bộ."
    )
    lead = "Ban Chỉ huy thành phố vừa ban hành công điện yêu cầu UBND các quận, huyện và các sở tập trung ứng phó với bão.\n\n"
    assert told(lead + body) == told(body)


@pytest.mark.parametrize("opening", ["Cụ thể, Chủ tịch UBND thành phố giao", "Theo đó, Chủ tịch giao"])
def test_a_lead_that_the_next_paragraph_spells_out(opening: str) -> None:
    lead = "Chủ tịch UBND thành phố vừa phân công các sở chuẩn bị hai dự thảo quy hoạch."
    order = "Sở Xây dựng soạn thảo quy hoạch khu trung tâm trước ngày 30/4"
    assert told(f"{lead}\n\n{opening} {order}.\n\nSở Tài chính bố trí kinh phí.") == [
        order,
        "Sở Tài chính bố trí kinh phí",
    ]


def test_a_paragraph_that_stands_there_twice_is_told_once() -> None:
    order = "Phó Chủ tịch UBND tỉnh yêu cầu Sở Tài nguyên và Môi trường xử lý các cơ sở gây ô nhiễm trên địa bàn huyện."
    assert len(told(f"{order}\n{order}\n\nSở Y tế phải lấy mẫu nước gửi xét nghiệm trước ngày 15/3.")) == 2


def test_receivers_with_posts_are_told_nothing() -> None:
    text = (
        "Kính gửi:\n- Các ông (bà) đảng ủy viên phụ trách thôn, cán bộ được phân công phụ trách các thôn;\n"
        "- Các ông (bà) Bí thư chi bộ, trưởng các thôn;\n\n"
        "UBND xã đề nghị các thôn tổng vệ sinh đường làng trước ngày 15/3."
    )
    assert told(text) == ["các thôn tổng vệ sinh đường làng trước ngày 15/3"]


def test_what_matters_most_of_an_order_is_one_too() -> None:
    text = (
        "Giao Sở Xây dựng tổng hợp, đề xuất phương án giải quyết các dự án. "
        "Đặc biệt là các dự án kéo dài, còn vướng đền bù, báo cáo UBND thành phố trước ngày 30/3."
    )
    assert [(one.leads[0].surface, one.deadline) for one in read(text)] == [
        ("Sở Xây dựng", None),
        ("Sở Xây dựng", date(2025, 3, 30)),
    ]


def test_an_entry_that_only_names_who_is_given_tasks_leads_the_dashes_under_it() -> None:
    text = (
        "Chủ tịch UBND quận kết luận như sau:\n\n1. Giao thường trực Hội Liên hiệp Thanh niên quận và 13 phường\n\n"
        "- Sử dụng phần mềm quản lý đô thị.\n- Tham gia phân loại rác thải tại nguồn.\n\n"
        "2. Giao câu lạc bộ Nhà giáo hưu trí\n\n- Tổ chức lớp học tình thương."
    )
    youth = ["thường trực Hội Liên hiệp Thanh niên quận", "13 phường"]
    assert leads(text) == [youth, youth, ["câu lạc bộ Nhà giáo hưu trí"]]


def test_a_first_paragraph_without_its_stop_is_no_title() -> None:
    text = (
        "Nhằm chủ động ngăn chặn, không để dịch bùng phát trên địa bàn,Ủy ban nhân dân xã đề nghị các cơ quan, đơn vị và "
        "các thôn ra quân dọn vệ sinh, diệt lăng quăng, bọ gậy. Đồng loạt vào sáng ngày 16/3/2025 (Chủ nhật)\n\n"
        "Trạm Y tế xã phải giám sát, hướng dẫn kỹ thuật."
    )
    assert [one.deadline for one in read(text)] == [date(2025, 3, 16), None]


def test_means_behind_a_colon_are_one_order() -> None:
    order = "Các thôn diệt lăng quăng bằng các biện pháp: lật úp dụng cụ chứa nước; thả cá vào bể; dọn bỏ phế thải"
    assert told(f"Chủ tịch UBND xã yêu cầu:\n- {order}.") == [order]


@pytest.mark.parametrize(
    "caption",
    [
        "Lãnh đạo thành phố kiểm tra tại dự án khu dân cư tái định cư khối phố 4.",
        "Chủ tịch UBND huyện Trần Văn An chủ trì hội nghị chiều 28/2.",
        "Phó Chủ tịch UBND tỉnh khảo sát tuyến đê xung yếu",
    ],
)
def test_the_line_under_a_picture_tells_nobody(caption: str) -> None:
    text = "Chủ tịch UBND huyện yêu cầu Phòng Nội vụ rà soát biên chế.\n\n{}\n\nCông an huyện phải tuần tra khu chợ."
    assert told(text.format(caption)) == [
        "Phòng Nội vụ rà soát biên chế",
        "Công an huyện phải tuần tra khu chợ",
    ]


def test_the_plan_of_a_school_week_is_a_list_of_orders() -> None:
    text = (
        "Biên bản họp giao ban tuần 10\n\nI. Đánh giá công tác tuần 9\n- Sĩ số đạt 98%.\nII. Kế hoạch tuần 10\n"
        "1. Chuyên môn\n- GVCN lớp 9 rà soát hồ sơ xét tốt nghiệp, hoàn thành trước 25/3.\n"
        "2. Hoạt động khác\n- Tổng phụ trách Đội tổ chức hội trại.\n- Kế toán đối chiếu với Kho bạc.\n"
        "- Nhân viên y tế trường kiểm tra bếp ăn."
    )
    assert leads(text) == [["GVCN lớp 9"], ["Tổng phụ trách Đội"], ["Kế toán"], ["Nhân viên y tế trường"]]


def test_a_plan_just_issued_tells_those_it_names() -> None:
    text = (
        "UBND huyện vừa ban hành Kế hoạch số 45/KH-UBND về tháng an toàn thực phẩm. Theo kế hoạch, Phòng Y tế chủ trì "
        "thành lập đoàn kiểm tra. UBND các xã gửi kế hoạch về Phòng Y tế trước ngày 5/4/2025."
    )
    assert leads(text) == [["Phòng Y tế"], ["UBND các xã"]]


def test_supervising_how_something_is_done_is_no_closing_line() -> None:
    text = "Giao Sở Y tế tổ chức tiêm chủng.\nĐề nghị Ủy ban MTTQ Việt Nam tỉnh giám sát quá trình thực hiện."
    assert leads(text)[1:] == [["Ủy ban MTTQ Việt Nam tỉnh"]]


def test_opinions_told_one_behind_the_other_are_no_orders() -> None:
    text = (
        "Phó Thủ tướng giao Bộ Công Thương hoàn thiện hồ sơ trước ngày 20/3. "
        "Về giá điện gió, EVN đề xuất cơ chế thí điểm, Bộ Tài chính cho biết đang nghiên cứu."
    )
    assert told(text) == ["Bộ Công Thương hoàn thiện hồ sơ trước ngày 20/3"]


def test_who_is_to_direct_leads_what_stands_under_it() -> None:
    text = (
        "Chủ tịch UBND tỉnh yêu cầu:\n1. Sở Y tế chuẩn bị thuốc.\n2. Chủ tịch UBND các huyện, thành phố chỉ đạo:\n"
        "- Thông tin kịp thời về bão đến người dân.\n- Rà soát phương án sơ tán dân cư."
    )
    assert leads(text) == [["Sở Y tế"], *[["Chủ tịch UBND các huyện, thành phố"]] * 2]


@pytest.mark.parametrize(
    "told_now",
    [
        "Ngày 8-3, Chủ tịch UBND tỉnh Trần Văn An đã có công văn yêu cầu {Sở Công Thương} kiểm tra giá xăng",
        "Sáng 10/3, Bộ Nông nghiệp đã có công điện đôn đốc {UBND các tỉnh ven biển} kêu gọi tàu thuyền vào bờ",
        "Sau cuộc họp tối 9/3, Bộ trưởng Hà đã yêu cầu {Cục Đường sắt Việt Nam} rà soát các đường ngang",
        "Công văn nêu {các địa phương} chịu trách nhiệm toàn diện và tổ chức trực ban 24/24",
        "Cùng ngày, Bộ Y tế ban hành thêm một văn bản đề nghị {các bệnh viện} chuẩn bị giường bệnh",
    ],
)
def test_a_paper_of_these_days_tells(told_now: str) -> None:
    named = re.findall(r"{([^}]*)}", told_now)
    assert leads(re.sub("[{}]", "", told_now) + ".") == [named]


def test_what_an_office_passed_on_long_ago_is_no_order_of_now() -> None:
    text = (
        "Ngày 01 tháng 02 năm 2025, Văn phòng Chính phủ đã có văn bản số 94/VPCP thông báo ý kiến chỉ đạo của "
        "Phó Thủ tướng Trần Văn An giao Bộ Nội vụ tổng kết thi hành Luật; tuy nhiên đến nay chưa có báo cáo. "
        "Văn phòng Chính phủ đề nghị Bộ Nội vụ khẩn trương báo cáo."
    )
    assert told(text) == ["Bộ Nội vụ khẩn trương báo cáo"]


def test_what_some_have_done_is_no_past_of_who_is_told() -> None:
    text = (
        "Bộ trưởng yêu cầu Tổng cục Thuế triển khai kế hoạch. Công văn cũng nêu rõ, đối với các cục thuế đã hoàn thành "
        "đề án, thì Tổng cục Thuế khẩn trương thẩm định, báo cáo Bộ."
    )
    assert leads(text) == [["Tổng cục Thuế"], ["Tổng cục Thuế"]]


def test_papers_told_one_behind_the_other_are_one_object() -> None:
    order = "các phường tuyên truyền Nghị định 71 ngày 1/12/2024 về chợ; Quyết định 56 ngày 4/8/2024 của UBND tỉnh về đầu tư"
    assert told(f"Chủ tịch UBND thị xã giao {order}.") == [order]


def test_what_the_report_must_hold_is_no_order() -> None:
    text = (
        "Sở Tài chính đề nghị UBND các huyện lập báo cáo tình hình mua sắm gửi về Sở trước ngày 30/3. "
        "Nội dung báo cáo phải thể hiện rõ số liệu từng quý; kiến nghị và đề xuất giải pháp."
    )
    assert [one.deadline for one in read(text)] == [date(2025, 3, 30)]


def test_speaking_at_the_meeting_is_no_order() -> None:
    text = (
        "Tại cuộc họp, đồng chí Giám đốc Sở yêu cầu các đồng chí tham gia dự họp cho ý kiến thảo luận chi tiết. "
        "Kết luận cuộc họp, Giám đốc Sở giao Văn phòng tổng hợp."
    )
    assert leads(text) == [["Văn phòng"]]


def test_the_time_a_report_is_about_is_no_deadline() -> None:
    text = (
        "UBND tỉnh yêu cầu các sở báo cáo kết quả thực hiện công tác phòng, chống dịch từ ngày 30/01/2025 "
        "đến ngày 24/3/2025."
    )
    assert [one.deadline for one in read(text)] == [None]


def test_how_it_is_done_behind_a_colon_does_not_swallow_the_orders() -> None:
    text = (
        "UBND huyện giao Phòng Nội vụ lập danh sách. Đối với UBND các xã, UBND huyện chỉ đạo xây dựng lịch chi trả; "
        "tuyên truyền việc chi trả tại nhà như sau: Hình thức chi trả: hai tháng vào một kỳ."
    )
    assert leads(text) == [["Phòng Nội vụ"], ["UBND các xã"], ["UBND các xã"]]


def test_letting_pupils_stay_at_home_is_an_order_with_a_start() -> None:
    text = (
        "Chủ tịch UBND tỉnh chỉ đạo:\n1. Cho toàn bộ học sinh trong tỉnh nghỉ học kể từ sáng ngày 17/3 (thứ Hai).\n"
        "2. Các huyện di dời dân khỏi nơi nguy hiểm trước 14 giờ ngày 17/3."
    )
    assert [one.deadline for one in read(text)] == [None, date(2025, 3, 17)]


def test_who_gets_a_notice_is_told_behind_the_closing_words() -> None:
    text = (
        "UBND phường thông báo một số nội dung như sau:\n1. Công an phường triển khai phương án.\n"
        "2. Phòng Kinh tế kiểm tra các công trình.\n\nNhận được Thông báo này, đề nghị các đơn vị và các bộ phận có liên "
        "quan nghiêm túc triển khai, thường xuyên báo cáo về Văn phòng UBND phường."
    )
    assert leads(text)[-1] == ["các đơn vị", "các bộ phận có liên quan"]


def test_to_follow_this_direction_is_a_closing_line() -> None:
    text = "UBND tỉnh giao Sở Y tế chuẩn bị thuốc.\n\nYêu cầu các ngành, địa phương thực hiện nghiêm chỉ đạo này."
    assert leads(text) == [["Sở Y tế"]]


def test_a_first_paragraph_with_a_day_of_its_own_is_no_summary() -> None:
    text = (
        "Chủ tịch UBND tỉnh đã có công văn yêu cầu Bộ Chỉ huy Quân sự tỉnh phổ biến quy định về khu vực biên giới, "
        "báo cáo kết quả trước ngày 10/4/2025.\nTheo đó, các sở liên quan quán triệt đến cán bộ."
    )
    assert leads(text) == [["Bộ Chỉ huy Quân sự tỉnh"], ["các sở liên quan"]]
