"""Every row of the guide's deadline and recurrence tables, as one-line cases."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft
from taskboard.domain.drafting.dates import DateReader, recurrence_in
from taskboard.domain.drafting.page import make_page

HELD_ON = date(2024, 3, 6)  # a Wednesday


def deadline(words: str, held_on: date = HELD_ON) -> date | None:
    flat = make_page(words).flat
    due = DateReader(flat, held_on).binding(0, len(flat))
    return due.on if due else None


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("rà soát trước ngày 30/6", date(2024, 6, 30)),
        ("rà soát trước 30/6", date(2024, 6, 30)),
        ("rà soát trước ngày 30-6-2024", date(2024, 6, 30)),
        ("rà soát trước ngày 30.6", date(2024, 6, 30)),
        ("rà soát trước ngày 30 tháng 6 năm 2025", date(2025, 6, 30)),
        ("rà soát đến hết ngày 30/6", date(2024, 6, 30)),
        ("báo cáo chậm nhất vào ngày 15/11", date(2024, 11, 15)),
        ("báo cáo chậm nhất là ngày 15/11", date(2024, 11, 15)),
        ("báo cáo muộn nhất 15/11", date(2024, 11, 15)),
        ("hạn cuối 15/11", date(2024, 11, 15)),
        ("gửi không quá ngày 15/11", date(2024, 11, 15)),
        ("công bố dịch trong ngày 17/8", date(2024, 8, 17)),
        ("trình UBND huyện vào ngày 17/8", date(2024, 8, 17)),
        ("báo cáo trước 10h ngày 13/3", date(2024, 3, 13)),
        ("báo cáo trước 16 giờ 30 ngày 13/3", date(2024, 3, 13)),
        ("xong trong tháng 5", date(2024, 5, 31)),
        ("xong trong tháng 5/2025", date(2025, 5, 31)),
        ("xong trong tháng 5 tới", date(2024, 5, 31)),
        ("xong ngay trong tháng này", date(2024, 3, 31)),
        ("xong cuối tháng 8", date(2024, 8, 31)),
        ("xong đến hết tháng 8", date(2024, 8, 31)),
        ("trình trước tháng 4", date(2024, 3, 31)),
        ("phân bổ, không để sang tháng 4", date(2024, 3, 31)),
        ("khảo sát vào nửa đầu tháng 9", date(2024, 9, 15)),
        ("xong trong tháng 9, tháng 10", date(2024, 10, 31)),
        ("xong trong quý II", date(2024, 6, 30)),
        ("xong trong quý 2", date(2024, 6, 30)),
        ("xong đến hết quý III", date(2024, 9, 30)),
        ("xong trong quý IV/2024", date(2024, 12, 31)),
        ("cắt giảm trong 6 tháng đầu năm", date(2024, 6, 30)),
        ("cắt giảm trong nửa đầu năm", date(2024, 6, 30)),
        ("hoàn thành trong năm 2024", date(2024, 12, 31)),
        ("tỷ lệ che phủ đến cuối năm 2025 đạt 54,5%", date(2025, 12, 31)),
        ("hoàn thành đến năm 2026", date(2026, 12, 31)),
        ("thu dứt điểm trong các tháng còn lại của năm", date(2024, 12, 31)),
        ("báo cáo trong tuần", date(2024, 3, 10)),
        ("báo cáo trong tuần này", date(2024, 3, 10)),
        ("nộp thứ Sáu tuần này", date(2024, 3, 8)),
        ("báo cáo trong tuần sau", date(2024, 3, 17)),
        ("xử lý trong hôm nay", date(2024, 3, 6)),
        ("làm việc với nhà thầu ngay chiều nay", date(2024, 3, 6)),
        ("sơ tán xong trước 22 giờ đêm nay", date(2024, 3, 6)),
        ("ngày mai phải có số liệu", date(2024, 3, 7)),
        ("báo cáo trong vòng 10 ngày", date(2024, 3, 16)),
        ("khôi phục trong 3 ngày kể từ ngày 20/10", date(2024, 10, 23)),
        ("hội nghị họp ngày 26/7, gửi tài liệu trước 03 ngày", date(2024, 7, 23)),
        ("dọn vệ sinh trước ngày khai giảng 5/9", date(2024, 9, 5)),
        ("cao điểm từ ngày 20/12 đến hết ngày 20/02/2025", date(2025, 2, 20)),
        ("vận hành chính thức từ ngày 01/7", date(2024, 7, 1)),
        ("làm trong tháng 9, xong trước 20/10", date(2024, 10, 20)),
        ("xử lý trong quý II, chậm nhất trước tháng 8", date(2024, 7, 31)),
        ("hồ sơ của quý I gửi trước ngày 10/4", date(2024, 4, 10)),
    ],
)
def test_a_deadline_is_read_as_the_guide_says(words: str, on: date) -> None:
    assert deadline(words) == on


@pytest.mark.parametrize(
    "words",
    [
        "theo Công văn số 12/UBND ngày 3/4/2024",
        "thực hiện Thông báo số 214/TB-UBND",
        "đã phê duyệt tại Quyết định ngày 18/3",
        "rà soát kế hoạch giai đoạn 2021-2025",
        "thẩm định dự toán năm 2024",
        "giao chỉ tiêu năm 2023",
        "chuẩn bị kỳ họp dự kiến khai mạc ngày 8/7",
        "chuẩn bị cuộc diễn tập năm 2024",
        "chuẩn bị ngày hội vào 19/8",
        "thực hiện nhiệm vụ trọng tâm tháng 10",
        "rà soát hợp đồng hết hạn ngày 31/12",
        "trực 24/24 giờ, cấm xe từ 5h đến 21h",
        "thanh toán không quá 02 ngày làm việc đối với mỗi hồ sơ",
        "báo cáo đầu tháng 9",
        "báo cáo giữa tháng 9",
        "rà soát ngay từ đầu năm",
        "hoàn thành trước Tết",
        "sửa chữa trước mùa mưa bão",
        "trình trước kỳ họp HĐND",
        "khẩn trương, kịp thời trong thời gian tới",
        "gửi báo cáo trước ngày 25 hằng tháng",
        "trước ngày 31/2",
    ],
)
def test_no_date_is_made_of_what_is_none(words: str) -> None:
    assert deadline(words) is None


@pytest.mark.parametrize(
    ("words", "held_on", "on"),
    [
        ("trước 10/01", date(2023, 12, 18), date(2024, 1, 10)),
        ("trong tháng 1", date(2023, 12, 18), date(2024, 1, 31)),
        ("trong quý I", date(2023, 12, 18), date(2024, 3, 31)),
        ("trước 29/2", date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_a_date_without_a_year_is_the_next_one(words: str, held_on: date, on: date) -> None:
    assert deadline(words, held_on) == on


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("báo cáo hằng ngày", "daily"),
        ("báo cáo hàng ngày", "daily"),
        ("phát bản tin mỗi ngày ít nhất 4 lần", "daily"),
        ("kiểm tra ngày hai lần", "daily"),
        ("báo cáo hằng tuần", "weekly"),
        ("tổng vệ sinh sáng thứ Bảy hàng tuần", "weekly"),
        ("họp hai lần mỗi tuần", "weekly"),
        ("làm hằng tuần, hằng tháng", "weekly"),
        ("gửi trước ngày 25 hằng tháng", "monthly"),
        ("họp dân mỗi tháng một lần", "monthly"),
        ("báo cáo định kỳ ngày 25", "monthly"),
        ("công khai vào ngày làm việc cuối cùng của mỗi tháng", "monthly"),
        ("báo cáo hằng quý", "quarterly"),
        ("định kỳ 3 tháng gửi báo cáo", "quarterly"),
        ("báo cáo mỗi năm bốn lần", "quarterly"),
        ("đánh giá hằng năm", "yearly"),
        ("đánh giá mỗi năm một lần", "yearly"),
        ("báo cáo 6 tháng và cả năm", "yearly"),
        ("khảo sát 6 tháng một lần", None),
        ("thường xuyên, liên tục, duy trì 24/24", None),
        ("trực các ngày trong tuần", None),
        ("tổ chức tuần lễ áo dài, tháng hành động", None),
        ("chuẩn bị giao ban hằng tuần", None),
    ],
)
def test_a_period_is_read_as_the_guide_says(words: str, period: str | None) -> None:
    flat = make_page(words).flat
    found = recurrence_in(flat, 0, len(flat))
    assert (found[0].value if found else None) == period


BEHIND_AN_ORDER: tuple[tuple[str, date | None], ...] = (
    ("trước ngày 30/6/2024", date(2024, 6, 30)),
    ("trước 30/6", date(2024, 6, 30)),
    ("trong vòng 10 ngày", date(2024, 3, 16)),
    ("trong vòng 10 ngày kể từ ngày 20/3", date(2024, 3, 30)),
    ("trong thời hạn 15 ngày", date(2024, 3, 21)),
    ("trong 05 ngày tới", date(2024, 3, 11)),
    ("chậm nhất sau 7 ngày", date(2024, 3, 13)),
    ("chậm nhất ngày 15 hằng tháng", None),
    ("trước ngày 25 hàng tháng", None),
    ("trước ngày 20 của tháng cuối quý", None),
    ("trong quý II", date(2024, 6, 30)),
    ("trong quý II/2024", date(2024, 6, 30)),
    ("trong quý II năm 2024", date(2024, 6, 30)),
    ("ngay trong quý I/2024", date(2024, 3, 31)),
    ("trong đầu quý II", None),
    ("cuối quý II/2024", date(2024, 6, 30)),
    ("hết quý III", date(2024, 9, 30)),
    ("trước quý III/2024", date(2024, 6, 30)),
    ("trong tuần", date(2024, 3, 10)),
    ("ngay trong tuần này", date(2024, 3, 10)),
    ("trong tuần tới", date(2024, 3, 17)),
    ("trong tuần sau", date(2024, 3, 17)),
    ("trước thứ Sáu tuần này", date(2024, 3, 8)),
    ("ngay sau hội nghị", None),
    ("ngay sau cuộc họp", None),
    ("trong tháng 5/2024", date(2024, 5, 31)),
    ("hoàn thành trong tháng 5/2024", date(2024, 5, 31)),
    ("hoàn thành trong tháng 3", date(2024, 3, 31)),
    ("xong trước 17 giờ ngày 15/3", date(2024, 3, 15)),
    ("trước 17h00 ngày 15/3/2024", date(2024, 3, 15)),
    ("trước 17 giờ 00 ngày 15 tháng 3 năm 2024", date(2024, 3, 15)),
    ("trước 16h, ngày 15/3", date(2024, 3, 15)),
    ("chậm nhất là ngày 31 tháng 3 năm 2024", date(2024, 3, 31)),
    ("chậm nhất ngày 31-3", date(2024, 3, 31)),
    ("chậm nhất trong ngày 20/3/2024", date(2024, 3, 20)),
    ("chậm nhất đến hết ngày 20/3", date(2024, 3, 20)),
    ("chậm nhất cuối tháng 4/2024", date(2024, 4, 30)),
    ("chậm nhất trong tháng 4", date(2024, 4, 30)),
    ("muộn nhất ngày 20/3", date(2024, 3, 20)),
    ("không quá ngày 20/3", date(2024, 3, 20)),
    ("hạn cuối ngày 20/3", date(2024, 3, 20)),
    ("hạn 20/3", date(2024, 3, 20)),
    ("thời hạn hoàn thành: 20/3/2024", date(2024, 3, 20)),
    ("thời gian hoàn thành: trước ngày 20/3/2024", date(2024, 3, 20)),
    ("thời hạn: Quý II/2024", date(2024, 6, 30)),
    ("đến hết tháng 6/2024", date(2024, 6, 30)),
    ("đến cuối năm 2024", date(2024, 12, 31)),
    ("trước 31/12/2024", date(2024, 12, 31)),
    ("trong năm 2024", date(2024, 12, 31)),
    ("trong năm nay", date(2024, 12, 31)),
    ("hết năm 2024", date(2024, 12, 31)),
    ("trước cuối năm 2024", date(2024, 12, 31)),
    ("trong 6 tháng đầu năm 2024", date(2024, 6, 30)),
    ("6 tháng cuối năm 2024", None),
    ("trong tháng này", date(2024, 3, 31)),
    ("ngay trong tháng 3 này", date(2024, 3, 31)),
    ("trong tháng 3 và tháng 4", date(2024, 4, 30)),
    ("trong tháng 3, 4/2024", date(2024, 4, 30)),
    ("trong tháng 4-5/2024", date(2024, 5, 31)),
    ("đầu tháng 4/2024", None),
    ("giữa tháng 4", None),
    ("trong nửa đầu tháng 4", date(2024, 4, 15)),
    ("trước tháng 5", date(2024, 4, 30)),
    ("trước tháng 5/2024", date(2024, 4, 30)),
    ("trước mùa mưa bão", None),
    ("trước ngày khai giảng 5/9", date(2024, 9, 5)),
    ("trước Tết Nguyên đán", None),
    ("trong ngày 08/3", date(2024, 3, 8)),
    ("trong ngày hôm nay", date(2024, 3, 6)),
    ("trước 12 giờ trưa mai", date(2024, 3, 7)),
    ("trong sáng ngày mai", date(2024, 3, 7)),
    ("từ ngày 10/3 đến hết ngày 20/4", date(2024, 4, 20)),
    ("từ 10/3 đến 20/4/2024", date(2024, 4, 20)),
    ("từ nay đến 30/6", date(2024, 6, 30)),
    ("từ nay đến hết tháng 6", date(2024, 6, 30)),
    ("từ nay đến cuối năm", date(2024, 12, 31)),
    ("kể từ ngày 01/4/2024", None),
    ("từ ngày 01/4/2024", None),
    ("trước ngày 10/01", date(2025, 1, 10)),
    ("trong tháng 01/2025", date(2025, 1, 31)),
    ("trước ngày 05 tháng sau", date(2024, 4, 5)),
    ("trước ngày 15 tháng này", date(2024, 3, 15)),
    ("trước ngày 15/3 và báo cáo kết quả trước ngày 20/3", date(2024, 3, 20)),
    ("theo Công văn số 12/UBND ngày 03/4/2024", None),
    ("thực hiện Kế hoạch số 15/KH-UBND ngày 20/4/2024", None),
    ("theo quy định tại Nghị định số 10/2024/NĐ-CP ngày 01/4/2024, xong trong tháng 4", date(2024, 4, 30)),
    ("theo Kế hoạch năm 2024", None),
    ("giai đoạn 2021-2025", None),
    ("đến năm 2030, tầm nhìn đến năm 2045", None),
    ("năm học 2024-2025", None),
    ("vào ngày 20/3", date(2024, 3, 20)),
    ("xong trong 2 tuần", date(2024, 3, 20)),
    ("trong vòng 01 tháng", date(2024, 4, 6)),
    ("trong 3 tháng", date(2024, 6, 6)),
    ("không để sang tháng 5", date(2024, 4, 30)),
    ("định kỳ trước ngày 25 hằng tháng", None),
    ("hằng quý trước ngày 20 tháng cuối quý", None),
    ("gửi về Sở Tài chính ngày 15/4", date(2024, 4, 15)),
    ("gửi Văn phòng trước 15/4 để tổng hợp", date(2024, 4, 15)),
    ("trước ngày 15/4 (qua Văn phòng)", date(2024, 4, 15)),
    ("(hoàn thành trước ngày 15/4/2024)", date(2024, 4, 15)),
    ("( xong trước 15/4 )", date(2024, 4, 15)),
    (", thời hạn trước ngày 15/4/2024", date(2024, 4, 15)),
    ("; hoàn thành trước ngày 15/4/2024", date(2024, 4, 15)),
    ("; thời gian xong trước ngày 15/4", date(2024, 4, 15)),
    (". Thời gian hoàn thành: Trước ngày 15/4/2024", date(2024, 4, 15)),
    (". Hoàn thành trong tháng 4/2024", date(2024, 4, 30)),
    (". Thời hạn xong trước 15/4", date(2024, 4, 15)),
    (". Xong trước ngày 15/4", date(2024, 4, 15)),
    (". Báo cáo Chủ tịch UBND tỉnh trước ngày 15/4", date(2024, 4, 15)),
    ("trong Quý II", date(2024, 6, 30)),
    ("trong quí 2", date(2024, 6, 30)),
    ("trước ngày 15 tháng 4", date(2024, 4, 15)),
    ("trước ngày 15 - 4 - 2024", date(2024, 4, 15)),
    ("trước 15.4", date(2024, 4, 15)),
    ("ngay trong quý này", date(2024, 3, 31)),
    ("cuối tháng", date(2024, 3, 31)),
    ("cuối tuần", date(2024, 3, 10)),
    ("đến 15/4 phải xong", date(2024, 4, 15)),
    ("đến ngày 15/4/2024 hoàn thành 100%", date(2024, 4, 15)),
    ("trước kỳ họp HĐND tháng 7", None),
    ("tại phiên họp UBND tỉnh tháng 4", None),
    ("trước ngày 02/4 hằng năm", None),
    ("đến ngày 30/4/2024, tỷ lệ giải ngân đạt 40%", date(2024, 4, 30)),
    ("phấn đấu đến 30/6/2024 giải ngân đạt 50%", date(2024, 6, 30)),
    ("đảm bảo đến 31/12 giải ngân 100%", date(2024, 12, 31)),
    ("trong các ngày 10, 11/4/2024", date(2024, 4, 11)),
    ("trong hai ngày 10 và 11/4", date(2024, 4, 11)),
    ("ngay trong ngày 07/3", date(2024, 3, 7)),
    ("trong buổi sáng ngày 07/3", date(2024, 3, 7)),
    ("chậm nhất 08h00' ngày 07/3/2024", date(2024, 3, 7)),
    ("trước 8 giờ sáng ngày 07/3", date(2024, 3, 7)),
    ("trước 10 giờ sáng mai", date(2024, 3, 7)),
    ("trước 15 giờ chiều nay", date(2024, 3, 6)),
    ("trước giờ hành chính ngày 07/3", date(2024, 3, 7)),
    ("xong trong tuần thứ 2 tháng 4", None),
)


@pytest.mark.parametrize(("words", "on"), BEHIND_AN_ORDER)
def test_words_behind_an_order_bind_it_to_one_day_or_none(words: str, on: date | None) -> None:
    joined = words if words[0] in ",;." else f" {words}"
    text = f"Chủ tịch UBND tỉnh kết luận như sau:\n1. Giao Sở Nội vụ rà soát hồ sơ cán bộ{joined}."
    assert draft(text, HELD_ON).drafts[-1].deadline == on


@pytest.mark.parametrize(
    "words",
    [
        "trong tháng 3/2024 và những tháng tiếp theo, các ngành tập trung",
        "rà soát trong quý II và các quý tiếp theo",
        "làm tốt việc này trong năm 2024 và những năm sau",
        "trong tháng này và thời gian tới, các xã chăm lo",
        "đến hết tháng 5 cũng như các tháng sắp tới",
    ],
)
def test_a_period_that_goes_on_has_no_last_day(words: str) -> None:
    assert deadline(words) is None


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("xong trong tháng 5 và báo cáo các tháng sau", date(2024, 5, 31)),
        ("xong trong quý II và gửi những sở liên quan", date(2024, 6, 30)),
    ],
)
def test_what_follows_with_and_may_be_another_thing(words: str, on: date) -> None:
    assert deadline(words) == on
