"""The fixed cast: a few people of a small city, each with one post, and the units they sit in.

Tests are sentences about them: "the head of Kinh tế reports", "the Office sends back", "the chair sees it".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from datetime import datetime

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from taskboard.accounts.models import Person
    from taskboard.units.models import Unit


@dataclass(frozen=True)
class Cast:
    office: Unit
    economy: Unit
    urban: Unit
    loc_vuong: Unit
    cua_nam: Unit
    chair: Person
    vice: Person
    """In charge of the fields nong-nghiep and do-thi."""
    chief: Person
    monitor: Person
    """Follows Kinh tế and Lộc Vượng for the Office."""
    head: Person
    """Of phòng Kinh tế."""
    officer: Person
    """Of phòng Kinh tế."""
    other_head: Person
    """Of phòng Quản lý đô thị."""
    ward_head: Person
    """Of phường Lộc Vượng."""
    inspector: Person
    administrator: Person

    @property
    def everyone(self) -> dict[str, Person]:
        """By the name a test calls them."""
        names = "chair vice chief monitor head officer other_head ward_head inspector administrator".split()
        return {name: getattr(self, name) for name in names}


def gather() -> Cast:
    """Make them all; the caller commits where a request has to see them."""
    from taskboard.domain.authority import Role
    from taskboard.units.actions import create_work_field
    from taskboard.units.models import UnitKind
    from tests.build import person, unit

    office = unit("Văn phòng HĐND và UBND", UnitKind.OFFICE, short_name="Văn phòng")
    economy = unit("Phòng Kinh tế", short_name="Kinh tế", email="kinhte@namdinh.example")
    urban = unit("Phòng Quản lý đô thị", short_name="QLĐT", email="qldt@namdinh.example")
    loc_vuong = unit("Phường Lộc Vượng", UnitKind.WARD, email="locvuong@namdinh.example")
    cua_nam = unit("Phường Cửa Nam", UnitKind.WARD, email="cuanam@namdinh.example")
    monitor = person("Lê Thu Hà", Role.MONITOR, office, title="Chuyên viên theo dõi", handle="vanphong")
    for followed in (economy, loc_vuong):
        followed.monitor_id = monitor.id
    for place, (code, name, lead) in enumerate(
        (("nong-nghiep", "Nông nghiệp", economy), ("do-thi", "Đô thị", urban))
    ):
        create_work_field(code=code, name=name, keywords=(), usual_lead=lead, position=place)
    return Cast(
        office=office,
        economy=economy,
        urban=urban,
        loc_vuong=loc_vuong,
        cua_nam=cua_nam,
        chair=person("Phạm Duy Hưng", Role.CHAIR, title="Chủ tịch UBND thành phố", handle="chutich"),
        vice=person(
            "Vũ Đình Khoát",
            Role.VICE_CHAIR,
            title="Phó Chủ tịch UBND thành phố",
            fields="nong-nghiep do-thi",
            handle="phochutich",
        ),
        chief=person(
            "Nguyễn Hữu Thuyên", Role.CHIEF_OF_OFFICE, office, title="Chánh Văn phòng", handle="chanhvp"
        ),
        monitor=monitor,
        head=person("Trần Văn Bình", Role.UNIT_HEAD, economy, title="Trưởng phòng", handle="kinhte"),
        officer=person("Đỗ Thị Lan", Role.OFFICER, economy, title="Chuyên viên", handle="chuyenvien.kinhte"),
        other_head=person("Hoàng Minh Đức", Role.UNIT_HEAD, urban, title="Trưởng phòng", handle="qldt"),
        ward_head=person(
            "Phạm Thị Ngọc",
            Role.UNIT_HEAD,
            loc_vuong,
            title="Chủ tịch UBND phường",
            handle="phuong.loc-vuong",
        ),
        inspector=person("Đặng Quốc Ân", Role.INSPECTOR, title="Thanh tra", handle="xem"),
        administrator=person("Ngô Thanh Sơn", Role.ADMINISTRATOR, title="Quản trị", handle="quantri"),
    )


@pytest.fixture
def cast(db_session: scoped_session[Session]) -> Cast:
    """The cast on the rolled-back database, committed so that requests see them."""
    people = gather()
    db_session.commit()
    return people


def sign_in(client: FlaskClient, person: Person, real_now: datetime) -> None:
    """Put the person's session into the client's cookie, as the sign-in page would."""
    from taskboard.accounts.actions import open_session
    from taskboard.db import db

    token = open_session(person, address="127.0.0.1", device="test", remember=False, real_now=real_now)
    db.session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
