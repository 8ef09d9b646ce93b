"""Nam Định as it was in 2021: its bodies, their names as texts write them, and the fields of work (domain 5.1, 5.3).

Names of bodies are those of a provincial city of that year; mailboxes are invented, under a name reserved for examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.units.models import UnitKind

BEGAN_ON = date(2016, 7, 1)
"""The term of office 2016-2021 began; the sample knows nothing older."""


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """`handle` is the part of mailboxes and codes; `short_name` is how lists call the unit."""

    code: str
    kind: UnitKind
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    phone: str = ""

    @property
    def mailbox(self) -> str:
        """The unit's shared mailbox, kept by its clerk."""
        return f"vanthu.{self.code}@namdinh.example"


@dataclass(frozen=True, slots=True)
class SampleGroup:
    """A set of units that one phrase of a text addresses at once."""

    code: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleField:
    """A field of work (lĩnh vực), the words that betray it and the unit that usually leads in it."""

    code: str
    name: str
    usual_lead: str
    keywords: tuple[str, ...]


ROOT = SampleUnit("ubnd-tp", UnitKind.LEADERSHIP, "UBND thành phố Nam Định", "UBND thành phố")

DEPARTMENTS = (
    SampleUnit(
        "vanphong",
        UnitKind.OFFICE,
        "Văn phòng HĐND và UBND thành phố",
        "Văn phòng",
        ("Văn phòng HĐND và UBND", "Văn phòng HĐND-UBND", "Văn phòng UBND thành phố", "VP HĐND và UBND"),
        "0228 3849 101",
    ),
    SampleUnit("noivu", UnitKind.DEPARTMENT, "Phòng Nội vụ", "Nội vụ", ("phòng Nội vụ thành phố",)),
    SampleUnit("tuphap", UnitKind.DEPARTMENT, "Phòng Tư pháp", "Tư pháp", ("phòng Tư pháp thành phố",)),
    SampleUnit(
        "tckh",
        UnitKind.DEPARTMENT,
        "Phòng Tài chính - Kế hoạch",
        "Tài chính - Kế hoạch",
        ("phòng TC-KH", "phòng TCKH", "TC-KH", "phòng Tài chính Kế hoạch"),
    ),
    SampleUnit(
        "tnmt",
        UnitKind.DEPARTMENT,
        "Phòng Tài nguyên và Môi trường",
        "Tài nguyên và Môi trường",
        ("phòng TNMT", "phòng TN&MT", "TNMT", "phòng Tài nguyên - Môi trường"),
    ),
    SampleUnit(
        "ldtbxh",
        UnitKind.DEPARTMENT,
        "Phòng Lao động - Thương binh và Xã hội",
        "Lao động - TB và XH",
        ("phòng LĐTBXH", "phòng LĐ-TB&XH", "LĐTBXH", "phòng Lao động - TB&XH", "phòng Lao động TB&XH"),
    ),
    SampleUnit(
        "vhtt",
        UnitKind.DEPARTMENT,
        "Phòng Văn hóa và Thông tin",
        "Văn hóa và Thông tin",
        ("phòng VHTT", "phòng VH&TT", "phòng Văn hóa - Thông tin"),
    ),
    SampleUnit(
        "gddt",
        UnitKind.DEPARTMENT,
        "Phòng Giáo dục và Đào tạo",
        "Giáo dục và Đào tạo",
        ("phòng GDĐT", "phòng GD&ĐT", "GDĐT"),
    ),
    SampleUnit("yte", UnitKind.DEPARTMENT, "Phòng Y tế", "Y tế", ("phòng Y tế thành phố",)),
    SampleUnit("thanhtra", UnitKind.DEPARTMENT, "Thanh tra thành phố", "Thanh tra", ("Thanh tra TP",)),
    SampleUnit("kinhte", UnitKind.DEPARTMENT, "Phòng Kinh tế", "Kinh tế", ("phòng Kinh tế thành phố",)),
    SampleUnit(
        "qldt",
        UnitKind.DEPARTMENT,
        "Phòng Quản lý đô thị",
        "Quản lý đô thị",
        ("phòng QLĐT", "QLĐT", "phòng Quản lý đô thị thành phố"),
    ),
)

AGENCIES = (
    SampleUnit("congan", UnitKind.AGENCY, "Công an thành phố", "Công an", ("Công an TP", "CA thành phố")),
    SampleUnit(
        "quansu",
        UnitKind.AGENCY,
        "Ban Chỉ huy Quân sự thành phố",
        "Ban Chỉ huy Quân sự",
        ("BCH Quân sự", "BCH Quân sự thành phố", "Ban CHQS thành phố", "Ban CHQS"),
    ),
    SampleUnit("thue", UnitKind.AGENCY, "Chi cục Thuế thành phố", "Chi cục Thuế", ("Chi cục Thuế TP",)),
    SampleUnit(
        "khobac", UnitKind.AGENCY, "Kho bạc Nhà nước thành phố", "Kho bạc", ("Kho bạc Nhà nước", "KBNN")
    ),
    SampleUnit(
        "bhxh", UnitKind.AGENCY, "Bảo hiểm xã hội thành phố", "Bảo hiểm xã hội", ("BHXH thành phố", "BHXH")
    ),
    SampleUnit(
        "nhcsxh",
        UnitKind.AGENCY,
        "Phòng giao dịch Ngân hàng Chính sách xã hội",
        "Ngân hàng CSXH",
        ("NHCSXH", "Ngân hàng Chính sách xã hội", "NHCSXH thành phố"),
    ),
    SampleUnit(
        "vpdkdd",
        UnitKind.AGENCY,
        "Chi nhánh Văn phòng Đăng ký đất đai thành phố",
        "Chi nhánh VPĐKĐĐ",
        ("Chi nhánh VPĐKĐĐ thành phố", "VPĐKĐĐ", "Văn phòng Đăng ký đất đai"),
    ),
    SampleUnit(
        "ttyt", UnitKind.AGENCY, "Trung tâm Y tế thành phố", "Trung tâm Y tế", ("TTYT", "TTYT thành phố")
    ),
    SampleUnit(
        "bqlda",
        UnitKind.AGENCY,
        "Ban Quản lý dự án đầu tư xây dựng",
        "Ban QLDA",
        ("Ban QLDA đầu tư xây dựng", "Ban QLDA ĐTXD", "BQLDA", "Ban Quản lý dự án"),
    ),
    SampleUnit(
        "ttptqd",
        UnitKind.AGENCY,
        "Trung tâm Phát triển quỹ đất",
        "Trung tâm PTQĐ",
        ("TTPTQĐ", "Trung tâm PTQĐ thành phố", "Trung tâm Phát triển quỹ đất thành phố"),
    ),
    SampleUnit(
        "ttdt",
        UnitKind.AGENCY,
        "Đội Quản lý trật tự đô thị",
        "Đội Trật tự đô thị",
        ("Đội QL trật tự đô thị", "Đội QLTTĐT", "Đội Trật tự đô thị thành phố"),
    ),
    SampleUnit(
        "vhtttt",
        UnitKind.AGENCY,
        "Trung tâm Văn hóa - Thông tin và Thể thao",
        "Trung tâm VHTT-TT",
        ("Trung tâm VH-TT và TT", "Trung tâm VHTT và Thể thao"),
    ),
)

MASS_BODIES = (
    SampleUnit(
        "mttq",
        UnitKind.MASS_BODY,
        "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố",
        "UBMTTQ",
        ("UBMTTQ", "UBMTTQ thành phố", "UBMTTQ Việt Nam thành phố", "Mặt trận Tổ quốc thành phố"),
    ),
    SampleUnit(
        "phunu",
        UnitKind.MASS_BODY,
        "Hội Liên hiệp Phụ nữ thành phố",
        "Hội LHPN",
        ("Hội LHPN", "Hội LHPN thành phố", "Hội Phụ nữ"),
    ),
    SampleUnit(
        "nongdan", UnitKind.MASS_BODY, "Hội Nông dân thành phố", "Hội Nông dân", ("Hội ND thành phố",)
    ),
    SampleUnit(
        "ccb", UnitKind.MASS_BODY, "Hội Cựu chiến binh thành phố", "Hội CCB", ("Hội CCB", "Hội CCB thành phố")
    ),
    SampleUnit(
        "doantn",
        UnitKind.MASS_BODY,
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh thành phố",
        "Thành đoàn",
        ("Đoàn TNCSHCM", "Đoàn TNCS Hồ Chí Minh thành phố", "Đoàn Thanh niên", "Thành đoàn Nam Định"),
    ),
    SampleUnit(
        "ldld", UnitKind.MASS_BODY, "Liên đoàn Lao động thành phố", "LĐLĐ", ("LĐLĐ", "LĐLĐ thành phố")
    ),
)

_WARDS = (
    ("ha-long", "Hạ Long"),
    ("tran-te-xuong", "Trần Tế Xương"),
    ("vi-hoang", "Vị Hoàng"),
    ("vi-xuyen", "Vị Xuyên"),
    ("quang-trung", "Quang Trung"),
    ("cua-bac", "Cửa Bắc"),
    ("nguyen-du", "Nguyễn Du"),
    ("ba-trieu", "Bà Triệu"),
    ("truong-thi", "Trường Thi"),
    ("phan-dinh-phung", "Phan Đình Phùng"),
    ("ngo-quyen", "Ngô Quyền"),
    ("tran-hung-dao", "Trần Hưng Đạo"),
    ("tran-dang-ninh", "Trần Đăng Ninh"),
    ("nang-tinh", "Năng Tĩnh"),
    ("van-mieu", "Văn Miếu"),
    ("tran-quang-khai", "Trần Quang Khải"),
    ("thong-nhat", "Thống Nhất"),
    ("loc-ha", "Lộc Hạ"),
    ("loc-vuong", "Lộc Vượng"),
    ("cua-nam", "Cửa Nam"),
    ("loc-hoa", "Lộc Hòa"),
    ("my-xa", "Mỹ Xá"),
)
_COMMUNES = (("nam-phong", "Nam Phong"), ("nam-van", "Nam Vân"), ("loc-an", "Lộc An"))


def _local(
    kind: UnitKind, word: str, prefix: str, places: tuple[tuple[str, str], ...]
) -> tuple[SampleUnit, ...]:
    return tuple(
        SampleUnit(
            f"{prefix}.{handle}",
            kind,
            f"UBND {word} {place}",
            f"{word.capitalize()} {place}",
            (f"{word} {place}", f"Ủy ban nhân dân {word} {place}"),
        )
        for handle, place in places
    )


WARDS = _local(UnitKind.WARD, "phường", "phuong", _WARDS)
COMMUNES = _local(UnitKind.COMMUNE, "xã", "xa", _COMMUNES)

UNITS = (*DEPARTMENTS, *AGENCIES, *MASS_BODIES, *WARDS, *COMMUNES)
"""In the order official lists give them; the root stands above all of them."""


def _codes(*groups: tuple[SampleUnit, ...]) -> tuple[str, ...]:
    return tuple(unit.code for group in groups for unit in group)


GROUPS = (
    SampleGroup(
        "phuong-xa",
        "Các phường, xã",
        (
            "các phường xã",
            "phường, xã",
            "các xã, phường",
            "25 phường, xã",
            "UBND các phường, xã",
            "UBND các xã, phường",
            "các địa phương",
        ),
        _codes(WARDS, COMMUNES),
    ),
    SampleGroup("phuong", "Các phường", ("22 phường", "UBND các phường"), _codes(WARDS)),
    SampleGroup("xa", "Các xã", ("3 xã", "ba xã", "UBND các xã"), _codes(COMMUNES)),
    SampleGroup(
        "phong-ban",
        "Các phòng, ban",
        ("các phòng ban", "các phòng, ban chuyên môn", "các phòng chuyên môn", "các cơ quan chuyên môn"),
        _codes(DEPARTMENTS),
    ),
    SampleGroup(
        "phong-ban-don-vi",
        "Các phòng, ban, đơn vị",
        (
            "các phòng, ban đơn vị",
            "các phòng, ban, đơn vị thuộc thành phố",
            "các phòng, ban, ngành",
            "các cơ quan, đơn vị",
        ),
        (*_codes(DEPARTMENTS), "ttyt", "bqlda", "ttptqd", "ttdt", "vhtttt"),
    ),
    SampleGroup(
        "doan-the",
        "Các hội, đoàn thể",
        (
            "các hội đoàn thể",
            "các đoàn thể",
            "các tổ chức chính trị - xã hội",
            "UBMTTQ và các đoàn thể",
            "Mặt trận Tổ quốc và các đoàn thể",
        ),
        _codes(MASS_BODIES),
    ),
)

FIELDS = (
    SampleField(
        "nong-nghiep",
        "Nông nghiệp, nông thôn",
        "kinhte",
        (
            "nông nghiệp",
            "nông thôn mới",
            "NTM",
            "hộ đê",
            "PCTT",
            "phòng, chống thiên tai",
            "vụ xuân",
            "thủy lợi",
        ),
    ),
    SampleField(
        "cong-thuong",
        "Công nghiệp, thương mại",
        "kinhte",
        ("công nghiệp", "thương mại", "chợ", "an toàn thực phẩm", "doanh nghiệp", "tiểu thủ công nghiệp"),
    ),
    SampleField(
        "ngan-sach",
        "Tài chính, ngân sách",
        "tckh",
        ("ngân sách", "thu ngân sách", "khoản thu", "chi cho con người", "đầu tư công", "công sản"),
    ),
    SampleField(
        "dat-dai",
        "Đất đai",
        "tnmt",
        ("đất đai", "sử dụng đất", "quy hoạch sử dụng đất", "SDĐ", "QSD", "đấu giá", "vi phạm đất đai"),
    ),
    SampleField(
        "gpmb", "Giải phóng mặt bằng", "tnmt", ("GPMB", "giải phóng mặt bằng", "bồi thường", "tái định cư")
    ),
    SampleField(
        "xay-dung",
        "Xây dựng cơ bản",
        "bqlda",
        ("XDCB", "xây dựng cơ bản", "công trình", "quyết toán", "thi công", "khởi công"),
    ),
    SampleField(
        "do-thi",
        "Quản lý đô thị",
        "qldt",
        ("trật tự xây dựng", "TTXD", "chiếu sáng", "vỉa hè", "cây xanh", "thoát nước", "văn minh đô thị"),
    ),
    SampleField(
        "moi-truong",
        "Môi trường",
        "tnmt",
        ("môi trường", "VSMT", "vệ sinh môi trường", "rác thải", "chăn nuôi"),
    ),
    SampleField(
        "giao-duc", "Giáo dục", "gddt", ("giáo dục", "trường học", "học sinh", "kỳ thi", "tuyển sinh")
    ),
    SampleField("y-te", "Y tế", "ttyt", ("y tế", "Covid-19", "dịch bệnh", "cách ly", "tiêm", "xét nghiệm")),
    SampleField(
        "van-hoa",
        "Văn hóa, thông tin",
        "vhtt",
        ("văn hóa", "thể thao", "tuyên truyền", "di tích", "quảng cáo"),
    ),
    SampleField(
        "lao-dong-xa-hoi",
        "Lao động, xã hội",
        "ldtbxh",
        ("người có công", "hộ nghèo", "lang thang", "xin ăn", "an sinh xã hội", "việc làm", "trẻ em"),
    ),
    SampleField(
        "cchc",
        "Cải cách hành chính",
        "noivu",
        ("CCHC", "cải cách hành chính", "thủ tục hành chính", "TTHC", "một cửa", "TN&TKQ"),
    ),
    SampleField(
        "noi-vu",
        "Tổ chức, bầu cử",
        "noivu",
        ("kiện toàn", "Hội đồng", "Ban Chỉ đạo", "bầu cử", "biên chế", "thi đua"),
    ),
    SampleField(
        "tu-phap", "Tư pháp", "tuphap", ("tư pháp", "hộ tịch", "chứng thực", "phổ biến pháp luật", "hòa giải")
    ),
    SampleField(
        "don-thu",
        "Tiếp dân, khiếu nại, tố cáo",
        "thanhtra",
        ("KNTC", "đơn thư", "khiếu nại", "tố cáo", "tiếp công dân"),
    ),
    SampleField(
        "quoc-phong",
        "Quốc phòng",
        "quansu",
        (
            "quốc phòng",
            "KVPT",
            "diễn tập",
            "khu vực phòng thủ",
            "NVQS",
            "nghĩa vụ quân sự",
            "phúc tra",
            "giao quân",
        ),
    ),
    SampleField(
        "an-ninh",
        "An ninh, trật tự",
        "congan",
        ("ANCT-TTATXH", "an ninh", "tội phạm", "trật tự an toàn", "căn cước"),
    ),
)


PLACE = "Hội trường UBND thành phố"


def unit(code: str) -> SampleUnit:
    """The unit of that code. Raises KeyError for one the sample does not have."""
    return _BY_CODE[code]


_BY_CODE = {one.code: one for one in (ROOT, *UNITS)}
