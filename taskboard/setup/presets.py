"""What a body of each kind usually consists of, to begin from: names an administrator changes, drops or adds to.

Sources: NĐ 150/2025/NĐ-CP (bodies of wards, communes and provinces since 1/7/2025), NĐ 37/2014/NĐ-CP (provincial cities
until then), domain.md 5.1 and 5.4. `~` in a name stands for the level: "Công an ~" is "Công an phường".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.domain.authority import Role
from taskboard.setup.draft import BodyKind, DraftUnit
from taskboard.units.models import UnitKind

OFFICE, DEPARTMENT, AGENCY, MASS = UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.AGENCY, UnitKind.MASS_BODY


@dataclass(frozen=True, slots=True)
class Preset:
    level: str
    """How the body is called in the names of its units."""
    example: str
    began_on: date
    units: tuple[DraftUnit, ...]
    leads: dict[str, str]
    """By field of work: the key of the unit that usually leads in it."""


def _unit(key: str, kind: UnitKind, name: str, short: str, *aliases: str) -> DraftUnit:
    return DraftUnit(key=key, kind=kind, name=name, short_name=short, aliases=aliases)


_MASS = (
    _unit(
        "mttq",
        MASS,
        "Ủy ban Mặt trận Tổ quốc Việt Nam ~",
        "UBMTTQ",
        "UBMTTQ",
        "UBMTTQ ~",
        "Mặt trận Tổ quốc ~",
    ),
    _unit("phunu", MASS, "Hội Liên hiệp Phụ nữ ~", "Hội LHPN", "Hội LHPN", "Hội Phụ nữ"),
    _unit("nongdan", MASS, "Hội Nông dân ~", "Hội Nông dân", "Hội ND"),
    _unit("ccb", MASS, "Hội Cựu chiến binh ~", "Hội CCB", "Hội CCB"),
    _unit(
        "doantn",
        MASS,
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh ~",
        "Đoàn Thanh niên",
        "Đoàn TNCSHCM",
        "Đoàn TNCS Hồ Chí Minh",
    ),
)
_BASIC_AGENCIES = (
    _unit("congan", AGENCY, "Công an ~", "Công an", "CA ~"),
    _unit("quansu", AGENCY, "Ban Chỉ huy Quân sự ~", "Ban CHQS", "BCH Quân sự ~", "Ban CHQS"),
    _unit("tramyte", AGENCY, "Trạm Y tế ~", "Trạm Y tế"),
)
_OFFICE = _unit(
    "vanphong",
    OFFICE,
    "Văn phòng HĐND và UBND ~",
    "Văn phòng",
    "Văn phòng HĐND và UBND",
    "VP HĐND và UBND",
    "Văn phòng UBND",
)
_CULTURE = _unit(
    "vhxh", DEPARTMENT, "Phòng Văn hóa - Xã hội", "Văn hóa - Xã hội", "phòng VHXH", "phòng VH-XH"
)
_ONE_STOP = _unit(
    "ttpvhcc", DEPARTMENT, "Trung tâm Phục vụ hành chính công", "Trung tâm PVHCC", "TTPVHCC", "Trung tâm HCC"
)
_BASIC_LEADS = {
    "nong-nghiep": "kinhte",
    "cong-thuong": "kinhte",
    "ngan-sach": "kinhte",
    "dat-dai": "kinhte",
    "xay-dung": "kinhte",
    "do-thi": "kinhte",
    "moi-truong": "kinhte",
    "giao-duc": "vhxh",
    "y-te": "vhxh",
    "van-hoa": "vhxh",
    "lao-dong-xa-hoi": "vhxh",
    "noi-vu": "vhxh",
    "cchc": "ttpvhcc",
    "tu-phap": "vanphong",
    "don-thu": "vanphong",
    "quoc-phong": "quansu",
    "an-ninh": "congan",
}

_CITY_UNITS = (
    _OFFICE,
    _unit("noivu", DEPARTMENT, "Phòng Nội vụ", "Nội vụ"),
    _unit("tuphap", DEPARTMENT, "Phòng Tư pháp", "Tư pháp"),
    _unit(
        "tckh", DEPARTMENT, "Phòng Tài chính - Kế hoạch", "Tài chính - Kế hoạch", "phòng TC-KH", "phòng TCKH"
    ),
    _unit("tnmt", DEPARTMENT, "Phòng Tài nguyên và Môi trường", "TNMT", "phòng TNMT", "phòng TN&MT"),
    _unit(
        "ldtbxh",
        DEPARTMENT,
        "Phòng Lao động - Thương binh và Xã hội",
        "LĐTBXH",
        "phòng LĐTBXH",
        "phòng LĐ-TB&XH",
    ),
    _unit(
        "vhtt", DEPARTMENT, "Phòng Văn hóa và Thông tin", "Văn hóa và Thông tin", "phòng VHTT", "phòng VH&TT"
    ),
    _unit("gddt", DEPARTMENT, "Phòng Giáo dục và Đào tạo", "GDĐT", "phòng GDĐT", "phòng GD&ĐT"),
    _unit("yte", DEPARTMENT, "Phòng Y tế", "Y tế"),
    _unit("thanhtra", DEPARTMENT, "Thanh tra ~", "Thanh tra"),
    _unit("kinhte", DEPARTMENT, "Phòng Kinh tế", "Kinh tế"),
    _unit("qldt", DEPARTMENT, "Phòng Quản lý đô thị", "QLĐT", "phòng QLĐT"),
    _unit("congan", AGENCY, "Công an ~", "Công an", "CA ~"),
    _unit("quansu", AGENCY, "Ban Chỉ huy Quân sự ~", "Ban CHQS", "BCH Quân sự ~", "Ban CHQS"),
    _unit("thue", AGENCY, "Chi cục Thuế ~", "Chi cục Thuế"),
    _unit("khobac", AGENCY, "Kho bạc Nhà nước ~", "Kho bạc", "KBNN"),
    _unit("ttyt", AGENCY, "Trung tâm Y tế ~", "Trung tâm Y tế", "TTYT"),
    _unit("vpdkdd", AGENCY, "Chi nhánh Văn phòng Đăng ký đất đai ~", "Chi nhánh VPĐKĐĐ", "VPĐKĐĐ"),
    _unit(
        "nhcsxh",
        AGENCY,
        "Phòng giao dịch Ngân hàng Chính sách xã hội",
        "NHCSXH",
        "Ngân hàng Chính sách xã hội",
    ),
    _unit("bqlda", AGENCY, "Ban Quản lý dự án đầu tư xây dựng", "Ban QLDA", "BQLDA", "Ban Quản lý dự án"),
    _unit("ttptqd", AGENCY, "Trung tâm Phát triển quỹ đất", "Trung tâm PTQĐ", "TTPTQĐ"),
    _unit("ttdt", AGENCY, "Đội Quản lý trật tự đô thị", "Đội Trật tự đô thị", "Đội QLTTĐT"),
    *_MASS,
    _unit("ldld", MASS, "Liên đoàn Lao động ~", "LĐLĐ"),
)
_PROVINCE_UNITS = (
    _unit("vanphong", OFFICE, "Văn phòng UBND ~", "Văn phòng", "Văn phòng UBND", "VP UBND ~"),
    _unit("noivu", DEPARTMENT, "Sở Nội vụ", "Nội vụ"),
    _unit("tuphap", DEPARTMENT, "Sở Tư pháp", "Tư pháp"),
    _unit("taichinh", DEPARTMENT, "Sở Tài chính", "Tài chính"),
    _unit("congthuong", DEPARTMENT, "Sở Công Thương", "Công Thương"),
    _unit("nnmt", DEPARTMENT, "Sở Nông nghiệp và Môi trường", "NNMT", "Sở NN&MT", "Sở NNMT"),
    _unit("xaydung", DEPARTMENT, "Sở Xây dựng", "Xây dựng"),
    _unit("khcn", DEPARTMENT, "Sở Khoa học và Công nghệ", "KHCN", "Sở KH&CN"),
    _unit("vhttdl", DEPARTMENT, "Sở Văn hóa, Thể thao và Du lịch", "VHTTDL", "Sở VHTTDL", "Sở VH, TT và DL"),
    _unit("gddt", DEPARTMENT, "Sở Giáo dục và Đào tạo", "GDĐT", "Sở GDĐT", "Sở GD&ĐT"),
    _unit("yte", DEPARTMENT, "Sở Y tế", "Y tế"),
    _unit("dantoc", DEPARTMENT, "Sở Dân tộc và Tôn giáo", "Dân tộc và Tôn giáo"),
    _unit("thanhtra", DEPARTMENT, "Thanh tra ~", "Thanh tra"),
    _unit("congan", AGENCY, "Công an ~", "Công an"),
    _unit("quansu", AGENCY, "Bộ Chỉ huy Quân sự ~", "Bộ CHQS", "BCH Quân sự ~", "Bộ CHQS"),
    _unit("thue", AGENCY, "Thuế ~", "Thuế"),
    _unit("khobac", AGENCY, "Kho bạc Nhà nước khu vực", "Kho bạc", "KBNN"),
    _unit("bhxh", AGENCY, "Bảo hiểm xã hội ~", "BHXH"),
    _unit("bqlkcn", AGENCY, "Ban Quản lý các khu công nghiệp", "Ban QL KCN", "BQL các KCN"),
    _unit("bqlda", AGENCY, "Ban Quản lý dự án đầu tư xây dựng ~", "Ban QLDA", "BQLDA"),
    *_MASS,
    _unit("ldld", MASS, "Liên đoàn Lao động ~", "LĐLĐ"),
)

PRESETS = {
    BodyKind.WARD: Preset(
        "phường",
        "UBND phường Nam Định",
        date(2025, 7, 1),
        (
            _OFFICE,
            _unit(
                "kinhte",
                DEPARTMENT,
                "Phòng Kinh tế, Hạ tầng và Đô thị",
                "Kinh tế, Hạ tầng và Đô thị",
                "phòng KT, HT và ĐT",
                "phòng KTHTĐT",
                "phòng Kinh tế",
            ),
            _CULTURE,
            _ONE_STOP,
            *_BASIC_AGENCIES,
            *_MASS,
        ),
        _BASIC_LEADS,
    ),
    BodyKind.COMMUNE: Preset(
        "xã",
        "UBND xã Nam Trực",
        date(2025, 7, 1),
        (
            _OFFICE,
            _unit("kinhte", DEPARTMENT, "Phòng Kinh tế", "Kinh tế"),
            _CULTURE,
            _ONE_STOP,
            *_BASIC_AGENCIES,
            *_MASS,
        ),
        _BASIC_LEADS,
    ),
    BodyKind.CITY_2021: Preset(
        "thành phố",
        "UBND thành phố Nam Định",
        date(2021, 1, 1),
        _CITY_UNITS,
        {
            "nong-nghiep": "kinhte",
            "cong-thuong": "kinhte",
            "ngan-sach": "tckh",
            "dat-dai": "tnmt",
            "xay-dung": "bqlda",
            "do-thi": "qldt",
            "moi-truong": "tnmt",
            "giao-duc": "gddt",
            "y-te": "yte",
            "van-hoa": "vhtt",
            "lao-dong-xa-hoi": "ldtbxh",
            "noi-vu": "noivu",
            "cchc": "noivu",
            "tu-phap": "tuphap",
            "don-thu": "thanhtra",
            "quoc-phong": "quansu",
            "an-ninh": "congan",
        },
    ),
    BodyKind.PROVINCE: Preset(
        "tỉnh",
        "UBND tỉnh Ninh Bình",
        date(2025, 7, 1),
        _PROVINCE_UNITS,
        {
            "nong-nghiep": "nnmt",
            "cong-thuong": "congthuong",
            "ngan-sach": "taichinh",
            "dat-dai": "nnmt",
            "xay-dung": "xaydung",
            "do-thi": "xaydung",
            "moi-truong": "nnmt",
            "giao-duc": "gddt",
            "y-te": "yte",
            "van-hoa": "vhttdl",
            "lao-dong-xa-hoi": "noivu",
            "noi-vu": "noivu",
            "cchc": "noivu",
            "tu-phap": "tuphap",
            "don-thu": "thanhtra",
            "quoc-phong": "quansu",
            "an-ninh": "congan",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Field:
    code: str
    name: str
    keywords: tuple[str, ...]


FIELDS = (
    Field(
        "nong-nghiep",
        "Nông nghiệp, nông thôn",
        ("nông nghiệp", "nông thôn mới", "PCTT", "thiên tai", "thủy lợi"),
    ),
    Field("cong-thuong", "Công nghiệp, thương mại", ("công nghiệp", "thương mại", "chợ", "doanh nghiệp")),
    Field("ngan-sach", "Tài chính, ngân sách", ("ngân sách", "khoản thu", "đầu tư công", "tài sản công")),
    Field(
        "dat-dai", "Đất đai, mặt bằng", ("đất đai", "sử dụng đất", "đấu giá", "GPMB", "giải phóng mặt bằng")
    ),
    Field("xay-dung", "Xây dựng cơ bản", ("XDCB", "xây dựng cơ bản", "công trình", "quyết toán", "thi công")),
    Field(
        "do-thi",
        "Đô thị, trật tự xây dựng",
        ("trật tự xây dựng", "TTXD", "vỉa hè", "thoát nước", "văn minh đô thị"),
    ),
    Field("moi-truong", "Môi trường", ("môi trường", "VSMT", "rác thải", "chăn nuôi")),
    Field("giao-duc", "Giáo dục", ("giáo dục", "trường học", "học sinh", "tuyển sinh")),
    Field("y-te", "Y tế", ("y tế", "dịch bệnh", "tiêm chủng", "an toàn thực phẩm")),
    Field(
        "van-hoa", "Văn hóa, thông tin", ("văn hóa", "thể thao", "tuyên truyền", "di tích", "chuyển đổi số")
    ),
    Field(
        "lao-dong-xa-hoi",
        "Lao động, xã hội",
        ("người có công", "hộ nghèo", "an sinh xã hội", "việc làm", "trẻ em"),
    ),
    Field("noi-vu", "Tổ chức, thi đua", ("kiện toàn", "biên chế", "bầu cử", "thi đua", "công vụ")),
    Field(
        "cchc",
        "Cải cách hành chính",
        ("CCHC", "cải cách hành chính", "TTHC", "thủ tục hành chính", "một cửa"),
    ),
    Field("tu-phap", "Tư pháp", ("tư pháp", "hộ tịch", "chứng thực", "hòa giải")),
    Field(
        "don-thu", "Tiếp dân, khiếu nại, tố cáo", ("KNTC", "đơn thư", "khiếu nại", "tố cáo", "tiếp công dân")
    ),
    Field("quoc-phong", "Quốc phòng", ("quốc phòng", "diễn tập", "NVQS", "nghĩa vụ quân sự")),
    Field(
        "an-ninh",
        "An ninh, trật tự",
        ("an ninh", "trật tự an toàn", "ANCT-TTATXH", "an toàn giao thông", "PCCC"),
    ),
)

GROUPS = (
    (
        "phuong-xa",
        "Các phường, xã",
        (UnitKind.WARD, UnitKind.COMMUNE),
        ("các xã, phường", "UBND các phường, xã", "UBND các xã, phường", "các địa phương"),
    ),
    (
        "phong-ban",
        "Các phòng, ban, đơn vị",
        (UnitKind.OFFICE, UnitKind.DEPARTMENT),
        (
            "các phòng, ban",
            "các phòng chuyên môn",
            "các cơ quan chuyên môn",
            "các sở, ban, ngành",
            "các cơ quan, đơn vị",
        ),
    ),
    (
        "doan-the",
        "Các hội, đoàn thể",
        (UnitKind.MASS_BODY,),
        ("các đoàn thể", "các tổ chức chính trị - xã hội", "Mặt trận Tổ quốc và các đoàn thể"),
    ),
)
"""Sets that one phrase of a text addresses: code, name, kinds of its members, other words for it."""


ADMINISTRATOR_TITLE = "Quản trị hệ thống"


def usual_title(role: Role, kind: BodyKind) -> str:
    """As it is signed: a document's word, in Vietnamese whatever the page speaks."""
    level = PRESETS[kind].level
    return {
        Role.CHAIR: f"Chủ tịch UBND {level}",
        Role.VICE_CHAIR: f"Phó Chủ tịch UBND {level}",
        Role.CHIEF_OF_OFFICE: "Chánh Văn phòng",
    }.get(role, "Chuyên viên Văn phòng")


def preset_units(kind: BodyKind) -> list[DraftUnit]:
    """The usual units of such a body, with the level in their names."""
    preset = PRESETS[kind]
    return [unit.at_level(preset.level) for unit in preset.units]
