"""Which words belong to whose work: the usual division of tasks in a city or district, as data."""

from __future__ import annotations

USUAL_LEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tài chính", ("ngân sách", "thu chi", "khoản thu", "nguồn thu", "dự toán", "giải ngân", "đảm bảo chi", "tài chính", "đầu tư công", "công sản", "đấu thầu", "kế hoạch vốn")),
    ("tài nguyên", ("đất đai", "sử dụng đất", "qsd đất", "qsd", "môi trường", "rác thải", "khoáng sản", "giải phóng mặt bằng", "gpmb", "cấp giấy chứng nhận", "vsmt", "đấu giá qsd")),
    ("quản lý đô thị", ("trật tự xây dựng", "đô thị", "chiếu sáng", "vỉa hè", "thoát nước", "cây xanh", "xây dựng cơ bản", "quy hoạch xây dựng", "chỉnh trang")),
    ("ban quản lý dự án", ("tiến độ các công trình", "công trình xây dựng cơ bản", "tiến độ dự án", "thi công", "xây dựng cơ bản", "xdcb")),
    ("kinh tế", ("nông thôn mới", "ntm", "nông nghiệp", "đê điều", "hộ đê", "thương mại", "chợ", "công nghiệp", "dịch bệnh trên cây trồng", "gia súc", "thủy lợi", "pctt", "phòng chống thiên tai")),
    ("nội vụ", ("bầu cử", "kiện toàn", "cán bộ", "biên chế", "thi đua", "khen thưởng", "cải cách hành chính", "tôn giáo", "công vụ", "hội đồng", "ban chỉ đạo")),
    ("quân sự", ("quốc phòng", "quân sự", "diễn tập", "nghĩa vụ quân sự", "khu vực phòng thủ", "tuyển quân", "giao quân", "dân quân")),
    ("công an", ("an ninh", "trật tự an toàn xã hội", "tội phạm", "ma túy", "an toàn giao thông", "cháy nổ", "pccc", "anct", "ttatxh", "cư trú")),
    ("thanh tra", ("khiếu nại", "tố cáo", "đơn thư", "tiếp công dân", "kiến nghị của nhân dân", "thanh tra")),
    ("lao động", ("an sinh", "người có công", "hộ nghèo", "trẻ em", "lang thang", "xin ăn", "việc làm", "bảo trợ", "đào tạo nghề", "tệ nạn xã hội")),
    ("giáo dục", ("giáo dục", "trường học", "học sinh", "tuyển sinh", "năm học", "giáo viên", "phòng học")),
    ("văn hóa", ("văn hóa", "tuyên truyền", "du lịch", "thể thao", "lễ hội", "di tích", "nếp sống văn minh", "truyền thông", "chuyển đổi số")),
    ("y tế", ("y tế", "dịch bệnh", "tiêm chủng", "vắc xin", "an toàn thực phẩm", "khám chữa bệnh", "bảo hiểm y tế", "covid")),
    ("tư pháp", ("hộ tịch", "phổ biến pháp luật", "hòa giải", "chứng thực", "văn bản quy phạm")),
    ("văn phòng", ("chương trình công tác", "văn bản quá hạn", "giao ban", "một cửa", "thể thức văn bản", "tổng hợp báo cáo", "theo dõi đôn đốc")),
)  # fmt: skip
