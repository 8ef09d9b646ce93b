"""Reading for programs: tokens and kept answers, and the lists no page pages through this way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from taskboard.accounts.models import Person, Post
from taskboard.api.models import ApiToken, KeptAnswer
from taskboard.briefings.models import Briefing, Directive
from taskboard.db import db
from taskboard.domain.authority import Actor, Permission, may, sees_all_tasks
from taskboard.files.models import Attachment
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Explanation, Report, ReportKind, RequestState, Task, TaskRequest
from taskboard.tasks.queries.ordering import Key, after, cursor_of, ordering, values_of
from taskboard.units.models import Unit

# ------------------------------------------------------------------------------------------------- tokens and answers


def token_by_hash(token_hash: str) -> ApiToken | None:
    statement = sa.select(ApiToken).where(ApiToken.token_hash == token_hash)
    return db.session.scalar(statement.options(joinedload(ApiToken.person), joinedload(ApiToken.post)))


def token_by_id(token_id: int) -> ApiToken | None:
    return db.session.get(ApiToken, token_id)


def tokens_of(person: Person) -> list[ApiToken]:
    """Tokens that act in a person's name, service tokens of their posts among them; the newest first."""
    statement = sa.select(ApiToken).where(ApiToken.person_id == person.id)
    return _newest_first(statement)


def has_own(person: Person, real_now: datetime) -> bool:
    """Whether programs act for this person with a token of their own."""
    return bool(db.session.scalar(sa.select(sa.exists().where(*own_and_live(person, real_now)))))


def own_and_live(person: Person, real_now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        ApiToken.person_id == person.id,
        ApiToken.post_id.is_(None),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > real_now,
    )


def all_tokens() -> list[ApiToken]:
    return _newest_first(sa.select(ApiToken))


def _newest_first(statement: sa.Select[ApiToken]) -> list[ApiToken]:
    people = (ApiToken.person, ApiToken.made_by)
    loaded = [joinedload(person).lazyload(Person.posts) for person in people]
    found = db.session.scalars(
        statement.options(*loaded, joinedload(ApiToken.post)).order_by(ApiToken.id.desc())
    )
    return list(found)


def kept_answer(token_id: int, key: str) -> KeptAnswer | None:
    return db.session.scalar(
        sa.select(KeptAnswer).where(KeptAnswer.token_id == token_id, KeptAnswer.key == key)
    )


# --------------------------------------------------------------------------------------------------------------- lists


Row = TypeVar("Row")


class UnknownPlace(Exception):
    """A cursor that this list never gave."""


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """Some rows of a list, and the place after the last of them; empty at the end."""

    rows: list[Row]
    next: str = ""


def _page(
    statement: sa.Select[Row],
    column: Any,
    *,
    place: str,
    limit: int,
    options: Sequence[ORMOption] = (),
    is_descending: bool = False,
) -> Rows[Row]:
    """By number, from a place on. Raises UnknownPlace."""
    keys = (Key(column, int, is_descending, is_always_there=True),)
    if place:
        values = values_of(place, keys)
        if values is None:
            raise UnknownPlace(place)
        statement = statement.where(after(keys, values))
    ordered = statement.options(*options).order_by(*ordering(keys)).limit(limit + 1)
    found = list(db.session.scalars(ordered).unique())
    shown = found[:limit]
    last: Any = shown[-1] if len(found) > limit else None
    return Rows(shown, cursor_of([last.id]) if last is not None else "")


def reports(
    actor: Actor,
    *,
    task_id: int | None = None,
    unit_id: int | None = None,
    kind: ReportKind | None = None,
    since: datetime | None = None,
    place: str = "",
    limit: int,
) -> Rows[Report]:
    """What units said of tasks the reader may see, in the order it came."""
    statement = sa.select(Report).join(Task, Task.id == Report.task_id).where(tasks.visible_to(actor))
    for column, value in ((Report.task_id, task_id), (Report.unit_id, unit_id), (Report.kind, kind)):
        if value is not None:
            statement = statement.where(column == value)
    if since is not None:
        statement = statement.where(Report.reported_at >= since)
    return _page(statement, Report.id, place=place, limit=limit, options=REPORT_OPTIONS)


REPORT_OPTIONS = (
    joinedload(Report.task).load_only(Task.id, Task.code),
    joinedload(Report.person).lazyload(Person.posts),
    joinedload(Report.post).lazyload(Post.unit),
    joinedload(Report.unit),
    selectinload(Report.attachments).joinedload(Attachment.content),
)


def report(report_id: int) -> Report | None:
    """One with its task, by which it is known who may read it."""
    return db.session.scalar(
        sa.select(Report).where(Report.id == report_id).options(joinedload(Report.task), *REPORT_OPTIONS[1:])
    )


def requests(
    actor: Actor, *, state: RequestState | None = None, place: str = "", limit: int
) -> Rows[TaskRequest]:
    """What was asked about tasks the reader may see, in the order it came."""
    statement = (
        sa.select(TaskRequest).join(Task, Task.id == TaskRequest.task_id).where(tasks.visible_to(actor))
    )
    if state is not None:
        statement = statement.where(TaskRequest.state == state)
    options = (
        joinedload(TaskRequest.task).load_only(Task.id, Task.code),
        joinedload(TaskRequest.unit),
        joinedload(TaskRequest.new_unit),
        joinedload(TaskRequest.asked_by).lazyload(Person.posts),
    )
    return _page(statement, TaskRequest.id, place=place, limit=limit, options=options)


def explanations(actor: Actor, *, is_open: bool = False, place: str = "", limit: int) -> Rows[Explanation]:
    """Questions to units: all for those above, its own for a unit."""
    statement = sa.select(Explanation)
    if not sees_all_tasks(actor):
        statement = statement.where(Explanation.unit_id.in_(actor.unit_ids))
    if is_open:
        statement = statement.where(Explanation.answered_at.is_(None))
    options = (
        joinedload(Explanation.task).load_only(Task.id, Task.code),
        joinedload(Explanation.unit),
        joinedload(Explanation.asked_by).lazyload(Person.posts),
        joinedload(Explanation.answered_by).lazyload(Person.posts),
    )
    return _page(statement, Explanation.id, place=place, limit=limit, options=options)


def directives(actor: Actor, *, place: str = "", limit: int) -> Rows[Directive]:
    """Orders, in the order they were issued; of a unit's, those that gave it something."""
    statement = sa.select(Directive)
    if may(actor, Permission.VIEW_BRIEFING) is None:
        seen = sa.select(Task.directive_id).where(tasks.visible_to(actor))
        statement = statement.where(Directive.id.in_(seen))
    options = (joinedload(Directive.briefing), joinedload(Directive.leader).lazyload(Person.posts))
    return _page(statement, Directive.id, place=place, limit=limit, options=options)


def task_codes_of(directive_ids: Sequence[int], actor: Actor) -> dict[int, list[str]]:
    """The tasks of these orders that the reader may see, by order."""
    found: dict[int, list[str]] = {directive_id: [] for directive_id in directive_ids}
    statement = sa.select(Task.directive_id, Task.code).where(
        Task.directive_id.in_(list(directive_ids)), tasks.visible_to(actor)
    )
    for directive_id, code in db.session.execute(statement.order_by(Task.id)):
        found[directive_id].append(code)
    return found


def briefings(*, place: str = "", limit: int) -> Rows[Briefing]:
    return _page(sa.select(Briefing), Briefing.id, place=place, limit=limit)


def units(day: date | None, *, place: str = "", limit: int) -> Rows[Unit]:
    """Every unit there ever was, or those of a day."""
    statement = sa.select(Unit)
    if day is not None:
        statement = statement.where(
            Unit.valid_from <= day, sa.or_(Unit.valid_to.is_(None), Unit.valid_to > day)
        )
    return _page(statement, Unit.id, place=place, limit=limit)


def unit_codes(unit_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(sa.select(Unit.id, Unit.code).where(Unit.id.in_(list(unit_ids))))
    return {row.id: row.code for row in rows}


def units_by_code(codes: Sequence[str]) -> dict[str, Unit]:
    """Those of these units that there are."""
    return {unit.code: unit for unit in db.session.scalars(sa.select(Unit).where(Unit.code.in_(list(codes))))}


def people(*, place: str = "", limit: int) -> Rows[Person]:
    options = (selectinload(Person.posts),)
    return _page(sa.select(Person), Person.id, place=place, limit=limit, options=options)


def mails(*, state: Any = None, place: str = "", limit: int) -> Rows[OutboxMessage]:
    """The newest first, without their bodies: those hold links that open something."""
    statement = sa.select(OutboxMessage).where(OutboxMessage.webhook_id.is_(None))
    if state is not None:
        statement = statement.where(OutboxMessage.state == state)
    return _page(
        statement, OutboxMessage.id, place=place, limit=limit, options=(NO_BODIES,), is_descending=True
    )


NO_BODIES = sa.orm.load_only(
    OutboxMessage.id,
    OutboxMessage.kind,
    OutboxMessage.person_id,
    OutboxMessage.unit_id,
    OutboxMessage.to_name,
    OutboxMessage.to_address,
    OutboxMessage.subject,
    OutboxMessage.state,
    OutboxMessage.outcome,
    OutboxMessage.attempts,
    OutboxMessage.business_at,
    OutboxMessage.created_at,
    OutboxMessage.next_attempt_at,
    OutboxMessage.sent_at,
)
