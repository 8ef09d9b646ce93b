"""What goes wrong, as RFC 9457 says it: a type that never changes, a title and a sentence in the reader's language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from taskboard.domain.errors import NotAllowed, RuleBroken
from taskboard.web import labels
from taskboard.web.language import LOCALES

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    status: HTTPStatus
    title: Any
    detail: Any


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "not-readable",
            HTTPStatus.BAD_REQUEST,
            _l("Yêu cầu không đọc được"),
            _l("Nội dung phải là một đối tượng JSON; tiêu đề phải có đủ và đúng dạng."),
        ),
        Kind(
            "not-signed-in",
            HTTPStatus.UNAUTHORIZED,
            _l("Chưa có mã truy cập"),
            _l(
                "Đề nghị gửi “Authorization: Bearer …” với mã còn hiệu lực. Mã đã hết hạn, bị thu hồi, hoặc tài khoản đã khóa thì không dùng được."
            ),
        ),
        Kind(
            "not-allowed",
            HTTPStatus.FORBIDDEN,
            _l("Không có quyền"),
            _l("Chức vụ hoặc phạm vi của mã này không cho phép việc đó."),
        ),
        Kind(
            "not-found",
            HTTPStatus.NOT_FOUND,
            _l("Không tìm thấy"),
            _l("Địa chỉ sai, hoặc mã này không được xem nội dung đó."),
        ),
        Kind(
            "method-not-allowed",
            HTTPStatus.METHOD_NOT_ALLOWED,
            _l("Địa chỉ này không nhận thao tác đó"),
            _l("Tiêu đề Allow nêu những thao tác được nhận."),
        ),
        Kind(
            "rule-broken",
            HTTPStatus.CONFLICT,
            _l("Quy định không cho phép"),
            _l("Việc này không làm được lúc này; chưa có gì bị ghi."),
        ),
        Kind(
            "in-flight",
            HTTPStatus.CONFLICT,
            _l("Yêu cầu cùng khóa đang được xử lý"),
            _l("Đề nghị gửi lại sau giây lát, cùng Idempotency-Key."),
        ),
        Kind(
            "changed-meanwhile",
            HTTPStatus.PRECONDITION_FAILED,
            _l("Đã thay đổi từ khi đọc"),
            _l("ETag không còn đúng: đề nghị đọc lại rồi quyết định lại."),
        ),
        Kind(
            "too-large",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _l("Nội dung quá lớn"),
            _l("Nội dung vượt giới hạn."),
        ),
        Kind(
            "not-json",
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            _l("Chỉ nhận JSON"),
            _l("Đề nghị gửi nội dung kiểu application/json; báo cáo kèm tệp thì multipart/form-data."),
        ),
        Kind(
            "not-valid",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _l("Nội dung không đúng mẫu"),
            _l("Mục “errors” nêu từng chỗ sai."),
        ),
        Kind(
            "key-reused",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _l("Khóa đã dùng cho yêu cầu khác"),
            _l("Idempotency-Key này đã đi cùng một nội dung khác."),
        ),
        Kind(
            "not-conditional",
            HTTPStatus.PRECONDITION_REQUIRED,
            _l("Thiếu If-Match"),
            _l("Đề nghị gửi kèm If-Match với ETag của nhiệm vụ đã đọc."),
        ),
        Kind(
            "too-many-requests",
            HTTPStatus.TOO_MANY_REQUESTS,
            _l("Quá nhiều yêu cầu"),
            _l("Mã này đã dùng hết số yêu cầu của phút này; Retry-After nêu số giây cần chờ."),
        ),
        Kind(
            "busy",
            HTTPStatus.SERVICE_UNAVAILABLE,
            _l("Hệ thống đang bận"),
            _l("Chưa có gì bị ghi. Đề nghị gửi lại sau số giây nêu ở Retry-After, cùng Idempotency-Key."),
        ),
        Kind(
            "failed",
            HTTPStatus.INTERNAL_SERVER_ERROR,
            _l("Hệ thống gặp lỗi"),
            _l("Nội dung vừa gửi chưa được ghi. Đề nghị thử lại."),
        ),
    )
}
"""Everything that may go wrong, by the end of its `type`."""

WORDS = {
    "day_unreadable": _l("Ngày viết dạng NĂM-THÁNG-NGÀY, từ năm 1900 đến 2199."),
    "not_a_number": _l("Cần một số nguyên."),
    "not_a_boolean": _l("Cần true hoặc false."),
    "not_in_list": _l("Không có trong danh sách các giá trị được nhận."),
    "not_once": _l("Chỉ nêu một lần."),
    "not_a_file": _l("Cần một tệp, có tên."),
    "too_long": _l("Dài quá giới hạn."),
    "Missing data for required field.": _l("Thiếu mục này."),
    "Unknown field.": _l("Không có mục này."),
    "Field may not be null.": _l("Không được để null."),
    "Not a valid string.": _l("Cần một chuỗi ký tự."),
    "Not a valid list.": _l("Cần một danh sách."),
    "Invalid input type.": _l("Cần một đối tượng."),
}
"""What the readers of bodies say, by their own words."""


class Problem(Exception):
    """An answer that is a refusal; nothing was written."""

    def __init__(self, key: str, *, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(key)
        self.kind, self.headers, self.more = KINDS[key], headers or {}, more


_PLACES = {"new_unit_id": "new_unit", "told_via": "told.via", "told_by": "told.by", "told_on": "told.on"}
"""Where a body has another name for what a rule is about."""


def of_rule(broken: RuleBroken) -> Problem:
    """A rule of the field said no: which one, about what, in words."""
    more: dict[str, Any] = {"rule": broken.key, "detail": labels.broken_rule(broken)}
    if broken.field:
        more["field"] = _PLACES.get(broken.field, broken.field)
    return Problem("not-allowed" if isinstance(broken, NotAllowed) else "rule-broken", **more)


_BY_STATUS = {
    400: "not-readable",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "not-json",
}


def of_http(error: HTTPException) -> Problem:
    """What the framework refused before anything of ours was asked."""
    code = error.code or 500
    key = _BY_STATUS.get(code, "failed" if code >= 500 else "not-readable")
    allowed = error.valid_methods if isinstance(error, MethodNotAllowed) else None
    return Problem(key, headers={"Allow": ", ".join(allowed)} if allowed else None)


def of_errors(errors: Any) -> Problem:
    """A body or an address that is not as it should be, by its places."""
    return Problem("not-valid", errors=dict(_flat(errors)))


def _flat(errors: Any, place: str = "") -> Any:
    """ "told.via": [sentences]."""
    if isinstance(errors, dict):
        for name, inner in errors.items():
            yield from _flat(inner, f"{place}.{name}" if place else str(name))
    else:
        said = errors if isinstance(errors, list) else [errors]
        yield place, [str(_sentence(str(one))) for one in said]


def _sentence(words: str) -> Any:
    if words in WORDS:
        return WORDS[words]
    return _("Ngoài giới hạn.") if words.startswith("Must be") else words


def language() -> str:
    """By Accept-Language alone: a program has no switch on the page."""
    return request.accept_languages.best_match(LOCALES, "vi") or "vi"


def answer(problem: Problem) -> Response:
    """The problem as an answer, in the language that was asked for."""
    kind, more = problem.kind, dict(problem.more)
    with force_locale(language()):
        said = {
            "type": f"{url_for('doors.docs')}#{kind.key}",
            "title": str(kind.title),
            "status": int(kind.status),
            "detail": str(more.pop("detail", kind.detail)),
            **more,
        }
    text = json.dumps(said, ensure_ascii=False)
    response = Response(text, int(kind.status), mimetype=MEDIA_TYPE, headers=problem.headers)
    if kind.status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="taskboard"'
    response.headers["Content-Language"] = language()
    response.vary.add("Accept-Language")
    return response
