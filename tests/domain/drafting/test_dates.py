"""Every row of the guide's deadline and recurrence tables, as one-line cases."""

from __future__ import annotations

from datetime import date

import pytest

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
