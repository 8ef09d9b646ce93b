"""The quarter's figures of the sample city.

Those of quarter I/2021, and the same quarter of 2020 where the article gives a percentage, are the article's
(domain section 0); plans, other quarters and the words on fields are made up to fit.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from taskboard.domain.indicators import Direction


@dataclass(frozen=True, slots=True)
class SampleIndicator:
    name: str
    measure: str
    unit: str
    field: str
    values: dict[str, str]
    """Quarter → figure as typed."""
    plans: dict[int, str] = dataclasses.field(default_factory=dict)
    direction: Direction = Direction.UP
    adds_up: bool = True


INDICATORS = (
    SampleIndicator(
        "Giá trị sản xuất công nghiệp thành phố quản lý",
        "tỷ đồng",
        "kinhte",
        "cong-thuong",
        {
            "2020-1": "2.545,4",
            "2020-2": "2.610,8",
            "2020-3": "2.884,2",
            "2020-4": "3.120,5",
            "2021-1": "2.755,6",
        },
        {2020: "11.100", 2021: "12.150"},
    ),
    SampleIndicator(
        "Thu ngân sách",
        "triệu đồng",
        "tckh",
        "ngan-sach",
        {
            "2020-1": "611.904",
            "2020-2": "498.310",
            "2020-3": "702.455",
            "2020-4": "1.105.720",
            "2021-1": "562.952",
        },
        {2020: "2.850.000", 2021: "3.311.482"},
    ),
    SampleIndicator(
        "Chi ngân sách",
        "triệu đồng",
        "tckh",
        "ngan-sach",
        {
            "2020-1": "203.362",
            "2020-2": "231.900",
            "2020-3": "244.180",
            "2020-4": "318.640",
            "2021-1": "209.463",
        },
        {2020: "980.000", 2021: "1.010.000"},
        Direction.NEITHER,
    ),
    SampleIndicator(
        "Dư nợ các chương trình tín dụng chính sách",
        "triệu đồng",
        "nhcsxh",
        "ngan-sach",
        {
            "2020-1": "98.120",
            "2020-2": "99.405,2",
            "2020-3": "100.310",
            "2020-4": "101.208,6",
            "2021-1": "101.944,4",
        },
        {},
        Direction.NEITHER,
        adds_up=False,
    ),
    SampleIndicator(
        "Nợ quá hạn tín dụng chính sách",
        "triệu đồng",
        "nhcsxh",
        "ngan-sach",
        {"2020-1": "842", "2020-2": "836,5", "2020-3": "829,1", "2020-4": "815,02", "2021-1": "807,41"},
        {},
        Direction.DOWN,
        adds_up=False,
    ),
    SampleIndicator(
        "Công trình xây dựng cơ bản hoàn thành",
        "công trình",
        "qldt",
        "xay-dung",
        {"2020-1": "2", "2020-2": "4", "2020-3": "5", "2020-4": "9", "2021-1": "3"},
        {2020: "20", 2021: "22"},
    ),
    SampleIndicator(
        "Hồ sơ tiếp nhận tại bộ phận một cửa",
        "hồ sơ",
        "vanphong",
        "cchc",
        {"2020-1": "2.610", "2020-2": "2.455", "2020-3": "2.902", "2020-4": "3.015", "2021-1": "2.794"},
        {},
        Direction.NEITHER,
    ),
    SampleIndicator(
        "Hồ sơ đã giải quyết",
        "hồ sơ",
        "vanphong",
        "cchc",
        {"2020-1": "1.962", "2020-2": "2.101", "2020-3": "2.544", "2020-4": "2.990", "2021-1": "2.045"},
    ),
    SampleIndicator(
        "Hồ sơ tiếp nhận qua Cổng dịch vụ công",
        "hồ sơ",
        "vanphong",
        "cchc",
        {"2020-1": "610", "2020-2": "795", "2020-3": "1.010", "2020-4": "1.322", "2021-1": "1.452"},
        {2021: "6.000"},
    ),
    SampleIndicator(
        "Lượt người được tiếp công dân",
        "lượt người",
        "thanhtra",
        "don-thu",
        {"2020-1": "66", "2020-2": "71", "2020-3": "58", "2020-4": "62", "2021-1": "53"},
        {},
        Direction.DOWN,
    ),
    SampleIndicator(
        "Đơn thư tiếp nhận",
        "đơn",
        "thanhtra",
        "don-thu",
        {"2020-1": "84", "2020-2": "92", "2020-3": "97", "2020-4": "101", "2021-1": "108"},
        {},
        Direction.DOWN,
    ),
    SampleIndicator(
        "Tuyển quân",
        "% chỉ tiêu",
        "quansu",
        "quoc-phong",
        {"2020-1": "100", "2021-1": "100"},
        {2020: "100", 2021: "100"},
        adds_up=False,
    ),
)


@dataclass(frozen=True, slots=True)
class SampleWord:
    field: str
    quarter: str
    results: str
    shortcomings: str = ""


WORDS = (
    SampleWord(
        "ngan-sach",
        "2021-1",
        "Thu ngân sách quý I ước 562.952 triệu đồng, đạt 17% dự toán; chi bảo đảm lương, phụ cấp và an sinh xã hội dịp Tết.",
        "Thu bằng 92% cùng kỳ do các khoản thu từ đất chưa phát sinh trong quý.",
    ),
    SampleWord(
        "dat-dai",
        "2021-1",
        "Hoàn thành rà soát ranh giới các dự án, đăng ký nhu cầu sử dụng đất năm 2021.",
        "Vi phạm đất đai, trật tự xây dựng còn phát sinh tại một số phường.",
    ),
    SampleWord(
        "cchc",
        "2021-1",
        "Giải quyết 2.045 trong 2.794 hồ sơ, không có hồ sơ quá hạn; 641 hồ sơ trực tuyến mức độ 4.",
    ),
    SampleWord(
        "don-thu",
        "2021-1",
        "Tiếp công dân 246 phiên với 53 lượt người, giảm 20% so với cùng kỳ.",
        "Đơn thư tăng 29% so với cùng kỳ, chủ yếu về bồi thường khi thu hồi đất.",
    ),
)
