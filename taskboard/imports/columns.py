"""The columns of the three templates. A template is a document: its words are Vietnamese, whatever the page speaks."""

from __future__ import annotations

from taskboard.briefings.models import SourceKind, SourceLevel
from taskboard.domain.authority import Role
from taskboard.domain.names import LONGEST
from taskboard.imports.models import ImportKind
from taskboard.imports.workbook import Column, Kind
from taskboard.units.models import UnitKind

UNIT_KINDS = {
    "Lãnh đạo": UnitKind.LEADERSHIP,
    "Văn phòng": UnitKind.OFFICE,
    "Phòng, ban": UnitKind.DEPARTMENT,
    "Cơ quan, đơn vị khác": UnitKind.AGENCY,
    "Hội, đoàn thể": UnitKind.MASS_BODY,
    "Phường": UnitKind.WARD,
    "Xã": UnitKind.COMMUNE,
}
ROLES = {
    "Chủ tịch": Role.CHAIR,
    "Phó Chủ tịch": Role.VICE_CHAIR,
    "Chánh Văn phòng": Role.CHIEF_OF_OFFICE,
    "Chuyên viên theo dõi": Role.MONITOR,
    "Thủ trưởng đơn vị": Role.UNIT_HEAD,
    "Chuyên viên đơn vị": Role.OFFICER,
    "Quản trị": Role.ADMINISTRATOR,
    "Chỉ xem": Role.INSPECTOR,
}
SOURCES = {
    "Công văn, văn bản": SourceKind.LETTER,
    "Giao trực tiếp": SourceKind.DIRECT_ORDER,
    "Cấp trên giao": SourceKind.SUPERIOR,
}
LEVELS = {
    "Thành phố": SourceLevel.OWN,
    "Tỉnh": SourceLevel.PROVINCE,
    "Chính phủ": SourceLevel.GOVERNMENT,
}
_FLAG = "có hoặc không; để trống là không"
_SEVERAL = "nhiều tên cách nhau bằng dấu chấm phẩy"
_UNIT = "tên, tên ngắn hoặc mã trong danh mục đơn vị"
_PERSON = "tên đăng nhập, hoặc họ tên nếu không trùng"

UNITS = (
    Column("name", "Tên đầy đủ", is_required=True, examples=("Phòng Kinh tế", "Phường Trường Thi")),
    Column("short_name", "Tên ngắn", limit=80, examples=("Kinh tế", "Trường Thi")),
    Column("kind", "Loại", Kind.CHOICE, True, values=UNIT_KINDS, examples=("Phòng, ban", "Phường")),
    Column("code", "Mã", limit=60, hint="chữ thường không dấu, số, gạch nối; để trống thì lập từ tên"),
    Column("parent", "Trực thuộc", hint=_UNIT),
    Column("aliases", "Tên gọi khác", Kind.NAMES, hint=_SEVERAL, examples=("phòng KT; P. Kinh tế", "")),
    Column("email", "Hộp thư chung", examples=("kinhte@donvi.gov.vn", "truongthi@donvi.gov.vn")),
    Column("phone", "Điện thoại", limit=40, examples=("0228 3849 000", "")),
    Column("position", "Thứ tự", Kind.NUMBER, hint="thứ tự trong danh sách chính thức", examples=("3", "9")),
    Column("valid_from", "Thành lập từ ngày", Kind.DAY, True, examples=("01/01/2020", "01/07/2025")),
    Column(
        "groups",
        "Nhóm đơn vị",
        Kind.NAMES,
        hint=f"{_SEVERAL}; nhóm chưa có thì lập mới",
        examples=("", "Các phường, xã"),
    ),
    Column("monitor", "Chuyên viên theo dõi", hint=_PERSON),
)
PEOPLE = (
    Column("full_name", "Họ và tên", is_required=True, limit=120, examples=("Trần Văn Bình", "Đỗ Thị Lan")),
    Column(
        "sign_in_name",
        "Tên đăng nhập",
        is_required=True,
        limit=120,
        examples=("binh.tv@donvi.gov.vn", "lan.dt"),
        hint="không cần là địa chỉ thư; người giữ nhiều chức vụ ghi nhiều dòng cùng tên đăng nhập",
    ),
    Column("email", "Thư công vụ", examples=("binh.tv@donvi.gov.vn", "")),
    Column("phone", "Điện thoại", limit=40, examples=("0912 345 678", "")),
    Column(
        "role",
        "Vai trò",
        Kind.CHOICE,
        True,
        values=ROLES,
        examples=("Thủ trưởng đơn vị", "Chuyên viên đơn vị"),
    ),
    Column("unit", "Đơn vị", hint=_UNIT, examples=("Phòng Kinh tế", "Phòng Kinh tế")),
    Column(
        "title", "Chức vụ như khi ký", is_required=True, limit=120, examples=("Trưởng phòng", "Chuyên viên")
    ),
    Column(
        "fields", "Lĩnh vực phụ trách", Kind.NAMES, hint=f"của Phó Chủ tịch: mã hoặc tên lĩnh vực, {_SEVERAL}"
    ),
    Column("is_acting", "Giữ quyền", Kind.FLAG, hint=f"{_FLAG}; có thì phải có ngày thôi giữ"),
    Column("valid_from", "Từ ngày", Kind.DAY, True, examples=("01/03/2021", "15/06/2021")),
    Column("valid_to", "Thôi giữ từ ngày", Kind.DAY),
)
TASKS = (
    Column(
        "source_kind",
        "Nguồn giao",
        Kind.CHOICE,
        values=SOURCES,
        hint="để trống là Công văn, văn bản",
        examples=("Công văn, văn bản", "Giao trực tiếp"),
    ),
    Column(
        "source_number",
        "Số, ký hiệu văn bản",
        limit=LONGEST["source_number"],
        examples=("118/UBND-VP", ""),
        hint="bắt buộc với công văn, văn bản",
    ),
    Column("source_on", "Ngày văn bản", Kind.DAY, examples=("05/04/2021", "")),
    Column("source_body", "Cơ quan ban hành", limit=LONGEST["source_body"], examples=("UBND thành phố", "")),
    Column("source_level", "Cấp giao", Kind.CHOICE, values=LEVELS, hint="để trống là Thành phố"),
    Column(
        "wording",
        "Nội dung chỉ đạo",
        Kind.TEXT,
        limit=LONGEST["wording"],
        hint="nguyên văn; để trống thì lấy tên nhiệm vụ",
        examples=("Giao phòng Kinh tế lập phương án hộ đê trước mùa mưa bão.", ""),
    ),
    Column(
        "title",
        "Nhiệm vụ",
        is_required=True,
        limit=LONGEST["title"],
        examples=("Lập phương án hộ đê", "Rà soát hộ nghèo"),
    ),
    Column(
        "lead",
        "Đơn vị chủ trì",
        is_required=True,
        hint=f"{_UNIT}; mỗi đơn vị một dòng",
        examples=("Phòng Kinh tế", "Phường Trường Thi"),
    ),
    Column("partners", "Đơn vị phối hợp", Kind.NAMES, hint=_SEVERAL, examples=("Phường Lộc Vượng; QLĐT", "")),
    Column("informed", "Nhận để biết", Kind.NAMES, hint=_SEVERAL),
    Column("assigned_on", "Ngày giao", Kind.DAY, True, examples=("05/04/2021", "12/05/2021")),
    Column(
        "original_due_on",
        "Hạn ban đầu",
        Kind.DAY,
        hint="để trống là không thời hạn",
        examples=("31/05/2021", ""),
    ),
    Column("due_on", "Hạn hiện hành", Kind.DAY, hint="để trống là hạn ban đầu", examples=("30/06/2021", "")),
    Column("field", "Lĩnh vực", hint="mã hoặc tên lĩnh vực"),
    Column("leader", "Lãnh đạo giao", hint=_PERSON),
    Column("monitor", "Văn phòng theo dõi", hint=_PERSON),
    Column("officer", "Người thực hiện", hint=_PERSON),
    Column("is_starred", "Gắn sao", Kind.FLAG, hint=_FLAG),
    Column(
        "note",
        "Tình hình thực hiện",
        Kind.TEXT,
        limit=4_000,
        hint="đến ngày nhập",
        examples=("Đã khảo sát 4 tuyến đê.", ""),
    ),
)

COLUMNS = {ImportKind.UNITS: UNITS, ImportKind.PEOPLE: PEOPLE, ImportKind.TASKS: TASKS}
HEADING = {kind: {column.key: column.heading for column in columns} for kind, columns in COLUMNS.items()}
