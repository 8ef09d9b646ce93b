"""Who signs for whom, and the body in whose name."""

from __future__ import annotations

import pytest

from taskboard.domain.authority import Role
from taskboard.reports.body import Body
from taskboard.reports.signing import signature_of


@pytest.mark.parametrize(
    ("role", "title", "more", "lines"),
    [
        (Role.CHAIR, "Chủ tịch", {}, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (Role.CHAIR, "Q. Chủ tịch", {}, ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH")),
        (Role.VICE_CHAIR, "Phó Chủ tịch", {}, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (Role.CHIEF_OF_OFFICE, "Chánh Văn phòng", {}, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (
            Role.CHIEF_OF_OFFICE,
            "Chánh Văn phòng",
            {"is_acting": True},
            ("TL. CHỦ TỊCH", "Q. CHÁNH VĂN PHÒNG"),
        ),
        (
            Role.CHIEF_OF_OFFICE,
            "Chánh Văn phòng",
            {"is_by_authority": True},
            ("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ),
        (
            Role.MONITOR,
            "Phó Chánh Văn phòng",
            {},
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
        (
            Role.UNIT_HEAD,
            "Trưởng phòng Nội vụ",
            {"is_by_authority": True},
            ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ"),
        ),
    ],
)
def test_the_lines_follow_the_post(
    role: Role, title: str, more: dict[str, bool], lines: tuple[str, ...]
) -> None:
    signature = signature_of(role, title, "Trần Văn A", **more)
    assert signature.lines == lines
    assert signature.signed_by == "Trần Văn A"


@pytest.mark.parametrize(
    ("name", "lines", "place", "level"),
    [
        ("UBND thành phố Nam Định", ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ NAM ĐỊNH"), "Nam Định", "thành phố"),
        ("Ủy ban nhân dân phường Đông A", ("ỦY BAN NHÂN DÂN", "PHƯỜNG ĐÔNG A"), "Đông A", "phường"),
        ("UBND tỉnh Ninh Bình", ("ỦY BAN NHÂN DÂN", "TỈNH NINH BÌNH"), "Ninh Bình", "tỉnh"),
    ],
)
def test_one_name_of_the_body_gives_all_its_forms(
    name: str, lines: tuple[str, ...], place: str, level: str
) -> None:
    body = Body.of(name)
    assert (body.issuer.name_lines, body.place, body.level) == (lines, place, level)
    assert body.name == f"Ủy ban nhân dân {body.city}"
