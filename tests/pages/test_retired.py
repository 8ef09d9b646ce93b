"""What was retired is offered for nothing new and refused where it is sent all the same; what bears it keeps it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from taskboard.accounts import actions as accounts
from taskboard.api.doors import DOORS
from taskboard.briefings import actions as briefings
from taskboard.briefings.actions import Target
from taskboard.briefings.models import DraftDue
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.indicators import Direction
from taskboard.domain.retirement import in_use
from taskboard.domain.scopes import Scope
from taskboard.imports import queries as imports
from taskboard.imports.models import ImportKind
from taskboard.indicators import actions as indicators
from taskboard.tasks.actions import Takers
from taskboard.units import queries as units
from taskboard.units.models import UnitGroup
from tests import build
from tests.api.program import Program
from tests.briefings.table import HELD_ON, TEXT, Table, laid, live
from tests.cast import Cast, cast
from tests.imports.test_importing import faults, person_row, task_row, unit_row
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
FIELD = "do-thi"
URBAN = TEXT.replace("1. Giao phòng Kinh tế lập", "1. Về đô thị, giao phòng Kinh tế lập")


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    return laid(cast, now)


@pytest.fixture
def on(cast: Cast) -> Occasion:
    return build.occasion(build.at(TODAY), cast.chief)


def retire_field(day: date = HELD_ON) -> None:
    field = units.work_field(FIELD)
    assert field is not None
    field.retired_on = day
    build.saved()


def retire_group(day: date = HELD_ON) -> UnitGroup:
    (group,) = units.groups()
    group.retired_on = day
    build.saved()
    return group


def refusal(key: str) -> pytest.RaisesExc[RuleBroken]:
    return pytest.raises(RuleBroken, check=lambda broken: broken.key == key)


def offered(browser: Visitor, name: str = "field") -> list[str]:
    return [str(value) for value in browser.tree.xpath(f"//select[@name='{name}']/option/@value")]


# ------------------------------------------------------------------------------------------------------------- reviews


def test_a_text_is_not_read_into_a_field_that_was_retired(table: Table) -> None:
    table.record(URBAN)
    assert table.draft("hộ đê").field == FIELD
    retire_field()
    table.record(URBAN, seen_version=table.text.version)
    assert table.draft("hộ đê").field == ""


def test_the_review_offers_the_fields_of_the_day_and_the_one_the_draft_bears(
    table: Table, browser: Visitor, cast: Cast
) -> None:
    table.record(URBAN)
    retire_field()
    bears, bare = table.draft("hộ đê").id, table.draft("phường, xã").id
    page = f"/briefings/{table.code}/conclusions?draft="
    browser.be(live(cast.monitor)).open(f"{page}{bears}")
    assert FIELD in offered(browser)
    browser.press("Lưu", title="Lập phương án hộ đê")
    assert browser.status == 200
    assert table.draft("hộ đê").field == FIELD
    browser.open(f"{page}{bare}")
    assert "nong-nghiep" in offered(browser) and FIELD not in offered(browser)


def test_a_retired_field_or_group_is_refused_where_a_draft_did_not_bear_it(table: Table) -> None:
    table.record()
    wards = Target(group_id=table.wards_id)
    has_wards, bare = table.draft("phường, xã"), table.draft("hộ đê")
    retire_field()
    retire_group()
    with refusal("field_retired"):
        table.edit(bare, field=FIELD)
    with refusal("field_unknown"):
        table.edit(bare, field="khong-co")
    for place in ("leads", "partners", "informed"):
        with refusal("group_retired"):
            table.edit(bare, **{place: [wards]})
    table.edit(has_wards, title="Tổng vệ sinh môi trường", leads=[wards])
    assert [row.group_id for row in has_wards.leads] == [table.wards_id]


def test_what_is_retired_after_the_briefing_was_in_use_on_its_day(table: Table) -> None:
    table.record()
    retire_field(TODAY)
    draft = table.draft("hộ đê")
    table.edit(draft, field=FIELD)
    assert draft.field == FIELD


# ----------------------------------------------------------------------------------------------- orders between, the API


@pytest.mark.parametrize("retired_on", [TODAY, date(2021, 6, 17)])
def test_an_order_is_refused_from_the_day_of_retirement_on(
    retired_on: date, cast: Cast, on: Occasion, table: Table
) -> None:
    retire_field(retired_on)
    group = retire_group(retired_on)
    if retired_on > TODAY:
        assert build.task("Việc", lead=cast.urban, on=on, field=FIELD).field == FIELD
        return
    with refusal("field_retired"):
        build.task("Việc", lead=cast.urban, on=on, field=FIELD)
    edit = briefings.DraftEdit(
        title="Việc",
        leads=[Target(group_id=group.id)],
        partners=[],
        due=DraftDue.NONE,
        fans_out=True,
    )
    with refusal("group_retired"):
        briefings.check_edit(edit, day=TODAY)


def test_a_program_is_told_which_of_its_words_is_retired(
    client: FlaskClient, cast: Cast, clock: HandClock, table: Table
) -> None:
    assert "/directives" in {door.path for door in DOORS}
    office = Program.of(client, cast.monitor, clock, Scope.OFFICE)
    order = {
        "source_kind": "letter",
        "source_number": "412/UBND-VP",
        "wording": "Rà soát nhà ở xuống cấp.",
        "title": "Rà soát nhà ở xuống cấp",
        "leads": [cast.urban.code],
        "due": "none",
        "field": FIELD,
    }
    retire_field()
    retire_group()
    refused = office.post("/directives", order)
    assert (refused.json["rule"], refused.json["field"]) == ("field_retired", "field")
    to_wards = {**order, "field": "", "leads": [], "lead_groups": ["phuong-xa"], "fans_out": True}
    refused = office.post("/directives", to_wards)
    assert (refused.json["rule"], refused.json["field"]) == ("group_retired", "lead_groups")


# ------------------------------------------------------------------------------------------------------------- imports


def test_rows_of_a_file_name_no_retired_field_or_group(cast: Cast, table: Table) -> None:
    retire_field(date(2021, 3, 1))
    retire_group(date(2021, 3, 1))
    assert faults(cast, ImportKind.TASKS, task_row(field="Đô thị")) == [(2, "Lĩnh vực", "field_not_in_use")]
    earlier = task_row(field="Đô thị", source_on=date(2021, 2, 1), assigned_on="02/02/2021")
    assert faults(cast, ImportKind.TASKS, earlier) == [], "on that day it was in use"
    vice = person_row(role="Phó Chủ tịch", unit="", fields="Đô thị")
    assert [key for _row, _column, key in faults(cast, ImportKind.PEOPLE, vice)] == ["field_not_in_use"]
    joins = unit_row(groups="Các phường, xã", valid_from="01/04/2021")
    assert [key for _row, _column, key in faults(cast, ImportKind.UNITS, joins)] == ["group_not_in_use"]


def test_a_template_lists_what_is_in_use(cast: Cast, table: Table) -> None:
    retire_field()
    retire_group()
    assert imports.names_to_offer(ImportKind.TASKS, TODAY)["Lĩnh vực"] == ["Nông nghiệp"]
    assert imports.names_to_offer(ImportKind.UNITS, TODAY)["Nhóm đơn vị"] == []


# --------------------------------------------------------------------------------------------------- posts, indicators


def test_a_new_post_gets_no_retired_field_and_its_successor_keeps_what_it_had(
    browser: Visitor, cast: Cast, on: Occasion
) -> None:
    retire_field()
    browser.be(cast.administrator).open(f"/people/{cast.officer.id}/posts/new")
    assert "nong-nghiep" in browser.words and FIELD not in browser.words
    browser.press("Giao chức vụ", role="vice_chair", title="Phó Chủ tịch", field_codes=FIELD)
    assert browser.status == 422
    assert "Lĩnh vực Đô thị thôi dùng từ ngày 14/06/2021." in browser.words
    held = cast.vice.posts[0]
    taken = accounts.leave_post(held, valid_to=TODAY, taker=cast.officer, takers=Takers(), on=on)
    assert taken is not None and taken.field_codes == held.field_codes == f"nong-nghiep {FIELD}"
    assert taken.role is Role.VICE_CHAIR


def test_an_indicator_keeps_its_field_and_gets_no_retired_one(
    browser: Visitor, cast: Cast, on: Occasion
) -> None:
    def named(name: str, field: str) -> indicators.Definition:
        return indicators.Definition(name, "tỷ đồng", Direction.UP, True, cast.urban, field)

    bears = indicators.define_indicator(named("Diện tích cây xanh", FIELD), valid_from=TODAY, on=on)
    bare = indicators.define_indicator(named("Thu ngân sách", ""), valid_from=TODAY, on=on)
    retire_field()
    for row, is_offered in ((bears, True), (bare, False)):
        browser.be(cast.chief).open(f"/indicators/{row.code}")
        assert (FIELD in offered(browser)) is is_offered
    db.session.expire_all()
    indicators.change_indicator(bears, named("Cây xanh", FIELD), version=bears.version, on=on)
    assert (bears.name, bears.field) == ("Cây xanh", FIELD)
    with refusal("field_retired"):
        indicators.change_indicator(bare, named("Thu ngân sách", FIELD), version=bare.version, on=on)
    with refusal("field_retired"):
        indicators.define_indicator(named("Chiếu sáng", FIELD), valid_from=TODAY, on=on)


def test_what_a_thing_bears_stays_among_what_is_offered(cast: Cast) -> None:
    retire_field()
    every = units.work_fields()
    assert [one.code for one in in_use(every, HELD_ON)] == ["nong-nghiep"]
    assert [one.code for one in in_use(every, HELD_ON, besides=FIELD)] == ["nong-nghiep", FIELD]
