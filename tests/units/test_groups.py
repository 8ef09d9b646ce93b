"""Fields and groups: added, edited, retired from a day on; what was given before stays as it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.journal.models import JournalEntry
from taskboard.units import actions, queries
from taskboard.units.models import UnitGroup, WorkField
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY, TOMORROW = date(2021, 6, 16), date(2021, 6, 17)


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock, cast: Cast) -> Visitor:
    return Visitor(client, clock).be(cast.administrator)


@pytest.fixture
def river(cast: Cast) -> str:
    group = actions.create_group(
        code="ven-song",
        name="Các phường ven sông",
        aliases=["các đơn vị ven đê"],
        members=[cast.cua_nam, cast.loc_vuong],
        valid_from=build.BEGAN_ON,
    )
    build.saved()
    return group.code


def group(code: str) -> UnitGroup:
    db.session.expire_all()
    return db.session.scalars(sa.select(UnitGroup).where(UnitGroup.code == code)).one()


def names(code: str, day: date) -> list[str]:
    return [unit.name for unit in queries.members_on(group(code).id, day)]


def test_a_group_is_made_with_its_members(browser: Visitor, cast: Cast) -> None:
    browser.open("/groups/new")
    browser.press("Lưu", name="Khối kinh tế", aliases="các phòng kinh tế", members=[str(cast.economy.id)])
    assert "Đã thêm nhóm Khối kinh tế." in browser.words
    assert names("khoi-kinh-te", TODAY) == [cast.economy.name]
    assert [one.name for one in queries.gazetteer_on(TODAY).groups][-1] == "Khối kinh tế"


def test_a_group_without_a_name_or_members_is_refused_and_keeps_what_was_typed(
    browser: Visitor, river: str
) -> None:
    browser.open("/groups/new")
    browser.press("Lưu", name="Nhóm rỗng", aliases="abc")
    assert browser.status == 422
    assert "Đề nghị chọn ít nhất một đơn vị." in browser.words
    assert browser.tree.xpath("//textarea[@name='aliases']")[0].text.strip() == "abc"
    browser.press("Lưu", name="các phường VEN SÔNG", members=[str(queries.groups()[0].members[0].unit_id)])
    assert "Đã có nhóm" in browser.words


def test_other_members_from_a_day_on(browser: Visitor, river: str, cast: Cast) -> None:
    browser.open(f"/groups/{river}")
    browser.press(
        "Lưu", members=[str(cast.cua_nam.id), str(cast.urban.id)], on="17/06/2021", name="Các phường ven sông"
    )
    assert set(names(river, TODAY)) == {cast.cua_nam.name, cast.loc_vuong.name}
    assert set(names(river, TOMORROW)) == {cast.cua_nam.name, cast.urban.name}


def test_a_unit_that_leaves_later_and_is_named_again_stands_once(
    browser: Visitor, river: str, cast: Cast
) -> None:
    browser.open(f"/groups/{river}")
    browser.press("Lưu", members=[str(cast.cua_nam.id)], on="01/09/2021")
    browser.open(f"/groups/{river}")
    form = browser.form(holding="members")
    assert set(form.values["members"]) == {str(cast.cua_nam.id), str(cast.loc_vuong.id)}, "who is in it today"
    assert f"{cast.loc_vuong.name} thôi ở trong nhóm từ 01/09/2021" in browser.words
    browser.send(form, "Lưu", on="17/06/2021")
    assert (
        names(river, TOMORROW) == names(river, date(2021, 9, 1)) == [cast.loc_vuong.name, cast.cua_nam.name]
    )
    rows = [row for row in group(river).members if row.unit_id == cast.loc_vuong.id]
    assert [(row.valid_from, row.valid_to) for row in rows] == [(build.BEGAN_ON, None)]


def test_who_is_to_come_later_and_is_named_now_comes_now_once(
    browser: Visitor, river: str, cast: Cast
) -> None:
    everyone = [cast.cua_nam, cast.loc_vuong, cast.urban]
    browser.open(f"/groups/{river}")
    browser.press("Lưu", members=[str(unit.id) for unit in everyone], on="01/09/2021")
    browser.open(f"/groups/{river}")
    assert f"{cast.urban.name} vào nhóm từ 01/09/2021" in browser.words
    browser.press("Lưu", members=[str(unit.id) for unit in everyone], on="17/06/2021")
    rows = [row for row in group(river).members if row.unit_id == cast.urban.id]
    assert [(row.valid_from, row.valid_to) for row in rows] == [(TOMORROW, None)]
    browser.open(f"/groups/{river}")
    browser.press("Lưu", members=[str(cast.cua_nam.id)], on="17/06/2021")
    assert names(river, TOMORROW) == [cast.cua_nam.name]
    assert all(row.unit_id != cast.urban.id for row in group(river).members), (
        "never a member for a single day"
    )


def test_members_change_from_today_on_and_not_before(browser: Visitor, river: str, cast: Cast) -> None:
    browser.open(f"/groups/{river}")
    browser.press("Lưu", members=[str(cast.cua_nam.id)], on="15/06/2021")
    assert browser.status == 422
    assert "chỉ đổi được từ hôm nay, 16/06/2021, trở đi" in browser.words
    assert len(names(river, TODAY)) == 2


def test_the_list_of_units_asks_as_much_for_many_groups_as_for_one(
    browser: Visitor, river: str, cast: Cast
) -> None:
    asked = []
    for number in range(2):
        for place in range(4 * number):
            actions.create_group(
                code=f"nhom-{place}", name=f"Nhóm {place}", aliases=[], members=[cast.urban], valid_from=TODAY
            )
        build.saved()
        with counted() as questions:
            browser.open("/units")
        asked.append(len(questions))
    assert asked[0] == asked[1]


def test_a_group_is_retired_and_read_no_more(browser: Visitor, river: str) -> None:
    browser.open(f"/groups/{river}")
    browser.press("Lưu", retired_on="15/06/2021")
    assert browser.status == 422
    assert "Ngày thôi dùng không được trước hôm nay" in browser.words
    browser.press("Lưu", retired_on="17/06/2021")
    assert "thôi dùng từ 17/06/2021" in browser.words
    assert "Các phường ven sông" in {one.name for one in queries.gazetteer_on(TODAY).groups}
    assert "Các phường ven sông" not in {one.name for one in queries.gazetteer_on(TOMORROW).groups}
    assert group(river).retired_on == TOMORROW


def test_the_list_costs_no_more_with_more_groups(browser: Visitor, river: str, cast: Cast) -> None:
    def cost() -> int:
        with counted() as asked:
            browser.open("/groups")
        return len(asked)

    before = cost()
    for number in range(5):
        actions.create_group(
            code=f"nhom-{number}",
            name=f"Nhóm {number}",
            aliases=[],
            members=[cast.economy, cast.urban],
            valid_from=TODAY,
        )
    build.saved()
    assert cost() == before


def test_a_field_is_added_edited_and_retired(browser: Visitor, cast: Cast) -> None:
    browser.open("/fields/new")
    browser.press(
        "Lưu", name="Chuyển đổi số", keywords="chuyển đổi số\nhồ sơ trực tuyến", usual_lead=str(cast.urban.id)
    )
    assert "Đã thêm lĩnh vực Chuyển đổi số." in browser.words
    field = queries.work_field("chuyen-doi-so")
    assert field is not None
    assert field.keywords == "chuyển đổi số\nhồ sơ trực tuyến"
    browser.open("/fields/chuyen-doi-so/edit")
    browser.press("Lưu", name="Chuyển đổi số, cải cách", usual_lead="", retired_on="17/06/2021")
    db.session.expire_all()
    assert (field.name, field.usual_lead_id, field.retired_on) == ("Chuyển đổi số, cải cách", None, TOMORROW)
    assert field in queries.work_fields(on=TODAY)
    assert field not in queries.work_fields(on=TOMORROW)
    assert field in queries.work_fields(), "reports of earlier tasks still name it"
    events = sa.select(sa.func.count()).where(JournalEntry.subject_kind == "work_field")
    assert db.session.scalar(events) == 2


@pytest.mark.parametrize(("name", "says"), [("", "Đề nghị nhập mục này."), ("ĐÔ THỊ", "Đã có lĩnh vực")])
def test_a_field_needs_a_name_of_its_own(browser: Visitor, name: str, says: str) -> None:
    browser.open("/fields/new")
    browser.press("Lưu", name=name, keywords="vỉa hè")
    assert browser.status == 422
    assert says in browser.words
    assert "vỉa hè" in browser.page
    assert db.session.scalar(sa.select(sa.func.count()).where(WorkField.keywords == "vỉa hè")) == 0


def test_a_field_no_longer_used_is_not_offered_for_new_orders(browser: Visitor, cast: Cast) -> None:
    field = queries.work_field("do-thi")
    assert field is not None
    field.retired_on = TODAY
    build.saved()
    browser.be(cast.chief).open("/directives/new")
    offered = browser.tree.xpath("//select[@name='field']/option/@value")
    assert "do-thi" not in offered
    assert len(offered) > 1
