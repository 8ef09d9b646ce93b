"""Bodies and people of a population: the sample city's own, and as many more as its size asks for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import cast

import sqlalchemy as sa

from taskboard.accounts import actions as accounts
from taskboard.accounts.models import Person, Post
from taskboard.db import db
from taskboard.demo.cast import SETTING_UP, Cast
from taskboard.demo.data import city, people
from taskboard.demo.founding import found_city
from taskboard.demo.population import words
from taskboard.demo.population.histories import Histories
from taskboard.demo.population.sizes import Size
from taskboard.demo.population.writing import Bulk
from taskboard.domain.authority import Role
from taskboard.domain.events import Event
from taskboard.domain.vietnamese import sort_key
from taskboard.journal.actions import Acting
from taskboard.settings import actions as settings
from taskboard.units import actions as units
from taskboard.units.models import UnitKind, WorkField

BODIES_A_MONITOR = 15
_KINDS = ((UnitKind.COMMUNE, "Xã", "xa"), (UnitKind.WARD, "Phường", "phuong"), (UnitKind.COMMUNE, "Xã", "xa"))
_EARLIER = range(city.BEGAN_ON.year, 2020)
"""Years of the working calendar that the sample city, which is younger, does not need."""


@dataclass(slots=True)
class Body:
    """A unit that is given tasks, and who answers in it."""

    unit_id: int
    name: str
    monitor: Acting
    heads: list[Acting] = field(default_factory=list)
    officers: list[Acting] = field(default_factory=list)


@dataclass(slots=True)
class Staff:
    """Everybody the story may name."""

    chair: Person
    office: Acting
    """Who of the Office issues what the leaders order."""
    bodies: list[Body]
    usual: dict[str, Body]
    """By field of work, the body that usually leads in it."""
    leaders: dict[str, int]
    """By field of work, the person who answers for it."""


def people_all(size: Size, bulk: Bulk, histories: Histories, dice: Random, *, now: datetime) -> Staff:
    """Found the city, then more bodies and more people, as of `now`."""
    found = found_city(now=now)
    settings.seed_public_holidays(_EARLIER, acting=SETTING_UP, now=now)
    hiring = _Hiring(bulk, histories, dice, now, accounts.hash_password(people.PASSWORD))
    monitors = _monitors(found, size, hiring)
    _add_units(found, size, monitors, now=now)
    bodies = _bodies(found, monitors)
    _fill(list(bodies.values()), size, hiring)
    return Staff(
        found.people[people.CHAIR],
        next(iter(monitors.values())),
        list(bodies.values()),
        _usual(bodies),
        _leaders(found),
    )


@dataclass(slots=True)
class _Hiring:
    """People and their posts, each with the entries that `accounts.actions` would have written."""

    bulk: Bulk
    histories: Histories
    dice: Random
    now: datetime
    password_hash: str

    def hire(self, handle: str, role: Role, title: str, unit: tuple[int, str]) -> Acting:
        name = words.name_of(self.dice)
        address = f"{handle}@{people.DOMAIN}"
        person_id = self.bulk.of(Person).add(
            sign_in_name=address,
            full_name=name,
            sort_key=sort_key(" ".join(reversed(name.split()))),
            email=address,
            password_hash=self.password_hash,
            created_at=self.now,
        )
        post_id = self.bulk.of(Post).add(
            person_id=person_id, role=role, unit_id=unit[0], title=title, valid_from=city.BEGAN_ON
        )
        chain = self.histories.begin("person", person_id)
        chain.add(Event.PERSON_CREATED, SETTING_UP, self.now, full_name=name)
        chain.add(Event.POST_GIVEN, SETTING_UP, self.now, role=role, title=title, unit=unit[1])
        self.histories.end(chain)
        return Acting(person_id, post_id)


def _monitors(found: Cast, size: Size, hiring: _Hiring) -> dict[int, Acting]:
    """Who follows tasks in the Office, by person: the sample's, and one more for every so many bodies."""
    held = sa.select(Post).where(Post.role == Role.MONITOR).order_by(Post.id)
    acting = [Acting(post.person_id, post.id) for post in db.session.scalars(held)]
    office = found.units["vanphong"]
    for number in range(len(acting), size.units // BODIES_A_MONITOR):
        unit = (office.id, office.name)
        acting.append(hiring.hire(f"theodoi.{number:02d}", Role.MONITOR, "Chuyên viên theo dõi", unit))
    hiring.bulk.flush()
    return {cast(int, one.person_id): one for one in acting}


def _add_units(found: Cast, size: Size, monitors: Mapping[int, Acting], *, now: datetime) -> None:
    root, follow = found.units[city.ROOT.code], itertools.cycle(monitors)
    for number, name in zip(range(len(found.units), size.units), _free_names(found), strict=False):
        kind, word, prefix = _KINDS[number % len(_KINDS)]
        code = f"{prefix}.{number:03d}"
        unit = units.create_unit(
            code=code,
            kind=kind,
            name=f"UBND {word.lower()} {name}",
            short_name=f"{word} {name}",
            email=f"vanthu.{code}@{people.DOMAIN}",
            position=number,
            valid_from=city.BEGAN_ON,
            parent=root,
            acting=SETTING_UP,
            now=now,
        )
        unit.monitor_id = next(follow)
        found.units[code] = unit
    db.session.flush()


def _free_names(found: Cast) -> Iterator[str]:
    """Names no body of the sample bears."""
    borne = " ".join(unit.name for unit in found.units.values())
    return (name for name in words.place_names() if name not in borne)


def _bodies(found: Cast, monitors: Mapping[int, Acting]) -> dict[int, Body]:
    """Every unit below the leadership, with the posts the sample gave in it."""
    first = next(iter(monitors.values()))
    bodies = {
        unit.id: Body(unit.id, unit.name, monitors.get(unit.monitor_id or 0, first))
        for unit in found.units.values()
        if unit.kind is not UnitKind.LEADERSHIP
    }
    for post in db.session.scalars(sa.select(Post).where(Post.valid_to.is_(None)).order_by(Post.id)):
        body, acting = bodies.get(post.unit_id or 0), Acting(post.person_id, post.id)
        if body is not None and post.role is Role.UNIT_HEAD:
            body.heads.append(acting)
        if body is not None and post.role is Role.OFFICER:
            body.officers.append(acting)
    return bodies


def _fill(bodies: list[Body], size: Size, hiring: _Hiring) -> None:
    """A head where there is none, then officers in turn until all the people are there."""
    there = db.session.scalar(sa.select(sa.func.count(Person.id))) or 0
    for body in bodies:
        if not body.heads:
            unit = (body.unit_id, body.name)
            body.heads.append(hiring.hire(f"lanhdao.{body.unit_id:03d}", Role.UNIT_HEAD, "Chủ tịch", unit))
            there += 1
    for number, body in zip(range(there, size.people), itertools.cycle(bodies), strict=False):
        unit = (body.unit_id, body.name)
        body.officers.append(hiring.hire(f"canbo.{number:05d}", Role.OFFICER, "Chuyên viên", unit))
    hiring.bulk.flush()


def _usual(bodies: Mapping[int, Body]) -> dict[str, Body]:
    rows = db.session.execute(sa.select(WorkField.code, WorkField.usual_lead_id))
    return {code: bodies[unit_id] for code, unit_id in rows if unit_id is not None and unit_id in bodies}


def _leaders(found: Cast) -> dict[str, int]:
    """The vice-chair who answers for a field; the chair for what is left."""
    chair = found.people[people.CHAIR].id
    rows = db.session.execute(
        sa.select(Post.person_id, Post.field_codes).where(
            Post.role == Role.VICE_CHAIR, Post.valid_to.is_(None)
        )
    )
    answers = {code: person_id for person_id, codes in rows for code in codes.split()}
    return {work.field: answers.get(work.field, chair) for work in words.WORKS}
