"""What a province's orders, bodies and people are called. All names are made up of common parts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from taskboard.tasks.models import Cause

SURNAMES = tuple(
    "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đoàn Vương Trịnh Mai Đinh Lương".split()
)
MIDDLES = tuple("Văn Thị Đức Minh Thu Ngọc Hữu Quang Thanh Xuân Hồng Công Kim Thế Bích Anh Duy Mạnh".split())
GIVEN = tuple(
    "An Bình Châu Cường Dung Dũng Đạt Giang Hà Hải Hạnh Hiền Hòa Hoa Hùng Huy Hương Khánh Lan Linh Long Loan Mai Nam "
    "Nga Nhung Phong Phúc Phương Quân Quyên Sơn Tâm Thảo Thắng Thủy Tiến Toàn Trang Trung Tuấn Tùng Vân Việt Yến".split()
)

FIRST_PARTS = tuple(
    "Hải Giao Nghĩa Trực Xuân Yên Mỹ Nam Bình Đại Hồng Kim Liên Minh Tân Thọ Trung Vĩnh Việt Phú".split()
)
SECOND_PARTS = tuple(
    "An Châu Cường Đông Giang Hòa Hưng Lâm Lộc Lợi Ninh Phong Phú Phúc Sơn Tây Thành Thắng Thịnh Tiến".split()
)


@dataclass(frozen=True, slots=True)
class Work:
    """What is ordered in one field: an order is one of the verbs on one of the objects."""

    field: str
    verbs: tuple[str, ...]
    objects: tuple[str, ...]


WORKS = (
    Work(
        "nong-nghiep",
        ("Kiểm tra", "Lập phương án", "Tổng hợp kết quả"),
        (
            "đê kè trước mùa lũ",
            "phòng chống dịch tả lợn",
            "gieo cấy vụ xuân",
            "cấp mã số vùng trồng",
            "nạo vét kênh cấp II",
        ),
    ),
    Work(
        "cong-thuong",
        ("Rà soát", "Kiểm tra", "Đề xuất phương án"),
        (
            "các chợ tạm",
            "nguồn hàng bình ổn giá",
            "cụm công nghiệp chậm triển khai",
            "cửa hàng xăng dầu",
            "làng nghề cơ khí",
        ),
    ),
    Work(
        "ngan-sach",
        ("Đôn đốc", "Báo cáo", "Rà soát"),
        (
            "thu nợ thuế của hộ kinh doanh",
            "giải ngân vốn đầu tư công",
            "quyết toán dự án hoàn thành",
            "thu tiền sử dụng đất",
        ),
    ),
    Work(
        "dat-dai",
        ("Hoàn thành", "Rà soát", "Báo cáo tiến độ"),
        ("cấp giấy chứng nhận còn tồn", "kế hoạch sử dụng đất", "thống kê đất đai", "thu hồi đất bỏ hoang"),
    ),
    Work(
        "gpmb",
        ("Hoàn thành", "Tổ chức đối thoại về", "Lập phương án"),
        (
            "bồi thường đường vành đai",
            "kiểm đếm khu tái định cư",
            "bàn giao mặt bằng trường học",
            "cưỡng chế thu hồi đất",
        ),
    ),
    Work(
        "xay-dung",
        ("Đẩy nhanh", "Nghiệm thu", "Thẩm định"),
        (
            "xây dựng trạm y tế",
            "cải tạo trường tiểu học",
            "nâng cấp trụ sở",
            "sửa chữa cầu dân sinh",
            "lát vỉa hè",
        ),
    ),
    Work(
        "do-thi",
        ("Xử lý", "Kiểm tra", "Lập danh mục"),
        (
            "lấn chiếm vỉa hè",
            "xây dựng trái phép",
            "điểm ngập khi mưa lớn",
            "biển quảng cáo cỡ lớn",
            "cây xanh nguy hiểm",
        ),
    ),
    Work(
        "moi-truong",
        ("Kiểm tra", "Xử lý", "Báo cáo"),
        (
            "bãi rác tạm",
            "nước thải làng nghề",
            "điểm tập kết vật liệu",
            "thu gom rác sinh hoạt",
            "ô nhiễm kênh tiêu",
        ),
    ),
    Work(
        "giao-duc",
        ("Chuẩn bị", "Rà soát", "Kiểm tra"),
        ("tuyển sinh đầu cấp", "trường đạt chuẩn quốc gia", "an toàn bếp ăn bán trú", "biên chế giáo viên"),
    ),
    Work(
        "y-te",
        ("Tổ chức", "Rà soát", "Kiểm tra"),
        (
            "tiêm chủng mở rộng",
            "phòng chống sốt xuất huyết",
            "an toàn thực phẩm dịp lễ",
            "cơ sở hành nghề y tư nhân",
        ),
    ),
    Work(
        "van-hoa",
        ("Chuẩn bị", "Lập hồ sơ", "Kiểm tra"),
        ("lễ hội đầu năm", "tu bổ di tích", "thiết chế văn hóa thôn", "đài truyền thanh cơ sở"),
    ),
    Work(
        "lao-dong-xa-hoi",
        ("Rà soát", "Chi trả", "Tổng hợp"),
        ("hộ nghèo, hộ cận nghèo", "trợ cấp người có công", "đối tượng bảo trợ xã hội", "nhu cầu học nghề"),
    ),
    Work(
        "cchc",
        ("Nâng cao", "Rà soát", "Công khai"),
        ("tỷ lệ hồ sơ trực tuyến", "thủ tục hành chính quá hạn", "chỉ số hài lòng", "bộ thủ tục tại một cửa"),
    ),
    Work(
        "don-thu",
        ("Giải quyết", "Báo cáo", "Rà soát"),
        (
            "đơn khiếu nại kéo dài",
            "kết luận thanh tra chưa thực hiện",
            "kiến nghị của cử tri",
            "vụ việc đông người",
        ),
    ),
)
PLACES = (
    "trên địa bàn",
    "tại các xã ven sông",
    "theo kế hoạch năm",
    "trước kỳ họp HĐND",
    "đợt {turn}",
    "khu vực {turn}",
)

DONE = (
    "Đã hoàn thành, có biên bản kèm theo.",
    "Đã kiểm tra {count} điểm, khắc phục xong các tồn tại.",
    "Đã trình phê duyệt và công bố kết quả.",
    "Đã thực hiện {count}/{count} nội dung được giao.",
)
PROGRESS = (
    "Đã thực hiện {count}% khối lượng.",
    "Đã họp với các đơn vị liên quan, thống nhất cách làm.",
    "Đã rà soát {count} hồ sơ, đang tổng hợp.",
    "Đang lấy ý kiến bằng văn bản.",
)
OBSTACLES: tuple[tuple[Cause, str], ...] = (
    (Cause.LAND, "Một số hộ chưa nhận tiền bồi thường."),
    (Cause.FUNDING, "Chưa được bố trí vốn."),
    (Cause.PROCEDURE, "Hồ sơ phải bổ sung theo quy định mới."),
    (Cause.COORDINATION, "Đơn vị phối hợp chưa có ý kiến."),
    (Cause.STAFF, "Thiếu cán bộ chuyên môn."),
    (Cause.WEATHER, "Mưa kéo dài, chưa thi công được."),
)
NEXT_STEPS = (
    "Làm tiếp phần còn lại.",
    "Hoàn thiện hồ sơ, trình trước thời hạn.",
    "Đề nghị các đơn vị cho ý kiến bằng văn bản.",
)
MORE_TIME = (
    "Khối lượng phát sinh so với dự kiến.",
    "Chờ ý kiến của sở chuyên ngành.",
    "Chờ bố trí kinh phí.",
)
NOT_ENOUGH = (
    "Chưa kèm danh sách theo yêu cầu.",
    "Số liệu chưa khớp với báo cáo trước.",
    "Chưa nêu trách nhiệm của từng đơn vị.",
)
ENDINGS = {
    "withdrawn": "Nội dung được thay bằng chỉ đạo khác.",
    "returned": "Không thuộc chức năng của đơn vị.",
    "not_pursued": "Dự án dừng theo chủ trương của tỉnh.",
}
PAUSE = "Chờ quy hoạch được phê duyệt."
REOPENED = "Kết quả kiểm tra cho thấy việc chưa xong."


def order_of(work: Work, dice: Random) -> str:
    """What one directive asks for."""
    place = dice.choice(PLACES).format(turn=dice.randrange(1, 9))
    return f"{dice.choice(work.verbs)} {dice.choice(work.objects)} {place}"


def name_of(dice: Random) -> str:
    return f"{dice.choice(SURNAMES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"


def place_names() -> list[str]:
    """Four hundred names of communes and wards, each once, neighbours unlike each other."""
    count = len(SECOND_PARTS)
    return [
        f"{first} {SECOND_PARTS[(row + column) % count]}"
        for column in range(count)
        for row, first in enumerate(FIRST_PARTS)
    ]
