"""Forms of settings and the working calendar."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from taskboard.settings.models import DayKind
from taskboard.web import labels
from taskboard.web.forms import (
    BaseForm,
    DayField,
    SelectField,
    StringField,
    at_most,
    choices,
    optional,
    required,
)


class SettingForm(BaseForm):
    value = StringField(_l("Giá trị"), [required(), at_most(200)])
    legal_basis = StringField(_l("Căn cứ (điều của quy chế)"), [optional(), at_most(300)])
    valid_from = DayField(_l("Áp dụng từ ngày"), [required()])


class CalendarDayForm(BaseForm):
    day = DayField(_l("Ngày"), [required()])
    kind = SelectField(_l("Loại"), choices=choices(labels.options(DayKind)))
    name = StringField(_l("Tên"), [required(), at_most(120)])
    source = StringField(_l("Căn cứ"), [optional(), at_most(300)])
