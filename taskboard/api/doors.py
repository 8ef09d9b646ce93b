"""How a door opens: token, count, right, words, key, version; then one act in one transaction.

Each door is declared once, by `@door`: the route, what OpenAPI says of it, and what the house tests walk are that one
declaration. The rules are those of the pages: `domain.authority` says who may, the actions say what.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import force_locale
from marshmallow import Schema, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from taskboard.accounts.queries import token_hash
from taskboard.api import actions, parts, problems, queries
from taskboard.api.bearer import Bearer, bearer, bearer_of, come_in
from taskboard.api.models import KeptAnswer
from taskboard.api.problems import Problem
from taskboard.db import begin_writing, breaks_a_check, db, refusal_text, try_turn
from taskboard.domain.authority import Permission, may
from taskboard.domain.errors import RuleBroken
from taskboard.files.actions import Upload
from taskboard.web.context import core
from taskboard.web.extensions import csrf

bp = Blueprint("api", __name__, url_prefix="/api/v1")
csrf.exempt(bp)  # no cookie opens anything here

BODY_BYTES = 256 * 1024
KEY = r"[A-Za-z0-9_.:-]{8,100}"
"""An Idempotency-Key: a UUID, or whatever else a program numbers its requests by."""
TAG = r'\*|"[A-Za-z0-9.-]{1,100}"'
"""An If-Match: one of our own ETags, or any version."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was understood."""

    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    uploads: Sequence[Upload] = ()
    key: str = ""
    if_match: str = ""
    digest: str = ""
    """Of method, address, version and body: two requests under one key are the same, or not."""

    def expect(self, tag: str) -> None:
        """Raises Problem where what the sender saw is not what is there."""
        if self.if_match not in ("*", tag):
            raise Problem("changed-meanwhile", headers={"ETag": tag})


@dataclass(frozen=True, slots=True)
class Answer:
    body: Any = None
    location: str = ""
    next: str = ""
    """Of a list: the place after its last row."""
    file: Response | None = None
    """Instead of a body."""


@dataclass(frozen=True, slots=True)
class Door:
    """One way in."""

    name: str
    method: str
    path: str
    permission: Permission
    serve: Callable[..., Answer]
    summary: Any
    """A message id; the first line of its entry in the documentation."""
    room: str
    gives: type[Schema] | None = None
    """None for a door that gives a file as it is kept."""
    query: type[Schema] | None = None
    takes: type[Schema] | None = None
    takes_files: bool = False
    """The same words may come with files: multipart/form-data, the words as JSON in the part `report`."""
    is_list: bool = False
    has_tag: bool = False
    needs_version: bool = False
    also: tuple[Permission, ...] = ()
    """Rights that open it as well, each in its own way."""
    status: int = 200
    makes: bool = False
    """What it made has an address of its own, which its answer names."""
    follow: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """OpenAPI links: which door may be next, and with what."""

    @property
    def writes(self) -> bool:
        return self.method not in ("GET", "HEAD")

    @property
    def needs_key(self) -> bool:
        return self.method == "POST"


def _noop(message: str) -> str:
    """Marks a message where it stands; the documentation translates it."""
    return message


DOORS: list[Door] = []
"""All of them, in the order of the documentation."""


def door(
    method: str, path: str, permission: Permission, summary: Any, **more: Any
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Declare a door; the function is given what was asked and the parts of the path."""

    def declare(serve: Callable[..., Answer]) -> Callable[..., Answer]:
        made = Door(serve.__name__, method, path, permission, serve, summary, **more)
        DOORS.append(made)
        bp.add_url_rule(path, made.name, _view(made), methods=[method])
        return serve

    return declare


def _view(of: Door) -> Callable[..., Response]:
    @wraps(of.serve)
    def view(**path: Any) -> Response:
        with force_locale(problems.language()):
            try:
                return _opened(of, path)
            except Problem as problem:
                db.session.rollback()
                return problems.answer(problem)

    view.permission = of.permission  # type: ignore[attr-defined]
    view.door = of  # type: ignore[attr-defined]
    return view


# ------------------------------------------------------------------------------------------------------ step by step


def _opened(of: Door, path: dict[str, Any]) -> Response:
    words = _presented()
    spent = _spend(words)
    limit = core().settings.api_requests_per_minute
    counted = _counted(spent, limit)
    if limit and spent.used > limit:
        raise Problem("too-many-requests", headers={**counted, "Retry-After": str(spent.resets_in)})
    try:
        asked = _understood(of, words)
        if of.writes:
            begin_writing()
        _let_in(of, words)
        response = _answered(of, asked, path)
    except Problem as problem:
        problem.headers.update(counted)
        raise
    response.headers.update(counted)
    return response


def _presented() -> str:
    come_in(None)
    kind, _space, words = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not words.strip():
        raise Problem("not-signed-in")
    return words.strip()


def _spend(words: str) -> actions.Spent:
    """Counted before anything else is done for it, and whatever becomes of it.

    Words that are no token take no lock: whoever has none could hold up all who write.
    """
    if not actions.is_token(words, real_now=core().clock.real_now()):
        raise Problem("not-signed-in")
    db.session.rollback()  # SQLite lets nobody write who began by reading (ADR 0004)
    spent = actions.spend(words, real_now=core().clock.real_now())
    db.session.commit()
    if spent is None:
        raise Problem("not-signed-in")
    return spent


def _counted(spent: actions.Spent, limit: int) -> dict[str, str]:
    if not limit:
        return {}
    return {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, limit - spent.used)),
        "RateLimit-Reset": str(spent.resets_in),
    }


def _let_in(of: Door, words: str) -> None:
    found = bearer_of(token_hash(words), core())
    if found is None:
        raise Problem("not-signed-in")
    come_in(found)
    if not any(may(found.actor, permission) for permission in (of.permission, *of.also)):
        raise Problem("not-allowed")


def _understood(of: Door, words: str) -> Asked:
    """Headers, address, body and files, before any lock is taken."""
    key = _header("Idempotency-Key", KEY, is_needed=of.needs_key)
    if of.needs_version and "If-Match" not in request.headers:
        raise Problem("not-conditional")
    tag = _header("If-Match", TAG, is_needed=of.needs_version)
    query = _query(of.query)
    plain, uploads = _sent(of, words)
    body = _loaded(of.takes(), plain) if of.takes is not None else {}
    said = [request.method, request.path, tag, json.dumps(plain, sort_keys=True)]
    said += [f"{one.name}\x1f{hashlib.sha256(one.content).hexdigest()}" for one in uploads]
    digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest() if of.writes else ""
    return Asked(query, body, uploads, key, tag, digest)


def _header(name: str, pattern: str, *, is_needed: bool) -> str:
    if not is_needed:
        return ""
    given = request.headers.get(name, "")
    if re.fullmatch(pattern, given) is None:
        raise Problem("not-readable", errors={name: [pattern]})
    return given


def _query(shape: type[Schema] | None) -> dict[str, Any]:
    repeated = {name: ["not_once"] for name, values in request.args.lists() if len(values) > 1}
    if repeated:
        raise problems.of_errors(repeated)
    return _loaded((shape or Schema)(), request.args.to_dict())


def _loaded(shape: Schema, given: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = shape.load(given)
    except ValidationError as wrong:
        raise problems.of_errors(wrong.messages) from None
    return found


def _sent(of: Door, words: str) -> tuple[Any, list[Upload]]:
    """The body as JSON has it, and the files that came along."""
    if of.takes is None:
        return None, []
    if of.takes_files and request.mimetype == "multipart/form-data":
        _let_in(of, words)  # nobody's files are read, and scanned, who may not send any
        db.session.rollback()
        plain, uploads = parts.read(words_bytes=BODY_BYTES)
        return _read_json(plain), uploads
    request.max_content_length = BODY_BYTES
    if request.mimetype != "application/json":
        raise Problem("not-json")
    try:
        return _read_json(request.get_data()), []
    except HTTPException as error:
        raise problems.of_http(error) from None


def _read_json(text: str | bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Problem("not-readable") from None


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _answered(of: Door, asked: Asked, path: dict[str, Any]) -> Response:
    if of.needs_key:
        kept = _kept(asked)
        if kept is not None:
            return _again(kept)
    answer = _served(of, asked, path)
    if answer.file is not None:
        return answer.file
    shown = _shown(of, answer)
    body, etag = json.dumps(shown, ensure_ascii=False), tag_of(shown) if of.has_tag else ""
    if of.needs_key:
        actions.keep_answer(
            bearer().token,
            asked.key,
            request_hash=asked.digest,
            status=of.status,
            body=body,
            etag=etag,
            location=answer.location,
            real_now=core().clock.real_now(),
        )
    if of.writes:
        db.session.commit()
    response = _response(body, of.status, etag=etag, location=answer.location)
    if answer.next:
        response.headers["Link"] = f'<{_next_url(answer.next)}>; rel="next"'
    if of.has_tag and not of.writes:
        response.make_conditional(request)
    return response


def _kept(asked: Asked) -> KeptAnswer | None:
    """What the same request was answered before. Raises Problem where the key is at work, or was another request's."""
    token = bearer().token
    if not try_turn(f"api {token.id} {asked.key}"):
        raise Problem("in-flight")
    kept = queries.kept_answer(token.id, asked.key)
    if kept is not None and kept.request_hash != asked.digest:
        raise Problem("key-reused")
    return kept


def _again(kept: KeptAnswer) -> Response:
    response = _response(kept.body, kept.status, etag=kept.etag, location=kept.location)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _served(of: Door, asked: Asked, path: dict[str, Any]) -> Answer:
    try:
        answer = of.serve(asked, **path)
        db.session.flush()
    except RuleBroken as broken:
        raise problems.of_rule(broken) from None
    except queries.UnknownPlace:
        raise Problem("not-found") from None
    except HTTPException as error:
        raise problems.of_http(error) from None
    except (StaleDataError, IntegrityError) as clash:
        current_app.logger.info("refused by the database: %s", refusal_text(clash))
        raise problems.of_rule(RuleBroken("unfitting" if breaks_a_check(clash) else "stale")) from None
    return answer


def _shown(of: Door, answer: Answer) -> Any:
    assert of.gives is not None
    if of.is_list:
        address = _next_url(answer.next) if answer.next else None
        return {"items": of.gives(many=True).dump(answer.body), "next": address}
    return of.gives().dump(answer.body)


def _next_url(place: str) -> str:
    """This list, from that place on."""
    asked: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(), "cursor": place}
    return url_for(request.endpoint or "", **asked)


def _response(body: str, status: int, *, etag: str, location: str) -> Response:
    response = Response(body, status, mimetype="application/json")
    if etag:
        response.headers["ETag"] = etag
    if location:
        response.headers["Location"] = location
    return response


def tag_of(body: Any) -> str:
    """The strong validator of a representation: another word of it, another tag."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


__all__ = ["DOORS", "Answer", "Asked", "Bearer", "Door", "bearer", "bp", "door", "tag_of"]
