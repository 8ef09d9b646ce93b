"""A surface string finds its unit in the city's tree, or nothing where two would fit."""

from __future__ import annotations

import pytest

from taskboard.domain.drafting import Gazetteer, GroupEntry, TargetKind, UnitEntry

CITY = Gazetteer(
    units=(
        UnitEntry("kinh-te", "Phòng Kinh tế"),
        UnitEntry("tc-kh", "Phòng Tài chính - Kế hoạch", "TC-KH"),
        UnitEntry("tnmt", "Phòng Tài nguyên và Môi trường", "TN&MT"),
        UnitEntry("ldtbxh", "Phòng Lao động - Thương binh và Xã hội"),
        UnitEntry("vp", "Văn phòng HĐND và UBND thành phố"),
        UnitEntry("thanh-tra", "Thanh tra thành phố"),
        UnitEntry("cong-an", "Công an thành phố", aliases=("CA TP",)),
        UnitEntry("mat-tran", "Ủy ban MTTQ Việt Nam thành phố"),
        UnitEntry("loc-vuong", "UBND phường Lộc Vượng"),
        UnitEntry("loc-hoa", "UBND phường Lộc Hòa"),
        UnitEntry("nam-phong", "UBND xã Nam Phong"),
    ),
    groups=(
        GroupEntry("phuong-xa", "Các phường, xã", ("UBND các phường, xã",)),
        GroupEntry("phong", "Các phòng, ban, ngành"),
    ),
)


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("phòng Kinh tế", "kinh-te"),
        ("Phòng Kinh tế thành phố", "kinh-te"),
        ("PHÒNG KINH TẾ", "kinh-te"),
        ("Trưởng phòng Kinh tế", "kinh-te"),
        ("phòng TC-KH", "tc-kh"),
        ("Phòng Tài chính – Kế hoạch", "tc-kh"),
        ("phòng Tài nguyên, Môi trường", "tnmt"),
        ("Phòng TN&MT", "tnmt"),
        ("phòng LĐ-TB&XH", "ldtbxh"),
        ("Văn phòng HĐND-UBND thành phố", "vp"),
        ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân thành phố", "vp"),
        ("Chánh Thanh tra thành phố", "thanh-tra"),
        ("Công an thành phố", "cong-an"),
        ("CA TP", "cong-an"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam thành phố", "mat-tran"),
        ("phường Lộc Vượng", "loc-vuong"),
        ("UBND phường Lộc Vượng", "loc-vuong"),
        ("Chủ tịch UBND phường Lộc Vượng", "loc-vuong"),
        ("Uỷ ban nhân dân phường Lộc Hoà", "loc-hoa"),
        ("xã Nam Phong", "nam-phong"),
        ("Nam Phong", "nam-phong"),
    ],
)
def test_a_unit_is_found_however_it_is_written(surface: str, key: str) -> None:
    found = CITY.resolve(surface)
    assert (found.target, found.target_kind) == (key, TargetKind.UNIT)
    assert found.how


@pytest.mark.parametrize(
    "surface",
    [
        "các phường, xã",
        "các phường xã",
        "UBND các phường, xã",
        "Chủ tịch UBND các phường, xã",
        "các phường, xã liên quan",
        "các phường, xã thành phố",
    ],
)
def test_a_class_of_units_is_found_as_a_group(surface: str) -> None:
    found = CITY.resolve(surface)
    assert (found.target, found.target_kind) == ("phuong-xa", TargetKind.GROUP)


@pytest.mark.parametrize(
    "surface", ["", "Sở Xây dựng", "phường Lộc", "phòng Kính tế", "UBND", "các hộ dân", "Phòng"]
)
def test_what_is_not_in_the_city_stays_unresolved(surface: str) -> None:
    assert CITY.resolve(surface).target is None


def test_a_name_two_units_share_resolves_to_neither() -> None:
    twice = Gazetteer(
        units=(
            UnitEntry("a", "UBND phường Quang Trung"),
            UnitEntry("b", "Trường tiểu học Quang Trung", aliases=("Quang Trung",)),
        )
    )
    assert twice.resolve("Quang Trung").target is None
    assert twice.resolve("UBND phường Quang Trung").target == "a"
