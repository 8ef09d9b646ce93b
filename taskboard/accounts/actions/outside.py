"""The city's own provider says who somebody is (OpenID Connect): linked once by a rule, by its subject from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taskboard.accounts import queries
from taskboard.accounts.actions.people import create_person
from taskboard.accounts.actions.sessions import Caller
from taskboard.accounts.actions.signing_in import Entered, enter, may_come_in
from taskboard.accounts.models import OutsideIdentity, Person, Way
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.text import clean_line
from taskboard.journal.actions import Acting, record
from taskboard.occasion import Occasion

SECOND_FACTOR_SAID = frozenset({"mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris"})
"""`amr` values (RFC 8176) by which a provider says that more than a password was given."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How an identity nobody knows yet finds its account."""

    links_by: str
    """"email": the verified address is the sign-in name. "username": preferred_username is."""
    creates: bool
    """Unknown ones become accounts without a post: they open nothing until the administrator gives one."""


def sign_in_outside(claims: Mapping[str, Any], *, rule: Rule, caller: Caller, on: Occasion) -> Entered:
    """Raises RuleBroken: outside_unknown, outside_unverified, outside_waits; the caller commits what was linked.

    `claims` are those of an ID token whose signature, issuer, audience, time and nonce were checked before.
    """
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    known = queries.outside_identity(issuer, subject)
    person = known.person if known else _linked(claims, issuer, subject, rule, on)
    if not may_come_in(person, on.today):
        raise RuleBroken("outside_waits")
    said = claims.get("amr")
    return enter(
        person,
        way=Way.OUTSIDE,
        caller=caller,
        remember=False,
        real_now=on.real_now,
        today=on.today,
        provider_checked_second=isinstance(said, list)
        and bool(SECOND_FACTOR_SAID.intersection(map(str, said))),
    )


def _linked(claims: Mapping[str, Any], issuer: str, subject: str, rule: Rule, on: Occasion) -> Person:
    name = _name_given(claims, rule)
    person = queries.person_by_sign_in_name(name)
    if person is not None and queries.outside_identities_of(person.id, issuer):
        raise RuleBroken("outside_unknown")  # another identity there answers to this name by now
    if person is None and not rule.creates:
        raise RuleBroken("outside_unknown")
    if person is None:
        person = create_person(
            sign_in_name=name,
            full_name=clean_line(str(claims.get("name") or name))[:120],
            email=name if "@" in name else None,
            acting=Acting(),
            now=on.now,
        )
    db.session.add(
        OutsideIdentity(person_id=person.id, issuer=issuer, subject=subject, linked_at=on.real_now)
    )
    db.session.flush()
    record(
        Event.OUTSIDE_LINKED,
        "person",
        person.id,
        acting=Acting(person_id=person.id),
        at=on.now,
        by=rule.links_by,
    )
    return person


def _name_given(claims: Mapping[str, Any], rule: Rule) -> str:
    if rule.links_by == "username":
        name = clean_line(str(claims.get("preferred_username") or "")).lower()
    elif claims.get("email_verified") is True:
        name = clean_line(str(claims.get("email") or "")).lower()
    else:
        raise RuleBroken("outside_unverified")
    if not name or len(name) > 120:
        raise RuleBroken("outside_unknown")
    return name


def unlink_outside(person: Person, *, on: Occasion) -> int:
    """The next identity of that name is linked anew. Returns how many were taken off."""
    found = queries.outside_identities_of(person.id)
    for identity in found:
        db.session.delete(identity)
    if found:
        record(Event.OUTSIDE_UNLINKED, "person", person.id, acting=on.acting, at=on.now)
    return len(found)
