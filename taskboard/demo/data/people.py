"""Who holds which post in the sample city: the chair as published on 05/04/2021, all others invented.

Every name beside the chair's was made up for the sample: a likeness to a real official would be chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.demo.data.city import BEGAN_ON, COMMUNES, WARDS
from taskboard.domain.authority import Role

PASSWORD = "taskboard"
"""Of every sample account; the sample is never loaded into an installation that serves a real body."""
DOMAIN = "namdinh.example"


@dataclass(frozen=True, slots=True)
class SamplePost:
    """One post; `unit` and `fields` are codes of `city`."""

    role: Role
    title: str
    unit: str | None = None
    fields: tuple[str, ...] = ()
    valid_from: date = BEGAN_ON
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class SamplePerson:
    handle: str
    full_name: str
    posts: tuple[SamplePost, ...]
    phone: str = ""

    @property
    def sign_in_name(self) -> str:
        return f"{self.handle}@{DOMAIN}"


ECONOMY_FIELDS = (
    "nong-nghiep",
    "cong-thuong",
    "ngan-sach",
    "dat-dai",
    "gpmb",
    "xay-dung",
    "do-thi",
    "moi-truong",
)
SOCIETY_FIELDS = ("giao-duc", "y-te", "van-hoa", "lao-dong-xa-hoi", "cchc", "tu-phap")

CHAIR = "chutich"
VICE_ECONOMY = "phochutich"
VICE_SOCIETY = "phochutich.vanxa"
CHIEF = "chanhvanphong"
ADMINISTRATOR = "quantri"

MONITORED: dict[str, tuple[str, ...]] = {
    "vanphong": (
        *("kinhte", "tckh", "thue", "khobac", "nhcsxh", "thanhtra", "vanphong"),
        *("phuong.loc-vuong", "phuong.loc-ha", "phuong.loc-hoa", "phuong.my-xa", "phuong.cua-nam"),
        *("xa.nam-phong", "xa.nam-van", "xa.loc-an"),
    ),
    "theodoi.dothi": (
        *("qldt", "tnmt", "bqlda", "ttptqd", "ttdt", "vpdkdd"),
        *(
            "phuong.ha-long",
            "phuong.tran-te-xuong",
            "phuong.vi-hoang",
            "phuong.vi-xuyen",
            "phuong.quang-trung",
        ),
        *("phuong.cua-bac", "phuong.nguyen-du", "phuong.ba-trieu", "phuong.thong-nhat", "phuong.truong-thi"),
    ),
    "theodoi.vanxa": (
        *("noivu", "tuphap", "ldtbxh", "vhtt", "gddt", "yte", "ttyt", "bhxh", "vhtttt", "congan", "quansu"),
        *("mttq", "phunu", "nongdan", "ccb", "doantn", "ldld"),
        *("phuong.phan-dinh-phung", "phuong.ngo-quyen", "phuong.tran-hung-dao", "phuong.tran-dang-ninh"),
        *("phuong.nang-tinh", "phuong.van-mieu", "phuong.tran-quang-khai"),
    ),
}
"""Which officer of the Office follows which units."""

_LEADERS_AND_OFFICE = (
    SamplePerson(CHAIR, "Phạm Duy Hưng", (SamplePost(Role.CHAIR, "Chủ tịch", "ubnd-tp"),)),
    SamplePerson(
        VICE_ECONOMY,
        "Vũ Đình Khoát",
        (SamplePost(Role.VICE_CHAIR, "Phó Chủ tịch", "ubnd-tp", ECONOMY_FIELDS),),
    ),
    SamplePerson(
        VICE_SOCIETY,
        "Trịnh Thị Bích Hạnh",
        (SamplePost(Role.VICE_CHAIR, "Phó Chủ tịch", "ubnd-tp", SOCIETY_FIELDS),),
    ),
    SamplePerson(
        CHIEF,
        "Nguyễn Hữu Thuyên",
        (
            SamplePost(Role.CHIEF_OF_OFFICE, "Chánh Văn phòng", "vanphong"),
            SamplePost(Role.UNIT_HEAD, "Chánh Văn phòng", "vanphong"),
        ),
        "0228 3849 102",
    ),
    SamplePerson(
        "vanphong",
        "Lê Thu Hà",
        (SamplePost(Role.MONITOR, "Chuyên viên theo dõi", "vanphong"),),
        "0228 3849 108",
    ),
    SamplePerson(
        "theodoi.dothi",
        "Bùi Tiến Lộc",
        (SamplePost(Role.MONITOR, "Chuyên viên theo dõi", "vanphong"),),
        "0228 3849 109",
    ),
    SamplePerson(
        "theodoi.vanxa",
        "Mai Phương Thúy",
        (SamplePost(Role.MONITOR, "Chuyên viên theo dõi", "vanphong"),),
        "0228 3849 110",
    ),
    SamplePerson(
        "xem", "Đinh Quang Trác", (SamplePost(Role.INSPECTOR, "Ủy viên Ủy ban Kiểm tra Thành ủy", "ubnd-tp"),)
    ),
    SamplePerson(
        ADMINISTRATOR, "Hoàng Việt Anh", (SamplePost(Role.ADMINISTRATOR, "Quản trị hệ thống", "vanphong"),)
    ),
)

_HEADS = (
    ("noivu", "Đoàn Thị Minh Nhâm", "Trưởng phòng"),
    ("tuphap", "Lại Văn Khiêm", "Trưởng phòng"),
    ("tckh", "Ngô Xuân Thiệu", "Trưởng phòng"),
    ("tnmt", "Trần Khắc Doanh", "Trưởng phòng"),
    ("ldtbxh", "Phạm Thị Kim Hà", "Trưởng phòng"),
    ("vhtt", "Cao Thanh Liêm", "Trưởng phòng"),
    ("gddt", "Nguyễn Thị Ánh Duyên", "Trưởng phòng"),
    ("yte", "Vũ Thị Hải Oanh", "Trưởng phòng"),
    ("thanhtra", "Đỗ Trọng Nghi", "Chánh Thanh tra"),
    ("kinhte", "Trần Minh Đức", "Trưởng phòng"),
    ("qldt", "Phan Sỹ Cương", "Trưởng phòng"),
    ("congan", "Bùi Đức Lợi", "Trưởng Công an"),
    ("quansu", "Vũ Trung Kiểm", "Chỉ huy trưởng"),
    ("thue", "Hà Thị Tuyết Lan", "Chi cục trưởng"),
    ("khobac", "Trần Bá Quyến", "Giám đốc"),
    ("bhxh", "Lê Thị Hồng Diễm", "Giám đốc"),
    ("nhcsxh", "Nguyễn Công Thuấn", "Giám đốc"),
    ("vpdkdd", "Đặng Văn Chiểu", "Giám đốc"),
    ("ttyt", "Phạm Ngọc Niên", "Giám đốc"),
    ("bqlda", "Lương Thế Toản", "Giám đốc"),
    ("ttptqd", "Trần Thị Quỳnh Dao", "Giám đốc"),
    ("ttdt", "Nguyễn Viết Sáu", "Đội trưởng"),
    ("vhtttt", "Vũ Linh Chi", "Giám đốc"),
    ("mttq", "Trần Thị Nhuận", "Chủ tịch"),
    ("phunu", "Phạm Thị Lệ Quyên", "Chủ tịch"),
    ("nongdan", "Ngô Văn Đạm", "Chủ tịch"),
    ("ccb", "Đào Ngọc Chinh", "Chủ tịch"),
    ("doantn", "Hoàng Thị Thảo Vy", "Bí thư"),
    ("ldld", "Nguyễn Đăng Quế", "Chủ tịch"),
)

_LOCAL_HEADS = (
    "Trần Hữu Quảng",
    "Nguyễn Thị Thu Mến",
    "Phạm Gia Yên",
    "Vũ Thị Nguyệt Nga",
    "Lê Đình Khải",
    "Trần Thị Tố Uyên",
    "Đỗ Mạnh Hoạch",
    "Nguyễn Văn Tuynh",
    "Bùi Thị Nương",
    "Hoàng Đức Thiện",
    "Trần Công Luyến",
    "Phạm Thị Hường",
    "Nguyễn Quốc Thụ",
    "Đinh Thị Mai",
    "Vũ Xuân Hòa",
    "Cao Văn Thức",
    "Trần Thị Ngọc Bính",
    "Phạm Hồng Phấn",
    "Nguyễn Thế Vượng",
    "Lã Thị Thanh Huê",
    "Trần Quang Điềm",
    "Vũ Văn Nhượng",
    "Phạm Văn Chuyên",
    "Trần Thị Hậu",
    "Nguyễn Ngọc Thịnh",
)

_OFFICERS = (
    ("chuyenvien.kinhte", "Nguyễn Thùy Dung", "Chuyên viên", "kinhte"),
    ("chuyenvien.kinhte2", "Phạm Bảo Khanh", "Chuyên viên", "kinhte"),
    ("chuyenvien.tnmt", "Lê Hải Triều", "Chuyên viên", "tnmt"),
    ("chuyenvien.qldt", "Trần Tùng Bách", "Chuyên viên", "qldt"),
    ("chuyenvien.tckh", "Đỗ Thị Thu Trà", "Chuyên viên", "tckh"),
    ("chuyenvien.bqlda", "Vũ Lam Sơn", "Cán bộ kỹ thuật", "bqlda"),
    ("diachinh.loc-vuong", "Trần Khánh Ly", "Công chức địa chính", "phuong.loc-vuong"),
)


def _head(handle: str, name: str, title: str) -> SamplePerson:
    return SamplePerson(handle, name, (SamplePost(Role.UNIT_HEAD, title, handle),))


def _local_heads() -> tuple[SamplePerson, ...]:
    return tuple(
        _head(one.code, name, "Chủ tịch") for one, name in zip((*WARDS, *COMMUNES), _LOCAL_HEADS, strict=True)
    )


PEOPLE = (
    *_LEADERS_AND_OFFICE,
    *(_head(*row) for row in _HEADS),
    *_local_heads(),
    *(
        SamplePerson(handle, name, (SamplePost(Role.OFFICER, title, where),))
        for handle, name, title, where in _OFFICERS
    ),
)

SHOWN_ACCOUNTS = (
    (CHAIR, "Chủ tịch"),
    (VICE_ECONOMY, "Phó Chủ tịch"),
    (CHIEF, "Chánh Văn phòng"),
    ("vanphong", "Văn phòng"),
    ("kinhte", "Trưởng phòng Kinh tế"),
    ("chuyenvien.kinhte", "Chuyên viên phòng Kinh tế"),
    ("phuong.loc-vuong", "Chủ tịch UBND phường Lộc Vượng"),
    ("xem", "Kiểm tra, chỉ xem"),
    (ADMINISTRATOR, "Quản trị"),
)
"""One account a role, as the start screen and the sign-in page list them."""
