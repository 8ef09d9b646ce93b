"""Orders: those issued, and a new one outside a briefing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, url_for

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.api import queries, shapes
from taskboard.api.doors import Answer, Asked, _noop, bearer, door
from taskboard.briefings import actions
from taskboard.briefings import queries as briefings
from taskboard.briefings.models import Directive
from taskboard.domain.authority import Permission, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.retirement import expect_group
from taskboard.occasion import occasion_of
from taskboard.units import queries as units
from taskboard.web.context import actor, core, now, today

ROOM = "directives"


@dataclass(frozen=True, slots=True)
class Seen:
    """An order beside the codes of its tasks that the reader may see."""

    row: Directive
    tasks: list[str]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _seen(rows: Sequence[Directive]) -> list[Seen]:
    codes = queries.task_codes_of([row.id for row in rows], actor())
    return [Seen(row, codes[row.id]) for row in rows]


@door(
    "GET",
    "/directives",
    Permission.VIEW_TASK,
    _noop("Ý kiến chỉ đạo đã ban hành"),
    room=ROOM,
    query=shapes.Paged,
    gives=shapes.DirectiveOut,
    is_list=True,
    follow={"directive": {"code": "$response.body#/items/0/code"}},
)
def directive_list(asked: Asked) -> Answer:
    found = queries.directives(actor(), place=asked.query["cursor"], limit=asked.query["limit"])
    return Answer(_seen(found.rows), next=found.next)


@door(
    "GET",
    "/directives/<code>",
    Permission.VIEW_TASK,
    _noop("Một ý kiến chỉ đạo"),
    room=ROOM,
    gives=shapes.DirectiveOut,
    has_tag=True,
)
def directive(asked: Asked, code: str) -> Answer:
    row = briefings.directive_by_code(code) or abort(404)
    seen = _seen([row])[0]
    if not seen.tasks and may(actor(), Permission.VIEW_BRIEFING) is None:
        abort(404)
    return Answer(seen)


@door(
    "POST",
    "/directives",
    Permission.CREATE_DIRECTIVE,
    _noop("Giao việc ngoài giao ban: công văn, chỉ đạo trực tiếp, việc cấp trên giao"),
    room=ROOM,
    takes=shapes.DirectiveIn,
    gives=shapes.DirectiveOut,
    status=201,
    makes=True,
    follow={"directive": {"code": "$response.body#/code"}},
)
def create_directive(asked: Asked) -> Answer:
    said = asked.body
    on = occasion_of(core(), bearer().acting(may(actor(), Permission.CREATE_DIRECTIVE)), now=now())
    row, _made = actions.create_directive(
        _source(said),
        title=said["title"],
        edit=_edit(said),
        assigned_on=said["assigned_on"] or today(),
        is_starred=said["is_starred"],
        on=on,
    )
    return Answer(_seen([row])[0], location=url_for("api.directive", code=row.code))


def _source(said: dict[str, Any]) -> actions.Source:
    return actions.Source(
        kind=said["source_kind"],
        wording=said["wording"],
        number=said["source_number"],
        on=said["source_on"],
        body=said["source_body"],
        level=said["source_level"],
        leader=_leader(said["leader_id"]),
        field=said["field"],
    )


def _leader(number: int | None) -> Person | None:
    if number is None:
        return None
    leaders = {one.id: one for one in accounts.leaders(today())}
    if number not in leaders:
        raise RuleBroken("leader_unknown", field="leader_id")
    return leaders[number]


def _edit(said: dict[str, Any]) -> actions.DraftEdit:
    same = ("title", "due", "due_on", "recurrence", "due_day", "event_text", "fans_out", "rule", "rule_count")
    return actions.DraftEdit(
        leads=[
            *_units(said["leads"], "leads"),
            *_groups(said["lead_groups"], said["assigned_on"] or today()),
        ],
        partners=_units(said["partners"], "partners"),
        informed=_units(said["informed"], "informed"),
        **{name: said[name] for name in same},
    )


def _units(codes: Sequence[str], place: str) -> list[actions.Target]:
    known = queries.units_by_code(codes)
    if set(codes) - set(known):
        raise RuleBroken("target_unknown", field=place)
    return [actions.Target(unit_id=known[code].id) for code in dict.fromkeys(codes)]


def _groups(codes: Sequence[str], day: date) -> list[actions.Target]:
    """Those in use on the day, by the name of their field in the body; what was retired is refused as such."""
    if not codes:
        return []
    known = {group.code: group for group in units.groups()}
    if set(codes) - set(known):
        raise RuleBroken("target_unknown", field="lead_groups")
    for code in codes:
        expect_group(known[code], day, place="lead_groups")
    return [actions.Target(group_id=known[code].id) for code in dict.fromkeys(codes)]
