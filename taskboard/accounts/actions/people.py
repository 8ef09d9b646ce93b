"""People come to be, hold posts for periods, hand over what they had in hand, and are locked."""

from __future__ import annotations

from datetime import date, datetime

from taskboard.accounts import queries
from taskboard.accounts.actions.sessions import end_sessions
from taskboard.accounts.models import Person, Post
from taskboard.api.actions import revoke_own_tokens
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.names import clean_name
from taskboard.domain.retirement import expect_field
from taskboard.domain.vietnamese import sort_key
from taskboard.journal.actions import Acting, record
from taskboard.occasion import Occasion
from taskboard.tasks import actions as tasks
from taskboard.units import queries as units
from taskboard.units.models import Unit


def create_person(
    *,
    sign_in_name: str,
    full_name: str,
    email: str | None,
    phone: str | None = None,
    password_hash: str | None = None,
    acting: Acting,
    now: datetime,
) -> Person:
    """Raises RuleBroken: name_missing, sign_in_name_taken."""
    name = clean_name(sign_in_name).lower()
    full_name = clean_name(full_name)
    if not full_name or not name:
        raise RuleBroken("name_missing", field="sign_in_name" if full_name else "full_name")
    if queries.person_by_sign_in_name(name) is not None:
        raise RuleBroken("sign_in_name_taken", field="sign_in_name", name=name)
    person = Person(
        sign_in_name=name,
        full_name=full_name,
        sort_key=sort_key(" ".join(reversed(full_name.split()))),
        email=email,
        phone=phone,
        password_hash=password_hash,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    record(Event.PERSON_CREATED, "person", person.id, acting=acting, at=now, full_name=full_name)
    return person


def give_post(
    person: Person,
    *,
    role: Role,
    unit: Unit | None,
    title: str,
    valid_from: date,
    valid_to: date | None = None,
    field_codes: str = "",
    is_acting: bool = False,
    on_behalf_of: Post | None = None,
    follows: Post | None = None,
    acting: Acting,
    now: datetime,
) -> Post:
    """One post among several a person may hold; for the time being ("Q."), or on behalf of another's.

    A post that `follows` another keeps its fields, the retired ones too: tasks of them go on. Raises RuleBroken:
    unit_needed for a role that only exists inside a unit, unit_ended, post_period, acting_without_end,
    field_unknown, field_retired, behalf_mismatch, post_held_already.
    """
    _check_post(role, unit, valid_from, valid_to, is_acting)
    _check_fields(field_codes, valid_from, follows)
    _check_behalf(person, role, unit, on_behalf_of)
    _check_not_held(person, role, unit, valid_from, valid_to)
    post = Post(
        person=person,
        role=role,
        unit=unit,
        title=clean_name(title),
        field_codes=field_codes,
        is_acting=is_acting,
        on_behalf_of=on_behalf_of,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    db.session.add(post)
    db.session.flush()
    record(
        Event.POST_GIVEN,
        "person",
        person.id,
        acting=acting,
        at=now,
        role=role,
        title=post.signed_title,
        unit=unit.name if unit else "",
    )
    return post


def _check_fields(field_codes: str, day: date, follows: Post | None) -> None:
    kept = set(follows.field_codes.split()) if follows else set()
    for code in field_codes.split():
        if code not in kept:
            expect_field(units.work_field(code), day, place="field_codes")


IN_UNITS = (Role.UNIT_HEAD, Role.OFFICER, Role.MONITOR, Role.CHIEF_OF_OFFICE)


def _check_post(
    role: Role, unit: Unit | None, valid_from: date, valid_to: date | None, is_acting: bool
) -> None:
    if unit is None and role in IN_UNITS:
        raise RuleBroken("unit_needed", field="unit_id")
    if unit is not None and not unit.exists_on(valid_from):
        raise RuleBroken("unit_gone", field="unit_id", unit=unit.name)
    if valid_to is not None and valid_to <= valid_from:
        raise RuleBroken("post_period", field="valid_to")
    if is_acting and valid_to is None:
        raise RuleBroken("acting_without_end", field="valid_to")


def _check_behalf(person: Person, role: Role, unit: Unit | None, other: Post | None) -> None:
    """Rights are the post's own: nobody acts for a post of another role or unit, nor for one held on behalf itself."""
    if other is None:
        return
    is_alike = other.role is role and other.unit_id == (unit.id if unit else None)
    if not is_alike or other.person_id == person.id or other.on_behalf_of_id is not None:
        raise RuleBroken("behalf_mismatch", field="on_behalf_of_id")


def _check_not_held(
    person: Person, role: Role, unit: Unit | None, valid_from: date, valid_to: date | None
) -> None:
    unit_id = unit.id if unit else None
    for post in person.posts:
        begins_before_end = valid_to is None or post.valid_from < valid_to
        ends_after_begin = post.valid_to is None or post.valid_to > valid_from
        if post.role is role and post.unit_id == unit_id and begins_before_end and ends_after_begin:
            raise RuleBroken("post_held_already", field="role", name=person.full_name)


def end_post(post: Post, *, valid_to: date, on: Occasion) -> None:
    """The post is held until the day before `valid_to`. With the last one the account is locked (rule 38).

    Raises RuleBroken: post_ended_already, post_end_too_early.
    """
    if post.valid_to is not None and post.valid_to <= min(valid_to, on.today):
        raise RuleBroken("post_ended_already")
    if valid_to <= post.valid_from:
        raise RuleBroken("post_end_too_early", field="valid_to", since=post.valid_from)
    post.valid_to = valid_to
    record(
        Event.POST_ENDED,
        "person",
        post.person_id,
        acting=on.acting,
        at=on.now,
        role=post.role,
        title=post.signed_title,
        unit=post.unit.name if post.unit else "",
        on=valid_to,
    )
    lock_if_left(post.person, on=on)


def lock_if_left(person: Person, *, on: Occasion) -> bool:
    """Lock the account of who holds no post any more and was promised none; sessions end, history stays."""
    remains = any(post.valid_to is None or post.valid_to > on.today for post in person.posts)
    if remains or person.is_locked or not person.posts:
        return False
    set_lock(person, is_locked=True, acting=on.acting, now=on.now, real_now=on.real_now)
    return True


def lock_leavers(*, on: Occasion) -> int:
    """Those whose last post ended with a day that was set ahead. Harmless to repeat; returns how many."""
    return sum(lock_if_left(person, on=on) for person in queries.unlocked_without_post(on.today))


def leave_post(
    post: Post, *, valid_to: date, taker: Person | None, takers: tasks.Takers, on: Occasion
) -> Post | None:
    """A post ends, another person may take it over, and what was in hand goes to whom it should: one step.

    Returns the taker's post. Raises RuleBroken as `end_post`, `give_post`, `tasks.hand_over_work`; taker_is_leaver.
    """
    if taker is not None and taker.id == post.person_id:
        raise RuleBroken("taker_is_leaver", field="taker_id")
    taken = _take_over(post, taker, valid_to, on=on) if taker is not None else None
    pass_work(post.person, takers, on=on)
    end_post(post, valid_to=valid_to, on=on)
    return taken


def _take_over(post: Post, taker: Person, valid_from: date, *, on: Occasion) -> Post:
    """The same role in the same unit under the same title; holding it for the time being is not inherited."""
    return give_post(
        taker,
        role=post.role,
        unit=post.unit,
        title=post.title.removeprefix("Q.").strip(),
        valid_from=valid_from,
        field_codes=post.field_codes,
        follows=post,
        acting=on.acting,
        now=on.now,
    )


def pass_work(person: Person, takers: tasks.Takers, *, on: Occasion) -> int:
    """Open tasks of a person to others, with the units and fields they followed. Returns how many tasks moved.

    Raises RuleBroken: officer_not_of_unit, not_a_monitor.
    """
    passed = tasks.hand_over_work(person, takers, on=on)
    followed = _pass_followed(person, takers.monitor, on=on) if takers.passes_monitoring else 0
    if passed or followed:
        names = {one.full_name for one in (takers.monitor, *takers.officers.values()) if one is not None}
        record(
            Event.WORK_PASSED,
            "person",
            person.id,
            acting=on.acting,
            at=on.now,
            to=", ".join(sorted(names)) or "—",
            tasks=passed,
            followed=followed,
        )
    return passed


def _pass_followed(person: Person, taker: Person | None, *, on: Occasion) -> int:
    """The units and fields whose new tasks this person would follow."""
    followed = queries.followed_units(person)
    taker_id = taker.id if taker else None
    for unit in followed:
        unit.monitor_id = taker_id
        record(
            Event.UNIT_CHANGED,
            "unit",
            unit.id,
            acting=on.acting,
            at=on.now,
            from_={"monitor_id": person.id},
            to={"monitor_id": taker_id},
        )
    fields = queries.followed_fields(person)
    for field in fields:
        field.monitor_id = taker_id
    return len(followed) + len(fields)


def set_lock(person: Person, *, is_locked: bool, acting: Acting, now: datetime, real_now: datetime) -> None:
    """Lock or unlock an account; locking ends its sessions and tokens and keeps its history (rule 38)."""
    person.locked_at = now if is_locked else None
    if is_locked:
        end_sessions(person, real_now=real_now)
        revoke_own_tokens(person, acting=acting, now=now, real_now=real_now)
    record(Event.PERSON_CHANGED, "person", person.id, acting=acting, at=now, locked=is_locked)


def set_locale(person: Person, locale: str) -> None:
    person.locale = locale
