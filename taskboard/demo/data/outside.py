"""Directives between two briefings: letters, direct orders, tasks from above (decision 2)."""

from __future__ import annotations

from datetime import date

from taskboard.briefings.models import SourceKind, SourceLevel
from taskboard.demo.data.steps import (
    Completion,
    Confirmed,
    OutsideOrder,
    Progress,
    Received,
    SampleOrder,
    Withdrawn,
    single,
)
from taskboard.domain.deadline import DueKind
from taskboard.tasks.models import Cause

BODY = "UBND thành phố Nam Định"
PROVINCE = "UBND tỉnh Nam Định"

LAST_QUARTER_OF_2020 = (
    OutsideOrder(
        at="2020-10-12 09:10",
        source=SourceKind.LETTER,
        number="386/UBND-VP",
        source_on=date(2020, 10, 9),
        body=BODY,
        order=SampleOrder(
            words="Phòng Quản lý đô thị kiểm tra an toàn các biển quảng cáo cỡ lớn trước mùa gió bão, báo cáo trước ngày 30/10/2020.",
            title="Kiểm tra an toàn các biển quảng cáo cỡ lớn",
            leads=("qldt",),
            due_on=date(2020, 10, 30),
            field="do-thi",
            leader="phochutich",
            lives=single(
                "qldt",
                Received("2020-10-12 14:20"),
                Completion(
                    "2020-10-29 10:30",
                    date(2020, 10, 28),
                    "Kiểm tra 46 biển, yêu cầu gia cố 7 biển, tháo dỡ 3 biển không phép.",
                    document="171/BC-QLĐT",
                    document_on=date(2020, 10, 28),
                ),
                Confirmed("2020-10-30 08:40"),
            ),
        ),
    ),
    OutsideOrder(
        at="2020-11-05 15:00",
        source=SourceKind.DIRECT_ORDER,
        source_on=date(2020, 11, 5),
        body="Ý kiến chỉ đạo trực tiếp của Chủ tịch UBND thành phố",
        order=SampleOrder(
            words="Phòng Tài nguyên và Môi trường báo cáo hiện trạng, phương án đóng cửa ô chôn lấp số 2 tại khu xử lý rác Lộc Hòa.",
            title="Báo cáo phương án đóng cửa ô chôn lấp số 2 tại khu xử lý rác Lộc Hòa",
            leads=("tnmt",),
            due_on=date(2020, 11, 25),
            field="moi-truong",
            lives=single(
                "tnmt",
                Received("2020-11-06 08:30"),
                Completion(
                    "2020-12-02 16:10",
                    date(2020, 12, 2),
                    "Ô số 2 còn chứa được khoảng 4 tháng; đề xuất phủ bạt, trồng cây trong quý II/2021.",
                    document="205/BC-TNMT",
                    document_on=date(2020, 12, 2),
                ),
                Confirmed("2020-12-03 09:30"),
            ),
        ),
    ),
    OutsideOrder(
        at="2020-11-17 08:30",
        source=SourceKind.LETTER,
        number="432/UBND-VP",
        source_on=date(2020, 11, 16),
        body=BODY,
        order=SampleOrder(
            words=(
                "Phòng Quản lý đô thị lập danh mục đường, ngõ chưa có tên, trình phương án đặt tên "
                "trước ngày 31/3/2021."
            ),
            title="Lập danh mục đường, ngõ chưa có tên, trình phương án đặt tên",
            leads=("qldt",),
            partners=("vhtt", "phuong-xa"),
            due_on=date(2021, 3, 31),
            field="do-thi",
            leader="phochutich",
            lives=single(
                "qldt",
                Received("2020-11-17 14:30"),
                Progress(
                    "2020-12-18 10:00",
                    "Đã rà soát 11 trong 25 phường, xã, thống kê 37 đường, ngõ chưa có tên.",
                ),
                Progress(
                    "2021-03-29 09:15",
                    "Danh mục 64 đường, ngõ đã xong; đang lấy ý kiến về 9 tên danh nhân.",
                    obstacle="Hội đồng tư vấn đặt tên đường chưa họp do kiêng tụ tập đông người.",
                    cause=Cause.COORDINATION,
                    forecast=date(2021, 5, 14),
                ),
                Completion(
                    "2021-05-12 16:20",
                    date(2021, 5, 12),
                    "Trình phương án đặt tên 58 đường, ngõ; 6 ngõ gộp với đường đã có tên.",
                    document="83/TTr-QLĐT",
                    document_on=date(2021, 5, 12),
                ),
                Confirmed("2021-05-13 10:30"),
            ),
        ),
    ),
    OutsideOrder(
        at="2020-11-18 10:15",
        source=SourceKind.SUPERIOR,
        number="812/UBND-VP5",
        source_on=date(2020, 11, 16),
        body=PROVINCE,
        level=SourceLevel.PROVINCE,
        order=SampleOrder(
            words="UBND tỉnh yêu cầu UBND thành phố báo cáo kết quả giải ngân vốn đầu tư công năm 2020 trước ngày 15/01/2021.",
            title="Báo cáo kết quả giải ngân vốn đầu tư công năm 2020",
            leads=("tckh",),
            partners=("bqlda", "khobac"),
            due_on=date(2021, 1, 15),
            field="ngan-sach",
            lives=single(
                "tckh",
                Received("2020-11-18 14:00"),
                Progress("2020-12-21 09:20", "Giải ngân đến 20/12 đạt 88,4% kế hoạch vốn."),
                Completion(
                    "2021-01-14 15:40",
                    date(2021, 1, 14),
                    "Giải ngân cả năm đạt 96,2% kế hoạch; đã gửi báo cáo Sở Kế hoạch và Đầu tư.",
                    document="14/BC-UBND",
                    document_on=date(2021, 1, 14),
                ),
                Confirmed("2021-01-15 09:00"),
            ),
        ),
    ),
    OutsideOrder(
        at="2020-11-24 08:50",
        source=SourceKind.LETTER,
        number="441/UBND-VP",
        source_on=date(2020, 11, 23),
        body=BODY,
        order=SampleOrder(
            words="Đội Quản lý trật tự đô thị rà soát, tháo dỡ mái che lấn chiếm quanh chợ Mỹ Tho, xong trước ngày 15/12/2020.",
            title="Tháo dỡ mái che lấn chiếm quanh chợ Mỹ Tho",
            leads=("ttdt",),
            due_on=date(2020, 12, 15),
            field="do-thi",
            leader="phochutich",
            lives=single(
                "ttdt",
                Received("2020-11-24 15:00"),
                Progress(
                    "2020-12-14 16:30",
                    "Đã tháo dỡ 22 trong 35 mái che.",
                    obstacle="13 hộ xin để qua dịp Tết Dương lịch.",
                    cause=Cause.OTHER,
                    forecast=date(2021, 1, 12),
                ),
                Completion(
                    "2021-01-13 10:20",
                    date(2021, 1, 12),
                    "Tháo dỡ đủ 35 mái che, hoàn trả lối đi rộng 3 m.",
                    document="02/BC-ĐQLTTĐT",
                    document_on=date(2021, 1, 12),
                ),
                Confirmed("2021-01-13 15:00"),
            ),
        ),
    ),
    OutsideOrder(
        at="2020-12-01 14:00",
        source=SourceKind.LETTER,
        number="455/UBND-VP",
        source_on=date(2020, 11, 30),
        body=BODY,
        order=SampleOrder(
            words="Trung tâm Văn hóa - Thông tin và Thể thao trang trí các tuyến phố chính đón năm mới 2021, xong trước ngày 31/12/2020.",
            title="Trang trí các tuyến phố chính đón năm mới 2021",
            leads=("vhtttt",),
            due_on=date(2020, 12, 31),
            field="van-hoa",
            leader="phochutich.vanxa",
            lives=single(
                "vhtttt",
                Received("2020-12-01 16:00"),
                Completion(
                    "2020-12-29 09:50",
                    date(2020, 12, 28),
                    "Trang trí 9 tuyến phố, 14 cụm đèn hoa, 220 băng rôn.",
                    document="88/BC-TTVH",
                    document_on=date(2020, 12, 28),
                ),
                Confirmed("2020-12-29 16:00"),
            ),
        ),
    ),
    OutsideOrder(
        at="2020-12-03 09:00",
        source=SourceKind.DIRECT_ORDER,
        source_on=date(2020, 12, 3),
        body="Ý kiến chỉ đạo trực tiếp của Phó Chủ tịch UBND thành phố",
        order=SampleOrder(
            words="Phòng Giáo dục và Đào tạo kiểm tra điều kiện giữ ấm, nước uống tại các điểm trường mầm non.",
            title="Kiểm tra điều kiện giữ ấm, nước uống tại các điểm trường mầm non",
            leads=("gddt",),
            due_kind=DueKind.NONE,
            field="giao-duc",
            leader="phochutich.vanxa",
            lives=single(
                "gddt",
                Received("2020-12-03 10:30"),
                Completion(
                    "2020-12-22 15:10",
                    date(2020, 12, 21),
                    "Kiểm tra 63 điểm trường; 5 điểm thiếu bình nước nóng đã được bổ sung.",
                    document="312/BC-PGDĐT",
                    document_on=date(2020, 12, 21),
                ),
                Confirmed("2020-12-23 08:40"),
            ),
        ),
    ),
)

FIRST_HALF_OF_2021 = (
    OutsideOrder(
        at="2021-02-22 10:00",
        source=SourceKind.DIRECT_ORDER,
        source_on=date(2021, 2, 22),
        body="Ý kiến chỉ đạo trực tiếp của Chủ tịch UBND thành phố",
        order=SampleOrder(
            words="Phòng Kinh tế đề xuất giải pháp hỗ trợ các hợp tác xã nông nghiệp khắc phục ảnh hưởng của dịch bệnh.",
            title="Đề xuất giải pháp hỗ trợ hợp tác xã nông nghiệp khắc phục ảnh hưởng dịch bệnh",
            leads=("kinhte",),
            due_kind=DueKind.NONE,
            field="nong-nghiep",
            lives=single(
                "kinhte",
                Received("2021-02-23 08:10"),
                Progress(
                    "2021-04-29 09:30",
                    "Làm việc với 11 hợp tác xã; 4 hợp tác xã đề nghị giãn nợ vốn vay giải quyết việc làm.",
                    next_step="Trao đổi với Ngân hàng Chính sách xã hội về thủ tục giãn nợ.",
                    by="chuyenvien.kinhte2",
                ),
            ),
        ),
    ),
    OutsideOrder(
        at="2021-03-11 15:10",
        source=SourceKind.LETTER,
        number="201/UBND-VP",
        source_on=date(2021, 3, 10),
        body=BODY,
        order=SampleOrder(
            words="Phòng Nội vụ tổng hợp kết quả hội nghị hiệp thương lần thứ hai tại các phường, xã, báo cáo trước ngày 31/3/2021.",
            title="Tổng hợp kết quả hội nghị hiệp thương lần thứ hai tại các phường, xã",
            leads=("noivu",),
            partners=("mttq",),
            due_on=date(2021, 3, 31),
            field="noi-vu",
            lives=single(
                "noivu",
                Received("2021-03-12 08:20"),
                Progress(
                    "2021-03-22 16:40", "18 trong 25 phường, xã đã tổ chức hội nghị, biên bản đúng mẫu."
                ),
                Completion(
                    "2021-03-31 15:50",
                    date(2021, 3, 31),
                    "25 phường, xã đã hiệp thương xong, lập danh sách sơ bộ 1.012 người ứng cử đại biểu HĐND phường, xã.",
                    document="44/BC-PNV",
                    document_on=date(2021, 3, 31),
                    has_file=True,
                ),
                Confirmed("2021-04-06 09:30"),
            ),
        ),
    ),
    OutsideOrder(
        at="2021-04-14 08:40",
        source=SourceKind.LETTER,
        number="327/UBND-VP",
        source_on=date(2021, 4, 13),
        body=BODY,
        order=SampleOrder(
            words="Trung tâm Văn hóa - Thông tin và Thể thao tổ chức giải bóng đá thiếu niên thành phố, khai mạc trước ngày 05/6/2021.",
            title="Tổ chức giải bóng đá thiếu niên thành phố",
            leads=("vhtttt",),
            due_on=date(2021, 6, 4),
            field="van-hoa",
            leader="phochutich.vanxa",
            lives=single(
                "vhtttt",
                Received("2021-04-14 14:00"),
                Progress("2021-04-27 16:00", "Ban hành điều lệ, 18 đội đăng ký."),
                Withdrawn(
                    "2021-05-07 10:30",
                    "Dừng các hoạt động thể thao tập trung đông người theo chỉ đạo phòng, chống dịch của UBND tỉnh.",
                    by="phochutich.vanxa",
                ),
            ),
        ),
    ),
    OutsideOrder(
        at="2021-05-10 15:20",
        source=SourceKind.DIRECT_ORDER,
        source_on=date(2021, 5, 10),
        body="Ý kiến chỉ đạo trực tiếp của Chủ tịch UBND thành phố",
        order=SampleOrder(
            words=(
                "Ban Quản lý dự án đầu tư xây dựng thông đường tạm cho dân tại nút giao Song Hào, bảo đảm đi lại "
                "trong mùa mưa, xong trước ngày 11/6/2021."
            ),
            title="Thông đường tạm cho dân tại nút giao Song Hào",
            leads=("bqlda",),
            partners=("qldt",),
            due_on=date(2021, 6, 11),
            field="xay-dung",
            is_starred=True,
            lives=single(
                "bqlda",
                Received("2021-05-11 08:20"),
                Progress("2021-05-28 10:15", "Đã đắp 260 trong 410 m đường tạm."),
                Progress(
                    "2021-06-11 16:40",
                    "Đã đắp 350 trong 410 m, còn đoạn qua cống.",
                    obstacle="Mưa lớn các ngày 08 và 09/6, nền yếu phải thay đất.",
                    cause=Cause.WEATHER,
                    forecast=date(2021, 6, 18),
                ),
            ),
        ),
    ),
    OutsideOrder(
        at="2021-05-21 09:20",
        source=SourceKind.SUPERIOR,
        number="355/UBND-VP7",
        source_on=date(2021, 5, 19),
        body=PROVINCE,
        level=SourceLevel.PROVINCE,
        order=SampleOrder(
            words=(
                "UBND tỉnh yêu cầu UBND thành phố lập danh sách nhóm ưu tiên tiêm vắc-xin phòng Covid-19, gửi Sở Y tế "
                "trước ngày 25/6/2021."
            ),
            title="Lập danh sách nhóm ưu tiên tiêm vắc-xin phòng Covid-19",
            leads=("ttyt",),
            partners=("yte", "phuong-xa"),
            due_on=date(2021, 6, 25),
            field="y-te",
            is_starred=True,
            lives=single(
                "ttyt",
                Received("2021-05-21 13:50"),
                Progress(
                    "2021-06-11 16:00",
                    "Đã có danh sách của 21 trong 25 phường, xã với 6.418 người.",
                    obstacle="4 phường gửi thiếu số căn cước, phải rà soát lại.",
                    cause=Cause.COORDINATION,
                    forecast=date(2021, 6, 23),
                ),
            ),
        ),
    ),
    OutsideOrder(
        at="2021-05-27 10:10",
        source=SourceKind.LETTER,
        number="512/UBND-VP",
        source_on=date(2021, 5, 27),
        body=BODY,
        order=SampleOrder(
            words="Phòng Kinh tế kiểm tra an toàn thực phẩm tại các chợ, báo cáo kết quả trước ngày 17/6/2021.",
            title="Kiểm tra an toàn thực phẩm tại các chợ",
            leads=("kinhte",),
            partners=("yte", "ttdt"),
            due_on=date(2021, 6, 17),
            field="cong-thuong",
            leader="phochutich",
            lives=single(
                "kinhte",
                Received("2021-05-27 15:20"),
                Progress(
                    "2021-06-11 15:30",
                    "Đã kiểm tra 6 trong 9 chợ, lấy 48 mẫu thử nhanh, 2 mẫu giò chả dương tính hàn the.",
                    by="chuyenvien.kinhte2",
                    next_step="Kiểm tra chợ Rồng, chợ Mỹ Tho và chợ Cửa Trường trong ngày 16/6.",
                ),
            ),
        ),
    ),
    OutsideOrder(
        at="2021-06-01 14:30",
        source=SourceKind.LETTER,
        number="529/UBND-VP",
        source_on=date(2021, 6, 1),
        body=BODY,
        order=SampleOrder(
            words="Phòng Kinh tế tổng hợp tình hình sản xuất công nghiệp và kiến nghị của doanh nghiệp, báo cáo trước ngày 15/6/2021.",
            title="Tổng hợp tình hình sản xuất công nghiệp, kiến nghị của doanh nghiệp",
            leads=("kinhte",),
            due_on=date(2021, 6, 15),
            field="cong-thuong",
            leader="phochutich",
            lives=single(
                "kinhte",
                Received("2021-06-02 08:00"),
                Completion(
                    "2021-06-15 15:10",
                    date(2021, 6, 15),
                    "Giá trị sản xuất 5 tháng ước 4.690 tỷ đồng, tăng 7,9%; 23 doanh nghiệp kiến nghị, tập trung vào chi phí "
                    "xét nghiệm cho lái xe và giãn thời hạn nộp tiền thuê đất.",
                    document="214/BC-KT",
                    document_on=date(2021, 6, 15),
                    has_file=True,
                ),
            ),
        ),
    ),
    OutsideOrder(
        at="2021-06-08 08:30",
        source=SourceKind.LETTER,
        number="541/UBND-VP",
        source_on=date(2021, 6, 7),
        body=BODY,
        order=SampleOrder(
            words="UBND phường Lộc Vượng, UBND phường Thống Nhất nạo vét các tuyến cống thoát nước nội phường trước ngày 25/6/2021.",
            title="Nạo vét các tuyến cống thoát nước nội phường",
            leads=("phuong.loc-vuong", "phuong.thong-nhat"),
            partners=("qldt",),
            due_on=date(2021, 6, 25),
            field="do-thi",
            leader="phochutich",
            lives={
                "phuong.loc-vuong": (Received("2021-06-08 14:15", by="diachinh.loc-vuong"),),
                "phuong.thong-nhat": (
                    Received("2021-06-08 10:20"),
                    Completion(
                        "2021-06-15 16:40",
                        date(2021, 6, 14),
                        "Nạo vét 1.860 m cống tại 7 ngõ, chở đi 42 m³ bùn.",
                        document="52/BC-UBND",
                        document_on=date(2021, 6, 15),
                        has_file=True,
                    ),
                ),
            },
        ),
    ),
    OutsideOrder(
        at="2021-06-10 09:40",
        source=SourceKind.DIRECT_ORDER,
        source_on=date(2021, 6, 10),
        body="Ý kiến chỉ đạo trực tiếp của Phó Chủ tịch UBND thành phố",
        order=SampleOrder(
            words="Phòng Giáo dục và Đào tạo xây dựng phương án bảo đảm phòng dịch cho các điểm thi tốt nghiệp THPT năm 2021.",
            title="Xây dựng phương án phòng dịch cho các điểm thi tốt nghiệp THPT năm 2021",
            leads=("gddt",),
            partners=("ttyt", "congan"),
            due_on=date(2021, 7, 2),
            due_basis="trước kỳ thi ngày 07/7/2021",
            field="giao-duc",
            is_starred=True,
            leader="phochutich.vanxa",
            lives=single("gddt", Received("2021-06-10 14:00")),
        ),
    ),
    OutsideOrder(
        at="2021-06-15 16:00",
        source=SourceKind.DIRECT_ORDER,
        source_on=date(2021, 6, 15),
        body="Ý kiến chỉ đạo trực tiếp của Chủ tịch UBND thành phố",
        order=SampleOrder(
            words="Phòng Kinh tế rà soát, sắp xếp lại các điểm kinh doanh quanh chợ Rồng, báo cáo phương án trước ngày 09/7/2021.",
            title="Rà soát, sắp xếp các điểm kinh doanh quanh chợ Rồng",
            leads=("kinhte",),
            partners=("ttdt", "phuong.tran-hung-dao"),
            due_on=date(2021, 7, 9),
            field="cong-thuong",
        ),
    ),
)

ORDERS = (*LAST_QUARTER_OF_2020, *FIRST_HALF_OF_2021)
