"""A city's own words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from taskboard.web.forms import BaseForm, DayField, at_most, optional, required


class PhraseForm(BaseForm):
    text = TextAreaField(_l("Câu chữ của cơ quan"), [optional(), at_most(2000)])
    valid_from = DayField(_l("Áp dụng từ ngày"), [required()])
