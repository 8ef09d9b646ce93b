"""Asking for a mail to be sent once more."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from taskboard.web.forms import BaseForm, at_most, mail_address, required


class ResendForm(BaseForm):
    to_address = StringField(
        _l("Địa chỉ nhận"),
        validators=[
            required(_l("Đề nghị nhập địa chỉ nhận thư.")),
            at_most(254),
            mail_address(),
        ],
    )
