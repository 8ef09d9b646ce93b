"""Errors as pages a person can act on."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from taskboard.db import PASSING, db, is_passing, refusal_text
from taskboard.domain.errors import RuleBroken
from taskboard.web import labels
from taskboard.web.extensions import login_manager
from taskboard.web.redirects import local_target, page_of_form

PROGRAMS = "/api/v1"
RETRY_SECONDS = 5
NEVER_KEPT = frozenset({"password", "current", "code"})
"""Fields whose words are put into no page."""


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _fault)
    app.register_error_handler(RuleBroken, _rule)
    for kind in PASSING:
        app.register_error_handler(kind, _busy)


def _page(code: int, title: str, text: str, **more: Any) -> ResponseReturnValue:
    return render_template("errors/error.html", code=code, title=title, text=text, **more), code


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        _("Biểu mẫu đã hết hiệu lực"),
        _(
            "Phiên đăng nhập đã đổi từ khi mở trang. Đề nghị quay lại trang trước, tải lại và gửi lại; chưa có gì bị ghi."
        ),
    )


def _strange_host(_error: SecurityError) -> ResponseReturnValue:
    """No address can be built for a name that is not ours, so this page has none."""
    sentence = (
        "Tên máy chủ này không thuộc hệ thống. Đề nghị mở bằng địa chỉ chính thức (TASKBOARD_BASE_URL, TASKBOARD_HOSTS).\n"
        "This host name is not served here. Use the official address (TASKBOARD_BASE_URL, TASKBOARD_HOSTS).\n"
    )
    return Response(sentence, 400, mimetype="text/plain")


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()  # a redirect raised by routing
    if request.path.startswith(PROGRAMS):
        return _problem(error)
    known = {
        400: (_("Yêu cầu chưa đúng"), _("Đề nghị quay lại trang trước và thử lại.")),
        403: (_("Không có quyền"), _("Chức vụ của ông/bà không mở được trang này.")),
        404: (_("Không tìm thấy"), _("Địa chỉ sai, hoặc ông/bà không có quyền xem nội dung này.")),
        405: (_("Yêu cầu chưa đúng"), _("Trang này không nhận thao tác đó.")),
        410: (_("Liên kết đã hết hạn"), _("Đề nghị đăng nhập, hoặc gọi Văn phòng để nhận liên kết mới.")),
        413: (_("Nội dung quá lớn"), _("Tệp hoặc văn bản vượt giới hạn. Đề nghị chia nhỏ rồi gửi lại.")),
        429: (_("Thử lại sau"), _("Có quá nhiều lần thử. Đề nghị chờ 15 phút.")),
    }
    title, text = known.get(code, (_("Có lỗi"), _("Đề nghị thử lại sau ít phút.")))
    return _page(code, title, text)


def _problem(error: HTTPException) -> ResponseReturnValue:
    """Programs are not answered with pages."""
    from taskboard.api import problems

    return problems.answer(problems.of_http(error))


def _fault(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    if request.path.startswith(PROGRAMS):
        return _problem(InternalServerError())
    return _page(
        500,
        _("Hệ thống gặp lỗi"),
        _("Nội dung vừa gửi chưa được ghi. Đề nghị thử lại; nếu vẫn lỗi, gọi Văn phòng."),
    )


def _rule(broken: RuleBroken) -> ResponseReturnValue:
    """A rule that no form was there to say: the sentence, and the way back to where the act was asked for."""
    db.session.rollback()
    current_app.logger.warning("a rule said no where no form could: %s", broken.key)
    if request.path.startswith(PROGRAMS):
        from taskboard.api import problems

        return problems.answer(problems.of_rule(broken))
    back = {"label": _("Quay lại trang trước"), "url": local_target(page_of_form()), "kind": "primary"}
    return _page(422, _("Chưa thực hiện được"), labels.broken_rule(broken), action=back)


def _busy(error: SQLAlchemyError) -> ResponseReturnValue:
    """The database is locked or gone: nothing was written, and the same request may succeed a moment later."""
    if not is_passing(error):
        current_app.logger.error("the database failed", exc_info=error)
        return _fault(error)
    current_app.logger.warning("the database is busy or gone: %s", refusal_text(error))
    _let_go()
    if request.path.startswith(PROGRAMS):
        from taskboard.api import problems

        return problems.answer(problems.Problem("busy", headers={"Retry-After": str(RETRY_SECONDS)}))
    try:
        response = make_response(_busy_page())
    except SQLAlchemyError:  # gone altogether: the frame alone, as for a visitor
        _let_go()
        g._login_user = login_manager.anonymous_user()
        response = make_response(_busy_page())
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _let_go() -> None:
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()


def _busy_page() -> ResponseReturnValue:
    text = _("Cơ sở dữ liệu đang bận. Đề nghị thử lại sau vài giây; nếu vẫn bận, gọi Văn phòng.")
    if request.method != "POST":
        return _page(503, _("Hệ thống đang bận"), text, again=request.full_path.rstrip("?"))
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    if any(name in NEVER_KEPT for name, _value in typed):
        text = _("Nội dung vừa gửi chưa được ghi. Đề nghị quay lại trang trước và gửi lại sau vài giây.")
        return _page(503, _("Hệ thống đang bận"), text)
    text = _("Chưa có gì bị ghi. Nội dung đã nhập vẫn giữ ở đây: đề nghị bấm Gửi lại sau vài giây.")
    files = sorted({file.filename for file in request.files.values() if file.filename})
    return _page(
        503, _("Hệ thống đang bận"), text, again=request.full_path.rstrip("?"), typed=typed, files=files
    )
