"""The forms of the first setting-up, one a step."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField, PasswordField, RadioField

from taskboard.domain.authority import Role
from taskboard.domain.passwords import LONGEST
from taskboard.setup.draft import BodyKind
from taskboard.units.models import UnitKind
from taskboard.web import labels
from taskboard.web.forms import (
    BaseForm,
    DayField,
    SelectField,
    StringField,
    TextAreaField,
    at_most,
    choices,
    mail_address,
    optional,
    required,
)

KINDS = (
    (BodyKind.WARD, _l("Phường (từ 1/7/2025)")),
    (BodyKind.COMMUNE, _l("Xã (từ 1/7/2025)")),
    (BodyKind.PROVINCE, _l("Tỉnh, thành phố trực thuộc trung ương")),
    (BodyKind.CITY_2021, _l("Thành phố thuộc tỉnh (như năm 2021)")),
)
UNIT_KINDS = [(kind, label) for kind, label in labels.options(UnitKind) if kind != UnitKind.LEADERSHIP.value]


class BodyForm(BaseForm):
    kind = RadioField(_l("Loại cơ quan"), choices=choices(KINDS), default=BodyKind.WARD.value)
    name = StringField(_l("Tên cơ quan"), [required(), at_most(120)])
    began_on = DayField(_l("Hoạt động từ ngày"), [required()])
    emblem = FileField(_l("Biểu trưng của cơ quan"), [optional()])
    drops_emblem = BooleanField(_l("Bỏ biểu trưng đã chọn"))


class UnitSlot(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    key = HiddenField()
    aliases = HiddenField()
    phone = HiddenField()
    is_kept = BooleanField(_l("Dùng"), default=True)
    name = StringField(_l("Tên đầy đủ"), [optional(), at_most(200)])
    short_name = StringField(_l("Tên ngắn"), [optional(), at_most(80)])
    kind = SelectField(_l("Loại"), choices=choices(UNIT_KINDS), default=UnitKind.DEPARTMENT.value)
    email = StringField(_l("Hộp thư chung"), [optional(), at_most(200), mail_address()])


class UnitsForm(BaseForm):
    rows = FieldList(FormField(UnitSlot), max_entries=450)
    more = TextAreaField(_l("Thêm đơn vị, mỗi dòng một tên"), [optional(), at_most(20_000)])
    more_kind = SelectField(
        _l("Loại của các đơn vị thêm"), choices=choices(UNIT_KINDS), default=UnitKind.WARD.value
    )


class WorkbookForm(BaseForm):
    workbook = FileField(_l("Tệp Excel (.xlsx)"))


class AdministratorForm(BaseForm):
    full_name = StringField(_l("Họ và tên"), [required(), at_most(120)])
    sign_in_name = StringField(_l("Tên đăng nhập"), [optional(), at_most(120)])
    email = StringField(_l("Thư công vụ"), [optional(), at_most(200), mail_address()])
    way = RadioField(
        _l("Cách đặt mật khẩu"),
        choices=choices(
            [
                ("now", _l("Đặt ngay bây giờ")),
                ("link", _l("Nhận liên kết một lần ở bước cuối")),
            ]
        ),
        default="now",
    )
    password = PasswordField(_l("Mật khẩu"), [optional(), at_most(LONGEST)])


class PersonSlot(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    role = HiddenField()
    full_name = StringField(_l("Họ và tên"), [optional(), at_most(120)])
    title = StringField(_l("Chức vụ như khi ký"), [optional(), at_most(120)])
    sign_in_name = StringField(_l("Tên đăng nhập"), [optional(), at_most(120)])
    email = StringField(_l("Thư công vụ"), [optional(), at_most(200), mail_address()])


class PeopleForm(BaseForm):
    rows = FieldList(FormField(PersonSlot), max_entries=30)


class ServicesForm(BaseForm):
    seeds_holidays = BooleanField(_l("Ghi sẵn các ngày nghỉ lễ vào lịch làm việc"), default=True)
    administrators_need_code = BooleanField(_l("Người quản trị bắt buộc xác thực hai bước"))


class TestMailForm(BaseForm):
    address = StringField(_l("Gửi thư thử tới"), [required(), at_most(200), mail_address()])


SLOTS = (
    (Role.CHAIR, 1),
    (Role.VICE_CHAIR, 3),
    (Role.CHIEF_OF_OFFICE, 1),
    (Role.MONITOR, 3),
)
"""Places the people's page offers, whatever is known already."""
