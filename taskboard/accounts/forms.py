"""Signing in, and the forms of people and posts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField

from taskboard.domain.authority import Role
from taskboard.web import labels
from taskboard.web.forms import (
    BaseForm,
    DayField,
    SelectField,
    StringField,
    at_most,
    choices,
    id_or_none,
    mail_address,
    optional,
    required,
)


class SignInForm(BaseForm):
    email = StringField(
        _l("Thư công vụ hoặc tên đăng nhập"), [required(_l("Đề nghị nhập tên đăng nhập.")), at_most(200)]
    )
    password = PasswordField(_l("Mật khẩu"), [required(_l("Đề nghị nhập mật khẩu."))])
    remember = BooleanField(_l("Nhớ tôi 30 ngày trên máy này"))


class PersonForm(BaseForm):
    full_name = StringField(_l("Họ và tên"), [required(), at_most(120)])
    sign_in_name = StringField(_l("Tên đăng nhập"), [required(), at_most(120)])
    email = StringField(_l("Thư công vụ"), [optional(), at_most(200), mail_address()])
    phone = StringField(_l("Điện thoại"), [optional(), at_most(40)])
    password = PasswordField(_l("Mật khẩu ban đầu"), [required()])
    role = SelectField(_l("Vai trò"), choices=choices(labels.options(Role)))
    unit_id = SelectField(_l("Đơn vị"), coerce=id_or_none)
    title = StringField(_l("Chức vụ như khi ký"), [required(), at_most(120)])
    valid_from = DayField(_l("Từ ngày"), [required()])


class PostForm(BaseForm):
    role = SelectField(_l("Vai trò"), choices=choices(labels.options(Role)))
    unit_id = SelectField(_l("Đơn vị"), coerce=id_or_none)
    title = StringField(_l("Chức vụ như khi ký"), [required(), at_most(120)])
    field_codes = StringField(_l("Lĩnh vực phụ trách"), [optional(), at_most(400)])
    valid_from = DayField(_l("Từ ngày"), [required()])
    valid_to = DayField(_l("Thôi giữ từ ngày"), [optional()])
    is_acting = BooleanField(_l("Giữ quyền (Q.) trong thời gian này"))
    on_behalf_of_id = SelectField(_l("Thay mặt"), coerce=id_or_none)


class LeaveForm(BaseForm):
    valid_to = DayField(_l("Thôi giữ từ ngày"), [required()])
    taker_id = SelectField(_l("Người tiếp nhận chức vụ"), coerce=id_or_none)
    work_to = SelectField(_l("Việc đang làm, đang theo dõi"))


class PasswordForm(BaseForm):
    password = PasswordField(_l("Mật khẩu mới"), [required()])
