"""OpenAPI 3.1, made from the doors and the shapes: what is served, what is documented and what is tested are one."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask_babel import gettext as _
from marshmallow import Schema

from taskboard.api import parts, problems, shapes
from taskboard.api.doors import DOORS, KEY, TAG, Door
from taskboard.domain.scopes import PERMISSIONS, Scope
from taskboard.files.actions import ALLOWED

VERSION = "1.0.0"
_PART = re.compile(r"<(?:(int):)?(\w+)>")
_ALWAYS = ("not-readable", "not-signed-in", "not-allowed", "not-valid", "too-many-requests", "busy", "failed")


def document(base_url: str) -> dict[str, Any]:
    """The whole description, its words in the request's language."""
    spec = APISpec(
        title=_("Theo dõi chỉ đạo: API"),
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_name)],
        info={"description": _("Mỗi mã truy cập mở phần chung của chức vụ và phạm vi đã chọn khi tạo mã.")},
        servers=[{"url": base_url}],
        security=[{"token": []}],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", schema=shapes.Problem)
    for door in DOORS:
        spec.path(path=address_of(door), operations={door.method.lower(): _operation(door)})
    found: dict[str, Any] = spec.to_dict()
    return found


def _name(shape: type[Schema] | Schema) -> str:
    return shape.__name__ if isinstance(shape, type) else type(shape).__name__


def address_of(door: Door) -> str:
    """As OpenAPI writes it."""
    return "/api/v1" + _PART.sub(r"{\2}", door.path)


def _operation(door: Door) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": door.name,
        "summary": _(door.summary),
        "tags": [door.room],
        "x-scope": scope_of(door).value,
        "parameters": [*_path_parameters(door), *_query_parameters(door), *_header_parameters(door)],
        "responses": {str(door.status): _given(door), **_refused(door)},
    }
    if door.takes is not None:
        made["requestBody"] = {"required": True, "content": _taken(door)}
    return made


def _taken(door: Door) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": door.takes}}
    if door.takes_files:
        content["multipart/form-data"] = {
            "schema": {
                "type": "object",
                "properties": {parts.WORDS: door.takes, parts.FILES: _FILES},
                "required": [parts.WORDS],
                "additionalProperties": False,
            },
            "encoding": {parts.WORDS: {"contentType": "application/json"}},
        }
    return content


_FILES = {"type": "array", "items": {"type": "string", "format": "binary"}}


def scope_of(door: Door) -> Scope:
    """The scope a token needs for it."""
    return next(scope for scope in Scope if door.permission in PERMISSIONS[scope])


def scopes_beside(door: Door) -> list[Scope]:
    """Others that open it too, each in its own way."""
    found = [
        scope
        for scope in Scope
        if any(permission in PERMISSIONS[scope] for permission in (door.permission, *door.also))
    ]
    return [scope for scope in found if scope is not scope_of(door)]


def _path_parameters(door: Door) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _NUMBER if kind else {"type": "string"}}
        for kind, name in _PART.findall(door.path)
    ]


_NUMBER = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}


def _query_parameters(door: Door) -> list[dict[str, Any]]:
    return [{"in": "query", "schema": door.query}] if door.query is not None else []


def _header_parameters(door: Door) -> list[dict[str, Any]]:
    wanted = []
    if door.needs_key:
        words = _("Một chuỗi riêng cho mỗi lần gửi; gửi lại cùng chuỗi thì chỉ làm một lần.")
        wanted.append(("Idempotency-Key", KEY, words))
    if door.needs_version:
        wanted.append(("If-Match", TAG, _("ETag của nhiệm vụ đã đọc; * là bất kỳ.")))
    return [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": words,
            "schema": {"type": "string", "pattern": f"^(?:{pattern})$"},
        }
        for name, pattern, words in wanted
    ]


# ------------------------------------------------------------------------------------------------------------- answers


def _given(door: Door) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": HTTPStatus(door.status).phrase,
        "headers": _headers(door),
        "content": _content(door),
    }
    if door.follow:
        answer["links"] = {
            name: {"operationId": name, "parameters": dict(given)} for name, given in door.follow.items()
        }
    return answer


def _content(door: Door) -> dict[str, Any]:
    if door.gives is None:
        return {media_type: {} for media_type in sorted(set(ALLOWED.values()))}
    return {"application/json": {"schema": _listed(door) if door.is_list else door.gives}}


def _listed(door: Door) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": door.gives},
            "next": {"type": ["string", "null"], "description": _("Địa chỉ của trang sau; null là hết.")},
        },
        "required": ["items", "next"],
        "additionalProperties": False,
    }


def _headers(door: Door) -> dict[str, Any]:
    text, number = {"schema": {"type": "string"}}, {"schema": {"type": "integer"}}
    found: dict[str, Any] = dict.fromkeys(
        ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"), number
    )
    if door.has_tag:
        found["ETag"] = {**text, "required": True}
    if door.is_list:
        found["Link"] = text
    if door.gives is None:
        found["Content-Disposition"] = {**text, "required": True}
    if door.makes:
        found["Location"] = {**text, "required": True}
    return found


def problems_of(door: Door) -> list[problems.Kind]:
    """All that may go wrong at this door, by status."""
    keys = [*_ALWAYS]
    if "<" in door.path or door.is_list:
        keys.append("not-found")
    if door.takes is not None:
        keys += ["not-json", "too-large"]
    if door.writes:
        keys.append("rule-broken")
    if door.needs_key:
        keys += ["in-flight", "key-reused"]
    if door.needs_version:
        keys += ["changed-meanwhile", "not-conditional"]
    return sorted((problems.KINDS[key] for key in keys), key=lambda kind: kind.status)


def _refused(door: Door) -> dict[str, Any]:
    titles: dict[int, list[str]] = {}
    for kind in problems_of(door):
        titles.setdefault(int(kind.status), []).append(str(kind.title))
    found = {
        str(status): {
            "description": "; ".join(said),
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, said in titles.items()
    }
    if door.has_tag and not door.writes:
        found["304"] = {"description": HTTPStatus.NOT_MODIFIED.phrase}
    return found
