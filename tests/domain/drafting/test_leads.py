"""Who is told and who helps, for one order each: names of every level, before and after July 2025."""

from __future__ import annotations

from datetime import date

import pytest

from taskboard.domain.drafting import draft

HELD_ON = date(2024, 3, 1)
ORDERS: tuple[tuple[str, str, str], ...] = (
    (
        "Giao Sở Nội vụ chủ trì, phối hợp Sở Tài chính và các đơn vị liên quan tham mưu đề án.",
        "Sở Nội vụ",
        "Sở Tài chính + các đơn vị liên quan",
    ),
    (
        "Giao cho phòng Kinh tế - Hạ tầng phối hợp với UBND xã Tân Lập khảo sát.",
        "phòng Kinh tế - Hạ tầng",
        "UBND xã Tân Lập",
    ),
    (
        "Yêu cầu Chủ tịch UBND các huyện, thị xã, thành phố: Hòa Bình, Lương Sơn khẩn trương rà soát.",
        "Chủ tịch UBND các huyện, thị xã, thành phố: Hòa Bình, Lương Sơn",
        "",
    ),
    (
        "UBND các xã Tân Thịnh, Yên Bình và thị trấn Phố Lu vận động nhân dân.",
        "UBND các xã Tân Thịnh, Yên Bình và thị trấn Phố Lu",
        "",
    ),
    ("UBND xã Tân Thịnh, UBND xã Yên Bình bàn giao mặt bằng.", "UBND xã Tân Thịnh + UBND xã Yên Bình", ""),
    ("Ủy ban nhân dân cấp xã niêm yết công khai.", "Ủy ban nhân dân cấp xã", ""),
    ("UBND cấp huyện chịu trách nhiệm.", "UBND cấp huyện", ""),
    (
        "Chi cục Kiểm lâm vùng I phối hợp Hạt Kiểm lâm Sa Pa tuần tra.",
        "Chi cục Kiểm lâm vùng I",
        "Hạt Kiểm lâm Sa Pa",
    ),
    ("Cục Quản lý thị trường tỉnh kiểm tra giá cả.", "Cục Quản lý thị trường tỉnh", ""),
    ("Cục Thuế tỉnh, Kho bạc Nhà nước tỉnh đôn đốc thu.", "Cục Thuế tỉnh + Kho bạc Nhà nước tỉnh", ""),
    (
        "Ban Quản lý Khu kinh tế Đông Nam tổ chức đối thoại với doanh nghiệp.",
        "Ban Quản lý Khu kinh tế Đông Nam",
        "",
    ),
    ("Ban Quản lý các khu công nghiệp tỉnh rà soát.", "Ban Quản lý các khu công nghiệp tỉnh", ""),
    (
        "Ban QLDA ĐTXD các công trình giao thông hoàn thiện thủ tục.",
        "Ban QLDA ĐTXD các công trình giao thông",
        "",
    ),
    (
        "Công ty Cổ phần Môi trường và Dịch vụ đô thị Vĩnh Yên thu gom rác.",
        "Công ty Cổ phần Môi trường và Dịch vụ đô thị Vĩnh Yên",
        "",
    ),
    ("Công ty TNHH MTV Thủy lợi Bắc Sông Mã vận hành trạm bơm.", "Công ty TNHH MTV Thủy lợi Bắc Sông Mã", ""),
    ("Tổng công ty Điện lực miền Bắc bảo đảm cấp điện.", "Tổng công ty Điện lực miền Bắc", ""),
    ("Trường Đại học Hồng Đức xây dựng đề án.", "Trường Đại học Hồng Đức", ""),
    ("Hiệu trưởng các trường THPT báo cáo trước 5/9.", "Hiệu trưởng các trường THPT", ""),
    ("Bảo hiểm xã hội tỉnh mở rộng đối tượng.", "Bảo hiểm xã hội tỉnh", ""),
    ("Ngân hàng Chính sách xã hội huyện giải ngân vốn vay.", "Ngân hàng Chính sách xã hội huyện", ""),
    (
        "Hội Liên hiệp Phụ nữ, Hội Nông dân, Đoàn TNCS Hồ Chí Minh huyện tuyên truyền hội viên.",
        "Hội Liên hiệp Phụ nữ + Hội Nông dân + Đoàn TNCS Hồ Chí Minh huyện",
        "",
    ),
    ("Liên đoàn Lao động tỉnh chăm lo Tết cho công nhân.", "Liên đoàn Lao động tỉnh", ""),
    (
        "Đề nghị Ủy ban MTTQ tỉnh và các tổ chức chính trị - xã hội giám sát.",
        "Ủy ban MTTQ tỉnh + các tổ chức chính trị - xã hội",
        "",
    ),
    (
        "Bộ Chỉ huy Quân sự, Bộ đội Biên phòng, Công an tỉnh duy trì trực sẵn sàng chiến đấu.",
        "Bộ Chỉ huy Quân sự + Bộ đội Biên phòng + Công an tỉnh",
        "",
    ),
    (
        "Các đồng chí Ủy viên Ban Thường vụ phụ trách địa bàn đôn đốc cơ sở.",
        "Các đồng chí Ủy viên Ban Thường vụ phụ trách địa bàn",
        "",
    ),
    ("Đồng chí Chánh Văn phòng tổng hợp ý kiến.", "Đồng chí Chánh Văn phòng", ""),
    (
        "Đồng chí Nguyễn Văn Nam, Phó Chủ tịch UBND huyện chỉ đạo xử lý dứt điểm.",
        "Đồng chí Nguyễn Văn Nam",
        "",
    ),
    ("Giao ông Trần Văn Bình - Trưởng phòng Nội vụ tham mưu.", "ông Trần Văn Bình - Trưởng phòng Nội vụ", ""),
    ("Giao bà Lan (phòng Tư pháp) soạn thảo văn bản.", "bà Lan", ""),
    ("Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm.", "Thủ trưởng các cơ quan, đơn vị", ""),
    (
        "Người đứng đầu các cơ quan, đơn vị, địa phương nêu cao trách nhiệm, rà soát công việc.",
        "Người đứng đầu các cơ quan, đơn vị, địa phương",
        "",
    ),
    (
        "Thành viên UBND thành phố theo lĩnh vực được phân công đôn đốc tiến độ.",
        "Thành viên UBND thành phố",
        "",
    ),
    (
        "Các sở, ban, ngành, đoàn thể cấp tỉnh; UBND các huyện, thành phố triển khai kế hoạch.",
        "Các sở, ban, ngành, đoàn thể cấp tỉnh + UBND các huyện, thành phố",
        "",
    ),
    (
        "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, UBND các tỉnh, thành phố trực thuộc Trung ương báo cáo trước 15/12.",
        "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ + UBND các tỉnh, thành phố trực thuộc Trung ương",
        "",
    ),
    (
        "Bộ Y tế, Bộ Lao động - Thương binh và Xã hội và Bộ Văn hóa, Thể thao và Du lịch thống nhất hướng dẫn.",
        "Bộ Y tế + Bộ Lao động - Thương binh và Xã hội + Bộ Văn hóa, Thể thao và Du lịch",
        "",
    ),
    ("Bộ Nông nghiệp và Môi trường làm việc với Bộ Tài chính.", "Bộ Nông nghiệp và Môi trường", ""),
    (
        "Sở Nông nghiệp và PTNT, Sở TN&MT, Sở KH&ĐT rà soát.",
        "Sở Nông nghiệp và PTNT + Sở TN&MT + Sở KH&ĐT",
        "",
    ),
    ("Sở Văn hóa và Thể thao, Sở Du lịch chuẩn bị lễ hội.", "Sở Văn hóa và Thể thao + Sở Du lịch", ""),
    (
        "Phòng Văn hóa - Thông tin, Trung tâm VHTT&TT tuyên truyền.",
        "Phòng Văn hóa - Thông tin + Trung tâm VHTT&TT",
        "",
    ),
    ("phòng NN&PTNT, trạm Khuyến nông hướng dẫn bà con.", "phòng NN&PTNT + trạm Khuyến nông", ""),
    (
        "Phòng LĐTB&XH, phòng GDĐT, phòng Y tế phối hợp rà soát trẻ em.",
        "Phòng LĐTB&XH + phòng GDĐT + phòng Y tế",
        "",
    ),
    ("Trung tâm Phát triển quỹ đất tỉnh lập hồ sơ.", "Trung tâm Phát triển quỹ đất tỉnh", ""),
    ("Trung tâm Kiểm soát bệnh tật tỉnh (CDC) lấy mẫu.", "Trung tâm Kiểm soát bệnh tật tỉnh", ""),
    (
        "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện tuyển sinh.",
        "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện",
        "",
    ),
    ("Đội Kiểm tra liên ngành 814 kiểm tra karaoke.", "Đội Kiểm tra liên ngành 814", ""),
    ("Tổ công tác số 2 làm việc với nhà đầu tư.", "Tổ công tác số 2", ""),
    ("Ban Chỉ đạo 389 tỉnh kiểm tra đột xuất.", "Ban Chỉ đạo 389 tỉnh", ""),
    ("Ban An toàn giao thông tỉnh tham mưu.", "Ban An toàn giao thông tỉnh", ""),
    ("Hội đồng nghĩa vụ quân sự xã rà soát công dân.", "Hội đồng nghĩa vụ quân sự xã", ""),
    ("Cấp ủy, chính quyền các địa phương tập trung chỉ đạo.", "Cấp ủy, chính quyền các địa phương", ""),
    ("Các cấp, các ngành tiếp tục cải thiện môi trường đầu tư.", "Các cấp + các ngành", ""),
    (
        "Các địa phương có dự án đi qua hoàn thành giải phóng mặt bằng trước 30/9.",
        "Các địa phương có dự án đi qua",
        "",
    ),
    ("Các nhà thầu thi công tăng ca, tăng kíp.", "Các nhà thầu", ""),
    ("Chủ đầu tư phối hợp với nhà thầu hoàn thiện hồ sơ.", "Chủ đầu tư", "nhà thầu"),
    ("Sở Giao thông vận tải - Xây dựng lập phương án.", "Sở Giao thông vận tải - Xây dựng", ""),
    ("Văn phòng Đoàn ĐBQH và HĐND tỉnh chuẩn bị kỳ họp.", "Văn phòng Đoàn ĐBQH và HĐND tỉnh", ""),
    (
        "Văn phòng UBND tỉnh, Văn phòng Tỉnh ủy phối hợp chuẩn bị nội dung.",
        "Văn phòng UBND tỉnh + Văn phòng Tỉnh ủy",
        "",
    ),
    ("Thanh tra tỉnh tiến hành thanh tra.", "Thanh tra tỉnh", ""),
    (
        "Tòa án nhân dân, Viện kiểm sát nhân dân huyện xét xử lưu động.",
        "Tòa án nhân dân + Viện kiểm sát nhân dân huyện",
        "",
    ),
    (
        "Chi nhánh Văn phòng Đăng ký đất đai khu vực III đẩy nhanh cấp giấy.",
        "Chi nhánh Văn phòng Đăng ký đất đai khu vực III",
        "",
    ),
    ("Phòng Cảnh sát PCCC và CNCH Công an tỉnh kiểm tra.", "Phòng Cảnh sát PCCC và CNCH Công an tỉnh", ""),
    ("Báo và Đài Phát thanh - Truyền hình tỉnh đưa tin.", "Báo và Đài Phát thanh - Truyền hình tỉnh", ""),
    ("Báo Thanh Hóa, Đài PT-TH tỉnh mở chuyên mục.", "Báo Thanh Hóa + Đài PT-TH tỉnh", ""),
    ("Điện lực Từ Liêm, Viễn thông Hà Nội ngầm hóa cáp.", "Điện lực Từ Liêm + Viễn thông Hà Nội", ""),
    ("Quận Hoàn Kiếm, Ba Đình chỉnh trang tuyến phố.", "Quận Hoàn Kiếm, Ba Đình", ""),
    ("Thành phố Vinh, huyện Nam Đàn tập trung giải phóng mặt bằng.", "Thành phố Vinh + huyện Nam Đàn", ""),
    ("Đề nghị tỉnh Nghệ An sớm có ý kiến bằng văn bản.", "tỉnh Nghệ An", ""),
    ("Các xã Hòa Phú, Hòa Ninh kiểm tra tình trạng chặt phá rừng.", "Các xã Hòa Phú, Hòa Ninh", ""),
    ("Các phường: Lê Lợi, Trần Phú ra quân lập lại trật tự.", "Các phường: Lê Lợi, Trần Phú", ""),
    ("Khối Mặt trận Tổ quốc và các đoàn thể vận động nhân dân.", "Khối Mặt trận Tổ quốc và các đoàn thể", ""),
    ("Trưởng Công an phường báo cáo trước 17h.", "Trưởng Công an phường", ""),
    ("Trưởng ban Tổ chức Huyện ủy tham mưu.", "Trưởng ban Tổ chức Huyện ủy", ""),
    ("Bí thư các chi bộ rà soát đảng viên.", "Bí thư các chi bộ", ""),
    (
        "Bí thư Đảng ủy, Chủ tịch UBND các xã, phường trực tiếp chỉ đạo.",
        "Bí thư Đảng ủy + Chủ tịch UBND các xã, phường",
        "",
    ),
    ("Hợp tác xã Dịch vụ nông nghiệp Đông Cường bơm nước.", "Hợp tác xã Dịch vụ nông nghiệp Đông Cường", ""),
    ("Sở Công Thương làm việc với Công ty Điện lực để thống nhất.", "Sở Công Thương", ""),
    (
        "Phòng Kinh tế cùng với Đội Quản lý thị trường số 4 kiểm tra.",
        "Phòng Kinh tế",
        "Đội Quản lý thị trường số 4",
    ),
    (
        "Sở Y tế chủ trì cùng Sở Thông tin và Truyền thông, các cơ quan báo chí tuyên truyền.",
        "Sở Y tế",
        "Sở Thông tin và Truyền thông + các cơ quan báo chí",
    ),
    (
        "Ban Quản lý vịnh phối hợp chặt chẽ cùng Cảng vụ Hàng hải, Đồn Biên phòng Cát Bà kiểm tra tàu.",
        "Ban Quản lý vịnh",
        "Cảng vụ Hàng hải + Đồn Biên phòng Cát Bà",
    ),
    ("Sở Xây dựng có trách nhiệm hướng dẫn các huyện lập quy hoạch.", "Sở Xây dựng", ""),
    ("Kinh phí giao Sở Tài chính cân đối.", "Sở Tài chính", ""),
    ("Nội dung này giao Sở Tư pháp nghiên cứu.", "Sở Tư pháp", ""),
    ("Việc lấy phiếu tín nhiệm do Ban Tổ chức Tỉnh uỷ hướng dẫn.", "Ban Tổ chức Tỉnh uỷ", ""),
    (
        "Phó Chủ tịch UBND thành phố phụ trách kinh tế chủ trì họp với các nhà thầu.",
        "Phó Chủ tịch UBND thành phố phụ trách kinh tế",
        "các nhà thầu",
    ),
    (
        "Các đồng chí Phó Chủ tịch UBND huyện theo địa bàn phụ trách kiểm tra, đôn đốc.",
        "Các đồng chí Phó Chủ tịch UBND huyện",
        "",
    ),
    (
        "Văn phòng UBND huyện, Trung tâm Văn hóa - TT&TT huyện phối hợp tuyên truyền kịp thời.",
        "Văn phòng UBND huyện + Trung tâm Văn hóa - TT&TT huyện",
        "",
    ),
    (
        "Ban Quản lý Khu di tích Côn Sơn - Kiếp Bạc trùng tu hạng mục cổng.",
        "Ban Quản lý Khu di tích Côn Sơn - Kiếp Bạc",
        "",
    ),
    (
        "Sở Văn hóa, Thể thao và Du lịch phối hợp UBND thị xã Sa Pa chấn chỉnh kinh doanh lữ hành.",
        "Sở Văn hóa, Thể thao và Du lịch",
        "UBND thị xã Sa Pa",
    ),
    ("Sở GD-ĐT chỉ đạo các phòng GD-ĐT tuyển sinh đúng tuyến.", "Sở GD-ĐT", ""),
    (
        "Bộ phận tiếp nhận và trả kết quả hiện đại thành phố kéo dài giờ làm việc.",
        "Bộ phận tiếp nhận và trả kết quả hiện đại thành phố",
        "",
    ),
    ("Các phòng: Nội vụ, Tư pháp, Kinh tế rà soát thủ tục.", "Các phòng: Nội vụ, Tư pháp, Kinh tế", ""),
    (
        "Các Sở: Xây dựng, Giao thông vận tải, Công Thương góp ý dự thảo.",
        "Các Sở: Xây dựng, Giao thông vận tải, Công Thương",
        "",
    ),
    ("Giao các phòng Nội vụ, Tài chính - Kế hoạch tham mưu.", "các phòng Nội vụ, Tài chính - Kế hoạch", ""),
    (
        "Giao UBND các phường, xã và Đội Quản lý trật tự đô thị ra quân xử lý.",
        "UBND các phường, xã + Đội Quản lý trật tự đô thị",
        "",
    ),
    (
        "Giao Công an Thành phố chủ trì, phối hợp Sở Giao thông Vận tải, UBND các quận, huyện phân luồng.",
        "Công an Thành phố",
        "Sở Giao thông Vận tải + UBND các quận, huyện",
    ),
    (
        "UBND các quận, huyện, thị xã, các sở, ngành Thành phố tập trung giải ngân.",
        "UBND các quận, huyện, thị xã + các sở, ngành Thành phố",
        "",
    ),
    (
        "UBND quận Cầu Giấy, Đống Đa, Ba Đình kiểm tra trật tự xây dựng.",
        "UBND quận Cầu Giấy, Đống Đa, Ba Đình",
        "",
    ),
    (
        "Liên danh nhà thầu Trường Sơn - Thành An đẩy nhanh thi công.",
        "Liên danh nhà thầu Trường Sơn - Thành An",
        "",
    ),
    ("Công ty Điện lực Nam Định di dời cột điện.", "Công ty Điện lực Nam Định", ""),
    (
        "Trung tâm Nước sạch và Vệ sinh môi trường nông thôn khắc phục sự cố.",
        "Trung tâm Nước sạch và Vệ sinh môi trường nông thôn",
        "",
    ),
    (
        "Chi cục Trồng trọt và Bảo vệ thực vật hướng dẫn phun trừ.",
        "Chi cục Trồng trọt và Bảo vệ thực vật",
        "",
    ),
    ("Chi cục Chăn nuôi, Thú y và Thủy sản giám sát dịch.", "Chi cục Chăn nuôi, Thú y và Thủy sản", ""),
    (
        "Chi cục Phát triển nông thôn và Quản lý chất lượng kiểm tra OCOP.",
        "Chi cục Phát triển nông thôn và Quản lý chất lượng",
        "",
    ),
    ("Bệnh viện Đa khoa khu vực Nghĩa Lộ sửa chữa khoa Nhi.", "Bệnh viện Đa khoa khu vực Nghĩa Lộ", ""),
    ("Viettel Nam Định, VNPT Nam Định bổ sung trạm BTS.", "Viettel Nam Định + VNPT Nam Định", ""),
    ("Bưu điện tỉnh phối hợp chi trả lương hưu.", "Bưu điện tỉnh", ""),
    ("Trường Chính trị tỉnh mở lớp bồi dưỡng.", "Trường Chính trị tỉnh", ""),
    ("Ban Thường vụ các huyện ủy, thành ủy lãnh đạo bầu cử.", "Ban Thường vụ các huyện ủy, thành ủy", ""),
    ("Ủy ban Kiểm tra Thành ủy kiểm tra dấu hiệu vi phạm.", "Ủy ban Kiểm tra Thành ủy", ""),
    ("Tỉnh đoàn, Hội LHPN tỉnh phát động phong trào.", "Tỉnh đoàn + Hội LHPN tỉnh", ""),
    (
        "Hội Cựu chiến binh, Hội Chữ thập đỏ các cấp vận động.",
        "Hội Cựu chiến binh + Hội Chữ thập đỏ các cấp",
        "",
    ),
    ("Cán bộ, công chức, viên chức chấp hành nghiêm giờ làm việc.", "Cán bộ, công chức, viên chức", ""),
    ("Tổ giúp việc Ban Chỉ đạo 35 rà quét tin xấu độc.", "Tổ giúp việc Ban Chỉ đạo 35", ""),
    ("Hội đồng tư vấn thuế xã rà soát hộ khoán.", "Hội đồng tư vấn thuế xã", ""),
    (
        "Đội Quản lý thị trường số 5, Trạm Y tế kiểm tra an toàn thực phẩm.",
        "Đội Quản lý thị trường số 5 + Trạm Y tế",
        "",
    ),
    ("Trưởng các đoàn thể chịu trách nhiệm nội dung này.", "Trưởng các đoàn thể", ""),
    ("Trưởng các phòng, ban, đơn vị báo cáo kết quả.", "Trưởng các phòng, ban, đơn vị", ""),
    (
        "Phòng Giáo dục và Đào tạo, các trường học trên địa bàn huyện chuẩn bị khai giảng.",
        "Phòng Giáo dục và Đào tạo + các trường học trên địa bàn huyện",
        "",
    ),
    (
        "Phòng Quản lý đô thị, UBND các phường liên quan giải tỏa lấn chiếm.",
        "Phòng Quản lý đô thị + UBND các phường liên quan",
        "",
    ),
    (
        "Phòng Tư pháp làm đầu mối, cùng các phòng chuyên môn rà soát văn bản.",
        "Phòng Tư pháp",
        "các phòng chuyên môn",
    ),
    (
        "Sở Xây dựng khẩn trương phối hợp với Sở Tài chính, các địa phương có liên quan đề xuất giá dịch vụ.",
        "Sở Xây dựng",
        "Sở Tài chính + các địa phương có liên quan",
    ),
    (
        "Sở Nội vụ căn cứ quy định hiện hành, phối hợp các cơ quan liên quan tham mưu.",
        "Sở Nội vụ",
        "các cơ quan liên quan",
    ),
    ("Công an tỉnh, trên cơ sở kết quả điều tra, xử lý nghiêm.", "Công an tỉnh", ""),
    ("Sở Tài chính trước ngày 15/3 trình phương án.", "Sở Tài chính", ""),
    (
        "Từ nay đến 30/4, Công an các đơn vị, địa phương cao điểm kiểm soát nồng độ cồn.",
        "Công an các đơn vị, địa phương",
        "",
    ),
    ("Trong tuần này Phòng Nội vụ phải trình kế hoạch.", "Phòng Nội vụ", ""),
    ("Đối với phòng Văn hóa và Thông tin: tăng cường kiểm tra quảng cáo.", "phòng Văn hóa và Thông tin", ""),
    ("Đối với Công an huyện cần tiếp tục trấn áp tội phạm.", "Công an huyện", ""),
    ("Về phía UBND các xã, tập trung rà soát hộ nghèo.", "UBND các xã", ""),
    ("Phía nhà đầu tư phải hoàn thành thủ tục trước 30/6.", "nhà đầu tư", ""),
    ("Trước mắt, giao Thanh tra huyện vào cuộc làm rõ.", "Thanh tra huyện", ""),
    ("Đồng ý giao Trung tâm Phát triển quỹ đất làm chủ đầu tư dự án.", "Trung tâm Phát triển quỹ đất", ""),
    ("Thống nhất giao Phòng Kinh tế làm chủ đầu tư.", "Phòng Kinh tế", ""),
    ("Phân công đồng chí Lê Thị Mai theo dõi, chỉ đạo.", "đồng chí Lê Thị Mai", ""),
    ("Sở Công Thương được giao chủ trì xây dựng đề án.", "Sở Công Thương", ""),
    ("Chủ tịch UBND các xã, thị trấn được yêu cầu báo cáo trước 5/5.", "Chủ tịch UBND các xã, thị trấn", ""),
    ("Đề nghị Viện KSND, TAND huyện phối hợp xét xử điểm.", "Viện KSND + TAND huyện", ""),
    ("Đề nghị Đoàn ĐBQH tỉnh kiến nghị với Quốc hội.", "Đoàn ĐBQH tỉnh", ""),
    ("Yêu cầu Cục Thuế tỉnh Hà Nam và Sở Tài chính báo cáo.", "Cục Thuế tỉnh Hà Nam + Sở Tài chính", ""),
    ("Kho bạc Nhà nước khu vực IV giải ngân nhanh.", "Kho bạc Nhà nước khu vực IV", ""),
    ("Thuế cơ sở 3 tỉnh Lào Cai đôn đốc thu nợ.", "Thuế cơ sở 3 tỉnh Lào Cai", ""),
    ("Phòng Kinh tế, Hạ tầng và Đô thị phường lập kế hoạch.", "Phòng Kinh tế, Hạ tầng và Đô thị phường", ""),
    ("Ban Xây dựng Đảng, Ủy ban MTTQ phường chuẩn bị đại hội.", "Ban Xây dựng Đảng + Ủy ban MTTQ phường", ""),
    ("Trung tâm Dịch vụ tổng hợp xã vận hành trạm cấp nước.", "Trung tâm Dịch vụ tổng hợp xã", ""),
    ("Tổ chuyển đổi số cộng đồng hỗ trợ người dân.", "Tổ chuyển đổi số cộng đồng", ""),
)


@pytest.mark.parametrize(("words", "leads", "partners"), ORDERS, ids=[words[:40] for words, _, _ in ORDERS])
def test_an_order_names_its_lead_and_its_partners(words: str, leads: str, partners: str) -> None:
    drafts = draft(f"Chủ tịch kết luận như sau:\n- {words}", HELD_ON).drafts
    assert len(drafts) == 1
    assert " + ".join(one.surface for one in drafts[0].leads) == leads
    assert " + ".join(one.surface for one in drafts[0].partners) == partners


@pytest.mark.parametrize(
    "words",
    [
        "Công tác quốc phòng được tăng cường.",
        "Tình hình an ninh trật tự ổn định.",
        "Thu ngân sách đạt 45% dự toán.",
        "Đã hoàn thành 12/15 chỉ tiêu.",
        "Các đơn vị đã có nhiều cố gắng.",
        "Tuy nhiên, một số xã còn chậm.",
        "Chủ tịch UBND huyện đánh giá cao kết quả đạt được.",
        "Phòng Nội vụ đã trình dự thảo.",
        "Sở Y tế cho biết sẽ bổ sung vắc xin.",
        "Đây là nhiệm vụ quan trọng của cả hệ thống chính trị.",
        "Kết quả thực hiện là căn cứ xếp loại thi đua cuối năm.",
        "Đơn vị nào không hoàn thành sẽ bị phê bình.",
        "Thống nhất với báo cáo của Văn phòng.",
        "Đồng ý chủ trương đầu tư dự án.",
        "Ghi nhận nỗ lực của lực lượng công an.",
        "Chúc các đồng chí mạnh khỏe, hạnh phúc.",
        "Tại hội nghị, các đại biểu đã tham luận.",
        "Công ty cam kết khắc phục xong trong tháng 5.",
        "Việc giải ngân còn gặp nhiều khó khăn, vướng mắc.",
        "Các dự án đang triển khai đúng tiến độ.",
    ],
)
def test_results_praise_and_promises_are_no_orders(words: str) -> None:
    assert draft(f"Chủ tịch kết luận như sau:\n- {words}", HELD_ON).drafts == ()
