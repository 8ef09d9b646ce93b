"""What is asked in one go comes out as if each had been asked for itself."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from taskboard.accounts.models import Person, Post
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.together import ask_together
from taskboard.units.models import Unit, UnitKind, UnitName
from tests.cast import Cast, cast
from tests.pages.visitor import counted

__all__ = ["cast"]


def test_the_names_of_all_units_at_hand_are_one_question(cast: Cast) -> None:
    db.session.expunge_all()
    with counted() as asked:
        units = db.session.scalars(sa.select(Unit).order_by(Unit.id)).all()
        assert len(asked) == 1, "nobody has said a name yet"
        names = [unit.name for unit in units]
    assert len(asked) == 2
    borne = sa.select(UnitName.name).order_by(UnitName.unit_id)
    assert names == list(db.session.scalars(borne))


def test_the_posts_of_all_people_at_hand_are_one_question(cast: Cast) -> None:
    db.session.expunge_all()
    with counted() as asked:
        people = db.session.scalars(sa.select(Person)).all()
        held = {person.full_name: person.posts_on(date(2021, 6, 16)) for person in people}
    assert len(asked) == 2
    assert [post.role for post in held["Phạm Duy Hưng"]] == [Role.CHAIR]


def test_a_name_that_was_just_given_stands_beside_those_that_are_read(cast: Cast) -> None:
    db.session.expire_all()
    cast.urban.names.append(
        UnitName(name="Ban Đô thị", short_name="BĐT", sort_key="", valid_from=date(2021, 6, 1))
    )
    assert cast.economy.name == "Phòng Kinh tế"
    assert cast.urban.name == "Ban Đô thị" and len(cast.urban.names) == 2


def test_several_questions_are_one_and_each_value_keeps_its_kind(cast: Cast) -> None:
    economy, chair = cast.economy.id, cast.chair.id
    with counted() as asked:
        found = ask_together(
            unit=sa.select(Unit.id, Unit.kind, Unit.valid_from).where(Unit.id == economy),
            post=sa.select(Post.id, Post.role, Post.valid_to).where(Post.person_id == chair),
            nobody=sa.select(Person.id, Person.created_at).where(Person.id < 0),
        )
    assert len(asked) == 1
    (unit,), (post,) = found["unit"], found["post"]
    assert (unit.id, unit.kind, type(unit.valid_from)) == (economy, UnitKind.DEPARTMENT, date)
    assert (post.role, post.valid_to) == (Role.CHAIR, None)
    assert found["nobody"] == []
