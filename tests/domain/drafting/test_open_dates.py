"""When something is due, in the many ways it is written; held on Monday 10 March 2025."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft

HELD_ON = date(2025, 3, 10)

DUE = """
    2025-03-25 | - | Sở Tài chính rà soát, gửi Sở Nội vụ trước 25/3.
    2025-03-25 | - | Sở Tài chính gửi báo cáo về Văn phòng UBND tỉnh trước 16h00' ngày 25/3/2025.
    2025-03-25 | - | Sở Tài chính hoàn thành chậm nhất trong ngày 25/3/2025.
    2025-03-31 | - | Sở Tài chính hoàn thành ngay trong tháng 3/2025.
    2025-03-31 | - | Sở Tài chính xong trong tháng 3.
    2025-06-30 | - | Sở Tài chính trình UBND tỉnh trong Quý II/2025.
    2025-06-30 | - | Sở Tài chính trình UBND tỉnh trong quý 2 năm 2025.
    2025-06-30 | - | Sở Tài chính phấn đấu 6 tháng đầu năm giải ngân đạt 50% kế hoạch.
    2025-06-30 | - | Sở Tài chính giải ngân đạt 50% kế hoạch đến hết 30/6/2025.
    2025-12-31 | - | Sở Tài chính phấn đấu đến cuối năm giải ngân 100% vốn.
    2025-12-31 | - | Sở Tài chính phấn đấu đến 31/12/2025 giải ngân 100% vốn.
    2025-12-31 | - | Sở Xây dựng hoàn thành đề án trong năm 2025.
    2025-04-05 | - | Sở Xây dựng báo cáo UBND tỉnh trước ngày mùng 5 tháng 4.
    2025-04-05 | - | Sở Xây dựng báo cáo kết quả về UBND tỉnh ngày 05/4/2025.
    2025-03-16 | - | Sở Xây dựng báo cáo trong tuần này.
    2025-03-23 | - | Sở Xây dựng báo cáo trong tuần tới.
    2025-03-14 | - | Sở Xây dựng báo cáo trước thứ Sáu tuần này.
    2025-03-13 | - | Sở Xây dựng báo cáo trước thứ Năm (13/3).
    2025-03-13 | - | Sở Xây dựng báo cáo trước 17 giờ thứ năm, ngày 13/3/2025.
    2025-03-11 | - | Sở Xây dựng báo cáo trước 8 giờ sáng mai 11/3.
    2025-03-10 | - | Sở Xây dựng khắc phục ngay trong hôm nay.
    2025-03-10 | - | Sở Xây dựng báo cáo trước 16 giờ hôm nay.
    2025-03-11 | - | Sở Xây dựng báo cáo trong ngày mai.
    2025-03-20 | - | Sở Xây dựng xử lý dứt điểm trong 10 ngày.
    2025-03-17 | - | Sở Xây dựng xử lý trong vòng 07 ngày kể từ ngày ban hành thông báo này.
    2025-03-17 | - | Sở Xây dựng thực hiện trong thời hạn 05 ngày làm việc kể từ ngày họp.
    2025-03-24 | - | Sở Xây dựng hoàn thành trong 2 tuần.
    2025-04-10 | - | Sở Xây dựng hoàn thành trong thời gian 1 tháng.
    2025-04-10 | - | Sở Xây dựng hoàn thành trong thời gian 30 ngày kể từ ngày 11/3/2025.
    2025-04-30 | - | Sở Xây dựng hoàn thành trước 30/4.
    2025-04-30 | - | Sở Xây dựng thông xe dịp 30/4.
    - | - | Sở Xây dựng thực hiện Chỉ thị số 12/CT-UBND ngày 05/3/2025.
    - | - | Sở Xây dựng thực hiện Kế hoạch số 15/KH-UBND ngày 02 tháng 01 năm 2025 của UBND tỉnh.
    - | - | Sở Xây dựng lập quy hoạch tỉnh thời kỳ 2021-2030, tầm nhìn đến năm 2050.
    - | - | Sở Y tế trực cấp cứu 24/24 giờ trong dịp nghỉ lễ từ ngày 30/4 đến 01/5.
    - | - | Sở Nông nghiệp chủ động ứng phó khô hạn trong năm 2025.
    - | - | Sở Nội vụ tham mưu tổ chức Lễ kỷ niệm 50 năm ngày giải phóng 30/4.
    - | - | Sở Nội vụ chuẩn bị kỳ họp HĐND diễn ra ngày 10/7.
    - | - | Sở Nội vụ chuẩn bị tốt hội nghị tổ chức vào ngày 20/3 tới.
    - | - | Sở Nội vụ phục vụ đại hội diễn ra trong 2 ngày 13-14/7.
    - | - | Sở Tài chính giao dự toán năm 2025 cho các đơn vị.
    - | - | Sở Tài chính giải ngân kế hoạch vốn năm 2025 kéo dài sang năm 2026.
    2025-03-20 | - | Sở Nội vụ chuẩn bị tài liệu hội nghị, xong trước ngày 20/3.
    2025-05-31 | - | Sở Nội vụ hoàn thành trước 31/5, phục vụ đại hội nhiệm kỳ 2025-2030.
    2025-09-05 | - | Sở Giáo dục chuẩn bị cơ sở vật chất trước khai giảng 5/9.
    - | - | Sở Giáo dục chuẩn bị cơ sở vật chất trước năm học mới.
    - | - | Sở Giáo dục chuẩn bị cơ sở vật chất cho năm học 2025-2026.
    - | - | Sở Công Thương bảo đảm hàng hóa trước, trong và sau Tết Nguyên đán 2026.
    - | - | Sở Công Thương khẩn trương kiểm tra trong thời gian tới.
    - | monthly | Sở Công Thương báo cáo định kỳ trước ngày 20 hằng tháng.
    - | daily | Sở Công Thương báo cáo trước 15 giờ hàng ngày.
    - | weekly | Sở Công Thương báo cáo kết quả vào thứ Sáu hằng tuần.
    - | quarterly | Sở Công Thương báo cáo hàng quý (trước ngày 15 tháng cuối quý).
    - | monthly | Sở Công Thương báo cáo định kỳ vào ngày 25 hàng tháng.
    - | yearly | Sở Công Thương báo cáo định kỳ 6 tháng, năm.
    - | - | Sở Công Thương duy trì tiếp dân thường xuyên.
    - | weekly | Sở Công Thương họp giao ban định kỳ hằng tuần.
    - | daily | Các xã thu gom rác thải sinh hoạt hằng ngày.
    - | - | Sở Tài chính đánh giá tác động của chi phí hàng trăm tỷ đồng mỗi năm.
    2025-03-31 | - | Sở Tài chính hoàn thành trong Quý I.
    2025-03-31 | - | Trong quý I năm 2025, Sở Tài chính hoàn thành quyết toán.
    2025-03-31 | - | Sở Tài chính đến cuối tháng 3 phải xong.
    2025-04-15 | - | Sở Tài chính hoàn thành nửa đầu tháng 4.
    - | - | Sở Tài chính hoàn thành đầu tháng 4.
    - | - | Sở Tài chính hoàn thành khoảng giữa tháng 4.
    2025-04-20 | - | Sở Tài chính làm trong tháng 3, xong trước ngày 20/4.
    2026-01-15 | - | Sở Tài chính gửi trước ngày 15/01.
    2026-01-15 | - | Sở Tài chính gửi trước ngày 15/01/2026.
    2025-03-31 | - | Sở Tài chính chậm nhất là 31/3 phải trình.
    2025-03-31 | - | Sở Tài chính tham mưu (xong trước 31/3).
    2025-03-31 | - | Sở Tài chính tham mưu (thời gian: trước ngày 31/3/2025).
    2025-03-31 | - | Sở Tài chính tham mưu. Thời gian hoàn thành: trong tháng 3/2025.
    2025-03-31 | - | Sở Tài chính tham mưu; thời gian xong trước ngày 31/3/2025.
    2025-03-31 | - | Sở Tài chính phê duyệt xong trước ngày 31 tháng 3 năm 2025.
    2025-03-31 | - | Sở Tài chính phê duyệt muộn nhất 31-3-2025.
    2025-03-31 | - | Sở Tài chính phê duyệt hạn chót 31.3.
    2025-03-31 | - | Sở Tài chính phê duyệt đến ngày 31/3.
    2025-03-31 | - | Sở Tài chính nộp hồ sơ không quá ngày 31/3.
    2025-03-30 | - | Sở Y tế tiêm vắc xin từ ngày 15 đến ngày 30/3.
    2025-03-30 | - | Sở Y tế tiêm vắc xin từ 15/3 đến 30/3/2025.
    2025-03-30 | - | Sở Y tế ra quân cao điểm từ nay đến ngày 30/3.
    2025-04-30 | - | Sở Y tế trong tháng 3 và tháng 4 kiểm tra các bếp ăn.
    2025-07-01 | - | Sở Nội vụ vận hành bộ máy mới từ ngày 01/7.
    2025-12-31 | - | Sở Nội vụ thực hiện trong các tháng còn lại của năm.
    2025-12-31 | - | Sở Nội vụ xóa nhà tạm xong trong năm nay.
    2026-12-31 | - | Sở Nội vụ xóa nhà tạm xong trước hết năm 2026.
    2025-12-31 | - | Sở Nội vụ hoàn thành số hóa trước năm 2026.
    2025-08-31 | - | Sở Nội vụ xóa nhà tạm xong trước 31/8.
    2025-03-12 | - | Sở Nội vụ báo cáo trước 11 giờ 30 phút ngày 12/3.
    2025-03-12 | - | Sở Nội vụ báo cáo trong ngày 12 tháng 3.
    2025-03-12 | - | Sở Nội vụ báo cáo trước sáng 12/3.
    2025-03-20 | - | Sở Nội vụ báo cáo trước ngày 20 tháng này.
    2025-04-05 | - | Sở Nội vụ báo cáo trước ngày 05 tháng sau.
    2025-05-31 | - | Sở Nội vụ không để chậm sang tháng 6.
    2025-05-31 | - | Sở Nội vụ làm xong trước tháng 6/2025.
    2025-06-30 | - | Sở Nội vụ xong cơ bản vào cuối quý II.
    2025-03-26 | - | Sở Nội vụ báo cáo trước ngày họp HĐND 26/3.
    2025-04-09 | - | Sở Nội vụ hoàn thành trong vòng 30 ngày.
    2025-03-12 | - | Các địa phương trong hai ngày tới tạm hoãn các cuộc họp.
    2025-04-01 | - | Sở Nội vụ áp dụng từ ngày 01/4/2025.
    2025-03-15 | - | Các đơn vị treo cờ Tổ quốc từ ngày 12/3/2025 đến hết ngày 15/3/2025.
    2025-03-16 | - | UBND các xã ra quân dọn vệ sinh vào ngày Chủ nhật (16/3/2025).
    2025-03-16 | - | UBND các xã ra quân dọn vệ sinh vào sáng Chủ nhật này.
    2025-03-15 | - | UBND các xã tổng vệ sinh sáng ngày 15/3/2025.
    2025-04-30 | - | Phấn đấu thông xe kỹ thuật trước 30/4/2025.
    2025-09-02 | - | Ban Quản lý dự án khánh thành công trình vào dịp 2/9/2025.
    2025-04-01 | - | Sở Tư pháp trình UBND tỉnh trước ngày 1/4/2025 để hoàn thiện thủ tục ban hành trước ngày 15/4/2025.
    2025-03-20 | - | Các xã gửi danh sách chậm nhất ngày 20/3 để Phòng Nội vụ tổng hợp trước ngày 25/3.
    2025-03-28 | - | Các chủ đầu tư nộp hồ sơ trước ngày 28/3, làm cơ sở thẩm tra quyết toán trước ngày 30/6.
    2025-04-15 | - | Sở Xây dựng họp trước ngày 25/3 để thống nhất phương án, hoàn thành trước ngày 15/4.
    - | - | Công an xã trực chốt 24/24 kể từ 7h00 ngày thứ Hai 17/3/2025.
    - | - | Các huyện tạm dừng các hoạt động hội họp không cần thiết từ 0h ngày 12/3/2025.
    - | - | Sở Y tế bắt đầu tiêm chủng từ ngày Chủ nhật (16/3/2025).
    - | - | Đài Truyền thanh xã tuyên truyền về việc cấm đường Trần Phú trước ngày 20/3/2025.
    - | - | Các phường thông báo thời điểm ngừng cấp nước để sửa đường ống vào ngày 22/3/2025.
    2025-03-20 | - | Đài Truyền thanh xã tuyên truyền Luật Đất đai trước ngày 20/3/2025.
    - | - | Sở Xây dựng báo cáo kết quả thực hiện Nghị quyết số 05-NQ/TU về xây dựng thị xã Long Hải đến năm 2030 đạt đô thị loại III.
    - | - | Sở Công Thương tiếp tục thực hiện Chỉ thị số 12 của Thủ tướng về Kế hoạch hành động chống hàng giả, hàng nhái đến năm 2030.
    2030-12-31 | - | Sở Nông nghiệp rà soát kế hoạch trồng rừng, phấn đấu đến năm 2030 độ che phủ đạt 60%.
    - | - | Các chủ đầu tư tránh dồn thanh toán vốn đến cuối năm.
    - | - | Các phòng tập trung cho công việc của những tháng còn lại trong năm 2025.
    2025-12-31 | - | Các phòng giải ngân 100% vốn trong các tháng còn lại của năm.
    2025-04-30 | - | Phòng Văn hóa tổ chức đợt cao điểm từ ngày 15/4 đền ngày 30/4/2025.
    2025-03-21 | - | Các bộ báo cáo hỏa tốc vào ngày 22 tháng Hai (tức ngày 21/3/2025).
    2025-03-23 | - | Chậm nhất là ngày 23.3.202, các trường gửi báo cáo.
"""
"""Day due, period and order; `-` where there is none."""


@pytest.mark.parametrize("line", [line.strip() for line in DUE.strip().splitlines()])
def test_an_order_is_due_when_it_says(line: str) -> None:
    due, period, order = line.split(" | ")
    drafts = draft(f"Chủ tịch UBND tỉnh yêu cầu:\n- {order}\n", HELD_ON).drafts
    assert len(drafts) == 1
    assert (drafts[0].deadline.isoformat() if drafts[0].deadline else "-") == due
    assert (drafts[0].recurrence.value if drafts[0].recurrence else "-") == period


def test_a_month_told_before_the_colon_holds_for_all_that_follows() -> None:
    text = (
        "Kết luận cuộc họp, Chủ tịch UBND huyện kết luận một số nhiệm vụ cần tập trung thực hiện trong tháng 4/2025: "
        "yêu cầu Phòng Nội vụ rà soát biên chế. Công an huyện mở đợt cao điểm; báo cáo UBND huyện."
    )
    assert {one.deadline for one in draft(text, HELD_ON).drafts} == {date(2025, 4, 30)}
