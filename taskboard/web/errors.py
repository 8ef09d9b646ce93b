"""Errors as pages a person can act on."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from taskboard.db import db

PROGRAMS = "/api/v1"


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _fault)


def _page(code: int, title: str, text: str) -> ResponseReturnValue:
    return render_template("errors/error.html", code=code, title=title, text=text), code


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
