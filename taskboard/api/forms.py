"""Forms of tokens."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from taskboard.accounts.models import Post
from taskboard.api.actions import LIFETIMES
from taskboard.domain.passwords import LONGEST
from taskboard.domain.scopes import Scope
from taskboard.web.forms import (
    BaseForm,
    SelectField,
    StringField,
    at_most,
    choices,
    id_or_none,
    optional,
    required,
)

SCOPES = (
    (
        Scope.REPORT.value,
        _l(
            "Việc của đơn vị: tiếp nhận, báo cáo, giải trình, xin gia hạn, đề nghị trả lại hoặc chuyển, phân công"
        ),
    ),
    (
        Scope.OFFICE.value,
        _l(
            "Việc của Văn phòng và lãnh đạo: giao việc, xác nhận, quyết định, đôn đốc, tạm dừng, thu hồi, kết thúc, mở lại"
        ),
    ),
)
"""Reading is always among them."""


class ScopesField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TokenForm(BaseForm):
    name = StringField(
        _l("Dùng cho việc gì"),
        [required(_l("Đề nghị ghi mã này dùng cho việc gì.")), at_most(120)],
        description=_l("Ví dụ: đồng bộ với trục liên thông văn bản."),
    )
    scopes = ScopesField(_l("Ngoài xem, chương trình còn được làm"), choices=choices(SCOPES))
    days = SelectField(
        _l("Hiệu lực"),
        choices=choices([(str(days), _l("%(days)s ngày", days=days)) for days in LIFETIMES]),
        default="90",
    )

    password = PasswordField(_l("Mật khẩu của ông/bà"), [optional(), at_most(LONGEST)])
    code = StringField(_l("Mã xác thực"), [optional(), at_most(40)])
    """Of whoever makes it; which of both is asked for, the page knows."""

    @property
    def chosen(self) -> list[Scope]:
        return [Scope(word) for word in self.scopes.data or []]

    @property
    def lifetime(self) -> int:
        return int(self.days.data)


class ServiceTokenForm(TokenForm):
    """By an administrator, for one post."""

    post_id = SelectField(
        _l("Hành động với chức vụ"),
        coerce=id_or_none,
        validators=[required(_l("Đề nghị chọn chức vụ."))],
        invalid_choice_message=_l("Đề nghị chọn chức vụ."),
    )

    def offer(self, posts: Iterable[Post]) -> None:
        lines = [(post.id, f"{post.person.full_name}, {post.signed_title}") for post in posts]
        self.post_id.choices = choices([("", _l("Chọn chức vụ")), *lines])
