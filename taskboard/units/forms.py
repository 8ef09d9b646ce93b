"""Forms of units."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from taskboard.units.models import SuccessionKind, UnitKind
from taskboard.web import labels
from taskboard.web.forms import (
    BaseForm,
    DayField,
    SelectField,
    StringField,
    TextAreaField,
    at_most,
    choices,
    id_or_none,
    mail_address,
    optional,
    required,
)


class UnitForm(BaseForm):
    name = StringField(_l("Tên đầy đủ"), [required(), at_most(200)])
    short_name = StringField(_l("Tên ngắn"), [optional(), at_most(80)])
    kind = SelectField(_l("Loại"), choices=choices(labels.options(UnitKind)))
    aliases = TextAreaField(_l("Tên gọi khác trong văn bản"), [optional(), at_most(2000)])
    email = StringField(_l("Hộp thư chung"), [optional(), at_most(200), mail_address()])
    phone = StringField(_l("Điện thoại"), [optional(), at_most(40)])
    valid_from = DayField(_l("Thành lập từ ngày"), [required()])


class RenameForm(BaseForm):
    name = StringField(_l("Tên mới"), [required(), at_most(200)])
    short_name = StringField(_l("Tên ngắn"), [optional(), at_most(80)])
    on = DayField(_l("Có hiệu lực từ ngày"), [required()])
    basis = StringField(_l("Văn bản làm căn cứ"), [optional(), at_most(300)])


class UnitsField(SelectMultipleField):
    """Several units, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReorganiseForm(BaseForm):
    kind = SelectField(
        _l("Hình thức"),
        choices=choices(
            (kind.value, labels.of(kind))
            for kind in (SuccessionKind.MERGE, SuccessionKind.SPLIT, SuccessionKind.ABOLISH)
        ),
    )
    predecessors = UnitsField(_l("Đơn vị thôi hoạt động"), coerce=id_or_none)
    on = DayField(_l("Có hiệu lực từ ngày"), [required()])
    basis = StringField(_l("Văn bản làm căn cứ"), [required(), at_most(300)])
    heirs = UnitsField(_l("Đơn vị đang có kế thừa"), coerce=id_or_none)
    new_names = TextAreaField(_l("Đơn vị mới kế thừa"), [optional(), at_most(4000)])
    new_kind = SelectField(_l("Loại của đơn vị mới"), choices=choices(labels.options(UnitKind)))


class FieldForm(BaseForm):
    name = StringField(_l("Tên lĩnh vực"), [required(), at_most(120)])
    keywords = TextAreaField(_l("Từ ngữ nhận ra lĩnh vực"), [optional(), at_most(4000)])
    usual_lead = SelectField(_l("Đơn vị thường chủ trì"), coerce=id_or_none)
    retired_on = DayField(_l("Thôi dùng từ ngày"), [optional()])


class GroupForm(BaseForm):
    name = StringField(_l("Tên nhóm"), [required(), at_most(120)])
    aliases = TextAreaField(_l("Tên gọi khác trong văn bản"), [optional(), at_most(2000)])
    members = UnitsField(_l("Đơn vị trong nhóm"), coerce=id_or_none)
    on = DayField(_l("Thành phần áp dụng từ ngày"), [required()])
    retired_on = DayField(_l("Thôi dùng từ ngày"), [optional()])


class ContactForm(BaseForm):
    email = StringField(_l("Hộp thư chung"), [optional(), at_most(200), mail_address()])
    phone = StringField(_l("Điện thoại"), [optional(), at_most(40)])
    monitor_id = SelectField(_l("Chuyên viên Văn phòng theo dõi"), coerce=id_or_none)
