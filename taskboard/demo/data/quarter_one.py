"""The briefing of 05/04/2021 and what became of its directives by 16/06/2021.

Facts follow the published article on the meeting (units, projects, the election of 23/5, the exercise, the call-up);
the sentences are ours, and so are the dates, which the article does not give.
"""

from __future__ import annotations

from datetime import date

from taskboard.demo.data import fan_out
from taskboard.demo.data.steps import (
    Completion,
    Confirmed,
    ExtensionAsked,
    ExtensionGranted,
    NoTask,
    Progress,
    Received,
    SampleBriefing,
    SampleOrder,
    Urged,
    single,
)
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.tasks.models import Cause

ECONOMY = (
    SampleOrder(
        words=(
            "phòng Kinh tế hướng dẫn ba xã hoàn chỉnh hồ sơ từng tiêu chí nông thôn mới nâng cao, "
            "xong trước ngày 31/5/2021"
        ),
        title="Hướng dẫn ba xã hoàn chỉnh hồ sơ tiêu chí nông thôn mới nâng cao",
        leads=("kinhte",),
        partners=("xa.nam-phong", "xa.nam-van", "xa.loc-an"),
        due_on=date(2021, 5, 31),
        field="nong-nghiep",
        lives=single(
            "kinhte",
            Received("2021-04-09 08:15"),
            Progress(
                "2021-05-06 10:20",
                "Nam Vân và Lộc An hoàn thành 15 trong 17 tiêu chí; Nam Phong 12 trong 17.",
                obstacle="Tiêu chí môi trường của xã Nam Phong vướng 12 hộ chăn nuôi chưa di dời.",
                cause=Cause.COORDINATION,
                by="chuyenvien.kinhte",
            ),
            ExtensionAsked(
                "2021-05-27 15:30",
                date(2021, 6, 11),
                "Xã Nam Phong phải làm lại hồ sơ tiêu chí môi trường và thu nhập, cần thêm thời gian thẩm tra.",
            ),
            ExtensionGranted("2021-05-28 09:10", "Đồng ý một lần, không gia hạn thêm.", by="chutich"),
            Progress(
                "2021-06-10 16:45",
                "Hồ sơ hai xã Nam Vân, Lộc An đã xong. Xã Nam Phong còn tiêu chí môi trường.",
                obstacle="Xã Nam Phong chưa nộp hồ sơ di dời các hộ chăn nuôi.",
                cause=Cause.COORDINATION,
                forecast=date(2021, 6, 23),
                next_step="Cử chuyên viên xuống xã làm hồ sơ trong hai ngày 17 và 18/6.",
                by="chuyenvien.kinhte",
            ),
        ),
    ),
    SampleOrder(
        words="phòng Kinh tế lập phương án hộ đê toàn tuyến năm 2021, trình UBND thành phố trước ngày 14/6/2021",
        title="Lập phương án hộ đê toàn tuyến năm 2021",
        leads=("kinhte",),
        partners=("quansu", "phuong.cua-nam", "xa.nam-phong", "xa.nam-van"),
        due_on=date(2021, 6, 14),
        field="nong-nghiep",
        lives=single(
            "kinhte",
            Received("2021-04-09 08:16"),
            Progress(
                "2021-05-20 14:40", "Đã khảo sát 11,2 km đê hữu sông Hồng, đê sông Đào và 9 cống dưới đê."
            ),
            Progress(
                "2021-06-09 09:30",
                "Dự thảo phương án đã gửi các phường, xã ven đê; Nam Phong và Cửa Nam chưa đăng ký đủ lực lượng.",
                obstacle="Chưa chốt danh sách lực lượng xung kích tại 2 địa phương.",
                cause=Cause.COORDINATION,
                forecast=date(2021, 6, 18),
            ),
        ),
    ),
    SampleOrder(
        words=(
            "phòng Kinh tế xây dựng kế hoạch phòng, chống thiên tai giai đoạn 2021 - 2026, trình trước ngày 18/6/2021"
        ),
        title="Xây dựng kế hoạch phòng, chống thiên tai giai đoạn 2021 - 2026",
        leads=("kinhte",),
        partners=("qldt", "ttyt"),
        due_on=date(2021, 6, 18),
        field="nong-nghiep",
        lives=single(
            "kinhte",
            Received("2021-04-09 08:17"),
            Progress(
                "2021-06-07 11:00",
                "Dự thảo đã có ý kiến của 9 phòng, ban; đang chỉnh phần tiêu úng nội thành theo góp ý của phòng Quản lý đô thị.",
                forecast=date(2021, 6, 18),
                by="chuyenvien.kinhte",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "phòng Kinh tế chủ trì, phối hợp với Chi cục Thuế thành phố rà soát các khoản thu trong lĩnh vực thương mại, "
            "đề xuất biện pháp thu trước ngày 21/6/2021"
        ),
        title="Rà soát các khoản thu trong lĩnh vực thương mại, đề xuất biện pháp thu",
        leads=("kinhte",),
        partners=("thue",),
        due_on=date(2021, 6, 21),
        field="cong-thuong",
        lives=single(
            "kinhte",
            Received("2021-04-09 08:18"),
            Progress(
                "2021-05-25 16:15",
                "Đối chiếu 1.284 hộ kinh doanh có giấy phép với sổ bộ thuế; 163 hộ chưa có trong sổ bộ.",
                next_step="Cùng Chi cục Thuế kiểm tra doanh thu của 163 hộ.",
            ),
        ),
    ),
)

LAND = (
    SampleOrder(
        words=(
            "Trung tâm Phát triển quỹ đất chủ trì, phối hợp với phòng Tài chính - Kế hoạch, phòng Tài nguyên và Môi trường "
            "tổ chức đấu giá quyền sử dụng đất các khu đã đủ điều kiện, xong đợt đầu trước ngày 30/6/2021"
        ),
        title="Tổ chức đấu giá quyền sử dụng đất đợt đầu năm 2021",
        leads=("ttptqd",),
        partners=("tckh", "tnmt"),
        due_on=date(2021, 6, 30),
        field="dat-dai",
        lives=single(
            "ttptqd",
            Received("2021-04-09 14:00"),
            Progress(
                "2021-05-12 10:30", "Đã phê duyệt phương án đấu giá 27 lô tại hai khu Thống Nhất và Mỹ Xá."
            ),
            Progress(
                "2021-06-11 09:00",
                "Niêm yết, nhận hồ sơ tham gia đấu giá 27 lô; giá khởi điểm 118,6 tỷ đồng.",
                obstacle="Phiên đấu giá tập trung đông người phải dời theo yêu cầu phòng dịch.",
                cause=Cause.SUPERIOR,
                forecast=date(2021, 7, 23),
            ),
            ExtensionAsked(
                "2021-06-11 09:12",
                date(2021, 7, 30),
                "Chờ hướng dẫn tổ chức phiên đấu giá trong điều kiện phòng dịch của Sở Tư pháp.",
            ),
        ),
    ),
    SampleOrder(
        words="phòng Tài chính - Kế hoạch cân đối đủ nguồn chi cho con người, cho bầu cử và các việc đột xuất",
        title="Cân đối đủ nguồn chi cho con người, bầu cử và việc đột xuất",
        leads=("tckh",),
        due_kind=DueKind.NONE,
        field="ngan-sach",
        lives=single(
            "tckh",
            Received("2021-04-08 16:40"),
            Progress(
                "2021-04-26 15:10", "Đã cấp 6,9 tỷ đồng kinh phí bầu cử cho 25 phường, xã và các tổ bầu cử."
            ),
            Completion(
                "2021-06-01 09:40",
                date(2021, 5, 31),
                "Lương, phụ cấp chi đủ đến hết tháng 5; quyết toán kinh phí bầu cử đang nhận hồ sơ; dự phòng còn 11,4 tỷ đồng.",
                document="203/BC-TCKH",
                document_on=date(2021, 5, 31),
                has_file=True,
            ),
            Confirmed("2021-06-02 08:30"),
        ),
    ),
    SampleOrder(
        words=(
            "phòng Tài nguyên và Môi trường lập quy hoạch sử dụng đất giai đoạn 2021 - 2030, "
            "trình thẩm định trước ngày 30/6/2021"
        ),
        title="Lập quy hoạch sử dụng đất giai đoạn 2021 - 2030",
        leads=("tnmt",),
        partners=("phuong-xa",),
        due_on=date(2021, 6, 30),
        field="dat-dai",
        lives=single(
            "tnmt",
            Received("2021-04-09 09:00"),
            Progress(
                "2021-05-18 10:10",
                "Thu xong đăng ký nhu cầu sử dụng đất của 22 trong 25 phường, xã.",
                by="chuyenvien.tnmt",
            ),
            Progress(
                "2021-06-14 15:50",
                "Hoàn thành bản đồ hiện trạng, biểu nhu cầu của 25 phường, xã.",
                obstacle="UBND tỉnh chưa phân khai chỉ tiêu sử dụng đất cấp huyện.",
                cause=Cause.SUPERIOR,
                forecast=date(2021, 7, 28),
                by="chuyenvien.tnmt",
            ),
            ExtensionAsked(
                "2021-06-14 16:00",
                date(2021, 7, 30),
                "Chờ chỉ tiêu sử dụng đất do UBND tỉnh phân khai, dự kiến có trong tuần đầu tháng 7.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Ban Quản lý dự án đầu tư xây dựng bảo đảm tiến độ các công trình chuyển tiếp, báo cáo trước ngày 25 hằng tháng"
        ),
        title="Báo cáo tiến độ các công trình chuyển tiếp",
        leads=("bqlda",),
        due_kind=DueKind.DUTY,
        recurrence=Recurrence.MONTHLY,
        due_day=25,
        due_basis="trước ngày 25 hằng tháng",
        field="xay-dung",
        lives={
            "bqlda 2021-04": (
                Received("2021-04-09 10:00"),
                Completion(
                    "2021-04-23 15:00",
                    date(2021, 4, 23),
                    "9 công trình chuyển tiếp: 7 đúng tiến độ; đường Song Hào và Nhà văn hóa 3-2 chậm do giá thép tăng.",
                    document="75/BC-QLDA",
                    document_on=date(2021, 4, 23),
                ),
                Confirmed("2021-04-26 08:30"),
            ),
            "bqlda 2021-05": (
                Completion(
                    "2021-05-27 10:40",
                    date(2021, 5, 27),
                    "Giải ngân 41,3% kế hoạch vốn; nút giao đường Song Hào đã thông mặt bằng, thi công trở lại từ 17/5.",
                    document="98/BC-QLDA",
                    document_on=date(2021, 5, 27),
                ),
                Confirmed("2021-05-28 14:00"),
            ),
        },
    ),
    SampleOrder(
        words=(
            "phòng Tài nguyên và Môi trường chủ trì, phối hợp với Ban Quản lý dự án đầu tư xây dựng, UBND phường Lộc Vượng "
            "giải quyết dứt điểm các hộ còn vướng mặt bằng dự án đường Lưu Hữu Phước kéo dài"
        ),
        title="Giải quyết dứt điểm mặt bằng dự án đường Lưu Hữu Phước kéo dài",
        leads=("tnmt",),
        partners=("bqlda", "phuong.loc-vuong"),
        due_kind=DueKind.NONE,
        field="gpmb",
        lives=single(
            "tnmt",
            Received("2021-04-09 09:02"),
            Progress("2021-04-28 14:30", "Đối thoại với 13 hộ, 6 hộ đồng ý nhận tiền.", by="chuyenvien.tnmt"),
            Progress(
                "2021-06-08 16:20",
                "9 trong 13 hộ đã bàn giao mặt bằng.",
                obstacle="4 hộ đề nghị giao đất tái định cư tại cùng phường, quỹ đất chưa có.",
                cause=Cause.LAND,
                next_step="Trình UBND thành phố phương án tái định cư tại khu Lộc Vượng.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Trung tâm Phát triển quỹ đất trả lời xong 9 đơn kiến nghị về bồi thường dự án khu đô thị phía Nam sông Đào "
            "giai đoạn 2 trước ngày 07/5/2021"
        ),
        title="Trả lời 9 đơn kiến nghị về bồi thường dự án Nam sông Đào giai đoạn 2",
        leads=("ttptqd",),
        partners=("thanhtra", "tnmt"),
        due_on=date(2021, 5, 7),
        field="gpmb",
        lives=single(
            "ttptqd",
            Received("2021-04-09 14:01"),
            Progress("2021-05-05 11:20", "Đã trả lời 4 trong 9 đơn."),
            Urged("2021-05-17 09:30"),
            Progress(
                "2021-06-09 10:35",
                "Đã trả lời 5 trong 9 đơn.",
                obstacle="4 đơn phải xác minh lại nguồn gốc đất năm 1993, hồ sơ lưu tại Chi nhánh VPĐKĐĐ.",
                cause=Cause.PROCEDURE,
                forecast=date(2021, 7, 2),
                next_step="Đối chiếu hồ sơ lưu, xác minh 4 đơn còn lại.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "UBND các phường, xã lập danh sách từng trường hợp vi phạm đất đai, trật tự xây dựng phát sinh từ đầu năm, "
            "gửi phòng Quản lý đô thị trước ngày 14/5/2021"
        ),
        title="Lập danh sách vi phạm đất đai, trật tự xây dựng phát sinh từ đầu năm",
        leads=("phuong-xa",),
        partners=("qldt",),
        due_on=date(2021, 5, 14),
        field="dat-dai",
        lives=fan_out.violation_lists(),
    ),
)

CITY_LIFE = (
    SampleOrder(
        words=(
            "UBND các phường, xã huy động nhân dân xuống đường tổng vệ sinh môi trường, xây dựng nếp sống văn minh đô thị, "
            "báo cáo kết quả hằng tháng"
        ),
        title="Huy động nhân dân tổng vệ sinh môi trường, xây dựng nếp sống văn minh đô thị",
        leads=("phuong-xa",),
        due_kind=DueKind.DUTY,
        recurrence=Recurrence.MONTHLY,
        due_basis="hằng tháng",
        field="moi-truong",
        lives=fan_out.monthly_cleanings(),
    ),
    SampleOrder(
        words=(
            "các hội, đoàn thể hằng tuần nhận làm sạch ít nhất một tuyến đường và giữ trật tự an toàn giao thông "
            "trên tuyến đó"
        ),
        title="Làm sạch ít nhất một tuyến đường, giữ trật tự an toàn giao thông trên tuyến",
        leads=("doan-the",),
        due_kind=DueKind.DUTY,
        recurrence=Recurrence.WEEKLY,
        due_basis="hằng tuần",
        field="moi-truong",
        lives=fan_out.weekly_streets(),
    ),
    SampleOrder(
        words=(
            "phòng Lao động - Thương binh và Xã hội kiểm tra, đưa người lang thang xin ăn về nơi tiếp nhận, "
            "xong đợt một trước ngày 31/5/2021"
        ),
        title="Kiểm tra, đưa người lang thang xin ăn về nơi tiếp nhận, đợt một",
        leads=("ldtbxh",),
        partners=("congan", "ttdt"),
        due_on=date(2021, 5, 31),
        field="lao-dong-xa-hoi",
        lives=single(
            "ldtbxh",
            Received("2021-04-09 10:40"),
            Progress(
                "2021-05-26 09:15",
                "Đưa 17 người về gia đình, 6 người vào Trung tâm Bảo trợ xã hội tỉnh.",
                obstacle="Trung tâm Bảo trợ tạm ngừng tiếp nhận từ 10/5 để phòng dịch.",
                cause=Cause.SUPERIOR,
                forecast=date(2021, 6, 25),
            ),
        ),
    ),
)

INTERIOR = (
    SampleOrder(
        words=(
            "Ban Chỉ huy Quân sự thành phố chuẩn bị và tổ chức diễn tập khu vực phòng thủ thành phố năm 2021 "
            "theo kế hoạch của tỉnh"
        ),
        title="Chuẩn bị và tổ chức diễn tập khu vực phòng thủ thành phố năm 2021",
        leads=("quansu",),
        partners=("congan", "vanphong", "ttyt"),
        due_kind=DueKind.EVENT,
        due_basis="diễn tập khu vực phòng thủ năm 2021, theo kế hoạch của tỉnh",
        field="quoc-phong",
        lives=single(
            "quansu",
            Received("2021-04-09 15:20"),
            Progress("2021-05-11 16:30", "Thành lập Ban Tổ chức, hoàn thành khung ý định diễn tập."),
            Progress(
                "2021-06-04 10:00",
                "Hệ thống văn kiện đạt khoảng 60%; đã luyện tập một vòng khung chỉ huy.",
                next_step="Báo cáo ý định diễn tập với Bộ Chỉ huy Quân sự tỉnh.",
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Ban Chỉ huy Quân sự thành phố chủ trì, phối hợp với Công an thành phố phúc tra nguồn gọi nhập ngũ, "
            "tham gia Công an nhân dân năm 2022, xong trước ngày 30/7/2021"
        ),
        title="Phúc tra nguồn gọi nhập ngũ, tham gia Công an nhân dân năm 2022",
        leads=("quansu",),
        partners=("congan", "phuong-xa"),
        due_on=date(2021, 7, 30),
        field="quoc-phong",
        lives=single(
            "quansu",
            Received("2021-04-09 15:21"),
            Progress(
                "2021-06-15 08:20",
                "14 trong 25 phường, xã đã phúc tra xong với 3.962 công dân trong độ tuổi.",
                forecast=date(2021, 7, 23),
            ),
        ),
    ),
    SampleOrder(
        words=(
            "Công an thành phố bảo đảm an ninh chính trị, trật tự an toàn xã hội trước, trong và sau ngày bầu cử 23/5/2021"
        ),
        title="Bảo đảm an ninh, trật tự trước, trong và sau ngày bầu cử 23/5/2021",
        leads=("congan",),
        partners=("quansu", "phuong-xa"),
        due_on=date(2021, 5, 23),
        due_basis="ngày bầu cử 23/5/2021",
        field="an-ninh",
        lives=single(
            "congan",
            Received("2021-04-09 16:00"),
            Progress(
                "2021-05-19 17:00",
                "Trực 100% quân số từ 20/5; phương án bảo vệ 148 khu vực bỏ phiếu đã phân công xong.",
            ),
            Completion(
                "2021-05-24 17:00",
                date(2021, 5, 24),
                "Không xảy ra vụ việc phức tạp tại 148 khu vực bỏ phiếu; 2 vụ cháy nhỏ được xử lý ngay.",
                document="412/BC-CATP",
                document_on=date(2021, 5, 24),
                has_file=True,
            ),
            Confirmed("2021-05-25 15:20"),
        ),
    ),
    SampleOrder(
        words=(
            "Thanh tra thành phố chủ trì, phối hợp với Văn phòng HĐND và UBND thành phố giải quyết 12 đơn khiếu nại, tố cáo "
            "tồn đọng của nhân dân trước ngày 15/6/2021"
        ),
        title="Giải quyết 12 đơn khiếu nại, tố cáo tồn đọng",
        leads=("thanhtra",),
        partners=("vanphong",),
        due_on=date(2021, 6, 15),
        field="don-thu",
        lives=single(
            "thanhtra",
            Received("2021-04-12 08:45"),
            Progress("2021-05-18 15:30", "Đã giải quyết 8 trong 12 đơn."),
            Completion(
                "2021-06-15 11:20",
                date(2021, 6, 15),
                "Đã ban hành 10 quyết định giải quyết khiếu nại, 2 kết luận nội dung tố cáo; 1 đơn đúng, 3 đơn đúng một phần, "
                "8 đơn sai.",
                document="57/BC-TTr",
                document_on=date(2021, 6, 15),
                has_file=True,
            ),
        ),
    ),
    SampleOrder(
        words=(
            "các phòng, ban theo chức năng của mình tham mưu kiện toàn các Hội đồng, Ban Chỉ đạo của thành phố, "
            "xong trước ngày 30/4/2021"
        ),
        title="Tham mưu kiện toàn các Hội đồng, Ban Chỉ đạo của thành phố",
        leads=("phong-ban",),
        due_on=date(2021, 4, 30),
        field="noi-vu",
        lives=fan_out.councils(),
    ),
)

BRIEFING = SampleBriefing(
    code="2021-q1",
    title="Hội nghị giao ban quý I năm 2021",
    year=2021,
    quarter=1,
    held_on=date(2021, 4, 5),
    attendees="Các Phó Chủ tịch UBND thành phố; trưởng các phòng, ban, ngành, đoàn thể; Chủ tịch UBND các phường, xã",
    notice_number="58/TB-UBND",
    notice_on=date(2021, 4, 8),
    recorded_at="2021-03-29 09:00",
    frozen_at="2021-04-02 16:00",
    text_recorded_at="2021-04-06 08:40",
    issued_at="2021-04-08 15:30",
    text_file="conclusions-2021-q1.txt",
    starts_with="II. KẾT LUẬN CỦA CHỦ TỊCH UBND THÀNH PHỐ",
    orders=(*ECONOMY, *LAND, *CITY_LIFE, *INTERIOR),
    no_tasks=(
        NoTask(
            "Các đồng chí thủ trưởng đơn vị phải nêu cao trách nhiệm, không để việc chờ người",
            "Nhắc nhở chung về trách nhiệm, không có việc cụ thể để báo cáo.",
        ),
        NoTask(
            "Văn phòng HĐND và UBND thành phố theo dõi, đôn đốc, tổng hợp báo cáo tại hội nghị giao ban quý II",
            "Việc thường xuyên của Văn phòng, thực hiện qua báo cáo giao ban.",
        ),
    ),
)
