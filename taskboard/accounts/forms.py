"""Signing in, and the forms of people and posts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, PasswordField, SelectMultipleField
from wtforms.validators import AnyOf, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from taskboard.accounts.models import LinkKind
from taskboard.domain.authority import Role
from taskboard.domain.passwords import LONGEST
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
    remember = BooleanField(_l("Nhớ tôi trên máy này"))


def password_field(label: Any) -> PasswordField:
    """Never trimmed, never cut off, pasted at will (NIST SP 800-63B-4 section 3.1.1.2)."""
    return PasswordField(label, [required(_l("Đề nghị nhập mật khẩu.")), at_most(LONGEST)])


class CodeForm(BaseForm):
    code = StringField(_l("Mã xác thực"), [required(_l("Đề nghị nhập mã.")), at_most(40)])


class ForgottenForm(BaseForm):
    email = StringField(
        _l("Thư công vụ hoặc tên đăng nhập"), [required(_l("Đề nghị nhập tên đăng nhập.")), at_most(200)]
    )


class NewPasswordForm(BaseForm):
    password = password_field(_l("Mật khẩu mới"))


class ChangePasswordForm(BaseForm):
    current = password_field(_l("Mật khẩu hiện tại"))
    password = password_field(_l("Mật khẩu mới"))
    ends_tokens = BooleanField(_l("Thu hồi cả các mã truy cập riêng của tôi"), default=True)


class LinkForm(BaseForm):
    """Two buttons; what is sent otherwise is no form of ours."""

    kind = StringField(validators=[AnyOf([LinkKind.INVITATION, LinkKind.RESET, LinkKind.UNLOCK])])
    via = StringField(validators=[AnyOf(["hand", "mail"])])


class RolesField(SelectMultipleField):
    """Several roles, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RulesForm(BaseForm):
    roles = RolesField(_l("Bắt buộc xác thực hai bước đối với"), choices=choices(labels.options(Role)))
    shortest = IntegerField(
        _l("Mật khẩu dài ít nhất"),
        [
            required(_l("Đề nghị nhập một số từ 8 đến 64.")),
            NumberRange(8, 64, message=_l("Đề nghị nhập một số từ 8 đến 64.")),
        ],
    )


class PersonForm(BaseForm):
    full_name = StringField(_l("Họ và tên"), [required(), at_most(120)])
    sign_in_name = StringField(_l("Tên đăng nhập"), [required(), at_most(120)])
    email = StringField(_l("Thư công vụ"), [optional(), at_most(200), mail_address()])
    phone = StringField(_l("Điện thoại"), [optional(), at_most(40)])
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
