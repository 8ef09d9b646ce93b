"""Setting up: each step is saved as a draft; the end writes the body whole, in one transaction.

So an interruption anywhere, a killed process too, leaves either the draft as last saved or the finished body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from taskboard.accounts import actions as accounts
from taskboard.accounts.models import LinkKind, Person
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.names import clean_name
from taskboard.domain.text import fold, fold_keeping_accents
from taskboard.files.actions import Upload
from taskboard.imports.actions import Reading
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.settings import actions as settings
from taskboard.setup import queries
from taskboard.setup.draft import BodyKind, Draft, DraftPerson, DraftUnit, Step
from taskboard.setup.models import Installation
from taskboard.setup.presets import FIELDS, GROUPS, PRESETS, preset_units
from taskboard.units import actions as units
from taskboard.units.models import Unit, UnitKind

MOST_UNITS = 400
_OF_A_BODY = re.compile(r"(UBND|Ủy ban nhân dân) (tỉnh|thành phố|thị xã|phường|xã|đặc khu) \S")


def save(draft: Draft, *, real_now: datetime) -> Draft:
    """Keep what was entered so far. Two who save at the same moment: the later one is refused as stale."""
    row = queries.installation()
    if row is None:
        row = Installation(id=queries.ONLY, begun_at=real_now, draft="")
        db.session.add(row)
    row.draft = draft.as_json()
    db.session.flush()
    return draft


def say_body(
    draft: Draft,
    *,
    kind: BodyKind,
    name: str,
    began_on: date,
    today: date,
    real_now: datetime,
    emblem: Emblem | None = None,
) -> Draft:
    """Its name, and with another kind the usual units of that kind in place of those chosen before.

    Raises RuleBroken: body_name_form, began_in_future, and as `settings.kept_emblem`.
    """
    name = clean_name(name)
    if not _OF_A_BODY.match(name):
        raise RuleBroken("body_name_form", field="name", example=PRESETS[kind].example)
    if began_on > today:
        raise RuleBroken("began_in_future", field="began_on", today=today)
    keeps_units = draft.units and draft.kind is kind
    chosen = draft.units if keeps_units else tuple(preset_units(kind))
    said = draft.with_done(Step.BODY, kind=kind, name=name, began_on=began_on, units=chosen)
    return save(replace(said, emblem=_chosen(emblem, draft.emblem, real_now)), real_now=real_now)


@dataclass(frozen=True, slots=True)
class Emblem:
    """What was said of it: another picture, none any more, or nothing."""

    root: Path
    upload: Upload | None = None
    is_dropped: bool = False


def _chosen(said: Emblem | None, before: str, real_now: datetime) -> str:
    if said is None:
        return before
    if said.upload is not None:
        return settings.kept_emblem(said.upload, root=said.root, field="emblem", now=real_now)
    return "" if said.is_dropped else before


def say_units(draft: Draft, rows: Sequence[DraftUnit], *, is_done: bool, real_now: datetime) -> Draft:
    """The units as they are to be. Raises RuleBroken: setup_units_missing, setup_office_missing, setup_unit_twice,
    setup_too_many_units."""
    cleaned = tuple(_clean(row) for row in rows if clean_name(row.name))
    _check_units(cleaned)
    saved = replace(draft, units=cleaned)
    return save(saved.with_done(Step.UNITS) if is_done else saved, real_now=real_now)


def _clean(row: DraftUnit) -> DraftUnit:
    return replace(
        row, name=clean_name(row.name), short_name=clean_name(row.short_name), email=row.email.strip()
    )


def _check_units(rows: Sequence[DraftUnit]) -> None:
    if not rows:
        raise RuleBroken("setup_units_missing")
    if len(rows) > MOST_UNITS:
        raise RuleBroken("setup_too_many_units", limit=MOST_UNITS)
    if not any(row.kind is UnitKind.OFFICE for row in rows):
        raise RuleBroken("setup_office_missing")
    seen: set[str] = set()
    for row in rows:
        key = fold_keeping_accents(row.name)
        if key in seen:
            raise RuleBroken("setup_unit_twice", name=row.name)
        seen.add(key)


def units_of(reading: Reading) -> list[DraftUnit]:
    """The rows of a workbook as the draft holds units."""
    return [
        DraftUnit(
            kind=row.kind,
            name=row.name,
            short_name=row.short_name,
            aliases=row.aliases,
            email=row.email,
            phone=row.phone,
        )
        for row in reading.rows
    ]


def joined(rows: Sequence[DraftUnit], more: Sequence[DraftUnit]) -> list[DraftUnit]:
    """Those of `more` whose names are not there yet come after `rows`."""
    known = {fold_keeping_accents(row.name) for row in rows}
    return [*rows, *(row for row in more if fold_keeping_accents(row.name) not in known)]


def say_administrator(
    draft: Draft, person: DraftPerson, *, password: str | None, now: datetime, real_now: datetime
) -> Draft:
    """Name and sign-in name; a password now, or a one-time link at the end (None).

    An empty password keeps the one given before. Raises RuleBroken: name_missing, setup_name_twice, and as
    `accounts.check_new_password`.
    """
    person = _checked(person, [one.sign_in_name for one in draft.people])
    before = draft.administrator.password_hash if draft.administrator else ""
    hashed = "" if password is None else before
    if password:
        names = (person.sign_in_name, person.full_name, draft.name)
        accounts.check_new_password(password, names=names, now=now)
        hashed = accounts.hash_password(password)
    if password == "" and not before:
        raise RuleBroken("password_missing", field="password")
    person = replace(person, password_hash=hashed)
    return save(draft.with_done(Step.ADMINISTRATOR, administrator=person), real_now=real_now)


def _checked(person: DraftPerson, taken: Sequence[str]) -> DraftPerson:
    full_name = clean_name(person.full_name)
    if not full_name:
        raise RuleBroken("name_missing", field="full_name")
    name = clean_name(person.sign_in_name).lower() or free_sign_in_name(full_name, taken)
    if name in taken:
        raise RuleBroken("sign_in_name_taken", field="sign_in_name", name=name)
    return replace(person, full_name=full_name, sign_in_name=name)


def free_sign_in_name(full_name: str, taken: Sequence[str]) -> str:
    """As offices make them: Trần Văn Bình is binh.tv, the second one binh.tv2."""
    words = fold(full_name).split() or ["can-bo"]
    base = ".".join(part for part in (words[-1], "".join(word[0] for word in words[:-1])) if part)
    number = 1
    while (name := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return name


def say_people(draft: Draft, people: Sequence[DraftPerson], *, real_now: datetime) -> Draft:
    """Leaders and the Office, as many as are known now; rows without a name are left out.

    Raises RuleBroken: sign_in_name_taken.
    """
    taken = [draft.administrator.sign_in_name] if draft.administrator else []
    checked: list[DraftPerson] = []
    for person in people:
        if clean_name(person.full_name):
            checked.append(_checked(person, taken))
            taken.append(checked[-1].sign_in_name)
    return save(draft.with_done(Step.PEOPLE, people=tuple(checked)), real_now=real_now)


def say_services(
    draft: Draft, *, seeds_holidays: bool, administrators_need_code: bool, real_now: datetime
) -> Draft:
    return save(
        draft.with_done(
            Step.SERVICES, seeds_holidays=seeds_holidays, administrators_need_code=administrators_need_code
        ),
        real_now=real_now,
    )


def finish(draft: Draft, *, on: Occasion) -> list[tuple[Person, LinkKind, str]]:
    """Write the body: units, groups, fields, people, settings, holidays. The links that are handed over, once.

    Raises RuleBroken: setup_unfinished, setup_closed; whatever a verb refuses.
    """
    row = queries.installation()
    if row is None or row.finished_at is not None:
        raise RuleBroken("setup_closed")
    if draft.next_step is not Step.FINISH or draft.began_on is None or draft.administrator is None:
        raise RuleBroken("setup_unfinished")
    made = _write_units(draft, draft.began_on, on)
    office = next(unit for unit in made.values() if unit.kind is UnitKind.OFFICE)
    everybody = [draft.administrator, *draft.people]
    people = [(one, _write_person(one, office, draft.began_on, on)) for one in everybody]
    _write_settings(draft, draft.began_on, on)
    row.finished_at, row.draft = on.real_now, "{}"
    accounts.end_links(None, real_now=on.real_now)
    record(
        Event.SET_UP, "installation", row.id, acting=on.acting, at=on.now, kind=draft.kind, name=draft.name
    )
    return [
        (person, LinkKind.INVITATION, accounts.make_link(person, LinkKind.INVITATION, via="hand", on=on))
        for said, person in people
        if not said.password_hash
    ]


def _write_units(draft: Draft, began_on: date, on: Occasion) -> dict[str, Unit]:
    """By key or name. The body itself stands above them all."""
    level = PRESETS[draft.kind].level
    root = units.create_unit(
        kind=UnitKind.LEADERSHIP,
        name=draft.name,
        short_name=f"UBND {level}",
        valid_from=began_on,
        acting=on.acting,
        now=on.now,
    )
    made = {
        row.key or row.name: units.create_unit(
            kind=row.kind,
            name=row.name,
            short_name=row.short_name,
            aliases=row.aliases,
            email=row.email or None,
            phone=row.phone or None,
            position=position,
            valid_from=began_on,
            parent=root,
            acting=on.acting,
            now=on.now,
        )
        for position, row in enumerate(draft.units, start=1)
    }
    _write_groups(list(made.values()), began_on)
    _write_fields(draft.kind, made)
    return made


def _write_groups(made: Sequence[Unit], began_on: date) -> None:
    for code, name, kinds, aliases in GROUPS:
        members = [unit for unit in made if unit.kind in kinds]
        if len(members) > 1:
            units.create_group(code=code, name=name, aliases=aliases, members=members, valid_from=began_on)


def _write_fields(kind: BodyKind, made: dict[str, Unit]) -> None:
    leads = PRESETS[kind].leads
    for position, field in enumerate(FIELDS, start=1):
        units.create_work_field(
            code=field.code,
            name=field.name,
            keywords=field.keywords,
            usual_lead=made.get(leads.get(field.code, "")),
            position=position,
        )


def _write_person(said: DraftPerson, office: Unit, began_on: date, on: Occasion) -> Person:
    person = accounts.create_person(
        sign_in_name=said.sign_in_name,
        full_name=said.full_name,
        email=said.email or None,
        password_hash=said.password_hash or None,
        acting=on.acting,
        now=on.now,
    )
    accounts.give_post(
        person,
        role=said.role,
        unit=office if said.role in accounts.IN_UNITS else None,
        title=said.title,
        valid_from=began_on,
        acting=on.acting,
        now=on.now,
    )
    return person


def _write_settings(draft: Draft, began_on: date, on: Occasion) -> None:
    basis = "Thiết lập ban đầu"
    settings.set_value(
        "body_name", draft.name, legal_basis=basis, valid_from=began_on, acting=on.acting, now=on.now
    )
    if draft.emblem:
        settings.set_value(
            "emblem", draft.emblem, legal_basis=basis, valid_from=began_on, acting=on.acting, now=on.now
        )
    if draft.administrators_need_code:
        settings.set_value(
            "second_factor_roles",
            [Role.ADMINISTRATOR.value],
            legal_basis=basis,
            valid_from=on.today,
            acting=on.acting,
            now=on.now,
        )
    if draft.seeds_holidays:
        settings.seed_public_holidays(holiday_years(on.today), acting=on.acting, now=on.now)


def holiday_years(today: date) -> range:
    """Last year too: an open task taken over from it has its deadline there."""
    return range(today.year - 1, today.year + 2)
