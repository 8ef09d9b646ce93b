"""Two living bodies side by side bear two names; a body that ended is asked nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.tasks import actions as tasks
from taskboard.units import actions as units
from taskboard.units.actions import NewUnit, Plan, Replies
from taskboard.units.models import SuccessionKind, UnitKind
from taskboard.web import labels
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

REFORM = date(2021, 6, 15)
BASIS = "Nghị quyết số 1674/NQ-UBTVQH15"


@pytest.mark.parametrize("name", ["Phường Nam Phong", "PHƯỜNG NAM PHONG", "Phường\u202e Nam  Phong"])
def test_a_name_that_a_living_unit_bears_is_taken_whatever_its_code(cast: Cast, name: str) -> None:
    build.unit("Phường Nam Phong", UnitKind.WARD, code="phuong.nam-phong")
    with pytest.raises(RuleBroken) as broken:
        build.unit(name, UnitKind.WARD)
    assert (broken.value.key, broken.value.details["code"]) == ("unit_name_taken", "phuong.nam-phong")


def test_another_accent_another_parent_or_another_time_is_another_unit(cast: Cast) -> None:
    ended = build.unit("Tổ Tiếp dân", code="to.cu")
    ended.valid_to = date(2021, 6, 1)
    db.session.flush()
    build.unit("Tổ Tiếp dân", code="to.moi", valid_from=date(2021, 6, 1))
    build.unit("Tổ Tiếp dân", code="to.phuong", parent=cast.loc_vuong)
    build.unit("Tổ Tiếp dẫn", code="to.khac")


def test_nobody_is_renamed_to_what_another_bears(cast: Cast, now: datetime) -> None:
    acting = build.occasion(now, cast.administrator).acting
    change = {"short_name": "", "on": REFORM, "today": date(2021, 6, 16), "acting": acting, "now": now}
    with pytest.raises(RuleBroken, match="unit_name_taken"):
        units.rename_unit(cast.urban, name="Phòng Kinh tế", **change)  # type: ignore[arg-type]
    units.rename_unit(cast.urban, name="Phòng QUẢN LÝ đô thị", **change)  # type: ignore[arg-type]


def merged(cast: Cast, now: datetime) -> Plan:
    """Lộc Vượng and Cửa Nam become one ward that keeps the name of the first."""
    cast.loc_vuong.code = "phuong.loc-vuong"
    new = NewUnit("Phường Lộc Vượng", UnitKind.WARD)
    plan = Plan(SuccessionKind.MERGE, (cast.loc_vuong, cast.cua_nam), REFORM, BASIS, new=(new,))
    units.reorganise(plan, Replies(), on=build.occasion(now, cast.administrator))
    return plan


def test_a_new_body_may_bear_the_name_of_one_it_follows(cast: Cast, now: datetime) -> None:
    merged(cast, now)
    assert cast.loc_vuong.valid_to == REFORM


def test_a_body_that_ended_is_asked_nothing_and_its_follower_is_named(cast: Cast, now: datetime) -> None:
    merged(cast, now)
    chief = build.occasion(now, cast.chief)
    with pytest.raises(RuleBroken) as broken:
        tasks.ask_explanation(cast.cua_nam, question="Vì sao chậm?", due_on=date(2021, 6, 18), on=chief)
    assert (broken.value.key, broken.value.details["heirs"]) == ("unit_followed", "Phường Lộc Vượng")
    assert "Đề nghị hỏi đơn vị kế thừa: Phường Lộc Vượng" in labels.broken_rule(broken.value)
    cast.urban.valid_to = REFORM
    with pytest.raises(RuleBroken, match="unit_ended"):
        tasks.ask_explanation(cast.urban, question="Vì sao chậm?", due_on=date(2021, 6, 18), on=chief)
