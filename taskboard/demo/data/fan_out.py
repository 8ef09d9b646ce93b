"""Lives of the directives that went to many units at once: wards and communes, departments, mass bodies.

Each row of a table is what one unit did. Numbers are invented but add up; nobody's report is a copy of another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from taskboard.demo.data.city import COMMUNES, MASS_BODIES, WARDS, unit
from taskboard.demo.data.steps import Completion, Confirmed, Life, Progress, Received, Step, Urged
from taskboard.tasks.models import Cause

_LOCALS = tuple(one.code for one in (*WARDS, *COMMUNES))


def _morning(day: date, minute: int) -> str:
    """A time in the morning of `day`, spread so that no two units write in the same minute."""
    return f"{day.isoformat()} {8 + minute // 60 % 3:02d}:{minute % 60:02d}"


def _afternoon(day: date, minute: int) -> str:
    return f"{day.isoformat()} {14 + minute // 60 % 3:02d}:{minute % 60:02d}"


def _next_working(day: date) -> date:
    """The next Monday-to-Friday day that is no holiday of the sample's spring."""
    holidays = {date(2021, 4, 21), date(2021, 4, 30), date(2021, 5, 3)}
    following = day + timedelta(days=1)
    while following.weekday() > 4 or following in holidays:
        following += timedelta(days=1)
    return following


# ---------------------------------------------------------------------- lists of violations, due 14/5/2021

_VIOLATIONS: dict[str, tuple[date, int, int]] = {
    "phuong.ha-long": (date(2021, 5, 12), 2, 4),
    "phuong.tran-te-xuong": (date(2021, 5, 11), 0, 3),
    "phuong.vi-hoang": (date(2021, 5, 13), 0, 2),
    "phuong.vi-xuyen": (date(2021, 5, 14), 0, 5),
    "phuong.quang-trung": (date(2021, 5, 10), 1, 3),
    "phuong.nguyen-du": (date(2021, 5, 13), 0, 1),
    "phuong.ba-trieu": (date(2021, 5, 12), 0, 2),
    "phuong.truong-thi": (date(2021, 5, 14), 3, 6),
    "phuong.phan-dinh-phung": (date(2021, 5, 12), 0, 2),
    "phuong.ngo-quyen": (date(2021, 5, 11), 1, 2),
    "phuong.tran-hung-dao": (date(2021, 5, 13), 0, 4),
    "phuong.tran-dang-ninh": (date(2021, 5, 5), 0, 2),
    "phuong.nang-tinh": (date(2021, 5, 12), 2, 3),
    "phuong.van-mieu": (date(2021, 5, 14), 1, 5),
    "phuong.tran-quang-khai": (date(2021, 5, 13), 2, 2),
    "phuong.thong-nhat": (date(2021, 5, 14), 6, 7),
    "phuong.loc-ha": (date(2021, 5, 14), 9, 11),
    "phuong.loc-vuong": (date(2021, 5, 18), 12, 9),
    "phuong.cua-nam": (date(2021, 5, 11), 4, 3),
    "phuong.loc-hoa": (date(2021, 5, 13), 7, 4),
    "phuong.my-xa": (date(2021, 5, 20), 14, 8),
    "xa.nam-van": (date(2021, 5, 13), 8, 3),
    "xa.loc-an": (date(2021, 5, 14), 5, 4),
}
"""Unit: the day it sent its list, cases of land, cases of building. Absent: still owed."""


def violation_lists() -> dict[str, Life]:
    """Two of twenty-five have not sent theirs by 16/06/2021; two sent it late."""
    lives: dict[str, Life] = {}
    for place, code in enumerate(_LOCALS):
        received = Received(_morning(date(2021, 4, 9 if place % 3 else 12), place * 7))
        row = _VIOLATIONS.get(code)
        lives[code] = (received, *(_list_sent(place, *row) if row else _list_owed(code)))
    return lives


def _list_sent(place: int, day: date, land: int, building: int) -> Iterator[Step]:
    yield Completion(
        _afternoon(day, 5 + place * 6),
        day,
        f"Danh sách gồm {land} trường hợp vi phạm đất đai, {building} trường hợp vi phạm trật tự xây dựng, "
        "có ảnh và biên bản từng trường hợp.",
        document=f"{26 + place * 3}/BC-UBND",
        document_on=day,
    )
    yield Confirmed(_afternoon(_next_working(day), 20 + place * 4))


def _list_owed(code: str) -> Iterator[Step]:
    if code != "xa.nam-phong":
        yield Progress(
            "2021-05-17 15:10",
            "Đã lập danh sách 5 tổ dân phố, còn 4 tổ.",
            obstacle="Công chức địa chính nghỉ thai sản từ đầu tháng 5, chưa có người thay.",
            cause=Cause.STAFF,
            forecast=date(2021, 6, 18),
            next_step="Bố trí người thay, lập tiếp danh sách 4 tổ.",
        )
    yield Urged("2021-05-24 09:00")
    yield Urged("2021-06-07 09:05")


# ------------------------------------------------------------------ general cleaning, a report a month

_PLACES = {
    "phuong.ha-long": "đường Phù Nghĩa, hồ Hạ Long",
    "phuong.tran-te-xuong": "đường Trường Chinh, ngõ 118 Hàn Thuyên",
    "phuong.vi-hoang": "phố Vị Hoàng, bờ hồ Vị Xuyên",
    "phuong.vi-xuyen": "phố Nguyễn Du, công viên Vị Xuyên",
    "phuong.quang-trung": "phố Quang Trung, chợ Diên Hồng",
    "phuong.cua-bac": "đường Điện Biên, ngõ Văn Nhân",
    "phuong.nguyen-du": "phố Trần Phú, vườn hoa Hòa Bình",
    "phuong.ba-trieu": "phố Bà Triệu, phố Hai Bà Trưng",
    "phuong.truong-thi": "đường Trường Chinh, khu tập thể Dệt",
    "phuong.phan-dinh-phung": "phố Phan Đình Phùng, bờ kè sông Đào",
    "phuong.ngo-quyen": "đường Trần Nhân Tông, bến Ngự",
    "phuong.tran-hung-dao": "phố Trần Hưng Đạo, chợ Rồng",
    "phuong.tran-dang-ninh": "phố Hàng Tiện, ga Nam Định",
    "phuong.nang-tinh": "đường Giải Phóng, hồ Năng Tĩnh",
    "phuong.van-mieu": "đường Văn Cao, khu đô thị Dệt may",
    "phuong.tran-quang-khai": "phố Trần Quang Khải, đê sông Đào",
    "phuong.thong-nhat": "đường Đông A, khu tái định cư Đông Đông Mạc",
    "phuong.loc-ha": "đường Thái Bình, khu Trầm Cá",
    "phuong.loc-vuong": "đường Lưu Hữu Phước, quảng trường Đông A",
    "phuong.cua-nam": "đường Vũ Hữu Lợi, chân cầu Đò Quan",
    "phuong.loc-hoa": "quốc lộ 10, thôn Tân An",
    "phuong.my-xa": "đường Giải Phóng kéo dài, thôn Mai Xá",
    "xa.nam-phong": "trục xã, bãi bồi sông Hồng",
    "xa.nam-van": "thôn Địch Lễ, chợ Vấn Khẩu",
    "xa.loc-an": "quốc lộ 21, thôn Lộc Trung",
}
_LATE_APRIL = {"phuong.my-xa": date(2021, 5, 7), "xa.nam-phong": date(2021, 5, 6)}
_LATE_MAY = {"phuong.loc-ha": date(2021, 6, 3), "phuong.nang-tinh": date(2021, 6, 2)}
_NO_MAY = {"phuong.cua-bac", "phuong.tran-dang-ninh", "xa.nam-phong"}
_WAITING_MAY = {"phuong.loc-ha", "phuong.my-xa"}


def monthly_cleanings() -> dict[str, Life]:
    """April: two late. May: three have said nothing, two reports wait for the Office. June still runs."""
    lives: dict[str, Life] = {}
    for place, code in enumerate(_LOCALS):
        late = _LATE_APRIL.get(code)
        april = late or date(2021, 4, 24 + place % 3 * 2 if place % 3 < 2 else 29)
        lives[f"{code} 2021-04"] = tuple(_cleaned(code, place, april, 4))
        if code not in _NO_MAY:
            may = _LATE_MAY.get(code) or date(2021, 5, 28 if place % 2 else 31)
            steps = tuple(_cleaned(code, place, may, 5))
            lives[f"{code} 2021-05"] = steps[:1] if code in _WAITING_MAY else steps
        if place % 4 and code not in _NO_MAY:
            lives[f"{code} 2021-06"] = (Received(_morning(date(2021, 6, 1 + place % 3), 10 + place)),)
    return lives


def _cleaned(code: str, place: int, done_on: date, month: int) -> Iterator[Step]:
    people, tonnes = 140 + place * 17 % 230 + month * 9, 2 + (place * 5 + month) % 9
    reported_on = done_on if done_on.weekday() < 5 else _next_working(done_on)
    yield Completion(
        _afternoon(reported_on, 8 + place * 5),
        done_on,
        f"Ra quân {2 + place % 3} đợt tại {_PLACES[code]}; {people} lượt người tham gia, thu gom {tonnes} tấn rác, "
        f"xóa {3 + place % 5} điểm rao vặt.",
        document=f"{31 + place * 2 + month * 4}/BC-UBND",
        document_on=done_on,
    )
    yield Confirmed(_morning(_next_working(reported_on), 40 + place * 3))


# ------------------------------------------------------------------------ a street a week, mass bodies

_STREETS = {
    "mttq": ("đường Trường Chinh", "phố Trần Phú", "đường Trần Thánh Tông"),
    "phunu": ("phố Hàng Thao", "đường Hùng Vương", "phố Quang Trung", "đường Hưng Yên"),
    "nongdan": ("đê sông Đào đoạn Nam Vân", "trục xã Lộc An"),
    "ccb": ("đường Hàn Thuyên", "phố Cửa Đông"),
    "doantn": (
        "bờ hồ Vị Xuyên",
        "đường Đông A",
        "phố đi bộ Nguyễn Du",
        "đường Phù Nghĩa",
        "quảng trường 3-2",
    ),
    "ldld": ("đường Giải Phóng", "khu công nghiệp Hòa Xá"),
}
_WEEKS = tuple(range(14, 25))
_SILENT = {("nongdan", 22), ("nongdan", 23), ("ldld", 21)}
_LATE = {("ccb", 19): 3, ("ldld", 16): 2, ("nongdan", 18): 5}
"""Days after the usual day of reporting."""
_WAITING = {("mttq", 23), ("phunu", 23), ("ccb", 23)}
_SMALL_GROUPS_FROM = 19
"""From week 19 (10/5) groups stayed small because of the epidemic."""


def weekly_streets() -> dict[str, Life]:
    """Each finished week by the Monday after; the Farmers' Association fell silent in June. One week still runs."""
    lives: dict[str, Life] = {}
    for place, body in enumerate(MASS_BODIES):
        for week in _WEEKS[:-1]:
            if (body.code, week) not in _SILENT:
                lives[f"{body.code} 2021-W{week}"] = tuple(_swept(body.code, place, week))
        if place % 2 == 0:
            lives[f"{body.code} 2021-W{_WEEKS[-1]}"] = (Received(_morning(date(2021, 6, 15), 5 + place)),)
    return lives


def _swept(code: str, place: int, week: int) -> Iterator[Step]:
    saturday = date.fromisocalendar(2021, week, 6)
    late = _LATE.get((code, week), 0)
    done_on = saturday + timedelta(days=late)
    reported_on = _next_working(max(done_on, saturday + timedelta(days=1)))
    street = _STREETS[code][week % len(_STREETS[code])]
    small = week >= _SMALL_GROUPS_FROM
    people = 12 + (place * 7 + week) % 8 if small else 45 + (place * 13 + week * 3) % 50
    yield Completion(
        _morning(reported_on, 12 + place * 9 + week % 7),
        done_on,
        f"Làm sạch {street}, {people} hội viên, đoàn viên tham gia"
        + (" theo nhóm nhỏ để phòng dịch" if small else "")
        + f"; phân công {2 + (place + week) % 4} người giữ trật tự giao thông giờ tan tầm.",
        document=f"{week + place * 11}/BC-{_SIGNS[code]}",
        document_on=done_on,
    )
    if (code, week) not in _WAITING:
        yield Confirmed(_morning(_next_working(reported_on), 75 + place * 4))


_SIGNS = {"mttq": "MTTQ", "phunu": "HPN", "nongdan": "HND", "ccb": "HCCB", "doantn": "ĐTN", "ldld": "LĐLĐ"}


# ------------------------------------------------------------------- councils and steering committees

_COUNCILS: dict[str, tuple[date, int, str]] = {
    "vanphong": (date(2021, 4, 27), 6, "78/TTr-VP"),
    "noivu": (date(2021, 4, 28), 9, "52/TTr-PNV"),
    "tuphap": (date(2021, 4, 26), 4, "21/TTr-PTP"),
    "tckh": (date(2021, 4, 29), 5, "140/TTr-TCKH"),
    "tnmt": (date(2021, 4, 29), 7, "88/TTr-TNMT"),
    "ldtbxh": (date(2021, 4, 23), 8, "61/TTr-LĐTBXH"),
    "gddt": (date(2021, 4, 22), 3, "97/TTr-PGDĐT"),
    "yte": (date(2021, 5, 7), 4, "33/TTr-PYT"),
    "thanhtra": (date(2021, 4, 27), 2, "18/TTr-TTr"),
    "kinhte": (date(2021, 4, 28), 6, "69/TTr-KT"),
    "qldt": (date(2021, 5, 4), 5, "74/TTr-QLĐT"),
}


def councils() -> dict[str, Life]:
    """Due on the holiday of 30/4, so in time until 04/5; Y tế was late, Văn hóa và Thông tin has not finished."""
    lives: dict[str, Life] = {
        code: tuple(_councils_of(place, code, *row)) for place, (code, row) in enumerate(_COUNCILS.items())
    }
    lives["vhtt"] = (
        Received("2021-04-12 09:40"),
        Progress(
            "2021-04-28 15:10",
            "Đã trình kiện toàn 3 trong 5 Ban Chỉ đạo.",
            obstacle="Hai Ban Chỉ đạo chờ Thành ủy phân công người đứng đầu.",
            cause=Cause.SUPERIOR,
            forecast=date(2021, 5, 14),
        ),
        Urged("2021-05-20 08:40"),
    )
    return lives


def _councils_of(place: int, code: str, day: date, number: int, document: str) -> Iterator[Step]:
    yield Received(_morning(date(2021, 4, 9), 15 + place * 8))
    yield Completion(
        _afternoon(day, 10 + place * 7),
        day,
        f"Đã trình quyết định kiện toàn {number} Hội đồng, Ban Chỉ đạo do {unit(code).name} tham mưu; "
        "mỗi quyết định nêu rõ trưởng ban, cơ quan thường trực.",
        document=document,
        document_on=day,
    )
    yield Confirmed(
        _afternoon(_next_working(day), 30 + place * 3), by="chutich" if code == "vanphong" else ""
    )
