"""Asking for a mail to be sent once more."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Regexp

from taskboard.web.forms import BaseForm, at_most, required

ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


class ResendForm(BaseForm):
    to_address = StringField(
        _l("Địa chỉ nhận"),
        validators=[
            required(_l("Đề nghị nhập địa chỉ nhận thư.")),
            at_most(254),
            Regexp(ADDRESS.pattern + r"\Z", message=_l("Địa chỉ thư viết dạng ten@donvi.gov.vn.")),
        ],
    )
