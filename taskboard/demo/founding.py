"""Setting the sample city up: units, groups, fields of work, people with posts, the working calendar."""

from __future__ import annotations

from datetime import datetime

from taskboard.accounts import actions as accounts
from taskboard.accounts.models import Person
from taskboard.demo.cast import SETTING_UP, Cast
from taskboard.demo.data import city, days, people
from taskboard.settings import actions as settings
from taskboard.units import actions as units
from taskboard.units.models import Unit


def found_city(*, now: datetime) -> Cast:
    """Everything that must stand before the first briefing, as of `now`."""
    _set_calendar(now=now)
    cast = Cast()
    _create_units(cast, now=now)
    _create_people(cast, now=now)
    _name_monitors(cast, now=now)
    return cast


def _set_calendar(*, now: datetime) -> None:
    settings.seed_public_holidays(days.YEARS, acting=SETTING_UP, now=now)
    for row in days.CORRECTIONS:
        settings.set_calendar_day(
            row.day, row.kind, name=row.name, source=row.source, acting=SETTING_UP, now=now
        )


def _create_units(cast: Cast, *, now: datetime) -> None:
    root = _create_unit(city.ROOT, None, 0, now=now)
    cast.units[city.ROOT.code] = root
    for position, sample in enumerate(city.UNITS, start=1):
        cast.units[sample.code] = _create_unit(sample, root, position, now=now)
    for group in city.GROUPS:
        cast.groups[group.code] = units.create_group(
            code=group.code,
            name=group.name,
            aliases=group.aliases,
            members=[cast.units[code] for code in group.members],
            valid_from=city.BEGAN_ON,
        )
    for position, field in enumerate(city.FIELDS, start=1):
        units.create_work_field(
            code=field.code,
            name=field.name,
            keywords=field.keywords,
            usual_lead=cast.units[field.usual_lead],
            position=position,
        )


def _create_unit(sample: city.SampleUnit, parent: Unit | None, position: int, *, now: datetime) -> Unit:
    return units.create_unit(
        code=sample.code,
        kind=sample.kind,
        name=sample.name,
        short_name=sample.short_name,
        aliases=sample.aliases,
        email=sample.mailbox,
        phone=sample.phone or None,
        position=position,
        valid_from=city.BEGAN_ON,
        parent=parent,
        acting=SETTING_UP,
        now=now,
    )


def _create_people(cast: Cast, *, now: datetime) -> None:
    """One password for all, hashed once: the hash is slow on purpose."""
    password_hash = accounts.hash_password(people.PASSWORD)
    for sample in people.PEOPLE:
        person = accounts.create_person(
            sign_in_name=sample.sign_in_name,
            full_name=sample.full_name,
            email=sample.sign_in_name,
            phone=sample.phone or None,
            password_hash=password_hash,
            acting=SETTING_UP,
            now=now,
        )
        for post in sample.posts:
            _give_post(cast, person, post, now=now)
        cast.people[sample.handle] = person


def _give_post(cast: Cast, person: Person, post: people.SamplePost, *, now: datetime) -> None:
    accounts.give_post(
        person,
        role=post.role,
        unit=cast.units[post.unit] if post.unit else None,
        title=post.title,
        valid_from=post.valid_from,
        valid_to=post.valid_to,
        field_codes=" ".join(post.fields),
        acting=SETTING_UP,
        now=now,
    )


def _name_monitors(cast: Cast, *, now: datetime) -> None:
    for handle, codes in people.MONITORED.items():
        for code in codes:
            unit = cast.units[code]
            units.change_contact(
                unit,
                email=unit.email,
                phone=unit.phone,
                monitor_id=cast.people[handle].id,
                acting=SETTING_UP,
                now=now,
            )
