"""The briefing of 06/01/2021 and what became of its directives by 16/06/2021. All sentences are ours."""

from __future__ import annotations

from datetime import date

from taskboard.demo.data.steps import (
    Completion,
    Confirmed,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    NoTask,
    Progress,
    Received,
    SampleBriefing,
    SampleOrder,
    SentBack,
    Urged,
    Withdrawn,
    single,
)
from taskboard.domain.deadline import DueKind
from taskboard.tasks.models import Cause

ECONOMY = (
    SampleOrder(
        words=(
            "Phòng Kinh tế chủ trì, phối hợp với Công an thành phố kiểm tra nguồn hàng, giá cả phục vụ Tết Tân Sửu, "
            "báo cáo kết quả trước ngày 05/02/2021"
        ),
        title="Kiểm tra nguồn hàng, giá cả phục vụ Tết Tân Sửu",
        leads=("kinhte",),
        partners=("congan",),
        due_on=date(2021, 2, 5),
        field="cong-thuong",
        lives=single(
            "kinhte",
            Received("2021-01-11 08:20"),
            Progress(
                "2021-01-25 16:05",
                "Đã kiểm tra chợ Rồng, chợ Mỹ Tho và 3 siêu thị; nguồn hàng đủ, giá tăng từ 2 đến 4% so với ngày thường.",
                next_step="Kiểm tra 5 chợ phường trong tuần cuối tháng Chạp.",
            ),
            Completion(
                "2021-02-04 10:12",
                date(2021, 2, 3),
                "Kiểm tra 2 chợ trung tâm, 5 chợ phường, 3 siêu thị; xử lý 4 hộ không niêm yết giá, phạt 3,2 triệu đồng. "
                "Không có mặt hàng khan hiếm.",
                document="18/BC-KT",
                document_on=date(2021, 2, 3),
                has_file=True,
            ),
            Confirmed("2021-02-04 15:30"),
        ),
    ),
    SampleOrder(
        words=(
            "Phòng Kinh tế hướng dẫn các hợp tác xã gieo cấy lúa xuân đúng khung thời vụ, "
            "báo cáo diện tích trước ngày 25/02/2021"
        ),
        title="Hướng dẫn gieo cấy lúa xuân đúng khung thời vụ",
        leads=("kinhte",),
        due_on=date(2021, 2, 25),
        field="nong-nghiep",
        lives=single(
            "kinhte",
            Received("2021-01-11 08:24"),
            Progress(
                "2021-02-19 09:40",
                "Đã cấy được 71% diện tích; hai hợp tác xã của xã Nam Phong lấy nước chậm sau Tết.",
                obstacle="Nước trên kênh cấp 2 thấp, phải chờ đợt xả thứ hai.",
                cause=Cause.WEATHER,
                forecast=date(2021, 3, 3),
            ),
            Completion(
                "2021-03-04 08:55",
                date(2021, 3, 3),
                "Cấy xong 486 ha lúa xuân, đạt 100% kế hoạch; 92% diện tích trong khung thời vụ.",
                document="31/BC-KT",
                document_on=date(2021, 3, 3),
            ),
            Confirmed("2021-03-05 10:00"),
        ),
    ),
    SampleOrder(
        words="Phòng Kinh tế rà soát mạng lưới chợ, đề xuất phương án xóa các chợ tạm lấn chiếm lòng đường",
        title="Rà soát mạng lưới chợ, đề xuất xóa các chợ tạm",
        leads=("kinhte",),
        due_kind=DueKind.NONE,
        field="cong-thuong",
        lives=single(
            "kinhte",
            Received("2021-01-11 08:26"),
            Progress(
                "2021-03-12 14:10",
                "Đã lập danh sách 14 điểm chợ tạm tại 9 phường, chụp ảnh hiện trạng từng điểm.",
                obstacle="5 điểm chưa có nơi bố trí thay thế cho các hộ.",
                cause=Cause.LAND,
                next_step="Làm việc với UBND 5 phường về mặt bằng thay thế.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Phòng Tài chính - Kế hoạch tham mưu giao chỉ tiêu thu ngân sách năm 2021 đến từng phường, xã "
            "trước ngày 20/01/2021"
        ),
        title="Giao chỉ tiêu thu ngân sách năm 2021 đến từng phường, xã",
        leads=("tckh",),
        due_on=date(2021, 1, 20),
        field="ngan-sach",
        lives=single(
            "tckh",
            Received("2021-01-08 16:40"),
            Completion(
                "2021-01-19 16:20",
                date(2021, 1, 19),
                "UBND thành phố đã ban hành quyết định giao dự toán thu cho 25 phường, xã, chi tiết theo từng sắc thuế.",
                document="87/QĐ-UBND",
                document_on=date(2021, 1, 19),
            ),
            Confirmed("2021-01-20 08:45"),
        ),
    ),
    SampleOrder(
        words=(
            "Phòng Tài chính - Kế hoạch rà soát nhà, đất công sản chưa sử dụng, "
            "đề xuất phương án xử lý trước ngày 08/02/2021"
        ),
        title="Rà soát nhà, đất công sản chưa sử dụng, đề xuất phương án xử lý",
        leads=("tckh",),
        partners=("tnmt",),
        due_on=date(2021, 2, 8),
        field="ngan-sach",
        lives=single(
            "tckh",
            Received("2021-01-08 16:41"),
            Progress(
                "2021-02-05 15:00",
                "Đã kiểm tra 11 trong 19 cơ sở nhà, đất.",
                obstacle="8 cơ sở chưa tìm được hồ sơ gốc về nguồn gốc đất.",
                cause=Cause.PROCEDURE,
                forecast=date(2021, 3, 15),
            ),
            Urged("2021-03-22 08:30"),
            Progress(
                "2021-04-12 10:25",
                "Đã kiểm tra đủ 19 cơ sở, lập phương án cho 13 cơ sở.",
                obstacle="6 cơ sở phải xin ý kiến Sở Tài chính về hình thức xử lý.",
                cause=Cause.SUPERIOR,
                forecast=date(2021, 5, 20),
                next_step="Bổ sung hồ sơ 6 cơ sở còn lại theo yêu cầu của Sở Tài chính.",
            ),
            Urged("2021-06-07 08:35"),
            Progress(
                "2021-06-14 16:30",
                "Sở Tài chính đã có văn bản đồng ý 4 cơ sở; còn 2 cơ sở đang bổ sung hồ sơ.",
                obstacle="Chờ ý kiến của Sở Tài chính đối với trụ sở cũ của trạm y tế và nhà kho Hàng Thao.",
                cause=Cause.SUPERIOR,
                forecast=date(2021, 7, 9),
                next_step="Trình UBND thành phố phương án 17 cơ sở trước, 2 cơ sở bổ sung sau.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Chi cục Thuế thành phố lập danh sách các hộ, doanh nghiệp nợ thuế trên 90 ngày kèm biện pháp thu, "
            "hoàn thành trước ngày 26/02/2021"
        ),
        title="Lập danh sách nợ thuế trên 90 ngày kèm biện pháp thu",
        leads=("thue",),
        due_on=date(2021, 2, 26),
        field="ngan-sach",
        lives=single(
            "thue",
            Received("2021-01-11 09:15"),
            Completion(
                "2021-02-25 16:30",
                date(2021, 2, 25),
                "Đã lập danh sách 37 doanh nghiệp và 112 hộ nợ thuế trên 90 ngày.",
                document="181/CCT-QLN",
                document_on=date(2021, 2, 25),
            ),
            SentBack(
                "2021-02-26 10:40",
                "Danh sách chưa kèm biện pháp thu đối với từng nhóm nợ theo yêu cầu. Đề nghị bổ sung.",
            ),
            Completion(
                "2021-03-09 09:20",
                date(2021, 3, 8),
                "Danh sách gồm 37 doanh nghiệp và 112 hộ; đã gửi thông báo tiền thuế nợ, phong tỏa tài khoản 6 doanh nghiệp.",
                document="214/CCT-QLN",
                document_on=date(2021, 3, 8),
                has_file=True,
            ),
            Confirmed("2021-03-10 14:00"),
        ),
    ),
)

BUILDING = (
    SampleOrder(
        words=(
            "Ban Quản lý dự án đầu tư xây dựng hoàn thành quyết toán 3 công trình trường học đã bàn giao, "
            "xong trong quý I/2021"
        ),
        title="Hoàn thành quyết toán 3 công trình trường học",
        leads=("bqlda",),
        partners=("tckh",),
        due_on=date(2021, 3, 31),
        field="xay-dung",
        lives=single(
            "bqlda",
            Received("2021-01-11 10:30"),
            Progress(
                "2021-03-18 15:45",
                "Đã trình quyết toán Trường Tiểu học Lộc Hạ; hai công trình còn lại đang đối chiếu khối lượng với nhà thầu.",
            ),
            Progress(
                "2021-04-27 09:10",
                "Phòng Tài chính - Kế hoạch đã thẩm tra xong Trường Tiểu học Lộc Hạ.",
                obstacle="Nhà thầu Trường Mầm non Sao Vàng chưa nộp đủ bản vẽ hoàn công.",
                cause=Cause.PROCEDURE,
                forecast=date(2021, 5, 28),
                next_step="Yêu cầu nhà thầu nộp đủ bản vẽ hoàn công Trường Mầm non Sao Vàng.",
            ),
            Urged("2021-05-31 09:00"),
            Progress(
                "2021-06-08 14:20",
                "Quyết toán xong 2 trong 3 công trình; công trình thứ ba đã nhận đủ bản vẽ hoàn công.",
                obstacle="Cán bộ phụ trách nghỉ ốm, mới bố trí người thay từ 01/6.",
                cause=Cause.STAFF,
                forecast=date(2021, 6, 30),
                next_step="Trình quyết toán công trình thứ ba.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Ban Quản lý dự án đầu tư xây dựng hoàn tất thủ tục để khởi công khu tái định cư phường Lộc Vượng "
            "trước ngày 30/6/2021"
        ),
        title="Hoàn tất thủ tục khởi công khu tái định cư phường Lộc Vượng",
        leads=("bqlda",),
        partners=("phuong.loc-vuong", "tnmt"),
        due_on=date(2021, 6, 30),
        field="xay-dung",
        lives=single(
            "bqlda",
            Received("2021-01-11 10:32"),
            Progress(
                "2021-04-02 16:00", "Đã phê duyệt chủ trương đầu tư, đang lập báo cáo nghiên cứu khả thi."
            ),
            Progress(
                "2021-06-10 10:50",
                "Đã phê duyệt dự án; hồ sơ thiết kế bản vẽ thi công đang thẩm định.",
                obstacle="Chưa kiểm đếm xong đất của 11 hộ nên chưa đủ điều kiện lựa chọn nhà thầu.",
                cause=Cause.LAND,
                forecast=date(2021, 8, 20),
            ),
            ExtensionAsked(
                "2021-06-10 10:58",
                date(2021, 8, 31),
                "Kiểm đếm tại phường Lộc Vượng chưa xong nên chưa thể mời thầu trước 30/6.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Phòng Tài nguyên và Môi trường lập hồ sơ giao đất dịch vụ khu tái định cư Trầm Cá, trình trước ngày 04/3/2021"
        ),
        title="Lập hồ sơ giao đất dịch vụ khu tái định cư Trầm Cá",
        leads=("tnmt",),
        partners=("vpdkdd",),
        due_on=date(2021, 3, 4),
        field="dat-dai",
        lives=single(
            "tnmt",
            Received("2021-01-12 08:10"),
            Progress(
                "2021-03-02 11:00",
                "Đã đo đạc, lập trích lục 43 trong 58 lô.",
                obstacle="15 lô vướng tranh chấp ranh giới với phần đất kênh tiêu.",
                cause=Cause.LAND,
                forecast=date(2021, 4, 15),
            ),
            Urged("2021-04-19 09:00"),
            Progress(
                "2021-06-11 15:40",
                "Hòa giải xong 9 lô, trình đợt một 52 lô.",
                obstacle="6 lô còn lại các hộ chưa thống nhất mốc giới.",
                cause=Cause.LAND,
                forecast=date(2021, 7, 15),
                next_step="Mời UBND phường Lộc Hạ và các hộ xác định mốc tại thực địa trong tuần 21/6.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Trung tâm Phát triển quỹ đất chi trả xong tiền bồi thường cho 17 hộ còn lại của dự án khu đô thị "
            "phía Nam sông Đào giai đoạn 2 trước ngày 29/4/2021"
        ),
        title="Chi trả bồi thường cho 17 hộ còn lại dự án Nam sông Đào giai đoạn 2",
        leads=("ttptqd",),
        partners=("khobac",),
        due_on=date(2021, 4, 29),
        field="gpmb",
        lives=single(
            "ttptqd",
            Received("2021-01-11 13:40"),
            Progress("2021-03-15 09:30", "Đã chi trả cho 6 hộ với tổng số 4,8 tỷ đồng."),
            ExtensionAsked(
                "2021-04-22 10:05",
                date(2021, 7, 15),
                "11 hộ chưa nhận tiền vì đang đề nghị xem xét lại giá đất theo quyết định mới của UBND tỉnh.",
            ),
            ExtensionGranted(
                "2021-04-26 16:30", "Đồng ý. Báo cáo số hộ nhận tiền vào ngày 15 mỗi tháng.", by="phochutich"
            ),
            Progress(
                "2021-05-17 08:50",
                "Đã chi trả thêm cho 5 hộ, lũy kế 11 trong 17 hộ.",
                obstacle="6 hộ chờ kết quả trả lời đơn kiến nghị.",
                cause=Cause.LAND,
                forecast=date(2021, 7, 9),
            ),
            Progress("2021-06-15 09:15", "Lũy kế 14 trong 17 hộ đã nhận tiền.", forecast=date(2021, 7, 9)),
        ),
    ),
    SampleOrder(
        words=(
            "Phòng Quản lý đô thị xử lý dứt điểm 6 công trình vi phạm trật tự xây dựng trên đường Đông A "
            "trước ngày 16/4/2021"
        ),
        title="Xử lý 6 công trình vi phạm trật tự xây dựng đường Đông A",
        leads=("qldt",),
        partners=("ttdt", "phuong.loc-vuong", "phuong.loc-ha"),
        due_on=date(2021, 4, 16),
        field="do-thi",
        lives=single(
            "qldt",
            Received("2021-01-12 14:00"),
            Progress(
                "2021-03-05 16:10", "Hai hộ đã tự tháo dỡ phần xây vượt; ban hành 4 quyết định xử phạt."
            ),
            ExtensionAsked(
                "2021-04-14 15:20",
                date(2021, 5, 31),
                "Ba hộ khiếu nại quyết định xử phạt, đề nghị chờ kết quả giải quyết.",
            ),
            ExtensionRefused(
                "2021-04-15 10:40",
                "Khiếu nại không làm ngừng việc thi hành quyết định. Đề nghị thực hiện đúng hạn đã giao.",
                by="chutich",
            ),
            Completion(
                "2021-05-21 09:30",
                date(2021, 5, 20),
                "Đã xử lý xong các công trình vi phạm trên đường Đông A.",
                document="96/BC-QLĐT",
                document_on=date(2021, 5, 20),
                has_file=True,
            ),
            SentBack(
                "2021-05-24 08:50",
                "Báo cáo chưa có biên bản của 2 công trình số 114 và 131. Đề nghị kiểm tra, bổ sung hồ sơ từng công trình.",
            ),
            Progress(
                "2021-06-03 17:00",
                "Công trình số 114 đã tháo dỡ, có biên bản. Công trình số 131 mới tháo dỡ tầng tum.",
                obstacle="Chủ công trình số 131 đi vắng, chưa bàn giao mặt bằng.",
                cause=Cause.OTHER,
                forecast=date(2021, 6, 25),
                next_step="Phường làm việc với chủ công trình số 131, lập biên bản bàn giao.",
            ),
            Urged("2021-06-14 09:20"),
        ),
    ),
    SampleOrder(
        words=(
            "Đội Quản lý trật tự đô thị giải tỏa điểm kinh doanh lấn chiếm vỉa hè đường Trần Hưng Đạo, Hàng Tiện "
            "trước ngày 29/01/2021"
        ),
        title="Giải tỏa điểm kinh doanh lấn chiếm vỉa hè đường Trần Hưng Đạo, Hàng Tiện",
        leads=("ttdt",),
        partners=("congan",),
        due_on=date(2021, 1, 29),
        field="do-thi",
        lives=single(
            "ttdt",
            Received("2021-01-08 16:50"),
            Completion(
                "2021-01-28 16:45",
                date(2021, 1, 28),
                "Giải tỏa 63 điểm, thu 41 biển hiệu, mái che; kẻ vạch để xe trên 2,1 km vỉa hè.",
                document="07/BC-ĐQLTTĐT",
                document_on=date(2021, 1, 28),
            ),
            Confirmed("2021-01-29 09:00"),
        ),
    ),
    SampleOrder(
        words="Phòng Quản lý đô thị thay đèn chiếu sáng hỏng tại các ngõ của 8 phường nội thành",
        title="Thay đèn chiếu sáng hỏng tại các ngõ của 8 phường nội thành",
        leads=("qldt",),
        due_kind=DueKind.NONE,
        field="do-thi",
        lives=single(
            "qldt",
            Received("2021-01-12 14:02"),
            Progress("2021-02-24 10:15", "Đã thay 212 trong 340 bóng đèn tại 5 phường."),
            Completion(
                "2021-03-24 15:20",
                date(2021, 3, 23),
                "Thay xong 340 bóng đèn LED tại 8 phường, nghiệm thu với UBND từng phường.",
                document="58/BC-QLĐT",
                document_on=date(2021, 3, 23),
            ),
            Confirmed("2021-03-25 09:30"),
        ),
    ),
    SampleOrder(
        words=(
            "UBND phường Lộc Vượng hoàn thành kiểm đếm đất, tài sản của các hộ trong phạm vi khu tái định cư "
            "trước ngày 28/5/2021"
        ),
        title="Kiểm đếm đất, tài sản của các hộ trong phạm vi khu tái định cư",
        leads=("phuong.loc-vuong",),
        partners=("ttptqd", "bqlda"),
        due_on=date(2021, 5, 28),
        field="gpmb",
        lives=single(
            "phuong.loc-vuong",
            Received("2021-01-11 15:05"),
            Progress("2021-04-06 08:40", "Đã kiểm đếm 38 trong 74 hộ.", by="diachinh.loc-vuong"),
            Progress(
                "2021-06-02 16:25",
                "Đã kiểm đếm 63 trong 74 hộ.",
                obstacle="11 hộ không hợp tác, chưa cho vào đo đạc.",
                cause=Cause.LAND,
                forecast=date(2021, 6, 24),
                next_step="Mặt trận và các đoàn thể phường vận động từng hộ.",
                by="diachinh.loc-vuong",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "UBND xã Nam Phong, UBND xã Nam Vân, UBND xã Lộc An vận động các hộ chăn nuôi trong khu dân cư "
            "di dời chuồng trại, hoàn thành trước ngày 29/4/2021"
        ),
        title="Vận động các hộ chăn nuôi trong khu dân cư di dời chuồng trại",
        leads=("xa.nam-phong", "xa.nam-van", "xa.loc-an"),
        partners=("kinhte",),
        due_on=date(2021, 4, 29),
        field="moi-truong",
        lives={
            "xa.nam-phong": (
                Received("2021-01-13 09:00"),
                Progress("2021-04-20 10:00", "Đã có 9 trong 21 hộ cam kết di dời; 4 hộ đã phá chuồng."),
                Urged("2021-05-10 08:40"),
                Urged("2021-06-07 08:40"),
            ),
            "xa.nam-van": (
                Received("2021-01-12 09:30"),
                Progress("2021-04-23 14:15", "14 trong 16 hộ đã di dời, hai hộ xin lùi sau khi xuất chuồng."),
                Completion(
                    "2021-05-13 10:10",
                    date(2021, 5, 12),
                    "Cả 16 hộ đã di dời ra khu chăn nuôi tập trung thôn Địch Lễ.",
                    document="41/BC-UBND",
                    document_on=date(2021, 5, 12),
                ),
                Confirmed("2021-05-14 09:20"),
            ),
            "xa.loc-an": (
                Received("2021-01-11 16:20"),
                Completion(
                    "2021-04-27 15:30",
                    date(2021, 4, 26),
                    "7 hộ đã chấm dứt chăn nuôi trong khu dân cư, có biên bản xác nhận của từng thôn.",
                    document="33/BC-UBND",
                    document_on=date(2021, 4, 26),
                ),
                Confirmed("2021-04-28 10:45"),
            ),
        },
    ),
)

SOCIETY = (
    SampleOrder(
        words=(
            "Phòng Lao động - Thương binh và Xã hội thăm, tặng quà Tết cho người có công, hộ nghèo, "
            "xong trước ngày 05/02/2021"
        ),
        title="Thăm, tặng quà Tết cho người có công, hộ nghèo",
        leads=("ldtbxh",),
        partners=("mttq", "phunu"),
        due_on=date(2021, 2, 5),
        field="lao-dong-xa-hoi",
        lives=single(
            "ldtbxh",
            Received("2021-01-11 08:50"),
            Completion(
                "2021-02-05 11:10",
                date(2021, 2, 4),
                "Trao 9.846 suất quà của Trung ương, tỉnh và thành phố, tổng trị giá 3.512 triệu đồng; không sót đối tượng.",
                document="22/BC-LĐTBXH",
                document_on=date(2021, 2, 4),
            ),
            Confirmed("2021-02-05 16:00"),
        ),
    ),
    SampleOrder(
        words="Phòng Giáo dục và Đào tạo xây dựng phương án dạy học trực tuyến khi có dịch, trình trước ngày 29/01/2021",
        title="Xây dựng phương án dạy học trực tuyến khi có dịch",
        leads=("gddt",),
        due_on=date(2021, 1, 29),
        field="giao-duc",
        lives=single(
            "gddt",
            Received("2021-01-08 17:00"),
            Completion(
                "2021-01-27 14:35",
                date(2021, 1, 27),
                "Phương án cho 21 trường THCS và 28 trường tiểu học, có lịch trực hỗ trợ kỹ thuật từng trường.",
                document="35/KH-PGDĐT",
                document_on=date(2021, 1, 27),
            ),
            Confirmed("2021-01-28 08:30"),
        ),
    ),
    SampleOrder(
        words="Trung tâm Y tế thành phố lập phương án cách ly tập trung cho 200 người trước ngày 20/01/2021",
        title="Lập phương án cách ly tập trung cho 200 người",
        leads=("ttyt",),
        partners=("quansu",),
        due_on=date(2021, 1, 20),
        field="y-te",
        lives=single(
            "ttyt",
            Received("2021-01-08 16:35"),
            Completion(
                "2021-01-18 10:00",
                date(2021, 1, 18),
                "Phương án tại hai điểm với 214 giường, phân công đủ nhân lực, hậu cần và xe chuyển tuyến.",
                document="12/PA-TTYT",
                document_on=date(2021, 1, 18),
            ),
            Confirmed("2021-01-18 15:15"),
        ),
    ),
    SampleOrder(
        words="Phòng Văn hóa và Thông tin xây dựng quy định quản lý quảng cáo rao vặt trên các tuyến phố chính",
        title="Xây dựng quy định quản lý quảng cáo rao vặt trên các tuyến phố chính",
        leads=("vhtt",),
        due_kind=DueKind.NONE,
        field="van-hoa",
        lives=single(
            "vhtt",
            Received("2021-01-14 09:40"),
            Progress(
                "2021-04-29 15:00",
                "Đã khảo sát 12 tuyến phố, dự thảo quy định lần một gửi lấy ý kiến các phường.",
                next_step="Tổng hợp ý kiến, trình phòng Tư pháp thẩm định.",
            ),
        ),
    ),
    SampleOrder(
        words="UBND phường Trần Đăng Ninh xây dựng tuyến phố văn minh đô thị làm mẫu",
        title="Xây dựng tuyến phố văn minh đô thị làm mẫu",
        leads=("phuong.tran-dang-ninh",),
        due_kind=DueKind.NONE,
        field="do-thi",
        lives=single(
            "phuong.tran-dang-ninh",
            Received("2021-01-12 10:05"),
            Progress("2021-03-09 09:00", "Chọn tuyến Hàng Tiện dài 420 m, 86 hộ đã ký cam kết."),
            Progress(
                "2021-05-06 14:50",
                "Sơn vạch để xe, thay 31 biển hiệu sai kích thước.",
                obstacle="Chưa có kinh phí lát lại đoạn vỉa hè hỏng dài 90 m.",
                cause=Cause.FUNDING,
            ),
        ),
    ),
)

INTERIOR = (
    SampleOrder(
        words="Ban Chỉ huy Quân sự thành phố hoàn thành chỉ tiêu giao quân năm 2021 trước ngày 05/3/2021",
        title="Hoàn thành chỉ tiêu giao quân năm 2021",
        leads=("quansu",),
        partners=("phuong-xa",),
        due_on=date(2021, 3, 5),
        field="quoc-phong",
        lives=single(
            "quansu",
            Received("2021-01-11 09:50"),
            Completion(
                "2021-03-01 09:30",
                date(2021, 2, 27),
                "Giao đủ 100% chỉ tiêu, không có trường hợp bù đổi; lễ giao quân gọn, bảo đảm phòng dịch.",
                document="64/BC-BCH",
                document_on=date(2021, 2, 27),
            ),
            Confirmed("2021-03-01 16:10"),
        ),
    ),
    SampleOrder(
        words=(
            "Công an thành phố hoàn thành thu nhận hồ sơ cấp căn cước công dân gắn chip điện tử cho người đủ điều kiện "
            "trước ngày 30/6/2021"
        ),
        title="Thu nhận hồ sơ cấp căn cước công dân gắn chip điện tử",
        leads=("congan",),
        partners=("phuong-xa",),
        due_on=date(2021, 6, 30),
        field="an-ninh",
        lives=single(
            "congan",
            Received("2021-01-12 08:00"),
            Progress("2021-03-30 16:40", "Thu nhận 48.310 hồ sơ, đạt 29,6% số người đủ điều kiện."),
            Progress("2021-05-04 08:15", "Thu nhận 97.225 hồ sơ, đạt 59,5%."),
            Progress(
                "2021-06-09 17:10",
                "Thu nhận 141.870 hồ sơ, đạt 86,9%; làm ca tối tại 6 điểm lưu động.",
                obstacle="Khoảng 9.000 người đi làm ăn xa chưa về do dịch.",
                cause=Cause.OTHER,
                forecast=date(2021, 6, 30),
            ),
        ),
    ),
    SampleOrder(
        words="Phòng Nội vụ trình Kế hoạch cải cách hành chính năm 2021 trước ngày 29/01/2021",
        title="Trình Kế hoạch cải cách hành chính năm 2021",
        leads=("noivu",),
        due_on=date(2021, 1, 29),
        field="cchc",
        lives=single(
            "noivu",
            Received("2021-01-11 14:30"),
            Completion(
                "2021-02-03 10:20",
                date(2021, 2, 3),
                "Kế hoạch gồm 7 mục tiêu, 32 nhiệm vụ, có đơn vị chủ trì và thời hạn từng việc.",
                document="19/TTr-PNV",
                document_on=date(2021, 2, 3),
            ),
            Confirmed("2021-02-03 16:50"),
        ),
    ),
    SampleOrder(
        words="Phòng Tư pháp tổ chức hội nghị tập huấn hòa giải ở cơ sở trong tháng 3/2021",
        title="Tổ chức hội nghị tập huấn hòa giải ở cơ sở",
        leads=("tuphap",),
        due_on=date(2021, 3, 31),
        field="tu-phap",
        lives=single(
            "tuphap",
            Received("2021-01-13 08:35"),
            Withdrawn(
                "2021-03-05 14:20",
                "Tạm dừng hội nghị đông người để phòng dịch; nội dung tập huấn chuyển sang tài liệu phát tận tổ hòa giải.",
                by="chutich",
            ),
        ),
    ),
    SampleOrder(
        words="Thanh tra thành phố kết luận thanh tra việc quản lý bến bãi ven sông trước ngày 17/5/2021",
        title="Kết luận thanh tra việc quản lý bến bãi ven sông",
        leads=("thanhtra",),
        partners=("tnmt",),
        due_on=date(2021, 5, 17),
        field="don-thu",
        lives=single(
            "thanhtra",
            Received("2021-01-12 15:00"),
            Progress(
                "2021-04-08 09:20", "Hoàn thành kiểm tra thực địa 9 bến bãi, thu thập hồ sơ của 7 chủ bến."
            ),
            Progress(
                "2021-05-27 16:00",
                "Đã có dự thảo kết luận.",
                obstacle="Một thanh tra viên được trưng tập phục vụ bầu cử đến 25/5.",
                cause=Cause.STAFF,
                forecast=date(2021, 6, 22),
                next_step="Lấy ý kiến đơn vị được thanh tra, hoàn chỉnh kết luận.",
            ),
        ),
    ),
    SampleOrder(
        words="Phòng Y tế kiểm tra điều kiện hành nghề của các cơ sở y tế tư nhân trên địa bàn",
        title="Kiểm tra điều kiện hành nghề của các cơ sở y tế tư nhân",
        leads=("yte",),
        partners=("ttyt",),
        due_kind=DueKind.NONE,
        field="y-te",
        lives=single(
            "yte",
            Received("2021-01-12 16:10"),
            Progress("2021-03-26 10:40", "Kiểm tra 22 trong 58 cơ sở, nhắc nhở 5 cơ sở về niêm yết giá."),
            Progress(
                "2021-05-14 09:05",
                "Kiểm tra được 31 trong 58 cơ sở.",
                obstacle="Đoàn kiểm tra dồn người cho truy vết, lấy mẫu từ 29/4.",
                cause=Cause.STAFF,
            ),
        ),
    ),
)

BRIEFING = SampleBriefing(
    code="2020-q4",
    title="Hội nghị giao ban quý IV năm 2020",
    year=2020,
    quarter=4,
    held_on=date(2021, 1, 6),
    attendees="Các Phó Chủ tịch UBND thành phố; thủ trưởng các phòng, ban, ngành, đoàn thể; Chủ tịch UBND 25 phường, xã",
    notice_number="03/TB-UBND",
    notice_on=date(2021, 1, 8),
    recorded_at="2021-01-04 08:30",
    frozen_at="2021-01-05 16:30",
    text_recorded_at="2021-01-07 09:00",
    issued_at="2021-01-08 16:00",
    text_file="conclusions-2020-q4.txt",
    starts_with="II. NHIỆM VỤ THỜI GIAN TỚI",
    orders=(*ECONOMY, *BUILDING, *SOCIETY, *INTERIOR),
    no_tasks=(
        NoTask(
            "Văn phòng HĐND và UBND thành phố thông báo để các đơn vị biết, thực hiện",
            "Câu kết của văn bản, không giao việc cụ thể.",
        ),
    ),
)
