"""Who asks, the city's units and people, its briefings and their figures, the mails it owes."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import abort

from taskboard.accounts import queries as accounts
from taskboard.api import queries, shapes
from taskboard.api.actions import name_of
from taskboard.api.doors import Answer, Asked, _noop, bearer, door
from taskboard.briefings import queries as briefings
from taskboard.domain.authority import Permission, may
from taskboard.domain.rollup import RATIO_NAMES, Counts
from taskboard.occasion import occasion_of
from taskboard.outbox import queries as outbox
from taskboard.reports import actions as reports
from taskboard.reports.source import Frozen, source_of
from taskboard.units import queries as units
from taskboard.units.models import Unit
from taskboard.web.context import actor, core, now

CITY, FIGURES, MAIL = "city", "figures", "mail"


@door(
    "GET",
    "/me",
    Permission.SIGNED_IN,
    _noop("Mã này là của ai, mở được những gì"),
    room=CITY,
    gives=shapes.MeOut,
)
def me(asked: Asked) -> Answer:
    who = bearer()
    token = who.token
    return Answer(
        SimpleNamespace(
            person=who.person,
            posts=who.posts,
            token=name_of(token),
            is_service=token.is_service,
            scopes=sorted(token.scope_set),
            expires_at=token.expires_at,
        )
    )


# ----------------------------------------------------------------------------------------------------- units and people


@dataclass(frozen=True, slots=True)
class SeenUnit:
    """A unit beside the code of the one above it."""

    row: Unit
    parent: str | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _with_parents(rows: list[Unit]) -> list[SeenUnit]:
    codes = queries.unit_codes([row.parent_id for row in rows if row.parent_id is not None])
    return [SeenUnit(row, codes.get(row.parent_id or 0)) for row in rows]


@door(
    "GET",
    "/units",
    Permission.VIEW_ADMINISTRATION,
    _noop("Đơn vị"),
    room=CITY,
    query=shapes.UnitQuery,
    gives=shapes.UnitOut,
    is_list=True,
    follow={"unit": {"code": "$response.body#/items/0/code"}},
)
def unit_list(asked: Asked) -> Answer:
    found = queries.units(asked.query.get("on"), place=asked.query["cursor"], limit=asked.query["limit"])
    return Answer(_with_parents(found.rows), next=found.next)


@door(
    "GET",
    "/units/<code>",
    Permission.VIEW_ADMINISTRATION,
    _noop("Một đơn vị"),
    room=CITY,
    gives=shapes.UnitOut,
    has_tag=True,
)
def unit(asked: Asked, code: str) -> Answer:
    return Answer(_with_parents([units.unit_by_code(code) or abort(404)])[0])


@door(
    "GET",
    "/people",
    Permission.VIEW_ADMINISTRATION,
    _noop("Cán bộ và chức vụ"),
    room=CITY,
    query=shapes.Paged,
    gives=shapes.PersonOut,
    is_list=True,
    follow={"person": {"person_id": "$response.body#/items/0/id"}},
)
def person_list(asked: Asked) -> Answer:
    found = queries.people(place=asked.query["cursor"], limit=asked.query["limit"])
    return Answer(found.rows, next=found.next)


@door(
    "GET",
    "/people/<int:person_id>",
    Permission.VIEW_ADMINISTRATION,
    _noop("Một cán bộ"),
    room=CITY,
    gives=shapes.PersonOut,
    has_tag=True,
)
def person(asked: Asked, person_id: int) -> Answer:
    return Answer(accounts.person_by_id(person_id) or abort(404))


# ----------------------------------------------------------------------------------------------------------- figures


@door(
    "GET",
    "/briefings",
    Permission.VIEW_BRIEFING,
    _noop("Các kỳ giao ban"),
    room=FIGURES,
    query=shapes.Paged,
    gives=shapes.BriefingOut,
    is_list=True,
    follow={"roll_up": {"code": "$response.body#/items/0/code"}},
)
def briefing_list(asked: Asked) -> Answer:
    found = queries.briefings(place=asked.query["cursor"], limit=asked.query["limit"])
    return Answer(found.rows, next=found.next)


@door(
    "GET",
    "/briefings/<code>/roll-up",
    Permission.VIEW_REPORT,
    _noop("Số liệu tổng hợp của một kỳ: đã chốt nếu có, không thì tính đến lúc hỏi"),
    room=FIGURES,
    query=shapes.BasisQuery,
    gives=shapes.RollUpOut,
    has_tag=True,
)
def roll_up(asked: Asked, code: str) -> Answer:
    briefing = briefings.briefing_by_code(code) or abort(404)
    on = occasion_of(core(), bearer().acting(may(actor(), Permission.VIEW_REPORT)), now=now())
    cutoff = reports.running_cutoff(briefing, on=on)
    source = source_of(briefing, cutoff=cutoff, known_at=on.now, zone=on.zone)
    basis = asked.query["basis"]
    picture = source.grouped(basis).picture
    codes = queries.unit_codes([line.unit_id for line in picture.by_unit])
    return Answer(
        SimpleNamespace(
            briefing=briefing.code,
            basis=basis,
            is_frozen=isinstance(source, Frozen),
            period_start=picture.period_start,
            cutoff=picture.cutoff,
            calculation_version=picture.calculation_version,
            counts=picture.counts,
            shares=_shares(picture.counts),
            units=[
                SimpleNamespace(unit=codes[line.unit_id], name=line.name, counts=line.figures.counts)
                for line in picture.by_unit
            ],
        )
    )


def _shares(counts: Counts) -> dict[str, Any]:
    return {name: getattr(counts, name) for name in RATIO_NAMES}


# -------------------------------------------------------------------------------------------------------------- mails


@door(
    "GET",
    "/outbox",
    Permission.VIEW_ADMINISTRATION,
    _noop("Thư phải gửi và đã gửi, mới nhất trước; không kèm nội dung"),
    room=MAIL,
    query=shapes.MailQuery,
    gives=shapes.MailOut,
    is_list=True,
    follow={"mail": {"message_id": "$response.body#/items/0/id"}},
)
def mail_list(asked: Asked) -> Answer:
    found = queries.mails(
        state=asked.query.get("state"), place=asked.query["cursor"], limit=asked.query["limit"]
    )
    return Answer(found.rows, next=found.next)


@door(
    "GET",
    "/outbox/<int:message_id>",
    Permission.VIEW_ADMINISTRATION,
    _noop("Một thư, không kèm nội dung"),
    room=MAIL,
    gives=shapes.MailOut,
    has_tag=True,
)
def mail(asked: Asked, message_id: int) -> Answer:
    return Answer(outbox.by_id(message_id) or abort(404))
