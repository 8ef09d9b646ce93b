"""Forms of units."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

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


class ContactForm(BaseForm):
    email = StringField(_l("Hộp thư chung"), [optional(), at_most(200), mail_address()])
    phone = StringField(_l("Điện thoại"), [optional(), at_most(40)])
    monitor_id = SelectField(_l("Chuyên viên Văn phòng theo dõi"), coerce=id_or_none)
