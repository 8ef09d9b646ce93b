"""What people type finds what they mean, on both engines; nobody finds what they may not open."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskboard.db import db
from taskboard.domain.authority import Actor, Permission, PostFact, Role, may
from taskboard.files.models import Attachment
from taskboard.search import queries
from taskboard.search.finding import question
from taskboard.search.models import Abbreviation, Kind
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Report, Task
from tests import build
from tests.cast import Cast, cast
from tests.search.city import LAND, MARKET, SHORT, City, actor, everything, settle, titles

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session, scoped_session

__all__ = ["cast"]


@pytest.fixture
def city(cast: Cast, tmp_path: Path) -> City:
    return settle(cast, tmp_path)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("giai phong mat bang", {LAND, SHORT}),
        ("GIẢI PHÓNG MẶT BẰNG", {LAND, SHORT}),
        (unicodedata.normalize("NFD", "giải phóng"), {LAND}),
        ("gpmb", {LAND, SHORT}),
        ("TĐC", {LAND}),
        ("dong mac", {LAND}),
        ("tuyen duong bo so", {SHORT}),
        ("bo tuyen", {SHORT}),
        ("cho rong", {MARKET}),
        ("ong", set()),
        ("phong giai x", set()),
    ],
)
def test_a_task_is_found_as_it_is_typed(typed: str, expected: set[str], city: City, cast: Cast) -> None:
    assert set(titles(typed, actor(cast, "chair"))) == expected


def test_a_code_is_found_and_its_beginning(city: City, cast: Cast) -> None:
    chair = actor(cast, "chair")
    assert titles(city.market.code, chair) == [MARKET]
    assert set(titles(city.market.code.rpartition("-")[0], chair)) == {LAND, SHORT, MARKET}


def test_every_kind_is_found_by_its_own_words(city: City, cast: Cast) -> None:
    chair = actor(cast, "chair")
    assert titles("118 UBND", chair, Kind.DIRECTIVE), "the number of its letter"
    assert titles("ngo hòa bình", chair, Kind.REPORT) == [LAND], "a report stands under its task"
    assert titles("kiem dem lan 2", chair, Kind.ATTACHMENT) == ["Bảng kê_kiểm đếm (lần 2).pdf"]


def test_marks_typed_put_the_same_marks_first(cast: Cast) -> None:
    on = build.occasion(build.at(cast.chair.posts[0].valid_from), cast.chief)
    for title in ("Mở chợ đêm", "Bố trí chỗ họp", "Cấp phép cho hộ"):
        build.task(title, lead=cast.urban, on=on)
    chair = actor(cast, "chair")
    assert len(titles("cho", chair)) == 3
    for typed, first in (("chợ", "Mở chợ đêm"), ("chỗ", "Bố trí chỗ họp")):
        assert titles(typed, chair)[0] == first and len(titles(typed, chair)) == 3


def test_words_side_by_side_come_before_words_apart(cast: Cast) -> None:
    on = build.occasion(build.at(cast.chair.posts[0].valid_from), cast.chief)
    build.task("Nhà văn hóa phường", lead=cast.urban, on=on)
    build.task("Nhà ở và văn phòng có nếp sống hóa đơn", lead=cast.urban, on=on)
    assert titles("nha van hoa", actor(cast, "chair"))[0] == "Nhà văn hóa phường"


def test_an_abbreviation_of_the_tenant_works_at_once(city: City, cast: Cast) -> None:
    chair = actor(cast, "chair")
    assert titles("KĐM", chair) == []
    db.session.add(Abbreviation(short="KĐM", long="khu tái định cư Đông Mạc"))
    db.session.flush()
    assert titles("KĐM", chair) == [LAND]
    db.session.execute(sa.delete(Abbreviation).where(Abbreviation.short == "GPMB"))
    db.session.commit()
    assert titles("GPMB", chair) == [SHORT]


def test_the_abbreviations_of_the_field_are_there_from_the_start(db_session: scoped_session[Session]) -> None:
    pairs = dict(db.session.execute(sa.select(Abbreviation.short, Abbreviation.long)).all())
    assert pairs["GPMB"] == "giải phóng mặt bằng" and len(pairs) == 40


WORDS = ("giai", "bao cao", "sua", "nv", "cd", "ngo", "pdf", "118", "ubnd")


@pytest.mark.parametrize("name", ["chair", "vice", "chief", "monitor", "head", "officer", "other_head"])
def test_nobody_finds_what_they_may_not_open(name: str, city: City, cast: Cast) -> None:
    _expect_what_pages_show(name, cast)


@pytest.mark.parametrize("name", ["ward_head", "inspector", "administrator"])
def test_nor_do_those_with_less(name: str, city: City, cast: Cast) -> None:
    _expect_what_pages_show(name, cast)


def _expect_what_pages_show(name: str, cast: Cast) -> None:
    """Held against the rule that guards each page, row by row."""
    who = actor(cast, name)
    seen = everything(who, WORDS)
    rows = list(db.session.scalars(sa.select(Task)))
    allowed = {task.id for task in rows if may(who, Permission.VIEW_TASK, tasks.subject_of(task))}
    assert seen[Kind.TASK] == allowed
    by_directive = {task.directive_id for task in rows if task.id in allowed}
    sees_briefings = may(who, Permission.VIEW_BRIEFING) is not None
    assert seen[Kind.DIRECTIVE] == ({task.directive_id for task in rows} if sees_briefings else by_directive)
    reports = {row.id for row in db.session.scalars(sa.select(Report)) if row.task_id in allowed}
    assert seen[Kind.REPORT] == reports
    files = {row.id for row in db.session.scalars(sa.select(Attachment)) if row.report_id in reports}
    assert seen[Kind.ATTACHMENT] == files
    assert bool(seen[Kind.TASK]) == (name != "administrator")


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.text(st.sampled_from("\"'*:^()&|!<->-+\\%_\0 aà đNEAR"), max_size=60),
    st.sampled_from(
        [
            "AND",
            "OR NOT",
            'NEAR("a" "b", 2)',
            "words: giai",
            "'giai':*",
            "\\",
            "\ud800",
            "a" * 10_000,
            "à " * 5_000,
        ]
    ),
)


@given(typed=HOSTILE)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_typed_is_a_question_and_no_error(
    typed: str, db_session: scoped_session[Session]
) -> None:
    found = queries.find(question(typed), Actor(1, (PostFact(1, Role.CHAIR),)), limit=5)
    assert found.total == 0
