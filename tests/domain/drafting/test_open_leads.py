"""Who is told, in names and kinds of bodies no list need know: one order each, the leads in braces."""

from __future__ import annotations

import re
from datetime import date

import pytest

from taskboard.domain.drafting import draft

HELD_ON = date(2025, 3, 10)

ORDERS = """
    {Các Trường học}, {Trạm y tế}, {Ban quản lý chợ} có kế hoạch trực.
    {các sở, ngành liên quan} có trách nhiệm rà soát nhu cầu.
    {UBND các huyện, thành, thị} triển khai thực hiện nghiêm túc.
    {thủ trưởng các sở, ngành có liên quan} khẩn trương tham mưu chiến lược.
    {bí thư cấp huyện, cấp xã} chịu trách nhiệm về việc lấy ý kiến.
    {Ban Thường vụ Đảng ủy UBND TP} tập trung chỉ đạo các dự án.
    {Công ty Cây xanh} tổ chức lực lượng ứng trực.
    {Công ty Thoát nước} tổ chức nạo vét cống rãnh, khơi thông dòng chảy.
    {UBND các tỉnh Bắc Trung Bộ và duyên hải miền Trung} tạm hoãn các hội họp.
    {UBND các tỉnh Bắc Trung bộ và Bắc bộ} tạm hoãn các hội họp.
    {các phòng ban chuyên môn, đơn vị sự nghiệp} xây dựng kế hoạch.
    {Các xã còn lại} tiếp tục rà soát.
    {Các đơn vị còn lại} nộp báo cáo.
    {Ban phòng chống lụt bão xã} thông báo cho các hộ dân.
    {Các hộ kinh doanh buôn bán ở chợ} và {bà con nhân dân} chủ động bảo vệ tài sản.
    {Ban Quản lý dự án Đầu tư xây dựng các công trình giao thông tỉnh} đẩy nhanh tiến độ.
    {Ban QLDA ĐTXD khu vực 3} bàn giao mặt bằng.
    {Ban Quản lý Khu kinh tế Nghi Sơn và các Khu công nghiệp} rà soát diện tích.
    {Trung tâm Quản lý, khai thác công trình hạ tầng} sửa chữa hệ thống chiếu sáng.
    {Trung tâm Kỹ thuật tài nguyên và môi trường} hoàn thành đo đạc.
    {Trung tâm Thông tin, Ứng dụng khoa học và công nghệ} nâng cấp cổng thông tin.
    {Trung tâm Dịch vụ việc làm tỉnh} tổ chức phiên giao dịch.
    {Trung tâm Nước sạch và Vệ sinh môi trường nông thôn} kiểm tra nguồn nước.
    {Quỹ Bảo vệ và Phát triển rừng} chi trả tiền dịch vụ.
    {Quỹ Đầu tư phát triển tỉnh} thu hồi nợ vay.
    {Công ty TNHH MTV Khai thác công trình thủy lợi Hà Nam} vận hành trạm bơm.
    {Công ty Cổ phần Cấp nước Sơn La} bảo đảm cấp nước.
    {Công ty CP Môi trường và Công trình đô thị} thu gom rác thải.
    {Công ty Điện lực Nam Định} duy trì cấp điện.
    {Tổng công ty Đường sắt Việt Nam} bố trí tàu.
    {Tập đoàn Điện lực Việt Nam} bảo đảm cung ứng điện.
    {VNPT}, {Viettel} ngầm hóa cáp viễn thông.
    {Ngân hàng Nhà nước Chi nhánh Khu vực 5} chỉ đạo các tổ chức tín dụng giảm lãi suất.
    {Ngân hàng Chính sách xã hội tỉnh} giải ngân vốn vay.
    {Kho bạc Nhà nước khu vực XI} kiểm soát chi.
    {Thuế tỉnh Lào Cai} thu hồi nợ đọng.
    {Chi cục Hải quan khu vực VIII} phân tuyến hàng hóa.
    {Chi cục Chăn nuôi và Thú y} tiêm phòng gia súc.
    {Chi cục Thủy lợi và Phòng, chống thiên tai} kiểm tra hồ đập.
    {Cục Quản lý đê điều và Phòng, chống thiên tai} theo dõi diễn biến bão.
    {Vụ Pháp luật Hình sự - Hành chính} thẩm định hồ sơ.
    {Viện Quy hoạch xây dựng} lập đồ án.
    {Viện Nghiên cứu phát triển kinh tế - xã hội} hoàn thiện đề án.
    {Bệnh viện Đa khoa tỉnh} tiếp nhận bệnh nhân.
    {Bệnh viện Sản - Nhi} mua sắm thiết bị.
    {Trường Đại học Hồng Đức} tuyển sinh bổ sung.
    {Trường THPT Trần Phú} sửa chữa nhà đa năng.
    {Báo và Đài Phát thanh và Truyền hình tỉnh} đăng tải thông tin.
    {Báo Nam Định}, {Đài Phát thanh - Truyền hình tỉnh} tuyên truyền.
    {các cơ quan thông tin đại chúng} tuyên truyền sâu rộng.
    {các cơ quan báo chí} và {nhân dân} cùng giám sát.
    {Các cấp ủy, chính quyền} tập trung lãnh đạo.
    {cấp ủy, chính quyền địa phương} tập trung lãnh đạo.
    {Cấp ủy, chính quyền các cấp} tập trung lãnh đạo.
    {Cấp ủy, chính quyền các xã, phường} quan tâm chăm lo.
    {Người đứng đầu cấp ủy, chính quyền các cấp} trực tiếp chỉ đạo.
    {người đứng đầu các cơ quan, đơn vị, địa phương} chịu trách nhiệm toàn diện.
    {Thủ trưởng các sở, ban, ngành}; {Chủ tịch UBND các xã, phường} tổ chức kiểm tra.
    {Giám đốc các Sở}, {Thủ trưởng các ban, ngành cấp tỉnh}, {Chủ tịch UBND các huyện, thị xã, thành phố} rà soát.
    {Giám đốc Sở Xây dựng} chịu trách nhiệm trước Chủ tịch UBND tỉnh.
    {Giám đốc Công an tỉnh} chỉ đạo lực lượng cảnh sát giao thông xử lý xe quá tải.
    {Bộ trưởng Bộ Nông nghiệp và Môi trường} chỉ đạo tổ chức theo dõi.
    {Các Bộ: Tài chính, Xây dựng, Công Thương} báo cáo Thủ tướng.
    {các Bộ, ngành, địa phương} đẩy nhanh giải ngân.
    {các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ}, {UBND các tỉnh, thành phố trực thuộc Trung ương} rà soát.
    {UBND các tỉnh, thành phố} phân bổ vốn.
    {Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương ven biển từ Quảng Ninh đến Bình Thuận} kiểm đếm tàu thuyền.
    {UBND các tỉnh: Hà Giang, Cao Bằng, Lạng Sơn} kiểm soát biên giới.
    {UBND các quận, huyện, thị xã} dẹp vỉa hè.
    {UBND 12 phường} lập danh sách.
    {UBND cấp xã} niêm yết công khai.
    {UBND cấp huyện} thẩm định hồ sơ.
    {chính quyền cơ sở} nắm tình hình.
    {chính quyền các địa phương} hỗ trợ người dân.
    {Công an các xã, phường} nắm địa bàn.
    {Công an xã}, {Ban Chỉ huy Quân sự xã} trực sẵn sàng chiến đấu.
    {lực lượng Công an} tuần tra ban đêm.
    {Lực lượng Cảnh sát giao thông} xử lý vi phạm nồng độ cồn.
    {Bộ đội Biên phòng tỉnh} kêu gọi tàu thuyền.
    {Bộ Chỉ huy Quân sự tỉnh}, {Bộ Chỉ huy Bộ đội Biên phòng tỉnh}, {Công an tỉnh} sẵn sàng lực lượng.
    {Văn phòng UBND tỉnh} theo dõi, đôn đốc.
    {Văn phòng HĐND - UBND xã} tổng hợp báo cáo.
    {Văn phòng Đoàn ĐBQH và HĐND tỉnh} chuẩn bị tài liệu.
    {Chánh Văn phòng UBND tỉnh} đôn đốc.
    {Phòng Kinh tế, Hạ tầng và Đô thị} kiểm tra công trình.
    {Phòng Văn hóa - Xã hội}, {Phòng Kinh tế} rà soát hộ nghèo.
    {Trung tâm Phục vụ hành chính công phường} bố trí cán bộ.
    {Trung tâm Cung ứng dịch vụ công} quét dọn vỉa hè.
    {Tổ công nghệ số cộng đồng} hướng dẫn người dân.
    {các tổ dân phố} tuyên truyền.
    {Tổ trưởng các tổ dân phố} thông báo cho người dân.
    {Trưởng thôn Phú Lâm} vận động nhân dân.
    {các ông (bà) trưởng thôn} vận động nhân dân.
    {Ban Công tác mặt trận các thôn} vận động nhân dân.
    {Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh}, {các tổ chức chính trị - xã hội} giám sát.
    {Hội Liên hiệp Phụ nữ}, {Hội Nông dân}, {Đoàn Thanh niên} ra quân.
    {Đoàn TNCS Hồ Chí Minh xã} thành lập đội tình nguyện.
    {các hội, đoàn thể} tuyên truyền hội viên.
    {công chức Địa chính - Xây dựng} kiểm tra.
    {công chức Tài chính - Kế toán} quyết toán.
    {cán bộ phụ trách văn hóa} treo băng rôn.
    {Bộ phận Một cửa} tiếp nhận hồ sơ.
    {Hiệu trưởng các trường} chịu trách nhiệm.
    {Ban Giám hiệu các trường học} cho học sinh nghỉ học.
    {các trường mầm non, tiểu học, THCS} vệ sinh lớp học.
    {các nhà thầu thi công} tập trung nhân lực.
    {chủ đầu tư các dự án} giải ngân hết vốn.
    {các doanh nghiệp trên địa bàn} chấp hành pháp luật.
    {các chủ rừng} tuần tra.
    {Vườn quốc gia Cúc Phương} phòng cháy.
    {Hạt Kiểm lâm} trực cháy rừng.
    {đồng chí Phó Chủ tịch phụ trách kinh tế} đôn đốc.
    {các đồng chí Phó Chủ tịch UBND tỉnh} theo lĩnh vực phụ trách kiểm tra, đôn đốc.
    {các đồng chí Ủy viên UBND tỉnh} theo nhiệm vụ được phân công đôn đốc.
    {các thành viên UBND xã} bám địa bàn.
    {các thành viên Ban Chỉ đạo} kiểm tra cơ sở.
    {Ban Chỉ đạo 389 tỉnh} kiểm tra thị trường.
    {Ban Chỉ đạo xây dựng nông thôn mới} thẩm tra.
    {Ban Chỉ huy phòng thủ dân sự tỉnh} trực ban.
    {Hội đồng bồi thường, hỗ trợ và tái định cư} kiểm đếm.
    {Tổ công tác số 2} kiểm tra tiến độ.
    {Tổ công tác liên ngành} xử lý vi phạm.
    {Đội Quản lý trật tự đô thị} giải tỏa.
    {Đội Quản lý thị trường số 3} kiểm tra chợ.
    {cơ quan Thường trực Ban Chỉ đạo} tổng hợp.
    {cơ quan chuyên môn} thẩm định hồ sơ dự án.
    {ngành Y tế} tiêm vắc xin.
    {ngành nông nghiệp} hướng dẫn lịch thời vụ.
    {ngành Điện} khắc phục sự cố.
    {ngành chức năng} kiểm tra.
    {mỗi cán bộ, đảng viên} gương mẫu thực hiện.
    {mỗi xã} chọn một tuyến đường làm điểm.
    {từng sở, ngành} lập kế hoạch.
    {địa phương} báo cáo số liệu.
    {Những địa phương có dịch} lập chốt kiểm soát.
    {các địa phương có rừng} trực phòng cháy.
    {các xã có tỷ lệ giải ngân thấp} kiểm điểm.
    {các huyện miền núi} rà soát hộ nghèo.
    {các huyện ven biển} kêu gọi tàu thuyền.
    {các đơn vị thuộc Sở} rà soát.
    {các đơn vị trực thuộc} báo cáo.
    {các đơn vị được giao làm chủ đầu tư} đẩy nhanh giải ngân.
    {các cơ quan, đơn vị, địa phương liên quan} phối hợp thực hiện.
    {các cơ quan chuyên môn thuộc UBND tỉnh} rà soát.
    {tất cả các cơ quan, đơn vị} treo cờ.
    {Toàn thể cán bộ, công chức} chấp hành giờ giấc.
    {cán bộ, công chức, viên chức, người lao động} thực hiện văn hóa công sở.
    {TP. Thủ Đức} rà soát.
    {UBND TP Thủ Đức}, {UBND các quận, huyện} kiểm tra.
    {quận Bình Tân} chốt danh sách.
    {huyện Củ Chi} bàn giao mặt bằng.
    {Thành phố Vinh} giải phóng mặt bằng.
    {xã An Bình}, {xã Tân Hòa} hoàn thành tiêu chí.
    {các xã An Bình, Tân Hòa và Long Hưng} hoàn thành tiêu chí.
    {Sở GTVT}, {Sở KH&ĐT}, {Sở TN&MT} rà soát.
    {Sở Y tế} và {Công an tỉnh} phối hợp kiểm tra.
    {Thanh tra tỉnh} thanh tra đột xuất.
    {Thanh tra Sở Giao thông vận tải} xử lý xe dù.
    {Cảng vụ Hàng hải Hải Phòng} kiểm soát tàu.
    {Liên đoàn Lao động tỉnh} nắm tình hình công nhân.
    {Hiệp hội Du lịch} quảng bá.
    {Tòa án nhân dân tỉnh}, {Viện kiểm sát nhân dân tỉnh} đẩy nhanh xét xử.
    {Cục Thi hành án dân sự tỉnh} tổ chức cưỡng chế.
    {Tổng cục Hải quan} chỉ đạo hải quan các tỉnh kiểm soát hàng lậu.
    {Ủy ban Chứng khoán Nhà nước} giám sát thị trường.
    {Ủy ban Quản lý vốn nhà nước tại doanh nghiệp} đôn đốc các tập đoàn.
    {Đài Tiếng nói Việt Nam}, {Đài Truyền hình Việt Nam} đưa tin.
    {Thông tấn xã Việt Nam} đưa tin.
    {Văn phòng Chính phủ} theo dõi.
    {Ban Tổ chức Tỉnh ủy} tham mưu.
    {Ban Tuyên giáo và Dân vận Tỉnh ủy} định hướng dư luận.
    {Đảng ủy các xã, phường} lãnh đạo.
    {Ban Thường vụ các huyện ủy, thị ủy, thành ủy} lãnh đạo.
    {Thường trực HĐND tỉnh} giám sát.
    {Các Ban HĐND huyện} giám sát chuyên đề.
    {Các tổ đại biểu HĐND} tiếp xúc cử tri.
    {các nhà máy xi măng} giảm công suất.
    {các hồ chứa} xả lũ đúng quy trình.
    giao {các tổ vay vốn} rà soát hộ vay.
    giao {UBTP} làm nhanh thủ tục.
    giao {Giám đốc Sở Y tế} và đề nghị {Ủy ban MTTQ tỉnh} kiểm tra chéo.
    {Phòng Đào tạo Sau Đại học} thông báo lịch thi.
    {Các ông xóm trưởng} thông báo trên loa.
    {Thường trực} và {các Ban} giám sát.
    {Phòng Giáo dục và Đào tạo}, {Trung tâm Văn hóa, Thông tin và Thể thao} phối hợp tổ chức.
    {Nhà trường} rà soát cơ sở vật chất.
    {Chủ tịch UBND thành phố Huế} và {Chủ tịch UBND các huyện} kiểm tra.
    {Các Phó Chủ tịch UBND huyện} theo lĩnh vực phân công kiểm tra.
    {Chủ tịch UBND xã} chịu trách nhiệm nếu để xảy ra cháy rừng.
    {Chi bộ các thôn} lãnh đạo nhân dân.
    {Trạm Khuyến nông}, {Trạm Thú y} hướng dẫn nông dân.
    {Hợp tác xã Dịch vụ nông nghiệp Bình Minh} điều tiết nước.
    {HTX nông nghiệp} mở cống lấy nước.
    {Xí nghiệp Khai thác công trình thủy lợi huyện} vận hành bơm.
    {Điện lực Hải Hậu} cấp điện ổn định.
    {Bưu điện huyện} chi trả trợ cấp.
    {Ban Quản trị chung cư} tổ chức diễn tập.
    {Ban Chấp hành Đoàn phường} tổ chức ra quân.
    {Công đoàn các cơ quan} phát động thi đua.
    {Ban Đại diện cha mẹ học sinh} phối hợp nhà trường quản lý học sinh.
    {Đoàn Đại biểu Quốc hội tỉnh} tiếp xúc cử tri.
    {Ban An toàn giao thông tỉnh} tuyên truyền.
    {Cụm thi đua số 2} chấm điểm.
    {Trung đoàn 892} huấn luyện dân quân.
    {Đồn Biên phòng Ngọc Hải} kiểm soát tàu ra vào.
    {Hải đội 2} tuần tra.
    {Cảnh sát biển} hỗ trợ ngư dân.
    {Quản lý thị trường} kiểm tra hàng giả.
    {Đội Thuế liên huyện} thu nợ.
    {Phòng PA05}, {Phòng CSGT} kiểm tra.
    {Công an các đơn vị, địa phương} cấp thẻ căn cước.
    {Công an 15 xã, thị trấn} làm sạch dữ liệu.
    {Công an các quận, huyện} xử lý vi phạm.
    {UBND xã Phú Lâm, Phú Xuân} giải phóng mặt bằng.
    {UBND 02 xã Tân An và Tân Lập} giải phóng mặt bằng.
    {Chủ tịch UBND 10 xã biên giới} quản lý đường mòn.
    {UBND phường Hà Khẩu} cưỡng chế.
    {UBND các phường: Hà Khẩu, Giếng Đáy, Bãi Cháy} cưỡng chế.
    {các phường Hà Khẩu, Giếng Đáy} cưỡng chế.
    {03 xã Minh Châu, Quan Lạn, Ngọc Vừng} xử lý rác thải.
    {Khối Mặt trận Tổ quốc và các đoàn thể} vận động nhân dân.
    {Ban Kinh tế - Ngân sách HĐND tỉnh} thẩm tra.
    {Liên minh Hợp tác xã tỉnh} tư vấn thành lập hợp tác xã.
    {Sở Văn hóa, Thể thao và Du lịch}, {Sở Thông tin và Truyền thông} quảng bá.
    {Sở Lao động, Thương binh và Xã hội} chi trả trợ cấp.
    {Sở NN&MT} đôn đốc các địa phương.
    {Sở: Tài chính, Xây dựng, Nội vụ} rà soát.
    {Các Sở: Tài chính, Xây dựng, Nội vụ}; {UBND các xã} rà soát.
    {Các đồng chí lãnh đạo UBND tỉnh} kiểm tra thực địa.
    {các đồng chí Thường vụ Huyện ủy phụ trách xã} bám sát cơ sở.
    {các đồng chí Huyện ủy viên} dự sinh hoạt chi bộ.
    {Phó Chủ tịch Thường trực UBND tỉnh} điều hành.
    {Phó Chủ tịch UBND tỉnh Nguyễn Văn Nam} chủ trì họp giải quyết.
    {Chị Hoa} in tài liệu.
    {Đ/c Lan} tham mưu lịch họp.
    {Trưởng Công an xã} xác minh.
    {Trưởng ban Quản lý dự án} bố trí cán bộ.
    {Chỉ huy trưởng Ban Chỉ huy Quân sự huyện} tuyển quân.
    {Kế toán trưởng} lập dự toán.
    {cán bộ Tư pháp - Hộ tịch} rà soát hộ tịch.
    {công chức Văn hóa - Xã hội} lập danh sách.
    {Bộ phận Tiếp nhận và Trả kết quả} niêm yết thủ tục.
    {bộ phận chuyên môn} tham mưu văn bản.
    {các bộ phận liên quan} nộp báo cáo.
    {nhóm công tác} khảo sát thực địa.
    {Tổ Đề án 06} cập nhật dữ liệu.
    {Tổ giúp việc Ban Chỉ đạo} tổng hợp.
    {Trung tâm Lưu trữ lịch sử} số hóa tài liệu.
    {Trung tâm Trợ giúp pháp lý nhà nước} cử trợ giúp viên.
    {Trung tâm Bảo tồn Di tích Cố đô} trùng tu.
    {Trung tâm Chăm sóc và Nuôi dưỡng người có công} sửa nhà.
    {Văn phòng Đăng ký đất đai} chỉnh lý bản đồ.
    {Chi nhánh Văn phòng Đăng ký đất đai Gia Lộc} chỉnh lý bản đồ.
    {Ban Quản lý các dự án đầu tư và xây dựng khu vực Vân Đồn} nghiệm thu.
    {Ban Quản lý dịch vụ công ích và duy tu hạ tầng đô thị} cắt tỉa cây.
    {Nhà thầu Công ty 368} tăng ca.
    {Liên danh nhà thầu Trung Chính - Sơn Hải} thi công ba ca.
    {Tổng Công ty Đầu tư và Kinh doanh vốn Nhà nước} thoái vốn.
    {Tổng cục Đường bộ Việt Nam} phân luồng từ xa.
    {Cục Cảnh sát giao thông} phân luồng.
    {Cục Hàng không Việt Nam} giám sát slot.
    {Bộ Tổng Tham mưu} điều động lực lượng.
    {Quân khu 4} điều động lực lượng.
    {Kiểm toán nhà nước khu vực II} kiểm toán chuyên đề.
    {Bảo hiểm xã hội khu vực XXV} giám định chi phí.
    {Ngân hàng Nhà nước Việt Nam} điều hành tỷ giá.
    {Các tổ chức tín dụng} cơ cấu lại nợ.
    {các hãng hàng không} tăng chuyến.
    {các cơ quan báo chí của tỉnh} đưa tin.
    {các cơ quan thông tấn, báo chí} đưa tin.
    {hệ thống truyền thanh cơ sở} phát tin.
    {Đài Truyền thanh xã} phát tin.
    {người dân} khai báo y tế.
    {các hộ dân} tháo dỡ lều quán.
    {Cơ quan Cảnh sát điều tra} khởi tố.
    {cơ quan tài chính} thẩm định dự toán.
    {cơ quan thuế} hoàn thuế.
    {cơ quan, đơn vị} rà soát.
    {Từng cơ quan, đơn vị} lập kế hoạch tiết kiệm điện.
    {mỗi đơn vị} cử một cán bộ đầu mối.
    {đơn vị tư vấn} hoàn chỉnh hồ sơ.
    {Đơn vị thi công} rào chắn công trường.
    {chủ đầu tư} kiểm điểm trách nhiệm nhà thầu.
    {Sở, ngành} rà soát danh mục.
    {sở, ban, ngành}, {UBND cấp huyện} rà soát danh mục.
    {Phòng, ban} rà soát.
    {UBND huyện, thị xã, thành phố} thẩm định.
    {tỉnh Hòa Bình} bàn giao mặt bằng.
    {các tỉnh vùng Đồng bằng sông Cửu Long} kiểm soát mặn.
    {các tỉnh từ Thanh Hóa đến Khánh Hòa} cấm biển.
    {các địa phương vùng Tây Nguyên} trồng rừng.
    {Đảng ủy, UBND các xã} lãnh đạo.
    {Đảng ủy Công an tỉnh} lãnh đạo.
    {Ban Thường trực Ủy ban MTTQ huyện} giám sát.
    {Ban Dân vận Huyện ủy} nắm dư luận.
    {Ủy ban Kiểm tra Thành ủy} giám sát.
    {Văn phòng Thành ủy} chuẩn bị hội nghị.
    {Trung tâm Chính trị huyện} mở lớp.
    {Đoàn Thanh niên các cấp} ra quân.
    {các cấp công đoàn} chăm lo công nhân.
    {Các cấp Hội Phụ nữ} vận động hội viên.
    {Các Bộ trưởng}, {Thủ trưởng các cơ quan ngang Bộ}, {Chủ tịch UBND các tỉnh, thành phố trực thuộc Trung ương} rà soát.
    {Trung ương Đoàn TNCS Hồ Chí Minh} phát động phong trào.
    {Lực lượng công an, kiểm lâm, quân sự} tăng cường tuần tra.
    yêu cầu {2 tỉnh} chấn chỉnh công tác phòng dịch.
    {Văn phòng HĐND&UBND huyện} có trách nhiệm đôn đốc.
    {các phòng ban chuyên môn}, {Trưởng các thôn} nắm tình hình.
    {UBND các huyện, thành phố, thị xã: Tam Nông, Thanh Thủy} rà soát.
    {Chủ tịch UBND các quận, huyện, thành phố Thủ Đức} chịu trách nhiệm.
    {TP Thủ Đức} và {các quận, huyện} rà soát.
    {UBND các quận, huyện và thành phố Thủ Đức} rà soát.
    {UBND TP. Hạ Long}, {UBND TP. Cẩm Phả} bàn giao mặt bằng.
    {UBND TX. Quảng Yên} bàn giao mặt bằng.
    {Sở GTVT} và {UBND TP.HCM} thống kê.
    {các Sở: GTVT, TN&MT, KH&ĐT} thẩm định.
    {các ngành: Công an, Quân sự, Kiểm lâm} phối hợp tuần tra.
    {Phòng Nông nghiệp và PTNT} hướng dẫn lịch gieo cấy.
    {Phòng TN-MT} thẩm định hồ sơ.
    {Phòng LĐTB&XH} chi trả.
    {Phòng VH-TT} kiểm tra karaoke.
    {P. TC-KH} thẩm định.
    {BQL dự án} đôn đốc nhà thầu.
    {BCH Quân sự xã} trực.
    {BCĐ 138} họp đánh giá.
    {UB MTTQ xã} giám sát.
    {Đảng ủy - UBND các xã} lãnh đạo.
    {Đảng ủy, HĐND, UBND xã} chuẩn bị.
    {Các chi, đảng bộ trực thuộc} sinh hoạt.
    {Các chi bộ, đảng bộ} tổ chức học tập.
    {Các tổ chức cơ sở đảng} tổ chức học tập.
    {Bí thư các chi bộ} báo cáo.
    {các ông, bà trưởng khu phố} thông báo.
    {Ban điều hành khu phố} nhắc nhở các hộ.
    {Ban Thanh tra nhân dân} giám sát.
    {Tổ dân phố số 3} và {Tổ dân phố số 4} dọn vệ sinh.
    {Khu phố 2} lập danh sách.
    {thôn Đông} hoàn thành đường bê tông.
    {Hội đồng nghĩa vụ quân sự phường} khám sơ tuyển.
    {Hội đồng thi đua - khen thưởng} xét duyệt.
    {Hội đồng Đội huyện} tổ chức trại hè.
    {Huyện Đoàn} tổ chức trại hè.
    {Thành đoàn}, {Hội Sinh viên tỉnh} tổ chức tiếp sức mùa thi.
    {Liên đoàn Lao động huyện} thăm hỏi công nhân.
    {Trung tâm VH-TT&TT} tuyên truyền trực quan.
    {Trung tâm Dịch vụ Nông nghiệp huyện} cung ứng giống.
    {Trung tâm GDNN - GDTX} mở lớp nghề.
    {Trường Mầm non Hoa Sen} sửa bếp ăn.
    {Trường TH&THCS Tân Lập} chuyển học sinh.
    {các trường THCS, THPT} ôn tập cho học sinh.
    {Trạm Y tế các xã} tiêm chủng.
    {Trung tâm Y tế huyện} phun khử khuẩn.
    {Hạt Kiểm lâm liên huyện Nam Đàn - Thanh Chương} tuần tra.
    {Đồn Công an Khu công nghiệp} nắm tình hình.
    {Công an các phường} xử lý.
    {Ban Công an}, {Ban CHQS xã} trực.
    {Đội CSGT-TT} xử lý xe vi phạm.
    {Tổ công tác 06} cập nhật.
    {Chi nhánh Ngân hàng CSXH} giải ngân.
    {Phòng giao dịch NHCSXH huyện} giải ngân.
    {Bảo hiểm xã hội huyện} rà soát.
    {Chi cục Thống kê khu vực Tam Điệp} thu thập số liệu.
    {Chi cục Thi hành án dân sự} cưỡng chế.
    {Viện KSND huyện} kiểm sát.
    {Tòa án nhân dân huyện} xét xử lưu động.
    {Thuế cơ sở 4} đôn đốc thu.
    {Đội Thuế số 2} đôn đốc thu.
    {Kho bạc huyện} kiểm soát chi.
    {Điện lực huyện} phát quang hành lang.
    {Công ty Thủy nông} nạo vét.
    {Công ty cổ phần Cấp thoát nước} khắc phục sự cố.
    {Công ty CP Xi măng Bỉm Sơn} lắp hệ thống lọc bụi.
    {Công ty TNHH Một thành viên Lâm nghiệp Bến Hải} trồng rừng.
    {Nhà máy Nhiệt điện Thái Bình} duy trì vận hành.
    {Ban Quản lý rừng phòng hộ Sông Đà} tuần tra.
    {Ban Quản lý Vịnh Hạ Long} thu gom rác.
    {Ban Quản lý di tích và danh thắng} trùng tu.
    {Ban Quản lý chợ Đông Ba} sắp xếp quầy hàng.
    {Ban Quản lý các Khu công nghiệp và Khu kinh tế} nắm tình hình lao động.
    {Ban Quản lý Khu công nghệ cao Hòa Lạc} cấp phép.
    {Ban Quản lý dự án các công trình trọng điểm} giải ngân.
    {Ban QLDA đầu tư xây dựng huyện} giải ngân.
    {Ban Quản lý dự án ĐTXD các công trình NN&PTNT} giải ngân.
    {Trung tâm Phát triển quỹ đất thành phố} kiểm đếm.
    {Văn phòng Đăng ký đất đai chi nhánh huyện} trích đo.
    {Cảng vụ Đường thủy nội địa} xử lý tàu vi phạm.
    {thanh tra giao thông} xử lý xe quá khổ.
    {các lực lượng chức năng} kiểm tra.
    {lực lượng chức năng} kiểm tra.
    {các lực lượng: Công an, Quân sự, Biên phòng} sẵn sàng ứng cứu.
    {cơ quan, đơn vị liên quan} cung cấp hồ sơ.
    {các cơ quan liên quan} cung cấp hồ sơ.
    {các đơn vị có liên quan} cung cấp hồ sơ.
    {các đơn vị quản lý hồ chứa} kiểm tra.
    {các chủ đập, hồ chứa} kiểm tra.
    {các chủ tàu, thuyền trưởng} bật thiết bị giám sát.
    {các hộ gia đình} ký cam kết.
    {hộ kinh doanh} niêm yết giá.
    {Các cơ sở giáo dục} rà soát.
    {Các cơ sở y tế} trực cấp cứu.
    {Các cơ sở khám bệnh, chữa bệnh} trực cấp cứu.
    {các cơ quan, đơn vị, trường học} treo cờ.
    {các cơ quan, tổ chức, doanh nghiệp} treo cờ.
    {Các tổ chức, cá nhân} chấp hành.
    {Các tầng lớp nhân dân} tham gia vệ sinh.
    {Cán bộ, đảng viên} gương mẫu thực hiện.
    {Toàn thể cán bộ, giáo viên} thực hiện.
    {Các đồng chí được phân công phụ trách xã} bám địa bàn.
    {đồng chí Chủ tịch HĐND xã} chỉ đạo giám sát.
    {Đ/c Phó Chủ tịch UBND huyện Trần Văn Nam} trực tiếp kiểm tra.
    {ông Nguyễn Văn A - Trưởng phòng Nội vụ} tham mưu.
    {Chánh Thanh tra huyện} tham mưu.
    {Trưởng các phòng, ban} chấn chỉnh kỷ luật.
    {Thủ trưởng cơ quan, đơn vị} chấn chỉnh kỷ luật.
    {Hiệu trưởng trường THPT Lê Lợi} xin lỗi phụ huynh.
    {Giám đốc Trung tâm Y tế} chịu trách nhiệm.
    {Giám đốc các bệnh viện} chịu trách nhiệm.
    {Trưởng Ban Quản lý các khu công nghiệp} chịu trách nhiệm.
    {Cục trưởng Cục Thuế} chịu trách nhiệm.
    {Tư lệnh Quân khu 7} điều động.
    {Chủ nhiệm Ủy ban Dân tộc} rà soát.
    {Thống đốc Ngân hàng Nhà nước} điều hành tín dụng.
    {Tổng Thanh tra Chính phủ} rà soát.
    {Chủ tịch Hội đồng thành viên Tập đoàn Điện lực Việt Nam} chỉ đạo bảo đảm điện.
    {Tổng Giám đốc Đài Truyền hình Việt Nam} chỉ đạo đưa tin.
    {Tổ công tác} làm việc với các doanh nghiệp.
    {UBND các xã, phường, đặc khu} bố trí trụ sở làm việc.
    {đặc khu Vân Đồn} bố trí trụ sở làm việc.
    {Đảng ủy các xã, phường, đặc khu} lãnh đạo đại hội.
    {Ban Chỉ đạo phòng thủ dân sự quốc gia} kiểm tra, đôn đốc.
    {Ban Chỉ đạo Trung ương về phòng, chống thiên tai} kiểm tra, đôn đốc.
    {Ủy ban Quốc gia Ứng phó sự cố, thiên tai và Tìm kiếm cứu nạn} điều phối lực lượng.
    {Hội đồng quản lý Quỹ} họp xem xét.
    {Cục Xuất nhập khẩu} (Bộ Công Thương) cấp giấy phép.
    {Tổng cục Phòng, chống thiên tai} chỉ đạo vận hành hồ chứa.
    {Trung tâm Dự báo khí tượng thủy văn quốc gia} cập nhật bản tin.
    {Đài Khí tượng Thủy văn khu vực Đồng bằng Bắc Bộ} cập nhật bản tin.
    {Tổng công ty Quản lý bay Việt Nam} điều phối chuyến bay.
    {Tập đoàn Than - Khoáng sản} tăng sản lượng.
    {các tập đoàn, tổng công ty nhà nước} tiết giảm chi phí.
    {các doanh nghiệp xuất khẩu} tận dụng hiệp định.
    {các ngân hàng thương mại} giảm lãi suất.
    {các đại biểu Quốc hội} giám sát.
    {các cơ quan của Quốc hội} thẩm tra.
    {Ủy ban Thường vụ Quốc hội} xem xét.
    {Viện Kiểm sát nhân dân tối cao} rà soát.
    {Thủ trưởng các cơ quan, đơn vị trực thuộc Bộ} tổ chức triển khai.
    {các đơn vị thuộc Bộ} tổ chức triển khai.
    {Vụ Kế hoạch - Tài chính} chủ trì tổng hợp.
    {Cục Hạ tầng xây dựng} chủ trì tổng hợp.
    {Vụ Tổ chức cán bộ}, {Vụ Pháp chế}, {Văn phòng Bộ} rà soát.
    {Thanh tra Bộ} kiểm tra.
    {Viện Chiến lược và Chính sách tài chính} nghiên cứu.
    {Nhà xuất bản Giáo dục Việt Nam} cung ứng sách giáo khoa.
    {Trường Đại học Sư phạm Hà Nội} bồi dưỡng giáo viên.
    {Học viện Hành chính Quốc gia} mở lớp bồi dưỡng.
    {các cơ sở giáo dục đại học} công khai học phí.
    {các trường đại học} công khai học phí.
    {Hội đồng nhân dân các xã} giám sát.
    {Đoàn Luật sư tỉnh} tư vấn miễn phí.
    {Liên hiệp các Hội Khoa học và Kỹ thuật} phản biện.
    {Hội Chữ thập đỏ các cấp} vận động hiến máu.
    {Ban liên lạc hưu trí} vận động.
    {Ban Quản lý chung cư}, {Ban Quản trị} kiểm tra hệ thống chữa cháy.
    yêu cầu {các khóm trưởng} nắm hộ khẩu.
    yêu cầu {các ông khóm trưởng} nắm hộ khẩu.
    giao {chủ nhiệm HTX Đông Hải} điều tiết nước.
    yêu cầu {đồng chí bí thư chi đoàn} huy động đoàn viên.
    giao {cán bộ thú y xã} tiêm phòng.
    giao {các đồng chí trưởng ngành} báo cáo.
    giao {nhân viên y tế thôn} cấp phát thuốc.
    giao {lái xe} bố trí phương tiện.
    đề nghị {quý cơ quan} phối hợp.
    đề nghị {Quý đơn vị} gửi báo cáo.
    đề nghị {các đồng chí} gửi báo cáo.
    đề nghị {đồng chí Bí thư Đảng ủy các xã} chỉ đạo.
    yêu cầu {các cô giáo} quản lý trẻ.
    đề nghị {các vị đại biểu} nghiên cứu tài liệu.
    đề nghị {các nhà khoa học} góp ý.
    yêu cầu {các thầy, cô giáo} chấm bài.
    yêu cầu {ngư dân} vào bờ.
    đề nghị {bà con nông dân} thu hoạch lúa.
    yêu cầu {các hộ tiểu thương} niêm yết giá.
    yêu cầu {người đứng đầu} chịu trách nhiệm.
    đề nghị {lãnh đạo các địa phương} quan tâm.
    yêu cầu {lãnh đạo, chỉ huy các đơn vị} quán triệt.
    yêu cầu {chỉ huy các đơn vị} quán triệt.
    yêu cầu {Thủ trưởng các đơn vị thuộc và trực thuộc Sở} quán triệt.
    yêu cầu {Trưởng Công an các huyện, thành phố} quán triệt.
    yêu cầu {Trưởng phòng Giáo dục và Đào tạo các huyện, thị xã, thành phố} quán triệt.
    yêu cầu {các phòng, đơn vị trực thuộc Sở} quán triệt.
    yêu cầu {các bệnh viện tuyến tỉnh} quán triệt.
    yêu cầu {các hạt kiểm lâm} quán triệt.
    yêu cầu {các cơ sở lưu trú} khai báo khách.
    yêu cầu {các điểm du lịch} niêm yết giá.
    yêu cầu {các khu, điểm du lịch} niêm yết giá.
    yêu cầu {Ban Quản lý các di tích} niêm yết giá.
    yêu cầu {các Ban quản lý chợ} niêm yết giá.
    yêu cầu {các đơn vị kinh doanh vận tải} niêm yết giá.
    yêu cầu {các bến xe} tăng chuyến.
    yêu cầu {các đại lý xăng dầu} mở cửa bán hàng.
    yêu cầu {các công ty thủy lợi} vận hành trạm bơm.
    yêu cầu {các Công ty TNHH MTV thủy lợi} vận hành trạm bơm.
    yêu cầu {các chủ đầu tư, nhà thầu, tư vấn giám sát} tăng ca.
    yêu cầu {chính quyền hai cấp} vào cuộc quyết liệt giải phóng mặt bằng.
    yêu cầu {chính quyền cấp xã} rà soát.
    yêu cầu {chính quyền xã Hòa Tiến} rà soát.
    yêu cầu {hai xã} rà soát.
    yêu cầu {hai địa phương} thống nhất mốc giới.
    yêu cầu {3 huyện Mường Lát, Quan Sơn, Quan Hóa} rà soát.
    yêu cầu {11 huyện miền núi} rà soát.
    yêu cầu {toàn tỉnh} ra quân trồng cây.
    yêu cầu {toàn ngành} ra quân.
    yêu cầu {toàn ngành Giáo dục} ra quân.
    yêu cầu {ngành Công an} ra quân.
    yêu cầu {khối các cơ quan Nhà nước} rà soát.
    yêu cầu {nhóm giúp việc} tổng hợp.
    yêu cầu {Tổ biên tập} hoàn thiện báo cáo.
    yêu cầu {Ban soạn thảo} hoàn thiện báo cáo.
    yêu cầu {cơ quan chủ trì soạn thảo} hoàn thiện báo cáo.
    yêu cầu {cơ quan soạn thảo} tiếp thu ý kiến.
    yêu cầu {cơ quan thẩm định} hoàn thiện báo cáo.
    yêu cầu {Hội đồng thẩm định} hoàn thiện báo cáo.
    yêu cầu {Hội đồng giải phóng mặt bằng} chi trả tiền.
    yêu cầu {Ban Bồi thường, giải phóng mặt bằng} chi trả tiền.
    yêu cầu {Công ty Cổ phần Tập đoàn Hoa Sen} khắc phục ô nhiễm.
    yêu cầu {Công ty Formosa} khắc phục ô nhiễm.
    yêu cầu {Vietnam Airlines} tăng chuyến.
    yêu cầu {EVN}, {PVN} bảo đảm điện.
    yêu cầu {Tổng công ty Khánh Việt} nộp ngân sách.
    yêu cầu {tập đoàn Sun Group} khắc phục.
    yêu cầu {nhà đầu tư} ký quỹ.
    yêu cầu {đơn vị thi công} rào chắn.
    yêu cầu {Ban Quản lý các dự án trọng điểm} giải ngân.
    {UBND các huyện, thị xã, thành phố}, {các đơn vị liên quan} căn cứ nhiệm vụ được giao tổ chức thực hiện.
    {Sở Nông nghiệp và PTNT} theo dõi, kiểm tra việc vận hành hồ chứa.
    {Sở Nông nghiệp & PTNT} theo dõi, kiểm tra việc vận hành hồ chứa.
    {Sở Nông nghiệp - Phát triển nông thôn} theo dõi, kiểm tra việc vận hành hồ chứa.
    {Sở LĐTBXH} theo dõi, kiểm tra an toàn lao động.
    {Sở LĐ,TB&XH} theo dõi, kiểm tra an toàn lao động.
    {Sở VHTTDL} theo dõi, kiểm tra lễ hội.
    {Sở VH-TT&DL} theo dõi, kiểm tra lễ hội.
    {Sở VHTT} theo dõi, kiểm tra lễ hội.
    {Sở TTTT} theo dõi, kiểm tra các trang mạng.
    {Sở KHCN} theo dõi, kiểm tra đề tài.
    {Sở KHĐT} theo dõi, kiểm tra đấu thầu.
    {Sở GD-ĐT} theo dõi, kiểm tra dạy thêm.
    {Sở QH-KT} thẩm định quy hoạch chung đô thị.
    {Sở Quy hoạch - Kiến trúc} thẩm định quy hoạch chung đô thị.
    {Sở Du lịch}, {Sở An toàn thực phẩm} kiểm tra các cơ sở lưu trú.
    {Bộ NN-PTNT} theo dõi diễn biến dịch tả lợn châu Phi.
    {Bộ NN&PTNT}, {Bộ TN&MT} theo dõi diễn biến hạn mặn.
    {Bộ LĐ-TB&XH} hướng dẫn chi trả trợ cấp.
    {Bộ VHTTDL} hướng dẫn tổ chức lễ hội.
    {Bộ GTVT} chỉ đạo các đơn vị phân luồng từ xa.
    {Bộ TT-TT} chỉ đạo các cơ quan báo chí đưa tin.
    {NHNN} điều hành linh hoạt lãi suất.
    {VPCP} theo dõi, đôn đốc việc thực hiện.
    {Ủy ban ATGT Quốc gia} kiểm tra các điểm đen giao thông.
    {UBQG} tổng hợp tình hình trong cả nước.
    {BCH PCTT&TKCN tỉnh} trực ban 24/24 giờ.
    {Ban Chỉ huy PCTT và TKCN các cấp} trực ban 24/24 giờ.
    {Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn các xã} trực ban 24/24 giờ.
    {Ban Chỉ huy phòng chống thiên tai các địa phương} trực ban 24/24 giờ.
    {Ban chỉ huy phòng chống lụt bão và tìm kiếm cứu nạn huyện} trực ban 24/24 giờ.
    {Ban Chỉ đạo phòng chống dịch Covid-19 các phường} rà soát các trường hợp F1.
    {Ban Chỉ đạo Phòng, chống dịch các cấp} rà soát các trường hợp F1.
    {Trung tâm chỉ huy phòng, chống dịch} điều phối lực lượng y tế.
    {Tổ Covid cộng đồng} đi từng ngõ, gõ từng nhà.
    {các tổ COVID cộng đồng} đi từng ngõ, gõ từng nhà.
    {các chốt kiểm soát dịch} kiểm tra giấy đi đường.
    {các khu công nghiệp} xét nghiệm công nhân.
    {TTYT huyện} truy vết các trường hợp tiếp xúc gần.
    {Trạm Y tế lưu động} điều trị F0 tại nhà.
    {Bệnh viện Đa khoa khu vực Ninh Hòa} tiếp nhận điều trị bệnh nhân.
    {Công an tỉnh}, {BCH Quân sự tỉnh}, {BCH Bộ đội Biên phòng tỉnh} tuần tra khu vực biên giới.
    {Bộ CHQS tỉnh}, {Bộ CHBĐBP tỉnh} tuần tra khu vực biên giới.
    {Cục Hải quan tỉnh}, {Cục Quản lý thị trường tỉnh} kiểm soát hàng hóa qua biên giới.
    {Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn} phân luồng xe hàng.
    {Ban Quản lý cửa khẩu} phân luồng xe hàng.
    {các lực lượng tại cửa khẩu} phân luồng xe hàng.
    {UBND các huyện biên giới} quản lý chặt đường mòn, lối mở.
    {UBND huyện đảo Lý Sơn} kêu gọi tàu thuyền vào bờ.
    {UBND huyện Côn Đảo} bố trí tàu đưa khách về đất liền.
    {UBND các xã, phường, thị trấn ven biển} kêu gọi tàu thuyền vào bờ.
    {UBND các xã vùng hạ du} thông báo cho nhân dân.
    {UBND các xã, thị trấn có đê} tuần tra canh gác đê.
    {UBND các xã nằm trong vùng dự án} kiểm đếm đất đai.
    {UBND các huyện được giao chỉ tiêu} rà soát kế hoạch.
    {Các huyện, thành phố} đẩy nhanh tiến độ cấp giấy chứng nhận.
    {huyện, xã} đẩy nhanh tiến độ cấp giấy chứng nhận.
    {các xã, thị trấn: Yên Lạc, Yên Đồng, Yên Mỹ} đẩy nhanh tiến độ.
    {thành phố Bắc Giang}, {huyện Việt Yên} đẩy nhanh tiến độ.
    {Chủ tịch UBND xã, phường, thị trấn} chịu trách nhiệm về trật tự xây dựng.
    {Chủ tịch UBND cấp huyện, cấp xã} trực tiếp tiếp công dân.
    {Chủ tịch UBND các cấp} trực tiếp tiếp công dân.
    {Chủ tịch Ủy ban nhân dân huyện Gia Lâm} chỉ đạo xử lý dứt điểm vi phạm.
    {Bí thư Đảng ủy các xã, thị trấn} trực tiếp chỉ đạo.
    {Bí thư cấp ủy các cấp} trực tiếp chỉ đạo.
"""

WITH_PARTNERS = """
    {Bộ Tài chính} chủ trì, phối hợp với [Bộ Tư pháp], [các bộ, cơ quan liên quan] khẩn trương hoàn thiện dự thảo Nghị định.
    {Bộ Xây dựng} chủ trì, phối hợp với [các Bộ: Tài chính, Công Thương], [UBND thành phố Hà Nội] và [các cơ quan liên quan] nghiên cứu kiến nghị của doanh nghiệp.
    {Bộ Nông nghiệp và Môi trường} phối hợp chặt chẽ với [các địa phương] theo dõi diễn biến dịch bệnh.
    {Bộ Công an} chủ trì, cùng [Bộ Quốc phòng] bảo đảm an ninh trật tự.
    {UBND tỉnh Lào Cai} phối hợp với [Bộ Giao thông vận tải] rà soát quy hoạch tuyến đường.
    {UBND các tỉnh, thành phố} phối hợp với [Ủy ban MTTQ cùng cấp] vận động nhân dân.
    {Văn phòng Chính phủ} chủ trì, phối hợp với [các cơ quan liên quan] theo dõi, đôn đốc.
    {Sở Tài chính} chủ trì, phối hợp [Kho bạc Nhà nước khu vực], [Thuế tỉnh], [các chủ đầu tư] đẩy nhanh giải ngân.
    {Sở Y tế} phối hợp cùng [Sở Giáo dục và Đào tạo], [UBND các xã, phường] tổ chức tiêm chủng.
    {Sở Nội vụ} chủ trì, phối hợp với [Văn phòng UBND tỉnh] và [các đơn vị có liên quan] tham mưu.
    {Công an tỉnh} chủ trì phối hợp với [Sở Xây dựng], [Thanh tra tỉnh] xử lý vi phạm.
    {Công an xã} phối hợp với [các thôn] tuần tra.
    {Phòng Kinh tế} phối hợp với [Trung tâm Dịch vụ tổng hợp], [các hợp tác xã] hướng dẫn nông dân.
    {Ban Quản lý dự án} phối hợp với [các hộ dân bị ảnh hưởng] đo đạc, kiểm đếm.
    {Hạt Kiểm lâm} phối hợp [chính quyền địa phương] tuần tra.
    {Sở Khoa học và Công nghệ} chủ trì, phối hợp với [Công an tỉnh], [VNPT Nam Định], [Viettel Nam Định] triển khai hạ tầng số.
    {Sở Công Thương} chủ trì, phối hợp với [Công ty Điện lực], [các đơn vị, địa phương liên quan] kiểm tra hành lang lưới điện.
    {Thanh tra tỉnh} chủ trì, phối hợp với [Ủy ban Kiểm tra Tỉnh ủy], [Ban Nội chính Tỉnh ủy] rà soát các vụ việc.
    {Ban Dân tộc}, {Sở Tài chính} phối hợp với [UBND các huyện miền núi] rà soát hộ nghèo.
    {Chi cục Thủy lợi} phối hợp với [Công ty TNHH MTV Khai thác công trình thủy lợi] vận hành cống.
    {UBND xã Hòa Bình} phối hợp với [Phòng Nông nghiệp và Môi trường], [Chi nhánh Văn phòng đăng ký đất đai] lập hồ sơ.
    {Đoàn Thanh niên} phối hợp với [nhà trường] tổ chức trại hè.
    {Trường Tiểu học Kim Đồng} phối hợp với [gia đình học sinh] quản lý học sinh.
    {Sở Văn hóa, Thể thao và Du lịch} chủ trì, phối hợp với [Sở Ngoại vụ], [Hiệp hội Du lịch] xúc tiến thị trường.
    {Bảo hiểm xã hội tỉnh} chủ trì, phối hợp với [Bưu điện tỉnh] chi trả lương hưu.
    {Ngân hàng Nhà nước Việt Nam} chủ trì, phối hợp với [Bộ Tài chính] điều hành linh hoạt chính sách tiền tệ.
    {Các bộ, ngành, địa phương} phối hợp chặt chẽ với [Bộ Tài chính] giải ngân vốn đầu tư công.
    {Đài Phát thanh và Truyền hình tỉnh}, {Báo Nam Định} phối hợp với [Sở Thông tin và Truyền thông] tuyên truyền.
    {Bộ Chỉ huy Quân sự tỉnh} chủ trì, phối hợp với [Bộ Chỉ huy Bộ đội Biên phòng tỉnh], [Công an tỉnh], [UBND các xã ven biển] sẵn sàng cứu hộ.
    {Sở Giáo dục và Đào tạo} phối hợp với [UBND các xã, phường, đặc khu] rà soát trường lớp.
"""
"""Leads in braces, partners in brackets."""

NO_LEADS = """
    Công tác thu ngân sách phải bảo đảm tiến độ.
    Các dự án chậm tiến độ phải hoàn thành trong quý II.
    Mọi khoản thu phải niêm yết công khai.
    Tổ chức hội thảo lấy ý kiến các nhà khoa học.
    Phòng chống cháy nổ trong mùa khô.
    Kiểm tra, nhắc nhở các hộ dân ở nơi xung yếu chằng chống nhà cửa.
    Vận động nhân dân, hộ kinh doanh chấp hành quy định.
    Hồ sơ gửi về Văn phòng UBND tỉnh trước ngày 20/3.
"""
"""What only looks like somebody told."""


@pytest.mark.parametrize("order", [line.strip() for line in ORDERS.strip().splitlines()])
def test_the_names_told_end_where_the_action_begins(order: str) -> None:
    drafts = draft(f"Chủ tịch UBND tỉnh yêu cầu:\n- {re.sub('[{}]', '', order)}\n", HELD_ON).drafts
    assert [[one.surface for one in each.leads] for each in drafts] == [re.findall(r"\{([^}]*)\}", order)]


@pytest.mark.parametrize("order", [line.strip() for line in NO_LEADS.strip().splitlines()])
def test_things_and_those_acted_upon_are_not_told(order: str) -> None:
    drafts = draft(f"Chủ tịch UBND tỉnh yêu cầu:\n- {order}\n", HELD_ON).drafts
    assert [[one.surface for one in each.leads] for each in drafts] == [[]]


@pytest.mark.parametrize("order", [line.strip() for line in WITH_PARTNERS.strip().splitlines()])
def test_partners_end_where_the_action_begins(order: str) -> None:
    plain = re.sub(r"[{}\[\]]", "", order)
    drafts = draft(f"Chủ tịch UBND tỉnh yêu cầu:\n- {plain}\n", HELD_ON).drafts
    assert [[one.surface for one in each.leads] for each in drafts] == [re.findall(r"\{([^}]*)\}", order)]
    assert [[one.surface for one in each.partners] for each in drafts] == [re.findall(r"\[([^\]]*)\]", order)]
